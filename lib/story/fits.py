"""Whether a fact is what a number or a claim says: its value, or a verdict that supports it.

Not here: how likely it is that a text means that fact (`propose`).
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from lib.analysis.change import Change, Difference
from lib.analysis.gap import round_half_up
from lib.board import INHABITANTS, RATING
from lib.catalog import Polarity, is_year
from lib.figures.facts.fact import ALL_AREAS, ALL_OTHERS, AREAS, RATE, Fact, Role
from lib.figures.facts.facts import Facts
from lib.story.language import ClaimKind
from lib.story.reading import Hedge, Item, Unit
from lib.story.surroundings import SIDES, Surroundings

NEXT_WORD = 8  # letters between a comparison and its place
HIGHEST = 10  # a rating is no more
ABOVE, ABOUT = 0.1, 0.05  # 'ruim 3.000' is up to a tenth more, 'ongeveer' a twentieth either way
UNITS = {Unit.PERCENT: "%", Unit.SHARE: "%", Unit.MONEY: "€"}
RATING_STEP = {0: 0.3, 1: 0.1}  # how far a hedged rating may be off, by its decimals
SHARE_STEP, SHARE_NEAR = 1.0, 8.0  # percentage points, for 'de helft' and 'ruim de helft'
# A verdict on counts equals the one on ratings, or on two places, of the same name.
VERDICT_CLAIMS: Mapping[object, AbstractSet[ClaimKind]] = {
    Change.RISE: {ClaimKind.RISE, ClaimKind.HIGHER, ClaimKind.CHANGE},
    Change.FALL: {ClaimKind.FALL, ClaimKind.LOWER, ClaimKind.CHANGE},
    Difference.HIGHER: {ClaimKind.HIGHER},
    Difference.LOWER: {ClaimKind.LOWER},
    Difference.NOT_DEMONSTRABLE: {ClaimKind.SAME},
}
RANK_CLAIMS: Mapping[object, AbstractSet[ClaimKind]] = {
    Difference.HIGHER: {ClaimKind.TOP},
    Difference.LOWER: {ClaimKind.BOTTOM},
}
RANKS = {ClaimKind.TOP, ClaimKind.BOTTOM}
OF_TWO = SIDES | {ClaimKind.SAME}  # also claimed of two places
EFFECT_CLAIMS: Mapping[tuple[object, Polarity], AbstractSet[ClaimKind]] = {
    (Change.RISE, Polarity.HIGHER): {ClaimKind.BETTER},
    (Change.FALL, Polarity.HIGHER): {ClaimKind.WORSE},
    (Change.RISE, Polarity.LOWER): {ClaimKind.WORSE},
    (Change.FALL, Polarity.LOWER): {ClaimKind.BETTER},
}


def can_be(fact: Fact, around: Surroundings) -> bool:
    """Return whether an item can be a fact: its value, or a verdict that the claim may rest on.

    And of no other subject, place or goal than the text names.
    """
    if around.item.claim:
        is_it = around.item.claim in find_claims(fact, around.facts) and _supports(fact, around)
    else:
        is_it = has_unit(around.item, fact) and equals(around.item, fact)
        is_exact = around.item.hedge is Hedge.EXACT  # 'nog geen 280' is below it
        is_it = is_it and not (is_exact and around.names("negated", around.lead))
        is_it = is_it and (fact.role is not Role.CHANGE or _moves(fact, around))
    return is_it and all(rule(fact, around) for rule in (is_of_subject, is_of_place, is_of_goal))


def _supports(fact: Fact, around: Surroundings) -> bool:
    """Return whether a claim may rest on a fact: on two places and no goal on their comparison."""
    is_of_two = len(around.places) > 1
    if fact.role is Role.GOAL:
        return _is_rule(fact, around)
    if fact.role is Role.GAP and around.names("people") and not around.names("rating"):
        return around.names("goal")  # 'minder inwoners dan in 2024' is of no rating
    if fact.role is Role.COMPARISON:
        return is_of_two or fact.label == ALL_OTHERS
    if around.item.claim is ClaimKind.HIGHER and _is_on_goal(fact, around.facts):
        return around.names("reached")
    if around.item.claim not in OF_TWO or not is_of_two:
        return True
    # 'Hoger dan in' a place: of no change in time.
    end = around.item.end
    behind = [p.start for p in around.named if 0 <= p.start - end <= NEXT_WORD]
    # Behind a colon or a bracket stands what it is said of.
    is_of = any(not {*":("} & {*around.sentence.cut(end, start)} for start in behind)
    return not is_of and (fact.role is Role.CHANGE or around.names("goal"))


def _is_on_goal(fact: Fact, facts: Facts) -> bool:
    """Return whether a rating, or one of a number of areas, is the goal itself: not above it."""
    if fact.role is Role.GAP:
        return fact.value == 0
    gaps = facts.about(RATING) if fact.subject == AREAS else ()
    return any(
        g.role is Role.GAP
        and (g.scope, g.period, g.value) == (fact.scope, fact.period, 0)
        and g.area != facts.home
        for g in gaps
    )


def _is_rule(goal: Fact, around: Surroundings) -> bool:
    """Return whether 'elke wijk' is of a rule that gives its value."""
    is_rule = around.names("rule") or around.names("plans")
    return is_rule and goal.value in around.numbers and not around.sides


def _moves(change: Fact, around: Surroundings) -> bool:
    """Return whether words next to a number say that something changed by it, in its direction."""
    before, number, behind = around.near(60, 30).partition("#")
    before = around.reading.language.compile("<above>|<below>|<about>").sub("", before)[-20:]
    value, near = change.value or 0, before + number + behind
    ways = {"more": value >= 0, "less": value <= 0}
    named = [is_so for way, is_so in ways.items() if around.names(way, near)]
    return any(named) or (not named and around.names("moved", near))


def is_of_subject(fact: Fact, around: Surroundings) -> bool:
    """Return whether a fact is of a count that the sentence names, where it names any."""
    if fact.role is Role.DOCUMENT:
        return not around.names("pace")
    subject = fact.subject.removesuffix(RATE)
    if is_count(fact, around.facts):
        return _is_of_count(fact, subject, around)
    near = {INHABITANTS: "people", RATING: "rating"}.get(subject)
    is_near = near is None or around.names(near, around.near(25, 40))
    return is_near or not around.subjects


def is_count(fact: Fact, facts: Facts) -> bool:
    """Return whether a fact is a count, or one per 1,000 inhabitants."""
    known = facts.subjects.get(fact.subject.removesuffix(RATE))
    return known is not None and known.kind == "count"


def _is_of_count(fact: Fact, subject: str, around: Surroundings) -> bool:
    """Return whether a count is meant: a month's with 'per maand', a rate with 'per 1.000'."""
    is_pace = around.names("pace") and is_year(fact.period)
    is_rate = around.names("rate", around.stretch)
    if is_pace or around.is_of_part or fact.subject.endswith(RATE) is not is_rate:
        return False
    if around.subjects:
        return subject in around.subjects
    is_of_areas = around.item.value <= len(around.facts.board.areas)
    is_of_areas = is_of_areas and around.names("areas", around.near(0, 25))
    is_rough = around.item.hedge is Hedge.TIMES  # 'een handvol' says of no count what it is
    return not (is_of_areas or is_rough) and (
        around.item.value > HIGHEST or not around.names("rating")
    )


def is_of_place(fact: Fact, around: Surroundings) -> bool:
    """Return whether the text names the place of a fact; that of a rating may go unnamed."""
    is_home = fact.area == around.facts.home
    if is_home and fact.role is Role.GAP and around.places and not around.names("whole"):
        return fact.area in around.places
    is_free = is_home or fact.role in {Role.GOAL, Role.DOCUMENT}
    is_free = is_free or (fact.role is Role.VALUE and fact.subject == RATING)
    return is_free or fact.area in {*around.places, around.earlier_place, *around.story.areas}


def is_of_goal(fact: Fact, around: Surroundings) -> bool:
    """Return whether a goal, or a side of it, is of the goal that the sentence names."""
    scope = fact.scope
    match fact.role:
        case Role.GOAL:
            is_meant = around.names("goal") or not around.places  # else it is a place's own number
            return is_meant and scope in (around.goal_names or {scope})
        case Role.GAP if scope:
            return scope in (around.goals or {scope})
        case Role.VALUE if scope:
            is_except = around.item.claim and around.names("except")
            return not is_except and scope in around.goals and _is_of_side(fact, around)
        case Role.VALUE if fact.subject == RATING:
            return not around.names("goal_is", around.lead)
    return True


def _is_of_side(fact: Fact, around: Surroundings) -> bool:
    """Return whether a number of areas is on the side that the sentence claims, of areas."""
    side = ClaimKind.LOWER if " onder " in fact.label else ClaimKind.HIGHER
    is_of_areas = around.item.claim not in around.sides or around.names("areas")
    return is_of_areas and around.sides != SIDES - {side}


def has_unit(item: Item, fact: Fact) -> bool:
    """Return whether a number is in the unit of a fact: a percentage, money or plain."""
    if item.unit in {Unit.UNREADABLE, Unit.TIMES}:
        return False
    wanted = UNITS.get(item.unit, "")
    return fact.unit.startswith(wanted) if wanted else fact.unit[:1] not in {"%", "€"}


def equals(item: Item, fact: Fact) -> bool:
    """Return whether a number is how a fact may be written.

    Given exactly, it must be the number as the screen rounds it; a percentage or rate may be
    rounded further, a rating may not. 'Ruim' is up to ABOVE more, 'bijna' up to ABOVE less,
    'ongeveer' ABOUT either way; of a rating RATING_STEP.
    """
    is_scale = fact.unit == "rapportcijfer" or fact.role in {Role.GOAL, Role.GAP}
    if fact.value is None or (is_scale and item.hedge is Hedge.TIMES):
        return False
    is_exact, is_share = item.hedge is Hedge.EXACT, item.unit is Unit.SHARE
    decimals = min(fact.decimals, item.decimals) if is_exact and not is_scale else fact.decimals
    off = round_half_up(abs(fact.value), decimals=decimals) - item.value
    step, about, slack = ABOVE * item.value, ABOUT * item.value, 1e-9
    if is_share:
        step, about, slack = SHARE_NEAR, SHARE_NEAR / 2, SHARE_STEP
    elif is_scale:
        step = about = RATING_STEP.get(item.decimals, 0.0)
    low, high = {
        Hedge.EXACT: (0.0, 0.0),
        Hedge.ABOVE: (0.0, step),
        Hedge.BELOW: (-step, 0.0),
        Hedge.LEAST: (0.0, step),
        Hedge.MOST: (-step, 0.0),
        Hedge.ABOUT: (-about, about),
        # 'Honderden' is 100 up to 1.000, 'een handvol' about five.
        Hedge.TIMES: (0.0, 9 * item.value) if item.value in {10, 100, 1000} else (-about, about),
    }[item.hedge]
    return low - slack <= off <= high + slack and (is_share or not _is_bound_itself(item, fact))


def _is_bound_itself(item: Item, fact: Fact) -> bool:
    """Return whether a fact is just the number that it would be above or below.

    A goal may be, and what a document gives with 'ruim'.
    """
    may_be = fact.role in {Role.GOAL, Role.DOCUMENT}
    is_bound = item.hedge in {Hedge.ABOVE, Hedge.BELOW} and not may_be
    return is_bound and abs(fact.value or 0) == item.value


def find_years(fact: Fact, facts: Facts) -> set[str]:
    """Return the years that a text may name with a fact: of a goal also when its policy began."""
    start = f" {facts.board.municipality.policy.start}" * (fact.role is Role.GOAL)
    return set(re.findall(r"\d{4}", f"{fact.before} {fact.period}{start}"))


def find_claims(fact: Fact, facts: Facts) -> AbstractSet[ClaimKind]:
    """Return the claims that may rest on a fact: those that a verdict of the program supports.

    A goal's side of a rating is the policy's own rule; a comparison with all others holds for
    'hoogste' and 'laagste'. Nothing supports another rank or a cause.
    """
    match fact.role:
        case Role.GOAL if fact.label == "every_area":
            return {ClaimKind.ALL}
        case Role.VALUE if fact.subject == fact.unit == AREAS and fact.label != ALL_AREAS:
            return _find_area_claims(fact, facts)
        case Role.GAP if fact.label != facts.board.municipality.name:
            return {ClaimKind.HIGHER if (fact.value or 0) >= 0 else ClaimKind.LOWER}
        case Role.COMPARISON:
            claims = RANK_CLAIMS if fact.label == ALL_OTHERS else VERDICT_CLAIMS
            return claims.get(fact.verdict, set())
        case Role.CHANGE:
            effect = fact.verdict, facts.subjects[fact.subject].polarity
            return VERDICT_CLAIMS.get(fact.verdict, set()) | EFFECT_CLAIMS.get(effect, set())
    return set()


def _find_area_claims(fact: Fact, facts: Facts) -> AbstractSet[ClaimKind]:
    """Return what holds of a number of areas on a side: of all, none, most, or that there are."""
    total = next(f.value for f in facts.about(AREAS) if f.label == ALL_AREAS)
    amount, all_areas = fact.value or 0, total or 0
    side = ClaimKind.LOWER if " onder " in fact.label else ClaimKind.HIGHER
    holds = {
        ClaimKind.ALL: amount == all_areas,
        ClaimKind.NONE: amount == 0,
        ClaimKind.MOST: amount * 2 > all_areas,
        side: amount > 0,
    }
    return {claim for claim, is_so in holds.items() if is_so}
