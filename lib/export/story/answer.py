"""An answer to a text of somebody else, such as a council question, as PDF and Word.

Laid out as the report of a meeting. Not here: what each number is (`lib.story`).
"""

from collections.abc import Sequence
from typing import Any

from lib.board import Board
from lib.export.docx import render_docx
from lib.export.picture import DOCUMENT_COLOURS
from lib.export.typeset import typeset
from lib.figures import palette
from lib.figures.format import day
from lib.store import BindingKind, Story
from lib.story import Reference, State

ANSWER_HEADER = ("Er staat", "Antwoord", "Bron")
QUESTION_TITLE, ANSWER_TITLE = "De vraag", "Het antwoord, per getal of bewering"
IT_IS = "Dit is: {}."
NOTE = "Antwoord uit {} op {}. Een tweede collega gaf akkoord. Elk getal is door een mens gekozen."


def list_answers(found: Sequence[Reference]) -> list[tuple[str, str, str]]:
    """Return for each number or claim that a person bound: its words, what it is, the source."""
    return [
        (one.item.text, _answer(one), one.fact.source if one.fact else "")
        for one in found
        if one.state is State.BOUND
    ]


def _answer(one: Reference) -> str:
    is_it = one.fact and one.binding and one.binding.kind is BindingKind.FIGURE
    return IT_IS.format(one.fact.describe()) if one.fact and is_it else one.reason


def render_answer(story: Story, found: Sequence[Reference], *, board: Board) -> bytes:
    """Return the question and its answer as an accessible A4 (PDF/UA-1). Raises `ExportError`."""
    return typeset("report.typ", data=_lay_out(story, found, board), form="pdf")


def render_answer_document(story: Story, found: Sequence[Reference], *, board: Board) -> bytes:
    """Return the question and its answer as a Word file that can be edited."""
    return render_docx(_lay_out(story, found, board), images={})


def _lay_out(story: Story, found: Sequence[Reference], board: Board) -> dict[str, Any]:
    title = board.municipality.dashboard_title
    answers = list_answers(found)
    return {
        "title": story.title,
        "author": title,
        "note": NOTE.format(title, day(board.today)),
        "marks": (),
        "items": [
            _make_item(QUESTION_TITLE, notes=story.question.split("\n")),
            _make_item(ANSWER_TITLE, header=ANSWER_HEADER, rows=answers),
        ],
        "agreements": False,
        "overdue": (),
        "colours": DOCUMENT_COLOURS | {"warning": palette.BAD},
    }


def _make_item(title: str, **values: object) -> dict[str, object]:
    """Return a part of a report that has no figure: text or a table."""
    texts = dict.fromkeys(("question", "finding", "source", "link", "alternative"), "")
    lists = dict.fromkeys(("marks", "header", "rows", "numeric", "notes", "agreed"), ())
    return {**texts, **lists, "picture": None, "title": title, **values}
