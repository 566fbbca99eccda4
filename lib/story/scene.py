"""What a sentence is about: which areas, periods and subjects it names, and where.

A sentence that names no area goes on about that of the sentence before it, until an empty line.
Not here: which number is right (`numbers`).
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from lib.board import INHABITANTS, RATING, Board
from lib.board.area_values import EVERY_KIND
from lib.catalog import Indicator
from lib.story.fact import RATE, names_unit
from lib.story.facts import Facts
from lib.story.facts import facts as facts_of
from lib.story.reading import PER_1000, Number, When, read
from lib.story.splitting import Span, sentences

CLAUSE = re.compile(r"[;:]\s|,\s|\s[–-]\s|\b(?:maar|terwijl|want|omdat)\b")
# 'The municipality of …' does something, 'a neighbourhood in …' is another place: neither says
# that something is so in the whole municipality.
ACTOR = re.compile(
    r"\b(?:gemeente|(?:wijk|buurt|dorp|deel|stadsdeel)\s+(?:in|van))\s+$", re.IGNORECASE
)
WHOLE = re.compile(
    r"\b(?:het gemiddelde|hele (?:gemeente|stad)|gemeentelijk\w*|alle wijken samen)\b",
    re.IGNORECASE,
)
THIS_AREA = re.compile(r"\b(?:(?:de|deze|onze|hun) (?:wijk|buurt)|hier)\b", re.IGNORECASE)
BESIDE = re.compile(r"\s*(?:,|,?\s*en(?: in)?|,?\s*in)\s*")
BOUND_PLACE = re.compile(
    r"\s*(?:[^\W\d_]+\s+){0,2}(?:in|voor|van|bij)\s+(?:de\s+wijk\s+|wijk\s+|heel\s+)?"
)
BOUND_WHEN = re.compile(
    r"\s*(?:(?!en\b)[^\W\d_]+\s+){0,3}?(?:in|over|van|uit|\()\s*(?:het\s+jaar\s+|de\s+meting\s+van\s+)?"
)
GOAL_YEAR = re.compile(
    r"\b(?:doel|ondergrens|beleid|nota|plan|periode)\w*\s+(?:voor|in|van)?\s*$", re.IGNORECASE
)
ENDS_RANGE = re.compile(r"(?:19|20)\d{2}\s*(?:-|–|tot en met|t/m)\s*$")
P = TypeVar("P", Number, When, Span, "Mention")
JOINS = re.compile(r"\d|\b(?:en|of|dan)\b")
NOW = re.compile(r"\b(?:nu|nieuwste|laatste)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """A place or subject that is named at `text[start:end]`."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, eq=False)
class Scene:
    """One sentence; all places are those in the whole text.

    `places` are mentions in order, `groups` the same put together where they stand in one list.
    `carried` is the area that the text was about before, empty when none.
    """

    text: str
    span: Span
    numbers: tuple[Number, ...]
    whens: tuple[When, ...]
    places: tuple[Mention, ...]
    subjects: tuple[Mention, ...]
    rates: tuple[tuple[int, int], ...]
    carried: str
    carried_subject: str
    carried_when: str
    default: tuple[str, ...]
    generic: frozenset[str]
    home: str

    def before(self, at: int, length: int = 60) -> str:
        """Return what stands before a place, within the sentence."""
        return self.text[max(self.span.start, at - length) : at]

    def after(self, at: int, length: int = 60) -> str:
        """Return what stands behind a place, within the sentence."""
        return self.text[at : min(self.span.end, at + length)]

    def clause(self, at: int) -> Span:
        """Return the part of the sentence around a place, between its commas and such."""
        start, end = self.span.start, self.span.end
        for cut in CLAUSE.finditer(self.text, self.span.start, self.span.end):
            if cut.end() <= at:
                start = cut.end()
            elif cut.start() >= at:
                end = cut.start()
                break
        return Span(start, end, self.text[start:end])

    def areas(self, number: Number) -> tuple[str, ...]:
        """Return the areas that a number must hold for: all of them.

        Several only where it is said of a list; a list with as many numbers goes one by one.
        """
        bound = self._bound_place(number)
        if bound:
            return (bound,)
        own = self._behind(number)
        if own:
            return (own,)
        before = [g for g in self._groups() if g[-1].end <= number.start]
        if before:
            group = before[-1]
            is_in_brackets = self.text[group[-1].end : number.start].strip() == "("
            return (group[-1].key,) if is_in_brackets else self._shared(group, number)
        return self.areas_at(number.start)

    def _behind(self, number: Number) -> str:
        """Return the area behind a number whose clause names none before: 'een 6,4 gaf …'."""
        clause = self.clause(number.start)
        inside = [m for m in self.places if clause.start <= m.start < clause.end]
        if not inside or inside[0].start < number.start:
            return ""
        between = self.text[number.end : inside[0].start]
        return "" if JOINS.search(between) else inside[0].key

    def areas_at(self, at: int) -> tuple[str, ...]:
        """Return the areas named last before a place, else first behind it in its clause."""
        groups, end = self._groups(), self.clause(at).end
        before = [g for g in groups if g[-1].end <= at]
        after = [g for g in groups if at <= g[0].start < end]
        near = before[-1:] or after[:1]
        return tuple(m.key for g in near for m in g)

    def _bound_place(self, number: Number) -> str:
        """Return the area that stands right behind a number: '143 misdrijven in …'."""
        following = next((m for m in self.places if m.start >= number.end), None)
        if following and BOUND_PLACE.fullmatch(self.text[number.end : following.start]):
            return following.key
        return ""

    def _groups(self) -> list[list[Mention]]:
        groups: list[list[Mention]] = []
        for mention in self.places:
            if groups and BESIDE.fullmatch(self.text[groups[-1][-1].end : mention.start]):
                groups[-1].append(mention)
            else:
                groups.append([mention])
        return groups

    def _shared(self, group: list[Mention], number: Number) -> tuple[str, ...]:
        after = [m.start for m in self.places if m.start >= group[-1].end]
        end = min(after, default=self.span.end)
        own = [n for n in self.numbers if group[-1].end <= n.start < end]
        if len(own) == len(group) > 1:
            return (group[own.index(number)].key,)
        return tuple(m.key for m in group)

    def assumed_at(self, at: int) -> tuple[str, ...]:
        """Return the areas of which one must be meant at a place where none is named."""
        sentence = self.span.text
        if WHOLE.search(sentence):
            return (self.home,)
        if self.carried:
            return (self.carried,)
        if THIS_AREA.search(self.before(at, len(sentence))):
            return tuple(a for a in self.default if a != self.home) or self.default
        return self.default

    def when(self, number: Number) -> str:
        """Return the period that is said with a number; empty when none is."""
        usable = [w for w in self.whens if not self._is_of_goal(w)]
        following = next((w for w in usable if w.start >= number.end), None)
        if following and BOUND_WHEN.fullmatch(self.text[number.end : following.start]):
            return following.period
        before = [w for w in usable if w.end <= number.start]
        if before:
            between = self.text[before[-1].end : number.start]
            return "" if NOW.search(between) else before[-1].period
        clause = self.clause(number.start)
        if following and following.end <= clause.end and len(self.numbers) == 1:
            return following.period
        return ""

    def _is_of_goal(self, when: When) -> bool:
        """Tell whether a year is that of a goal or of a policy, not of a figure."""
        before = self.before(when.start)
        start = ENDS_RANGE.search(before)
        if start:
            before = before[: start.start()]
        return bool(GOAL_YEAR.search(before))

    def subject(self, number: Number, *, among: Collection[str] | None = None) -> str:
        """Return the nearest subject: in the clause or else the sentence, before or else behind.

        `among` says which subjects can be meant. Empty where none is named, nor was before.
        """
        clause = self.clause(number.start)
        known = [m for m in self.subjects if among is None or m.key in among]
        near = [m for m in known if clause.start <= m.start < clause.end] or known
        near = [m for m in near if m.key not in self.generic] or near
        before = [m for m in near if m.end <= number.start]
        after = [m for m in near if m.start >= number.end]
        if before or after:
            return before[-1].key if before else after[0].key
        is_known = among is None or self.carried_subject in among
        return self.carried_subject if is_known else ""

    def is_rate(self, number: Number) -> bool:
        """Tell whether a number is said to be per 1,000 inhabitants."""
        following = min((n.start for n in self.numbers if n.start > number.start), default=None)
        end = following or self.span.end
        return any(number.end <= start < end for start, _ in self.rates)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The names of places and the terms of subjects, as patterns that know whose they are.

    `generic` are the subjects that hold others: where one of those is named, it is meant.
    """

    places: re.Pattern[str]
    place_keys: Mapping[str, str]
    terms: re.Pattern[str]
    term_keys: Mapping[str, str]
    generic: frozenset[str]

    def named_places(self, text: str, *, home: str) -> tuple[Mention, ...]:
        """Return the places that are named; the municipality only where it is meant as a whole."""
        found = [
            Mention(*m.span(), self.place_keys[_plain(m.group())])
            for m in self.places.finditer(text)
        ]
        return tuple(
            m
            for m in found
            if m.key != home or not ACTOR.search(text[max(0, m.start - 40) : m.start])
        )

    def named_subjects(self, text: str) -> tuple[Mention, ...]:
        """Return the subjects that are named, the longest term where one holds another."""
        return tuple(
            Mention(*m.span(), self.term_keys[m.group(1).lower()])
            for m in self.terms.finditer(text)
        )


def scenes(text: str, facts: Facts) -> list[Scene]:
    """Return what each sentence of a text is about."""
    known, found = vocabulary(facts.board), read(text)
    places = known.named_places(text, home=facts.home)
    rates = tuple(Span(*m.span(), m.group()) for m in PER_1000.finditer(text))
    in_rates = {at for rate in rates for at in range(rate.start, rate.end)}
    subjects = tuple(m for m in known.named_subjects(text) if m.start not in in_rates)
    default = tuple(dict.fromkeys((facts.home, *(ref.area for ref in facts.chosen))))
    made: list[Scene] = []
    carried, carried_subject, carried_when, at = "", "", "", 0
    for span in sentences(text):
        if text[at : span.start].count("\n") > 1:
            carried, carried_subject, carried_when = "", "", ""
        at = span.end
        scene = Scene(
            text=text,
            span=span,
            numbers=_within(found.numbers, span),
            whens=_within(found.whens, span),
            places=_within(places, span),
            subjects=_within(subjects, span),
            rates=tuple((r.start, r.end) for r in _within(rates, span)),
            generic=known.generic,
            carried=carried,
            carried_subject=carried_subject,
            carried_when=carried_when,
            default=default,
            home=facts.home,
        )
        made.append(scene)
        carried = _goes_on(scene)
        carried_subject = scene.subjects[-1].key if scene.subjects else carried_subject
        carried_when = scene.whens[-1].period if scene.whens else carried_when
    return made


def _goes_on(scene: Scene) -> str:
    """Return the area that the next sentence is about: the municipality only where no other is.

    A sentence that names the municipality after a number of the area before goes on about that.
    """
    if not scene.places:
        return scene.carried
    others = [m.key for m in scene.places if m.key != scene.home]
    if others:
        return others[-1]
    is_aside = scene.numbers and scene.numbers[0].end <= scene.places[0].start
    return scene.carried if scene.carried and is_aside else scene.home


def _within(found: Sequence[P], span: Span) -> tuple[P, ...]:
    """Return what stands in a sentence, of what was found in a text in order."""
    ends = (bisect_left(found, at, key=lambda f: f.start) for at in (span.start, span.end))
    return tuple(found[slice(*ends)])


@lru_cache(maxsize=4)
def vocabulary(board: Board) -> Vocabulary:
    """Return the names and terms of a board."""
    found = facts_of(board)
    places, terms = _places(board), _terms(found.subjects)
    return Vocabulary(
        places=_either([_loose(name) for name in places], flags=re.UNICODE),
        place_keys={_plain(name): key for name, key in places.items()},
        terms=_either([re.escape(t) for t in terms], ending=r"(?:en|s|['’]s|n)?"),
        term_keys=terms,
        generic=frozenset(
            key
            for key, i in found.subjects.items()
            if i.kinds == EVERY_KIND or (i.kind != "survey" and names_unit(i))
        ),
    )


def _places(board: Board) -> dict[str, str]:
    """Return the key of each name: units and parts of names first, so that areas have theirs.

    A part that several areas share ('Noord' of the city) is a place of its own without figures.
    """
    found: dict[str, str] = {}
    first = [name.split("-")[0] for name in (a.name for a in board.areas.values()) if "-" in name]
    found |= {part: f"part:{part}" for part in first if first.count(part) > 1}
    for kind in ("cbs_buurt", "cbs_wijk"):
        for area in board.areas:
            for unit in board.units(area, kind=kind):
                found[re.sub(r"^Wijk \d+ ", "", unit.name)] = unit.area
    found |= {
        f.name: f.areas[0] if len(f.areas) == 1 else f"focus:{f.focus}" for f in board.files.focus
    }
    for key, own in board.areas.items():
        found |= dict.fromkeys((own.name, *own.aliases), key)
    found[board.municipality.name] = board.municipality.code
    return found


def _terms(subjects: Mapping[str, Indicator]) -> dict[str, str]:
    """Return the subject of each term: name, short name, and a unit that names the subject."""
    found: dict[str, str] = {}
    for key, indicator in subjects.items():
        if key.endswith(RATE):
            continue
        names = {indicator.name, indicator.short}
        if names_unit(indicator):
            names.add(indicator.unit)
        for name in names:
            found.setdefault(name.lower(), key)
    if RATING in subjects:
        found |= {"cijfer": RATING, "rapportcijfer": RATING}
    if INHABITANTS in subjects:
        found["inwoners"] = INHABITANTS
    return found


def _loose(name: str) -> str:
    """Return a pattern for a name in which a hyphen may be a space, and the other way round."""
    return r"[\s-]".join(re.escape(part) for part in re.split(r"[\s-]+", name))


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", " ", name)


def _either(
    patterns: Iterable[str], *, ending: str = "", flags: int = re.IGNORECASE
) -> re.Pattern[str]:
    longest = sorted(patterns, key=len, reverse=True)
    joined = "|".join(longest) or r"(?!)"
    return re.compile(rf"(?<![\w-])({joined}){ending}(?!-*\w)", flags)
