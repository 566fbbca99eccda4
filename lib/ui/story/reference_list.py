"""What each number and claim of a story is: the text with marks, and a click to say it.

Not here: states and proposals (`lib.story`), other words (`word_checks`).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from lib.figures.format import count
from lib.figures.page_html import render_list
from lib.store import Binding, BindingKind
from lib.store.story.content import name_part
from lib.story import Reference, State
from lib.story.language import ClaimKind
from lib.ui import frame
from lib.ui.forms.date_field import date_field, format_field_date
from lib.ui.forms.widgets import fresh_key, renew_key

BINDINGS = "bindings"
CHOOSE = "Kies wat dit getal is."
NOTHING = "Er staan geen getallen of beweringen in de tekst."
SOURCE_FIELDS = {"title": "Titel van de bron", "who": "Van wie"}


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
    for number, one in enumerate(references):
        if one.state is not State.BOUND:
            _show_open_item(f"{place}_{number}", key, one, is_answer=is_answer)


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
        for number, proposal in enumerate(one.proposals):
            label = f"{proposal.fact.describe()} · {proposal.reason}"
            binding = one.bind(BindingKind.FIGURE, proposal.fact)
            _show_choice(f"{name}_{number}", label, key, binding)
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
    for number, proposal in enumerate(one.nearest):
        label = f"Niet zo, wel bekend: {proposal.fact.describe()}"
        _show_choice(
            f"{name}_near_{number}", label, key, one.bind(BindingKind.NEAREST, proposal.fact)
        )
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
        for number, one in enumerate(references):
            left, right = st.columns([6, 1])
            with left:
                place = name_part(one.part, one.language)
                line = Markup("<b>{}</b> ({}): {}").format(one.item.text, place, one.reason)
                frame.show_subtitle(line)
            if one.binding and not one.follows:
                right.button(
                    "Maak los",
                    key=f"{key}_unbind_{number}",
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
