"""Judges a number as a figure of the areas that it is said of.

Here: what it counts, in which area and period. Not here: goals and distances (`rated`).
"""

import re

from lib.board import INHABITANTS, RATING
from lib.catalog import Period
from lib.figures.format import period
from lib.story.fact import RATE, Fact, Role
from lib.story.facts import Facts
from lib.story.reading import Number, Sort
from lib.story.scene import Scene
from lib.story.splitting import word_set
from lib.story.verdicts import Checked, Found, differs, judged, says, written

# Words behind a number that say nothing of what is counted.
NO_NOUN = word_set(
    "aan als bedroeg bij binnen boven dan dat de die door een en er gaf gaven gehaald gemiddeld "
    "geregistreerd geregistreerde gevallen haalde haalt had hadden heeft het hoger in is keer "
    "kreeg kregen krijgt lager maar meer met minder na naar niet nog nu of om onder ook op over "
    "per samen sinds te tegen ten toen tot totaal tussen uit uitgekomen van voor waren was weer "
    "werd werden zat zaten zijn"
)
SCALE = (1.0, 10.0)
PEOPLE = {"inwoners", "bewoners", "mensen"}
LIVES = re.compile(r"\b(?:woon\w*|wonen|tel(?:t|de|den)|bevolking|inwonertal)\b", re.IGNORECASE)
HAS = re.compile(
    r"(?:\b(?:heeft|had|waren er|zijn er)\s+(?:(?!met\b|van\b|voor\b)[^\s,;:]+\s+){0,6}|^\W*)$",
    re.IGNORECASE,
)
GIVES = re.compile(r"\b(?:een|cijfer|rapportcijfer|gemiddeld)\s+$", re.IGNORECASE)
FROM_TO = re.compile(r"\bvan\s+(?:een\s+)?$", re.IGNORECASE)
YEAR = len("2023")


def subject_of(number: Number, scene: Scene, facts: Facts) -> str:
    """Return the subject of a number; empty where what it counts is nothing that we have."""
    after = scene.after(number.end)
    noun = re.match(r"\s+([^\W\d_][\w-]*)", after)
    if noun and noun.group(1).lower() in PEOPLE and number.sort is Sort.PLAIN:
        return INHABITANTS if _is_of_all_people(number, scene) else ""
    near = next((m for m in scene.subjects if _is_behind(number, m.start, scene)), None)
    subject = near.key if near else ""
    if subject and scene.subject(number) != subject and subject in scene.generic:
        subject = scene.subject(number)
    is_unit = noun and noun.group(1) in {i.unit for i in facts.subjects.values()}
    if not (subject or is_unit) and number.sort is Sort.PLAIN and noun and _is_noun(noun.group(1)):
        is_grade = number.decimals == 1 and GIVES.search(scene.before(number.start))
        return RATING if is_grade else ""
    if number.sort is not Sort.PLAIN:
        shares = {key for key, i in facts.subjects.items() if i.unit.startswith("%")}
        return scene.subject(number, among=shares)
    subject = subject or _guess(number, scene)
    return subject + RATE if subject and scene.is_rate(number) else subject


def _is_of_all_people(number: Number, scene: Scene) -> bool:
    """Tell whether people are counted because they live somewhere, not for what they did."""
    clause = scene.clause(number.start)
    return bool(LIVES.search(clause.text) or HAS.search(scene.before(number.start)))


def _is_behind(number: Number, start: int, scene: Scene) -> bool:
    between = scene.text[number.end : start]
    return start >= number.end and bool(re.fullmatch(r"\s+(?:[^\W\d_]+\s+){0,3}", between))


def _is_noun(word: str) -> bool:
    return word.islower() and word not in NO_NOUN


def _guess(number: Number, scene: Scene) -> str:
    """Return the subject of a number with no noun of its own."""
    if scene.is_rate(number):
        return scene.subject(number).replace(RATING, "")
    is_in_scale = SCALE[0] <= number.value <= SCALE[1]
    is_grade = bool(GIVES.search(scene.before(number.start)))
    subject = scene.subject(number)
    if is_in_scale and (number.decimals == 1 or is_grade or subject == RATING):
        return RATING
    return subject


def judge_figure(number: Number, scene: Scene, facts: Facts, subject: str) -> Checked:
    """Judge a number as a figure of all areas that it is said of."""
    if not subject:
        return judged(number, scene, Found.NO_SOURCE)
    named = scene.areas(number)
    if named:
        found = [_of_area(number, scene, facts, subject, area) for area in named]
        return next((f for f in found if f.found is not Found.OK), found[0])
    found = [
        _of_area(number, scene, facts, subject, area) for area in scene.assumed_at(number.start)
    ]
    return next((f for f in found if f.found is Found.OK), found[0])


def _of_area(number: Number, scene: Scene, facts: Facts, subject: str, area: str) -> Checked:
    """Judge a number as the figure of one area, in the period that is said or the newest."""
    values, when = values_of(facts, subject, area), scene.when(number)
    years = [f for f in values if len(f.period) == YEAR]
    same = _in_period(values, when, facts, scene)
    if FROM_TO.search(scene.before(number.start)) and not when:
        same = years
    right = next((f for f in same if says(number, f)), None)
    if right:
        return judged(number, scene, Found.OK, source=right.source)
    hidden = _hidden(facts, subject, area, when or (years[-1].period if years else ""))
    if hidden:
        reason = f"Dit cijfer tonen wij niet: {hidden}."
        return judged(number, scene, Found.DIFFERS, reason=reason)
    if not years:
        return judged(number, scene, Found.NO_SOURCE)
    other = next((f for f in values if says(number, f)), None)
    if other is None:
        return differs(number, scene, (same or years)[-1])
    meant = (same or [other])[-1]
    reason = f"{written(number, scene)} is het cijfer van {period(Period(other.period))}."
    right_value = f"{meant.shown} ({period(Period(meant.period))})"
    return judged(
        number, scene, Found.DIFFERS, right=right_value, source=meant.source, reason=reason
    )


def values_of(facts: Facts, subject: str, area: str) -> list[Fact]:
    """Return the figures of a subject in an area, in every period."""
    return [f for f in facts.about(subject) if f.role is Role.VALUE and f.area == area]


def _hidden(facts: Facts, subject: str, area: str, when: str) -> str:
    reasons = facts.hidden(subject)
    if when:
        return reasons.get((area, when), "")
    return next((why for (a, _), why in reasons.items() if a == area), "")


def _in_period(values: list[Fact], when: str, facts: Facts, scene: Scene) -> list[Fact]:
    """Return the figures of the period that is said; else of the newest, chosen or carried."""
    if when:
        return [f for f in values if f.period == when]
    years = [f for f in values if len(f.period) == YEAR]
    chosen = {r.period for r in facts.chosen}
    newest = max((f.period for f in years), default="")
    return [f for f in years if f.period in {newest, scene.carried_when, *chosen}]
