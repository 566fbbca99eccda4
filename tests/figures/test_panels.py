"""Small panels: one scale for all, a gap where a value is not shown, words for who cannot see."""

import re
from collections.abc import Sequence
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from lib.figures.panels import Panel, draw_panels, explain_scale, render_panels

SVG = "{http://www.w3.org/2000/svg}"


def drawn(text: str) -> list[Element]:
    """The pictures in the page's HTML."""
    return [fromstring(unquote(s)) for s in re.findall(r'src="data:image/svg\+xml,([^"]+)"', text)]


def dots(picture: Element) -> list[float]:
    return [float(c.get("cy", "nan")) for c in picture.iter(f"{SVG}circle")]


def render(**areas: Sequence[float | None]) -> str:
    found = {k: Panel(v, f"cijfers {k}", "2023: 1") for k, v in areas.items()}
    return str(render_panels(found, scale="2021 tot en met 2023"))


def test_all_panels_have_one_scale() -> None:
    small, large = drawn(render(a=[2, 4], b=[4, 8]))
    assert dots(small)[1] == dots(large)[0]
    assert dots(small)[0] > dots(small)[1] > dots(large)[1]


def test_a_suppressed_value_breaks_the_line_and_is_nowhere() -> None:
    (picture,) = drawn(render(a=[5, None, 6, 7]))
    assert len(dots(picture)) == 3
    lines = [p.get("d", "") for p in picture.iter(f"{SVG}path")][1]
    assert lines.count("M") == 1


def test_no_figure_at_all_is_a_panel_without_dots() -> None:
    (picture,) = drawn(render(a=[None, None]))
    assert dots(picture) == []


def test_names_are_escaped_and_each_picture_has_its_words() -> None:
    text = render(**{'"><script>': [1.0, 2.0]})
    assert "<script>" not in text
    assert "cijfers &#34;&gt;&lt;script&gt;" in text


def pictured(*names: str) -> Element:
    found = {name: Panel([1.0, None, 4.0], "cijfers", "2023: 4") for name in names}
    root: Element = fromstring(
        draw_panels(found, scale=explain_scale("2021", "2023", "4 misdrijven"))
    )
    return root


def test_one_picture_has_every_panel_with_its_words() -> None:
    names = [f"Wijk {n}" for n in range(18)]
    root = pictured(*names)
    texts = [t.text for t in root.iter(f"{SVG}text")]
    assert [t for t in texts if t in names] == names
    assert texts.count("2023: 4") == len(names)
    assert str(texts[-1]).endswith("0 tot 4 misdrijven.")
    assert float(root[0].get("font-size", "0")) * 1240 / float(root.get("width", "inf")) >= 14
    assert len(dots(root)) == 2 * len(names)


def test_panels_of_one_picture_do_not_lie_on_each_other() -> None:
    root = pictured(*(f"{'Een naam die lang is ' * n}{n}" for n in range(10)))
    places = [g.get("transform") for g in root[0] if g.tag == f"{SVG}g"]
    assert len(set(places)) == 10
    wide, high = (float(root.get(side, "0")) for side in ("width", "height"))
    for place in places:
        x, y = (float(n) for n in re.findall(r"[\d.]+", str(place)))
        assert x + 170 <= wide
        assert y + 100 <= high


def test_line_under_a_picture_is_wrapped_where_the_picture_ends() -> None:
    found = {"Wijk": Panel([1.0, 4.0], "cijfers", "2023: 4")}
    first, last = "de week vanaf 1 juni 2026", "de week tot en met 23 november 2026"
    scale = explain_scale(first, last, "4 keer")
    root = fromstring(draw_panels(found, scale=scale, columns=3))
    texts = [t for t in root[0] if t.tag == f"{SVG}text"]
    assert " ".join(str(t.text) for t in texts).endswith("Van onder naar boven: 0 tot 4 keer.")
    assert len(texts) > 1
    wide, high, size = (float(root.get(name, "0")) for name in ("width", "height", "font-size"))
    assert max(float(t.get("y", "0")) for t in texts) < high
    assert max(len(str(t.text)) for t in texts) * size * 0.43 <= wide


def test_names_in_a_picture_are_escaped_and_cut() -> None:
    root = pictured("<script>&", "W" * 100, "")
    texts = [t.text or "" for t in root.iter(f"{SVG}text")]
    assert texts[0] == "<script>&"
    assert max(map(len, texts[:-1])) <= 27
