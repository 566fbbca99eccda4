"""Figures that were exported, read in again: the same figures."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.access import LOCAL
from lib.board import RATING, Board
from lib.catalog import Catalog, Observation, Period, Status
from lib.catalog.catalog import observation_frame
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.maps import describe_map
from lib.exhibits.measures import effort_series
from lib.exhibits.ratings import area_ratings, slopes
from lib.export.table_files import OPEN_DATA, render_figure_csv, render_workbook
from lib.figures.layers.modes import map_layers, theme_layers
from lib.intake import SurveyRequest, read_wave
from lib.intake.survey_rows import UPLOAD_SOURCE
from tests.exhibits.conftest import TODAY

EFFORT = "sluitingen-damocles"


def write_files(exhibit: Exhibit) -> Iterator[tuple[str, bytes]]:
    """Yield each file that a figure can be taken as, with its name."""
    yield "a.csv", render_figure_csv(exhibit)
    yield "b.csv", render_figure_csv(exhibit, form=OPEN_DATA)
    yield "c.xlsx", render_workbook([exhibit], author="Gemeente")


def test_exported_ratings_are_read_back_the_same(demo_board: Board, demo_catalog: Catalog) -> None:
    board = demo_board
    newest = board.ratings.newest()
    expected = newest[["value", "lower", "upper", "n"]].round(2).to_dict("index")
    layer = map_layers(board)[RATING]
    for exhibit in (describe_map(board, layer, name="x"), area_ratings(board, order="name")):
        assert exhibit is not None
        for name, content in write_files(exhibit):
            request = SurveyRequest(indicator=RATING, period=board.ratings.period)
            wave = read_wave(content, name=name, catalog=demo_catalog, request=request)
            found = {
                o.area: {"value": o.value, "lower": o.lower, "upper": o.upper, "n": o.n}
                for o in wave.observations
            }
            assert found == expected, name
            assert {o.status for o in wave.observations} == {Status.FICTITIOUS}, name


def test_exported_waves_are_read_back_next_to_each_other(
    demo_board: Board, demo_catalog: Catalog
) -> None:
    exhibit = slopes(demo_board)
    assert exhibit is not None
    for name, content in write_files(exhibit):
        wave = read_wave(
            content, name=name, catalog=demo_catalog, request=SurveyRequest(indicator=RATING)
        )
        assert wave.problems == ()
        waves = {o.period.text for o in wave.observations}
        assert len(waves) > 1
        for period in waves:
            expected = demo_board.ratings.survey_figures(RATING, period)["value"]
            found = {o.area: o.value for o in wave.observations if o.period.text == period}
            assert found == {a: v for a, v in expected.round(2).items() if a in found}, name


def test_open_data_with_a_wave_are_read_back(
    public_demo_board: Board, demo_catalog: Catalog
) -> None:
    board, read = public_demo_board, set()
    layers = [
        layer for theme in board.files.themes for layer in theme_layers(board, theme).values()
    ]
    for layer in (*map_layers(board).values(), *layers):
        key = layer.area_values.indicator.indicator
        exhibit = describe_map(board, layer, name="kaart")
        # A distance to a goal is no figure of a wave.
        is_wave = layer.area_values.indicator.kind == "survey" and layer.key == key
        if not is_wave or exhibit is None:
            continue
        content = render_figure_csv(exhibit, form=OPEN_DATA)
        request = SurveyRequest(indicator=key)
        wave = read_wave(content, name="a.csv", catalog=demo_catalog, request=request)
        assert (wave.problems, wave.questions) == ((), ())
        found = {o.area: o.value for o in wave.observations}
        assert found == layer.area_values.frame["value"].round(2).dropna().to_dict(), key
        read.add(key)
    assert RATING in read
    assert len(read) > 1


@pytest.mark.parametrize("length", ["year", "quarter", "month"])
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    numbers=st.dictionaries(
        st.integers(0, 11), st.tuples(st.integers(0, 99_999), st.booleans()), min_size=1
    )
)
def test_exported_registrations_are_read_back_the_same(
    length: str, catalog: Catalog, numbers: dict[int, tuple[int, bool]]
) -> None:
    rows = [
        Observation.model_construct(
            indicator=EFFORT,
            area=catalog.municipality.code,
            period=_make_period(length, at),
            value=number,
            source=UPLOAD_SOURCE,
            status=Status.PROVISIONAL if is_provisional else Status.FINAL,
            note="",
            lower=None,
            upper=None,
            n=None,
            missing=None,
        )
        for at, (number, is_provisional) in sorted(numbers.items())
    ]
    key = next(iter(catalog.sources))
    figures = observation_frame(o.model_copy(update={"source": key}) for o in rows)
    board = Board(catalog.with_imported(figures, {}), LOCAL, TODAY, "test")
    expected = {o.period.text: (o.value, o.status) for o in rows}
    indicator = catalog.indicators[EFFORT]
    for name, content in write_files(effort_series(board, indicator, measures=[], name="x")):
        request = SurveyRequest(indicator=EFFORT)
        wave = read_wave(content, name=name, catalog=catalog, request=request)
        assert wave.problems == (), name
        assert {o.period.text: (o.value, o.status) for o in wave.observations} == expected, name


def _make_period(length: str, at: int) -> Period:
    """Return one of twelve years, quarters or months after each other."""
    if length == "year":
        return Period(str(2014 + at))
    if length == "quarter":
        return Period(f"{2023 + at // 4}-Q{at % 4 + 1}")
    return Period(f"2025-{at + 1:02}")
