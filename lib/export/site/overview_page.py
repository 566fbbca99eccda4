"""The public overview on one page: where the municipality stands, for whoever looks once.

Not here: choosing, comparing and looking closer: that is what the dashboard is for.
"""

from collections.abc import Collection, Sequence

from markupsafe import Markup

from lib.board import Board, GoalStatus
from lib.catalog import Theme
from lib.exhibits.exhibit import select_notes
from lib.exhibits.goals import goal_progress
from lib.exhibits.interpretations import list_texts
from lib.exhibits.maps import describe_map, map_caveats
from lib.export.site.drawing import inline_svg
from lib.export.site.templates import SiteAddress, format_story_places, render_page
from lib.figures.format import NO_MARGIN, number
from lib.figures.keynumbers import overview_tiles, theme_tiles
from lib.figures.layers.layer import AreaMark, Layer, group_areas, list_bands
from lib.figures.layers.modes import map_layers
from lib.figures.page_html import render_table, render_tiles
from lib.figures.sentences.goal_sentences import (
    answer_details,
    answer_sentence,
    areas_below_floor,
    course_sentence,
    goal_sentence,
)
from lib.figures.sentences.map_sentences import layer_finding, map_alternative
from lib.figures.sentences.registration_sentences import protection_note, theme_finding
from lib.figures.sentences.source_sentences import format_source
from lib.figures.svg_map import MapForm, MapList, draw_svg_map
from lib.figures.vocabulary import focus_word
from lib.store import PublicStory

RATING_LAYER = "rapportcijfer"
SITE_MAP = MapForm(640, 720, MapList.NOTHING)
NEWEST_STORIES = 3


def render_overview_page(
    board: Board, *, stories: Sequence[PublicStory] = (), address: SiteAddress
) -> str:
    """Return the page; raise `ValueError` for a board that is not the public's."""
    layers = map_layers(board)
    return render_page(
        "overview.html",
        board=board,
        address=address,
        finding=answer_sentence(board),
        details=answer_details(board),
        tiles=render_tiles(overview_tiles(board)),
        goals=[_goal_part(board, goal) for goal in board.goals],
        on_map=_map_part(layers[RATING_LAYER], board) if RATING_LAYER in layers else None,
        all_figures=_all_figures_table(layers.values()),
        notes=_method_notes(layers.values(), board),
        sources=[_layer_source(layer) for layer in layers.values()],
        themes=[_theme_part(board, theme) for theme in board.files.themes],
        newest=[(story, format_story_places(board, story)) for story in stories[:NEWEST_STORIES]],
    )


def _goal_part(board: Board, goal: GoalStatus) -> dict[str, object]:
    return {
        "name": goal.target.name,
        "where": goal_sentence(goal, board=board),
        "course": course_sentence(goal, board=board),
        "written": list_texts(board, goal_progress(board, goal)),
    }


def _map_part(layer: Layer, board: Board) -> dict[str, object]:
    return {
        "title": layer.title,
        "finding": layer_finding(layer, board=board),
        "drawing": inline_svg(
            draw_svg_map(layer, board=board, form=SITE_MAP),
            name="kaart",
            title=layer.title,
            description=map_alternative(layer, board=board),
        ).markup,
        "bands": list_bands(layer),
        "outline": f"{focus_word(internal=False)} ({', '.join(f.name for f in board.files.focus)})",
        # By name within a class: a list for the public has no rank.
        "groups": [
            (layer.marks[group[0]].band, [layer.marks[area] for area in group])
            for group in group_areas(layer, internal=False)
        ],
        "notes": select_notes(map_caveats(board, layer)),
        "written": list_texts(board, describe_map(board, layer, name="kaart"), by_title=True),
        "context": describe_map_context(board),
        "below": [(area, board.areas[area].name) for area in areas_below_floor(board)],
        "source": f"{_layer_source(layer)} {board.municipality.map.attribution}.",
    }


def _all_figures_table(layers: Collection[Layer]) -> Markup:
    """Return every area with its figure in each layer."""
    if not layers:
        return Markup("")
    first = next(iter(layers))
    return render_table(
        ("Wijk", *(f"{layer.label} ({layer.period})" for layer in layers)),
        [
            (mark.name, *(_format_figure(layer.marks[area]) for layer in layers))
            for area, mark in first.marks.items()
        ],
        caption="Alle cijfers per wijk",
        numeric=range(1, len(layers) + 1),
    )


def _format_figure(mark: AreaMark) -> str:
    """Return a figure, with its margin where that is known: a note says where it is not."""
    is_known = mark.margin and NO_MARGIN not in mark.margin
    return f"{mark.starred} ({mark.margin})" if is_known else mark.starred


def _method_notes(layers: Collection[Layer], board: Board) -> list[str]:
    """Return what a reader must know of the figures, each note once."""
    notes = [note for layer in layers for note in select_notes(map_caveats(board, layer))]
    drawn = {layer.circle_note for layer in layers}  # here these layers are columns of a table
    notes = [note for note in dict.fromkeys((*notes, protection_note(board))) if note]
    return [note for note in notes if note not in drawn]


def _layer_source(layer: Layer) -> str:
    text = format_source(layer.sources, period=layer.period, status=layer.status)
    return f"{layer.label}. {text}"


def _theme_part(board: Board, theme: Theme) -> dict[str, object]:
    return {
        "name": theme.name,
        "slug": theme.slug,
        "finding": theme_finding(board, theme),
        "tiles": render_tiles(theme_tiles(board, theme)),
    }


def describe_map_context(board: Board) -> str:
    """Return what belongs on a public map that names areas under the floor; nothing without any."""
    whole = board.ratings.newest_of_municipality
    if board.internal or whole is None or not areas_below_floor(board):
        return ""
    value = number(float(whole["value"]), decimals=1)
    if whole["period"] != board.ratings.period:
        value += f" (meting {whole['period']})"
    text = board.files.words.map_context
    return text.format(gemeente=board.municipality.name, cijfer=value)
