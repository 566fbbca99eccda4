"""Which key belongs to a name that somebody wrote, and which ones it may have been.

Case, accents, spaces and hyphens do not count: that is no guess. Anything else is: `near` only
proposes. Not here: asking the user.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from lib.catalog import Catalog

CLOSE_ENOUGH = 60
MOST_CANDIDATES = 3
LONGEST_NAME = 120


def words(text: str) -> str:
    """Return the text in lower case, without accents, its words apart by one space.

    Nothing for a text that is longer than any name.
    """
    if len(text) > LONGEST_NAME:
        return ""
    parted = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in parted if not unicodedata.combining(c))
    return " ".join(re.split(r"[\W_]+", bare.casefold())).strip()


def plain(text: str) -> str:
    """Return what names are compared by: `words` without the spaces."""
    return words(text).replace(" ", "")


@dataclass(frozen=True)
class Names:
    """Keys by the names that mean them; a name that means two keys means none."""

    _keys: Mapping[str, str | None]
    _words: Mapping[str, str]

    @staticmethod
    def of(named: Iterable[tuple[str, Iterable[str]]]) -> "Names":
        """Make it from (key, its names); the key is a name too."""
        keys: dict[str, str | None] = {}
        near: dict[str, str] = {}
        for key, names in named:
            for name in {key, *names}:
                same = keys.setdefault(plain(name), key) == key
                keys[plain(name)] = key if same else None
                near.setdefault(words(name), key)
        return Names(keys, near)

    def key(self, text: str) -> str | None:
        """Return the one key that the text means; None for none, or more than one."""
        return self._keys.get(plain(text))

    def near(self, text: str) -> tuple[str, ...]:
        """Return the keys whose names look like the text, the likeliest first."""
        found = process.extract(
            words(text),
            list(self._words),
            scorer=fuzz.WRatio,
            score_cutoff=CLOSE_ENOUGH,
            limit=2 * MOST_CANDIDATES,
        )
        return tuple(dict.fromkeys(self._words[name] for name, *_ in found))[:MOST_CANDIDATES]


def area_names(catalog: Catalog, *, indicator: str) -> Names:
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
            named.append((means, (key, area.name, *area.aliases)))
    return Names.of(named)
