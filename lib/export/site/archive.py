"""The archive: the public site as it was at a survey wave or a meeting of the council.

An edition is a whole site under `/archief/<day>/`, whose links stay within it. Not here: replacing
the folder (`__main__`).
"""

import datetime as dt
import json
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from lib.board import Board
from lib.catalog.problems import DataProblem, DataProblemsError
from lib.export.site.files import HTML, NOT_FOUND_PAGE, SiteFile, build_site
from lib.export.site.open_data import build_open_data
from lib.export.site.templates import (
    ARCHIVE_PATH,
    OVERVIEW_PATH,
    SITEMAP_PATH,
    STORIES_PATH,
    SiteAddress,
    render_page,
)
from lib.store import Measure, PublicStory

EDITION_FILE = "editie.json"


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
    is_new = bool(wave) and wave not in {edition.wave for edition in editions}
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
    for slug in withdrawn:
        for story in (new / archive).glob(f"*/{STORIES_PATH.strip('/')}/{slug}"):
            shutil.rmtree(story)
