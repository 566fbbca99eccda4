"""Which facts a number or claim in a text could be, the likeliest first, and why.

What the sentence names counts most, then the paragraph, then what the story is about. It only
orders the list: a person chooses. Not here: finding numbers (`reading`), what was chosen
(`references`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lib.analysis.change import Change, Difference
from lib.analysis.counts import Verdict
from lib.analysis.gap import round_half_up
from lib.board import INHABITANTS, RATING
from lib.board.cached_method import cached_method
from lib.catalog import Polarity, is_year
from lib.catalog.context import ContextKind
from lib.figures.facts.fact import ALL_AREAS, ALL_OTHERS, AREAS, RATE, Fact, Role
from lib.figures.facts.facts import Facts
from lib.story.language import ClaimKind, Language, either
from lib.story.reading import Hedge, Item, Reading, Unit
from lib.story.splitting import Span, stems

ELSEWHERE = "elders: "  # begins the key of a place that no figure is of
MOST_PROPOSALS, MOST_NEAREST = 4, 2
NAMED = 4  # points of a subject that only few texts give it
MOST_AREAS, HIGHEST = 100, 10  # a number of areas and a rating are no more
PLAUSIBLE = 3  # points from which a fact is worth proposing
LIKELY = 8  # points from which a sentence is about a fact
ABOVE, ABOUT = 0.1, 0.05  # 'ruim 3.000' is up to a tenth more, 'ongeveer' a twentieth either way
RATING_STEP = {0: 0.3, 1: 0.1}  # how far a hedged rating may be off, by its decimals
SHARE_STEP, SHARE_NEAR = 1.0, 8.0  # percentage points, for 'de helft' and 'ruim de helft'
COMPARISON_VERDICTS = {
    ClaimKind.HIGHER: Difference.HIGHER,
    ClaimKind.LOWER: Difference.LOWER,
    ClaimKind.SAME: Difference.NOT_DEMONSTRABLE,
}
RANK_VERDICTS = {ClaimKind.TOP: Difference.HIGHER, ClaimKind.BOTTOM: Difference.LOWER}
UP: set[Change | Verdict] = {Change.RISE, Verdict.RISE}
DOWN: set[Change | Verdict] = {Change.FALL, Verdict.FALL}


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


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What a paragraph names around its items: places, periods, words."""

    paragraph: Span
    reading: Reading
    facts: Facts
    language: Language
    areas: Sequence[str] = ()

    @cached_property
    def _places(self) -> list[tuple[int, int, str]]:
        known = _place_names(self.facts)
        pattern = re.compile(either(tuple(known)), re.IGNORECASE)
        return [
            (*m.span(), known[m.group().lower()]) for m in pattern.finditer(self.paragraph.text)
        ]

    def sentence_places(self, sentence: Span, item: Item) -> list[str]:
        """Return the places that a sentence names, the nearest to an item first."""
        base = self.paragraph.start
        own = [p for p in self._places if sentence.start <= base + p[0] < sentence.end]
        own.sort(key=lambda p: _distance(item, base + p[0], base + p[1]))
        return list(dict.fromkeys(key for _, _, key in own))

    def earlier_place(self, item: Item) -> str:
        """Return the place that the paragraph named last before an item, or its first."""
        base = self.paragraph.start
        before = [key for start, _, key in self._places if base + start < item.start]
        return before[-1] if before else next((key for *_, key in self._places), "")

    def whens(self, span: Span, item: Item) -> list[str]:
        """Return the periods that a span names, the nearest to an item first."""
        own = [w for w in self.reading.whens if span.start <= w.start < span.end]
        return [w.period for w in sorted(own, key=lambda w: _distance(item, w.start, w.end))]

    def names(self, words_of: str, text: str) -> bool:
        """Return whether a text has one of the words of a list."""
        # Every number is a '#' in the lists but what a rate is counted per.
        masked = re.sub(r"(?!1[.,]?000\b)\d[\d.,]*", "#", text)
        return bool(self.language.pattern(words_of).search(masked))


def _distance(item: Item, start: int, end: int) -> float:
    return item.start - end if end <= item.start else 1.2 * (start - item.end)


@cached_method(most=1)
def _place_names(facts: Facts) -> Mapping[str, str]:
    """Return every name of a place, in small letters, with its key; others start with ELSEWHERE."""
    board, context = facts.board, facts.board.geography.context_rd
    named = context.loc[context["kind"].isin([ContextKind.NEIGHBOUR, ContextKind.PLACE]), "name"]
    elsewhere = {str(name).lower(): f"{ELSEWHERE}{name}" for name in named if name}
    names = {a.lower(): k for k, area in board.areas.items() for a in (area.name, *area.aliases)}
    return {**elsewhere, board.municipality.name.lower(): facts.home, **names}


def propose(item: Item, sentence: Span, around: Surroundings) -> list[Proposal]:
    """Return the facts that a number or a claim could be, the likeliest first.

    Of a claim only what supports it, and of changes only those of what it is likeliest about.
    """
    every = around.facts.all.values()
    able = (f for f in every if _fits(item, f, around.facts))
    ranked = _rank(item, sentence, around, (f for f in able if may_rest(item, sentence, f, around)))
    if item.claim:
        changes = _rank(item, sentence, around, (f for f in every if f.role is Role.CHANGE))
        about = [p.topic for p in changes[:1]]
        ranked = [p for p in ranked if p.fact.role is not Role.CHANGE or p.topic in about]
    return [p for p in ranked if p.points >= PLAUSIBLE][:MOST_PROPOSALS]


def may_rest(item: Item, sentence: Span, fact: Fact, around: Surroundings) -> bool:
    """Return whether a claim may rest on a fact: on two places and no goal, their comparison."""
    has_two = len(around.sentence_places(sentence, item)) > 1
    if fact.role is Role.COMPARISON:
        return has_two or fact.label == ALL_OTHERS
    is_between = has_two and not around.names("goal", sentence.text)
    return not (item.claim in COMPARISON_VERDICTS and is_between) or fact.role is Role.CHANGE


def find_nearest(item: Item, sentence: Span, around: Surroundings) -> list[Proposal]:
    """Return the facts that a sentence seems to be about, whatever their value or verdict."""
    roles = {Role.CHANGE, Role.COMPARISON} if item.claim else {Role.VALUE}
    places = around.sentence_places(sentence, item) or ([around.facts.home] if item.claim else [])
    every = (f for f in around.facts.all.values() if f.role in roles and f.area in places)
    found = _rank(item, sentence, around, (f for f in every if item.claim or _has_unit(item, f)))
    return [p for p in found if p.points >= LIKELY / 2][:MOST_NEAREST]


def _fits(item: Item, fact: Fact, facts: Facts) -> bool:
    if item.claim:
        return supports(item.claim, fact, facts)
    return _has_unit(item, fact) and equals(item, fact)


def _has_unit(item: Item, fact: Fact) -> bool:
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


def supports(claim: ClaimKind, fact: Fact, facts: Facts) -> bool:
    """Return whether a fact is a verdict of the program that a claim may rest on.

    A goal's side of a rating is the policy's own rule; a number of areas holds for 'alle',
    'geen enkele' and 'de meeste', a comparison with all others for 'hoogste' and 'laagste'. Nothing
    supports another rank or a cause.
    """
    if fact.subject == AREAS and fact.unit == AREAS:
        return _counts_areas(claim, fact, facts)
    if fact.role is Role.GAP and fact.label != facts.board.municipality.name:
        side = ClaimKind.HIGHER if (fact.value or 0) >= 0 else ClaimKind.LOWER
        return claim is side
    if fact.role is Role.COMPARISON:
        is_rank = fact.label == ALL_OTHERS
        wanted = RANK_VERDICTS if is_rank else COMPARISON_VERDICTS
        return claim in wanted and wanted[claim] is fact.verdict
    if fact.role is not Role.CHANGE:
        return False
    polarity = facts.subjects[fact.subject].polarity
    better, worse = (UP, DOWN) if polarity is Polarity.HIGHER else (DOWN, UP)
    is_judged = polarity is not Polarity.NONE
    good: Mapping[ClaimKind, set[Change | Verdict]] = {
        ClaimKind.RISE: UP,
        ClaimKind.HIGHER: UP,
        ClaimKind.FALL: DOWN,
        ClaimKind.LOWER: DOWN,
        ClaimKind.CHANGE: UP | DOWN,
        ClaimKind.BETTER: better if is_judged else set(),
        ClaimKind.WORSE: worse if is_judged else set(),
        ClaimKind.SAME: {Change.NOT_DEMONSTRABLE, Verdict.NOT_DEMONSTRABLE},
    }
    return fact.verdict in good.get(claim, set())


def _counts_areas(claim: ClaimKind, fact: Fact, facts: Facts) -> bool:
    amount = fact.value or 0
    total = next(f.value or 0 for f in facts.about(AREAS) if f.label == ALL_AREAS)
    return {
        ClaimKind.ALL: amount == total,
        ClaimKind.NONE: amount == 0,
        ClaimKind.MOST: amount * 2 > total,
        ClaimKind.HIGHER: amount > 0 and "boven" in fact.label,
        ClaimKind.LOWER: amount > 0 and " onder " in fact.label,
    }.get(claim, False)


def _rank(item: Item, sentence: Span, around: Surroundings, fits: Iterable[Fact]) -> list[Proposal]:
    """Return facts by how much of them the text names, with what it names."""
    judge = _Judge(item, sentence, around)
    found = [judge.propose(fact) for fact in fits]
    return sorted(found, key=lambda p: (p.points, p.fact.period, p.fact.key), reverse=True)


class _Judge:
    """Counts the points of facts for one item: what its sentence names is looked up once."""

    def __init__(self, item: Item, sentence: Span, around: Surroundings) -> None:
        self.item, self.around, self.text = item, around, sentence.text
        start, end = item.start - sentence.start, item.end - sentence.start
        self.before, self.after = self.text[max(0, start - 60) : start], self.text[end : end + 40]
        self.places = around.sentence_places(sentence, item)
        self.earlier = around.earlier_place(item)
        self.whens = around.whens(sentence, item)
        self.named = self.whens or around.whens(around.paragraph, item)
        self.near, self.stems = stems(f"{self.before[-30:]} {self.after}"), stems(self.text)

    def propose(self, fact: Fact) -> Proposal:
        """Return a fact with its points and the reason."""
        subject = self._subject_points(fact)
        named = [fact.name] * (fact.area in self.places or fact.area == self.earlier)
        named += [fact.period[:4]] * (fact.period[:4] in {w[:4] for w in self.whens})
        if subject > NAMED:
            indicator = self.around.facts.subjects.get(fact.subject)
            named.append(indicator.short.lower() if indicator else fact.label)
        reason = f"noemt {', '.join(named)}" if named else "zelfde waarde"
        points = self._place_points(fact) + self._period_points(fact) + self._role_points(fact)
        return Proposal(fact, reason, points + subject)

    def _place_points(self, fact: Fact) -> float:
        is_home = fact.area == self.around.facts.home
        if fact.area in self.places:
            return 7 if self.places.index(fact.area) else 10
        if self.places or self.earlier:
            return 6 if not self.places and fact.area == self.earlier else 2 * is_home
        return 5 if fact.area in self.around.areas else 4 * is_home

    def _period_points(self, fact: Fact) -> float:
        years = [w[:4] for w in self.whens]
        if fact.role is Role.CHANGE:
            both = {fact.before[:4], fact.period[:4]} <= set(years)
            return 6 if both else -2 if years else 1
        for rank, when in enumerate(self.named):
            if fact.period in {when, when[:4]} or fact.period[:4] == when:
                first = 3 if not years else 4 if rank else 6
                return first - 2 * (when != fact.period)
        newest = _newest_period(self.around.facts, fact.subject, fact.area)
        return 2 * (fact.period == newest) - 3 * bool(years) - 3 * (not is_year(fact.period))

    def _subject_points(self, fact: Fact) -> float:
        names = self.around.names
        if fact.role is Role.DOCUMENT:
            return 5 * len(self.stems & stems(fact.label)) or -6
        if fact.subject == AREAS:
            is_near = names("areas", f"{self.before[-12:]}#{self.after[:25]}")
            is_near = is_near or (names("areas", self.text) and self.item.value < MOST_AREAS)
            return self._area_points(fact) if is_near else -12
        if fact.subject == RATING:
            is_like = bool(self.item.claim) or self.item.decimals == 1 or self.item.value <= HIGHEST
            return 2 * names("rating", self.text) + 2 * is_like
        if fact.subject == INHABITANTS:
            return 5 if names("people", self.before[-25:] + self.after) else -1
        own = _subject_stems(self.around.facts, fact.subject)
        is_named = names("rate", self.before + self.after)
        points = {(True, True): 8, (True, False): -8, (False, True): -4}
        rate = points.get((fact.subject.endswith(RATE), is_named), 0)
        return 3 * len(own & self.near) + 2 * len(own & self.stems) + rate

    def _area_points(self, fact: Fact) -> float:
        """Return how well a number of areas is named: of all, or under or above a goal."""
        if fact.label == ALL_AREAS:
            return 13 if re.search(r"(?:van de|de|heeft|alle)\s*$", self.before) else 10
        board = self.around.facts.board
        goal = board.floor if "ondergrens" in fact.label else board.target
        items = (i for i in self.around.reading.items if not i.claim and i.text in self.text)
        is_named = fact.label.split()[-1] in self.text.lower()
        is_named = is_named or any(goal and i.value == goal.value for i in items)
        says_under = self.around.names("under", self.text)
        return 10 + 3 * ((" onder " in fact.label) is says_under) + 3 * is_named

    def _role_points(self, fact: Fact) -> float:
        names, near = self.around.names, f"{self.before[-20:]}#{self.after[:20]}"
        kind = {"every_area": "floor", "municipality": "target"}.get(fact.label)
        is_named = names(kind, self.text) if kind else fact.label in self.text
        match fact.role:
            case Role.GOAL:
                return (8 if names("goal", f"{self.before}#{self.after}") else -2) + 3 * is_named
            case Role.GAP:
                is_gap = bool(self.item.claim) or names("gap", self.after[:20])
                return (6 if is_gap else -12) + 3 * is_named
            case Role.COMPARISON:
                is_rank = self.item.claim in RANK_VERDICTS
                is_other = is_rank if fact.label == ALL_OTHERS else fact.label in self.text
                return 6 if is_other else -12
            case Role.CHANGE if not self.item.claim:
                is_percent = fact.unit != "%" or self.item.unit is Unit.PERCENT
                return 3 if names("moved", near) and is_percent else -8
        return 0


@cached_method(most=4096)
def _newest_period(facts: Facts, subject: str, area: str) -> str:
    own = [f.period for f in facts.about(subject) if f.area == area and f.role is Role.VALUE]
    return max((p for p in own if is_year(p)), default="")


@cached_method(most=1024)
def _subject_stems(facts: Facts, subject: str) -> frozenset[str]:
    """Return the words that a subject has for itself; what is counted only where it is its name."""
    indicator = facts.subjects[subject]
    return stems(f"{indicator.name} {indicator.short}") - stems("andere geregistreerde overige")
