"""Where the rows of a figure are from: its line of source, the columns that say it, its caveats.

Not here: how a page or file shows them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lib.board import AreaValues, Board
from lib.board.area_values import least_certain
from lib.catalog import Source, Status
from lib.exhibits.exhibit import INTERNAL, Caveat, CaveatKind
from lib.figures.format import day
from lib.figures.sentences.source_sentences import format_citations, format_source
from lib.figures.vocabulary import FICTITIOUS

NO_MARGIN_TEXT = "Geen marge bekend: een verschil kan toeval zijn."


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """The sources of a figure, its period in words, and the least sure status of its rows."""

    sources: Sequence[Source]
    period: str
    status: Status = Status.FINAL

    def describe(self, *, sections: Mapping[str, Sequence[str]] | None = None) -> str:
        """Return the line under the figure; `sections` as in `sentences.format_source`."""
        return format_source(
            self.sources, period=self.period, status=self.status, sections=sections
        )

    def add_to(
        self, rows: pd.DataFrame, *, note: str = "", provisional: Sequence[bool] = ()
    ) -> pd.DataFrame:
        """Return the rows with period, source, retrieval date, status and note on every one.

        `provisional`: which rows may change, where that is known per row.
        """
        made = rows.assign(
            periode=self.period,
            bron=format_citations(self.sources),
            opgehaald=", ".join(dict.fromkeys(day(s.retrieved) for s in self.sources)),
            status=FICTITIOUS if self.status is Status.FICTITIOUS else self.status.value,
        )
        if self.status is Status.PROVISIONAL and len(provisional):
            made["status"] = [
                (Status.PROVISIONAL if may_change else Status.FINAL).value
                for may_change in provisional
            ]
        return made.assign(toelichting=note) if note else made

    def caveats(
        self,
        board: Board,
        *,
        public: bool = False,
        star: str = "",
        notes: Iterable[str] = (),
        survey: pd.DataFrame | None = None,
    ) -> tuple[Caveat, ...]:
        """Return the caveats of a figure, those that stand largest first.

        `public`: it shows insiders no more than everybody, but for a wave under embargo; any other
        figure that an insider makes is marked as internal. `star` says what a star at some of the
        figures means, `notes` hold for all of them. `survey`: the figures of a survey, of which no
        `value` should lack its interval.
        """
        is_internal = board.internal and (not public or board.is_ahead)
        found = [
            (CaveatKind.FICTITIOUS, FICTITIOUS * (self.status is Status.FICTITIOUS)),
            (CaveatKind.INTERNAL, INTERNAL * is_internal),
            (CaveatKind.STAR, star),
            *((CaveatKind.NOTE, note) for note in dict.fromkeys(notes)),
            (CaveatKind.NO_MARGIN, NO_MARGIN_TEXT * _lacks_margin(survey)),
        ]
        return tuple(Caveat(kind, text) for kind, text in found if text)


def _lacks_margin(survey: pd.DataFrame | None) -> bool:
    return survey is not None and bool((survey["value"].notna() & survey["lower"].isna()).any())


def provenance_of_rows(board: Board, rows: pd.DataFrame, *, period: str) -> Provenance:
    """Return where rows with the columns `source` and `status` are from."""
    statuses = [Status(s) for s in dict.fromkeys(rows["status"])]
    return provenance_of_keys(board, rows["source"], period=period, status=least_certain(*statuses))


def provenance_of_keys(
    board: Board, keys: Iterable[str], *, period: str, status: Status = Status.FINAL
) -> Provenance:
    """Return the provenance of figures from sources by key, each named once."""
    sources = [board.sources[key] for key in dict.fromkeys(keys)]
    return Provenance(sources=sources, period=period, status=status)


def provenance_of_areas(per_area: Iterable[AreaValues], *, period: str) -> Provenance:
    """Return where figures of several indicators or periods are from."""
    found = list(per_area)
    return Provenance(
        sources=list(dict.fromkeys(s for values in found for s in values.sources)),
        period=period,
        status=least_certain(*(values.status for values in found)),
    )
