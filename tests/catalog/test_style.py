"""The municipality's own style: what makes pictures unreadable or unsafe is refused in Dutch."""

import shutil
from pathlib import Path

import pytest

from lib.catalog import DataProblem, DataProblemsError, fingerprint, load_catalog
from lib.catalog.style import MAX_LOGO, HouseStyle, font_family
from lib.export.typeset import FONT_FOLDER

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)
BOX = 'viewBox="0 0 20 10"'
LOGO = SVG.format(BOX, '<style>.a{fill:#0a0}</style><path class="a" d="M0 0h20v10z"/>')


def configure(data: Path, lines: str) -> None:
    with (data / "gemeente.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[style]\n{lines}\n")


def problems(data: Path, geo: Path) -> list[DataProblem]:
    with pytest.raises(DataProblemsError) as caught:
        load_catalog(data, geo)
    return list(caught.value.problems)


def test_without_a_style_it_is_neutral(data_copy: tuple[Path, Path]) -> None:
    catalog = load_catalog(*data_copy)
    assert catalog.municipality.style == HouseStyle()
    assert (catalog.logo, catalog.font_folder) == (b"", None)


def test_colours_logo_and_fonts(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    before = fingerprint(data, geo)
    configure(
        data, 'accent = "#1d6f42"\ntext_on_accent = "#FFFFFF"\nlogo = "logo.svg"\nfonts = "type"'
    )
    (data / "logo.svg").write_text(LOGO, encoding="utf-8")
    (data / "type").mkdir()
    for name in ("SourceSansPro-Regular.ttf", "SourceSansPro-Bold.ttf"):
        shutil.copy(FONT_FOLDER / name, data / "type")
    assert len(fingerprint(data, geo)) == len(before) + 3
    catalog = load_catalog(data, geo)
    assert catalog.municipality.style.accent == "#1D6F42"
    assert catalog.logo == LOGO.encode()
    assert catalog.font_folder is not None
    assert font_family(catalog.font_folder) == "Source Sans Pro"


@pytest.mark.parametrize(
    ("lines", "column", "expected"),
    [
        ('accent = "blauw"', "style.accent", "een kleur als #0B4F7D"),
        ('accent = "#0B4F7"', "style.accent", "een kleur als #0B4F7D"),
        ('accent = "#0B4F7D;x"', "style.accent", "een kleur als #0B4F7D"),
        (
            'accent = "#FFD400"',
            "style",
            "contrast van ten minste 4,5; #FFFFFF op #FFD400 heeft 1,4",
        ),
        (
            'accent = "#FFD400"\ntext_on_accent = "#111111"',
            "style",
            "contrast van ten minste 4,5; #FFD400 op #FFFFFF heeft 1,4",
        ),
        ('text_on_accent = "#5F9DCA"', "style", "contrast van ten minste 4,5"),
        ('logo = "../logo.svg"', "style.logo", "de naam van een bestand of map, zonder / erin"),
        ('fonts = "/etc"', "style.fonts", "de naam van een bestand of map, zonder / erin"),
        ('kleur = "#000000"', "style.kleur", "alleen kolommen en sleutels"),
    ],
)
def test_faults_in_the_table(
    data_copy: tuple[Path, Path], lines: str, column: str, expected: str
) -> None:
    configure(data_copy[0], lines)
    found = problems(*data_copy)
    assert [(p.file, p.column) for p in found] == [("data/gemeente.toml", column)]
    assert found[0].expected.startswith(expected)
    assert found[0].fix


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<image href='data:image/png;base64,AAAA'/>",
        "<foreignObject><p>x</p></foreignObject>",
        "<text>Venlo</text>",
        "<a href='https://x.example'><path d=''/></a>",
        "<use href='https://x.example#a'/>",
        "<use xlink:href='file:///etc/passwd'/>",
        "<path d='' onclick='x()'/>",
        "<style>@import 'https://x.example';</style>",
        "<style>.a{fill:url(https://x.example)}</style>",
        "<path style='fill:url( \"https://x.example\" )' d=''/>",
        "<animate/>",
        "<style>.a{background:\\75rl(x)}</style>",
        "<path fill='URL(//x.example/a)' d=''/>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'/>",
    ],
)
def test_a_logo_that_could_do_more_than_be_seen(data_copy: tuple[Path, Path], inside: str) -> None:
    data, _ = data_copy
    configure(data, 'logo = "logo.svg"')
    (data / "logo.svg").write_text(SVG.format(BOX, inside), encoding="utf-8")
    found = problems(*data_copy)
    assert {p.file for p in found} == {"data/logo.svg"}
    assert all(p.expected and p.fix for p in found)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "een SVG-bestand"),
        (b"\x89PNG\r\n", "een SVG-bestand"),
        (b"<html/>", "een SVG"),
        (b"<svg", "een SVG-bestand"),
        (b"\xff\xfe<", "een SVG-bestand"),
        (b'<?xml version="1.0" encoding="klingon"?><svg/>', "een SVG-bestand"),
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>', "een SVG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "een 'viewBox'"),
        (LOGO.encode() + b" " * MAX_LOGO, "een logo van hoogstens 200 kB"),
        (None, "dit bestand"),
    ],
)
def test_a_logo_that_is_none(
    data_copy: tuple[Path, Path], content: bytes | None, expected: str
) -> None:
    configure(data_copy[0], 'logo = "logo.svg"')
    if content is not None:
        (data_copy[0] / "logo.svg").write_bytes(content)
    (found,) = problems(*data_copy)
    assert (found.file, found.row) == ("data/logo.svg", 0)
    assert found.expected.startswith(expected)


@pytest.mark.parametrize("files", [[], ["leesmij.txt"], ["kapot.ttf"], ["twee"]])
def test_fonts_that_are_none(data_copy: tuple[Path, Path], files: list[str]) -> None:
    data, geo = data_copy
    configure(data, 'fonts = "type"')
    (data / "type").mkdir()
    for name in files:
        (data / "type" / name).write_bytes(b"no font")
    (found,) = problems(data, geo)
    assert found.file == "data/type"
