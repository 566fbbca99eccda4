"""The number check: every number in a text beside the facts.

A text is read in four steps. `reading` finds the numbers; `scene` says which area, period and
subject each is about; here the facts that it could be are found, and it gets a verdict. Claims
without a number come from `claims`. Not here: words (`words`).

- 'klopt': a fact of that area, period and subject is told so;
- 'wijkt af': there is such a fact, and it is another number; or the figure is not public;
- 'geen bron': nothing here says anything of it. A source that the writer states makes it
  'bron genoemd'; it cannot mend what differs.
"""

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
