"""The calendar file of the driehoek: read again, it has the days and no words of what was said."""

import datetime as dt
from dataclasses import replace
from typing import Any

import icalendar
import pytest

from lib.export.meeting_calendar import render_calendar
from lib.store import Agreement, AgreementStatus, Meeting, MeetingState, Party, StoredAgreement
from tests.store.samples import DAY, NOON

ADDRESS = "https://dashboard.example.nl/driehoek"
AGREED = "Van 8470 naar 8461 inbraken"
MEETING = Meeting(1, 1, NOON, DAY, MeetingState.PREPARING, None, "", None)


def agreement(number: int, *, status: str = "open", who: tuple[Party, ...]) -> StoredAgreement:
    values = Agreement.model_construct(
        what=AGREED, who=who, due=DAY, status=AgreementStatus(status), note=AGREED
    )
    return StoredAgreement(number, 1, 1, NOON, None, 0, values)


def events(meeting: Meeting, *agreements: StoredAgreement) -> dict[str, Any]:
    content = render_calendar([meeting], agreements, name="Veiligheid", address=ADDRESS)
    for figure in (b"8470", b"8461", b"inbraken"):
        assert figure not in content
    calendar = icalendar.Calendar.from_ical(content)
    assert not calendar.errors
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


@pytest.mark.parametrize("who", [(Party.POLICE,), (Party.MUNICIPALITY, Party.POLICE)])
def test_a_calendar_has_days_and_no_words_of_what_was_agreed(who: tuple[Party, ...]) -> None:
    seen = agreement(1, who=who)
    found = events(MEETING, seen, agreement(2, who=who, status="klaar"))
    assert set(found) == {"driehoek-1", "afspraak-1"}
    assert found["driehoek-1"]["dtstart"].dt == DAY
    assert found["afspraak-1"]["dtend"].dt == DAY + dt.timedelta(days=1)
    assert " en ".join(who) in found["afspraak-1"]["summary"]
    assert found["afspraak-1"]["url"] == f"{ADDRESS}?afspraak=1"


def test_what_moves_stays_the_same_event_of_a_later_version() -> None:
    later = DAY + dt.timedelta(days=2)
    before, after = events(MEETING), events(replace(MEETING, day=later, version=2))
    assert after["driehoek-1"]["uid"] == before["driehoek-1"]["uid"]
    assert after["driehoek-1"]["dtstart"].dt == later
    assert [int(e["driehoek-1"]["sequence"]) for e in (before, after)] == [0, 1]
