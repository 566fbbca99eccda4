"""Interpretations of figures: writing one, agreeing with it, and a list to search in.

Written from the menu under a figure; the list is a part of Uitvoering. Not here: where they stand
with their figures (`exhibit.show`).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from lib import store
from lib.access import Operation
from lib.board import Board, get_store, load_catalog_for
from lib.catalog.routes import PageSlug
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.interpretations import describe_figure, describe_interpretation, describe_with_age
from lib.figures.facts.facts import Facts, load_facts
from lib.figures.format import count
from lib.figures.sentences.area_sentences import format_areas
from lib.figures.sentences.source_sentences import find_embargo
from lib.store.interpretations import Judge
from lib.store.personal import NOTICE
from lib.story.interpretations import check_interpretation, find_open_items
from lib.text import fold
from lib.ui import frame
from lib.ui.forms.saving import VersionedForm, saving
from lib.ui.forms.widgets import RecordFields, fresh_key, renew_key
from lib.ui.page_registry import PAGES
from lib.ui.selection import PART_PARAM
from lib.ui.sign_in import current_actor
from lib.ui.story.text_checks import BINDINGS, drop_unused, load_public_figures, show_reference_list

PART, FIGURE_KEY, FORM = "Duiding", "_interpreted_figure", "interpretation"
EMBARGO = "embargo"  # in what is remembered of a figure: until when it is not public


def show_write_button(exhibit: Exhibit, *, link: str) -> None:
    """Show, to whoever writes them, the way from a figure to a new interpretation of it."""
    if not current_actor().may(Operation.INTERPRET):
        return
    if st.button("Schrijf een duiding", key=f"interpret_{exhibit.name}", icon=":material/notes:"):
        embargo = find_embargo([exhibit.source])
        st.session_state[FIGURE_KEY] = {**describe_figure(exhibit, link=link), EMBARGO: embargo}
        renew_key(FORM)
        st.switch_page(PAGES[PageSlug.DELIVERY].file, query_params={PART_PARAM: PART.lower()})


def list_part(board: Board) -> dict[str, Callable[[], None]]:
    """Return the part of a page with all of them; none for the public while there are none."""
    has_any = board.internal or bool(board.interpretations)
    return {PART: partial(show_interpretations, board)} if has_any else {}


def show_interpretations(board: Board) -> None:
    """Show what waits for agreement, a form for a new one, and all of them, to search in."""
    actor = current_actor()
    found = store.load_interpretations(actor, get_store())
    if actor.may(Operation.INTERPRET) and (public := load_public_figures()):
        facts = load_facts(public)
        _show_new(board, facts)
        _show_waiting(board, facts, found)
    _show_list(board, [one for one in found if one.state is not store.InterpretationState.PROPOSED])


def _show_new(board: Board, facts: Facts) -> None:
    """Show the form for the figure that somebody chose; else how to choose one."""
    frame.show_heading("Een duiding schrijven")
    figure: Mapping[str, object] | None = st.session_state.get(FIGURE_KEY)
    if figure is None:
        text = "Open onder een figuur 'Download of agenda' en kies 'Schrijf een duiding'."
        frame.show_subtitle(text)
        return
    frame.show_subtitle(Markup("Bij: <b>{}</b>").format(figure["figure"]))
    key = fresh_key(FORM)
    embargo = str(figure.get(EMBARGO, ""))
    values = {**figure, **_show_fields(board, key, figure)}
    values.pop(EMBARGO, None)
    bindings = st.session_state.setdefault(f"{key}_{BINDINGS}", ())
    typed = store.Interpretation.model_construct(**{**values, "bindings": bindings})
    references = check_interpretation(typed, facts)
    show_reference_list(key, references)
    if st.button("Stel voor", type="primary", key=f"{key}_propose"):
        values["bindings"] = drop_unused(bindings, references)
        _propose(values, partial(find_open_items, facts=facts, embargo=embargo))


def _show_fields(board: Board, key: str, figure: Mapping[str, object]) -> dict[str, object]:
    first = {"period": figure["period"], "visibility": store.Visibility.INTERNAL.value}
    fields = RecordFields(key, first)
    fields.line("title", "Titel")
    fields.text("text", "Duiding, in twee of drie zinnen")
    left, middle, right = st.columns(3, gap="medium")
    with left:
        whole = {"": f"heel {board.municipality.name}"}
        fields.choose("area", "Waar gaat het over?", whole | board.area_names)
        fields.line("period", "Periode")
    with middle:
        fields.line("function", "Uw functie, zoals 'analist veiligheid'")
        fields.day("day", "Datum", default=board.today)
    with right:
        fields.choose("visibility", "Voor wie?", {v.value: v.value for v in store.Visibility})
    frame.show_source_line(NOTICE)
    return fields.values


def _propose(values: Mapping[str, object], judge: Judge) -> None:
    with saving():
        actor = current_actor()
        catalog = load_catalog_for(actor)
        store.propose_interpretation(
            actor, get_store(), values=values, catalog=catalog, judge=judge
        )
        del st.session_state[FIGURE_KEY]
        renew_key(FORM)
        frame.queue_notice(
            "De duiding is voorgesteld. Een collega geeft akkoord; dan staat de tekst bij de "
            "figuur."
        )


def _show_waiting(board: Board, facts: Facts, found: Sequence[store.StoredInterpretation]) -> None:
    waiting = [one for one in found if one.state is store.InterpretationState.PROPOSED]
    if not waiting:
        return
    frame.show_heading(f"Wacht op akkoord: {len(waiting)}")
    for one in waiting:
        with st.container(border=True, key=f"interpretation_{one.number}"):
            _show_one(board, one)
            for reference in check_interpretation(one.interpretation, facts):
                line = Markup("<b>{}</b>: {}").format(reference.item.text, reference.reason)
                frame.show_source_line(line)
            _show_agree(one, facts)
            _show_withdraw(one)


def _show_agree(one: store.StoredInterpretation, facts: Facts) -> None:
    """Show the button to whoever may agree; to others who may."""
    if not current_actor().may(store.needed_to_agree(one)):
        frame.show_source_line("Deze duiding is openbaar: een beheerder geeft akkoord.")
    elif st.button("Geef akkoord", type="primary", key=f"agree_{one.number}"):
        with saving():
            judge = partial(find_open_items, facts=facts)
            store.agree_interpretation(current_actor(), get_store(), seen=one, judge=judge)
            frame.queue_notice(f"Duiding {one.number} staat nu bij de figuur.")


def _show_list(board: Board, found: Sequence[store.StoredInterpretation]) -> None:
    """Show those that passed, with a field to search in title, text, figure and area."""
    frame.show_heading("Alle duidingen")
    wanted = fold(
        str(st.text_input("Zoek in de duidingen", key="interpretation_search", max_chars=100))
    )
    chosen = [one for one in found if wanted in fold(_list_words(board, one.interpretation))]
    text = count(len(chosen), "duiding", "duidingen") if chosen else "Geen duiding gevonden"
    frame.show_subtitle(f"{text}.")
    for one in chosen:
        with st.container(border=True, key=f"interpretation_{one.number}"):
            _show_one(board, one)
            if one.state is store.InterpretationState.AGREED:
                _show_withdraw(one)


def _list_words(board: Board, found: store.Interpretation) -> str:
    words = f"{found.title} {found.text} {found.figure} {found.period} {found.function}"
    return f"{words} {_name_place(board, found)}"


def _name_place(board: Board, found: store.Interpretation) -> str:
    return format_areas(board, (found.area,) if found.area else ())


def _show_one(board: Board, one: store.StoredInterpretation) -> None:
    """Show an interpretation with its figure, place, period and state."""
    found = one.interpretation
    place = _name_place(board, found)
    is_visible = one.state is not store.InterpretationState.WITHDRAWN
    describe = partial(describe_with_age, board) if is_visible else describe_interpretation
    frame.show_subtitle(describe(found))
    line = Markup('<a href="{}" target="_self">{}</a> · {} · {} · {} · {}').format(
        found.link, found.figure, place, found.period, found.visibility.value, one.state.value
    )
    frame.show_source_line(line)


def _show_withdraw(one: store.StoredInterpretation) -> None:
    actor = current_actor()
    if not (actor.may(Operation.PUBLISH) or one.proposed_by == actor.name):
        return
    form = VersionedForm(
        f"interpretation_{one.number}", one, field="reason", describe=lambda o: f"{o.state}."
    )
    form.show_newer()
    with st.expander("Intrekken"), st.form(f"withdraw_{form.key}"):
        reason = st.text_area("Reden", max_chars=600, key=f"{form.key}_reason")
        if not st.form_submit_button("Trek in"):
            return
    with form.saving() as seen:
        store.withdraw_interpretation(current_actor(), get_store(), seen=seen, reason=reason)
        frame.queue_notice(f"Duiding {seen.number} is ingetrokken.")
