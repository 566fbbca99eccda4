"""Tables as bureaus and departments lay them out: read as they mean, or refused with what to do."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.catalog import Catalog, Status
from lib.intake import SurveyRequest, WaveFile, read_measures, read_police_list, read_wave
from lib.intake.names import NameIndex, index_areas
from tests.intake.files import Formula, Rows, csv, xlsx
from tests.intake.reading import book, read, values

TODAY = dt.date(2026, 11, 23)
CLOSURES = "sluitingen-damocles"
Numbers = tuple[float | None, float | None, float | None, int | None]


def of_steyl(wave: WaveFile) -> Numbers:
    """Return value, interval and respondents of one area, of a file in which nothing is wrong."""
    assert wave.problems == ()
    (found,) = (o for o in wave.observations if o.area == "steyl")
    return found.value, found.lower, found.upper, found.n


def merge(*ranges: str) -> Callable[[Any], None]:
    """Return what merges cells of a sheet that has its texts already."""

    def change(sheet: Any) -> None:
        for text in ranges:
            first = text.split(":", maxsplit=1)[0]
            column, row = ord(first[0]) - ord("A"), int(first[1:]) - 1
            value = TWO_HEADER_ROWS[row][column]
            sheet.merge_range(text, value if isinstance(value, str) else "")

    return change


TWO_HEADER_ROWS: Rows = [
    ["Veiligheidsbeleving"],
    ["Wijk", "Meting 2023", None, None, "Meting 2025", None, None],
    [None, "Cijfer", "Ondergrens", "Bovengrens", "Cijfer", "Ondergrens", "Bovengrens"],
    ["Steyl", 7.2, 7.0, 7.4, 7.4, 7.2, 7.6],
    ["Velden", 7.1, 6.9, 7.3, 7.0, 6.8, 7.2],
    [],
    ["Bron: het bureau, 2025"],
    ["* indicatief: minder dan 50 respondenten"],
]


def test_two_rows_of_merged_names_and_notes_below(catalog: Catalog) -> None:
    change = merge("A1:G1", "B2:D2", "E2:G2", "A2:A3")
    content = xlsx(TWO_HEADER_ROWS, change=change)
    wave = read(content, catalog, name="m.xlsx")
    assert of_steyl(wave) == (7.4, 7.2, 7.6, None)
    assert any("Bron: het bureau, 2025" in notice for notice in wave.notices)


@pytest.mark.parametrize(
    "below",
    [
        [[None, "2021", "2025"]],
        [[None, 2021, 2025]],
        [[None, 2021, 2025], [None, "cijfer", "cijfer"]],
    ],
)
@pytest.mark.parametrize("is_merged", [True, False])
def test_years_below_the_name_of_the_figure(
    below: Rows, catalog: Catalog, *, is_merged: bool
) -> None:
    def change(sheet: Any) -> None:
        if is_merged:
            sheet.merge_range(0, 0, len(below), 0, "wijk")
            sheet.merge_range(0, 1, 0, 2, "Rapportcijfer")

    rows: Rows = [
        ["wijk", "Rapportcijfer", None],
        *below,
        ["Steyl", 7.0, 7.4],
        ["Velden", 6.8, 7.1],
    ]
    found = values(read(xlsx(rows, change=change), catalog, name="m.xlsx"))
    assert found == {("steyl", "2025"): 7.4, ("velden", "2025"): 7.1}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["Wijk", "Rapportcijfer 2025", "95%-marge", "n"], ["Steyl", 7.4, 0.2, 184]], 184),
        ([["Wijk", "Gem.", "Std.dev.", "van", "tot", "N"], ["Steyl", 7.4, 1, 7.2, 7.6, 184]], 184),
        ([["", "Mean", "95% Lower", "95% Upper", "Valid N"], ["Steyl", 7.4, 7.2, 7.6, 9]], 9),
        ([["Wijk", "Cijfer", "Lower bound", "Upper bound"], ["Steyl", 7.4, 7.2, 7.6]], None),
    ],
)
def test_names_of_statistics_programs(rows: Rows, found: int | None, catalog: Catalog) -> None:
    wave = book(rows, catalog)
    assert [round(n, 6) for n in of_steyl(wave)[:3] if n is not None] == [7.4, 7.2, 7.6]
    assert of_steyl(wave)[3] == found


@given(n=st.integers(1, 99_999), value=st.integers(10, 100), sign=st.sampled_from([",", "."]))
def test_respondents_in_brackets_after_the_figure(
    n: int, value: int, sign: str, catalog: Catalog
) -> None:
    text = f"{value // 10}{sign}{value % 10} (n = {n})"
    wave = read(csv("wijk;rapportcijfer (n)", f"Steyl;{text}"), catalog)
    assert of_steyl(wave) == (value / 10, None, None, n)


def test_days_as_names_of_columns_are_their_waves(catalog: Catalog) -> None:
    rows: Rows = [["wijk", dt.date(2023, 10, 1), dt.date(2025, 10, 1)], ["Steyl", 7.2, 7.4]]
    wave = book(rows, catalog)
    assert values(wave) == {("steyl", "2025"): 7.4}
    assert any("1-10-2025 als meting 2025" in notice for notice in wave.notices)


def test_area_of_a_formula_that_nobody_calculated(catalog: Catalog) -> None:
    rows: Rows = [["wijk", "cijfer"], [Formula('="Steyl"', None), 7.4]]
    (problem,) = book(rows, catalog).problems
    assert (problem.kind, problem.column) == ("no_outcome", "wijk")
    assert "open het bestand in Excel" in problem.fix


def test_total_with_the_name_of_the_municipality_is_asked_as_the_municipality(
    catalog: Catalog,
) -> None:
    wave = read(csv("wijk;cijfer", "Steyl;7,4", "Totaal Venlo;7,3"), catalog)
    assert [q.candidates for q in wave.questions] == [("GM0983",)]


# --- persons and cases, whatever the file is offered as

CASES: Rows = [["wat", "waar", "op"], *[["fiets", f"Kerkstraat {n}", "Steyl"] for n in range(4)]]
ADDRESSES: Rows = [["omschrijving", "adres incident"], ["fiets", "de markt"], ["ruit", "de kade"]]
ANSWERS: Rows = [["id", "wijk", "v1", "leeftijd", "geslacht"], [1, "Steyl", 7, 41, "v"]]


@pytest.mark.parametrize(
    ("rows", "kind"), [(CASES, "cases"), (ADDRESSES, "cases"), (ANSWERS, "persons")]
)
def test_what_to_deliver_in_place_of_persons_and_cases(
    rows: Rows, kind: str, catalog: Catalog
) -> None:
    content, name = xlsx(rows), "m.xlsx"
    requests = [SurveyRequest(i, "2025") for i in ("rapportcijfer", CLOSURES)]
    waves = [read_wave(content, name=name, catalog=catalog, request=r) for r in requests]
    assert [wave.unknown for wave in waves] == [None, None]  # nobody sees the rows
    found = [
        *(wave.problems for wave in waves),
        read_police_list(content, name=name, catalog=catalog, today=TODAY).problems,
        read_measures(content, name=name, catalog=catalog).problems,
    ]
    instead = (
        "één rij per wijk",
        "één rij per maand",
        "één rij per soort",
        "één rij per maatregel",
    )
    for (problem,), text in zip(found, instead, strict=True):
        assert problem.kind == kind
        assert text in problem.fix


@pytest.mark.parametrize(
    "title", ["Overlast op straat", "Straatvuil", "Betrokkenheid bij de buurt", "leeftijd"]
)
def test_a_subject_is_no_sign_of_persons(title: str, catalog: Catalog) -> None:
    wave = read(csv(f"wijk;meting;cijfer;{title}", "Steyl;2025;7,4;1"), catalog)
    assert values(wave) == {("steyl", "2025"): 7.4}


# --- figures about something else

POLICE_TABLE = (
    '"Geregistreerde misdrijven; soort misdrijf, gemeente 2026"',
    '"Soort misdrijf: Totaal misdrijven"',
    '"Onderwerp";"Geregistreerde misdrijven";"Geregistreerde misdrijven"',
    '"Perioden";"2022";"2023"',
    '"Regio\'s";"aantal";"aantal"',
    '"Aalten";"534";"483"',
    '"Venlo";"5984";"6501"',
)


@pytest.mark.parametrize(
    ("lines", "indicator", "kind", "name"),
    [
        (POLICE_TABLE, "rapportcijfer", "open_data_indicator", "Geregistreerde misdrijven"),
        (
            ("wijk;meting;sociale overlast", "Venlo;2025;12"),
            "rapportcijfer",
            "other_indicator",
            "Ervaart sociale overlast",
        ),
        (
            ("periode;bibob-onderzoeken", "2025;3"),
            CLOSURES,
            "other_indicator",
            "Bibob-onderzoeken",
        ),
    ],
)
def test_figures_of_another_subject_say_which(
    lines: Sequence[str], indicator: str, kind: str, name: str, catalog: Catalog
) -> None:
    request = SurveyRequest(indicator, "2025" if indicator == "rapportcijfer" else None)
    wave = read_wave(csv(*lines), name="m.csv", catalog=catalog, request=request)
    (problem,) = wave.problems
    assert (problem.kind, wave.unknown) == (kind, None)
    assert f"gaat over '{name}'" in problem.expected


def test_known_names_of_columns_are_filled_in_where_others_are_asked(catalog: Catalog) -> None:
    wave = read(csv("wijk;naam;jaar;veiligheid", "Steyl;x;2025;7,4"), catalog)
    assert wave.unknown is not None
    assert wave.unknown.roles == ("area", "", "period", "")


@pytest.mark.parametrize("titles", ["Jaar;Q1;Q2;Q3;Q4", "jaar;1e kwartaal;2e kwartaal"])
def test_quarters_next_to_each_other_say_how_to_turn_them(titles: str, catalog: Catalog) -> None:
    request = SurveyRequest(CLOSURES)
    content = csv(titles, "2025;3;4;5;6")
    wave = read_wave(content, name="m.csv", catalog=catalog, request=request)
    assert [p.kind for p in wave.problems] == ["months_across"]


# --- suggestions


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Stijl", "steyl"),
        ("Klingelberg", "klingerberg"),
        ("Arcen en Lomm (incl. Lomm)", "arcen-en-lomm"),
        ("Blerick-Noord/Tradeport", "blerick-noord-en-trade-port"),
        ("Veegtes", "venlo-noord-oost"),
        ("Qwertyuiop Zuidland", None),
        ("Buiten gemeente", None),
        ("36801", None),
        ("", None),
    ],
)
def test_only_a_name_that_is_near_is_suggested(
    text: str, first: str | None, catalog: Catalog
) -> None:
    index: NameIndex = index_areas(catalog, indicator="rapportcijfer")
    assert next(iter(index.find_similar(text)), None) == first


@given(st.data())
def test_one_wrong_letter_still_suggests_the_name(catalog: Catalog, data: st.DataObject) -> None:
    index = index_areas(catalog, indicator="rapportcijfer")
    area = data.draw(st.sampled_from(list(catalog.of_kind("area").values())))
    place = data.draw(st.integers(1, len(area.name) - 1))
    wrong = area.name[:place] + "q" + area.name[place + 1 :]
    assert area.area in index.find_similar(wrong)


def test_a_rating_is_never_read_as_a_percentage(catalog: Catalog) -> None:
    request = SurveyRequest("ervaren-sociale-overlast", "2025")
    content = csv("wijk;meting;rapportcijfer", "Steyl;2025;7,4")
    (problem,) = read_wave(content, name="m.csv", catalog=catalog, request=request).problems
    assert problem.kind == "other_indicator"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Voorlopige cijfers, november 2025", Status.PROVISIONAL),
        ("FICTIEVE CIJFERS", Status.FICTITIOUS),
        ("Cijfers van 2025", Status.FINAL),
    ],
)
def test_a_line_above_the_table_gives_the_status_of_all(
    line: str, status: Status, catalog: Catalog
) -> None:
    wave = read(csv(line, "wijk;meting;cijfer", "Steyl;2025;7,4"), catalog)
    assert {o.status for o in wave.observations} == {status}


def test_a_period_of_the_whole_table_stands_next_to_that_of_each_row(catalog: Catalog) -> None:
    lines = ("wanneer;aantal;periode", "januari 2025;3;2025", "februari 2025;4;2025")
    request = SurveyRequest(CLOSURES)
    wave = read_wave(csv(*lines), name="m.csv", catalog=catalog, request=request)
    assert {k[1]: v for k, v in values(wave).items()} == {"2025-01": 3, "2025-02": 4}
