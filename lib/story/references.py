"""Whether each number and claim of a story is what its writer says it is: the state of its items.

From a number in the text to its state: `check_story` takes each part, `check_text` reads it and
finds what the writer said of each item, `_judge` compares that with the facts of now. Nothing here
says that a sentence is true. Not here: finding items (`reading`), proposing facts (`propose`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lib.figures.facts.fact import AREAS, Fact, Role
from lib.figures.facts.facts import Facts
from lib.store.story.content import STORY_LABELS, STORY_PARTS, Binding, BindingKind, Story
from lib.story.language import DUTCH, ClaimKind, load_language
from lib.story.propose import (
    ELSEWHERE,
    LIKELY,
    Proposal,
    Surroundings,
    equals,
    find_nearest,
    may_rest,
    propose,
    supports,
)
from lib.story.reading import Item, Unit, read
from lib.story.splitting import Span, paragraphs, sentences

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "Engels", "de": "Duits", "pl": "Pools"}
DESCRIPTION = "beschrijving {}"
TOO_SMALL = "Een klein aantal in een wijk kan een cijfer zijn dat wij niet tonen."
NO_CAUSE = "Cijfers zeggen niet waardoor iets komt. Noem de bron die dat zegt, of laat het weg."
NO_RANK = "Een rangorde geeft het programma niet. Noem het cijfer zelf."
NO_VERDICT = "Het programma heeft hier geen uitspraak over. Noem de cijfers zelf, zonder '{}'."
NO_FIGURE = "Dit noemt geen cijfer. Is het een bewering over veiligheid, noem dan het cijfer."
CHOOSE_FIGURE = "Kies het cijfer, of noem een eigen bron."
CHOOSE_VERDICT = "Kies de uitspraak waar dit op rust."
NO_CLAIM = "Geen bewering over een cijfer."
OPEN_YEAR = "Geen cijfer in deze zin is van {}."
OTHER_YEAR = "De zin noemt {}, het gekozen cijfer is van {}."
OTHER_PLACE = "De zin noemt {}, het gekozen cijfer gaat over {}."


Place = tuple[str, str, str, int, int]  # part, language, sentence, which of equal ones, start


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
    language: str
    sentence: Span
    nth: int
    item: Item
    state: State
    reason: str
    binding: Binding | None = None
    fact: Fact | None = None
    proposals: tuple[Proposal, ...] = ()
    nearest: tuple[Proposal, ...] = ()
    may_plan: bool = False
    follows: bool = False

    @property
    def place(self) -> Place:
        """What a binding of this item has as its place."""
        at = self.item.start - self.sentence.start
        return self.part, self.language, self.sentence.text, self.nth, at

    def bind(self, fact: Fact) -> Binding:
        """Return that the item is a fact."""
        return self._make(BindingKind.FIGURE, fact=fact.key, described=fact.describe())

    def cite(self, *, title: str, date: str, who: str) -> Binding:
        """Return that the item rests on a source of the writer's own."""
        return self._make(BindingKind.SOURCE, title=title, date=date, who=who)

    def mark_as_plan(self) -> Binding:
        """Return that the item is a wish, a plan or a question, and no claim on a figure."""
        return self._make(BindingKind.PLAN)

    def _make(self, kind: BindingKind, **other: str) -> Binding:
        part, language, sentence, nth, start = self.place
        place = {"part": part, "language": language, "sentence": sentence, "nth": nth}
        text = {"start": start, "text": self.item.text, "kind": kind}
        return Binding.model_validate({**place, **text, **other})


def check_story(story: Story, facts: Facts, *, generated: Mapping[int, str]) -> list[Reference]:
    """Return every item of a story, in order: words, descriptions of pictures, other languages.

    `generated` are the descriptions that the program makes of the figures now: what is left as it
    was made is no claim of the writer.
    """
    parts = {name: getattr(story, name) for name in STORY_PARTS} | {"contact": story.contact}
    for number, text in enumerate(story.alternatives, start=1):
        if text != generated.get(number):
            parts[DESCRIPTION.format(number)] = text
    found = [r for part, text in parts.items() for r in check_text(text, facts, story, part=part)]
    dutch = tuple(found)
    for language, words in story.languages.items():
        for part in STORY_PARTS:
            text = getattr(words, part)
            own = check_text(text, facts, story, part=part, language=str(language))
            found += _follow_dutch(own, [r for r in dutch if r.part == part])
    return found


def list_reasons(references: Iterable[Reference]) -> list[str]:
    """Return in Dutch all that forbids publication; nothing when every item is bound."""
    return [
        f"'{r.item.text}' ({name_part(r.part, r.language)}) is {r.state}. {r.reason}"
        for r in references
        if r.state is not State.BOUND
    ]


def name_part(part: str, language: str = DUTCH) -> str:
    """Return what a part of a story is called: 'waarom', or 'waarom, Engels'."""
    name = STORY_LABELS.get(part, part)
    return name if language == DUTCH else f"{name}, {LANGUAGE_NAMES[language]}"


def check_text(
    text: str, facts: Facts, story: Story, *, part: str, language: str = DUTCH
) -> list[Reference]:
    """Return the items of one part of a story with their states."""
    bindings = {(b.part, b.language, b.sentence, b.nth, b.start): b for b in story.bindings}
    reading, seen, found = read(text, language), Counter[str](), list[Reference]()
    for paragraph in paragraphs(text):
        words = load_language(language)
        around = Surroundings(paragraph, reading, facts, words, story.areas)
        for own in sentences(paragraph.text):
            start = paragraph.start + own.start
            sentence = Span(start, start + len(own.text), own.text)
            items = [i for i in reading.items if sentence.start <= i.start < sentence.end]
            known = part, language, sentence, seen[own.text]
            blank = [Reference(*known, item, State.OPEN, "") for item in items]
            found += _judge_sentence(blank, bindings, around)
            seen[own.text] += 1
    return found


def _judge_sentence(
    blank: Sequence[Reference], bindings: Mapping[Place, Binding], around: Surroundings
) -> list[Reference]:
    """Return the items of a sentence with their states, and its year where no figure is of that."""
    judged = [_judge(r, bindings.get(r.place), around) for r in blank]
    open_year = ""
    if year := _find_open_year(judged, around):
        one = replace(judged[0], item=year, reason=OPEN_YEAR.format(year.text))
        one = replace(one, state=State.OPEN, proposals=(), may_plan=True, fact=None)
        binding = bindings.get(one.place)
        judged.append(_bound(one, binding, NO_CLAIM) if binding else one)
        open_year = "" if binding else year.text
    checked = [_contradict(r, judged, around, year=open_year) for r in judged]
    return sorted(checked, key=lambda r: r.item.start)


def _judge(blank: Reference, binding: Binding | None, around: Surroundings) -> Reference:
    """Return an item with its state: what the writer said that it is, against the facts of now."""
    item, text = blank.item, blank.sentence.text
    is_plan = around.language.pattern("plans").search(text) or text.endswith("?")
    may_plan = item.claim is ClaimKind.TOPIC or (item.claim is not None and bool(is_plan))
    one = replace(blank, may_plan=may_plan)
    if binding is None or (binding.kind is BindingKind.PLAN and not one.may_plan):
        return _propose(one, around)
    if binding.kind is BindingKind.PLAN:
        return _bound(one, binding, NO_CLAIM)
    if binding.kind is BindingKind.SOURCE:
        return _judge_source(one, binding, around)
    fact = around.facts.all.get(binding.fact)
    now = fact.describe() if fact else ""
    if fact is None or now != binding.described:
        was = f"Was: {binding.described}. " + (f"Is nu: {now}." if now else "Dat is er niet meer.")
        return replace(_propose(one, around), state=State.CHANGED, reason=was, binding=binding)
    is_it = supports(item.claim, fact, around.facts) if item.claim else equals(item, fact)
    if not (is_it and may_rest(item, one.sentence, fact, around)):
        return _propose(one, around)
    return replace(_bound(one, binding, f"{now}. {fact.source}"), fact=fact)


def _bound(one: Reference, binding: Binding, reason: str) -> Reference:
    return replace(one, state=State.BOUND, binding=binding, reason=reason)


def _judge_source(one: Reference, binding: Binding, around: Surroundings) -> Reference:
    """Return an item with a source of the writer's own: of a number or a cause, no small count."""
    item = one.item
    if item.claim not in {None, ClaimKind.CAUSE}:
        return _propose(one, around)
    least = around.facts.board.municipality.disclosure.threshold
    is_small = item.claim is None and item.value < least and item.value % 1 == 0
    has_place = around.sentence_places(one.sentence, item) or around.earlier_place(item)
    if is_small and has_place and around.names("incident", one.sentence.text):
        return replace(one, state=State.REFUSED, reason=TOO_SMALL)
    said = "Volgens" if item.claim else "Bron:"
    return _bound(one, binding, f"{said} {binding.who}, {binding.title} ({binding.date})")


def _propose(one: Reference, around: Surroundings) -> Reference:
    """Return an open item with what it could be, or refused with what may be written."""
    item = one.item
    if item.unit is Unit.UNREADABLE:
        return replace(one, reason="Schrijf dit getal met gewone cijfers.")
    if item.claim is ClaimKind.TOPIC:
        return replace(one, reason=NO_FIGURE)
    if item.claim in {ClaimKind.CAUSE, ClaimKind.RANK}:
        reason = NO_CAUSE if item.claim is ClaimKind.CAUSE else NO_RANK
        return replace(one, state=State.REFUSED, reason=reason)
    found = tuple(propose(item, one.sentence, around))
    places = around.sentence_places(one.sentence, item)
    is_elsewhere = bool(places) and not any(p.fact.area in places for p in found)
    is_unknown = not found or (is_elsewhere and item.claim is None)
    nearest = tuple(find_nearest(item, one.sentence, around)) if is_unknown else ()
    if item.claim is None or found:
        reason = CHOOSE_VERDICT if item.claim else CHOOSE_FIGURE
        return replace(one, reason=reason, proposals=found, nearest=nearest)
    known = "".join(f" Wel bekend: {p.fact.describe()}." for p in nearest)
    return replace(one, state=State.REFUSED, reason=NO_VERDICT.format(item.text) + known)


def _contradict(
    one: Reference, judged: Sequence[Reference], around: Surroundings, *, year: str
) -> Reference:
    """Return what is bound as contradicted where its sentence names another place or year only.

    A place that another number of the sentence is of contradicts nothing. `year` is what no figure
    of the sentence is of.
    """
    fact = one.fact
    if fact is None or fact.role is Role.DOCUMENT:
        return one
    others = [r.fact for r in judged if r.fact]
    places = around.sentence_places(one.sentence, one.item)
    unknown = set(places) - {f.area for f in others}
    is_whole = fact.area == around.facts.home and (
        fact.role is Role.GOAL or fact.subject == AREAS or around.names("whole", one.sentence.text)
    )
    if year and not one.item.claim:
        reason = OTHER_YEAR.format(year, fact.when)
    elif unknown and fact.area not in places and not is_whole:
        named = next(p for p in places if p in unknown)
        areas = around.facts.board.areas
        name = areas[named].name if named in areas else named.removeprefix(ELSEWHERE)
        name = around.facts.board.municipality.name if named == around.facts.home else name
        reason = OTHER_PLACE.format(name, fact.name)
    else:
        return one
    again = _propose(replace(one, fact=None), around)
    return replace(again, state=State.CONTRADICTED, reason=reason, binding=one.binding)


def _find_open_year(judged: Sequence[Reference], around: Surroundings) -> Item | None:
    """Return the year of a sentence when no figure that its numbers could be is of that year."""
    candidates = [r.fact for r in judged if r.fact]
    candidates += [p.fact for r in judged for p in r.proposals if p.points >= LIKELY]
    if not candidates or any(r.state is State.CHANGED for r in judged):
        return None
    sentence = judged[0].sentence
    whens = [w for w in around.reading.whens if sentence.start <= w.start < sentence.end]
    years = {part[:4] for f in candidates for part in (f.period, f.before)}
    if len(whens) != 1 or whens[0].period[:4] in years:
        return None
    when = whens[0]
    text = sentence.text[when.start - sentence.start : when.end - sentence.start]
    return Item(when.start, when.end, text, float(when.period[:4]), unit=Unit.TIMES)


def _follow_dutch(own: list[Reference], dutch: list[Reference]) -> Iterator[Reference]:
    """Yield the items of a translation: what the Dutch text has too is what it is there."""
    left = list(dutch)
    for one in own:
        first = next((r for r in left if _is_same(one.item, r.item)), None)
        if one.state is State.BOUND:
            yield one
        elif first is None:
            reason = f"Dit staat niet zo in het Nederlands. {one.reason}"
            yield replace(one, reason=reason)
        else:
            left.remove(first)
            reason = f"Zoals in het Nederlands: {first.reason}"
            same = replace(one, state=first.state, reason=reason, fact=first.fact)
            yield replace(same, proposals=(), follows=True)


def _is_same(one: Item, other: Item) -> bool:
    known = one.claim, round(one.value, 6), one.unit
    return known == (other.claim, round(other.value, 6), other.unit)
