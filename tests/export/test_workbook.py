"""Workbooks, opened again: real numbers, names that Excel accepts, text that is never run."""

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.exhibits.exhibit import Exhibit, caveats_from_marks
from lib.export.table_files import render_workbook, sheet_names
from tests.export.samples import ILLEGAL, NAN, exhibit


def opened(*exhibits: Exhibit) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_workbook(exhibits, author="Gemeente")))


def column(values: list[object], *, name: str = "getal") -> list[Any]:
    """Write a column next to another, and return its cells."""
    frame = pd.DataFrame({name: pd.Series(values, dtype=object), "naam": "x"})
    sheet = opened(exhibit(table=frame)).worksheets[0]
    top = header_row(sheet)
    return [sheet.cell(top + n, 1) for n in range(1, len(values) + 1)]


def header_row(sheet: Any) -> int:
    return int(sheet.auto_filter.ref.partition(":")[0].lstrip("A"))


def test_title_marks_finding_and_source_stand_above_the_table() -> None:
    sheet = opened(exhibit(caveats=caveats_from_marks(("INTERN", "FICTIEVE CIJFERS")))).worksheets[
        0
    ]
    above = [sheet.cell(row, 1) for row in range(1, 7)]
    assert [cell.value for cell in above] == [
        "Rapportcijfer per wijk, 2021",
        "INTERN",
        "FICTIEVE CIJFERS",
        "In 2021 zat 1 wijk onder 6,7.",
        "Bron: Gemeente, Nota. Periode: 2021. Opgehaald: 1 mei 2026.",
        None,
    ]
    assert [(c.font.bold, c.font.color.rgb) for c in above[1:3]] == [(True, "FFB00020")] * 2


def test_table_has_frozen_header_filter_and_the_figures() -> None:
    sheet = opened(exhibit()).worksheets[0]
    top = header_row(sheet)
    assert sheet.freeze_panes == f"B{top + 1}"
    assert sheet.auto_filter.ref == f"A{top}:C{top + 3}"
    rows = list(sheet.iter_rows(min_row=top, values_only=True))
    assert rows[0][:4] == ("wijk", "rapportcijfer", "opmerking", None)
    assert [row[:3] for row in rows[1:]] == [
        ("Arcen", 7.2, None),
        ("Belfeld", 6.4, "veel bezoekers"),
        ("Velden", 7, None),
    ]
    assert sheet.column_dimensions["A"].width >= 9


@pytest.mark.parametrize(
    ("name", "values", "number_format"),
    [
        ("aantal", [6501, 12], "#,##0"),
        ("cijfer", [7.2, 7.0], "#,##0.0"),
        ("cijfer", [7.25, 7], "#,##0.00"),
        ("cijfer", [1 / 3], "#,##0.00"),
        ("jaar", [2021, 2022], "0"),
        ("Meting", [2021], "0"),
        ("aantal", [0.1 + 0.2], "#,##0.0"),
    ],
)
def test_numbers_are_numbers_with_the_decimals_of_their_column(
    name: str, values: list[object], number_format: str
) -> None:
    cells = column(values, name=name)
    assert [cell.value for cell in cells] == pytest.approx(values, rel=1e-15)
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("n", number_format)}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (NAN, None),
        (None, None),
        (pd.NA, None),
        (pd.NaT, None),
        ("", None),
        (float("inf"), "oneindig"),
        (float("-inf"), "−oneindig"),
        (10**18, "1.000.000.000.000.000.000"),
        (True, "ja"),
        (False, "nee"),
        (-0.0, 0),
        (-3, -3),
        ("7.2", "7.2"),
        ("2021", "2021"),
        (dt.date(2026, 11, 23), dt.datetime(2026, 11, 23)),  # noqa: DTZ001
    ],
)
def test_cell_is_what_its_value_is(value: object, expected: object) -> None:
    (cell,) = column([value])
    assert cell.value == expected


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+31",
        "-1+1",
        "@SUM(A1)",
        "  =1",
        "=cmd|' /C calc'!A0",
        "{=1+1}",
        "-",
        '=HYPERLINK("https://elsewhere.example";"x")',
        "https://elsewhere.example",
        "mailto:a@elsewhere.example",
        "internal:Bronnen!A1",
        "file:///etc/passwd",
    ],
)
def test_text_is_never_run(text: str) -> None:
    frame = pd.DataFrame({text: [text], "b": ["x"]})
    words = exhibit(
        title=text, finding=text, source=text, caveats=caveats_from_marks((text,)), table=frame
    )
    book = opened(words)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert sum(cell.value == text for cell in cells) >= 6
    assert {cell.data_type for cell in cells} == {"s"}
    links = [cell.hyperlink for cell in cells if cell.hyperlink]
    assert [(link.target, link.ref) for link in links] == [(None, "A2")]  # to the sheet, ours


HOSTILE_NAMES = [
    "[]:*?/\\",
    "",
    "'",
    "''",
    "'x",
    "x'",
    "History",
    "HISTORY",
    "Bronnen",
    "bronnen",
    "a/b",
    "a b",
    "A B",
    "x" * 40,
    "X" * 40,
    "😀" * 40,
    "  ",
    "x" * 30 + "'y",
    ILLEGAL.replace("\ud800", ""),
    *["Registraties per soort in de hele gemeente, 2012-2023"] * 50,
]


def test_sheets_have_names_that_excel_accepts() -> None:
    book = opened(*(exhibit(title=title) for title in HOSTILE_NAMES))
    names = book.sheetnames
    assert names[-1] == "Bronnen"
    assert len(names) == len(HOSTILE_NAMES) + 1
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
        assert name.casefold() != "history"


def test_a_title_that_is_too_long_is_cut_after_a_word() -> None:
    titles = [
        "Registraties per soort in de hele gemeente, 2012-2023",
        "Registraties per soort in de hele gemeente, 2012-2023",
        "Stijgers en dalers in heel Venlo: 2023 naast 2022",
        "W" * 40,
        "Maatregelen.",
    ]
    assert sheet_names(titles) == [
        "Registraties per soort",
        "Registraties per soort (2)",
        "Stijgers en dalers in heel",
        "W" * 31,
        "Maatregelen.",
    ]


@given(st.lists(st.text(), max_size=20))
def test_any_titles_give_names_that_excel_accepts(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({*(n.casefold() for n in names), "bronnen", "history"}) == len(titles) + 2
    assert all(0 < len(name) <= 31 and name.strip("' ") == name for name in names)


def test_sheet_of_sources_links_to_each_sheet() -> None:
    own = pd.DataFrame({"a": [1]})
    sheet = opened(exhibit(), exhibit(title="'t Ven", table=own, caveats=()))["Bronnen"]
    header, first, second = sheet.iter_rows(values_only=True)
    words = dict(zip(header, first, strict=True))
    assert words == {
        "werkblad": "Rapportcijfer per wijk, 2021",
        "titel": "Rapportcijfer per wijk, 2021",
        "periode": "2021",
        "bron": "Gemeente, Nota",
        "opgehaald": "1 mei 2026",
        "status": "definitief",
        "toelichting": None,
        "let op": "INTERN",
    }
    assert dict(zip(header, second, strict=True))["bron"] == exhibit().source
    assert [sheet.cell(row, 1).hyperlink.location for row in (2, 3)] == [
        "'Rapportcijfer per wijk, 2021'!A1",
        "'t Ven'!A1",
    ]


def test_document_has_title_and_author() -> None:
    about = opened(exhibit()).properties
    assert (about.title, about.creator) == ("Rapportcijfer per wijk, 2021", "Gemeente")


@pytest.mark.parametrize("frame", [pd.DataFrame(), pd.DataFrame(columns=["a"])])
def test_table_without_rows_is_a_sheet_too(frame: pd.DataFrame) -> None:
    assert opened(exhibit(table=frame)).worksheets[0]["A1"].value == exhibit().title


def test_columns_of_the_same_name_are_both_there() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["a", "a"])
    sheet = opened(exhibit(table=frame)).worksheets[0]
    assert [c.value for c in sheet[header_row(sheet) + 1]][:3] == [1, 2, None]


@settings(max_examples=30)
@given(st.lists(st.text(), min_size=1, max_size=5))
def test_any_text_comes_back(texts: list[str]) -> None:
    cells = column([*texts])
    for text, cell in zip(texts, cells, strict=True):
        stored = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", "", text)
        assert (cell.value or "").replace("\r\n", "\n") == stored.replace("\r\n", "\n")
