"""The page Doelen: the scenario in link and widgets, and the bars of all areas."""

import csv
import io

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reading import (
    WIDE,
    charted,
    choose_in_box,
    download,
    from_url,
    notices,
    settled,
    show,
    turn_to,
)

pytestmark = pytest.mark.browser


def answer(page: Page) -> Locator:
    """The mean that results."""
    return page.locator(".vd-answer")


def choose(page: Page, label: str) -> None:
    """Choose by clicking on a label."""
    page.locator("label[data-testid=stRadioOption]", has_text=label).click()


def test_a_link_brings_the_scenario_and_its_file_is_marked_as_an_example(page: Page) -> None:
    """What each link gives: `tests/pages/test_pages.py`."""
    show(page, "/doelen?voorbeeld=klingerberg:0.3,velden:0.1")
    check_scenario(page, "7,23", "onder het doel")
    turn_to(page, "/doelen?voorbeeld=overal:0.2&weging=inwoners")
    check_scenario(page, "7,38", "onder het doel")
    text = download(page, figure=-2)[1].decode("utf-8-sig")  # the last menu is the planner's
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == 19
    assert {row["toelichting"] for row in rows} == {"Rekenvoorbeeld, geen prognose"}
    mean = float(rows[-1]["rekenvoorbeeld"].replace(",", "."))
    assert round(mean, 2) == 7.38
    settled(page)


def check_scenario(page: Page, mean: str, verdict: str) -> None:
    expect(answer(page)).to_have_text(mean)
    card = page.locator(".vd-area", has=answer(page))
    expect(card).to_contain_text(verdict)
    expect(card).to_contain_text("Rekenvoorbeeld, geen prognose")
    assert notices(page) == ""


def test_clicking_gives_the_same_as_the_link_and_the_address_follows(page: Page) -> None:
    show(page, "/doelen")
    charted(page)
    check_scenario(page, "7,25", "0,15 punt onder het doel van 7,4")
    choose(page, "naar aantal inwoners")
    expect(answer(page)).to_have_text("7,22")
    assert from_url(page, "weging") == "inwoners"
    choose(page, "Overal evenveel")
    expect(answer(page)).to_have_text("7,38")
    assert from_url(page, "voorbeeld") == "overal:0.2"
    choose_in_box(page, "0,3", label="Punten erbij in elke wijk")
    expect(answer(page)).to_have_text("7,48")
    assert from_url(page, "voorbeeld") == "overal:0.3"
    page.go_back()
    expect(answer(page)).to_have_text("7,38")
    choose(page, "elke wijk even zwaar")
    expect(answer(page)).to_have_text("7,41")
    choose(page, "Wijken onder de ondergrens")
    expect(answer(page)).to_have_text("7,25")


def test_own_areas_are_raised_one_by_one(page: Page) -> None:
    show(page, "/doelen")
    charted(page)
    choose(page, "Zelf wijken kiezen")
    expect(answer(page)).to_have_text("7,21")
    choose_in_box(page, "Klingerberg", label="Wijken die erbij krijgen")
    expect(answer(page)).to_have_text("7,22")
    assert from_url(page, "voorbeeld") == "klingerberg:0.2"
    page.keyboard.press("Escape")
    choose_in_box(page, "2,7", label="Punten erbij in Klingerberg")
    expect(answer(page)).to_have_text("7,36")
    assert from_url(page, "voorbeeld") == "klingerberg:2.7"


def test_garbage_in_the_link_gives_a_notice_and_the_default(page: Page) -> None:
    show(page, "/doelen?weging=onzin")
    expect(answer(page)).to_have_text("7,25")
    assert "in de link" in notices(page)
    for garbage in (
        "onzin",
        "overal:veel",
        "overal:99",
        "overal:-1",
        "atlantis:0.2",
        "overal:nan",
        "a:b:c",
    ):
        turn_to(page, f"/doelen?voorbeeld={garbage}")
        expect(answer(page)).to_have_text("7,25")
        assert "niet te lezen" in notices(page), garbage


def _rows(page: Page) -> list[str]:
    """The names beside the bars, from the top."""
    names = page.locator(".stVegaLiteChart svg text").evaluate_all(
        "es => es.filter(e => /^[▼◆▲]/.test(e.textContent))"
        ".map(e => [e.getBoundingClientRect().top, e.textContent])"
        ".sort((a, b) => a[0] - b[0]).map(e => e[1])"
    )
    return [str(name).lstrip("▼◆▲ ") for name in names]


def test_every_area_has_a_bar_the_order_can_be_chosen_and_charts_grow_with_the_screen(
    page: Page,
) -> None:
    show(page, "/doelen")
    charted(page)
    first = _rows(page)
    assert len(first) == 18
    assert first[:3] == ["Blerick-Noord en Trade-Port", "Klingerberg", "Blerick-Midden"]
    for order, top, next_to_last in (
        ("Naam", "Arcen en Lomm", "Venlo-Zuid"),
        ("Afstand tot de ondergrens", "Blerick-Noord en Trade-Port", "Venlo-Noord-Oost"),
    ):
        page.get_by_role("radio", name=order, exact=True).click()
        page.wait_for_function(
            """name => [...document.querySelectorAll('.stVegaLiteChart svg text')]
                .filter(e => /^[▼◆▲]/.test(e.textContent))
                .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[0]
                ?.textContent.endsWith(name)""",
            arg=top,
        )
        rows = _rows(page)
        assert sorted(rows) == sorted(first)
        assert rows[-2].startswith(next_to_last)
    # Charts grow with the screen, and stay in their place.
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_function(
        """() => [...document.querySelectorAll('.stVegaLiteChart')].every(e => {
            const [svg, own, place] = [e.querySelector('svg'), e, e.parentElement]
                .map(one => one.getBoundingClientRect().width);
            return svg <= place + 1 && svg > 1.2 * own;
        })"""
    )
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


def test_what_holds_for_both_goals_stands_there_once_and_a_link_brings_the_order(
    page: Page,
) -> None:
    show(page, "/doelen?volgorde=naam")
    charted(page)
    assert _rows(page)[0] == "Arcen en Lomm"
    text = page.locator(".stMain").inner_text()
    assert text.count("daarna komt er geen meting meer") == 1
    assert text.lower().count("nog niet te zeggen, want") == 1
