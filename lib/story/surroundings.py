"""What a text names around a number or claim: places, periods and words, and which go with it.

Not here: which fact an item is (`propose`, `references`).
"""

import re
from bisect import bisect
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from lib.board.cached_method import cached_method
from lib.figures.facts.fact import RATE
from lib.figures.facts.facts import Facts
from lib.store import Story
from lib.story.language import ClaimKind, Language, load_language
from lib.story.reading import Item, Reading
from lib.text.splitting import Span, stems, words

NEAR = 25  # letters between two words of one subject
LEAD = 40  # letters in front of a number that say what it is
SIDES = frozenset({ClaimKind.HIGHER, ClaimKind.LOWER})
IN_RANGE = re.compile(
    r"\s*,?\s*(?:[-–]|tot(?:\s+en\s+met)?|t/m|(?:net\s+)?als|evenals|until|to|bis|do)\s*"
).fullmatch
END_OF_CLAUSE = re.compile(r"[,;:()]")
# Persons are counted right behind their number, or in front of one that stands by itself.
OF_PERSONS = (
    r"#\s+(?:(?!<often>)[^\W\d_]+\s+)?(?:<who>|<people>|<persons>)"
    r"|<who>[^,;#]{0,90}#(?=\s*(?:[^\s\w]|$))"
)
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
    def own_whens(self) -> Sequence[Span]:
        """The years and months of the sentence, in order."""
        return self.sentence.within(self.reading.whens)

    @cached_property
    def years(self) -> AbstractSet[str]:
        """The years that the sentence names."""
        return {when.text[:4] for when in self.own_whens}

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
        """Return the key that the number goes with; '' where that is none or several."""
        own, numbers = span.within(named), _find_numbers(self.reading, span)
        if not own or self.item not in numbers:
            return ""
        at = numbers.index(self.item)
        keys = {
            one.text for one, of in zip(own, _match(own, numbers, span), strict=True) if of == at
        }
        return keys.pop() if len(keys) == 1 else ""

    def list_with(self, key: str, named: Sequence[Span]) -> AbstractSet[str]:
        """Return the keys of the list that names a key with others: 'A, B en C', '2022 tot 2025'.

        Only the key where it also stands alone, or where the number goes with one of the list.
        """
        if self._pair(named, self.sentence):
            return {key}
        own, runs = self.sentence.within(named), list[list[str]]()
        for before, one in zip([None, *own], own, strict=False):
            gap = self.sentence.cut(before.end, one.start) if before else ""
            is_next = before and (IN_LIST(gap) or IN_RANGE(gap))
            runs = [*runs[:-1], [*runs[-1], one.text]] if is_next else [*runs, [one.text]]
        return min((set(run) for run in runs if key in run), key=len, default={key})

    @cached_property
    def numbers(self) -> AbstractSet[float]:
        """The numbers that the sentence gives."""
        return {i.value for i in _find_numbers(self.reading, self.sentence)}

    @cached_property
    def goal_names(self) -> AbstractSet[str]:
        """The scopes of the goals that the sentence calls by name."""
        known = {"every_area": "floor_name", "municipality": "target_name"}
        return {scope for scope, name in known.items() if self.names(name)}

    @cached_property
    def goals(self) -> AbstractSet[str]:
        """The scopes of the goals that the sentence names, gives the value of or, else, implies."""
        known = list(filter(None, (self.facts.board.floor, self.facts.board.target)))
        named = self.goal_names | {g.scope for g in known if g.value in self.numbers}
        is_other = any(value % 1 for value in self.numbers)
        is_implied = not is_other and (self.names("goal") or self.names("under"))
        return named or {g.scope for g in known if is_implied}

    @cached_property
    def sides(self) -> AbstractSet[ClaimKind]:
        """The sides of a goal that the sentence claims."""
        claims = {i.claim for i in self.sentence.within(self.reading.items)}
        return SIDES.intersection(filter(None, claims))

    @cached_property
    def subjects(self) -> AbstractSet[str]:
        """The counts that the sentence names; where that is sure those that go with the item."""
        every = self._find_counts()
        named = [one for one in every if not any(_is_of(other, one) for other in every)]
        paired = self._pair(named, self.sentence)
        return {s for key in ([paired] if paired else [n.text for n in named]) for s in key.split()}

    def _find_counts(self) -> list[Span]:
        """Return the words of the sentence that name counts, with their keys."""
        counts = [key for key, one in self.facts.board.indicators.items() if one.kind == "count"]
        found = []
        for word in words(self.sentence.text, self.sentence.start):
            own = self.find_stems(word.text)
            keys = " ".join(s for s in counts if own & find_subject_stems(self.facts, s))
            found += [Span(word.start, word.end, keys)] * bool(keys)
        return found

    def near(self, before: int, behind: int) -> str:
        """Return at most so many letters around the item, which is a '#' there."""
        start, end = self.item.start, self.item.end
        return f"{self.sentence.cut(start - before, start)}#{self.sentence.cut(end, end + behind)}"

    @cached_property
    def stretch(self) -> str:
        """What the sentence has from the number in front up to the next."""
        own = _find_numbers(self.reading, self.sentence)
        start = max((i.end for i in own if i.end <= self.item.start), default=0)
        end = min((i.start for i in own if i.start >= self.item.end), default=self.sentence.end)
        item = self.item
        return f"{self.sentence.cut(start, item.start)}#{self.sentence.cut(item.end, end)}"

    @cached_property
    def lead(self) -> str:
        """What the sentence has in front of the item since the former number, and '#'.

        A year is no '#' there: 'het doel van 2026'.
        """
        before = self.stretch.partition("#")[0][-LEAD:]
        return re.sub(r"\d", "_", before) + "#"

    @cached_property
    def is_of_part(self) -> bool:
        """Whether a number of crimes is of persons, of what became of crimes, or of a part."""
        before, number, behind = self.stretch.partition("#")
        clause = END_OF_CLAUSE.split(before)[-1] + number + END_OF_CLAUSE.split(behind)[0]
        is_other = self.names("outcome", clause) or self.names("part", clause)
        return is_other or bool(self.reading.language.compile(OF_PERSONS).search(self.stretch))

    def find_stems(self, text: str | None = None) -> frozenset[str]:
        """Return the stems of a text, else of the sentence, and of what its words also mean."""
        return _find_stems(self.reading.language, self.sentence.text if text is None else text)

    def names(self, words_of: str, text: str | None = None) -> bool:
        """Return whether a text, else the sentence, has one of the words of a list."""
        searched = self.sentence.text if text is None else text
        return _has_word(self.reading.language, words_of, searched)


@lru_cache(maxsize=4096)
def _find_stems(language: Language, text: str) -> frozenset[str]:
    own = stems(text)
    return own | stems(" ".join(name for word, name in language.same.items() if word in own))


@lru_cache(maxsize=4096)
def _has_word(language: Language, words_of: str, text: str) -> bool:
    # Every number is a '#' in the lists but what a rate is counted per.
    masked = re.sub(r"(?<![\d.,])(?!1[.,]?000\b)\d[\d.,]*", "#", text)
    return bool(language.compile(f"<{words_of}>").search(masked))


def _find_numbers(reading: Reading, span: Span) -> list[Item]:
    """Return the numbers of a span without its claims."""
    return [item for item in span.within(reading.items) if not item.claim]


def _is_of(part: Span, whole: Span) -> bool:
    """Return whether one of two words near each other names less: 'jeugd' behind 'overlast'."""
    is_near = part.start - whole.end < NEAR and whole.start - part.end < NEAR
    return is_near and {*part.text.split()} < {*whole.text.split()}


def _match(named: Sequence[Span], numbers: Sequence[Span], span: Span) -> Sequence[int]:
    """Return with which number each thing named goes.

    A list in front goes in order ('A en B kregen een 6,4 en een 7,0'). Else a number goes with
    what is named since the former one, or up to the next one where numbers come first.
    """
    gaps = (span.cut(one.end, other.start) for one, other in pairwise(named))
    starts, is_behind = [one.start for one in numbers], numbers[0].start < named[0].start
    if len(named) == len(numbers) and named[-1].end <= starts[0] and all(map(IN_LIST, gaps)):
        return range(len(named))
    # '(2016: 6,9)' goes with what follows.
    behind = [is_behind and span.cut(one.end, one.end + 1) != ":" for one in named]
    return [bisect(starts, one.start) - late for one, late in zip(named, behind, strict=True)]


@cached_method(most=1024)
def find_subject_stems(facts: Facts, subject: str) -> frozenset[str]:
    """Return the words that a subject has for itself; what is counted only where it is its name."""
    indicator = facts.board.indicators[subject.removesuffix(RATE)]
    common = stems(" ".join(load_language().lists["no_subject"]))
    return stems(f"{indicator.name} {indicator.short}") - common
