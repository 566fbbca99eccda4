"""What the reader chose, kept in the URL: area, map mode, scenario.

The URL is the one truth. Before a widget is made its state is set from the URL; when somebody
uses it, its callback writes the URL. So map, list, box, deep link and back button cannot differ.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from lib.board import Board
from lib.figures.layers import Layer
from lib.ui import frame

AREA_PARAM, MODE_PARAM, MEASURE_PARAM = "wijk", "kaart", "maatregel"
T = TypeVar("T", bound=StrEnum)


def read_area(board: Board) -> str | None:
    """Return the area that the URL names, or None; a wrong name gives a notice."""
    wanted = st.query_params.get(AREA_PARAM)
    if wanted is None or wanted in board.areas:
        return wanted
    frame.show_notice(
        f"De wijk '{wanted[:60]}' in de link is niet bekend. Kies een wijk uit de lijst."
    )
    return None


def read_layer(layers: Mapping[str, Layer]) -> Layer:
    """Return the layer that the URL names, else the first; a wrong name gives a notice."""
    wanted = st.query_params.get(MODE_PARAM)
    if wanted is not None and wanted not in layers:
        frame.show_notice(
            f"De kaart '{wanted[:60]}' in de link is er niet. U ziet de eerste kaart."
        )
    return layers.get(wanted or "", next(iter(layers.values())))


def write_choice(name: str, value: str | None) -> None:
    """Write a choice to the URL; None takes it out."""
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def write_choice_on_change(key: str, name: str) -> Callable[[], None]:
    """Return the callback of a widget with `key` that sets the choice `name`."""

    def changed() -> None:
        write_choice(name, st.session_state[key])

    return changed


def read_option(options: Sequence[T], *, name: str) -> T | None:
    """Return the option that the URL names; None where it names none of them."""
    wanted = st.query_params.get(name)
    return next((option for option in options if option == wanted), None)


def choose_option(
    options: Sequence[T], *, name: str, label: str, text: Callable[[T], str], wrong: str
) -> T:
    """Show a control with the options, return the one that the URL names, else the first.

    `wrong` is what a notice calls it when the URL names something else.
    """
    wanted = st.query_params.get(name)
    found = read_option(options, name=name)
    if wanted is not None and found is None:
        frame.show_notice(f"De {wrong} '{wanted[:60]}' in de link is er niet. U ziet de eerste.")
    key = f"{name}_control"
    st.session_state[key] = found or options[0]
    st.segmented_control(
        label,
        list(options),
        format_func=text,
        key=key,
        required=True,
        wrap=True,
        on_change=write_choice_on_change(key, name),
    )
    return found or options[0]


def show_area_box(
    board: Board, area: str | None, *, key: str = "area_box", everything: bool = True
) -> None:
    """Show the box to choose an area in; with `everything` also the whole municipality."""
    st.session_state[key] = area or ""
    st.selectbox(
        "Kies een wijk",
        [*([""] if everything else []), *sorted(board.areas, key=lambda a: board.areas[a].name)],
        format_func=lambda a: board.areas[a].name if a else f"Heel {board.municipality.name}",
        key=key,
        placeholder="Kies een wijk",
        on_change=write_choice_on_change(key, AREA_PARAM),
    )


def show_mode_control(
    layers: Mapping[str, Layer], layer: Layer, *, key: str = "mode_control"
) -> None:
    """Show the control that chooses what the map shows."""
    st.session_state[key] = layer.key
    st.segmented_control(
        "De kaart toont",
        list(layers),
        format_func=lambda k: layers[k].label,
        key=key,
        required=True,
        wrap=True,
        on_change=write_choice_on_change(key, MODE_PARAM),
    )
