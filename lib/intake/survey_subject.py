"""Which rows of a survey table are about the figure, of all residents, of this municipality.

A table may have other topics, groups of residents and municipalities next to ours: their rows look
like good figures. Not here: finding the rows (`survey_layouts`).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

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


@dataclass(frozen=True)
class RowChooser:
    """Chooses the rows of a table. `figure` are names of the figure, as `name_key` makes them."""

    sheet: Sheet
    head: TableHead
    figure: Collection[str]
    areas: NameIndex

    def choose(self, rows: Sequence[SurveyRow]) -> Subject:
        """Return the rows about the figure, of all residents of the municipality."""
        subject = Subject(rows)
        for step in (self._choose_municipality, self._choose_topic, self._choose_all_residents):
            found = step(subject.rows)
            problems, notices = subject.problems + found.problems, subject.notices + found.notices
            subject = Subject(found.rows, problems, notices)
        return subject

    def _leave_out(
        self, kept: Sequence[SurveyRow], names: Iterable[str], *, kind: str, what: str
    ) -> Subject:
        """Return the rows that are left with what was not, which is a fault if none is left."""
        listed = sorted(set(names))[:MAX_NAMES]
        if kept or not listed:
            notices = (f"{what}: {', '.join(listed)}.",) if listed else ()
            return Subject(kept, notices=notices)
        problem = RowPlace(self.sheet.file).problem(kind, value="; ".join(listed))
        return Subject((), (problem,))

    def _choose_municipality(self, rows: Sequence[SurveyRow]) -> Subject:
        """Return the rows that name no other municipality."""
        found = {row: self._find_other_municipality(row) for row in self.sheet.below(self.head.row)}
        kept = [row for row in rows if not found.get(row.row)]
        names = filter(None, (found.get(row.row) for row in rows))
        what = "Rijen van een andere gemeente, niet gelezen"
        return self._leave_out(kept, names, kind="other_place", what=what)

    def _find_other_municipality(self, row: int) -> str:
        """Return what in a row names another municipality: a code of CBS, or its column."""
        for column, cell in enumerate(self.sheet.rows[row]):
            text = cell.strip() if isinstance(cell, str) else ""
            code = _find_code(text)
            if self._own_codes and code and code not in self._own_codes:
                return text
            if column in self._columns and not code and self._is_elsewhere(text):
                return text
        return ""

    @cached_property
    def _own_codes(self) -> set[str]:
        return set(filter(None, map(_find_code, self.areas.labels)))

    @cached_property
    def _columns(self) -> set[int]:
        """The columns with the name of a municipality."""
        titles = enumerate(heading.title for heading in self.head.headings)
        found = {n for n, title in titles if name_key(title) in MUNICIPALITY_TITLES}
        return found - {self.head.area}

    def _is_elsewhere(self, text: str) -> bool:
        """Return whether a text is the name of another municipality."""
        whole, words = set(self.areas.whole.split()), set(fold_name(text).split())
        words -= {"gemeente", "totaal"}
        is_name = bool(words) and bool(_WORD.search(text))
        return is_name and not (words <= whole or whole <= words)

    def _choose_topic(self, rows: Sequence[SurveyRow]) -> Subject:
        """Return the rows about the figure; a row without a topic, of several, may be about any.

        Where the columns are called by the figure's own name, one other topic is no doubt.
        """
        about = [r for r in rows if self.areas.find(cell_text(r.area.value))]
        topics = {r.topic for r in about} - {""}
        own = set(filter(self._names_figure, topics))
        if own == topics or (self.head.is_named and len(topics) == 1):
            return Subject(rows)
        kept = [row for row in rows if row.topic in own]
        what = "Niet gelezen onderwerpen"
        found = self._leave_out(kept, topics - own, kind="other_topic", what=what)
        return replace(found, problems=(*found.problems, *_list_blank_topics(about)))

    def _names_figure(self, topic: str) -> bool:
        return not {topic_key(topic), name_key(topic)}.isdisjoint(self.figure)

    def _choose_all_residents(self, rows: Sequence[SurveyRow]) -> Subject:
        """Return the rows of all residents, of a table that is divided by a trait of theirs."""
        words = {row.group for row in rows if _SIGN_OF_GROUP.search(row.group)}  # no mean age
        groups = {group for group in words if not _is_everybody(group)}
        kept = [row for row in rows if row.group not in groups]
        what = "Cijfers van een deel van de inwoners, niet gelezen"
        return self._leave_out(kept, groups, kind="part_of_residents", what=what)


def _find_code(text: str) -> str:
    """Return the municipality's number in a code of CBS; nothing for another text."""
    code = _CBS_CODE.fullmatch(text)
    return code[1] if code else ""


def _list_blank_topics(rows: Iterable[SurveyRow]) -> Iterator[DataProblem]:
    for place in sorted({RowPlace(r.file, r.row) for r in rows if not r.topic and not r.is_empty}):
        yield place.problem("blank_topic")


def _is_everybody(group: str) -> bool:
    key = name_key(group)
    return key in TOTAL_NAMES | _ALL_RESIDENTS or key.startswith("totaal")
