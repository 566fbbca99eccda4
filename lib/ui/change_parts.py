"""The parts of a page that show which changes are real. Not here: how that is judged."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from lib.analysis.windows import Comparison
from lib.board import Board, RegistrationChanges
from lib.catalog import Indicator
from lib.exhibits.change_lists import ChangeList, ChangePart, ChangeScope
from lib.exhibits.changes import change_list, demonstrated_changes
from lib.figures.format import count
from lib.figures.page_html import render_list, render_pair, render_subtitle
from lib.figures.sentences.change_sentences import describe_detectable_rises
from lib.figures.vocabulary import COMPARISON_LABELS
from lib.ui import frame
from lib.ui.exhibit.show import show
from lib.ui.selection import choose_option, read_choice

COMPARISON_PARAM = "vergelijk"
MOST_CHANGES = 6  # by name, above the figures


def read_comparison(board: Board) -> Comparison | None:
    """Return what the URL compares the newest months with, else the default; None without any."""
    options = board.registrations.comparisons()
    return read_choice(options, name=COMPARISON_PARAM) or next(iter(options), None)


def _show_comparison_control(board: Board) -> None:
    """Show what the newest months can be compared with: all figures of the page follow it."""
    if options := board.registrations.comparisons():
        choose_option(
            options,
            name=COMPARISON_PARAM,
            label="De nieuwste maanden naast",
            text=lambda c: COMPARISON_LABELS[c],
            wrong="vergelijking",
        )


def show_demonstrated(board: Board, kinds: tuple[Indicator, ...]) -> None:
    """Show what demonstrably rose or fell among these kinds, by name; also that nothing did."""
    changed, summary = demonstrated_changes(board, kinds, read_comparison(board))
    if summary:
        frame.show_heading("Wat veranderde aantoonbaar?")
        if (more := len(changed) - MOST_CHANGES) > 0:
            summary += f" Nog {count(more, 'verandering', 'veranderingen')}: zie Cijfers."
        changes = render_list(changed[:MOST_CHANGES]) if changed else ""
        frame.show_html(render_pair(changes, render_subtitle(summary)))


def show_changes(board: Board, kinds: Sequence[Indicator], *, name: str) -> None:
    """Show which kinds rose or fell, in the whole municipality and in which areas."""
    found = board.registrations.changes(read_comparison(board))
    if kinds and found is not None:
        _show_comparison_control(board)
        frame.show_heading("Stijgers en dalers")
        show_verdicts(board, found, kinds, name=name)


def show_verdicts(
    board: Board, found: RegistrationChanges, kinds: Sequence[Indicator], *, name: str
) -> None:
    """Show verdicts on these kinds, of the whole municipality and per area.

    Of each the demonstrable ones, the rest folded.
    """
    by_key = {kind.indicator: kind for kind in kinds}
    totals = ChangeList(board, found, by_key, ChangeScope.MUNICIPALITY)
    if len(totals.compared):
        frame.show_subtitle(f"Hele gemeente. {totals.finding}")
        names = (f"{name}-veranderingen", f"{name}-soorten-geen-verschil")
        _show_folded(totals, names, one="soort", many="soorten")
    areas = replace(totals, scope=ChangeScope.AREAS)
    if len(areas.compared):
        frame.show_subtitle(f"Per wijk. {areas.finding}")
        names = (f"{name}-stijgers-en-dalers", f"{name}-geen-verschil")
        _show_folded(areas, names, one="vergelijking", many="vergelijkingen")
        compared = {key: by_key[key] for key in dict.fromkeys(areas.compared["group"])}
        frame.show_list(describe_detectable_rises(found, compared))


def _show_folded(changes: ChangeList, names: tuple[str, str], *, one: str, many: str) -> None:
    """Show the demonstrable changes, and behind a line the others."""
    demonstrated, others = (
        replace(changes, part=part) for part in (ChangePart.DEMONSTRATED, ChangePart.OTHERS)
    )
    show(change_list(demonstrated, name=names[0]), heading=False)
    if len(others.rows):
        number = count(len(others.rows), one, many)
        with st.expander(f"Geen aantoonbaar verschil, of te kleine aantallen: {number}"):
            show(change_list(others, name=names[1]), heading=False)
