"""The layers of ratings: the ratings themselves, their gap to the floor, and their changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from lib.analysis.change import Change
from lib.analysis.floor import FloorPosition
from lib.analysis.gap import round_half_up
from lib.board import RATING, Board
from lib.figures import palette
from lib.figures.format import format_change_margin, number, signed
from lib.figures.layers.layer import (
    NO_FIGURE,
    SHORTFALL_SIGN,
    AreaMark,
    Band,
    Layer,
    LayerKind,
    build_bands,
    build_marks,
)
from lib.figures.vocabulary import CHANGE_LABELS, GROUP_SIGNS, format_floor_position

CHANGE_BANDS = (
    Band(CHANGE_LABELS[Change.FALL], palette.CHANGE_COLOURS[0], sign="↓", verdict=Change.FALL),
    Band(
        CHANGE_LABELS[Change.NOT_DEMONSTRABLE],
        palette.CHANGE_COLOURS[1],
        verdict=Change.NOT_DEMONSTRABLE,
    ),
    Band(CHANGE_LABELS[Change.RISE], palette.CHANGE_COLOURS[2], sign="↑", verdict=Change.RISE),
    Band(
        CHANGE_LABELS[Change.NO_MARGIN], palette.NO_FIGURE_FILL, sign="?", verdict=Change.NO_MARGIN
    ),
)
CHANGE_BAND = {band.verdict: band for band in CHANGE_BANDS} | {Change.NOT_COMPARABLE: NO_FIGURE}


def build_rating_layer(board: Board) -> Layer | None:
    """Return the ratings in the classes that floor and target set."""
    ratings = board.area_values(RATING)
    if ratings is None:
        return None
    decimals = ratings.indicator.decimals
    goals = [g.value for g in (board.floor, board.target) if g]
    signs = list(GROUP_SIGNS.values())[:3] if len(goals) == 2 else ()  # noqa: PLR2004
    labels = _describe_classes([number(g, decimals=decimals) for g in goals])
    bands = build_bands(goals, labels, palette.RATING_CLASSES, signs=signs)
    values, write = ratings.frame["value"], partial(number, decimals=decimals)
    return Layer(
        kind=LayerKind.RATINGS,
        key="rapportcijfer",
        label="Rapportcijfer",
        title=f"{ratings.indicator.name}, meting {ratings.period}",
        area_values=ratings,
        marks=_add_certainty(board, build_marks(ratings, values, bands, text=write)),
        bands=bands,
    )


def build_gap_layer(board: Board) -> Layer | None:
    """Return the distance of each rating to the floor."""
    ratings = board.area_values(RATING)
    if ratings is None or board.floor is None:
        return None
    floor = number(board.floor.value, decimals=1)
    bands = _gap_bands(board.floor.value, target=board.target.value if board.target else None)
    write = partial(signed, decimals=ratings.indicator.decimals)
    gaps = board.ratings.newest()["gap_floor"]
    return Layer(
        kind=LayerKind.GAPS,
        key="afstand",
        label=f"Afstand tot {floor}",
        title=f"Afstand tot de ondergrens van {floor}, meting {ratings.period}",
        area_values=ratings,
        marks=_add_certainty(board, build_marks(ratings, gaps, bands, text=write)),
        bands=bands,
    )


def _add_certainty(board: Board, marks: Mapping[str, AreaMark]) -> dict[str, AreaMark]:
    """Return the marks with what each margin says of the floor; nothing where none is known."""
    positions = board.ratings.newest()["position"]
    if board.floor is None:
        return dict(marks)
    return {
        area: replace(mark, certainty=format_floor_position(position, floor=board.floor.value))
        if (position := positions[area]) != FloorPosition.NO_MARGIN
        else mark
        for area, mark in marks.items()
    }


def build_rating_changes_layer(board: Board) -> Layer | None:
    """Return the change between the two newest comparable waves, classed by verdict."""
    changes, ratings = board.ratings.changes(), board.area_values(RATING)
    if changes is None or ratings is None:
        return None
    before, after = board.ratings.comparable_waves[-2:]
    earlier = board.area_values(RATING, period=before)
    decimals = ratings.indicator.decimals
    marks = build_marks(ratings, changes["value"], (), text=partial(signed, decimals=decimals))
    for area, row in changes.iterrows():
        margin = format_change_margin(row["lower"], row["upper"], decimals=decimals + 1)
        words, band = CHANGE_LABELS[row["verdict"]], CHANGE_BAND[row["verdict"]]
        marks[str(area)] = replace(marks[str(area)], band=band, remark=words, margin=margin)
    sources = (*ratings.sources, *(earlier.sources if earlier else ()))
    both = replace(
        ratings,
        frame=ratings.frame.assign(**changes[["lower", "upper"]].round(decimals + 1)),
        period=f"{before} en {after}",
        sources=tuple(dict.fromkeys(sources)),
    )
    return Layer(
        kind=LayerKind.RATING_CHANGES,
        key="verandering",
        label="Verandering",
        title=f"Verandering van het rapportcijfer, {before} naar {after}",
        area_values=both,
        marks=marks,
        bands=CHANGE_BANDS,
    )


def _describe_classes(goals: Sequence[str]) -> list[str]:
    """Return what the classes between goals are called."""
    if not goals:
        return ["alle cijfers"]
    middle = [f"{low} tot {high}" for low, high in pairwise(goals)]
    return [f"onder {goals[0]}", *middle, f"{goals[-1]} of hoger"]


def _gap_bands(floor: float, *, target: float | None) -> tuple[Band, ...]:
    """Return the classes of distance: under the floor, and two steps up to the target."""
    steps = [0.0]
    if target is not None and target > floor:
        width = target - floor
        steps = [0.0, round_half_up(width / 2, decimals=1), round_half_up(width, decimals=1)]
    texts = [number(step, decimals=1) for step in steps]
    labels = [
        "onder de ondergrens",
        *(f"{low} tot {high} erboven" for low, high in pairwise(texts)),
        f"{texts[-1]} of meer erboven",
    ]
    signs = [SHORTFALL_SIGN, *[""] * len(steps)]
    return build_bands(steps, labels, palette.GAP_CLASSES, signs=signs)
