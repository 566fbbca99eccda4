"""What it takes to reach the goal, in one sentence."""

import re
from pathlib import Path

import pandas as pd
import pytest

from lib.analysis.raised_ratings import Scenario
from lib.exhibits.scenario import (
    floor_is_not_enough,
    raise_to_floor,
    run_example,
    scenario_finding,
)
from lib.figures.sentences.goal_sentences import scenario_sentence
from tests.builders import add_waves, build_board_from

NOT_ENOUGH = "Alleen {} naar 6,7 is niet genoeg: dan {}. {}"
EACH = "Voor 7,4 moet elke wijk 0,2 omhoog."


@pytest.mark.parametrize(
    ("raises", "expected"),
    [
        ({"*": 0.0}, NOT_ENOUGH.format("de twee laagste wijken", "7,25", EACH)),
        (
            {"*": 0.0, "klingerberg": 0.3},
            NOT_ENOUGH.format("de laagste wijk", "7,25", EACH),
        ),
        ({"*": 0.0, "klingerberg": 0.3, "blerick-noord-en-trade-port": 0.5}, EACH),
        (
            {"*": 0.2, "velden": -3.5, "GM0983": 0.0},
            NOT_ENOUGH.format("de drie laagste wijken", "7,36", EACH),
        ),
        (
            {"*": 0.3, "GM0983": 0.0},
            "Het gemiddelde van de wijken (elke wijk even zwaar) was al 7,4 of hoger.",
        ),
    ],
)
def test_the_example_is_calculated_from_the_newest_wave(
    data_copy: tuple[Path, Path], raises: dict[str, float], expected: str
) -> None:
    add_waves(data_copy[0], {"2023": raises}, margin=0.1)
    assert scenario_finding(build_board_from(*data_copy)) == expected


def test_raised_ratings_stay_within_the_scale_of_the_municipality(
    data_copy: tuple[Path, Path],
) -> None:
    """Of ratings up to 100 none was above 10: each was cut to it."""
    for name, pattern, scaled in (
        ("indicators.toml", r"range = \[1, 10\]", "range = [1, 100]"),
        ("targets.toml", r"(\bvalue = |baseline_value = )(\d)\.(\d)", r"\g<1>\2\3"),
        ("observations/rapportcijfers.csv", r"(?<=,)(\d)\.(\d)(?=,)", r"\1\2"),
    ):
        file = data_copy[0] / name
        file.write_text(re.sub(pattern, scaled, file.read_text("utf-8")), "utf-8")
    board = build_board_from(*data_copy)
    before, lifted = run_example(board, ()), run_example(board, raise_to_floor(board))
    assert before is not None
    assert lifted is not None
    assert before.mean_after == before.mean_before > 70
    assert lifted.ratings.min() == 67


def test_a_goal_that_was_reached_is_reported_as_such(data_copy: tuple[Path, Path]) -> None:
    add_waves(data_copy[0], {"2023": {"*": 0.0}, "2025": {"*": 0.0, "GM0983": 0.4}}, margin=0.1)
    assert scenario_finding(build_board_from(*data_copy)).startswith(
        "Het gemeten cijfer haalde het doel van 7,4."
    )


@pytest.mark.parametrize(
    ("raises", "expected"),
    [
        ({"*": 0.0}, "(naar inwoners). Dat is lager dan 7,4."),
        (
            {"*": 0.2, "klingerberg": 0.9, "steyl": -0.6},
            "7,39 (naar inwoners). Alleen het gemiddelde met elke wijk even zwaar haalt het doel",
        ),
        ({"*": 0.5}, "7,68 (naar inwoners). Dat haalt het doel van 7,4."),
    ],
)
def test_the_floor_alone_is_enough_for_each_mean_by_itself(
    data_copy: tuple[Path, Path], raises: dict[str, float], expected: str
) -> None:
    add_waves(data_copy[0], {"2025": raises})
    assert expected in floor_is_not_enough(build_board_from(*data_copy))


def test_a_mean_just_under_the_goal_is_not_no_points_under_it(
    data_copy: tuple[Path, Path],
) -> None:
    almost = Scenario(pd.Series(), 7.2, 7.396, gap=-0.004, meets_target=False)
    board = build_board_from(*data_copy)
    text = scenario_sentence(almost, goal=7.4, weighting="gelijk", board=board)
    assert "minder dan 0,01 punt onder het doel van 7,4" in text
