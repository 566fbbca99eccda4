"""What was expected, in words and as a small picture: one incident cluster is recognised."""

from math import nan
from urllib.parse import unquote

import pandas as pd
import pytest

from lib.analysis.counts import Verdict
from lib.figures.expected_band import describe_track, format_expected, render_track

MONTHS = [f"2025-{m:02}" for m in range(1, 13)]
RISE, SAME = Verdict.RISE, Verdict.NOT_DEMONSTRABLE


def track(values: list[float], *, upper: float = 15.0) -> pd.DataFrame:
    """A year in which 5 to 15 were expected each month, all of it newest."""
    frame = pd.DataFrame({"period": MONTHS, "value": values})
    return frame.assign(expected=10.0, lower=5.0, upper=upper, is_after=True)


def test_one_cluster_is_named_and_is_most_of_the_change() -> None:
    values = [10.0] * 12
    values[2] = 290
    assert describe_track(track(values), RISE) == (
        "maart 2025 boven de band: 290, verwacht 5 tot 15. "
        "Meer dan de helft van het verschil is maart 2025"
    )
    assert "helft" not in describe_track(track(values), SAME)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([10.0] * 12, "12 maanden, alle binnen de band"),
        ([20.0] * 12, "12 boven de band, van 12 maanden"),
        ([20.0] * 2 + [1.0] * 3 + [10.0] * 7, "2 boven en 3 onder de band, van 12 maanden"),
        ([10.0] * 11 + [4.0], "december 2025 onder de band: 4, verwacht 5 tot 15"),
    ],
)
def test_months_outside_the_band_are_described(values: list[float], text: str) -> None:
    assert describe_track(track(values), SAME) == text


def test_weeks_are_called_weeks() -> None:
    weeks = track([10.0] * 12).assign(period=[f"2025-03-{d:02}" for d in range(1, 13)])
    assert describe_track(weeks, SAME) == "12 weken, alle binnen de band"


def test_without_a_band_or_a_value_nothing_is_claimed() -> None:
    assert describe_track(track([10.0] * 12, upper=nan), RISE) == ""
    assert describe_track(track([nan] * 12), RISE) == ""
    assert render_track(track([nan] * 12), RISE, name="Overval") == ""


def test_the_picture_has_its_band_a_dot_outside_and_an_alternative() -> None:
    values = [10.0] * 12
    values[2] = 290
    html = unquote(str(render_track(track(values), RISE, name="Overval in <Steyl>")))
    assert html.count("<circle") == 1
    assert html.count('z" fill=') == 1
    assert 'alt="Overval in &lt;Steyl&gt;, januari 2025 tot en met december 2025: maart' in html


def test_what_was_expected_has_its_band() -> None:
    row = {"before": 400.0, "share": 0.2, "dispersion": 1.0}
    assert format_expected(row) == "100 (79 tot 123)"
    assert format_expected({**row, "before": nan}) == "niet getoond"
