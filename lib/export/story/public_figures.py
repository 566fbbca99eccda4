"""What pictures for communication take from the board: only what the public may see.

Not here: the pictures themselves (`make_contents`, `trend`).
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.board import INHABITANTS, RATING, AreaValues, Board, Unit
from lib.board.area_values import NOT_LOADED, PROTECTS_OTHERS
from lib.board.cached_method import cached_method
from lib.catalog import Indicator, Polarity, Source, Status
from lib.export.story.picture_contents import Look
from lib.export.story.picture_words import PictureLanguage, PictureWords
from lib.export.typeset import ExportError


class NotPublicError(ExportError):
    """Something would come into a picture that the public may not see."""


@dataclass(frozen=True, kw_only=True)
class PublicFigure:
    """A figure of one place, or the board's reason why there is none."""

    value: float | None
    period: str
    sources: tuple[Source, ...]
    status: Status
    missing: str = ""
    base_period: str = ""
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

    def find(
        self,
        indicator: str,
        *,
        area: str | None,
        period: str | None = None,
        unit: Unit = Unit.COUNT,
    ) -> PublicFigure:
        """Return a figure as the public may see it; raise `ExportError` where there is none."""
        if area is None and self.indicator(indicator).kind == "survey":
            found = self._newest(self._municipal_waves(indicator), period)
        elif per_area := self.board.area_values(indicator, period=period, unit=unit):
            found = self._of_area_values(per_area, area)
        elif area is None and unit is Unit.COUNT:
            found = self._newest(self.board.registrations.yearly(indicator), period)
        else:
            found = None
        if found is None:
            raise ExportError(
                f"Van {self.place(area)} staat '{indicator}' nog niet in dit dashboard."
            )
        return found

    def _of_area_values(self, per_area: AreaValues, area: str | None) -> PublicFigure:
        if area is None:
            value, missing = per_area.total, PROTECTS_OTHERS if per_area.hides else NOT_LOADED
            remark = "rounded" if per_area.hides and value is not None else ""
        else:
            cell = per_area.cell(area)
            value, missing = cell.value, cell.missing
            is_rounded = per_area.step > 1 and value is not None
            remark = "not_comparable" if cell.remark else "rounded" if is_rounded else ""
        indicator = per_area.indicator
        unjudged = indicator.polarity is Polarity.NONE and indicator.indicator != INHABITANTS
        notes = ("more_control" if unjudged else "", remark)
        return PublicFigure(
            value=value,
            missing=missing,
            period=per_area.period,
            base_period=per_area.base_period,
            sources=per_area.sources,
            status=per_area.status,
            notes=tuple(self.words.text(note) for note in notes if note),
        )

    def _municipal_waves(self, indicator: str) -> pd.DataFrame:
        """Return the municipality's own waves; of what it does not ask itself the monitor's."""
        if indicator == RATING:
            return self.board.ratings.of_municipality()
        rows = self.board.benchmark.surveys(indicator)
        return rows[rows["area"] == self.board.municipality.code]

    def _newest(self, rows: pd.DataFrame, period: str | None) -> PublicFigure | None:
        """Return the last of some observations, or that of a period; None where there is none."""
        rows = rows[rows["period"] == period] if period else rows
        if rows.empty:
            return None
        row = rows.iloc[-1]
        return PublicFigure(
            value=float(row["value"]),
            period=str(row["period"]),
            sources=(self.board.sources[row["source"]],),
            status=Status(row["status"]),
        )

    def shared_fields(self, kind: str, indicator: str, area: str | None) -> dict[str, Any]:
        """Return the fields that every picture of a place has; `name` has no size or ending."""
        own = self.board.municipality
        return {
            "name": "-".join(filter(None, (kind, indicator, area))),
            "language": self.words.language,
            "place": self.place(area),
            "marks": self.marks,
            "look": Look(
                municipality=own.name,
                accent=own.style.accent,
                text_on_accent=own.style.text_on_accent,
                logo=self.board.files.logo,
                fonts=self.board.files.font_folder,
            ),
        }

    def place(self, area: str | None) -> str:
        """Return the name of an area, or of the municipality."""
        return self.board.areas[area].name if area else self.board.municipality.name

    @property
    def marks(self) -> tuple[str, ...]:
        """What must stand large in every picture of this board."""
        return (self.words.text("fictitious"),) if self.board.fictitious else ()

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
        return self.words.text("inhabitants_of", period=period, base=base)

    def source(self, figure: PublicFigure) -> str:
        """Return the line with source, period and retrieval date."""
        return self.words.source(figure.sources, period=self.when(figure), status=figure.status)

    def alternative(self, *parts: str) -> str:
        """Return the parts as sentences, after the marks."""
        texts = [p if p.endswith((".", "?", "!")) else f"{p}." for p in (*self.marks, *parts) if p]
        return " ".join(texts)


def public_figures(board: Board, language: PictureLanguage) -> PublicFigures:
    """Return a board's public figures; raise `NotPublicError` for real figures of insiders."""
    return PublicFigures(_public_board(board), PictureWords(language))


@cached_method(most=1)
def _public_board(board: Board) -> Board:
    """Return the board as the public has it; an internal one only serves for a demonstration."""
    if not board.internal:
        return board
    if not board.fictitious:
        raise NotPublicError("Een beeld voor het publiek kan alleen openbare cijfers tonen.")
    return board.as_public()
