"""Which registrations rose or fell: by name, in lists with a verdict, and each as a chart.

Not here: which changes a list has (`change_lists`), how a change is judged (`lib.board`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
from markupsafe import Markup

from lib.analysis.counts import Verdict
from lib.analysis.expected import expect_total
from lib.analysis.windows import Comparison
from lib.board import Board, RegistrationChanges
from lib.board.cached_method import cached_method
from lib.catalog import Indicator
from lib.exhibits.change_lists import DEMONSTRATED, ChangeList, ChangePart, ChangeScope
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.exhibits.margins import EXPECTED_ENDS
from lib.figures.chart_style import build_specification
from lib.figures.expected_band import describe_track, format_expected, render_track
from lib.figures.format import number, partial_date, signed
from lib.figures.page_html import HtmlText, render_table, render_verdict
from lib.figures.sentences.change_sentences import registration_changes_finding
from lib.figures.trends import draw_months
from lib.figures.vocabulary import (
    SUPPRESSED,
    VERDICT_LABELS,
    format_months,
    judge_verdict,
    name_verdict,
)

MONTHS_COLUMN = "tijdvak"  # not 'periode': that is of the whole figure
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def change_list(changes: ChangeList, *, name: str) -> Exhibit | None:
    """Return a list of changes with counts where this reader may see them; None without rows.

    In a room its cells are the words of the screen; each real change can be put on an agenda.
    """
    if changes.rows.empty:
        return None
    header = ["Soort", "Wijk", "Oordeel"]
    if changes.scope is ChangeScope.MUNICIPALITY:
        header.remove("Wijk")
    counts = list_count_headings(changes.found) if changes.has_counts else ()
    places = range(len(header), len(header) + len(counts))
    header += counts
    provenance = changes.provenance
    exhibit = Exhibit(
        name=name,
        title=changes.title,
        finding=changes.finding,
        source=provenance.describe(),
        caveats=changes.caveats,
        table=provenance.add_to(_make_columns(changes), note=changes.note),
        html=render_table(
            header, _make_lines(changes, _render_row_verdict), caption=changes.title, numeric=places
        ),
        parts={
            describe_change(changes, row): partial(single_change, changes, row)
            for _, row in changes.rows.iterrows()
            if changes.has_counts and row["verdict"] in DEMONSTRATED
        },
    )
    return replace(exhibit, room=lambda: replace(exhibit, table=_make_room_table(changes, header)))


def _make_room_table(changes: ChangeList, header: Sequence[str]) -> pd.DataFrame:
    """Return the cells of the screen in words, with the months of each row in a last column."""
    lines = _make_lines(changes, lambda every, row: join_verdict(*_judge_row(every, row)))
    table = pd.DataFrame(lines, columns=list(header))
    if changes.has_pictures:
        table["Verloop"] = [_describe_row_track(changes, r) for _, r in changes.rows.iterrows()]
    return replace(changes.provenance, sources=()).add_to(table)


def _make_lines(
    changes: ChangeList, write_verdict: Callable[[ChangeList, pd.Series], HtmlText]
) -> list[list[HtmlText]]:
    """Return the rows as cells, of which `write_verdict` makes the verdict."""
    lines: list[list[HtmlText]] = []
    for _, row in changes.rows.iterrows():
        line: list[HtmlText] = [changes.kinds[str(row["group"])].name]
        if changes.scope is ChangeScope.AREAS:
            line.append(changes.board.areas[str(row["area"])].name)
        line.append(write_verdict(changes, row))
        line += format_change(row) if changes.has_counts else []
        lines.append(line)
    return lines


def _describe_row_track(changes: ChangeList, row: pd.Series) -> str:
    return describe_track(changes.found.track(row), row["verdict"])


def _judge_row(changes: ChangeList, row: pd.Series) -> tuple[str, str]:
    """Return a row's direction and judgement, in words."""
    polarity = changes.kinds[str(row["group"])].polarity
    return VERDICT_LABELS[row["verdict"]], judge_verdict(row["verdict"], polarity)


def _render_row_verdict(changes: ChangeList, row: pd.Series) -> Markup:
    """Return a row's verdict with its months under it, so that a telephone shows both at once."""
    verdict = render_verdict(*_judge_row(changes, row))
    if not changes.has_pictures:
        return verdict
    name = name_row(changes, row)
    return verdict + render_track(changes.found.track(row), row["verdict"], name=name)


def join_verdict(direction: str, judgement: str) -> str:
    """Return a verdict without HTML: '↑ aantoonbare stijging, ongunstig'."""
    return ", ".join(filter(None, (direction, judgement)))


def list_count_headings(found: RegistrationChanges) -> tuple[str, str, str, str]:
    """Return what stands above the cells of `format_change`, the first with its months."""
    return format_months(found.after).capitalize(), "Verwacht", "Verschil", "95 %-marge"


def format_change(row: Mapping[Any, Any] | pd.Series) -> list[str]:
    """Return the cells of `list_count_headings`: count, what was expected, change and margin."""
    counts = [SUPPRESSED if pd.isna(row["after"]) else number(row["after"]), format_expected(row)]
    ratio, low, high = (float(row[c]) for c in ("ratio", "lower", "upper"))
    if pd.isna(ratio) or ratio in {0.0, float("inf")} or high == float("inf"):
        return [*counts, "–", "–"]
    change, *margin = (_format_percentage(value) for value in (ratio, low, high))
    return [*counts, change, " tot ".join(margin)]


def _format_percentage(ratio: float) -> str:
    return f"{signed((ratio - 1) * 100, decimals=0)}{NO_BREAK_SPACE}%"


def _make_columns(changes: ChangeList) -> pd.DataFrame:
    rows, board = changes.rows, changes.board
    columns = pd.DataFrame(
        {
            "soort": [changes.kinds[str(g)].name for g in rows["group"]],
            "gebied": [board.area_names.get(str(a), board.municipality.name) for a in rows["area"]],
            "oordeel": [name_verdict(v) for v in rows["verdict"]],
            format_months(changes.found.before): rows["before"].to_numpy(),
            format_months(changes.found.after): rows["after"].to_numpy(),
            **_expected_columns(changes),
            "verhouding": rows["ratio"].to_numpy(),
            "verhouding, ondergrens": rows["lower"].to_numpy(),
            "verhouding, bovengrens": rows["upper"].to_numpy(),
        }
    )
    return columns.dropna(axis="columns", how="all")


def _expected_columns(changes: ChangeList) -> dict[str, list[object]]:
    """Return what each row was expected to be, and which months lie outside their band."""
    if not changes.has_counts:
        return {}
    rows = [row for _, row in changes.rows.iterrows()]
    found = [
        expect_total(float(r["before"]), share=float(r["share"]), dispersion=float(r["dispersion"]))
        for r in rows
    ]
    names = ("verwacht", *EXPECTED_ENDS)
    columns = {
        name: list(values) for name, values in zip(names, zip(*found, strict=True), strict=True)
    }
    return {**columns, "verloop": [_describe_row_track(changes, r) for r in rows]}


def name_row(changes: ChangeList, row: pd.Series) -> str:
    """Return what a row is about: 'Fietsendiefstal in X'."""
    board = changes.board
    where = board.area_names.get(str(row["area"]), f"heel {board.municipality.name}")
    return f"{changes.kinds[str(row['group'])].name} in {where}"


def describe_change(changes: ChangeList, row: pd.Series) -> str:
    """Return one riser or decliner in words: 'Fietsendiefstal in X: 31, verwacht 12 (5 tot 20)'."""
    after, expected, *_ = format_change(row)
    return f"{name_row(changes, row)}: {after}, verwacht {expected}"


def single_change(changes: ChangeList, row: pd.Series) -> Exhibit:
    """Return one riser or decliner as a figure of its own: its months or weeks with their band."""
    unit = changes.kinds[str(row["group"])].unit
    title, provenance, track = (
        describe_change(changes, row),
        changes.provenance,
        changes.found.track(row),
    )
    *_, change, margin = format_change(row)
    finding = (
        f"{title}. Verschil {change} (95{NO_BREAK_SPACE}%-marge {margin}): "
        f"{name_verdict(row['verdict'])}. "
        f"Verloop: {describe_track(track, row['verdict'])}."
    )
    columns = [MONTHS_COLUMN, unit, "verwacht", *EXPECTED_ENDS]
    table = track.drop(columns="is_after").set_axis(columns, axis="columns")
    return Exhibit(
        name=f"{row['group']}-{row['area']}",
        title=title,
        finding=finding,
        source=provenance.describe(),
        alternative=finding,
        caveats=changes.caveats,
        table=provenance.add_to(
            table.assign(**{MONTHS_COLUMN: [partial_date(str(p)) for p in track["period"]]})
        ),
        chart=build_specification(draw_months(track, unit=unit)),
        native=Native(Shape.LINES, MONTHS_COLUMN, (unit,), margin=EXPECTED_ENDS),
    )


@cached_method()
def demonstrated_changes(
    board: Board, kinds: tuple[Indicator, ...], comparison: Comparison | None
) -> tuple[Sequence[Markup], str]:
    """Return what demonstrably rose or fell, each with its verdict, and a summary of all.

    Of the newest months, in the whole municipality and per area; without months of years. Nothing
    where none was compared.
    """
    found, by_key = board.registrations.changes(comparison), {k.indicator: k for k in kinds}
    if found is None:
        return _demonstrated_years(board, by_key)
    whole, areas = (
        ChangeList(board, found, by_key, scope, ChangePart.DEMONSTRATED) for scope in ChangeScope
    )
    items = [
        _verdict_first(
            changes.kinds[str(row["group"])],
            row["verdict"],
            describe_change(changes, row) if changes.has_counts else name_row(changes, row),
        )
        for changes in (whole, areas)
        for _, row in changes.rows.iterrows()
    ]
    leads = {"Hele gemeente": whole, "Per wijk": areas}
    texts = [f"{lead}. {c.finding}" for lead, c in leads.items() if len(c.compared)]
    return items, " ".join(texts)


def _demonstrated_years(board: Board, kinds: Mapping[str, Indicator]) -> tuple[list[Markup], str]:
    found = board.registrations.year_changes()
    if found is None:
        return [], ""
    rows = found.rows[found.rows.index.isin(list(kinds))]
    items = [
        _verdict_first(
            kinds[str(key)],
            row["verdict"],
            f"{kinds[str(key)].name}: {number(row['after'])}, in {found.before} "
            f"{number(row['before'])}",
        )
        for key, row in rows[rows["verdict"].isin(DEMONSTRATED)].iterrows()
    ]
    text = f"Hele gemeente, {found.after} naast {found.before}."
    return items, f"{text} {registration_changes_finding(rows['verdict'])}" if len(rows) else ""


def _verdict_first(kind: Indicator, verdict: Verdict, text: str) -> Markup:
    direction = VERDICT_LABELS[verdict].replace("aantoonbare ", "")
    judged = render_verdict(direction, judge_verdict(verdict, kind.polarity))
    return Markup("{} {}").format(judged, text)
