"""Which files the public gets: with every change of stories or data, also while data is broken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.access import PUBLIC
from lib.board import DataProblemsError, get_store, load_board
from lib.catalog import Catalog
from lib.exhibits.exhibit import as_json
from lib.export.site.templates import SiteAddress
from lib.store import StoredStory, approve_story, change_story, publish_story, withdraw_story
from lib.web.public_site import PublicFiles
from tests.export.site.samples import public_board, trend_exhibit
from tests.store.samples import ADMIN, EDITOR, OTHER_EDITOR, STORY, planned, submitted_story

PAGE = "/verhalen/meer-licht-in-klingerberg-1/"


@pytest.fixture
def files(
    data_copy: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> PublicFiles:
    data, geo = data_copy
    for name, folder in (("DATA_DIR", data), ("GEO_DIR", geo), ("VAR_DIR", tmp_path / "var")):
        monkeypatch.setenv(name, str(folder))
    return PublicFiles(SiteAddress.at("https://www.example.nl"))


@pytest.fixture
def published(files: PublicFiles, catalog: Catalog) -> Iterator[StoredStory]:
    exhibit = as_json(trend_exhibit(public_board()))
    seen = approve_story(OTHER_EDITOR, get_store(), seen=submitted_story(get_store(), catalog))
    yield publish_story(ADMIN, get_store(), seen=seen, exhibits=[exhibit], judge=lambda _: ())
    get_store().close()


def test_a_story_is_seen_and_makes_no_board_anew(files: PublicFiles, catalog: Catalog) -> None:
    before, shown = files.version(), load_board(PUBLIC)
    exhibit = as_json(trend_exhibit(public_board()))
    seen = approve_story(OTHER_EDITOR, get_store(), seen=submitted_story(get_store(), catalog))
    approved = files.version()
    publish_story(ADMIN, get_store(), seen=seen, exhibits=[exhibit], judge=lambda _: ())
    published = files.version()
    assert len({before, approved, published}) == 3
    assert files.make()[PAGE].status == 200
    assert load_board(PUBLIC) is shown
    planned(get_store())
    assert files.version() == published
    get_store().close()


def test_every_step_is_seen(files: PublicFiles, published: StoredStory) -> None:
    before = files.version()
    assert files.version() == before
    assert files.make()[PAGE].status == 200
    withdraw_story(ADMIN, get_store(), seen=published, reason="fout")
    assert files.version() != before
    assert files.make()[PAGE].status == 410


def test_a_draft_of_a_public_story_is_nowhere(
    files: PublicFiles, published: StoredStory, catalog: Catalog
) -> None:
    values = STORY | {"title": "Nog geheim", "what": "Nog geheim"}
    change_story(EDITOR, get_store(), seen=published, values=values, catalog=catalog)
    assert not [path for path, file in files.make().items() if b"geheim" in file.body]


def test_new_data_is_seen(files: PublicFiles, data_copy: tuple[Path, Path]) -> None:
    before, overview = files.version(), files.make()["/openbaar/"].body
    ratings = data_copy[0] / "observations" / "rapportcijfers.csv"
    text = ratings.read_text("utf-8")
    assert "GM0983,2021,7.2" in text
    ratings.write_text(text.replace("GM0983,2021,7.2", "GM0983,2021,7.3"), "utf-8")
    assert files.version() != before
    assert "Venlo gaf in 2021 een 7,3" in files.make()["/openbaar/"].body.decode()
    assert "Venlo gaf in 2021 een 7,2" in overview.decode()


def test_while_the_data_is_broken_a_withdrawn_story_goes_all_the_same(
    files: PublicFiles, published: StoredStory, data_copy: tuple[Path, Path]
) -> None:
    before = files.version()
    ratings = data_copy[0] / "observations" / "rapportcijfers.csv"
    ratings.write_text("geen cijfers", "utf-8")
    assert files.make()[PAGE].status == 200
    withdraw_story(ADMIN, get_store(), seen=published, reason="fout")
    assert files.version() != before
    made = files.make()
    assert made[PAGE].status == 410
    assert "Venlo gaf in 2021 een 7,2" in made["/openbaar/"].body.decode()


def test_data_that_never_was_in_order_gives_nothing(
    files: PublicFiles, data_copy: tuple[Path, Path]
) -> None:
    (data_copy[0] / "observations" / "rapportcijfers.csv").write_text("geen cijfers", "utf-8")
    with pytest.raises(DataProblemsError):
        files.version()


def test_fictitious_figures_are_not_for_everybody(
    files: PublicFiles, data_copy: tuple[Path, Path]
) -> None:
    ratings = data_copy[0] / "observations" / "rapportcijfers.csv"
    text = ratings.read_text("utf-8")
    assert ",definitief," in text
    ratings.write_text(text.replace(",definitief,", ",fictief,"), "utf-8")
    with pytest.raises(DataProblemsError, match="fictieve zijn alleen voor intern gebruik"):
        files.make()
