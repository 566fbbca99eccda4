"""The report of a meeting of the driehoek: its agreements, items and figures, as PDF and slides.

Also as a Word file. Everything is as it was when the meeting was frozen: nothing here looks a
figure up. Not here: where meetings are stored, and what is overdue.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from lib.exhibits.exhibit import Exhibit, caveats_from_marks
from lib.exhibits.meeting_figures import AGREEMENT_COLUMNS
from lib.export.docx import render_docx
from lib.export.exhibit_text import document_data
from lib.export.picture import DOCUMENT_COLOURS, draw_fitted_png, draw_fitted_svg
from lib.export.pptx.slides import TextTable, render_slides
from lib.export.typeset import typeset
from lib.figures import palette
from lib.figures.format import day
from lib.figures.vocabulary import OVERDUE

AGREEMENTS_TITLE = "Afspraken"
REPORT_WIDTH, REPORT_HEIGHT = 640, 300  # pixels: two fit on a sheet
REPORT_TYPE = 12  # pixels, which are 9 points there
LINK_SCHEMES = ("https://", "http://")


class ReportAgreement(NamedTuple):
    """An agreement in words, in the columns of AGREEMENT_COLUMNS."""

    what: str
    who: str
    area: str
    theme: str
    due: str
    status: str

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed."""
        return self.status.endswith(OVERDUE)


@dataclass(frozen=True)
class ReportItem:
    """A figure on the agenda, what is asked about it, and its web address in the dashboard.

    `agreed` are the agreements that were made at it.
    """

    exhibit: Exhibit
    question: str = ""
    link: str = ""
    agreed: Sequence[ReportAgreement] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """A meeting: its figures are those of `frozen`, the day on which it was closed.

    None: it is still being prepared. The title holds its day. No `agreements`: it is no meeting.
    """

    title: str
    items: Sequence[ReportItem]
    agreements: Sequence[ReportAgreement] | None
    frozen: dt.date | None
    marks: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What the figures are."""
        if self.frozen is None:
            return "Concept: dit overleg is nog niet afgesloten."
        return f"Cijfers en afspraken zoals ze waren op {day(self.frozen)}, bij het afsluiten."


def render_report(meeting: Report, *, author: str) -> bytes:
    """Return the report as an accessible A4 (PDF/UA-1). Raises `ExportError`."""
    data, images = _lay_out(meeting, author=author, draw=draw_fitted_svg)
    return typeset("report.typ", data=data, form="pdf", images=images)


def render_report_document(meeting: Report, *, author: str) -> bytes:
    """Return the report as a Word file that can be edited. Raises `ExportError`."""
    data, images = _lay_out(meeting, author=author, draw=draw_fitted_png)
    return render_docx(data, images=images)


def _lay_out(
    meeting: Report, *, author: str, draw: Callable[..., str | bytes]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what stands in the report, and its pictures by name as `draw` makes them."""
    images: dict[str, bytes] = {}
    items = []
    for number, item in enumerate(meeting.items, 1):
        picture = f"figure-{number}" if item.exhibit.has_picture else None
        if picture:
            drawn = draw(
                item.exhibit, width=REPORT_WIDTH, height=REPORT_HEIGHT, smallest=REPORT_TYPE
            )
            images[picture] = drawn if isinstance(drawn, bytes) else drawn.encode()
        items.append(_report_item(item, picture=picture))
    return {
        "title": meeting.title,
        "author": author,
        "note": meeting.note,
        "marks": meeting.marks,
        "items": items,
        "agreements": meeting.agreements is not None
        and {
            "title": AGREEMENTS_TITLE,
            "header": AGREEMENT_COLUMNS,
            "rows": meeting.agreements,
        },
        "overdue": [number for number, a in enumerate(meeting.agreements or ()) if a.is_overdue],
        "colours": DOCUMENT_COLOURS | {"warning": palette.BAD},
    }, images


def render_report_slides(meeting: Report, *, author: str) -> bytes:
    """Return the meeting as slides: its agreements, and its items; each has the meeting's marks.

    Raises `ExportError`.
    """
    marks = caveats_from_marks(meeting.marks)
    exhibits = [
        replace(exhibit, caveats=tuple(dict.fromkeys((*marks, *exhibit.caveats))))
        for exhibit in (item.exhibit for item in meeting.items)
    ]
    rows = tuple(meeting.agreements or ())
    agreed = TextTable(AGREEMENTS_TITLE, AGREEMENT_COLUMNS, rows, meeting.marks)
    return render_slides(
        exhibits,
        title=meeting.title,
        subtitle=meeting.note,
        author=author,
        words=[
            [f"Vraag: {item.question}"] * bool(item.question)
            + [f"Afspraak: {sentence}" for sentence in _agreement_sentences(item)]
            for item in meeting.items
        ],
        texts=[agreed],
    )


def _report_item(item: ReportItem, *, picture: str | None) -> dict[str, Any]:
    """Return an item as a document wants it; its table only where it has no picture."""
    data = document_data(item.exhibit) | {
        "picture": picture,
        "question": item.question,
        "link": item.link if item.link.startswith(LINK_SCHEMES) else "",
        "agreed": _agreement_sentences(item),
    }
    return data | {"rows": []} if picture else data


def _agreement_sentences(item: ReportItem) -> list[str]:
    """Return the agreements that were made at an item: who does what before which day."""
    return [f"{a.what} ({a.who}, uiterlijk {a.due}, {a.status})" for a in item.agreed]
