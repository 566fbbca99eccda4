"""Measures on a line of time: where a bar starts and ends, and that titles are text."""

import datetime as dt
import re

import pytest

from lib.figures.timeline import measures
from lib.store import Measure, MeasureStatus, Visibility

TODAY = dt.date(2026, 11, 23)


def measure(start: str, end: str = "", title: str = "Straatcoaches") -> Measure:
    return Measure.model_construct(
        title=title, theme="onrust", threads=(), areas=(), partners=(), start=start, end=end,
        status=MeasureStatus.RUNNING, indicator=None, residents="",
        visibility=Visibility.PUBLIC,
    )  # fmt: skip


def bars(*found: Measure) -> list[tuple[float, float]]:
    """Left edge and width of each bar, in percent."""
    text = str(measures(found, today=TODAY))
    return [(float(a), float(b)) for a, b in re.findall(r"left:([\d.]+)%;width:([\d.]+)%", text)]


def test_a_bar_runs_from_start_to_end() -> None:
    (first, whole), (second, part) = bars(measure("2023", "2026"), measure("2024-07", "2025-06-30"))
    assert first == 0
    assert second > 30
    assert part < whole / 3


def test_without_an_end_it_goes_on() -> None:
    ((left, width),) = bars(measure("2025-01"))
    assert left + width == pytest.approx(100)


@pytest.mark.parametrize(
    ("loose", "exact"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2024-12", ("2024-12-01", "2024-12-31")),
    ],
)
def test_a_year_or_month_lasts_as_long_as_it_does(loose: str, exact: tuple[str, str]) -> None:
    around = measure("2020-01-01", "2026-12-31")
    assert bars(around, measure(loose, loose))[1] == bars(around, measure(*exact))[1]


def test_a_day_has_a_bar_that_can_be_seen() -> None:
    assert bars(measure("2020", "2026"), measure("2024-05-01", "2024-05-01"))[1][1] >= 1


def test_a_title_is_text() -> None:
    shown = str(measures([measure("2024", title="<script>x</script>")], today=TODAY))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
