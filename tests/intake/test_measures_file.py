"""The register of measures as a file: it reads back as it was written, and every fault is told."""

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pydantic import ValidationError

from lib.catalog import Catalog
from lib.intake import (
    MeasureRow,
    MeasuresFile,
    read_measures,
    write_measures_csv,
    write_measures_xlsx,
)
from lib.intake.measures_file import clean_text
from tests.intake.files import Formula, Rows, csv, parts, resave_as_ods, xlsx

HEADER = (
    "titel;thema;rode draden;wijken;partners;begin;eind;status;indicator;"
    "wat bewoners kunnen doen;openbaar"
)
THEME = "ondermijnende-criminaliteit"
FORMS = {"csv": write_measures_csv, "xlsx": write_measures_xlsx}


def read(content: bytes, catalog: Catalog, *, name: str = "m.csv") -> MeasuresFile:
    return read_measures(content, name=name, catalog=catalog)


def measure(**fields: Any) -> MeasureRow:
    return MeasureRow(**{"title": "Meer licht", "theme": THEME, "status": "loopt", **fields})


def keys_of(catalog: Catalog) -> dict[str, list[str]]:
    return {
        "theme": [theme.slug for theme in catalog.themes],
        "threads": [thread.key for thread in catalog.organisation.thread],
        "partners": [partner.key for partner in catalog.organisation.partner],
        "areas": ["GM0983", *catalog.of_kind("area")],
        "indicator": list(catalog.indicators),
    }


def measures(catalog: Catalog) -> st.SearchStrategy[MeasureRow]:
    """Any measure: texts of every sign that can be typed, keys of the catalog, dates in order."""
    keys = keys_of(catalog)
    several = {
        field: st.lists(st.sampled_from(keys[field]), max_size=4, unique=True).map(tuple)
        for field in ("threads", "areas", "partners")
    }
    days = st.dates(dt.date(1955, 1, 1), dt.date(2099, 12, 31)).map(dt.date.isoformat)
    # A day, a month, a year, or nothing.
    dates = st.tuples(days, st.sampled_from([10, 7, 4, 0])).map(lambda d: d[0][: d[1]])
    text = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"))
    return st.builds(
        MeasureRow,
        title=text.map(str.strip).filter(lambda t: 0 < len(t) <= 120),
        theme=st.sampled_from(keys["theme"]),
        start=dates,
        end=dates,
        status=st.sampled_from(["gepland", "loopt", "afgerond", "gestopt"]),
        indicator=st.none() | st.sampled_from(keys["indicator"]),
        residents=text,
        public=st.booleans(),
        **several,
    ).filter(lambda m: m.end[: len(m.start)] >= m.start[: len(m.end)])


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60)
@given(data=st.data())
def test_measures_read_back_as_they_were_written(
    form: str, catalog: Catalog, data: st.DataObject
) -> None:
    rows = data.draw(st.lists(measures(catalog), min_size=1, max_size=5, unique=True))
    file = read(FORMS[form](rows, catalog=catalog), catalog, name=f"m.{form}")
    assert file.problems == ()
    assert list(file.rows) == rows


@settings(max_examples=20)
@given(data=st.data())
def test_measures_read_back_from_an_open_document(catalog: Catalog, data: st.DataObject) -> None:
    rows = data.draw(st.lists(measures(catalog), min_size=1, max_size=3, unique=True))
    content = resave_as_ods(write_measures_xlsx(rows, catalog=catalog))
    file = read(content, catalog, name="m.ods")
    assert file.problems == ()
    assert list(file.rows) == rows


RISKY = [
    "=1+1",
    "+31",
    "-1+1",
    "@SUM(A1)",
    "'=1+1",
    "''=1",
    "' =1",
    "'",
    "' quote",
    '=HYPERLINK("x")',
    "=cmd|' /C calc'!A0",
    "- eerst dit\n- dan dat",
    "\t=1",
    "_x0041_",
    "<b>vet</b>",
    "a;b|c,d",
    'zegt "ja"',
    "${7*7}`",
    "2024",
    "7,2",
    "1-2-2024",
    "ja",
    "#N/A",
    "sep=;",
    "é€😀",
    "a\u2028b",
    "'s-Heerenberg",
    "Robert'); DROP TABLE x;--",
    "../../etc",
    "&amp; &lt;",
    "x" * 120,
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", RISKY, ids=repr)
def test_text_that_something_would_run_comes_back_as_text(
    form: str, text: str, catalog: Catalog
) -> None:
    rows = [measure(title=text, residents=text)]
    content = FORMS[form](rows, catalog=catalog)
    assert list(read(content, catalog, name=f"m.{form}").rows) == rows
    if form == "xlsx":
        assert b"<f>" not in parts(content)["xl/worksheets/sheet1.xml"]
    else:
        line = content.decode("utf-8-sig").split("\r\n")[1]
        assert line.lstrip('" ')[:1] not in {"=", "+", "-", "@", "\t"}


def test_file_holds_dutch_names_and_dates(catalog: Catalog) -> None:
    row = measure(
        threads=("preventie", "wijkgericht"),
        areas=("steyl",),
        start="2024-02-01",
        partners=("woningcorporaties",),
        indicator="rapportcijfer",
        public=True,
    )
    lines = write_measures_csv([row], catalog=catalog).decode("utf-8-sig").split("\r\n")
    assert lines == [
        HEADER,
        (
            "Meer licht;Ondermijnende criminaliteit;Preventie door bewustwording | Wijkgericht "
            "werken;Steyl;Woningcorporaties;01-02-2024;;loopt;Rapportcijfer veiligheid eigen "
            "buurt;;ja"
        ),
        "",
    ]


def test_workbook_has_dates_choices_and_an_explanation(catalog: Catalog) -> None:
    content = write_measures_xlsx([measure(start="2024-02-01")], catalog=catalog)
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Maatregelen", "Uitleg"]
    assert book["Maatregelen"]["F2"].value == dt.datetime(2024, 2, 1)  # noqa: DTZ001
    rules = [v.formula1 for v in book["Maatregelen"].data_validations.dataValidation]
    assert '"gepland,loopt,afgerond,gestopt"' in rules
    assert '"ja,nee"' in rules


@pytest.mark.parametrize("form", FORMS)
def test_register_without_measures_is_a_template(form: str, catalog: Catalog) -> None:
    content = FORMS[form]([], catalog=catalog)
    (problem,) = read(content, catalog, name=f"m.{form}").problems
    assert problem.expected == "ten minste één maatregel"


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (f"A;{THEME};;;;;;loopt", {}),
        ("A;ondermijnende CRIMINALITEIT;;;;;;Loopt", {}),
        (
            f"A;{THEME};preventie|Wijkgericht werken;;;;;loopt",
            {"threads": ("preventie", "wijkgericht")},
        ),
        (
            f'A;{THEME};;"Steyl; belfeld | VELDEN";;;;loopt',
            {"areas": ("steyl", "belfeld", "velden")},
        ),
        (f'A;{THEME};;"Steyl\nSteyl\nVenlo";;;;loopt', {"areas": ("steyl", "GM0983")}),
        (
            f"A;{THEME};;;politie;1-2-2024;31/12/2024;loopt",
            {"partners": ("politie",), "start": "2024-02-01", "end": "2024-12-31"},
        ),
        (
            f"A;{THEME};;;;2024-02-01;1 maart 2024;loopt",
            {"start": "2024-02-01", "end": "2024-03-01"},
        ),
        (f"A;{THEME};;;;2024;3-2025;loopt", {"start": "2024", "end": "2025-03"}),
        (f"A;{THEME};;;;2024-11;2024;loopt", {"start": "2024-11", "end": "2024"}),
        (f"A;{THEME};;;;;;loopt;Rapportcijfer", {"indicator": "rapportcijfer"}),
        (f"A;{THEME};;;;;;loopt;;Bel 112;JA", {"residents": "Bel 112", "public": True}),
        (f"A;{THEME};;;;;;loopt;;;nee", {}),
        (f"A\0\x07;{THEME};;;;;;loopt".replace("\0", ""), {}),
    ],
)
def test_ways_to_fill_in_a_row(line: str, fields: dict[str, object], catalog: Catalog) -> None:
    file = read(csv(HEADER, line), catalog)
    assert file.problems == ()
    assert file.rows == (measure(title="A", **fields),)


def test_columns_may_be_absent_and_in_another_order(catalog: Catalog) -> None:
    file = read(csv("Status,Thema,Titel,Notitie", f"loopt,{THEME},A,x"), catalog)
    assert file.rows == (measure(title="A"),)
    assert file.notices == ("Niet gelezen kolommen: Notitie.",)


def test_workbook_with_real_dates_numbers_and_outcomes(catalog: Catalog) -> None:
    rows: Rows = [
        ["titel", "thema", "begin", "eind", "status", "openbaar"],
        ["A", THEME, dt.date(2024, 2, 1), 45444, "loopt", "ja"],
        [Formula('="B"', "B"), THEME, None, None, "gepland"],
        [2024, THEME, None, None, "gepland"],
    ]
    file = read(xlsx(rows), catalog, name="m.xlsx")
    assert file.rows == (
        measure(title="A", start="2024-02-01", end="2024-06-01", public=True),
        measure(title="B", status="gepland"),
        measure(title="2024", status="gepland"),
    )
    assert file.notices == ("Cellen met een formule: 1. De uitkomst is gebruikt.",)


@dataclass(frozen=True)
class Case:
    what: str
    line: str
    column: str
    value: str
    expected: str
    fix: str


CASES = [
    Case("no title", f";{THEME};;;;;;loopt", "titel", "", "een ingevulde cel", "vul de cel in"),
    Case("no theme", "A;;;;;;;loopt", "thema", "", "een ingevulde cel", "vul de cel in"),
    Case("no status", f"A;{THEME};;;;;;", "status", "", "een ingevulde cel", "vul de cel in"),
    Case(
        "endless title",
        f"{'x' * 121};{THEME};;;;;;loopt",
        "titel",
        "x" * 79 + "…",
        "hoogstens 120 tekens",
        "maak de tekst korter",
    ),
    Case(
        "endless text",
        f"A;{THEME};;;;;;loopt;;{'x' * 9000}",
        "wat bewoners kunnen doen",
        "x" * 79 + "…",
        "hoogstens 600 tekens",
        "maak de tekst korter",
    ),
    Case(
        "unknown theme",
        "A;ondermijnende criminalitiet;;;;;;loopt",
        "thema",
        "ondermijnende criminalitiet",
        "Ondermijnende criminaliteit",
        "bedoelt u 'Ondermijnende criminaliteit'?",
    ),
    Case(
        "unknown area",
        f"A;{THEME};;Stijl;;;;loopt",
        "wijken",
        "Stijl",
        "Klingerberg",
        "bedoelt u 'Steyl'?",
    ),
    Case(
        "buurt for an area",
        f"A;{THEME};;BU09831101;;;;loopt",
        "wijken",
        "BU09831101",
        "Klingerberg",
        "",
    ),
    Case(
        "unknown thread",
        f"A;{THEME};qqq;;;;;loopt",
        "rode draden",
        "qqq",
        "Preventie door bewustwording",
        "verbeter de naam",
    ),
    Case(
        "unknown partner",
        f"A;{THEME};;;polite;;;loopt",
        "partners",
        "polite",
        "Politie",
        "bedoelt u 'Politie'?",
    ),
    Case(
        "unknown indicator",
        f"A;{THEME};;;;;;loopt;cijfertje",
        "indicator",
        "cijfertje",
        "Rapportcijfer veiligheid eigen buurt",
        "",
    ),
    Case(
        "unknown status",
        f"A;{THEME};;;;;;bezig",
        "status",
        "bezig",
        "gepland, loopt, afgerond, gestopt",
        "kies een van deze woorden",
    ),
    Case(
        "word for a day",
        f"A;{THEME};;;;ooit;;loopt",
        "begin",
        "ooit",
        "een datum als 23-11-2026, een maand als 11-2026 of een jaar",
        "schrijf dag-maand-jaar, of laat dag en maand weg",
    ),
    Case(
        "day that is not there",
        f"A;{THEME};;;;;31-2-2024;loopt",
        "eind",
        "31-2-2024",
        "een datum als 23-11-2026, een maand als 11-2026 of een jaar",
        "schrijf dag-maand-jaar, of laat dag en maand weg",
    ),
    Case(
        "end before start",
        f"A;{THEME};;;;2-2-2024;1-2-2024;loopt",
        "eind",
        "2024-02-01",
        "een datum na 'begin'",
        "verwissel begin en eind",
    ),
    Case(
        "perhaps public",
        f"A;{THEME};;;;;;loopt;;;misschien",
        "openbaar",
        "misschien",
        "ja of nee",
        "kies een van deze woorden",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.what)
def test_fault_is_reported_once_at_its_place(case: Case, catalog: Catalog) -> None:
    file = read(csv(HEADER, case.line, f"B;{THEME};;;;;;loopt"), catalog)
    (problem,) = file.problems
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "m.csv",
        2,
        case.column,
        case.value,
    )
    assert case.expected in problem.expected
    assert case.fix in problem.fix
    assert file.rows == (measure(title="B"),)


def test_all_faults_are_reported_at_once(catalog: Catalog) -> None:
    lines = [";qqq;www|Steyl;eee | rrr;;x;y;z;;;a", f"B;{THEME};;;;;;loopt"]
    file = read(csv(HEADER, *lines, lines[1]), catalog)
    assert [(p.row, p.column, p.value) for p in file.problems] == [
        (2, "begin", "x"),
        (2, "eind", "y"),
        (2, "openbaar", "a"),
        (2, "rode draden", "Steyl"),
        (2, "rode draden", "www"),
        (2, "status", "z"),
        (2, "thema", "qqq"),
        (2, "titel", ""),
        (2, "wijken", "eee"),
        (2, "wijken", "rrr"),
        (4, "titel", "B"),
    ]


def test_file_without_the_columns_says_which_it_needs(catalog: Catalog) -> None:
    (problem,) = read(csv("titel;thema", f"A;{THEME}"), catalog).problems
    assert problem.expected == "een rij met kolomnamen: titel, thema, status"


def test_reading_stops_when_everything_is_wrong(catalog: Catalog) -> None:
    file = read(csv(HEADER, *["A;qqq;;;;;;loopt"] * 4000), catalog)
    assert len(file.problems) < 600
    assert any("minder dan 500 fouten" in p.expected for p in file.problems)


@given(st.text())
@example("a\r\nb\rc\x0c\ud800\uffff")
def test_measure_keeps_no_sign_that_a_file_cannot_carry(text: str) -> None:
    kept = measure(residents=text[:2000]).residents
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in kept)
    kept.encode("utf-8")


@pytest.mark.parametrize("sign", ["\x80", "\x85", "\x9f"])
def test_control_characters_of_an_upload_are_left_out(sign: str) -> None:
    assert clean_text(f"eerst{sign}, dan") == "eerst, dan"


@pytest.mark.parametrize(
    "fields", [{"title": " "}, {"title": "x" * 121}, {"status": "bezig"}, {"theme": "a b"}]
)
def test_measure_that_cannot_be(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        measure(**fields)


def test_a_register_under_other_names_of_columns(catalog: Catalog) -> None:
    lines = (
        "Maatregel;Thema;Wijk;Startdatum;Einde;Status\nBuurtpreventie;{};Steyl;1-3-2025;;loopt\n"
    )
    found = read(lines.format(catalog.themes[0].name).encode(), catalog)
    assert found.problems == ()
    (row,) = found.rows
    assert (row.title, row.areas, row.start, row.end) == (
        "Buurtpreventie",
        ("steyl",),
        "2025-03-01",
        "",
    )
