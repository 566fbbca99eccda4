"""A figure with all that is told with it: what a file, a slide and an agenda hold of it.

The chart in it is the specification of the screen. Not here: making files of it (`lib.export`).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

# Columns that a figure's table ends with: they say where its rows are from.
PROVENANCE = ("periode", "bron", "opgehaald", "status", "toelichting")
INTERNAL = "INTERN"


class Shape(StrEnum):
    """How a slide draws a table as a chart that can be edited."""

    BARS = "bars"
    COLUMNS = "columns"
    LINES = "lines"


@dataclass(frozen=True)
class Native:
    """Which columns of an exhibit's table an editable chart is made of."""

    shape: Shape
    category: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Exhibit:
    """See the module.

    `name` is a file name without its ending; `finding` what it shows in a sentence; `source` the
    line with source, period and retrieval date; `alternative` says in words what the picture
    shows; `marks` are words that must stand in every picture ('FICTIEVE CIJFERS', 'INTERN').
    `table` holds the figures, and may end with the columns of PROVENANCE. The picture is a
    Vega-Lite specification, or an SVG where it is no chart; a figure that is only a table has
    neither. `native` says how a slide draws it.
    """

    name: str
    title: str
    finding: str
    source: str
    alternative: str
    marks: tuple[str, ...]
    table: pd.DataFrame
    chart: Mapping[str, Any] | None = None
    svg: str = ""
    native: Native | None = None

    @property
    def has_picture(self) -> bool:
        """Whether there is more to draw than its table."""
        return bool(self.chart or self.svg)

    @property
    def figures(self) -> pd.DataFrame:
        """The table without the columns that say where its rows are from."""
        return self.table.drop(columns=list(PROVENANCE), errors="ignore")


def as_json(exhibit: Exhibit) -> dict[str, Any]:
    """Return the exhibit as JSON can hold it; `from_json` turns it back."""
    fields = {name: getattr(exhibit, name) for name in Exhibit.__dataclass_fields__}
    table = exhibit.table.astype(object).where(exhibit.table.notna(), None)
    return fields | {
        "marks": list(exhibit.marks),
        "table": {"columns": list(table.columns), "rows": table.to_numpy().tolist()},
        "native": exhibit.native and asdict(exhibit.native) | {"shape": exhibit.native.shape.value},
    }


def from_json(kept: Mapping[str, Any]) -> Exhibit:
    """Return the exhibit that `as_json` wrote."""
    table, native = kept["table"], kept["native"]
    fields = dict(kept) | {
        "marks": tuple(kept["marks"]),
        "table": pd.DataFrame(table["rows"], columns=table["columns"]),
        "native": native
        and Native(Shape(native["shape"]), native["category"], tuple(native["values"])),
    }
    return Exhibit(**fields)
