"""The project's commands take what somebody types: spaces, quotes, and what a shell would run."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tools.run_server import ROOT

ODD = """Raad: "Aanpakken!", 't Zand; `id` & meer (25%)"""
SHOW_ARGUMENTS = """#!/usr/bin/env python3
import json, sys
print("ARGUMENTS " + json.dumps(sys.argv[1:]))
"""


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the Makefile with a Python that only shows what it is asked."""
    program = folder / "python"
    program.write_text(SHOW_ARGUMENTS, encoding="utf-8")
    program.chmod(0o755)
    command = ["make", "-o", ".venv/.app", "-o", ".venv/.sbom", f"BIN={folder}", *arguments]
    env = {k: v for k, v in os.environ.items() if k not in {"FILE", "FOLDER", "URL", "TO", "CODE"}}
    return subprocess.run(
        command, cwd=ROOT, env=env, check=False, capture_output=True, text=True, timeout=30
    )


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (["backup", f"FILE={ODD}.zip"], ["lib.store", "backup", f"{ODD}.zip"]),
        (["restore", f"FILE={ODD}"], ["lib.store", "restore", ODD]),
        (["restore", f"FILE={ODD}", "REPLACE=1"], ["lib.store", "restore", "--vervang", ODD]),
        (
            ["new", "CODE=GM0957", f"TO={ODD}", "OPTIONS=--name 'De Stad'"],
            ["lib.catalog", "new", "GM0957", "--to", ODD, "--name", "De Stad"],
        ),
        (
            ["publiceer", f"FOLDER={ODD}", "URL=https://a.nl", f"ARCHIVE={ODD}"],
            [
                *("lib.export.site", ODD, "--base-url", "https://a.nl"),
                *("--dashboard", "", "--occasion", ODD),
            ],
        ),
    ],
    ids=lambda value: value[0],
)
def test_what_is_typed_arrives_as_it_is(tmp_path: Path, asked: list[str], given: list[str]) -> None:
    printed = make(tmp_path, *asked).stdout.splitlines()[-1]
    assert json.loads(printed.removeprefix("ARGUMENTS ")) == ["-m", *given]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["restore"], "say which: make restore FILE="),
        (["new", "TO=a"], "say which: make new CODE="),
        (["new", "CODE=GM0957"], "say where: make new CODE=GM0957"),
        (["publiceer", "URL=https://a.nl"], "say where: make publiceer"),
        (["publiceer", "FOLDER=a"], "say the address: make publiceer"),
    ],
)
def test_what_is_lacking_is_asked_for(tmp_path: Path, asked: list[str], told: str) -> None:
    refused = make(tmp_path, *asked)
    assert refused.returncode
    assert told in refused.stderr
    assert "ARGUMENTS" not in refused.stdout


def test_a_backup_without_a_name_gets_that_of_the_moment(tmp_path: Path) -> None:
    printed = make(tmp_path, "backup").stdout.splitlines()[-1]
    name = json.loads(printed.removeprefix("ARGUMENTS "))[-1]
    assert name.startswith("var/backup/20")
    assert name.endswith(".zip")
