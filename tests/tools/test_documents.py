"""The documents are true: what they name exists, and their example of an indicator loads."""

import re
from pathlib import Path

import pytest

from tests.builders import build_board_from

ROOT = Path(__file__).parents[2]
DOCUMENTS = [p for folder in ("", "docs", "geo") for p in sorted((ROOT / folder).glob("*.md"))]
PATH = re.compile(
    r"(?<![\w/])(?:lib|pages|deploy|tests|tools|benchmarks|docs|data|geo)/[\w./-]*(?![\w./<*-])"
)
GENERATED = ("data/opendata",)
MODULE = re.compile(r"python -m ((?:lib|tests|tools|benchmarks)[\w.]*)")
COMMAND = re.compile(r"\bmake ([a-z-]+)")
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)
LINK = re.compile(r"\]\((?!http)([^)#]+)")
EXAMPLE = re.compile(r"(?:^ {8}\S.*\n)+", re.MULTILINE)


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__main__.py").exists()


@pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT))
)
def test_paths_commands_and_links_of_a_document_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"`([^`\n]+)`", text))
    paths = {path.rstrip("./") for path in PATH.findall(code)}
    lost = [path for path in sorted(paths) if not (ROOT / path).exists()]
    assert [path for path in lost if path not in GENERATED] == []
    assert [link for link in LINK.findall(text) if not (document.parent / link).exists()] == []
    assert [name for name in MODULE.findall(text) if not is_module(name)] == []
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    assert set(COMMAND.findall(code)) <= targets


def test_the_example_of_an_indicator_loads(data_copy: tuple[Path, Path]) -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    indicator, source, figures = (
        re.sub("^ {8}", "", example, flags=re.MULTILINE) for example in EXAMPLE.findall(guide)
    )
    data = data_copy[0]
    for name, text in (("indicators.toml", "\n" + indicator), ("sources.csv", source)):
        with (data / name).open("a", encoding="utf-8") as file:
            file.write(text)
    (data / "observations" / "meldingen.csv").write_text(figures, encoding="utf-8")
    rows = build_board_from(*data_copy).registrations.yearly("meldingen-drugsafval")
    assert list(rows["value"]) == [19, 11]
