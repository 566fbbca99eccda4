"""Which key belongs to a name that somebody wrote, and which ones it may have been.

Case, accents, spaces and hyphens do not count: that is no guess. Anything else is: `find_similar`
only proposes. Not here: asking the user.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from lib.catalog import Catalog
from lib.intake.values import CellError
from lib.text import fold

MIN_SIMILARITY = 60
MIN_SAME_START = 0.85  # of names that begin alike, such as 'ondermijning'
MAX_CANDIDATES = 3
SURELY_NEARER = 5  # points of similarity between the likeliest name and the next
MAX_AREA_NAME = 120
# What a table calls the row of the whole municipality.
TOTAL_NAMES = frozenset({"totaal", "gemeente", "gemeentetotaal", "totaalgemeente", "gemiddelde"})
_SEPARATOR = re.compile(r"[|;\n]")


@lru_cache(maxsize=20_000)
def fold_name(text: str) -> str:
    """Return the words of a name as they are compared; nothing for what is longer than a name."""
    return "" if len(text) > MAX_AREA_NAME else fold(text)


def name_key(text: str) -> str:
    """Return the key by which names are compared: their words without the spaces."""
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
        return tuple(self._rate_similar(text))[:MAX_CANDIDATES]

    def _rate_similar(self, text: str) -> Mapping[str, float]:
        """Return how much the names of keys look like a text, the likeliest first."""
        owns = {self.strip_whole(name): key for name, key in self._words.items()}
        wanted = self.strip_whole(text)
        found = process.extract(
            wanted,
            [n for n in owns if n and not n.isdecimal() and n not in TOTAL_NAMES],
            scorer=_rate_similarity,
            score_cutoff=MIN_SIMILARITY,
            limit=2 * MAX_CANDIDATES,
        )
        rates: dict[str, float] = {}
        for name, rate, _ in found if wanted else ():
            rates.setdefault(owns[name], rate)
        return rates

    def find_likely(self, text: str) -> str | None:
        """Return the key that a text most likely means; None where it is as near to another.

        A name that several keys have in theirs ('Noord') is none of them, nor is a total of some.
        One with its words cut short ('Stad N.') is the only one that goes on so.
        """
        starts = self.strip_whole(text).split()
        words = set(starts)
        holders = {k for name, k in self._words.items() if words <= set(name.split())}
        is_total = any(word.endswith("totaal") for word in words)
        if is_total or len(holders) > 1:
            return None
        longer = {k for name, k in self._words.items() if _goes_on(name.split(), starts)}
        if len(longer) == 1:
            return longer.pop()
        first, second = (*self._rate_similar(text).items(), ("", 0), ("", 0))[:2]
        return first[0] if first[1] >= second[1] + SURELY_NEARER else None

    def strip_whole(self, name: str) -> str:
        """Return the words of a name as they are compared, without those of the whole."""
        words = fold_name(name).split()
        return " ".join(word for word in words if word not in self.whole.split())

    def parse(self, text: str) -> str:
        """Return the key that a text means; raise `CellError` for none."""
        found = self.find(text)
        if found is None:
            choices = "; ".join(self.labels.values())
            raise CellError("unknown_name", choices=choices, fix=self._suggest(text))
        return found

    def _suggest(self, text: str) -> str:
        """Return what to do about a name that is not known, with the name that is near enough."""
        near = self.find_likely(text)
        if near:
            return f"bedoelt u '{self.labels[near]}'? Schrijf de naam zo"
        if not text:
            return "verbeter de naam"
        return "verbeter de naam, of kies een van deze namen: geen ervan lijkt hierop"

    def label(self, key: str) -> str:
        """Return the Dutch name, or the key where the name would not lead back to it."""
        name = self.labels.get(key, key)
        return name if self.find(name) == key and not _SEPARATOR.search(name) else key


def _rate_similarity(text: str, name: str, **_: object) -> float:
    """Return from 0 to 100 how alike two names are: as a whole, by their words, by their start.

    Not by any part: 'zuid' would look like each longer text that happens to hold these letters.
    """
    start = JaroWinkler.similarity(text, name, score_cutoff=MIN_SAME_START)
    return max(fuzz.ratio(text, name), fuzz.token_set_ratio(text, name), 100 * start)


def _goes_on(words: Sequence[str], starts: Sequence[str]) -> bool:
    """Return whether each word begins with the start of the same place."""
    pairs = zip(words, starts, strict=False)
    return 1 < len(starts) <= len(words) and all(word.startswith(s) for word, s in pairs)


def split_names(text: str) -> list[str]:
    """Return the names that stand in one cell, with a bar, semicolon or line end between them."""
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def index_areas(catalog: Catalog, *, indicator: str) -> NameIndex:
    """Return the areas that an indicator is measured of.

    A CBS wijk that is the whole of an area means that area.
    """
    levels = catalog.indicators[indicator].levels
    named = [
        (find_whole_area(catalog, key) or key, (key, a.name, *a.aliases, *list_code_names(key)))
        for key, a in catalog.areas.items()
        if a.kind in levels
    ]
    return NameIndex.of(named, whole=catalog.municipality.name)


def find_whole_area(catalog: Catalog, key: str) -> str | None:
    """Return the area that a CBS wijk is the whole of; None for a part of one."""
    area = catalog.areas[key]
    parent = catalog.areas.get(area.parent or "")
    if area.kind != "cbs_wijk" or parent is None:
        return None
    parts = [part.area for part in catalog.parts(parent.area, kind="cbs_wijk")]
    return parent.area if parts == [key] else None


def list_code_names(key: str) -> tuple[str, ...]:
    """Return how else the code of CBS is written: '012345', and '12345' where a zero was lost."""
    digits = key[2:]
    is_code = key[:2] in {"GM", "WK", "BU"} and digits.isdecimal()
    return (digits, digits.lstrip("0")) if is_code else ()
