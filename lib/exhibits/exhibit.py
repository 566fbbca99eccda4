"""A figure with all that belongs to it: what the page, a file, a slide and an agenda need of it.

The chart in it is the specification of the screen. Not here: the figures themselves (the other
modules of this folder) and making files of them (`lib.export`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from lib.catalog import Period
from lib.figures.chart_style import Chart, build_specification
from lib.figures.format import period
from lib.figures.vocabulary import FICTITIOUS

# Columns that a figure's table ends with: they say where its rows are from.
PROVENANCE = ("periode", "bron", "opgehaald", "status", "toelichting")
INTERNAL = "INTERN"
NOTHING = Markup()


class Shape(StrEnum):
    """How a slide draws a table as a chart that can be edited."""

    BARS = "bars"
    COLUMNS = "columns"
    LINES = "lines"
    SCATTER = "scatter"  # what lies across, what goes up, and limits as lines
    DOTS = "dots"  # ratings on one scale with their goals: bars would begin at zero


@dataclass(frozen=True)
class Native:
    """Which columns of an exhibit's table an editable chart is made of.

    `colours`: of each row, as on the screen; none where all rows have that of their series.
    `goals`: the lines and where each stands. `margin`: the columns with both ends of the last
    values. `stars`: which rows have a star, as their name and bar do on the screen; none: no row.
    `moments`: the rows at which a chart of lines has an upright line, and what that is called.
    """

    shape: Shape
    category: str
    values: tuple[str, ...]
    colours: tuple[str, ...] = ()
    goals: tuple[tuple[str, float], ...] = ()
    margin: tuple[str, str] | None = None
    stars: tuple[bool, ...] = ()
    moments: tuple[tuple[str, str], ...] = ()


class ChartOnDemand(Mapping[str, Any]):
    """The specification of a chart, drawn when somebody looks at it: a table may need no more."""

    def __init__(self, draw: Callable[[], Chart]) -> None:
        self._draw = draw

    @cached_property
    def _specification(self) -> Mapping[str, Any]:
        return build_specification(self._draw())

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - any JSON
        return self._specification[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._specification)

    def __len__(self) -> int:
        return len(self._specification)


class CaveatKind(StrEnum):
    """What sort of reservation a caveat is."""

    FICTITIOUS = "fictitious"
    INTERNAL = "internal"
    STAR = "star"  # what the star at some of the figures means
    NO_MARGIN = "no margin"
    INTERPRETATION = "interpretation"  # what an analyst says of it
    NOTE = "note"  # holds for every figure of the exhibit


@dataclass(frozen=True)
class Caveat:
    """A reservation, in Dutch, that must stand with a figure wherever it goes."""

    kind: CaveatKind
    text: str


MARKS = (CaveatKind.FICTITIOUS, CaveatKind.INTERNAL)


def select_notes(caveats: Iterable[Caveat]) -> tuple[str, ...]:
    """Return the caveats that stand under a figure as sentences: all but its marks."""
    return tuple(c.text for c in caveats if c.kind not in MARKS)


@dataclass(frozen=True, kw_only=True, eq=False)
class Exhibit:
    """A figure with all that belongs to it.

    `name` is a file name without its ending; `finding` what it shows in a sentence; `source` the
    line with source, period and retrieval date; `alternative` says in words what the picture
    shows, by default title and finding. `caveats` must stand with it wherever it goes. `table`
    holds the figures, and may end with the columns of PROVENANCE. The picture is a Vega-Lite
    specification, or an SVG where it is no chart; a figure that is only a table has neither.
    `native` says how a slide draws it, and `compact_svg` is the picture next to that chart.

    On the page: `html` is what stands for the picture or after it, `screen_table` a table that can
    be opened under it. `room` makes the figure as paper and a meeting see it, where that is not
    the same; `parts` make figures within it that can be put on an agenda, by title.
    """

    name: str
    title: str
    source: str
    table: pd.DataFrame
    finding: str = ""
    alternative: str = ""
    caveats: tuple[Caveat, ...] = ()
    chart: Mapping[str, Any] | None = None
    svg: str = ""
    compact_svg: str = ""
    native: Native | None = None
    html: Markup = NOTHING
    screen_table: Markup = NOTHING
    room: "ExhibitMaker | None" = None
    parts: "Mapping[str, ExhibitMaker]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.alternative:
            object.__setattr__(self, "alternative", f"{self.title}. {self.finding}".strip())

    @property
    def has_picture(self) -> bool:
        """Whether there is more to draw than its table."""
        return bool(self.chart or self.svg)

    @property
    def is_title_only(self) -> bool:
        """Whether it has no figure at all, as a topic on an agenda."""
        return not self.has_picture and not len(self.table.columns)

    @property
    def figures(self) -> pd.DataFrame:
        """The table without the columns that say where its rows are from."""
        return self.table.drop(columns=list(PROVENANCE), errors="ignore")

    @property
    def marks(self) -> tuple[str, ...]:
        """The words that must stand large in every picture ('FICTIEVE CIJFERS', 'INTERN')."""
        return tuple(c.text for c in self.caveats if c.kind in MARKS)

    @property
    def notes(self) -> tuple[str, ...]:
        """The other caveats: sentences that stand under the figure."""
        return select_notes(self.caveats)


# Makes an exhibit only when it is needed: when a menu is opened, a slide is reached.
ExhibitMaker = Callable[[], Exhibit]
# What JSON holds of an exhibit: all but what only the page that made it uses.
STORED = ("name", "title", "finding", "source", "alternative", "chart", "svg", "compact_svg")


def caveats_from_marks(marks: Iterable[str]) -> tuple[Caveat, ...]:
    """Return marks, such as 'INTERN', as caveats."""
    return tuple(
        Caveat(CaveatKind.FICTITIOUS if mark == FICTITIOUS else CaveatKind.INTERNAL, mark)
        for mark in marks
    )


def as_json(exhibit: Exhibit) -> dict[str, Any]:
    """Return the exhibit as JSON can hold it; `from_json` turns it back."""
    table = exhibit.table.astype(object).map(
        lambda value: period(value) if isinstance(value, Period) else value
    )
    # Last: `map` makes what is absent NaN again, which no JSON has.
    rows = [[None if pd.isna(cell) else cell for cell in row] for row in table.to_numpy().tolist()]
    return {name: getattr(exhibit, name) for name in STORED} | {
        "chart": dict(exhibit.chart) if exhibit.chart else None,
        "caveats": [{"kind": c.kind.value, "text": c.text} for c in exhibit.caveats],
        "table": {"columns": list(table.columns), "rows": rows},
        "native": exhibit.native and asdict(exhibit.native) | {"shape": exhibit.native.shape.value},
    }


def from_json(stored: Mapping[str, Any]) -> Exhibit:
    """Return the exhibit that `as_json` wrote, also before it wrote caveats (then: `marks`)."""
    table, native = stored["table"], stored["native"]
    caveats = (
        tuple(Caveat(CaveatKind(c["kind"]), c["text"]) for c in stored["caveats"])
        if "caveats" in stored
        else caveats_from_marks(stored["marks"])
    )
    return Exhibit(
        **{name: stored[name] for name in STORED if name in stored},
        caveats=caveats,
        table=pd.DataFrame(table["rows"], columns=table["columns"]),
        native=native and _read_native(native),
    )


def _read_native(stored: Mapping[str, Any]) -> Native:
    """Return the columns of a chart, also as they were stored before charts had goals."""
    margin = stored.get("margin")
    return Native(
        Shape(stored["shape"]),
        stored["category"],
        tuple(stored["values"]),
        tuple(stored.get("colours", ())),
        tuple((str(name), float(value)) for name, value in stored.get("goals", ())),
        (margin[0], margin[1]) if margin else None,
        tuple(stored.get("stars", ())),
        tuple((str(row), str(name)) for row, name in stored.get("moments", ())),
    )
