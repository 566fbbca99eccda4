"""The council edition: of each goal what was wanted, what was done, and what came of it.

As a page and as PDF, made of figures that exist, from the public's board only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lib.board import Board, GoalStatus
from lib.board.cached_method import cached_method
from lib.catalog import Target
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.goals import goal_progress
from lib.exhibits.measures import effort_series, list_efforts, measures_list
from lib.export.pdf.report import Report, ReportItem, render_report
from lib.export.site.story_page import make_page_figure
from lib.export.site.templates import SiteAddress, render_page
from lib.figures.format import day, number
from lib.figures.sentences.goal_sentences import answer_sentence, course_sentence
from lib.store import Measure, Visibility

COUNCIL_PDF = "raadseditie.pdf"
WANTED, DONE, RESULT = "Wat wilden we?", "Wat deden we?", "Wat kwam ervan?"
NEXT_TO_EACH_OTHER = (
    "Wat de gemeente deed staat naast de uitkomst. Cijfers zeggen niet waardoor iets komt."
)
NOTHING_DONE = "In het openbare register staat hierbij geen maatregel."
COUNCIL_TITLE = "Raadseditie"


@dataclass(frozen=True)
class GoalAccount:
    """A goal with what was wanted in a sentence, figures of what was done, and what came of it."""

    name: str
    wanted: str
    done: tuple[Exhibit, ...]
    result: Exhibit
    course: str


class CouncilReport(Report):
    """The edition laid out as a report; it has no agreements."""

    @property
    def note(self) -> str:
        """Of which day it is, and what it does not say."""
        return (
            f"Stand van {day(self.frozen)}. {NEXT_TO_EACH_OTHER}"
            if self.frozen
            else NEXT_TO_EACH_OTHER
        )


def account_for_goals(board: Board, measures: Sequence[Measure]) -> list[GoalAccount]:
    """Return each goal; raise `ValueError` for a board or a measure that is not the public's."""
    if board.internal or any(m.visibility is Visibility.INTERNAL for m in measures):
        raise ValueError("an internal figure or measure in the council edition")
    return [_account_for(board, goal, measures) for goal in board.goals]


def _account_for(board: Board, goal: GoalStatus, measures: Sequence[Measure]) -> GoalAccount:
    target, source = goal.target, board.sources[goal.target.source]
    own, places = list(measures), list[str]()
    if target.scope == "every_area":  # what was done where the goal was missed
        own = [m for m in measures if set(m.areas) & set(goal.short)]
        places = [board.areas[area].name for area in goal.short]
    listed = measures_list(board, own, filters=places)
    done = [replace(listed, name=f"maatregelen-{target.target}")] * bool(own)
    if target.scope == "municipality":
        efforts = list_efforts(board)
        done += [effort_series(board, one, measures=own, name="inzet") for one in efforts]
    result = goal_progress(board, goal)
    cited = f"Bron: {source.title}, paragraaf {target.section}."
    return GoalAccount(
        name=target.name,
        wanted=" ".join(filter(None, (_describe_baseline(target), target.note, cited))),
        done=tuple(done),
        result=replace(result, caveats=tuple(c for c in result.caveats if c.text != target.note)),
        course=course_sentence(goal, board=board),
    )


def _describe_baseline(target: Target) -> str:
    """Return where a goal began; nothing where that is not known."""
    if target.baseline_value is None:
        return ""
    value = number(target.baseline_value, decimals=1)
    return f"Het begon bij {value} in {target.baseline_period.year}."


@cached_method(most=1)
def render_council_report(board: Board, measures: tuple[Measure, ...]) -> bytes:
    """Return the edition as an accessible A4 (PDF/UA-1); raises as `account_for_goals`.

    Raises `ExportError`.
    """
    items = [
        ReportItem(figure)
        for goal in account_for_goals(board, measures)
        for figure in (_say(goal, WANTED, goal.wanted), *_list_done(goal), _conclude(goal))
    ]
    title = f"{COUNCIL_TITLE}: {answer_sentence(board)}"
    edition = CouncilReport(title=title, items=items, agreements=None, frozen=board.today)
    return render_report(edition, author=board.municipality.dashboard_title)


def _list_done(goal: GoalAccount) -> tuple[Exhibit, ...]:
    """Return the figures of what was done, or that there are none."""
    named = tuple(replace(figure, title=f"{DONE} {figure.title}") for figure in goal.done)
    return named or (_say(goal, DONE, NOTHING_DONE),)


def _say(goal: GoalAccount, question: str, answer: str) -> Exhibit:
    """Return a question on a goal with its answer as an item without a figure."""
    return replace(
        goal.result,
        title=f"{question} {goal.name}",
        finding=answer,
        source="",
        caveats=(),
        table=pd.DataFrame(),
        chart=None,
    )


def _conclude(goal: GoalAccount) -> Exhibit:
    """Return what came of it, with the verdict in words."""
    title = f"{RESULT} {goal.name}"
    return replace(goal.result, title=title, finding=f"{goal.result.finding} {goal.course}")


def render_council_page(board: Board, measures: Sequence[Measure], *, address: SiteAddress) -> str:
    """Return the page; raises as `account_for_goals`."""
    found = account_for_goals(board, measures)
    figures = [[make_page_figure(exhibit) for exhibit in (*g.done, g.result)] for g in found]
    return render_page(
        "council.html",
        board=board,
        address=address,
        title=COUNCIL_TITLE,
        answer=answer_sentence(board),
        headings=(WANTED, DONE, RESULT),
        note=NEXT_TO_EACH_OTHER,
        nothing=NOTHING_DONE,
        pdf=COUNCIL_PDF,
        goals=list(zip(found, figures, strict=True)),
    )
