"""What is found in a text: its numbers and claims, with a click to say what each is, and its words.

Not here: how that is judged, states and proposals (`lib.story`).
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from lib.board import Board, DataProblemsError, load_public_board
from lib.catalog.word_lists import WordLists
from lib.figures.format import count, listing, number
from lib.figures.page_html import render_list
from lib.store import Binding, BindingKind
from lib.store.story.content import STORY_LABELS, name_part
from lib.story import Reference, State, check_words, difficult_words
from lib.story.language import ClaimKind
from lib.text import shorten
from lib.text.plain import Length, plain_language
from lib.text.word_patterns import either
from lib.ui import frame
from lib.ui.forms.widgets import date_field, format_field_date, fresh_key, renew_key
from lib.ui.sign_in import current_actor

BINDINGS = "bindings"
CHOOSE = "Kies wat dit getal is."
NOTHING = "Er staan geen getallen of beweringen in de tekst."
SOURCE_FIELDS = {"title": "Titel van de bron", "who": "Van wie"}
UNFAVOURABLE = {ClaimKind.LOWER, ClaimKind.WORSE, ClaimKind.RANK, ClaimKind.BOTTOM}
# Only of what is better when there is less of it, or only of what is not.
OF_CRIME = {ClaimKind.RISE, ClaimKind.HIGHER, ClaimKind.TOP, ClaimKind.MOST}
OF_RATINGS = {ClaimKind.FALL}
MAX_NAMED_WORDS = 12  # long words or sentences that are named


def load_public_figures() -> Board | None:
    """Return the public's board, of which texts are made; None, with a notice, without one."""
    try:
        return load_public_board(current_actor())
    except DataProblemsError:
        frame.show_notice("De openbare cijfers zijn nu niet te lezen. Probeer het later opnieuw.")
        return None


def show_reference_list(key: str, found: Sequence[Reference], *, is_answer: bool = False) -> None:
    """Show the items of a text by part, open ones with what they could be.

    What is chosen is in the session under `key`. Of an answer the text is somebody else's: its
    numbers may also be another figure, or none.
    """
    frame.show_heading("Getallen en beweringen")
    is_open = [r for r in found if r.state is not State.BOUND]
    amount = count(len(found), "getal of bewering", "getallen of beweringen")
    todo = "zo is het antwoord niet af" if is_answer else "zo kan het niet online"
    state = f"{len(is_open)} nog open: {todo}" if is_open else "alle gekoppeld"
    frame.show_subtitle(f"{amount}, {state}." if found else NOTHING)
    for (part, language), own in groupby(found, key=lambda r: (r.part, r.language)):
        _show_part(key, f"{key}_{part}_{language}", list(own), is_answer=is_answer)
    _show_bound_items(key, [r for r in found if r.state is State.BOUND])


def _show_part(key: str, place: str, references: list[Reference], *, is_answer: bool) -> None:
    name = name_part(references[0].part, references[0].language)
    title = Markup("<b>{}</b>").format(name[:1].upper() + name[1:])
    frame.show_subtitle(title)
    frame.show_html(_mark_sentences(references))
    for at, one in enumerate(references):
        if one.state is not State.BOUND:
            _show_open_item(f"{place}_{at}", key, one, is_answer=is_answer)


def _mark_sentences(references: Sequence[Reference]) -> Markup:
    """Return each sentence that has items, with a mark on each that names what it is."""
    lines = []
    for sentence, own in groupby(references, key=lambda r: r.sentence):
        line, at = Markup(""), 0
        for one in own:
            start, end = one.item.start - sentence.start, one.item.end - sentence.start
            mark = Markup('<mark class="vd-ref-{}" title="{}">{}</mark>').format(
                one.state.name.lower(), one.reason, one.item.text
            )
            line, at = line + sentence.text[at:start] + mark, end
        lines.append(line + sentence.text[at:])
    return render_list(lines)


def _show_open_item(name: str, key: str, one: Reference, *, is_answer: bool) -> None:
    """Show an item that is open: why, what it could be, and what else may be chosen."""
    with st.container(border=True):
        reason = CHOOSE if is_answer and one.item.claim is None else one.reason
        title = Markup("<b>{}</b> ({}). {}").format(one.item.text, one.state, reason)
        frame.show_subtitle(title)
        for at, proposal in enumerate(one.proposals):
            label = f"{proposal.fact.describe()} · {proposal.reason}"
            binding = one.bind(BindingKind.FIGURE, proposal.fact)
            _show_choice(f"{name}_{at}", label, key, binding)
        if is_answer:
            _show_denials(name, key, one)
        else:
            _show_other_choices(name, key, one)


def _show_other_choices(name: str, key: str, one: Reference) -> None:
    """Show what is known instead, and that an item is a plan or rests on another source."""
    if one.nearest and one.item.claim is None:
        near = [p.fact.describe() for p in one.nearest]
        frame.show_list([f"Wel bekend: {f}." for f in near])
    if one.may_plan:
        label = "Geen bewering over een cijfer: een wens, plan of vraag"
        _show_choice(f"{name}_plan", label, key, one.bind(BindingKind.PLAN))
    if one.item.claim in {None, ClaimKind.CAUSE}:
        _show_source_fields(name, key, one)


def _show_denials(name: str, key: str, one: Reference) -> None:
    """Show what a number of somebody else may be instead: another figure, or none."""
    for at, proposal in enumerate(one.nearest):
        label = f"Niet zo, wel bekend: {proposal.fact.describe()}"
        _show_choice(f"{name}_near_{at}", label, key, one.bind(BindingKind.NEAREST, proposal.fact))
    label = "Geen uitspraak in dit dashboard" if one.item.claim else "Niet in dit dashboard"
    _show_choice(f"{name}_absent", label, key, one.bind(BindingKind.ABSENT))


def _show_choice(name: str, label: str, key: str, binding: Binding) -> None:
    st.button(label, key=name, on_click=_add_binding, args=(key, binding))


def _show_source_fields(name: str, key: str, one: Reference) -> None:
    with st.expander("Eigen bron"):
        fields = fresh_key(f"{name}_source")
        given = {
            field: st.text_input(label, key=f"{fields}_{field}", max_chars=120).strip()
            for field, label in SOURCE_FIELDS.items()
        }
        day = date_field("Datum van de bron", key=f"{fields}_date")
        if not st.button("Noem deze bron", key=f"{fields}_add"):
            return
        if all(given.values()) and isinstance(day, dt.date):
            source = given | {"date": format_field_date(day)}
            _add_binding(key, one.bind(BindingKind.SOURCE, **source))
            renew_key(f"{name}_source")
            st.rerun()
        frame.show_notice("Vul de titel, van wie en de datum in: dag-maand-jaar, als 23-11-2026.")


def _show_bound_items(key: str, references: Sequence[Reference]) -> None:
    """Show in full what each bound item is, and a button to undo it."""
    if not references:
        return
    with st.expander(f"Gekoppeld: {len(references)}"):
        for at, one in enumerate(references):
            left, right = st.columns([6, 1])
            with left:
                place = name_part(one.part, one.language)
                line = Markup("<b>{}</b> ({}): {}").format(one.item.text, place, one.reason)
                frame.show_subtitle(line)
            if one.binding and not one.follows:
                right.button(
                    "Maak los",
                    key=f"{key}_unbind_{at}",
                    on_click=_remove_binding,
                    args=(key, one),
                    type="tertiary",
                )


def _add_binding(key: str, binding: Binding) -> None:
    rest = [b for b in st.session_state[f"{key}_{BINDINGS}"] if b.place != binding.place]
    st.session_state[f"{key}_{BINDINGS}"] = (*rest, binding)


def _remove_binding(key: str, one: Reference) -> None:
    own = st.session_state[f"{key}_{BINDINGS}"]
    st.session_state[f"{key}_{BINDINGS}"] = tuple(b for b in own if b.place != one.place)


def drop_unused(
    bindings: Iterable[Binding], references: Iterable[Reference]
) -> tuple[Binding, ...]:
    """Return the bindings that still belong to a number or claim of the text."""
    places = {r.place for r in references}
    return tuple(b for b in bindings if b.place in places)


def show_word_checks(
    board: Board, words: Mapping[str, str], references: Sequence[Reference]
) -> None:
    """Show the words of a story's parts to look at again, and how plain they are."""
    parts = {STORY_LABELS[name]: text for name, text in words.items()}
    lists = board.files.words
    _show_area_context(board, references, lists)
    _show_marked_words(parts, lists)
    _show_plain_language("\n\n".join(filter(None, words.values())), lists)


def _show_area_context(board: Board, references: Sequence[Reference], lists: WordLists) -> None:
    """Show what belongs with a neighbourhood of which something unfavourable may be claimed."""
    claimed = {area for r in references if _is_unfavourable(r, lists) for area in _find_areas(r)}
    names = [area.name for key, area in board.areas.items() if key in claimed]
    if names and lists.area_context:
        frame.show_notice(f"Dit kan ongunstig zijn voor {listing(names)}. Doe dit erbij:")
        frame.show_list(lists.area_context)


def _is_unfavourable(one: Reference, lists: WordLists) -> bool:
    nuisance = lists.origin.nuisance if lists.origin else ()
    is_crime = one.around.subjects or re.search(either(nuisance), one.sentence.text, re.IGNORECASE)
    return one.item.claim in UNFAVOURABLE | (OF_CRIME if is_crime else OF_RATINGS)


def _find_areas(one: Reference) -> Sequence[str]:
    """Return the places that a claim is of: named in its sentence, before it, or by the story."""
    around = one.around
    earlier = around.earlier_place
    return around.places or ([earlier] if earlier else around.story.areas)


def _show_marked_words(parts: Mapping[str, str], lists: WordLists) -> None:
    """Show words that claim too much, stigmatise, or name origin next to nuisance or crime."""
    rows = [
        (name, m.text, m.kind.value, m.reason, m.alternative)
        for name, text in parts.items()
        for m in check_words(text, lists)
    ]
    if rows:
        header = ("Waar", "Woord", "Soort", "Waarom niet", "Liever")
        frame.show_table(header, rows, caption="Woorden om nog eens naar te kijken")


def _show_plain_language(text: str, lists: WordLists) -> None:
    frame.show_heading("Is het gewone taal?")
    found = plain_language(text)
    frame.show_subtitle(found.summary)
    long = [s for s in found.sentences if s.length is not Length.GOOD]
    remarks = [
        f"Zin van {number(s.words)} woorden: '{shorten(s.text, longest=80)}'"
        for s in long[:MAX_NAMED_WORDS]
    ]
    remarks += [
        f"Moeilijk woord: '{m.text}'. Liever: {m.alternative}."
        for m in difficult_words(text, lists)
    ]
    remarks += [
        f"{name}: {', '.join(word.text for word in words[:MAX_NAMED_WORDS])}."
        for name, words in (("Lange woorden", found.long_words), ("Lijdende vorm", found.passive))
        if words
    ]
    if remarks:
        frame.show_list(remarks)
