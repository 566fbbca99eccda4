"""The same site as a folder: whole or not at all, and never over something else."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from lib.export.site.__main__ import (
    Edition,
    build_edition,
    choose_edition,
    main,
    write_site,
)
from lib.export.site.files import NOT_FOUND_PAGE, SiteFile
from lib.figures.layers.modes import map_layers
from tests.export.site.samples import ADDRESS, NOON, map_exhibit, public_board, story

FILES = {
    "/openbaar/": SiteFile(b"overzicht", "text/html", NOON),
    "/verhalen/": SiteFile(b"verhalen", "text/html", NOON),
    "/verhalen/licht-1/beeld.png": SiteFile(b"png", "image/png", NOON),
    "/verhalen/weg-2/": SiteFile(b"weg", "text/html", NOON, 410),
    NOT_FOUND_PAGE: SiteFile(b"niet", "text/html", NOON, 404),
}


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_web_server_finds_every_page(tmp_path: Path) -> None:
    write_site(FILES, folder=tmp_path / "deep" / "site")
    assert names(tmp_path / "deep" / "site") == {
        "index.html",
        "openbaar/index.html",
        "verhalen/index.html",
        "verhalen/licht-1/beeld.png",
        "404.html",
    }
    assert (tmp_path / "deep" / "site" / "verhalen" / "index.html").read_bytes() == b"verhalen"


def test_address_of_the_site_itself_shows_the_overview(tmp_path: Path) -> None:
    write_site(FILES, folder=tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_bytes() == b"overzicht"


def test_writing_again_leaves_nothing_of_before(tmp_path: Path) -> None:
    write_site(FILES, folder=tmp_path / "site")
    fewer = {k: v for k, v in FILES.items() if "licht" not in k}
    write_site(fewer, folder=tmp_path / "site")
    assert "verhalen/licht-1/beeld.png" not in names(tmp_path / "site")
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_what_is_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("bewaren")
    with pytest.raises(ValueError, match="bevat iets anders"):
        write_site(FILES, folder=tmp_path)
    assert names(tmp_path) == {"brief.txt"}


def test_when_it_fails_halfway_the_former_site_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(FILES, folder=tmp_path / "site")
    before = names(tmp_path / "site")
    original, calls = Path.write_bytes, []

    def fail_at_third(path: Path, data: bytes) -> int:
        calls.append(path)
        if len(calls) == 3:
            raise OSError("schijf vol")
        return original(path, data)

    monkeypatch.setattr(Path, "write_bytes", fail_at_third)
    with pytest.raises(OSError, match="schijf vol"):
        write_site(FILES, folder=tmp_path / "site")
    assert names(tmp_path / "site") == before
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_when_it_cannot_be_put_in_place_the_former_site_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(FILES, folder=tmp_path / "site")
    before = names(tmp_path / "site")
    original = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError("kan niet")
        return original(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="kan niet"):
        write_site(FILES, folder=tmp_path / "site")
    assert names(tmp_path / "site") == before


@pytest.mark.slow
def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, call = tmp_path / "site", ["--base-url", "https://www.example.nl/veilig"]
    assert main([str(folder), *call]) == 0
    assert f"bestanden in {folder}" in capsys.readouterr().out
    page = (folder / "openbaar" / "index.html").read_text("utf-8")
    assert 'href="/veilig/verhalen/"' in page
    assert 'href="/veilig/archief/"' in page
    assert (folder / "index.html").read_text("utf-8") == page
    assert (folder / "openbaar" / "data" / "catalogus.ttl").is_file()
    site_map = fromstring((folder / "sitemap.xml").read_bytes())
    assert "https://www.example.nl/veilig/openbaar/data/" in "".join(site_map.itertext())
    assert "veilig/sitemap.xml" in (folder / "robots.txt").read_text("utf-8")
    assert main([str(folder), "--base-url", "nergens"]) == 1
    assert "geen adres" in capsys.readouterr().err
    assert (folder / "openbaar" / "index.html").is_file()
    check_archive(folder, call)


def check_archive(folder: Path, call: list[str]) -> None:
    """The first wave is saved, a council meeting when asked for, and nothing of it is lost."""
    day = f"{public_board().today}"
    edition, listed = folder / "archief" / day, folder / "archief" / "index.html"
    assert "Meting 2021" in listed.read_text("utf-8")
    old = edition.rename(edition.with_name("2025-01-01"))
    note = old / "editie.json"
    note.write_text(note.read_text("utf-8").replace(day, "2025-01-01"), "utf-8")
    assert main([str(folder), *call]) == 0
    assert not edition.exists(), "the wave is in the archive already"
    assert main([str(folder), *call, "--occasion", "Raad over 2027"]) == 0
    page = listed.read_text("utf-8")
    assert page.index("Raad over 2027") < page.index("Meting 2021")
    for saved in (old, edition):
        for path in saved.rglob("*.html"):
            inside = set(re.findall(r'href="(/veilig/[^"]*)"', path.read_text("utf-8")))
            elsewhere = {"/veilig/archief/"}
            assert all(h.startswith("/veilig/archief/2") for h in inside - elsewhere), path
    assert "noindex" in (edition / "index.html").read_text("utf-8")
    note.write_text("{}", "utf-8")
    assert main([str(folder), *call]) == 1, "an edition that cannot be read is not lost"
    assert edition.is_dir()


def test_a_withdrawn_story_is_gone_from_the_archive(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_site(FILES | {"/archief/2025-01-01/verhalen/weg-2/": FILES["/verhalen/"]}, folder=folder)
    write_site(FILES, folder=folder)
    assert "archief/2025-01-01/verhalen/weg-2/index.html" in names(folder)
    write_site(FILES, folder=folder, withdrawn={"weg-2"})
    assert "archief/2025-01-01/verhalen/weg-2/index.html" not in names(folder)


def test_no_page_of_the_archive_names_a_withdrawn_story(tmp_path: Path) -> None:
    board, folder = public_board(), tmp_path / "site"
    figure = map_exhibit(next(iter(map_layers(board).values())), of=board)
    both = [story(n, exhibits=(figure,)) for n in (1, 11)]
    both[0] = replace(both[0], story=both[0].story.model_copy(update={"title": "Ingetrokken"}))
    edition = Edition("2025-01-01", "Raad", "2021")
    files = build_edition(board, both, edition, address=ADDRESS)
    write_site({**FILES, **files}, folder=folder)
    write_site(FILES, folder=folder, withdrawn={"verhaal-1"})
    pages = [p for p in (folder / "archief").rglob("*") if p.suffix in {".html", ".xml"}]
    texts = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in pages}
    assert [path for path, text in texts.items() if "Ingetrokken" in text] == []
    listed = [path for path, text in texts.items() if "verhaal-11/" in text]
    assert {"archief/2025-01-01/verhalen/index.html", "archief/2025-01-01/index.html"} <= {*listed}
    fromstring((folder / "archief/2025-01-01/verhalen/atom.xml").read_bytes())


def test_a_wave_that_is_back_after_another_was_withdrawn_is_not_new() -> None:
    newer = Edition("2026-05-01", "Meting 2025", "2025")
    assert choose_edition(public_board(), [newer], occasion="") is None
    older = Edition("2020-05-01", "Meting 2019", "2019")
    found = choose_edition(public_board(), [older], occasion="")
    assert found is not None
    assert found.occasion == "Meting 2021"
