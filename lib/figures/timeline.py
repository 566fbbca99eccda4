"""Measures on a line of time, as HTML: readable aloud, printable, and it loads nothing.

Not here: the control cycle (`page_html.render_planning`).
"""

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup

from lib.catalog import month_of, parse_date_parts
from lib.figures.format import day_of, partial_date
from lib.figures.page_html import render_list
from lib.store import Measure, MeasureStatus, PublicStory

PLANNED_OR_RUNNING = {MeasureStatus.PLANNED, MeasureStatus.RUNNING}


def render_timeline(found: Sequence[Measure], *, today: dt.date) -> Markup:
    """Return a bar for each measure between its start and its end, with today's line in all.

    A measure without an end goes on to the end of the line.
    """
    first = min(parse_date_parts(m.start).first_day for m in found)
    ends = [parse_date_parts(m.end).last_day for m in found if m.end]
    last = max([*ends, today, first]) + dt.timedelta(days=30)
    span = (last - first).days
    now = _position_of(today, first, span)
    rows = Markup("").join(_render_bar(m, first=first, span=span, now=now) for m in found)
    return Markup(
        '<div class="vd-time"><p class="vd-small">{} tot en met {}; de lijn is vandaag</p>{}</div>'
    ).format(
        partial_date(month_of(first.isoformat())), partial_date(month_of(last.isoformat())), rows
    )


def format_duration(m: Measure) -> str:
    """Return when a measure runs, in words: 'vanaf maart 2026 tot en met mei 2026'."""
    start = f"vanaf {partial_date(m.start)}"
    return f"{start} tot en met {partial_date(m.end)}" if m.end else start


def render_measures_and_stories(found: Sequence[Measure], stories: Sequence[PublicStory]) -> Markup:
    """Return in order of time when measures began and when stories were published, newest first.

    A measure that is only planned has the day on which it begins.
    """
    lines = []
    for m in found:
        begins = "begint" if m.status is MeasureStatus.PLANNED else "begon"
        lines.append((m.start, Markup("{} {}").format(m.title, begins)))
    for one in stories:
        when = (one.story.date or day_of(one.first)).isoformat()
        link = Markup('verhaal: <a href="/verhalen/{}/" target="_blank">{}</a>')
        lines.append((when, link.format(one.slug, one.story.title)))
    newest_first = sorted(lines, key=lambda line: line[0], reverse=True)
    return render_list(
        Markup("<b>{}</b>: {}").format(partial_date(when), text) for when, text in newest_first
    )


def _render_bar(m: Measure, *, first: dt.date, span: int, now: float) -> Markup:
    start = _position_of(parse_date_parts(m.start).first_day, first, span)
    end = _position_of(parse_date_parts(m.end).last_day, first, span) if m.end else 100.0
    when = f"{partial_date(m.start)} – {partial_date(m.end) if m.end else 'nu'}"
    tone = "" if m.status in PLANNED_OR_RUNNING else " vd-over"
    return Markup(
        '<div class="vd-time-row"><span class="vd-time-name">{} <small>{}, {}</small></span>'
        '<span class="vd-time-line" aria-hidden="true">'
        '<span class="vd-time-bar{}" style="left:{:.1f}%;width:{:.1f}%"></span>'
        '<span class="vd-time-now" style="left:{:.1f}%"></span></span></div>'
    ).format(m.title, m.status, when, tone, start, max(end - start, 1.0), now)


def _position_of(day: dt.date, first: dt.date, span: int) -> float:
    return min(max((day - first).days / max(span, 1), 0.0), 1.0) * 100
