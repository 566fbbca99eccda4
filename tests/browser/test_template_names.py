"""Names in the data that a template language would run: on every page they are only text."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.reading import AREAS, box, card, click_map, leaflet, new_context, shapes, show
from tests.browser.serving import serve

pytestmark = pytest.mark.browser
# Where one of these runs, a dialog opens or a sum is made. `<` and `>` are refused in the data.
RUN = "alert(1)"
NAMES = (
    f"`${{{RUN}}}`",
    f"${{{RUN}}}",
    f"\\`;{RUN}//",
    f"`+{RUN}+`",
    f"{{{{{RUN}}}}}",
    "{{1300+37}}",
    "{% print 1300+37 %}",
    "{# weg #}",
    f"%= {RUN} %",
    f"&lt;/script&gt;&lt;script&gt;{RUN}",
    f"\\x3c/script\\x3e\\x3cscript\\x3e{RUN}",
    f'"-{RUN}-"',
    f"'-{RUN}-'",
    f"*/{RUN}/*",
    f"\\u003cimg src=x onerror={RUN}\\u003e",
    f"&#96;${{{RUN}}}&#96;",
    f"\\u0060${{{RUN}}}",
    f"#{{{RUN}}}",
)
ATTRIBUTION = 'attribution = "Grenzen: CBS / Kadaster, 2013"'
PAGES = ("/?kaart=misdrijven", "/maatschappelijke-onrust-en-overlast")
OTHER_PAGES = ("/doelen", "/wijk", "/verantwoording?deel=wijken", "/openbaar/")


def rename(data: Path, geo: Path) -> dict[str, str]:
    """Give every area, the source of the map and what lies around it such a name; return them."""
    table = data / "areas.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    areas = [row for row in rows if row["kind"] == "area"]
    for row, name in zip(areas, NAMES, strict=True):
        row["name"], row["aliases"] = name, ""
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    settings = data / "gemeente.toml"
    text = settings.read_text("utf-8")
    assert ATTRIBUTION in text
    settings.write_text(text.replace(ATTRIBUTION, f"attribution = '{NAMES[4]}{NAMES[0]}'"), "utf-8")
    around = geo / "context.geojson"
    context = json.loads(around.read_text("utf-8"))
    for number, feature in enumerate(context["features"]):
        if "name" in feature["properties"]:
            feature["properties"]["name"] = NAMES[number % len(NAMES)]
    around.write_text(json.dumps(context), "utf-8")
    return {row["area"]: row["name"] for row in areas}


@pytest.fixture
def names(data_copy: tuple[Path, Path]) -> dict[str, str]:
    """The names by area, in the data that the app is started on."""
    return rename(*data_copy)


@pytest.fixture
def page(browser: Browser, data_copy: tuple[Path, Path], names: dict[str, str]) -> Iterator[Page]:
    """A visitor; any dialog or error fails the test at its end."""
    data, geo = data_copy
    mishaps: list[str] = []
    with serve(data=data, geo=geo) as url:
        page = new_context(browser, url).new_page()
        page.on("dialog", lambda dialog: mishaps.append(dialog.message))
        page.on("pageerror", lambda error: mishaps.append(str(error)))
        yield page
        page.close()
    assert mishaps == []


def test_names_with_template_syntax_are_text(page: Page, names: dict[str, str]) -> None:
    for path in PAGES:
        show(page, path)
    show(page, "/")
    for number, area in enumerate(AREAS):
        shapes(page).nth(number).dispatch_event("mousemove")
        expect(leaflet(page).locator(".tip b")).to_have_text(names[area])
        shapes(page).nth(number).dispatch_event("mouseout")
    for area in list(names)[:4]:
        click_map(page, area)
        expect(card(page)).to_contain_text(names[area])
    expect(box(page)).to_have_value(names[area])
    for path in OTHER_PAGES:
        page.goto(path)
        expect(page.get_by_text(NAMES[0]).first).to_be_attached()
        assert "1337" not in page.content()
