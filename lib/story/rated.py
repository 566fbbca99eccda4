"""Judges a number as a rating, goal, limit or distance. Not here: other figures (`figured`)."""

import re
from dataclasses import replace

from lib.board import RATING
from lib.figures import format as nl
from lib.story.claims import CLAIM, FROM
from lib.story.conditions import Condition, condition, operator_before
from lib.story.counted import areas_fact
from lib.story.fact import Fact, Role
from lib.story.facts import Facts
from lib.story.figured import judge_figure, values_of
from lib.story.reading import Number
from lib.story.scene import Scene
from lib.story.verdicts import Checked, Found, differs, equals, judged, says

FLOOR = re.compile(r"\b(?:ondergrens|minimum)\b", re.IGNORECASE)
GOAL = re.compile(r"\b(?:doel|streefcijfer|streven)\b", re.IGNORECASE)
GOAL_BEFORE = re.compile(
    r"\b(?P<goal>ondergrens|minimum|doel|streefcijfer)\w*\W+(?:[^\W\d_]+\W+){0,3}"
    r"(?:\d{4}\W+(?:[^\W\d_]+\W+){0,3})?$",
    re.IGNORECASE,
)
GOAL_YEAR = re.compile(r"\b(?:doel|ondergrens)\w*\s+(?:voor|in|van)\s+$")
AS_GOAL = re.compile(r"\s*(?:als doel|is het doel|is de ondergrens)")
SHORT = re.compile(r"\b(?:onder|tekort|te weinig|lager|te laag|tot|minder)\b", re.IGNORECASE)
OVER = re.compile(r"\b(?:boven|hoger|meer)\b", re.IGNORECASE)
LOWEST = re.compile(r"\blaagste\s+(?:[^\W\d_]+\s+){0,3}$", re.IGNORECASE)
HIGHEST = re.compile(r"\bhoogste\s+(?:[^\W\d_]+\s+){0,3}$", re.IGNORECASE)
UP_TO = re.compile(r"\s*tot\b")
UP_TO_HERE = re.compile(r"\s*tot\s+(?:en met\s+)?(?:een\s+)?")
THAN = re.compile(r"\bdan\b")
TENTH = re.compile(r"\s*tiende\b")
WANTED = re.compile(
    r"\b(?:wil(?:len)?|moet(?:en)?|streven|streeft|hopen|hoopt|naar een)\b", re.IGNORECASE
)
WANTED_BEHIND = re.compile(
    r"\s+(?:(?:halen|krijgen|hebben)\s+)?(?:wil(?:len)?|moet(?:en)?)\b", re.IGNORECASE
)
GAVE = re.compile(r"\b(?:gaf|gaven|kreeg|kregen|haalden?|scoorden?|was|waren)\b", re.IGNORECASE)
POINTS = re.compile(r"\s*(?:punten|punt|tiende)\b")
NEAR = 40  # letters between a goal and its year


def judge_rating(number: Number, scene: Scene, facts: Facts) -> Checked:
    """Judge a number on the scale of ratings: a goal, a limit, or what an area was given."""
    named = GOAL_BEFORE.search(scene.before(number.start))
    if named:
        return _as_goal(number, scene, facts, scope=_scope(named["goal"]))
    is_wanted = _is_wanted(number, scene)
    if is_wanted and goal_of(number, facts):
        return _as_goal(number, scene, facts, scope="")
    extreme = _extreme(number, scene)
    if extreme:
        return _furthest(number, scene, facts, extreme)
    limit = _limit(number, scene, facts)
    if limit:
        return _compared(number, scene, facts, limit)
    found = judge_figure(number, scene, facts, RATING)
    if is_wanted and found.found is not Found.OK and not scene.areas(number):
        return _as_goal(number, scene, facts, scope=_scope(""))
    return found


def goal_of(number: Number, facts: Facts, *, scope: str = "") -> Fact | None:
    """Return the goal that a number says: of one scope, or of either."""
    return next(
        (g for g in _goals(facts) if g.value == number.value and scope in {"", g.label}), None
    )


def _goals(facts: Facts) -> list[Fact]:
    return [f for f in facts.about(RATING) if f.role is Role.GOAL]


def _scope(word: str) -> str:
    return "every_area" if FLOOR.search(word) else "municipality"


def _is_wanted(number: Number, scene: Scene) -> bool:
    """Tell whether a rating is wanted: nobody gave it."""
    before = scene.text[scene.clause(number.start).start : number.start]
    after = scene.after(number.end)
    is_wanted = WANTED.search(before) or WANTED_BEHIND.match(after) or AS_GOAL.match(after)
    return bool(is_wanted) and not FROM.search(before) and not GAVE.search(before)


def _limit(number: Number, scene: Scene, facts: Facts) -> Condition | None:
    """Return the limit that a number is, alone or as one of two."""
    found = condition(scene, facts)
    if found and found.operator == "between" and number in found.numbers:
        return found
    operator = operator_before(scene, number.start)
    return Condition(operator, number.value) if operator else None


def _as_goal(number: Number, scene: Scene, facts: Facts, *, scope: str) -> Checked:
    """Judge a number as a goal, with the year that is said beside it."""
    goal = goal_of(number, facts, scope=scope)
    if goal is None:
        meant = next((g for g in _goals(facts) if g.label == scope), None)
        if meant is None:
            return judged(number, scene, Found.NO_SOURCE, reason="Er is geen doel ingesteld.")
        return differs(number, scene, meant)
    years = [
        w.period
        for w in scene.whens
        if abs(w.start - number.start) < NEAR and GOAL_YEAR.search(scene.before(w.start))
    ]
    if years and years[-1] != goal.period:
        right, reason = goal.period, f"Het doel is voor {goal.period}."
        return judged(number, scene, Found.DIFFERS, right=right, source=goal.source, reason=reason)
    return judged(number, scene, Found.OK, source=goal.source)


def _extreme(number: Number, scene: Scene) -> str:
    """Return 'min' or 'max' where a number is said to be an end of all areas' ratings."""
    before = scene.before(number.start)
    if scene.areas(number):
        return ""
    if LOWEST.search(before) or (FROM.search(before) and UP_TO.match(scene.after(number.end))):
        return "min"
    earlier = [n for n in scene.numbers if n.end <= number.start]
    is_end = bool(earlier) and UP_TO_HERE.fullmatch(scene.text[earlier[-1].end : number.start])
    is_range = is_end and FROM.search(scene.before(earlier[-1].start))
    return "max" if HIGHEST.search(before) or is_range else ""


def _furthest(number: Number, scene: Scene, facts: Facts, extreme: str) -> Checked:
    fact = areas_fact(facts)
    value = (min if extreme == "min" else max)(facts.ratings.values(), default=None)
    if value is None:
        return judged(number, scene, Found.NO_SOURCE)
    if equals(number, value, decimals=1, is_scale=True):
        return judged(number, scene, Found.OK, source=fact.source)
    right = nl.number(value, decimals=1)
    return judged(number, scene, Found.DIFFERS, right=right, source=fact.source)


def _compared(number: Number, scene: Scene, facts: Facts, limit: Condition) -> Checked:
    """Judge 'onder 6,7' of areas: whether the rating of each is."""
    source = ""
    for area in scene.areas(number) or scene.assumed_at(number.start)[:1]:
        values, when = values_of(facts, RATING, area), scene.when(number)
        meant = [f for f in values if f.period == when] if when else values[-1:]
        if not meant or meant[-1].value is None:
            return judged(number, scene, Found.NO_SOURCE)
        if not limit.holds(meant[-1].value):
            return differs(number, scene, meant[-1])
        source = meant[-1].source
    return judged(number, scene, Found.OK, source=source)


def judge_points(number: Number, scene: Scene, facts: Facts) -> Checked:
    """Judge a difference in points: to a goal, between waves, or between two areas."""
    if TENTH.match(scene.after(number.end)):
        number = replace(number, value=number.value / 10, decimals=1)
    clause = scene.clause(number.start)
    after = scene.text[number.end : clause.end]
    if THAN.search(after):
        return _between_areas(number, scene, facts)
    area = (scene.areas(number) or scene.assumed_at(number.start))[0]
    known = _distances(facts, area, clause.text)
    if not SHORT.search(after) and not known[:1]:
        known = _changes(facts, area)
    right = next((f for f in known if says(number, f) and _is_on_side(f.value, after)), None)
    right = right or next(
        (f for f in _changes(facts, area) if _is_change(number, f, clause.text)), None
    )
    if right:
        return judged(number, scene, Found.OK, source=right.source)
    if not known or known[0].value is None:
        return judged(number, scene, Found.NO_SOURCE)
    told = _side(known[0].value, under="onder", over="boven")
    reason = f"{known[0].name}, {known[0].period}: {told}."
    return judged(number, scene, Found.DIFFERS, right=told, source=known[0].source, reason=reason)


def _distances(facts: Facts, area: str, clause: str) -> list[Fact]:
    """Return the distances of an area to the goals; to one where the clause names it."""
    gaps = [f for f in facts.about(RATING) if f.role is Role.GAP and f.area == area]
    if FLOOR.search(clause) or GOAL.search(clause):
        return [f for f in gaps if f.label == _scope(clause)]
    return gaps


def _changes(facts: Facts, area: str) -> list[Fact]:
    return [f for f in facts.about(RATING) if f.role is Role.CHANGE and f.area == area]


def _is_change(number: Number, fact: Fact, clause: str) -> bool:
    """Tell whether a number says by how much a rating differs; `claims` judges the claim."""
    is_goal = FLOOR.search(clause) or GOAL.search(clause)
    return not is_goal and bool(CLAIM.search(clause)) and says(number, fact)


def _is_on_side(value: float | None, after: str) -> bool:
    """Tell whether a distance lies on the side that the words behind it say."""
    if SHORT.search(after):
        return (value or 0.0) < 0
    return (value or 0.0) > 0 or not OVER.search(after)


def _between_areas(number: Number, scene: Scene, facts: Facts) -> Checked:
    """Judge how far an area's rating lies from that of another, named behind it."""
    first = [m.key for m in scene.places if m.end <= number.start][-1:] or [scene.carried]
    second = [m.key for m in scene.places if m.start >= number.end][:1] or [facts.home]
    one, other = (values_of(facts, RATING, key)[-1:] for key in (first[0], second[0]))
    if not one or not other or one[0].value is None or other[0].value is None:
        return judged(number, scene, Found.NO_SOURCE)
    off, source = round(one[0].value - other[0].value, 6), one[0].source
    is_same = equals(number, off, decimals=1, is_scale=True)
    if is_same and _is_on_side(off, scene.after(number.end)):
        return judged(number, scene, Found.OK, source=source)
    right = _side(off, under="lager", over="hoger")
    return judged(number, scene, Found.DIFFERS, right=right, source=source)


def _side(value: float, *, under: str, over: str) -> str:
    return f"{nl.number(abs(value), decimals=1)} punt {under if value < 0 else over}"
