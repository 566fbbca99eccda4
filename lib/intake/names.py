"""Which key belongs to a name that somebody wrote, and which ones it may have been.

Case, accents, spaces and hyphens do not count: that is no guess. Anything else is: `find_similar`
only proposes. Not here: asking the user.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from lib.catalog import Catalog
from lib.intake.values import CellError
from lib.text import fold

MIN_SIMILARITY = 60
MAX_CANDIDATES = 3
MAX_AREA_NAME = 120
# What a table calls the row of the whole municipality.
TOTAL_NAMES = frozenset({"totaal", "gemeente", "gemeentetotaal", "totaalgemeente", "gemiddelde"})
_SEPARATOR = re.compile(r"[|;\n]")


@lru_cache(maxsize=20_000)
def fold_name(text: str) -> str:
    """Return the words of a name as they are compared; nothing for what is longer than a name."""
    return "" if len(text) > MAX_AREA_NAME else fold(text)


def name_key(text: str) -> str:
    """Return what names are equal by: their words without the spaces."""
    return fold_name(text).replace(" ", "")


@dataclass(frozen=True)
class NameIndex:
    """Keys by the names that mean them; a name that means two keys means none.

    `labels` are the keys with the name that the screen shows. `whole` is the name of what all of
    them are part of: as a part of a name it makes no two names look alike.
    """

    labels: Mapping[str, str]
    _keys: Mapping[str, str | None]
    _words: Mapping[str, str]
    whole: str = ""

    @staticmethod
    def of(named: Iterable[tuple[str, Iterable[str]]], *, whole: str = "") -> "NameIndex":
        """Make it from (key, its names); the first name is its label, the key is a name too."""
        labels: dict[str, str] = {}
        keys: dict[str, str | None] = {}
        words: dict[str, str] = {}
        for key, names in named:
            for name in dict.fromkeys((*names, key)):
                labels.setdefault(key, name)
                same = keys.setdefault(name_key(name), key) == key
                keys[name_key(name)] = key if same else None
                words.setdefault(fold_name(name), key)
        return NameIndex(labels, keys, words, fold_name(whole))

    def find(self, text: str) -> str | None:
        """Return the one key that the text means; None for none, or more than one."""
        return self._keys.get(name_key(text))

    def find_similar(self, text: str) -> tuple[str, ...]:
        """Return the keys whose names look like the text, the likeliest first."""
        folded = fold_name(text)
        owns = {self._own_words(name): key for name, key in self._words.items()}
        wanted = self._own_words(folded)
        found = process.extract(
            wanted,
            [name for name in owns if name and not name.isdecimal()],
            scorer=fuzz.WRatio if wanted == folded else fuzz.ratio,
            score_cutoff=MIN_SIMILARITY,
            limit=2 * MAX_CANDIDATES,
        )
        return tuple(dict.fromkeys(owns[name] for name, *_ in found if wanted))[:MAX_CANDIDATES]

    def _own_words(self, name: str) -> str:
        """Return the words of a name without those of the whole."""
        return " ".join(word for word in name.split() if word not in self.whole.split())

    def parse(self, text: str) -> str:
        """Return the key that a text means; raise `CellError` for none."""
        found = self.find(text)
        if found is None:
            near = [self.labels[key] for key in self.find_similar(text)[:1]]
            fix = f"bedoelt u '{near[0]}'? Schrijf de naam zo" if near else "verbeter de naam"
            raise CellError("unknown_name", choices="; ".join(self.labels.values()), fix=fix)
        return found

    def label(self, key: str) -> str:
        """Return the Dutch name, or the key where the name would not lead back to it."""
        name = self.labels.get(key, key)
        return name if self.find(name) == key and not _SEPARATOR.search(name) else key


def split_names(text: str) -> list[str]:
    """Return the names that stand in one cell, with a bar, semicolon or line end between them."""
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def index_areas(catalog: Catalog, *, indicator: str) -> NameIndex:
    """Return the areas that an indicator is measured of.

    A CBS wijk that is the whole of an area means that area.
    """
    levels = catalog.indicators[indicator].levels
    named = []
    for key, area in catalog.areas.items():
        parent = catalog.areas.get(area.parent or "")
        is_whole = (
            area.kind == "cbs_wijk"
            and parent is not None
            and [a.area for a in catalog.parts(parent.area, kind="cbs_wijk")] == [key]
        )
        if area.kind in levels:
            means = parent.area if parent and is_whole else key
            named.append((means, (key, area.name, *area.aliases, *_code_names(key))))
    return NameIndex.of(named, whole=catalog.municipality.name)


def _code_names(key: str) -> tuple[str, ...]:
    """Return how else the code of CBS is written: '0983', '098311'."""
    digits = key[2:]
    return (digits,) if key[:2] in {"GM", "WK", "BU"} and digits.isdecimal() else ()
