"""What is found of a story's words: numbers, claims, and how plain they are.

Not here: how that is judged (`lib.story`).
"""

from collections.abc import Mapping

import streamlit as st

from lib.board import Board, find_folders
from lib.export.story.publish import name_descriptions
from lib.figures.format import count, number
from lib.figures.page_html import render_list, render_subtitle, render_table
from lib.store.story.content import STORY_LABELS
from lib.story import (
    Checked,
    FigureRef,
    Found,
    Length,
    WordLists,
    check_words,
    facts,
    plain_language,
    word_lists,
)
from lib.story.judge import check_parts
from lib.story.numbers import stated_key
from lib.ui import frame

VERDICT_SIGNS = {Found.OK: "✓", Found.STATED: "✓", Found.DIFFERS: "✗", Found.NO_SOURCE: "?"}
MAX_NAMED_WORDS = 12  # long words or sentences that are named


def show_word_checks(
    board: Board,
    key: str,
    words: Mapping[str, str],
    figures: Mapping[FigureRef, str],
    stated: Mapping[str, str],
) -> dict[str, str]:
    """Show the checks of a story's parts; return the sources that the writer states.

    `figures` are the chosen ones, each with its text for those who cannot see it.
    """
    frame.show_heading("Kloppen de getallen?")
    parts = {STORY_LABELS[name]: text for name, text in words.items()}
    descriptions = name_descriptions(figures.values())
    known = facts(board, chosen=tuple(figures))
    table = st.container()
    every = parts | descriptions
    sources = _ask_sources(key, every, check_parts(every, known, stated={}), stated)
    with table:
        found = check_parts(descriptions, known, stated=sources)
        _show_number_checks(check_parts(parts, known, stated=sources) | _find_faults(found))
    lists = word_lists(find_folders()[0], name=board.municipality.files.words)
    _show_marked_words(parts, lists)
    _show_plain_language("\n\n".join(filter(None, words.values())), lists)
    return sources


def _ask_sources(
    key: str,
    parts: Mapping[str, str],
    found: Mapping[str, list[Checked]],
    stated: Mapping[str, str],
) -> dict[str, str]:
    """Ask the source of each number that the data does not have."""
    unknown = dict.fromkeys(
        stated_key(parts[name], c)
        for name, part in found.items()
        for c in part
        if c.found is Found.NO_SOURCE
    )
    given = {}
    for text in unknown:
        field = f"{key}_source_{text}"
        st.session_state.setdefault(field, stated.get(text, ""))
        source = st.text_input(f"Waar komt '{text}' vandaan?", key=field, max_chars=120)
        if source.strip():
            given[text] = source
    return given


def _find_faults(found: Mapping[str, list[Checked]]) -> dict[str, list[Checked]]:
    """Return what must be fixed: descriptions are from the data, and else only repeat it."""
    good = {Found.OK, Found.STATED}
    return {name: [c for c in part if c.found not in good] for name, part in found.items()}


def _show_number_checks(found: Mapping[str, list[Checked]]) -> None:
    every = [(name, c) for name, part in found.items() for c in part]
    wrong = sum(c.found is Found.DIFFERS for _, c in every)
    unknown = sum(c.found is Found.NO_SOURCE for _, c in every)
    summary = f"{count(len(every), 'getal of bewering', 'getallen of beweringen')} nagekeken"
    wrongs = [count(wrong, "wijkt af", "wijken af")] * bool(wrong)
    wrongs += [f"{unknown} zonder bron"] * bool(unknown)
    if wrongs:
        summary += f": {' en '.join(wrongs)}. Zo kan het niet worden gepubliceerd"
    frame.show_html(render_subtitle(f"{summary}."))
    if every:
        frame.show_html(
            render_table(
                ("Waar", "Er staat", "Oordeel", "Goed is", "Bron of reden"),
                [
                    (name, c.text, f"{VERDICT_SIGNS[c.found]} {c.found}", c.right, _check_reason(c))
                    for name, c in every
                ],
                caption="Getallen en beweringen",
            )
        )


def _check_reason(checked: Checked) -> str:
    if checked.found is Found.NO_SOURCE and not checked.reason:
        return "Vul hieronder in waar het vandaan komt, of haal het weg."
    return checked.reason or checked.source


def _show_marked_words(parts: Mapping[str, str], lists: WordLists) -> None:
    """Show words that claim too much, stigmatise, or name origin next to nuisance or crime."""
    rows = [
        (name, m.text, m.kind.value, m.reason, m.alternative)
        for name, text in parts.items()
        for m in check_words(text, lists)
    ]
    if rows:
        header = ("Waar", "Woord", "Soort", "Waarom niet", "Liever")
        frame.show_html(render_table(header, rows, caption="Woorden om nog eens naar te kijken"))


def _show_plain_language(text: str, lists: WordLists) -> None:
    frame.show_heading("Is het gewone taal?")
    found = plain_language(text, lists)
    frame.show_html(render_subtitle(found.told))
    long = [s for s in found.sentences if s.length is not Length.GOOD]
    remarks = [
        f"Zin van {number(s.words)} woorden: '{s.span.text[:80]}…'" for s in long[:MAX_NAMED_WORDS]
    ]
    remarks += [f"Moeilijk woord: '{m.text}'. Liever: {m.alternative}." for m in found.difficult]
    if found.long_words:
        remarks.append(
            "Lange woorden: " + ", ".join(w.text for w in found.long_words[:MAX_NAMED_WORDS]) + "."
        )
    if found.passive:
        remarks.append(
            "Lijdende vorm: " + ", ".join(w.text for w in found.passive[:MAX_NAMED_WORDS]) + "."
        )
    if remarks:
        frame.show_html(render_list(remarks))
