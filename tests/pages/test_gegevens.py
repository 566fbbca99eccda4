"""Gegevens for each role: reading a wave in, proposing, publishing, withdrawing, the logbook."""

import datetime as dt
import errno
import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.access import PUBLIC, Actor, Role
from lib.board import get_store, load_board
from lib.catalog import DesignCounted
from lib.figures.layers.modes import map_layers
from lib.figures.leaflet_map import render_tooltip
from lib.figures.vocabulary import CHANGE_LABELS
from lib.store import Wave, WaveState, load_audit_trail, load_waves
from lib.ui import data_parts
from tests.intake.files import Rows, xlsx
from tests.pages.run_page import page_text, press_button, run_page, sign_in_as, upload_file
from tests.wave_files import (
    ADMIN,
    EDITOR,
    WAVES,
    propose_wave_file,
    publish_proposed_wave,
    wave_file,
)

ALL = "alle metingen in het bestand"
NEWEST = {"2025": WAVES["2025"]}
OTHER = Actor("ander@example.nl", Role.EDITOR)
MISSPELT = {"klingerberg": "Klingelberg"}


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty database and a fixed day."""
    shutil.copy(empty_file, tmp_path / "dashboard.sqlite3")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("TODAY", "2026-11-23")


def proposed(by: Actor = EDITOR) -> int:
    """Propose the wave of 2025, not by way of the page."""
    return propose_wave_file(wave_file(NEWEST), name="meting.csv", by=by)


def newest() -> Wave:
    """Return the wave that was proposed last."""
    return load_waves(ADMIN, get_store())[0]


def buttons(app: AppTest) -> list[str]:
    """Return the names of all buttons but that to sign out."""
    return [b.label for b in app.button if b.label != "Afmelden"]


def with_file(monkeypatch: pytest.MonkeyPatch, content: bytes, *, name: str = "x.csv") -> AppTest:
    """Return the page of an editor who uploaded a file of all waves."""
    sign_in_as(monkeypatch, Role.EDITOR)
    app = run_page("gegevens")
    app.selectbox[1].set_value(ALL)
    return upload_file(app, content, name=name)


@pytest.mark.parametrize("role", Role)
def test_who_may_come_here(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    proposed()
    sign_in_as(monkeypatch, role)
    shown = page_text(run_page("gegevens"))
    may = role in {Role.EDITOR, Role.ADMINISTRATOR}
    assert ("Een meting of registratie inlezen" in shown) is may
    assert ("meting.csv" in shown) is may
    assert ("Geen toegang" in shown) is not may
    assert ("Logboek" in shown) is (role is Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("role", "by", "offered"),
    [
        (Role.EDITOR, EDITOR, ["Trek in"]),
        (Role.EDITOR, OTHER, []),
        (Role.ADMINISTRATOR, EDITOR, ["Publiceer", "Trek in"]),
    ],
)
def test_what_may_be_done_with_a_proposal(
    monkeypatch: pytest.MonkeyPatch, role: Role, by: Actor, offered: list[str]
) -> None:
    proposed(by)
    sign_in_as(monkeypatch, role)
    assert buttons(run_page("gegevens")) == [*offered, "Open data ophalen"]


@pytest.mark.parametrize(
    ("role", "offered"), [(Role.EDITOR, []), (Role.ADMINISTRATOR, ["Trek in"])]
)
def test_what_may_be_done_with_a_published_wave(
    monkeypatch: pytest.MonkeyPatch, role: Role, offered: list[str]
) -> None:
    publish_proposed_wave(proposed())
    sign_in_as(monkeypatch, role)
    assert buttons(run_page("gegevens")) == [*offered, "Open data ophalen"]


def test_a_name_that_nobody_knows_is_asked_and_never_guessed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = with_file(monkeypatch, wave_file(names=MISSPELT))
    shown = page_text(app)
    assert "de wijk 'Klingelberg' is niet bekend. Bedoelde u Klingerberg?" in shown
    assert "Voorbeeld" not in shown
    assert "Voorstellen voor publicatie" not in buttons(app)
    assert app.selectbox[2].value == "klingerberg"  # filled in, but only taken once confirmed
    (confirm,) = (box for box in app.checkbox if box.label == "Deze namen kloppen")
    assert "'Klingelberg' als Klingerberg" in page_text(confirm.check().run())


def test_a_name_that_several_areas_share_is_filled_in_for_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = with_file(monkeypatch, wave_file(names={"klingerberg": "Blerick"}))
    shown = page_text(app)
    assert "de wijk 'Blerick' is niet bekend. Meer wijken lijken hierop: kies er een" in shown
    assert app.selectbox[2].value is None
    (confirm,) = (box for box in app.checkbox if box.label == "Deze namen kloppen")
    assert "Voorbeeld" not in page_text(confirm.check().run())


def test_two_sheets_with_a_table_are_named_and_no_column_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows: Rows = [["wijk", "cijfer"], ["Steyl", 7.4]]
    app = with_file(monkeypatch, xlsx(rows, more={"2023": rows}), name="m.xlsx")
    shown = page_text(app)
    assert "één blad met een tabel, niet 2" in shown
    assert "Lees het bestand zo" not in buttons(app)


def test_the_preview_shows_the_effect_of_the_wave(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = page_text(with_file(monkeypatch, wave_file()))
    assert "Venlo gaf in 2025 een 7,4, niet aantoonbaar anders dan in 2023" in shown
    assert "In Klingerberg (+0,8) steeg het cijfer van 2023 naar 2025 aantoonbaar" in shown
    assert "Gehaald: de meting van 2025 telt voor dit doel." in shown
    assert "Niet gehaald: de meting van 2025 telt voor dit doel." in shown
    for row in (
        "Klingerberg 6,4 6,5 +0,1",
        "Klingerberg 6,5 7,3 +0,8 aantoonbare stijging",
        "Steyl 7,7 7,0 −0,7 aantoonbare daling",
        "Velden 7,8 7,9 +0,1 geen aantoonbaar verschil",
        "Venlo 7,3 7,4 +0,1 geen aantoonbaar verschil 7,2 tot 7,6 400",
    ):
        assert row in shown
    assert load_waves(ADMIN, get_store()) == ()
    assert load_board(ADMIN).ratings.comparable_waves == ("2021",)


def test_the_preview_names_areas_without_a_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = wave_file(NEWEST).decode().splitlines()
    kept = "\n".join(r for r in rows if not r.startswith("Steyl"))
    shown = page_text(with_file(monkeypatch, kept.encode()))
    assert "Van deze wijken is er in het bestand geen cijfer: Steyl." in shown
    assert "Steyl 7,6 onbekend –" in shown


def test_a_proposal_is_saved_and_the_box_is_empty_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = with_file(monkeypatch, wave_file(), name="metingen.csv")
    app.text_area[0].set_value("Zoals besproken met bureau onderzoek.")
    app = press_button(app, "Voorstellen voor publicatie")
    shown = page_text(app)
    assert "Meting 1 staat klaar. Een beheerder kan de meting publiceren." in shown
    assert "Meting 1: Rapportcijfer 2023, Rapportcijfer 2025" in shown
    assert "Voorbeeld" not in shown
    assert app.file_uploader[0].value is None
    wave = newest()
    assert (wave.state, wave.proposed_by) == (WaveState.PROPOSED, EDITOR.name)
    assert (wave.file.name, wave.note) == ("metingen.csv", "Zoals besproken met bureau onderzoek.")


WIDENED = "bij een oordeel rekenen wij met marges die 1,22 keer zo breed zijn"
DESIGN_QUESTION = "Zijn de marges gewogen voor de opzet van de enquête?"


@pytest.mark.parametrize(
    ("answer", "line", "verdict"),
    [
        ("ja", "opzet van de enquête: ja ", "aantoonbare stijging"),
        ("nee", f"nee; {WIDENED}", "geen aantoonbaar verschil"),
        (None, f"onbekend; {WIDENED}", "geen aantoonbaar verschil"),
    ],
)
def test_the_answer_about_the_design_decides_how_wide_margins_are_and_is_stored(
    monkeypatch: pytest.MonkeyPatch, answer: str | None, line: str, verdict: str
) -> None:
    waves = {"2023": {"*": 0.0}, "2025": {"*": 0.0, "klingerberg": 0.6}}
    app = with_file(monkeypatch, wave_file(waves, margin=0.25))
    if answer is not None:
        (question,) = (radio for radio in app.radio if radio.label == DESIGN_QUESTION)
        assert question.options == ["ja", "nee", "onbekend"]
        app = question.set_value(DesignCounted(answer)).run()
    assert f"Klingerberg 6,4 7,0 +0,6 {verdict}" in page_text(app)
    app = press_button(app, "Voorstellen voor publicatie")
    assert newest().design == (answer or "onbekend")
    assert line in page_text(app)
    publish_proposed_wave(newest().number)
    changes = load_board(ADMIN).ratings.changes()
    assert changes is not None
    assert CHANGE_LABELS[changes["verdict"]["klingerberg"]] == verdict


def test_without_margins_the_design_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    app = with_file(monkeypatch, wave_file(margin=0))
    assert DESIGN_QUESTION not in [radio.label for radio in app.radio]


def test_bounds_with_two_decimals_are_stored_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    app = with_file(monkeypatch, wave_file(NEWEST, margin=0.23))
    press_button(app, "Voorstellen voor publicatie")
    publish_proposed_wave(newest().number)
    rating = load_board(ADMIN).ratings.of_area("klingerberg")
    assert (rating.value, rating.lower, rating.upper) == (7.3, 7.07, 7.53)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "een bestand met inhoud"),
        (b"%PDF-1.7", "geen pdf"),
        (b"PK\x03\x04", "past"),
        (b"wijk;meting;rapportcijfer\nVelden;2025;72", "72"),
        (wave_file() + b"\r\nSteyl;2025;7,0;;;;", "elke wijk één keer"),
        (wave_file().replace(b"definitief", b"fictief"), "fictieve"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch, content: bytes, told: str
) -> None:
    app = with_file(monkeypatch, content)
    shown = page_text(app)
    assert "Er is niets bewaard." in shown
    assert told in shown
    assert buttons(app) == ["Open data ophalen"]


def test_a_wave_that_is_there_is_only_read_as_a_better_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish_proposed_wave(proposed())
    app = with_file(monkeypatch, wave_file(NEWEST))
    assert "een meting die er nog niet is" in page_text(app)
    app.checkbox[0].check()
    same = page_text(app.run())
    assert "Deze versie verandert geen cijfer van de meting 2025." in same
    assert "Klingerberg 6,4 7,3 +0,9 geen marge bekend" in same
    corrected = {"2025": {**WAVES["2025"], "klingerberg": 0.7}}
    changes = page_text(upload_file(app, wave_file(corrected)))
    table = changes.split("Dit verandert er in de meting 2025")[1].split("Oud naast nieuw")[0]
    assert "Klingerberg 7,3 (7,1 tot 7,5; n 400) 7,1 (6,9 tot 7,3; n 400)" in table
    assert "Steyl" not in table


def test_a_wave_in_the_file_is_read_with_one_click(monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in_as(monkeypatch, Role.EDITOR)
    app = run_page("gegevens")
    app.selectbox[1].set_value("2025")
    app = upload_file(app, wave_file({"2023": {"*": 0.1}}))
    assert "de meting 2025, zoals u hebt gekozen" in page_text(app)
    app = press_button(app, "Lees als meting 2023")
    assert "Zo staat het er dan" in page_text(app)
    app = upload_file(app, wave_file({"2024": {"*": 0.1}}))
    assert "2024 is geen meting uit de planning" in page_text(app)
    assert not [label for label in buttons(app) if label.startswith("Lees als")]


def test_a_wave_between_two_others_stands_next_to_both(monkeypatch: pytest.MonkeyPatch) -> None:
    publish_proposed_wave(propose_wave_file(wave_file(NEWEST)))
    sign_in_as(monkeypatch, Role.EDITOR)
    app = run_page("gegevens")
    app.selectbox[1].set_value("2023")
    shown = page_text(upload_file(app, wave_file({"2023": {"*": 0.1}})))
    table = shown.split("Oud naast nieuw, meting 2023")[1]
    assert table.strip().startswith("Wijk Ervoor (2021) Nieuw (2023) Verschil")
    assert "Erna (2025)" in table
    assert "Klingerberg 6,4 6,5 +0,1" in table


def test_columns_are_pointed_out_once_for_each_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"wijk;uitkomst van de peiling;veld\nSteyl;7,4;x\nVelden;7,1;y\n"
    sign_in_as(monkeypatch, Role.EDITOR)
    app = run_page("gegevens")
    app.selectbox[1].set_value("2025")
    app = upload_file(app, content)
    assert "Deze kolomnamen kennen wij niet" in page_text(app)
    app.selectbox(key="column_wijk_0").set_value("area")
    app = press_button(app, "Lees het bestand zo")
    assert "Wijs ten minste de kolom met de wijk" in page_text(app)
    app.selectbox(key="column_uitkomstvandepeiling_1").set_value("value")
    app = press_button(app, "Lees het bestand zo")
    assert "Steyl 7,6 7,4 −0,2" in page_text(app)
    again = upload_file(run_page("gegevens"), content.replace(b"7,1", b"7,2"))
    again.selectbox[1].set_value("2025")
    assert "Velden 7,7 7,2 −0,5" in page_text(again.run())


def test_what_a_wave_is_called_stands_wherever_its_source_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = with_file(monkeypatch, wave_file(NEWEST, margin=0), name="01-invulblad.csv")
    assert "Bij deze cijfers staat geen marge." in page_text(app)
    for label, text in (
        ("Titel", "Veiligheid in beeld 2025"),
        ("Onderzoeksbureau of uitgever", "Bureau Peiling"),
        ("Tabel of rapport", "tabel 3.2"),
        ("Periode van het veldwerk", "1-9-2025 tot en met 30-11-2025"),
        ("Methode", "op internet en papier"),
    ):
        next(box for box in app.text_input if box.label == label).set_value(text)
    press_button(app, "Voorstellen voor publicatie")
    publish_proposed_wave(newest().number, embargo=dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC))
    sign_in_as(monkeypatch, Role.ADMINISTRATOR)
    bureau = "Bureau Peiling (ONDER EMBARGO TOT 01-03-2027 09:00)"
    assert bureau in page_text(run_page("overzicht"))
    shown = page_text(run_page("doelen"))
    assert f"{bureau}, Veiligheid in beeld 2025 (tabel 3.2; veldwerk 1-9-2025 tot en met" in shown
    assert "30-11-2025; op internet en papier" in shown
    assert "01-invulblad.csv" not in shown
    logbook = page_text(run_page("gegevens"))
    assert "01-invulblad.csv" in logbook
    assert not {"{", "[", "null", "T08:00"} & set(logbook.split("Logboek")[1])
    assert not re.search(r"\b(state|title|note|visibility):", logbook)


def test_who_publishes_sees_figures_verdicts_and_sentences(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proposed()
    sign_in_as(monkeypatch, Role.ADMINISTRATOR)
    shown = page_text(run_page("gegevens"))
    assert "Venlo gaf in 2025 een 7,4" in shown
    assert "Klingerberg 6,4 7,3 +0,9 geen marge bekend 7,1 tot 7,5 400" in shown


def test_a_note_with_personal_data_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    app = with_file(monkeypatch, wave_file())
    app.text_area[0].set_value("Bel 06 12345678 voor vragen")
    assert "In deze tekst staat een telefoonnummer." in page_text(
        press_button(app, "Voorstellen voor publicatie")
    )
    assert load_waves(ADMIN, get_store()) == ()


def test_publishing_and_withdrawing(monkeypatch: pytest.MonkeyPatch) -> None:
    number = proposed()
    sign_in_as(monkeypatch, Role.ADMINISTRATOR)
    app = run_page("gegevens")
    app.text_area(key=f"wave_{number}__0_note").set_value("akkoord")
    app = press_button(app, "Publiceer")
    assert "Meting 1 is gepubliceerd." in page_text(app)
    assert load_board(PUBLIC).ratings.of_area("klingerberg").value == 7.3
    app.text_area(key=f"wave_{number}__1_reason").set_value("verkeerd bestand")
    shown = page_text(press_button(app, "Trek in"))
    assert "Meting 1 is ingetrokken. Wat er eerst stond, is terug." in shown
    assert load_board(PUBLIC).ratings.of_area("klingerberg").value == 6.4
    for step in ("meting voorgesteld", "meting gepubliceerd", "meting ingetrokken"):
        assert step in shown
    assert "stand: voorgesteld → gepubliceerd" in shown


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("morgen", "'morgen' is geen tijdstip."),
        ("31-02-2027 09:00", "is geen tijdstip."),
        ("2027-03-01 09:00", "is geen tijdstip."),
        ("01-01-0001 00:00", "is geen tijdstip."),
        ("<b>01-01-2027</b>", "'<b>01-01-2027</b>' is geen tijdstip."),
        ("23-11-2025 09:00", "is al geweest."),
    ],
)
def test_an_embargo_that_is_no_moment_to_come_publishes_nothing(
    monkeypatch: pytest.MonkeyPatch, typed: str, told: str
) -> None:
    number = proposed()
    sign_in_as(monkeypatch, Role.ADMINISTRATOR)
    app = run_page("gegevens")
    app.text_area(key=f"wave_{number}__0_note").set_value("akkoord")
    app.text_input(key=f"wave_{number}__0_embargo").set_value(typed)
    shown = page_text(press_button(app, "Publiceer"))
    assert told in shown
    assert "Er is niets gepubliceerd." in shown
    assert newest().state is WaveState.PROPOSED


def test_under_embargo_only_insiders_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    number = proposed()
    sign_in_as(monkeypatch, Role.ADMINISTRATOR)
    app = run_page("gegevens")
    app.text_area(key=f"wave_{number}__0_note").set_value("akkoord")
    app.text_input(key=f"wave_{number}__0_embargo").set_value("02-12-2026 09:00")
    shown = page_text(press_button(app, "Publiceer"))
    assert "Stand: gepubliceerd, onder embargo" in shown
    assert "Openbaar vanaf 2 december 2026, 09:00" in shown
    assert newest().embargo == dt.datetime(2026, 12, 2, 8, tzinfo=dt.UTC)
    assert [load_board(a).ratings.of_area("klingerberg").value for a in (ADMIN, PUBLIC)] == [
        7.3,
        6.4,
    ]


def test_an_embargo_is_moved_with_a_reason_and_stands_in_each_tooltip(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number, first = proposed(), dt.datetime(2099, 3, 1, 8, tzinfo=dt.UTC)
    publish_proposed_wave(number, embargo=first)
    layer = map_layers(load_board(ADMIN))["rapportcijfer"]
    assert "onder embargo tot 01-03-2099 09:00" in render_tooltip(layer, "klingerberg")
    sign_in_as(monkeypatch, Role.ADMINISTRATOR)
    app = run_page("gegevens")
    app.text_input(key=f"wave_{number}__0_moved").set_value("15-04-2099 12:00")
    refused = page_text(press_button(app, "Verplaats het embargo"))
    assert "reden" in refused
    assert newest().embargo == first
    app.text_area(key=f"wave_{number}__0_why").set_value("Het college beslist later.")
    shown = page_text(press_button(app, "Verplaats het embargo"))
    assert "Meting 1 is openbaar vanaf 15 april 2099, 12:00." in shown
    assert newest().embargo == dt.datetime(2099, 4, 15, 10, tzinfo=dt.UTC)
    entry = load_audit_trail(ADMIN, get_store(), subject="meting 1")[0]
    assert (entry.what, entry.after and entry.after["toelichting"]) == (
        "embargo verplaatst",
        "Het college beslist later.",
    )
    app = run_page("gegevens")
    app.text_area(key=f"wave_{number}__0_why").set_value("Toch nu.")
    assert "is nu openbaar" in page_text(press_button(app, "Verplaats het embargo"))
    assert load_board(PUBLIC).ratings.of_area("klingerberg").value == 7.3


@pytest.mark.parametrize("label", ["Publiceer", "Trek in"])
def test_a_step_without_a_reason_is_refused(monkeypatch: pytest.MonkeyPatch, label: str) -> None:
    proposed()
    sign_in_as(monkeypatch, Role.ADMINISTRATOR)
    shown = page_text(press_button(run_page("gegevens"), label))
    assert "Problemen: 1. Er is niets bewaard." in shown
    assert newest().state is WaveState.PROPOSED


@pytest.mark.parametrize("label", ["Publiceer", "Trek in"])
def test_who_is_signed_out_meanwhile_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    proposed()
    sign_in_as(monkeypatch, Role.ADMINISTRATOR)
    app = run_page("gegevens")
    for area in app.text_area:
        area.set_value("akkoord")
    sign_in_as(monkeypatch, Role.PUBLIC)
    assert "Geen toegang" in page_text(press_button(app, label))
    assert newest().state is WaveState.PROPOSED
    assert len(load_audit_trail(ADMIN, get_store())) == 1


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("<img src=x onerror=alert(1)>.csv", "tekst zonder < en >"),
        ("=1+1.csv", "tekst die niet met = + - of @ begint"),
        ("@SUM(A1).csv", "tekst die niet met = + - of @ begint"),
    ],
)
def test_a_hostile_file_name_is_refused_as_text(
    monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    shown = page_text(
        press_button(with_file(monkeypatch, wave_file(), name=name), "Voorstellen voor publicatie")
    )
    assert f"bestandsnaam {name} {told}" in shown
    assert load_waves(ADMIN, get_store()) == ()


@pytest.mark.parametrize("name", ["jan@example.nl.csv", "06-12345678.csv"])
def test_personal_data_in_a_file_name_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shown = page_text(
        press_button(with_file(monkeypatch, wave_file(), name=name), "Voorstellen voor publicatie")
    )
    assert "bestandsnaam tekst zonder gegevens van personen" in shown
    assert name not in shown
    assert load_waves(ADMIN, get_store()) == ()


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\x00", "\x1b", "\ufeff", "\U000e0041"])
@pytest.mark.parametrize(
    ("label", "field"), [("Publiceer", "wave_1__0_note"), ("Trek in", "wave_1__0_reason")]
)
def test_a_sign_that_cannot_be_seen_is_refused(
    monkeypatch: pytest.MonkeyPatch, sign: str, label: str, field: str
) -> None:
    proposed()
    sign_in_as(monkeypatch, Role.ADMINISTRATOR)
    app = run_page("gegevens")
    app.text_area(key=field).set_value(f"akkoord{sign}")
    shown = page_text(press_button(app, label))
    assert "Problemen: 1. Er is niets bewaard." in shown
    assert newest().state is WaveState.PROPOSED


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "C:\\temp\\passwd.csv", "pas\u202eswd.csv", "\u200bpasswd.csv"]
)
def test_a_file_name_loses_folders_and_what_cannot_be_seen(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    press_button(with_file(monkeypatch, wave_file(), name=name), "Voorstellen voor publicatie")
    assert newest().file.name == "passwd.csv"


CBS = (
    b'"Marges";"RegioS";"Perioden";"RapportcijferVeiligheidInBuurt_60";"VoeltZichWeleensOnveiligInBuurt_26"\r\n'
    b'"MW00000";"GM0983";"2023JJ00";"7,3";"14,2"\r\n'
    b'"MOG0095";"GM0983";"2023JJ00";"7,1";"12,0"\r\n'
    b'"MBG0095";"GM0983";"2023JJ00";"7,5";"16,4"\r\n'
)


def test_cbs_figures_never_come_in_one_line_with_own_waves(monkeypatch: pytest.MonkeyPatch) -> None:
    app = with_file(monkeypatch, CBS)
    shown = page_text(app)
    assert "Die cijfers staan apart van de eigen meting" in shown
    assert "Voorstellen voor publicatie" not in buttons(app)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        (
            "oud.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
            "sla het op als Excel-werkmap",
        ),
        ("mac.numbers", b"PK\x03\x04....", "Exporteer naar > Excel"),
        ("rapport.pdf", b"%PDF-1.7", "vraag de maker om de tabel als Excel-werkmap"),
    ],
)
def test_a_file_of_another_program_gets_what_to_do_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, what: str
) -> None:
    assert what in page_text(with_file(monkeypatch, content, name=name))


def test_a_folder_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the data is mounted for reading only, which deploy/ does with containers."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", "data/opendata/.lock")

    monkeypatch.setattr(data_parts, "refresh_open_data", refuse)
    sign_in_as(monkeypatch, Role.ADMINISTRATOR)
    app = run_page("gegevens")
    app.button(key="refresh").click().run()
    assert "Er is niets opgehaald." in page_text(app)
    assert "data/opendata/.lock mag u niet lezen of schrijven." in page_text(app)
