"""Finds what a text says that could be checked: its numbers, and claims without a number.

Text becomes items and periods, each with its place. Dates, times, telephone numbers, addresses,
ordinals and references are no items. Not here: which fact an item is (`propose`).
"""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lib.story.language import ClaimKind, Language, load_language, load_word_file
from lib.text.splitting import Span, sentences, words

MOST_WORDS, LONGEST_WORDS = 4, 40  # of one number; letters that words before a number may take
PATTERNS = load_word_file()["patterns"]
YEAR = re.compile(r"(?<![^\W_])(?<!\d[.,])(?:19|20)\d{2}(?![^\W_]|[.,]\d|\s?%)")


class Unit(StrEnum):
    """What kind of number it is."""

    PLAIN = "plain"
    PERCENT = "percent"
    SHARE = "share"  # written as a fraction, read in percent
    MONEY = "money"
    TIMES = "times"  # 'anderhalf keer zoveel'
    UNREADABLE = "unreadable"


class Hedge(StrEnum):
    """How sure a number is given."""

    EXACT = "exact"
    ABOVE = "above"  # ruim, meer dan
    BELOW = "below"  # bijna, minder dan
    LEAST = "at_least"  # minstens: also the number itself
    MOST = "at_most"  # hoogstens
    ABOUT = "about"  # ongeveer, circa
    TIMES = "times"  # tientallen, honderden


@dataclass(frozen=True, order=True)
class Item(Span):
    """A number or claim; `claim` is None for a number.

    `value` is a number as it was read, with so many `decimals`.
    """

    value: float = 0.0
    decimals: int = 0
    unit: Unit = Unit.PLAIN
    hedge: Hedge = Hedge.EXACT
    claim: ClaimKind | None = None


@dataclass(frozen=True)
class Reading:
    """All that was read in a text, in order; items never overlap.

    The text of a `when` is its year ('2021') or month ('2023-05').
    """

    items: tuple[Item, ...]
    whens: tuple[Span, ...]
    language: Language


def read(text: str, language: str = "nl") -> Reading:
    """Return the items and periods in a text; never raises."""
    reader = _Reader(text, load_language(language))
    for pattern in PATTERNS["no_claims"]:  # addresses, telephone numbers, times, references
        list(reader.find(pattern))
    whens = sorted(reader.find_periods(), key=lambda when: when.start)
    numbers = [*reader.shares(), *reader.digits(), *reader.worded(), *reader.unreadable()]
    items = [*numbers, *_read_claims(text, numbers, reader.language)]
    items += _read_topics(text, items, reader.language)
    return Reading(tuple(sorted(items)), tuple(whens), reader.language)


def _read_claims(text: str, numbers: list[Item], language: Language) -> list[Item]:
    """Return the claims; of those that overlap the one with the most words."""
    signs = list(text.replace("#", "_"))
    for one in numbers:
        signs[one.start : one.end] = "#" * (one.end - one.start)
    masked = "".join(signs)
    # These two are an i to a pattern, which `casefold` does not know.
    folded = masked.translate({ord("İ"): "i", ord("ı"): "i"}).casefold()
    likely = ((kind, pattern) for kind, part, pattern in language.claims if part in folded)
    found = [(match, kind) for kind, pattern in likely for match in pattern.finditer(masked)]
    # 'Haalt elke wijk de ondergrens' is of every area, not that one reaches it.
    areas = language.compile("<floor_name>")
    of_all = (m for m, k in found if k in {ClaimKind.ALL, ClaimKind.NONE})
    every = sorted(m.span() for m in of_all if areas.search(m.group()))
    found = [f for f in found if f[1] is not ClaimKind.HIGHER or not _holds(f[0], every)]
    found.sort(key=lambda f: (f[0].start() - f[0].end(), f[0].start()))
    reader = _Reader(masked, language)
    list(reader.find(PATTERNS["no_words"]))
    claims = []
    for match, kind in found:
        last = [*re.finditer(r"[^#\s](?:[^#]*[^#\s])?", match.group())][-1]
        start, end = match.start() + last.start(), match.start() + last.end()
        if reader.take(start, end):
            reader.take(*match.span(), always=True)
            claims.append(Item(start, end, text[start:end], claim=kind))
    return claims


def _holds(match: re.Match[str], ordered: list[tuple[int, int]]) -> bool:
    """Return whether one of the places in a text lies in a match."""
    first = ordered[bisect(ordered, (match.start(), 0)) :][:1]
    return any(end <= match.end() for _, end in first)


def _read_topics(text: str, items: list[Item], language: Language) -> Iterator[Item]:
    """Yield the subject of each sentence about safety in which nothing else was found.

    What is said of it may be a claim in words that no list has.
    """
    topic = r"<opening>(?:<determiner>\s+(?:[^\W\d_]+\s+){0,2}?)?(?P<topic><topics>)"
    pattern = language.compile(topic)
    for sentence in sentences(text):
        is_whole = sentence.text.endswith((".", "!"))  # no title or question
        is_bare = is_whole and not sentence.within(items)
        if is_bare and (match := pattern.match(sentence.text)):
            begin, end = (sentence.start + at for at in match.span("topic"))
            yield Item(begin, end, text[begin:end], claim=ClaimKind.TOPIC)


@dataclass
class _Reader:
    """A text of which places are read one after another; what is read is not read again."""

    text: str
    language: Language

    def __post_init__(self) -> None:
        self._free = list(self.text)  # what is taken is NUL

    def take(self, start: int, end: int, *, always: bool = False) -> bool:
        """Take a place if it is free; return whether it was."""
        is_free = "\0" not in self._free[start:end]
        if is_free or always:
            self._free[start:end] = "\0" * (end - start)
        return is_free

    def find(self, pattern: str) -> Iterator[re.Match[str]]:
        """Yield what is free of a pattern, and take it, or only its group `it`."""
        for match in self.language.compile(pattern).finditer("".join(self._free)):
            if self.take(*match.span("it" if "it" in match.re.groupindex else 0)):
                yield match

    def _follows(self, name: str, end: int) -> bool:
        """Return whether one of the words of a list stands behind a place."""
        return bool(self.language.compile(rf"\s+<{name}>").match(self.text, end))

    def _precedes(self, name: str, start: int) -> int:
        """Return how long the words of a list are that stand before a place; 0 without any."""
        before = self.text[max(0, start - LONGEST_WORDS) : start].rstrip(" €\u00a0")
        found = self.language.compile(f"<{name}>$").search(before)
        return len(found.group()) if found else 0

    def find_periods(self) -> Iterator[Span]:
        """Yield the years and months that the text names, and take days."""
        months = [name.rstrip(".") for name in self.language.lists["months"]]
        day, to = r"(?:\d{1,2}\.?|<day_words>)", r"\s*(?:<range>(?:\s+op)?|op|,|[-–])\s*"
        year = r"\s+(?P<year>(?:19|20)\d{2})\b"
        for m in self.find(rf"\b(?:{day}(?:{to}{day}){{0,8}}\s*)?(?P<month><months>)(?:{year})?"):
            if m["year"]:
                number = months.index(m["month"].lower().rstrip(".")) % 12 + 1
                is_day = m.group()[:1].isdigit()
                yield Span(*m.span(), m["year"] if is_day else f"{m['year']}-{number:02}")
        for m in YEAR.finditer(self.text):
            if self._is_year(m) and self.take(*m.span()):
                yield Span(*m.span(), m.group())

    def _is_year(self, match: re.Match[str]) -> bool:
        """Return whether four digits stand as a year: 'in 2021', not '2000 meldingen'."""
        before = self.text[: match.start()].rstrip(" ")[-1:]
        if self._follows("counted", match.end()) or before == "€":
            return False
        is_first = before in {"", "\n", ".", "!", "?"}
        return is_first or self._precedes("year", match.start()) > self._precedes(
            "no_year", match.start()
        )

    def shares(self) -> Iterator[Item]:
        """Yield the fractions: 'een op de negen', 'twee derde', 'de helft', 'driekwart'."""
        parts = "|".join(sorted(self.language.parts, key=len, reverse=True))
        part = rf"(?P<part>{parts})\b"
        of = rf"\b(?:(?P<top>\w+)\s+)?{part}(?=\s+<share_of>|[.,]|$)"
        who = rf"(?:\b(?P<top><share_top>)\s+|\b(?=<no_ordinal>)){part}(?=\s+<share_does>)"
        for m in self.find(r"\b(?P<one>\w+)\s+<one_in>\s+(?P<all>\w+)\b(?!\s*%)"):
            one, every = self._integer(m["one"]), self._integer(m["all"])
            if one and every and one < every:
                yield self._number(*m.span(), one / every * 100, unit=Unit.SHARE)
            else:
                self._free[m.start() : m.end()] = m.group()
        for m in (*self.find(of), *self.find(who)):
            top = self._integer(m["top"] or "")
            share = (top or 1) / self.language.parts[m["part"].lower()] * 100
            start = m.start() if top else m.start("part")
            yield self._number(start, m.end(), share, unit=Unit.SHARE)

    def _integer(self, word: str) -> float:
        if word.isdecimal():
            return float(word) if len(word) < 9 else 0  # noqa: PLR2004
        return self.language.number_of(word) or 0

    def digits(self) -> Iterator[Item]:
        """Yield what is written in digits, with its unit; what cannot be read as such too."""
        many = "|".join(sorted(self.language.many, key=len, reverse=True))
        pattern = (
            rf"(?<![^\W_])(?<!\d[.,])(?P<euro>€\s*)?(?P<n>{PATTERNS['numeral']})(?![^\W_]|[.,]\d)"
            rf"(?P<many>\s+(?:{many})\b)?(?P<unit>\s*<percent>|\s*<money>)?"
        )
        for m in self.find(pattern):
            value, decimals = self._value_of(m["n"])
            if m["many"]:
                value, decimals = value * self.language.many[m["many"].strip().lower()], 0
            unit = self._unit_of(m["euro"] or m["unit"] or "", m.end())
            yield self._number(*m.span(), value, decimals, unit)

    def _value_of(self, written: str) -> tuple[float, int]:
        """Return the value and its decimals: in Dutch '7,2' and '7.2' are equal, '7.206' is not."""
        sign = "," if self.language.decimal == "." else "."
        thousands = rf"\d{{1,3}}(?:[\s\u00a0\u202f{re.escape(sign)}]\d{{3}})+"
        if re.fullmatch(rf"{thousands}(?:[.,]\d+)?", written):
            written = re.sub(thousands, lambda m: re.sub(r"\D", "", m[0]), written, count=1)
        plain = written.replace(",", ".")
        plain = plain.replace(".", "", plain.count(".") - 1)
        return float(plain), len(plain.partition(".")[2])

    def _unit_of(self, beside: str, end: int) -> Unit:
        written = beside.strip().lower()
        if written in self.language.lists["percent"]:
            return Unit.PERCENT
        if written in self.language.lists["money"]:
            return Unit.MONEY
        return Unit.TIMES if self._follows("times", end) else Unit.PLAIN

    def worded(self) -> Iterator[Item]:
        """Yield what is written in words: 'zeven komma twee', 'anderhalf keer', 'een dozijn'."""
        spans, at = words(self.text), 0
        while at < len(spans):
            length, value = self._longest(spans[at : at + MOST_WORDS])
            start, end = spans[at].start, spans[at + max(length, 1) - 1].end
            at += max(length, 1)
            if not length or not self.take(start, end):
                continue
            has_point = self.language.compile(r"[\s-]<point>[\s-]").search(self.text, start, end)
            beside = re.match(r"\s+(\w+)", self.text[end : end + 20])
            unit = self._unit_of(beside[1] if beside else "", end)
            if beside and unit in {Unit.PERCENT, Unit.MONEY}:
                end += beside.end()
                self.take(end - len(beside[1]), end)
            yield self._number(start, end, value, int(value % 1 > 0 or bool(has_point)), unit)

    def _longest(self, spans: list[Span]) -> tuple[int, float]:
        """Return how many of the words are one number, and its value; 0 where none is."""
        run = [span.text.lower() for span in spans]
        for length in range(len(run), 0, -1):
            value = self.language.number_of(" ".join(run[:length]))
            if value is None or (length > 1 and "een" in run[:length] and not value % 1):
                continue  # 'zeven en een half', but not 'drie een'
            only_before = f"{run[0]}_before"
            is_article = length == 1 and only_before in self.language.lists
            if not is_article or self._follows(only_before, spans[0].end):
                return length, value
        return 0, 0.0

    def unreadable(self) -> Iterator[Item]:
        """Yield digits and signs of numbers that nothing else read: '6.5.1', '③', '½'."""
        for m in self.find("|".join(PATTERNS["unreadable"])):
            yield Item(*m.span(), m.group(), unit=Unit.UNREADABLE)

    def _number(
        self, start: int, end: int, value: float, decimals: int = 0, unit: Unit = Unit.PLAIN
    ) -> Item:
        hedges = Hedge.ABOUT, Hedge.BELOW, Hedge.ABOVE, Hedge.MOST, Hedge.LEAST
        lengths = {self._precedes(h.value, start): h for h in hedges} | {0: Hedge.EXACT}
        written = self.text[start:end]
        is_rough = written.lower() in self.language.rough
        hedge = Hedge.TIMES if is_rough else lengths[max(lengths)]
        return Item(start, end, written, value, decimals, unit, hedge)
