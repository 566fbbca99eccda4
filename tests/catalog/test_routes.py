"""A theme takes no address of the app: its folder is the address of its page."""

import re
from pathlib import Path

import pytest

from lib.catalog import DataProblemsError, load_catalog
from lib.catalog.__main__ import main
from lib.catalog.routes import RESERVED

FOLDER_NAMES = sorted(name for name in RESERVED if re.fullmatch(r"[a-z0-9]+", name))


def rename_theme(data: Path, name: str) -> None:
    """Give one theme's folder another name, also where an indicator or milestone cites it."""
    old = "ondermijnende-criminaliteit"
    for path in data.rglob("*"):
        if path.suffix in {".toml", ".csv", ".md"}:
            path.write_text(path.read_text("utf-8").replace(old, name), "utf-8")
    (data / "themes" / old).rename(data / "themes" / name)


@pytest.mark.parametrize("name", [*FOLDER_NAMES, "Gegevens", "GEREED"])
def test_a_theme_with_an_address_of_the_app_is_refused_with_file_and_reason(
    data_copy: tuple[Path, Path], name: str
) -> None:
    rename_theme(data_copy[0], name)
    with pytest.raises(DataProblemsError) as caught:
        load_catalog(*data_copy)
    [found] = caught.value.problems
    assert found.file == f"data/themes/{name}/theme.toml"
    assert found.value == name
    assert found.expected == "een mapnaam die niet al een adres van het dashboard is"


def test_check_data_fails_for_a_theme_called_gegevens(
    data_copy: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    rename_theme(data_copy[0], "gegevens")
    assert main([str(folder) for folder in data_copy]) == 1
    assert "themes/gegevens" in capsys.readouterr().out


def test_a_theme_with_a_name_of_its_own_is_in_order(data_copy: tuple[Path, Path]) -> None:
    rename_theme(data_copy[0], "gegevens-en-meer")
    assert "gegevens-en-meer" in {theme.slug for theme in load_catalog(*data_copy).themes}
