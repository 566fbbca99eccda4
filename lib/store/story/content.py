"""The content of a story: its words, the places they are about, and its figures.

A draft may be unfinished; `find_missing_parts` returns what it lacks. An answer to a text of
somebody else is a story too, of a kind of its own that is never public. Not here: saving stories
(`stories`, `story_steps`), judging the words against the figures (`lib.story`).
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from lib.catalog import Catalog, DataProblem
from lib.catalog.fields import FrozenModel, Keys, OptionalKey
from lib.store.form_fields import (
    Day,
    FormFields,
    OptionalLine,
    QuotedText,
    StoryPart,
    TextLine,
    require_known,
    require_own_areas,
)
from lib.store.repository import read_record

MAX_STORY_FIGURES = 3
MAX_BINDINGS = 200
MAX_REFERENCE_BYTES = 4_000


class Language(StrEnum):
    """The languages that a story may have besides Dutch."""

    ENGLISH = "en"
    GERMAN = "de"
    POLISH = "pl"


LANGUAGE_NAMES = {"nl": "Nederlands", "en": "Engels", "de": "Duits", "pl": "Pools"}
Place = tuple[str, str, str, int, int]  # part, language, sentence, which of equal ones, start


def name_part(part: str, language: str = "nl") -> str:
    """Return what a part of a story is called: 'waarom', or 'waarom, Engels'."""
    name = STORY_LABELS.get(part, part)
    return name if language == "nl" else f"{name}, {LANGUAGE_NAMES[language]}"


class BindingKind(StrEnum):
    """What a writer says that a number or claim in a story is."""

    FIGURE = "cijfer"
    SOURCE = "eigen bron"
    PLAN = "geen bewering"
    NEAREST = "ander cijfer"  # of an answer only: it is not this figure, which is the nearest
    ABSENT = "niet in dit dashboard"  # of an answer only


class Binding(FrozenModel):
    """What one number or claim in a story is, as its writer said.

    It belongs to the words at `start` in a sentence of a part (`what`), in a language; of equal
    sentences in a part `nth` says which. A figure has the key of its fact, and that fact in words
    as it was then; a source of the writer's own has a title, a date and who is behind it.
    """

    part: Annotated[str, Field(max_length=40)]
    language: Annotated[str, Field(max_length=2)] = "nl"
    sentence: StoryPart = ""
    nth: Annotated[int, Field(ge=0, le=2_000)] = 0
    start: Annotated[int, Field(ge=0, le=2_000)] = 0
    text: OptionalLine = ""
    kind: BindingKind
    fact: Annotated[str, Field(max_length=300)] = ""
    described: Annotated[str, Field(max_length=600)] = ""
    title: OptionalLine = ""
    date: OptionalLine = ""
    who: OptionalLine = ""

    @property
    def place(self) -> Place:
        """What it belongs to."""
        return self.part, self.language, self.sentence, self.nth, self.start

    @model_validator(mode="after")
    def _require_source(self) -> Self:
        needed = {
            BindingKind.FIGURE: (self.fact, self.described),
            BindingKind.NEAREST: (self.fact, self.described),
            BindingKind.SOURCE: (self.title, self.date, self.who),
        }
        if not all(text.strip() for text in needed.get(self.kind, ())):
            raise PydanticCustomError("unfinished_source", "no title, date or who")
        return self


def copy_json(value: object, *, max_bytes: int) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as JSON gives it back.

    Raises `ValueError` unless both databases can store it in `max_bytes`.
    """
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        size = len(text.encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError("no JSON") from error
    if "\\u0000" in text or size > max_bytes:
        raise ValueError("JSON that cannot be stored")
    return json.loads(text)


def _copy_reference(value: object) -> object:
    try:
        return copy_json(value, max_bytes=MAX_REFERENCE_BYTES)
    except ValueError:
        raise PydanticCustomError("opaque", "no reference") from None


FigureReference = Annotated[dict[str, Any], BeforeValidator(_copy_reference)]


class Photo(FrozenModel):
    """What belongs with a photo: its hash, what it shows in words, and who made it, with rights."""

    key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    alternative: TextLine
    credit: TextLine


OptionalDate = Annotated[Day | None, BeforeValidator(lambda value: value or None)]


class StoryWords(FrozenModel):
    """The words of a story in one language."""

    title: OptionalLine = Field("", title="titel")
    what: StoryPart = Field("", title="wat we deden")
    why: StoryPart = Field("", title="waarom")
    here_and_now: StoryPart = Field("", title="waarom hier en nu")
    residents: StoryPart = Field("", title="wat inwoners kunnen doen")
    next: StoryPart = Field("", title="hoe het verder gaat")


STORY_PARTS = tuple(StoryWords.model_fields)


class Story(StoryWords):
    """A story; `check_story` makes one. No `areas`: it is about all of the municipality.

    `figures` refer to what the pictures show, in the caller's own terms; `alternatives` are their
    text alternatives, in the same order. `bindings` say what its numbers and claims are.
    `contact` is a desk. `question` is the text of somebody else that the story is an answer to.
    """

    title: TextLine = Field(title="titel")
    question: QuotedText = Field("", title="tekst van een ander")
    areas: Keys = Field((), title="wijken")
    theme: OptionalKey = Field(None, title="thema")
    date: OptionalDate = Field(None, title="datum")
    contact: OptionalLine = Field("", title="contact")
    measure: int | None = Field(None, title="maatregel")
    figures: tuple[FigureReference, ...] = Field((), max_length=MAX_STORY_FIGURES, title="cijfers")
    alternatives: tuple[StoryPart, ...] = Field(
        (), max_length=MAX_STORY_FIGURES, title="beschrijvingen van de beelden"
    )
    bindings: tuple[Binding, ...] = Field((), max_length=MAX_BINDINGS, title="bronnen bij getallen")
    photo: Photo | None = Field(None, title="foto: beschrijving en wie hem maakte")
    languages: dict[Language, StoryWords] = Field(default_factory=dict, title="andere talen")

    _require_theme = field_validator("theme")(require_known)
    _require_areas = field_validator("areas")(require_own_areas)

    @property
    def is_answer(self) -> bool:
        """Whether it is an answer to a text of somebody else, for insiders only."""
        return bool(self.question)

    @model_validator(mode="after")
    def _require_kind(self) -> Self:
        of_answers = {BindingKind.NEAREST, BindingKind.ABSENT}
        if not self.is_answer and any(b.kind in of_answers for b in self.bindings):
            raise PydanticCustomError("unfinished_source", "no figure and no source")
        return self


STORY_FIELDS = FormFields.of("verhaal", Story, note="toelichting", reason="reden")
STORY_LABELS = STORY_FIELDS.labels


def check_story(values: Mapping[str, object], *, catalog: Catalog) -> Story:
    """Return the story; raise `DataProblemsError` with all that is wrong with its values.

    Keys as the fields of `Story`. It may be unfinished: only a title is needed.
    """
    return STORY_FIELDS.validate(Story, values, catalog=catalog)


def find_missing_parts(story: Story) -> tuple[DataProblem, ...]:
    """Return what a story still needs before somebody else can be asked to judge it."""
    needed = ["what", "why", "residents", "theme", "date", "contact", "figures"]
    missing = [name for name in needed if not story.is_answer and not getattr(story, name)]
    missing += ["languages" for words in story.languages.values() if not words.title]
    return tuple(
        DataProblem(
            STORY_FIELDS.record,
            column=STORY_LABELS[name],
            expected="een ingevulde waarde",
            fix="vul het veld in",
        )
        for name in missing
    )


def read_story(content: Mapping[str, Any]) -> Story:
    """Return a stored story as it was; it was checked when it came in, and rules may change."""
    languages = {
        Language(key): read_record(StoryWords, words) for key, words in content["languages"].items()
    }
    bindings = tuple(read_record(Binding, one) for one in content.get("bindings", ()))
    photo = read_record(Photo, content["photo"]) if content.get("photo") else None
    return read_record(Story, content, languages=languages, bindings=bindings, photo=photo)
