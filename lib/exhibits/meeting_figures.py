"""What only meetings of the driehoek look at.

The weeks of the police, agreements, and what changed since the former meeting.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from lib.board import Board, PoliceChanges
from lib.board.area_values import number_or_none
from lib.board.change_tests import WHOLE_MUNICIPALITY
from lib.board.closing_verdicts import find_turned_ratings, find_turned_verdicts
from lib.catalog import Indicator, MeasureStatus
from lib.catalog.routes import PageSlug
from lib.exhibits.exhibit import INTERNAL, Exhibit, caveats_from_marks
from lib.exhibits.provenance import provenance_of_keys
from lib.figures.format import count, day, day_of, listing, number
from lib.figures.page_html import render_each, render_subtitle
from lib.figures.panels import Panel, draw_panels, explain_scale, render_panels
from lib.figures.sentences.area_sentences import format_areas
from lib.figures.sentences.registration_sentences import multiples_finding
from lib.figures.vocabulary import FICTITIOUS, OVERDUE, STILL_FILLING, VERDICT_LABELS
from lib.settings import DUTCH_TIME
from lib.store import Event, Meeting, StoredAgreement, StoreEvent
from lib.store.measures import ENDED_STATUSES

SINCE_COLUMNS = ["onderwerp", "wat", "toen", "nu", "pagina"]
FIGURES, AGREEMENTS, MEASURES, PUBLISHED = (
    "Cijfers en oordelen",
    "Afspraken",
    "Maatregelen",
    "Metingen, lijsten en verhalen",
)
NOT_STORED = (
    "Van het vorige overleg is niet bewaard wat de cijfers toen zeiden. Welk oordeel is gedraaid, "
    "kan hier vanaf het volgende overleg staan."
)
EVENT_LABELS = {
    Event.WAVE_PUBLISHED: "meting gepubliceerd",
    Event.WAVE_WITHDRAWN: "meting ingetrokken",
    Event.LIST_SAVED: "politielijst ingelezen",
    Event.LIST_WITHDRAWN: "politielijst ingetrokken",
    Event.STORY_PUBLISHED: "verhaal gepubliceerd",
    Event.STORY_WITHDRAWN: "verhaal ingetrokken",
}
PANEL_WEEKS = 26
SMALL_NUMBERS = {1: "één", 2: "twee", 3: "drie", 4: "vier", 5: "vijf", 6: "zes"}
AGREEMENT_COLUMNS = ("Wat", "Wie", "Waar", "Thema", "Uiterlijk", "Stand")


def weeks_per_area(
    board: Board, found: PoliceChanges, indicator: Indicator, *, name: str
) -> Exhibit:
    """Return the last weeks of one kind in every area, on one scale."""
    weeks = {
        area.name: board.police.weeks(indicator.indicator, key).tail(PANEL_WEEKS)
        for key, area in board.areas.items()
    }
    rows = pd.concat([w.assign(name=area) for area, w in weeks.items()])
    first, last = (
        day(pd.Timestamp(end).date()) for end in (rows["first"].min(), rows["last"].max())
    )
    period = f"{first} tot en met {last}"
    provenance = provenance_of_keys(board, found.sources, period=period, status=found.status)
    title = f"{indicator.name} per week en wijk, {provenance.period}"
    panels = {area: _make_week_panel(w) for area, w in weeks.items()}
    highest = f"{number(rows['value'].max())} {indicator.unit}"
    scale = explain_scale(f"de week vanaf {first}", f"de week tot en met {last}", highest)
    columns = ["wijk", "van", "tot en met", indicator.unit]
    return Exhibit(
        name=f"{name}-{indicator.indicator}-per-week",
        title=title,
        finding=f"{multiples_finding(rows)} Elke stip is zeven dagen.",
        source=provenance.describe(),
        caveats=provenance.caveats(board, notes=[STILL_FILLING]),
        table=provenance.add_to(
            rows[["name", "first", "last", "value"]].set_axis(columns, axis="columns"),
            note=STILL_FILLING,
        ),
        svg=draw_panels(panels, scale=scale),
        html=render_panels(panels, scale=scale),
    )


def _make_week_panel(weeks: pd.DataFrame) -> Panel:
    values = list(map(number_or_none, weeks["value"]))
    texts = list(map(number, values))
    return Panel(values, listing(texts), f"laatste 7 dagen: {texts[-1]}" if texts else "")


def open_agreements(board: Board, agreements: Sequence[StoredAgreement], *, on: dt.date) -> Exhibit:
    """Return the agreements that are not over on a day: what is late comes first."""
    rows = [a for a in agreements if not a.is_over]
    none_late = "" if any(a.is_overdue(on) for a in rows) else ", geen daarvan te laat"
    return Exhibit(
        name="afspraken",
        title="Afspraken van de driehoek",
        finding=f"{count_open(agreements, on=on)}{none_late}.",
        source=f"Bron: eigen administratie van de driehoek. Stand: {day(on)}.",
        caveats=caveats_from_marks([INTERNAL]),
        table=pd.DataFrame(
            [format_agreement(board, a, on=on) for a in rows], columns=list(AGREEMENT_COLUMNS)
        ),
    )


def count_open(agreements: Iterable[StoredAgreement], *, on: dt.date) -> str:
    """Return '3 open afspraken, waarvan 1 te laat' of a day, without a full stop."""
    open_ones = [a for a in agreements if not a.is_over]
    late = sum(a.is_overdue(on) for a in open_ones)
    summary = count(len(open_ones), "open afspraak", "open afspraken")
    return f"{summary}, waarvan {late} te laat" if late else summary


def topic(title: str) -> Exhibit:
    """Return an item of an agenda that has no figure: its title, and nothing to draw."""
    return Exhibit(name="onderwerp", title=title, source="", table=pd.DataFrame())


def format_agreement(board: Board, stored: StoredAgreement, *, on: dt.date) -> tuple[str, ...]:
    """Return an agreement in words, in the columns of AGREEMENT_COLUMNS."""
    a = stored.agreement
    partners = board.files.organisation.partner_names
    helpers = listing([partners.get(key, key) for key in a.partners])
    doers = listing([party.value for party in a.who])
    who = f"{doers} ({helpers})" if helpers else doers
    late = f"{OVERDUE}: " if stored.is_overdue(on) else ""
    return (
        f"{a.what} {a.note}".strip(),
        who,
        format_areas(board, a.areas),
        board.files.theme_names.get(a.theme or "", "–"),
        f"{late}{day(a.due)}",
        f"{a.status}{describe_postponed(stored)}",
    )


def describe_postponed(stored: StoredAgreement) -> str:
    """Return how often an agreement was postponed, to come after its status; nothing if never."""
    times = stored.postponed
    return f", {SMALL_NUMBERS.get(times, times)} keer verschoven" if times else ""


class Line(NamedTuple):
    """One thing that changed, with the place in the dashboard where it stands."""

    subject: str
    what: str
    before: str
    now: str
    link: str


def since_meeting(
    board: Board,
    *,
    meeting: Meeting,
    last: Meeting,
    verdicts: Mapping[str, Any] | None,
    agreements: Sequence[StoredAgreement],
    events: Sequence[StoreEvent],
) -> Exhibit:
    """Return what changed since `last`, for the meeting that comes.

    `verdicts`: what the figures said at its closing, None where that was not stored; `events`: what
    happened in the store since.
    """
    lines = [
        *(_list_figures(board, verdicts) if verdicts else ()),
        *_list_agreements(board, meeting, last, agreements),
        *_list_measures(events),
        *_list_published(events),
    ]
    totals = {s: sum(line.subject == s for line in lines) for s in dict(_subjects(lines))}
    finding = "; ".join(f"{name}: {total}" for name, total in totals.items())
    missing = "" if verdicts else NOT_STORED
    own = f"eigen administratie van de driehoek, logboek, versie {board.version} van de cijfers"
    then = f" naast versie {verdicts['version']}" if verdicts else ""
    return Exhibit(
        name="sinds-de-vorige-driehoek",
        title=f"Sinds de vorige driehoek van {day(last.day)}",
        finding=f"{finding or 'Er is niets veranderd'}. {missing}".strip(),
        source=f"Bron: {own}{then}. Stand: {day(board.today)}.",
        caveats=caveats_from_marks([INTERNAL, *([FICTITIOUS] if board.fictitious else [])]),
        table=pd.DataFrame(lines, columns=SINCE_COLUMNS),
        html=_render_lines(lines),
    )


def first_moment_after(last: Meeting) -> dt.datetime:
    """Return from when something is new: the day after a meeting, or its closing if that is first.

    What changed at the meeting itself was part of it.
    """
    after = dt.datetime.combine(last.day + dt.timedelta(days=1), dt.time(), DUTCH_TIME)
    return min(after, last.closed_at) if last.closed_at else after


def _subjects(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    for subject in dict.fromkeys(line.subject for line in lines):
        yield subject, [line for line in lines if line.subject == subject]


def _render_lines(lines: Sequence[Line]) -> Markup:
    parts = []
    for subject, own in _subjects(lines):
        items = render_each(
            '<li><a href="{}" target="_self">{}</a>: {}{}</li>',
            ((x.link, x.what, f"{x.before}, nu " if x.before else "", x.now) for x in own),
        )
        parts.append(render_subtitle(subject) + Markup('<ul class="vd-list">{}</ul>').format(items))
    return Markup().join(parts)


def _list_figures(board: Board, verdicts: Mapping[str, Any]) -> Iterator[Line]:
    for turned in find_turned_verdicts(board, verdicts):
        indicator = board.indicators.get(turned.indicator)
        if indicator is None:
            continue
        is_whole = turned.area == WHOLE_MUNICIPALITY
        where = board.municipality.name if is_whole else board.areas[turned.area].name
        page = next(iter(indicator.themes), PageSlug.OVERVIEW)
        yield Line(
            FIGURES,
            f"{indicator.name}, {where}",
            VERDICT_LABELS[turned.before],
            VERDICT_LABELS[turned.now],
            f"/{page}" + ("" if is_whole else f"?wijk={turned.area}"),
        )
    for rated in find_turned_ratings(board, verdicts):
        before, now = (
            f"{number(rating[1], decimals=1)} (meting {rating[0]})" if rating else "geen cijfer"
            for rating in (rated.before, rated.now)
        )
        what = f"Rapportcijfer {board.areas[rated.area].name}"
        yield Line(FIGURES, what, before, now, f"/{PageSlug.AREA}?wijk={rated.area}")


def _list_agreements(
    board: Board, meeting: Meeting, last: Meeting, agreements: Sequence[StoredAgreement]
) -> Iterator[Line]:
    since = first_moment_after(last)
    for stored in agreements:
        due = stored.agreement.due
        if stored.is_over and stored.changed_at >= since:
            now = stored.agreement.status.value
        elif stored.is_overdue(board.today):
            now = f"te laat: uiterlijk {day(due)}"
        elif not stored.is_over and due <= meeting.day:
            now = f"moet klaar zijn op {day(due)}"
        else:
            continue
        now += describe_postponed(stored)
        link = f"/{PageSlug.DRIEHOEK}?afspraak={stored.number}"
        yield Line(AGREEMENTS, f"{stored.number}. {stored.agreement.what}", "", now, link)


def _list_measures(events: Sequence[StoreEvent]) -> Iterator[Line]:
    for event in events:
        if not event.subject.startswith("maatregel ") or event.after is None:
            continue
        before = str((event.before or {}).get("status", ""))
        now = str(event.after.get("status", ""))
        is_new = now != before and (now == MeasureStatus.RUNNING or now in ENDED_STATUSES)
        if is_new:
            title = str(event.after.get("title", event.subject))
            yield Line(MEASURES, title, before, now, f"/{PageSlug.DELIVERY}")


def _list_published(events: Sequence[StoreEvent]) -> Iterator[Line]:
    pages = {"verhaal": PageSlug.STORY, "politielijst": PageSlug.DRIEHOEK}
    for event in events:
        if event.what in EVENT_LABELS:
            kind = event.subject.partition(" ")[0]
            after = event.after or {}
            name = after.get("titel") or after.get("bestand") or event.subject
            label = f"{EVENT_LABELS[Event(event.what)]} op {day(day_of(event.at))}"
            link = f"/{pages.get(kind, PageSlug.GOALS)}"
            yield Line(PUBLISHED, str(name), "", label, link)
