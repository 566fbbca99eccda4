"""Which registrations stand in a list of changes, and what holds for the whole list.

Not here: the list as a figure (`changes`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import pandas as pd

from lib.analysis.counts import Verdict
from lib.board import Board, RegistrationChanges
from lib.catalog import Indicator, Polarity
from lib.exhibits.exhibit import Caveat
from lib.exhibits.provenance import Provenance, provenance_of_keys
from lib.figures.expected_band import BAND_NOTE, EXPECTED_NOTE
from lib.figures.layers.registration_layers import MORE_CONTROL
from lib.figures.sentences.change_sentences import (
    joint_test_note,
    registration_changes_finding,
    unchanged_finding,
)
from lib.figures.sentences.registration_sentences import protection_note
from lib.figures.vocabulary import STILL_FILLING, format_comparison

DEMONSTRATED = [Verdict.RISE, Verdict.FALL]
SCALED_NOTE = (
    "Elke wijk is vergeleken met de vier jaar ervoor, en met hoe het met dezelfde soort in de "
    "andere wijken ging. Wat overal verandert, heet hier geen verandering."
)


class ChangeScope(StrEnum):
    """What was compared with itself: the whole municipality, or each area."""

    MUNICIPALITY = "municipality"
    AREAS = "areas"


class ChangePart(StrEnum):
    """Which of the compared rows a list has."""

    EVERYTHING = "everything"
    DEMONSTRATED = "demonstrated"
    OTHERS = "others"


@dataclass(frozen=True, eq=False)
class ChangeList:
    """The rows of one list: those of `kinds`, by the key of their indicator."""

    board: Board
    found: RegistrationChanges
    kinds: Mapping[str, Indicator]
    scope: ChangeScope
    part: ChangePart = ChangePart.EVERYTHING

    @property
    def tested(self) -> pd.DataFrame:
        """All rows that were judged together, also those of other kinds."""
        per_area = self.scope is ChangeScope.AREAS
        return self.found.areas if per_area else self.found.totals

    @cached_property
    def compared(self) -> pd.DataFrame:
        """The rows of the kinds, whatever the part."""
        return self.tested[self.tested["group"].isin(list(self.kinds))]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows of the list; those of areas by kind and area, first what demonstrably moved."""
        rows, is_real = self.compared, self.compared["verdict"].isin(DEMONSTRATED)
        if self.part is not ChangePart.EVERYTHING:
            rows = rows[is_real if self.part is ChangePart.DEMONSTRATED else ~is_real]
        if self.scope is ChangeScope.MUNICIPALITY:
            return rows
        # A slide has no room for all: what its title counts must not be among what it leaves out.
        rows = rows.assign(order=~rows["verdict"].isin(DEMONSTRATED))
        return rows.sort_values(["order", "group", "area"]).drop(columns="order")

    @property
    def has_counts(self) -> bool:
        """Whether this reader may see any count of these rows."""
        return bool(self.rows["after"].notna().any())

    @property
    def is_scaled(self) -> bool:
        """Whether areas were compared with the others, too."""
        windows = self.found.windows
        return self.scope is ChangeScope.AREAS and len(windows.before) > len(windows.after)

    @property
    def has_pictures(self) -> bool:
        """Whether each row has its months as a small picture: too many are no help."""
        return self.has_counts and self.part is not ChangePart.OTHERS

    @property
    def finding(self) -> str:
        """What all that was compared shows, also where the list has a part of it."""
        verdicts = self.compared["verdict"]
        if self.part is ChangePart.OTHERS:
            return unchanged_finding(verdicts)
        return registration_changes_finding(verdicts)

    @property
    def title(self) -> str:
        """What the list is about, with the months that were compared."""
        if self.part is ChangePart.OTHERS:
            areas = self.scope is ChangeScope.AREAS
            what = "De andere soorten per wijk" if areas else "De andere soorten"
        elif self.scope is ChangeScope.AREAS:
            what = "Stijgers en dalers per wijk"
        else:
            what = f"Stijgers en dalers in heel {self.board.municipality.name}"
        return f"{what}: {format_comparison(self.found)}"

    @property
    def provenance(self) -> Provenance:
        """Where the counts are from."""
        found, period = self.found, format_comparison(self.found)
        return provenance_of_keys(self.board, found.sources, period=period, status=found.status)

    @property
    def note(self) -> str:
        """What still fills up, how counts are protected, and what a margin without 0 may mean."""
        notes = [
            STILL_FILLING if self.found.is_filling else "",
            protection_note(self.board) if self.scope is ChangeScope.MUNICIPALITY else "",
            SCALED_NOTE if self.is_scaled else "",
            joint_test_note(self.tested, kinds=self.kinds) if self.has_counts else "",
            EXPECTED_NOTE if self.has_counts else "",
            BAND_NOTE if self.has_pictures else "",
        ]
        return " ".join(filter(None, notes))

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """The caveats of the list, and of each of its rows."""
        polarities = {self.kinds[str(group)].polarity for group in self.rows["group"]}
        effort = MORE_CONTROL if Polarity.NONE in polarities else ""
        return self.provenance.caveats(self.board, notes=[effort, self.note])
