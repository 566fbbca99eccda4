"""The columns of the files that figures offer. Every row carries source, period and status."""

from collections.abc import Sequence

import pandas as pd

from lib.analysis.scenario import Scenario
from lib.catalog import Source, Status
from lib.figures.format import day
from lib.figures.layers import Layer
from lib.figures.words import FICTITIOUS


def provenance(
    frame: pd.DataFrame, *, sources: Sequence[Source], period: str, status: Status, note: str = ""
) -> pd.DataFrame:
    """Return the frame with period, source, retrieval date, status and note on every row."""
    told = frame.assign(
        periode=period,
        bron="; ".join(f"{s.publisher}, {s.title} ({s.section})" for s in sources),
        opgehaald=", ".join(dict.fromkeys(day(s.retrieved) for s in sources)),
        status=FICTITIOUS if status is Status.FICTITIOUS else status.value,
    )
    return told.assign(toelichting=note) if note else told


def layer_table(layer: Layer) -> pd.DataFrame:
    """Return one row per area: name, figure, class, why a figure is absent, remark."""
    frame = layer.frame.sort_values("name")
    rows = pd.DataFrame(
        {
            "wijk": frame["name"].to_list(),
            layer.label.lower(): frame["value"].to_list(),
            "klasse": [layer.band(str(a)).label for a in frame.index],
            "ontbreekt omdat": frame["missing"].to_list(),
            "opmerking": frame["remark"].to_list(),
        }
    )
    return provenance(
        rows, sources=layer.sources, period=layer.period, status=layer.status, note=layer.note
    )


def scenario_table(
    ratings: pd.DataFrame,
    result: Scenario,
    *,
    weighting: str,
    sources: Sequence[Source],
    period: str,
    status: Status,
) -> pd.DataFrame:
    """Return one row per area with rating before and after, and the mean on the last row."""
    known = ratings.dropna(subset="value").sort_values("name")
    rows = pd.DataFrame(
        {
            "wijk": known["name"],
            "rapportcijfer": known["value"],
            "rekenvoorbeeld": result.ratings.reindex(known.index),
        }
    )
    mean = {
        "wijk": f"Gemiddelde ({weighting})",
        "rapportcijfer": round(result.mean_before, 4),
        "rekenvoorbeeld": round(result.mean_after, 4),
    }
    rows = pd.concat([rows, pd.DataFrame([mean])], ignore_index=True)
    return provenance(
        rows, sources=sources, period=period, status=status,
        note="Rekenvoorbeeld, geen prognose",
    )  # fmt: skip
