"""The figure that an interpretation is about, made anew: for paper and lists without figures.

Not here: figures that need a choice of their reader, such as lists of changes and of days.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from lib.board import Board
from lib.exhibits import area_registrations, areas, drivers, goals, planning, ratings
from lib.exhibits.benchmark import rates_per_year, registration_rates
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.floor_chances import floor_chances
from lib.exhibits.interpretations import (
    OLDER_FIGURES,
    describe_interpretation,
    figure_key,
    is_outdated,
)
from lib.exhibits.maps import describe_map
from lib.exhibits.registrations import registrations_per_month
from lib.exhibits.yearly import registrations_per_year
from lib.figures.layers.modes import RegistrationView, kind_layers, map_layers, theme_layers
from lib.store import Interpretation

UNKNOWN_AGE = "of de cijfers nog dezelfde zijn, staat bij de figuur"
# The ending of a figure's name on any page, and what makes that figure, by any name.
NamedMaker = tuple[str, Callable[[], Exhibit | None]]
ANY = "figuur"


def describe_with_age(board: Board, found: Interpretation) -> str:
    """Return an interpretation as one text, marked where its figure changed since."""
    exhibit = find_figure(board, found)
    if exhibit is None:
        return describe_interpretation(found, age=UNKNOWN_AGE)
    return describe_interpretation(found, age=OLDER_FIGURES * is_outdated(board, found, exhibit))


def find_figure(board: Board, found: Interpretation) -> Exhibit | None:
    """Return the figure of an interpretation as it is now; None where nothing here makes it."""
    name = found.exhibit.rpartition("/")[0]
    makers = chain(
        _list_whole(board), _list_per_area(board), _list_counts(board), _list_maps(board)
    )
    fitting = (make() for ending, make in makers if name.endswith(ending))
    return next(
        (e for e in fitting if e and figure_key(name=name, title=e.title) == found.exhibit), None
    )


def _list_whole(board: Board) -> Iterator[NamedMaker]:
    for goal in board.goals:
        yield f"doel-{goal.target.target}", partial(goals.goal_progress, board, goal)
    yield "doelen-per-wijk", partial(ratings.area_ratings, board, order="group")
    yield "doelen-metingen", partial(ratings.slopes, board)
    yield "doelen-kansen", partial(floor_chances, board)
    yield "beleefd-en-geregistreerd", partial(ratings.rating_and_crime, board)
    yield "planning-en-controle", partial(planning.planning_steps, board)


def _list_per_area(board: Board) -> Iterator[NamedMaker]:
    for area in board.areas:
        yield f"metingen-{area}", partial(ratings.area_waves, board, area)
        yield f"achter-het-cijfer-{area}", partial(drivers.area_drivers, board, area)
        yield f"delen-{area}", partial(areas.cbs_wijken, board, area)
        yield f"wijk-{area}-soorten", partial(area_registrations.area_kinds, board, area)
        yield f"wijk-{area}", partial(areas.area_comparison, board, area)
        for key, kind in board.indicators.items():
            yield f"wijk-{area}-{key}", partial(area_registrations.area_years, board, area, kind)


def _list_counts(board: Board) -> Iterator[NamedMaker]:
    for key, kind in board.indicators.items():
        if kind.kind != "count":
            continue
        yield f"{key}-per-wijk", partial(area_registrations.area_panels, board, kind, name=ANY)
        yield f"{key}-vergeleken", partial(registration_rates, board, kind, name=ANY)
        yield f"{key}-per-1000-per-jaar", partial(rates_per_year, board, kind, name=ANY)
        for ending in ("", "-per-jaar"):
            yield f"{key}{ending}", partial(registrations_per_year, board, kind, name=ANY)
        if not board.registrations.monthly(key).empty:
            months = partial(registrations_per_month, board, kind, measures=(), name=ANY)
            yield f"{key}-per-maand", months


def _list_maps(board: Board) -> Iterator[NamedMaker]:
    """Yield the map of each layer, as those of the overview, a theme and a kind are called."""
    for theme in board.files.themes:
        for key in board.indicators:
            for view, layer in kind_layers(board, theme, key).items():
                yield f"{key}-{view}", partial(describe_map, board, layer, name=ANY)
    of_themes = (
        theme_layers(board, t, view=v) for t in board.files.themes for v in RegistrationView
    )
    for layer in chain.from_iterable(found.values() for found in (map_layers(board), *of_themes)):
        yield f"-{layer.key}", partial(describe_map, board, layer, name=ANY)
