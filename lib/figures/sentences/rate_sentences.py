"""Counts per 1,000 inhabitants compared with other regions, in sentences. No causes, no ranks."""

import pandas as pd

from lib.analysis.funnel import ALARM, WARNING, Funnel, FunnelPosition
from lib.board import Board
from lib.figures.format import listing, number

# How far a municipality lies from the group, in words.
POSITION_LABELS = {
    FunnelPosition.WITHIN: "binnen de grenzen van 95 %: geen opvallend verschil",
    FunnelPosition.ABOVE: "boven de grens van 95 %, maar onder die van 99,8 %",
    FunnelPosition.BELOW: "onder de grens van 95 %, maar boven die van 99,8 %",
    FunnelPosition.FAR_ABOVE: "boven de grens van 99,8 %",
    FunnelPosition.FAR_BELOW: "onder de grens van 99,8 %",
}
NO_REASON = "Gebieden verschillen in ligging en in bezoekers: een hoger cijfer zegt niet waardoor."


def describe_rates(
    board: Board, rows: pd.DataFrame, funnel: Funnel | None, *, decimals: int
) -> str:
    """Return the municipality's rate and where it lies; `rows` as of `Benchmark.rates`."""
    own = rows.iloc[0]
    rate = number(own["rate"], decimals=decimals)
    if funnel is None:
        return f"{board.municipality.name}: {rate} per 1.000 inwoners. {NO_REASON}"
    position = funnel.place(own["rate"], inhabitants=own["inhabitants"])
    group = number(funnel.rate, decimals=decimals)
    return (
        f"{board.municipality.name}: {rate} per 1.000 inwoners; de gemeenten samen: {group}. "
        f"{board.municipality.name} ligt {POSITION_LABELS[position]}. {NO_REASON}"
    )


def describe_limits(funnel: Funnel | None) -> str:
    """Return how the limits of a funnel were made; nothing without one."""
    if funnel is None:
        return ""
    spread = (
        "De gemeenten verschillen niet meer dan zuiver toeval geeft."
        if funnel.dispersion <= 1
        else "De gemeenten verschillen meer dan zuiver toeval geeft (variantie: "
        f"{number(funnel.dispersion, decimals=1)} keer zo groot). De grenzen zijn daarvoor "
        "verbreed."
    )
    return (
        f"Tussen de grenzen liggen {format_share(WARNING)} en {format_share(ALARM)} van de "
        f"gemeenten als alleen toeval ze laat verschillen. {spread}"
    )


def list_outside(group: pd.DataFrame, funnel: Funnel | None) -> str:
    """Return which municipalities of `group` lie outside the limits of 95 %, by name."""
    if funnel is None:
        return ""
    places = zip(group["name"], group["rate"], group["inhabitants"], strict=True)
    names = sorted(
        name
        for name, rate, people in places
        if funnel.place(rate, inhabitants=people) is not FunnelPosition.WITHIN
    )
    found = listing(names) if names else "geen gemeente"
    return f"Buiten de grenzen van {format_share(WARNING)}: {found}."


def format_share(share: float) -> str:
    """Return '95 %' or '99,8 %'."""
    return f"{number(share * 100, decimals=0 if share == WARNING else 1)} %"


def describe_rate_years(rows: pd.DataFrame, *, decimals: int) -> str:
    """Return the newest rate of each line with its year; `rows` has `series`, `year`, `value`."""
    newest = rows.sort_values("year").groupby("series", sort=False).tail(1)
    order = list(dict.fromkeys(rows["series"]))
    by_series = {r["series"]: r for _, r in newest.iterrows()}
    parts = [
        f"{s} {number(by_series[s]['value'], decimals=decimals)} in {by_series[s]['year']}"
        for s in order
    ]
    return f"Per 1.000 inwoners: {listing(parts)}. {NO_REASON}"


def describe_countings(board: Board, rows: pd.DataFrame) -> list[str]:
    """Return that lines were counted in another way, where they were."""
    ways = {
        str(series): board.sources[of_series["source"].iloc[-1]].counting
        for series, of_series in rows.groupby("series", sort=False)
    }
    if len(set(ways.values())) < 2:  # noqa: PLR2004 - one way for all
        return []
    named = [f"{series}: {way}" for series, way in ways.items() if way]
    return [f"Niet overal op dezelfde manier geteld ({'; '.join(named)})."]
