"""Registrations per area: the years of every area on one scale, and the kinds in one area."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from markupsafe import Markup

from lib.board import NOT_COMPARABLE, AreaValues, Board, Cell, Unit
from lib.board.cached_method import cached_method
from lib.catalog import Indicator
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.exhibits.provenance import provenance_of_areas
from lib.exhibits.yearly import WHY, describe_years
from lib.figures.chart_style import build_specification
from lib.figures.expected_band import format_expected, render_track
from lib.figures.format import number, round_if_known
from lib.figures.page_html import HtmlText, render_count_verdict, render_table
from lib.figures.panels import Panel, draw_panels, explain_scale, render_panels
from lib.figures.sentences.registration_sentences import multiples_finding, rounded_note
from lib.figures.trends import draw_years

PANEL_YEARS = 8
KINDS_HEADER = ("Soort", "Aantal", "Per 1.000 inwoners", "% van alles", "Laatste 12 maanden")
VERDICT_COLUMN = KINDS_HEADER[-1].lower()
BREAK = Markup("<br>")
SHARE_PLACE = KINDS_HEADER.index("% van alles")
WHY_NO_RATE = "er is geen aantal, of te weinig inwoners om dit te berekenen."


@cached_method()
def area_panels(
    board: Board, indicator: Indicator, *, name: str, chosen: str | None = None
) -> Exhibit | None:
    """Return the years of every area on one scale; None while there is only one year.

    The `chosen` area stands out among all.
    """
    found = _load_years(board, indicator)
    if len(found) < 2:  # noqa: PLR2004 - a course needs two
        return None
    first, last = min(found), max(found)
    rows = pd.concat(
        [v.frame[["name", "value", "missing"]].assign(period=y) for y, v in found.items()]
    )
    provenance = provenance_of_areas(found.values(), period=f"{first}-{last}")
    title, finding = f"{indicator.name} per wijk, {first}-{last}", multiples_finding(rows)
    cells = {a: {y: values.cell(a) for y, values in found.items()} for a in board.areas}
    panels = {board.areas[a].name: _make_panel(years) for a, years in cells.items()}
    scale = explain_scale(first, last, f"{number(rows['value'].max())} {indicator.unit}")
    columns = ["wijk", indicator.unit, WHY, "jaar"]
    return Exhibit(
        name=f"{name}-{indicator.indicator}-per-wijk",
        title=title,
        finding=finding,
        source=provenance.describe(),
        caveats=provenance.caveats(board, notes=[rounded_note(found.values())]),
        table=provenance.add_to(rows.set_axis(columns, axis="columns")),
        svg=draw_panels(panels, scale=scale),
        html=render_panels(panels, scale=scale, chosen=board.areas[chosen].name if chosen else ""),
        screen_table=render_table(
            ("Wijk", *found),
            [(board.areas[a].name, *map(_format_count, c.values())) for a, c in cells.items()],
            caption=title,
            numeric=range(1, len(found) + 1),
        ),
    )


def _load_years(board: Board, indicator: Indicator) -> dict[str, AreaValues]:
    years = board.registrations.years(indicator.indicator)[-PANEL_YEARS:]
    return {y: v for y in years if (v := board.area_values(indicator.indicator, period=y))}


def _make_panel(years: Mapping[str, Cell]) -> Panel:
    texts = {year: _format_count(cell) for year, cell in years.items()}
    last = max(years)
    return Panel(
        [cell.value for cell in years.values()],
        "; ".join(f"{year} {text}" for year, text in texts.items()),
        f"{last}: {texts[last]}",
    )


def _format_count(cell: Cell, *, decimals: int = 0) -> str:
    return cell.missing or number(cell.value, decimals=decimals)


def loaded_kinds(board: Board, area: str) -> list[AreaValues]:
    """Return the kinds of registrations that are loaded, those most common in the area first.

    None at all while no kind of a theme is loaded.
    """
    found = [v for k, i in board.indicators.items() if i.kinds and (v := board.area_values(k))]
    if not any(values.indicator.themes for values in found):
        return []
    return sorted(found, key=lambda values: -(values.cell(area).value or 0.0))


@cached_method()
def area_kinds(board: Board, area: str) -> Exhibit | None:
    """Return what was registered in one area, per kind with its verdict; None without kinds."""
    kinds = loaded_kinds(board, area)
    if not kinds:
        return None
    period = ", ".join(dict.fromkeys(values.period for values in kinds))
    provenance = provenance_of_areas(kinds, period=period)
    title = f"Registraties per soort in {board.areas[area].name}, {kinds[0].period}"
    verdicts = [_judge_kind(board, area, values.indicator) for values in kinds]
    rows = {
        values.indicator.indicator: (*_count_kind(board, area, values), BREAK.join(parts))
        for values, parts in zip(kinds, verdicts, strict=True)
    }
    star = f"Per 1.000 inwoners: {NOT_COMPARABLE}." if board.hard_to_compare(area) else ""
    return Exhibit(
        name=f"wijk-{area}-soorten",
        title=title,
        source=provenance.describe(),
        caveats=provenance.caveats(board, star=star, notes=[rounded_note(kinds)]),
        table=provenance.add_to(
            pd.DataFrame(
                [
                    _list_kind_figures(board, area, values)
                    | {VERDICT_COLUMN: "; ".join(part.striptags() for part in parts)}
                    for values, parts in zip(kinds, verdicts, strict=True)
                ]
            )
        ),
        html=_render_kinds(board, title, rows),
    )


def _render_kinds(board: Board, title: str, rows: Mapping[str, tuple[HtmlText, ...]]) -> Markup:
    """Return a table for each whole that kinds are a share of: of two wholes no column is one."""
    by_whole: dict[str, list[tuple[HtmlText, ...]]] = {}
    for key, row in rows.items():
        share = board.area_values(key, unit=Unit.SHARE)
        by_whole.setdefault(share.indicator.unit if share else "%", []).append(row)
    return Markup().join(
        render_table(
            (*KINDS_HEADER[:SHARE_PLACE], whole, *KINDS_HEADER[SHARE_PLACE + 1 :]),
            found,
            caption=title if len(by_whole) == 1 else f"{title}, {whole}",
            numeric=(1, 2, 3),
            why_empty=WHY_NO_RATE,
        )
        for whole, found in by_whole.items()
    )


def _count_kind(board: Board, area: str, counts: AreaValues) -> tuple[str, str, str, str]:
    """Return one kind in an area: its name, count, rate and share."""
    parts = _list_rate_and_share(board, area, counts)
    rate, share = (_format_count(part, decimals=1) if part else "–" for part in parts)
    return counts.indicator.name, _format_count(counts.cell(area)), rate, share


def _list_kind_figures(board: Board, area: str, counts: AreaValues) -> dict[str, object]:
    """Return one kind in an area as a row of a file: name, count, rate, share, what is absent."""
    cell, parts = counts.cell(area), _list_rate_and_share(board, area, counts)
    figures = [round_if_known(part.value, decimals=1) if part else None for part in parts]
    row = (counts.indicator.name, cell.value, *figures, cell.missing)
    return dict(zip((*map(str.lower, KINDS_HEADER[:-1]), WHY), row, strict=True))


def _list_rate_and_share(board: Board, area: str, counts: AreaValues) -> list[Cell | None]:
    """Return the rate and the share of a kind in an area; None where they or the count lack."""
    key, is_absent = counts.indicator.indicator, bool(counts.cell(area).missing)
    found = (board.area_values(key, unit=unit) for unit in (Unit.RATE, Unit.SHARE))
    return [values.cell(area) if values and not is_absent else None for values in found]


def _judge_kind(board: Board, area: str, indicator: Indicator) -> tuple[Markup, ...]:
    """Return whether a kind rose or fell in an area, and its months for whoever may see those.

    Nothing where it is not judged.
    """
    found = board.registrations.changes()
    if found is None:
        return ()
    rows = found.areas
    own = rows[(rows["group"] == indicator.indicator) & (rows["area"] == area)]
    if own.empty:
        return ()
    row = own.iloc[0]
    verdict = render_count_verdict(row["verdict"], indicator.polarity)
    if pd.isna(row["after"]):
        return (verdict,)
    counts = Markup("{}, verwacht {}").format(number(row["after"]), format_expected(row))
    course = render_track(
        found.track(row), row["verdict"], name=f"{indicator.name} in {board.areas[area].name}"
    )
    return verdict, counts, course


@cached_method()
def area_years(board: Board, area: str, indicator: Indicator) -> Exhibit | None:
    """Return one kind per year in an area; None while there is only one year."""
    found = _load_years(board, indicator)
    if len(found) < 2:  # noqa: PLR2004 - a course needs two
        return None
    cells = {year: values.cell(area) for year, values in found.items()}
    provenance = provenance_of_areas(found.values(), period=f"{min(found)}-{max(found)}")
    title = f"{indicator.name} per jaar in {board.areas[area].name}"
    rows = [(year, _format_count(cell)) for year, cell in cells.items()]
    values = [float("nan") if cell.value is None else cell.value for cell in cells.values()]
    figure = Exhibit(
        name=f"wijk-{area}-{indicator.indicator}",
        title=title,
        source=provenance.describe(),
        alternative=describe_years(title, rows),
        caveats=provenance.caveats(board, notes=[rounded_note(found.values())]),
        table=provenance.add_to(
            pd.DataFrame(
                {
                    "jaar": list(map(int, cells)),
                    indicator.unit: values,
                    WHY: [cell.missing for cell in cells.values()],
                }
            )
        ),
        chart=build_specification(
            draw_years(pd.DataFrame({"period": list(cells), "value": values}), unit=indicator.unit)
        ),
        native=Native(Shape.COLUMNS, "jaar", (indicator.unit,)),
        screen_table=render_table(("Jaar", indicator.unit), rows, caption=title, numeric=(1,)),
    )
    if any(cell.value is not None for cell in cells.values()):
        return figure
    # Axes without a figure say less than why there is none.
    return replace(figure, chart=None, native=None, html=figure.screen_table, screen_table=Markup())


def unit_counts(board: Board, area: str, indicator: Indicator) -> list[tuple[str, str, str]]:
    """Return the newest count of a kind in each CBS wijk and buurt: name, sort of unit, count."""
    return [
        (cell.name, sort, _format_count(cell))
        for sort, kind in (("CBS-wijk", "cbs_wijk"), ("CBS-buurt", "cbs_buurt"))
        for cell in board.unit_values(area, indicator.indicator, kind=kind).values()
    ]
