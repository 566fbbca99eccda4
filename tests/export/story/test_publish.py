"""Publishing a story: its figures are frozen, and what differs from the data stays inside."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.access import PUBLIC, Actor, NotAllowedError, Role
from lib.board import RATING, load_board
from lib.catalog import Catalog, DataProblemsError
from lib.exhibits.exhibit import from_json
from lib.export.story.chosen_figure import write_reference
from lib.export.story.publish import list_changed, publish_with_figures
from lib.figures.facts.fact import FigureRef, Kind
from lib.figures.facts.facts import load_facts
from lib.figures.sentences.figure_sentences import alternative
from lib.store import (
    NotPublishableError,
    Store,
    StoredStory,
    WrongStateError,
    add_measure,
    approve_story,
    load_published_stories,
    open_store,
)
from lib.store.story.content import STORY_PARTS
from tests.export.story.samples import fictitious
from tests.store.samples import ADMIN, MEASURE, OTHER_EDITOR, submitted_story

REF = FigureRef(Kind.MAP, RATING, "klingerberg", "2021")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(f"sqlite:///{tmp_path}/dashboard.sqlite3")
    yield made
    made.close()


def approved(store: Store, catalog: Catalog, **other: object) -> StoredStory:
    values: dict[str, object] = {
        "figures": (write_reference(REF),),
        "alternatives": (alternative(load_board(PUBLIC), REF),),
        "here_and_now": "We liepen mee.",
        "languages": {},
        "bindings": (),
    }
    seen = submitted_story(store, catalog, **(values | other))
    return approve_story(OTHER_EDITOR, store, seen=seen)


def published(store: Store, catalog: Catalog, **other: object) -> StoredStory:
    return publish_with_figures(ADMIN, store, seen=approved(store, catalog, **other))


def test_the_figures_are_frozen_as_they_were(store: Store, catalog: Catalog) -> None:
    published(store, catalog)
    (one,) = load_published_stories(store)
    (stored,) = one.exhibits
    assert from_json(stored).table.to_numpy().tolist() == [["Klingerberg", "2021", 6.4]]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"here_and_now": "In 2021 gaf Klingerberg een 6,9."}, "'6,9' (waarom hier en nu) is open"),
        ({"why": "Er kwamen 345 bewoners."}, "'345' (waarom) is open"),
        ({"why": "De overlast daalde."}, "'daalde' (waarom) is geweigerd"),
        ({"alternatives": ("Klingerberg gaf een 6,9.",)}, "'6,9' (beschrijving 1) is open"),
        (
            {"languages": {"en": {"title": "Coaches", "what": "Klingerberg got a 9.9."}}},
            "'9.9' (wat we deden, Engels) is open. Dit staat niet zo in het Nederlands.",
        ),
        ({"contact": "Team 6,9 uit Klingerberg"}, "'6,9' (contact)"),
        (
            {"figures": ({"kind": "kaart", "indicator": RATING, "area": "x", "period": "2021"},)},
            "niet meer openbaar",
        ),
    ],
    ids=["number", "worded", "claim", "description", "translation", "contact", "no figure"],
)
def test_what_is_not_so_is_not_published(
    store: Store, catalog: Catalog, other: dict[str, object], reason: str
) -> None:
    with pytest.raises(NotPublishableError) as error:
        published(store, catalog, **other)
    assert reason in " ".join(error.value.reasons)
    assert not load_published_stories(store)


def test_an_internal_measure_is_no_story(store: Store, catalog: Catalog) -> None:
    values = MEASURE | {"visibility": "intern"}
    measure = add_measure(ADMIN, store, values=values, catalog=catalog)
    with pytest.raises(NotPublishableError, match="is intern"):
        published(store, catalog, measure=measure.number)


def test_all_problems_are_reported_at_once(store: Store, catalog: Catalog) -> None:
    with pytest.raises(NotPublishableError) as error:
        published(store, catalog, why="Er kwamen 345 bewoners.", next="Klingerberg gaf een 6,9.")
    assert [reason.partition(". ")[0] for reason in error.value.reasons] == [
        "'345' (waarom) is open",
        "'6,9' (hoe het verder gaat) is open",
    ]


@pytest.mark.parametrize("part", STORY_PARTS)
def test_an_open_number_is_found_in_every_part(store: Store, catalog: Catalog, part: str) -> None:
    with pytest.raises(NotPublishableError) as error:
        published(store, catalog, **{part: "In 2021 gaf Klingerberg een 6,9."})
    assert error.value.reasons[0].startswith("'6,9' (")


def bound_number() -> dict[str, object]:
    """Return a sentence with its number bound to the fact that it is."""
    text = "In 2021 gaf Klingerberg een 6,4."
    key = "value|rapportcijfer|Rapportcijfer veiligheid eigen buurt|klingerberg||2021|"
    fact = load_facts(load_board(PUBLIC)).all[key]
    at = {"part": "here_and_now", "sentence": text, "start": text.index("6,4"), "text": "6,4"}
    known = {"kind": "cijfer", "fact": key, "described": fact.describe()}
    return {"here_and_now": text, "bindings": (at | known,)}


def test_a_bound_number_is_published(store: Store, catalog: Catalog) -> None:
    published(store, catalog, **bound_number())
    (one,) = load_published_stories(store)
    assert list_changed(load_board(PUBLIC), one.story) == []


def test_a_story_whose_figure_changed_needs_a_look(
    store: Store,
    catalog: Catalog,
    data_copy: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    published(store, catalog, **bound_number())
    path = data_copy[0] / "observations" / "rapportcijfers.csv"
    path.write_text(path.read_text("utf-8").replace("klingerberg,2021,6.4", "klingerberg,2021,6.5"))
    monkeypatch.setenv("DATA_DIR", str(data_copy[0]))
    (one,) = load_published_stories(store)
    (reason,) = list_changed(load_board(PUBLIC), one.story)
    assert reason.startswith("'6,4': Was: Rapportcijfer")
    assert "Klingerberg, 2021: 6,5" in reason


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_who_may_not_publish_is_refused(store: Store, catalog: Catalog, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        publish_with_figures(Actor("iemand", role), store, seen=approved(store, catalog))
    assert not load_published_stories(store)


def test_what_was_published_is_not_published_again(store: Store, catalog: Catalog) -> None:
    done = published(store, catalog)
    with pytest.raises(WrongStateError):
        publish_with_figures(ADMIN, store, seen=done)


def test_fictitious_figures_are_never_published(
    store: Store,
    catalog: Catalog,
    data_copy: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = approved(store, catalog)
    fictitious(*data_copy)
    monkeypatch.setenv("DATA_DIR", str(data_copy[0]))
    with pytest.raises(DataProblemsError):
        publish_with_figures(ADMIN, store, seen=seen)
    assert not load_published_stories(store)
