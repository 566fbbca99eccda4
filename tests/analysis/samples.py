"""The two steps of `lib.analysis.dispersion` at once, for a history of several groups."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from lib.analysis.dispersion import measure_spread, shrink_spread


def dispersion(
    history: pd.DataFrame, *, groups: Sequence[Hashable] | pd.Series | None = None
) -> pd.DataFrame:
    """Return `dispersion` and `degrees` on the index of `history`; without groups all are one."""
    names = pd.Series(list(groups) if groups is not None else 0, index=history.index)
    parts = [measure_spread(rows) for _, rows in history.groupby(names, sort=False)]
    columns = ["mean", "pearson", "degrees"]
    spread = pd.concat(parts) if parts else pd.DataFrame(columns=columns, dtype=np.float64)
    return shrink_spread(spread.loc[history.index])
