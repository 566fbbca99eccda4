"""Boards and contents of pictures that several tests look at."""

import datetime as dt
import shutil
from pathlib import Path

from lib.access import LOCAL, PUBLIC
from lib.board import CRIME, RATING, Board
from lib.catalog import Catalog, load_catalog
from lib.export.story.make_contents import (
    make_distance,
    make_highlighted_area,
    make_key_number,
    make_measure_picture,
)
from lib.export.story.picture_contents import PictureContent
from lib.export.story.picture_words import PictureLanguage
from lib.export.story.trend import make_trend
from lib.store.measures import StoredMeasure, check_measure
from tests.builders import add_waves, build_board

ROOT = Path(__file__).parents[3]
DAY = dt.date(2026, 11, 23)
AREA = "klingerberg"
TEXT = "We hangen 24 nieuwe lampen op. Twee avonden per week loopt een boa een extra ronde."


def with_waves(data: Path, geo: Path) -> Board:
    """A board with two more waves that have a margin: a rise that can be figure, and none."""
    raises: dict[str, dict[str, float]] = {"2023": {"*": 0.1}, "2025": {"*": 0.4, AREA: 0.2}}
    add_waves(data, raises, margin=0.1)
    return build_board(load_catalog(data, geo), actor=PUBLIC)


def fictitious(data: Path, geo: Path) -> Board:
    """What `make demo` has: made-up figures, which only insiders get a board of."""
    path = data / "observations" / "rapportcijfers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("definitief", "fictief"))
    return build_board(load_catalog(data, geo), actor=LOCAL)


def measure(catalog: Catalog, **changes: object) -> StoredMeasure:
    values = {
        "title": "Extra verlichting rond het winkelcentrum",
        "areas": AREA,
        "start": "2025-03",
        "theme": "maatschappelijke-onrust-en-overlast",
        "status": "loopt",
        "residents": "Ziet u een kapotte lamp? Meld het bij de gemeente.",
        "visibility": "openbaar",
    }
    moment = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    return StoredMeasure(12, 1, moment, check_measure(values | changes, catalog=catalog))


def contents(
    board: Board, catalog: Catalog, language: PictureLanguage = PictureLanguage.DUTCH
) -> dict[str, PictureContent]:
    """One picture of each kind."""
    own = measure(catalog)
    made: dict[str, PictureContent] = {
        "key": make_key_number(board, indicator=RATING, area=AREA, language=language),
        "count": make_key_number(board, indicator=CRIME, language=language),
        "map": make_highlighted_area(board, "blerick-noord-en-trade-port", language=language),
        "distance": make_distance(board, AREA, language=language),
        "trend": make_trend(board, None, language=language),
        "measure": make_measure_picture(board, own, text=TEXT, language=language),
    }
    return made


def copied(folder: Path) -> tuple[Path, Path]:
    """A copy of (data, geo) in a folder."""
    for name in ("data", "geo"):
        shutil.copytree(ROOT / name, folder / name)
    return folder / "data", folder / "geo"
