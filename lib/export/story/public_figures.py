"""What pictures for communication take from the board: only what the public may see.

Not here: the pictures themselves (`make_contents`, `trend`).
"""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from lib.board import INHABITANTS, RATING, AreaValues, Board, Unit
from lib.board.area_values import NOT_LOADED, PROTECTS_OTHERS
from lib.catalog import Indicator, Polarity, Source, Status
from lib.export.story.picture_contents import Look
from lib.export.story.picture_words import PictureLanguage, PictureWords
from lib.export.typeset import ExportError


class NotPublicError(ExportError):
    """Something would come into a picture that the public may not see."""


@dataclass(frozen=True)
class PublicFigure:
    """A figure of one place, or the board's reason why there is none."""

    value: float | None
    missing: str
    period: str
    base_period: str
    sources: tuple[Source, ...]
    status: Status
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicFigures:
    """The public's board, in the words of one language."""

    board: Board
    words: PictureWords

    def indicator(self, key: str) -> Indicator:
        """Return what is measured; raise `NotPublicError` where the public may not see it."""
        if key not in self.board.indicators:
            raise NotPublicError(f"Het cijfer '{key}' is niet openbaar of bestaat niet.")
        return self.board.indicators[key]

    def place(self, area: str | None) -> str:
        """Return the name of an area, or of the municipality."""
        return self.board.areas[area].name if area else self.board.municipality.name

    def look(self) -> Look:
        """Return the municipality's name and style."""
        own = self.board.municipality
        return Look(
            municipality=own.name,
            accent=own.style.accent,
            text_on_accent=own.style.text_on_accent,
            logo=self.board.logo,
            fonts=self.board.font_folder,
        )

    @property
    def marks(self) -> tuple[str, ...]:
        """What must stand large in every picture of this board."""
        return (self.words.say("fictitious"),) if self.board.fictitious else ()

    def value(self, figure: PublicFigure, decimals: int) -> str:
        """Return the figure, or why there is none."""
        if figure.value is None:
            threshold = self.board.municipality.disclosure.threshold
            return self.words.missing(figure.missing, threshold=threshold)
        return self.words.number(figure.value, decimals=decimals)

    def when(self, figure: PublicFigure) -> str:
        """Return the figure's period, and that of its inhabitants."""
        period = self.words.period(figure.period)
        if not figure.base_period:
            return period
        base = self.words.period(figure.base_period)
        return self.words.say("inhabitants_of", period=period, base=base)

    def source(self, figure: PublicFigure) -> str:
        """Return the line with source, period and retrieval date."""
        return self.words.source(figure.sources, period=self.when(figure), status=figure.status)

    def rating_line(self, place: str, *, period: str, value: str) -> str:
        """Return a rating as a sentence, in the past tense with its wave."""
        return self.words.say("rating_line", place=place, period=period, value=value)

    def alternative(self, *parts: str) -> str:
        """Return the parts as sentences, after what must be told first."""
        told = [p if p.endswith((".", "?", "!")) else f"{p}." for p in (*self.marks, *parts) if p]
        return " ".join(told)


def public_figures(board: Board, language: PictureLanguage) -> PublicFigures:
    """Return what tells of a board; raise `NotPublicError` for real figures of insiders."""
    return PublicFigures(_public_board(board), PictureWords(language))


@lru_cache(maxsize=4)
def _public_board(board: Board) -> Board:
    """Return the board as the public has it; an internal one only serves for a demonstration."""
    if not board.internal:
        return board
    if not board.fictitious:
        raise NotPublicError("Een plaat voor het publiek kan alleen openbare cijfers tonen.")
    return board.as_public()


def picture_name(kind: str, indicator: str, area: str | None) -> str:
    """Return what a picture's files are called, without language, size and ending."""
    return "-".join(filter(None, (kind, indicator, area)))


def find_public_figure(
    tell: PublicFigures, indicator: str, *, area: str | None, period: str | None, unit: Unit
) -> PublicFigure:
    """Return a figure as the public may see it; raise `ExportError` where there is none at all."""
    board, kind = tell.board, tell.indicator(indicator).kind
    if area is None and kind == "survey":
        found = _municipal_wave(board, indicator, period)
    else:
        per_area = board.area_values(indicator, period=period, unit=unit)
        found = _level_figure(tell, per_area, area) if per_area else None
        if per_area is None and area is None and unit is Unit.COUNT:
            found = _newest_row(board, board.registrations.yearly(indicator), period)
    if found is None:
        raise ExportError(f"Van {tell.place(area)} is '{indicator}' nog niet geladen.")
    return found


def _level_figure(tell: PublicFigures, per_area: AreaValues, area: str | None) -> PublicFigure:
    say, key = tell.words.say, per_area.indicator.indicator
    if area is None:
        value, missing = per_area.total, PROTECTS_OTHERS if per_area.hides else NOT_LOADED
        remark = say("rounded") if per_area.hides and value is not None else ""
    else:
        cell = per_area.cell(area)
        value, missing = cell.value, cell.missing
        remark = say("not_comparable") if cell.remark else ""
    unjudged = per_area.indicator.polarity is Polarity.NONE and key != INHABITANTS
    notes = tuple(filter(None, (say("more_control") if unjudged else "", remark)))
    return PublicFigure(
        value,
        missing,
        per_area.period,
        per_area.base_period,
        per_area.sources,
        per_area.status,
        notes,
    )


def _municipal_wave(board: Board, indicator: str, period: str | None) -> PublicFigure | None:
    """Return the municipality's own wave; for what it does not ask itself that of the monitor."""
    code = board.municipality.code
    rows = (
        board.ratings.history(code) if indicator == RATING else board.benchmark.surveys(indicator)
    )
    return _newest_row(board, rows[rows["area"] == code], period)


def _newest_row(board: Board, rows: pd.DataFrame, period: str | None) -> PublicFigure | None:
    """Return the last of some observations, or that of a period; None where there is none."""
    rows = rows[rows["period"] == period] if period else rows
    if rows.empty:
        return None
    row = rows.iloc[-1]
    return PublicFigure(
        float(row["value"]),
        "",
        str(row["period"]),
        "",
        (board.sources[row["source"]],),
        Status(row["status"]),
    )
