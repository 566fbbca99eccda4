"""The number check: every number in a text beside the facts.

A text is read in four steps. `reading` finds the numbers; `scene` says which area, period and
subject each is about; here the facts that it could be are found, and it gets a verdict. Claims
without a number come from `claims`. Not here: words (`words`).

- 'klopt': a fact of that area, period and subject is told so;
- 'wijkt af': there is such a fact, and it is another number; or the figure is not public;
- 'geen bron': nothing here says anything of it. A source that the writer states makes it
  'bron genoemd'; it cannot mend what differs.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import isnan

from lib.analysis.gap import published
from lib.board import INHABITANTS, RATING
from lib.figures import format as nl
from lib.story import conditions
from lib.story.claims import WISH, check_claims
from lib.story.documents import stem, stems
from lib.story.facts import AREAS, RATE, Fact, Facts, Role
from lib.story.reading import Hedge, Number, Sort
from lib.story.scene import Scene, scenes
from lib.story.splitting import words
from lib.story.verdicts import Checked, Found, equals, says

# Words behind a number that say nothing of what is counted.
NO_NOUN = re.compile(
    r"(?:van|in|bij|op|en|of|voor|naar|tot|was|waren|is|zijn|werd|werden|dat|die|als|dan|per|over|met|"
    r"sinds|ten|te|tegen|binnen|onder|boven|tussen|om|er|nog|maar|ook|weer|keer|totaal|samen|gemiddeld|"
    r"geregistreerde?|gaf|gaven|kreeg|kregen|krijgt|haalde|haalt|aan|uit|door|toen|nu|bedroeg|het|de|"
    r"een|na|zat|zaten|gevallen|heeft|had|hadden|niet|hoger|lager|meer|minder|gehaald|op|tot|uitgekomen)$"
)
SCALE = (1.0, 10.0)
PEOPLE = {"inwoners", "bewoners", "mensen"}
POINTS = re.compile(r"\s*(?:punten|punt|tiende)\b")
GIVES = re.compile(r"\b(?:een|cijfer|rapportcijfer|met een|op een|gemiddeld)\s+$", re.I)
FLOOR = re.compile(r"\b(?:ondergrens|minimum)\b", re.I)
GOAL = re.compile(r"\b(?:doel|streefcijfer|streven)\b", re.I)
GOAL_BEFORE = re.compile(
    r"\b(?P<goal>ondergrens|minimum|doel|streefcijfer)\w*\W+(?:[^\W\d_]+\W+){0,3}"
    r"(?:\d{4}\W+(?:[^\W\d_]+\W+){0,2})?$", re.I,
)  # fmt: skip
SHORT = re.compile(r"\b(?:onder|tekort|te weinig|lager|te laag|tot|minder)\b", re.I)
OVER = re.compile(r"\b(?:boven|hoger|meer)\b", re.I)
MANY = re.compile(r"\bwijken\b|\b(?:elke|iedere|geen(?: enkele)?) wijk\b", re.I)
FROM_TO = re.compile(r"\bvan\s+(?:een\s+)?$", re.I)


def check_numbers(
    text: str, facts: Facts, *, stated: Mapping[str, str] | None = None
) -> list[Checked]:
    """Return what was found of every number and claim in a text, in order; spans do not overlap.

    `stated` gives the writer's source of a number, by the number as it stands in the text. Dates,
    times, telephone numbers and the like are not checked; a year is, with the number beside it.
    """
    found: list[Checked] = []
    for scene in scenes(text, facts):
        found += [*(_check(n, scene, facts) for n in scene.numbers), *check_claims(scene, facts)]
    sources = {
        key.strip().lower(): source for key, source in (stated or {}).items() if source.strip()
    }
    return _apart(sorted(_stated(c, sources) for c in found))


def _stated(checked: Checked, sources: Mapping[str, str]) -> Checked:
    source = sources.get(checked.text.strip().lower())
    if source and checked.found is Found.NO_SOURCE:
        return replace(checked, found=Found.STATED, source=source, reason="")
    return checked


def _apart(found: Sequence[Checked]) -> list[Checked]:
    """Return them without those that lie in another; what differs stays."""
    kept: list[Checked] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            if one.found is Found.DIFFERS and kept[-1].found is not Found.DIFFERS:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def _check(number: Number, scene: Scene, facts: Facts) -> Checked:
    """Judge one number: by what it counts, else as a figure."""
    if number.sort is Sort.UNREADABLE:
        return _told(number, scene, Found.NO_SOURCE, reason="Dit getal is niet te lezen.")
    limit = conditions.condition(scene, facts)
    if _counts_areas(number, scene):
        return _number_of_areas(number, scene, facts)
    if number.sort in {Sort.PERCENT, Sort.SHARE} and _is_of_areas(number, scene):
        return _share_of_areas(number, scene, facts)
    if limit and number in limit.numbers and _is_of_many(scene):
        goal = _goal(number, facts)
        return _told(number, scene, Found.OK, source=goal.source if goal else _areas(facts).source)
    document = _document(number, scene, facts)
    if document:
        return document
    if number.sort is Sort.MONEY:
        return _told(number, scene, Found.NO_SOURCE)
    if POINTS.match(scene.after(number.end)):
        return _points(number, scene, facts)
    subject = _subject(number, scene, facts)
    if subject == RATING:
        return _rating(number, scene, facts)
    return _figure(number, scene, facts, subject)


# --- numbers of areas -----------------------------------------------------------------------


def _counts_areas(number: Number, scene: Scene) -> bool:
    if number.sort is not Sort.PLAIN:
        return False
    is_whole = re.search(r"\bvan (?:de|alle|onze)\s+$", scene.before(number.start))
    earlier = [n for n in scene.numbers if n.end <= number.start]
    is_paired = bool(is_whole and earlier and conditions.is_counted(earlier[-1], scene))
    return conditions.is_counted(number, scene) or is_paired


def _number_of_areas(number: Number, scene: Scene, facts: Facts) -> Checked:
    fact = _areas(facts)
    earlier = [n for n in scene.numbers if n.end <= number.start]
    is_whole = bool(re.search(r"\b(?:van )?(?:de|alle|onze)\s+$", scene.before(number.start)))
    is_pair = is_whole and bool(earlier) and conditions.is_counted(earlier[-1], scene)
    limit = conditions.condition(scene, facts)
    if is_pair or limit is None:
        if equals(number, len(facts.ratings), decimals=0) or number.value == len(facts.board.areas):
            return _told(number, scene, Found.OK, source=fact.source)
        if is_pair or is_whole:
            return _differs(number, scene, fact)
        reason = "Er staat niet bij wat er voor deze wijken geldt, of het staat niet in de cijfers."
        return _told(number, scene, Found.NO_SOURCE, reason=reason)
    met = conditions.count(limit, facts)
    if equals(number, met, decimals=0):
        return _told(number, scene, Found.OK, source=fact.source)
    return _told(
        number, scene, Found.DIFFERS, right=nl.number(met), source=fact.source,
        reason=f"{nl.count(met, 'wijk', 'wijken')} {limit.told}.",
    )  # fmt: skip


def _is_of_areas(number: Number, scene: Scene) -> bool:
    return bool(re.match(r"\s*van (?:de|alle|onze)\s+(?:\w+\s+)?wijken\b", scene.after(number.end)))


def _is_of_many(scene: Scene) -> bool:
    """Tell whether a sentence is about a number of areas, so that its limit is checked with it."""
    return bool(re.search(MANY, scene.span.text))


def _share_of_areas(number: Number, scene: Scene, facts: Facts) -> Checked:
    limit = conditions.condition(scene, facts)
    if limit is None:
        return _told(number, scene, Found.NO_SOURCE)
    met, total = conditions.count(limit, facts), len(facts.ratings)
    source = _areas(facts).source
    if equals(number, met / total * 100, decimals=max(number.decimals, 1)):
        return _told(number, scene, Found.OK, source=source)
    right = f"{met} van de {total}"
    return _told(
        number, scene, Found.DIFFERS, right=right, source=source,
        reason=f"{right} wijken {limit.told}.",
    )  # fmt: skip


def _areas(facts: Facts) -> Fact:
    found = facts.about(AREAS)
    return found[0] if found else _nothing(facts)


def _nothing(facts: Facts) -> Fact:
    """Return the fact that no area has a rating."""
    return Fact(
        role=Role.VALUE, subject=AREAS, value=0.0, decimals=0, unit="wijken", label="wijken",
        area=facts.home, name=facts.board.municipality.name, period="", source="",
    )  # fmt: skip


# --- ratings and goals ----------------------------------------------------------------------


def _goal(number: Number, facts: Facts, *, word: str = "") -> Fact | None:
    """Return the goal that a number says; `word` names which of the two is meant."""
    scope = ("every_area" if FLOOR.search(word) else "municipality") if word else ""
    goals = [f for f in facts.about(RATING) if f.role is Role.GOAL]
    same = [f for f in goals if f.value == number.value and scope in {"", f.label}]
    return same[0] if same else None


def _rating(number: Number, scene: Scene, facts: Facts) -> Checked:
    named = GOAL_BEFORE.search(scene.before(number.start))
    clause = scene.clause(number.start)
    if named:
        goal = _goal(number, facts, word=named["goal"])
        return _of_goal(number, scene, facts, goal, named["goal"])
    goal = _goal(number, facts)
    as_goal = re.match(r"\s*(?:als doel|is het doel|is de ondergrens)", scene.after(number.end))
    wished = WISH.search(clause.text) or as_goal
    if goal and wished:
        return _of_goal(number, scene, facts, goal, "")
    limit = conditions.condition(scene, facts)
    if limit and limit.operator == "between" and number in limit.numbers:
        return _compared(number, scene, facts, limit)
    operator = conditions.operator_before(scene, number.start)
    if operator and number.hedge in {Hedge.EXACT, Hedge.ABOVE, Hedge.BELOW}:
        return _compared(number, scene, facts, conditions.Condition(operator, number.value))
    found = _figure(number, scene, facts, RATING)
    if found.found is Found.DIFFERS and wished and not scene.areas(number):
        target = next((f for f in facts.about(RATING) if f.role is Role.GOAL), None)
        return _differs(number, scene, target) if target else found
    return found


def _of_goal(number: Number, scene: Scene, facts: Facts, goal: Fact | None, word: str) -> Checked:
    """Judge a number as a goal, with the year that is said beside it."""
    scope = "every_area" if FLOOR.search(word) else "municipality"
    meant = goal or next(
        (f for f in facts.about(RATING) if f.role is Role.GOAL and f.label == scope), None
    )
    if meant is None:
        return _told(number, scene, Found.NO_SOURCE, reason="Er is geen doel ingesteld.")
    years = [
        w.period
        for w in scene.whens
        if abs(w.start - number.start) < 40  # noqa: PLR2004
        and re.search(r"\b(?:doel|ondergrens)\w*\s+(?:voor|in|van)\s+$", scene.before(w.start))
    ]
    if goal is None:
        return _differs(number, scene, meant)
    if years and years[-1] != meant.period:
        reason = f"Het doel is voor {meant.period}."
        return _told(
            number, scene, Found.DIFFERS, right=meant.period, source=meant.source, reason=reason
        )
    return _told(number, scene, Found.OK, source=meant.source)


def _compared(number: Number, scene: Scene, facts: Facts, limit: conditions.Condition) -> Checked:
    """Judge 'onder 6,7' of an area: whether its rating is."""
    for area in scene.areas(number) or scene.assumed(number)[:1]:
        values = _values(facts, RATING, area)
        when = scene.when(number)
        same = [f for f in values if f.period == when] if when else values[-1:]
        if not same or same[-1].value is None:
            return _told(number, scene, Found.NO_SOURCE)
        if not limit.holds(same[-1].value):
            return _differs(number, scene, same[-1])
        source = same[-1].source
    return _told(number, scene, Found.OK, source=source)


def _points(number: Number, scene: Scene, facts: Facts) -> Checked:
    """Judge a difference in points: to a goal, between waves, or between two areas."""
    value = number if "tiende" not in scene.after(number.end, 10) else replace(
        number, value=number.value / 10, decimals=1
    )  # fmt: skip
    after = scene.clause(number.start).text[number.end - scene.clause(number.start).start :]
    clause = scene.clause(number.start).text
    places = scene.areas(number) or scene.assumed(number)
    area = places[0]
    if len(scene.places) > 1 and re.search(r"\bdan\b", after):
        return _between_areas(value, scene, facts)
    known = [
        f
        for f in facts.about(RATING)
        if f.area == area
        and (f.role is Role.GAP or (f.role is Role.CHANGE and not SHORT.search(after)))
    ]
    if FLOOR.search(clause) or GOAL.search(clause):
        scope = "every_area" if FLOOR.search(clause) else "municipality"
        known = [f for f in known if f.role is Role.GAP and f.label == scope]
    for fact in known:
        is_short, is_over = bool(SHORT.search(after)), bool(OVER.search(after))
        is_side = (fact.value or 0) < 0 if is_short else ((fact.value or 0) > 0 or not is_over)
        if fact.value is not None and is_side and says(value, fact):
            return _told(number, scene, Found.OK, source=fact.source)
    gaps = [f for f in known if f.role is Role.GAP] or known
    if not gaps:
        return _told(number, scene, Found.NO_SOURCE)
    side = "onder" if (gaps[0].value or 0) < 0 else "boven"
    right = f"{nl.number(abs(gaps[0].value or 0), decimals=1)} punt {side}"
    return _told(number, scene, Found.DIFFERS, right=right, source=gaps[0].source,
                 reason=f"{gaps[0].name}, {gaps[0].period}: {right}.")  # fmt: skip


def _between_areas(number: Number, scene: Scene, facts: Facts) -> Checked:
    first, second = (_values(facts, RATING, m.key)[-1:] for m in scene.places[:2])
    if not first or not second or first[0].value is None or second[0].value is None:
        return _told(number, scene, Found.NO_SOURCE)
    off = round(first[0].value - second[0].value, 6)
    after = scene.after(number.end)
    is_side = off < 0 if SHORT.search(after) else off > 0 if OVER.search(after) else True
    if is_side and equals(number, off, decimals=1, is_scale=True):
        return _told(number, scene, Found.OK, source=first[0].source)
    right = f"{nl.number(abs(off), decimals=1)} punt {'lager' if off < 0 else 'hoger'}"
    return _told(number, scene, Found.DIFFERS, right=right, source=first[0].source)


# --- figures --------------------------------------------------------------------------------


def _subject(number: Number, scene: Scene, facts: Facts) -> str:
    """Return the subject of a number; empty where what it counts is nothing that we have."""
    after = scene.after(number.end)
    noun = re.match(r"\s+([^\W\d_][\w-]*)", after)
    if noun and noun.group(1).lower() in PEOPLE and number.sort is Sort.PLAIN:
        return INHABITANTS
    near = next((m for m in scene.subjects if _is_behind(number, m.start, scene)), None)
    subject = near.key if near else ""
    if subject and scene.subject(number) != subject and subject in scene.generic:
        subject = scene.subject(number)
    if not subject and number.sort is Sort.PLAIN and noun and _is_noun(noun.group(1)):
        is_grade = number.decimals == 1 and GIVES.search(scene.before(number.start))
        return RATING if is_grade else ""
    if number.sort is not Sort.PLAIN:
        subject = subject or scene.subject(number)
        unit = facts.subjects[subject].unit if subject else ""
        return subject if unit.startswith("%") else ""
    subject = subject or _guess(number, scene)
    return subject + RATE if subject and scene.is_rate(number) else subject


def _is_behind(number: Number, start: int, scene: Scene) -> bool:
    between = scene.text[number.end : start]
    return start >= number.end and bool(re.fullmatch(r"\s+(?:[^\W\d_]+\s+){0,3}", between))


def _is_noun(word: str) -> bool:
    return word.islower() and not NO_NOUN.match(word)


def _guess(number: Number, scene: Scene) -> str:
    """Return the subject of a number with no noun of its own."""
    if scene.is_rate(number):
        return scene.subject(number).replace(RATING, "")
    is_in_scale = SCALE[0] <= number.value <= SCALE[1]
    is_grade = bool(GIVES.search(scene.before(number.start)))
    subject = scene.subject(number)
    if is_in_scale and (number.decimals == 1 or is_grade or subject == RATING):
        return RATING
    return subject if subject != RATING or number.decimals else subject


def _figure(number: Number, scene: Scene, facts: Facts, subject: str) -> Checked:
    """Judge a number as a figure of all areas that it is said of."""
    if not subject:
        return _told(number, scene, Found.NO_SOURCE)
    named = scene.areas(number)
    if named:
        found = [_of_area(number, scene, facts, subject, area) for area in named]
        return next((f for f in found if f.found is not Found.OK), found[0])
    found = [_of_area(number, scene, facts, subject, area) for area in scene.assumed(number)]
    return next((f for f in found if f.found is Found.OK), found[0])


def _of_area(number: Number, scene: Scene, facts: Facts, subject: str, area: str) -> Checked:
    values = _values(facts, subject, area)
    when = scene.when(number)
    hidden = _hidden(facts, subject, area, when or (values[-1].period if values else ""))
    same = _in_period(values, when or "", facts, scene)
    if FROM_TO.search(scene.before(number.start)) and not when:
        same = values
    right = next((f for f in same if says(number, f)), None)
    if right:
        return _told(number, scene, Found.OK, source=right.source)
    if hidden:
        reason = f"Dit cijfer is niet openbaar: {hidden}."
        return _told(number, scene, Found.DIFFERS, reason=reason)
    if not values:
        return _told(number, scene, Found.NO_SOURCE)
    other = next((f for f in values if says(number, f)), None)
    meant = same[-1] if same else other or values[-1]
    if other:
        reason = f"{number_text(number, scene)} is het cijfer van {other.period}."
        return _told(
            number, scene, Found.DIFFERS, right=f"{meant.shown} ({meant.period})",
            source=meant.source, reason=reason,
        )  # fmt: skip
    return _differs(number, scene, meant)


def _values(facts: Facts, subject: str, area: str) -> list[Fact]:
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
    years = [f for f in values if len(f.period) == len("2023")]
    chosen = {r.period for r in facts.chosen}
    newest = max((f.period for f in years), default="")
    return [f for f in years if f.period in {newest, scene.carried_when, *chosen}]


def _document(number: Number, scene: Scene, facts: Facts) -> Checked | None:
    """Judge a number by what documents tell; None where they tell nothing of it."""
    clause = scene.clause(number.start)
    near, years = stems(clause.text), {w.period[:4] for w in scene.whens}
    behind = words(scene.after(number.end, 40))[:2]
    for told in facts.told:
        if told.number.sort is not number.sort or not near & told.stems:
            continue
        if years and told.years and not years & told.years:
            continue
        if told.number.hedge is Hedge.EXACT:
            is_same = equals(number, told.number.value, decimals=told.number.decimals)
        else:
            is_same = number.value == told.number.value and number.hedge is not Hedge.EXACT
        if is_same:
            return _told(number, scene, Found.OK, source=told.source)
        if (
            any(stem(w.text) in told.stems for w in behind)
            and not scene.places
            and (years & told.years)
        ):
            return _told(number, scene, Found.DIFFERS, right=told.shown, source=told.source)
    return None


# --- verdicts -------------------------------------------------------------------------------


def number_text(number: Number, scene: Scene) -> str:
    """Return a number as it stands in the text."""
    return scene.text[number.start : number.end]


def _differs(number: Number, scene: Scene, fact: Fact) -> Checked:
    reason = f"{fact.name}, {fact.period}: {fact.shown}."
    return _told(number, scene, Found.DIFFERS, right=fact.shown, source=fact.source, reason=reason)


def _told(  # noqa: PLR0913 - a verdict has many sides
    number: Number, scene: Scene, found: Found, *, right: str = "", source: str = "",
    reason: str = "",
) -> Checked:  # fmt: skip
    read = None if isnan(number.value) else number.value
    text = number_text(number, scene)
    return Checked(number.start, number.end, text, read, found, right, source, reason)
