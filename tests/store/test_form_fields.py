"""Hostile text in every free field: kept to the letter, or refused with the reason in Dutch."""

import unicodedata
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.access import PUBLIC
from lib.catalog import Catalog, DataProblemsError
from lib.store import (
    ImportedFile,
    MeasureStatus,
    Meeting,
    Store,
    add_measure,
    change_agreement,
    change_question,
    check_measure,
    end_measure,
    load_agenda,
    load_agreements,
    load_audit_trail,
    load_measures,
    load_meetings,
    load_visible_observations,
    load_waves,
    propose_wave,
    publish_wave,
    withdraw_wave,
)
from tests.store.samples import (
    ADMIN,
    AGREEMENT,
    DRIEHOEK,
    EDITOR,
    FILE,
    ITEM,
    MEASURE,
    NOON,
    agreed,
    figure,
    find_wave,
    picked,
    planned,
    proposed,
)

TEXTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "${alert(1)} `${1}` {{7*7}} {0} %s %(id)s",
    "'; DROP TABLE wave; --",
    '" OR 1=1 --',
    '=HYPERLINK("http://example.nl")',
    "+1+1 @SUM(A1) -2",
    "../../etc/passwd\\..\\x",
    "NULL",
    "ë é ĳ € 漢字 ‘’ – …",
    "👮 🏘",
    "[klik](javascript:alert(1)) ![x](http://example.nl/x.png)",
    "x" * 120,
]
REFUSED = [
    ("nul \x00 erin", "U\\+0000"),
    ("bel \x07", "U\\+0007"),
    ("kleur \x1b[31m", "U\\+001B"),
    ("regel \u2028 apart", "U\\+2028"),
    ("omgekeerd \u202egpj.exe", "U\\+202E"),
    ("breed\u200bte nul", "U\\+200B"),
    ("eigen \ue000", "U\\+E000"),
    ("half \ud800 teken", "leesbare tekst"),
    ("mail naam@example.nl", "zonder gegevens van personen"),
    ("bel 06-12345678", "een telefoonnummer"),
    ("de verdachte (111222333)", "een burgerservicenummer"),
    ("geboren op 12 mei 1980", "een geboortedatum"),
    ("inval Kerkstraat 12", "een adres"),
]


def _note(store: Store, _catalog: Catalog, text: str) -> str:
    propose_wave(EDITOR, store, observations=[figure()], file=FILE, note=text)
    return load_waves(ADMIN, store)[0].note


def _publication(store: Store, _catalog: Catalog, text: str) -> str:
    publish_wave(ADMIN, store, wave=proposed(store), note=text, embargo=None)
    return load_waves(ADMIN, store)[0].note


def _reason(store: Store, _catalog: Catalog, text: str) -> str:
    withdraw_wave(ADMIN, store, seen=find_wave(store, proposed(store)), reason=text)
    return load_waves(ADMIN, store)[0].note


def _title(store: Store, catalog: Catalog, text: str) -> str:
    add_measure(EDITOR, store, values=MEASURE | {"title": text}, catalog=catalog)
    return max(load_measures(ADMIN, store), key=lambda m: m.number).measure.title


def _residents(store: Store, catalog: Catalog, text: str) -> str:
    add_measure(EDITOR, store, values=MEASURE | {"residents": text}, catalog=catalog)
    return max(load_measures(ADMIN, store), key=lambda m: m.number).measure.residents


def _what(store: Store, catalog: Catalog, text: str) -> str:
    return agreed(store, _meeting(store), catalog, what=text).agreement.what


def _agreement_note(store: Store, catalog: Catalog, text: str) -> str:
    seen = agreed(store, _meeting(store), catalog)
    values = AGREEMENT | {"note": text}
    change_agreement(DRIEHOEK, store, seen=seen, values=values, catalog=catalog)
    return max(load_agreements(DRIEHOEK, store), key=lambda a: a.number).agreement.note


def _item(store: Store, _catalog: Catalog, text: str) -> str:
    picked(store, _meeting(store), title=text)
    return load_agenda(DRIEHOEK, store, meeting=1)[-1].title


def _question(store: Store, _catalog: Catalog, text: str) -> str:
    change_question(DRIEHOEK, store, seen=picked(store, _meeting(store)), question=text)
    return load_agenda(DRIEHOEK, store, meeting=1)[0].question


def _meeting(store: Store) -> Meeting:
    found = load_meetings(DRIEHOEK, store)
    return found[0] if found else planned(store)


FIELDS = [
    _note,
    _publication,
    _reason,
    _title,
    _residents,
    _what,
    _agreement_note,
    _item,
    _question,
]


@pytest.mark.parametrize("field", FIELDS)
def test_text_is_stored_to_the_letter(
    store: Store, catalog: Catalog, field: Callable[[Store, Catalog, str], str]
) -> None:
    for text in TEXTS:
        assert field(store, catalog, text) == text
        told = load_audit_trail(ADMIN, store, limit=1)[0].after
        assert told is not None
        assert text in told.values()


@pytest.mark.parametrize("field", FIELDS)
def test_unreadable_or_personal_text_is_refused(
    store: Store, catalog: Catalog, field: Callable[[Store, Catalog, str], str]
) -> None:
    for text, reason in REFUSED:
        with pytest.raises(DataProblemsError, match=reason) as refused:
            field(store, catalog, text)
        # What is refused is not said again: it cannot be shown, or should not be.
        assert [p.value for p in refused.value.problems] == [""]
        str(refused.value).encode()
    assert {w.note for w in load_waves(ADMIN, store)} <= {"ter controle"}
    assert load_measures(ADMIN, store) == ()
    assert {a.agreement.note for a in load_agreements(ADMIN, store)} <= {""}
    assert {(i.title, i.question) for i in load_agenda(ADMIN, store, meeting=1)} <= {
        (ITEM["title"], "")
    }


@pytest.mark.parametrize("name", ["=1+1.xlsx", "<b>.csv", "a\u202ecsv.exe", "x" * 121, "", "a\nb"])
def test_a_file_name_that_cannot_be_displayed_everywhere_is_refused(
    store: Store, name: str
) -> None:
    file = ImportedFile(name, FILE.sha256)
    with pytest.raises(DataProblemsError, match="kolom 'bestandsnaam'"):
        propose_wave(EDITOR, store, observations=[figure()], file=file, note="")


def test_a_hostile_file_name_is_text(store: Store) -> None:
    name = "'; DROP TABLE wave; -- ${x} ../../é.xlsx"
    file = ImportedFile(name, FILE.sha256)
    number = propose_wave(EDITOR, store, observations=[figure()], file=file, note="")
    publish_wave(ADMIN, store, wave=number, note="akkoord", embargo=None)
    (source,) = load_visible_observations(PUBLIC, store, now=NOON)[1].values()
    assert load_waves(ADMIN, store)[0].file.name == name
    assert name not in source.title


def test_a_hostile_number_or_status_is_no_sql(store: Store, catalog: Catalog) -> None:
    seen = add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    with pytest.raises(DataProblemsError):
        end_measure(EDITOR, store, seen=seen, status=MeasureStatus.DONE, end="2026' OR '1'='1")
    assert load_audit_trail(ADMIN, store, subject="maatregel 1' OR '1'='1") == ()


@given(st.text(max_size=200))
def test_any_text_is_stored_or_refused_with_a_reason(catalog: Catalog, text: str) -> None:
    """Whatever it is: the measure has it readable and on one line, or there is a reason."""
    title = ""
    with suppress(DataProblemsError):
        title = check_measure(MEASURE | {"title": text}, catalog=catalog).title
    if title:
        assert 0 < len(title) <= 120
        assert not {unicodedata.category(sign) for sign in title} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
        assert check_measure(MEASURE | {"title": title}, catalog=catalog).title == title


def test_line_ends_tabs_and_accents_are_of_one_kind(catalog: Catalog) -> None:
    typed = "  Eén\r\nTwee\tdrie e\u0301 "
    kept = check_measure(MEASURE | {"residents": typed}, catalog=catalog).residents
    assert kept == "Eén\nTwee drie é"
