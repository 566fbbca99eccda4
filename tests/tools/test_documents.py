"""The documents name files that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "geo" / "README.md"]
FILE = re.compile(r"`((?:benchmarks|docs|lib|pages|tests|tools)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_a_document_names_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = {ROOT / name for name in FILE.findall(text)}
    linked = {document.parent / name for name in LINK.findall(text)}
    assert [path for path in named | linked if not path.exists()] == []
