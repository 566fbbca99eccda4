"""The register of measures as a file: read and checked, or written so that it reads back the same.

Themes, areas and partners may stand in a file by key or by Dutch name. Not here: who may change
the register, and whether a text holds personal data (`lib.store`).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from lib.catalog import Catalog, DataProblem, DataProblemsError
from lib.intake.measure_rows import (
    COLUMNS,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MeasureRow,
    MeasureStatus,
    Register,
    apart,
    clean,
    registers,
)
from lib.intake.spreadsheet.find_columns import NamedTable, find_named
from lib.intake.spreadsheet.open_file import one_table, open_file
from lib.intake.spreadsheet.sheets import MAX_FINDINGS, Sheet, fingerprint, harmless_name, too_much
from lib.intake.spreadsheet.write_table import Column, csv_table, xlsx_table
from lib.intake.survey_layouts import label
from lib.intake.values import CellError, Value, partial_date, shown, tidy, yes_or_no

REQUIRED = ("titel", "thema", "status")
DAY = len("2026-11-23")
STATUSES: tuple[str, ...] = get_args(MeasureStatus)
LISTS = ("threads", "areas", "partners")
NOTES = {
    "titel": f"Wat er gebeurt, in hoogstens {LONGEST_TITLE} tekens.",
    "rode draden, wijken, partners": "Meer namen in één cel: zet er een | tussen.",
    "begin, eind": "Dag-maand-jaar, maand-jaar of jaar. Een einde mag leeg blijven.",
    "indicator": "Het cijfer dat hierdoor moet veranderen. Mag leeg blijven.",
    "wat bewoners kunnen doen": f"Hoogstens {LONGEST_TEXT} tekens. Mag leeg blijven.",
    "openbaar": "ja of nee. Een lege cel betekent: nee.",
    "Geen namen": "Zet geen namen of andere gegevens van personen in dit bestand.",
}


@dataclass(frozen=True)
class MeasuresFile:
    """What a file holds: the good rows, all faults at once, and what else should be known."""

    name: str
    sha256: str
    rows: tuple[MeasureRow, ...] = ()
    problems: tuple[DataProblem, ...] = ()
    told: tuple[str, ...] = ()


def read_measures(content: bytes, *, name: str, catalog: Catalog) -> MeasuresFile:
    """Read an XLSX or CSV file of measures; never raises for what is in the file."""
    sha256 = fingerprint(content)
    try:
        opened = open_file(content, name=name)
        table, unread = one_table(opened, find=_find, header=", ".join(REQUIRED))
    except DataProblemsError as error:
        return MeasuresFile(harmless_name(name), sha256, problems=error.problems)
    reader = _Reader(table, registers(catalog))
    rows = tuple(reader.rows())
    told = [f"Niet gelezen kolommen: {', '.join(table.unused)}."] if table.unused else []
    if table.sheet.formulas:
        told.append(
            f"Cellen met een formule: {len(table.sheet.formulas)}. De uitkomst is gebruikt."
        )
    return MeasuresFile(
        opened.name,
        sha256,
        rows,
        problems=tuple(sorted(set(reader.problems))),
        told=(*opened.told, *unread, *told),
    )


def measures_csv(rows: Iterable[MeasureRow], *, catalog: Catalog) -> bytes:
    """Return the measures as CSV, with Dutch names; `read_measures` reads the same back."""
    return csv_table(_columns(catalog), _written(rows, catalog))


def measures_xlsx(rows: Iterable[MeasureRow], *, catalog: Catalog) -> bytes:
    """Return the measures as a workbook, with Dutch names; `read_measures` reads the same back."""
    written = _written(rows, catalog)
    return xlsx_table(_columns(catalog), written, sheet="Maatregelen", notes=NOTES)


def _columns(catalog: Catalog) -> list[Column]:
    choices = {
        "theme": tuple(theme.name for theme in catalog.themes),
        "status": STATUSES,
        "public": ("ja", "nee"),
    }
    return [
        Column(title, width=30, choices=choices.get(field, ())) for title, field in COLUMNS.items()
    ]


def _written(rows: Iterable[MeasureRow], catalog: Catalog) -> Iterator[list[Value]]:
    known = registers(catalog)
    for row in rows:
        cells: dict[str, Value] = {
            **{field: " | ".join(map(known[field].label, getattr(row, field))) for field in LISTS},
            "title": row.title,
            "theme": known["theme"].label(row.theme),
            "start": _day_or_text(row.start),
            "end": _day_or_text(row.end),
            "status": row.status,
            "indicator": known["indicator"].label(row.indicator) if row.indicator else None,
            "residents": row.residents,
            "public": "ja" if row.public else "nee",
        }
        yield [cells[field] for field in COLUMNS.values()]


def _day_or_text(text: str) -> Value:
    return dt.date.fromisoformat(text) if len(text) == DAY else text


def _find(sheet: Sheet) -> NamedTable | None:
    return find_named(sheet, fields=COLUMNS, required=[COLUMNS[title] for title in REQUIRED])


class _Reader:
    """Reads the rows of a table, and gathers what is wrong with them."""

    def __init__(self, table: NamedTable, known: Mapping[str, Register]) -> None:
        self.table, self.known = table, known
        self.problems: list[DataProblem] = []

    def rows(self) -> Iterator[MeasureRow]:
        """Yield each good row; the faults of the others are in `problems`."""
        first: dict[MeasureRow, int] = {}
        for number in self.table.sheet.rows:
            if number <= self.table.head:
                continue
            if len(self.problems) > MAX_FINDINGS:
                self.problems.append(too_much(self.table.sheet.file))
                return
            row = self._row(number)
            if row is None:
                continue
            if first.setdefault(row, number) == number:
                yield row
            else:
                expected = f"elke maatregel één keer (staat al in rij {first[row]})"
                self._tell(number, "title", row.title, CellError(expected, fix="haal een rij weg"))
        if not first and not self.problems:
            self.problems.append(
                DataProblem(
                    self.table.sheet.file,
                    expected="ten minste één maatregel",
                    fix="vul de eerste rij onder de kolomnamen in",
                )
            )

    def _row(self, number: int) -> MeasureRow | None:
        before = len(self.problems)
        values = {field: self._cell(number, field) for field in COLUMNS.values()}
        if len(self.problems) > before:
            return None
        row = MeasureRow.model_validate(values)
        length = min(len(row.start), len(row.end))  # 2026 does not end before 2026-03
        if row.end[:length] < row.start[:length]:
            error = CellError("een datum na 'begin'", fix="verwissel begin en eind")
            self._tell(number, "end", row.end, error)
            return None
        return row

    def _cell(self, number: int, field: str) -> object:
        """Return what a field's cell says; None after noting that it says nothing good."""
        column = self.table.columns.get(field)
        sheet = self.table.sheet
        value = None if column is None else label(sheet, (number, column), title=field).value
        if field in LISTS:
            names = ((name, self._key(number, field, name)) for name in apart(shown(value)))
            return tuple(dict.fromkeys(key for _, key in names if key))
        try:
            return self._one(field, value)
        except CellError as error:
            self._tell(number, field, value, error)
            return None

    def _one(self, field: str, value: Value) -> object:
        if field in {"start", "end"}:
            return partial_date(value)
        if field == "public":
            return yes_or_no(value)
        if field == "residents":
            return _text(value, longest=LONGEST_TEXT)
        text = _text(value, longest=LONGEST_TITLE)
        if not text and field != "indicator":
            raise CellError("een ingevulde cel", fix="vul de cel in")
        if field == "status":
            return _status(text)
        return self.known[field].key(text) if text and field in self.known else text or None

    def _key(self, number: int, field: str, name: str) -> str | None:
        try:
            return self.known[field].key(name)
        except CellError as error:
            self._tell(number, field, name, error)
            return None

    def _tell(self, number: int, field: str, value: Value, error: CellError) -> None:
        self.problems.append(
            DataProblem(
                self.table.sheet.file,
                row=number,
                column=self.table.titles.get(field, ""),
                value=tidy(shown(value)[:300]),
                expected=error.expected,
                fix=error.fix,
            )
        )


def _text(value: Value, *, longest: int) -> str:
    text = clean(shown(value))
    if len(text) > longest:
        raise CellError(f"hoogstens {longest} tekens", fix="maak de tekst korter")
    return text


def _status(text: str) -> str:
    if text.casefold() not in STATUSES:
        raise CellError(f"een van: {', '.join(STATUSES)}", fix="kies een van deze woorden")
    return text.casefold()
