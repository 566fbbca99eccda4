"""The large numbers on top of a page: (large text, label, small print) each."""

from collections.abc import Mapping
from math import isnan

import pandas as pd
from markupsafe import Markup

from lib.analysis.floor import FloorPosition
from lib.analysis.gap import gap
from lib.analysis.windows import Comparison
from lib.board import CRIME, CRIME_RATE, Board, RegistrationChanges
from lib.board.cached_method import cached_method
from lib.catalog import Indicator, Theme
from lib.figures.expected_band import format_expected
from lib.figures.format import listing, number
from lib.figures.page_html import HtmlText, render_count_verdict
from lib.figures.sentences.goal_sentences import describe_distance
from lib.figures.sentences.planning_sentences import absent_waves, next_steps
from lib.figures.sentences.wave_sentences import count_compared
from lib.figures.vocabulary import CHANGE_SIGNS, SUPPRESSED, format_comparison

Tile = tuple[str, str, HtmlText]
MOST_TILES = 3  # of a theme: one answer, not a table


@cached_method(most=1)
def overview_tiles(board: Board) -> tuple[Tile, ...]:
    """Return rating, areas under the floor, what demonstrably changed, and the step of today."""
    newest, target, floor = board.ratings.newest_of_municipality, board.target, board.floor
    found: list[Tile] = []
    if newest is not None:
        value, small = float(newest["value"]), f"meting {newest['period']}"
        if target:
            goal = f"het doel van {number(target.value, decimals=1)}"
            small = f"{describe_distance(gap(value, goal=target.value), goal)}, {small}"
        found.append((number(value, decimals=1), "Rapportcijfer", small))
    rated = board.ratings.newest().dropna(subset="value")
    if floor and len(rated):
        below = int((rated["gap_floor"] < 0).sum())
        label = f"Wijken onder {number(floor.value, decimals=1)}"
        small = f"meting {board.ratings.period}{_count_positions(rated)}"
        found.append((f"{below} van {len(rated)}", label, small))
    return (*found, _change_tile(board), next_steps(board))


def _change_tile(board: Board) -> Tile:
    """Return how many areas demonstrably rose and fell, or why that cannot be known."""
    changes, waves = board.ratings.changes(), board.ratings.comparable_waves
    if changes is None:
        since = f"Veranderd sinds {waves[-1]}" if waves else "Veranderd"
        absent = listing(absent_waves(board))
        why = f"{absent}: nog niet in dit dashboard" if absent else "er is geen tweede meting"
        return "?", since, why
    label = f"Wijken veranderd, {waves[-2]} tot {waves[-1]}"
    if not any(verdict.is_tested for verdict in changes["verdict"]):
        return "?", label, "niet te zeggen: er is geen marge bekend"
    numbers = changes["verdict"].value_counts()
    moved = [f"{CHANGE_SIGNS[v]} {numbers[v]}" for v in CHANGE_SIGNS if v in numbers]
    small = f"aantoonbaar; {count_compared(changes['verdict'])}"
    return "  ".join(moved) or "0", label, small


def _count_positions(rated: pd.DataFrame) -> str:
    """Return how many of the areas with a rating are surely under the floor or may be."""
    if (rated["position"] == FloorPosition.NO_MARGIN).any():
        return ""
    sure, unsure = (
        int((rated["position"] == position).sum())
        for position in (FloorPosition.SURELY_BELOW, FloorPosition.WITHIN_MARGIN)
    )
    return f": {sure} zeker, {unsure} binnen de marge"


def area_tiles(board: Board, slug: str) -> list[Tile]:
    """Return rating, both gaps, crime and crime per 1,000 inhabitants of one area."""
    rating = board.ratings.of_area(slug)
    when = f"meting {board.ratings.period}" if board.ratings.period else ""
    found = [(rating.missing or number(rating.value, decimals=1), "Rapportcijfer", when)]
    for goal, distance, name in (
        (board.floor, rating.gap_floor, "de ondergrens"),
        (board.target, rating.gap_target, "het doel"),
    ):
        if goal and distance is not None:
            side = "onder" if distance < 0 else "boven"
            value = number(goal.value, decimals=1)
            found.append(
                (number(abs(distance), decimals=1), f"Punten {side} {name}", f"{name} {value}")
            )
    for key in (CRIME, CRIME_RATE):
        per_area = board.area_values(key)
        if per_area is None:
            continue
        cell = per_area.cell(slug)
        text = cell.missing or number(cell.value, decimals=per_area.indicator.decimals)
        remark = cell.remark[:1].upper() + cell.remark[1:]
        found.append((text, per_area.indicator.short, f"{per_area.when}. {remark}".strip(" .")))
    return found


@cached_method()
def theme_tiles(
    board: Board, subject: Theme, comparison: Comparison | None = None
) -> tuple[Tile, ...]:
    """Return the newest figures of the theme's first kinds with their verdict, then its facts.

    Of months, else of years. Of the facts those about the municipality that have a figure, each
    with level, period and section of the source; none among fictitious figures, for it is real.
    """
    facts: list[Tile] = [
        (f.figure, f.label, f"{f.level}, {f.period}. {f.text} (paragraaf {f.section})")
        for f in subject.fact
        if f.figure and f.level == board.municipality.name and not board.fictitious
    ]
    own = {k: i for k, i in board.indicators.items() if subject.slug in i.themes}
    found = board.registrations.changes(comparison)
    tiles = (
        registration_tiles(found, own, when=format_comparison(found))
        if found
        else _year_tiles(board, own)
    )
    return (*tiles, *facts)[:MOST_TILES]


def _year_tiles(board: Board, own: Mapping[str, Indicator]) -> list[Tile]:
    """Return the newest yearly count of each kind, with its verdict."""
    found = board.registrations.year_changes()
    if found is None:
        return []
    tiles: list[Tile] = []
    for key, row in found.rows.reindex([k for k in own if k in found.rows.index]).iterrows():
        indicator, (before, after) = own[str(key)], row[["before", "after"]]
        if isnan(after):
            continue
        small = Markup("{}<br>{}").format(
            render_count_verdict(row["verdict"], indicator.polarity),
            f"{found.after}{', voorlopig' if row['provisional'] else ''}; in {found.before}: "
            f"{SUPPRESSED if isnan(before) else number(before)}",
        )
        tiles.append((number(after), indicator.name, small))
    return tiles


def registration_tiles(
    found: RegistrationChanges,
    own: Mapping[str, Indicator],
    *,
    when: str = "",
    with_before: bool = False,
) -> list[Tile]:
    """Return the newest municipal figure of each kind that is judged, with its verdict.

    `when` is added to each, where it stands nowhere above them. `with_before`: the figure before
    comes first, for periods of the same length.
    """
    rows = found.totals[found.totals["group"].isin(list(own))].set_index("group")
    tiles: list[Tile] = []
    for key, row in rows.reindex([k for k in own if k in rows.index]).iterrows():
        indicator = own[str(key)]
        ends = ("before", "after") if with_before else ("after",)
        big = " → ".join(SUPPRESSED if isnan(row[end]) else number(row[end]) for end in ends)
        verdict = render_count_verdict(row["verdict"], indicator.polarity)
        lines = [verdict, f"verwacht {format_expected(row)}", when]
        small = Markup("<br>").join(line for line in lines if line)
        tiles.append((big, indicator.name, small))
    return tiles
