"""Claims without a number: that something rose or fell, and that something holds for all areas.

A rise or fall is only right where it is demonstrated. What is wanted, asked or denied is no claim.
Not here: numbers.
"""

import re
from collections.abc import Iterable

from lib.analysis.change import Change
from lib.analysis.counts import Verdict
from lib.board import RATING
from lib.figures.words import CHANGE, MOVEMENT
from lib.story.conditions import condition, count, exceptions
from lib.story.fact import Fact, Role
from lib.story.facts import Facts
from lib.story.scene import Scene
from lib.story.verdicts import Checked, Found

RISE = (
    r"ste(?:eg|gen)|stijg(?:t|en|end|ende)|stijging(?:en)?|gestegen|toe(?:genomen|name)|n[ae]m(?:t|en)? "
    r"toe|nam(?:en)? toe|groei(?:t|de|den)|gegroeid|verdubbel(?:t|d|de|den)|omhoog"
)
FALL = (
    r"daal(?:t|de|den)|dalen|dalende?|daling(?:en)?|gedaald|af(?:genomen|name)|neemt af|nam(?:en)? af|"
    r"gehalveerd|halveerden?|kromp(?:en)?|omlaag|terug(?:gelopen|gedrongen)"
)
BETTER = (
    r"verbeter(?:t|d|de|den)|verbetering(?:en)?|beter dan (?:in|eerst|vroeger|voorheen)|vooruit(?:gegaan|gang)?|"
    r"veiliger"
)
WORSE = r"verslechter(?:t|d|de|den)|verslechtering(?:en)?|slechter dan (?:in|eerst|vroeger)|achteruit(?:gegaan|gang)?|onveiliger"
WORDS = (("rise", RISE), ("fall", FALL), ("better", BETTER), ("worse", WORSE))
CLAIM = re.compile("|".join(rf"\b(?P<{k}>{p})\b" for k, p in WORDS), re.IGNORECASE)
MORE = re.compile(r"\b(?P<more>meer|minder|vaker|minder vaak)\s+$", re.IGNORECASE)
FROM_TO = re.compile(r"\bvan\s+$")
# What is wanted, needed, possible or asked says nothing about what is.
WISH = re.compile(
    r"\b(?:wil(?:len|de|den)?|moet(?:en)?|moest(?:en)?|zou(?:den)?|kan|kunnen|kon(?:den)?|hopen|hoopt|"
    r"nodig|doel|streven|streeft|zodat|zullen|zal|wens\w*|of|zorgen|helpt|helpen|maak(?:t|en)?|"
    r"verbeteren|werk(?:t|en)? aan|voor een|naar een)\b",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:geen|niet|nog niet|zonder)\b[^.;:]*?\b(?:aantoonba\w*|aangetoond\w*|vast te stellen|bekend|zeker)|"
    r"\b(?:geen|niet)\s+(?:[^\W\d_]+\s+){0,3}$",
    re.IGNORECASE,
)
SHOWN = re.compile(r"\baantoonba", re.IGNORECASE)
ALL = re.compile(
    r"\b(?P<all>alle\s+(?:\w+\s+)?wijken|elke wijk|iedere wijk|overal)\b|"
    r"\b(?P<none>geen (?:enkele )?(?:wijk|van de (?:\w+\s+)?wijken))\b",
    re.IGNORECASE,
)
UP = {Change.RISE, Verdict.RISE}
DOWN = {Change.FALL, Verdict.FALL}


def check_claims(scene: Scene, facts: Facts) -> Iterable[Checked]:
    """Yield what was found of the claims in one sentence."""
    quantified = ALL.search(scene.span.text)
    directions = list(_directions(scene))
    if quantified:
        yield from _of_all(scene, facts, quantified, bool(directions))
        return
    for start, end, direction in directions:
        yield _changed(scene, facts, (start, end), direction)


def _directions(scene: Scene) -> Iterable[tuple[int, int, str]]:
    """Yield place and direction ('rise', 'fall', 'better', 'worse') of each claim of a change."""
    base, sentence = scene.span.start, scene.span.text
    is_about = bool(scene.subjects or scene.numbers or scene.carried_subject)
    for match in CLAIM.finditer(sentence):
        start, direction = base + match.start(), str(match.lastgroup)
        is_own = direction in {"better", "worse"} and match.group().lower().endswith("veiliger")
        if (is_about or is_own) and not _is_no_claim(scene, start):
            yield start, base + match.end(), direction
    for mention in scene.subjects:
        more = MORE.search(scene.before(mention.start))
        if more and not _is_no_claim(scene, mention.start):
            start = mention.start - len(more.group())
            direction = "fall" if more["more"].lower().startswith("minder") else "rise"
            yield start, mention.end, direction
    for first, second in zip(scene.numbers, scene.numbers[1:], strict=False):
        between = scene.text[first.end : second.start]
        naar = re.search(r"\bnaar\b", between)
        is_pair = FROM_TO.search(scene.before(first.start)) and naar and len(between) < 40  # noqa: PLR2004
        if is_pair and naar and not _is_no_claim(scene, first.start):
            at = first.end + naar.start()
            yield at, at + 4, "rise" if second.value > first.value else "fall"


def _is_no_claim(scene: Scene, at: int) -> bool:
    clause = scene.clause(at)
    before = scene.text[clause.start : at]
    is_question = scene.span.text.rstrip().endswith("?")
    is_denied = DENIED.search(before) or (DENIED.search(clause.text) and SHOWN.search(clause.text))
    return bool(is_question or WISH.search(clause.text) or is_denied)


def _changed(scene: Scene, facts: Facts, place: tuple[int, int], direction: str) -> Checked:
    """Judge a claim by the change of its subject in its area."""
    subject = _subject(scene, place[0])
    areas = [m.key for m in scene.places if m.end <= place[0]][-1:] or [
        m.key for m in scene.places
    ][:1]
    area = areas[0] if areas else scene.carried or facts.home
    known = [f for f in facts.about(subject) if f.role is Role.CHANGE and f.area == area]
    fact = _newest(known, {w.period[:4] for w in scene.whens})
    if fact is None or fact.verdict is None:
        reason = "Er zijn geen twee metingen die te vergelijken zijn."
        return _claim(scene, place, Found.DIFFERS, right="geen aantoonbaar verschil", reason=reason)
    if _is_shown(fact, direction, facts):
        return _claim(scene, place, Found.OK, source=fact.source)
    told = _told(fact)
    reason = f"{fact.name}, {fact.label.lower()}: {told}."
    return _claim(scene, place, Found.DIFFERS, right=told, source=fact.source, reason=reason)


def _subject(scene: Scene, at: int) -> str:
    before = [m.key for m in scene.subjects if m.start <= at]
    if before:
        return before[-1]
    if scene.subjects:
        return scene.subjects[0].key
    return scene.carried_subject or RATING


def _newest(known: list[Fact], years: set[str]) -> Fact | None:
    """Return the change between the years that are named, else the newest."""
    named = [f for f in known if years and years <= {f.before[:4], f.period[:4]}]
    if years and len(years) > 1 and not named:
        return None
    found = named or known
    return max(found, key=lambda f: (f.period, f.before)) if found else None


def _is_shown(fact: Fact, direction: str, facts: Facts) -> bool:
    polarity = facts.subjects[fact.subject].polarity
    up_is_better = {"higher": True, "lower": False}.get(polarity.value)
    if direction in {"better", "worse"}:
        if up_is_better is None:
            return False
        direction = "rise" if (direction == "better") is up_is_better else "fall"
    return fact.verdict in (UP if direction == "rise" else DOWN)


def _told(fact: Fact) -> str:
    if isinstance(fact.verdict, Change):
        if fact.verdict is Change.NOT_COMPARABLE:
            return "geen aantoonbaar verschil: niet vergelijkbaar"
        if fact.verdict is Change.NO_MARGIN:
            return "geen aantoonbaar verschil: geen marge bekend"
        return CHANGE[fact.verdict]
    return MOVEMENT[fact.verdict].strip("↑↓ ") if fact.verdict else ""


def _of_all(
    scene: Scene,
    facts: Facts,
    match: re.Match[str],
    is_change: bool,  # noqa: FBT001
) -> Iterable[Checked]:
    base = scene.span.start
    place = base + match.start(), base + match.end()
    if is_change:
        yield _all_changed(scene, facts, place, is_none=bool(match["none"]))
        return
    found = condition(scene, facts)
    if found is None or WISH.search(scene.clause(place[0]).text):
        return
    met, total = count(found, facts), len(facts.ratings)
    is_right = met == 0 if match["none"] else met == total
    source = next((f.source for f in facts.about("wijken")), "")
    if is_right:
        yield _claim(scene, place, Found.OK, source=source)
        return
    right = f"{met} van de {total} wijken {found.told}"
    reason = f"Niet elke wijk: {exceptions(found, facts)}." if match["all"] else f"{right}."
    yield _claim(scene, place, Found.DIFFERS, right=right, source=source, reason=reason)


def _all_changed(scene: Scene, facts: Facts, place: tuple[int, int], *, is_none: bool) -> Checked:
    """Judge that something rose or fell in all areas, or in none."""
    direction = next(iter(_directions(scene)))[2]
    subject = _subject(scene, place[0])
    areas = set(facts.board.areas)
    known = [f for f in facts.about(subject) if f.role is Role.CHANGE and f.area in areas]
    newest = {f.area: f for f in sorted(known, key=lambda f: (f.period, f.before))}
    shown = [a for a, f in newest.items() if _is_shown(f, direction, facts)]
    if is_none:
        is_right = len(newest) == len(areas) and not shown and bool(SHOWN.search(scene.span.text))
    else:
        is_right = len(shown) == len(areas)
    if is_right:
        return _claim(scene, place, Found.OK, source=next(iter(newest.values())).source)
    right = f"aangetoond in {len(shown)} van de {len(areas)} wijken"
    return _claim(
        scene, place, Found.DIFFERS, right=right,
        reason=f"Geen aantoonbaar verschil in elke wijk: {right}.",
    )  # fmt: skip


def _claim(  # noqa: PLR0913 - a verdict has many sides
    scene: Scene, place: tuple[int, int], found: Found, *, right: str = "", source: str = "",
    reason: str = "",
) -> Checked:  # fmt: skip
    return Checked(*place, scene.text[slice(*place)], None, found, right, source, reason)
