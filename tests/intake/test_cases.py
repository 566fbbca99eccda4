"""Files as data officers and the police really send them: what is read, and what is refused."""

import datetime as dt
import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from lib.catalog import Catalog, DataProblem, Missing, Status
from lib.catalog.problems import fold_problems
from lib.intake import SurveyRequest, WaveFile, read_measures, read_police_list, read_wave
from lib.intake.spreadsheet.cell_formats import apply_cell_format
from lib.intake.values import CellValue, find_date_fault, parse_respondents, strip_marks
from tests.intake.files import Formula, Rows, changed, csv, xlsx
from tests.intake.reading import LINE, STEYL, read, values

SHARE = "ervaren-sociale-overlast"
TODAY = dt.date(2026, 11, 23)
STEYL_71 = {("steyl", "2025"): 7.1}
PLANNED = ("2021", "2023", "2025", "2027")


def formatted(rows: Rows, code: str) -> bytes:
    """Return a workbook in which every number has one format, as a spreadsheet saves it."""
    out, made = io.BytesIO(), Workbook()
    for row in rows:
        made.active.append(row)
    for cell in (c for cells in made.active.iter_rows() for c in cells):
        if isinstance(cell.value, float):
            cell.number_format = code
    made.save(out)
    return out.getvalue()


def read_share(content: bytes, catalog: Catalog, **more: Any) -> WaveFile:
    """Read a file of percentages."""
    request = SurveyRequest(indicator=SHARE, period="2025", **more)
    name = "m.xlsx" if content.startswith(b"PK") else "m.csv"
    return read_wave(content, name=name, catalog=catalog, request=request)


def intervals(wave: WaveFile) -> list[tuple[float | None, float | None]]:
    assert wave.problems == ()
    return [(o.lower, o.upper) for o in wave.observations]


def kinds(problems: tuple[DataProblem, ...]) -> set[str]:
    return {problem.kind for problem in problems}


# --- what a cell shows


@pytest.mark.parametrize(
    ("number", "code", "shows"),
    [
        (0.1, "0%", "10%"),
        (0.123, "0.0 %", "12.3%"),
        (0.4, "[Red]0.00%", "40%"),
        (-0.05, "0%;[Red]-0%", "-5%"),
        (7.4, "0.0", 7.4),
        (7.4, '0.0"%"', 7.4),
        (7.4, "General", 7.4),
        (46329.5, "yyyy-mm-dd h:mm", dt.datetime.fromisoformat("2026-11-03T12:00")),
        (46329, "d-m-yyyy", dt.datetime.fromisoformat("2026-11-03")),
        (2025, "d-m-yyyy", 2025),
        (7400.0, "0.0,", "7400 (getoond in duizenden)"),
        (6501, "#,##0", 6501),
        (7.1, '"n.b."', "n.b."),
        (0, '0;-0;"-"', 0),
    ],
)
def test_format_of_a_cell_counts_where_it_changes_the_value(
    number: float, code: str, shows: CellValue
) -> None:
    assert apply_cell_format(number, code) == shows


@pytest.mark.parametrize(("share", "code"), [(0.1, "0%"), (0.4, "0.0%"), (0.123, "[Blue]0%")])
def test_percent_cell_is_a_percentage(share: float, code: str, catalog: Catalog) -> None:
    rows: Rows = [["gebied", "waarde"], ["Venlo", share]]
    (only,) = read_share(formatted(rows, code), catalog).observations
    assert only.value == pytest.approx(100 * share)


def test_percentages_as_text_are_read(catalog: Catalog) -> None:
    wave = read_share(csv("wijk;sociale overlast", "Steyl;12,3%", "Velden;9,8 %"), catalog)
    assert [o.value for o in wave.observations] == [12.3, 9.8]


def test_rating_in_a_percent_cell_is_refused(catalog: Catalog) -> None:
    content = formatted([["wijk", "cijfer"], ["Steyl", 0.74]], "0%")
    assert kinds(read(content, catalog, name="m.xlsx").problems) == {"no_percentage"}


def test_parts_of_one_are_no_percentages(catalog: Catalog) -> None:
    wave = read_share(csv("wijk;sociale overlast", "Steyl;0,123", "Velden;0,098"), catalog)
    assert kinds(wave.problems) == {"fractions"}
    assert not wave.is_ready
    signed = read_share(csv("wijk;sociale overlast", "Steyl;0,4%"), catalog)
    assert [o.value for o in signed.observations] == [0.4]


@pytest.mark.parametrize("outcome", [0, None])
def test_formula_that_nobody_calculated_is_never_zero(outcome: int, catalog: Catalog) -> None:
    formula = Formula("=44.8+0", outcome)
    content = xlsx([["gebied", "waarde"], ["Venlo", formula]])
    if outcome == 0:
        content = changed(content, "xl/worksheets/sheet1.xml", "<v></v>", "<v>0</v>")
    wave = read_share(content, catalog)
    assert (kinds(wave.problems), wave.observations) == ({"no_outcome"}, ())
    assert not any("formule" in notice for notice in wave.notices)
    header = ["soort", "wijk", "datum", "aantal"]
    rows: Rows = [header, ["overval", "Steyl", dt.date(2026, 11, 1), formula]]
    found = read_police_list(xlsx(rows), name="p.xlsx", catalog=catalog, today=TODAY)
    assert kinds(found.problems) == {"no_outcome"}
    measures: Rows = [["titel", "thema", "status", "begin"], ["A", "onrust", "loopt", formula]]
    read_back = read_measures(xlsx(measures), name="m.xlsx", catalog=catalog)
    assert "no_outcome" in kinds(read_back.problems)


def test_hidden_rows_are_counted(catalog: Catalog) -> None:
    def hide(sheet: Any) -> None:
        sheet.set_row(1, None, None, {"hidden": True})

    rows: Rows = [["wijk", "cijfer"], ["Belfeld", 6.1], ["Steyl", 7.4]]
    wave = read(xlsx(rows, change=hide), catalog, name="m.xlsx")
    assert len(wave.observations) == 2
    assert any(notice.startswith("Verborgen rijen: 1 (rij 2)") for notice in wave.notices)


# --- figures with something next to them


@pytest.mark.parametrize(
    ("cell", "figure", "marks"),
    [
        ("7,1 *", "7,1", "*"),
        ("7,1**", "7,1", "**"),
        ("7,1†", "7,1", "†"),
        ("7,1 (1)", "7,1", "(1)"),
        ("7,1²", "7,1", "²"),
        ("*7,1", "7,1", "*"),
        ("12,3% *", "12,3%", "*"),
        ("7,1", "7,1", ""),
        ("7,1 a", "7,1 a", ""),
        (7.1, 7.1, ""),
    ],
)
def test_marks_of_footnotes(cell: CellValue, figure: CellValue, marks: str) -> None:
    assert strip_marks(cell) == (figure, marks)


def test_dropped_mark_is_reported_with_its_rows(catalog: Catalog) -> None:
    wave = read(csv("wijk;cijfer", "Steyl;7,4 *", "Velden;7,1", "Belfeld;7,2*"), catalog)
    assert values(wave) == {**STEYL, ("velden", "2025"): 7.1, ("belfeld", "2025"): 7.2}
    assert any("het teken * weggelaten (rij 2, 4)" in notice for notice in wave.notices)


def test_a_row_with_more_marks_is_told_once(catalog: Catalog) -> None:
    wave = read(csv("wijk;cijfer;n", "Steyl;7,4*;45*"), catalog)
    assert values(wave) == STEYL
    assert any("het teken * weggelaten (rij 2)" in notice for notice in wave.notices)


@pytest.mark.parametrize(
    "lines",
    [
        ("wijk;cijfer;OG;BG", "Steyl;7,4;7,2;7,6"),
        ("wijk;rapportcijfer;marge (±)", "Steyl;7,4;0,2"),
        ("wijk;rapportcijfer;±", "Steyl;7,4;0,2"),
        ("wijk;rapportcijfer;marge", "Steyl;7,4;±0,2"),
        ("wijk;rapportcijfer", "Steyl;7,4 ± 0,2"),
        ("wijk;rapportcijfer;marge (95 %)", "Steyl;7,4;7,2 tot 7,6"),
        ("wijk;rapportcijfer;95%-interval", "Steyl;7,4;[7,2; 7,6]"),
        ("wijk;rapportcijfer;betrouwbaarheidsinterval", "Steyl;7,4;7,2 - 7,6"),
    ],
    ids=" / ".join,
)
def test_ways_to_write_an_interval(lines: tuple[str, ...], catalog: Catalog) -> None:
    delimiter_safe = [line.replace("[7,2; 7,6]", '"[7,2; 7,6]"') for line in lines]
    wave = read(csv(*delimiter_safe), catalog)
    assert values(wave) == STEYL
    ((lower, upper),) = intervals(wave)
    assert (lower, upper) == (7.2, 7.6)


def test_margin_of_zero_is_no_certainty(catalog: Catalog) -> None:
    wave = read(csv("wijk;cijfer;marge", "Steyl;7,4;0"), catalog)
    assert kinds(wave.problems) == {"no_margin"}


def test_many_decimals_are_stored_and_respondents_may_have_a_unit(catalog: Catalog) -> None:
    wave = read(csv("wijk;cijfer;og;bg;n", "Steyl;7,4372;7,3171;7,5419;3970 resp."), catalog)
    (only,) = wave.observations
    assert (only.value, only.lower, only.upper, only.n) == (7.4372, 7.3171, 7.5419, 3970)


@given(
    st.integers(0, 9_999), st.sampled_from(["{}", "n={}", "n = {}", "{} resp.", "{} deelnemers"])
)
def test_respondents_with_a_word(n: int, form: str) -> None:
    assert parse_respondents(form.format(n)) == n


@pytest.mark.parametrize("secret", ["-99996", "-99997", "-99999", "-99996,0"])
def test_secret_value_of_swing_is_not_published(secret: str, catalog: Catalog) -> None:
    content = csv(
        "Jaar;Geolevel;Geoitem;rapportcijfer;n_ongewogen",
        f"2025;wijk;WK098335;{secret};{secret}",
        "2025;gemeente;0983;7,4;3970",
    )
    steyl, venlo = read(content, catalog).observations
    assert (steyl.value, steyl.n, steyl.missing) == (None, None, Missing.NOT_PUBLISHED)
    assert (venlo.area, venlo.value) == ("GM0983", 7.4)


# --- layouts


@pytest.mark.parametrize(
    "lines",
    [
        (
            '"Rapportcijfer; veiligheid; wijken"',
            '"Onderwerp";"Perioden";"Wijken";"Rapportcijfer (gemiddeld)"',
            '"Veiligheid; eigen buurt";"2025";"Steyl";"     7,4"',
        ),
        (
            '"Veiligheidsmonitor; kerncijfers, regio"',
            '""',
            '"Perioden: 2025"',
            '"Marges: Waarde"',
            '"";"Rapportcijfer leefbaarheid woonbuurt";"Rapportcijfer veiligheid woonbuurt"',
            '"Regio\'s";"cijfer";"cijfer"',
            '"Steyl";"7,5";"7,4"',
            '"© Centraal Bureau voor de Statistiek"',
        ),
        (
            '"Onderwerp";"Rapportcijfer veiligheid in buurt";"Leefbaarheid"',
            '"Perioden";"2025";"2025"',
            '"Wijken en buurten";"cijfer";"cijfer"',
            '"Steyl";"7,4";"7,5"',
        ),
        (
            '"";"";"";"Perioden"',
            '"Regio\'s";"Onderwerp";"";"2023";"2025"',
            '"Steyl";"Leefbaarheid";"cijfer";"7,1";"7,5"',
            '"Steyl";"Rapportcijfer";"cijfer";"7,3";"7,4"',
        ),
        ("Jaar;Steyl;Klingerberg", "2023;7,1;", "2025;7,4;"),
        (";Klingerberg;Steyl", "rapportcijfer;;7,4", "respondenten;;80"),
        ("Stadsdelen en kernen;rapportcijfer 2025", "Steyl;7,4", "Klingerberg;"),
        ("Peiling, najaar; veld", "Bron: bureau, rapport", "wijk;cijfer", "Steyl;7,4"),
    ],
    ids=lambda lines: lines[-1],
)
def test_layouts_of_publishers(lines: tuple[str, ...], catalog: Catalog) -> None:
    assert values(read(csv(*lines), catalog)) == STEYL


def test_star_at_a_period_means_provisional(catalog: Catalog) -> None:
    (only,) = read(csv("wijk;perioden;cijfer", "Steyl;2025*;7,4"), catalog).observations
    assert (only.period.text, only.status) == ("2025", Status.PROVISIONAL)


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("Marges: Ondergrens 95%-interval", "wijk;cijfer", "Steyl;7,4"), "margins_only"),
        (("wijk;onderwerp;2025", "Steyl;Bevolking;7"), "other_topic"),
        (("wijk;onderwerp;2025", "Steyl;Leefbaarheid;7", "Steyl;Inkomen;7"), "other_topic"),
        (("Onderwerp;Perioden;Regio", "Bevolking;2025;Breda"), "no_known_area"),
        (("TableInfos;;", "ID;Title;"), "metadata_file"),
        (("wijk;cijfer", *["Steyl;7", "Velden;6"] * 10), "many_rows_per_area"),
    ],
)
def test_table_with_other_figures_is_refused(
    lines: tuple[str, ...], kind: str, catalog: Catalog
) -> None:
    wave = read(csv(*lines), catalog)
    assert kinds(wave.problems) == {kind}
    assert not wave.is_ready


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimiter_is_the_one_by_which_a_header_is_found(delimiter: str, catalog: Catalog) -> None:
    titles = ["a, b; c, d", "e; f, g; h", "i, j, k"]
    rows = [["wijk", "cijfer"], ["Steyl", '"7,4"']]
    content = csv(*titles, *(delimiter.join(row) for row in rows))
    assert values(read(content, catalog)) == STEYL


def test_open_document_is_read_as_a_workbook_is(catalog: Catalog) -> None:
    start, end = "<table:table-cell office:value-type=", "</table:table-cell>"
    cell = start + '"{0}" office:value="{1}"><text:p>{1}</text:p>' + end
    text = start + '"string"><text:p>{}</text:p>' + end
    rows = [
        [text.format("wijk"), text.format("sociale overlast")],
        [text.format("Steyl"), cell.format("percentage", "0.123")],
        [text.format("Velden"), cell.format("float", "9.8")],
    ]
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    blanks = f'<table:table-row table:number-rows-repeated="1048573">{blank}</table:table-row>'
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {names}><table:table table:name="A">{body}{blanks}'
        "</table:table></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    request = SurveyRequest(indicator=SHARE, period="2025")
    wave = read_wave(out.getvalue(), name="m.ods", catalog=catalog, request=request)
    assert [(o.area, o.value) for o in wave.observations] == [("steyl", 12.3), ("velden", 9.8)]
    assert wave.problems == ()


# --- columns that somebody points out


def test_unknown_columns_are_offered_and_read_once_pointed_out(catalog: Catalog) -> None:
    content = csv("wijk;meting;percentage", "Steyl;2025;12,3%", "Velden;2025;9,8%")
    wave = read_share(content, catalog)
    assert kinds(wave.problems) == {"no_table"}
    assert wave.unknown is not None
    assert wave.unknown.titles == ("wijk", "meting", "percentage")
    assert wave.unknown.first_rows[0] == ("Steyl", "2025", "12,3%")
    assert wave.unknown.key == "meting|percentage|wijk"
    answers = {"wijk": "area", "meting": "period", "percentage": "value"}
    read_again = read_share(content, catalog, columns=answers)
    assert [o.value for o in read_again.observations] == [12.3, 9.8]
    assert read_again.is_ready


# --- waves


def test_wave_in_the_file_is_offered_in_place_of_the_chosen_one(catalog: Catalog) -> None:
    content = csv(LINE, "Steyl;2023;7,4", "Velden;2023;7,1")

    def read_2025(content: bytes) -> WaveFile:
        request = SurveyRequest(indicator="rapportcijfer", period="2025", planned=PLANNED)
        return read_wave(content, name="m.csv", catalog=catalog, request=request)

    assert read_2025(content).other_wave == "2023"
    unplanned = read_2025(csv(LINE, "Steyl;2024;7,4"))
    (problem,) = unplanned.problems
    assert problem.fix.startswith("2024 is geen meting uit de planning")
    assert unplanned.other_wave is None
    both = read_2025(csv(LINE, "Steyl;2023;7,4", "Steyl;2025;7,4"))
    assert both.other_wave is None


def test_areas_of_a_municipal_figure_are_reported_once(catalog: Catalog) -> None:
    whole = catalog.indicators[SHARE].model_copy(update={"levels": ("municipality",)})
    of_whole = replace(catalog, indicators={**catalog.indicators, SHARE: whole})
    content = csv("wijk;sociale overlast", "Venlo;12,3", "Steyl;9,8", "Velden;8")
    wave = read_share(content, of_whole)
    assert [o.area for o in wave.observations] == ["GM0983"]
    assert wave.questions == ()
    assert sum("niet gelezen zijn 2 wijken" in notice for notice in wave.notices) == 1


@pytest.mark.parametrize("name", ["Venlo totaal", "Stad Venlo", "Venlo 2025"])
def test_area_is_no_suggestion_because_it_has_the_name_of_the_municipality(
    name: str, catalog: Catalog
) -> None:
    (question,) = read(csv("wijk;cijfer", f"{name};7,4"), catalog).questions
    assert set(question.candidates) <= {"GM0983"}


# --- persons and cases


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("respondentnr;wijk;cijfer", "1;Steyl;7"), "persons"),
        (("id;pc;wijk;cijfer", "1;5912 AA;Steyl;7", "2;5912AB;Steyl;8"), "persons"),
        (("wijk;contact;cijfer", "Steyl;a@b.example;7", "Velden;c@d.example;8"), "persons"),
        (("zaak;wijk;cijfer", "PL2300-202600001;Steyl;7", "PL2300-202600002;Steyl;7"), "cases"),
        (("Incidentnummer;wijk;cijfer", "1;Steyl;7"), "cases"),
    ],
)
def test_persons_and_cases_are_refused_with_what_to_deliver(
    lines: tuple[str, ...], kind: str, catalog: Catalog
) -> None:
    content = csv(*lines)
    for problems in (
        read(content, catalog).problems,
        read_measures(content, name="m.csv", catalog=catalog).problems,
        read_police_list(content, name="p.csv", catalog=catalog, today=TODAY).problems,
    ):
        (problem,) = problems
        assert problem.kind == kind
        assert problem.fix.startswith("niet inlezen")
        assert not {"5912", "example", "PL2300"} & {problem.value, problem.expected}


def test_codes_of_cbs_are_no_postcodes(catalog: Catalog) -> None:
    content = csv("wijk;perioden;cijfer", "Steyl;2025JJ00;7,4", "Velden;2025JJ00;7,1")
    assert read(content, catalog).is_ready


# --- lists of the police


def list_of(catalog: Catalog, *lines: str) -> tuple[DataProblem, ...]:
    content = csv("soort,wijk,datum,aantal", *lines)
    return read_police_list(content, name="p.csv", catalog=catalog, today=TODAY).problems


def test_months_before_days_are_recognised_in_one_line(catalog: Catalog) -> None:
    days = [f"overval,Steyl,11/{day}/2026,2" for day in range(1, 20)]
    assert [p.kind for p in list_of(catalog, *days)] == ["month_first"]


@pytest.mark.parametrize(
    ("dates", "fault"),
    [
        (["11/13/2026", "11/1/2026"], "month_first"),
        (["13/11/2026", "11/13/2026"], "mixed_dates"),
        (["11/1/2026", "11/2/2026"], "ambiguous_dates"),
        (["13/11/2026", "1/11/2026"], ""),
        (["1-11-2026", "2-11-2026"], ""),
        (["11-13-2026"], "month_first"),
        (["5/5/2026"], ""),
        (["2026-11-01", None, 46329.0], ""),
    ],
)
def test_order_of_day_and_month(dates: list[CellValue], fault: str) -> None:
    assert find_date_fault(dates) == fault


@settings(max_examples=50)
@given(st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1)), min_size=1))
def test_dutch_dates_are_never_taken_for_american_ones(days: list[dt.date]) -> None:
    assert find_date_fault(f"{d.day}-{d.month}-{d.year}" for d in days) == ""
    slashed = find_date_fault(f"{d.day}/{d.month}/{d.year}" for d in days)
    assert slashed in {"", "ambiguous_dates"}


def test_whole_municipality_is_no_area_and_is_never_guessed(catalog: Catalog) -> None:
    days = [f"overval,Venlo,{day}-11-2026,3" for day in range(1, 20)]
    problems = list_of(catalog, *days)
    assert kinds(problems) == {"whole_municipality"}
    ((problem, rows),) = fold_problems(problems)
    assert rows == "2-20 (19 rijen)"
    assert "niet gelokaliseerd" in problem.fix


@pytest.mark.parametrize(
    "title", ["Diefstal/inbraak woning", "1.1.1 Diefstal/inbraak woning", "1.1.1"]
)
def test_titles_of_the_police_are_names(title: str, catalog: Catalog) -> None:
    content = csv("soort;wijk;datum;aantal", f"{title};Steyl;1-11-2026;1")
    found = read_police_list(content, name="p.csv", catalog=catalog, today=TODAY)
    assert found.problems == ()
    assert [catalog.indicators[kind].kinds for kind in found.kinds] == [("1.1.1",)]


def test_dates_are_reported_as_dates(catalog: Catalog) -> None:
    header = ["soort", "wijk", "datum", "aantal"]
    for when, reads in (
        (dt.datetime.fromisoformat("2026-11-03T14:30"), "3-11-2026 14:30"),
        (dt.datetime.fromisoformat("2062-11-03"), "3-11-2062"),
    ):
        out, made = io.BytesIO(), Workbook()
        for row in (header, ["overval", "Steyl", when, 2]):
            made.active.append(row)
        made.save(out)
        found = read_police_list(out.getvalue(), name="p.xlsx", catalog=catalog, today=TODAY)
        assert [p.value for p in found.problems] == [reads]


@pytest.mark.parametrize("spans", ["wk 42;wk 43;Totaal", "januari;februari", "2024;2025"])
def test_weeks_as_columns_say_how_to_turn_them(spans: str, catalog: Catalog) -> None:
    content = csv("Stijgers en dalers;;", "", f"Delict;{spans}", "Winkeldiefstal;8;9;17")
    found = read_police_list(content, name="p.csv", catalog=catalog, today=TODAY)
    assert kinds(found.problems) == {"cross_table"}


def test_list_without_numbers_is_a_list_of_cases(catalog: Catalog) -> None:
    content = csv("soort;wijk;datum", "overval;Steyl;1-11-2026", "overval;Steyl;1-11-2026")
    found = read_police_list(content, name="p.csv", catalog=catalog, today=TODAY)
    assert kinds(found.problems) == {"cases"}


# --- files of other programs, and equal problems


def test_strict_workbook_says_how_to_save_it(catalog: Catalog) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    content = changed(xlsx([["wijk", "cijfer"], ["Steyl", 7.4]]), "xl/workbook.xml", main, strict)
    (problem,) = read(content, catalog, name="m.xlsx").problems
    assert "Excel-werkmap (.xlsx)" in problem.fix


def test_numbers_file_says_how_to_export_it(catalog: Catalog) -> None:
    (problem,) = read(b"PK\x03\x04....", catalog, name="m.numbers").problems
    assert "Exporteer naar > Excel" in problem.fix


def test_equal_problems_are_one_line_with_their_rows(catalog: Catalog) -> None:
    names = [a.name for a in catalog.of_kind("area").values()]
    wave = read(csv("wijk;cijfer;og;bg", *[f"{n};7,4;7,6;7,2" for n in names]), catalog)
    ((problem, rows),) = fold_problems(wave.problems)
    assert (problem.column, rows) == ("og", "2-19 (18 rijen)")
    first, other = (
        DataProblem("f", row=n, value=v, expected="e", fix=v) for n, v in ((2, "a"), (4, "b"))
    )
    assert [line.rows for line in fold_problems([first, other])] == ["2", "4"]


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (("10/15/2025", "10/16/2025"), "month_first"),
        (("15/10/2025", "10/16/2025"), "mixed_dates"),
    ],
)
def test_american_days_of_a_survey_are_one_problem(
    catalog: Catalog, days: tuple[str, str], kind: str
) -> None:
    lines = [f"{area};{day};7,1" for area, day in zip(("Steyl", "Velden"), days, strict=True)]
    found = read(csv("wijk;datum;rapportcijfer", *lines), catalog)
    assert [(p.kind, p.column) for p in found.problems] == [(kind, "datum")]
    assert found.observations == ()


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("7,1 (±0,2)", (6.9, 7.3)),
        ("7,1 [+/- 0,2]", (6.9, 7.3)),
        ("7,1 (6,9-7,3)", (6.9, 7.3)),
        ("7,1 [6,9 tot 7,3]", (6.9, 7.3)),
    ],
)
def test_margin_in_brackets_after_the_figure_is_its_interval(
    catalog: Catalog, text: str, bounds: tuple[float, float]
) -> None:
    found = read(csv("wijk;jaar;cijfer", f"Steyl;2025;{text}"), catalog)
    assert values(found) == STEYL_71
    assert intervals(found) == [pytest.approx(bounds)]


@pytest.mark.parametrize("text", ["-99996", "-99.996", "-99996,0", "-99997.00"])
def test_secret_value_of_swing_is_no_number_however_it_is_written(
    catalog: Catalog, text: str
) -> None:
    (one,) = read(csv("wijk;jaar;cijfer", f"Steyl;2025;{text}"), catalog).observations
    assert (one.value, one.missing) == (None, Missing.NOT_PUBLISHED)


@pytest.mark.parametrize("text", ["3.970", "3 970", "3'970", "n = 3.970", "3 970 respondenten"])
def test_thousands_of_respondents_are_read_with_any_separator(text: str) -> None:
    assert parse_respondents(text) == 3970


def test_bounds_with_the_interval_first_in_their_names_are_read(catalog: Catalog) -> None:
    header = "wijk;meting;rapportcijfer;95%-BI laag;95%-BI hoog"
    found = read(csv(header, "Steyl;2025-10-01T00:00:00;7,1;6,9;7,3"), catalog)
    assert intervals(found) == [(6.9, 7.3)]
