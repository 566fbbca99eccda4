"""What rose or fell lately, on Driehoek: days of the police's own lists compared with others.

Not here: reading the lists in (`police_upload`), and how a change is judged
(`lib.board.police_changes`).
"""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum

import streamlit as st

from lib.access import Operation
from lib.analysis.day_windows import (
    DAYS_A_WEEK,
    DayComparison,
    Days,
    Lack,
    days_since,
    days_up_to,
    week_up_to,
)
from lib.board import Board, PoliceChanges, get_store
from lib.board.registration_changes import most_changed_first
from lib.catalog import Indicator
from lib.exhibits.meeting_figures import weeks_per_area
from lib.figures.format import count, day
from lib.figures.keynumbers import registration_tiles
from lib.figures.layers.registration_layers import build_registration_changes_layer
from lib.figures.page_html import render_tiles
from lib.figures.sentences.change_sentences import describe_other_countings
from lib.figures.vocabulary import STILL_FILLING, format_comparison
from lib.store import Meeting, MeetingWindow, StoreError, compare_days, load_last_meeting
from lib.ui import frame, registration_parts
from lib.ui.exhibit.show import show
from lib.ui.forms.widgets import choose_in_url_box, date_field, format_field_date, parse_field_date
from lib.ui.map.map_and_list import map_and_list_alone
from lib.ui.selection import choose_option, write_choice
from lib.ui.sign_in import current_actor

PERIOD_PARAM, FIRST_PARAM, LAST_PARAM, COMPARED_PARAM, WEEK_KIND_PARAM = (
    "periode",
    "vanaf",
    "tot",
    "naast",
    "soort",
)
DRIEHOEK = "driehoek"
EARLIEST = 2000  # what is before it was typed wrong
LACK_REASONS = {
    Lack.TOO_EARLY: "de lijst gaat niet ver genoeg terug",
    Lack.TOO_LATE: "de lijst loopt niet tot het eind van deze periode",
    Lack.GAP: "er ontbreken dagen in de lijst",
}
DAY_COMPARISON_LABELS = {
    DayComparison.DAYS_BEFORE: "evenveel dagen ervoor",
    DayComparison.YEAR_BEFORE: "dezelfde dagen een jaar eerder",
}


class Preset(StrEnum):
    """Which days are looked at; the first that can be is the default."""

    MEETING = "sinds-driehoek"
    WEEKS = "een-overleg-lang"
    WEEK = "zeven-dagen"
    OWN = "eigen"


def show_risers_and_decliners(board: Board, meeting: Meeting | None) -> None:
    """Show what demonstrably rose or fell in the chosen days, where, and the high impact crimes."""
    frame.show_heading("Stijgers en dalers")
    newest = board.police.newest_day
    if newest is None:
        frame.show_notice(
            "Er is nog geen lijst van de politie ingelezen. Lees hieronder een lijst in. De open "
            "cijfers lopen achter: die staan op de themapagina's."
        )
        return
    frame.show_subtitle(
        f"De nieuwste dag in de lijsten van de politie is {day(newest)}. Voorlopige cijfers, "
        f"alleen voor de driehoek. {STILL_FILLING}"
    )
    if other := describe_other_countings(board):
        frame.show_notice(other)
    _recall_window(meeting)
    left, right = st.columns(2, gap="medium")
    with left:
        preset, days = _choose_days(board, meeting, newest)
    with right:
        comparison = choose_option(
            DAY_COMPARISON_LABELS,
            name=COMPARED_PARAM,
            label="Naast welke dagen?",
            wrong="vergelijking",
        )
    if days is None:
        return
    _remember_window(meeting, preset, comparison, days)
    found = board.police.changes(days, comparison=comparison)
    if found is None:
        return
    kinds = [board.indicators[k] for k in found.kinds]
    _show_lacking(board, found)
    if not kinds:
        return
    _show_high_impact(found, kinds)
    registration_parts.show_verdicts(board, found, kinds, name=DRIEHOEK)
    kinds = most_changed_first(found, kinds)
    _show_change_map(board, found, kinds)
    _show_weeks(board, found, kinds)


def _recall_window(meeting: Meeting | None) -> None:
    """Put the days that were chosen for this meeting in the URL, unless it names days itself."""
    own = {PERIOD_PARAM, FIRST_PARAM, LAST_PARAM, COMPARED_PARAM} & set(st.query_params)
    if meeting is None or meeting.window is None or own:
        return
    window = meeting.window
    write_choice(PERIOD_PARAM, window.preset)
    write_choice(COMPARED_PARAM, window.comparison)
    for name, chosen in ((FIRST_PARAM, window.first), (LAST_PARAM, window.last)):
        write_choice(name, chosen.isoformat() if chosen else None)


def _remember_window(
    meeting: Meeting | None, preset: Preset, comparison: DayComparison, days: Days
) -> None:
    """Save the days that the URL names with the meeting; once, for another may choose others."""
    is_chosen = {PERIOD_PARAM, COMPARED_PARAM} & set(st.query_params)
    if meeting is None or not is_chosen or not current_actor().may(Operation.WRITE_DRIEHOEK):
        return
    first, last = days if preset is Preset.OWN else (None, None)
    window = MeetingWindow(preset=preset, comparison=comparison, first=first, last=last)
    key = f"_window_{meeting.number}"
    if window in (meeting.window, st.session_state.get(key)):
        return
    st.session_state[key] = window
    with suppress(StoreError):  # closed meanwhile: then nobody needs it
        compare_days(current_actor(), get_store(), meeting=meeting.number, window=window)


def _choose_days(
    board: Board, meeting: Meeting | None, newest: dt.date
) -> tuple[Preset, Days | None]:
    """Show the choice of days; return it, and the days (None where they are none)."""
    since, weeks = _since_meeting(meeting, newest), board.municipality.policy.driehoek_weeks
    up_to = f"tot en met {day(newest)}"
    texts = {
        Preset.WEEKS: f"{count(weeks, 'week', 'weken')} {up_to}",
        Preset.WEEK: f"7 dagen {up_to}",
        Preset.OWN: "Zelf kiezen",
    }
    if since:
        texts[Preset.MEETING] = f"Sinds de vorige driehoek, vanaf {day(since[0])}"
    preset = choose_option(
        {preset: texts[preset] for preset in Preset if preset in texts},
        name=PERIOD_PARAM,
        label="Welke dagen?",
        wrong="periode",
    )
    if preset is Preset.OWN:
        return preset, _choose_own_days(newest)
    lengths = {Preset.WEEKS: weeks * DAYS_A_WEEK, Preset.WEEK: DAYS_A_WEEK}
    return preset, since if preset is Preset.MEETING else days_up_to(newest, lengths[preset])


def _since_meeting(meeting: Meeting | None, newest: dt.date) -> Days | None:
    before = meeting.day if meeting else newest + dt.timedelta(days=1)
    last = load_last_meeting(current_actor(), get_store(), before=before)
    return days_since(last.day, newest=newest) if last else None


def _choose_own_days(newest: dt.date) -> Days | None:
    """Show two dates, kept in the URL; return them."""
    week = week_up_to(newest)
    found: list[dt.date] = []
    for column, name, label, fallback in zip(
        st.columns(2), (FIRST_PARAM, LAST_PARAM), ("Eerste dag", "Laatste dag"), week, strict=True
    ):
        with column:
            found.append(_choose_date(name, label, fallback))
    first, last = found
    if last < first or first.year < EARLIEST or last > newest:
        frame.show_notice(
            f"Deze dagen kunnen niet: kies een eerste en laatste dag tot en met {day(newest)}."
        )
        return None
    return first, last


def _choose_date(name: str, label: str, fallback: dt.date) -> dt.date:
    """Show a day, kept in the URL; return it, the fallback where it cannot be read."""
    key = f"date_{name}"
    text = st.query_params.get(name, fallback.isoformat())
    try:
        wanted = dt.date.fromisoformat(text)
    except ValueError:
        frame.show_notice("Een dag in de link is niet te lezen. U ziet de laatste week.")
        wanted = fallback
    # The URL is the one truth; what is typed wrong stays to be fixed.
    if not isinstance(parse_field_date(str(st.session_state.get(key, ""))), str):
        st.session_state[key] = format_field_date(wanted)
    typed = date_field(
        label, key=key, default=wanted, on_change=lambda: _write_typed_date(key, name)
    )
    if isinstance(typed, str):
        frame.show_notice(f"'{typed}' is geen dag. Schrijf hem zo: 23-11-2026.")
    return wanted


def _write_typed_date(key: str, name: str) -> None:
    day = parse_field_date(st.session_state[key])
    if isinstance(day, dt.date):
        write_choice(name, day.isoformat())


def _show_lacking(board: Board, found: PoliceChanges) -> None:
    """Say which kinds of the lists cannot be judged for these days, and why."""
    if found.lacking:
        kinds: dict[str, list[str]] = {}
        for kind, why in found.lacking.items():
            kinds.setdefault(LACK_REASONS[why], []).append(board.indicators[kind].name)
        reasons = [f"{reason} ({', '.join(names)})" for reason, names in kinds.items()]
        frame.show_notice(f"Niet te vergelijken in deze periode: {'; '.join(reasons)}.")


def _show_high_impact(found: PoliceChanges, kinds: Sequence[Indicator]) -> None:
    """Show the high impact crimes, whether they moved or not."""
    own = {i.indicator: i for i in kinds if i.high_impact}
    if tiles := registration_tiles(found, own, with_before=True):
        frame.show_subtitle(f"High impact crimes, {format_comparison(found)}")
        frame.show_html(render_tiles(tiles))


def _show_change_map(board: Board, found: PoliceChanges, kinds: Sequence[Indicator]) -> None:
    layers = {
        i.indicator: layer
        for i in kinds
        if (layer := build_registration_changes_layer(board, i, found))
    }
    if layers:
        frame.show_heading("Waar het veranderde")
        map_and_list_alone(board, layers, name=DRIEHOEK)


@st.fragment
def _show_weeks(board: Board, found: PoliceChanges, kinds: Sequence[Indicator]) -> None:
    """Show one kind of the reader's choice per week in every area, on one scale."""
    frame.rerun_if_role_changed(board)
    any_area = next(iter(board.areas))
    by_key = {i.indicator: i for i in kinds if len(board.police.weeks(i.indicator, any_area))}
    if not by_key:
        return
    names = {k: indicator.name for k, indicator in by_key.items()}
    key = choose_in_url_box("Welke soort per week?", names, name=WEEK_KIND_PARAM, key="week_kind")
    show(weeks_per_area(board, found, by_key[key], name=DRIEHOEK))
