"""Survey waves: every layout is read, what is no fault is told, and no name is guessed."""

import hashlib
from typing import Any

import pytest

from lib.catalog import Catalog, DataProblem, Missing, Status
from lib.intake import UPLOAD_SOURCE, Question
from tests.intake.files import Formula, Rows, csv, xlsx
from tests.intake.reading import HEADER, LINE, STEYL, book, read, values

# --- a row per area


def test_every_column_is_read(catalog: Catalog) -> None:
    content = csv(LINE, "Steyl;2025;7,4;7,2;7,6;312;voorlopig", "Venlo;2025;7,3;7,25;7,35;5012;")
    wave = read(content, catalog)
    assert wave.is_ready
    assert (wave.name, wave.layout, wave.indicator) == ("meting.csv", "long", "rapportcijfer")
    assert wave.sha256 == hashlib.sha256(content).hexdigest()
    assert wave.periods == ("2025",)
    first, whole = wave.observations
    assert (first.area, first.value, first.lower, first.upper, first.n) == (
        "steyl",
        7.4,
        7.2,
        7.6,
        312,
    )
    assert (first.status, first.missing, first.source) == (Status.PROVISIONAL, None, UPLOAD_SOURCE)
    assert (whole.area, whole.lower, whole.n) == ("GM0983", 7.25, 5012)
    assert whole.status is Status.FINAL


@pytest.mark.parametrize(
    "lines",
    [
        ("wijk;cijfer", "Steyl;7,4"),
        ("wijk;cijfer", "Steyl;7.4"),
        ("wijk,cijfer", 'Steyl,"7,4"'),
        ("wijk,cijfer", "Steyl,7.4"),
        ("wijk\tcijfer", "Steyl\t7,4"),
        ("sep=;", "wijk;cijfer", "Steyl;7,4"),
        ('"wijk";"cijfer"', '"Steyl";"7,4"'),
        ("Wijk; Meting ;Rapportcijfer", " Steyl ; 2025 ; 7,4 "),
        ("Gebied;Jaar;Waarde", "Steyl;2025;7,4"),
        ("wijknaam;onderzoeksjaar;gemiddeld cijfer;n", "Steyl;2025;7,4;"),
        ("Rapportcijfer veiligheid eigen buurt;naam", "7,4;Steyl"),
        ("wijk;rapportcijfer 2025;ondergrens;bovengrens", "Steyl;7,4;7,3;7,5"),
        ("area,period,value,lower,upper,n,status", "steyl,2025,7.4,7.3,7.5,80,definitief"),
        ("Uitkomsten van de enquête", "", "wijk;cijfer", "", "Steyl;7,4", ""),
        ("wijk;cijfer", "Steyl;7,4", ";", "Bron: enquête onder inwoners;", "Steyl;"),
        ("wijkcode;wijk;cijfer", "n/a;Steyl;7,4"),
        ("wijk;cijfer;ondergrens;bovengrens", "Steyl;7,4;-;-"),
        ("wijk;cijfer;n", "Steyl;+7,40;1.234"),
        ("wijk;cijfer", "Ｓteyl\u200b;７,４"),
        ("wijk;cijfer", "'Steyl;7,4\u00a0"),
        ("wijk;cijfer", "Steyl;7,400000000000"),
    ],
    ids=" / ".join,
)
def test_ways_to_write_the_same(lines: tuple[str, ...], catalog: Catalog) -> None:
    assert values(read(csv(*lines), catalog)) == STEYL


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings(encoding: str, end: str, catalog: Catalog) -> None:
    text = f"wijk;cijfer;opmerking{end}Steyl;7,4;café €{end}"
    wave = read(text.encode(encoding), catalog)
    assert values(wave) == STEYL
    assert any("Windows-1252" in told for told in wave.notices) == (encoding == "cp1252")


def test_workbook_with_numbers_as_numbers_and_as_text(catalog: Catalog) -> None:
    rows: Rows = [
        HEADER,
        ["Steyl", 2025, 7.4, 7.2, 7.6, 312, "definitief"],
        ["Belfeld", "2025", "7,9", "7.8", "8,0", "1.204", None],
        ["Velden", 2025.0, 8],
    ]
    wave = book(rows, catalog)
    assert values(wave) == {**STEYL, ("belfeld", "2025"): 7.9, ("velden", "2025"): 8}
    assert [o.n for o in wave.observations] == [312, 1204, None]


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Venlo-Noord-Oost (Veegtes/'t Ven)", "venlo-noord-oost"),
        ("'t Ven", "venlo-noord-oost"),
        ("VENLO NOORD OOST", "venlo-noord-oost"),
        ("hout  blerick / boekend", "hout-blerick-en-boekend"),
        ("Tegelen - Op de Heide", "tegelen-op-de-heide"),
        ("klíngérberg", "klingerberg"),
        ("venlo-centrum", "venlo-centrum"),
        ("Binnenstad", "venlo-centrum"),
        ("Venlo", "GM0983"),
        ("gemeente venlo", "GM0983"),
        ("gm0983", "GM0983"),
        ("WK098335", "steyl"),
        ("Wijk 35 Steyl", "steyl"),
        ("WK098322", "WK098322"),
    ],
)
def test_names_that_are_no_guess(name: str, area: str, catalog: Catalog) -> None:
    assert values(read(csv("wijk;cijfer", f"{name};7,4"), catalog)) == {(area, "2025"): 7.4}


def test_cbs_wijk_that_is_a_whole_area_is_reported(catalog: Catalog) -> None:
    wave = read(csv("wijk;cijfer", "WK098335;7,4"), catalog)
    assert "Namen zijn gelezen als wijk: 'WK098335' als Steyl." in wave.notices


def test_dash_means_not_published_and_blank_means_nothing(catalog: Catalog) -> None:
    wave = read(csv(LINE, "Steyl;2025;-;;;;", "Belfeld;2025;;;;;", "Velden;2025;7,5"), catalog)
    assert values(wave) == {("steyl", "2025"): None, ("velden", "2025"): 7.5}
    assert wave.observations[0].missing is Missing.NOT_PUBLISHED


def test_areas_without_a_figure_are_reported(catalog: Catalog) -> None:
    areas = [a.name for a in catalog.of_kind("area").values() if a.area != "klingerberg"]
    wave = read(csv("wijk;cijfer", *[f"{name};7,4" for name in areas]), catalog)
    assert wave.is_ready
    assert wave.notices[-2:] == (
        "Zonder cijfer in de meting 2025: Venlo, Klingerberg.",
        "Het bestand noemt geen meting: gelezen als 2025.",
    )


def test_columns_and_rows_that_are_not_read_are_reported(catalog: Catalog) -> None:
    wave = read(csv("wijk;cijfer;inwoners;", "Steyl;7,4;3000;", "Bron: enquête;;;"), catalog)
    assert values(wave) == STEYL
    assert "Niet gelezen kolommen: inwoners." in wave.notices
    assert "Overgeslagen rijen: 'Bron: enquête'." in wave.notices


def test_several_waves_are_read_when_none_was_chosen(catalog: Catalog) -> None:
    content = csv("wijk;meting;cijfer", "Steyl;2025;7,4", "Steyl;2023;7,5")
    wave = read(content, catalog, period=None)
    assert wave.periods == ("2023", "2025")
    assert values(wave) == {**STEYL, ("steyl", "2023"): 7.5}


# --- areas by years


@pytest.mark.parametrize(
    "lines",
    [
        ("wijk;2021;2025", "Steyl;7,6;7,4"),
        (";2021;2025", "Steyl;7,6;7,4"),
        ("wijk;rapportcijfer 2021;rapportcijfer 2025", "Steyl;7,6;7,4"),
        ("wijk;2025 cijfer;2025 ondergrens;2025 bovengrens;2021", "Steyl;7,4;7,3;7,5;7,6"),
        ("wijk;meting 2021;meting 2025", "Steyl;7,6;7,4"),
        ("wijk;2021;;2025;", ";cijfer;n;cijfer;n", "Steyl;7,6;80;7,4;90"),
        ("wijk;2016;2025", "Steyl;;7,4"),
    ],
    ids=" / ".join,
)
def test_years_next_to_each_other(lines: tuple[str, ...], catalog: Catalog) -> None:
    wave = read(csv(*lines), catalog)
    assert values(wave) == STEYL
    assert wave.layout == "years"


def test_other_years_are_left_out_and_reported(catalog: Catalog) -> None:
    wave = read(csv("wijk;2016;2021;2025", "Steyl;7,5;x7;7,4"), catalog)
    assert values(wave) == STEYL
    assert "Andere metingen in het bestand, niet gelezen: 2016, 2021." in wave.notices


def test_margins_per_year_in_a_workbook_with_merged_headers(catalog: Catalog) -> None:
    rows: Rows = [
        ["Rapportcijfers per wijk"],
        ["Wijk", "2023", None, None, 2025],
        [None, "cijfer", "ondergrens", "bovengrens", "cijfer", "ondergrens", "bovengrens"],
        ["Steyl", 7.5, 7.3, 7.7, 7.4, 7.2, 7.6],
    ]

    def merge(sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 6, "Rapportcijfers per wijk")
        sheet.merge_range(1, 0, 2, 0, "Wijk")
        sheet.merge_range(1, 1, 1, 3, "2023")
        sheet.merge_range(1, 4, 1, 6, "2025")

    wave = read(xlsx(rows, change=merge), catalog, name="m.xlsx", period=None, existing=())
    assert values(wave) == {("steyl", "2023"): 7.5, **STEYL}
    assert [(o.lower, o.upper) for o in wave.observations] == [(7.3, 7.7), (7.2, 7.6)]


# --- CBS

CODES = '"ID";"Marges";"RegioS";"Perioden";"Leefbaarheid_4";"RapportcijferVeiligheidInBuurt_12"'
TITLES = (
    '"Marges";"Regio\'s";"Perioden";"Leefbaarheid (rapportcijfer)";'
    '"Veiligheidsbeleving/Rapportcijfer veiligheid in buurt (rapportcijfer)"'
)
CBS = [
    csv(
        CODES,
        '1;"MW00000";"NL01  ";"2025JJ00";"     7.7";"     7.6"',
        '2;"MW00000";"GM0983";"2023JJ00";"     7.5";"     7.2"',
        '3;"MW00000";"GM0983";"2025JJ00";"     7.5";"     7.4"',
        '4;"MOG0095";"GM0983";"2025JJ00";"     7.4";"     7.3"',
        '5;"MBG0095";"GM0983";"2025JJ00";"     7.6";"     7.5"',
    ),
    csv(
        "Veiligheidsmonitor; kerncijfers, regio",
        TITLES,
        '"Waarde";"Venlo (gemeente)";"2025*";"7,5";"7,4"',
        '"Ondergrens 95%-interval";"Venlo (gemeente)";"2025*";"7,4";"7,3"',
        '"Bovengrens 95%-interval";"Venlo (gemeente)";"2025*";"7,6";"7,5"',
        '"Waarde";"Limburg (PE)";"2025*";"7,5";"7,4"',
        '"Bron: CBS"',
    ),
]


@pytest.mark.parametrize(
    ("content", "status"),
    [(CBS[0], Status.FINAL), (CBS[1], Status.PROVISIONAL)],
    ids=["codes", "titles"],
)
def test_table_of_cbs(content: bytes, status: Status, catalog: Catalog) -> None:
    wave = read(content, catalog)
    assert wave.layout == "cbs"
    assert values(wave) == {("GM0983", "2025"): 7.4}
    (only,) = wave.observations
    assert (only.lower, only.upper, only.status) == (7.3, 7.5, status)


def test_point_of_cbs_is_not_published(catalog: Catalog) -> None:
    content = csv(CODES, *[f'1;"{m}";"GM0983";"2025JJ00";"7.5";"     ."' for m in ("MW00000",)])
    (only,) = read(content, catalog).observations
    assert (only.value, only.missing) == (None, Missing.NOT_PUBLISHED)


@pytest.mark.parametrize(
    ("lines", "column", "expected"),
    [
        ((CODES, '1;"MW00000";"GM0984";"2025JJ00";"7.5";"7.4"'), "RegioS", "deze gemeente"),
        (
            ('"Marges";"RegioS";"Perioden";"Leefbaarheid_4"', "MW00000;GM0983;2025JJ00;7.5"),
            "Rapportcijfer veiligheid in buurt",
            "precies één kolom",
        ),
        ((CODES, *['1;"MW00000";"GM0983";"2025JJ00";"7.5";"7.4"'] * 2), "RegioS", "één keer"),
        ((CODES, '1;"MW00000";"GM0983";"ooit";"7.5";"7.4"'), "Perioden", "een meting"),
    ],
)
def test_fault_in_a_table_of_cbs(
    lines: tuple[str, ...], column: str, expected: str, catalog: Catalog
) -> None:
    (problem,) = read(csv(*lines), catalog).problems
    assert problem.column == column
    assert expected in problem.expected


# --- names that are not known


def test_unknown_names_are_asked_and_never_guessed(catalog: Catalog) -> None:
    content = csv("wijk;cijfer", "Klingerbreg;7,4", "Totaal;7,3", "Xqzvw;7,0", "Klingerbreg;7,4")
    wave = read(content, catalog)
    assert wave.observations == ()
    assert not wave.is_ready
    assert wave.questions == (
        Question("Klingerbreg", 2, ("klingerberg",), "klingerberg"),
        Question("Totaal", 3, ("GM0983",), "GM0983"),
        Question("Xqzvw", 4, ()),
    )


def test_answers_are_taken_and_an_empty_one_leaves_rows_out(catalog: Catalog) -> None:
    content = csv("wijk;cijfer", "Klingerbreg;7,4", "Totaal;7,3", "Xqzvw;onzin")
    names = {"Klingerbreg": "klingerberg", "totaal": "GM0983", "Xqzvw": ""}
    wave = read(content, catalog, names=names)
    assert values(wave) == {("klingerberg", "2025"): 7.4, ("GM0983", "2025"): 7.3}
    assert "Overgeslagen rijen: 'Xqzvw'." in wave.notices
    assert any("'Klingerbreg' als Klingerberg" in told for told in wave.notices)


def test_unknown_name_is_asked_also_when_an_earlier_cell_of_it_is_blank(catalog: Catalog) -> None:
    wave = read(csv("wijk;2023;2025", "Stijl;;7,4", "Bron: x;;"), catalog)
    assert [q.name for q in wave.questions] == ["Stijl"]
    assert "Overgeslagen rijen: 'Bron: x'." in wave.notices


def test_answer_that_is_no_area_stays_a_question(catalog: Catalog) -> None:
    wave = read(csv("wijk;cijfer", "Abc;7,4"), catalog, names={"Abc": "no-such-area"})
    assert [q.name for q in wave.questions] == ["Abc"]


def test_answer_for_an_area_that_is_there_already_is_double(catalog: Catalog) -> None:
    content = csv("wijk;cijfer", "Steyl;7,4", "Stijl;7,3")
    (problem,) = read(content, catalog, names={"Stijl": "steyl"}).problems
    assert (problem.row, problem.value) == (3, "Stijl")


def test_name_of_two_areas_is_a_question(catalog: Catalog) -> None:
    assert [q.name for q in read(csv("wijk;cijfer", "Noord;7"), catalog).questions] == ["Noord"]


def test_likeliest_candidate_comes_first_and_there_are_at_most_three(catalog: Catalog) -> None:
    content = csv("wijk;cijfer", "Venlo Oost-Zuyd;7", "Blerick;7", "Tegelen de Heide;7")
    oost, blerick, heide = read(content, catalog).questions
    assert oost.candidates[0] == "venlo-oost-zuid"
    assert len(blerick.candidates) == 3
    assert heide.candidates[0] == "tegelen-op-de-heide"


def test_question_about_text_that_would_run_is_plain_text(catalog: Catalog) -> None:
    names = ['=HYPERLINK("https://x.example")', "<script>alert(1)</script>", "${7*7}`", "@SUM(A1)"]
    rows: Rows = [["wijk", "cijfer"], *[(name, 7.0) for name in names]]
    assert [q.name for q in book(rows, catalog).questions] == names


# --- what a workbook has besides values


def test_outcome_of_a_formula_is_used_and_reported(catalog: Catalog) -> None:
    rows: Rows = [["wijk", "cijfer"], ["Steyl", Formula("=7+0.4", 7.4)], ["Velden", 7]]
    wave = book(rows, catalog)
    assert values(wave) == {**STEYL, ("velden", "2025"): 7}
    assert "Cellen met een formule: 1. De uitkomst is gebruikt." in wave.notices


def test_formula_without_outcome_is_a_problem(catalog: Catalog) -> None:
    rows: Rows = [["wijk", "cijfer"], ["Steyl", Formula("=7+0.4", None)]]
    (problem,) = book(rows, catalog).problems
    assert (problem.row, problem.column) == (2, "cijfer")
    assert problem.expected == "de uitkomst van de formule"
    assert "sla het op" in problem.fix


def test_formula_with_an_error_is_a_problem(catalog: Catalog) -> None:
    rows: Rows = [["wijk", "cijfer"], ["Steyl", Formula("=1/0", "#DIV/0!")]]
    assert [p.value for p in book(rows, catalog).problems] == ["#DIV/0!"]


def test_hidden_sheets_are_reported_and_not_read(catalog: Catalog) -> None:
    rows: Rows = [["wijk", "cijfer"], ["Steyl", 7.4]]
    content = xlsx(rows, more={"Oud": [["wijk", "cijfer"], ["Steyl", 7]]}, hidden=["Oud"])
    wave = read(content, catalog, name="m.xlsx")
    assert values(wave) == STEYL
    assert "Blad 'Oud' is verborgen en niet gelezen." in wave.notices


def test_sheet_without_a_table_is_reported(catalog: Catalog) -> None:
    content = xlsx(
        [["wijk", "cijfer"], ["Steyl", 7.4]], more={"Toelichting": [["Over de cijfers"]]}
    )
    wave = read(content, catalog, name="m.xlsx")
    assert values(wave) == STEYL
    assert "Geen tabel gevonden in m.xlsx, blad 'Toelichting': niet gelezen." in wave.notices


def test_two_sheets_with_figures_are_refused(catalog: Catalog) -> None:
    rows: Rows = [["wijk", "cijfer"], ["Steyl", 7.4]]
    wave = read(xlsx(rows, more={"2023": rows}), catalog, name="m.xlsx")
    (problem,) = wave.problems
    assert problem.expected == "één blad met een tabel, niet 2"
    assert problem.value == "blad 'Cijfers'; blad '2023'"
    assert wave.unknown is None  # nothing about its columns is left to ask


def test_merged_names_and_waves_hold_for_all_their_rows(catalog: Catalog) -> None:
    rows: Rows = [
        ["wijk", "meting", "cijfer"],
        ["Steyl", 2023, 7.5],
        [None, 2025, 7.4],
        ["Velden", 2025, 7],
    ]
    content = xlsx(rows, change=lambda sheet: sheet.merge_range(1, 0, 2, 0, "Steyl"))
    wave = read(content, catalog, name="m.xlsx", period=None, existing=())
    assert values(wave) == {("steyl", "2023"): 7.5, **STEYL, ("velden", "2025"): 7}
    assert any("samengevoegde cellen" in told for told in wave.notices)


def test_one_figure_merged_over_two_areas_is_a_problem(catalog: Catalog) -> None:
    rows: Rows = [["wijk", "cijfer"], ["Steyl", 7.4], ["Velden", None]]
    content = xlsx(rows, change=lambda sheet: sheet.merge_range(1, 1, 2, 1, 7.4))
    (problem,) = read(content, catalog, name="m.xlsx").problems
    assert (problem.row, problem.column, problem.expected) == (3, "cijfer", "één cijfer per rij")


def test_workbook_names_the_sheet_and_its_own_row(catalog: Catalog) -> None:
    rows: Rows = [[], ["wijk", "cijfer"], [], ["Steyl", "veel"]]
    (problem,) = book(rows, catalog).problems
    assert (problem.file, problem.row) == ("meting.xlsx, blad 'Cijfers'", 4)
    assert str(problem) == (
        "meting.xlsx, blad 'Cijfers', rij 4, kolom 'cijfer': Er staat: 'veel'. Verwacht: een "
        "getal. Wat te doen: schrijf alleen cijfers, met een komma voor decimalen; in een meting "
        "mag een streepje (-): niet gepubliceerd."
    )


def test_result_cannot_be_changed(catalog: Catalog) -> None:
    wave = read(csv("wijk;cijfer", "Steyl;7,4"), catalog)
    assert isinstance(wave.problems, tuple)
    assert all(isinstance(p, DataProblem) for p in wave.problems)
    with pytest.raises(AttributeError):
        wave.observations = ()  # type: ignore[misc]
