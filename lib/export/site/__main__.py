"""Write the public site to a folder, for any web server: `python -m lib.export.site FOLDER`.

The folder is replaced whole or not at all. Its archive has the site as it was at a survey wave or a
meeting of the council: an edition is a whole site under `/archief/<day>/`, whose links stay within
it. Not here: what the files are (`files`).
"""

import argparse
import datetime as dt
import json
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from pathlib import Path

from lib.access import PUBLIC
from lib.board import Board, get_store, load_board
from lib.catalog.problems import DataProblem, DataProblemsError, describe_file_trouble
from lib.export.site.files import HTML, NOT_FOUND_PAGE, SiteFile, build_site
from lib.export.site.open_data import build_open_data
from lib.export.site.story_page import START
from lib.export.site.templates import (
    ARCHIVE_PATH,
    OVERVIEW_PATH,
    SITEMAP_PATH,
    STORIES_PATH,
    SiteAddress,
    render_page,
)
from lib.export.typeset import ExportError
from lib.settings import check_settings, stop_if_wrong
from lib.store import (
    Measure,
    PublicStory,
    StoreError,
    load_measures,
    load_published_stories,
    load_withdrawn_slugs,
)

SITE_MARK = Path("verhalen") / "index.html"
EDITION_FILE = "editie.json"
# How pages and feed list a story.
LISTED = re.compile(r"<(li|entry)\b.*?</\1>\n?", re.DOTALL)


@dataclass(frozen=True, order=True)
class Edition:
    """The site of a day (ISO), why it was saved, and the newest wave that it shows."""

    day: str
    occasion: str
    wave: str

    @property
    def path(self) -> str:
        """Where the edition is on the site."""
        return f"{ARCHIVE_PATH}{self.day}/"


def load_editions(folder: Path) -> Sequence[Edition]:
    """Return the editions in the folder of a site, the newest first.

    Raises `DataProblemsError` for an edition that cannot be read: it would be lost otherwise.
    """
    found = []
    for path in (folder / ARCHIVE_PATH.strip("/")).glob(f"*/{EDITION_FILE}"):
        try:
            found.append(Edition(**json.loads(path.read_text(encoding="utf-8"))))
        except (TypeError, ValueError) as error:
            problem = DataProblem(
                str(path),
                expected="dag, aanleiding en meting van een editie van het archief",
                fix="zet het bestand terug, of verwijder de hele map van de editie",
            )
            raise DataProblemsError([problem]) from error
    return sorted(found, reverse=True)


def choose_edition(board: Board, editions: Sequence[Edition], *, occasion: str) -> Edition | None:
    """Return the edition to save today: one that is asked for, or that of a new wave."""
    wave = board.ratings.period
    is_new = wave > max((edition.wave for edition in editions), default="")
    if not occasion and not is_new:
        return None
    return Edition(board.today.isoformat(), occasion or f"Meting {wave}", wave)


def build_edition(
    board: Board,
    stories: Sequence[PublicStory],
    edition: Edition,
    *,
    address: SiteAddress,
    measures: Sequence[Measure] = (),
) -> Mapping[str, SiteFile]:
    """Return all files of an edition by path; raises as `build_site`."""
    own = replace(
        address,
        base=f"{address.base}{edition.path.rstrip('/')}",
        live=address.base,
        edition=dt.date.fromisoformat(edition.day),
    )
    files = {
        **build_site(board, stories, address=own, measures=measures),
        **build_open_data(board, address=own),
    }
    overview = files[OVERVIEW_PATH]
    pages = {p: f for p, f in files.items() if p not in {NOT_FOUND_PAGE, SITEMAP_PATH}}
    pages["/"] = overview
    note = SiteFile(json.dumps(asdict(edition)).encode(), "application/json", overview.modified)
    pages[f"/{EDITION_FILE}"] = note
    return {f"{edition.path.rstrip('/')}{path}": file for path, file in pages.items()}


def build_archive_page(
    board: Board, editions: Sequence[Edition], *, address: SiteAddress
) -> SiteFile:
    """Return the page that lists the editions, the newest first."""
    page = render_page("archive.html", board=board, address=address, editions=editions)
    return SiteFile(page.encode(), HTML, dt.datetime.combine(board.today, dt.time(), dt.UTC))


def copy_editions(old: Path, new: Path, *, withdrawn: Collection[str]) -> None:
    """Copy the editions in the folder of a site to another, without stories that were withdrawn."""
    archive = ARCHIVE_PATH.strip("/")
    if not (old / archive).is_dir():
        return
    shutil.copytree(old / archive, new / archive)
    for edition in filter(Path.is_dir, (new / archive).iterdir() if withdrawn else ()):
        _remove_stories(edition, withdrawn)


def _remove_stories(edition: Path, slugs: Collection[str]) -> None:
    """Take stories out of an edition, also off the pages and the feed that list them."""
    for slug in slugs:
        if (story := edition / STORIES_PATH.strip("/") / slug).is_dir():
            shutil.rmtree(story)
    links = re.compile(rf'["/](?:{"|".join(map(re.escape, slugs))})/["<]')
    for path in (p for p in edition.rglob("*") if p.suffix in {".html", ".xml"}):
        text = path.read_text("utf-8")
        left = LISTED.sub(lambda item: "" if links.search(item[0]) else item[0], text)
        if left != text:
            path.write_text(left, "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files; return 1 and print the reason, in Dutch, when that cannot be done."""
    options = _parse_options(arguments)
    try:
        address = SiteAddress.at(options.base_url, dashboard=options.dashboard)
        files = _build_files(address, folder=options.folder, occasion=options.occasion)
        write_site(files, folder=options.folder, withdrawn=load_withdrawn_slugs(get_store()))
    except (DataProblemsError, StoreError, ExportError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(describe_file_trouble(error), file=sys.stderr)
        return 1
    print(f"{len(files)} bestanden in {options.folder}")
    return 0


def _parse_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m lib.export.site", description=__doc__)
    parser.add_argument("folder", type=Path, help="map die wordt gemaakt of vervangen")
    parser.add_argument("--base-url", required=True, help="adres waarop de site komt te staan")
    parser.add_argument(
        "--dashboard", default="", help="adres van het dashboard, als dat elders is"
    )
    parser.add_argument(
        "--occasion", default="", help="bewaar de site ook in het archief, bij deze aanleiding"
    )
    return parser.parse_args(arguments)


def _build_files(address: SiteAddress, *, folder: Path, occasion: str) -> dict[str, SiteFile]:
    """Return the site of now, and what the archive gets today."""
    board, stories = load_board(PUBLIC), load_published_stories(get_store())
    editions = list(load_editions(folder))
    edition = choose_edition(board, editions, occasion=occasion)
    own = replace(address, has_archive=bool(editions or edition))
    measures = [m.measure for m in load_measures(PUBLIC, get_store())]
    files = {
        **build_site(board, stories, address=own, measures=measures),
        **build_open_data(board, address=own),
    }
    if edition:
        files |= build_edition(board, stories, edition, address=own, measures=measures)
        editions = sorted([edition, *(e for e in editions if e.day != edition.day)], reverse=True)
    if editions:
        files[ARCHIVE_PATH] = build_archive_page(board, editions, address=own)
    robots = f"User-agent: *\nAllow: /\nSitemap: {own.base}{SITEMAP_PATH}\n".encode()
    return files | {"/robots.txt": SiteFile(robots, "text/plain", START)}


def write_site(
    files: Mapping[str, SiteFile], *, folder: Path, withdrawn: Collection[str] = ()
) -> None:
    """Put the files in a folder: written next to it, then put in its place.

    The overview is also what the address of the site itself shows (`index.html`). The archive
    stays, but for withdrawn stories (their slugs). Raises `ValueError` for a folder that is not
    empty and holds something else.
    """
    folder = folder.absolute()
    if folder.exists() and any(folder.iterdir()) and not (folder / SITE_MARK).is_file():
        raise ValueError(f"{folder} bevat iets anders. Wat te doen: kies een lege of nieuwe map.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as work:
        new = Path(work) / "new"
        copy_editions(folder, new, withdrawn=withdrawn)
        for path, file in files.items():
            if file.status == HTTPStatus.OK or path == NOT_FOUND_PAGE:
                target = new / f"{path.lstrip('/')}{'index.html' if path.endswith('/') else ''}"
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.body)
        (new / "index.html").write_bytes(files[OVERVIEW_PATH].body)
        _replace_folder(folder, new=new, old=Path(work) / "old")


def _replace_folder(folder: Path, *, new: Path, old: Path) -> None:
    """Put the new folder in the place of another, or leave everything as it was."""
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise


if __name__ == "__main__":
    stop_if_wrong(check_settings)
    # Who stops it leaves no half file behind: what is begun is removed on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    raise SystemExit(main())
