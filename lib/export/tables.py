"""The columns of the files that figures offer. Every row carries source, period and status."""

from collections.abc import Sequence

import pandas as pd

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
