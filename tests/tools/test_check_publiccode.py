"""The check of publiccode.yml finds what the standard refuses."""

import tomllib
from pathlib import Path

import pytest
import yaml

from tools.check_publiccode import ROOT, find_publiccode_problems, main

TEXT = (ROOT / "publiccode.yml").read_text(encoding="utf-8")


def test_the_file_of_this_repository_is_valid() -> None:
    assert find_publiccode_problems(TEXT) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("    - NL", "    - nl", "$.intendedAudience.countries[0]"),
        ("  contacts:", "  contractors:", "$.maintenance"),
        ("developmentStatus: beta", "developmentStatus: ready", "$.developmentStatus"),
        ("license: EUPL-1.2", "licence: EUPL-1.2", "$.legal"),
        ("name: Veiligheidsdashboard", "title: Veiligheidsdashboard", "$"),
    ],
)
def test_each_fault_is_reported_with_its_place(old: str, new: str, place: str) -> None:
    problems = find_publiccode_problems(TEXT.replace(old, new, 1))
    assert place in {problem.partition(":")[0] for problem in problems}


def test_the_command_fails_on_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_text(TEXT.replace("    - NL", "    - nl"), encoding="utf-8")
    assert main(file) == 1
    assert "publiccode.yml: $.intendedAudience.countries[0]: 'nl'" in capsys.readouterr().err


def test_version_is_the_same_in_every_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    version, publiccode = project["project"]["version"], yaml.safe_load(TEXT)
    assert publiccode["softwareVersion"] == version
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {version} - {publiccode['releaseDate']}" in changelog
