"""The register of measures as a file: read and checked, or written so that it reads back the same.

Themes, areas and partners may stand in a file by key or by Dutch name. Not here: which roles
change the register, and whether a text holds personal data (`lib.store`).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BeforeValidator, Field

from lib.catalog import (
    Catalog,
    DataProblem,
    DataProblemsError,
    MeasureStatus,
    ends_before,
    parse_date_parts,
)
from lib.catalog.fields import FrozenModel, Key, PartialDate
from lib.intake.names import NameIndex, split_names
from lib.intake.persons import refuse_persons
from lib.intake.spreadsheet.find_columns import (
    NamedTable,
    RowReader,
    find_named_table,
    load_column_titles,
)
from lib.intake.spreadsheet.open_file import find_one_table, open_file
from lib.intake.spreadsheet.sheets import Sheet, safe_file_name
from lib.intake.spreadsheet.write_table import Column, write_csv_table, write_xlsx_table
from lib.intake.values import (
    CellError,
    CellValue,
    format_value,
    parse_partial_date,
    parse_yes_or_no,
)
from lib.text import remove_xml_illegal

MAX_MEASURE_TITLE, MAX_RESIDENTS_TEXT = 120, 600
REQUIRED_TITLES = ("titel", "thema", "status")
LIST_FIELDS = ("threads", "areas", "partners")
MEASURE_NOTES = {
    "titel": f"Wat er gebeurt, in hoogstens {MAX_MEASURE_TITLE} tekens.",
    "rode draden, wijken, partners": "Meer namen in één cel: zet er een | tussen.",
    "begin, eind": "Dag-maand-jaar, maand-jaar of jaar. Een einde mag leeg blijven.",
    "indicator": "Het cijfer dat hierdoor moet veranderen. Mag leeg blijven.",
    "wat bewoners kunnen doen": f"Hoogstens {MAX_RESIDENTS_TEXT} tekens. Mag leeg blijven.",
    "openbaar": "ja of nee. Een lege cel betekent: nee.",
    "Geen namen": "Zet geen namen of andere gegevens van personen in dit bestand.",
}


def clean_text(text: str) -> str:
    """Return the text trimmed, with one kind of line end and only characters that files hold."""
    one_kind = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in remove_xml_illegal(one_kind) if not "\x80" <= c <= "\x9f").strip()


_CleanText = Annotated[
    str, BeforeValidator(lambda value: clean_text(value) if isinstance(value, str) else value)
]


class MeasureRow(FrozenModel):
    """One measure; `theme`, `threads`, `areas`, `partners`, `indicator` are keys of the catalog."""

    title: _CleanText = Field(min_length=1, max_length=MAX_MEASURE_TITLE, title="titel")
    theme: Key = Field(title="thema")
    threads: tuple[Key, ...] = Field((), title="rode draden")
    areas: tuple[Key, ...] = Field((), title="wijken")
    partners: tuple[Key, ...] = Field((), title="partners")
    start: PartialDate = Field("", title="begin")
    end: PartialDate = Field("", title="eind")
    status: MeasureStatus = Field(title="status")
    indicator: Key | None = Field(None, title="indicator")
    residents: _CleanText = Field(
        "", max_length=MAX_RESIDENTS_TEXT, title="wat bewoners kunnen doen"
    )
    public: bool = Field(default=False, title="openbaar")


# Field by the name of its column, in the order of the file.
MEASURE_FIELDS = {str(field.title): name for name, field in MeasureRow.model_fields.items()}
_MEASURE_TITLES = {
    title: field for field, titles in load_column_titles("measures").items() for title in titles
} | MEASURE_FIELDS


def index_measure_names(catalog: Catalog) -> Mapping[str, NameIndex]:
    """Return what each column of names may hold, by its field."""
    organisation = catalog.organisation
    areas = [a for a in catalog.areas.values() if a.kind in {"municipality", "area"}]
    return {
        "theme": NameIndex.of((t.slug, (t.name, t.short)) for t in catalog.themes),
        "threads": NameIndex.of((t.key, (t.name,)) for t in organisation.thread),
        "partners": NameIndex.of((p.key, (p.name,)) for p in organisation.partner),
        "areas": NameIndex.of((a.area, (a.name, *a.aliases)) for a in areas),
        "indicator": NameIndex.of((k, (i.name, i.short)) for k, i in catalog.indicators.items()),
    }


@dataclass(frozen=True)
class MeasuresFile:
    """What a file holds: the good rows, all faults at once, and what else should be known."""

    name: str
    rows: tuple[MeasureRow, ...] = ()
    problems: tuple[DataProblem, ...] = ()
    notices: tuple[str, ...] = ()


def read_measures(content: bytes, *, name: str, catalog: Catalog) -> MeasuresFile:
    """Read an XLSX or CSV file of measures; never raises for what is in the file."""
    notices: tuple[str, ...] = ()
    try:
        opened = open_file(content, name=name)
        notices = opened.notices
        refuse_persons(opened, wanted="measures")
        table, unread = find_one_table(
            opened, find=_find_measures, header=", ".join(REQUIRED_TITLES)
        )
    except DataProblemsError as error:
        return MeasuresFile(safe_file_name(name), problems=error.problems, notices=notices)
    reader = _MeasureReader(table, index_measure_names(catalog))
    rows = tuple(reader.read_rows())
    unused = [f"Niet gelezen kolommen: {', '.join(table.unused)}."] if table.unused else []
    return MeasuresFile(
        opened.name,
        rows,
        problems=tuple(sorted(reader.problems)),
        notices=(*opened.notices, *unread, *unused, *reader.formula_notices),
    )


def write_measures_csv(rows: Iterable[MeasureRow], *, catalog: Catalog) -> bytes:
    """Return the measures as CSV, with Dutch names; `read_measures` reads the same back."""
    return write_csv_table(_measure_columns(catalog), _measure_cells(rows, catalog))


def write_measures_xlsx(rows: Iterable[MeasureRow], *, catalog: Catalog) -> bytes:
    """Return the measures as a workbook, with Dutch names; `read_measures` reads the same back."""
    cells = _measure_cells(rows, catalog)
    columns = _measure_columns(catalog)
    return write_xlsx_table(columns, cells, sheet="Maatregelen", notes=MEASURE_NOTES)


def _measure_columns(catalog: Catalog) -> list[Column]:
    choices = {
        "theme": tuple(theme.name for theme in catalog.themes),
        "status": tuple(MeasureStatus),
        "public": ("ja", "nee"),
    }
    return [
        Column(title, width=30, choices=choices.get(field, ()))
        for title, field in MEASURE_FIELDS.items()
    ]


def _measure_cells(rows: Iterable[MeasureRow], catalog: Catalog) -> Iterator[list[CellValue]]:
    """Yield the cells of each measure, in the order of the columns."""
    known = index_measure_names(catalog)
    for row in rows:
        cells: dict[str, CellValue] = {
            **{f: " | ".join(map(known[f].label, getattr(row, f))) for f in LIST_FIELDS},
            "title": row.title,
            "theme": known["theme"].label(row.theme),
            "start": _day_or_text(row.start),
            "end": _day_or_text(row.end),
            "status": row.status,
            "indicator": known["indicator"].label(row.indicator) if row.indicator else None,
            "residents": row.residents,
            "public": "ja" if row.public else "nee",
        }
        yield [cells[field] for field in MEASURE_FIELDS.values()]


def _day_or_text(text: str) -> CellValue:
    """Return a whole date as a day, so that a spreadsheet takes it for one; else the text."""
    return dt.date.fromisoformat(text) if text and parse_date_parts(text).day else text


def _find_measures(sheet: Sheet) -> NamedTable | None:
    required = [MEASURE_FIELDS[title] for title in REQUIRED_TITLES]
    return find_named_table(sheet, fields=_MEASURE_TITLES, required=required)


@dataclass
class _MeasureReader(RowReader):
    """Reads the rows of a table of measures."""

    known: Mapping[str, NameIndex]

    def read_rows(self) -> Iterator[MeasureRow]:
        """Yield each good row; the faults of the others are in `problems`."""
        first: dict[MeasureRow, int] = {}
        self.check_dates(("start", "end"))
        for number in () if self.problems else self.row_numbers():
            row = self._read_row(number)
            if row is None:
                continue
            if first.setdefault(row, number) == number:
                yield row
            else:
                title = self.cell(number, "title")
                self.report(number, title, "double_measure", row_before=first[row])
        if not first and not self.problems:
            self.report(0, "", "no_measures")

    def _read_row(self, number: int) -> MeasureRow | None:
        before = len(self.problems)
        values = {field: self._read_field(number, field) for field in MEASURE_FIELDS.values()}
        if len(self.problems) > before:
            return None
        row = MeasureRow.model_validate(values)
        if ends_before(row.end, row.start):
            end = replace(self.cell(number, "end"), value=row.end)
            self.report(number, end, "ends_before_start")
            return None
        return row

    def _read_field(self, number: int, field: str) -> object:
        """Return what a field's cell says; None after collecting why it says nothing good."""
        cell = self.cell(number, field)
        if field not in LIST_FIELDS:
            return self.read(number, cell, lambda c: self._parse(field, c.value))
        value = self.read(number, cell, lambda c: format_value(c.value))
        names = split_names(value or "")
        keys = [
            self.read(number, replace(cell, value=name), lambda c: self._parse(field, c.value))
            for name in names
        ]
        return tuple(dict.fromkeys(key for key in keys if key))

    def _parse(self, field: str, value: CellValue) -> object:
        if field in {"start", "end"}:
            return parse_partial_date(value)
        if field == "public":
            return parse_yes_or_no(value)
        if field == "residents":
            return _parse_text(value, longest=MAX_RESIDENTS_TEXT)
        text = _parse_text(value, longest=MAX_MEASURE_TITLE)
        if not text and field != "indicator":
            raise CellError("empty_cell")
        if field == "status":
            return _parse_status(text)
        return self.known[field].parse(text) if text and field in self.known else text or None


def _parse_text(value: CellValue, *, longest: int) -> str:
    text = clean_text(format_value(value))
    if len(text) > longest:
        raise CellError("long_text", most=longest)
    return text


def _parse_status(text: str) -> MeasureStatus:
    try:
        return MeasureStatus(text.casefold())
    except ValueError:
        raise CellError("unknown_status", choices=list(MeasureStatus)) from None
