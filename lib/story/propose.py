"""Which facts a number or claim in a text could be, the likeliest first, and why.

What the sentence names counts most, then the paragraph, then what the story is about. It only
orders the list: a person chooses. Not here: finding numbers (`reading`), what was chosen
(`references`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lib.board import INHABITANTS, RATING
from lib.board.cached_method import cached_method
from lib.catalog import is_year
from lib.figures.facts.fact import ALL_AREAS, ALL_OTHERS, AREAS, RATE, Fact, Role
from lib.figures.facts.facts import Facts
from lib.story.fits import HIGHEST, RANKS, can_be, has_unit
from lib.story.surroundings import Surroundings, find_subject_stems
from lib.text.splitting import stems

MOST_PROPOSALS, MOST_NEAREST = 4, 2
NAMED = 4  # points of a subject that only few texts give it
MOST_AREAS = 100  # a number of areas is no more
PLAUSIBLE = 3  # points from which a fact is worth proposing
LIKELY = 8  # points from which a sentence is about a fact


@dataclass(frozen=True)
class Proposal:
    """A fact with why it is proposed ('noemt de wijk, 2021') and how likely it is."""

    fact: Fact
    reason: str
    points: float

    @property
    def topic(self) -> tuple[str, str]:
        """What the fact is about, and where."""
        return self.fact.subject, self.fact.area


def propose(around: Surroundings) -> list[Proposal]:
    """Return the facts that a number or a claim could be, the likeliest first: only what fits."""
    every = around.facts.all.values()
    ranked = _rank(around, (f for f in every if can_be(f, around)))
    if around.item.claim:  # of changes only those of what it is likeliest about
        changes = _rank(around, (f for f in every if f.role is Role.CHANGE))
        about = {p.topic for p in changes[:1]}
        ranked = [p for p in ranked if p.fact.role is not Role.CHANGE or p.topic in about]
    return _choose(ranked, least=PLAUSIBLE, most=MOST_PROPOSALS)


def find_nearest(around: Surroundings) -> list[Proposal]:
    """Return the facts that a sentence seems to be about, whatever their value or verdict."""
    values = _rank(around, _find_here(around, Role.VALUE, Role.BENCHMARK)) if around.places else []
    if not around.item.claim:
        likely = [p for p in values if has_unit(around.item, p.fact)]
    else:
        likely = _find_counts(values, around.places)
        likely = likely or _rank(around, _find_here(around, Role.CHANGE, Role.COMPARISON))
    return _choose(likely, least=LIKELY / 2, most=MOST_NEAREST)


def _find_here(around: Surroundings, *roles: Role) -> list[Fact]:
    places = around.places or [around.facts.home]
    return [f for f in around.facts.all.values() if f.area in places and f.role in roles]


def _choose(ranked: Sequence[Proposal], *, least: float, most: int) -> list[Proposal]:
    return [p for p in ranked if p.points >= least][:most]


def _find_counts(values: Sequence[Proposal], places: Sequence[str]) -> list[Proposal]:
    """Return the count of each of the places that a claim compares; none where it is no count."""
    if len(places) == 1 or not values or values[0].fact.subject == RATING:
        return []
    firsts = {p.topic: p for p in reversed(values)}
    topics = [(values[0].fact.subject, place) for place in places]
    return [firsts[topic] for topic in topics if topic in firsts]


def _rank(around: Surroundings, facts: Iterable[Fact]) -> list[Proposal]:
    """Return facts by how much of them the text names, with what it names."""
    found = [_weigh(fact, around) for fact in facts]
    return sorted(found, key=lambda p: (p.points, p.fact.period, p.fact.key), reverse=True)


def _weigh(fact: Fact, around: Surroundings) -> Proposal:
    """Return a fact with its points and the reason."""
    subject, year = _subject_points(fact, around), fact.period[:4]
    named = [fact.name] * (fact.area in {*around.places, around.earlier_place})
    named += [year] * (year in around.years)
    if subject > NAMED:
        indicator = around.facts.subjects.get(fact.subject)
        named.append(indicator.short.lower() if indicator else fact.label)
    reason = f"noemt {', '.join(named)}" if named else "zelfde waarde"
    points = sum(rule(fact, around) for rule in (_place_points, _period_points, _role_points))
    return Proposal(fact, reason, points + subject)


def _place_points(fact: Fact, around: Surroundings) -> float:
    is_home = fact.area == around.facts.home
    if fact.area in around.places:
        return 7 if around.places.index(fact.area) else 10
    if around.places or around.earlier_place:
        is_earlier = not around.places and fact.area == around.earlier_place
        return 6 if is_earlier else 2 * is_home
    return 5 if fact.area in around.story.areas else 4 * is_home


def _period_points(fact: Fact, around: Surroundings) -> float:
    years = around.years
    if fact.role is Role.CHANGE:
        both = {fact.before[:4], fact.period[:4]} <= set(years)
        return 6 if both else -2 if years else 1
    for rank, when in enumerate(around.whens):
        if fact.period in {when, when[:4]} or fact.period[:4] == when:
            first = 3 if not years else 4 if rank else 6
            return first - 2 * (when != fact.period)
    newest = _newest_period(around.facts, fact.subject, fact.area)
    return 2 * (fact.period == newest) - 3 * bool(years) - 3 * (not is_year(fact.period))


def _subject_points(fact: Fact, around: Surroundings) -> float:
    item = around.item
    if fact.role is Role.DOCUMENT:
        return 5 * len(around.find_stems() & stems(fact.label)) or -6
    if fact.subject == AREAS:
        return _area_points(fact, around)
    if fact.subject == RATING:
        is_like = bool(item.claim) or item.decimals == 1 or item.value <= HIGHEST
        return 2 * around.names("rating") + 2 * is_like
    if fact.subject == INHABITANTS:
        return 5 if around.names("people", around.near(25, 40)) else -1
    own = find_subject_stems(around.facts, fact.subject)
    near = around.find_stems(around.near(30, 40))
    points = -8 * (fact.subject.endswith(RATE) is not around.names("rate", around.stretch))
    return 3 * len(own & near) + 2 * len(own & around.find_stems()) + points


def _area_points(fact: Fact, around: Surroundings) -> float:
    """Return how well a number of areas is named: of all, or under or above a goal."""
    is_near = around.names("areas", around.near(12, 25))
    if not is_near and not (around.names("areas") and around.item.value < MOST_AREAS):
        return -12
    if fact.label == ALL_AREAS:
        return 13 if around.names("all_areas", around.near(8, 0)) else 10
    return 10 + 3 * ((" onder " in fact.label) is around.names("under"))


def _role_points(fact: Fact, around: Surroundings) -> float:
    names, item, scope = around.names, around.item, fact.scope
    points = 3 * (scope in around.goal_names if scope else fact.label in around.sentence.text)
    match fact.role:
        case Role.GOAL:
            return points + (8 if names("goal", around.near(60, 40)) else -2)
        case Role.GAP:
            is_gap = bool(item.claim) or names("gap", item.text + around.near(0, 20))
            return points + (6 if is_gap else -12)
        case Role.COMPARISON:
            is_rank = item.claim in RANKS
            is_other = is_rank if fact.label == ALL_OTHERS else fact.label in around.sentence.text
            return 6 if is_other else -12
    return 0


@cached_method(most=4096)
def _newest_period(facts: Facts, subject: str, area: str) -> str:
    own = [f.period for f in facts.about(subject) if f.area == area and f.role is Role.VALUE]
    return max((p for p in own if is_year(p)), default="")
