"""The municipality next to other regions: registrations per 1,000 inhabitants, and surveys.

Not here: choosing the regions (`gemeente.toml`).
"""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from lib.analysis.change import Difference, judge_difference
from lib.analysis.estimate import Estimate
from lib.analysis.funnel import ALARM, WARNING, Funnel
from lib.analysis.gap import round_half_up
from lib.board import Board
from lib.board.area_values import NOT_LOADED, number_or_none
from lib.board.cached_method import cached_method
from lib.catalog import Indicator, Status
from lib.exhibits.exhibit import ChartOnDemand, Exhibit, Native, Shape
from lib.exhibits.margins import MARGIN_ENDS
from lib.exhibits.provenance import Provenance, provenance_of_rows
from lib.exhibits.yearly import WHY, WHY_ABSENT, mark_start
from lib.figures import palette
from lib.figures.chart_style import Chart
from lib.figures.format import interval, number
from lib.figures.page_html import render_table
from lib.figures.sentences.rate_sentences import (
    describe_countings,
    describe_limits,
    describe_rate_years,
    describe_rates,
    format_share,
    list_outside,
)
from lib.figures.trends import draw_bars, draw_benchmark, stack_charts
from lib.figures.vocabulary import DIFFERENCE_LABELS
from lib.figures.year_charts import draw_funnel, draw_series

RATE_PLACE = 3  # of the columns: after name, count and inhabitants
SMALL_RATE = 10  # per 1,000 inhabitants: smaller ones differ in the second decimal
SURVEY_NOTE = "Een streep is de marge van 95 %. Alleen een verschil buiten de marges telt."

OTHERS = "andere gemeenten"


@cached_method()
def registration_rates(board: Board, indicator: Indicator, *, name: str) -> Exhibit | None:
    """Return a count per 1,000 inhabitants next to the country and other municipalities.

    A funnel where there are enough municipalities to show what chance does, else bars. None where
    the figures of other regions are not loaded.
    """
    rows = board.benchmark.rates(indicator.indicator)
    if rows.empty:
        return None
    funnel = board.benchmark.funnel(indicator.indicator)
    decimals = _choose_decimals(rows)
    period = f"{rows['period'].iloc[0]}, inwoners {rows['base_period'].iloc[0]}"
    provenance = _provenance_of_rates(board, rows, period=period)
    title = f"{indicator.name} per 1.000 inwoners naast andere gebieden, {period}"
    finding = describe_rates(board, rows, funnel, decimals=decimals)
    is_group = rows["code"].isin(find_municipalities(board))
    drawn = rows.assign(own=rows["code"] == board.municipality.code, value=rows["rate"])
    columns = ["gebied", indicator.unit, "inwoners", "per 1.000"]
    figures = rows[["name", "count", "inhabitants", "rate"]].set_axis(columns, axis="columns")
    table = _add_limits(figures, funnel, is_group=is_group)
    unit = f"{indicator.unit} per 1.000 inwoners"
    is_other = is_group & ~drawn["own"]
    ways = describe_countings(board, rows.assign(series=rows["name"].mask(is_other, OTHERS)))
    draw = (
        partial(draw_funnel, drawn[is_group], funnel)
        if funnel
        else partial(draw_bars, drawn[["name", "value", "own"]])
    )
    return Exhibit(
        name=f"{name}-{indicator.indicator}-vergeleken",
        title=title,
        finding=finding,
        alternative=f"{title}. {finding} {list_outside(drawn[is_group], funnel)}".strip(),
        source=provenance.describe(),
        caveats=provenance.caveats(board, notes=[describe_limits(funnel), *ways]),
        table=provenance.add_to(table),
        chart=ChartOnDemand(partial(draw, unit=unit, decimals=decimals)),
        native=_choose_chart(table, funnel, is_own=drawn["own"]),
        screen_table=render_table(
            ("Gebied", *columns[1:]),
            [
                (region, number(total), number(people), number(rate, decimals=decimals))
                for region, total, people, rate in figures.itertuples(index=False)
            ],
            caption=title,
            numeric=(1, 2, 3),
        ),
    )


def find_municipalities(board: Board) -> list[str]:
    """Return the codes of the municipality and of those that it is compared with."""
    own = board.municipality
    return [own.code, *(r.region for r in own.region if r.kind == "municipality")]


def _choose_decimals(rates: pd.DataFrame) -> int:
    """Return how many decimals are needed to see a difference between rates."""
    return 1 if rates["rate"].max() >= SMALL_RATE else 2


def _provenance_of_rates(board: Board, rows: pd.DataFrame, *, period: str) -> Provenance:
    """Return where counts and inhabitants are from."""
    counts, people = rows[["source", "status"]], rows[["base_source", "status"]]
    both = pd.concat([counts, people.set_axis(counts.columns, axis="columns")])
    return provenance_of_rows(board, both, period=period)


def _add_limits(
    figures: pd.DataFrame, funnel: Funnel | None, *, is_group: pd.Series
) -> pd.DataFrame:
    """Return the figures with the limits for the inhabitants of each municipality."""
    if funnel is None:
        return figures
    people = figures["inwoners"].to_numpy(dtype="float64")
    added = {
        f"{side} {format_share(share)}": pd.Series(limit.round(2)).where(is_group)
        for share in (WARNING, ALARM)
        for side, limit in zip(
            ("ondergrens", "bovengrens"), funnel.limits(people, share=share), strict=True
        )
    }
    return figures.assign(**added)


def _choose_chart(table: pd.DataFrame, funnel: Funnel | None, *, is_own: pd.Series) -> Native:
    """Return how a slide draws rates: between their limits as on the screen, else as bars."""
    colours = tuple(palette.ACCENT if own else palette.GRID for own in is_own)
    rate, *limits = table.columns[RATE_PLACE:]
    if funnel is None:
        return Native(Shape.BARS, "gebied", (rate,), colours)
    goals = (("groep samen", funnel.rate),)
    return Native(Shape.SCATTER, "gebied", ("inwoners", rate, *limits), colours, goals)


@cached_method()
def rates_per_year(board: Board, indicator: Indicator, *, name: str) -> Exhibit | None:
    """Return a count per 1,000 inhabitants over the years, next to country and municipalities.

    None where the figures of other regions are not loaded, or of one year only.
    """
    rows = board.benchmark.rate_years(indicator.indicator)
    if rows["period"].nunique() < 2:  # noqa: PLR2004 - a course needs two
        return None
    decimals, years = _choose_decimals(rows), rows["period"].astype(int)
    rows = rows.assign(
        year=years,
        series=rows["name"],
        value=[round_half_up(rate, decimals=decimals) for rate in rows["rate"]],
        provisional=rows["status"] == Status.PROVISIONAL.value,
    )
    open_years = set(rows.loc[rows["provisional"], "year"])
    period = f"{years.min()}-{years.max()}"
    provenance = _provenance_of_rates(board, rows, period=period)
    title = f"{indicator.name} per 1.000 inwoners, {period}"
    table = rows.pivot_table(index="year", columns="series", values="value", sort=False)
    # A year without figures has a row too: a line on a slide breaks there, as on the screen.
    table = table[list(dict.fromkeys(rows["series"]))].reindex(range(years.min(), years.max() + 1))
    in_file = table.rename_axis(index="jaar", columns=None).reset_index()
    lines = [
        (str(year), *("–" if pd.isna(v) else number(v, decimals=decimals) for v in line))
        for year, line in zip(table.index, table.to_numpy(), strict=True)
    ]
    return Exhibit(
        name=f"{name}-{indicator.indicator}-per-1000-per-jaar",
        title=title,
        finding=describe_rate_years(rows, decimals=decimals),
        source=provenance.describe(),
        caveats=provenance.caveats(board, notes=describe_countings(board, rows)),
        table=provenance.add_to(
            in_file.assign(**{WHY: [NOT_LOADED * gap for gap in table.isna().any(axis="columns")]}),
            provisional=[y in open_years for y in table.index],
        ),
        chart=ChartOnDemand(
            partial(
                draw_series,
                rows,
                unit=f"{indicator.unit} per 1.000 inwoners",
                start=board.municipality.policy.start,
                decimals=decimals,
            )
        ),
        native=Native(
            Shape.LINES,
            "jaar",
            tuple(table.columns),
            moments=(mark_start(board.municipality.policy.start),),
        ),
        screen_table=render_table(
            ("Jaar", *table.columns),
            lines,
            caption=title,
            numeric=range(1, len(table.columns) + 1),
            why_empty=WHY_ABSENT,
        ),
    )


def load_surveys(board: Board, indicators: Sequence[Indicator]) -> dict[Indicator, pd.DataFrame]:
    """Return for each question the newest wave of the source that has other regions too.

    Where none has: the municipality's own figure, unless its areas have one, which stands with
    them. Questions without any figure are left out.
    """
    found = {indicator: _choose_survey(board, indicator) for indicator in indicators}
    return {indicator: rows for indicator, rows in found.items() if len(rows)}


@cached_method()
def _choose_survey(board: Board, indicator: Indicator) -> pd.DataFrame:
    rows = board.benchmark.surveys(indicator.indicator)
    others = rows[rows["area"] != board.municipality.code]
    if others.empty:
        return rows.iloc[:0] if board.area_values(indicator.indicator) else rows.head(1)
    return rows[rows["source"].isin(others["source"])].reset_index(drop=True)


def survey_figures(
    board: Board, surveys: Mapping[Indicator, pd.DataFrame], *, name: str
) -> Exhibit | None:
    """Return survey figures next to those of other regions: a chart for each question, one table.

    None without any question; `surveys` as `load_surveys` returns them.
    """
    if not surveys:
        return None
    rows = pd.concat([found.assign(vraag=i.name) for i, found in surveys.items()])
    waves = ", ".join(sorted(set(rows["period"])))
    provenance = provenance_of_rows(board, rows, period=f"meting {waves}")
    title = f"Wat inwoners zeggen, meting {waves}"
    columns = ["vraag", "gebied", "cijfer", *MARGIN_ENDS]
    lines = [line for i, found in surveys.items() for line in _make_survey_lines(board, i, found)]
    return Exhibit(
        name=f"{name}-monitor",
        title=title,
        finding=SURVEY_NOTE,
        source=provenance.describe(),
        caveats=provenance.caveats(board, public=True, survey=rows),
        table=provenance.add_to(
            rows[["vraag", "name", "value", "lower", "upper"]]
            .set_axis(columns, axis="columns")
            .assign(oordeel=[line[-1] for line in lines])
        ),
        chart=ChartOnDemand(
            lambda: stack_charts({i.name: draw_question(board, i, surveys) for i in surveys})
        ),
        screen_table=render_table(
            ("Vraag", "Gebied", "Cijfer", "Marge (95 %)", board.municipality.name),
            lines,
            caption=title,
            numeric=(2, 3),
        ),
    )


def draw_question(
    board: Board, indicator: Indicator, surveys: Mapping[Indicator, pd.DataFrame]
) -> Chart:
    """Return the chart of one question, on the axis of all questions with its unit."""
    same = [found for i, found in surveys.items() if i.unit == indicator.unit]
    every = pd.concat([found[c] for found in same for c in ("value", "lower", "upper")])
    rows = surveys[indicator]
    return draw_benchmark(
        rows[["name", "value", "lower", "upper"]].assign(
            own=rows["area"] == board.municipality.code
        ),
        unit=indicator.unit,
        decimals=indicator.decimals,
        ends=(every.min(), every.max()),
    )


def describe_question(indicator: Indicator, rows: pd.DataFrame) -> str:
    """Return the chart of one question in words."""
    figures = "; ".join(
        f"{region} {number(value, decimals=indicator.decimals)}"
        for region, value in zip(rows["name"], rows["value"], strict=True)
    )
    return f"{indicator.name}: {figures}."


def _make_survey_lines(
    board: Board, indicator: Indicator, rows: pd.DataFrame
) -> list[tuple[str, ...]]:
    """Return a line per region, with how the municipality stands next to it."""
    own = rows[rows["area"] == board.municipality.code]
    lines: list[tuple[str, ...]] = []
    for _, row in rows.iterrows():
        verdict = ""
        if len(own) and row["area"] != board.municipality.code:
            verdict = DIFFERENCE_LABELS[_judge_difference(own.iloc[0], row)]
        value = number(row["value"], decimals=indicator.decimals)
        margin = interval(row["lower"], row["upper"], decimals=indicator.decimals)
        lines.append((indicator.name, str(row["name"]), value, margin, verdict))
    return lines


def _judge_difference(own: pd.Series, other: pd.Series) -> Difference:
    one, two = (
        Estimate(
            float(row["value"]),
            number_or_none(row["lower"]),
            number_or_none(row["upper"]),
            comparable=own["period"] == other["period"],
        )
        for row in (own, other)
    )
    return judge_difference(one, two)
