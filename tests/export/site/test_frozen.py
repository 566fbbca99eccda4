"""The notice that newer data would change a number in a published story."""

from dataclasses import replace
from typing import cast
from unittest import mock

import pandas as pd
import pytest

from lib.board import Board
from lib.exhibits.exhibit import Exhibit
from lib.export.story import publish
from tests.export.site.samples import story

BOARD = cast(Board, "the board of now")
TABLE = pd.DataFrame({"wijk": ["Klingerberg", "Velden"], "rapportcijfer": [6.4, 7.7]})
PUBLISHED = Exhibit(
    name="r",
    title="Rapportcijfer",
    finding="",
    source="",
    alternative="",
    caveats=(),
    table=TABLE.assign(opgehaald="23 november 2026"),
)


def differences(now: Exhibit | None, was: Exhibit = PUBLISHED) -> list[str]:
    """Return the differences of a story with a published figure when that is this now."""
    with mock.patch.object(publish, "rebuild_figure", return_value=now) as rebuild:
        found = publish.list_outdated(BOARD, story(exhibits=(was,)))
    rebuild.assert_called_once_with(BOARD, {"figure": "r"})
    return found


def test_nothing_is_listed_while_the_numbers_are_the_same() -> None:
    later = TABLE.assign(opgehaald="1 december 2026")
    assert differences(replace(PUBLISHED, table=later, finding="Anders gezegd.")) == []


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            TABLE.assign(rapportcijfer=[6.5, 7.7]),
            ["'Rapportcijfer', Klingerberg, rapportcijfer: gepubliceerd 6,4, nu 6,5."],
        ),
        (
            TABLE.assign(rapportcijfer=[float("nan"), 7.7]),
            ["'Rapportcijfer', Klingerberg, rapportcijfer: gepubliceerd 6,4, nu –."],
        ),
        (
            TABLE.iloc[:1],
            [
                "'Rapportcijfer', Velden, wijk: gepubliceerd Velden, nu niets.",
                "'Rapportcijfer', Velden, rapportcijfer: gepubliceerd 7,7, nu niets.",
            ],
        ),
        (
            TABLE.assign(rapportcijfer=[6.4, 7.75]),
            ["'Rapportcijfer', Velden, rapportcijfer: gepubliceerd 7,70, nu 7,75."],
        ),
        (TABLE.assign(marge=1), ["De tabel van 'Rapportcijfer' heeft nu andere kolommen."]),
        (TABLE.iloc[::-1], []),
    ],
)
def test_what_changed_is_listed(table: pd.DataFrame, expected: list[str]) -> None:
    assert differences(replace(PUBLISHED, table=table)) == expected


def test_a_figure_that_is_gone_is_listed() -> None:
    assert differences(None) == ["'Rapportcijfer' is met de gegevens van nu niet meer te maken."]


def test_of_many_changes_the_first_are_listed() -> None:
    long = pd.DataFrame({"wijk": [f"w{n}" for n in range(9)], "cijfer": range(9)})
    was = replace(PUBLISHED, table=long)
    now = replace(PUBLISHED, table=long.assign(cijfer=long["cijfer"] + 1))
    found = differences(now, was)
    assert len(found) == 6
    assert found[-1] == "'Rapportcijfer': nog 4 andere verschillen."
