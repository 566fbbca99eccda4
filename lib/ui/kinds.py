"""The parts of a theme page that open data brings: years, months, and changes that are real."""

import pandas as pd
import streamlit as st

from lib.analysis.counts import Verdict
from lib.board import Board, Movements
from lib.catalog import Indicator, Polarity, Status, Theme
from lib.export.tables import provenance
from lib.figures import charts, tables
from lib.figures.format import number, partial_date
from lib.figures.layers import MORE_CONTROL
from lib.figures.sentences import months_finding, movement_finding, source_text
from lib.figures.words import MOVEMENT
from lib.ui import figure, frame
from lib.ui.selection import follow

KIND = "soort"
YEARS = 3


def of_theme(board: Board, theme: Theme) -> list[Indicator]:
    """Return the theme's own indicators of which municipal figures are loaded."""
    own = [i for i in board.indicators.values() if theme.slug in i.themes]
    return [i for i in own if not board.series(i.indicator).empty]


def per_year(board: Board, theme: Theme) -> None:
    """Show the municipal figure of each kind in the last years, as a table."""
    found = of_theme(board, theme)
    if not found:
        return
    series = {i.indicator: board.series(i.indicator).set_index("period") for i in found}
    years = sorted(set().union(*(s.index for s in series.values())))[-YEARS:]
    title = f"Registraties in heel {board.municipality.name}, {years[0]}-{years[-1]}"
    values = {i.name: [_value(series[i.indicator], year) for year in years] for i in found}
    figure.caption(title, "Aantallen per jaar. Of een verschil echt is, staat bij de wijken.")
    frame.show(
        tables.table(
            ("Soort", *years),
            [(name, *(number(v) for v in row)) for name, row in values.items()],
            caption=title,
            numeric=range(1, len(years) + 1),
        )
    )
    rows = pd.concat(series.values())
    sources = [board.sources[k] for k in dict.fromkeys(rows["source"])]
    status = _status(rows["status"])
    period = f"{years[0]}-{years[-1]}"
    figure.below(
        source_text(sources, period=period, status=status),
        name=f"{theme.slug}-soorten",
        title=title,
        data=lambda: provenance(
            pd.DataFrame.from_dict(values, orient="index", columns=years)
            .rename_axis("soort").reset_index(),
            sources=sources, period=period, status=status,
        ),
    )  # fmt: skip


@st.fragment
def per_month(board: Board, theme: Theme) -> None:
    """Show one kind per month with the mean of twelve months, the kind of the reader's choice."""
    months = {i.indicator: board.months(i.indicator) for i in of_theme(board, theme)}
    found = {k: rows for k, rows in months.items() if len(rows)}
    if not found:
        return
    indicator = board.indicators[_chosen_kind(board, list(found))]
    rows = found[indicator.indicator]
    title = f"{indicator.name} per maand in heel {board.municipality.name}"
    figure.caption(title, months_finding(rows, unit=indicator.unit))
    figure.chart(
        charts.months(rows, unit=indicator.unit), key="per_month",
        alternative=f"{title}. {months_finding(rows, unit=indicator.unit)}",
    )  # fmt: skip
    if indicator.polarity is Polarity.NONE:
        frame.show(tables.source_line(MORE_CONTROL))
    frame.show(tables.source_line(indicator.definition))
    sources = [board.sources[k] for k in dict.fromkeys(rows["source"])]
    status = _status(rows["status"])
    dates = [partial_date(p) for p in rows["period"]]
    period = f"{dates[0]} tot en met {dates[-1]}"
    figure.below(
        source_text(sources, period=period, status=status),
        name=f"{theme.slug}-{indicator.indicator}-per-maand",
        title=title,
        table=tables.table(
            ("Maand", indicator.unit),
            [(when, number(v)) for when, v in zip(dates, rows["value"], strict=True)],
            caption=title,
            numeric=(1,),
        ),
        data=lambda: provenance(
            rows[["period", "value"]].rename(columns={"period": "maand", "value": indicator.unit}),
            sources=sources, period=period, status=status,
        ),
    )  # fmt: skip


def changes(board: Board, theme: Theme) -> None:
    """Show which kinds rose or fell in which areas, and how large a rise could have been seen."""
    found = board.movements
    if found is None:
        return
    own = {i.indicator: i for i in board.indicators.values() if theme.slug in i.themes}
    rows = found.frame[found.frame["group"].isin(list(own))]
    if rows.empty:
        return
    after = f"{partial_date(found.after[0])} tot en met {partial_date(found.after[1])}"
    before = f"{partial_date(found.before[0])} tot en met {partial_date(found.before[1])}"
    title = f"Stijgers en dalers: {after} naast {before}"
    figure.caption(title, movement_finding(rows))
    real = rows[rows["verdict"].isin([Verdict.RISE, Verdict.FALL])].sort_values(["group", "area"])
    if len(real):
        _changed(board, real, own, title)
    frame.show(tables.bullet_list(_visible(board, found, rows)))
    source = board.sources[found.source]
    figure.below(
        source_text([source], period=f"{after}, naast {before}", status=found.status),
        name=f"{theme.slug}-stijgers-en-dalers",
        title=title,
        data=lambda: provenance(
            pd.DataFrame({
                "soort": [own[g].name for g in rows["group"]],
                "wijk": [board.areas[a].name for a in rows["area"]],
                "oordeel": [MOVEMENT[v] for v in rows["verdict"]],
            }),
            sources=[source], period=f"{after}, naast {before}", status=found.status,
        ),
    )  # fmt: skip


def of_area(board: Board, area: str) -> None:
    """Show what was registered in one area, per kind, with the verdict where it is judged."""
    levels = [lv for k, i in board.indicators.items() if i.kinds and (lv := board.level(k))]
    if not any(lv.indicator.themes for lv in levels):
        return
    found = board.movements
    rows = found.frame[found.frame["area"] == area] if found else pd.DataFrame()
    verdicts = dict(zip(rows["group"], rows["verdict"], strict=True)) if len(rows) else {}
    name = board.areas[area].name
    title = f"Registraties per soort in {name}, {levels[0].period}"
    shown = [
        (
            lv.indicator.name,
            lv.cell(area).missing or number(lv.cell(area).value),
            MOVEMENT[verdicts[k]] if (k := lv.indicator.indicator) in verdicts else "",
        )
        for lv in levels
    ]
    sources = list(dict.fromkeys(s for lv in levels for s in lv.sources))
    status = _status(pd.Series([lv.status.value for lv in levels]))
    period = ", ".join(dict.fromkeys(lv.period for lv in levels))
    figure.caption(title, "Wat een soort betekent, staat bij Verantwoording.")
    figure.below(
        source_text(sources, period=period, status=status),
        name=f"wijk-{area}-soorten",
        title=title,
        table=tables.table(
            ("Soort", "Aantal", "Laatste 12 maanden"), shown, caption=title, numeric=(1,)
        ),
        data=lambda: provenance(
            pd.DataFrame(shown, columns=["soort", "aantal", "laatste 12 maanden"]),
            sources=sources, period=period, status=status,
        ),
    )  # fmt: skip


def _changed(board: Board, real: pd.DataFrame, own: dict[str, Indicator], title: str) -> None:
    """Show the real changes as a table; counts only to insiders."""
    header = ["Soort", "Wijk", "Oordeel"] + (["Eerst", "Nu"] if board.internal else [])
    frame.show(
        tables.table(
            header,
            [
                (own[g].name, board.areas[a].name, MOVEMENT[v])
                + ((number(x), number(y)) if board.internal else ())
                for g, a, v, x, y in zip(
                    real["group"], real["area"], real["verdict"], real["before"], real["after"],
                    strict=True,
                )
            ],
            caption=title,
            numeric=(3, 4),
        )
    )  # fmt: skip
    if any(own[g].polarity is Polarity.NONE for g in real["group"]):
        frame.show(tables.source_line(MORE_CONTROL))


def _visible(board: Board, found: Movements, rows: pd.DataFrame) -> list[str]:
    """Return, for each kind, how large a rise would mostly have been seen."""
    return [
        f"{board.indicators[group].name}: bij 100 gevallen zien we een stijging meestal pas vanaf "
        f"{number((found.detectable(group, cases=100) - 1) * 100)} %."
        for group in dict.fromkeys(rows["group"])
    ]


def _chosen_kind(board: Board, kinds: list[str]) -> str:
    wanted = st.query_params.get(KIND)
    if wanted is not None and wanted not in kinds:
        frame.notice(f"De soort '{wanted[:60]}' in de link is er niet. U ziet de eerste soort.")
    chosen = wanted if wanted in kinds else kinds[0]
    st.session_state["kind_box"] = chosen
    st.selectbox(
        "Welke soort?", kinds, format_func=lambda k: board.indicators[k].name, key="kind_box",
        placeholder="Kies een soort", on_change=follow("kind_box", KIND),
    )  # fmt: skip
    return chosen


def _value(series: pd.DataFrame, year: str) -> float:
    return float(series["value"].get(year, float("nan")))


def _status(statuses: pd.Series) -> Status:
    """Return the least sure status: the one that must be told."""
    order = (Status.FICTITIOUS, Status.PROVISIONAL)
    return next((s for s in order if s.value in set(statuses)), Status.FINAL)
