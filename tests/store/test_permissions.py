"""Every function with every role: without its operation it is refused, and nothing is changed."""

import datetime as dt
import inspect
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import select

import lib.store
from lib.access import ALLOWED, Actor, NotAllowedError, Operation, Role
from lib.catalog import Catalog
from lib.store import (
    MeasureStatus,
    MeetingState,
    MeetingWindow,
    Store,
    StoredStory,
    add_agenda_item,
    add_agreement,
    add_measure,
    add_measures,
    add_topics,
    agree_interpretation,
    anonymise,
    approve_story,
    backup,
    change_agreement,
    change_measure,
    change_minutes,
    change_question,
    change_story,
    check_closing,
    close_meeting,
    compare_days,
    end_measure,
    erase_texts,
    list_waiting_stories,
    load_agenda,
    load_agreement_history,
    load_agreements,
    load_audit_trail,
    load_closing_verdicts,
    load_events_since,
    load_frozen_agreements,
    load_interpretations,
    load_item_exhibit,
    load_last_meeting,
    load_measures,
    load_meetings,
    load_police_counts,
    load_police_lists,
    load_stories,
    load_story_photo,
    load_story_versions,
    load_survey_layout,
    load_visible_observations,
    load_wave_observations,
    load_waves,
    move_agenda_item,
    move_embargo,
    move_meeting,
    open_store,
    plan_meeting,
    propose_wave,
    publish_story,
    publish_wave,
    remove_agenda_item,
    remove_expired,
    remove_meeting,
    restore,
    return_story,
    save_survey_layout,
    submit_story,
    tables,
    withdraw_interpretation,
    withdraw_police_list,
    withdraw_story,
    withdraw_wave,
    write_story,
)
from tests.store.samples import (
    ADMIN,
    AGREEMENT,
    DAY,
    DRIEHOEK,
    EDITOR,
    EXHIBIT,
    EXHIBITS,
    FILE,
    ITEM,
    LATER,
    MEASURE,
    NOON,
    OTHER_EDITOR,
    STORY,
    agreed,
    figure,
    find_wave,
    interpretation,
    picked,
    planned,
    proposed,
    published,
    published_story,
    save_list,
    submitted_story,
)
from tests.store.server import execute, new_database

FAR_AHEAD = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
Act = Callable[[Actor, Store, Catalog, Path], object]
ACTS: dict[str, tuple[Operation, Act]] = {
    "load_visible_observations": (
        Operation.READ_PUBLIC,
        lambda a, s, _c, _p: load_visible_observations(a, s, now=NOON),
    ),
    "load_measures": (Operation.READ_PUBLIC, lambda a, s, _c, _p: load_measures(a, s)),
    "load_waves": (Operation.READ_INTERNAL, lambda a, s, _c, _p: load_waves(a, s)),
    "load_wave_observations": (
        Operation.PREPARE_IMPORT,
        lambda a, s, _c, _p: load_wave_observations(a, s, wave=1),
    ),
    "load_survey_layout": (
        Operation.PREPARE_IMPORT,
        lambda a, s, _c, _p: load_survey_layout(a, s, layout="wijk|cijfer"),
    ),
    "save_survey_layout": (
        Operation.PREPARE_IMPORT,
        lambda a, s, _c, _p: save_survey_layout(a, s, layout="wijk|cijfer", columns={}),
    ),
    "propose_wave": (
        Operation.PREPARE_IMPORT,
        lambda a, s, _c, _p: propose_wave(a, s, observations=[figure()], file=FILE, note=""),
    ),
    "publish_wave": (
        Operation.PUBLISH,
        lambda a, s, _c, _p: publish_wave(a, s, wave=1, note="akkoord", embargo=None),
    ),
    "withdraw_wave": (
        Operation.PUBLISH,
        lambda a, s, _c, _p: withdraw_wave(a, s, seen=find_wave(s, 1), reason="verkeerd"),
    ),
    "move_embargo": (
        Operation.PUBLISH,
        lambda a, s, _c, _p: move_embargo(
            a, s, seen=find_wave(s, 2), embargo=FAR_AHEAD, reason="het college wacht"
        ),
    ),
    "add_measure": (
        Operation.EDIT_MEASURES,
        lambda a, s, c, _p: add_measure(a, s, values=MEASURE, catalog=c),
    ),
    "add_measures": (
        Operation.EDIT_MEASURES,
        lambda a, s, c, _p: add_measures(a, s, rows=[MEASURE], catalog=c, file="x.csv"),
    ),
    "change_measure": (
        Operation.EDIT_MEASURES,
        lambda a, s, c, _p: change_measure(
            a, s, seen=load_measures(EDITOR, s)[0], values=MEASURE, catalog=c
        ),
    ),
    "end_measure": (
        Operation.EDIT_MEASURES,
        lambda a, s, _c, _p: end_measure(
            a, s, seen=load_measures(EDITOR, s)[0], status=MeasureStatus.DONE, end="2026-06"
        ),
    ),
    "load_stories": (Operation.WRITE_STORIES, lambda a, s, _c, _p: load_stories(a, s)),
    "load_story_versions": (
        Operation.WRITE_STORIES,
        lambda a, s, _c, _p: load_story_versions(a, s, number=1),
    ),
    "load_story_photo": (
        Operation.WRITE_STORIES,
        lambda a, s, _c, _p: load_story_photo(a, s, seen=_story(s, 1)),
    ),
    "write_story": (
        Operation.WRITE_STORIES,
        lambda a, s, c, _p: write_story(a, s, values=STORY, catalog=c),
    ),
    "change_story": (
        Operation.WRITE_STORIES,
        lambda a, s, c, _p: change_story(a, s, seen=_story(s, 1), values=STORY, catalog=c),
    ),
    "submit_story": (
        Operation.WRITE_STORIES,
        lambda a, s, _c, _p: submit_story(a, s, seen=_story(s, 1)),
    ),
    "list_waiting_stories": (
        Operation.WRITE_STORIES,
        lambda a, s, _c, _p: list_waiting_stories(a, s),
    ),
    "return_story": (
        Operation.WRITE_STORIES,
        lambda a, s, _c, _p: return_story(a, s, seen=_story(s, 2), note="Noem de straat."),
    ),
    "approve_story": (
        Operation.WRITE_STORIES,
        lambda a, s, _c, _p: approve_story(a, s, seen=_story(s, 2)),
    ),
    "publish_story": (
        Operation.PUBLISH,
        lambda a, s, _c, _p: publish_story(
            a, s, seen=_story(s, 3), exhibits=EXHIBITS, judge=lambda _: ()
        ),
    ),
    "withdraw_story": (
        Operation.PUBLISH,
        lambda a, s, _c, _p: withdraw_story(a, s, seen=_story(s, 4), reason="verkeerd"),
    ),
    "load_meetings": (Operation.READ_DRIEHOEK, lambda a, s, _c, _p: load_meetings(a, s)),
    "load_last_meeting": (
        Operation.READ_DRIEHOEK,
        lambda a, s, _c, _p: load_last_meeting(a, s, before=DAY),
    ),
    "plan_meeting": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: plan_meeting(a, s, day=free_day(s)),
    ),
    "move_meeting": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: move_meeting(a, s, seen=load_meetings(ADMIN, s)[0], day=free_day(s)),
    ),
    "remove_meeting": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: remove_meeting(a, s, seen=load_meetings(ADMIN, s)[0]),
    ),
    "check_closing": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: check_closing(
            a,
            s,
            seen=next(m for m in load_meetings(ADMIN, s) if m.state is MeetingState.PREPARING),
            on=LATER,
        ),
    ),
    "close_meeting": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: close_meeting(
            a,
            s,
            seen=next(m for m in load_meetings(ADMIN, s) if m.state is MeetingState.PREPARING),
            on=LATER,
        ),
    ),
    "load_closing_verdicts": (
        Operation.READ_DRIEHOEK,
        lambda a, s, _c, _p: load_closing_verdicts(a, s, meeting=1),
    ),
    "load_events_since": (
        Operation.READ_DRIEHOEK,
        lambda a, s, _c, _p: load_events_since(a, s, since=NOON),
    ),
    "compare_days": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: compare_days(
            a, s, meeting=2, window=MeetingWindow(preset="zes-weken", comparison="jaar-eerder")
        ),
    ),
    "add_topics": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: add_topics(a, s, meeting=2, topics=[{"title": "Rondvraag"}]),
    ),
    "change_minutes": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: change_minutes(
            a, s, seen=load_agenda(ADMIN, s, meeting=2)[0], minutes=5
        ),
    ),
    "load_frozen_agreements": (
        Operation.READ_DRIEHOEK,
        lambda a, s, _c, _p: load_frozen_agreements(a, s, meeting=1),
    ),
    "load_agenda": (Operation.READ_DRIEHOEK, lambda a, s, _c, _p: load_agenda(a, s, meeting=2)),
    "load_item_exhibit": (
        Operation.READ_DRIEHOEK,
        lambda a, s, _c, _p: load_item_exhibit(a, s, item=1),
    ),
    "add_agenda_item": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: add_agenda_item(a, s, meeting=2, values=ITEM, exhibit=EXHIBIT),
    ),
    "change_question": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: change_question(
            a, s, seen=load_agenda(ADMIN, s, meeting=2)[0], question="Waarom?"
        ),
    ),
    "move_agenda_item": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: move_agenda_item(a, s, item=1, place=2),
    ),
    "remove_agenda_item": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: remove_agenda_item(a, s, seen=load_agenda(ADMIN, s, meeting=2)[0]),
    ),
    "load_agreements": (Operation.READ_DRIEHOEK, lambda a, s, _c, _p: load_agreements(a, s)),
    "load_agreement_history": (
        Operation.READ_DRIEHOEK,
        lambda a, s, _c, _p: load_agreement_history(a, s, number=1),
    ),
    "add_agreement": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, c, _p: add_agreement(a, s, meeting=2, values=AGREEMENT, catalog=c),
    ),
    "change_agreement": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, c, _p: change_agreement(
            a, s, seen=load_agreements(ADMIN, s)[0], values=AGREEMENT, catalog=c
        ),
    ),
    "load_interpretations": (
        Operation.READ_PUBLIC,
        lambda a, s, _c, _p: load_interpretations(a, s),
    ),
    "propose_interpretation": (
        Operation.INTERPRET,
        lambda a, s, c, _p: interpretation(s, c, by=a),
    ),
    "agree_interpretation": (
        Operation.INTERPRET,
        lambda a, s, _c, _p: agree_interpretation(
            a, s, seen=load_interpretations(ADMIN, s)[0], judge=lambda _: ()
        ),
    ),
    "withdraw_interpretation": (
        Operation.INTERPRET,
        lambda a, s, c, _p: withdraw_interpretation(
            a,
            s,
            seen=interpretation(s, c, by=a)
            if a.may(Operation.INTERPRET)
            else load_interpretations(ADMIN, s)[0],
            reason="verkeerd",
        ),
    ),
    "save_police_list": (Operation.WRITE_DRIEHOEK, lambda a, s, _c, _p: save_list(s, {}, by=a)),
    "withdraw_police_list": (
        Operation.WRITE_DRIEHOEK,
        lambda a, s, _c, _p: (
            withdraw_police_list(a, s, number=save_list(s, {}), reason="verkeerd")
            if a.may(Operation.WRITE_DRIEHOEK)
            else withdraw_police_list(a, s, number=1, reason="verkeerd")
        ),
    ),
    "load_police_lists": (Operation.READ_DRIEHOEK, lambda a, s, _c, _p: load_police_lists(a, s)),
    "load_police_counts": (
        Operation.READ_DRIEHOEK,
        lambda a, s, _c, _p: load_police_counts(a, s, fictitious=False),
    ),
    "load_audit_trail": (Operation.READ_AUDIT, lambda a, s, _c, _p: load_audit_trail(a, s)),
    "anonymise": (Operation.MAINTAIN, lambda a, s, _c, _p: anonymise(a, s, who=EDITOR.name)),
    "erase_texts": (Operation.MAINTAIN, lambda a, s, _c, _p: erase_texts(a, s, subject="meting 1")),
    "remove_expired": (Operation.MAINTAIN, lambda a, s, _c, _p: remove_expired(a, s, now=NOON)),
    "backup": (Operation.MAINTAIN, lambda a, s, _c, p: backup(a, s, file=p / "new.zip")),
    "restore": (
        Operation.MAINTAIN,
        lambda a, s, _c, p: restore(a, s, file=p / "old.zip", replace=True),
    ),
}


def _story(store: Store, number: int) -> StoredStory:
    return next(story for story in load_stories(ADMIN, store) if story.number == number)


def free_day(store: Store) -> dt.date:
    return DAY.replace(year=2027, day=len(load_audit_trail(ADMIN, store)))


def prepare(store: Store, catalog: Catalog) -> None:
    """Fill a store: everything can be done once."""
    proposed(store)
    published(store, embargo=FAR_AHEAD)
    add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    closed, open_, *_ = (planned(store, days=days) for days in range(4))
    close_meeting(DRIEHOEK, store, seen=closed, on=LATER)
    for key in ("een", "twee"):
        picked(store, open_, key=key)
    agreed(store, open_, catalog)
    write_story(EDITOR, store, values=STORY, catalog=catalog)
    submitted_story(store, catalog)
    approve_story(OTHER_EDITOR, store, seen=submitted_story(store, catalog))
    published_story(store, catalog)
    interpretation(store, catalog, by=OTHER_EDITOR)


def rows(store: Store) -> dict[str, object]:
    with store.reading() as connection:
        return {
            table.name: connection.execute(select(table).order_by(*table.primary_key)).all()
            for table in tables.metadata.sorted_tables
        }


@pytest.fixture(scope="module")
def prepared_folder(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared SQLite store, and a backup of it."""
    folder = tmp_path_factory.mktemp("prepared")
    store = open_store(f"sqlite:///{folder}/store.sqlite3")
    prepare(store, catalog)
    backup(ADMIN, store, file=folder / "old.zip")
    store.close()
    return folder


@pytest.fixture(scope="module")
def prepared_database(catalog: Catalog, server: str) -> str:
    """The name of a PostgreSQL database with a prepared store."""
    store = open_store(new_database(server, "prepared"))
    prepare(store, catalog)
    store.close()
    return "prepared"


@pytest.fixture
def open_prepared(
    kind: str, request: pytest.FixtureRequest, prepared_folder: Path, tmp_path: Path
) -> Iterator[Callable[[], Store]]:
    """A function that opens a copy of a prepared store: a copy takes less time than a restore."""
    with ExitStack() as opened:

        def copy() -> Store:
            opened.close()
            if kind == "sqlite":
                file = shutil.copy(prepared_folder / "store.sqlite3", tmp_path)
                url = f"sqlite:///{file}"
            else:
                server, model = (
                    request.getfixturevalue(n) for n in ("server", "prepared_database")
                )
                execute(
                    f"{server}/postgres",
                    "DROP DATABASE IF EXISTS acted_on WITH (FORCE)",
                    f"CREATE DATABASE acted_on TEMPLATE {model}",
                )
                url = f"{server}/acted_on"
            store = open_store(url)
            opened.callback(store.close)
            return store

        yield copy


@pytest.mark.parametrize("name", ACTS)
def test_only_roles_with_the_right_can_call_a_function(
    open_prepared: Callable[[], Store],
    catalog: Catalog,
    prepared_folder: Path,
    tmp_path: Path,
    name: str,
) -> None:
    operation, act = ACTS[name]
    allowed = {role for role in Role if operation in ALLOWED[role]}
    shutil.copy(prepared_folder / "old.zip", tmp_path)
    store = open_prepared()
    before = rows(store)
    for role in set(Role) - allowed:
        with pytest.raises(NotAllowedError, match=f"'{role}' mag dit niet"):
            act(Actor("iemand", role), store, catalog, tmp_path)
    assert rows(store) == before
    assert not (tmp_path / "new.zip").exists()
    for role in allowed:
        if rows(store) != before:  # each from the same start: a step can be taken once
            store = open_prepared()
        act(Actor("iemand", role), store, catalog, tmp_path)


def test_the_table_names_every_function_that_takes_an_actor() -> None:
    functions = {
        name
        for name, found in vars(lib.store).items()
        if inspect.isfunction(found) and "actor" in inspect.signature(found).parameters
    }
    assert functions == set(ACTS)
