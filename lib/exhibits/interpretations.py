"""What analysts say of a figure, put with it wherever it goes; and that figure, made anew.

Not here: saving it (`lib.store`), whether its numbers and claims are right (`lib.story`), and
figures that need a choice of their reader, such as lists of changes and of days.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

import pandas as pd

from lib.board import Board
from lib.exhibits import area_registrations, areas, goals, planning, ratings
from lib.exhibits.benchmark import rates_per_year, registration_rates
from lib.exhibits.exhibit import INTERNAL, Caveat, CaveatKind, Exhibit, ExhibitMaker
from lib.exhibits.maps import describe_map
from lib.exhibits.registrations import registrations_per_month
from lib.exhibits.yearly import registrations_per_year
from lib.figures.format import day
from lib.figures.layers.modes import RegistrationView, kind_layers, map_layers, theme_layers
from lib.store import Interpretation
from lib.store.measures import Visibility

NUMBER_IN_TEXT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
OLDER_FIGURES = "bij oudere cijfers"
UNKNOWN_AGE = "of de cijfers nog dezelfde zijn, staat bij de figuur"
# The ending of a figure's name on any page, and what makes that figure, by any name.
NamedMaker = tuple[str, Callable[[], Exhibit | None]]
ANY_NAME = "figuur"


def figure_key(*, name: str, title: str) -> str:
    """Return what names a figure whatever its years: its name, and its title without numbers."""
    words = re.sub(r"\d+", "", title)
    return f"{name}/{hashlib.sha256(words.encode()).hexdigest()[:8]}"


def fingerprint(exhibit: Exhibit) -> str:
    """Return a sha256 that changes with any number or word of a table, whatever its order."""
    lines = sorted(exhibit.figures.to_csv(index=False).splitlines())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def list_numbers(exhibit: Exhibit) -> tuple[float, ...]:
    """Return every number in a figure's table, in order, also those within a text."""
    found: list[float] = []
    for cell in exhibit.figures.to_numpy().ravel():
        if isinstance(cell, str):
            texts = (m.replace(".", "").replace(",", ".") for m in NUMBER_IN_TEXT.findall(cell))
            found += map(float, texts)
        elif pd.notna(cell):
            found.append(float(cell))
    return tuple(dict.fromkeys(found))


def describe_figure(exhibit: Exhibit, *, link: str) -> dict[str, object]:
    """Return what an interpretation stores of its figure."""
    periods = exhibit.table.get("periode", pd.Series(dtype=str))
    return {
        "exhibit": figure_key(name=exhibit.name, title=exhibit.title),
        "figure": exhibit.title,
        "link": link,
        "fingerprint": fingerprint(exhibit),
        "numbers": list_numbers(exhibit),
        "period": ", ".join(dict.fromkeys(map(str, periods)))[:120] or "zie de figuur",
    }


def is_outdated(board: Board, found: Interpretation, exhibit: Exhibit) -> bool:
    """Return whether a figure changed since somebody wrote about it.

    The public sees fewer of its numbers than whoever wrote: it has changed where one of them is
    new.
    """
    if found.fingerprint == fingerprint(exhibit):
        return False
    return board.internal or not set(list_numbers(exhibit)) <= set(found.numbers)


def describe_interpretation(found: Interpretation, *, age: str = "") -> str:
    """Return an interpretation as one text: who says it, in what function, when, of what age."""
    about = f"{found.function}, {day(found.day)}{'; ' if age else ''}{age}"
    return f"Duiding: {found.title}. {found.text} ({about})"


def find_interpretations(
    board: Board, *, name: str, title: str, by_title: bool = False
) -> list[Interpretation]:
    """Return what was written of a figure, the newest first, as far as the reader may see it.

    `by_title`: whatever its name, for a figure that has another one than on its page.
    """
    key, every = figure_key(name=name, title=title), board.interpretations
    ending = key.rpartition("/")[2] if by_title else key
    return [one.interpretation for one in every if one.interpretation.exhibit.endswith(ending)]


def list_texts(board: Board, exhibit: Exhibit, *, by_title: bool = False) -> list[str]:
    """Return what was written of a figure, the newest first, marked where it changed since."""
    found = find_interpretations(board, name=exhibit.name, title=exhibit.title, by_title=by_title)
    return [
        describe_interpretation(one, age=OLDER_FIGURES * is_outdated(board, one, exhibit))
        for one in found
    ]


def with_interpretations(board: Board, exhibit: Exhibit, *, by_title: bool = False) -> Exhibit:
    """Return a figure with what was written of it, if anything, in place of what it had of that.

    One that is internal makes the figure internal. What paper and a meeting see has the same.
    `by_title` as `find_interpretations`.
    """
    found = find_interpretations(board, name=exhibit.name, title=exhibit.title, by_title=by_title)
    if not found:
        return exhibit
    added = [
        Caveat(CaveatKind.INTERPRETATION, text)
        for text in list_texts(board, exhibit, by_title=by_title)
    ]
    is_secret = any(one.visibility is Visibility.INTERNAL for one in found)
    room, own = exhibit.room, _join_caveats(exhibit.caveats, added, is_secret=is_secret)
    if room is None:
        return replace(exhibit, caveats=own)

    def make_room() -> Exhibit:
        made = room()
        return replace(made, caveats=_join_caveats(made.caveats, added, is_secret=is_secret))

    return replace(exhibit, caveats=own, room=make_room)


def interpreted(board: Board, makers: Iterable[ExhibitMaker]) -> list[ExhibitMaker]:
    """Return makers of the same figures, with what was written of each."""

    def interpret(make: ExhibitMaker) -> ExhibitMaker:
        return lambda: with_interpretations(board, make())

    return [interpret(make) for make in makers]


def _join_caveats(
    before: Sequence[Caveat], added: Sequence[Caveat], *, is_secret: bool
) -> tuple[Caveat, ...]:
    others = [c for c in before if c.kind is not CaveatKind.INTERPRETATION]
    is_marked = any(c.kind is CaveatKind.INTERNAL for c in others)
    mark = [Caveat(CaveatKind.INTERNAL, INTERNAL)] if is_secret and not is_marked else []
    return (*mark, *others, *added)


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
    yield "doelen-kansen", partial(goals.floor_chances, board)
    yield "beleefd-en-geregistreerd", partial(ratings.rating_and_crime, board)
    yield "planning-en-controle", partial(planning.planning_steps, board)


def _list_per_area(board: Board) -> Iterator[NamedMaker]:
    for area in board.areas:
        yield f"metingen-{area}", partial(ratings.area_waves, board, area)
        yield f"achter-het-cijfer-{area}", partial(areas.area_drivers, board, area)
        yield f"delen-{area}", partial(areas.cbs_wijken, board, area)
        yield f"wijk-{area}-soorten", partial(area_registrations.area_kinds, board, area)
        yield f"wijk-{area}", partial(areas.area_comparison, board, area)
        for key, kind in board.indicators.items():
            yield f"wijk-{area}-{key}", partial(area_registrations.area_years, board, area, kind)


def _list_counts(board: Board) -> Iterator[NamedMaker]:
    for key, kind in board.indicators.items():
        if kind.kind != "count":
            continue
        yield f"{key}-per-wijk", partial(area_registrations.area_panels, board, kind, name=ANY_NAME)
        yield f"{key}-vergeleken", partial(registration_rates, board, kind, name=ANY_NAME)
        yield f"{key}-per-1000-per-jaar", partial(rates_per_year, board, kind, name=ANY_NAME)
        for ending in ("", "-per-jaar"):
            yield f"{key}{ending}", partial(registrations_per_year, board, kind, name=ANY_NAME)
        if not board.registrations.monthly(key).empty:
            months = partial(registrations_per_month, board, kind, measures=(), name=ANY_NAME)
            yield f"{key}-per-maand", months


def _list_maps(board: Board) -> Iterator[NamedMaker]:
    """Yield the map of each layer, as those of the overview, a theme and a kind are called."""
    for theme in board.files.themes:
        for key in board.indicators:
            for view, layer in kind_layers(board, theme, key).items():
                yield f"{key}-{view}", partial(describe_map, board, layer, name=ANY_NAME)
    of_themes = (
        theme_layers(board, t, view=v) for t in board.files.themes for v in RegistrationView
    )
    for layer in chain.from_iterable(found.values() for found in (map_layers(board), *of_themes)):
        yield f"-{layer.key}", partial(describe_map, board, layer, name=ANY_NAME)
