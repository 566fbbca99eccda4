"""The texts of an exhibit, its caveats among them, as every kind of file shows and can hold them.

Not here: text that a spreadsheet would run (`lib.text`).
"""

from dataclasses import replace
from typing import Any

from lib.exhibits.exhibit import Exhibit
from lib.export.columns import format_table
from lib.text import remove_xml_illegal

MOST_DESCRIBED_ROWS = 40
SENTENCE_ENDS = (".", "?", "!", ")")


def caveat_lines(exhibit: Exhibit) -> list[str]:
    """Return the caveats as lines of text, marks such as 'INTERN' first."""
    return [*exhibit.marks, *exhibit.notes]


def source_line(exhibit: Exhibit, *, before: str = "") -> str:
    """Return the source as one line of text, after the notes, which must not be lost.

    `before` is a sentence that stands in front of them.
    """
    notes = [n if n.endswith(SENTENCE_ENDS) else f"{n}." for n in exhibit.notes]
    return " ".join(filter(None, (before, *notes, exhibit.source)))


def table_lines(exhibit: Exhibit) -> list[str]:
    """Return the rows in words, header first; none where a picture has too many to read."""
    if exhibit.has_picture and len(exhibit.table) > MOST_DESCRIBED_ROWS:
        return []
    header, rows, _ = format_table(exhibit.figures)
    return [", ".join(row) for row in (header, *rows)]


def document_data(exhibit: Exhibit) -> dict[str, Any]:
    """Return an exhibit as the templates of documents want it, with its table in words."""
    return {
        "title": exhibit.title,
        "finding": exhibit.finding,
        "source": exhibit.source,
        "notes": exhibit.notes,
        "alternative": exhibit.alternative,
        "marks": exhibit.marks,
        **format_table(exhibit.figures)._asdict(),
    }


def clean_exhibit(exhibit: Exhibit) -> Exhibit:
    """Return the exhibit without the characters that XML cannot hold, also in its table."""
    clean = remove_xml_illegal
    texts: dict[str, Any] = {
        f: clean(getattr(exhibit, f)) for f in ("title", "finding", "source", "alternative")
    }
    table = exhibit.table.map(lambda value: clean(value) if isinstance(value, str) else value)
    table.columns = [clean(str(c)) for c in table.columns]
    native = exhibit.native and replace(
        exhibit.native,
        category=clean(exhibit.native.category),
        values=tuple(map(clean, exhibit.native.values)),
    )
    caveats = tuple(replace(c, text=clean(c.text)) for c in exhibit.caveats)
    return replace(exhibit, **texts, caveats=caveats, table=table, native=native)
