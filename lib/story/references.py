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
from lib.figures.facts.places import find_places, name_place
from lib.store.story.content import STORY_PARTS, Binding, BindingKind, Place, Story, name_part
from lib.story.fits import can_be, equals, find_claims, find_years, is_count
from lib.story.language import DUTCH, ClaimKind, load_language
from lib.story.propose import LIKELY, Proposal, find_nearest, propose
from lib.story.reading import Item, Unit, read
from lib.story.reference import Reference, State
from lib.story.surroundings import SIDES, Surroundings
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
MOVES = {ClaimKind.RISE, ClaimKind.FALL, ClaimKind.CHANGE, ClaimKind.BETTER, ClaimKind.WORSE}
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
            followed = list(_follow_dutch(own, [r for r in dutch if r.part == part]))
            found += followed if story.is_answer else _contradict_followers(followed)
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
        country, inside = load_language().lists["country"], reading.language.lists["inside"]
        places = find_places(paragraph, facts, country=country, inside=inside)
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
    return replace(one, state=State.REFUSED, reason=_refuse(item, nearest), nearest=nearest)


def _refuse(claim: Item, nearest: Sequence[Proposal]) -> str:
    """Return why no verdict supports a claim, with the figures nearest to it."""
    are_counts = any(p.fact.role is Role.VALUE and p.fact.subject != RATING for p in nearest)
    known = "".join(f" Wel bekend: {p.fact.describe()}." for p in nearest)
    return NO_VERDICT.format(claim.text) + NO_COUNTS * are_counts + known


def _check_places_and_years(
    judged: Sequence[Reference], bindings: Mapping[Place, Binding]
) -> list[Reference]:
    """Return the items of a sentence, contradicted where it is on another place or year.

    With the year of the sentence as an item, where no figure is of that.
    """
    year = _find_open_year(judged, bindings)
    open_year = year.item.text if year and year.state is State.OPEN else ""
    others = [r.fact for r in judged if r.fact and not r.item.claim]
    checked = [_contradict(one, others, year=open_year) for one in judged]
    return sorted([*checked, *([year] if year else [])], key=lambda r: r.item.start)


def _find_open_year(
    judged: Sequence[Reference], bindings: Mapping[Place, Binding]
) -> Reference | None:
    """Return the year of a sentence when no figure that its numbers could be is of that year."""
    whens = judged[0].around.own_whens if judged else ()
    if len(whens) != 1 or any(r.state is State.CHANGED for r in judged):
        return None
    (when,), first, known = whens, judged[0], set[str]().union(*map(_find_likely_years, judged))
    if not known or when.text[:4] in known:
        return None
    text = first.sentence.cut(when.start, when.end)
    item = Item(when.start, when.end, text, float(when.text[:4]), unit=Unit.TIMES)
    around, reason = replace(first.around, item=item), OPEN_YEAR.format(text)
    year = Reference(first.part, first.nth, around, reason=reason, may_plan=True)
    binding = bindings.get(year.place)
    return replace(_bind(year, NO_CLAIM), binding=binding) if binding else year


def _find_likely_years(one: Reference) -> set[str]:
    """Return the years of what an item is or, by what its sentence names, could well be."""
    likely = [p.fact for p in one.proposals if p.points >= LIKELY] + [one.fact] * bool(one.fact)
    return set[str]().union(*(find_years(fact, one.around.facts) for fact in likely if fact))


def _contradict(one: Reference, others: Sequence[Fact], *, year: str) -> Reference:
    """Return what is bound as contradicted where its own place or year in the sentence is another.

    `others` are what its numbers are; `year` is what no figure of the sentence is of.
    """
    areas, periods = {f.area for f in others}, {f.period for f in others}
    if one.fact is None:
        return one
    if other_year := year or _find_other_year(one.fact, one.around):
        reason = OTHER_YEAR.format(other_year, one.fact.when)
    elif when := _find_unlike_year(one.fact, one.around, periods):
        reason = OTHER_YEAR.format(when, one.fact.when)
    elif place := _find_other_place(one.fact, one.around, areas):
        reason = OTHER_PLACE.format(name_place(place, one.around.facts), one.fact.name)
    else:
        return one
    return replace(_propose(one), state=State.CONTRADICTED, reason=reason, binding=one.binding)


def _find_other_year(fact: Fact, around: Surroundings) -> str:
    """Return the year that a number is named with, where its figure is of another; else ''."""
    year = around.year
    if len(around.years) == 1:  # a goal or a change may be of another
        is_value = fact.role in {Role.VALUE, Role.BENCHMARK} and fact.subject != AREAS
        year = min(around.years) if is_value and not around.names("other_year") else ""
    elif fact.role is Role.CHANGE and len(around.years) == len((fact.before, fact.period)):
        year = min(around.years - find_years(fact, around.facts), default="")
    is_free = around.item.claim or fact.role is Role.DOCUMENT
    return "" if is_free or year in find_years(fact, around.facts) else year


def _find_other_place(fact: Fact, around: Surroundings, areas: AbstractSet[str]) -> str:
    """Return the place that an item is named with, where its figure is of another; else ''.

    A place that another number of the sentence is of contradicts only the number that goes with it.
    """
    if fact.area in around.places:
        other = "" if around.place == fact.area else around.place
        return other or _find_unlike_place(fact, around, areas)
    is_common = fact.role is Role.GOAL or fact.subject == AREAS or around.names("whole")
    if fact.area == around.facts.home and is_common:
        return ""
    return next((p for p in around.places if p not in areas), "")


def _find_unlike_place(fact: Fact, around: Surroundings, areas: AbstractSet[str]) -> str:
    """Return a place named in one list with a fact's own that an item does not hold for; else ''.

    'A en B kregen een 7,7' is of both, unless B has a number of its own.
    """
    if fact.role in {Role.COMPARISON, Role.GOAL, Role.DOCUMENT} or around.sides == SIDES:
        return ""
    others = around.list_with(fact.area, around.named) - {fact.area, *areas}
    return next((p for p in sorted(others) if not _holds(replace(fact, area=p), around)), "")


def _find_unlike_year(fact: Fact, around: Surroundings, periods: AbstractSet[str]) -> str:
    """Return a period named with a fact's own that a number does not hold for; else ''.

    A month of the year that a count is of, or another year in one list ('in 2024 en 2025').
    """
    is_value = fact.role in {Role.VALUE, Role.BENCHMARK} and fact.subject != AREAS
    if around.item.claim or not is_value:
        return ""
    own = {w.text for w in around.own_whens if w.text[:4] == fact.period}
    if own and fact.period not in own and is_count(fact, around.facts):
        return "een maand"
    items = around.sentence.within(around.reading.items)
    if MOVES.intersection(i.claim for i in items if i.claim):  # 'steeg tussen 2022 en 2025 naar'
        return ""
    others = around.list_with(fact.period, around.reading.whens) - {fact.period, *periods}
    return next((p for p in sorted(others) if not _holds(replace(fact, period=p), around)), "")


def _holds(like: Fact, around: Surroundings) -> bool:
    """Return whether an item is also the fact of the same kind of another place or year."""
    known = around.facts.all.get(like.key)
    if known is None:
        return False
    claim = around.item.claim
    return claim in find_claims(known, around.facts) if claim else equals(around.item, known)


def _follow_dutch(own: list[Reference], dutch: list[Reference]) -> Iterator[Reference]:
    """Yield the items of a translation: what the Dutch text has too is what it is there."""
    left = list(dutch)
    for one in own:
        first = next((r for r in left if _is_same(one.item, r.item)), None)
        if one.state is State.BOUND:
            yield one
        elif first is None:
            yield replace(one, reason=f"Dit staat niet zo in het Nederlands. {one.reason}")
        else:
            left.remove(first)
            reason = f"Zoals in het Nederlands: {first.reason}"
            same = replace(one, state=first.state, reason=reason, fact=first.fact)
            yield replace(same, proposals=(), follows=True)


def _contradict_followers(followed: Sequence[Reference]) -> list[Reference]:
    """Return the items of a translation, contradicted where it names another place or year."""
    others = [r.fact for r in followed if r.fact and not r.item.claim]
    return [_contradict(r, others, year="") if r.follows else r for r in followed]


def _is_same(one: Item, other: Item) -> bool:
    return (one.claim, one.unit, round(one.value - other.value, 6)) == (other.claim, other.unit, 0)
