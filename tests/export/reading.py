"""What a PDF holds, read back with pypdf; pictures with Pillow and defusedxml are read in place."""

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pypdf
from pypdf.generic import DictionaryObject


def opened(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


@lru_cache(maxsize=16)  # the shapes of a map make reading as slow as typesetting
def text(content: bytes) -> str:
    """All text, with one space where a line or page ends."""
    return " ".join(" ".join(p.extract_text() for p in opened(content).pages).split())


def claims(content: bytes) -> dict[str, object]:
    """What the document says of itself to programs that read it aloud."""
    root: dict[str, Any] = opened(content).root_object
    metadata = opened(content).metadata
    assert metadata is not None
    return {
        "language": str(root["/Lang"])[:2],
        "tagged": bool(root["/MarkInfo"]["/Marked"]),
        "shows its title": bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
        "PDF/UA": b"<pdfuaid:part>1<" in root["/Metadata"].get_object().get_data(),
        "title": metadata.title,
        "author": metadata.author,
    }


def elements(content: bytes) -> list[tuple[str, str]]:
    """Kind and alternative of every element of the structure, in order of reading."""
    root = opened(content).root_object["/StructTreeRoot"].get_object()
    return list(_walk(root))


def _walk(node: object) -> Iterator[tuple[str, str]]:
    if not isinstance(node, DictionaryObject):
        return
    if "/S" in node:
        yield str(node["/S"]), str(node.get("/Alt", ""))
    kids = node.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        yield from _walk(kid.get_object())


def sizes(content: bytes) -> list[float]:
    """The size of every piece of text, in points."""
    found: list[float] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.append(abs(size * tm[3] * cm[3]))

    for page in opened(content).pages:
        page.extract_text(visitor_text=visit)
    return found
