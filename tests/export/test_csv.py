"""CSV files that Dutch Excel opens as they are meant."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.export.table_files import render_csv


def read(content: bytes) -> list[list[str]]:
    """Read as a spreadsheet does: the BOM is no text, cells are parted by semicolons."""
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def cell(value: object) -> str:
    """Write and read one cell, next to another so that no row is empty."""
    frame = pd.DataFrame({"a": pd.Series([value], dtype=object), "b": ["end"]})
    header, row = read(render_csv(frame))
    assert (header, row[1]) == (["a", "b"], "end")
    return row[0]


def test_file_is_utf8_with_bom_semicolons_and_windows_line_ends() -> None:
    frame = pd.DataFrame({"wijk": ["'s-Café", "Steyl"], "cijfer": [7.2, 6.75]})
    assert render_csv(frame) == (
        b"\xef\xbb\xbf" + "wijk;cijfer\r\n's-Café;7,2\r\nSteyl;6,75\r\n".encode()
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7.2, "7,2"),
        (6501, "6501"),
        (6501.0, "6501"),
        (-0.3, "-0,3"),
        (-5, "-5"),
        (0, "0"),
        (0.1 + 0.2, "0,3"),
        (1234567.5, "1234567,5"),
        (np.int64(-5), "-5"),
        (np.float64(-0.25), "-0,25"),
        (float("nan"), ""),
        (None, ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (True, "ja"),
        (False, "nee"),
        ("", ""),
        ("Steyl", "Steyl"),
        ("7.2", "7.2"),
        ("2021", "2021"),
    ],
)
def test_cell(value: object, text: str) -> None:
    assert cell(value) == text


@pytest.mark.parametrize("dtype", ["int64", "float64", "Int64"])
def test_negative_numbers_of_every_column_type_stay_numbers(dtype: str) -> None:
    frame = pd.DataFrame({"a": pd.Series([-5, 3], dtype=dtype), "b": ["x", "y"]})
    assert [row[0] for row in read(render_csv(frame))] == ["a", "-5", "3"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+31",
        "-1+1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "  =1",
        " @x",
        "=cmd|' /C calc'!A0",
        "-",
        '=HYPERLINK("https://elsewhere.example";"x")',
    ],
)
@pytest.mark.parametrize("place", ["cell", "header"])
def test_text_that_would_run_is_made_harmless(text: str, place: str) -> None:
    if place == "cell":
        assert cell(text) == f"'{text}"
    else:
        assert read(render_csv(pd.DataFrame({text: ["x"], "b": ["y"]})))[0][0] == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        'zegt "ja"',
        "een;twee",
        "een\ntwee",
        "een\r\ntwee",
        "komma, punt.",
        "a=b",
        "1-2",
        "é€",
        "'s-Heerenweg",
        " spatie ",
    ],
)
def test_text_survives(text: str) -> None:
    assert cell(text) == text


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2))
)
def test_any_text_comes_back_with_at_most_an_apostrophe_before_it(rows: list[list[str]]) -> None:
    frame = pd.DataFrame(rows, columns=["a", "b"], dtype=object)
    found = read(render_csv(frame))[1:]
    for row, back in zip(rows, found, strict=True):
        for text, seen in zip(row, back, strict=True):
            assert seen in {text, f"'{text}"}
            assert seen.lstrip(" ")[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@given(st.floats(-1e6, 1e6))
def test_numbers_come_back_with_a_decimal_comma(value: float) -> None:
    text = cell(value)
    assert "." not in text
    assert float(text.replace(",", ".")) == pytest.approx(value, rel=1e-9, abs=1e-12)


def test_index_is_not_written_and_an_empty_frame_has_its_columns() -> None:
    assert read(render_csv(pd.DataFrame({"a": [1]}, index=["secret"]))) == [["a"], ["1"]]
    assert read(render_csv(pd.DataFrame(columns=["a", "b"]))) == [["a", "b"]]
