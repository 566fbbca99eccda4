"""The register of measures on Uitvoering: who sees what, adding, changing, and being told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from lib.access import LOCAL, PUBLIC, Actor, Role
from lib.board import get_store, load_catalog_for
from lib.exhibits.exhibit import ExhibitMaker
from lib.store import MeasureStatus, Visibility, add_measure, change_measure, load_measures, tables
from tests.pages.run_page import page_text, run_page

EDITOR = Actor("redactie", Role.EDITOR)
UNREST = "maatschappelijke-onrust-en-overlast"
OPEN = {
    "title": "Straatcoaches in de avond",
    "theme": UNREST,
    "areas": ("klingerberg",),
    "start": "2023-09",
    "status": MeasureStatus.RUNNING,
    "visibility": Visibility.PUBLIC,
    "residents": "Maak een praatje.",
    "indicator": "overlast-jeugd",
}
INTERNAL = OPEN | {"title": "Nog niet bekend", "visibility": Visibility.INTERNAL}


@pytest.fixture(autouse=True)
def two_measures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database with a public and an internal measure."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("TODAY", "2026-11-23")
    for values in (OPEN, INTERNAL):
        add_measure(LOCAL, get_store(), values=values, catalog=load_catalog_for(LOCAL))
    yield
    get_store().close()


def shown(
    actor: Actor, monkeypatch: pytest.MonkeyPatch, page: str = "uitvoering", **parameters: str
) -> AppTest:
    for module in (
        "lib.ui.frame",
        "lib.ui.measures.measure_list",
        "lib.ui.measures.measure_forms",
        "lib.ui.registration_parts",
    ):
        monkeypatch.setattr(f"{module}.current_actor", lambda: actor)
    app = run_page(page, **parameters)
    assert not app.exception
    return app


@pytest.mark.parametrize("page", ["uitvoering", "wijk", UNREST])
@pytest.mark.parametrize("actor", [PUBLIC, Actor("lezer", Role.STAFF)], ids=["public", "staff"])
def test_internal_measures_are_for_insiders(
    actor: Actor, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = page_text(shown(actor, monkeypatch, page, wijk="klingerberg", deel="aanpak"))
    assert "Straatcoaches in de avond" in told
    assert "Maak een praatje." in told
    assert ("Nog niet bekend" in told) is (actor.role is Role.STAFF)


@pytest.mark.parametrize("actor", [PUBLIC, Actor("lezer", Role.STAFF)], ids=["public", "staff"])
def test_its_files_hold_what_this_reader_sees(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {}

    def open_menu(make: ExhibitMaker, *, name: str, **_: object) -> None:
        made[name] = make

    monkeypatch.setattr("lib.ui.exhibit.show.show_menu_alone", open_menu)
    told = page_text(shown(actor, monkeypatch))
    assert made["maatregelen"]().title == "Maatregelen"
    told = page_text(shown(actor, monkeypatch, mwijk="klingerberg", mstand="loopt"))
    assert made["maatregelen"]().title == "Maatregelen: Klingerberg, loopt"
    figure = made["maatregelen"]()
    is_staff = actor.role is Role.STAFF
    titles = ["Straatcoaches in de avond", *(["Nog niet bekend"] if is_staff else [])]
    assert list(figure.table["maatregel"]) == titles
    assert figure.marks == (("INTERN",) if is_staff else ())
    assert set(figure.table["waar"]) == {"Klingerberg"}
    assert set(figure.table["bron"]) == {"gemeente Venlo, register van maatregelen"}
    assert set(figure.table["opgehaald"]) == {"23 november 2026"}
    assert figure.source in told
    assert figure.finding.startswith(f"{len(titles)} maatregel")
    assert " (Klingerberg, loopt). " in figure.finding
    assert figure.finding in told


def test_on_a_theme_page_measures_in_the_chosen_area_come_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = OPEN | {"title": "Lampen langs het pad", "areas": ("steyl",)}
    add_measure(LOCAL, get_store(), values=other, catalog=load_catalog_for(LOCAL))
    for area, name in (("steyl", "Steyl"), ("klingerberg", "Klingerberg")):
        told = page_text(shown(PUBLIC, monkeypatch, UNREST, wijk=area, deel="aanpak"))
        assert f"Eerst de maatregelen in {name}." in told
        is_other_first = told.index("Lampen langs") < told.index("Straatcoaches")
        assert is_other_first is (area == "steyl")
    told = page_text(shown(PUBLIC, monkeypatch, UNREST, wijk="velden", deel="aanpak"))
    assert "Eerst de maatregelen" not in told


def test_the_policy_lines_are_marked_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    app = shown(PUBLIC, monkeypatch)
    assert "De aanpak volgens het beleid; geen losse maatregelen" in page_text(app)


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.STAFF, Role.DRIEHOEK])
def test_only_editors_get_a_form(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    app = shown(Actor("iemand", role), monkeypatch)
    assert not app.text_input
    assert "Maatregel toevoegen" not in [e.label for e in app.expander]


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("mthema", UNREST, True),
        ("mthema", "ondermijnende-criminaliteit", False),
        ("mwijk", "klingerberg", True),
        ("mwijk", "velden", False),
        ("mstand", "loopt", True),
        ("mstand", "gestopt", False),
        ("mstand", "<b>onzin", True),
    ],
)
def test_filters_stand_in_the_link(
    name: str, value: str, *, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = shown(PUBLIC, monkeypatch, **{name: value})
    told = page_text(app)
    assert ("Straatcoaches in de avond" in told) is found
    assert (f"'{value}' in de link is niet bekend. Dit staat nu op 'alle'." in told) is (
        "onzin" in value
    )


def field(app: AppTest, kind: str, label: str, form: str) -> object:
    return next(
        e
        for e in getattr(app, kind)
        if e.label.startswith(label) and (e.key or "").startswith(form)
    )


def fill(app: AppTest, **texts: str) -> AppTest:
    """Fill the form of a new measure and send it."""
    labels = {"title": "Titel", "start": "Begin", "end": "Einde"}
    for name, value in texts.items():
        if name == "residents":
            field(app, "text_area", "Wat kunnen inwoners", "new").input(value)  # type: ignore[attr-defined]
        else:
            field(app, "text_input", labels[name], "new").input(value)  # type: ignore[attr-defined]
    return app.button("FormSubmitter:measure_new__0-Bewaar").click().run()


def test_an_editor_adds_one_which_stays_internal(monkeypatch: pytest.MonkeyPatch) -> None:
    app = fill(shown(EDITOR, monkeypatch), title="Buurtpreventie", start="12-2026")
    assert not app.exception
    assert "is toegevoegd." in page_text(app)
    kept = next(
        m for m in load_measures(EDITOR, get_store()) if m.measure.title == "Buurtpreventie"
    )
    assert kept.measure.visibility is Visibility.INTERNAL
    assert kept.measure.start == "2026-12"
    app = run_page("uitvoering", deel="aanpak", maatregel=str(kept.number))
    assert field(app, "text_input", "Begin", "change").value == "12-2026"  # type: ignore[attr-defined]
    assert "Buurtpreventie" not in {m.measure.title for m in load_measures(PUBLIC, get_store())}
    assert field(app, "text_input", "Titel", "new").value == ""  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"title": "", "start": "2026"}, "titel"),
        ({"title": "Goed", "start": "morgen"}, "begin"),
        ({"title": "Goed", "start": "2026", "end": "2025"}, "einde"),
        ({"title": "Mail jan@voorbeeld.nl", "start": "2026"}, "e-mailadres"),
        ({"title": "Goed", "start": "2026", "residents": "Bel 06-12345678"}, "telefoonnummer"),
    ],
)
def test_invalid_values_are_reported_and_stay_typed(
    texts: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = fill(shown(EDITOR, monkeypatch), **texts)
    assert not app.exception
    assert "Er is niets bewaard." in page_text(app)
    assert told in page_text(app).casefold()
    assert len(load_measures(EDITOR, get_store())) == 2
    assert field(app, "text_input", "Titel", "new").value == texts["title"]  # type: ignore[attr-defined]


def test_a_change_by_somebody_else_is_reported_and_nothing_typed_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = shown(EDITOR, monkeypatch)
    seen = load_measures(EDITOR, get_store())[0]
    form = f"change_{seen.number}__0"
    field(app, "text_input", "Titel", form).input("Mijn titel")  # type: ignore[attr-defined]
    others = OPEN | {"title": "Titel van een ander"}
    change_measure(LOCAL, get_store(), seen=seen, values=others, catalog=load_catalog_for(LOCAL))
    app.button(f"FormSubmitter:measure_{form}-Bewaar").click().run()
    assert not app.exception
    assert "intussen door een ander gewijzigd" in page_text(app)
    assert "Titel van een ander" in page_text(app)
    assert field(app, "text_input", "Titel", form).value == "Mijn titel"  # type: ignore[attr-defined]
    assert "Titel van een ander" in {m.measure.title for m in load_measures(EDITOR, get_store())}
    app.button(f"FormSubmitter:measure_{form}-Bewaar").click().run()
    assert "is gewijzigd." in page_text(app)
    assert "Mijn titel" in {m.measure.title for m in load_measures(EDITOR, get_store())}


def test_after_a_change_by_somebody_else_the_form_can_start_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = shown(EDITOR, monkeypatch)
    seen = load_measures(EDITOR, get_store())[0]
    others = OPEN | {"title": "Titel van een ander"}
    change_measure(LOCAL, get_store(), seen=seen, values=others, catalog=load_catalog_for(LOCAL))
    app.run()
    assert "Een ander heeft dit intussen gewijzigd." in page_text(app)
    app.button(f"change_{seen.number}__0_again").click().run()
    assert "Een ander heeft dit intussen gewijzigd." not in page_text(app)
    title = field(app, "text_input", "Titel", f"change_{seen.number}__1")
    assert title.value == "Titel van een ander"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("end", "told"), [("31-10-2026", "is beëindigd."), ("2022", "begin")])
def test_an_editor_ends_one(end: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = shown(EDITOR, monkeypatch)
    seen = load_measures(EDITOR, get_store())[0]
    form = f"change_{seen.number}__0_over"
    field(app, "text_input", "Einde", form).input(end)  # type: ignore[attr-defined]
    app.button(f"FormSubmitter:measure_{form}-Beëindig").click().run()
    assert not app.exception
    assert told in page_text(app).casefold()
    kept = next(m for m in load_measures(EDITOR, get_store()) if m.number == seen.number).measure
    is_ended = end == "31-10-2026"
    ended = (MeasureStatus.DONE, "2026-10-31") if is_ended else (MeasureStatus.RUNNING, "")
    assert (kept.status, kept.end) == ended


def test_what_is_no_longer_in_the_data_folder_is_not_saved_as_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = {"areas": ["oude-wijk"], "theme": "oud-thema"}
    with get_store().writing() as connection:
        connection.execute(update(tables.measure).where(tables.measure.c.id == 1).values(gone))
    app = shown(EDITOR, monkeypatch, maatregel="1")
    next(b for b in app.button if b.label == "Bewaar" and "change_1" in b.form_id).click().run()
    assert "oude-wijk" in page_text(app)
    kept = next(m.measure for m in load_measures(EDITOR, get_store()) if m.number == 1)
    assert (kept.areas, kept.theme) == (("oude-wijk",), "oud-thema")
