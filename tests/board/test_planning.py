"""The control cycle on days before, in and after the policy period."""

import datetime as dt

import pytest

from lib.board.planning import Planning, StepState, WaveStatus
from lib.catalog import Catalog

NAMES = {StepState.PAST: "p", StepState.NOW: "n", StepState.TO_COME: "t"}
DAYS = [
    # day, states of the ten milestones in order of time
    ("2022-12-31", "tttttttttt"),
    ("2023-01-01", "nntttttttt"),
    ("2023-03-31", "nntttttttt"),
    ("2023-04-01", "pptttttttt"),
    ("2023-07-01", "ppnttttttt"),
    ("2023-10-01", "pppttttttt"),
    ("2024-11-15", "ppppnntttt"),
    ("2025-09-30", "ppppppnttt"),
    ("2025-10-01", "pppppppttt"),
    ("2026-08-01", "ppppppppnt"),
    ("2026-11-23", "ppppppppnn"),
    ("2026-12-31", "ppppppppnn"),
    ("2027-01-01", "pppppppppp"),
]


@pytest.mark.parametrize(("day", "states"), DAYS)
def test_steps_by_day(catalog: Catalog, day: str, states: str) -> None:
    found = Planning(catalog.milestones, (), dt.date.fromisoformat(day)).steps
    assert "".join(NAMES[s.state] for s in found) == states
    assert tuple(s.milestone for s in found) == catalog.milestones


def test_no_milestones_no_steps() -> None:
    assert Planning((), (), dt.date(2026, 1, 1)).steps == ()


@pytest.mark.parametrize(
    ("day", "loaded", "expected"),
    [
        ("2023-06-30", [2021], [(2021, True, True), (2023, False, False), (2025, False, False)]),
        ("2023-09-30", [2021], [(2021, True, True), (2023, False, False), (2025, False, False)]),
        ("2023-10-01", [2021], [(2021, True, True), (2023, False, True), (2025, False, False)]),
        ("2026-11-23", [2021], [(2021, True, True), (2023, False, True), (2025, False, True)]),
        (
            "2026-11-23",
            [2025, 2021, 2023],
            [(2021, True, True), (2023, True, True), (2025, True, True)],
        ),
        # A wave that is loaded was held, whatever the plan says; so was one that nobody planned.
        (
            "2023-01-01",
            [2023, 2019],
            [(2019, True, True), (2023, True, True), (2025, False, False)],
        ),
        ("2023-01-01", [], [(2023, False, False), (2025, False, False)]),
    ],
)
def test_waves_that_are_loaded_or_planned(
    catalog: Catalog, day: str, loaded: list[int], expected: list[tuple[int, bool, bool]]
) -> None:
    found = Planning(catalog.milestones, loaded, dt.date.fromisoformat(day)).waves
    assert list(found) == [WaveStatus(*wave) for wave in expected]
