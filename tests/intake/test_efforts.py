"""What the municipality registers itself, read from files as its departments have them."""

import io
from collections.abc import Sequence
from typing import Literal

import pytest
from openpyxl import load_workbook

from lib.catalog import Catalog
from lib.intake import SurveyRequest, WaveFile, make_survey_template, read_wave
from tests.intake.files import csv, xlsx

CLOSURES = "sluitingen-damocles"


def read_effort(content: bytes, catalog: Catalog, *, indicator: str = CLOSURES) -> WaveFile:
    name = "register.xlsx" if content.startswith(b"PK") else "register.csv"
    request = SurveyRequest(indicator=indicator)
    return read_wave(content, name=name, catalog=catalog, request=request)


def numbers(wave: WaveFile) -> dict[str, float | None]:
    assert wave.problems == ()
    assert {o.area for o in wave.observations} == {"GM0983"}
    return {o.period.text: o.value for o in wave.observations}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["gebied;periode;aantal", "Venlo;januari 2026;3", "Venlo;feb-26;1.200"], [3, 1200]),
        (["periode;aantal", "01-01-2026;3", "01-02-2026;0"], [3, 0]),
        (["Register;", "maand;sluitingen", "jan 2026;3", "feb. 2026;4"], [3, 4]),
        ([";2026-01;2026-02", "Venlo;3;4"], [3, 4]),
    ],
)
def test_months_are_read_however_they_are_written(
    catalog: Catalog, lines: Sequence[str], found: list[float]
) -> None:
    read = numbers(read_effort(csv(*lines), catalog))
    assert read == dict(zip(("2026-01", "2026-02"), found, strict=True))


@pytest.mark.parametrize(
    "words", ["2026-Q2", "Q2 2026", "2e kwartaal 2026", "2026 2e kwartaal", "kwartaal 2 2026"]
)
def test_a_quarter_in_words_is_that_quarter(catalog: Catalog, words: str) -> None:
    assert numbers(read_effort(csv("kwartaal;aantal", f"{words};5"), catalog)) == {"2026-Q2": 5}


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["periode;aantal", "2025;30", "januari 2026;3"], "mixed_periods"),
        (["periode;aantal", "2025;3,5"], "no_whole_number"),
        (["periode;aantal", "2025;-3"], "no_whole_number"),
        (["periode;aantal", "januari;3"], "no_wave"),
        (["periode;aantal", "01/02/2026;3", "03/04/2026;4"], "ambiguous_dates"),
        (["gebied;periode;aantal", "Klingerberg;2025;3"], "no_whole_figures"),
    ],
)
def test_what_is_no_series_of_the_municipality_is_refused(
    catalog: Catalog, lines: Sequence[str], kind: str
) -> None:
    assert kind in {p.kind for p in read_effort(csv(*lines), catalog).problems}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_own_template_is_read_back_as_it_was_filled_in(
    catalog: Catalog, form: Literal["csv", "xlsx"]
) -> None:
    made = make_survey_template(catalog, indicator=CLOSURES, period="2026", form=form)
    if form == "xlsx":
        book = load_workbook(io.BytesIO(made))
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        rows[1][2], rows[12][2] = 4, 0
        content = xlsx(rows)
    else:
        lines = made.decode("utf-8-sig").splitlines()
        for at, value in ((1, 4), (12, 0)):
            lines[at] = lines[at].replace(";;", f";{value};")
        content = csv(*lines)
    assert numbers(read_effort(content, catalog)) == {"2026-01": 4, "2026-12": 0}
    # Its column has the name of what it counts: nothing else is read from it.
    assert read_effort(content, catalog, indicator="bibob-onderzoeken").observations == ()


def test_a_total_below_the_months_is_left_out_and_reported(catalog: Catalog) -> None:
    lines = ("maand;aantal", "januari 2025;12", "februari 2025;1.234", "totaal;1.246")
    found = read_effort(csv(*lines), catalog)
    assert [(o.period.text, o.value) for o in found.observations] == [
        ("2025-01", 12),
        ("2025-02", 1234),
    ]
    assert "Overgeslagen rijen: 'totaal'." in found.notices
