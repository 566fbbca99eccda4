"""Boards and contents of pictures that several tests look at."""

import datetime as dt
import shutil
from pathlib import Path

from lib.access import LOCAL, PUBLIC
from lib.board import RATING, Board
from lib.catalog import Catalog, load_catalog
from lib.export.story.draw_pictures import PictureContent
from lib.export.story.make_pictures import make_measure_picture, make_picture
from lib.export.story.picture_words import PictureLanguage
from lib.figures.facts.fact import FigureRef, Kind
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
    return build_board(load_catalog(data, geo), actor=LOCAL).as_public()


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


def ref(kind: Kind, indicator: str, area: str, period: str = "2021") -> FigureRef:
    return FigureRef(kind, indicator, area, period)


def contents(
    board: Board, catalog: Catalog, language: PictureLanguage = PictureLanguage.DUTCH
) -> dict[str, PictureContent]:
    """One picture of each kind."""
    newest, home = board.ratings.period, board.municipality.code
    refs = {
        "key": ref(Kind.NUMBER, RATING, AREA, newest),
        "map": ref(Kind.MAP, RATING, "blerick-noord-en-trade-port", newest),
        "distance": ref(Kind.GAP, RATING, AREA, newest),
        "trend": ref(Kind.TREND, RATING, home, newest),
        "change": ref(Kind.CHANGE, "woninginbraak", home, "2025"),
        "tiles": ref(Kind.TILES, RATING, home, newest),
    }
    made = {name: make_picture(board, one, language=language) for name, one in refs.items()}
    own = make_measure_picture(board, measure(catalog), text=TEXT, language=language)
    return made | {"measure": own}


def copied(folder: Path) -> tuple[Path, Path]:
    """A copy of (data, geo) in a folder."""
    for name in ("data", "geo"):
        shutil.copytree(ROOT / name, folder / name)
    return folder / "data", folder / "geo"
