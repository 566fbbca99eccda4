"""What the reader chose, held in the URL: area, map mode, scenario.

The URL is the one truth. Before a widget is made its state is set from the URL; when somebody
uses it, its callback writes the URL. So map, list, box, deep link and back button cannot differ.
The area goes along to the next page: the session remembers it, `frame` puts it in that URL.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import streamlit as st

from lib.board import Board
from lib.figures.layers.layer import Layer, LayerKind
from lib.figures.page_html import render_parts_on_paper
from lib.ui import frame
from lib.ui.frame import AREA_KEY, AREA_PARAM

MODE_PARAM, MEASURE_PARAM, PART_PARAM, FOLDS_PARAM = "kaart", "maatregel", "deel", "open"
# What can be folded, by its name in the URL, and what stands there when all are closed.
FOLDS, NO_FOLD = ("jaren", "gebieden", "wijken", "veranderingen", "soorten", "inwoners"), "geen"
ChoiceT = TypeVar("ChoiceT", bound=str)


def read_area(board: Board) -> str | None:
    """Return the area that the URL names, or None; a wrong name gives a notice."""
    if AREA_PARAM not in st.query_params:
        st.session_state.pop(AREA_KEY, None)
    unknown = "De wijk '{}' in de link is niet bekend. Kies een wijk uit de lijst."
    area = read_choice(board.areas, name=AREA_PARAM, unknown=unknown)
    if area is not None:
        st.session_state[AREA_KEY] = area
    return area


def read_layer(layers: Mapping[str, Layer]) -> Layer:
    """Return the layer that the URL names, else the first; a wrong name gives a notice."""
    unknown = "De kaart '{}' in de link is er niet. U ziet de eerste kaart."
    key = read_choice(layers, name=MODE_PARAM, unknown=unknown)
    return layers[key] if key else next(iter(layers.values()))


def read_choice(options: Iterable[ChoiceT], *, name: str, unknown: str = "") -> ChoiceT | None:
    """Return the option that the URL names, in small letters or capitals; else None.

    `unknown` is the notice for a name that is no option; its {} becomes what the URL has.
    """
    wanted = st.query_params.get(name)
    if wanted is None:
        return None
    found = next((option for option in options if option.lower() == wanted.lower()), None)
    if found is None and unknown:
        frame.show_notice(unknown.format(wanted[:60]))
    return found


def write_choice(name: str, value: str | None) -> None:
    """Write a choice to the URL; None takes it out."""
    if name == AREA_PARAM:
        st.session_state[AREA_KEY] = value
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def write_choice_on_change(key: str, name: str) -> Callable[[], None]:
    """Return the callback of a widget with `key` that sets the choice `name`."""

    def changed() -> None:
        write_choice(name, st.session_state[key])

    return changed


def show_parts(parts: Mapping[str, Callable[[], None]]) -> None:
    """Show parts of the page as tabs by their labels; only the one that the URL names is run."""
    key = f"{PART_PARAM}_control"
    first = next(iter(parts))
    unknown = f"Het deel '{{}}' in de link is er niet. U ziet het deel '{first}'."
    chosen = read_choice(parts, name=PART_PARAM, unknown=unknown) or first
    st.session_state[key] = chosen

    def changed() -> None:
        write_choice(PART_PARAM, str(st.session_state[key]).lower())

    tabs = st.tabs(list(parts), key=key, on_change=changed)
    frame.show_html(render_parts_on_paper(parts, chosen))
    for tab, show_part in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                show_part()


def show_folds(folds: Mapping[str, tuple[str, Callable[[], None]]], *, opened: str = "") -> None:
    """Show parts folded under their labels: open are those that the URL names, else `opened`.

    Only what is open is run, and printed. Which of `FOLDS` there are depends on the figures: only
    a name that no figures have gives a notice.
    """
    open_ones = st.query_params.get(FOLDS_PARAM, opened).lower().split(",")
    if wrong := next((name for name in open_ones if name not in {*FOLDS, NO_FOLD, ""}), ""):
        frame.show_notice(f"De cijfers '{wrong[:60]}' in de link zijn er niet. Kies hieronder.")
    keys = {name: f"fold_{name}" for name in folds}

    def changed() -> None:
        now = ",".join(name for name, key in keys.items() if st.session_state[key])
        write_choice(FOLDS_PARAM, None if now == opened else now or NO_FOLD)

    for name, (label, show_part) in folds.items():
        st.session_state[keys[name]] = name in open_ones
        fold = st.expander(label, key=keys[name], on_change=changed)
        if fold.open:
            with fold:
                show_part()


def choose_option(texts: Mapping[ChoiceT, str], *, name: str, label: str, wrong: str) -> ChoiceT:
    """Show a control with the texts of options; return the one in the URL, else the first.

    `wrong` is what a notice calls it when the URL names something else.
    """
    unknown = f"De {wrong} '{{}}' in de link is er niet. U ziet de eerste {wrong}."
    option = read_choice(texts, name=name, unknown=unknown) or next(iter(texts))
    _show_segments(texts, option, name=name, label=label)
    return option


def show_area_box(
    board: Board, area: str | None, *, key: str = "area_box", everything: bool = True
) -> None:
    """Show the box to choose an area in; with `everything` also the whole municipality."""
    st.session_state[key] = area or ""
    st.selectbox(
        "Kies een wijk",
        [*([""] if everything else []), *board.areas],
        format_func=lambda a: board.areas[a].name if a else f"Heel {board.municipality.name}",
        key=key,
        placeholder="Kies een wijk",
        on_change=write_choice_on_change(key, AREA_PARAM),
    )


def show_mode_control(layers: Mapping[str, Layer], layer: Layer) -> None:
    """Show the control that chooses what the map shows; single answers are in a box."""
    answers = {k: one.label for k, one in layers.items() if one.kind is LayerKind.ANSWERS}
    others = {key: one.label for key, one in layers.items() if key not in answers}
    chosen = None if layer.key in answers else layer.key
    _show_segments(others, chosen, name=MODE_PARAM, label="De kaart toont")
    if answers:
        key = "more_layers"
        st.session_state[key] = layer.key if layer.key in answers else None
        st.selectbox(
            "Meer cijfers",
            list(answers),
            format_func=lambda k: answers[k],
            key=key,
            placeholder="Meer cijfers",
            on_change=write_choice_on_change(key, MODE_PARAM),
            label_visibility="collapsed",
        )


def _show_segments(
    texts: Mapping[ChoiceT, str], option: ChoiceT | None, *, name: str, label: str
) -> None:
    """Show options by their texts as a segmented control of which `option`, if any, is chosen."""
    key = f"{name}_control"
    st.session_state[key] = option
    st.segmented_control(
        label,
        list(texts),
        format_func=texts.__getitem__,
        key=key,
        required=True,
        wrap=True,
        on_change=write_choice_on_change(key, name),
    )
