"""What words.toml may hold: words that a story may not use or explains, and agreed wordings.

Not here: looking for them in a text (`lib.story.words`).
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from lib.catalog.fields import FrozenModel, Name, NameList


class Entry(FrozenModel):
    """Words that share a reason and an alternative."""

    words: Annotated[NameList, Field(min_length=1)]
    reason: Name
    alternative: Annotated[str, Field(min_length=1, max_length=200)]


class Origin(FrozenModel):
    """Words for where people come from, and words for nuisance and crime."""

    people: Annotated[NameList, Field(min_length=1)]
    nuisance: Annotated[NameList, Field(min_length=1)]
    reason: Name
    alternative: Name


class WordLists(FrozenModel):
    """words.toml: see there how a word is written."""

    claim: tuple[Entry, ...] = ()
    stigma: tuple[Entry, ...] = ()
    origin: Origin | None = None
    difficult: Mapping[Name, Name] = {}
    area_context: NameList = ()
    map_context: str = ""
