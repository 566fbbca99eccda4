"""The ratings that residents give: every wave, and every area against floor and target."""

import pandas as pd

from lib.board import RATING, Board
from lib.exhibits.caveats import build_caveats, lacks_margin
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.exhibits.provenance import provenance_of_levels
from lib.figures.format import number
from lib.figures.page_html import render_table
from lib.figures.sentences import wave_changes_finding
from lib.figures.vocabulary import CHANGE_LABELS
from lib.figures.waves import draw_wave_slopes


def slopes(board: Board) -> Exhibit | None:
    """Return every area over the waves that can be compared; None while there is only one."""
    periods = board.comparable_waves
    found = {p: lv for p in periods if (lv := board.area_values(RATING, period=p))}
    if len(found) < 2 or board.floor is None:  # noqa: PLR2004 - a change needs two
        return None
    rows = pd.concat([level.frame.assign(period=p) for p, level in found.items()])
    by_name = rows.pivot_table(index="name", columns="period", values="value", dropna=False)
    verdicts = _verdicts(board)
    provenance = provenance_of_levels(found.values(), period=f"metingen {', '.join(periods)}")
    title = f"Elke wijk van meting tot meting, {periods[0]}-{periods[-1]}"
    finding = "" if board.changes is None else wave_changes_finding(board.changes["verdict"])
    return Exhibit(
        name="doelen-metingen",
        title=title,
        finding=finding,
        source=provenance.describe(),
        alternative=f"{title}. {finding}".strip(),
        caveats=build_caveats(board, provenance.status, public=True, no_margin=lacks_margin(rows)),
        table=provenance.add_to(by_name.reset_index().rename(columns={"name": "wijk"})),
        chart=draw_wave_slopes(
            rows[["name", "value", "period"]].dropna(subset="value"),
            floor=board.floor.value,
            goals=_goal_values(board),
        ).to_dict(),
        native=Native(Shape.BARS, "wijk", tuple(found)),
        screen_table=render_table(
            ("Wijk", *found, "Oordeel over de twee nieuwste"),
            [
                (str(n), *(number(v, decimals=1) for v in by_name.loc[n]), verdicts.get(n, ""))
                for n in by_name.index
            ],
            caption=title,
            numeric=range(1, len(found) + 1),
        ),
    )


def _goal_values(board: Board) -> dict[str, float]:
    goals = {"ondergrens": board.floor, "doel": board.target}
    return {name: goal.value for name, goal in goals.items() if goal}


def _verdicts(board: Board) -> dict[str, str]:
    """Return of each area, by name, whether it rose or fell between the two newest waves."""
    if board.changes is None:
        return {}
    pairs = zip(board.changes["name"], board.changes["verdict"], strict=True)
    return {name: CHANGE_LABELS[verdict] for name, verdict in pairs}
