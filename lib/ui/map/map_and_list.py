"""The map, the list next to it and the card of the chosen area, as one selection."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from math import inf

import streamlit as st
from markupsafe import Markup

from lib.board import CRIME, Board, Rating
from lib.catalog import Target
from lib.catalog.routes import PageSlug
from lib.exhibits.exhibit import select_notes
from lib.exhibits.maps import area_map, map_caveats, map_source
from lib.figures.format import number
from lib.figures.layers.layer import NO_FIGURE, AreaMark, Layer, group_areas
from lib.figures.page_html import (
    render_area_card,
    render_legend,
    render_source_line,
    render_spoken_text,
    render_table,
)
from lib.figures.sentences.floor_sentences import describe_chance_below, describe_rating_margin
from lib.figures.sentences.map_sentences import layer_finding, map_alternative
from lib.figures.vocabulary import focus_word, format_floor_position
from lib.ui import frame, selection
from lib.ui.exhibit.download_menu import download_menu
from lib.ui.exhibit.show import show_caption, show_table_behind_line
from lib.ui.map import leaflet
from lib.ui.page_registry import PAGES

MAP_KEY = "map"


@st.fragment
def map_and_list(board: Board, layers: Mapping[str, Layer], *, name: str) -> None:
    """Show the map next to its list and card, and what stands under a figure.

    A choice runs only this again, not the rest of the page, which does not depend on it.
    """
    if not layers:
        frame.show_notice("Er zijn nog geen cijfers om op de kaart te zetten.")
        return
    area, layer = selection.read_area(board), selection.read_layer(layers)
    texts = _describe_layer(layer, board)
    with st.container(key="map_row"):
        controls, shapes, ranking = st.columns([3.3, 4, 3.7], gap="medium")
    # The map first: its frame loads while the rest is on its way.
    with shapes:
        _show_map(board, layer, area)
    with controls:
        show_caption(layer.title, texts.finding)
        selection.show_mode_control(layers, layer)
        selection.show_area_box(board, area)
        _show_card(board, layer, area)
        frame.show_html(texts.legend)
    with ranking:
        _show_ranking(board, layer, area)
    frame.show_html(render_source_line(texts.source))
    show_table_behind_line(layer.title, texts.table)
    download_menu(partial(area_map, board, layer, name=name), name=f"{name}-{layer.key}")


def _show_map(board: Board, layer: Layer, area: str | None) -> None:
    frame.show_html(_describe_layer(layer, board).alternative)
    leaflet.show_leaflet(
        layer, board=board, area=area, name=MAP_KEY, on_change=lambda: _write_clicked_area(board)
    )


def _write_clicked_area(board: Board) -> None:
    # The browser sends this: any shape may come, and only a known key goes into the URL.
    value: object = st.session_state.get(MAP_KEY)
    for key in ("last_active_drawing", "properties", "area"):
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, str) and value in board.areas:
        selection.write_choice(selection.AREA_PARAM, value)


def _show_ranking(board: Board, layer: Layer, area: str | None) -> None:
    texts = _describe_layer(layer, board)
    key = "ranking"
    order = "op volgorde van het cijfer" if board.internal else "op alfabet"
    st.session_state[key] = area
    st.html(texts.bars)
    st.radio(
        "Wijken per oordeel" if layer.has_verdicts_only else f"Wijken per groep, {order}",
        list(texts.rows),
        format_func=lambda a: texts.rows[a],
        key=key,
        on_change=selection.write_choice_on_change(key, selection.AREA_PARAM),
        width="stretch",
    )


@dataclass(frozen=True)
class _LayerTexts:
    """What stands around a layer's map, whichever area is chosen: made once, not at every click.

    `rows` holds the text of each row of the list by area, in the order of the list.
    """

    finding: str
    alternative: Markup
    legend: Markup
    rows: Mapping[str, str]
    bars: Markup
    source: str
    table: Markup


@lru_cache(maxsize=32)
def _describe_layer(layer: Layer, board: Board) -> _LayerTexts:
    groups = group_areas(layer, internal=board.internal)
    return _LayerTexts(
        finding=layer_finding(layer, board=board),
        alternative=render_spoken_text(
            f"Kaart. {map_alternative(layer, board=board)} Kies een wijk in de lijst of het "
            "keuzevak."
        ),
        legend=_render_legend(board, layer),
        rows={a: _format_ranking_row(layer.marks[a]) for group in groups for a in group},
        bars=_render_bars(layer, groups),
        source=map_source(board, layer),
        table=_render_layer_table(layer),
    )


def _render_legend(board: Board, layer: Layer) -> Markup:
    bands = [*layer.bands, *([NO_FIGURE] if layer.has_gaps else [])]
    legend = render_legend(
        [(b.colour, b.label, b.sign) for b in bands],
        title=layer.title,
        outline=f"stippellijn: {focus_word(internal=board.internal)} "
        f"({', '.join(f.name for f in board.files.focus)})",
    )
    notes = select_notes(map_caveats(board, layer))
    return Markup("").join([legend, *map(render_source_line, notes)])


def _format_ranking_row(mark: AreaMark) -> str:
    sign = f"{mark.band.sign} " if mark.band.sign and mark.band.sign != mark.text else ""
    certainty = f" · {_escape_markdown(mark.certainty)}" if mark.certainty else ""
    return f"{sign}**{_escape_markdown(mark.starred)}**  {_escape_markdown(mark.name)}{certainty}"


def _escape_markdown(text: str) -> str:
    """Escape what Markdown in a label would take for markup."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|:~$<>" else c for c in text)


def _render_bars(layer: Layer, groups: list[list[str]]) -> Markup:
    """Return the style that draws each row's bar, and the name above each group."""
    low = layer.lowest_bar
    reach = max(abs(m.value or 0.0) for m in layer.marks.values()) - low or 1.0
    # A bar would put differences in order that may be chance, and a fall next to a rise.
    reach = inf if layer.has_verdicts_only else reach
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


def _show_card(board: Board, layer: Layer, area: str | None) -> None:
    if area is None:
        frame.show_notice(
            "Kies een wijk op de kaart, in de lijst of hierboven. Dan staat hier meer."
        )
        return
    frame.show_html(area_card(board, layer, area))
    st.page_link(
        PAGES[PageSlug.AREA].file,
        label="Naar het wijkprofiel",
        icon=":material/arrow_forward:",
        query_params={selection.AREA_PARAM: area},
    )


@lru_cache(maxsize=256)
def area_card(board: Board, layer: Layer, area: str) -> Markup:
    """Return the card of an area: its rating, and under it what matters about it."""
    rating = board.ratings.of_area(area)
    big = rating.missing or number(rating.value, decimals=1)
    lines = (
        _describe_mark(layer, area),
        f"rapportcijfer bij de meting van {board.ratings.period}" if board.ratings.period else "",
        describe_rating_margin(rating),
        _describe_floor(board, rating),
        describe_chance_below(rating, floor=board.floor) if board.floor else "",
        _describe_gap(board.target, rating.gap_target, "het doel voor het gemiddelde"),
        _describe_crime(board, area),
        *_describe_focus(board, area),
    )
    return render_area_card(rating.name, big, filter(None, lines))


def _describe_mark(layer: Layer, area: str) -> str:
    """Return the mapped figure, of a kind of registrations only."""
    indicator, mark = layer.indicator, layer.marks[area]
    if not indicator.kinds or indicator.indicator == CRIME:
        return ""
    figure = mark.remark if layer.has_verdicts_only else f"{mark.text} {indicator.unit}"
    return f"{layer.title}: {mark.missing or figure}"


def _describe_gap(goal: Target | None, gap: float | None, name: str) -> str:
    if goal is None or gap is None:
        return ""
    side = "onder" if gap < 0 else "boven"
    distance, value = number(abs(gap), decimals=1), number(goal.value, decimals=1)
    return f"{distance} {side} {name} ({value})"


def _describe_floor(board: Board, rating: Rating) -> str:
    """Return the published rating next to the floor, and what its margin says of that."""
    text = _describe_gap(board.floor, rating.gap_floor, "de ondergrens")
    if board.floor is None or not text or rating.lower is None:
        return text
    return f"{text}: {format_floor_position(rating.position, floor=board.floor.value)}"


def _describe_crime(board: Board, area: str) -> str:
    crime = board.area_values(CRIME)
    if crime is None:
        return ""
    count = crime.cell(area)
    return f"{count.missing or number(count.value)} geregistreerde misdrijven in {crime.period}"


def _describe_focus(board: Board, area: str) -> list[str]:
    word = focus_word(internal=board.internal)
    return [
        word if area in focus.areas else f"{focus.name} is een {word}, zonder eigen rapportcijfer"
        for focus in board.focus_in(area)
    ]


def _render_layer_table(layer: Layer) -> Markup:
    title = "Marge (95 %) en deelnemers" if layer.has_margins else "Opmerking"
    return render_table(
        ("Wijk", layer.label, "Klasse", title),
        [
            (m.name, m.text, m.band.label, ": ".join(filter(None, m.notes)))
            for m in layer.marks.values()
        ],
        caption=layer.title,
        numeric=(1,),
    )
