"""The register of measures: who sees what, changes that meet, and files of measures."""

import pytest

from lib.access import PUBLIC
from lib.catalog import Catalog, DataProblemsError
from lib.store import (
    ChangedMeanwhileError,
    Event,
    MeasureStatus,
    NotFoundError,
    Store,
    StoredMeasure,
    Visibility,
    add_measure,
    add_measures,
    change_measure,
    check_measure,
    end_measure,
    load_audit_trail,
    load_board_version,
    load_measures,
)
from tests.store.samples import ADMIN, EDITOR, EVERYBODY, MEASURE, NOON, OTHER_EDITOR, STAFF


@pytest.fixture
def added(store: Store, catalog: Catalog) -> StoredMeasure:
    return add_measure(EDITOR, store, values=MEASURE, catalog=catalog)


def test_a_measure_comes_back_as_it_went_in(store: Store, added: StoredMeasure) -> None:
    (found,) = load_measures(STAFF, store)
    assert found == added
    measure = found.measure
    assert measure.model_dump(include=set(MEASURE)) == MEASURE
    assert measure.status is MeasureStatus.RUNNING
    assert (measure.end, measure.visibility) == ("", Visibility.INTERNAL)
    assert (found.version, found.number) == (1, 1)


def test_internal_until_somebody_makes_it_public(
    store: Store, added: StoredMeasure, catalog: Catalog
) -> None:
    assert load_measures(PUBLIC, store) == ()
    assert all(load_measures(actor, store) for actor in EVERYBODY if actor is not PUBLIC)
    public = MEASURE | {"visibility": "openbaar"}
    changed = change_measure(EDITOR, store, seen=added, values=public, catalog=catalog)
    assert load_measures(PUBLIC, store) == load_measures(ADMIN, store) == (changed,)
    change_measure(EDITOR, store, seen=changed, values=MEASURE, catalog=catalog)
    assert load_measures(PUBLIC, store) == ()


def test_a_change_of_an_older_version_is_refused_with_the_newer_record(
    store: Store, added: StoredMeasure, catalog: Catalog
) -> None:
    first = change_measure(
        EDITOR, store, seen=added, values=MEASURE | {"title": "Eerste"}, catalog=catalog
    )
    with pytest.raises(ChangedMeanwhileError, match="intussen door een ander") as refused:
        change_measure(
            OTHER_EDITOR, store, seen=added, values=MEASURE | {"title": "Tweede"}, catalog=catalog
        )
    with pytest.raises(ChangedMeanwhileError):
        end_measure(OTHER_EDITOR, store, seen=added, status=MeasureStatus.DONE, end="2026-05")
    assert refused.value.newer == first == load_measures(STAFF, store)[0]
    assert (first.version, first.measure.title) == (2, "Eerste")


def test_ending_stores_how_and_when(store: Store, added: StoredMeasure) -> None:
    with pytest.raises(DataProblemsError, match="een einde bij wat is afgerond of gestopt"):
        end_measure(EDITOR, store, seen=added, status=MeasureStatus.DONE, end="")
    with pytest.raises(DataProblemsError, match="een einde na het begin"):
        end_measure(EDITOR, store, seen=added, status=MeasureStatus.DONE, end="2026-02")
    with pytest.raises(DataProblemsError, match="kolom 'stand'"):
        end_measure(EDITOR, store, seen=added, status=MeasureStatus.RUNNING, end="2026-05")
    ended = end_measure(EDITOR, store, seen=added, status=MeasureStatus.STOPPED, end="2026-05-31")
    assert ended.measure == added.measure.model_copy(
        update={"status": MeasureStatus.STOPPED, "end": "2026-05-31"}
    )
    assert load_measures(STAFF, store) == (ended,)


def test_what_is_gone_cannot_be_changed(
    store: Store, added: StoredMeasure, catalog: Catalog
) -> None:
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM measure")
    with pytest.raises(NotFoundError, match="Maatregel 1 is er niet"):
        change_measure(EDITOR, store, seen=added, values=MEASURE, catalog=catalog)
    again = add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    assert again.number == 2  # a number is never used again


def test_every_change_has_its_entry_and_another_version(store: Store, catalog: Catalog) -> None:
    versions = [load_board_version(store, now=NOON)]
    first = add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    versions.append(load_board_version(store, now=NOON))
    second = change_measure(
        OTHER_EDITOR, store, seen=first, values=MEASURE | {"areas": ""}, catalog=catalog
    )
    versions.append(load_board_version(store, now=NOON))
    third = end_measure(EDITOR, store, seen=second, status=MeasureStatus.DONE, end="2026")
    versions.append(load_board_version(store, now=NOON))
    assert len(set(versions)) == 4
    ended, changed, new = load_audit_trail(ADMIN, store, subject=f"maatregel {first.number}")
    told = [m.measure.model_dump(mode="json") for m in (first, second, third)]
    assert (new.before, new.after) == (None, told[0])
    assert (changed.before, changed.after) == (told[0], told[1])
    assert (ended.before, ended.after) == (told[1], told[2])
    assert [e.what for e in (new, changed, ended)] == [
        Event.MEASURE_ADDED,
        Event.MEASURE_CHANGED,
        Event.MEASURE_ENDED,
    ]
    assert changed.who == OTHER_EDITOR.name
    assert second.measure.areas == ()


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("title", "", "kolom 'titel': Verwacht: een ingevulde waarde"),
        ("title", "x" * 121, "hoogstens 120 tekens"),
        ("title", "Eerste\nTweede", "één regel"),
        ("theme", "bestaat-niet", "een waarde uit de lijst, niet 'bestaat-niet'"),
        ("theme", "../../etc/passwd", "een sleutel van letters"),
        ("threads", ("preventie", "onbekend"), "kolom 'rode draden'.*niet 'onbekend'"),
        ("areas", "klingerberg|atlantis", "kolom 'wijken'.*niet 'atlantis'"),
        ("partners", ("jan-jansen",), "kolom 'partners'.*niet 'jan-jansen'"),
        ("indicator", "geluk", "kolom 'moet veranderen'.*niet 'geluk'"),
        ("start", "", "kolom 'begin': Verwacht: ten minste één waarde"),
        ("start", "maart 2026", "een datum als 23-11-2026, een maand als 11-2026 of een jaar"),
        ("end", "2026-02-30", "een datum als"),
        ("end", "2026-02", "een einde na het begin"),
        ("status", "bezig", "kolom 'stand'.*een van: 'gepland', 'loopt'"),
        ("status", "afgerond", "een einde bij wat is afgerond of gestopt"),
        ("visibility", "public", "kolom 'openbaar of intern'"),
        ("residents", "x" * 601, "kolom 'wat inwoners kunnen doen'"),
        ("naam", "Jansen", "alleen kolommen en sleutels die het dashboard kent"),
    ],
)
def test_every_invalid_value_is_reported(
    catalog: Catalog, field: str, value: object, expected: str
) -> None:
    with pytest.raises(DataProblemsError, match=f"^maatregel.*{expected}"):
        check_measure(MEASURE | {field: value}, catalog=catalog)


def test_invalid_values_change_nothing(
    store: Store, catalog: Catalog, added: StoredMeasure
) -> None:
    values = MEASURE | {"title": "", "theme": "x"}
    both = r"'thema'(.|\n)*'titel'"
    with pytest.raises(DataProblemsError, match=both):
        add_measure(EDITOR, store, values=values, catalog=catalog)
    with pytest.raises(DataProblemsError, match=both):
        change_measure(EDITOR, store, seen=added, values=values, catalog=catalog)
    assert load_measures(ADMIN, store) == (added,)
    assert len(load_audit_trail(ADMIN, store)) == 1


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026", "2026-03"), ("2026-03", "2026"), ("2026-03-01", "2026-03"), ("2026", "")],
)
def test_dates_need_not_be_exact(store: Store, catalog: Catalog, start: str, end: str) -> None:
    values = MEASURE | {"start": start, "end": end}
    kept = add_measure(EDITOR, store, values=values, catalog=catalog).measure
    assert (kept.start, kept.end) == (start, end)


def test_a_file_of_measures_is_saved_wholly_or_not_at_all(store: Store, catalog: Catalog) -> None:
    rows = [MEASURE | {"title": f"Maatregel {n}", "start": f"202{n}"} for n in (3, 1, 2)]
    spoiled = [rows[0], rows[1] | {"theme": "x", "title": ""}, rows[2] | {"status": "?"}]
    with pytest.raises(DataProblemsError) as refused:
        add_measures(EDITOR, store, rows=spoiled, catalog=catalog, file="lijst.csv")
    assert [(p.file, p.row, p.column) for p in refused.value.problems] == [
        ("lijst.csv", 3, "thema"),
        ("lijst.csv", 3, "titel"),
        ("lijst.csv", 4, "stand"),
    ]
    assert (load_measures(ADMIN, store), load_audit_trail(ADMIN, store)) == ((), ())
    kept = add_measures(EDITOR, store, rows=rows, catalog=catalog, file="lijst.csv")
    assert [m.measure.title for m in kept] == ["Maatregel 3", "Maatregel 1", "Maatregel 2"]
    by_start = sorted(kept, key=lambda m: m.measure.start)
    assert list(load_measures(STAFF, store)) == by_start
    assert len(load_audit_trail(ADMIN, store)) == 3
