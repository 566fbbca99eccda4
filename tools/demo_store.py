"""What staff would have entered, made up: `python -m tools.demo_store`, for `make demo`.

In an empty database (VAR_DIR), on fictitious figures (DATA_DIR): a wave that waits for who
publishes, a wave under embargo, and an internal and a public interpretation, one of which is on
older figures. All of it is called FICTIEF. Nothing is added where a wave is already.
"""

import datetime as dt
import hashlib
import sys
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from lib.access import Actor, Role
from lib.board import Board, get_store, load_board, load_catalog_for, load_public_board, now
from lib.catalog import Observation, Period, Status
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.interpretations import describe_figure
from lib.exhibits.maps import area_map
from lib.exhibits.ratings import area_waves
from lib.figures.facts.facts import load_facts
from lib.figures.layers.modes import map_layers
from lib.store import (
    ImportedFile,
    Visibility,
    agree_interpretation,
    load_waves,
    propose_interpretation,
    propose_wave,
    publish_wave,
)
from lib.store.interpretations import Judge
from lib.story.interpretations import find_open_items
from tools.demo_figures import SEED
from tools.demo_survey import RATING, SHIFT

WRITER = Actor("demo-redacteur", Role.EDITOR)
PUBLISHER = Actor("demo-beheerder", Role.ADMINISTRATOR)
WAVE, MARK, EMBARGO_DAYS = Period("2025"), "FICTIEF", 14
PUBLIC_TEXT = "Dit is een verzonnen duiding om te proberen. Bewoners vulden een enquête in."
INTERNAL_TEXT = (
    "Dit is een verzonnen duiding voor collega's. Bespreek de enquête eerst met het wijkteam."
)


def fill() -> bool:
    """Add the waves and the interpretations; return False where waves are there already.

    Raises `ValueError` for a board whose figures are not fictitious.
    """
    board = load_board(PUBLISHER)
    if not board.fictitious:
        raise ValueError("no fictitious figures: make the folder with python -m tools.demo_figures")
    if load_waves(PUBLISHER, get_store()):
        return False
    # Once: all facts take seconds, and no text here follows from what is written below.
    judge = partial(find_open_items, facts=load_facts(load_public_board(PUBLISHER)))
    overview = area_map(board, map_layers(board)[RATING], name="overzicht")
    _write(overview, judge, link="/", text=PUBLIC_TEXT)
    chance = np.random.default_rng(SEED)
    first, second = list(_list_ratings(board, chance)), list(_list_ratings(board, chance))
    at_nine = now().replace(hour=9, minute=0, second=0, microsecond=0)
    number = _propose(first, title="eerste cijfers")
    embargo = at_nine + dt.timedelta(days=EMBARGO_DAYS)
    publish_wave(PUBLISHER, get_store(), wave=number, note=f"{MARK}: akkoord", embargo=embargo)
    _propose(second, title="verbeterde cijfers")
    area = first[0].area
    waves = area_waves(load_board(PUBLISHER), area)
    if waves is not None:
        _write(waves, judge, link=f"/wijk?wijk={area}", text=INTERNAL_TEXT, area=area)
    return True


def _list_ratings(board: Board, chance: np.random.Generator) -> Iterator[Observation]:
    """Yield ratings around those of the newest wave, as sure as that was."""
    rows: dict[Hashable, Mapping[Any, Any]] = dict(board.ratings.newest().to_dict("index"))
    if board.ratings.newest_of_municipality is not None:
        rows[board.municipality.code] = dict(board.ratings.newest_of_municipality)
    for area, row in rows.items():
        moved = round(float(chance.normal(0, SHIFT)), 1)
        ends = {end: round(row[end] + moved, 2) for end in ("value", "lower", "upper")}
        yield Observation(
            indicator=RATING,
            area=str(area),
            period=WAVE,
            **ends,
            n=int(row["n"]),
            source="demo",
            status=Status.FICTITIOUS,
            missing=None,
            note="",
        )


def _propose(found: Sequence[Observation], *, title: str) -> int:
    name = f"fictieve-meting-{WAVE.text}-{title.replace(' ', '-')}.xlsx"
    return propose_wave(
        WRITER,
        get_store(),
        observations=found,
        file=ImportedFile(name, hashlib.sha256(repr(found).encode()).hexdigest()),
        note=f"{MARK}: om te proberen",
        details={
            "title": f"{MARK}: meting {WAVE.text}, {title}",
            "publisher": f"{MARK} onderzoeksbureau",
            "fieldwork": f"september {WAVE.text}",
            "method": "verzonnen",
            "design": "ja",
        },
    )


def _write(exhibit: Exhibit, judge: Judge, *, link: str, text: str, area: str = "") -> None:
    """Write an interpretation and agree with it: of the whole municipality for everybody."""
    store, catalog = get_store(), load_catalog_for(WRITER)
    values = {
        **describe_figure(exhibit, link=link),
        "area": area,
        "title": f"{MARK}: voorbeeld van een duiding",
        "text": text,
        "function": f"{MARK} analist",
        "day": now().date(),
        "visibility": Visibility.INTERNAL if area else Visibility.PUBLIC,
    }
    made = propose_interpretation(WRITER, store, values=values, catalog=catalog, judge=judge)
    agree_interpretation(PUBLISHER, store, seen=made, judge=judge)


if __name__ == "__main__":
    added = fill()
    sys.stderr.write(
        "fictieve metingen en duidingen gemaakt\n" if added else "er zijn al metingen\n"
    )
