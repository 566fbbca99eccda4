"""A chosen figure of a story, as an exhibit for its page.

Not here: which figures there are (`figure_options`), their sentences (`figure_sentences`), their
pictures for other places (`make_pictures`).
"""

from collections.abc import Mapping
from dataclasses import asdict, replace

import pandas as pd

from lib.board import RATING, AreaValues, Board, Unit
from lib.board.area_values import least_certain
from lib.exhibits.exhibit import Caveat, Exhibit
from lib.exhibits.maps import area_map_for_room
from lib.exhibits.margins import goal_values
from lib.exhibits.provenance import Provenance, provenance_of_areas, provenance_of_rows
from lib.exhibits.ratings import WAVE_COLUMNS
from lib.figures.chart_style import Chart, build_specification
from lib.figures.facts.fact import RATE, Fact, FigureRef, Kind, Role
from lib.figures.facts.facts import (
    Facts,
    find_change,
    find_figure,
    find_tile_layer,
    list_years,
    load_facts,
)
from lib.figures.format import round_if_known
from lib.figures.rating_charts import RatingPoint, draw_target_strip, draw_wave_history
from lib.figures.sentences.figure_sentences import alternative, describe_figure
from lib.figures.svg_map import draw_locator
from lib.figures.trends import draw_years

ARTICLE = {"ondergrens": "de", "doel": "het"}


def write_reference(ref: FigureRef) -> dict[str, str]:
    """Return a chosen figure as a story saves it; `read_reference` turns it back."""
    return asdict(ref) | {"kind": ref.kind.value}


def read_reference(stored: Mapping[str, object]) -> FigureRef | None:
    """Return the figure that a story saved; None for what is none."""
    try:
        keys = [str(stored[name]) for name in ("indicator", "area", "period")]
        return FigureRef(Kind(str(stored["kind"])), *keys)
    except (KeyError, ValueError):
        return None


def chosen_exhibit(board: Board, ref: FigureRef) -> Exhibit | None:
    """Return the figure with its chart and table, None where it is not public.

    Raises `InternalBoardError` for a board that is not the public's.
    """
    found = load_facts(board)
    fact = find_figure(found, ref)
    if fact is None:
        return None
    if layer := find_tile_layer(found, ref) if ref.kind is Kind.TILES else None:
        return area_map_for_room(board, layer, name="tegelkaart")
    drawn = _draw_chosen(found, ref, fact)
    is_series = ref.kind in {Kind.TREND, Kind.CHANGE}
    return Exhibit(
        name=f"{ref.kind.value}-{ref.indicator}-{ref.area}".replace("/", "-").replace(" ", "-"),
        title=_chosen_title(found, ref, fact),
        finding=" ".join(describe_figure(found, ref)),
        source=find_provenance(found, ref).describe() if is_series else fact.source,
        alternative=alternative(board, ref),
        caveats=_chosen_caveats(found, ref),
        table=_chosen_table(found, ref, fact),
        chart=build_specification(drawn) if drawn else None,
        svg=draw_locator(board, ref.area) if ref.kind is Kind.MAP else "",
    )


def rebuild_figure(board: Board, stored: Mapping[str, object]) -> Exhibit | None:
    """Return the figure that a story saved, from the data of now; as `chosen_exhibit`."""
    ref = read_reference(stored)
    return chosen_exhibit(board, ref) if ref else None


def _chosen_title(found: Facts, ref: FigureRef, fact: Fact) -> str:
    """Return a title that no other kind of figure has."""
    subject = found.subjects[ref.indicator].name
    subject = subject[0].lower() + subject[1:]
    match ref.kind:
        case Kind.MAP:
            return f"{fact.name} op de kaart: {subject}, {ref.period}"
        case Kind.GAP:
            name, _ = find_goal(found, fact)
            return f"{fact.name}: afstand tot {ARTICLE[name]} {name}, {ref.period}"
        case Kind.TREND:
            return f"{fact.name}: {subject} door de jaren"
        case Kind.CHANGE:
            first, last = (f.period for f in chosen_values(found, ref))
            return f"{fact.name}: {subject}, {first} en {last}"
    return f"{fact.name}: {subject}, {ref.period}"


def find_goal(found: Facts, fact: Fact) -> tuple[str, Fact]:
    """Return the goal that a gap is the distance to, with its Dutch name."""
    goal = next(g for g in found.about(RATING) if g.role is Role.GOAL and g.label == fact.label)
    return "ondergrens" if goal.label == "every_area" else "doel", goal


def _chosen_caveats(found: Facts, ref: FigureRef) -> tuple[Caveat, ...]:
    board, remark = found.board, ""
    is_rating = ref.indicator == RATING
    if not is_rating and ref.area in board.areas and (values := find_area_values(board, ref)):
        remark = values.cell(ref.area).remark
    return find_provenance(found, ref).caveats(
        board,
        public=True,
        notes=[f"{remark[0].upper()}{remark[1:]}."] if remark else [],
        survey=_list_waves(found, ref) if is_rating else None,
    )


def _list_waves(found: Facts, ref: FigureRef) -> pd.DataFrame:
    """Return the waves that a chosen figure of ratings shows, those of parts of its area too."""
    rows = found.board.ratings.history(ref.area)
    return rows[rows["period"].isin([f.period for f in chosen_values(found, ref)])]


def _split_subject(ref: FigureRef) -> tuple[str, Unit]:
    """Return the indicator of a chosen figure, and whether it is a count or a rate."""
    unit = Unit.RATE if ref.indicator.endswith(RATE) else Unit.COUNT
    return ref.indicator.removesuffix(RATE), unit


def find_area_values(board: Board, ref: FigureRef) -> AreaValues | None:
    """Return the values of all areas that a chosen count or rate is one of; None without any."""
    subject, unit = _split_subject(ref)
    return board.area_values(subject, period=None if unit is Unit.RATE else ref.period, unit=unit)


def find_provenance(found: Facts, ref: FigureRef) -> Provenance:
    """Return the sources, period and status of all that a chosen figure shows."""
    board, years = found.board, [f.period for f in chosen_values(found, ref)]
    if ref.indicator == RATING:
        rows = board.ratings.history(ref.area)
    elif found.subjects[ref.indicator].kind == "survey":
        rows = board.benchmark.surveys(ref.indicator)
    else:
        rows = board.registrations.yearly(ref.indicator)
    rows = rows[(rows["area"] == ref.area) & rows["period"].isin(years)]
    others = [year for year in years if year not in set(rows["period"])]
    values = [v for year in others if (v := find_area_values(board, replace(ref, period=year)))]
    period = ", ".join(years)
    own = provenance_of_rows(board, rows, period=period)
    summed = provenance_of_areas(values, period=period)
    return replace(
        own,
        sources=list(dict.fromkeys((*own.sources, *summed.sources))),
        status=least_certain(own.status, summed.status),
    )


def chosen_values(found: Facts, ref: FigureRef) -> list[Fact]:
    """Return the yearly figures that the chosen one shows, oldest first."""
    years = {ref.period}
    if change := find_change(found, ref) if ref.kind is Kind.CHANGE else None:
        years.add(change.before)
    return [f for f in list_years(found, ref) if ref.kind is Kind.TREND or f.period in years]


def _chosen_table(found: Facts, ref: FigureRef, fact: Fact) -> pd.DataFrame:
    """Return the figures with the words that they need: no row without its period."""
    rows = [(f.name, f.period, _rounded_value(f)) for f in chosen_values(found, ref)]
    if ref.kind is Kind.GAP:
        name, goal = find_goal(found, fact)
        rows.append((name, goal.period, _rounded_value(goal)))
    unit = found.subjects[ref.indicator].unit
    return pd.DataFrame(rows, columns=["waar", "jaar", unit])


def _rounded_value(fact: Fact) -> float | None:
    return round_if_known(fact.value, decimals=fact.decimals)


def _draw_chosen(found: Facts, ref: FigureRef, fact: Fact) -> Chart | None:
    """Return the chart of a figure; a map and one number have none."""
    board = found.board
    match ref.kind:
        case Kind.GAP:
            (now,) = chosen_values(found, ref)
            name, goal = find_goal(found, fact)
            here = RatingPoint(now.value or 0.0, now.period)
            there = RatingPoint(goal.value or 0.0, goal.period)
            return draw_target_strip(here, here, there, goal_name=name)
        case Kind.TREND | Kind.CHANGE if ref.indicator == RATING:
            rows = _list_waves(found, ref)
            own = rows[~rows["period"].duplicated(keep="last")][WAVE_COLUMNS]
            return draw_wave_history(own, goals=goal_values(board))
        case Kind.TREND | Kind.CHANGE:
            values = [(f.period, f.value) for f in chosen_values(found, ref)]
            rows = pd.DataFrame(values, columns=["period", "value"])
            return draw_years(rows, unit=found.subjects[ref.indicator].unit)
    return None
