"""File names say whose, what and of which day, in letters that every system takes."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.board import Board
from lib.export.file_names import file_name
from tests.builders import build_board_from


@pytest.mark.parametrize(
    ("what", "ending", "name"),
    [
        ("briefing", "pdf", "venlo-briefing-2026-11-23.pdf"),
        (
            "Venlo-Noord-Oost (Veegtes/'t Ven)",
            "png",
            "venlo-venlo-noord-oost-veegtes-t-ven-2026-11-23.png",
        ),
        ("Café à côté", "svg", "venlo-cafe-a-cote-2026-11-23.svg"),
        ("../../etc/passwd", "xlsx", "venlo-etc-passwd-2026-11-23.xlsx"),
        ("", "csv", "venlo-2026-11-23.csv"),
    ],
)
def test_file_name(public: Board, what: str, ending: str, name: str) -> None:
    assert file_name(public, what, ending) == name


@given(st.text(max_size=80))
def test_any_subject_gives_a_plain_name(public: Board, what: str) -> None:
    assert re.fullmatch(r"venlo-([a-z0-9]+-)*2026-11-23\.pdf", file_name(public, what, "pdf"))


def test_municipality_comes_from_the_configuration(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    settings = data / "gemeente.toml"
    text = settings.read_text(encoding="utf-8").replace(
        'name = "Venlo"', 'name = "\'s-Hertogenbosch"', 1
    )
    settings.write_text(text, encoding="utf-8")
    board = build_board_from(data, geo)
    assert file_name(board, "briefing", "pdf") == "s-hertogenbosch-briefing-2026-11-23.pdf"
