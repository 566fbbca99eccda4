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
        event = _make_event(
            f"driehoek-{meeting.number}", meeting.day, version=meeting.version, address=address
        )
        event.add("summary", "Lokale driehoek")
        event.add("url", f"{address}?overleg={meeting.day.isoformat()}")
        event.add("dtstamp", meeting.changed_at)
        calendar.add_component(event)
    for stored in (a for a in agreements if not a.is_over):
        event = _make_event(
            f"afspraak-{stored.number}",
            stored.agreement.due,
            version=stored.version,
            address=address,
        )
        who = listing([party.value for party in stored.agreement.who])
        event.add("summary", f"Uiterlijk: afspraak {stored.number} van de driehoek ({who})")
        event.add("url", f"{address}?afspraak={stored.number}")
        event.add("dtstamp", stored.changed_at)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _make_event(key: str, day: dt.date, *, version: int, address: str) -> icalendar.Event:
    event = icalendar.Event()
    host = address.partition("://")[2].partition("/")[0] or "dashboard"
    event.add("uid", f"{key}@{host}")
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("sequence", version - 1)
    event.add("transp", "TRANSPARENT")
    event.add("description", IN_DASHBOARD)
    return event
