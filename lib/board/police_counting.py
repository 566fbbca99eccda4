"""Whether the police's own lists count a kind in another way than the open data.

Another way shows in the months that both have: attempts that one counts and the other does not, or
a kind that is cut otherwise. Such a list and the open data are two series.
"""

from collections.abc import Iterator

import pandas as pd

from lib.analysis.counts import Verdict, judge
from lib.board.change_tests import WHOLE_MUNICIPALITY
from lib.board.police_daily import covered_months, daily_counts
from lib.board.registration_changes import load_municipal_months
from lib.catalog import Catalog
from lib.catalog.period import month_of
from lib.store import PoliceCounts

# What is registered or corrected later makes the same count another one; more is another way.
LARGEST_RATIO = 1.1
COUNTING_COLUMNS = ["group", "area", "before", "after", "months", "dispersion"]


def find_other_countings(catalog: Catalog, police: PoliceCounts) -> pd.DataFrame:
    """Return the kinds that lists count in another way than the open data, a row each.

    Columns of `judge`, where `before` is the open count and `after` that of the lists, summed over
    the `months` that both have. Two counts of the same cases differ less than two independent ones,
    for which the test is made: so it says too little rather than too much. A kind is named where
    it is a discovery among all kinds and its whole 95 % interval lies beyond LARGEST_RATIO.
    """
    family = pd.DataFrame(list(_compare_months(catalog, police)), columns=COUNTING_COLUMNS)
    if family.empty:
        return family
    judged = family.join(judge(family))
    is_called = judged["verdict"].isin([Verdict.RISE, Verdict.FALL])
    is_beyond = (judged["lower"] > LARGEST_RATIO) | (judged["upper"] < 1 / LARGEST_RATIO)
    return judged[is_called & is_beyond].set_index("group")


def _compare_months(catalog: Catalog, police: PoliceCounts) -> Iterator[tuple[object, ...]]:
    """Yield of each kind both sums over the months that lists and open data have whole."""
    for kind in map(str, police.covered):
        indicator = catalog.indicators.get(kind)
        if indicator is None or not indicator.kinds:
            continue
        months = load_municipal_months(catalog, indicator).dropna(subset="value")
        published = months.set_index("period")["value"]
        both = [month for month in covered_months(police, kind) if month in published.index]
        if not both:
            continue
        own = daily_counts(police, kind).groupby(month_of).sum()
        sums = float(published[both].sum()), float(own[both].sum())
        yield kind, WHOLE_MUNICIPALITY, *sums, len(both), 1.0
