"""A number or claim with its place in a story, its state, and what its writer can say that it is.

Not here: judging that (`references`).
"""

from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import ValidationError

from lib.figures.facts.fact import Fact
from lib.store.story.content import Binding, BindingKind, Place
from lib.story.propose import Proposal
from lib.story.reading import Item
from lib.story.surroundings import Surroundings
from lib.text.splitting import Span


class State(StrEnum):
    """Whether it is known what an item is; only what is `BOUND` may be published."""

    OPEN = "open"
    REFUSED = "geweigerd"
    CHANGED = "cijfer veranderd"
    CONTRADICTED = "van een andere plaats of een ander jaar"
    BOUND = "gekoppeld"


@dataclass(frozen=True)
class Reference:
    """An item of a story with its place, its state, and what the writer said that it is.

    `reason` is Dutch: why it is not bound, or what is bound in full. `follows`: an item of a
    translation that is what the Dutch text has.
    """

    part: str
    nth: int  # which of equal sentences
    around: Surroundings = field(repr=False, compare=False)
    state: State = State.OPEN
    reason: str = ""
    binding: Binding | None = None
    fact: Fact | None = None
    proposals: tuple[Proposal, ...] = ()
    nearest: tuple[Proposal, ...] = ()
    may_plan: bool = False
    follows: bool = False

    @property
    def item(self) -> Item:
        """The number or claim."""
        return self.around.item

    @property
    def sentence(self) -> Span:
        """The sentence that it is in."""
        return self.around.sentence

    @property
    def language(self) -> str:
        """The language of its text."""
        return self.around.reading.language.key

    @property
    def place(self) -> Place:
        """What a binding of this item has as its place."""
        at = self.item.start - self.sentence.start
        return self.part, self.language, self.sentence.text, self.nth, at

    def bind(self, kind: BindingKind, fact: Fact | None = None, /, **source: str) -> Binding:
        """Return what the item is: with a fact or, as a source, with its title, date and who.

        The words themselves are not checked here but when the text is saved.
        """
        about = {"fact": fact.key, "described": fact.describe()} if fact else source
        names = "part", "language", "sentence", "nth", "start", "text"
        place = dict(zip(names, (*self.place, self.item.text), strict=True))
        try:
            return Binding.model_validate({**place, "kind": kind, **about})
        except ValidationError:
            bare = Binding.model_validate({"part": self.part, "kind": kind, **about})
            return bare.model_copy(update=place)
