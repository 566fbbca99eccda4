"""The map, the list beside it and the card of the chosen area, as one selection."""

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from lib.board import CRIME, RATING, Board
from lib.export.tables import layer_table
from lib.figures import area_map as figure
from lib.figures import tables
from lib.figures.format import number
from lib.figures.layers import NO_DATA, Layer, Mark, ranked
from lib.figures.sentences import layer_finding, map_alt, source_text
from lib.figures.words import focus_word
from lib.ui import figure as around
from lib.ui import frame, selection

HEIGHT = 520
KEY = "map"
# Ratings hardly lie below 5: bars from there show the differences. The number stands beside it.
LOWEST_BAR = 5.0


def map_and_list(board: Board, layers: Mapping[str, Layer], *, name: str) -> None:
    """Show the map beside its list and card, and what stands under a figure."""
    if not layers:
        frame.notice("Er zijn nog geen cijfers geladen om op de kaart te zetten.")
        return
    area, layer = selection.chosen_area(board), selection.chosen_layer(layers)
    with st.container(key="map_row"):
        controls, shapes, ranking = st.columns([3.3, 4, 3.7], gap="medium")
    # The map first: its frame loads while the rest is on its way.
    with shapes:
        _map(board, layer, area)
    with controls:
        around.caption(layer.title, layer_finding(layer, board=board))
        selection.mode_control(layers, layer)
        selection.area_box(board, area)
        _card(board, area)
        _legend(board, layer)
    with ranking:
        _ranking(board, layer, area)
    around.below(
        source_text(layer.sources, period=layer.period, status=layer.status)
        + f" {board.municipality.map.attribution}.",
        name=f"{name}-{layer.key}",
        title=layer.title,
        table=_table(layer),
        data=lambda: layer_table(layer),
    )


def _map(board: Board, layer: Layer, area: str | None) -> None:
    # Imported here: before the runtime exists the component would answer 404.
    from streamlit_folium import st_folium  # noqa: PLC0415

    alternative = map_alt(layer, board=board)
    frame.show(tables.hidden(f"Kaart. {alternative} Kies een wijk in de lijst of het keuzevak."))
    st_folium(
        figure.area_map(layer, board=board),
        key=KEY,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=figure.selection(area, board=board),
        on_change=lambda: _clicked(board),
    )


def _clicked(board: Board) -> None:
    # The browser sends this: any shape may come, and only a known key goes into the URL.
    value: object = st.session_state.get(KEY)
    for key in ("last_active_drawing", "properties", "area"):
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, str) and value in board.areas:
        selection.choose(selection.AREA, value)


def _legend(board: Board, layer: Layer) -> None:
    bands = [*layer.bands, *([NO_DATA] if layer.has_gaps else [])]
    frame.show(
        tables.swatches(
            [(b.colour, b.label, b.sign) for b in bands],
            title=layer.title,
            outline=f"stippellijn: {focus_word(internal=board.internal)} "
            f"({', '.join(f.name for f in board.focus)})",
        )
    )
    no_change = layer.indicator.indicator == RATING and board.changes is None
    for note in (layer.note, layer.indicator.break_note if no_change else ""):
        if note:
            frame.show(tables.source_line(note))


def _ranking(board: Board, layer: Layer, area: str | None) -> None:
    groups = ranked(layer, internal=board.internal)
    order = [a for group in groups for a in group]
    key = "ranking"
    st.session_state[key] = area
    st.html(_bars(layer, groups))
    st.radio(
        "Wijken per groep, " + ("op volgorde van het cijfer" if board.internal else "op alfabet"),
        order,
        format_func=lambda a: _row_text(layer.marks[a]),
        key=key,
        on_change=selection.follow(key, selection.AREA),
        width="stretch",
    )


def _row_text(mark: Mark) -> str:
    sign = f"{mark.band.sign} " if mark.band.sign else ""
    return f"{sign}**{_plain(mark.starred)}**  {_plain(mark.name)}"


def _plain(text: str) -> str:
    """Escape what Markdown in a label would take for markup."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|:~$<>" else c for c in text)


def _bars(layer: Layer, groups: list[list[str]]) -> Markup:
    """Return the style that draws each row's bar, and the name above each group."""
    low = LOWEST_BAR if layer.key == "rapportcijfer" else 0.0
    reach = max(abs(m.value or 0.0) for m in layer.marks.values()) - low or 1.0
    rules = []
    rows = [(area, area == group[0]) for group in groups for area in group]
    for position, (area, is_first) in enumerate(rows, start=1):
        mark = layer.marks[area]
        share = max(0.0, (abs(mark.value or 0.0) - low) / reach) * 100
        row = f'.st-key-ranking [data-testid="stRadioGroup"]>div:nth-of-type({position})'
        rules.append(
            f"{row} label{{background:linear-gradient(to right,{mark.band.colour} {share:.0f}%,"
            f"transparent {share:.0f}%) left bottom/100% 5px no-repeat}}"
        )
        if is_first:
            name = mark.band.label.replace("\\", "").replace('"', "")
            rules.append(f'{row}::before{{content:"{name}"}}')
    return Markup("<style>{}</style>").format(Markup("".join(rules)))  # noqa: S704 - ours


def _card(board: Board, area: str | None) -> None:
    if area is None:
        frame.notice("Kies een wijk op de kaart, in de lijst of hierboven. Dan staat hier meer.")
        return
    rating = board.rating(area)
    big = rating.missing or number(rating.value, decimals=1)
    frame.show(tables.area_card(rating.name, big, card_lines(board, area)))
    st.page_link(
        frame.AREA, label="Naar het wijkprofiel", icon=":material/arrow_forward:",
        query_params={selection.AREA: area},
    )  # fmt: skip


def card_lines(board: Board, area: str) -> list[str]:
    """Return what the card of an area says under its rating."""
    rating = board.rating(area)
    lines = [f"rapportcijfer bij de meting van {board.area_period}"] if board.area_period else []
    for goal, gap, name in (
        (board.floor, rating.gap_floor, "de ondergrens"),
        (board.target, rating.gap_target, "het doel voor het gemiddelde"),
    ):
        if goal and gap is not None:
            side = "onder" if gap < 0 else "boven"
            text = f"{number(abs(gap), decimals=1)} {side} {name}"
            lines.append(f"{text} ({number(goal.value, decimals=1)})")
    crime = board.level(CRIME)
    if crime is not None:
        found = crime.cell(area)
        count = found.missing or number(found.value)
        lines.append(f"{count} geregistreerde misdrijven in {crime.period}")
    word = focus_word(internal=board.internal)
    for focus in board.focus_in(area):
        whole = area in focus.areas
        lines.append(word if whole else f"{focus.name} is een {word}, zonder eigen rapportcijfer")
    return lines


def _table(layer: Layer) -> Markup:
    return tables.table(
        ("Wijk", layer.label, "Klasse", "Opmerking"),
        [(m.name, m.text, m.band.label, m.remark) for m in layer.marks.values()],
        caption=layer.title,
        numeric=(1,),
    )
