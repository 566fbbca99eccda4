"""Whether each number and claim of a story is what its writer says it is: the state of its items.

From a number in the text to its state: `check_story` takes each part, `check_text` reads it and
finds what the writer said of each item, `_judge` and `_judge_figure` compare that with the facts of
now, by `can_be`. Nothing here says that a sentence is true. Not here: finding items (`reading`),
proposing facts (`propose`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial

from lib.board import RATING
from lib.figures.facts.fact import AREAS, Fact, Role
from lib.figures.facts.facts import Facts
from lib.store.story.content import STORY_PARTS, Binding, BindingKind, Place, Story, name_part
from lib.story.fits import can_be, find_years
from lib.story.language import DUTCH, ClaimKind
from lib.story.propose import LIKELY, find_nearest, propose
from lib.story.reading import Item, Unit, read
from lib.story.reference import Reference, State
from lib.story.surroundings import ELSEWHERE, Surroundings, find_places
from lib.text.splitting import paragraphs, sentences

DESCRIPTION = "beschrijving {}"
TOO_SMALL = "Een klein aantal in een wijk kan een cijfer zijn dat wij niet tonen."
NO_CAUSE = "Cijfers zeggen niet waardoor iets komt. Noem de bron die dat zegt, of laat het weg."
NO_RANK = "Een rangorde geeft het programma niet. Noem het cijfer zelf."
NO_VERDICT = "Het programma heeft hier geen uitspraak over. Noem de cijfers zelf, zonder '{}'."
NO_FIGURE = "Dit noemt geen cijfer. Is het een bewering over veiligheid, noem dan het cijfer."
CHOOSE_FIGURE = "Kies het cijfer, of noem een eigen bron."
CHOOSE_VERDICT = "Kies de uitspraak waar dit op rust."
NO_CLAIM = "Geen bewering over een cijfer."
NO_COUNTS = " Aantallen van wijken vergelijkt het programma niet: wijken verschillen in grootte."
NO_STATEMENT = "Het dashboard heeft hier geen uitspraak over."
NOT_HERE = "Niet in dit dashboard."
OTHER_FIGURE = "Dit staat zo niet in het dashboard. Wel bekend: {}."
UNREADABLE = "Schrijf dit getal met gewone cijfers."
UNSUPPORTED = {
    ClaimKind.CAUSE: (State.REFUSED, NO_CAUSE),
    ClaimKind.RANK: (State.REFUSED, NO_RANK),
    ClaimKind.TOPIC: (State.OPEN, NO_FIGURE),
}
OPEN_YEAR = "Geen cijfer in deze zin is van {}."
OTHER_YEAR = "De zin noemt {}, het gekozen cijfer is van {}."
OTHER_PLACE = "De zin noemt {}, het gekozen cijfer gaat over {}."


def check_story(story: Story, facts: Facts, *, generated: Mapping[int, str]) -> list[Reference]:
    """Return every item of a story, in order: words, descriptions of pictures, other languages.

    `generated` are the descriptions that the program makes of the figures now: what is left as it
    was made is no claim of the writer.
    """
    parts = {name: getattr(story, name) for name in (*STORY_PARTS, "contact", "question")}
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


def check_text(
    text: str, facts: Facts, story: Story, *, part: str, language: str = DUTCH
) -> list[Reference]:
    """Return the items of one part of a story with their states, in order."""
    bindings = {binding.place: binding for binding in story.bindings}
    reading, seen, found = read(text, language), Counter[str](), list[Reference]()
    for paragraph in paragraphs(text):
        places = find_places(paragraph, facts)
        for sentence in sentences(paragraph.text, paragraph.start):
            around = partial(Surroundings, story, sentence, paragraph, places, reading, facts)
            items = map(around, sentence.within(reading.items))
            blank = [Reference(part, seen[sentence.text], item) for item in items]
            judged = [_judge(one, bindings.get(one.place)) for one in blank]
            found += judged if story.is_answer else _check_places_and_years(judged, bindings)
            seen[sentence.text] += 1
    return found


def _judge(blank: Reference, binding: Binding | None) -> Reference:
    """Return an item with its state: what the writer said that it is, against the facts of now."""
    claim, text = blank.item.claim, blank.sentence.text
    is_plan = claim and (text.endswith("?") or blank.around.names("plans", text))
    one = replace(blank, may_plan=claim is ClaimKind.TOPIC or bool(is_plan), binding=binding)
    if binding is None:
        return _propose(one)
    match binding.kind:
        case BindingKind.PLAN if one.may_plan:
            return _bind(one, NO_CLAIM)
        case BindingKind.ABSENT:
            return _bind(one, NO_STATEMENT if claim else NOT_HERE)
        case BindingKind.SOURCE if claim in {None, ClaimKind.CAUSE}:
            return _judge_source(one, binding)
        case BindingKind.FIGURE | BindingKind.NEAREST:
            return _judge_figure(one, binding)
    return _propose(one)


def _bind(one: Reference, reason: str) -> Reference:
    return replace(one, state=State.BOUND, reason=reason)


def _judge_figure(one: Reference, binding: Binding) -> Reference:
    """Return an item bound to a figure: it may have changed, or never have been that."""
    fact = one.around.facts.all.get(binding.fact)
    now = fact.describe() if fact else ""
    if fact is None or now != binding.described:
        was = f"Was: {binding.described}. " + (f"Is nu: {now}." if now else "Dat is er niet meer.")
        return replace(_propose(one), state=State.CHANGED, reason=was, binding=binding)
    if binding.kind is BindingKind.NEAREST:
        return replace(_bind(one, OTHER_FIGURE.format(now)), fact=fact)
    if not can_be(fact, one.around):
        return _propose(one)
    return replace(_bind(one, f"{now}. {fact.source}"), fact=fact)


def _judge_source(one: Reference, binding: Binding) -> Reference:
    """Return an item with a source of the writer's own: of a number or a cause, no small count."""
    item, around = one.item, one.around
    least = around.facts.board.municipality.disclosure.threshold
    is_small = item.claim is None and item.value < least and item.value % 1 == 0
    if is_small and (around.places or around.earlier_place) and around.names("incident"):
        return replace(one, state=State.REFUSED, reason=TOO_SMALL, binding=None)
    introduction = "Volgens" if item.claim else "Bron:"
    return _bind(one, f"{introduction} {binding.who}, {binding.title} ({binding.date})")


def _propose(judged: Reference) -> Reference:
    """Return an item that is not bound: open with what it could be, or refused with why."""
    one, item = replace(judged, state=State.OPEN, binding=None, fact=None), judged.item
    if item.claim in UNSUPPORTED:
        state, reason = UNSUPPORTED[item.claim]
        return replace(one, state=state, reason=reason)
    if item.unit is Unit.UNREADABLE:
        return replace(one, reason=UNREADABLE)
    found, places = tuple(propose(one.around)), one.around.places
    if item.claim and found:
        return replace(one, reason=CHOOSE_VERDICT, proposals=found)
    is_there = any(p.fact.area in places or not places for p in found)
    nearest = () if is_there else tuple(find_nearest(one.around))
    if not item.claim:
        return replace(one, reason=CHOOSE_FIGURE, proposals=found, nearest=nearest)
    are_counts = any(p.fact.role is Role.VALUE and p.fact.subject != RATING for p in nearest)
    reason = NO_VERDICT.format(item.text) + NO_COUNTS * are_counts
    reason += "".join(f" Wel bekend: {p.fact.describe()}." for p in nearest)
    return replace(one, state=State.REFUSED, reason=reason, nearest=nearest)


def _check_places_and_years(
    judged: Sequence[Reference], bindings: Mapping[Place, Binding]
) -> list[Reference]:
    """Return the items of a sentence, contradicted where it is on another place or year.

    With the year of the sentence as an item, where no figure is of that.
    """
    year = _find_open_year(judged, bindings)
    open_year = year.item.text if year and year.state is State.OPEN else ""
    areas = {r.fact.area for r in judged if r.fact}
    checked = [_contradict(one, areas, year=open_year) for one in judged]
    return sorted([*checked, *([year] if year else [])], key=lambda r: r.item.start)


def _find_open_year(
    judged: Sequence[Reference], bindings: Mapping[Place, Binding]
) -> Reference | None:
    """Return the year of a sentence when no figure that its numbers could be is of that year."""
    if not judged or any(r.state is State.CHANGED for r in judged):
        return None
    first, around = judged[0], judged[0].around
    likely = [r.fact for r in judged if r.fact]
    likely += [p.fact for r in judged for p in r.proposals if p.points >= LIKELY]
    known = set[str]().union(*(find_years(fact, around.facts) for fact in likely))
    whens = around.sentence.within(around.reading.whens)
    if not known or len(whens) != 1 or whens[0].text[:4] in known:
        return None
    start, end = whens[0].start, whens[0].end
    text = around.sentence.cut(start, end)
    item = Item(start, end, text, float(whens[0].text[:4]), unit=Unit.TIMES)
    year = Reference(first.part, first.nth, replace(around, item=item), may_plan=True)
    year = replace(year, reason=OPEN_YEAR.format(text))
    binding = bindings.get(year.place)
    return replace(_bind(year, NO_CLAIM), binding=binding) if binding else year


def _contradict(one: Reference, areas: AbstractSet[str], *, year: str) -> Reference:
    """Return what is bound as contradicted where its own place or year in the sentence is another.

    `areas` are what other items are of; `year` is what no figure of the sentence is of.
    """
    fact, around = one.fact, one.around
    if fact is None:
        return one
    is_value = fact.role in {Role.VALUE, Role.BENCHMARK} and fact.subject != AREAS
    is_single = len(around.years) == 1 and is_value and not around.names("other_year")
    own = year or (min(around.years) if is_single else around.year * (len(around.years) > 1))
    own = "" if one.item.claim or fact.role is Role.DOCUMENT else own
    if own and (year or own not in find_years(fact, around.facts)):
        reason = OTHER_YEAR.format(own, fact.when)
    elif place := _find_other_place(fact, around, areas):
        reason = OTHER_PLACE.format(_name_place(place, around.facts), fact.name)
    else:
        return one
    return replace(_propose(one), state=State.CONTRADICTED, reason=reason, binding=one.binding)


def _find_other_place(fact: Fact, around: Surroundings, areas: AbstractSet[str]) -> str:
    """Return the place that an item is named with, where its figure is of another; else ''.

    A place that another number of the sentence is of contradicts only the number that goes with it.
    """
    if fact.area in around.places:
        return around.place if around.place != fact.area else ""
    is_common = fact.role is Role.GOAL or fact.subject == AREAS or around.names("whole")
    if fact.area == around.facts.home and is_common:
        return ""
    return next((p for p in around.places if p not in areas), "")


def _name_place(key: str, facts: Facts) -> str:
    names = {area: found.name for area, found in facts.board.areas.items()} | dict(facts.elsewhere)
    names[facts.home] = facts.board.municipality.name
    return names.get(key, key.removeprefix(ELSEWHERE))


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
