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
from lib.figures.words import CHANGE, MOVEMENT
from lib.story.conditions import condition, count, exceptions
from lib.story.counted import areas_fact
from lib.story.fact import Fact, Role
from lib.story.facts import Facts
from lib.story.scene import Scene
from lib.story.verdicts import Checked, Found

RISE = (
    r"ste(?:eg|gen)|stijg(?:t|en|end|ende)|stijging(?:en)?|gestegen|toe(?:genomen|name)|"
    r"neemt toe|nemen toe|nam toe|namen toe|groei(?:t|de|den|en)?|gegroeid|"
    r"verdubbel(?:t|d|de|den|en|ing)|omhoog"
)
FALL = (
    r"daal(?:t|de|den)|dalen|dalend|dalende|daling(?:en)?|gedaald|af(?:genomen|name)|"
    r"neemt af|nemen af|nam af|namen af|gehalveerd|halveer(?:t|de|den)|halvering|"
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
FROM = re.compile(r"\bvan\s+(?:een\s+)?$", re.IGNORECASE)
TO = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:in \d{4}\s+)?naar\s+(?:een\s+)?")
# What is wanted, needed, possible or asked says nothing about what is.
WISH = re.compile(
    r"\b(?:wil(?:len|de|den)?|moet(?:en)?|moest(?:en)?|zou(?:den)?|kan|kunnen|kon(?:den)?|hopen|hoopt|"
    r"nodig|het doel|streven|streeft|zodat|zullen|zal|wens(?:en|t)?|nagaan|onderzoeken)\b|"
    r"^(?:of|als)\b|\b(?:niet|onbekend|onduidelijk|weten|kijken|zien) of\b",
    re.IGNORECASE,
)
WISH_BEHIND = re.compile(r"\W*(?:\w+\W+)?(?:moet(?:en)?|kan|kunnen|wil(?:len)?)\b", re.IGNORECASE)
DENIED = re.compile(r"\b(?:geen|niet)\s+(?:[^\W\d_]+\s+){0,2}$", re.IGNORECASE)
SHOWN = re.compile(r"\b(?:aantoonba|aangeto)", re.IGNORECASE)
NOT = re.compile(r"\b(?:geen|niet|nergens)\b", re.IGNORECASE)
ALL = re.compile(
    r"\b(?P<all>alle\s+(?:\w+\s+)?wijken|elke wijk|iedere wijk|overal)\b|"
    r"\b(?P<none>geen (?:enkele )?(?:wijk|van de (?:\w+\s+)?wijken))\b",
    re.IGNORECASE,
)
UP = {Change.RISE, Verdict.RISE}
DOWN = {Change.FALL, Verdict.FALL}
NO_DIFFERENCE = "geen aantoonbaar verschil"
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
        is_none = bool(quantified["none"])
        if directions:
            yield _all_changed(scene, facts, place, way=directions[0].way, is_none=is_none)
        else:
            yield from _of_all(scene, facts, place, is_none=is_none)
        return
    for direction in directions:
        if not _is_denied(scene, direction):
            yield _changed(scene, facts, direction)


def _directions(scene: Scene) -> Iterable[Direction]:
    """Yield the words that say a change of what the sentence is about."""
    base = scene.span.start
    is_about = bool(scene.subjects or scene.numbers or scene.carried_subject)
    for match in CLAIM.finditer(scene.span.text):
        if is_about or match.group().lower().endswith("veiliger"):
            yield Direction(base + match.start(), base + match.end(), str(match.lastgroup))
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
        reason = "Er zijn geen twee metingen die te vergelijken zijn."
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
    return scene.subjects[0].key if scene.subjects else scene.carried_subject or RATING


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
        return MOVEMENT[fact.verdict].strip("↑↓ ") if fact.verdict else NO_DIFFERENCE
    told = CHANGE[fact.verdict]
    is_unknown = fact.verdict in {Change.NOT_COMPARABLE, Change.NO_MARGIN}
    return f"{NO_DIFFERENCE}: {told}" if is_unknown else told


def _of_all(scene: Scene, facts: Facts, place: Place, *, is_none: bool) -> Iterable[Checked]:
    """Judge that all areas, or none, meet a condition; nothing where the sentence sets none."""
    found = condition(scene, facts)
    if found is None or WISH.search(scene.clause(place[0]).text):
        return
    met, total, source = count(found, facts), len(facts.ratings), areas_fact(facts).source
    if met == (0 if is_none else total):
        yield _claim(scene, place, Found.OK, source=source)
        return
    right = f"{met} van de {total} wijken {found.told}"
    reason = f"{right}." if is_none else f"Niet elke wijk: {exceptions(found, facts)}."
    yield _claim(scene, place, Found.DIFFERS, right=right, source=source, reason=reason)


def _all_changed(scene: Scene, facts: Facts, place: Place, *, way: str, is_none: bool) -> Checked:
    """Judge that something rose or fell in all areas, or that it demonstrably did in none."""
    subject, areas = _subject(scene, scene.span.end), set(facts.board.areas)
    known = [f for f in facts.about(subject) if f.role is Role.CHANGE and f.area in areas]
    newest = {f.area: f for f in sorted(known, key=lambda f: (f.period, f.before))}
    shown = [a for a, f in newest.items() if _is_shown(f, way, facts)]
    is_right = len(newest) == len(areas) and len(shown) == (0 if is_none else len(areas))
    if is_right and (not is_none or SHOWN.search(scene.span.text)):
        return _claim(scene, place, Found.OK, source=next(iter(newest.values())).source)
    right = f"aangetoond in {len(shown)} van de {len(areas)} wijken"
    reason = f"Er is {NO_DIFFERENCE} in elke wijk: {right}."
    return _claim(scene, place, Found.DIFFERS, right=right, reason=reason)


def _claim(  # noqa: PLR0913 - a verdict has many sides
    scene: Scene, place: Place, found: Found, *, right: str = "", source: str = "",
    reason: str = "",
) -> Checked:  # fmt: skip
    return Checked(*place, scene.text[slice(*place)], None, found, right, source, reason)
