"""What only meetings of the driehoek look at: the police's own lists per week, and agreements."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from lib.board import Board, PoliceChanges
from lib.catalog import Indicator
from lib.exhibits.exhibit import INTERNAL, Exhibit, caveats_from_marks
from lib.exhibits.provenance import provenance_of_keys
from lib.figures.format import count, day, listing, number
from lib.figures.panels import Panel, draw_panels, render_panels
from lib.figures.sentences.area_sentences import format_areas
from lib.figures.sentences.registration_sentences import multiples_finding
from lib.figures.vocabulary import OVERDUE, STILL_FILLING
from lib.store import StoredAgreement

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
    panels = {area: _make_week_panel(w) for area, w in sorted(weeks.items())}
    left, right = f"de week vanaf {first}", f"de week tot en met {last}"
    highest = f"{number(rows['value'].max())} {indicator.unit}"
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
        svg=draw_panels(panels, first=left, last=right, highest=highest),
        html=render_panels(panels, first=left, last=right, highest=highest),
    )


def _make_week_panel(weeks: pd.DataFrame) -> Panel:
    values = [None if pd.isna(v) else float(v) for v in weeks["value"]]
    texts = [number(v) for v in weeks["value"]]
    return Panel(values, listing(texts), f"laatste 7 dagen: {texts[-1]}" if texts else "")


def open_agreements(board: Board, agreements: Sequence[StoredAgreement], *, on: dt.date) -> Exhibit:
    """Return the agreements that are not over on a day: what is late comes first."""
    rows = [a for a in agreements if not a.is_over]
    late = sum(a.is_overdue(on) for a in rows)
    number_open = count(len(rows), "open afspraak", "open afspraken")
    return Exhibit(
        name="afspraken",
        title="Afspraken van de driehoek",
        finding=f"{number_open}, waarvan {late} te laat."
        if late
        else f"{number_open}, geen daarvan te laat.",
        source=f"Bron: eigen administratie van de driehoek. Stand: {day(on)}.",
        caveats=caveats_from_marks([INTERNAL]),
        table=pd.DataFrame(
            [format_agreement(board, a, on=on) for a in rows], columns=list(AGREEMENT_COLUMNS)
        ),
    )


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
