"""The section of a briefing on what demonstrably changed. Not here: the others (`sections`)."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from lib.analysis.change import Change
from lib.analysis.counts import Verdict
from lib.board import RATING, Board, RegistrationChanges
from lib.catalog import Polarity, Status
from lib.export.pdf.sections import AREA_NOUNS, Section, cut_list, shorten
from lib.figures.format import number, signed
from lib.figures.layers.registration_layers import MORE_CONTROL
from lib.figures.sentences.change_sentences import (
    registration_changes_finding,
    wave_changes_finding,
)
from lib.figures.sentences.registration_sentences import protection_note
from lib.figures.vocabulary import (
    CHANGE_LABELS,
    SUPPRESSED,
    VERDICT_LABELS,
    format_comparison,
    judge_verdict,
)

MOST_CHANGES = 6
COUNT_HEADER = ("Eerst", "Nu", "Verschil", "95 %-marge")
REAL_VERDICTS = (Verdict.RISE, Verdict.FALL)
REAL_CHANGES = (Change.RISE, Change.FALL)
ChangeRow = Mapping[Any, Any]


def changes_section(board: Board, area: str | None) -> Section:
    """Return what demonstrably changed in ratings and registrations, of one area or of all."""
    found = board.registrations.changes()
    rows = _select_changes(found, area)
    real = rows[rows["verdict"].isin(REAL_VERDICTS)].sort_values(["group", "area"])
    of_area = real["area"].isin(list(board.areas))
    whole, more = _cut_rows(real[~of_area], nouns=("soort", "soorten"))
    parts, others = _cut_rows(real[of_area], nouns=("verandering", "veranderingen"))
    visible = [*whole, *parts]
    has_counts = any(pd.notna(row["after"]) for row in visible)
    header = ["Soort", "Waar", "Oordeel", *(COUNT_HEADER if has_counts else ())]
    return Section(
        title="Wat is aantoonbaar veranderd",
        lead=[_rating_changes_line(board, area), _registration_changes_line(rows, found)],
        header=header if visible else (),
        rows=[_change_row(board, row, has_counts=has_counts) for row in visible],
        numeric=tuple(range(3, len(header))),
        notes=[
            *(f"heel {board.municipality.name}: {m}" for m in more),
            *(f"per wijk: {m}" for m in others),
            *_change_notes(board, visible),
        ],
    )


def _select_changes(found: RegistrationChanges | None, area: str | None) -> pd.DataFrame:
    if found is None:
        return pd.DataFrame(
            columns=["group", "area", "before", "after", "ratio", "lower", "upper", "verdict"]
        )
    if area is not None:
        return found.areas[found.areas["area"] == area]
    return pd.concat([found.totals, found.areas], ignore_index=True)


def _cut_rows(rows: pd.DataFrame, *, nouns: tuple[str, str]) -> tuple[list[ChangeRow], list[str]]:
    return cut_list(rows.to_dict("records"), most=MOST_CHANGES, nouns=nouns)


def _rating_changes_line(board: Board, area: str | None) -> str:
    """Return which ratings changed between the two newest comparable waves, or why not."""
    changes = board.ratings.changes()
    if changes is None:
        text = "Rapportcijfer: er zijn nog geen twee vergelijkbare metingen."
        rows = board.ratings.of_municipality() if area is None else board.ratings.history(area)
        note = "" if rows["comparable"].all() else board.indicators[RATING].break_note
        return f"{text} {note}".strip()
    when = f"Rapportcijfer, {' naast '.join(board.ratings.comparable_waves[-2:][::-1])}"
    if area is not None:
        row: ChangeRow = changes.loc[area].to_dict()
        known: str = f" ({signed(row['value'])})" if pd.notna(row["value"]) else ""
        return f"{when}: {CHANGE_LABELS[row['verdict']]}{known}."
    real = changes[changes["verdict"].isin(REAL_CHANGES)].sort_values("name")
    names, more = cut_list(
        (f"{shorten(n)} {signed(v)}" for n, v in zip(real["name"], real["value"], strict=True)),
        most=MOST_CHANGES,
        nouns=AREA_NOUNS,
    )
    named = f" {', '.join(names)} {''.join(more)}".rstrip() + "." if names else ""
    return f"{when}. {wave_changes_finding(changes['verdict'])}{named}"


def _registration_changes_line(rows: pd.DataFrame, found: RegistrationChanges | None) -> str:
    """Return how many changes in registrations are real."""
    if found is None:
        return "Registraties: cijfers per maand zijn nog niet geladen."
    verdicts = registration_changes_finding(rows["verdict"])
    unsure = " Voorlopige cijfers." if found.status is Status.PROVISIONAL else ""
    return f"Registraties, {format_comparison(found)}. {verdicts}{unsure}"


def _change_row(board: Board, row: ChangeRow, *, has_counts: bool) -> list[str]:
    """Return a real change in words: kind, where, verdict, and counts where they are visible."""
    indicator = board.indicators[str(row["group"])]
    verdict, area = Verdict(str(row["verdict"])), board.areas.get(str(row["area"]))
    judged = judge_verdict(verdict, indicator.polarity)
    words = [
        shorten(indicator.name, longest=48),
        shorten(area.name if area else f"heel {board.municipality.name}", longest=48),
        f"{VERDICT_LABELS[verdict]}{f', {judged}' if judged else ''}",
    ]
    if not has_counts:
        return words
    counts = [SUPPRESSED if pd.isna(row[c]) else number(row[c]) for c in ("before", "after")]
    ratio, low, high = (row[c] for c in ("ratio", "lower", "upper"))
    if not (0 < ratio < float("inf") and high < float("inf")):
        return [*words, *counts, "–", "–"]
    return [*words, *counts, _percent(ratio), f"{_percent(low)} tot {_percent(high)}"]


def _percent(ratio: float) -> str:
    return f"{signed((ratio - 1) * 100, decimals=0)} %"


def _change_notes(board: Board, visible: Sequence[ChangeRow]) -> list[str]:
    """Return how to take the changes that are listed."""
    effort_kinds = any(
        board.indicators[str(row["group"])].polarity is Polarity.NONE for row in visible
    )
    note = protection_note(board) if visible else ""
    return [*([MORE_CONTROL] if effort_kinds else []), *([note] if note else [])]
