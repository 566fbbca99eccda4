"""What all parts of a board share: the catalog as one kind of reader may see it.

Not here: the parts themselves (`ratings`, `registrations`, `benchmark` and so on).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import pandas as pd

from lib.board.area_values import INHABITANTS, AreaValues, Cell, Unit, prefer
from lib.board.area_values_maker import AreaValuesMaker
from lib.board.cached_method import cached_method
from lib.catalog import Area, Catalog, Indicator
from lib.catalog.catalog import Frame


@dataclass(frozen=True, eq=False)
class VisibleCatalog:
    """A catalog with what a reader may see of it; `internal` readers see all."""

    catalog: Catalog
    internal: bool

    @cached_property
    def areas(self) -> Mapping[str, Area]:
        """The areas with a rating of their own, by slug, in order of name."""
        found = self.catalog.of_kind("area").items()
        return MappingProxyType(dict(sorted(found, key=lambda item: item[1].name)))

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators that this reader may see."""
        every = self.catalog.indicators.items()
        return MappingProxyType(
            {k: i for k, i in every if self.internal or i.visibility == "public"}
        )

    @property
    def least_visible(self) -> int:
        """The smallest count that this reader may see."""
        return 0 if self.internal else self.catalog.municipality.disclosure.threshold

    @cached_method()
    def rows(self, frame: Frame, indicator: str) -> pd.DataFrame:
        """Return an indicator's observations, of each area and period from one source."""
        return prefer(self.catalog.rows(frame, indicator), self.catalog.indicators[indicator])

    @cached_method()
    def area_values(
        self, indicator: str, *, period: str | None = None, unit: Unit = Unit.COUNT
    ) -> AreaValues | None:
        """Return an indicator over all areas; None when nothing is loaded for this reader."""
        if indicator not in self.indicators:
            return None
        return self._maker.area_values(indicator, period=period, unit=unit)

    def inhabitants(self) -> pd.Series:
        """Return the inhabitants per area, NaN where unknown."""
        per_area = self.area_values(INHABITANTS)
        if per_area is None:
            return pd.Series(float("nan"), index=list(self.areas))
        return per_area.frame["value"]

    def unit_values(self, area: str, indicator: str, *, kind: str) -> Mapping[str, Cell]:
        """Return figures of the CBS units of one kind in an area, by CBS code."""
        if indicator not in self.indicators:
            return {}
        return self._maker.unit_values(area, indicator, kind=kind)

    @cached_property
    def _maker(self) -> AreaValuesMaker:
        return AreaValuesMaker(self.catalog, internal=self.internal)
