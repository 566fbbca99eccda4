"""The Dutch of screen and files, wherever it stands: no wording that was put right comes back."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.catalog import Catalog
from lib.text import fold
from tools.run_server import ROOT

# What is not written, and what is written in its place.
FORBIDDEN = {
    r"\bzij\b(?! aan zij)|\bhaar\b": "the noun once more",
    r"\b(?:de|deze) \w+ [^.;:]*[.;:,] (?:dan )?(?:ze|Ze) (?:is|heeft|kan|wil|mag|geeft|zoekt)\b": (
        "the noun once more"
    ),
    r"\b(?-i:Ze) (?:is|heeft|kan|wil|mag|\w+t)\b": "the noun once more",
    r"voor wie dit mag": "alleen voor medewerkers",
    r"hun best": "zetten zich extra in",
    r"De lijnen zeggen|wat het deed": "De stippellijn toont het moment, niet het effect",
    r"\b(?:nog niet|geen \w+) geladen": "nog niet in dit dashboard",
    r"nooit goed": "accepteert de gemeente niet",
    r"Erger voorkomen": "Aanpak ter Voorkoming van Escalatie (AVE)",
    r"altijd doorgaat": "Doorlopende taken",
    r"\bvoorbij\b": "geweest",
    r"vast te stellen|koers\?": "op koers: nog niet te zeggen",
    r"\bplaatjes?\b": "beeld",
    r"; leeg:": "kies niets voor",
}
# These hold words that are recognised in what people type, not words for the screen.
RECOGNISING = {
    "lib/story",
    "lib/text/plain.toml",
    "lib/store/migrations",
    "data/words.toml",
    "data/opendata",
}


def _is_for_readers(path: Path) -> bool:
    place = path.relative_to(ROOT).as_posix()
    return not any(place.startswith(folder) for folder in RECOGNISING)


def _literals(path: Path) -> Iterator[str]:
    """Return the texts of a module that are no documentation; f-strings piece by piece."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in documentation:
            yield str(node.value)


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    """All texts of code and data with the file that each stands in."""
    found = [
        (path.relative_to(ROOT).as_posix(), text)
        for folder in ("lib", "pages")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if _is_for_readers(path)
        for text in _literals(path)
    ]
    files = [
        path
        for folder, kinds in (("data", "toml md csv"), ("lib", "toml html css js typ"))
        for kind in kinds.split()
        for path in sorted((ROOT / folder).rglob(f"*.{kind}"))
        if _is_for_readers(path)
    ]
    for path in [*files, ROOT / "publiccode.yml"]:
        name = path.relative_to(ROOT).as_posix()
        found += [(name, line) for line in path.read_text(encoding="utf-8").splitlines()]
    return found


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_text_has_a_wording_that_was_put_right(
    texts: list[tuple[str, str]], pattern: str
) -> None:
    assert len(texts) > 5000
    found = [(name, text) for name, text in texts if re.search(pattern, text, re.IGNORECASE)]
    assert found == [], f"write: {FORBIDDEN[pattern]}"


def test_an_area_has_one_spelling(texts: list[tuple[str, str]], catalog: Catalog) -> None:
    names = {fold(area.name): area.name for area in catalog.areas.values() if area.kind == "area"}
    others = {
        alias
        for area in catalog.areas.values()
        for alias in area.aliases
        if names.get(fold(alias), alias) != alias
    }
    assert "Tegelen - Op de Heide" in others
    found = [
        (name, other)
        for name, text in texts
        if name != "data/areas.csv"
        for other in others
        if other in text
    ]
    assert found == []
    assert [f.name for f in catalog.focus if names.get(fold(f.name), f.name) != f.name] == []
