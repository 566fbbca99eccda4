"""Finds the numbers in a Dutch text: digits, words, fractions, and how sure they are said.

Text becomes `Number`s and `When`s, each with its place. Dates, times, telephone numbers, postcodes,
addresses, ordinals and references are no figures and are passed over. Not here: whether a number
is right (`numbers`).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from text_to_num import text2num

from lib.figures.format import MONTHS
from lib.story.splitting import words

TEN, HUNDRED = 10, 100
MONTH = "|".join(MONTHS)


class Sort(StrEnum):
    """What kind of number it is."""

    PLAIN = "plain"
    PERCENT = "percent"
    SHARE = "share"  # said as a fraction, told in percent
    MONEY = "money"
    UNREADABLE = "unreadable"


class Hedge(StrEnum):
    """How sure a number is said."""

    EXACT = "exact"
    ABOVE = "above"  # ruim, meer dan
    BELOW = "below"  # bijna, minder dan
    ABOUT = "about"  # ongeveer, circa
    TIMES = "times"  # tientallen, honderden


@dataclass(frozen=True)
class Number:
    """A number at `text[start:end]`; `decimals` is how precise it is written."""

    start: int
    end: int
    value: float
    decimals: int = 0
    sort: Sort = Sort.PLAIN
    hedge: Hedge = Hedge.EXACT


@dataclass(frozen=True)
class When:
    """A year ('2021') or a month ('2023-05') at `text[start:end]`."""

    start: int
    end: int
    period: str


@dataclass(frozen=True)
class Read:
    """All that was read in a text, in order."""

    numbers: tuple[Number, ...]
    whens: tuple[When, ...]


DIGITS = re.compile(
    r"(?<![^\W_])(?<!\d[.,])(?P<euro>€\s*)?"
    r"(?P<n>\d{1,3}(?:[. \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?![^\W_]|[.,]\d)"
    r"(?P<many>\s+(?:duizend|miljoen|miljard)\b)?(?P<unit>\s?%|[\s\u00a0]+(?:procent|euro)\b)?",
    re.IGNORECASE,
)
LEFT = re.compile(r"(?<![^\W_])\d[\d.,]*")
COUNTED = re.compile(
    r"\s+(?:geregistreerde\s+|nieuwe\s+)?(?:misdrijven|registraties|meldingen|inwoners|bewoners|"
    r"mensen|woningen|huizen|keer|kinderen|jongeren|gevallen|incidenten|aangiften?s?|boetes|"
    r"controles|euro|delicten|inbraken|diefstallen|gesprekken|huishoudens|bedrijven|procent|wijken|"
    r"buurten|punten|leerlingen|gasten|bezoekers)\b",
    re.IGNORECASE,
)
# What repeats begins where nothing of its own stands before it, or ends after so many: a reader
# that could begin anywhere and run to the end would take the square of a text's length.
MAIL = r"(?<!\S)\S+@\S+|https?://\S+|www\.\S+|(?<![\w-])[\w-]++\.(?:nl|com|org|eu)\b\S*"
ISO_DATE = r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b"
CLOCK = (
    r"\b\d{1,2}[.:]\d{2}(?:\s*(?:en|tot|-|–)\s*\d{1,2}[.:]\d{2})?\s*(?:uur|u)\b|"
    r"\b\d{1,2}:\d{2}\b"
)
HOUR = r"\b(?:om|van|vanaf|tot|rond|na|voor|tussen)\s+\d{1,2}(?:\s+(?:en|tot)\s+\d{1,2})?\s+uur\b"
PHONE = (
    r"\+31[\d\s-]{8,}\d|\b0[89]00[-\s]\d{3,4}(?:\s\d{2,4})*\b|"
    r"\b0\d{1,3}[-\s]?\d{2,}(?:\s\d+)*\b"
)
ALARM = (
    r"\b(?:bel|belt|bellen|alarmnummer)\b[^.!?\d]{0,80}(?:\d[\d\s,-]{0,20}\w{0,20}\s)?112\b|"
    r"\b112\s+bel(?:len|t)?\b"
)
POSTCODE = r"\b[1-9]\d{3}\s?(?-i:[A-Z]{2})\b"
ORDINAL = r"\b\d+(?:e|de|ste)\b"
ADDRESS = (
    r"\b(?-i:[A-Z])[\w'’-]{0,40}(?:straat|weg|plein|plaats|laan|markt|hof|kade|singel|dijk|pad)"
    r"\s+\d{1,4}[a-z]?\b(?![.,]?\d)"
)
REFERENCE = (
    r"\b(?:paragraaf|artikel|hoofdstuk|pagina|bladzijde|bijlage|lijn|buslijn|kamer|zaal)\s+"
    r"\d+(?:\.\d+)*[a-z]?\b|\b(?-i:Wijk) \d+\b(?![.,]?\d)"
)
PER_1000 = re.compile(
    r"\bper\s+(?:1[.\s]?000|duizend)\b(?:\s+(?:inwoners|mensen|bewoners))?", re.IGNORECASE
)
# No figures, in order: what may hold another comes first.
NO_FIGURES = (
    PER_1000,
    *(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            MAIL,
            ISO_DATE,
            CLOCK,
            HOUR,
            ALARM,
            PHONE,
            POSTCODE,
            ORDINAL,
            ADDRESS,
            REFERENCE,
        )
    ),
)
SHORT_PHONE = re.compile(r"\b14\s?0\d{2,3}\b")  # a municipality's: 14 and its area code
DATE = re.compile(
    rf"\b(?:\d{{1,2}}\s*(?:,|en|of|tot en met|tot|t/m|-|–)\s*){{0,9}}(?P<day>\d{{1,2}}\s+)"
    rf"(?P<month>{MONTH})(?:\s+(?P<year>\d{{4}}))?\b",
    re.IGNORECASE,
)
MONTH_YEAR = re.compile(rf"\b(?P<month>{MONTH})\s+(?P<year>(?:19|20)\d{{2}})\b", re.IGNORECASE)
YEAR = re.compile(r"(?<![^\W_])(?<!\d[.,])(?:19|20)\d{2}(?![^\W_]|[.,]\d|\s?%)")
HEDGES = {
    Hedge.ABOVE: r"(?:iets\s+)?meer dan(?: de)?|ruim(?: een| de)?|minstens|ten minste|minimaal",
    Hedge.BELOW: (
        r"(?:iets\s+)?minder dan(?: de)?|bijna(?: een| de)?|nog geen|net geen|hoogstens|maximaal"
    ),
    Hedge.ABOUT: r"ongeveer(?: een| de)?|circa|ca\.|rond(?: de)?|zo['’]n|naar schatting",
}
BEFORE = {
    hedge: re.compile(rf"(?:^|(?<=\W))(?:{words})\s+(?:€\s*)?$", re.IGNORECASE)
    for hedge, words in HEDGES.items()
}
PARTS = {"helft": 2, "derde": 3, "kwart": 4, "vierde": 4, "vijfde": 5, "tiende": 10}
FRACTION = re.compile(
    r"\b(?:de\s+helft|(?P<top>een|één|1|twee|2|drie|3)\s+(?P<part>derde|kwart|vierde|vijfde|tiende)"
    r"(?=\s+(?:van|deel))|(?P<three>driekwart))\b",
    re.IGNORECASE,
)
ONE_IN = re.compile(r"\b(?P<one>[\w]+)\s+op\s+(?:de|elke|iedere)\s+(?P<all>[\w]+)\b", re.IGNORECASE)
TIMES = {"tientallen": 10, "honderden": 100, "duizenden": 1000}
# 'Een' is a number only where something is counted from something.
COUNTS_ONE = re.compile(r"\s+(?:van|op|uit)\s+(?:de|alle|elke|onze)\b", re.IGNORECASE)
# 'Acht' is a verb here.
ESTEEMS = re.compile(r"\s+(?:het|dit|dat|zich|de|men)\b", re.IGNORECASE)


def read(text: str) -> Read:
    """Return the numbers and periods in a text; never raises."""
    taken, whens = _dates(text)
    found = [*_fractions(text, taken), *_per_digits(text, taken), *_per_words(text, taken)]
    return Read(
        tuple(sorted(found, key=lambda n: n.start)), tuple(sorted(whens, key=lambda w: w.start))
    )


@lru_cache(maxsize=4096)
def in_digits(word: str) -> int | None:
    """Return the number that one or more Dutch words say, None where they say none."""
    try:
        return int(text2num(word, "nl"))
    except (ValueError, OverflowError):
        return None


class _Taken:
    """Which places of a text are read already."""

    def __init__(self, length: int) -> None:
        self._is_taken = bytearray(length)

    def take(self, start: int, end: int) -> bool:
        """Take a place; tell whether it was free."""
        if any(self._is_taken[start:end]):
            return False
        self._is_taken[start:end] = b"\1" * (end - start)
        return True


def _dates(text: str) -> tuple[_Taken, list[When]]:
    """Take what is no figure; return the periods that it names."""
    taken = _Taken(len(text))
    for pattern in NO_FIGURES:
        for match in pattern.finditer(text):
            taken.take(*match.span())
    for match in SHORT_PHONE.finditer(text):
        if not COUNTED.match(text, match.end()):
            taken.take(*match.span())
    days = [m for m in DATE.finditer(text) if taken.take(*m.span())]
    months = [m for m in MONTH_YEAR.finditer(text) if taken.take(*m.span())]
    years = [m for m in YEAR.finditer(text) if _is_year(text, m) and taken.take(*m.span())]
    return taken, [
        *(When(*m.span(), m["year"]) for m in days if m["year"]),
        *(When(*m.span(), f"{m['year']}-{_month(m['month']):02}") for m in months),
        *(When(*m.span(), m.group()) for m in years),
    ]


def _month(name: str) -> int:
    return MONTHS.index(name.lower()) + 1


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Tell whether four digits are a year: not 'ruim 2000', '2000 meldingen' or '€ 2000'."""
    is_hedged = _hedge(text, match.start()) in {Hedge.ABOVE, Hedge.BELOW}
    is_money = text[max(0, match.start() - 9) : match.start()].rstrip().endswith("€")
    return not (is_hedged or is_money or COUNTED.match(text, match.end()))


def _fractions(text: str, taken: _Taken) -> list[Number]:
    found = []
    for match in FRACTION.finditer(text):
        top, part = match["top"], match["part"]
        share = 0.75 if match["three"] else 0.5
        if part:
            share = (in_digits(top.lower()) or _integer(top)) / PARTS[part.lower()]
        if taken.take(*match.span()):
            found.append(_number(text, match.span(), share * HUNDRED, 0, Sort.SHARE))
    for match in ONE_IN.finditer(text):
        one, every = (in_digits(w.lower()) or _integer(w) for w in match.group("one", "all"))
        if one and every and taken.take(*match.span()):
            found.append(_number(text, match.span(), one / every * HUNDRED, 0, Sort.SHARE))
    return found


def _integer(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) < 9 else 0  # noqa: PLR2004


def _per_digits(text: str, taken: _Taken) -> list[Number]:
    found = []
    for match in DIGITS.finditer(text):
        if not taken.take(*match.span()):
            continue
        value, decimals = _value(match["n"])
        if match["many"]:
            value, decimals = value * (in_digits(match["many"].strip().lower()) or 1), 0
        unit = (match["unit"] or "").strip().lower()
        sort = Sort.PERCENT if unit in {"%", "procent"} else Sort.PLAIN
        sort = Sort.MONEY if match["euro"] or unit == "euro" else sort
        found.append(_number(text, match.span(), value, decimals, sort))
    for match in LEFT.finditer(text):
        if taken.take(*match.span()):
            span = match.start(), match.end() - len(match.group()) + len(match.group().rstrip(".,"))
            found.append(_number(text, span, float("nan"), 0, Sort.UNREADABLE))
    return found


def _value(written: str) -> tuple[float, int]:
    """Return the value and its decimals: '7,2' and '7.2' are equal, '7.206' is a thousand."""
    if re.fullmatch(r"\d{1,3}(?:[. \u00a0\u202f]\d{3})+(?:,\d+)?", written):
        written = re.sub(r"[. \u00a0\u202f]", "", written)
    plain = written.replace(",", ".")
    _, _, decimals = plain.partition(".")
    return float(plain), len(decimals)


def _per_words(text: str, taken: _Taken) -> list[Number]:
    found, spans = [], words(text)
    at = 0
    while at < len(spans):
        length, value, decimals = _run(text, [s.text for s in spans[at : at + 4]], spans[at].end)
        if not length:
            at += 1
            continue
        start, end = spans[at].start, spans[at + length - 1].end
        at += length
        if taken.take(start, end):
            after = re.match(r"\s+(procent|euro)\b", text[end : end + 20])
            unit = after.group(1) if after else ""
            sort = {"procent": Sort.PERCENT, "euro": Sort.MONEY}.get(unit, Sort.PLAIN)
            end += after.end() if after else 0
            taken.take(end - len(unit), end)
            found.append(_number(text, (start, end), value, decimals, sort))
    return found


def _run(text: str, run: list[str], end: int) -> tuple[int, float, int]:
    """Return how many of the words are one number, its value and decimals; 0 where none is.

    `end` is where the first word ends.
    """
    lowered = [w.lower() for w in run]
    first = lowered[0]
    whole = TIMES.get(first) or in_digits(first)
    is_article = first == "een" and not COUNTS_ONE.match(text, end)
    if whole is None or is_article or (first == "acht" and ESTEEMS.match(text, end)):
        return 0, 0, 0
    tenths = in_digits(lowered[2]) if lowered[1:2] in (["komma"], ["punt"]) and run[2:] else None
    if tenths is not None and tenths < TEN:
        return 3, whole + tenths / TEN, 1
    for length in range(len(run), 1, -1):
        joined = in_digits(" ".join(lowered[:length]))
        if joined is not None and "een" not in lowered[1:length]:
            return length, joined, 0
    return 1, whole, 0


def _number(text: str, span: tuple[int, int], value: float, decimals: int, sort: Sort) -> Number:
    hedge = _hedge(text, span[0])
    if text[span[0] : span[1]].lower() in TIMES:
        hedge = Hedge.TIMES
    return Number(*span, value, decimals, sort, hedge)


def _hedge(text: str, start: int) -> Hedge:
    before = text[max(0, start - 30) : start]
    return next((h for h, pattern in BEFORE.items() if pattern.search(before)), Hedge.EXACT)
