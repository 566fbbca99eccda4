"""Rows, columns and titles that are about something else: left out, refused or asked."""

import pytest

from lib.catalog import Catalog
from lib.intake import SurveyRequest, WaveFile, read_wave
from lib.intake.names import index_areas
from tests.intake.files import Rows, csv, xlsx
from tests.intake.reading import STEYL, read, values

SHARE = "slachtoffers"


def read_share(content: bytes, catalog: Catalog) -> WaveFile:
    request = SurveyRequest(indicator=SHARE, period="2025")
    return read_wave(content, name="m.csv", catalog=catalog, request=request)


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["gebiedscode;wijk;cijfer", "WK095700;Centrum;7,4"], "other_place"),
        (["gemeente;wijk;cijfer", "Roermond;Centrum;7,4"], "other_place"),
        (
            ["onderwerp;wijk;2025", "Rapportcijfer;Steyl;7,4", ";Velden;7", "x;Steyl;9"],
            "blank_topic",
        ),
        (["wijk;leeftijd;cijfer", "Steyl;65+;7,4"], "part_of_residents"),
        (["wijk;kenmerk;cijfer", "Steyl;Vrouw;7,4"], "part_of_residents"),
        (["wijk;cijfer;n", "Steyl;7,4;0"], "no_respondents"),
        (["Wijk;2025", "Steyl;7,4", "Onveilig", "Wijk;2025", "Steyl;9,1"], "second_table"),
    ],
)
def test_rows_about_something_else_are_refused(
    lines: list[str], kind: str, catalog: Catalog
) -> None:
    wave = read(csv(*lines), catalog)
    assert {problem.kind for problem in wave.problems} == {kind}


@pytest.mark.parametrize(
    ("lines", "left_out"),
    [
        (["gemeente;wijk;cijfer", "Beesel;Centrum;7,0", "Venlo;Steyl;7,4"], "Beesel"),
        (["gemeente;wijk;cijfer", "GM0889;Centrum;7,0", "GM0983;Steyl;7,4"], "GM0889"),
        (["code;wijk;cijfer", "WK088900;Centrum;7,0", "WK098335;Steyl;7,4"], "WK088900"),
        (["wijk;geslacht;cijfer", "Steyl;Man;7,0", "Steyl;Totaal;7,4"], "Man"),
        (["wijk;geslacht;cijfer", "Steyl;Man;7,0", "Steyl;;7,4"], "Man"),
    ],
)
def test_rows_about_others_are_left_out_and_reported(
    lines: list[str], left_out: str, catalog: Catalog
) -> None:
    wave = read(csv(*lines), catalog)
    assert values(wave) == STEYL
    assert any(left_out in notice for notice in wave.notices)


@pytest.mark.parametrize(
    "lines",
    [
        ["gemeente;wijk;cijfer", "Gemeente Venlo;Steyl;7,4"],
        ["gemeentenaam;wijk;cijfer", ";Steyl;7,4"],
        ["wijk;cijfer;gemeente", "Steyl;7,4;7,2"],  # the municipality's figure next to each area's
        ["wijk;leeftijd;cijfer", "Steyl;41,3;7,4"],  # the mean age of who answered
        ["wijk;wijk;cijfer", "WK098335;Steyl;7,4"],  # a code and a name
        ["wijk;cijfer;minimum;maximum", "Steyl;7,4;1;10"],  # of the answers: no interval
        ["wijk;cijfer;respons (%)", "Steyl;7,4;34"],
        ["«wijk»;«cijfer»", "«Steyl»;«7,4»"],
        ["“wijk”;“cijfer”", "„Steyl”;“7,4”"],
    ],
)
def test_columns_that_say_nothing_about_the_figure(lines: list[str], catalog: Catalog) -> None:
    wave = read(csv(*lines), catalog)
    assert values(wave) == STEYL
    assert [(o.lower, o.n) for o in wave.observations] == [(None, None)]


NOT_MEASURED = (
    "Streefcijfers 2025",
    "Streefwaarden veiligheid",
    "Prognose rapportcijfer 2025",
    "Raming",
    "Ambitie 2025",
    "Doelen 2025",
    "Verandering ten opzichte van 2023",
    "Verschil t.o.v. de vorige meting",
    "Index (gemeente = 100)",
)


@pytest.mark.parametrize("title", NOT_MEASURED)
def test_a_title_of_figures_that_nobody_measured_is_refused(title: str, catalog: Catalog) -> None:
    found = read(csv(title, "wijk;cijfer", "Steyl;7,4"), catalog).problems
    assert [(p.kind, p.row) for p in found] == [("not_measured", 1)]


def test_a_sheet_or_file_of_targets_is_refused(catalog: Catalog) -> None:
    rows: Rows = [["wijk", "cijfer"], ["Steyl", 7.5]]
    waves = [
        read(xlsx(rows, sheet="Doelen 2025"), catalog, name="m.xlsx"),
        read(csv("wijk;cijfer", "Steyl;7,5"), catalog, name="venlo_streefwaarden_2025.csv"),
    ]
    assert [[p.kind for p in wave.problems] for wave in waves] == [["not_measured"]] * 2


@pytest.mark.parametrize(
    "lines",
    [
        ["Rapportcijfers en streefcijfers 2025", "wijk;cijfer;streefcijfer", "Steyl;7,4;7,5"],
        ["Voortgang doelen veiligheid: meting 2025", "wijk;cijfer", "Steyl;7,4"],
        ["Streefcijfer: 7,5", "wijk;cijfer", "Steyl;7,4"],
        ["Resultaten en prognose", "wijk;cijfer", "Steyl;7,4"],
        ["Cijfer 2025 en verschil met 2023", "wijk;cijfer;verschil met 2023", "Steyl;7,4;0,2"],
        ["wijk;cijfer", "Steyl;7,4", "Streefcijfer 2026"],
    ],
)
def test_a_target_next_to_what_was_measured_does_no_harm(
    lines: list[str], catalog: Catalog
) -> None:
    assert values(read(csv(*lines), catalog)) == STEYL


def test_a_number_of_people_is_no_percentage(catalog: Catalog) -> None:
    wave = read_share(csv("wijk;slachtoffers (aantal)", "Steyl;38"), catalog)
    assert (wave.observations, bool(wave.unknown)) == ((), True)
    named = read_share(csv("wijk;Percentage slachtoffers", "Steyl;12,1", "Velden;0,8"), catalog)
    assert [o.value for o in named.observations] == [12.1, 0.8]


def test_the_sheet_of_the_chosen_wave_is_read(catalog: Catalog) -> None:
    rows: dict[str, Rows] = {
        year: [["wijk", "cijfer"], ["Steyl", value]]
        for year, value in (("2023", 7.2), ("2025", 7.4))
    }
    content = xlsx(rows["2023"], sheet="Meting 2023", more={"Meting 2025": rows["2025"]})
    wave = read(content, catalog, name="m.xlsx")
    assert values(wave) == STEYL
    assert "Van een andere meting, niet gelezen: blad 'Meting 2023'." in wave.notices
    every = read(content, catalog, name="m.xlsx", period=None)
    assert [p.kind for p in every.problems] == ["several_tables"]


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("Blerick N.", "blerick-noord-en-trade-port"),
        ("Blerick Mid.", "blerick-midden"),
        ("Stadsdeel Blerick", None),
        ("Stadsdeel Tegelen", None),
        ("Klingerbeg", "klingerberg"),
    ],
)
def test_only_the_name_that_is_surely_nearest_is_filled_in(
    text: str, likely: str | None, catalog: Catalog
) -> None:
    assert index_areas(catalog, indicator="rapportcijfer").find_likely(text) == likely


def test_an_interval_with_a_comma_and_blank_between_its_ends(catalog: Catalog) -> None:
    wave = read(csv("wijk,cijfer,CI", 'Steyl,7.4,"[7.2, 7.6]"'), catalog)
    assert [(o.lower, o.upper) for o in wave.observations] == [(7.2, 7.6)]


def test_margins_of_cbs_under_their_long_names(catalog: Catalog) -> None:
    level = "95%-betrouwbaarheidsinterval"
    ends = ("Waarde;7,4", f"Ondergrens {level};7,2", f"Bovengrens {level};7,6")
    head = "Wijken en buurten;Perioden;Marges;Rapportcijfer veiligheid"
    wave = read(csv(head, *[f"Steyl;2025;{end}" for end in ends]), catalog)
    assert values(wave) == STEYL
    assert [(o.lower, o.upper) for o in wave.observations] == [(7.2, 7.6)]
