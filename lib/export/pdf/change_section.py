"""The section of a briefing on what demonstrably changed. Not here: the others (`sections`)."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from lib.analysis.counts import Verdict
from lib.board import Board, RegistrationChanges
from lib.catalog import Polarity, Status
from lib.exhibits.change_lists import DEMONSTRATED
from lib.exhibits.changes import NO_BREAK_SPACE, format_change, join_verdict, list_count_headings
from lib.export.pdf.sections import Section, cut_list, shorten
from lib.figures.format import signed
from lib.figures.layers.registration_layers import MORE_CONTROL
from lib.figures.sentences.change_sentences import registration_changes_finding
from lib.figures.sentences.registration_sentences import protection_note
from lib.figures.sentences.source_sentences import describe_rating_break
from lib.figures.sentences.wave_sentences import area_changes_sentence
from lib.figures.vocabulary import CHANGE_LABELS, VERDICT_LABELS, format_comparison, judge_verdict

MOST_CHANGES = 6
ChangeRow = Mapping[Any, Any]


def changes_section(board: Board, area: str | None, *, most: int = MOST_CHANGES) -> Section:
    """Return what demonstrably changed in ratings and registrations, of one area or of all.

    At most `most` changes of the whole municipality, and as many of areas.
    """
    title, ratings = "Wat is aantoonbaar veranderd", _rating_changes_line(board, area)
    found = board.registrations.changes()
    if found is None:
        missing = "Registraties: cijfers per maand staan nog niet in dit dashboard."
        return Section(title=title, lead=[ratings, missing])
    totals, areas = found.totals, found.areas
    if area is not None:
        totals, areas = totals[:0], areas[areas["area"] == area]
    whole, more = _cut_changes(totals, most=most, nouns=("soort", "soorten"))
    parts, others = _cut_changes(areas, most=most, nouns=("verandering", "veranderingen"))
    visible = [*whole, *parts]
    has_counts = any(pd.notna(row["after"]) for row in visible)
    header = ["Soort", "Waar", "Oordeel", *(list_count_headings(found) if has_counts else ())]
    verdicts = pd.concat([totals["verdict"], areas["verdict"]])
    return Section(
        title=title,
        lead=[ratings, _registration_changes_line(verdicts, found)],
        header=header if visible else (),
        rows=[_change_row(board, row)[: len(header)] for row in visible],
        numeric=tuple(range(3, len(header))),
        notes=[
            *(f"heel {board.municipality.name}: {m}" for m in more),
            *(f"per wijk: {m}" for m in others),
            *_change_notes(board, visible),
        ],
    )


def _cut_changes(
    rows: pd.DataFrame, *, most: int, nouns: tuple[str, str]
) -> tuple[list[ChangeRow], list[str]]:
    real = rows[rows["verdict"].isin(DEMONSTRATED)].sort_values(["group", "area"])
    return cut_list(real.to_dict("records"), most=most, nouns=nouns)


def _rating_changes_line(board: Board, area: str | None) -> str:
    """Return which ratings changed between the two newest comparable waves, or why not."""
    changes = board.ratings.changes()
    if changes is None:
        text = "Rapportcijfer: er zijn nog geen twee vergelijkbare metingen."
        rows = board.ratings.of_municipality() if area is None else board.ratings.history(area)
        note = describe_rating_break(board, rows)
        return f"{text} {note}".strip()
    if area is None:
        return f"Rapportcijfer. {area_changes_sentence(board)}"
    row: ChangeRow = changes.loc[area].to_dict()
    known: str = f" ({signed(row['value'])})" if pd.notna(row["value"]) else ""
    when = " naast ".join(board.ratings.comparable_waves[-2:][::-1])
    return f"Rapportcijfer, {when}: {CHANGE_LABELS[row['verdict']]}{known}."


def _registration_changes_line(verdicts: pd.Series, found: RegistrationChanges) -> str:
    """Return how many changes in registrations are real."""
    unsure = " Voorlopige cijfers." if found.status is Status.PROVISIONAL else ""
    finding = registration_changes_finding(verdicts)
    return f"Registraties, {format_comparison(found)}. {finding}{unsure}"


def _change_row(board: Board, row: ChangeRow) -> list[str]:
    """Return a real change in words: kind, where, verdict, counts, change and margin."""
    indicator, area = board.indicators[str(row["group"])], board.areas.get(str(row["area"]))
    verdict = Verdict(str(row["verdict"]))
    return [
        shorten(indicator.name, longest=48),
        shorten(area.name if area else f"heel {board.municipality.name}", longest=48),
        join_verdict(VERDICT_LABELS[verdict], judge_verdict(verdict, indicator.polarity)),
        *(text.replace(NO_BREAK_SPACE, " ") for text in format_change(row)),
    ]


def _change_notes(board: Board, visible: Sequence[ChangeRow]) -> list[str]:
    """Return how to take the changes that are listed."""
    effort_kinds = any(
        board.indicators[str(row["group"])].polarity is Polarity.NONE for row in visible
    )
    notes = (MORE_CONTROL if effort_kinds else "", protection_note(board) if visible else "")
    return [note for note in notes if note]
