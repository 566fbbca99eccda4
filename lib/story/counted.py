"""Judges numbers of areas, and shares of them. Not here: the condition itself (`conditions`)."""

import re

from lib.catalog import Status
from lib.figures import format as nl
from lib.figures.sentences.source_sentences import find_sections, format_source
from lib.story import conditions
from lib.story.fact import AREAS, Fact, Role
from lib.story.facts import Facts
from lib.story.reading import HUNDRED, Number, Sort
from lib.story.scene import Scene
from lib.story.verdicts import Checked, Found, differs, equals, judged

EXTRA = re.compile(r"\bextra inzet\b", re.IGNORECASE)
PAIR = re.compile(r"\bvan (?:de|alle|onze)\s+$", re.IGNORECASE)
THERE = re.compile(r"\b(?:er|maar|slechts)\s+$", re.IGNORECASE)
ALL_OF = re.compile(r"\b(?:van )?(?:de|alle|onze)\s+$")
OF_AREAS = re.compile(r"\s*van (?:de|alle|onze)\s+(?:\w+\s+)?wijken\b")
NO_CONDITION = "Er staat niet bij wat er voor deze wijken geldt, of dat staat niet in de cijfers."


def counts_areas(number: Number, scene: Scene) -> bool:
    """Tell whether a number counts areas: 'twee wijken', 'twee van de 18', 'van de 18 … er 2'."""
    if number.sort is not Sort.PLAIN:
        return False
    is_counted = conditions.is_counted(number, scene)
    return is_counted or _is_whole(number, scene) or _is_part(number, scene)


def is_share_of_areas(number: Number, scene: Scene) -> bool:
    """Tell whether a number is a share of the areas: 'de helft van de wijken'."""
    is_share = number.sort in {Sort.PERCENT, Sort.SHARE}
    return is_share and bool(OF_AREAS.match(scene.after(number.end)))


def is_of_many(scene: Scene) -> bool:
    """Tell whether a sentence counts areas, so that its limit is checked with their number."""
    return bool(conditions.ALL.search(scene.span.text)) or any(
        counts_areas(n, scene) or is_share_of_areas(n, scene) for n in scene.numbers
    )


def judge_count(number: Number, scene: Scene, facts: Facts) -> Checked:
    """Judge a number of areas by the condition of its sentence, or as the number of all."""
    if EXTRA.search(scene.span.text) and not _is_whole(number, scene):
        return _of_extra_effort(number, scene, facts)
    fact, limit = areas_fact(facts), conditions.condition(scene, facts)
    is_whole = _is_whole(number, scene)
    if is_whole or limit is None:
        if number.value in {len(facts.ratings), len(facts.board.areas)}:
            return judged(number, scene, Found.OK, source=fact.source)
        if is_whole or ALL_OF.search(scene.before(number.start)):
            return differs(number, scene, fact)
        return judged(number, scene, Found.NO_SOURCE, reason=NO_CONDITION)
    met = conditions.count(limit, facts)
    if equals(number, met, decimals=0):
        return judged(number, scene, Found.OK, source=fact.source)
    reason = f"{nl.count(met, 'wijk', 'wijken')} {limit.told}."
    return judged(
        number, scene, Found.DIFFERS, right=nl.number(met), source=fact.source, reason=reason
    )


def _of_extra_effort(number: Number, scene: Scene, facts: Facts) -> Checked:
    """Judge how many neighbourhoods get extra effort."""
    focus = facts.board.files.focus
    source = format_source(
        [facts.board.sources[k] for k in dict.fromkeys(f.source for f in focus)],
        period=str(facts.board.municipality.policy.start),
        status=Status.FINAL,
        sections=find_sections(focus),
    )
    if equals(number, len(focus), decimals=0):
        return judged(number, scene, Found.OK, source=source)
    right = nl.number(len(focus))
    return judged(number, scene, Found.DIFFERS, right=right, source=source)


def judge_share(number: Number, scene: Scene, facts: Facts) -> Checked:
    """Judge a share of the areas by the condition of its sentence."""
    limit, total = conditions.condition(scene, facts), len(facts.ratings)
    if limit is None or not total:
        return judged(number, scene, Found.NO_SOURCE, reason=NO_CONDITION)
    met, source = conditions.count(limit, facts), areas_fact(facts).source
    if equals(number, met / total * HUNDRED, decimals=max(number.decimals, 1)):
        return judged(number, scene, Found.OK, source=source)
    right = f"{met} van de {total}"
    reason = f"{right} wijken {limit.told}."
    return judged(number, scene, Found.DIFFERS, right=right, source=source, reason=reason)


def areas_fact(facts: Facts) -> Fact:
    """Return how many areas have a rating; a fact without source where none has."""
    return next(
        iter(facts.about(AREAS)),
        Fact(
            role=Role.VALUE,
            subject=AREAS,
            value=0.0,
            decimals=0,
            unit=AREAS,
            label=AREAS,
            area=facts.home,
            name=facts.board.municipality.name,
            period="",
            source="",
        ),
    )


def _is_whole(number: Number, scene: Scene) -> bool:
    """Tell whether a number says how many areas there are: 'twee van de 18', 'van de 18 wijken'."""
    if not PAIR.search(scene.before(number.start)):
        return False
    earlier = [n for n in scene.numbers if n.end <= number.start]
    is_first = not earlier and conditions.is_counted(number, scene)
    return is_first or bool(earlier and conditions.is_counted(earlier[-1], scene))


def _is_part(number: Number, scene: Scene) -> bool:
    """Tell whether a number counts some of the areas that were named before it."""
    earlier = [n for n in scene.numbers if n.end <= number.start]
    is_counting = THERE.search(scene.before(number.start))
    return bool(is_counting and earlier and _is_whole(earlier[-1], scene))
