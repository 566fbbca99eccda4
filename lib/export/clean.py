"""Texts as every kind of file can hold them. Not here: text that a spreadsheet would run."""

import re
from dataclasses import replace
from typing import TypeVar

from lib.exhibits.exhibit import Exhibit

# What XML cannot hold, so no PPTX, XLSX or SVG: control characters, halves of characters.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
Value = TypeVar("Value")


def clean(value: Value) -> Value:
    """Return a text without the characters that XML cannot hold; anything else as it is."""
    return _REFUSED.sub("", value) if isinstance(value, str) else value  # type: ignore[return-value]


def cleaned(exhibit: Exhibit) -> Exhibit:
    """Return the exhibit with every text `clean`, also those in its table."""
    texts = {f: clean(getattr(exhibit, f)) for f in ("title", "finding", "source", "alternative")}
    table = exhibit.table.map(clean)
    table.columns = [clean(str(c)) for c in table.columns]
    native = exhibit.native and replace(
        exhibit.native,
        category=clean(exhibit.native.category),
        values=tuple(map(clean, exhibit.native.values)),
    )
    caveats = tuple(replace(c, text=clean(c.text)) for c in exhibit.caveats)
    return replace(exhibit, **texts, caveats=caveats, table=table, native=native)
