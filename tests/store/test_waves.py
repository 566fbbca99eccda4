"""From proposal to what a reader sees: versions, embargo, withdrawal, sources."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from lib.access import PUBLIC, Actor, NotAllowedError, Role
from lib.catalog import (
    OBSERVATION_COLUMNS,
    DataProblemsError,
    Missing,
    Observation,
    Period,
    Status,
    observation_frame,
)
from lib.settings import DUTCH_TIME
from lib.store import (
    ChangedMeanwhileError,
    ImportedFile,
    NotFoundError,
    Store,
    WaveState,
    WrongStateError,
    load_board_version,
    load_visible_observations,
    load_waves,
    propose_wave,
    publish_wave,
    withdraw_wave,
)
from tests.store.samples import (
    ADMIN,
    EDITOR,
    FILE,
    NOON,
    OTHER_EDITOR,
    STAFF,
    figure,
    find_wave,
    proposed,
    published,
)

SECOND = dt.timedelta(seconds=1)


def seen(actor: Actor, store: Store, *, now: dt.datetime = NOON) -> dict[tuple[str, str], str]:
    """Return which source an actor sees for each (area, period)."""
    frame, _ = load_visible_observations(actor, store, now=now)
    return dict(zip(zip(frame["area"], frame["period"], strict=True), frame["source"], strict=True))


def test_figures_come_back_as_they_went_in(store: Store) -> None:
    rows = [
        figure("klingerberg", value=6.8, lower=6.61, upper=6.999999999, n=214, note="Let op"),
        figure("venlo-centrum", value=None, missing=Missing.SUPPRESSED),
        figure("blerick-centrum", value=0.1 + 0.2, status=Status.FICTITIOUS),
        figure("GM0983", value=7.3, period=Period("2023-Q2"), status=Status.PROVISIONAL),
    ]
    number = published(store, *rows)
    frame, sources = load_visible_observations(PUBLIC, store, now=NOON)
    assert tuple(frame.columns) == OBSERVATION_COLUMNS
    wanted = observation_frame(rows).assign(source=f"import-{number}")
    order = ["area", "period"]
    pd.testing.assert_frame_equal(
        frame.sort_values(order, ignore_index=True), wanted.sort_values(order, ignore_index=True)
    )
    assert list(sources) == [f"import-{number}"]


def test_the_source_names_neither_the_file_nor_anybody(store: Store) -> None:
    published(store)
    (source,) = load_visible_observations(ADMIN, store, now=NOON)[1].values()
    assert source.title == "Meting 2025"
    assert source.publisher == "Ingevoerd door de gemeente"
    assert source.section == ""
    today = dt.datetime.now(DUTCH_TIME).date()
    assert source.retrieved in {today, today - dt.timedelta(days=1)}
    assert source.date == source.retrieved.isoformat()
    assert not {EDITOR.name, ADMIN.name} & {str(v) for v in source.model_dump().values()}
    # It is what the catalog would take for a source.
    assert type(source).model_validate(source.model_dump()) == source


def test_an_empty_store_has_the_columns_and_no_sources(store: Store) -> None:
    frame, sources = load_visible_observations(PUBLIC, store, now=NOON)
    assert (tuple(frame.columns), len(frame), dict(sources)) == (OBSERVATION_COLUMNS, 0, {})


def test_nobody_sees_figures_before_they_are_published(store: Store) -> None:
    proposed(store)
    assert seen(ADMIN, store) == seen(PUBLIC, store) == {}


def test_a_newer_version_stands_in_place_of_the_former_until_it_is_withdrawn(store: Store) -> None:
    first = published(store, figure("klingerberg"), figure("venlo-centrum"))
    second = published(store, figure("klingerberg", value=7.0))
    assert seen(PUBLIC, store) == {("klingerberg", "2025"): f"import-{second}"}
    withdraw_wave(ADMIN, store, seen=find_wave(store, second), reason="verkeerd bestand")
    assert set(seen(PUBLIC, store).values()) == {f"import-{first}"}
    assert len(seen(PUBLIC, store)) == 2
    withdraw_wave(ADMIN, store, seen=find_wave(store, first), reason="ook verkeerd")
    assert seen(PUBLIC, store) == {}


def test_a_version_replaces_only_the_indicators_and_periods_that_it_covers(store: Store) -> None:
    first = published(store, figure(period=Period("2023")), figure(), figure(indicator="overlast"))
    second = published(store, figure())
    frame, sources = load_visible_observations(PUBLIC, store, now=NOON)
    shown = {(r.indicator, r.period): r.source for r in frame.itertuples()}
    assert shown == {
        ("rapportcijfer", "2023"): f"import-{first}",
        ("rapportcijfer", "2025"): f"import-{second}",
        ("overlast", "2025"): f"import-{first}",
    }
    assert list(sources) == [f"import-{second}", f"import-{first}"]
    new, old = load_waves(STAFF, store)
    assert new.visible == new.covers == {("rapportcijfer", "2025")}
    assert old.visible == old.covers - new.covers


def test_the_order_of_publication_counts_not_that_of_proposal(store: Store) -> None:
    first, second = proposed(store), proposed(store)
    for number in (second, first):
        publish_wave(ADMIN, store, wave=number, note="akkoord", embargo=None)
    assert set(seen(PUBLIC, store).values()) == {f"import-{first}"}


EMBARGO = dt.datetime(2026, 11, 24, 13, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))  # NOON in UTC


@pytest.mark.parametrize(
    ("moment", "is_public"),
    [
        (NOON - SECOND, False),
        (NOON - dt.timedelta(microseconds=1), False),
        (NOON, True),
        (EMBARGO, True),
        (NOON.astimezone(dt.timezone(dt.timedelta(hours=-11))), True),
        ((NOON - SECOND).astimezone(dt.timezone(dt.timedelta(hours=14))), False),
        (NOON + SECOND, True),
    ],
)
def test_until_its_embargo_a_wave_is_internal(
    store: Store, moment: dt.datetime, is_public: bool
) -> None:
    before = published(store)
    after = published(store, figure(value=7.1), embargo=EMBARGO)
    assert set(seen(STAFF, store, now=moment).values()) == {f"import-{after}"}
    shown = after if is_public else before
    assert set(seen(PUBLIC, store, now=moment).values()) == {f"import-{shown}"}


def test_an_embargo_on_the_night_that_the_clock_goes_back(store: Store) -> None:
    """02:30 comes twice; each of the two is another moment."""
    amsterdam = ZoneInfo("Europe/Amsterdam")
    summer, winter = (
        dt.datetime(2026, 10, 25, 2, 30, tzinfo=amsterdam, fold=fold) for fold in (0, 1)
    )
    published(store, embargo=winter)
    assert seen(PUBLIC, store, now=summer.astimezone(dt.UTC)) == {}
    assert seen(PUBLIC, store, now=winter) != {}


def test_moments_without_a_time_zone_are_refused(store: Store) -> None:
    bare = dt.datetime(2026, 11, 24, 12, 0)  # noqa: DTZ001 - that is the point
    number = proposed(store)
    with pytest.raises(ValueError, match="time zone"):
        publish_wave(ADMIN, store, wave=number, note="akkoord", embargo=bare)
    for actor in (PUBLIC, ADMIN):
        with pytest.raises(ValueError, match="time zone"):
            load_visible_observations(actor, store, now=bare)
    with pytest.raises(ValueError, match="time zone"):
        load_board_version(store, now=bare)
    assert load_waves(ADMIN, store)[0].state is WaveState.PROPOSED


def test_version_changes_with_every_step_and_when_an_embargo_passes(store: Store) -> None:
    found = [load_board_version(store, now=NOON)]
    number = proposed(store)
    found.append(load_board_version(store, now=NOON))
    publish_wave(ADMIN, store, wave=number, note="akkoord", embargo=NOON + SECOND)
    found.append(load_board_version(store, now=NOON))
    assert load_board_version(store, now=NOON + SECOND / 2) == found[-1]
    found.append(load_board_version(store, now=NOON + SECOND))
    assert load_board_version(store, now=NOON + 2 * SECOND) == found[-1]
    published(store, embargo=NOON + 3 * SECOND)
    found += [load_board_version(store, now=NOON + n * SECOND) for n in (2, 3)]
    withdraw_wave(ADMIN, store, seen=find_wave(store, number), reason="verkeerd")
    found.append(load_board_version(store, now=NOON + 3 * SECOND))
    assert len(set(found)) == len(found)


def test_a_wave_has_its_history(store: Store) -> None:
    number = published(store, embargo=EMBARGO)
    (wave,) = load_waves(STAFF, store)
    assert (wave.number, wave.state, wave.file) == (number, WaveState.PUBLISHED, FILE)
    assert (wave.proposed_by, wave.note, wave.embargo) == (EDITOR.name, "akkoord", EMBARGO)
    assert wave.source == f"import-{number}"
    assert wave.published_at is not None
    assert wave.proposed_at <= wave.published_at
    assert wave.withdrawn_at is None
    withdraw_wave(ADMIN, store, seen=find_wave(store, number), reason="verkeerd")
    (wave,) = load_waves(STAFF, store)
    assert (wave.state, wave.note, wave.visible) == (WaveState.WITHDRAWN, "verkeerd", frozenset())
    assert wave.withdrawn_at is not None


def test_proposals_are_for_those_who_prepare_them(store: Store) -> None:
    number = proposed(store)
    assert load_waves(STAFF, store) == ()
    assert [w.number for w in load_waves(OTHER_EDITOR, store)] == [number]
    withdraw_wave(EDITOR, store, seen=find_wave(store, number), reason="vergissing")
    assert load_waves(STAFF, store) == ()
    assert load_waves(EDITOR, store)[0].state is WaveState.WITHDRAWN


def test_an_editor_withdraws_only_an_own_proposal(store: Store) -> None:
    own, other, public = proposed(store), proposed(store, by=OTHER_EDITOR), published(store)
    withdraw_wave(EDITOR, store, seen=find_wave(store, own), reason="vergissing")
    for number in (other, public):
        with pytest.raises(NotAllowedError):
            withdraw_wave(EDITOR, store, seen=find_wave(store, number), reason="vergissing")
    # The same name with a role that prepares nothing is of no use.
    with pytest.raises(NotAllowedError):
        withdraw_wave(
            Actor(OTHER_EDITOR.name, Role.STAFF),
            store,
            seen=find_wave(store, other),
            reason="vergissing",
        )
    withdraw_wave(ADMIN, store, seen=find_wave(store, other), reason="dubbel")


def test_a_wave_that_was_published_meanwhile_is_not_withdrawn_as_a_proposal(store: Store) -> None:
    seen = find_wave(store, proposed(store))
    publish_wave(ADMIN, store, wave=seen.number, note="akkoord", embargo=None)
    with pytest.raises(ChangedMeanwhileError, match="intussen door een ander") as refused:
        withdraw_wave(ADMIN, store, seen=seen, reason="vergissing")
    assert refused.value.newer.state is WaveState.PUBLISHED
    assert find_wave(store, seen.number).state is WaveState.PUBLISHED
    withdraw_wave(ADMIN, store, seen=find_wave(store, seen.number), reason="toch")
    assert find_wave(store, seen.number).version == 3


def test_a_step_that_was_taken_already_is_refused_by_name(store: Store) -> None:
    number = published(store)
    with pytest.raises(WrongStateError, match=f"Meting {number} is al gepubliceerd"):
        publish_wave(ADMIN, store, wave=number, note="nog eens", embargo=None)
    withdraw_wave(ADMIN, store, seen=find_wave(store, number), reason="verkeerd")
    for wave, error, said in (
        (number, WrongStateError, f"Meting {number} is al ingetrokken"),
        (99, NotFoundError, "Meting 99 is er niet"),
    ):
        gone = replace(find_wave(store, number), number=wave)
        with pytest.raises(error, match=said):
            publish_wave(ADMIN, store, wave=wave, note="toch", embargo=None)
        with pytest.raises(error, match=said):
            withdraw_wave(ADMIN, store, seen=gone, reason="nog eens")
    assert load_waves(ADMIN, store)[0].note == "verkeerd"


@pytest.mark.parametrize(
    ("observations", "told"),
    [
        ((), "Er staat: '0'. Verwacht: 1 tot en met 20000 cijfers"),
        ((figure(),) * 20_001, "Er staat: '20001'"),
        ((figure(), figure("venlo-centrum"), figure(value=7.0)), "elk cijfer één keer"),
        ((figure("Klingerberg'; DROP TABLE wave"),), "een sleutel van letters"),
        ((figure(n=-1),), "een getal van 0 of meer"),
        ((figure(n=10**30),), "een getal van 10000000 of minder"),
        ((figure(note="bel 'jan@example.nl'"),), "zonder gegevens van personen"),
        ((figure(note="x" * 601),), "hoogstens 600 tekens"),
        ((figure().model_copy(update={"value": float("nan")}),), "een getal"),
    ],
)
def test_invalid_figures_are_reported(
    store: Store, observations: tuple[Observation, ...], told: str
) -> None:
    with pytest.raises(DataProblemsError, match=told):
        propose_wave(EDITOR, store, observations=observations, file=FILE, note="")
    assert load_waves(ADMIN, store) == ()


def test_all_problems_of_a_proposal_come_at_once(store: Store) -> None:
    with pytest.raises(DataProblemsError) as figures:
        propose_wave(EDITOR, store, file=FILE, note="", observations=(figure("a b"), figure(n=-1)))
    assert len(figures.value.problems) == 2
    with pytest.raises(DataProblemsError) as words:
        propose_wave(
            EDITOR, store, file=ImportedFile("", "geen"), note="x" * 601, observations=(figure(),)
        )
    columns = {"bestandsnaam", "controlegetal van het bestand", "toelichting"}
    assert {p.column for p in words.value.problems} == columns
