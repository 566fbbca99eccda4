"""How plain a Dutch text is: long sentences and words, passive forms, an estimate of its level.

The level is an estimate from lengths only; it knows nothing of what a reader knows. Not here: words
that have a simpler one (`lib.story.words`).
"""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import pyphen

from lib.text.splitting import Span, sentences, words

LONG_SENTENCE, VERY_LONG_SENTENCE = 15, 20  # words
LONG_WORD, MANY_SYLLABLES = 14, 3  # more than so many letters or syllables
# Lower bounds of the reading ease for a level: see `Plain.level`.
LEVELS = ((80.0, "A2"), (60.0, "B1"), (10.0, "B2"), (float("-inf"), "C1"))
_WORDS = tomllib.loads(Path(__file__).with_name("plain.toml").read_text(encoding="utf-8"))
AUXILIARY = frozenset(_WORDS["auxiliary"])
PARTICIPLE = re.compile(
    rf"(?:{'|'.join(_WORDS['prefixes'])})?ge[^\W\d_]{{2,}}(?:d|t|en)|"
    r"(?:be|ver|ont|her|er)[^\W\d_]{2,}(?:d|t|en)|[^\W\d_]{3,}eerd",
    re.IGNORECASE,
)
NO_PARTICIPLE = frozenset(_WORDS["no_participle"])
DICTIONARY = pyphen.Pyphen(lang="nl_NL")
NUMBER = re.compile(r"(?<!\w)\d[\d.,]*")
BETWEEN = 8  # words between the two parts of a passive form


class Length(StrEnum):
    """How long a sentence is."""

    GOOD = "goed"
    LONG = "lang"
    VERY_LONG = "te lang"


@dataclass(frozen=True)
class Sentence(Span):
    """A sentence with its number of words."""

    words: int

    @property
    def length(self) -> Length:
        """Over 15 words is long, over 20 too long."""
        if self.words > VERY_LONG_SENTENCE:
            return Length.VERY_LONG
        return Length.LONG if self.words > LONG_SENTENCE else Length.GOOD


@dataclass(frozen=True)
class Plain:
    """What was found of a text; spans are places in it. `ease` is None where there is no text."""

    sentences: tuple[Sentence, ...]
    long_words: tuple[Span, ...]
    passive: tuple[Span, ...]
    ease: float | None

    @property
    def level(self) -> str:
        """The estimated level: 'A2', 'B1', 'B2' or 'C1'; empty without text.

        The bands of the reading ease are ours, after Douma's table of schooling: 80 and more
        (primary school) A2, 60 to 80 (lower secondary) B1, 10 to 60 (higher secondary and above)
        B2, less C1. No study ties the formula to these levels: it is an estimate.
        """
        if self.ease is None:
            return ""
        return next(level for bound, level in LEVELS if self.ease >= bound)

    @property
    def summary(self) -> str:
        """The level in a sentence that says that it is an estimate."""
        if self.ease is None:
            return "Er is nog geen tekst."
        return (
            f"Schatting van het taalniveau: {self.level}. De schatting kijkt alleen naar de lengte "
            "van zinnen en woorden."
        )


def plain_language(text: str) -> Plain:
    """Return how plain a text is; never raises."""
    found = words(text)
    counted = [
        Sentence(s.start, s.end, s.text, len(words(s.text)) + len(NUMBER.findall(s.text)))
        for s in sentences(text)
    ]
    return Plain(
        sentences=tuple(counted),
        long_words=tuple(w for w in found if _is_long(w, text)),
        passive=tuple(p for s in counted for p in _passive(s)),
        ease=_ease(found, sum(s.words > 0 for s in counted)),
    )


def _ease(found: list[Span], sentence_count: int) -> float | None:
    """Return the reading ease of Flesch as W.H. Douma made it fit Dutch; higher is easier.

    206.84 - 0.93 x words per sentence - 77 x syllables per word. Source: Douma, 'De leesbaarheid
    van landbouwbladen' (Landbouwhogeschool Wageningen, Bulletin 17, 1960), after R. Flesch. A name
    counts as easy as its length allows; a number is no word. None without words.
    """
    if not found:
        return None
    per_word = sum(syllables(word.text) for word in found) / len(found)
    return 206.84 - 0.93 * (len(found) / sentence_count) - 77 * per_word


@lru_cache(maxsize=8192)
def syllables(word: str) -> int:
    """Return how many syllables a Dutch word has: one more than where it may be broken."""
    return len(DICTIONARY.positions(word.lower())) + 1


def _is_long(word: Span, text: str) -> bool:
    """Return whether a word is long; a name, with a capital inside a sentence, is not."""
    before = text[max(0, word.start - 9) : word.start]
    is_name = word.text[:1].isupper() and not re.search(r"(?:^|[.!?…\n])\s*$", before)
    return not is_name and (len(word.text) > LONG_WORD or syllables(word.text) > MANY_SYLLABLES)


def _passive(sentence: Span) -> list[Span]:
    """Return each passive form: an auxiliary with a participle near it, on either side."""
    found, spans, used = [], words(sentence.text, sentence.start), set[int]()
    for n in (n for n, w in enumerate(spans) if w.text.lower() in AUXILIARY):
        near = [*range(n + 1, min(n + BETWEEN, len(spans))), *range(n - 1, max(n - 3, -1), -1)]
        part = next((m for m in near if m not in used and _is_participle(spans, m)), None)
        if part is not None:
            used.add(part)
            start, end = spans[min(n, part)].start, spans[max(n, part)].end
            found.append(Span(start, end, sentence.cut(start, end)))
    return found


def _is_participle(spans: list[Span], at: int) -> bool:
    word, is_infinitive = spans[at].text, bool(at) and spans[at - 1].text == "te"
    is_known = not word.islower() or word in NO_PARTICIPLE
    return not is_infinitive and not is_known and bool(PARTICIPLE.fullmatch(word))
