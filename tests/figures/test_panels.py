"""Small panels: one scale for all, a gap where a value is not shown, words for who cannot see."""

import re
from collections.abc import Sequence
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from lib.figures.panels import Panel, panels

SVG = "{http://www.w3.org/2000/svg}"


def drawn(text: str) -> list[Element]:
    """The pictures in the page's HTML."""
    return [fromstring(unquote(s)) for s in re.findall(r'src="data:image/svg\+xml,([^"]+)"', text)]


def dots(picture: Element) -> list[float]:
    return [float(c.get("cy", "nan")) for c in picture.iter(f"{SVG}circle")]


def shown(**areas: Sequence[float | None]) -> str:
    found = {k: Panel(v, f"cijfers {k}", "2023: 1") for k, v in areas.items()}
    return str(panels(found, first="2021", last="2023", highest="8 misdrijven"))


def test_all_panels_have_one_scale() -> None:
    small, large = drawn(shown(a=[2, 4], b=[4, 8]))
    assert dots(small)[1] == dots(large)[0]
    assert dots(small)[0] > dots(small)[1] > dots(large)[1]


def test_a_value_that_is_not_shown_breaks_the_line_and_stands_nowhere() -> None:
    (picture,) = drawn(shown(a=[5, None, 6, 7]))
    assert len(dots(picture)) == 3
    lines = [p.get("d", "") for p in picture.iter(f"{SVG}path")][1]
    assert lines.count("M") == 1


def test_no_figure_at_all_is_a_panel_without_dots() -> None:
    (picture,) = drawn(shown(a=[None, None]))
    assert dots(picture) == []


def test_names_are_escaped_and_each_picture_has_its_words() -> None:
    text = shown(**{'"><script>': [1.0, 2.0]})
    assert "<script>" not in text
    assert "cijfers &#34;&gt;&lt;script&gt;" in text
