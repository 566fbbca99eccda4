"""The pages: what stands on them, what never does, and that they need nothing else."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.access import LOCAL, PUBLIC
from lib.board import Board, load_board
from lib.exhibits.exhibit import Exhibit, caveats_from_marks
from lib.export.site.files import NOT_FOUND_PAGE, SiteFile, build_site
from lib.export.site.overview_page import render_overview_page
from lib.export.site.story_page import EMBED_SCRIPT, render_feed, render_iframe, render_story_page
from lib.export.site.templates import SiteAddress
from lib.figures.layers.layer import Layer
from lib.figures.layers.modes import map_layers
from lib.figures.sentences.goal_sentences import headline
from lib.figures.sentences.map_sentences import map_alternative
from lib.store.story.content import Photo
from tests.builders import add_waves, build_board_from
from tests.export.site.samples import (
    ADDRESS,
    map_exhibit,
    own_source,
    public_board,
    story,
    trend_exhibit,
)

LIMIT = 150_000
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE story; --",
    "{{ 7*7 }} {% raw %} ${x}",
    "</title></style></svg>",
    "&lt;b&gt; &amp;",
    "javascript:alert(1)",
)


class Reader(HTMLParser):
    """What a page is made of: elements with their attributes, headings, text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """All text, with single spaces."""
        return " ".join(" ".join(self.words).split())

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def everybody() -> Board:
    return public_board()


@pytest.fixture(scope="module")
def rating(everybody: Board) -> Layer:
    return map_layers(everybody)["rapportcijfer"]


@pytest.fixture(scope="module")
def exhibits(everybody: Board, rating: Layer) -> tuple[Exhibit, ...]:
    return (map_exhibit(rating, of=everybody), trend_exhibit(everybody))


@pytest.fixture(scope="module")
def files(everybody: Board, exhibits: tuple[Exhibit, ...]) -> Mapping[str, SiteFile]:
    stories = [story(1, exhibits=exhibits), story(2, exhibits=exhibits[1:], areas=())]
    return build_site(everybody, stories, address=ADDRESS, gone={"weg-9"})


def pages(files: Mapping[str, SiteFile]) -> dict[str, str]:
    return {p: f.body.decode() for p, f in files.items() if f.kind.startswith("text/html")}


def test_the_paths_are_those_that_are_promised(files: Mapping[str, SiteFile]) -> None:
    of_story = [
        f"/verhalen/verhaal-{n}/{part}" for n in (1, 2) for part in ("", "inbed/", "beeld.png")
    ]
    gone = ["/verhalen/weg-9/", "/verhalen/weg-9/inbed/"]
    council = ["/openbaar/raad/", "/openbaar/raad/raadseditie.pdf"]
    base = [
        *council,
        "/openbaar/",
        "/verhalen/",
        "/verhalen/atom.xml",
        "/sitemap.xml",
        NOT_FOUND_PAGE,
    ]
    assert sorted(files) == sorted([*base, *of_story, *gone])
    assert {p for p, f in files.items() if f.status == 410} == set(gone)
    assert {p for p, f in files.items() if f.status == 404} == {NOT_FOUND_PAGE}
    assert files["/verhalen/verhaal-1/beeld.png"].body.startswith(b"\x89PNG")


def test_no_page_runs_anything_or_asks_another_host(files: Mapping[str, SiteFile]) -> None:
    for path, page in pages(files).items():
        found = Reader(page)
        names = {tag for tag, _ in found.elements}
        assert not names & {"iframe", "object", "embed", "form", "base", "img"}, path
        # The short form says how high it is; no other page has a script.
        scripts = re.findall(r"<script.*?</script>", page, re.DOTALL)
        is_embedded = path.endswith("inbed/") and files[path].status == 200
        assert scripts == [f"<script>{EMBED_SCRIPT}</script>"] * is_embedded, path
        for tag, attributes in found.elements:
            assert not [a for a in attributes if a.startswith("on") or a in {"style", "src"}], tag
        loaded = [a["href"] for a in found.of("link") if a["rel"] in {"icon", "stylesheet"}]
        assert loaded == ["data:,"]
        assert "@import" not in page
        assert "url(http" not in page


def test_every_page_is_dutch_and_whole(files: Mapping[str, SiteFile]) -> None:
    for path, page in pages(files).items():
        found = Reader(page)
        assert found.of("html") == [{"lang": "nl"}], path
        assert len(found.of("h1")) == 1, path
        levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)
        ids = [str(a["id"]) for _, a in found.elements if a.get("id")]
        assert len(ids) == len(set(ids)), path
        labelled = [a for a in found.of("svg") if a.get("role") == "img"]
        for attributes in labelled:
            assert set(str(attributes["aria-labelledby"]).split()) <= set(ids)
        assert len(page.encode()) < LIMIT, path
        if "inbed" not in path:
            assert ('<a class="vd-skip" href="#inhoud">' in page) is True
            assert "inhoud" in ids


def test_a_story_has_all_that_was_written(everybody: Board, exhibits: tuple[Exhibit, ...]) -> None:
    found_words = story(exhibits=exhibits)
    text = Reader(render_story_page(found_words, board=everybody, address=ADDRESS)).text
    for name in ("title", "why", "here_and_now", "residents", "next", "contact"):
        assert getattr(found_words.story, name) in text
    for part in found_words.story.what.split("\n\n"):
        assert part in text
    assert "20 november 2026 · Klingerberg · Maatschappelijke onrust en overlast" in text
    assert "dertig lampen Volgens gemeente, opdracht van de gemeente, 2026" in text
    for exhibit in exhibits:
        assert exhibit.source in text
        assert exhibit.finding in text
    assert "Een kaart van Venlo: Klingerberg is donker." in text  # the writer's own words
    assert exhibits[1].alternative in text  # what the figure says of itself
    assert "Opgehaald: 23 november 2026" in text
    assert "6.501" in text  # the table


def test_another_language_is_marked_as_such(
    everybody: Board, exhibits: tuple[Exhibit, ...]
) -> None:
    page = render_story_page(story(exhibits=exhibits), board=everybody, address=ADDRESS)
    (part,) = re.findall(
        r'<section class="vd-translation" id="taal-en" lang="en">.*?</section>', page, re.DOTALL
    )
    links = page.index('<a href="#taal-en" lang="en" hreflang="en">English</a>')
    assert links < page.index("Wat we deden")  # before the words
    assert "What we did" in part
    assert "What happens next" not in part  # nothing was written there


def test_who_shares_a_story_shows_its_title_and_picture(files: Mapping[str, SiteFile]) -> None:
    found = Reader(files["/verhalen/verhaal-1/"].body.decode())
    og = {str(m["property"]): m["content"] for m in found.of("meta") if m.get("property")}
    assert og["og:title"] == "Meer licht op het pad in Klingerberg"
    assert og["og:image"] == "https://www.example.nl/verhalen/verhaal-1/beeld.png"
    assert og["og:url"] == "https://www.example.nl/verhalen/verhaal-1/"
    assert str(og["og:description"]).startswith("Langs het pad door het park")
    assert og["og:locale"] == "nl_NL"


def test_the_index_finds_a_story_by_area_and_by_theme(files: Mapping[str, SiteFile]) -> None:
    text = Reader(files["/verhalen/"].body.decode()).text
    assert re.search(r"Per wijk Heel Venlo Meer licht .* Klingerberg Meer licht", text)
    assert re.search(r"Per thema Maatschappelijke onrust en overlast (Meer licht[^:]*){2}", text)


def test_index_without_stories(everybody: Board) -> None:
    files = build_site(everybody, [], address=ADDRESS)
    assert "Er is nog geen verhaal gepubliceerd." in files["/verhalen/"].body.decode()
    fromstring(files["/verhalen/atom.xml"].body)


def test_an_internal_board_makes_no_page(exhibits: tuple[Exhibit, ...]) -> None:
    inside = load_board(LOCAL)
    with pytest.raises(ValueError, match="internal"):
        build_site(inside, [], address=ADDRESS)
    with pytest.raises(ValueError, match="internal"):
        render_overview_page(inside, address=ADDRESS)
    with pytest.raises(ValueError, match="internal"):
        render_story_page(story(exhibits=exhibits), board=inside, address=ADDRESS)


def test_a_story_that_cannot_be_rendered_does_not_harm_the_others(
    everybody: Board, exhibits: tuple[Exhibit, ...], caplog: pytest.LogCaptureFixture
) -> None:
    inside = replace(exhibits[1], caveats=caveats_from_marks(("INTERN",)))
    broken = replace(story(3, exhibits=exhibits[1:]), exhibits=({"name": "x"},))
    undrawn = replace(exhibits[1], chart={"mark": "geen"})
    stories = [
        story(1, exhibits=(inside,)),
        story(2, exhibits=exhibits[1:]),
        broken,
        story(4, exhibits=(undrawn,)),
    ]
    files = build_site(everybody, stories, address=ADDRESS)
    visible = {p for p in files if re.fullmatch(r"/verhalen/verhaal-\d/", p)}
    assert visible == {"/verhalen/verhaal-2/"}
    assert "verhaal-1" not in files["/verhalen/"].body.decode()
    assert len(caplog.records) == 3


def test_fictitious_figures_are_marked(everybody: Board, exhibits: tuple[Exhibit, ...]) -> None:
    marked = replace(exhibits[1], caveats=caveats_from_marks(("FICTIEVE CIJFERS",)))
    files = build_site(everybody, [story(exhibits=(marked,))], address=ADDRESS)
    for path in ("/verhalen/verhaal-1/", "/verhalen/verhaal-1/inbed/"):
        assert "FICTIEVE CIJFERS" in Reader(files[path].body.decode()).text


def test_a_figure_that_is_only_a_table_shows_it(
    everybody: Board, exhibits: tuple[Exhibit, ...]
) -> None:
    bare = replace(exhibits[1], chart=None)
    page = render_story_page(story(exhibits=(bare,)), board=everybody, address=ADDRESS)
    assert "vd-drawing" not in page.split("</style>")[1]
    assert "<table" in page.split("<details")[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(
    everybody: Board, exhibits: tuple[Exhibit, ...], text: str
) -> None:
    fields = ("title", "what", "why", "here_and_now", "residents", "next", "contact")
    figure = replace(exhibits[1], title=text, finding=text, source=text, alternative=text)
    words: dict[str, Any] = dict.fromkeys(fields, text)
    words |= {"alternatives": (text,), "bindings": (own_source(text, title=text),)}
    found_words = story(exhibits=(figure,), **words)
    files = build_site(everybody, [found_words], address=ADDRESS)
    for path in ("/verhalen/", "/verhalen/verhaal-1/", "/verhalen/verhaal-1/inbed/"):
        found = Reader(files[path].body.decode())
        assert " ".join(text.split()) in found.text
        scripts = [attributes for tag, attributes in found.elements if tag == "script"]
        assert scripts == [{}] * path.endswith("inbed/")
        assert "img" not in {tag for tag, _ in found.elements}
        assert not [a for _, attrs in found.elements for a in attrs if a.startswith("on")]
    assert text in [e.text for e in fromstring(files["/verhalen/atom.xml"].body).iter()]


@given(title=st.text(min_size=1, max_size=60).filter(lambda t: t.isprintable() and t.strip()))
@settings(max_examples=40)
def test_any_title_comes_back_from_the_snippet(title: str) -> None:
    (found,) = Reader(render_iframe(story(title=title), address=ADDRESS)).of("iframe")
    assert found["title"] == title
    assert found["src"] == "https://www.example.nl/verhalen/verhaal-1/inbed/"


def test_the_feed_has_every_story_with_whole_addresses(everybody: Board) -> None:
    found = [story(n) for n in (2, 1)]
    feed = render_feed(found, board=everybody, address=ADDRESS)
    assert feed == render_feed(found, board=everybody, address=ADDRESS)
    tree = fromstring(feed)
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert [e.text for e in tree.findall("a:entry/a:id", space)] == [
        "https://www.example.nl/verhalen/verhaal-2/",
        "https://www.example.nl/verhalen/verhaal-1/",
    ]
    assert tree.findtext("a:updated", namespaces=space) == "2026-11-20T12:00:00+00:00"
    assert tree.findtext("a:entry/a:published", namespaces=space) == "2026-11-20T12:00:00+00:00"


def test_the_overview_names_years_and_that_no_margin_is_known(everybody: Board) -> None:
    text = " ".join(Reader(render_overview_page(everybody, address=ADDRESS)).words)
    for heading in ("Rapportcijfer (2021)", "Misdrijven (2023)", "Per 1.000 (2023, inwoners 2024)"):
        assert heading in text
    on_map, _, rest = text.partition("Alle cijfers per wijk als tabel")
    assert "Geen marge bekend" in on_map
    assert "Geen marge bekend" in rest
    # Only the ratings are drawn: counts are a column there, without circles.
    assert "cirkel" not in text


def test_the_overview_has_the_words_of_overzicht(everybody: Board, rating: Layer) -> None:
    page = render_overview_page(everybody, address=ADDRESS)
    found = Reader(page)
    assert headline(everybody) in found.text
    assert map_alternative(rating, board=everybody) in found.text
    for mark in rating.marks.values():
        assert f"{mark.name}: {mark.text} ({mark.band.label})" in found.text
        assert f"{mark.name} {mark.text}" in found.text
    # The last without a fill is where the inset lies.
    fills = {str(a["fill"]) for a in found.of("path") if a.get("fill")} - {"none"}
    assert fills == {mark.band.colour for mark in rating.marks.values()}
    for theme in everybody.files.themes:
        assert theme.name in found.text
        assert {"href": f"https://www.example.nl/{theme.slug}"} in found.of("a")
    assert len(re.findall(r"Opgehaald: \d", found.text)) >= 4


def test_areas_under_the_floor_have_their_context_and_a_way_to_what_is_done(
    everybody: Board,
) -> None:
    found = Reader(render_overview_page(everybody, address=ADDRESS))
    assert "zegt niets over de mensen die er wonen. In heel Venlo was het een 7,2." in found.text
    assert {"href": "https://www.example.nl/wijk?wijk=klingerberg"} in found.of("a")


def test_areas_stand_in_groups_and_by_name(everybody: Board, rating: Layer) -> None:
    page = render_overview_page(everybody, address=ADDRESS)
    groups = re.findall(r'<ul class="vd-values">(.*?)</ul>', page, re.DOTALL)
    names = [re.findall(r"<span>(.*?)</span>", group) for group in groups]
    assert all(group == sorted(group) for group in names)
    assert sum(map(len, names)) == len(everybody.areas)


@pytest.mark.parametrize(
    ("base", "root"),
    [("https://a.nl", ""), ("https://a.nl/", ""), ("https://a.nl/x/y/", "/x/y")],
)
def test_links_follow_where_the_site_is(everybody: Board, base: str, root: str) -> None:
    page = render_overview_page(everybody, address=SiteAddress.at(base))
    assert {"href": f"{root}/verhalen/"} in Reader(page).of("a")


@pytest.mark.parametrize(
    "base", ["", "www.example.nl", "ftp://a.nl", "javascript:alert(1)", "https://", "https://a?b"]
)
def test_a_place_is_an_address(base: str) -> None:
    with pytest.raises(ValueError, match="geen adres"):
        SiteAddress.at(base)


def test_margins_and_what_they_say_of_the_floor_stand_with_the_ratings(
    data_copy: tuple[Path, Path],
) -> None:
    add_waves(data_copy[0], {"2023": {"*": 0.0}}, margin=0.2, respondents="150")
    board = build_board_from(*data_copy, actor=PUBLIC)
    page = render_overview_page(board, address=ADDRESS)
    assert "zeker onder 6,7" in page
    assert "marge 6,0 tot 6,4; 150 deelnemers" in page
    assert "Kans dat" not in page


def test_a_photo_has_its_description_and_says_who_made_it(
    everybody: Board, exhibits: tuple[Exhibit, ...]
) -> None:
    about = Photo.model_construct(key="", alternative='Een "lamp"', credit="gemeente Venlo")
    own = replace(story(1, exhibits=exhibits, photo=about), photo=b"\xff\xd8")
    files = build_site(everybody, [own], address=ADDRESS)
    file = files["/verhalen/verhaal-1/foto.jpg"]
    assert (file.body, file.kind) == (b"\xff\xd8", "image/jpeg")
    found = Reader(files["/verhalen/verhaal-1/"].body.decode())
    (image,) = found.of("img")
    assert image["alt"] == 'Een "lamp"'
    assert image["src"] == "foto.jpg"  # whatever the address of the site
    assert "Foto: gemeente Venlo" in found.text
