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
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lib.board import RATING
from lib.story.claims import check_claims
from lib.story.conditions import condition
from lib.story.counted import (
    areas_fact,
    counts_areas,
    is_of_many,
    is_share_of_areas,
    judge_count,
    judge_share,
)
from lib.story.documents import stem, stems
from lib.story.facts import Facts
from lib.story.figured import judge_figure, subject_of
from lib.story.rated import POINTS, goal_of, judge_points, judge_rating
from lib.story.reading import Hedge, Number, Sort
from lib.story.scene import Scene, scenes
from lib.story.splitting import words
from lib.story.verdicts import Checked, Found, equals, judged

NEXT = 40  # signs in which the word behind a number stands
NONE_AT_ALL = re.compile(r"\bgeen enkele?\b(?!\s+(?:wijk|buurt))", re.IGNORECASE)
INCIDENT = re.compile(
    r"\b(?:misdrij|inbra|diefst|overval|straatro|bero(?:of|ving)|mishandel|bedreig|vernie|melding|"
    r"incident|geval|aangift|registrati|overlast|verdacht)\w*",
    re.IGNORECASE,
)
TOO_SMALL = "Een klein aantal in een wijk kan een cijfer zijn dat wij niet tonen."


def check_numbers(
    text: str, facts: Facts, *, stated: Mapping[str, str] | None = None
) -> list[Checked]:
    """Return what was found of every number and claim in a text, in order; spans do not overlap.

    `stated` gives the writer's source of a number, by `stated_key`. It does not excuse a small
    number beside what is counted in an area: such a count may be one that is not public. Dates,
    times, telephone numbers and the like are not checked; a year is, with the number beside it.
    """
    found: list[Checked] = []
    sources = {
        key.strip().lower(): source for key, source in (stated or {}).items() if source.strip()
    }
    for scene in scenes(text, facts):
        own = [*(_check(n, scene, facts) for n in scene.numbers), *check_claims(scene, facts)]
        own += _unreadable(scene)
        found += [_stated(c, scene, facts, sources=sources) for c in own]
    return _apart(sorted(found))


def stated_key(text: str, checked: Checked) -> str:
    """Return how a writer's source names a number: with the word behind it, as '3 avonden'."""
    behind = words(text[checked.end : checked.end + NEXT])
    return f"{checked.text} {behind[0].text}".strip().lower() if behind else checked.text.lower()


def _stated(checked: Checked, scene: Scene, facts: Facts, *, sources: Mapping[str, str]) -> Checked:
    source = sources.get(stated_key(scene.text, checked))
    if not source or checked.found is not Found.NO_SOURCE:
        return checked
    smallest = facts.board.municipality.disclosure.threshold
    is_small = checked.read is None or (checked.read < smallest and checked.read % 1 == 0)
    is_counted = bool(scene.subjects or INCIDENT.search(scene.clause(checked.start).text))
    if is_small and is_counted and (scene.places or scene.carried):
        return replace(checked, reason=TOO_SMALL)
    return replace(checked, found=Found.STATED, source=source, reason="")


def _unreadable(scene: Scene) -> list[Checked]:
    """Return numbers that are written in signs, and 'geen enkele' of what is counted."""
    part = scene.text[scene.span.start : scene.span.end]
    found = [
        Checked(
            scene.span.start + at,
            scene.span.start + at + 1,
            sign,
            None,
            Found.NO_SOURCE,
            reason="Schrijf dit getal met gewone cijfers.",
        )
        for at, sign in enumerate(part)
        if unicodedata.category(sign) in {"No", "Nl"}
    ]
    found += [
        Checked(
            scene.span.start + m.start(),
            scene.span.start + m.end(),
            m[0],
            0.0,
            Found.NO_SOURCE,
            reason="Ook 'geen' is een aantal.",
        )
        for m in NONE_AT_ALL.finditer(part)
    ]
    return found


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
        return judged(number, scene, Found.NO_SOURCE, reason="Dit getal is niet te lezen.")
    counted = _counted(number, scene, facts) or _document(number, scene, facts)
    if counted:
        return counted
    if number.sort is Sort.MONEY:
        return judged(number, scene, Found.NO_SOURCE)
    if POINTS.match(scene.after(number.end)):
        return judge_points(number, scene, facts)
    subject = subject_of(number, scene, facts)
    if subject == RATING:
        return judge_rating(number, scene, facts)
    return judge_figure(number, scene, facts, subject)


def _counted(number: Number, scene: Scene, facts: Facts) -> Checked | None:
    """Judge a number of areas, a share of them, or the limit that sets them apart."""
    if counts_areas(number, scene):
        return judge_count(number, scene, facts)
    if is_share_of_areas(number, scene):
        return judge_share(number, scene, facts)
    limit = condition(scene, facts)
    if limit and number in limit.numbers and is_of_many(scene):
        source = (goal_of(number, facts) or areas_fact(facts)).source
        return judged(number, scene, Found.OK, source=source)
    return None


def _document(number: Number, scene: Scene, facts: Facts) -> Checked | None:
    """Judge a number by what documents tell; None where they tell nothing of it.

    What a document says with 'ongeveer' must be said so.
    """
    near = stems(scene.clause(number.start).text)
    years = {w.period[:4] for w in scene.whens}
    behind = {stem(w.text) for w in words(scene.after(number.end, 40))[:2]}
    for told in facts.told:
        is_near = told.number.sort is number.sort and near & told.stems
        if not is_near or (years and told.years and not years & told.years):
            continue
        if _is_told(number, told.number):
            return judged(number, scene, Found.OK, source=told.source)
        if behind & told.stems and years & told.years and not scene.places:
            return judged(number, scene, Found.DIFFERS, right=told.shown, source=told.source)
    return None


def _is_told(number: Number, told: Number) -> bool:
    if told.hedge is Hedge.EXACT:
        return equals(number, told.value, decimals=told.decimals)
    return number.value == told.value and number.hedge is not Hedge.EXACT
