"""An SVG inside a page: only shapes and text of it are left."""

import re

import pytest

from lib.export.site.drawing import inline_svg

START = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
GOOD = (
    START + 'viewBox="0 0 10 20"><g transform="translate(1.23456,2)"><path d="M0,0L1,1"/></g></svg>'
)


def drawn(inside: str) -> str:
    return str(
        inline_svg(
            f'{START}viewBox="0 0 10 20">{inside}</svg>', name="n", title="Titel", description="Uit"
        ).markup
    )


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<a href="https://elders.nl"><path d="M0,0"/></a>',
        '<image href="https://elders.nl/x.png"/>',
        '<use xlink:href="#x"/>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">x</body></foreignObject>',
        "<style>*{display:none}</style>",
        '<animate attributeName="href" to="javascript:x"/>',
        '<iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/>',
        "<!-- <b> -->",
        "<?php x ?>",
    ],
)
def test_what_is_no_shape_goes(inside: str) -> None:
    assert re.sub(r"<title.*</desc>", "", drawn(inside)) == re.sub(
        r"<title.*</desc>", "", drawn("")
    )


@pytest.mark.parametrize(
    "attribute",
    [
        'onload="alert(1)"',
        'style="fill:url(https://elders.nl)"',
        'xlink:href="javascript:x"',
        'href="https://elders.nl"',
        'class="x"',
        'fill="url(https://elders.nl/x)"',
        'clip-path="url(https://elders.nl/#x)"',
        'filter="url(#x)"',
        'aria-hidden="true"',
    ],
)
def test_what_does_more_than_draw_goes(attribute: str) -> None:
    assert '<rect x="1"></rect>' in drawn(f'<rect x="1" {attribute}/>')


def test_text_is_escaped() -> None:
    made = drawn('<text x="1">a &lt;b&gt; &amp;<tspan>c</tspan> d</text>')
    assert '<text x="1">a &lt;b&gt; &amp;<tspan>c</tspan> d</text>' in made


def test_names_inside_are_unlike_those_of_other_drawings() -> None:
    made = drawn(
        '<clipPath id="c"><rect x="1"/></clipPath><g clip-path="url(#c)"><path d="M0"/></g>'
    )
    assert '<clipPath id="n-c">' in made
    assert '<g clip-path="url(#n-c)">' in made


def test_it_has_title_description_and_size() -> None:
    made = inline_svg(GOOD, name="n", title='T "1" <b>', description="D & E")
    assert (made.width, made.height) == (10.0, 20.0)
    assert '<title id="n-title">T &#34;1&#34; &lt;b&gt;</title>' in made.markup
    assert '<desc id="n-desc">D &amp; E</desc>' in made.markup
    assert "translate(1.23,2)" in made.markup


@pytest.mark.parametrize(
    "svg",
    [
        "",
        "geen",
        "<svg/>",
        "<html viewBox='0 0 1 1'/>",
        f"{START}viewBox='0 0 x 1'/>",
        '<!DOCTYPE svg [<!ENTITY x "y">]><svg viewBox="0 0 1 1">&x;</svg>',
        f"{START}viewBox='0 0 1'/>",
        '<svg viewBox="0 0 1 1"><g></svg>',
    ],
)
def test_what_is_no_drawing_is_refused(svg: str) -> None:
    with pytest.raises(ValueError, match="no SVG"):
        inline_svg(svg, name="n", title="", description="")
