"""Figures on an agenda and in a story are stored as JSON, and read back years later."""

import json
from dataclasses import replace

import pandas as pd

from lib.exhibits.exhibit import (
    Caveat,
    CaveatKind,
    Exhibit,
    Native,
    Shape,
    as_json,
    from_json,
)

STAR = Caveat(CaveatKind.STAR, "* veel bezoekers of bedrijven: niet vergelijkbaar.")
INTERNAL = Caveat(CaveatKind.INTERNAL, "INTERN")
FIGURE = Exhibit(
    name="cijfers",
    title="Per 1.000 inwoners",
    finding="In 2023 waren er 62,6.",
    source="Bron: Politie. Periode: 2023. Opgehaald: 23 november 2026.",
    caveats=(INTERNAL, STAR),
    table=pd.DataFrame({"wijk": ["Belfeld", "Velden"], "per 1.000": [30.5, None]}),
    native=Native(Shape.BARS, "wijk", ("per 1.000",)),
)


def test_a_stored_figure_is_the_same_when_it_is_read() -> None:
    read = from_json(json.loads(json.dumps(as_json(FIGURE))))
    assert read.caveats == (INTERNAL, STAR)
    assert read.marks == ("INTERN",)
    assert read.notes == (STAR.text,)
    assert read.native == FIGURE.native
    assert read.alternative == "Per 1.000 inwoners. In 2023 waren er 62,6."
    pd.testing.assert_frame_equal(read.table, FIGURE.table, check_dtype=False)


def test_a_chart_keeps_its_colours_goals_and_margin() -> None:
    native = Native(
        Shape.DOTS, "wijk", ("per 1.000",), ("#111111",) * 2, (("doel", 7.4),), ("van", "tot")
    )
    stored = json.loads(json.dumps(as_json(replace(FIGURE, native=native))))
    assert from_json(stored).native == native
    for name in ("colours", "goals", "margin"):  # as it was stored before there were any
        del stored["native"][name]
    assert from_json(stored).native == Native(Shape.DOTS, "wijk", ("per 1.000",))


def test_a_figure_of_before_there_were_caveats_keeps_its_marks() -> None:
    stored = as_json(FIGURE)
    del stored["caveats"]
    stored["marks"] = ["FICTIEVE CIJFERS", "INTERN"]
    read = from_json(stored)
    assert read.marks == ("FICTIEVE CIJFERS", "INTERN")
    assert [c.kind for c in read.caveats] == [CaveatKind.FICTITIOUS, CaveatKind.INTERNAL]
    assert read.notes == ()
