"""Kinds of files that data officers have: read right, or refused in one clear line with the fix."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.board import RATING
from lib.catalog import Catalog, Missing, Period
from lib.intake import (
    SurveyRequest,
    WaveFile,
    make_survey_template,
    read_measures,
    read_police_list,
    read_wave,
)
from lib.intake.names import NameIndex, index_areas
from lib.intake.spreadsheet.open_file import open_file
from lib.intake.values import CellError, CellValue, parse_number, parse_period
from tests.intake.files import Rows, csv, ods, xlsx
from tests.intake.reading import LINE, STEYL, read, values

TODAY = dt.date(2026, 11, 23)
EFFORT = "sluitingen-damocles"
STEYL_ROW = "steyl;2025;7,4;7,2;7,6;200;"


def read_effort(content: bytes, catalog: Catalog, *, name: str = "r.csv") -> WaveFile:
    request = SurveyRequest(indicator=EFFORT)
    return read_wave(content, name=name, catalog=catalog, request=request)


def months(wave: WaveFile) -> dict[str, float | None]:
    assert wave.problems == ()
    return {o.period.text: o.value for o in wave.observations}


# --- what is no number


@pytest.mark.parametrize("text", ["<50", "< 50", "<5", "≤ 5", "<= 5", "minder dan 50", "< 1.000"])
@pytest.mark.parametrize("column", ["rapportcijfer", "respondenten"])
def test_a_hidden_count_is_never_a_number(text: str, column: str, catalog: Catalog) -> None:
    cells = dict(zip(LINE.split(";"), STEYL_ROW.split(";"), strict=True)) | {column: text}
    (problem,) = read(csv(LINE, ";".join(cells.values())), catalog).problems
    assert (problem.kind, problem.row, problem.column) == ("hidden_count", 2, column)
    assert "vraag de maker om het getal" in problem.fix


def test_a_hidden_count_of_police_and_registrations_is_refused(catalog: Catalog) -> None:
    (problem,) = read_effort(csv("maand;aantal", "2026-01;<5"), catalog).problems
    assert problem.kind == "hidden_count"
    rows = csv("soort;wijk;datum;aantal", "Overval;Steyl;1-11-2026;<5")
    (problem,) = read_police_list(rows, name="p.csv", catalog=catalog, today=TODAY).problems
    assert (problem.kind, problem.row, problem.column) == ("hidden_count", 2, "aantal")


ERRORS = "#N/B #N/A #DEEL/0! #DIV/0! #WAARDE! #VERW! #REF! #NAAM? #GETAL! #LEEG!"
NO_FIGURES = "- – — -- . .. ... … x X n.v.t. n.v.t nvt. NVT n.b. n/a N.A. geheim onbekend"


@pytest.mark.parametrize("text", ERRORS.split())
def test_a_formula_that_failed_is_named(text: str, catalog: Catalog) -> None:
    (problem,) = read(csv(LINE, f"steyl;2025;{text};;;200;"), catalog).problems
    assert problem.kind == "cell_error"
    assert "herstel de formule" in problem.fix


@pytest.mark.parametrize("text", NO_FIGURES.split())
def test_words_for_no_figure(text: str, catalog: Catalog) -> None:
    wave = read(csv(LINE, f"steyl;2025;{text};;;200;"), catalog)
    (one,) = wave.observations
    assert (one.value, one.missing, wave.problems) == (None, Missing.NOT_PUBLISHED, ())


@pytest.mark.parametrize("text", ["geen", "leeg", "?", "*", "zeven", "NaN", "NULL"])
def test_other_words_are_asked(text: str, catalog: Catalog) -> None:
    (problem,) = read(csv(LINE, f"steyl;2025;{text};;;200;"), catalog).problems
    assert problem.kind == "no_number"


@given(st.integers(0, 99_999), st.integers(0, 99), st.sampled_from(["−", "–", "-", ""]))
def test_a_number_is_read_with_any_minus_sign_and_as_text(whole: int, part: int, sign: str) -> None:
    value = whole + part / 100
    expected = -value if sign else value
    for text in (f"{sign}{whole},{part:02}", f"'{sign}{whole},{part:02}", f"\u00a0{sign}{value} "):
        assert parse_number(text) == pytest.approx(expected)


@given(st.integers(0, 999_999), st.sampled_from(["<{}", "< {}", "≤{}", "minder dan {}", "#{}"]))
def test_no_sign_before_a_number_is_dropped(number: int, form: str) -> None:
    with pytest.raises(CellError):
        parse_number(form.format(number))


# --- names and periods


def test_codes_that_lost_their_zeros_are_known(catalog: Catalog) -> None:
    index: NameIndex = index_areas(catalog, indicator=RATING)
    codes = [key for key, area in catalog.areas.items() if area.kind == "cbs_wijk"]
    known = [code for code in codes if index.find(code)]
    assert len(known) > 5
    for code in known:
        assert index.find(str(int(code[2:]))) == index.find(code)
    rows: Rows = [("wijkcode", "meting", "cijfer"), (int(known[0][2:]), 2025, 7.4)]
    (one,) = read(xlsx(rows), catalog, name="m.xlsx").observations
    assert one.area == index.find(known[0])


@given(st.integers(1990, 2099), st.integers(1, 12))
def test_a_month_in_numbers_is_that_month(year: int, month: int) -> None:
    two = f"{month:02}"
    forms: tuple[CellValue, ...] = (
        int(f"{year}{two}"),
        *(f"{year}{sign}{two}" for sign in ("", "M", "MM", "-", "/")),
        f"{year}-{month}",
        f"{month}-{year}",
    )
    for text in forms:
        assert parse_period(text, like=Period("2000-01")).text == f"{year}-{two}"


@pytest.mark.parametrize(
    ("header", "cells", "first"),
    [
        ("jaar;maand;aantal", ["2026;1;3", "2026;2;4"], "2026-01"),
        ("maand;jaar;aantal", ["januari;2026;3", "februari;2026;4"], "2026-01"),
        ("jaar;maandnummer;aantal", ["2026;01;3", "2026;02;4"], "2026-01"),
        ("jaartal;kwartaal;aantal", ["2026;1;3", "2026;2;4"], "2026-Q1"),
        ("jaar;kwartaal;aantal", ["2026;Q1;3", "2026;Q2;4"], "2026-Q1"),
    ],
)
def test_years_and_months_in_two_columns(
    header: str, cells: Sequence[str], first: str, catalog: Catalog
) -> None:
    found = months(read_effort(csv(header, *cells), catalog))
    assert (min(found), list(found.values())) == (first, [3, 4])


@pytest.mark.parametrize("titles", ["jaar;januari;februari", "gemeente;jan 2026;feb 2026"])
def test_months_next_to_each_other_say_how_to_turn_them(titles: str, catalog: Catalog) -> None:
    wave = read_effort(csv(titles, "Venlo;3;4"), catalog)
    assert [p.kind for p in wave.problems] == ["months_across"]
    assert wave.unknown is None


# --- the shape of the file


@pytest.mark.parametrize(
    ("encoding", "sign"),
    [(e, s) for e in ("utf-8", "utf-8-sig", "utf-16", "cp1252") for s in ";,\t|"],
)
def test_encodings_and_separators(encoding: str, sign: str, catalog: Catalog) -> None:
    lines = [LINE, '"steyl";2025;"7,4";"7,2";"7,6";200;']
    text = "\r\n".join(line.replace(";", sign) for line in lines)
    for start in ("", f"sep={sign}\r\n"):
        assert values(read((start + text).encode(encoding), catalog)) == STEYL


def test_trailing_columns_blank_lines_footnotes_and_repeated_names(catalog: Catalog) -> None:
    notes = ["", ";;;;;;;;", "* voorlopig", "Bron: Onderzoek, 2025", "1) zie toelichting;;;;"]
    lines = [f"{LINE};;;", f"{STEYL_ROW};;;", f"{LINE};;;", *notes]
    wave = read(csv("Tabel 3;;", "", *lines), catalog)
    assert values(wave) == STEYL
    assert any(notice.startswith("Overgeslagen rijen: ") for notice in wave.notices)


def test_a_second_table_on_a_sheet_is_one_clear_problem(catalog: Catalog) -> None:
    lines = [LINE, STEYL_ROW, "", "wijk;aantal inwoners;huishoudens", "steyl;4000;1800"]
    wave = read(csv(*lines), catalog)
    (problem,) = wave.problems
    assert (problem.kind, problem.row, wave.unknown) == ("second_table", 4, None)


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        (("wijk;cijfer", "Steyl;7,4", "", "leeftijd;cijfer", "18 tot 35 jaar;7"), 4),
        (("wijk;cijfer;;wijk;cijfer", "Steyl;7,4;;Velden;7,6"), 1),
    ],
)
def test_tables_below_and_next_to_each_other_are_never_read_as_one(
    lines: tuple[str, ...], row: int, catalog: Catalog
) -> None:
    wave = read(csv(*lines), catalog)
    assert [(p.kind, p.row) for p in wave.problems] == [("second_table", row)]
    assert wave.observations == ()


def test_hidden_columns_and_rows_are_reported(catalog: Catalog) -> None:
    def hide(sheet: Any) -> None:
        sheet.set_column(2, 2, None, None, {"hidden": True})
        sheet.set_column(9, 12, None, None, {"hidden": True})

    rows: Rows = [["wijk", "meting", "cijfer"], ["Steyl", 2025, 7.4]]
    column = '<table:table-column table:number-columns-repeated="2"/><table:table-column '
    hidden = f'{column}table:visibility="collapse"/>'
    for name, content in (
        ("m.xlsx", xlsx(rows, change=hide)),
        ("m.ods", ods(rows, columns=hidden)),
    ):
        wave = read(content, catalog, name=name)
        assert values(wave) == STEYL
        assert any(n.startswith("Verborgen kolommen: 1 (kolom C).") for n in wave.notices), name


@pytest.mark.parametrize(
    "lines",
    [
        ("datum;wijk;soort misdrijf", "1-2-2025;Steyl;diefstal", "2-2-2025;Steyl;inbraak"),
        ("wijk;tijdstip;melding", "Steyl;10:00;fiets", "Steyl;11:00;ruit"),
        ("wijk;op;wat", "Steyl;01-02-2025;fiets weg", "Steyl;02-02-2025 11:00;ruit stuk"),
        ("zaaknr;wijk;op", "1;Steyl;1-2-2025", "2;Steyl;2-2-2025"),
    ],
)
def test_a_list_of_cases_is_no_wave(lines: Sequence[str], catalog: Catalog) -> None:
    wave = read(csv(*lines), catalog)
    (problem,) = wave.problems
    assert (problem.kind, wave.unknown) == ("cases", None)
    assert "om één rij per wijk, met cijfer" in problem.fix


def test_a_table_whose_figure_has_another_name_is_still_asked_about(catalog: Catalog) -> None:
    wave = read(csv("wijk;veiligheidsgevoel;op", "Steyl;7,4;1-2-2025"), catalog)
    assert wave.unknown is not None


# --- OpenDocument


def test_open_documents_of_police_and_measures(catalog: Catalog) -> None:
    day = dt.date(2026, 11, 1)
    police: Rows = [["soort", "wijk", "datum", "aantal"], ["Overval", "Steyl", day, 2]]
    found = read_police_list(ods(police), name="p.ods", catalog=catalog, today=TODAY)
    assert found.problems == ()
    assert (list(found.counts.values()), found.first) == ([2], day)
    percent: Rows = [police[0], ["Overval", "Steyl", day, "10%"]]
    (problem,) = read_police_list(ods(percent), name="p.ods", catalog=catalog, today=TODAY).problems
    assert (problem.kind, problem.value) == ("no_number", "10%")
    theme = catalog.themes[0].name
    measures: Rows = [["titel", "thema", "status", "begin"], ["Toezicht", theme, "loopt", day]]
    read_back = read_measures(ods(measures), name="m.ods", catalog=catalog)
    assert read_back.problems == ()
    assert [row.start for row in read_back.rows] == ["2026-11-01"]


# --- every file of the dashboard is read back the same


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
@settings(max_examples=15)
@given(numbers=st.lists(st.none() | st.integers(0, 99_999), min_size=12, max_size=12))
def test_the_template_of_registrations_is_read_back_as_filled_in(
    form: str, numbers: list[int | None], catalog: Catalog
) -> None:
    made = make_survey_template(catalog, indicator=EFFORT, period="2026", form="csv")
    (sheet,) = open_file(made, name="t.csv").readings[0]
    header, *lines = (list(row) for row in sheet.rows.values())
    rows: Rows = [header, *([*a[:2], n, *a[3:]] for a, n in zip(lines, numbers, strict=True))]
    text = csv(*(";".join("" if c is None else str(c) for c in row) for row in rows))
    content = {"csv": text, "xlsx": xlsx(rows), "ods": ods(rows)}[form]
    wave = read_effort(content, catalog, name=f"r.{form}")
    expected = {f"2026-{m:02}": n for m, n in enumerate(numbers, 1) if n is not None}
    if expected:
        assert months(wave) == expected
    else:
        assert [p.kind for p in wave.problems] == ["no_figures"]
