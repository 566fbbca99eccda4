"""Measures on a line of time: where a bar starts and ends, and that titles are text."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from lib.figures.timeline import render_measures_and_stories, render_timeline
from lib.store import Measure, MeasureStatus, PublicStory, Story, Visibility

TODAY = dt.date(2026, 11, 23)


def measure(
    start: str,
    end: str = "",
    title: str = "Straatcoaches",
    status: MeasureStatus = MeasureStatus.RUNNING,
) -> Measure:
    return Measure.model_construct(
        title=title,
        theme="onrust",
        threads=(),
        areas=(),
        partners=(),
        start=start,
        end=end,
        status=status,
        indicator=None,
        residents="",
        visibility=Visibility.PUBLIC,
    )


def bars(*found: Measure) -> list[tuple[float, float]]:
    """Left edge and width of each bar, in percent."""
    text = str(render_timeline(found, today=TODAY))
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
    html = str(render_timeline([measure("2024", title="<script>x</script>")], today=TODAY))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def story(title: str, *, date: dt.date | None = None, first: dt.date = TODAY) -> PublicStory:
    content = Story.model_construct(title=title, date=date, languages={})
    noon = dt.datetime.combine(first, dt.time(12), dt.UTC)
    return PublicStory(1, 1, "een-verhaal-1", content, (), noon, noon)


def lines(*found: Measure, stories: tuple[PublicStory, ...] = ()) -> list[str]:
    """Each line as it is read."""
    items = re.findall("<li>(.*?)</li>", str(render_measures_and_stories(found, stories)))
    return [re.sub("<[^>]*>", "", item) for item in items]


def test_measures_and_stories_stand_newest_first() -> None:
    stories = (
        story("Meer licht", date=dt.date(2024, 5, 2)),
        story("Zonder datum", first=dt.date(2025, 1, 31)),
    )
    assert lines(measure("2024-05"), measure("2024", title="Verlichting"), stories=stories) == [
        "31 januari 2025: verhaal: Zonder datum",
        "2 mei 2024: verhaal: Meer licht",
        "mei 2024: Straatcoaches begon",
        "2024: Verlichting begon",
    ]


def test_a_story_of_the_night_is_of_the_day_in_the_netherlands() -> None:
    night = dt.datetime(2025, 1, 30, 23, 30, tzinfo=dt.UTC)
    late = replace(story("Zonder datum"), first=night)
    assert lines(stories=(late,)) == ["31 januari 2025: verhaal: Zonder datum"]


@pytest.mark.parametrize("status", MeasureStatus)
def test_what_is_planned_did_not_begin(status: MeasureStatus) -> None:
    word = "begint" if status is MeasureStatus.PLANNED else "begon"
    assert lines(measure("2027", status=status)) == [f"2027: Straatcoaches {word}"]


def test_titles_of_stories_are_text_and_lead_to_the_story() -> None:
    hostile = "<script>x</script>"
    html = str(render_measures_and_stories([measure("2024", title=hostile)], [story(hostile)]))
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 2
    assert 'href="/verhalen/een-verhaal-1/"' in html
