"""Finds what a text says that could be checked: its numbers, and claims without a number.

Text becomes `Item`s and `When`s, each with its place. Dates, times, telephone numbers, addresses,
ordinals and references are no items. Not here: which fact an item is (`propose`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lib.story.language import ClaimKind, Language, either, load_language
from lib.story.splitting import Span, sentences, words

HUNDRED, LONGEST_WORDS = 100, 40  # the second: letters that words before a number may take
NUMERAL = r"\d{1,3}(?:[. \u00a0\u202f]\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
NAMES = re.compile(
    r"(?<!\S)\S+@\S+|https?://\S+|www\.\S+|(?<![\w-])[\w-]++\.(?:nl|com|org|eu)\b\S*|"
    r"\b\d{4}-\d{2}-\d{2}\b|(?<![\d.,:])\d{1,2}[-/]\d{1,2}(?:[-/]\d{2,4})?(?![\d.,:]*\d)|"
    r"\b[1-9]\d{3}\s?(?-i:[A-Z]{2})\b|\b\d+-(?=[a-z])[\w-]+|\b\d{2}\+|\b24/7\b|['’]\d\d\b|"
    r"\bQ[1-4]\b|\bper\s+(?:1[.,\s]?000|duizend|thousand|tausend)\b|(?m:^)\s*\d{1,2}[.)](?=\s)",
    re.IGNORECASE,
)
PHONES = re.compile(
    r"\+31[\d\s()-]{8,}\d|\(0\d{1,3}\)[\s-]?\d[\d\s-]{5,}\d|\b0[89]00[-\s]?\d{3,4}(?:\s?\d{2,4})*\b|"
    r"\b0\d{1,3}\s?[-–]?\s?\d{2,}(?:[\s-]+\d+)*\b"
)
SHORT_PHONES = re.compile(r"\b14\s?0\d{2,3}\b|\b(?:112|113|144|116)\b")
CLOCK = r"\d{1,2}(?:[.:]\d{2})?"
SPAN = rf"{CLOCK}(?:\s*(?:<range>|[-–])\s*{CLOCK})?"
HOUR_WORD = r"(?:\d{1,2}(?:[.:]\d{2})?|[a-zé]+)"
# With `<name>` for a list of words; what may hold another comes first.
NO_CLAIMS = (
    r"<at>\s+\d{1,2}\s+<range>\s+\d{1,2}(?=[.,;]|$|\s+<age>)",
    rf"\b\d{{1,2}}[.:]\d{{2}}\s+<range>\s+<about>\s+{CLOCK}\s*<hours>",
    rf"{SPAN}\s*<hours>(?=\s+<part_of_day>)|<at>\s+{SPAN}\s*<hours>",
    rf"\b\d{{1,2}}[.:]\d{{2}}(?:\s*(?:<range>|[-–])\s*{CLOCK})?\s*<hours>|\b\d{{1,2}}:\d{{2}}\b",
    rf"(?:<part_of_day>|<at>)\s+<at>\s+{HOUR_WORD}",
    rf"<at>\s+{HOUR_WORD}(?:\s+<range>\s+{HOUR_WORD})?\s+<hours>",
    r"<no_number>",
    r"\b\d{1,2}\s+<age>",
    r"\b\d+(?:e|de|ste|st|nd|rd|th|te)\b",
    r"<reference>\s*\d+(?:[.:-]\d+)*[a-z]?\b",
    r"(?=(?-i:[A-ZÀ-Ý]))<street>\s+\d{1,4}\s?[a-z]?\b(?![.,]?\d)(?:\s?[-–/]\s?\d+)?",
    r"\b(?-i:Wijk) \d+\b(?![.,]?\d)",
)
UNREADABLE = re.compile(
    r"(?<![^\W_])\d(?:[\d.,]*\d)?|"
    "[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u2189\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]"
)


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
    ABOUT = "about"  # ongeveer, circa
    TIMES = "times"  # tientallen, honderden


@dataclass(frozen=True, order=True)
class Item:
    """A number or claim at `text[start:end]`; `claim` is None for a number.

    `value` is a number as it was read, with so many `decimals`.
    """

    start: int
    end: int
    text: str
    value: float = 0.0
    decimals: int = 0
    unit: Unit = Unit.PLAIN
    hedge: Hedge = Hedge.EXACT
    claim: ClaimKind | None = None


@dataclass(frozen=True)
class When:
    """A year ('2021') or a month ('2023-05') at `text[start:end]`."""

    start: int
    end: int
    period: str


@dataclass(frozen=True)
class Reading:
    """All that was read in a text, in order; items never overlap."""

    items: tuple[Item, ...]
    whens: tuple[When, ...]


def read(text: str, language: str = "nl") -> Reading:
    """Return the items and periods in a text; never raises."""
    reader = _Reader(text, load_language(language))
    reader.skip_names()
    whens = sorted(reader.take_periods(), key=lambda w: w.start)
    numbers = [*reader.shares(), *reader.digits(), *reader.worded(), *reader.unreadable()]
    items = [*numbers, *_read_claims(text, numbers, reader.language)]
    items += _read_topics(text, items, reader.language)
    return Reading(tuple(sorted(items)), tuple(whens))


def _read_claims(text: str, numbers: list[Item], language: Language) -> list[Item]:
    """Return the claims; of those that overlap the one with the most words."""
    signs = list(text.replace("#", "_"))
    for one in numbers:
        signs[one.start : one.end] = "#" * (one.end - one.start)
    masked = "".join(signs)
    found = [(m, k) for k, pattern in language.claims for m in pattern.finditer(masked)]
    found.sort(key=lambda f: (f[0].start() - f[0].end(), f[0].start()))
    taken = bytearray("#" in sign for sign in masked)
    hedges = "|".join(language.pattern(name).pattern for name in ("above", "below", "about"))
    no_claims = rf"(?:{hedges})(?=\s+(?:een\s+)?[€\s]*#)|{language.pattern('no_claim').pattern}"
    for match in re.finditer(no_claims, masked, re.IGNORECASE):
        taken[match.start() : match.end()] = b"\1" * len(match.group())
    claims = []
    for match, kind in found:
        last = [*re.finditer(r"[^#\s](?:[^#]*[^#\s])?", match.group())][-1]
        start, end = match.start() + last.start(), match.start() + last.end()
        if not any(taken[start:end]):
            taken[match.start() : match.end()] = b"\1" * len(match.group())
            claims.append(Item(start, end, text[start:end], claim=kind))
    return claims


def _read_topics(text: str, items: list[Item], language: Language) -> Iterator[Item]:
    """Yield the subject of each sentence about safety in which nothing else was found.

    What is said of it may be a claim in words that no list has.
    """
    start, topics = (language.pattern(name).pattern for name in ("determiner", "topics"))
    pattern = rf"\W*(?:(?:{start})\s+(?:[^\W\d_]+\s+){{0,2}}?)?(?P<topic>{topics})"
    for sentence in sentences(text):
        is_read = any(sentence.start <= i.start < sentence.end for i in items)
        is_whole = sentence.text.endswith((".", "!"))  # no title or question
        match = None if is_read or not is_whole else re.match(pattern, sentence.text, re.IGNORECASE)
        if match:
            begin, end = (sentence.start + at for at in match.span("topic"))
            yield Item(begin, end, text[begin:end], claim=ClaimKind.TOPIC)


@dataclass
class _Reader:
    """A text of which places are read one after another; what is read is not read again."""

    text: str
    language: Language

    def __post_init__(self) -> None:
        self._is_taken = bytearray(len(self.text))

    def _take(self, start: int, end: int) -> bool:
        """Take a place; return whether it was free."""
        if any(self._is_taken[start:end]):
            return False
        self._is_taken[start:end] = b"\1" * (end - start)
        return True

    def _find(self, pattern: str) -> Iterator[re.Match[str]]:
        """Yield what is free of a pattern, in which a name in brackets is a list of words."""
        lists = self.language.words.lists
        pattern = re.sub(r"(?<!P)<(\w+)>", lambda m: f"(?:{either(lists[m[1]])})", pattern)
        free = "".join(
            "\0" if taken else sign for sign, taken in zip(self.text, self._is_taken, strict=True)
        )
        for match in re.finditer(pattern, free, re.IGNORECASE):
            if self._take(*match.span()):
                yield match

    def skip_names(self) -> None:
        """Take what is no claim: addresses, telephone numbers, times, references, ordinals."""
        for match in NAMES.finditer(self.text):
            self._take(*match.span())
        for pattern in NO_CLAIMS:
            list(self._find(pattern))
        for match in PHONES.finditer(self.text):
            self._take(*match.span())
        for match in SHORT_PHONES.finditer(self.text):
            sentence = next(s for s in sentences(self.text) if s.end >= match.end())
            is_long = len(match.group()) > len("112")
            is_phone = is_long or self.language.pattern("phone").search(sentence.text)
            if is_phone and not self._follows("counted", match.end()):
                self._take(*match.span())

    def _follows(self, name: str, end: int) -> bool:
        """Return whether one of the words of a list stands behind a place."""
        pattern = rf"\s+(?:{either(self.language.words.lists[name])})"
        return bool(re.compile(pattern, re.IGNORECASE).match(self.text, end))

    def _precedes(self, name: str, start: int) -> int:
        """Return how long the words of a list are that stand before a place; 0 without any."""
        before = self.text[max(0, start - LONGEST_WORDS) : start].rstrip(" €\u00a0")
        found = re.search(rf"(?:{either(self.language.words.lists[name])})$", before, re.IGNORECASE)
        return len(found.group()) if found else 0

    def take_periods(self) -> Iterator[When]:
        """Yield the years and months that the text names, and take days."""
        months = self.language.words.lists["months"]
        day = r"(?:\d{1,2}\.?\s*(?:(?:<range>|,|[-–])\s*)?){1,9}"
        year = r"\s+(?P<year>(?:19|20)\d{2})\b"
        for m in self._find(rf"\b(?:{day}\s*)?(?P<month><months>)(?:{year})?"):
            name = re.sub(r"\s+", " ", m["month"].lower())
            if m["year"]:
                is_day = m.group()[:1].isdigit()
                number = [x.rstrip(".") for x in months].index(name.rstrip(".")) % 12 + 1
                yield When(*m.span(), m["year"] if is_day else f"{m['year']}-{number:02}")
            before = words(self.text[max(0, m.start() - 20) : m.start()])
            if before and self.language.number_of(before[-1].text) is not None:  # 'veertien maart'
                self._take(m.start() - len(before[-1].text) - 1, m.start() - 1)
        for m in re.finditer(
            r"(?<![^\W_])(?<!\d[.,])(?:19|20)\d{2}(?![^\W_]|[.,]\d|\s?%)", self.text
        ):
            if self._is_year(m) and self._take(*m.span()):
                yield When(*m.span(), m.group())

    def _is_year(self, match: re.Match[str]) -> bool:
        """Return whether four digits stand as a year: 'in 2021', not '2000 meldingen'."""
        before = self.text[: match.start()].rstrip(" ")[-1:]
        if self._follows("counted", match.end()) or before == "€":
            return False
        is_first = before in {"", "\n", ".", "!", "?"}
        is_after = self._precedes("year", match.start()) > self._precedes("no_year", match.start())
        return is_first or is_after

    def shares(self) -> Iterator[Item]:
        """Yield the fractions: 'een op de negen', 'twee derde', 'de helft', 'driekwart'."""
        parts = "|".join(sorted(self.language.words.parts, key=len, reverse=True))
        worded = (
            rf"\b(?:(?P<top>[\w]+)\s+)?(?P<part>{parts})\b(?=\s+(?:van|deel|of|von|der|z)\b|[.,]|$)"
        )
        for m in self._find(r"\b(?P<one>\w+)\s+<one_in>\s+(?P<all>\w+)\b(?!\s*%)"):
            one, every = self._integer(m["one"]), self._integer(m["all"])
            if one and every and one < every:
                yield self._number(*m.span(), one / every * HUNDRED, unit=Unit.SHARE)
            else:
                self._is_taken[m.start() : m.end()] = bytes(m.end() - m.start())
        for m in self._find(worded):
            top = self._integer(m["top"] or "") or 1
            start = m.start("part") if m["top"] and not self._integer(m["top"]) else m.start()
            share = top / self.language.words.parts[m["part"].lower()] * HUNDRED
            yield self._number(start, m.end(), share, unit=Unit.SHARE)

    def _integer(self, word: str) -> float:
        if word.isdecimal():
            return float(word) if len(word) < 9 else 0  # noqa: PLR2004
        return self.language.number_of(word) or 0

    def digits(self) -> Iterator[Item]:
        """Yield what is written in digits, with its unit; what cannot be read as such too."""
        many = "|".join(sorted(self.language.words.many, key=len, reverse=True))
        pattern = (
            rf"(?<![^\W_])(?<!\d[.,])(?P<euro>€\s*)?(?P<n>{NUMERAL})(?![^\W_]|[.,]\d)"
            rf"(?P<many>\s+(?:{many})\b)?(?P<unit>\s*<percent>|\s*<money>)?"
        )
        for m in self._find(pattern):
            value, decimals = self._value_of(m["n"])
            if m["many"]:
                value *= self.language.words.many[m["many"].strip().lower()]
                decimals = 0
            unit = self._unit_of(m["euro"] or m["unit"] or "", m.end())
            yield self._number(*m.span(), value, decimals, unit)

    def _value_of(self, written: str) -> tuple[float, int]:
        """Return the value and its decimals: in Dutch '7,2' and '7.2' are equal, '7.206' is not."""
        sign = "," if self.language.words.decimal == "." else "."
        thousands = rf"\d{{1,3}}(?:[\s\u00a0\u202f{re.escape(sign)}]\d{{3}})+"
        if re.fullmatch(rf"{thousands}(?:[.,]\d+)?", written):
            written = re.sub(thousands, lambda m: re.sub(r"\D", "", m[0]), written, count=1)
        plain = written.replace(",", ".")
        plain = plain.replace(".", "", plain.count(".") - 1)
        return float(plain), len(plain.partition(".")[2])

    def _unit_of(self, beside: str, end: int) -> Unit:
        written = beside.strip().lower()
        if written in self.language.words.lists["percent"]:
            return Unit.PERCENT
        if written in self.language.words.lists["money"]:
            return Unit.MONEY
        return Unit.TIMES if self._follows("times", end) else Unit.PLAIN

    def worded(self) -> Iterator[Item]:
        """Yield what is written in words: 'zeven komma twee', 'anderhalf keer', 'een dozijn'."""
        spans, at = words(self.text), 0
        while at < len(spans):
            length, value, decimals = self._longest([s.text for s in spans[at : at + 4]], spans[at])
            start, end = spans[at].start, spans[at + max(length, 1) - 1].end
            at += max(length, 1)
            if not length or not self._take(start, end):
                continue
            beside = re.match(r"\s+(\w+)", self.text[end : end + 20])
            unit = self._unit_of(beside[1] if beside else "", end)
            if beside and unit in {Unit.PERCENT, Unit.MONEY}:
                end += beside.end()
                self._take(end - len(beside[1]), end)
            yield self._number(start, end, value, decimals, unit)

    def _longest(self, run: list[str], first: Span) -> tuple[int, float, int]:
        """Return how many of the words are one number, its value and decimals; 0 where none is."""
        number_of, folded = self.language.number_of, [w.lower() for w in run]
        whole = number_of(run[0])
        for length in range(len(run), 1, -1):
            joined = number_of(" ".join(folded[:length]))
            if joined is not None and "een" not in folded[:length]:
                return length, joined, int(joined % 1 > 0)
        if len(run) > 2 and folded[1] in self.language.words.lists["point"] and whole is not None:  # noqa: PLR2004
            tenths = number_of(run[2])
            if tenths is not None and tenths < 10:  # noqa: PLR2004
                return 3, whole + tenths / 10, 1
        if whole is None or (folded[0] == "een" and not self._follows("one_before", first.end)):
            return 0, 0, 0
        return 1, whole, int(whole % 1 > 0)

    def unreadable(self) -> Iterator[Item]:
        """Yield digits and signs of numbers that nothing else read: '6.5.1', '③', '½'."""
        for m in UNREADABLE.finditer(self.text):
            if self._take(*m.span()):
                yield Item(*m.span(), m.group(), unit=Unit.UNREADABLE)

    def _number(
        self, start: int, end: int, value: float, decimals: int = 0, unit: Unit = Unit.PLAIN
    ) -> Item:
        lengths = {
            self._precedes(h.value, start): h for h in (Hedge.ABOUT, Hedge.BELOW, Hedge.ABOVE)
        }
        hedge = lengths[max(lengths)] if max(lengths) else Hedge.EXACT
        written = self.text[start:end]
        if written.lower() in self.language.words.rough:
            hedge = Hedge.TIMES
        return Item(start, end, written, value, decimals, unit, hedge)
