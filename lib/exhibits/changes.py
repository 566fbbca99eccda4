"""Which registrations rose or fell: lists with a verdict, and each riser or decliner as a chart.

Not here: how a change is judged (`lib.board.changes`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, partial
from typing import Any

import pandas as pd
from markupsafe import Markup

from lib.analysis.counts import Verdict
from lib.analysis.expected import expect_total
from lib.board import Board, RegistrationChanges
from lib.catalog import Indicator, Polarity
from lib.exhibits.caveats import build_caveats
from lib.exhibits.exhibit import Caveat, Exhibit, Native, Shape
from lib.exhibits.margins import EXPECTED_ENDS
from lib.exhibits.provenance import Provenance
from lib.figures.expected_band import (
    BAND_NOTE,
    EXPECTED_NOTE,
    describe_track,
    format_expected,
    render_track,
)
from lib.figures.format import number, partial_date, signed
from lib.figures.layers.registration_layers import MORE_CONTROL
from lib.figures.page_html import HtmlText, render_table, render_verdict
from lib.figures.sentences.change_sentences import (
    joint_test_note,
    registration_changes_finding,
    unchanged_finding,
)
from lib.figures.sentences.registration_sentences import protection_note
from lib.figures.trends import draw_months
from lib.figures.vocabulary import (
    STILL_FILLING,
    SUPPRESSED,
    VERDICT_LABELS,
    format_comparison,
    format_months,
    judge_verdict,
)

DEMONSTRATED = [Verdict.RISE, Verdict.FALL]
MONTHS_COLUMN = "tijdvak"  # not 'periode': that is of the whole figure
SCALED_NOTE = (
    "Elke wijk is vergeleken met de vier jaar ervoor, en met hoe het met dezelfde soort in de "
    "andere wijken ging. Wat overal verandert, heet hier geen verandering."
)
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


class ChangeScope(StrEnum):
    """What was compared with itself: the whole municipality, or each area."""

    MUNICIPALITY = "municipality"
    AREAS = "areas"


class ChangePart(StrEnum):
    """Which of the compared rows a list has."""

    EVERYTHING = "everything"
    DEMONSTRATED = "demonstrated"
    OTHERS = "others"


@dataclass(frozen=True, eq=False)
class ChangeList:
    """The rows of one list: those of `kinds`, by the key of their indicator."""

    board: Board
    found: RegistrationChanges
    kinds: Mapping[str, Indicator]
    scope: ChangeScope
    part: ChangePart = ChangePart.EVERYTHING

    @property
    def tested(self) -> pd.DataFrame:
        """All rows that were judged together, also those of other kinds."""
        per_area = self.scope is ChangeScope.AREAS
        return self.found.areas if per_area else self.found.totals

    @cached_property
    def compared(self) -> pd.DataFrame:
        """The rows of the kinds, whatever the part."""
        return self.tested[self.tested["group"].isin(list(self.kinds))]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows of the list; those of areas by kind and area."""
        rows, is_real = self.compared, self.compared["verdict"].isin(DEMONSTRATED)
        if self.part is not ChangePart.EVERYTHING:
            rows = rows[is_real if self.part is ChangePart.DEMONSTRATED else ~is_real]
        return rows.sort_values(["group", "area"]) if self.scope is ChangeScope.AREAS else rows

    @property
    def has_counts(self) -> bool:
        """Whether this reader may see any count of these rows."""
        return bool(self.rows["after"].notna().any())

    @property
    def is_scaled(self) -> bool:
        """Whether areas were compared with the others, too."""
        windows = self.found.windows
        return self.scope is ChangeScope.AREAS and len(windows.before) > len(windows.after)

    @property
    def has_pictures(self) -> bool:
        """Whether each row has its months as a small picture: too many are no help."""
        return self.has_counts and self.part is not ChangePart.OTHERS

    @property
    def finding(self) -> str:
        """What all that was compared shows, also where the list has a part of it."""
        verdicts = self.compared["verdict"]
        if self.part is ChangePart.OTHERS:
            return unchanged_finding(verdicts)
        return registration_changes_finding(verdicts)

    @property
    def title(self) -> str:
        """What the list is about, with the months that were compared."""
        if self.part is ChangePart.OTHERS:
            areas = self.scope is ChangeScope.AREAS
            what = "De andere soorten per wijk" if areas else "De andere soorten"
        elif self.scope is ChangeScope.AREAS:
            what = "Stijgers en dalers per wijk"
        else:
            what = f"Stijgers en dalers in heel {self.board.municipality.name}"
        return f"{what}: {format_comparison(self.found)}"

    @property
    def provenance(self) -> Provenance:
        """Where the counts are from."""
        return Provenance(
            sources=[self.board.sources[k] for k in dict.fromkeys(self.found.sources)],
            period=format_comparison(self.found),
            status=self.found.status,
        )

    @property
    def note(self) -> str:
        """What still fills up, how counts are protected, and what a margin without 0 may mean."""
        notes = [
            STILL_FILLING if self.found.is_filling else "",
            protection_note(self.board) if self.scope is ChangeScope.MUNICIPALITY else "",
            SCALED_NOTE if self.is_scaled else "",
            joint_test_note(self.tested, kinds=self.kinds) if self.has_counts else "",
            EXPECTED_NOTE if self.has_counts else "",
            BAND_NOTE if self.has_pictures else "",
        ]
        return " ".join(filter(None, notes))

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """The caveats of the list, and of each of its rows."""
        polarities = {self.kinds[str(group)].polarity for group in self.rows["group"]}
        effort = MORE_CONTROL if Polarity.NONE in polarities else ""
        return build_caveats(self.board, self.found.status, notes=[effort, self.note])


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
            header,
            _make_lines(changes, _render_row_verdict),
            caption=changes.title,
            numeric=places,
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
    table = pd.DataFrame(_make_lines(changes, _join_row_verdict), columns=list(header))
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


def _join_row_verdict(changes: ChangeList, row: pd.Series) -> str:
    return join_verdict(*_judge_row(changes, row))


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
            "gebied": [
                board.areas[a].name if a in board.areas else board.municipality.name
                for a in map(str, rows["area"])
            ],
            "oordeel": [_name_verdict(v) for v in rows["verdict"]],
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


def _name_verdict(verdict: Verdict) -> str:
    """Return a verdict without its arrow."""
    return VERDICT_LABELS[verdict].lstrip("↑↓ ")


def name_row(changes: ChangeList, row: pd.Series) -> str:
    """Return what a row is about: 'Fietsendiefstal in X'."""
    area, board = str(row["area"]), changes.board
    where = board.areas[area].name if area in board.areas else f"heel {board.municipality.name}"
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
        f"{_name_verdict(row['verdict'])}. "
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
        chart=draw_months(track, unit=unit).to_dict(),
        native=Native(Shape.LINES, MONTHS_COLUMN, (unit,), margin=EXPECTED_ENDS),
    )
