"""Which rows of a survey table are about the figure, of all residents, of this municipality.

A table may have other topics, groups of residents and municipalities next to ours: their rows look
like good figures. Not here: finding the rows (`survey_layouts`).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lib.catalog import DataProblem
from lib.catalog.problems import RowPlace
from lib.intake.names import TOTAL_NAMES, NameIndex, fold_name, name_key
from lib.intake.spreadsheet.sheets import Sheet
from lib.intake.survey_heads import TableHead, topic_key
from lib.intake.survey_row import SurveyRow
from lib.intake.values import cell_text

MAX_NAMES = 10
MUNICIPALITY_TITLES = frozenset({"gemeente", "gemeentenaam"})
_CBS_CODE = re.compile(r"(?:GM|WK|BU)(\d{4})(?:\d\d|\d{4})?", re.ASCII)
_WORD = re.compile(r"[^\W\d_]{3}")
_SIGN_OF_GROUP = re.compile(r"[^\W\d_]|[+<>]|\d-\d")
_ALL_RESIDENTS = frozenset({"allen", "iedereen", "allegroepen", "alleleeftijden", "alleinwoners"})


@dataclass(frozen=True)
class Subject:
    """The rows that count; why they cannot, and what was left out of them."""

    rows: Sequence[SurveyRow]
    problems: tuple[DataProblem, ...] = ()
    notices: tuple[str, ...] = ()


def choose_rows(
    sheet: Sheet,
    head: TableHead,
    rows: Sequence[SurveyRow],
    *,
    figure: Collection[str],
    areas: NameIndex,
) -> Subject:
    """Return the rows about the figure, of all residents of the municipality."""
    own = _choose_municipality(sheet, head, rows, areas)
    about = _choose_topic(sheet, head, own.rows, figure=figure, areas=areas)
    everybody = _choose_all_residents(sheet, about.rows)
    steps = (own, about, everybody)
    problems = tuple(problem for step in steps for problem in step.problems)
    return Subject(everybody.rows, problems, tuple(n for step in steps for n in step.notices))


def _leave_out(
    sheet: Sheet, kept: Sequence[SurveyRow], names: Iterable[str], *, kind: str, what: str
) -> Subject:
    """Return the rows that are left with what was left out, which is a fault if none is left."""
    listed = sorted(set(names))[:MAX_NAMES]
    if kept or not listed:
        notices = (f"{what}: {', '.join(listed)}.",) if listed else ()
        return Subject(kept, notices=notices)
    value = "; ".join(listed)
    return Subject((), (RowPlace(sheet.file).problem(kind, column="", value=value),))


def _choose_municipality(
    sheet: Sheet, head: TableHead, rows: Sequence[SurveyRow], areas: NameIndex
) -> Subject:
    """Return the rows that name no other municipality."""
    named = [n for n, h in enumerate(head.headings) if name_key(h.title) in MUNICIPALITY_TITLES]
    columns = set(named) - {head.area}
    own = {code[1] for code in map(_CBS_CODE.fullmatch, areas.labels) if code}
    others = {
        row: name
        for row, cells in sheet.rows.items()
        if row > head.row and (name := _find_other_municipality(cells, columns, own, areas))
    }
    kept = [row for row in rows if row.row not in others]
    names = [others[row.row] for row in rows if row.row in others]
    what = "Rijen van een andere gemeente, niet gelezen"
    return _leave_out(sheet, kept, names, kind="other_place", what=what)


def _find_other_municipality(
    cells: Sequence[object], columns: Collection[int], own: Collection[str], areas: NameIndex
) -> str:
    """Return what in a row names another municipality: a code of CBS, or a name in `columns`."""
    whole = set(areas.whole.split())
    for number, cell in enumerate(cells):
        text = cell.strip() if isinstance(cell, str) else ""
        code = _CBS_CODE.fullmatch(text)
        if code and own and code[1] not in own:
            return text
        words = set(fold_name(text).split()) - {"gemeente", "totaal"}
        is_name = number in columns and not code and bool(_WORD.search(text))
        if is_name and words and not (words <= whole or whole <= words):
            return text
    return ""


def _choose_topic(
    sheet: Sheet,
    head: TableHead,
    rows: Sequence[SurveyRow],
    *,
    figure: Collection[str],
    areas: NameIndex,
) -> Subject:
    """Return the rows about the figure; a row without a topic, of several, may be about any.

    Where the columns are called by the figure's own name, one other topic is no doubt.
    """
    about = [r for r in rows if areas.find(cell_text(r.area.value))]
    topics = {r.topic for r in about} - {""}
    own = {t for t in topics if {topic_key(t), name_key(t)} & set(figure)}
    if own == topics or (head.is_named and len(topics) == 1):
        return Subject(rows)
    blank = {RowPlace(sheet.file, r.row) for r in about if not r.topic and not r.is_empty}
    kept = [row for row in rows if row.topic in own]
    what = "Niet gelezen onderwerpen"
    found = _leave_out(sheet, kept, topics - own, kind="other_topic", what=what)
    problems = (place.problem("blank_topic") for place in sorted(blank))
    return Subject(found.rows, (*found.problems, *problems), found.notices)


def _choose_all_residents(sheet: Sheet, rows: Sequence[SurveyRow]) -> Subject:
    """Return the rows of all residents, of a table that is divided by a trait of theirs."""
    words = {row.group for row in rows if _SIGN_OF_GROUP.search(row.group)}  # no mean age
    groups = {group for group in words if not _is_everybody(group)}
    kept = [row for row in rows if row.group not in groups]
    what = "Cijfers van een deel van de inwoners, niet gelezen"
    return _leave_out(sheet, kept, groups, kind="part_of_residents", what=what)


def _is_everybody(group: str) -> bool:
    key = name_key(group)
    return key in TOTAL_NAMES | _ALL_RESIDENTS or key.startswith("totaal")
