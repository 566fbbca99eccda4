"""A deep link as the very first request of a process, and data that breaks while it runs."""

import os
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.browser.conftest import Visit
from tests.browser.reading import PAGES, THEMES, card, settled, show
from tests.browser.serving import serve
from tools.run_server import ROOT, ServerError

pytestmark = pytest.mark.browser
# A page of each file in pages/: all themes are one.
A_PAGE_PER_FILE = [path for path in PAGES if path.strip("/") not in list(THEMES)[1:]]


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server and its data folder, which the tests change and leave as it was."""
    folder = tmp_path_factory.mktemp("changing")
    for name in ("data", "geo"):
        shutil.copytree(ROOT / name, folder / name)
    with serve(data=folder / "data", geo=folder / "geo") as url:
        yield url, folder / "data"


@pytest.mark.parametrize("path", A_PAGE_PER_FILE)
def test_a_deep_link_may_be_the_first_request(path: str) -> None:
    """As a browser asks for it, and what it is then sent; drawn for one page in the next test."""
    with serve() as url:
        asked = urllib.request.Request(f"{url}{path}", headers={"Accept": "text/html"})
        with urllib.request.urlopen(asked) as answer:
            assert 'lang="nl"' in answer.read().decode()
        told = ask_for_page(url, path)
    assert told[-1].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    titles = {m.page_config_changed.title for m in told if m.HasField("page_config_changed")}
    assert f"{PAGES[path]} · Veiligheid in Venlo" in titles
    (navigation,) = (m.navigation for m in told if m.HasField("navigation"))
    # The files of pages/ by their own names would mean that app.py was passed by.
    shown = [f"/{page.url_pathname}" for page in navigation.app_pages if not page.is_hidden]
    assert sorted(shown) == sorted(PAGES)
    assert not any(b"Er ging iets mis" in m.SerializeToString() for m in told)
    assert not any(m.delta.new_element.HasField("exception") for m in told)


def ask_for_page(url: str, path: str) -> list[ForwardMsg]:
    """Return all that the server says to a visitor who comes in by a page's address."""
    address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    message, told = BackMsg(), [ForwardMsg()]
    message.rerun_script.page_name = path.strip("/")
    message.rerun_script.context_info.url = f"{url}{path}"
    with connect(
        address, origin=Origin(url), subprotocols=[Subprotocol("streamlit")], max_size=None
    ) as socket:
        socket.send(message.SerializeToString())
        while not told[-1].HasField("script_finished"):
            said = socket.recv(timeout=60)
            assert isinstance(said, bytes)
            told.append(ForwardMsg.FromString(said))
    return told


def test_a_deep_link_that_is_the_first_request_is_drawn(visit: Visit) -> None:
    path = next(iter(THEMES))
    with serve() as url:
        page = visit(url)
        answer = page.goto(f"/{path}")
        assert answer is not None
        assert 'lang="nl"' in answer.text()
        settled(page)
        expect(page).to_have_title(f"{THEMES[path]} · Veiligheid in Venlo")
        expect(page.locator("html")).to_have_attribute("lang", "nl")
        navigation = page.get_by_test_id("stTopNav")
        expect(navigation.get_by_role("link")).to_have_count(len(PAGES))
        # The files of pages/ by their own names would mean that app.py was passed by.
        expect(page.get_by_role("link", name="thema", exact=True)).to_have_count(0)
        page.close()


def test_a_deep_link_to_what_is_not_for_everybody_may_be_the_first_request(visit: Visit) -> None:
    with serve(internal=False) as url:
        page = visit(url)
        show(page, "/gegevens")
        expect(page.locator("h1")).to_have_text("Geen toegang")
        expect(page.get_by_text("Deze pagina is alleen voor medewerkers.")).to_be_visible()
        navigation = page.get_by_test_id("stTopNav")
        expect(navigation.get_by_role("link")).to_have_count(len(PAGES) - 3)
        expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
        page.close()


def test_broken_data_is_listed_and_fixed_without_a_restart(
    visit: Visit, changing: tuple[str, Path]
) -> None:
    url, data = changing
    ratings = data / "observations" / "rapportcijfers.csv"
    whole = ratings.read_text(encoding="utf-8")
    page = visit(url)
    show(page, "/?wijk=klingerberg")
    expect(card(page)).to_contain_text("6,4")
    broken = whole.replace("klingerberg,2021,6.4", "klingerberg,2021,64")
    assert broken != whole
    ratings.write_text(broken, encoding="utf-8")
    row = broken.splitlines().index(
        next(line for line in broken.splitlines() if "klingerberg,2021" in line)
    )
    page.reload()
    expect(page.locator("#root h1")).to_have_text("De gegevens zijn niet in orde")
    told = page.locator("table.vd-table")
    problem = told.locator("tbody tr", has_text="rapportcijfers.csv").first.locator("th, td")
    file, line, column, value, wanted, fix = (text.strip() for text in problem.all_inner_texts())
    assert file.endswith("observations/rapportcijfers.csv")
    assert line == str(row + 1)
    assert (column, value) == ("value", "64")
    assert wanted
    assert fix
    everything = page.locator("body").inner_text()
    for word in ("Traceback", "Error", "Exception", ".py", "pandera", "/work", str(data)):
        assert word not in everything
    page.goto("/doelen")
    expect(page.locator("#root h1")).to_have_text("De gegevens zijn niet in orde")
    ratings.write_text(whole, encoding="utf-8")
    show(page, "/?wijk=klingerberg")
    expect(card(page)).to_contain_text("6,4")
    page.close()


def test_new_figures_appear_without_a_restart(visit: Visit, changing: tuple[str, Path]) -> None:
    url, data = changing
    ratings = data / "observations" / "rapportcijfers.csv"
    page = visit(url)
    show(page, "/")
    expect(page.locator(".vd-finding")).to_contain_text("Venlo gaf in 2021 een 7,2")
    text = ratings.read_text(encoding="utf-8")
    ratings.write_text(text.replace("GM0983,2021,7.2", "GM0983,2021,7.1"), encoding="utf-8")
    targets = data / "targets.toml"
    words = targets.read_text(encoding="utf-8")
    targets.write_text(
        words.replace("baseline_value = 7.2", "baseline_value = 7.1"), encoding="utf-8"
    )
    page.reload()
    # The first view over the page may be a second older.
    expect(page.locator("#root .vd-finding")).to_contain_text("Venlo gaf in 2021 een 7,1")
    ratings.write_text(text, encoding="utf-8")
    targets.write_text(words, encoding="utf-8")
    page.close()


def test_a_missing_folder_stops_the_start_with_one_sentence(tmp_path: Path) -> None:
    sentence = f"De instelling DATA_DIR klopt niet: '{tmp_path / 'weg'}' is geen map die er is"
    with pytest.raises(ServerError) as caught, serve(data=tmp_path / "weg", geo=ROOT / "geo"):
        pytest.fail("the server started")
    assert f"exit code {os.EX_CONFIG}: {sentence}" in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_folder_that_disappears_gives_a_calm_page(
    visit: Visit, changing: tuple[str, Path]
) -> None:
    url, data = changing
    away = data.rename(data.with_name("away"))
    page = visit(url)
    page.goto("/")
    expect(page.locator("#root h1")).to_have_text("De gegevens zijn niet in orde")
    expect(page.locator("table.vd-table tbody tr")).not_to_have_count(0)
    assert "Traceback" not in page.locator("body").inner_text()
    away.rename(data)
    page.close()
