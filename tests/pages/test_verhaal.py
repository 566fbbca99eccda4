"""The page Verhaal: from a measure to words and checks, the steps of two people, for whom it is."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from lib.access import LOCAL, Actor, Operation, Role
from lib.board import get_store, load_catalog_for
from lib.store import (
    OwnWordsError,
    StoredStory,
    StoryStep,
    WrongStateError,
    add_measure,
    approve_story,
    change_story,
    load_published_stories,
    load_stories,
    publish_story,
    submit_story,
    tables,
    write_story,
)
from tests.pages.run_page import (
    account_of,
    html_with,
    page_text,
    press_button,
    run_page,
    sent_messages,
    sign_in_as,
)
from tests.pages.test_register import INTERNAL, OPEN
from tests.store.samples import STORY
from tests.wave_files import WAVES, propose_wave_file, publish_proposed_wave, wave_file

pytestmark = pytest.mark.usefixtures("own_store")
WRITER, APPROVER = (
    Actor("schrijver@example.nl", Role.EDITOR),
    Actor("ander@example.nl", Role.EDITOR),
)
FIGURE = {"kind": "kaart", "indicator": "rapportcijfer", "area": "klingerberg", "period": "2021"}
RIGHT = STORY | {
    "what": "We hingen lampen op langs het pad.",
    "figures": (FIGURE,),
    "measure": None,
    "here_and_now": "Hier liepen we een ronde.",
    "alternatives": ("Een kaart van Venlo: Klingerberg is donker.",),
    "bindings": (),
    "languages": {},
}
WRONG = RIGHT | {
    "what": "We hingen 24 lampen op. Klingerberg kreeg een 7,2.",
    "next": "Er komen 12 agenten bij.",
}
MAY = {Role.EDITOR, Role.ADMINISTRATOR}


def page(monkeypatch: pytest.MonkeyPatch, role: Role = Role.EDITOR, **parameters: str) -> AppTest:
    sign_in_as(monkeypatch, role)
    app = run_page("verhaal", **parameters)
    assert not app.exception
    assert "Er ging iets mis op deze pagina" not in page_text(app)
    return app


def written(values: dict[str, object], *, by: Actor = WRITER) -> StoredStory:
    return write_story(by, get_store(), values=values, catalog=load_catalog_for(by))


def approved(values: dict[str, object]) -> StoredStory:
    seen = submit_story(WRITER, get_store(), seen=written(values))
    return approve_story(APPROVER, get_store(), seen=seen)


def now() -> StoredStory:
    return load_stories(LOCAL, get_store())[0]


def note(app: AppTest) -> TextInput:
    return next(t for t in app.text_input if t.label.startswith("Toelichting bij deze stap"))


def labels(app: AppTest) -> set[str]:
    """Return which steps can be taken."""
    return {b.label for b in app.button if (b.key or "").startswith("step_")}


@pytest.mark.parametrize("role", Role)
def test_who_may_come_here(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    written(RIGHT | {"title": "Wat nog niemand weet"})
    app = page(monkeypatch, role, verhaal="1")
    may = role in MAY
    assert ("Wat nog niemand weet" in sent_messages(app)) is may
    assert ("Publiceren" in page_text(app)) is may
    assert (f"Nodig is het recht: {Operation.WRITE_STORIES}." in page_text(app)) is not may


def test_a_measure_fills_the_fields_with_what_the_data_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_measure(LOCAL, get_store(), values=OPEN, catalog=load_catalog_for(LOCAL))
    app = page(monkeypatch, maatregel="1")
    filled = {
        w.key.removeprefix("story_new_1_"): w.value
        for w in (*app.text_input, *app.text_area)
        if w.key
    }
    assert filled["title"] == "Straatcoaches in de avond"
    assert "We zijn begonnen in september 2023. We doen dit in Klingerberg." in filled["what"]
    assert filled["residents"] == "Maak een praatje."
    assert filled["here_and_now"].startswith("Bij de meting van 2021 gaf Klingerberg een 6,4.")
    assert app.multiselect(key="story_new_1_areas").value == ["klingerberg"]
    assert "6 getallen of beweringen, alle gekoppeld." in page_text(app)
    assert len([e for e in app.get("html") if "data:image/png" in str(e.proto.body)]) == 2
    shown = page_text(press_button(app, "Bewaar als concept"))
    assert "Verhaal 1 is bewaard als concept, versie 1." in shown
    assert app.query_params == {"verhaal": "1"}
    assert (now().story.measure, now().step) == (1, StoryStep.DRAFT)
    assert now().story.figures == (FIGURE,)


def test_an_internal_measure_is_no_story_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    add_measure(LOCAL, get_store(), values=INTERNAL, catalog=load_catalog_for(LOCAL))
    app = page(monkeypatch, maatregel="1")
    assert "Deze maatregel is intern. Maak de maatregel eerst openbaar" in page_text(app)
    assert INTERNAL["title"] not in [w.value for w in app.text_input]


@pytest.mark.parametrize("name", ["maatregel", "verhaal"])
@pytest.mark.parametrize("value", ["99", "-1", "onzin", "<b>1</b>", "1; drop table story"])
def test_what_is_not_there_is_a_new_story(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    app = page(monkeypatch, Role.EDITOR, **{name: value})
    assert ("U begint een nieuw verhaal." in page_text(app)) is (name == "verhaal")
    assert next(w.value for w in app.text_area if not w.key or "_en_" not in w.key) == ""


def bindings(app: AppTest) -> list[str]:
    """Return what may be clicked to say what a number is."""
    return [b.label for b in app.button if "Klingerberg" in b.label and " · " in b.label]


def test_a_number_is_open_until_a_click_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(monkeypatch)
    app.text_input(key="story_new__title").input("Nieuw")
    app.text_area(key="story_new__what").input("In 2021 gaf Klingerberg een 6,4.").run()
    assert "1 getal of bewering, 1 nog open: zo kan het niet online." in page_text(app)
    label = bindings(app)[0]
    assert label.endswith("Klingerberg, 2021: 6,4 (geen marge bekend) · noemt Klingerberg, 2021")
    shown = page_text(press_button(app, label))
    assert "1 getal of bewering, alle gekoppeld." in shown
    assert "Gemeente Venlo, Aanpakken!" in shown
    press_button(app, "Bewaar als concept")
    (binding,) = now().story.bindings
    assert (binding.text, binding.part, binding.kind) == ("6,4", "what", "cijfer")
    again = page(monkeypatch, verhaal="1")
    assert "alle gekoppeld" in page_text(again)
    assert "nog niet bewaard" not in page_text(again)
    assert "1 nog open" in page_text(press_button(again, "Maak los"))


def test_a_cause_is_refused_and_words_to_look_at_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(monkeypatch)
    app.text_area(key="story_new__what").input("Dankzij ons is Klingerberg rustig.").run()
    assert "Cijfers zeggen niet waardoor iets komt." in page_text(app)
    assert "Dankzij" in html_with(app, "Woorden om nog eens naar te kijken")


def test_a_number_of_elsewhere_needs_a_source_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    written(RIGHT | {"what": "We hingen 24 lampen op."})
    app = page(monkeypatch, verhaal="1")
    fields = [t for t in app.text_input if t.label in {"Titel van de bron", "Van wie"}]
    for field in fields:
        field.input("opdracht van de gemeente")
    shown = page_text(press_button(app, "Noem deze bron"))
    assert "Vul de titel, van wie en de datum in: dag-maand-jaar" in shown
    next(t for t in app.text_input if t.label == "Datum van de bron (dd-mm-jjjj)").input("2026")
    assert "dag-maand-jaar" in page_text(press_button(app, "Noem deze bron"))
    day = next(t for t in app.text_input if t.label == "Datum van de bron (dd-mm-jjjj)")
    day.input("12-03-2026")
    assert "alle gekoppeld" in page_text(press_button(app, "Noem deze bron"))
    press_button(app, "Bewaar als concept")
    (binding,) = now().story.bindings
    assert (binding.title, binding.date) == ("opdracht van de gemeente", "12-03-2026")


def test_a_number_of_a_translation_is_checked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"title": "Light", "what": "We put up 24 lamps."}
    written(RIGHT | {"languages": {"en": words}})
    shown = page_text(page(monkeypatch, verhaal="1"))
    assert "Wat we deden, Engels" in shown
    assert "Dit staat niet zo in het Nederlands." in shown


def test_publication_is_refused_with_all_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    approved(WRONG)
    app = press_button(page(monkeypatch, Role.ADMINISTRATOR, verhaal="1"), "Publiceer")
    assert "Dit kan zo nog niet." in page_text(app)
    assert html_with(app, "(hoe het verder gaat) is open").count("<li>") == 3
    assert now().step is StoryStep.APPROVED
    assert load_published_stories(get_store()) == ()


def test_the_page_is_to_be_seen_before_it_is_approved(monkeypatch: pytest.MonkeyPatch) -> None:
    submit_story(WRITER, get_store(), seen=written(RIGHT))
    app = page(monkeypatch, verhaal="1")
    assert not app.get("iframe")
    app.session_state["story_1__0_preview"] = True
    app.run()
    (frame,) = app.get("iframe")
    document = frame.proto.srcdoc
    for text in (RIGHT["title"], "We hingen lampen op langs het pad.", "Klingerberg is donker."):
        assert str(text) in document
    assert "nog niet bewaard" not in page_text(app)
    app.text_area(key="story_1__0_what").input("").run()
    assert "wat we deden: vul het veld in" in page_text(app)


def test_two_people_from_draft_to_public_and_off_again(monkeypatch: pytest.MonkeyPatch) -> None:
    written(RIGHT)
    app = page(monkeypatch, verhaal="1")
    assert labels(app) == {"Leg voor", "Gooi het concept weg"}
    note(app).input("Graag deze week.")
    assert "De stap is gezet." in page_text(press_button(app, "Leg voor"))
    assert "Stand: voorgelegd. Een collega die niet meeschreef geeft akkoord." in page_text(app)
    assert "De stap is gezet." in page_text(press_button(app, "Geef akkoord"))
    assert labels(app) == {"Gooi het concept weg", "Stuur terug"}
    app = page(monkeypatch, Role.ADMINISTRATOR, verhaal="1")
    shown = page_text(press_button(app, "Publiceer"))
    assert "Stand: gepubliceerd. Iedereen kan het lezen." in shown
    (public,) = load_published_stories(get_store())
    assert f"/verhalen/{public.slug}/" in sent_messages(app)
    assert len(public.exhibits) == 1
    assert "Graag deze week." in shown
    assert labels(page(monkeypatch, verhaal="1")) == set()
    app = page(monkeypatch, Role.ADMINISTRATOR, verhaal="1")
    assert "Problemen: 1." in page_text(press_button(app, "Haal van het internet"))
    note(app).input("Het klopt niet meer.")
    shown = page_text(press_button(app, "Haal van het internet"))
    assert "Stand: ingetrokken. Het staat niet meer online." in shown
    assert load_published_stories(get_store()) == ()


def test_a_story_is_sent_back_with_a_note_and_waits_for_its_writer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = Actor(account_of(Role.EDITOR), Role.EDITOR)
    submit_story(own, get_store(), seen=written(RIGHT, by=own))
    app = page(monkeypatch, Role.ADMINISTRATOR, verhaal="1")
    assert "Wacht op u: 1" in page_text(app)
    assert "Problemen: 1." in page_text(press_button(app, "Stuur terug"))
    note(app).input("Noem ook de tweede straat.")
    assert "Stand: concept." in page_text(press_button(app, "Stuur terug"))
    assert now().writers == {own.name}
    shown = page_text(page(monkeypatch, Role.EDITOR, verhaal="1"))
    assert "Wacht op u: 1" in shown
    assert "teruggestuurd" in shown
    assert "Gevraagd: Noem ook de tweede straat." in shown


def test_two_accounts_of_one_person_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (Actor(f"{n}@example.nl", Role.EDITOR, person="p") for n in ("jan", "beheer"))
    seen = submit_story(one, get_store(), seen=written(RIGHT, by=one))
    with pytest.raises(OwnWordsError):
        approve_story(other, get_store(), seen=seen)
    assert approve_story(APPROVER, get_store(), seen=seen).step is StoryStep.APPROVED


@pytest.mark.parametrize("role", sorted(MAY))
def test_a_writer_cannot_approve(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    submit_story(LOCAL, get_store(), seen=written(RIGHT, by=Actor(account_of(role).upper(), role)))
    shown = page_text(press_button(page(monkeypatch, role, verhaal="1"), "Geef akkoord"))
    assert "U schreef mee aan deze versie, met dit account of een ander." in shown
    assert now().step is StoryStep.SUBMITTED


def test_new_words_are_a_new_version_and_a_draft_again(monkeypatch: pytest.MonkeyPatch) -> None:
    approved(RIGHT)
    press_button(page(monkeypatch, Role.ADMINISTRATOR, verhaal="1"), "Publiceer")
    app = page(monkeypatch, verhaal="1")
    app.text_input(key="story_1__0_title").input("Nog meer licht")
    assert "Verhaal 1 is bewaard als concept, versie 2." in page_text(
        press_button(app, "Bewaar als concept")
    )
    assert "Stand: concept." in page_text(app)
    assert now().story.date == STORY["date"]
    (public,) = load_published_stories(get_store())
    assert public.story.title == STORY["title"]
    assert "Bekijk het verhaal: Meer licht in Klingerberg" in sent_messages(app)


def test_who_writes_on_what_another_changed_is_told_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = written(RIGHT)
    app = page(monkeypatch, verhaal="1")
    app.text_input(key="story_1__0_title").input("Van mij")
    others = RIGHT | {"title": "Van een ander"}
    change_story(
        APPROVER, get_store(), seen=seen, values=others, catalog=load_catalog_for(APPROVER)
    )
    shown = page_text(press_button(app, "Bewaar als concept"))
    assert "intussen door een ander gewijzigd" in shown
    assert "'Van een ander', concept." in shown
    assert app.text_input(key="story_1__0_title").value == "Van mij"
    assert now().story.title == "Van een ander"
    assert "versie 3." in page_text(press_button(app, "Bewaar als concept"))
    assert now().story.title == "Van mij"


def test_nobody_approves_words_that_they_did_not_see(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = submit_story(WRITER, get_store(), seen=written(RIGHT))
    app = page(monkeypatch, verhaal="1")
    others = RIGHT | {"title": "Andere woorden"}
    newer = change_story(
        WRITER, get_store(), seen=seen, values=others, catalog=load_catalog_for(WRITER)
    )
    submit_story(WRITER, get_store(), seen=newer)
    shown = page_text(press_button(app, "Geef akkoord"))
    assert "intussen door een ander gewijzigd" in shown
    assert "'Andere woorden', voorgelegd." in shown
    assert now().step is StoryStep.SUBMITTED
    press_button(app, "Begin opnieuw, met wat er nu staat")
    assert app.text_input(key="story_1__1_title").value == "Andere woorden"
    press_button(app, "Geef akkoord")
    assert (now().step, now().version) == (StoryStep.APPROVED, 2)


def test_who_submitted_may_go_on_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    written(RIGHT)
    app = press_button(page(monkeypatch, verhaal="1"), "Leg voor")
    app.text_input(key="story_1__0_title").input("Toch anders")
    shown = page_text(press_button(app, "Bewaar als concept"))
    assert "door een ander" not in shown
    assert (now().story.title, now().step) == ("Toch anders", StoryStep.DRAFT)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "", "titel een ingevulde waarde"),
        ("what", "Bel 06-12345678.", "wat we deden tekst zonder gegevens van personen"),
        ("date", "31-02-2026", "datum 31-02-2026 een dag als 23-11-2026"),
        ("contact", "jan@voorbeeld.nl", "contact tekst zonder gegevens van personen"),
    ],
)
def test_invalid_values_are_reported_by_field_and_stay_typed(
    monkeypatch: pytest.MonkeyPatch, field: str, typed: str, told: str
) -> None:
    written(RIGHT)
    app = page(monkeypatch, verhaal="1")
    fields = app.text_area if field == "what" else app.text_input
    fields(key=f"story_1__0_{field}").input(typed)
    shown = page_text(press_button(app, "Bewaar als concept"))
    assert "Problemen: 1. Er is niets bewaard." in shown
    assert told in shown
    fields = app.text_area if field == "what" else app.text_input
    assert fields(key=f"story_1__0_{field}").value == typed
    assert now().version == 1


def test_hostile_words_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "<img src=x onerror=alert(1)> 24 **vet**"
    written(RIGHT | {"title": hostile[:60], "what": hostile, "next": hostile})
    app = page(monkeypatch, verhaal="1")
    sent = " ".join(str(e.proto.body) for e in app.get("html"))
    assert "<img src=x" not in sent


def test_after_keeping_a_new_story_the_next_starts_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(monkeypatch)
    app.text_input(key="story_new__title").input("Het eerste")
    press_button(app, "Bewaar als concept")
    app.selectbox(key="story_box").set_value("").run()
    assert app.text_input(key="story_new__title").value == ""


def test_a_measure_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Maatregel '999' in de link is er niet." in page_text(page(monkeypatch, maatregel="999"))


def test_without_a_figure_there_is_nothing_to_fill_from(monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(monkeypatch)
    (button,) = [b for b in app.button if b.label == "Vul lege velden uit de gegevens"]
    assert button.disabled
    assert "Kies eerst een cijfer" in button.help


def test_empty_fields_are_filled_and_typed_text_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(monkeypatch)
    box = app.multiselect(key="story_new__figures")
    box.select(box.options[0]).run()
    app.text_area(key="story_new__what").input("Van mij.")
    press_button(app, "Vul lege velden uit de gegevens")
    assert app.text_area(key="story_new__what").value == "Van mij."
    assert "Het doel voor 2026" in (app.text_area(key="story_new__why").value or "")


def test_a_figure_that_is_not_public_is_named_with_its_reason_and_not_taken(
    data_copy: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(data_copy[0]))
    monkeypatch.setenv("GEO_DIR", str(data_copy[1]))
    path = data_copy[0] / "observations" / "misdrijven-buurten.csv"
    few = {"BU09832501": "1", "BU09832502": "2"}
    rows = [row.split(",") for row in path.read_text("utf-8").splitlines()]
    path.write_text("\n".join(",".join([*c[:3], few.get(c[1], c[3]), *c[4:]]) for c in rows))
    app = page(monkeypatch)
    box = app.multiselect(key="story_new__figures")
    hidden = next(o for o in box.options if "(niet te kiezen: " in o)
    name = hidden.split(" (niet te kiezen")[0]
    box.select(hidden).run()
    assert f"{name}: dit cijfer tonen wij niet (" in page_text(app)
    app.text_input(key="story_new__title").input("Een verhaal")
    press_button(app, "Bewaar als concept")
    assert now().story.figures == ()


def test_a_figure_of_an_earlier_period_stays_in_its_story(monkeypatch: pytest.MonkeyPatch) -> None:
    written(RIGHT)
    publish_proposed_wave(propose_wave_file(wave_file({"2025": WAVES["2025"]})))
    app = page(monkeypatch, verhaal="1")
    assert "rapportcijfer veiligheid eigen buurt, 2021 (kaart), eerder gekozen" in sent_messages(
        app
    )
    press_button(app, "Bewaar als concept")
    assert (now().version, now().story.figures) == (2, (FIGURE,))


def test_what_a_story_still_needs_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written({"title": "Alleen een titel"})
    shown = page_text(press_button(page(monkeypatch, verhaal="1"), "Leg voor"))
    assert "Problemen: 7. Er is niets bewaard." in shown
    assert now().step is StoryStep.DRAFT


def test_the_date_of_a_story_may_be_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    written(RIGHT | {"date": dt.date(2026, 1, 2)})
    app = page(monkeypatch, verhaal="1")
    assert app.text_input(key="story_1__0_date").value == "02-01-2026"
    app.text_input(key="story_1__0_date").input("")
    press_button(app, "Bewaar als concept")
    assert now().story.date is None


def test_former_versions_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = written(RIGHT | {"title": "Zoals het was"})
    change_story(APPROVER, get_store(), seen=seen, values=RIGHT, catalog=load_catalog_for(APPROVER))
    app = page(monkeypatch, verhaal="1")
    assert "Eerdere versies: 1" in [e.label for e in app.expander]
    assert "Zoals het was" in page_text(app)


def test_a_text_of_others_is_read_per_number_and_nothing_is_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = page(monkeypatch)
    pasted = "In 2021 gaf Klingerberg een 6,4 en Steyl een 9,9. De overlast is verdubbeld."
    pasted += " In 2021 zat Klingerberg onder de ondergrens."
    app.text_area(key="claim_desk__0").input(f"{pasted} In 2021 gaf Klingerberg een 6,9.").run()
    table = html_with(app, "Getallen en beweringen in de tekst")
    assert "onder de ondergrens" in table
    assert "Kies" not in table, "nothing can be chosen here"
    assert "Klingerberg, 2021: 6,4 (geen marge bekend)" in table
    assert "niet in dit dashboard" in table
    assert "alleen elders: Rapportcijfer" in table
    assert "Steyl, 2021: 7,6 (geen marge bekend)" in table
    assert "verdubbeld" in table
    assert "geen uitspraak" in table
    assert "Bron: Gemeente Venlo" in table
    assert load_stories(LOCAL, get_store()) == ()


def test_a_named_area_with_something_unfavourable_asks_for_context(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = page(monkeypatch)
    notice = "Dit kan ongunstig zijn voor Klingerberg. Doe dit erbij:"
    for what, is_noticed in (
        ("Klingerberg zit onder de ondergrens.", True),
        ("In Klingerberg hangen lampen.", False),
        ("Klingerberg had in 2021 de laagste score.", True),
        ("In Klingerberg is het veiliger geworden.", False),
        ("We hielpen Klingerberg. De overlast steeg.", True),
        ("Het aantal inbraken in Klingerberg is gedaald.", False),
        ("Het cijfer van Klingerberg is gedaald.", True),
        ("Het cijfer van Klingerberg is gestegen.", False),
    ):
        shown = page_text(app.text_area(key="story_new__what").input(what).run())
        assert (notice in shown) is is_noticed, what
        assert ("Zeg wat de gemeente en bewoners eraan doen." in shown) is is_noticed, what


def test_a_text_of_others_becomes_an_answer_by_two_people(monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(monkeypatch)
    app.text_area(key="claim_desk__0").input(
        "In 2021 gaf Klingerberg een 6,4. Steyl een 9,9."
    ).run()
    app.text_input(key="claim_desk__0_title").input("Vraag van de raad").run()
    shown = page_text(press_button(app, "Maak een antwoord"))
    assert "Antwoord 1 is bewaard als concept, versie 1." in shown
    assert now().story.is_answer
    app = page(monkeypatch, verhaal="1")
    assert "2 getallen of beweringen, 2 nog open: zo is het antwoord niet af." in page_text(app)
    assert "Het antwoord tot nu toe" not in page_text(app)
    app = press_button(app, next(b.label for b in app.button if "noemt Klingerberg" in b.label))
    app = press_button(app, next(b.label for b in app.button if b.label.startswith("Niet zo")))
    assert "alle gekoppeld" in page_text(app)
    table = html_with(app, "Het antwoord tot nu toe")
    assert "Klingerberg, 2021: 6,4 (geen marge bekend)" in table
    assert "Steyl, 2021: 7,6" in table
    press_button(app, "Bewaar als concept")
    writer = Actor(account_of(Role.EDITOR), Role.EDITOR)
    seen = submit_story(writer, get_store(), seen=now())
    with pytest.raises(OwnWordsError):
        approve_story(writer, get_store(), seen=seen)
    done = approve_story(APPROVER, get_store(), seen=seen)
    with pytest.raises(WrongStateError):
        publish_story(LOCAL, get_store(), seen=done, exhibits=(), judge=lambda _: ())
    app = page(monkeypatch, Role.ADMINISTRATOR, verhaal="1")
    assert "Het antwoord is klaar" in page_text(app)
    assert "Publiceer" not in labels(app)
    assert {"PDF", "Word"} <= {b.proto.label for b in app.get("download_button")}
    assert load_published_stories(get_store()) == ()


def test_a_story_of_an_area_that_is_gone_is_shown_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catalog = load_catalog_for(LOCAL)
    add_measure(LOCAL, get_store(), values=OPEN, catalog=catalog)
    written = write_story(WRITER, get_store(), values=RIGHT | {"measure": 1}, catalog=catalog)
    content = written.story.model_dump(mode="json") | {"areas": ["oude-wijk"], "theme": "oud-thema"}
    with get_store().writing() as connection:
        connection.execute(update(tables.story_version).values(content=content))
        connection.execute(update(tables.measure).values(areas=["oude-wijk"], theme="oud-thema"))
    sign_in_as(monkeypatch, Role.EDITOR)
    new, saved = (run_page(f"verhaal?{query}=1") for query in ("maatregel", "verhaal"))
    for app in (new, saved):
        assert not app.exception
        assert "Er ging iets mis" not in page_text(app)
    assert next(m for m in saved.multiselect if "Wijken" in m.label).value == ["oude-wijk"]
