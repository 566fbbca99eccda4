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
from lib.story.surroundings import Surroundings

HIGHEST = 10  # a rating is no more
ABOVE, ABOUT = 0.1, 0.05  # 'ruim 3.000' is up to a tenth more, 'ongeveer' a twentieth either way
UNITS = {Unit.PERCENT: "%", Unit.SHARE: "%", Unit.MONEY: "€"}
RATING_STEP = {0: 0.3, 1: 0.1}  # how far a hedged rating may be off, by its decimals
SHARE_STEP, SHARE_NEAR = 1.0, 8.0  # percentage points, for 'de helft' and 'ruim de helft'
COMPARISON_CLAIMS = {
    ClaimKind.HIGHER: Difference.HIGHER,
    ClaimKind.LOWER: Difference.LOWER,
    ClaimKind.SAME: Difference.NOT_DEMONSTRABLE,
}
RANK_CLAIMS = {ClaimKind.TOP: Difference.HIGHER, ClaimKind.BOTTOM: Difference.LOWER}
# A verdict on counts equals the one on ratings of the same name.
CHANGE_CLAIMS: Mapping[object, AbstractSet[ClaimKind]] = {
    Change.RISE: {ClaimKind.RISE, ClaimKind.HIGHER, ClaimKind.CHANGE},
    Change.FALL: {ClaimKind.FALL, ClaimKind.LOWER, ClaimKind.CHANGE},
    Change.NOT_DEMONSTRABLE: {ClaimKind.SAME},
}
EFFECT_CLAIMS: Mapping[tuple[object, Polarity], ClaimKind] = {
    (Change.RISE, Polarity.HIGHER): ClaimKind.BETTER,
    (Change.FALL, Polarity.HIGHER): ClaimKind.WORSE,
    (Change.RISE, Polarity.LOWER): ClaimKind.WORSE,
    (Change.FALL, Polarity.LOWER): ClaimKind.BETTER,
}


def can_be(fact: Fact, around: Surroundings) -> bool:
    """Return whether an item can be a fact: its value, or a verdict that the claim may rest on.

    And of no other subject, place or goal than the text names.
    """
    if around.item.claim:
        is_it = around.item.claim in find_claims(fact, around.facts) and _supports(fact, around)
    else:
        is_it = has_unit(around.item, fact) and equals(around.item, fact)
        is_it = is_it and (fact.role is not Role.CHANGE or _moves(around))
    return is_it and all(rule(fact, around) for rule in (is_of_subject, is_of_place, is_of_goal))


def _supports(fact: Fact, around: Surroundings) -> bool:
    """Return whether a claim may rest on a fact: on two places and no goal on their comparison."""
    claim, is_of_two = around.item.claim, len(around.places) > 1
    if fact.role is Role.GOAL:  # 'elke wijk' of a rule that gives its value
        is_rule = around.names("rule") or around.names("plans")
        return is_rule and fact.value in around.numbers and not around.sides
    if fact.role is Role.COMPARISON:
        return is_of_two or fact.label == ALL_OTHERS
    if claim not in COMPARISON_CLAIMS or not is_of_two:
        return True
    # 'Hoger dan in' a place: of no change in time.
    return not around.precedes_place and (fact.role is Role.CHANGE or around.names("goal"))


def _moves(around: Surroundings) -> bool:
    """Return whether words next to a number say that something changed by it."""
    hedges = around.reading.language.compile("<above>|<below>|<about>")  # 'minder dan' is none
    return around.names("moved", f"{hedges.sub('', around.before)[-20:]}#{around.after[:20]}")


def is_of_subject(fact: Fact, around: Surroundings) -> bool:
    """Return whether a fact is of a count that the sentence names, where it names any.

    A rating without the name of a count is none, and a count a month is none of a year.
    """
    subject, is_document = fact.subject.removesuffix(RATE), fact.role is Role.DOCUMENT
    known = around.facts.subjects.get(subject)
    is_count = known is not None and known.kind == "count"
    if (is_count or is_document) and around.names("pace"):
        return not is_document and not is_year(fact.period)
    if is_count and fact.subject.endswith(RATE) is not around.names("rate", around.stretch):
        return False
    if is_count and not around.subjects and around.item.value <= HIGHEST:
        return not around.names("rating")
    if not around.subjects or subject in {*around.subjects, AREAS} or is_document:
        return True
    name = {INHABITANTS: "people", RATING: "rating"}.get(subject)
    return around.names(name, around.before[-25:] + around.after) if name else not is_count


def is_of_place(fact: Fact, around: Surroundings) -> bool:
    """Return whether the text names the place of a fact; that of a rating may go unnamed."""
    is_free = fact.role in {Role.GOAL, Role.DOCUMENT} or fact.area == around.facts.home
    is_free = is_free or (fact.role is Role.VALUE and fact.subject == RATING)
    return is_free or fact.area in {*around.places, around.earlier_place, *around.story.areas}


def is_of_goal(fact: Fact, around: Surroundings) -> bool:
    """Return whether a goal, or a side of it, is of the goal that the sentence names."""
    scopes = {"every_area": "ondergrens", "municipality": "doel"}
    scope = next((s for s, name in scopes.items() if s == fact.label or name in fact.label), "")
    if not scope or fact.role not in {Role.GOAL, Role.GAP, Role.VALUE}:
        return True
    if fact.role is Role.GOAL:
        is_meant = around.names("goal") or not around.places  # else it is a place's own number
        return is_meant and (not around.goal_names or scope in around.goal_names)
    return _is_of_named_goal(fact, scope, around)


def _is_of_named_goal(fact: Fact, scope: str, around: Surroundings) -> bool:
    """Return whether a side of a goal is meant: not where none is named, or another rating."""
    goals = around.facts.board.floor, around.facts.board.target
    named = around.goal_names | {g.scope for g in goals if g and g.value in around.numbers}
    is_side = fact.role is Role.GAP or _is_of_side(fact, around)
    if named or fact.role is Role.GAP:
        return is_side and (not named or scope in named)
    is_other = any(value % 1 for value in around.numbers)
    return is_side and not is_other and (around.names("goal") or around.names("under"))


def _is_of_side(fact: Fact, around: Surroundings) -> bool:
    """Return whether a number of areas is on the side that the sentence claims, of areas."""
    is_of_areas = around.item.claim not in around.sides or around.names("areas")
    side = ClaimKind.LOWER if " onder " in fact.label else ClaimKind.HIGHER
    return is_of_areas and (len(around.sides) != 1 or side in around.sides)


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
        Hedge.ABOUT: (-about, about),
        # 'Honderden' is 100 up to 1.000, 'een handvol' about five.
        Hedge.TIMES: (0.0, 9 * item.value) if item.value in {10, 100, 1000} else (-about, about),
    }[item.hedge]
    return low - slack <= off <= high + slack


def find_years(fact: Fact, facts: Facts) -> set[str]:
    """Return the years that a text may name with a fact: of a goal also when its policy began."""
    start = f" {facts.board.municipality.policy.start}" * (fact.role is Role.GOAL)
    return set(re.findall(r"\d{4}", f"{fact.before} {fact.period}{start}"))


def find_claims(fact: Fact, facts: Facts) -> AbstractSet[ClaimKind]:
    """Return the claims that may rest on a fact: those that a verdict of the program supports.

    A goal's side of a rating is the policy's own rule; a number of areas holds for 'alle',
    'geen enkele' and 'de meeste', a comparison with all others for 'hoogste' and 'laagste'. Nothing
    supports another rank or a cause.
    """
    amount = fact.value or 0
    match fact.role:
        case Role.GOAL if fact.label == "every_area":
            return {ClaimKind.ALL}
        case Role.VALUE if fact.subject == fact.unit == AREAS and fact.label != ALL_AREAS:
            total = next(f.value or 0 for f in facts.about(AREAS) if f.label == ALL_AREAS)
            sides = {
                ClaimKind.ALL: amount == total,
                ClaimKind.NONE: amount == 0,
                ClaimKind.MOST: amount * 2 > total,
                ClaimKind.HIGHER: amount > 0 and "boven" in fact.label,
                ClaimKind.LOWER: amount > 0 and " onder " in fact.label,
            }
            return {claim for claim, holds in sides.items() if holds}
        case Role.GAP if fact.label != facts.board.municipality.name:
            return {ClaimKind.HIGHER if amount >= 0 else ClaimKind.LOWER}
        case Role.COMPARISON:
            wanted = RANK_CLAIMS if fact.label == ALL_OTHERS else COMPARISON_CLAIMS
            return {claim for claim, verdict in wanted.items() if verdict is fact.verdict}
        case Role.CHANGE:
            effect = EFFECT_CLAIMS.get((fact.verdict, facts.subjects[fact.subject].polarity))
            return CHANGE_CLAIMS.get(fact.verdict, set()) | ({effect} if effect else set())
    return set()
