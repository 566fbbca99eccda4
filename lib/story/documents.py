"""Numbers that stand in a document and not in a table, with the words that they are about.

They come from the themes and from what goes on whatever the priorities are. Not here: figures.
"""

import re
from dataclasses import dataclass

from lib.board import Board
from lib.catalog import Status
from lib.figures.sentences.source_sentences import format_source
from lib.story.reading import Number, read
from lib.story.splitting import words

SHORTEST = 5  # letters of a word that says what a number is about


@dataclass(frozen=True)
class Told:
    """A number with the stems of the words that it is about, and its source."""

    number: Number
    shown: str
    stems: frozenset[str]
    years: frozenset[str]
    source: str


def told_in_documents(board: Board) -> tuple[Told, ...]:
    """Return the numbers of all facts and subjects that have one."""
    facts = [
        (f.figure, f.label, f.period, f.source, f.section)
        for theme in board.files.themes
        for f in theme.fact
    ]
    subjects = [
        (s.figure, s.figure_label, s.figure_period, s.source, s.section)
        for s in board.files.organisation.subject
    ]
    return tuple(
        Told(
            number=number,
            shown=figure,
            stems=stems(label),
            years=frozenset(re.findall(r"\d{4}", period)),
            source=format_source(
                [board.sources[source]],
                period=period or "niet genoemd",
                status=Status.FINAL,
                sections={source: [section]},
            ),
        )
        for figure, label, period, source, section in (*facts, *subjects)
        for number in read(figure).numbers
    )


def stems(text: str) -> frozenset[str]:
    """Return the long words of a text without their endings."""
    return frozenset(stem(w.text) for w in words(text) if len(w.text) >= SHORTEST)


def stem(word: str) -> str:
    """Return a word without the ending of a plural."""
    return re.sub(r"(?:['’]s|en|s|n)$", "", word.lower())
