"""Exhibits that the tests of several kinds of file share: small, but of every shape."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from lib.exhibits.exhibit import Exhibit, Native, Shape, caveats_from_marks

AREAS = ("Arcen", "Belfeld", "Velden")
NAN = float("nan")
ILLEGAL = "a\x00\x0b\x0c\x1f\x7f\ud800\ufffeb"  # none of these may stand in XML


SQUARES = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='300' viewBox='0 0 200 300'>"
    "<path d='M0 0H200V300H0Z' fill='#0B3C66'/></svg>"
)
MAP: dict[str, Any] = {"svg": SQUARES, "compact_svg": SQUARES}
# As maps were stored on agendas before they were drawn as SVG.
VEGA_MAP: dict[str, Any] = {
    "layer": [
        {
            "data": {
                "values": [
                    {
                        "type": "Feature",
                        "properties": {"wijk": "Belfeld"},
                        "geometry": {
                            "type": "Polygon",
                            "coordinates": [[[0, 0], [0, 3], [2, 3], [2, 0], [0, 0]]],
                        },
                    }
                ]
            },
            "mark": {"type": "geoshape", "fill": "#0B3C66"},
        }
    ],
    "projection": {"type": "identity", "reflectY": True},
    "width": 200,
    "height": 300,
}
BARS: dict[str, Any] = {
    "data": {"values": [{"wijk": a, "cijfer": n} for n, a in enumerate(AREAS)]},
    "mark": "bar",
    "encoding": {
        "y": {"field": "wijk", "type": "nominal"},
        "x": {"field": "cijfer", "type": "quantitative", "axis": {"labelFontSize": 8}},
    },
    "width": "container",
    "height": 240,
}


def table(values: Sequence[object] = (7.2, 6.4, 7.0)) -> pd.DataFrame:
    """Ratings of three areas, with where they are from."""
    return pd.DataFrame(
        {
            "wijk": AREAS,
            "rapportcijfer": list(values),
            "opmerking": ["", "veel bezoekers", ""],
            "periode": "2021",
            "bron": "Gemeente, Nota",
            "opgehaald": "1 mei 2026",
            "status": "definitief",
        }
    )


def exhibit(**changed: Any) -> Exhibit:
    """An exhibit with a table, a bar chart of it, and no picture unless one is asked for."""
    made = Exhibit(
        name="cijfers",
        title="Rapportcijfer per wijk, 2021",
        finding="In 2021 zat 1 wijk onder 6,7.",
        source="Bron: Gemeente, Nota. Periode: 2021. Opgehaald: 1 mei 2026.",
        alternative="Staafdiagram: Belfeld 6,4, Velden 7,0, Arcen 7,2.",
        caveats=caveats_from_marks(("INTERN",)),
        table=table(),
        native=Native(Shape.BARS, "wijk", ("rapportcijfer",)),
    )
    return replace(made, **changed)


def monthly(shape: Shape) -> Exhibit:
    """Two kinds over sixty months, one month absent."""
    months = [f"{year}-{month:02}" for year in range(2019, 2024) for month in range(1, 13)]
    counts = [float(400 + n % 7) for n in range(60)]
    counts[20] = NAN
    frame = pd.DataFrame({"maand": months, "inbraak": counts, "diefstal": range(200, 260)})
    return exhibit(
        title="Misdrijven per maand",
        table=frame,
        native=Native(shape, "maand", ("inbraak", "diefstal")),
    )
