"""The planning and control cycle: its steps, and how far each is."""

import pandas as pd

from lib.board import Board, PlannedStep
from lib.board.cached_method import cached_method
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.provenance import provenance_of_keys
from lib.figures.page_html import render_planning
from lib.figures.sentences.source_sentences import find_sections
from lib.figures.vocabulary import STATE_LABELS


@cached_method()
def planning_steps(board: Board) -> Exhibit:
    """Return the steps of the control cycle, a column per year, with today among them."""
    policy, title = board.municipality.policy, "Planning en controle"
    keys = (milestone.source for milestone in board.files.milestones)
    provenance = provenance_of_keys(board, keys, period=policy.period)
    years: dict[int, list[PlannedStep]] = {board.today.year: []}
    for step in board.planning.steps:
        years.setdefault(step.milestone.start.year, []).append(step)
    rows = [
        (
            step.milestone.title,
            step.milestone.start,
            step.milestone.end,
            step.milestone.who,
            STATE_LABELS[step.state],
            step.milestone.section,
        )
        for step in board.planning.steps
    ]
    columns = ["stap", "van", "tot en met", "wie", "stand volgens planning", "paragraaf"]
    table = pd.DataFrame(rows, columns=columns)
    return Exhibit(
        name="planning-en-controle",
        title=title,
        source=provenance.describe(sections=find_sections(board.files.milestones)),
        caveats=provenance.caveats(board, public=True),
        table=provenance.add_to(table),
        html=render_planning(sorted(years.items()), today=board.today),
    )
