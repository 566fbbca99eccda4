"""Every figure that pages show is found again by what an interpretation stores of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lib.board import CRIME, Board
from lib.exhibits import areas, benchmark, goals, ratings, yearly
from lib.exhibits.area_registrations import area_kinds, area_panels, area_years
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.goals import floor_chances
from lib.exhibits.interpretations import (
    OLDER_FIGURES,
    UNKNOWN_AGE,
    describe_with_age,
    figure_key,
    fingerprint,
    list_numbers,
)
from lib.exhibits.maps import area_map_makers
from lib.exhibits.registrations import registrations_per_month
from lib.figures.layers.modes import RegistrationView, kind_layers, map_layers
from lib.store import Interpretation, Visibility
from tests.store.samples import DAY

AREA = "klingerberg"


def written(exhibit: Exhibit) -> Interpretation:
    own: dict[str, Any] = {
        "exhibit": figure_key(name=exhibit.name, title=exhibit.title),
        "fingerprint": fingerprint(exhibit),
        "numbers": list_numbers(exhibit),
        "visibility": Visibility.INTERNAL,
        "title": "Titel",
        "text": "Tekst.",
        "function": "analist",
        "day": DAY,
    }
    return Interpretation.model_construct(**own)


def page_figures(board: Board) -> Iterator[Exhibit | None]:
    """Yield figures under the names that pages give them."""
    yield from (goals.goal_progress(board, goal) for goal in board.goals)
    yield ratings.area_ratings(board, order="name")
    yield ratings.slopes(board)
    yield ratings.area_waves(board, AREA)
    yield areas.area_comparison(board, AREA)
    yield areas.cbs_wijken(board, AREA)
    yield floor_chances(board)
    yield area_kinds(board, AREA)
    yield from (make() for make in area_map_makers(board, map_layers(board).values(), name="x"))
    theme = board.files.themes[0]
    kind = next(
        i
        for i in board.indicators.values()
        if theme.slug in i.themes and board.area_values(i.indicator)
    )
    name = f"{theme.slug}-{kind.indicator}"
    layers = kind_layers(board, theme, kind.indicator)
    assert set(layers) >= {RegistrationView.RATE, RegistrationView.COUNT}
    yield from (make() for make in area_map_makers(board, layers.values(), name=name))
    yield registrations_per_month(board, kind, measures=(), name=theme.slug)
    yield yearly.registrations_per_year(board, kind, name=f"{name}-per-jaar")
    yield area_panels(board, kind, name=theme.slug)
    yield area_years(board, AREA, kind)
    yield benchmark.registration_rates(board, kind, name=theme.slug)
    yield benchmark.rates_per_year(board, kind, name=theme.slug)
    crime = board.indicators[CRIME]
    yield yearly.registrations_per_year(board, crime, name="overzicht-misdrijven-per-jaar")


def test_each_figure_of_a_page_is_found_and_is_no_older(demo_board: Board) -> None:
    figures = [exhibit for exhibit in page_figures(demo_board) if exhibit]
    assert len(figures) > 20
    for exhibit in figures:
        text = describe_with_age(demo_board, written(exhibit))
        assert OLDER_FIGURES not in text, exhibit.name
        assert UNKNOWN_AGE not in text, exhibit.name


def test_a_figure_that_changed_or_is_not_here_is_marked(demo_board: Board) -> None:
    exhibit = ratings.area_waves(demo_board, AREA)
    assert exhibit is not None
    table = exhibit.table.assign(rapportcijfer=exhibit.table["rapportcijfer"] + 1)
    older = written(replace(exhibit, table=table))
    assert describe_with_age(demo_board, older).endswith(f"; {OLDER_FIGURES})")
    other = written(replace(exhibit, title="Iets anders"))
    assert describe_with_age(demo_board, other).endswith(f"; {UNKNOWN_AGE})")


def test_another_order_of_rows_is_no_change(demo_board: Board) -> None:
    orders = [ratings.area_ratings(demo_board, order=order) for order in ("group", "name")]
    first, second = (exhibit for exhibit in orders if exhibit)
    assert list(first.table["wijk"]) != list(second.table["wijk"])
    assert fingerprint(first) == fingerprint(second)
