"""The parts of a page that show which changes are real. Not here: how that is judged."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from lib.analysis.counts import Verdict
from lib.analysis.windows import Comparison
from lib.board import Board, Movements
from lib.catalog import Indicator, Polarity
from lib.export.tables import provenance
from lib.figures import tables, trends
from lib.figures.exhibit import Exhibit
from lib.figures.format import count, listing, number, partial_date, signed
from lib.figures.layers import MORE_CONTROL
from lib.figures.sentences import movement_finding, protection_note, source_text
from lib.figures.words import COMPARISON, MOVEMENT, NOT_SHOWN, judgement, movement_period
from lib.ui import figure, frame
from lib.ui.figure import sources_of
from lib.ui.selection import chosen, chosen_value

NAME = "vergelijk"
REAL = [Verdict.RISE, Verdict.FALL]


def comparison(board: Board) -> Comparison:
    """Return what the URL sets the newest months beside, where that can be."""
    return chosen_value(_possible(board), name=NAME) or Comparison.YEAR_BEFORE


def comparison_control(board: Board) -> None:
    """Show what the newest months may be set beside: key numbers, map and lists follow it."""
    if possible := _possible(board):
        chosen(
            possible, name=NAME, label="De nieuwste maanden naast",
            text=lambda c: COMPARISON[c], wrong="vergelijking",
        )  # fmt: skip


def _possible(board: Board) -> list[Comparison]:
    return [c for c in Comparison if board.movements(c)]


def changes(board: Board, indicators: Sequence[Indicator], *, name: str) -> None:
    """Show which kinds rose or fell, in the whole municipality and in which areas."""
    found = board.movements(comparison(board))
    if not indicators or found is None:
        return
    frame.heading("Stijgers en dalers")
    told(board, found, indicators, name=name)


def told(
    board: Board,
    found: Movements,
    indicators: Sequence[Indicator],
    *,
    name: str,
    folded: bool = False,
) -> None:
    """Show verdicts on these kinds, of the whole municipality and per area.

    Of areas the demonstrable ones, the rest folded; so too of the whole where it is `folded`.
    """
    own = {i.indicator: i for i in indicators}
    areas = found.areas[found.areas["group"].isin(list(own))]
    totals = found.totals[found.totals["group"].isin(list(own))]
    if len(totals):
        _totals(board, totals, found, own, name=name, folded=folded)
    if len(areas):
        _areas(board, areas, found, own, name=name)


def _totals(  # noqa: PLR0913 - a table and its file
    board: Board,
    rows: pd.DataFrame,
    found: Movements,
    own: dict[str, Indicator],
    *,
    name: str,
    folded: bool,
) -> None:
    title = f"Heel {board.municipality.name}: {movement_period(found)}"
    frame.show(tables.subtitle(f"Hele gemeente. {movement_finding(rows['verdict'])}"))
    real = rows[rows["verdict"].isin(REAL)] if folded else rows
    if len(real):
        _shown(board, real, found, own, title=title, name=f"{name}-veranderingen", of_area=False)
    rest = rows.drop(real.index)
    if len(rest):
        other = count(len(rest), "soort", "soorten")
        with st.expander(f"Geen aantoonbaar verschil, of te kleine aantallen: {other}"):
            _shown(
                board, rest, found, own, title=f"De andere soorten: {movement_period(found)}",
                name=f"{name}-soorten-geen-verschil", of_area=False,
            )  # fmt: skip


def _areas(
    board: Board, rows: pd.DataFrame, found: Movements, own: dict[str, Indicator], *, name: str
) -> None:
    title = f"Per wijk: {movement_period(found)}"
    frame.show(tables.subtitle(f"Per wijk. {movement_finding(rows['verdict'])}"))
    real = rows[rows["verdict"].isin(REAL)].sort_values(["group", "area"])
    if len(real):
        _shown(board, real, found, own, title=title, name=f"{name}-stijgers-en-dalers")
    rest = rows[~rows["verdict"].isin(REAL)].sort_values(["group", "area"])
    other = count(len(rest), "vergelijking", "vergelijkingen")
    with st.expander(f"Geen aantoonbaar verschil, of te kleine aantallen: {other}"):
        _shown(board, rest, found, own, title=f"De andere: {movement_period(found)}",
               name=f"{name}-geen-verschil")  # fmt: skip
    frame.show(tables.bullet_list(_visible(board, found, rows)))


def _shown(  # noqa: PLR0913 - a table and its file
    board: Board,
    rows: pd.DataFrame,
    found: Movements,
    own: dict[str, Indicator],
    *,
    title: str,
    name: str,
    of_area: bool = True,
) -> None:
    """Show rows as a table, with counts where this reader may see them."""
    has_counts = bool(rows["after"].notna().any())
    header = ["Soort", *(["Wijk"] if of_area else []), "Oordeel"]
    header += ["Eerst", "Nu", "Verschil", "95 %-marge"] if has_counts else []
    cells = []
    for _, r in rows.iterrows():
        indicator = own[str(r["group"])]
        line = [indicator.name, *([board.areas[str(r["area"])].name] if of_area else [])]
        line.append(tables.verdict(MOVEMENT[r["verdict"]],
                                   judgement(r["verdict"], indicator.polarity)))  # fmt: skip
        cells.append(line + (_counts(r) if has_counts else []))
    numeric = range(len(header) - 4, len(header)) if has_counts else ()
    frame.show(tables.table(header, cells, caption=title, numeric=numeric))
    if any(own[str(g)].polarity is Polarity.NONE for g in rows["group"]):
        frame.show(tables.source_line(MORE_CONTROL))
    note = "" if of_area else protection_note(board)
    if note:
        frame.show(tables.source_line(note))
    sources = sources_of(board, pd.Series(found.sources))
    source = source_text(sources, period=movement_period(found), status=found.status)

    def file(shown: pd.DataFrame) -> pd.DataFrame:
        return provenance(
            _file(board, shown, own), sources=sources, period=movement_period(found),
            status=found.status, note=note,
        )  # fmt: skip

    figure.below(
        source,
        name=name,
        title=title,
        finding=movement_finding(rows["verdict"]),
        data=lambda: file(rows),
        parts={
            _riser(board, r, own): partial(
                _one, board, rows.loc[[i]], found, own=own, source=source, file=file
            )
            for i, r in rows.iterrows()
            if has_counts and r["verdict"] in REAL
        },
    )


def _riser(board: Board, row: pd.Series, own: dict[str, Indicator]) -> str:
    """Return one riser or decliner in words: 'Fietsendiefstal in X: van 12 naar 31'."""
    area = str(row["area"])
    where = board.areas[area].name if area in board.areas else f"heel {board.municipality.name}"
    before, after, *_ = _counts(row)
    return f"{own[str(row['group'])].name} in {where}: van {before} naar {after}"


def _one(  # noqa: PLR0913 - a row, and what its figure is made of
    board: Board,
    row: pd.DataFrame,
    found: Movements,
    *,
    own: dict[str, Indicator],
    source: str,
    file: Callable[[pd.DataFrame], pd.DataFrame],
) -> Exhibit:
    """Return one riser or decliner as a figure of its own."""
    r = row.iloc[0]
    indicator = own[str(r["group"])]
    verdict = MOVEMENT[r["verdict"]].lstrip("↑↓ ")
    *_, change, margin = _counts(r)
    told = _riser(board, r, own)
    bars = pd.DataFrame(
        {
            "period": [" - ".join(map(partial_date, w)) for w in (found.before, found.after)],
            "value": [float(r["before"]), float(r["after"])],
        }
    )
    return figure.exhibit(
        source=source,
        name=f"{indicator.indicator}-{r['area']}",
        title=told,
        finding=f"{told}. Verschil {change} (marge {margin}): {verdict}.",
        alternative="",
        data=lambda: file(row),
        drawn=lambda: trends.years(bars, unit=indicator.unit),
        native=None,
        internal=board.internal,
    )


def _counts(row: pd.Series) -> list[str]:
    """Return before, after, change and margin in words."""
    told = [NOT_SHOWN if pd.isna(row[c]) else number(row[c]) for c in ("before", "after")]
    ratio, low, high = (float(row[c]) for c in ("ratio", "lower", "upper"))
    if pd.isna(ratio) or ratio in {0.0, float("inf")} or high == float("inf"):
        return [*told, "–", "–"]
    change = f"{signed((ratio - 1) * 100, decimals=0)} %"
    margin = " tot ".join(f"{signed((edge - 1) * 100, decimals=0)} %" for edge in (low, high))
    return [*told, change, margin]


def _file(board: Board, rows: pd.DataFrame, own: dict[str, Indicator]) -> pd.DataFrame:
    file = pd.DataFrame(
        {
            "soort": [own[str(g)].name for g in rows["group"]],
            "gebied": [
                board.areas[a].name if a in board.areas else board.municipality.name
                for a in map(str, rows["area"])
            ],
            "oordeel": [MOVEMENT[v].lstrip("↑↓ ") for v in rows["verdict"]],
            "eerst": rows["before"].to_numpy(),
            "nu": rows["after"].to_numpy(),
            "verhouding": rows["ratio"].to_numpy(),
            "verhouding, ondergrens": rows["lower"].to_numpy(),
            "verhouding, bovengrens": rows["upper"].to_numpy(),
        }
    )
    return file.dropna(axis="columns", how="all")


def _visible(board: Board, found: Movements, rows: pd.DataFrame) -> list[str]:
    """Return how large a rise would mostly have been seen, kinds of which it is equal together."""
    by_share: dict[str, list[str]] = {}
    for group in dict.fromkeys(rows["group"]):
        share = number((found.detectable(group, cases=100) - 1) * 100)
        by_share.setdefault(share, []).append(board.indicators[group].name)
    return [
        f"{listing(names)}: bij 100 gevallen zien we een stijging meestal pas vanaf {share} %."
        for share, names in by_share.items()
    ]
