"""What a sentence says of a number of areas: 'twee van de 18 wijken zitten onder 6,7'.

Here: reading the condition and counting the areas that meet it. Not here: figures of one area.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from lib.figures.format import listing, number
from lib.story.facts import Facts
from lib.story.reading import Number, Sort
from lib.story.scene import Scene

REACHES = (
    r"ha(?:al|len|alt|lde|lden|alde|alden)|gehaald|kre(?:eg|gen)|krijg(?:t|en)|gaf|gaven|scoor\w*|"
    r"heeft|hebben"
)
OPERATORS = (
    ("ge", r"op of boven|minstens|ten minste|minimaal|vanaf|niet onder|niet lager dan"),
    ("lt", r"onder|beneden|lager dan|minder dan"),
    ("gt", r"boven|hoger dan|meer dan"),
    ("ge", REACHES),
)
FILL = r"(?:[^\W\d_]+\s+){0,4}?"
AFTER = (
    ("ge", re.compile(r"\s*of (?:hoger|meer)\b")),
    ("le", re.compile(r"\s*of (?:lager|minder)\b")),
)
GOAL_WORD = re.compile(
    r"\b(?P<op>onder|boven|op of boven|ha(?:al|len|alt|lde|lden|alde|alden)|gehaald)\s+"
    r"(?:niet\s+)?(?:de|het|hun)\s+(?P<goal>ondergrens|doel)|"
    r"\b(?P<goal2>ondergrens|doel)\s+(?:(?:is|was|werd|wordt)\s+)?(?:niet\s+)?(?P<op2>ha(?:al|len|alt|alde|alden)|gehaald)",
    re.IGNORECASE,
)
# All areas, none, or most of them.
ALL = re.compile(
    r"\b(?P<all>alle(?:\s+(?!andere|overige|deze|die)\w+)?\s+wijken|(?:elke|iedere) wijk|overal)\b|"
    r"\b(?P<none>geen (?:enkele )?(?:wijk|van de (?:\w+\s+)?wijken))\b|"
    r"\b(?P<most>de meeste (?:van de )?(?:\w+\s+)?wijken)\b",
    re.IGNORECASE,
)
IN = re.compile(r"\b(?:in|van)\s+(?:heel\s+)?$", re.IGNORECASE)
NOT = re.compile(r"\b(?:niet|nog geen)\b", re.IGNORECASE)
BETWEEN = re.compile(r"\btussen\s+(?:een\s+)?$")
OPPOSITE = {"ge": "lt", "lt": "ge", "gt": "le", "le": "gt"}
SCALE = (1.0, 10.0)


@dataclass(frozen=True)
class Condition:
    """A comparison with one or two limits; `numbers` are those that say them in the text."""

    operator: str
    low: float
    high: float = 0.0
    numbers: tuple[Number, ...] = ()

    def holds(self, value: float) -> bool:
        """Tell whether a rating meets it; ratings and limits are compared as they are told."""
        low, value = round(self.low, 6), round(value, 6)
        return {
            "lt": value < low,
            "le": value <= low,
            "gt": value > low,
            "ge": value >= low,
            "between": low <= value <= round(self.high, 6),
        }[self.operator]

    @property
    def told(self) -> str:
        """Say it in Dutch."""
        low, high = (number(v, decimals=1) for v in (self.low, self.high))
        words = {"lt": "onder {}", "le": "{} of lager", "gt": "boven {}", "ge": "{} of hoger"}
        return words.get(self.operator, "tussen {} en " + high).format(low)


@lru_cache(maxsize=16)
def condition(scene: Scene, facts: Facts) -> Condition | None:
    """Return the condition on ratings that a sentence sets; None where there is none."""
    limits = [n for n in scene.numbers if _is_limit(n, scene)]
    for first, second in pairwise(limits):
        if BETWEEN.search(scene.before(first.start)) and scene.text[
            first.end : second.start
        ].strip() in {"en", "en een"}:
            return Condition("between", first.value, second.value, (first, second))
    for limit in limits:
        operator = _operator(limit, scene)
        if operator:
            is_denied = operator == "ge" and _is_denied(scene)
            return Condition(
                OPPOSITE[operator] if is_denied else operator, limit.value, 0, (limit,)
            )
    return _of_goal(scene, facts)


def count(limit: Condition, facts: Facts) -> int:
    """Return how many areas with a rating meet a condition."""
    return sum(limit.holds(v) for v in facts.ratings.values())


def exceptions(limit: Condition, facts: Facts) -> str:
    """Return the areas that do not meet it, with their rating."""
    names = {a: facts.board.areas[a].name for a in facts.ratings}
    others = sorted(
        f"{names[a]} ({number(v, decimals=1)})"
        for a, v in facts.ratings.items()
        if not limit.holds(v)
    )
    return listing(others)


def operator_before(scene: Scene, at: int) -> str:
    """Return how a number is compared by the words right before it; empty where it is not."""
    for operator, pattern in OPERATORS[:3]:
        if re.search(rf"\b(?:{pattern})\s+(?:een\s+|de\s+)?$", scene.before(at), re.IGNORECASE):
            return operator
    return ""


def is_counted(number_: Number, scene: Scene) -> bool:
    """Tell whether a number counts areas: 'twee wijken', 'twee van de 18 wijken'."""
    return bool(
        re.match(
            r"\s*(?:van (?:de|alle|onze)\s+(?:[\w.,]+\s+)?)?(?:wijken|wijk)\b",
            scene.after(number_.end),
            re.IGNORECASE,
        )
        or (
            re.match(
                r"\s*van (?:de|alle|onze)\s+[\w.]+(?=\s*(?:$|[.,;:]|\w+\s))",
                scene.after(number_.end),
                re.IGNORECASE,
            )
            and _next_is_whole(number_, scene)
        )
    )


def _next_is_whole(number_: Number, scene: Scene) -> bool:
    following = next((n for n in scene.numbers if n.start >= number_.end), None)
    if following is None:
        return False
    between = scene.text[number_.end : following.start]
    rest = re.match(r"\s*([^\W\d_]+)", scene.after(following.end))
    noun = rest.group(1) if rest else ""
    is_other = noun.endswith(("en", "s")) and noun not in {"wijken", "wijk", "zaten", "haalden"}
    return bool(re.fullmatch(r"\s*van (?:de|alle|onze)\s*", between)) and not is_other


def _is_limit(n: Number, scene: Scene) -> bool:
    is_in_scale = SCALE[0] <= n.value <= SCALE[1]
    is_points = bool(re.match(r"\s*punt", scene.after(n.end)))
    is_count = re.search(r"\b(?:er|maar)\s+$", scene.before(n.start))
    return (
        n.sort is Sort.PLAIN
        and is_in_scale
        and not is_points
        and not is_count
        and not is_counted(n, scene)
        and not _is_whole(n, scene)
    )


def _is_whole(n: Number, scene: Scene) -> bool:
    return bool(re.search(r"\bvan (?:de|alle|onze)\s+$", scene.before(n.start)))


def _operator(limit: Number, scene: Scene) -> str:
    for operator, behind in AFTER:
        if behind.match(scene.after(limit.end)):
            return operator
    before = scene.before(limit.start)
    for operator, pattern in OPERATORS:
        is_said = re.search(rf"\b(?:{pattern})\s+{FILL}$", before, re.IGNORECASE)
        if is_said and not (pattern == REACHES and _is_of_one(limit, scene)):
            return operator
    return ""


def _is_of_one(limit: Number, scene: Scene) -> bool:
    """Tell whether a number is what one area was given, not a limit for many."""
    clause = scene.clause(limit.start)
    named = [m for m in scene.places if clause.start <= m.start < limit.start]
    return any(m.key != scene.home or not IN.search(scene.before(m.start)) for m in named)


def _is_denied(scene: Scene) -> bool:
    return bool(NOT.search(scene.span.text))


def _of_goal(scene: Scene, facts: Facts) -> Condition | None:
    match = GOAL_WORD.search(scene.span.text)
    return goal_condition(match, scene, facts) if match else None


def goal_condition(match: re.Match[str], scene: Scene, facts: Facts) -> Condition | None:
    """Return the condition that a match of GOAL_WORD sets; None where that goal is not set."""
    word = (match["goal"] or match["goal2"]).lower()
    goal = facts.board.floor if word == "ondergrens" else facts.board.target
    if goal is None:
        return None
    said = (match["op"] or match["op2"]).lower()
    operator = {"onder": "lt", "boven": "gt"}.get(said, "ge")
    if operator == "ge" and _is_denied(scene):
        operator = "lt"
    return Condition(operator, goal.value)
