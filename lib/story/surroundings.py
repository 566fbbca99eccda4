"""What a text names around a number or claim: places, periods and words, and which go with it.

Not here: which fact an item is (`propose`, `references`).
"""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from lib.board.cached_method import cached_method
from lib.catalog.context import ContextKind
from lib.figures.facts.fact import RATE
from lib.figures.facts.facts import Facts
from lib.store import Story
from lib.story.language import ClaimKind, either, load_language
from lib.story.reading import Item, Reading
from lib.text.splitting import Span, stems, words

NEXT_WORD = 8  # letters between a comparison and its place
ELSEWHERE = "elders: "  # begins the key of a place that no figure is of
IS_PART = re.compile(r"\s+(?:van|in|te|of|von|w)\s+").fullmatch
IN_LIST = re.compile(r"\s*,?\s*(?:en|of|and|or|und|oder|i|lub)?\s*").fullmatch


@dataclass(frozen=True, eq=False)
class Surroundings:
    """An item of a story with what its sentence and paragraph name: places, periods, words.

    `named` are the places of the paragraph with their keys; positions are in the whole text.
    """

    story: Story
    sentence: Span
    paragraph: Span
    named: Sequence[Span]
    reading: Reading
    facts: Facts
    item: Item

    @cached_property
    def places(self) -> Sequence[str]:
        """The places that the sentence names, the one that goes with the item first."""
        return self._sort(self.named, self.sentence)

    @cached_property
    def place(self) -> str:
        """The one place of the sentence that a number goes with; '' where that is unsure."""
        return self._pair(self.named, self.sentence)

    @cached_property
    def earlier_place(self) -> str:
        """The place that the paragraph named last before the item, or its first."""
        before = [place.text for place in self.named if place.start < self.item.start]
        return (before or [place.text for place in self.named[:1]] or [""])[-1]

    @cached_property
    def precedes_place(self) -> bool:
        """Whether a place follows the claim within a word: 'hoger dan in' a place."""
        return any(0 <= place.start - self.item.end <= NEXT_WORD for place in self.named)

    @cached_property
    def years(self) -> AbstractSet[str]:
        """The years that the sentence names."""
        return {when.text[:4] for when in self.sentence.within(self.reading.whens)}

    @cached_property
    def year(self) -> str:
        """The one year of the sentence that a number goes with; '' where that is unsure."""
        years = [replace(when, text=when.text[:4]) for when in self.reading.whens]
        return self._pair(years, self.sentence)

    @cached_property
    def whens(self) -> Sequence[str]:
        """The periods of the sentence, or of the paragraph; the item's own first."""
        whens = self.reading.whens
        return self._sort(whens, self.sentence) or self._sort(whens, self.paragraph)

    def _sort(self, named: Sequence[Span], span: Span) -> Sequence[str]:
        """Return what a span names: what goes with the item first, then the nearest."""
        paired, item = self._pair(named, span), self.item

        def rank(one: Span) -> tuple[bool, float]:
            is_before = one.end <= item.start
            distance = item.start - one.end if is_before else 1.2 * (one.start - item.end)
            return one.text != paired, distance

        return list(dict.fromkeys(n.text for n in sorted(span.within(named), key=rank)))

    def _pair(self, named: Sequence[Span], span: Span) -> str:
        """Return the key that the number goes with; '' where that is none or several.

        A list in front goes in order ('A en B kregen een 6,4 en een 7,0'). Else a number goes with
        what is named since the former one, or up to the next one where numbers come first.
        """
        own = span.within(named)
        starts = [i.start for i in span.within(self.reading.items) if not i.claim]
        if not own or self.item.start not in starts:
            return ""
        at = starts.index(self.item.start)
        gaps = (span.cut(one.end, other.start) for one, other in pairwise(own))
        if 1 < len(own) == len(starts) and own[-1].end <= starts[0] and all(map(IN_LIST, gaps)):
            return own[at].text
        edges = [span.start, *starts]
        if own[0].start > starts[0]:  # numbers come first; '(2016: 6,9)' goes with what follows
            edges = [*starts, span.end]
            own = [n for n in own if span.cut(n.end, n.end + 1) != ":"]
        keys = {n.text for n in own if edges[at] <= n.start < edges[at + 1]}
        return min(keys) if len(keys) == 1 else ""

    @cached_property
    def numbers(self) -> AbstractSet[float]:
        """The numbers that the sentence gives."""
        return {i.value for i in self.sentence.within(self.reading.items) if not i.claim}

    @cached_property
    def goal_names(self) -> AbstractSet[str]:
        """The scopes of the goals that the sentence calls by name."""
        known = {"every_area": "floor_name", "municipality": "target_name"}
        return {scope for scope, name in known.items() if self.names(name)}

    @cached_property
    def sides(self) -> AbstractSet[ClaimKind]:
        """The sides of a goal that the sentence claims."""
        claims = {i.claim for i in self.sentence.within(self.reading.items)}
        return {ClaimKind.HIGHER, ClaimKind.LOWER}.intersection(filter(None, claims))

    @cached_property
    def subjects(self) -> AbstractSet[str]:
        """The counts that the sentence names; where that is sure those that go with the item."""
        counts = _counts_of_stems(self.facts)
        named = []
        for word in words(self.sentence.text, self.sentence.start):
            own = {s for stem in self._find_stems(word.text) for s in counts.get(stem, ())}
            named += [Span(word.start, word.end, " ".join(sorted(own)))] * bool(own)
        paired = self._pair(named, self.sentence)
        return {s for key in ([paired] if paired else [n.text for n in named]) for s in key.split()}

    @cached_property
    def before(self) -> str:
        """What the sentence has before the item, at most 60 letters."""
        return self.sentence.cut(self.item.start - 60, self.item.start)

    @cached_property
    def after(self) -> str:
        """What the sentence has behind the item, at most 40 letters."""
        return self.sentence.cut(self.item.end, self.item.end + 40)

    @cached_property
    def stretch(self) -> str:
        """What the sentence has from the number in front up to the next."""
        own = [i for i in self.sentence.within(self.reading.items) if not i.claim]
        start = max((i.end for i in own if i.end <= self.item.start), default=0)
        end = min((i.start for i in own if i.start >= self.item.end), default=self.sentence.end)
        return self.sentence.cut(start, end)

    @cached_property
    def near_stems(self) -> frozenset[str]:
        """The stems of the words next to the item."""
        return self._find_stems(f"{self.before[-30:]} {self.after}")

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the words of the sentence."""
        return self._find_stems(self.sentence.text)

    def _find_stems(self, text: str) -> frozenset[str]:
        """Return the stems of a text, and of the subjects that its words are another name of."""
        own = stems(text)
        return own | stems(" ".join(n for w, n in self.reading.language.same.items() if w in own))

    def names(self, words_of: str, text: str | None = None) -> bool:
        """Return whether a text, else the sentence, has one of the words of a list."""
        # Every number is a '#' in the lists but what a rate is counted per.
        searched = self.sentence.text if text is None else text
        masked = re.sub(r"(?<![\d.,])(?!1[.,]?000\b)\d[\d.,]*", "#", searched)
        return bool(self.reading.language.compile(f"<{words_of}>").search(masked))


def find_places(paragraph: Span, facts: Facts) -> list[Span]:
    """Return the places that a paragraph names with their keys; of one in another the inner one."""
    known, base = _place_names(facts), paragraph.start
    found = re.finditer(either(tuple(known)), paragraph.text, re.IGNORECASE)
    places = [Span(base + m.start(), base + m.end(), known[m.group().lower()]) for m in found]
    of_other = {b for a, b in pairwise(places) if IS_PART(paragraph.cut(a.end, b.start))}
    return [p for p in places if p not in of_other or p.text != facts.home]


@cached_method(most=1)
def _place_names(facts: Facts) -> Mapping[str, str]:
    """Return every name of a place, in small letters, with its key; others start with ELSEWHERE."""
    board, context = facts.board, facts.board.geography.context_rd
    named = context.loc[context["kind"].isin([ContextKind.NEIGHBOUR, ContextKind.PLACE]), "name"]
    elsewhere = {str(name).lower(): f"{ELSEWHERE}{name}" for name in named if name}
    names = {a.lower(): k for k, area in board.areas.items() for a in (area.name, *area.aliases)}
    names |= {name.lower(): key for key, name in facts.elsewhere.items()}
    names |= {w: k for k in board.benchmark.countries for w in load_language().lists["country"]}
    return {**elsewhere, board.municipality.name.lower(): facts.home, **names}


@cached_method(most=1024)
def find_subject_stems(facts: Facts, subject: str) -> frozenset[str]:
    """Return the words that a subject has for itself; what is counted only where it is its name."""
    indicator = facts.board.indicators[subject.removesuffix(RATE)]
    common = stems(" ".join(load_language().lists["no_subject"]))
    return stems(f"{indicator.name} {indicator.short}") - common


@cached_method(most=1)
def _counts_of_stems(facts: Facts) -> Mapping[str, AbstractSet[str]]:
    """Return the counts that each word names, also those without figures."""
    found: dict[str, set[str]] = {}
    for subject, indicator in facts.board.indicators.items():
        if indicator.kind == "count":
            for stem in find_subject_stems(facts, subject):
                found.setdefault(stem, set()).add(subject)
    return found
