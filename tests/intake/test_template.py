"""The template for a new wave: what is filled in is what is read, in both forms."""

import csv as csv_module
import io
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lib.catalog import Catalog, Missing, Status
from lib.intake import SurveyRequest, make_survey_template, read_wave
from tests.intake.files import parts

Form = Literal["xlsx", "csv"]
FORMS: tuple[Form, ...] = ("xlsx", "csv")
HEADER = ["wijk", "meting", "rapportcijfer", "ondergrens", "bovengrens", "respondenten", "status"]
Filled = tuple[float | str | None, float | None, float | None, int | None, str]
NOTHING: Filled = (None, None, None, None, "definitief")


@st.composite
def figures(draw: st.DrawFn) -> Filled:
    """What somebody fills in for one area: a figure with or without margin, a dash, or nothing."""
    status = draw(st.sampled_from(["definitief", "voorlopig"]))
    n = draw(st.none() | st.integers(1, 9_999))
    kind = draw(st.sampled_from(["figure", "figure", "margin", "dash", "nothing"]))
    if kind == "nothing":
        return NOTHING
    if kind == "dash":
        return ("-", None, None, n, status)
    lower, value, upper = sorted(draw(st.lists(st.integers(10, 100), min_size=3, max_size=3)))
    if kind == "figure":
        return (value / 10, None, None, n, status)
    return (value / 10, lower / 10, upper / 10, n, status)


def filled(content: bytes, *, form: Form, rows: list[Filled]) -> bytes:
    """Fill a template in, as Excel does or as somebody with Dutch Excel saves it as CSV."""
    out = io.BytesIO()
    if form == "xlsx":
        book = load_workbook(io.BytesIO(content))
        for number, row in enumerate(rows, 2):
            for column, value in enumerate(row, 3):
                book["Cijfers"].cell(number, column, value)
        book.save(out)
        return out.getvalue()
    text = io.StringIO(newline="")
    header, *lines = csv_module.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    writer = csv_module.writer(text, delimiter=";")
    writer.writerow(header)
    for line, row in zip(lines, rows, strict=True):
        cells = ["" if value is None else str(value).replace(".", ",") for value in row]
        writer.writerow([*line[:2], *cells])
    return text.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_filled_in_is_what_is_read(
    form: Form, catalog: Catalog, data: st.DataObject
) -> None:
    keys = ["GM0983", *catalog.of_kind("area")]
    rows = data.draw(st.lists(figures(), min_size=len(keys), max_size=len(keys)))
    empty = make_survey_template(catalog, indicator="rapportcijfer", period="2025", form=form)
    wave = read_wave(
        filled(empty, form=form, rows=rows),
        name=f"meting.{form}",
        catalog=catalog,
        request=SurveyRequest(indicator="rapportcijfer", period="2025", existing=()),
    )
    expected = [
        (
            key,
            None if value == "-" else value,
            lower,
            upper,
            n,
            Status(status),
            Missing.NOT_PUBLISHED if value == "-" else None,
        )
        for key, (value, lower, upper, n, status) in zip(keys, rows, strict=True)
        if value is not None
    ]
    assert wave.questions == ()
    assert bool(wave.problems) is (not expected)
    assert [
        (o.area, o.value, o.lower, o.upper, o.n, o.status, o.missing) for o in wave.observations
    ] == expected
    assert {o.period.text for o in wave.observations} <= {"2025"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("period", ["2025", "2025-Q3", "2025-10"])
def test_every_area_of_the_indicator_stands_in_it_once(
    form: Form, period: str, catalog: Catalog
) -> None:
    content = make_survey_template(catalog, indicator="rapportcijfer", period=period, form=form)
    wave = read_wave(
        filled(content, form=form, rows=[(7.0, None, None, None, "")] * 19),
        name=f"m.{form}",
        catalog=catalog,
        request=SurveyRequest(indicator="rapportcijfer", period=None, existing=()),
    )
    assert [o.area for o in wave.observations] == ["GM0983", *catalog.of_kind("area")]
    assert wave.periods == (period,)


def test_csv_is_as_dutch_excel_opens_it(catalog: Catalog) -> None:
    content = make_survey_template(catalog, indicator="rapportcijfer", period="2025", form="csv")
    assert content.startswith(b"\xef\xbb\xbfwijk;meting;rapportcijfer;ondergrens;bovengrens;")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0].split(";") == HEADER
    assert lines[1] == "Venlo;2025;;;;;definitief"
    assert lines[-2:] == ["Vossener;2025;;;;;definitief", ""]


def test_workbook_has_a_header_limits_and_an_explanation(catalog: Catalog) -> None:
    content = make_survey_template(catalog, indicator="rapportcijfer", period="2025", form="xlsx")
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Cijfers", "Uitleg"]
    table = book["Cijfers"]
    assert [cell.value for cell in table[1]] == HEADER
    assert table.freeze_panes == "A2"
    rules = {str(v.sqref)[0]: v for v in table.data_validations.dataValidation}
    assert (float(rules["C"].formula1), float(rules["C"].formula2)) == (1, 10)
    assert rules["G"].formula1 == '"definitief,voorlopig,fictief"'
    told = {row[0].value: row[1].value for row in book["Uitleg"]}
    assert set(HEADER[:3]) <= set(told)
    assert "95%-interval" in told["ondergrens, bovengrens"]


def test_names_that_a_spreadsheet_would_run_stay_text(catalog: Catalog) -> None:
    """Given an area's name that no check has seen, as from another catalog."""
    steyl = catalog.areas["steyl"].model_copy(update={"name": "=1+1"})
    odd = replace(catalog, areas={**catalog.areas, "steyl": steyl})
    csv = make_survey_template(odd, indicator="rapportcijfer", period="2025", form="csv")
    assert "\r\n'=1+1;2025;" in csv.decode("utf-8-sig")
    book = make_survey_template(odd, indicator="rapportcijfer", period="2025", form="xlsx")
    assert b"<f>" not in parts(book)["xl/worksheets/sheet1.xml"]
    assert b'quotePrefix="1"' in parts(book)["xl/styles.xml"]
    rows: list[Filled] = [NOTHING] * 8 + [(7.4, None, None, None, "")] + [NOTHING] * 10
    for form, content in zip(FORMS, (book, csv), strict=True):
        wave = read_wave(
            filled(content, form=form, rows=rows),
            name=f"m.{form}",
            catalog=odd,
            request=SurveyRequest(indicator="rapportcijfer", period="2025", existing=()),
        )
        assert [(o.area, o.value) for o in wave.observations] == [("steyl", 7.4)]
