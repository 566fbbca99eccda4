"""Claims without a number: that something rose or fell, and that something holds for all areas.

A rise or fall is only right where it is demonstrated. What is wanted, asked or denied is no claim.
Not here: numbers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from lib.analysis.change import Change
from lib.analysis.counts import Verdict
from lib.board import RATING
from lib.catalog import Polarity
from lib.figures.vocabulary import CHANGE_LABELS, VERDICT_LABELS
from lib.story.conditions import ALL, GOAL_WORD, condition, count, exceptions, goal_condition
from lib.story.counted import areas_fact, is_of_many
from lib.story.fact import Fact, Role
from lib.story.facts import Facts
from lib.story.scene import Scene
from lib.story.verdicts import Checked, Found

RISE = (
    r"ste(?:eg|gen)|stijg(?:t|en|end|ende)|stijging(?:en)?|gestegen|toe(?:genomen|name)|"
    r"n(?:eemt|emen|am|amen)(?=[^.;:]*\btoe\b)|groei(?:t|de|den|en)?|gegroeid|"
    r"verdubbel(?:t|d|de|den|en|ing)|omhoog"
)
FALL = (
    r"daal(?:t|de|den)|dalen|dalend|dalende|daling(?:en)?|gedaald|af(?:genomen|name)|"
    r"n(?:eemt|emen|am|amen)(?=[^.;:]*\baf\b)|l(?:oopt|open|iep|iepen)(?=[^.;:]*\bterug\b)|gehalveerd|halveer(?:t|de|den)|halvering|"
    r"krimp(?:t|en)?|kromp(?:en)?|omlaag|terug(?:gelopen|gedrongen)"
)
BETTER = (
    r"verbeter(?:t|d|de|den)|verbetering(?:en)?|beter dan (?:in|eerst|vroeger|voorheen)|"
    r"vooruit(?:gegaan|gang)?|veiliger"
)
WORSE = (
    r"verslechter(?:t|d|de|den)|verslechtering(?:en)?|slechter dan (?:in|eerst|vroeger|voorheen)|"
    r"achteruit(?:gegaan|gang)?|onveiliger"
)
WORDS = (("rise", RISE), ("fall", FALL), ("better", BETTER), ("worse", WORSE))
CLAIM = re.compile("|".join(rf"\b(?P<{k}>{p})\b" for k, p in WORDS), re.IGNORECASE)
MORE = re.compile(r"\b(?P<more>meer|minder|vaker)\s+(?:vaak\s+)?$", re.IGNORECASE)
# What figures may be about, also where there are none of it.
THING = (
    r"overlast|criminaliteit|misdaad|misdaden|misdrijven|inbraken|diefstal(?:len)?|geweld|"
    r"vernieling(?:en)?|meldingen|aangiften?s?|incidenten|onveiligheid|verloedering"
)
THINGS = re.compile(rf"\b(?:{THING})\b", re.IGNORECASE)
MORE_THINGS = re.compile(rf"\b(?P<more>meer|minder)\s+(?:{THING})\b", re.IGNORECASE)
FROM = re.compile(r"\bvan\s+(?:een\s+)?$", re.IGNORECASE)
TO = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:in \d{4}\s+)?naar\s+(?:een\s+)?")
# What is wanted, needed, possible or asked says nothing about what is.
WISH = re.compile(
    r"\b(?:wil(?:len|de|den)?|moet(?:en)?|moest(?:en)?|zou(?:den)?|kan|kunnen|kon(?:den)?|hopen|"
    r"hoopt|nodig|het doel is (?:dat|om)|als doel|streven|streeft|zodat|zullen|zal|wens(?:en|t)?|"
    r"nagaan|onderzoeken)\b|^(?:of|als)\b|"
    r"\b(?:niet|onbekend|onduidelijk|weten|kijken|zien) of\b",
    re.IGNORECASE,
)
GOAL_IS = re.compile(r"\b(?:doel|streven|ambitie)\b\s*(?::|is\b|blijft\b)", re.IGNORECASE)
WISH_BEHIND = re.compile(r"\s+(?:moet(?:en)?|kan|kunnen|wil(?:len)?)\b", re.IGNORECASE)
DENIED = re.compile(r"\b(?:geen|niet)\s+(?:[^\W\d_]+\s+){0,2}$", re.IGNORECASE)
SHOWN = re.compile(r"\b(?:aantoonba|aangeto)", re.IGNORECASE)
NOT = re.compile(r"\b(?:geen|niet|nergens)\b", re.IGNORECASE)
UP = {Change.RISE, Verdict.RISE}
DOWN = {Change.FALL, Verdict.FALL}
NO_WAVES = "Er zijn geen twee metingen die te vergelijken zijn."
NOT_TESTED = "Of dit verschil toeval is, is niet onderzocht."
NO_DIFFERENCE = "geen aantoonbaar verschil"
POINTS = re.compile(r"\bpunt(?:en)?\s+$", re.IGNORECASE)
Place = tuple[int, int]


@dataclass(frozen=True)
class Direction:
    """A word at `text[start:end]` that says a change: 'rise', 'fall', 'better' or 'worse'."""

    start: int
    end: int
    way: str


def check_claims(scene: Scene, facts: Facts) -> Iterable[Checked]:
    """Yield what was found of the claims in one sentence."""
    quantified = ALL.search(scene.span.text)
    directions = [d for d in _directions(scene) if not _is_wish(scene, d)]
    if quantified:
        place = scene.span.start + quantified.start(), scene.span.start + quantified.end()
        how_many = str(quantified.lastgroup)
        if directions:
            yield _all_changed(scene, facts, place, way=directions[0].way, how_many=how_many)
        else:
            yield from _of_all(scene, facts, place, how_many=how_many)
        return
    if not is_of_many(scene):
        yield from _reaches(scene, facts)
    for direction in directions:
        if not _is_denied(scene, direction):
            yield _changed(scene, facts, direction)


def _directions(scene: Scene) -> Iterable[Direction]:
    """Yield the words that say a change of what the sentence is about."""
    base = scene.span.start
    things = THINGS.search(scene.span.text)
    is_about = bool(scene.subjects or scene.numbers or scene.carried_subject or things)
    for match in CLAIM.finditer(scene.span.text):
        if is_about or match.group().lower().endswith("veiliger"):
            yield Direction(base + match.start(), base + match.end(), str(match.lastgroup))
    for match in () if scene.subjects else MORE_THINGS.finditer(scene.span.text):
        way = "fall" if match["more"].lower() == "minder" else "rise"
        yield Direction(base + match.start(), base + match.end(), way)
    for mention in scene.subjects:
        more = MORE.search(scene.before(mention.start))
        if more:
            way = "fall" if more["more"].lower() == "minder" else "rise"
            yield Direction(mention.start - len(more.group()), mention.end, way)
    for first, second in pairwise(scene.numbers):
        between = scene.text[first.end : second.start]
        if FROM.search(scene.before(first.start)) and TO.fullmatch(between):
            start = first.end + between.index("naar")
            way = "rise" if second.value > first.value else "fall"
            yield Direction(start, start + len("naar"), way)


def _is_wish(scene: Scene, direction: Direction) -> bool:
    clause = scene.clause(direction.start)
    before = scene.text[clause.start : direction.start]
    is_question = scene.span.text.rstrip().endswith("?")
    behind = WISH_BEHIND.match(scene.text[direction.end : clause.end])
    return bool(is_question or behind or WISH.search(before))


def _is_denied(scene: Scene, direction: Direction) -> bool:
    """Tell whether a change is denied: 'geen daling', 'steeg niet aantoonbaar'."""
    clause = scene.clause(direction.start)
    before = scene.text[clause.start : direction.start]
    is_not_shown = NOT.search(clause.text) and SHOWN.search(clause.text)
    return bool(DENIED.search(before) or is_not_shown)


def _changed(scene: Scene, facts: Facts, direction: Direction) -> Checked:
    """Judge a claim by the change of its subject in its area."""
    place = direction.start, direction.end
    before = [m.key for m in scene.places if m.end <= direction.start]
    after = [m.key for m in scene.places if m.start >= direction.end]
    area = before[-1] if before else (after[0] if after else scene.carried or facts.home)
    subject = _subject(scene, direction.end)
    known = [f for f in facts.about(subject) if f.role is Role.CHANGE and f.area == area]
    fact = _newest(known, {w.period[:4] for w in scene.whens})
    if fact is None:
        reason = NO_WAVES if subject == RATING else NOT_TESTED
        return _claim(scene, place, Found.DIFFERS, right=NO_DIFFERENCE, reason=reason)
    if _is_shown(fact, direction.way, facts):
        return _claim(scene, place, Found.OK, source=fact.source)
    told = _told(fact)
    reason = f"{fact.name}, {fact.label}: {told}."
    return _claim(scene, place, Found.DIFFERS, right=told, source=fact.source, reason=reason)


def _subject(scene: Scene, at: int) -> str:
    before = [m.key for m in scene.subjects if m.start < at]
    if before:
        return before[-1]
    if scene.subjects:
        return scene.subjects[0].key
    # Nothing is known of what is named but has no figures.
    return "" if THINGS.search(scene.span.text) else scene.carried_subject or RATING


def _newest(known: list[Fact], years: set[str]) -> Fact | None:
    """Return the change between the years that are named, else the newest.

    Two years that were never compared have none.
    """
    named = [f for f in known if years and years <= {f.before[:4], f.period[:4]}]
    if len(years) > 1 and not named:
        return None
    return max(named or known, key=lambda f: (f.period, f.before), default=None)


def _is_shown(fact: Fact, way: str, facts: Facts) -> bool:
    """Tell whether a change is demonstrated, and goes the way that is said."""
    polarity = facts.subjects[fact.subject].polarity
    if way in {"better", "worse"}:
        if polarity is Polarity.NONE:
            return False
        way = "rise" if (way == "better") is (polarity is Polarity.HIGHER) else "fall"
    return fact.verdict in (UP if way == "rise" else DOWN)


def _told(fact: Fact) -> str:
    if not isinstance(fact.verdict, Change):
        return VERDICT_LABELS[fact.verdict].strip("↑↓ ") if fact.verdict else NO_DIFFERENCE
    told = CHANGE_LABELS[fact.verdict]
    is_unknown = fact.verdict in {Change.NOT_COMPARABLE, Change.NO_MARGIN}
    return f"{NO_DIFFERENCE}: {told}" if is_unknown else told


def _of_all(scene: Scene, facts: Facts, place: Place, *, how_many: str) -> Iterable[Checked]:
    """Judge that all areas, most or none meet a condition; nothing where there is no condition."""
    found = condition(scene, facts)
    is_wish = WISH.search(scene.clause(place[0]).text) or GOAL_IS.search(scene.before(place[0]))
    if found is None or is_wish:
        return
    met, total, source = count(found, facts), len(facts.ratings), areas_fact(facts).source
    if _is_as_many(met, total, how_many):
        yield _claim(scene, place, Found.OK, source=source)
        return
    right = f"{met} van de {total} wijken {found.told}"
    reason = f"Niet elke wijk: {exceptions(found, facts)}." if how_many == "all" else f"{right}."
    yield _claim(scene, place, Found.DIFFERS, right=right, source=source, reason=reason)


def _is_as_many(met: int, total: int, how_many: str) -> bool:
    if how_many == "most":
        return met * 2 > total
    return met == (0 if how_many == "none" else total)


def _all_changed(scene: Scene, facts: Facts, place: Place, *, way: str, how_many: str) -> Checked:
    """Judge that something rose or fell in all areas or most, or demonstrably in none."""
    subject, areas = _subject(scene, scene.span.end), set(facts.board.areas)
    known = [f for f in facts.about(subject) if f.role is Role.CHANGE and f.area in areas]
    newest = {f.area: f for f in sorted(known, key=lambda f: (f.period, f.before))}
    shown = [a for a, f in newest.items() if _is_shown(f, way, facts)]
    is_right = len(newest) == len(areas) and _is_as_many(len(shown), len(areas), how_many)
    if is_right and (how_many != "none" or SHOWN.search(scene.span.text)):
        return _claim(scene, place, Found.OK, source=next(iter(newest.values())).source)
    right = f"aangetoond in {len(shown)} van de {len(areas)} wijken"
    reason = f"Er is {NO_DIFFERENCE} in elke wijk: {right}."
    return _claim(scene, place, Found.DIFFERS, right=right, reason=reason)


def _reaches(scene: Scene, facts: Facts) -> Iterable[Checked]:
    """Yield the verdict on 'haalt de ondergrens' and the like, of the areas it is said of."""
    match = GOAL_WORD.search(scene.span.text)
    limit = match and goal_condition(match, scene, facts)
    if match is None or limit is None:
        return
    start, end = scene.span.start + match.start(), scene.span.start + match.end()
    is_wish = WISH.search(scene.clause(start).text) or scene.span.text.endswith("?")
    if is_wish or POINTS.search(scene.before(start)):
        return
    for area in scene.areas_at(start) or scene.assumed_at(start)[:1]:
        newest = [f for f in facts.about(RATING) if f.role is Role.VALUE and f.area == area][-1:]
        if not newest or newest[0].value is None:
            yield _claim(scene, (start, end), Found.NO_SOURCE)
            return
        fact, value = newest[0], newest[0].value
        if not limit.holds(value):
            reason = f"{fact.name}, {fact.period}: {fact.shown}."
            yield _claim(
                scene,
                (start, end),
                Found.DIFFERS,
                right=fact.shown,
                source=fact.source,
                reason=reason,
            )
            return
        source = fact.source
    yield _claim(scene, (start, end), Found.OK, source=source)


def _claim(
    scene: Scene, place: Place, found: Found, *, right: str = "", source: str = "", reason: str = ""
) -> Checked:
    return Checked(*place, scene.text[slice(*place)], None, found, right, source, reason)
