"""What a story says: the words, where they are about, and the figures that go with them.

A draft may be unfinished; `incomplete` says what a reader would miss. Not here: keeping stories
(`stories`, `story_steps`), judging the words against the figures (`lib.story`).
"""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from lib.catalog import Catalog, DataProblem, DataProblemsError
from lib.catalog.fields import FrozenModel, Keys, OptionalKey
from lib.store.free_text import Line, OptionalLine, Passage, translate_errors
from lib.store.known_keys import Day

PLACE = "verhaal"
STORY_LABELS = {
    "title": "titel",
    "what": "wat we deden",
    "why": "waarom",
    "here_and_now": "waarom hier en nu",
    "residents": "wat inwoners kunnen doen",
    "next": "hoe het verder gaat",
    "areas": "wijken",
    "theme": "thema",
    "date": "datum",
    "contact": "contact",
    "measure": "maatregel",
    "figures": "cijfers",
    "alternatives": "beschrijvingen van de beelden",
    "stated_sources": "bronnen bij getallen",
    "languages": "andere talen",
}
MAX_STORY_FIGURES = 3
MOST_STATED = 40
MOST_BYTES = 4_000
EMPTY = ("vul het veld in", "een ingevulde waarde")


class Language(StrEnum):
    """The languages that a story may be told in beside Dutch."""

    ENGLISH = "en"
    GERMAN = "de"
    POLISH = "pl"


def plain_json(value: object, *, most: int) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as JSON gives it back; raise `ValueError` unless both databases can keep it.

    `most`: the number of bytes that it may take.
    """
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        size = len(text.encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError("no JSON") from error
    if "\\u0000" in text or size > most:
        raise ValueError("JSON that cannot be kept")
    return json.loads(text)


def _reference(value: object) -> object:
    try:
        return plain_json(value, most=MOST_BYTES)
    except ValueError:
        raise PydanticCustomError("opaque", "no reference") from None


FigureReference = Annotated[dict[str, Any], BeforeValidator(_reference)]
OptionalDate = Annotated[Day | None, BeforeValidator(lambda value: value or None)]


class StoryWords(FrozenModel):
    """The words of a story in one language."""

    title: OptionalLine = ""
    what: Passage = ""
    why: Passage = ""
    here_and_now: Passage = ""
    residents: Passage = ""
    next: Passage = ""


STORY_PARTS = tuple(StoryWords.model_fields)


class Story(StoryWords):
    """A story; `check_story` makes one. No `areas`: it is about all of the municipality.

    `figures` refer to what the pictures show, in the caller's own terms; `alternatives` are their
    text alternatives, in the same order. `stated_sources` says of numbers in the words, as they
    are written there, where they come from when the data does not have them. `contact` is a desk.
    """

    title: Line
    areas: Keys = ()
    theme: OptionalKey = None
    date: OptionalDate = None
    contact: OptionalLine = ""
    measure: int | None = None
    figures: Annotated[tuple[FigureReference, ...], Field(max_length=MAX_STORY_FIGURES)] = ()
    alternatives: Annotated[tuple[Passage, ...], Field(max_length=MAX_STORY_FIGURES)] = ()
    stated_sources: Annotated[dict[Line, Line], Field(max_length=MOST_STATED, default_factory=dict)]
    languages: Annotated[dict[Language, StoryWords], Field(default_factory=dict)]

    @field_validator("areas", "theme")
    @classmethod
    def _known(
        cls, value: str | tuple[str, ...] | None, info: ValidationInfo
    ) -> str | tuple[str, ...] | None:
        known = _keys(info.context)[str(info.field_name)]  # type: ignore[arg-type]
        for key in value if isinstance(value, tuple) else filter(None, (value,)):
            if key not in known:
                raise PydanticCustomError("unknown_key", "unknown key", {"key": key})
        return value


def check_story(values: Mapping[str, object], *, catalog: Catalog) -> Story:
    """Return the story; raise `DataProblemsError` with all that is wrong with its values.

    Keys as the fields of `Story`. It may be unfinished: only a title is needed.
    """
    try:
        return Story.model_validate(values, context=catalog)
    except ValidationError as error:
        raise DataProblemsError(translate_errors(error, file=PLACE, labels=STORY_LABELS)) from None


def incomplete(story: Story) -> tuple[DataProblem, ...]:
    """Return what a story still needs before somebody else can be asked to judge it."""
    needed = ("what", "why", "residents", "theme", "date", "contact", "figures")
    return tuple(_missing(name) for name in needed if not getattr(story, name)) + tuple(
        _missing("languages") for words in story.languages.values() if not words.title
    )


def _missing(name: str) -> DataProblem:
    fix, expected = EMPTY
    return DataProblem(PLACE, column=STORY_LABELS[name], expected=expected, fix=fix)


def as_stored(story: Story) -> dict[str, Any]:
    """Return the story as the database keeps it; `from_stored` turns it back."""
    return story.model_dump(mode="json")


def from_stored(kept: Mapping[str, Any]) -> Story:
    """Return a stored story as it was; it was checked when it came in, and rules may change."""
    day: str | None = kept["date"]
    return Story.model_construct(
        **dict(kept)
        | _tuples(kept, ("areas", "figures", "alternatives"))
        | {
            "date": day and dt.date.fromisoformat(day),
            "languages": {
                Language(key): StoryWords.model_construct(**words)
                for key, words in kept["languages"].items()
            },
        }
    )


def _tuples(kept: Mapping[str, Any], names: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(kept[name]) for name in names}


def _keys(catalog: Catalog) -> Mapping[str, Collection[str]]:
    """Return which keys each field may hold."""
    return {
        "theme": {t.slug for t in catalog.themes},
        "areas": {key for key, area in catalog.areas.items() if area.kind == "area"},
    }
