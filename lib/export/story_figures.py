"""Contents of pictures for communication, from what the public may see on the board.

Not here: the shapes of the contents (`story_contents`), drawing them (`story_pictures`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isnan

import pandas as pd
from shapely.geometry.base import BaseGeometry

from lib.access import PUBLIC
from lib.analysis.change import Change, Estimate, change
from lib.board import INHABITANTS, RATING, Board, Level, Unit
from lib.catalog import Polarity, Source, Status
from lib.export.story_contents import (
    AreaLit,
    Distance,
    KeyNumber,
    Look,
    MeasurePicture,
    Ring,
    Trend,
    Wave,
)
from lib.export.story_words import Language, Words
from lib.export.typeset import ExportError
from lib.store.measures import StoredMeasure, Visibility

MOST_WAVES = 7
SIMPLIFIED = 20  # metres: less than a pixel
SURE = {
    Change.RISE: "rise", Change.FALL: "fall", Change.NOT_DEMONSTRABLE: "not_demonstrable",
    Change.NO_MARGIN: "no_margin",
}  # fmt: skip


class NotPublicError(ExportError):
    """Something would come into a picture that the public may not see."""


@dataclass(frozen=True)
class _Figure:
    """A figure of one place, or the board's reason why there is none."""

    value: float | None
    missing: str
    period: str
    base_period: str
    sources: tuple[Source, ...]
    status: Status
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Teller:
    """The public's board, in the words of one language."""

    board: Board
    words: Words

    def place(self, area: str | None) -> str:
        return self.board.areas[area].name if area else self.board.municipality.name

    def look(self) -> Look:
        own = self.board.municipality
        return Look(
            municipality=own.name, accent=own.style.accent,
            text_on_accent=own.style.text_on_accent, logo=self.board.logo,
            fonts=self.board.font_folder,
        )  # fmt: skip

    @property
    def marks(self) -> tuple[str, ...]:
        return (self.words.say("fictitious"),) if self.board.fictitious else ()

    def value(self, figure: _Figure, decimals: int) -> str:
        if figure.value is None:
            threshold = self.board.municipality.disclosure.threshold
            return self.words.missing(figure.missing, threshold=threshold)
        return self.words.number(figure.value, decimals=decimals)

    def when(self, figure: _Figure) -> str:
        period = self.words.period(figure.period)
        if not figure.base_period:
            return period
        base = self.words.period(figure.base_period)
        return self.words.say("inhabitants_of", period=period, base=base)

    def source(self, figure: _Figure) -> str:
        return self.words.source(figure.sources, period=self.when(figure), status=figure.status)

    def rating_line(self, place: str, *, period: str, value: str) -> str:
        return self.words.say("rating_line", place=place, period=period, value=value)

    def alternative(self, *parts: str) -> str:
        """Return the parts as sentences."""
        told = [p if p.endswith((".", "?", "!")) else f"{p}." for p in parts if p]
        return " ".join(dict.fromkeys((*(f"{m}." for m in self.marks), *told)))


def key_number(  # noqa: PLR0913 - what a person chooses and types
    board: Board,
    *,
    indicator: str,
    area: str | None = None,
    period: str | None = None,
    unit: Unit = Unit.COUNT,
    language: Language = Language.DUTCH,
    title: str = "",
    label: str = "",
) -> KeyNumber:
    """Return one figure of an area, or of the municipality, with what it counts.

    `label` is needed for what the language has no word for. Raises `NotPublicError` for a board
    that is not the public's, and `ExportError` where nothing is loaded.
    """
    tell = _teller(board, language)
    figure = _figure(tell, indicator, area=area, period=period, unit=unit)
    label = label or _label(tell, indicator, unit=unit)
    place, when = tell.place(area), tell.when(figure)
    value = tell.value(figure, _decimals(tell, indicator, unit))
    absent = figure.value is None
    key = "line_missing" if absent else "line"
    line = tell.words.say(key, place=place, period=when, value=value, label=label) + "."
    if indicator == RATING and not absent:
        line = tell.rating_line(place, period=when, value=value)
    return KeyNumber(
        name=_name("kerncijfer", indicator, area), language=language, look=tell.look(),
        place=place, title=title or place, value=value, label=label, absent=absent,
        finding=line, notes=figure.notes, marks=tell.marks, source=tell.source(figure),
        alternative=tell.alternative(title, line, *figure.notes, tell.source(figure)),
    )  # fmt: skip


def area_lit(  # noqa: PLR0913 - what a person chooses and types
    board: Board,
    area: str,
    *,
    indicator: str = RATING,
    period: str | None = None,
    unit: Unit = Unit.COUNT,
    language: Language = Language.DUTCH,
    title: str = "",
    label: str = "",
) -> AreaLit:
    """Return a map with one area lit, and its figure; see `key_number`."""
    base = key_number(
        board, indicator=indicator, area=area, period=period, unit=unit, language=language,
        title=title, label=label,
    )  # fmt: skip
    tell = _teller(board, language)
    name = tell.board.municipality.name
    shown = tell.words.say("on_map", municipality=name, place=base.place)
    shapes = tell.board.boundaries_rd.geometry.simplify_coverage(SIMPLIFIED)
    left, bottom, right, top = (float(n) for n in shapes.total_bounds)
    rings = {str(key): _rings(s, left=left, top=top) for key, s in shapes.items()}
    fields = {f: getattr(base, f) for f in base.__dataclass_fields__}
    return AreaLit(
        **fields | {
            "name": _name("kaart", indicator, area),
            "alternative": f"{shown} {base.alternative}",
        },
        lit=rings[area], others=tuple(r for key, r in rings.items() if key != area),
        width=right - left, height=top - bottom,
    )  # fmt: skip


def distance(
    board: Board, area: str | None, *, language: Language = Language.DUTCH, title: str = ""
) -> Distance:
    """Return how far an area is from the floor, or the municipality from its target.

    Raises `ExportError` where there is no such goal or no rating.
    """
    tell = _teller(board, language)
    words, place = tell.words, tell.place(area)
    figure = _figure(tell, RATING, area=area, period=None, unit=Unit.COUNT)
    goal, kind = (tell.board.floor, "floor") if area else (tell.board.target, "target")
    if goal is None or figure.value is None:
        raise ExportError(f"Van {place} is er geen rapportcijfer of geen doel om te tonen.")
    when, value = tell.when(figure), words.number(figure.value, decimals=1)
    aim = words.number(goal.value, decimals=1)
    gap = round(figure.value - goal.value, 10)
    side = "at" if gap == 0 else "below" if gap < 0 else "above"
    big, label = words.number(abs(gap), decimals=1), words.say(f"{side}_{kind}", goal=aim)
    line = tell.rating_line(place, period=when, value=value)
    goal_line = words.say(f"{kind}_line", year=goal.year, value=aim)
    return Distance(
        name=_name("afstand", RATING, area), language=language, look=tell.look(), place=place,
        title=title or words.say("distance_title"), value=big if gap else value, label=label,
        now=figure.value, goal=goal.value,
        now_text=words.say("wave_value", value=value, period=when),
        goal_text=words.say(kind, value=aim), finding=f"{line} {goal_line}", marks=tell.marks,
        source=tell.source(figure),
        alternative=tell.alternative(
            title or place, f"{big} {label}" if gap else f"{value}: {label}", line, goal_line,
            tell.source(figure),
        ),
    )  # fmt: skip


def trend(
    board: Board, area: str | None, *, language: Language = Language.DUTCH, title: str = ""
) -> Trend:
    """Return the ratings of an area, or of the municipality, over the waves, with their margin.

    A rise or a fall is only told where it is demonstrable. Raises `ExportError` where there are
    no two waves.
    """
    tell = _teller(board, language)
    words, place = tell.words, tell.place(area)
    rows = tell.board.history(area or tell.board.municipality.code)
    own = rows["area"] == (area or tell.board.municipality.code)
    rows = rows.assign(joined=rows["comparable"] & own)
    if len(rows) < 2:  # noqa: PLR2004
        raise ExportError(f"Van {place} zijn er geen twee metingen om te tonen.")
    shown = rows.tail(MOST_WAVES)
    goal = tell.board.floor if area else tell.board.target
    aim = words.number(goal.value, decimals=1) if goal else ""
    notes = tuple(_trend_notes(tell, shown, place=place, left_out=len(rows) - len(shown)))
    finding = _trend_finding(tell, shown[shown["joined"]])
    source = words.source(
        [tell.board.sources[key] for key in dict.fromkeys(shown["source"])],
        period=words.say("from_to", start=shown["period"].iloc[0], end=shown["period"].iloc[-1]),
        status=_least_sure(shown["status"]),
    )  # fmt: skip
    told = [
        words.say("wave_value", value=w.text, period=w.period) for w in _waves(words, shown)
    ]  # fmt: skip
    return Trend(
        name=_name("metingen", RATING, area), language=language, look=tell.look(), place=place,
        title=title or words.say("trend_title"), finding=finding, notes=notes, marks=tell.marks,
        waves=_waves(words, shown), goal=goal.value if goal else None,
        goal_text=words.say("floor" if area else "target", value=aim) if goal else "",
        source=source,
        alternative=tell.alternative(
            title or words.say("trend_title"), f"{place}: {'; '.join(told)}", finding, *notes,
            source,
        ),
    )  # fmt: skip


def measure_picture(
    board: Board,
    measure: StoredMeasure,
    *,
    text: str,
    language: Language = Language.DUTCH,
    title: str = "",
    residents: str = "",
) -> MeasurePicture:
    """Return a public measure: what is done (`text`) and what residents can do.

    Title and what residents can do are the measure's own where nothing else is typed. Raises
    `NotPublicError` for an internal measure.
    """
    tell, found = _teller(board, language), measure.measure
    if found.visibility is not Visibility.PUBLIC:
        raise NotPublicError(
            f"Maatregel {measure.number} is intern. Maak hem eerst openbaar op de pagina Uitvoering."
        )
    words, own = tell.words, tell.board.municipality.name
    places = [tell.place(a) for a in found.areas] or [own]
    title, residents = title or found.title, residents or found.residents
    start = words.period(found.start)
    period = words.say("since", start=start)
    if found.end:
        period = words.say("from_to", start=start, end=words.period(found.end))
    source = words.say(
        "measure_source", municipality=own, period=period,
        date=words.day(measure.changed_at.date()),
    )  # fmt: skip
    doing, can_do = words.say("doing"), words.say("residents")
    asked = f"{can_do} {residents}" if residents else ""
    return MeasurePicture(
        name=f"maatregel-{measure.number}", language=language, look=tell.look(),
        place=", ".join(places), title=title, doing=doing, text=text, can_do=can_do,
        residents=residents, marks=tell.marks, source=source,
        alternative=tell.alternative(
            title, ", ".join(places), f"{doing} {text}" if text else "", asked, source
        ),
    )  # fmt: skip


def _teller(board: Board, language: Language) -> _Teller:
    return _Teller(_as_public(board), Words(language))


@lru_cache(maxsize=4)
def _as_public(board: Board) -> Board:
    """Return the board as the public has it; an internal one only serves for a demonstration."""
    if not board.internal:
        return board
    if not board.fictitious:
        raise NotPublicError("Een plaat voor het publiek kan alleen openbare cijfers tonen.")
    return replace(board, actor=PUBLIC)


def _name(kind: str, indicator: str, area: str | None) -> str:
    return "-".join(filter(None, (kind, indicator, area)))


def _label(tell: _Teller, indicator: str, *, unit: Unit) -> str:
    label = tell.words.indicator(indicator)
    found = tell.board.indicators[indicator]
    if not label and tell.words.language is not Language.DUTCH:
        raise ExportError(f"Typ zelf wat '{found.name}' is in deze taal.")
    label = label or found.name[:1].lower() + found.name[1:]
    return tell.words.say("per_1000", label=label) if unit is Unit.RATE else label


def _decimals(tell: _Teller, indicator: str, unit: Unit) -> int:
    return 1 if unit is not Unit.COUNT else tell.board.indicators[indicator].decimals


def _figure(
    tell: _Teller, indicator: str, *, area: str | None, period: str | None, unit: Unit
) -> _Figure:
    """Return a figure as the public may see it; raise `ExportError` where there is none at all."""
    board = tell.board
    if indicator not in board.indicators:
        raise NotPublicError(f"Het cijfer '{indicator}' is niet openbaar of bestaat niet.")
    if area is None and board.indicators[indicator].kind == "survey":
        found = _municipal_survey(board, indicator, period)
    else:
        level = board.level(indicator, period=period, unit=unit)
        found = level and _of_level(tell, level, area)
    if found is None:
        raise ExportError(f"Van {tell.place(area)} is '{indicator}' nog niet geladen.")
    return found


def _of_level(tell: _Teller, level: Level, area: str | None) -> _Figure | None:
    polarity, key = level.indicator.polarity, level.indicator.indicator
    notes = []
    if polarity is Polarity.NONE and key != INHABITANTS:
        notes.append(tell.words.say("more_control"))
    if area is None:
        if level.total is None:
            return None
        notes += [tell.words.say("rounded")] if level.hides else []
        value, missing = level.total, ""
    else:
        cell = level.cell(area)
        notes += [tell.words.say("not_comparable")] if cell.remark else []
        value, missing = cell.value, cell.missing  # type: ignore[assignment]
    return _Figure(
        value, missing, level.period, level.base_period, level.sources, level.status, tuple(notes)
    )


def _municipal_survey(board: Board, indicator: str, period: str | None) -> _Figure | None:
    """Return the municipality's own wave; for what it does not ask itself that of the monitor."""
    code = board.municipality.code
    rows = board.history(code) if indicator == RATING else board.monitor(indicator)
    rows = rows[rows["area"] == code]
    rows = rows[rows["period"] == period] if period else rows
    if rows.empty:
        return None
    row = rows.iloc[-1]
    return _Figure(
        float(row["value"]), "", str(row["period"]), "", (board.sources[row["source"]],),
        Status(row["status"]),
    )  # fmt: skip


def _rings(shape: BaseGeometry, *, left: float, top: float) -> tuple[Ring, ...]:
    """Return the outlines of a shape, holes too, in metres from the top left."""
    parts = getattr(shape, "geoms", [shape])
    return tuple(
        tuple((float(x) - left, top - float(y)) for x, y, *_ in ring.coords)
        for part in parts
        for ring in (part.exterior, *part.interiors)
    )


def _waves(words: Words, rows: pd.DataFrame) -> tuple[Wave, ...]:
    return tuple(
        Wave(
            period=str(row["period"]), text=words.number(float(row["value"]), decimals=1),
            value=float(row["value"]), lower=_known(row["lower"]), upper=_known(row["upper"]),
            joined=bool(row["joined"]),
        )
        for _, row in rows.iterrows()
    )  # fmt: skip


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _trend_finding(tell: _Teller, joined: pd.DataFrame) -> str:
    """Return what the two newest waves that may be compared say."""
    newest = [
        (str(r["period"]), float(r["value"]), Estimate(r["value"], _known(r["lower"]), _known(r["upper"])))
        for _, r in joined.tail(2).iterrows()
    ]
    words = tell.words
    if len(newest) < 2:  # noqa: PLR2004
        return words.say("one_wave", after=newest[0][0]) if newest else ""
    (before, first, one), (after, last, other) = newest
    return words.say(
        SURE[change(one, other)], before=before, after=after,
        first=words.number(first, decimals=1), last=words.number(last, decimals=1),
    )  # fmt: skip


def _trend_notes(
    tell: _Teller, rows: pd.DataFrame, *, place: str, left_out: int
) -> Iterable[str]:
    """Yield what must be told with the waves."""
    words = tell.words
    earlier = rows.loc[~rows["comparable"], "period"]
    if len(earlier):
        yield words.say("break", last=earlier.iloc[-1])
    for _, row in rows[rows["name"] != place].iterrows():
        yield words.say("other_unit", period=row["period"], name=row["name"])
    if rows["lower"].notna().any():
        yield words.say("margin")
    if rows["lower"].isna().any():
        yield words.say("unknown_margin")
    yield words.say("axis")
    if left_out:
        yield words.say("newest_waves", count=len(rows))


def _least_sure(statuses: Iterable[str]) -> Status:
    found = {Status(s) for s in statuses}
    order = (Status.FICTITIOUS, Status.PROVISIONAL, Status.FINAL)
    return next(status for status in order if status in found)
