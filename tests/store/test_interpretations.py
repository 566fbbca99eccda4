"""Interpretations: written by one, agreed by another, seen by whom they are for."""

from typing import Any

import pytest

from lib.access import PUBLIC, Actor, NotAllowedError, Role
from lib.catalog import Catalog, DataProblem, DataProblemsError
from lib.store import (
    ChangedMeanwhileError,
    InterpretationState,
    OwnWordsError,
    Store,
    StoredInterpretation,
    WrongStateError,
    agree_interpretation,
    load_audit_trail,
    load_board_version,
    load_interpretations,
    withdraw_interpretation,
)
from tests.store.samples import (
    ADMIN,
    DRIEHOEK,
    EDITOR,
    INTERPRETATION,
    NOON,
    OTHER_EDITOR,
    STAFF,
    interpretation,
)


def agree(
    store: Store, seen: StoredInterpretation, *, by: Actor = OTHER_EDITOR
) -> StoredInterpretation:
    return agree_interpretation(by, store, seen=seen, judge=lambda _: ())


def test_what_is_written_is_read_back_as_it_was(store: Store, catalog: Catalog) -> None:
    made = interpretation(store, catalog)
    assert made.state is InterpretationState.PROPOSED
    own = made.interpretation.model_dump()
    assert {name: own[name] for name in INTERPRETATION} == INTERPRETATION


def test_nobody_agrees_with_own_words(store: Store, catalog: Catalog) -> None:
    person = Actor(EDITOR.name, Role.EDITOR, person="iemand")
    made = interpretation(store, catalog, by=person)
    other_account = Actor("ander-account", Role.ADMINISTRATOR, person="iemand")
    for same in (EDITOR, Actor(EDITOR.name.upper(), Role.EDITOR), other_account):
        with pytest.raises(OwnWordsError):
            agree(store, made, by=same)
    assert agree(store, made).state is InterpretationState.AGREED


@pytest.mark.parametrize(
    ("visibility", "readers"), [("intern", [STAFF, DRIEHOEK]), ("openbaar", [PUBLIC, STAFF])]
)
def test_others_see_it_once_somebody_agreed(
    store: Store, catalog: Catalog, visibility: str, readers: list[Actor]
) -> None:
    made = interpretation(store, catalog, visibility=visibility)
    assert not load_interpretations(PUBLIC, store)
    assert not load_interpretations(STAFF, store)
    assert [one.number for one in load_interpretations(DRIEHOEK, store)] == [made.number]
    agree(store, made, by=ADMIN)
    for reader in readers:
        assert len(load_interpretations(reader, store)) == 1
    assert bool(load_interpretations(PUBLIC, store)) is (visibility == "openbaar")


def test_words_for_the_public_need_who_publishes_as_stories_do(
    store: Store, catalog: Catalog
) -> None:
    made = interpretation(store, catalog, visibility="openbaar")
    for colleague in (OTHER_EDITOR, DRIEHOEK):
        with pytest.raises(NotAllowedError):
            agree(store, made, by=colleague)
    own = interpretation(store, catalog, by=ADMIN, visibility="openbaar")
    with pytest.raises(OwnWordsError):
        agree(store, own, by=ADMIN)
    assert not load_interpretations(PUBLIC, store)


def test_what_the_judge_finds_is_refused_by_the_store(store: Store, catalog: Catalog) -> None:
    made = interpretation(store, catalog)
    fault = DataProblem("duiding", value="7", expected="een getal uit de figuur", fix="verbeter")
    with pytest.raises(DataProblemsError):
        agree_interpretation(OTHER_EDITOR, store, seen=made, judge=lambda _: [fault])
    assert load_interpretations(EDITOR, store)[0].state is InterpretationState.PROPOSED


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "Bel 06-12345678 voor vragen."},
        {"title": ""},
        {"text": ""},
        {"area": "nergens"},
        {"link": "https://example.com"},
        {"day": "vandaag"},
        {"visibility": "geheim"},
    ],
)
def test_words_that_cannot_be_stored_are_refused(
    store: Store, catalog: Catalog, wrong: dict[str, Any]
) -> None:
    with pytest.raises(DataProblemsError):
        interpretation(store, catalog, **wrong)
    assert load_interpretations(EDITOR, store) == ()


def test_only_the_writer_or_who_publishes_takes_it_away(store: Store, catalog: Catalog) -> None:
    made = agree(store, interpretation(store, catalog))
    with pytest.raises(NotAllowedError):
        withdraw_interpretation(OTHER_EDITOR, store, seen=made, reason="anders")
    gone = withdraw_interpretation(ADMIN, store, seen=made, reason="cijfer verbeterd")
    assert gone.state is InterpretationState.WITHDRAWN
    assert load_interpretations(STAFF, store) == ()
    with pytest.raises(ChangedMeanwhileError):
        agree(store, made)
    with pytest.raises(WrongStateError):
        agree(store, gone)


def test_each_step_is_in_the_audit_trail_and_renews_the_board(
    store: Store, catalog: Catalog
) -> None:
    before = load_board_version(store, now=NOON)
    agree(store, interpretation(store, catalog))
    assert [entry.what for entry in load_audit_trail(ADMIN, store, subject="duiding 1")] == [
        "duiding akkoord",
        "duiding voorgesteld",
    ]
    assert load_board_version(store, now=NOON) != before
