"""A chosen figure of a story, as an exhibit for its page and as the content of its pictures.

Not here: which figures there are (`figure_options`), their sentences (`figure_sentences`).
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import pandas as pd

from lib.board import RATING, Board, Unit
from lib.board.area_values import least_certain
from lib.catalog import Status, is_year
from lib.exhibits.caveats import build_caveats, lacks_margin
from lib.exhibits.exhibit import Caveat, Exhibit
from lib.exhibits.provenance import provenance_of_areas, provenance_of_rows
from lib.export.story.make_contents import make_distance, make_highlighted_area, make_key_number
from lib.export.story.picture_contents import PictureContent
from lib.export.story.picture_words import PictureLanguage
from lib.export.story.trend import make_trend
from lib.figures.chart_style import Chart
from lib.figures.facts.fact import RATE, Fact, FigureRef, Kind, Role
from lib.figures.facts.facts import Facts, find_figure, load_facts
from lib.figures.rating_charts import RatingPoint, draw_target_strip, draw_wave_history
from lib.figures.sentences.figure_sentences import alternative, describe_figure
from lib.figures.svg_map import draw_locator
from lib.figures.trends import draw_years

ARTICLE = {"ondergrens": "de", "doel": "het"}
HISTORY_COLUMNS = ["period", "value", "lower", "upper", "comparable"]


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
    drawn = _draw_chosen(found, ref, fact)
    return Exhibit(
        name=f"{ref.kind.value}-{ref.indicator}-{ref.area}".replace("/", "-").replace(" ", "-"),
        title=_chosen_title(found, ref, fact),
        finding=" ".join(describe_figure(found, ref)),
        source=_chosen_source(found, ref, fact),
        alternative=alternative(board, ref),
        caveats=_chosen_caveats(found, ref, fact),
        table=_chosen_table(found, ref, fact),
        chart=drawn.to_dict() if drawn else None,
        svg=draw_locator(ref.area, board=board) if ref.kind is Kind.MAP else "",
    )


def chosen_content(board: Board, ref: FigureRef, *, language: PictureLanguage) -> PictureContent:
    """Return what a picture shows of the figure.

    Raises `ExportError` where there is nothing to show, `NotPublicError` for another board.
    """
    subject, unit = _split_subject(ref)
    area = None if ref.area == board.municipality.code else ref.area
    if ref.kind is Kind.GAP:
        return make_distance(board, area, language=language)
    if ref.kind is Kind.TREND and subject == RATING:
        return make_trend(board, area, language=language)
    what: dict[str, Any] = {"indicator": subject, "period": ref.period, "unit": unit}
    if ref.kind is Kind.MAP and area:
        return make_highlighted_area(board, area, language=language, **what)
    return make_key_number(board, area=area, language=language, **what)


def _chosen_title(found: Facts, ref: FigureRef, fact: Fact) -> str:
    """Return a title that no other kind of figure has."""
    subject = found.subjects[ref.indicator].name
    subject = subject[0].lower() + subject[1:]
    match ref.kind:
        case Kind.MAP:
            return f"{fact.name} op de kaart: {subject}, {ref.period}"
        case Kind.GAP:
            name, _ = _find_goal(found, fact)
            return f"{fact.name}: afstand tot {ARTICLE[name]} {name}, {ref.period}"
        case Kind.TREND:
            return f"{fact.name}: {subject} door de jaren"
    return f"{fact.name}: {subject}, {ref.period}"


def _find_goal(found: Facts, fact: Fact) -> tuple[str, Fact]:
    """Return the goal that a gap is the distance to, with its name."""
    goal = next(g for g in found.about(RATING) if g.role is Role.GOAL and g.label == fact.label)
    return "ondergrens" if goal.label == "every_area" else "doel", goal


def _chosen_caveats(found: Facts, ref: FigureRef, fact: Fact) -> tuple[Caveat, ...]:
    board, no_margin, remark = found.board, False, ""
    if ref.indicator == RATING:
        rows = board.ratings.history(ref.area)
        periods = [f.period for f in _chosen_values(found, ref)]
        no_margin = lacks_margin(rows[rows["period"].isin(periods)])
    elif ref.area in board.areas:
        subject, unit = _split_subject(ref)
        values = board.area_values(subject, period=ref.period, unit=unit)
        remark = values.cell(ref.area).remark if values else ""
    return build_caveats(
        board,
        Status.FICTITIOUS if fact.fictitious else Status.FINAL,
        public=True,
        notes=[f"{remark[0].upper()}{remark[1:]}."] if remark else [],
        no_margin=no_margin,
    )


def _split_subject(ref: FigureRef) -> tuple[str, Unit]:
    """Return the indicator of a chosen figure, and whether it is a count or a rate."""
    unit = Unit.RATE if ref.indicator.endswith(RATE) else Unit.COUNT
    return ref.indicator.removesuffix(RATE), unit


def _chosen_source(found: Facts, ref: FigureRef, fact: Fact) -> str:
    """Return the line under the figure; of a trend with the sources of all that it shows."""
    if ref.kind is not Kind.TREND:
        return fact.source
    board, years = found.board, [f.period for f in _chosen_values(found, ref)]
    history = board.ratings.history(ref.area)
    rows = history if ref.indicator == RATING else board.registrations.yearly(ref.indicator)
    rows = rows[(rows["area"] == ref.area) & rows["period"].isin(years)]
    others = [year for year in years if year not in set(rows["period"])]
    values = [v for year in others if (v := board.area_values(ref.indicator, period=year))]
    period = ", ".join(years)
    own = provenance_of_rows(board, rows, period=period)
    summed = provenance_of_areas(values, period=period)
    return replace(
        own,
        sources=list(dict.fromkeys((*own.sources, *summed.sources))),
        status=least_certain(own.status, summed.status),
    ).describe()


def _chosen_values(found: Facts, ref: FigureRef) -> list[Fact]:
    """Return the yearly figures that the chosen one shows, oldest first."""
    own = [
        f
        for f in found.about(ref.indicator)
        if f.role is Role.VALUE and f.area == ref.area and is_year(f.period)
    ]
    return [f for f in own if ref.kind is Kind.TREND or f.period == ref.period]


def _chosen_table(found: Facts, ref: FigureRef, fact: Fact) -> pd.DataFrame:
    """Return the figures with the words that they need: no row without its period."""
    rows = [(f.name, f.period, _rounded_value(f)) for f in _chosen_values(found, ref)]
    if ref.kind is Kind.GAP:
        name, goal = _find_goal(found, fact)
        rows.append((name, goal.period, _rounded_value(goal)))
    unit = found.subjects[ref.indicator].unit
    return pd.DataFrame(rows, columns=["waar", "jaar", unit])


def _rounded_value(fact: Fact) -> float | None:
    return None if fact.value is None else round(fact.value, fact.decimals)


def _draw_chosen(found: Facts, ref: FigureRef, fact: Fact) -> Chart | None:
    """Return the chart of a figure; a map and one number have none."""
    board = found.board
    match ref.kind:
        case Kind.GAP:
            (now,) = _chosen_values(found, ref)
            name, goal = _find_goal(found, fact)
            here = RatingPoint(now.value or 0.0, now.period)
            there = RatingPoint(goal.value or 0.0, goal.period)
            return draw_target_strip(here, here, there, goal_name=name)
        case Kind.TREND if ref.indicator == RATING:
            rows = board.ratings.history(ref.area)
            own = rows[~rows["period"].duplicated(keep="last")][HISTORY_COLUMNS]
            goals = {"ondergrens": board.floor, "doel": board.target}
            return draw_wave_history(own, goals={k: g.value for k, g in goals.items() if g})
        case Kind.TREND:
            values = [(f.period, f.value) for f in _chosen_values(found, ref)]
            rows = pd.DataFrame(values, columns=["period", "value"])
            return draw_years(rows, unit=found.subjects[ref.indicator].unit)
    return None
