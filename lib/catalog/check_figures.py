"""Rules for figures: observations, their sums, indicators and targets.

Not here: what one row can break alone (`schema`), and other rules between files (`checks`).
"""

from collections import defaultdict
from collections.abc import Iterator
from math import isclose

from lib.catalog.contents import FileContents
from lib.catalog.problems import DataProblem, RowPlace
from lib.catalog.schema import RATING, Indicator, Observation, Status, Target

MAX_CLASSES = 5  # as many as there are colours for counts
FLOAT_TOLERANCE = 1e-9
STOCK_ROUNDING = 0.001  # parts of a stock are rounded one by one, so their sum may be a bit higher


def check_figures(contents: FileContents) -> Iterator[DataProblem]:
    """Yield every problem of observations, sums, indicators and targets."""
    for at, observation in contents.observations:
        yield from _check_keys(contents, at, observation)
        indicator = contents.indicator_of.get(observation.indicator)
        if indicator:
            yield from _check_level(contents, at, observation, indicator)
            yield from _check_range(at, observation, indicator)
            yield from _check_decimals(at, observation, indicator)
    yield from check_mixture(contents)
    yield from check_sums(contents)
    yield from check_rating(contents)
    yield from check_breaks(contents)
    yield from check_targets(contents)
    yield from check_floor(contents)


def _check_keys(contents: FileContents, at: RowPlace, o: Observation) -> Iterator[DataProblem]:
    """Report an indicator, source or area that does not exist, and a figure that is calculated."""
    indicator = contents.indicator_of.get(o.indicator)
    is_unknown = indicator is None and not contents.is_lost("indicators.toml", o.indicator)
    if is_unknown or (indicator and indicator.kind == "rate"):
        yield at.problem("unknown_indicator", column="indicator", value=o.indicator)
    if o.source not in contents.own_sources and not contents.is_lost("sources.csv", o.source):
        yield at.problem("unknown_source", column="source", value=o.source)
    is_lost = contents.is_lost("areas.csv", o.area) or contents.is_lost("gemeente.toml")
    if o.area not in contents.place_keys and not is_lost:
        fix = contents.suggest_area(o.area)
        yield at.problem("unknown_area", column="area", value=o.area, fix=fix)


def _check_level(
    contents: FileContents, at: RowPlace, o: Observation, indicator: Indicator
) -> Iterator[DataProblem]:
    area = contents.area_of.get(o.area)
    if area and area.kind not in indicator.levels:
        yield at.problem("wrong_level", column="area", value=o.area, levels=indicator.levels)


def _check_decimals(at: RowPlace, o: Observation, indicator: Indicator) -> Iterator[DataProblem]:
    """Refuse counts that are not whole, and surveys with more decimals than are published.

    Goals are judged on the published decimals.
    """
    if o.value is None:
        return
    if indicator.kind in {"count", "stock", "effort"} and o.value % 1:
        yield at.problem("fraction", column="value", value=f"{o.value:g}")
    if indicator.kind == "survey" and not isclose(
        round(o.value, indicator.decimals), o.value, rel_tol=0, abs_tol=FLOAT_TOLERANCE
    ):
        yield at.problem(
            "too_many_decimals", column="value", value=f"{o.value:g}", decimals=indicator.decimals
        )


def _check_range(at: RowPlace, o: Observation, indicator: Indicator) -> Iterator[DataProblem]:
    """Report numbers outside the indicator's range."""
    low, high = indicator.range or (0.0, float("inf"))
    limits = f"van {low:g} tot en met {high:g}" if indicator.range else f"{low:g} of meer"
    for column, value in (("value", o.value), ("lower", o.lower), ("upper", o.upper)):
        if value is None or low <= value <= high:
            continue
        tenth = value / 10
        is_likely = indicator.range and low <= tenth <= high
        yield at.problem(
            "outside_range",
            column=column,
            value=f"{value:g}",
            unit=indicator.unit,
            limits=limits,
            fix=f"bedoelt u {tenth:g}? Schrijf het met een punt"
            if is_likely
            else "verbeter het getal",
        )


def check_mixture(contents: FileContents) -> Iterator[DataProblem]:
    """Report indicators with real figures next to fictitious ones."""
    first: dict[str, dict[bool, RowPlace]] = defaultdict(dict)
    for at, o in contents.observations:
        first[o.indicator].setdefault(o.status is Status.FICTITIOUS, at)
    for key, places in first.items():
        if len(places) > 1:
            yield places[True].problem("mixed_indicator", column="status", value=key)


def check_sums(contents: FileContents) -> Iterator[DataProblem]:
    """Report parts that add up to more than the municipality.

    The problem stands at the municipality's row: which part is too high, nobody can know.
    """
    totals: list[tuple[tuple[str, str], float, RowPlace]] = []
    # indicator and period -> per level and source, so that two sources are never added up
    sums: dict[tuple[str, str], dict[tuple[str, str], float]] = defaultdict(dict)
    for at, o, value in _counted(contents):
        key = (o.indicator, o.period.text)
        level: str = contents.area_of[o.area].kind
        if level == "municipality":
            totals.append((key, value, at))
        else:
            sums[key][level, o.source] = sums[key].get((level, o.source), 0.0) + value
    for key, total, at in totals:
        is_stock = contents.indicator_of[key[0]].kind == "stock"
        most = total * (1 + STOCK_ROUNDING) if is_stock else total
        for (kind, source), amount in sums[key].items():
            if amount > most:
                yield at.problem(
                    "total_below_parts",
                    column="value",
                    value=f"{total:g}",
                    indicator=key[0],
                    period=key[1],
                    level=kind,
                    source=source,
                    amount=f"{amount:g}",
                )


def _counted(contents: FileContents) -> Iterator[tuple[RowPlace, Observation, float]]:
    """Yield the counts and stocks of known areas that have a value."""
    counts = {key for key, i in contents.indicator_of.items() if i.kind in {"count", "stock"}}
    for at, o in contents.observations:
        if o.indicator in counts and o.area in contents.area_of and o.value is not None:
            yield at, o, o.value


def check_rating(contents: FileContents) -> Iterator[DataProblem]:
    """Report that there is no rating."""
    if RATING not in contents.indicator_of and not contents.is_lost("indicators.toml"):
        yield RowPlace("indicators.toml").problem("no_rating", value=RATING)


def check_breaks(contents: FileContents) -> Iterator[DataProblem]:
    """Report counts per area with more classes on the map than there are colours, or none.

    Classes of figures that `make data` brings follow from the figures.
    """
    for at, indicator in contents.indicators:
        is_per_area = not indicator.is_municipal_only
        is_mapped = indicator.kind in {"count", "rate"} and is_per_area and not indicator.tables
        if is_mapped and not 1 <= len(indicator.breaks) < MAX_CLASSES:
            yield at.problem(
                "number_of_breaks",
                column=f"{indicator.indicator}.breaks",
                value=str(list(indicator.breaks)) if indicator.breaks else "",
                most=MAX_CLASSES - 1,
            )


def check_targets(contents: FileContents) -> Iterator[DataProblem]:
    """Report goals of another indicator, two of one kind, and goals judged before they start."""
    known = set(contents.indicator_of)
    scopes: set[str] = set()
    for at, target in contents.targets:
        faults = {
            "indicator": target.indicator in known - {RATING} and f"de indicator {RATING}",
            "scope": target.scope in scopes and "één doel van elke soort",
            "judged_on": target.judged_on <= target.baseline_period
            and "een meting na 'baseline_period'",
        }
        scopes.add(target.scope)
        for column, expected in faults.items():
            if expected:
                value = str(getattr(target, column))
                yield at.problem("odd_target", column=column, value=value, expected=expected)


def check_floor(contents: FileContents) -> Iterator[DataProblem]:
    """Report a floor for every area that lies above the goal for the municipality."""
    by_scope: dict[str, Target] = {}
    for _, target in contents.targets:
        by_scope.setdefault(target.scope, target)
    mean, floor = by_scope.get("municipality"), by_scope.get("every_area")
    if mean and floor and floor.value > mean.value:
        yield RowPlace("targets.toml").problem(
            "floor_above_target", column="value", value=f"{floor.value:g}", target=f"{mean.value:g}"
        )
