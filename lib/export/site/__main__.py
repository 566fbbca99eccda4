"""Write the public site to a folder, for any web server: `python -m lib.export.site FOLDER`.

The folder is replaced whole or not at all. Not here: what the files are (`files`).
"""

import argparse
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from lib.access import PUBLIC
from lib.board import DataProblemsError, get_store, load_board
from lib.catalog.problems import describe_file_trouble
from lib.export.site.archive import (
    build_archive_page,
    build_edition,
    choose_edition,
    copy_editions,
    load_editions,
)
from lib.export.site.files import NOT_FOUND_PAGE, SiteFile, build_site
from lib.export.site.open_data import build_open_data
from lib.export.site.story_lists import START
from lib.export.site.templates import ARCHIVE_PATH, OVERVIEW_PATH, SITEMAP_PATH, SiteAddress
from lib.export.typeset import ExportError
from lib.settings import check_settings, stop_if_wrong
from lib.store import StoreError, load_measures, load_published_stories, load_withdrawn_slugs

SITE_MARK = Path("verhalen") / "index.html"


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
    raise SystemExit(main())
