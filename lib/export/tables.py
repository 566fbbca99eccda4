"""The columns of the files that figures offer. Every row carries source, period and status."""

from collections.abc import Sequence

import pandas as pd

from lib.analysis.scenario import Scenario
from lib.catalog import Source, Status
from lib.figures.format import day
from lib.figures.sentences import format_citation
from lib.figures.vocabulary import FICTITIOUS


def provenance(
    frame: pd.DataFrame, *, sources: Sequence[Source], period: str, status: Status, note: str = ""
) -> pd.DataFrame:
    """Return the frame with period, source, retrieval date, status and note on every row."""
    told = frame.assign(
        periode=period,
        bron="; ".join(format_citation(s, section=s.section) for s in sources),
        opgehaald=", ".join(dict.fromkeys(day(s.retrieved) for s in sources)),
        status=FICTITIOUS if status is Status.FICTITIOUS else status.value,
    )
    return told.assign(toelichting=note) if note else told


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
        rows,
        sources=sources,
        period=period,
        status=status,
        note="Rekenvoorbeeld, geen prognose",
    )
