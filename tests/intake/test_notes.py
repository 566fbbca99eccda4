"""What a survey file says in words of its figures: never passed over in silence."""

import pytest

from lib.catalog import Catalog, Status
from lib.intake import SurveyRequest, WaveFile, read_measures, read_police_list, read_wave
from lib.intake.names import NameIndex
from lib.intake.survey_notes import find_year_in_name
from tests.intake.files import Rows, csv, xlsx
from tests.intake.reading import LINE, STEYL, read, values
from tests.intake.test_cases import PLANNED, TODAY, intervals, read_share


def kinds(wave: WaveFile) -> list[str]:
    return [problem.kind for problem in wave.problems]


@pytest.mark.parametrize(
    "lines",
    [
        ("wijk;cijfer;ondergrens (90%);bovengrens (90%)", "Steyl;7,4;7,3;7,5"),
        ("wijk;cijfer;90%-BI laag;90%-BI hoog", "Steyl;7,4;7,3;7,5"),
        ("wijk;cijfer;marge (90 %)", "Steyl;7,4;0,1"),
        ("wijk;cijfer;foutmarge 99%", "Steyl;7,4;0,3"),
        ("90%-betrouwbaarheidsintervallen", "wijk;cijfer;og;bg", "Steyl;7,4;7,3;7,5"),
        ("wijk;cijfer;og;bg", "Steyl;7,4;7,3;7,5", "Marges zijn berekend bij 99% zekerheid;;;"),
    ],
    ids=" / ".join,
)
def test_margins_of_another_level_are_refused(lines: tuple[str, ...], catalog: Catalog) -> None:
    wave = read(csv(*lines), catalog)
    assert set(kinds(wave)) == {"other_level"}
    assert not wave.is_ready


@pytest.mark.parametrize(
    "titles",
    [
        "95% CI laag;95% CI hoog",
        "ondergrens (95%);bovengrens (95%)",
        "95,0% Lower CL for Mean;95,0% Upper CL for Mean",
        "95%-BI laag;95%-BI hoog",
    ],
)
def test_the_usual_level_may_stand_in_any_name(titles: str, catalog: Catalog) -> None:
    titles = titles.replace("CI laag", "CI low").replace("CI hoog", "CI high")
    assert intervals(read(csv(f"wijk;cijfer;{titles}", "Steyl;7,4;7,2;7,6"), catalog)) == [
        (7.2, 7.6)
    ]


@pytest.mark.parametrize("title", ["95% CI", "95%-betrouwbaarheidsinterval", "95%-interval"])
def test_an_interval_in_one_cell_has_any_name(title: str, catalog: Catalog) -> None:
    assert intervals(read(csv(f"wijk;cijfer;{title}", "Steyl;7,4;7,2-7,6"), catalog)) == [
        (7.2, 7.6)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("wijk;rapportcijfer (1-5)", "Steyl;3,9"),
        ("Schaal van 1 tot 5", "wijk;score", "Steyl;3,9"),
        ("wijk;score", "Steyl;3,9", "De antwoorden staan op een schaal van 1 t/m 5;"),
    ],
    ids=" / ".join,
)
def test_figures_on_another_scale_are_refused(lines: tuple[str, ...], catalog: Catalog) -> None:
    wave = read(csv(*lines), catalog)
    assert kinds(wave) == ["other_scale"]
    assert "van 1 tot en met 10" in wave.problems[0].expected
    assert values(read(csv("wijk;rapportcijfer (1-10)", "Steyl;7,4"), catalog)) == STEYL


@pytest.mark.parametrize(
    ("line", "is_quoted"),
    [
        ("Tabel 3: waardering van het groen", True),
        ("Rapportcijfer leefbaarheid in de buurt", True),
        ("Perioden: 2025", False),
        ("Rapportcijfer veiligheid eigen buurt, 2025", False),
    ],
)
def test_a_title_that_names_another_subject_is_quoted(
    line: str, is_quoted: bool, catalog: Catalog
) -> None:
    wave = read(csv(line, "wijk;cijfer", "Steyl;7,4"), catalog)
    assert values(wave) == STEYL
    assert any(line in notice for notice in wave.notices) == is_quoted


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("meting-2023.csv", "2023"),
        ("m.xlsx, blad 'Meting 2023'", "2023"),
        ("2023-2026 plan.csv", ""),
        ("2023-26.csv", ""),
        ("export 2023-11-02.csv", ""),
        ("export 2-11-2023.csv", ""),
        ("20231102.csv", ""),
        ("m.csv", ""),
    ],
)
def test_year_in_the_name_of_a_file(name: str, year: str) -> None:
    assert find_year_in_name(name) == year


@pytest.mark.parametrize(
    "lines",
    [
        ("wijk,cijfer,og,bg", "Steyl,7,4,7,2,7,6", "Velden,7,6,7,4,7,8"),
        ("wijk,cijfer", "Steyl,7,4", "Velden,7,6"),
        ("wijk,cijfer,,", "Steyl,7,4,", "Velden,7,6,"),
    ],
    ids=" / ".join,
)
def test_decimal_commas_between_commas_are_never_cut(
    lines: tuple[str, ...], catalog: Catalog
) -> None:
    wave = read(csv(*lines), catalog)
    assert kinds(wave) == ["nameless_cells"]
    assert "puntkomma" in wave.problems[0].fix


def test_remarks_in_a_column_without_a_name_are_reported(catalog: Catalog) -> None:
    rows: Rows = [["wijk", "cijfer"], ["Steyl", 7.4, "let op"]]
    wave = read(xlsx(rows), catalog, name="m.xlsx")
    assert values(wave) == STEYL
    assert any("kolommen zonder naam" in notice for notice in wave.notices)


@pytest.mark.parametrize(
    ("cells", "are_fractions"),
    [
        (["12%", "0,09", "15%"], True),
        (["12", "0,09"], True),
        (["0,12", "0"], True),
        (["12", "9,5", "0,5"], False),
        (["12%", "9%", "0,09%"], False),
        (["60", "1"], False),
    ],
)
def test_a_part_of_one_between_percentages_is_refused(
    cells: list[str], are_fractions: bool, catalog: Catalog
) -> None:
    areas = ("Steyl", "Velden", "Belfeld")
    rows = [f"{area};{cell}" for area, cell in zip(areas, cells, strict=False)]
    wave = read_share(csv("wijk;sociale overlast", *rows), catalog)
    assert (kinds(wave) == ["fractions"]) == are_fractions
    assert wave.is_ready != are_fractions


def test_a_rate_per_thousand_is_no_percentage(catalog: Catalog) -> None:
    for title in ("sociale overlast (‰)", "sociale overlast (per 1.000)"):
        wave = read_share(csv(f"wijk;{title}", "Steyl;12", "Velden;9"), catalog)
        assert kinds(wave) == ["other_scale"]


def test_hidden_sheets_are_reported_where_nothing_is_read(catalog: Catalog) -> None:
    content = xlsx([["a", "b"]], more={"data": [["wijk", "cijfer"]]}, hidden=["data"])
    for found in (
        read(content, catalog, name="m.xlsx"),
        read_measures(content, name="m.xlsx", catalog=catalog),
        read_police_list(content, name="m.xlsx", catalog=catalog, today=TODAY),
    ):
        assert found.problems
        assert "Blad 'data' is verborgen en niet gelezen." in found.notices


def test_wave_in_the_name_of_a_file_is_offered_where_its_rows_have_none(catalog: Catalog) -> None:
    def read_named(content: bytes, name: str, period: str) -> WaveFile:
        request = SurveyRequest(indicator="rapportcijfer", period=period, planned=PLANNED)
        return read_wave(content, name=name, catalog=catalog, request=request)

    undated = csv("wijk;cijfer", "Steyl;7,4")
    book = xlsx([["wijk", "cijfer"], ["Steyl", 7.4]], sheet="Meting 2023")
    for content, name in ((undated, "meting-2023.csv"), (book, "m.xlsx")):
        wave = read_named(content, name, "2025")
        assert (kinds(wave), wave.other_wave) == (["named_wave"], "2023")
        assert values(read_named(content, name, "2023")) == {("steyl", "2023"): 7.4}
    assert values(read_named(undated, "rapport-2026.csv", "2025")) == STEYL  # no wave of that year
    dated = csv(LINE, "Steyl;2025;7,4")
    assert values(read_named(dated, "meting-2023.csv", "2025")) == STEYL


@pytest.mark.parametrize("title", ["2025 (voorlopig)", "2025*", "rapportcijfer 2025 voorlopig"])
def test_provisional_year_is_a_wave(title: str, catalog: Catalog) -> None:
    (only,) = read(csv(f"wijk;2023;{title}", "Steyl;7,2;7,4"), catalog).observations
    assert (only.value, only.period.text, only.status) == (7.4, "2025", Status.PROVISIONAL)


def test_topics_as_rows_and_areas_as_columns(catalog: Catalog) -> None:
    lines = ("indicator;Steyl;Velden", "Rapportcijfer;7,4;7,6", "Leefbaarheid;7,9;7,5")
    assert values(read(csv(*lines), catalog)) == {**STEYL, ("velden", "2025"): 7.6}


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("Blerick-Noord", "blerick-noord"),
        ("Blerik-Noord", "blerick-noord"),
        ("Blerick", None),
        ("Noord", None),
        ("Subtotaal Blerick", None),
        ("Blerick-Noord (totaal)", None),
        ("Xqzvw", None),
    ],
)
def test_a_name_of_several_areas_or_a_total_is_filled_in_for_none(
    text: str, likely: str | None
) -> None:
    names = ("Blerick-Noord", "Blerick-Zuid", "Venlo-Noord")
    index = NameIndex.of((name.lower(), (name,)) for name in names)
    assert index.find_likely(text) == likely


def test_few_answers_of_persons_are_recognised_by_their_areas(catalog: Catalog) -> None:
    rows = [f"{area};{cijfer}" for area in ("Steyl", "Velden") for cijfer in (7, 8, 6)]
    wave = read(csv("wijk;cijfer", *rows), catalog)
    assert kinds(wave) == ["many_rows_per_area"]
    assert "antwoorden van personen" in wave.problems[0].fix


@pytest.mark.parametrize("title", ["weging", "pc4", "postcode"])
def test_what_only_persons_have_is_refused(title: str, catalog: Catalog) -> None:
    wave = read(csv(f"wijk;cijfer;{title}", "Steyl;7;1", "Velden;8;2"), catalog)
    assert kinds(wave) == ["persons"]
