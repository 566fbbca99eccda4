"""Design tokens of NL Design System: colours and type, and what is refused in Dutch."""

import json
from pathlib import Path
from typing import Any

import pytest

from lib.catalog import DataProblemsError, load_catalog
from lib.catalog.style import HouseStyle
from lib.export.site.overview_page import render_overview_page
from tests.builders import build_board_from
from tests.export.site.samples import ADDRESS

TOKENS: dict[str, Any] = {
    "brand": {"green": {"500": {"$value": "#1d6f42"}}, "white": {"value": "#fff"}},
    "utrecht": {
        "button": {
            "primary-action": {
                "background-color": {"value": "{brand.green.500}"},
                "color": {"value": "{brand.white}"},
            }
        },
        "document": {"font-family": {"value": ["Noto Sans", "Arial"]}},
    },
}


def load_style(data: Path, geo: Path, tokens: object, *, lines: str = "") -> HouseStyle:
    text = tokens if isinstance(tokens, str) else json.dumps(tokens)
    (data / "theme.json").write_text(text, encoding="utf-8")
    with (data / "gemeente.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[style]\ntokens = "theme.json"\n{lines}\n')
    return load_catalog(data, geo).municipality.style


def test_colours_and_type_follow_the_tokens(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    style = load_style(data, geo, TOKENS)
    assert (style.accent, style.text_on_accent) == ("#1D6F42", "#FFFFFF")
    assert style.font_family == "Noto Sans, Arial"
    board = build_board_from(data, geo).as_public()
    page = render_overview_page(board, address=ADDRESS)
    assert "--vd-accent:#1D6F42;" in page
    assert "--vd-font:Noto Sans, Arial;" in page


def test_a_key_of_its_own_goes_first(data_copy: tuple[Path, Path]) -> None:
    style = load_style(*data_copy, TOKENS, lines='accent = "#7A1F5C"')
    assert (style.accent, style.font_family) == ("#7A1F5C", "Noto Sans, Arial")


def button(colour: str) -> dict[str, Any]:
    return {"utrecht": {"button": {"primary-action": {"background-color": {"value": colour}}}}}


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (button("#ffd500"), "contrast van ten minste 4,5"),
        (button("hotpink"), "een kleur als #0B4F7D"),
        (button("{a.b}") | {"a": {"b": {"value": "{a.b}"}}}, "ontwerptokens van NL Design System"),
        ({"utrecht": {}}, "ontwerptokens van NL Design System"),
        ([1], "ontwerptokens van NL Design System"),
        ("{", "ontwerptokens van NL Design System"),
        (
            button("#1d6f42")
            | {"nl": {"document": {"font-family": {"value": "x;}</style><script>"}}}},
            "de naam van een lettertype",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(
    data_copy: tuple[Path, Path], tokens: object, expected: str
) -> None:
    with pytest.raises(DataProblemsError, match=expected) as caught:
        load_style(*data_copy, tokens)
    assert "theme.json" in str(caught.value)


def test_a_file_that_is_gone_is_named(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    load_style(data, geo, TOKENS)
    (data / "theme.json").unlink()
    with pytest.raises(DataProblemsError, match=r"theme\.json.*dit bestand"):
        load_catalog(data, geo)
