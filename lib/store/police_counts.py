"""Which of the police's lists counts: of each kind and day the newest.

When that one is withdrawn the one before it is back. Not here: saving lists (`police_lists`), and
joining them with open figures (`lib.board`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd
from sqlalchemy import Connection, and_, or_, select

from lib.access import Actor, Operation
from lib.catalog import Status
from lib.store import tables
from lib.store.database import Store
from lib.store.police_lists import CountKey, SavedPoliceList, find_police_lists

COUNT_COLUMNS = ["kind", "area", "day", "value", "list"]


@dataclass(frozen=True, eq=False)
class PoliceCounts:
    """What holds of the lists together.

    `covered` has a row for each day that a list covers ('2026-11-23', in order), a column per
    kind, and the number of the list that holds there, 0 for none. `cells` has the counts above 0
    of just those lists: columns `kind`, `area`, `day`, `value`, `list`; what is absent where a
    list holds is 0. `lists` are those that hold anywhere, by number.
    """

    cells: pd.DataFrame
    covered: pd.DataFrame
    lists: Mapping[int, SavedPoliceList]


def load_police_counts(actor: Actor, store: Store, *, fictitious: bool) -> PoliceCounts:
    """Return what holds of all lists that are not withdrawn.

    Only the real ones, or only the fictitious: they never share a figure.
    """
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        lists = {
            found.number: found
            for found in find_police_lists(connection)
            if found.withdrawn_at is None and (found.status is Status.FICTITIOUS) is fictitious
        }
        covered = find_coverage(tuple(lists.values()))
        cells = _load_cells(connection, covered)
    used = {n: lists[n] for n in _list_numbers(covered)}
    return PoliceCounts(cells, covered, MappingProxyType(used))


def preview_police_counts(
    found: PoliceCounts, added: SavedPoliceList, counts: Mapping[CountKey, int]
) -> PoliceCounts:
    """Return what would hold with one more list, whose number is higher than the others'."""
    lists = {**found.lists, added.number: added}
    rows = [(*key[:2], key[2].isoformat(), n, added.number) for key, n in counts.items() if n]
    covered = find_coverage(tuple(lists.values()))
    cells = pd.concat([found.cells, pd.DataFrame(rows, columns=COUNT_COLUMNS)])
    used = MappingProxyType({n: lists[n] for n in _list_numbers(covered)})
    return PoliceCounts(_filter_holding(cells, covered), covered, used)


def find_coverage(lists: Sequence[SavedPoliceList]) -> pd.DataFrame:
    """Return `PoliceCounts.covered` of some lists: the highest number holds."""
    if not lists:
        return pd.DataFrame(index=pd.Index([], dtype=str))
    days = pd.date_range(min(one.first for one in lists), max(one.last for one in lists))
    kinds = sorted({kind for one in lists for kind in one.kinds})
    covered = pd.DataFrame(0, index=days, columns=kinds)
    for one in sorted(lists, key=lambda one: one.number):
        covered.loc[str(one.first) : str(one.last), list(one.kinds)] = one.number
    covered.index = pd.Index(days.strftime("%Y-%m-%d"))
    holds: pd.DataFrame = covered[(covered > 0).any(axis=1)]
    return holds


def _list_numbers(covered: pd.DataFrame) -> list[int]:
    """Return the numbers of the lists that hold anywhere."""
    return [int(number) for number in pd.unique(covered.to_numpy().ravel()) if number]


def _load_cells(connection: Connection, covered: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of the lists where these hold."""
    c = tables.police_count.c
    parts = []
    for number in _list_numbers(covered):
        days = covered.index[(covered == number).any(axis=1)]
        parts.append(and_(c.list == number, c.day.between(days[0], days[-1])))
    query = select(*(c[name] for name in COUNT_COLUMNS)).where(or_(*parts)) if parts else None
    rows = connection.execute(query).all() if query is not None else []
    return _filter_holding(
        pd.DataFrame([tuple(row) for row in rows], columns=COUNT_COLUMNS), covered
    )


def _filter_holding(cells: pd.DataFrame, covered: pd.DataFrame) -> pd.DataFrame:
    days, kinds = pd.Index(cells["day"]), pd.Index(cells["kind"])
    at = covered.index.get_indexer(days), covered.columns.get_indexer(kinds)
    holds: pd.DataFrame = cells[covered.to_numpy()[at] == cells["list"].to_numpy()]
    return holds.sort_values(["kind", "area", "day"], ignore_index=True)
