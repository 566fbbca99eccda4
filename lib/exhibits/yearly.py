"""Registrations of the whole municipality per year: one kind with its gaps, and all kinds.

Not here: months (`registrations`), areas (`area_registrations`) and other regions (`benchmark`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
from markupsafe import Markup, escape

from lib.board import Board
from lib.board.area_values import NOT_LOADED
from lib.board.cached_method import cached_method
from lib.catalog import Indicator, Polarity, Status
from lib.exhibits.exhibit import ChartOnDemand, Exhibit, Native, Shape
from lib.exhibits.provenance import provenance_of_rows
from lib.figures.format import number
from lib.figures.layers.registration_layers import MORE_CONTROL
from lib.figures.page_html import render_count_verdict, render_table
from lib.figures.sentences.registration_sentences import (
    describe_series,
    protection_note,
    series_finding,
    year_verdict,
)
from lib.figures.vocabulary import SUPPRESSED
from lib.figures.year_charts import draw_series

LAST_YEARS = 3  # in the table of all kinds, next to the first year and the one before the policy
ABSENT = "–"
WHY_ABSENT = "van dat jaar staat het cijfer nog niet in dit dashboard."
WHY = "ontbreekt omdat"


@dataclass(frozen=True, eq=False)
class YearSeries:
    """The municipal figures of one indicator per year.

    `rows`: columns as an observation, `year`, `series` (how it was counted, else the unit) and
    `provisional`, the longest series first. `missing`: why a year between the first and the last
    has no figure in any series.
    """

    rows: pd.DataFrame
    missing: Mapping[int, str]

    @property
    def names(self) -> list[str]:
        """The series, the longest first."""
        return list(dict.fromkeys(self.rows["series"]))

    @property
    def table(self) -> pd.DataFrame:
        """A row per year, a column per series, NaN where a figure is absent."""
        found = self.rows.pivot_table(index="year", columns="series", values="value", sort=False)
        years = sorted({*self.missing, *self.rows["year"]})
        return found.reindex(index=years, columns=self.names)

    @property
    def period(self) -> str:
        """'2012-2025', or '2021'."""
        years = self.rows["year"]
        return "-".join(dict.fromkeys((str(years.min()), str(years.max()))))

    @property
    def open_years(self) -> list[int]:
        """The years that may still change."""
        return list(self.rows.loc[self.rows["provisional"], "year"])

    def describe(self, year: int, name: str) -> str:
        """Return the figure of a year in a series, or why there is none."""
        row = self.rows[(self.rows["year"] == year) & (self.rows["series"] == name)]
        if row.empty:
            return (
                ABSENT if self.missing.get(year, NOT_LOADED) == NOT_LOADED else self.missing[year]
            )
        return number(row["value"].iloc[0]) + (" (voorlopig)" if row["provisional"].iloc[0] else "")


def load_year_series(board: Board, indicator: Indicator) -> YearSeries | None:
    """Return the figures of an indicator over the years; None without any."""
    key, found = indicator.indicator, board.registrations
    frames = [
        found.yearly(key, counting=c).assign(series=c or indicator.unit)
        for c in found.countings(key)
    ]
    if not any(map(len, frames)):
        return None
    frames.sort(key=len, reverse=True)
    rows = pd.concat(frames, ignore_index=True)
    rows = rows.assign(
        year=rows["period"].astype(int), provisional=rows["status"] == Status.PROVISIONAL.value
    )
    hidden = {int(y) for c in found.countings(key) for y in found.suppressed_years(key, counting=c)}
    years = range(min(rows["year"]), max([*rows["year"], *hidden]) + 1)
    reason = f"{SUPPRESSED}: minder dan {board.municipality.disclosure.threshold}"
    return YearSeries(
        rows,
        {y: reason if y in hidden else NOT_LOADED for y in years if y not in set(rows["year"])},
    )


@cached_method()
def registrations_per_year(board: Board, indicator: Indicator, *, name: str) -> Exhibit | None:
    """Return the municipal figures of one indicator over the years; None without any.

    A line for each way of counting.
    """
    series = load_year_series(board, indicator)
    if series is None:
        return None
    table, names = series.table, series.names
    provenance = provenance_of_rows(board, series.rows, period=series.period)
    title = f"{indicator.name} in heel {board.municipality.name}, {series.period}"
    finding = _describe_course(board, indicator, series)
    columns = [f"{indicator.unit}, {n}" if len(names) > 1 else indicator.unit for n in names]
    cells = [(str(year), *(series.describe(year, n) for n in names)) for year in table.index]
    in_file = _tabulate(series, columns)
    start = board.municipality.policy.start
    return Exhibit(
        name=name,
        title=title,
        finding=finding,
        source=provenance.describe(),
        alternative=f"{describe_years(title, [(c[0], c[1]) for c in cells])} {finding}",
        caveats=provenance.caveats(board, notes=_list_notes(indicator, series)),
        table=provenance.add_to(
            in_file, provisional=[y in series.open_years for y in in_file["jaar"]]
        ),
        chart=ChartOnDemand(partial(draw_series, series.rows, unit=indicator.unit, start=start))
        if len(table) > 1
        else None,
        native=Native(Shape.LINES, "jaar", tuple(columns), moments=(mark_start(start),)),
        screen_table=render_table(
            ("Jaar", *columns),
            cells,
            caption=title,
            numeric=range(1, len(columns) + 1),
            why_empty=WHY_ABSENT,
        ),
    )


def _describe_course(board: Board, indicator: Indicator, series: YearSeries) -> str:
    """Return the newest figure, its verdict, how it was counted and which years are absent."""
    longest = series.rows[series.rows["series"] == series.names[0]]
    newest = series_finding(
        longest,
        unit=indicator.unit,
        by_police=bool(indicator.tables),
        verdict=year_verdict(board, indicator.indicator),
    )
    countings = [c for c in board.registrations.countings(indicator.indicator) if c]
    hidden = [y for y, why in series.missing.items() if why != NOT_LOADED]
    absent = [y for y, why in series.missing.items() if why == NOT_LOADED]
    text = describe_series(countings, absent=absent, hidden=hidden)
    return f"{newest} {text}".strip()


def _list_notes(indicator: Indicator, series: YearSeries) -> list[str]:
    """Return what more control means for a kind, and that the way of registering changed."""
    since = indicator.comparable_from
    is_broken = since is not None and series.rows["year"].min() < since.year
    is_effort = indicator.polarity is Polarity.NONE
    return [MORE_CONTROL if is_effort else "", indicator.break_note if is_broken else ""]


def _tabulate(series: YearSeries, columns: Sequence[str]) -> pd.DataFrame:
    """Return a row per year for a file, with why a figure is absent where one is."""
    table = series.table.set_axis(list(columns), axis="columns").rename_axis("jaar").reset_index()
    reasons = [series.missing.get(year, "") for year in table["jaar"]]
    return table.assign(**{WHY: reasons}) if any(reasons) else table


def mark_start(start: int) -> tuple[str, str]:
    """Return the first year of the policy, and what its line is called on a slide."""
    return str(start), f"beleid vanaf {start}"


def describe_years(title: str, cells: Sequence[tuple[str, str]]) -> str:
    """Return a chart of years in words, without the years that have no figure."""
    return f"{title}: {'; '.join(f'{year} {value}' for year, value in cells if value != ABSENT)}."


@cached_method()
def kinds_per_year(board: Board, indicators: tuple[Indicator, ...], *, name: str) -> Exhibit | None:
    """Return the municipal figures of each kind in a few years, largest first, with verdicts.

    The first year, that before the policy, and the last years.
    """
    series = {i.name: board.registrations.yearly(i.indicator) for i in indicators}
    rows = pd.concat([r.assign(soort=kind) for kind, r in series.items()] or [pd.DataFrame()])
    if rows.empty:
        return None
    years = _choose_years(board, sorted(set(rows["period"])))
    values = rows.pivot_table(index="soort", columns="period", values="value")
    values = values.reindex(index=rows["soort"].unique(), columns=years)
    values = values.sort_values(years[-1], ascending=False, kind="stable", na_position="last")
    by_name = {i.name: i for i in indicators}
    kinds = [by_name[str(kind)] for kind in values.index]
    provenance = provenance_of_rows(board, rows, period=f"{years[0]}-{years[-1]}")
    title = f"Registraties in heel {board.municipality.name}, {provenance.period}"
    note = protection_note(board)
    verdicts = _judge_kinds(board, kinds)
    in_file = {head: [str(v.striptags()) for v in cells] for head, cells in verdicts.items()}
    return Exhibit(
        name=f"{name}-soorten",
        title=title,
        finding=f"Aantallen per jaar, de meeste in {years[-1]} bovenaan.",
        source=provenance.describe(),
        caveats=provenance.caveats(board, notes=[note]),
        table=provenance.add_to(
            values.rename_axis(columns=None).reset_index().assign(**in_file), note=note
        ),
        html=render_table(
            ("Soort", *_head_years(rows, years), *verdicts),
            [
                (
                    kind.name,
                    *_format_years(board, kind, dict(zip(years, line, strict=True))),
                    *judged,
                )
                for kind, line, *judged in zip(
                    kinds, values.to_numpy(), *verdicts.values(), strict=True
                )
            ],
            caption=title,
            numeric=range(1, len(years) + 1),
            why_empty=f"{WHY_ABSENT} Bij een verschil: het is niet beoordeeld.",
        ),
    )


def _choose_years(board: Board, years: Sequence[str]) -> list[str]:
    base = str(board.municipality.policy.start - 1)
    return [y for y in years if y in {years[0], base, *years[-LAST_YEARS:]}]


def _head_years(rows: pd.DataFrame, years: Sequence[str]) -> list[str]:
    is_open = rows["status"] == Status.PROVISIONAL.value
    return [f"{y} (voorlopig)" if y in set(rows.loc[is_open, "period"]) else y for y in years]


def _format_years(board: Board, indicator: Indicator, values: Mapping[str, float]) -> list[str]:
    """Return the figure of each year; what is hidden is not the same as what is absent."""
    hidden = set(board.registrations.suppressed_years(indicator.indicator))
    return [
        (SUPPRESSED if year in hidden else ABSENT) if pd.isna(value) else number(value)
        for year, value in values.items()
    ]


def _judge_kinds(board: Board, indicators: Sequence[Indicator]) -> dict[str, list[Markup]]:
    """Return a column of verdicts by its head; nothing where no year is judged."""
    found = board.registrations.year_changes()
    if found is None:
        return {}
    verdicts = found.rows["verdict"].to_dict()
    cells = [
        render_count_verdict(verdict, i.polarity)
        if (verdict := verdicts.get(i.indicator))
        else escape(ABSENT)
        for i in indicators
    ]
    return {f"Verschil {found.before}-{found.after}": cells}
