"""Days of the driehoek as a calendar file (RFC 5545): meetings, and until when agreements run.

A calendar is read outside the dashboard, by anybody whom its owner allows: it holds days, who does
it and an address, but no figure and no word of what was agreed.
"""

import datetime as dt
from collections.abc import Sequence

import icalendar

from lib.figures.format import listing
from lib.store import Meeting, StoredAgreement

IN_DASHBOARD = "Wat er op de agenda staat en wat er is afgesproken, staat in het dashboard."


def render_calendar(
    meetings: Sequence[Meeting], agreements: Sequence[StoredAgreement], *, name: str, address: str
) -> bytes:
    """Return a calendar with a whole day for each meeting and for each agreement that is not over.

    `address` is that of the page. The identifiers stay the same, so that a calendar that reads the
    file again moves what was moved.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{name}//Driehoek//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for meeting in meetings:
        event = _make_event(meeting, "driehoek", meeting.day, address=address)
        event.add("summary", "Lokale driehoek")
        event.add("url", f"{address}?overleg={meeting.day.isoformat()}")
        calendar.add_component(event)
    for stored in (a for a in agreements if not a.is_over):
        event = _make_event(stored, "afspraak", stored.agreement.due, address=address)
        who = listing([party.value for party in stored.agreement.who])
        event.add("summary", f"Uiterlijk: afspraak {stored.number} van de driehoek ({who})")
        event.add("url", f"{address}?afspraak={stored.number}")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _make_event(
    record: Meeting | StoredAgreement, kind: str, day: dt.date, *, address: str
) -> icalendar.Event:
    event = icalendar.Event()
    host = address.partition("://")[2].partition("/")[0] or "dashboard"
    event.add("uid", f"{kind}-{record.number}@{host}")
    event.add("dtstamp", record.changed_at)
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("sequence", record.version - 1)
    event.add("transp", "TRANSPARENT")
    event.add("description", IN_DASHBOARD)
    return event
