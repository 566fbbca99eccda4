"""The agenda of a meeting: figures as they were picked, in an order that always holds."""

import random
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.catalog import DataProblemsError
from lib.store import (
    ChangedMeanwhileError,
    Event,
    Meeting,
    NotFoundError,
    Store,
    add_agenda_item,
    add_topics,
    change_minutes,
    change_question,
    load_agenda,
    load_audit_trail,
    load_item_exhibit,
    move_agenda_item,
    remove_agenda_item,
)
from lib.store.driehoek.agenda import MAX_EXHIBIT_BYTES
from tests.store.samples import (
    ADMIN,
    DRIEHOEK,
    EXHIBIT,
    ITEM,
    OTHER_DRIEHOEK,
    picked,
    planned,
)

_days = count()


@pytest.fixture
def meeting(store: Store) -> Meeting:
    return planned(store)


def keys(store: Store, meeting: Meeting) -> list[str]:
    """Return the keys of an agenda; its places are 1, 2, 3 …"""
    items = load_agenda(DRIEHOEK, store, meeting=meeting.number)
    assert [item.place for item in items] == list(range(1, len(items) + 1))
    return [item.key for item in items]


def test_a_figure_comes_back_as_it_was_picked(store: Store, meeting: Meeting) -> None:
    item = add_agenda_item(DRIEHOEK, store, meeting=meeting.number, values=ITEM, exhibit=EXHIBIT)
    assert load_agenda(DRIEHOEK, store, meeting=meeting.number) == (item,)
    assert {name: getattr(item, name) for name in ITEM} == ITEM
    assert (item.meeting, item.place, item.question) == (meeting.number, 1, "")
    found = load_item_exhibit(DRIEHOEK, store, item=item.number)
    assert found == EXHIBIT
    assert list(found) == list(EXHIBIT)
    assert load_agenda(DRIEHOEK, store, meeting=99) == ()


def test_the_same_figure_again_is_newer_in_the_same_place(store: Store, meeting: Meeting) -> None:
    first, _ = picked(store, meeting), picked(store, meeting, key="twee")
    change_question(DRIEHOEK, store, seen=first, question="Waarom?")
    values = ITEM | {"key": "een", "title": "Nieuwer", "board_version": "nieuw"}
    newer = add_agenda_item(
        OTHER_DRIEHOEK, store, meeting=meeting.number, values=values, exhibit={"name": "nieuw"}
    )
    assert (newer.number, newer.place, newer.question) == (first.number, 1, "Waarom?")
    assert (newer.title, newer.board_version, newer.version) == ("Nieuwer", "nieuw", 3)
    assert load_item_exhibit(DRIEHOEK, store, item=first.number) == {"name": "nieuw"}
    assert keys(store, meeting) == ["een", "twee"]
    other = planned(store, days=7)
    assert picked(store, other).number != first.number
    assert keys(store, other) == ["een"]


def test_changing_an_older_item_is_refused_with_the_newer_one(
    store: Store, meeting: Meeting
) -> None:
    seen = picked(store, meeting)
    newer = change_question(DRIEHOEK, store, seen=seen, question="Eerste")
    with pytest.raises(ChangedMeanwhileError, match="Agendapunt 1 is intussen") as refused:
        change_question(OTHER_DRIEHOEK, store, seen=seen, question="Tweede")
    with pytest.raises(ChangedMeanwhileError):
        remove_agenda_item(OTHER_DRIEHOEK, store, seen=seen)
    assert refused.value.newer == newer
    assert load_agenda(DRIEHOEK, store, meeting=meeting.number) == (newer,)
    picked(store, meeting, key="twee")
    move_agenda_item(OTHER_DRIEHOEK, store, item=seen.number, place=2)
    assert (
        change_question(DRIEHOEK, store, seen=newer, question="Derde").place == 2
    )  # not what was seen


def test_a_removed_item_is_reported(store: Store, meeting: Meeting) -> None:
    seen = picked(store, meeting)
    remove_agenda_item(DRIEHOEK, store, seen=seen)
    for act in (
        lambda: remove_agenda_item(OTHER_DRIEHOEK, store, seen=seen),
        lambda: change_question(OTHER_DRIEHOEK, store, seen=seen, question="Waarom?"),
        lambda: move_agenda_item(OTHER_DRIEHOEK, store, item=seen.number, place=1),
        lambda: load_item_exhibit(OTHER_DRIEHOEK, store, item=seen.number),
    ):
        with pytest.raises(NotFoundError, match="Dit agendapunt is er niet"):
            act()
    with pytest.raises(NotFoundError, match="Deze driehoek is er niet"):
        add_agenda_item(DRIEHOEK, store, meeting=99, values=ITEM, exhibit=EXHIBIT)


def test_an_item_is_recorded_without_its_figure(store: Store, meeting: Meeting) -> None:
    first, _ = picked(store, meeting), picked(store, meeting, key="twee")
    move_agenda_item(DRIEHOEK, store, item=first.number, place=99)
    told = load_audit_trail(ADMIN, store)[0]
    assert (told.what, told.subject) == (Event.ITEM_MOVED, f"driehoek {meeting.number}")
    before = ITEM | {
        "number": first.number,
        "key": "een",
        "place": 1,
        "question": "",
        "minutes": 10,
    }
    assert (told.before, told.after) == (before, before | {"place": 2})
    move_agenda_item(DRIEHOEK, store, item=first.number, place=2)
    assert load_audit_trail(ADMIN, store)[0] == told  # it stood there already


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 4), st.just(0)),
        st.tuples(st.just("move"), st.integers(0, 4), st.integers(-2, 6)),
        st.tuples(st.just("remove"), st.integers(0, 4), st.just(0)),
    ),
    min_size=4,
    max_size=10,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(STEPS)
def test_whatever_is_done_the_order_is_as_if_done_on_a_list(
    store: Store, steps: list[tuple[str, int, int]]
) -> None:
    meeting, expected = planned(store, days=next(_days)), list[str]()
    for kind, number, place in [*(("add", number, 0) for number in range(3)), *steps]:
        key = f"figuur-{number}"
        items = {item.key: item for item in load_agenda(DRIEHOEK, store, meeting=meeting.number)}
        if kind == "add":
            picked(store, meeting, key=key)
            expected += [] if key in expected else [key]
        elif key in expected and kind == "move":
            move_agenda_item(DRIEHOEK, store, item=items[key].number, place=place)
            expected.remove(key)
            expected.insert(max(place - 1, 0), key)
        elif key in expected:
            remove_agenda_item(DRIEHOEK, store, seen=items[key])
            expected.remove(key)
        assert keys(store, meeting) == expected


@pytest.mark.parametrize(
    "link",
    [
        "/",
        "/wijk?wijk=klingerberg",
        "/thema?thema=a&maand=2026-03#kaart",
        "/x?q=a%20b+c,d|e",
        "/wijk?van=2026-01-01&tot=2026-11-23",
    ],
)
def test_a_link_stays_in_the_dashboard(store: Store, meeting: Meeting, link: str) -> None:
    assert picked(store, meeting, link=link).link == link


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        *(
            ("link", link, "kolom 'adres in het dashboard'.*een adres in dit dashboard")
            for link in (
                "",
                "wijk",
                "//evil.nl",
                "///evil.nl",
                "/\\evil.nl",
                "\\\\evil.nl",
                "https://evil.nl",
                "javascript:alert(1)",
                "/a b",
                "/\t/evil.nl",
                "/x\r\nSet: y",
                '/"onclick=',
                "/<script>",
                "/é",
                "/\u202e",
                "/\x00",
            )
        ),
        ("link", "/" + "x" * 1000, "hoogstens 1000 tekens"),
        ("link", "/?naam=06-12345678", "een telefoonnummer"),
        ("link", "/\ud800", "kolom 'adres in het dashboard'.*leesbare tekst"),
        ("link", None, "kolom 'adres in het dashboard': .*tekst"),
        ("key", "", "een sleutel van letters"),
        ("key", "a b", "een sleutel van letters"),
        ("key", "'; DROP TABLE agenda_item; --", "een sleutel van letters"),
        ("key", "x" * 201, "hoogstens 200 tekens"),
        ("title", "", "een ingevulde waarde"),
        ("title", "x" * 121, "hoogstens 120 tekens"),
        ("title", "Een\ntwee", "één regel"),
        ("board_version", "", "een ingevulde waarde"),
        ("board_version", "=1+1", "kolom 'versie van de cijfers'"),
        ("question", "Waarom?", "alleen kolommen en sleutels die het dashboard kent"),
    ],
)
def test_every_invalid_value_is_reported(
    store: Store, meeting: Meeting, field: str, value: object, expected: str
) -> None:
    with pytest.raises(DataProblemsError, match=f"^agendapunt.*{expected}"):
        add_agenda_item(
            DRIEHOEK, store, meeting=meeting.number, values=ITEM | {field: value}, exhibit=EXHIBIT
        )
    assert keys(store, meeting) == []


def test_a_figure_has_a_limit(store: Store, meeting: Meeting) -> None:
    drawn = random.Random(0)  # noqa: S311 - what does not pack well
    text = "".join(drawn.choices("0123456789abcdef", k=MAX_EXHIBIT_BYTES))
    most = {"svg": text[len('{"svg":""}') :]}
    item = add_agenda_item(DRIEHOEK, store, meeting=meeting.number, values=ITEM, exhibit=most)
    assert load_item_exhibit(DRIEHOEK, store, item=item.number) == most
    with pytest.raises(DataProblemsError, match="'figuur': Verwacht: een figuur van hoogstens 2 M"):
        add_agenda_item(DRIEHOEK, store, meeting=meeting.number, values=ITEM, exhibit={"svg": text})
    assert load_item_exhibit(DRIEHOEK, store, item=item.number) == most


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), {1, 2}, object()], ids=["nan", "inf", "set", "object"]
)
def test_a_figure_is_what_json_can_hold(store: Store, meeting: Meeting, value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        add_agenda_item(
            DRIEHOEK, store, meeting=meeting.number, values=ITEM, exhibit={"table": value}
        )
    assert keys(store, meeting) == []


def test_topics_have_no_figure_and_later_figures_come_before_what_stays_last(
    store: Store, meeting: Meeting
) -> None:
    topics: list[dict[str, object]] = [
        {"title": "Mededelingen", "minutes": 5},
        {"title": "Casus"},
        {"title": "Casus"},
        {"title": "Rondvraag", "last": True},
    ]
    add_topics(DRIEHOEK, store, meeting=meeting.number, topics=topics)
    figure = picked(store, meeting)
    assert figure.place == 4
    items = load_agenda(DRIEHOEK, store, meeting=meeting.number)
    assert [(i.title, i.place, i.minutes, i.is_topic) for i in items] == [
        ("Mededelingen", 1, 5, True),
        ("Casus", 2, 10, True),
        ("Casus", 3, 10, True),
        (figure.title, 4, 10, False),
        ("Rondvraag", 5, 10, True),
    ]
    with pytest.raises(NotFoundError):
        load_item_exhibit(DRIEHOEK, store, item=items[0].number)


def test_a_topic_is_a_word_and_never_a_case(store: Store, meeting: Meeting) -> None:
    for title, expected in (("Bel 06-12345678", "telefoonnummer"), ("", "ingevulde waarde")):
        with pytest.raises(DataProblemsError, match=expected):
            add_topics(DRIEHOEK, store, meeting=meeting.number, topics=[{"title": title}])
    assert keys(store, meeting) == []


def test_minutes_are_from_1_to_240_and_of_the_version_that_was_seen(
    store: Store, meeting: Meeting
) -> None:
    seen = picked(store, meeting)
    changed = change_minutes(DRIEHOEK, store, seen=seen, minutes=25)
    assert (changed.minutes, changed.version) == (25, 2)
    with pytest.raises(ChangedMeanwhileError):
        change_minutes(OTHER_DRIEHOEK, store, seen=seen, minutes=5)
    for wrong in (0, 241, -1):
        with pytest.raises(DataProblemsError, match="kolom 'minuten'"):
            change_minutes(DRIEHOEK, store, seen=changed, minutes=wrong)
    assert load_agenda(DRIEHOEK, store, meeting=meeting.number) == (changed,)
