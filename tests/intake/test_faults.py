"""Faults in survey files: each is told once, at its place, with how to fix it; all at once."""

import datetime as dt
from dataclasses import dataclass

import pytest

from lib.catalog import Catalog
from tests.intake.files import Cell, Rows, csv
from tests.intake.reading import HEADER, LINE, STEYL, book, read, values


@dataclass(frozen=True)
class Case:
    name: str
    lines: tuple[str, ...]
    row: int
    column: str
    value: str
    expected: str
    fix: str


def of(name: str, line: str, column: str, value: str, expected: str, fix: str) -> Case:
    return Case(name, (LINE, line), 2, column, value, expected, fix)


CASES = [
    of(
        "unit mix-up",
        "Steyl;2025;74",
        "rapportcijfer",
        "74",
        "van 1 tot en met 10",
        "bedoelt u 7,4?",
    ),
    of(
        "unit mix-up by a hundred",
        "Steyl;2025;740",
        "rapportcijfer",
        "740",
        "van 1 tot en met 10",
        "bedoelt u 7,4?",
    ),
    of(
        "unit mix-up in a margin",
        "Steyl;2025;7,4;7,2;76",
        "bovengrens",
        "76",
        "van 1 tot en met 10",
        "bedoelt u 7,6?",
    ),
    of(
        "out of range",
        "Steyl;2025;0,5",
        "rapportcijfer",
        "0,5",
        "van 1 tot en met 10",
        "verbeter het getal",
    ),
    of(
        "far out of range",
        "Steyl;2025;99999",
        "rapportcijfer",
        "99999",
        "van 1 tot en met 10",
        "verbeter het getal",
    ),
    of(
        "text in a number",
        "Steyl;2025;zeven",
        "rapportcijfer",
        "zeven",
        "een getal",
        "schrijf alleen cijfers",
    ),
    of(
        "number with a unit",
        "Steyl;2025;7,4 %",
        "rapportcijfer",
        "7,4 %",
        "een rapportcijfer, geen percentage",
        "haal het procentteken",
    ),
    of("two commas", "Steyl;2025;7,4,1", "rapportcijfer", "7,4,1", "een getal", "alleen cijfers"),
    of("not a number", "Steyl;2025;nan", "rapportcijfer", "nan", "een getal", "alleen cijfers"),
    of(
        "error of a program",
        "Steyl;2025;#DEEL/0!",
        "rapportcijfer",
        "#DEEL/0!",
        "een getal; de formule in deze cel gaf een fout",
        "herstel de formule",
    ),
    of(
        "half an interval",
        "Steyl;2025;7,4;7,2",
        "ondergrens",
        "7,2",
        "een ondergrens en een bovengrens",
        "vul beide in",
    ),
    of(
        "the other half",
        "Steyl;2025;7,4;;7,6",
        "bovengrens",
        "7,6",
        "een ondergrens en een bovengrens",
        "vul beide in",
    ),
    of(
        "reversed interval",
        "Steyl;2025;7,4;7,6;7,2",
        "ondergrens",
        "7,6",
        "bovengrens (7,2)",
        "verwissel",
    ),
    of(
        "value outside its interval",
        "Steyl;2025;7,4;7,5;7,7",
        "rapportcijfer",
        "7,4",
        "van 7,5 tot 7,7",
        "verbeter het cijfer of de marge",
    ),
    of(
        "interval without a value",
        "Steyl;2025;;7,2;7,6",
        "rapportcijfer",
        "",
        "een cijfer",
        "vul het cijfer in",
    ),
    of(
        "dash with a margin",
        "Steyl;2025;-;7,2;7,6",
        "rapportcijfer",
        "-",
        "alleen een streepje",
        "zonder marge",
    ),
    of(
        "half a respondent",
        "Steyl;2025;7,4;;;80,5",
        "respondenten",
        "80,5",
        "een heel getal",
        "alleen cijfers",
    ),
    of(
        "negative respondents",
        "Steyl;2025;7,4;;;-80",
        "respondenten",
        "-80",
        "een heel getal",
        "alleen cijfers",
    ),
    of(
        "unknown status",
        "Steyl;2025;7,4;;;;zeker",
        "status",
        "zeker",
        "definitief, voorlopig, fictief",
        "kies een van de woorden",
    ),
    Case(
        "made-up figure",
        (LINE, "Steyl;2025;7,4;;;;fictief"),
        0,
        "status",
        "fictief",
        "alleen echte of alleen fictieve cijfers",
        "past bij de cijfers die er al staan",
    ),
    of("wrong wave", "Steyl;2023;7,4", "meting", "2023", "de meting 2025", "de andere meting"),
    of(
        "no wave",
        "Steyl;;7,4",
        "meting",
        "",
        "een meting als 2021",
        "alleen het jaar, en het jaar voluit",
    ),
    of(
        "short year",
        "Steyl;'25;7,4",
        "meting",
        "'25",
        "een meting als 2021",
        "alleen het jaar, en het jaar voluit",
    ),
    of(
        "impossible month",
        "Steyl;2025-13;7,4",
        "meting",
        "2025-13",
        "een meting als 2021",
        "alleen het jaar, en het jaar voluit",
    ),
    of("no name", ";2025;7,4", "wijk", "", "de naam van een wijk", "schrijf de naam"),
    of(
        "endless name",
        "x" * 3000 + ";2025;7,4",
        "wijk",
        "x" * 79 + "…",
        "hoogstens 120 tekens",
        "schrijf de naam",
    ),
    Case(
        "double area",
        (LINE, "Steyl;2025;7,4", "STEYL;2025;7,4"),
        3,
        "wijk",
        "STEYL",
        "staat al in rij 2",
        "een van de twee",
    ),
    Case(
        "double column",
        ("wijk;cijfer;waarde", "Steyl;7,4;7,4"),
        1,
        "waarde",
        "",
        "elke kolom één keer",
        "haal de dubbele kolom weg",
    ),
    Case(
        "no row of column names",
        ("Steyl;7,4", "Belfeld;7,5"),
        0,
        "",
        "Steyl; 7,4",
        "een rij met kolomnamen: wijk, en rapportcijfer",
        "gebruik het sjabloon",
    ),
    Case(
        "no column with a figure",
        ("wijk;meting", "Steyl;2025"),
        0,
        "",
        "wijk; meting",
        "een rij met kolomnamen",
        "gebruik het sjabloon",
    ),
    Case("no figures", (LINE, "Steyl;2025;;;;;definitief"), 0, "", "", "cijfers", "vul bij ten"),
    Case(
        "year that is not there",
        ("wijk;2016;2023", "Steyl;7,6;7,4"),
        0,
        "",
        "",
        "cijfers van de meting 2025",
        "vul bij ten minste",
    ),
    Case(
        "many unknown names",
        ("wijk;cijfer", *[f"onbekend {n};7" for n in range(60)]),
        0,
        "",
        "",
        "meer dan 50 zijn onbekend",
        "controleer of dit het goede bestand is",
    ),
    Case(
        "quote never closed",
        ("wijk;cijfer", '"Steyl;7,4'),
        2,
        "",
        "",
        "aanhalingstekens",
        "sluit het aanhalingsteken",
    ),
    Case(
        "5,000 rows too many",
        ("wijk;cijfer", *["Steyl;7,4"] * 10_000),
        5001,
        "",
        "",
        "hoogstens 5.000 gevulde rijen",
        "haal weg wat er niet bij hoort",
    ),
    Case(
        "more columns than a survey has",
        (";" * 600, "Steyl;7"),
        1,
        "",
        "",
        "hoogstens 500 kolommen",
        "haal weg wat er niet bij hoort",
    ),
    Case(
        "more figures than a survey has",
        (";".join(["wijk", *map(str, range(1950, 2050))]), *["Steyl" + ";7" * 100] * 60),
        52,
        "",
        "",
        "hoogstens 5.000 cijfers",
        "haal weg wat er niet bij hoort",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_fault_is_reported_once_at_its_place(case: Case, catalog: Catalog) -> None:
    wave = read(csv(*case.lines), catalog)
    assert not wave.is_ready
    (problem,) = wave.problems
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "meting.csv",
        case.row,
        case.column,
        case.value,
    )
    assert case.expected in problem.expected
    assert case.fix in problem.fix


def test_wave_that_is_there_already_is_refused(catalog: Catalog) -> None:
    wave = read(csv("wijk;cijfer", "Steyl;7,4"), catalog, period="2021")
    (problem,) = wave.problems
    assert (problem.value, problem.expected) == ("2021", "een meting die er nog niet is")
    assert "zet het vinkje bij 'verbeterde versie'" in problem.fix


def test_file_without_waves_needs_a_choice(catalog: Catalog) -> None:
    (problem,) = read(csv("wijk;cijfer", "Steyl;7,4", "Velden;7"), catalog, period=None).problems
    assert (problem.column, problem.expected) == ("meting", "een kolom met de meting")


def test_all_faults_are_reported_at_once_in_order(catalog: Catalog) -> None:
    content = csv(
        LINE,
        "Steyl;2025;74;laag;;y",
        "Steyl;2025;7,4",
        "Onbekend;2021;zeven",
        "Velden;ooit;7,44",
        "Belfeld;2025;7,5;7,6;7,4;;zeker",
    )
    wave = read(content, catalog, existing=("2025",))
    places = [(p.row, p.column) for p in wave.problems]
    assert places == [
        (0, ""),
        (2, "ondergrens"),
        (2, "rapportcijfer"),
        (2, "respondenten"),
        (3, "wijk"),
        (4, "meting"),
        (4, "rapportcijfer"),
        (5, "meting"),
        (6, "ondergrens"),
        (6, "status"),
    ]
    assert [q.name for q in wave.questions] == ["Onbekend"]
    assert list(wave.problems) == sorted(set(wave.problems))


def test_reading_stops_when_everything_is_wrong(catalog: Catalog) -> None:
    for line in ("Steyl;x", "Bron: enquête {n};"):
        lines = [line.format(n=n) for n in range(2000)]
        wave = read(csv("wijk;cijfer", "Velden;7", *lines), catalog)
        assert not wave.is_ready
        assert len(wave.problems) < 1000
        assert any("minder dan 500 fouten" in p.expected for p in wave.problems)


def test_noise_of_floats_is_no_fault(catalog: Catalog) -> None:
    """Given what sums in a spreadsheet leave: a bound that is a hair beside the figure."""
    rows: Rows = [HEADER, ["Steyl", 2025, 7.199999999999999, 7.2000000000000011, 7.3]]
    wave = book(rows, catalog)
    assert values(wave) == {("steyl", "2025"): 7.2}
    assert [(o.lower, o.upper) for o in wave.observations] == [(7.2, 7.3)]


def test_faults_of_columns_and_of_the_wave_are_reported_together(catalog: Catalog) -> None:
    wave = read(csv("wijk;cijfer;waarde", "Steyl;7;7"), catalog, existing=("2025",))
    assert [p.value or p.column for p in wave.problems] == ["2025", "waarde"]


# --- periods


@pytest.mark.parametrize(
    "when",
    [
        2025,
        2025.0,
        "2025",
        " 2025 ",
        "meting 2025",
        "Jaar 2025",
        "1-10-2025",
        "01/10/2025",
        "2025-10-01",
        "1 oktober 2025",
        "okt. 2025",
        "september 2025",
        "20251001",
        20251001,
        dt.date(2025, 10, 1),
        dt.datetime(2025, 10, 1, 9, 30),  # noqa: DTZ001 - spreadsheets know no time zone
        45931,
        "45931",
    ],
    ids=repr,
)
def test_dates_in_the_period_column(when: Cell, catalog: Catalog) -> None:
    wave = book([["wijk", "meting", "cijfer"], ["Steyl", when, 7.4]], catalog)
    assert values(wave) == STEYL


@pytest.mark.parametrize(
    ("asked", "period"), [("2025", "2025"), ("2025-Q4", "2025-Q4"), ("2025-10", "2025-10")]
)
def test_date_becomes_the_kind_of_period_that_was_chosen(
    asked: str, period: str, catalog: Catalog
) -> None:
    rows: Rows = [["wijk", "meting", "cijfer"], ["Steyl", dt.date(2025, 10, 1), 7.4]]
    wave = book(rows, catalog, period=asked)
    assert values(wave) == {("steyl", period): 7.4}
    assert f"Datums zijn gelezen als meting: 1-10-2025 als meting {period}." in wave.notices


@pytest.mark.parametrize(
    "when",
    [
        "31-2-2025",
        "1-13-2025",
        "25",
        "'25",
        "najaar 2025",
        "2025/2026",
        "2025,5",
        2025.5,
        20251301,
        1e300,
        "jan",
        "0",
        -1,
        "2025-q5",
    ],
    ids=repr,
)
def test_what_is_no_period_is_reported(when: Cell, catalog: Catalog) -> None:
    wave = book([["wijk", "meting", "cijfer"], ["Steyl", when, 7.4]], catalog)
    assert [(p.row, p.column) for p in wave.problems] == [(2, "meting")]


def test_date_where_a_figure_should_be_suggests_the_figure(catalog: Catalog) -> None:
    """Given 7.4, which Dutch Excel takes for the seventh of April."""
    wave = book([["wijk", "cijfer"], ["Steyl", dt.date(2026, 4, 7)]], catalog)
    (problem,) = wave.problems
    assert "bedoelt u 7,4?" in problem.fix.casefold()
