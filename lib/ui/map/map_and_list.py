"""The map, the list next to it and the card of the chosen area, as one selection."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st
from markupsafe import Markup

from lib.board import CRIME, Board, Rating
from lib.board.cached_method import cached_method
from lib.catalog import Target
from lib.catalog.routes import PageSlug
from lib.exhibits.exhibit import select_notes
from lib.exhibits.maps import area_map, map_caveats, map_source
from lib.export.site.overview_page import describe_map_context
from lib.figures.area_scale import build_area_scale, render_area_scale, render_row_style
from lib.figures.format import escape_markdown, number
from lib.figures.layers.layer import AreaMark, Layer, LayerKind, group_areas, list_bands
from lib.figures.page_html import (
    render_area_card,
    render_legend,
    render_pair,
    render_source_line,
    render_spoken_text,
    render_subtitle,
    render_table,
)
from lib.figures.sentences.floor_sentences import describe_chance_below, describe_rating_margin
from lib.figures.sentences.map_sentences import layer_finding, map_alternative
from lib.figures.vocabulary import focus_word, format_floor_position
from lib.ui import frame, selection
from lib.ui.exhibit.show import show_tools
from lib.ui.map import leaflet
from lib.ui.page_registry import PAGES

MAP_KEY = "map"


def map_and_list(
    board: Board, layers: Mapping[str, Layer], *, name: str, alone: bool = False
) -> None:
    """Show the map next to its list and card, and what stands under a figure.

    Where all this runs `alone`, its menu of files is a part of it and none that runs by itself.
    """
    if not layers:
        frame.show_notice("Er zijn nog geen cijfers om op de kaart te zetten.")
        return
    area, layer = selection.read_area(board), selection.read_layer(layers)
    texts = _describe_layer(board, layer)
    controls = st.container(key="map_controls", horizontal=True, vertical_alignment="center")
    with st.container(key="map_row"):
        shapes, ranking, chosen = st.columns([44, 38, 18], gap="small")
    # The map first: its frame loads while the rest is on its way.
    with shapes:
        _show_map(board, layer, area)
    with controls:
        frame.show_heading(layer.title)
        selection.show_mode_control(layers, layer)
        selection.show_area_box(board, area)
    with ranking:
        _show_ranking(board, layer, area)
    with chosen:
        _show_card(board, layer, area)
    frame.show_html(texts.below)
    show_tools(
        partial(area_map, board, layer, name=name),
        name=f"{name}-{layer.key}",
        title=layer.title,
        source=texts.source,
        table=texts.table,
        alone=not alone,
    )


@st.fragment
def map_and_list_alone(board: Board, layers: Mapping[str, Layer], *, name: str) -> None:
    """Show the same on a page of which nothing else follows the choice: only this runs again."""
    map_and_list(board, layers, name=name, alone=True)


def _show_map(board: Board, layer: Layer, area: str | None) -> None:
    frame.show_html(_describe_layer(board, layer).alternative)
    leaflet.show_leaflet(
        layer, board=board, area=area, name=MAP_KEY, on_change=lambda: _write_clicked_area(board)
    )


def _write_clicked_area(board: Board) -> None:
    # The browser sends this: any shape may come, and only a known key goes into the URL.
    value: object = st.session_state.get(MAP_KEY)
    for key in ("last_active_drawing", "properties", "area"):
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, str) and value in board.areas:
        selection.write_choice(frame.AREA_PARAM, value)


def _show_ranking(board: Board, layer: Layer, area: str | None) -> None:
    texts = _describe_layer(board, layer)
    key = "ranking"
    order = "op volgorde van het cijfer" if board.internal else "op alfabet"
    st.session_state[key] = area
    st.html(texts.scale)
    st.radio(
        "Wijken per oordeel" if layer.has_verdicts_only else f"Wijken per groep, {order}",
        list(texts.rows),
        format_func=lambda a: texts.rows[a],
        key=key,
        on_change=selection.write_choice_on_change(key, frame.AREA_PARAM),
        width="stretch",
    )


@dataclass(frozen=True)
class _LayerTexts:
    """What stands around a layer's map, whichever area is chosen: made once, not at every click.

    `rows` holds the text of each row of the list by area, in the order of the list; `below` what
    stands under map and list: key, finding and notes.
    """

    alternative: Markup
    rows: Mapping[str, str]
    scale: Markup
    below: Markup
    source: str
    table: Markup


@cached_method(most=32)
def _describe_layer(board: Board, layer: Layer) -> _LayerTexts:
    groups = group_areas(layer, internal=board.internal)
    scale = build_area_scale(layer, board=board)
    return _LayerTexts(
        alternative=render_spoken_text(
            f"Kaart. {map_alternative(layer, board=board)} Kies een wijk in de lijst of het "
            "keuzevak."
        ),
        rows={a: _format_ranking_row(layer.marks[a]) for group in groups for a in group},
        scale=Markup("").join(
            [
                render_row_style(layer, groups, scale=scale),
                render_area_scale(scale) if scale else "",
            ]
        ),
        below=_render_below(board, layer),
        source=map_source(board, layer),
        table=_render_layer_table(layer),
    )


def _render_below(board: Board, layer: Layer) -> Markup:
    # Classes of circles have no colour of their own: a note explains these.
    bands = layer.rest if layer.has_circles else list_bands(layer)
    names = ", ".join(f.name for f in board.files.focus)
    legend = render_legend(
        [(b.swatch, b.label, b.sign) for b in bands],
        title=layer.title,
        outline=f"stippellijn: {focus_word(internal=board.internal)} ({names})" if names else "",
    )
    finding = render_subtitle(layer_finding(layer, board=board))
    shows_goals = layer.kind in {LayerKind.RATINGS, LayerKind.GAPS}
    context = describe_map_context(board) if shows_goals else ""
    notes = [*filter(None, (context, *select_notes(map_caveats(board, layer))))]
    under = Markup("<div>{}</div>").format(Markup("").join(map(render_source_line, notes)))
    return Markup("").join([legend, render_pair(finding, under) if notes else finding])


def _format_ranking_row(mark: AreaMark) -> str:
    certainty = f" *{escape_markdown(mark.certainty)}*" if mark.certainty else ""
    return f"{escape_markdown(mark.name)} **{escape_markdown(mark.starred)}**{certainty}"


def _show_card(board: Board, layer: Layer, area: str | None) -> None:
    if area is None:
        return
    frame.show_html(area_card(board, layer, area))
    st.page_link(
        PAGES[PageSlug.AREA].file,
        label="Naar het wijkprofiel",
        icon=":material/arrow_forward:",
        query_params={frame.AREA_PARAM: area},
    )


@cached_method(most=256)
def area_card(board: Board, layer: Layer, area: str) -> Markup:
    """Return the card of an area: the mapped figure, and under it what matters about the area."""
    rating, mark = board.ratings.of_area(area), layer.marks[area]
    lines = (
        f"{layer.title}{f': {mark.remark}' if mark.remark else ''}",
        "" if layer.kind is LayerKind.RATINGS else _describe_rating(board, rating),
        describe_rating_margin(rating),
        _describe_floor(board, rating),
        describe_chance_below(rating, floor=board.floor).rstrip(".") if board.floor else "",
        _describe_gap(board.target, rating.gap_target, "het doel voor het gemiddelde"),
        "" if layer.indicator.indicator == CRIME else _describe_crime(board, area),
        *_describe_focus(board, area),
    )
    return render_area_card(rating.name, mark.missing or mark.starred, filter(None, lines))


def _describe_rating(board: Board, rating: Rating) -> str:
    value = rating.missing or number(rating.value, decimals=1)
    when = f" bij de meting van {board.ratings.period}" if board.ratings.period else ""
    return f"rapportcijfer{when}: {value}"


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
    what = f"geregistreerde misdrijven in {crime.period}"
    return f"{what}: {count.missing}" if count.missing else f"{number(count.value)} {what}"


def _describe_focus(board: Board, area: str) -> list[str]:
    word = focus_word(internal=board.internal)
    return [
        word if area in focus.areas else f"{focus.name} is een {word}, zonder eigen rapportcijfer"
        for focus in board.focus_in(area)
    ]


def _render_layer_table(layer: Layer) -> Markup:
    other = "oordeel" if layer.has_changes else "deelnemers"
    title = f"Marge (95 %) en {other}" if layer.has_margins else "Opmerking"
    return render_table(
        ("Wijk", layer.label, "Klasse", title),
        [
            (m.name, m.text, m.band.label, ": ".join(filter(None, m.notes)))
            for m in layer.marks.values()
        ],
        caption=layer.title,
        numeric=(1,),
    )
