"""Whether a fact is what a number or a claim says: its value, or a verdict that supports it.

Not here: how likely it is that a text means that fact (`propose`).
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from lib.analysis.change import Change, Difference
from lib.analysis.gap import round_half_up
from lib.catalog import Polarity
from lib.figures.facts.fact import ALL_AREAS, ALL_OTHERS, AREAS, Fact, Role
from lib.figures.facts.facts import Facts
from lib.story.language import ClaimKind
from lib.story.reading import Hedge, Item, Unit
from lib.story.surroundings import Surroundings

ABOVE, ABOUT = 0.1, 0.05  # 'ruim 3.000' is up to a tenth more, 'ongeveer' a twentieth either way
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

    A claim on two places and no goal may rest on their comparison only.
    """
    claim, is_of_two = around.item.claim, len(around.places) > 1
    if not claim:
        return has_unit(around.item, fact) and equals(around.item, fact)
    if claim not in find_claims(fact, around.facts):
        return False
    if fact.role is Role.COMPARISON:
        return is_of_two or fact.label == ALL_OTHERS
    if claim not in COMPARISON_CLAIMS or not is_of_two:
        return True
    if around.precedes_place:  # 'hoger dan in' a place: of no change in time
        return False
    return fact.role is Role.CHANGE or around.names("goal")


def has_unit(item: Item, fact: Fact) -> bool:
    """Return whether a number is in the unit of a fact: a percentage, money or plain."""
    units = {Unit.PERCENT: "%", Unit.SHARE: "%", Unit.MONEY: "€"}
    if item.unit in {Unit.UNREADABLE, Unit.TIMES}:
        return False
    wanted = units.get(item.unit, "")
    return fact.unit.startswith(wanted) if wanted else fact.unit[:1] not in {"%", "€"}


def equals(item: Item, fact: Fact) -> bool:
    """Return whether a number is how a fact may be written.

    Given exactly, it must be the number as the screen rounds it; a percentage or rate may be
    rounded further, a rating may not. 'Ruim' is up to ABOVE more, 'bijna' up to ABOVE less,
    'ongeveer' ABOUT either way; of a rating RATING_STEP.
    """
    if fact.value is None:
        return False
    is_exact, is_share = item.hedge is Hedge.EXACT, item.unit is Unit.SHARE
    is_scale = fact.unit == "rapportcijfer" or fact.role in {Role.GOAL, Role.GAP}
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
        Hedge.TIMES: (0.0, 9 * item.value),  # 'honderden' is 100 up to 1.000
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
        case Role.VALUE if fact.subject == fact.unit == AREAS:
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
