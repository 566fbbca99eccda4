"""The parts of a page that show which changes are real. Not here: how that is judged."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from lib.analysis.counts import Verdict
from lib.analysis.windows import Comparison
from lib.board import Board, RegistrationChanges
from lib.catalog import Indicator, Polarity, Source
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.export.tables import provenance
from lib.figures.format import count, listing, number, signed
from lib.figures.layers import MORE_CONTROL
from lib.figures.page_html import (
    HtmlText,
    render_list,
    render_source_line,
    render_subtitle,
    render_table,
    render_verdict,
)
from lib.figures.sentences import (
    format_source,
    joint_test_note,
    protection_note,
    registration_changes_finding,
    unchanged_finding,
)
from lib.figures.trends import draw_years
from lib.figures.vocabulary import (
    COMPARISON_LABELS,
    SUPPRESSED,
    VERDICT_LABELS,
    format_comparison,
    format_months,
    judge_verdict,
)
from lib.ui import frame
from lib.ui.exhibit import show
from lib.ui.exhibit.show import sources_of
from lib.ui.selection import choose_option, read_choice

NAME = "vergelijk"
SPACE = "\N{NO-BREAK SPACE}"
WHEN = "tijdvak"  # not 'periode': that is of the whole figure
REAL = [Verdict.RISE, Verdict.FALL]


def comparison(board: Board) -> Comparison:
    """Return what the URL sets the newest months beside, where that can be."""
    return read_choice(_possible(board), name=NAME) or Comparison.YEAR_BEFORE


def show_comparison_control(board: Board) -> None:
    """Show what the newest months may be set beside: key numbers, map and lists follow it."""
    if possible := _possible(board):
        choose_option(
            possible,
            name=NAME,
            label="De nieuwste maanden naast",
            text=lambda c: COMPARISON_LABELS[c],
            wrong="vergelijking",
        )


def _possible(board: Board) -> list[Comparison]:
    return [c for c in Comparison if board.registrations.changes(c)]


def changes(board: Board, indicators: Sequence[Indicator], *, name: str) -> None:
    """Show which kinds rose or fell, in the whole municipality and in which areas."""
    found = board.registrations.changes(comparison(board))
    if not indicators or found is None:
        return
    frame.show_heading("Stijgers en dalers")
    told(board, found, indicators, name=name)


def told(
    board: Board,
    found: RegistrationChanges,
    indicators: Sequence[Indicator],
    *,
    name: str,
    folded: bool = False,
) -> None:
    """Show verdicts on these kinds, of the whole municipality and per area.

    Of areas the demonstrable ones, the rest folded; so too of the whole where it is `folded`.
    """
    own = {i.indicator: i for i in indicators}
    areas = found.areas[found.areas["group"].isin(list(own))]
    totals = found.totals[found.totals["group"].isin(list(own))]
    if len(totals):
        _totals(board, totals, found, own, name=name, folded=folded)
    if len(areas):
        _areas(board, areas, found, own, name=name)


def _totals(
    board: Board,
    rows: pd.DataFrame,
    found: RegistrationChanges,
    own: dict[str, Indicator],
    *,
    name: str,
    folded: bool,
) -> None:
    title = f"Stijgers en dalers in heel {board.municipality.name}: {format_comparison(found)}"
    finding = registration_changes_finding(rows["verdict"])
    frame.show_html(render_subtitle(f"Hele gemeente. {finding}"))
    real = rows[rows["verdict"].isin(REAL)] if folded else rows
    if len(real):
        _shown(
            board,
            real,
            found,
            own,
            title=title,
            finding=finding,
            name=f"{name}-veranderingen",
            of_area=False,
        )
    rest = rows.drop(real.index)
    if len(rest):
        other = count(len(rest), "soort", "soorten")
        with st.expander(f"Geen aantoonbaar verschil, of te kleine aantallen: {other}"):
            _shown(
                board,
                rest,
                found,
                own,
                title=f"De andere soorten: {format_comparison(found)}",
                finding=unchanged_finding(rows["verdict"]),
                name=f"{name}-soorten-geen-verschil",
                of_area=False,
            )


def _areas(
    board: Board,
    rows: pd.DataFrame,
    found: RegistrationChanges,
    own: dict[str, Indicator],
    *,
    name: str,
) -> None:
    title = f"Stijgers en dalers per wijk: {format_comparison(found)}"
    finding = registration_changes_finding(rows["verdict"])
    frame.show_html(render_subtitle(f"Per wijk. {finding}"))
    real = rows[rows["verdict"].isin(REAL)].sort_values(["group", "area"])
    if len(real):
        _shown(
            board,
            real,
            found,
            own,
            title=title,
            finding=finding,
            name=f"{name}-stijgers-en-dalers",
        )
    rest = rows[~rows["verdict"].isin(REAL)].sort_values(["group", "area"])
    other = count(len(rest), "vergelijking", "vergelijkingen")
    with st.expander(f"Geen aantoonbaar verschil, of te kleine aantallen: {other}"):
        _shown(
            board,
            rest,
            found,
            own,
            title=f"De andere: {format_comparison(found)}",
            finding=unchanged_finding(rows["verdict"]),
            name=f"{name}-geen-verschil",
        )
    frame.show_html(render_list(_visible(board, found, rows)))


def _shown(  # noqa: PLR0913 - a table and its file
    board: Board,
    rows: pd.DataFrame,
    found: RegistrationChanges,
    own: dict[str, Indicator],
    *,
    title: str,
    finding: str,
    name: str,
    of_area: bool = True,
) -> None:
    """Show rows as a table, with counts where this reader may see them.

    `finding` is that of all that were compared, also where these rows are some of them.
    """
    has_counts = bool(rows["after"].notna().any())
    header = ["Soort", *(["Wijk"] if of_area else []), "Oordeel"]
    header += ["Eerst", "Nu", "Verschil", "95 %-marge"] if has_counts else []
    numeric = range(len(header) - 4, len(header)) if has_counts else ()
    lines = partial(_lines, board, rows, own, of_area=of_area, has_counts=has_counts)
    frame.show_html(
        render_table(header, lines(told=render_verdict), caption=title, numeric=numeric)
    )
    if any(own[str(g)].polarity is Polarity.NONE for g in rows["group"]):
        frame.show_html(render_source_line(MORE_CONTROL))
    notes = [
        "" if of_area else protection_note(board),
        joint_test_note(found.areas if of_area else found.totals, kinds=own) if has_counts else "",
    ]
    note = " ".join(filter(None, notes))
    sources = sources_of(board, pd.Series(found.sources))
    source = format_source(sources, period=format_comparison(found), status=found.status)
    source = f"{source} {note}".strip()

    def file(shown: pd.DataFrame) -> pd.DataFrame:
        return provenance(
            _file(board, shown, own),
            sources=sources,
            period=format_comparison(found),
            status=found.status,
            note=note,
        )

    show.below(
        source,
        name=name,
        title=title,
        finding=finding,
        data=lambda: file(rows),
        for_room=lambda: _with_status(header, lines(told=_in_words), found),
        parts={
            _riser(board, r, own): partial(
                _one, board, r, found, own=own, source=source, sources=sources
            )
            for _, r in rows.iterrows()
            if has_counts and r["verdict"] in REAL
        },
    )


def _lines(
    board: Board,
    rows: pd.DataFrame,
    own: dict[str, Indicator],
    *,
    of_area: bool,
    has_counts: bool,
    told: Callable[[str, str], HtmlText],
) -> list[list[HtmlText]]:
    """Return the rows as cells; `told` makes one of a direction and a judgement."""
    lines: list[list[HtmlText]] = []
    for _, r in rows.iterrows():
        indicator, verdict = own[str(r["group"])], r["verdict"]
        line = [indicator.name, *([board.areas[str(r["area"])].name] if of_area else [])]
        judged = told(VERDICT_LABELS[verdict], judge_verdict(verdict, indicator.polarity))
        lines.append([*line, judged, *(_counts(r) if has_counts else [])])
    return lines


def _in_words(direction: str, judged: str) -> str:
    """Return a verdict without HTML: '↑ aantoonbare stijging, ongunstig'."""
    return ", ".join(filter(None, (direction, judged)))


def _with_status(
    header: Sequence[str], lines: Sequence[Sequence[str]], found: RegistrationChanges
) -> pd.DataFrame:
    """Return a table of the screen as columns of words, which say when they are fictitious."""
    return provenance(
        pd.DataFrame(lines, columns=list(header)),
        sources=(),
        period=format_comparison(found),
        status=found.status,
    )


def _riser(board: Board, row: pd.Series, own: dict[str, Indicator]) -> str:
    """Return one riser or decliner in words: 'Fietsendiefstal in X: van 12 naar 31'."""
    area = str(row["area"])
    where = board.areas[area].name if area in board.areas else f"heel {board.municipality.name}"
    before, after, *_ = _counts(row)
    return f"{own[str(row['group'])].name} in {where}: van {before} naar {after}"


def _one(
    board: Board,
    row: pd.Series,
    found: RegistrationChanges,
    *,
    own: dict[str, Indicator],
    source: str,
    sources: Sequence[Source],
) -> Exhibit:
    """Return one riser or decliner as a figure of its own: two bars."""
    indicator = own[str(row["group"])]
    verdict = VERDICT_LABELS[row["verdict"]].lstrip("↑↓ ")
    *_, change, margin = _counts(row)
    told = _riser(board, row, own)
    bars = pd.DataFrame(
        {
            "period": [format_months(found.before), format_months(found.after)],
            "value": [float(row["before"]), float(row["after"])],
        }
    )
    return show.exhibit(
        source=source,
        name=f"{indicator.indicator}-{row['area']}",
        title=told,
        finding=f"{told}. Verschil {change} (95{SPACE}%-marge {margin}): {verdict}.",
        alternative="",
        data=lambda: provenance(
            bars.set_axis([WHEN, indicator.unit], axis="columns"),
            sources=sources,
            period=format_comparison(found),
            status=found.status,
        ),
        drawn=lambda: draw_years(bars, unit=indicator.unit),
        native=Native(Shape.COLUMNS, WHEN, (indicator.unit,)),
        internal=board.internal,
    )


def _counts(row: pd.Series) -> list[str]:
    """Return before, after, change and margin in words."""
    told = [SUPPRESSED if pd.isna(row[c]) else number(row[c]) for c in ("before", "after")]
    ratio, low, high = (float(row[c]) for c in ("ratio", "lower", "upper"))
    if pd.isna(ratio) or ratio in {0.0, float("inf")} or high == float("inf"):
        return [*told, "–", "–"]
    change = f"{signed((ratio - 1) * 100, decimals=0)}{SPACE}%"
    margin = " tot ".join(f"{signed((edge - 1) * 100, decimals=0)}{SPACE}%" for edge in (low, high))
    return [*told, change, margin]


def _file(board: Board, rows: pd.DataFrame, own: dict[str, Indicator]) -> pd.DataFrame:
    file = pd.DataFrame(
        {
            "soort": [own[str(g)].name for g in rows["group"]],
            "gebied": [
                board.areas[a].name if a in board.areas else board.municipality.name
                for a in map(str, rows["area"])
            ],
            "oordeel": [VERDICT_LABELS[v].lstrip("↑↓ ") for v in rows["verdict"]],
            "eerst": rows["before"].to_numpy(),
            "nu": rows["after"].to_numpy(),
            "verhouding": rows["ratio"].to_numpy(),
            "verhouding, ondergrens": rows["lower"].to_numpy(),
            "verhouding, bovengrens": rows["upper"].to_numpy(),
        }
    )
    return file.dropna(axis="columns", how="all")


def _visible(board: Board, found: RegistrationChanges, rows: pd.DataFrame) -> list[str]:
    """Return how large a rise would mostly have been seen, kinds of which it is equal together."""
    by_cases: dict[str, list[str]] = {}
    for group in dict.fromkeys(rows["group"]):
        cases = number(found.detectable(group, cases=100) * 100)
        by_cases.setdefault(cases, []).append(board.indicators[group].name)
    return [
        f"{listing(names)}: waren het er eerst 100, dan valt een stijging meestal pas op vanaf "
        f"{cases}."
        for cases, names in by_cases.items()
    ]
