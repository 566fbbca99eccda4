"""Nobody can work out a hidden count from all that is public, tried by integer programming."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from lib.access import PUBLIC
from lib.analysis.disclosure import ProtectedKinds, protect
from lib.board import Board, area_values_maker
from lib.catalog import Catalog
from lib.exhibits.area_registrations import area_kinds
from lib.exhibits.maps import layer_table, map_caveats
from lib.figures.layers.modes import theme_layers
from tests.board.attack import Knowledge, PublicFigures, Range, Unknown
from tests.board.made_up_counts import MadeUp, write_counts
from tests.builders import build_board_from
from tests.simulation import SCALE

ROOT = Path(__file__).parents[2]
CRIME_TABLE, NUISANCE_TABLE = "47013NED", "47021NED"
SMALL, AS_VENLO = 600, 6456
SMALL_MADE_UP = MadeUp(total=SMALL, seed=2, others=0.01)


def public_board(folder: Path, catalog: Catalog, made_up: MadeUp) -> Board:
    write_counts(folder, catalog, made_up, data=ROOT / "data")
    return build_board_from(folder, ROOT / "geo", actor=PUBLIC)


@pytest.fixture(scope="module")
def small_board(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Board:
    """What the public sees of a small municipality: it remembers what it worked out."""
    return public_board(tmp_path_factory.mktemp("small") / "now", catalog, SMALL_MADE_UP)


def attack(
    *boards: Board, tables: tuple[str, ...], years: tuple[str, ...] = ("2023",)
) -> tuple[dict[Unknown, Range], int]:
    """Return the hidden counts that are narrowed to two values or fewer, and how many are hidden.

    Hidden is what the last board hides; what the others show is remembered.
    """
    narrowed: dict[Unknown, Range] = {}
    number = 0
    for table in tables:
        knowledge, hidden = Knowledge(), set[Unknown]()
        for board in boards:
            hidden = PublicFigures(board, knowledge, table, years).learn()
        narrowed |= knowledge.narrowed(hidden)
        number += len(hidden)
    return narrowed, number


def protect_each_kind_alone(
    kinds: Mapping[str, Mapping[str, int]], _totals: Mapping[str, int], *, threshold: int
) -> ProtectedKinds:
    hidden = {k: protect(cells, threshold=threshold) for k, cells in kinds.items()}
    return ProtectedKinds(hidden, round_totals=False)


@pytest.mark.slow
def test_no_count_of_a_small_municipality_is_narrowed(
    tmp_path: Path, catalog: Catalog, small_board: Board
) -> None:
    """Given what is public now, and what was before the newest figures per area were in."""
    before = replace(SMALL_MADE_UP, last_table="2022")
    narrowed, number = attack(
        public_board(tmp_path / "before", catalog, before),
        small_board,
        tables=(CRIME_TABLE, NUISANCE_TABLE),
    )
    assert number > 500
    assert not narrowed


@pytest.mark.slow
def test_no_count_of_a_municipality_like_this_is_narrowed(tmp_path: Path, catalog: Catalog) -> None:
    now = public_board(tmp_path / "now", catalog, MadeUp(total=AS_VENLO, seed=2))
    narrowed, number = attack(now, tables=(CRIME_TABLE,))
    assert number > 200
    assert not narrowed


@pytest.mark.slow
def test_the_attack_finds_what_kinds_give_away(
    tmp_path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(area_values_maker, "protect_kinds", protect_each_kind_alone)
    now = public_board(tmp_path / "now", catalog, SMALL_MADE_UP)
    narrowed, _ = attack(now, tables=(NUISANCE_TABLE,))
    assert len(narrowed) > 5
    assert any(low == high for low, high in narrowed.values())


def test_the_attack_finds_what_an_archived_sum_gives_away() -> None:
    """A small area next to two protecting ones, and a sum of months that was exact once."""
    areas = [("overval", area, "2023") for area in ("steyl", "belfeld", "velden")]
    month = ("overval", "month", "2023-01")
    knowledge = Knowledge()
    knowledge.limit(areas[0], 0, 4)
    for area in areas[1:]:
        knowledge.limit(area, 5)
    knowledge.equate([month], areas)
    knowledge.limit(month, 8, 14)
    assert knowledge.narrowed(areas) == {}
    knowledge.limit(month, 11, 11)
    assert list(knowledge.narrowed(areas).values()) == [(0, 1), (5, 6), (5, 6)]
    assert knowledge.narrowed(areas, least=2) == {}


@pytest.mark.slow
def test_files_and_pages_name_what_is_rounded_and_leave_out_what_is_hidden(
    small_board: Board,
) -> None:
    """The totals of the areas are rounded here, with a note; no file has a hidden count."""
    now = small_board
    note = "Totalen per wijk zijn afgerond op een veelvoud van 5."
    layers = [layer for theme in now.files.themes for layer in theme_layers(now, theme).values()]
    assert len(layers) > 15
    for layer in layers:
        values = layer.area_values
        table = layer_table(layer).set_index("wijk")
        hidden = values.frame["name"][values.frame["value"].isna()]
        assert table.loc[list(hidden), layer.label.lower()].isna().all()
        is_noted = note in [caveat.text for caveat in map_caveats(now, layer)]
        assert is_noted == (values.step == 5)
    nuisance = now.area_values("overlast")
    assert nuisance is not None
    assert nuisance.step == 5
    assert (nuisance.frame["value"].dropna() % 5 == 0).all()
    kinds = area_kinds(now, "steyl")
    assert kinds is not None
    assert note in [caveat.text for caveat in kinds.caveats]


if SCALE > 1:  # `make test` tries no other sizes than those above

    @pytest.mark.simulation
    @pytest.mark.timeout(7200)
    @pytest.mark.parametrize("others", [0.0, 0.02, 0.1])
    def test_no_count_is_narrowed_in_any_municipality(
        tmp_path: Path, catalog: Catalog, others: float
    ) -> None:
        """Two years, and the sums over the last twelve months, for sizes from hamlets to Venlo."""
        sizes = (SMALL, 300, 1500, AS_VENLO, 3000, 600, 900, 450, 600, 12_000)
        for seed, total in enumerate(sizes[:SCALE]):
            made_up = MadeUp(total=total, seed=seed, others=others)
            before = replace(made_up, last_table="2022")
            narrowed, _ = attack(
                public_board(tmp_path / f"{seed}-before", catalog, before),
                public_board(tmp_path / f"{seed}-now", catalog, made_up),
                tables=(CRIME_TABLE, NUISANCE_TABLE),
                years=("2022", "2023"),
            )
            assert not narrowed, total
