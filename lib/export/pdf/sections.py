"""The sections of a briefing: short of the floor, compared, changed, done, planned, sources.

A section is plain data; the template sets it. Lists are cut where they would not fit, and say how
many more there are. Not here: the page and its first figures (`briefing`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from lib.analysis.change import Change
from lib.analysis.counts import Verdict
from lib.board import (
    CRIME,
    CRIME_RATE,
    INHABITANTS,
    NOT_COMPARABLE,
    RATING,
    AreaValues,
    Board,
    RegistrationChanges,
    StepState,
)
from lib.catalog import Polarity, Source, Status
from lib.figures.format import day, listing, number, partial_date, signed, span
from lib.figures.layers import MORE_CONTROL, Layer, group_areas
from lib.figures.sentences import (
    areas_below_floor,
    extra_effort_text,
    planning_finding,
    protection_note,
    registration_changes_finding,
    results_due,
    unknown_about_area,
    wave_changes_finding,
)
from lib.figures.vocabulary import (
    CHANGE_LABELS,
    STATE_LABELS,
    SUPPRESSED,
    VERDICT_LABELS,
    format_comparison,
    judge_verdict,
)
from lib.store import Measure, MeasureStatus, Visibility

Listed = TypeVar("Listed")
MOST_BELOW_FLOOR, MOST_CHANGES, MOST_MEASURES, MOST_STEPS, MOST_SOURCES = 8, 6, 7, 4, 12
MOST_LISTED_WAVES = 5
LONGEST_ROW_NAME = 70  # characters of a name in a row
COUNT_HEADER = ("Eerst", "Nu", "Verschil", "95 %-marge")
REAL_VERDICTS = (Verdict.RISE, Verdict.FALL)
REAL_CHANGES = (Change.RISE, Change.FALL)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading with what it says in sentences, its table, and remarks under it."""

    title: str
    lead: Sequence[str] = ()
    header: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    numeric: Sequence[int] = ()
    notes: Sequence[str] = ()


def shorten(text: str, *, longest: int = LONGEST_ROW_NAME) -> str:
    """Return a text, cut where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def cut_list(
    items: Iterable[Listed], *, most: int, one: str, many: str
) -> tuple[list[Listed], list[str]]:
    """Return the first items, and 'en 4 andere wijken' where there are more."""
    every = list(items)
    rest = len(every) - most
    told = [f"en {number(rest)} andere {one if rest == 1 else many}"] if rest > 0 else []
    return every[:most], told


def below_floor_section(board: Board, layer: Layer) -> list[Section]:
    """Return the areas under the floor with their gap; nothing without a floor or ratings."""
    if board.floor is None or not board.ratings.period:
        return []
    floor = number(board.floor.value, decimals=1)
    title = f"Wijken onder de ondergrens van {floor}"
    below = set(areas_below_floor(board))
    if not below:
        return [Section(title=title, lead=[f"Bij de meting van {board.ratings.period}: geen."])]
    order = [
        a for group in group_areas(layer, internal=board.internal) for a in group if a in below
    ]
    shown, more = cut_list(order, most=MOST_BELOW_FLOOR, one="wijk", many="wijken")
    crime = board.area_values(CRIME)
    header = ["Wijk", "Rapportcijfer", f"Afstand tot {floor}"]
    header += [f"Misdrijven {crime.period}"] if crime else []
    return [
        Section(
            title=title,
            header=[*header, "Extra inzet"],
            notes=more,
            rows=[_below_floor_row(board, a, crime) for a in shown],
            numeric=tuple(range(1, len(header))),
        )
    ]


def _below_floor_row(board: Board, area: str, crime: AreaValues | None) -> list[str]:
    rating = board.ratings.of_area(area)
    row = [shorten(rating.name), number(rating.value, decimals=1), signed(rating.gap_floor)]
    row += [_area_figure(crime, area)] if crime else []
    parts = listing([f.name for f in board.focus_in(area)])
    return [*row, "ja" if board.is_focus(area) else shorten(parts) or "nee"]


def _area_figure(per_area: AreaValues, area: str) -> str:
    cell = per_area.cell(area)
    star = "*" if cell.remark and cell.value is not None else ""
    return cell.missing or number(cell.value, decimals=per_area.indicator.decimals) + star


def comparison_section(board: Board, area: str) -> Section:
    """Return the area beside the municipality and the areas most like it."""
    levels = [lv for k in (RATING, INHABITANTS, CRIME, CRIME_RATE) if (lv := board.area_values(k))]
    areas = (area, *board.benchmark.similar_areas(area))
    totals = [lv.total if lv.total is not None or lv.hides else lv.located for lv in levels]
    rows = [[shorten(board.areas[a].name), *(_area_figure(lv, a) for lv in levels)] for a in areas]
    whole = [
        number(t, decimals=lv.indicator.decimals) for t, lv in zip(totals, levels, strict=True)
    ]
    starred = any(text.endswith("*") for row in rows for text in row)
    return Section(
        title="Naast de gemeente en andere wijken",
        lead=["De wijken waarvan het aantal inwoners het dichtst bij ligt."],
        header=["Wijk", *(f"{lv.indicator.short} {lv.period}" for lv in levels)],
        rows=[*rows, [f"Gemeente {board.municipality.name}", *whole]],
        numeric=tuple(range(1, len(levels) + 1)),
        notes=[
            *([f"* {NOT_COMPARABLE}"] if starred else []),
            *(
                f"{lv.indicator.short}: voorlopige cijfers"
                for lv in levels
                if lv.status is Status.PROVISIONAL
            ),
        ],
    )


def about_sections(board: Board, area: str) -> list[Section]:
    """Return whether an area gets extra effort, and what the dashboard cannot say of it."""
    return [
        Section(title="Extra inzet", notes=extra_effort_text(board, area)),
        Section(title="Wat dit niet zegt", notes=unknown_about_area(board, area)),
    ]


def wave_sections(board: Board, area: str) -> list[Section]:
    """Return the newest waves of an area's rating; nothing when there is none."""
    rows = board.ratings.history(area)[::-1]
    if rows.empty:
        return []
    shown, more = cut_list(_records(rows), most=MOST_LISTED_WAVES, one="meting", many="metingen")
    note = "" if rows["comparable"].all() else board.indicators[RATING].break_note
    return [
        Section(
            title="Alle metingen",
            header=("Meting", "Rapportcijfer", "Gaat over", "Vergelijkbaar"),
            rows=[
                [
                    str(r["period"]),
                    number(r["value"], decimals=1),
                    shorten(str(r["name"])),
                    "ja" if r["comparable"] else "nee, andere meetmethode",
                ]
                for r in shown
            ],
            numeric=(1,),
            notes=[*more, *([note] if note else [])],
        )
    ]


def changes_section(board: Board, area: str | None) -> Section:
    """Return what demonstrably changed in ratings and registrations, of one area or of all."""
    found = board.registrations.changes()
    rows = _movements(found, area)
    real = rows[rows["verdict"].isin(REAL_VERDICTS)].sort_values(["group", "area"])
    of_area = real["area"].isin(list(board.areas))
    whole, more = cut_list(_records(real[~of_area]), most=MOST_CHANGES, one="soort", many="soorten")
    parts, others = cut_list(
        _records(real[of_area]), most=MOST_CHANGES, one="verandering", many="veranderingen"
    )
    shown = [*whole, *parts]
    has_counts = any(pd.notna(row["after"]) for row in shown)
    header = ["Soort", "Waar", "Oordeel", *(COUNT_HEADER if has_counts else ())]
    return Section(
        title="Wat is aantoonbaar veranderd",
        lead=[_rating_changes_line(board, area), _registration_changes_line(rows, found)],
        header=header if shown else (),
        rows=[_moved_row(board, row, has_counts=has_counts) for row in shown],
        numeric=tuple(range(3, len(header))),
        notes=[
            *(f"heel {board.municipality.name}: {m}" for m in more),
            *(f"per wijk: {m}" for m in others),
            *_change_notes(board, shown),
        ],
    )


def _movements(found: RegistrationChanges | None, area: str | None) -> pd.DataFrame:
    if found is None:
        return pd.DataFrame(
            columns=["group", "area", "before", "after", "ratio", "lower", "upper", "verdict"]
        )
    if area is not None:
        return found.areas[found.areas["area"] == area]
    return pd.concat([found.totals, found.areas], ignore_index=True)


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(zip(map(str, rows), row, strict=True)) for row in rows.itertuples(index=False)]


def _rating_changes_line(board: Board, area: str | None) -> str:
    """Return which ratings changed between the two newest comparable waves, or why none is told."""
    changes = board.ratings.changes()
    if changes is None:
        text = "Rapportcijfer: er zijn nog geen twee vergelijkbare metingen."
        rows = board.ratings.of_municipality() if area is None else board.ratings.history(area)
        note = "" if rows["comparable"].all() else board.indicators[RATING].break_note
        return f"{text} {note}".strip()
    when = f"Rapportcijfer, {' naast '.join(board.ratings.comparable_waves[-2:][::-1])}"
    if area is not None:
        row: dict[str, Any] = {str(k): v for k, v in changes.loc[area].items()}
        known = f" ({signed(row['value'])})" if pd.notna(row["value"]) else ""
        return f"{when}: {CHANGE_LABELS[row['verdict']]}{known}."
    real = changes[changes["verdict"].isin(REAL_CHANGES)].sort_values("name")
    names, more = cut_list(
        (f"{shorten(n)} {signed(v)}" for n, v in zip(real["name"], real["value"], strict=True)),
        most=MOST_CHANGES,
        one="wijk",
        many="wijken",
    )
    told = f" {', '.join(names)} {''.join(more)}".rstrip() + "." if names else ""
    return f"{when}. {wave_changes_finding(changes['verdict'])}{told}"


def _registration_changes_line(rows: pd.DataFrame, found: RegistrationChanges | None) -> str:
    """Return how many changes in registrations are real."""
    if found is None:
        return "Registraties: cijfers per maand zijn nog niet geladen."
    verdicts = registration_changes_finding(rows["verdict"])
    unsure = " Voorlopige cijfers." if found.status is Status.PROVISIONAL else ""
    return f"Registraties, {format_comparison(found)}. {verdicts}{unsure}"


def _moved_row(board: Board, row: dict[str, Any], *, has_counts: bool) -> list[str]:
    """Return a real change in words: kind, where, verdict, and counts where they may be told."""
    indicator = board.indicators[str(row["group"])]
    verdict, area = Verdict(str(row["verdict"])), board.areas.get(str(row["area"]))
    judged = judge_verdict(verdict, indicator.polarity)
    told = [
        shorten(indicator.name, longest=48),
        shorten(area.name if area else f"heel {board.municipality.name}", longest=48),
        f"{VERDICT_LABELS[verdict]}{f', {judged}' if judged else ''}",
    ]
    if not has_counts:
        return told
    counts = [SUPPRESSED if pd.isna(row[c]) else number(row[c]) for c in ("before", "after")]
    ratio, low, high = (row[c] for c in ("ratio", "lower", "upper"))
    if not (0 < ratio < float("inf") and high < float("inf")):
        return [*told, *counts, "–", "–"]
    return [*told, *counts, _percent(ratio), f"{_percent(low)} tot {_percent(high)}"]


def _percent(ratio: float) -> str:
    return f"{signed((ratio - 1) * 100, decimals=0)} %"


def _change_notes(board: Board, shown: Sequence[dict[str, Any]]) -> list[str]:
    """Return how to take the changes that are shown."""
    effort_kinds = any(
        board.indicators[str(row["group"])].polarity is Polarity.NONE for row in shown
    )
    note = protection_note(board) if shown else ""
    return [*([MORE_CONTROL] if effort_kinds else []), *([note] if note else [])]


def measures_section(board: Board, measures: Sequence[Measure], area: str | None) -> Section:
    """Return the measures that run, those of the area first; public ones only for the public."""
    own = [
        m
        for m in measures
        if m.status is MeasureStatus.RUNNING
        and (board.internal or m.visibility is Visibility.PUBLIC)
        and (area is None or area in m.areas or not m.areas)
    ]
    own.sort(key=lambda m: (area not in m.areas, m.start, m.title))
    shown, more = cut_list(own, most=MOST_MEASURES, one="maatregel", many="maatregelen")
    themes = {t.slug: t.short for t in board.themes}
    rows = [
        [
            shorten(m.title),
            shorten(themes.get(m.theme, m.theme), longest=40),
            _measure_places(board, m),
            f"vanaf {partial_date(m.start)}",
        ]
        for m in shown
    ]
    lead = "Een maatregel naast een cijfer is geen oorzaak."
    return Section(
        title="Lopende maatregelen",
        lead=[lead if shown else "Er zijn geen lopende maatregelen ingevoerd."],
        header=("Maatregel", "Thema", "Waar", "Wanneer") if shown else (),
        rows=rows,
        notes=more,
    )


def _measure_places(board: Board, measure: Measure) -> str:
    names = [board.areas[a].name if a in board.areas else a for a in measure.areas]
    if len(names) > 1:
        return f"{shorten(names[0], longest=40)} en {len(names) - 1} andere"
    return shorten("".join(names) or f"heel {board.municipality.name}", longest=48)


def planning_section(board: Board) -> Section:
    """Return the steps that run by the planning and those that come next."""
    ahead = [s for s in board.planning.steps if s.state is not StepState.PAST]
    shown, more = cut_list(ahead, most=MOST_STEPS, one="stap", many="stappen")
    rows = [
        [
            span(s.milestone.start, s.milestone.end),
            shorten(s.milestone.title, longest=90),
            shorten(s.milestone.who, longest=40),
            STATE_LABELS[s.state],
        ]
        for s in shown
    ]
    due = results_due(board)
    return Section(
        title="Volgende stappen",
        lead=[] if shown else [planning_finding(board)],
        header=("Wanneer", "Wat", "Wie", "Stand") if shown else (),
        rows=rows,
        notes=[*more, *([due] if due else [])],
    )


def sources_section(found: Iterable[Source]) -> Section:
    """Return the sources with the day on which each was retrieved."""
    shown, more = cut_list(dict.fromkeys(found), most=MOST_SOURCES, one="bron", many="bronnen")
    lines = [
        f"{shorten(s.publisher, longest=40)}, {shorten(s.title, longest=90)} "
        f"({', '.join(filter(None, (shorten(s.section), partial_date(s.date))))}). "
        f"Opgehaald: {day(s.retrieved)}."
        for s in shown
    ]
    return Section(title="Bronnen", notes=[*lines, *more])
