"""Where the municipality and its areas stand against target and floor, in sentences.

A survey figure is in the past tense with its wave. No forecasts.
"""

import pandas as pd

from lib.analysis.course import Course, CourseReason
from lib.analysis.raised_ratings import Scenario
from lib.board import Board, GoalStatus
from lib.board.cached_method import cached_method
from lib.figures.format import count, number
from lib.figures.sentences.planning_sentences import (
    describe_absent_waves,
    describe_age,
)
from lib.figures.sentences.wave_sentences import (
    area_changes_sentence,
    describe_wave_change,
    shorten_list,
)
from lib.figures.vocabulary import COURSE_LABELS, NOT_FILLED_IN

LEAST_DISTANCE = 0.01  # that is written as a number


@cached_method(most=1)
def headline(board: Board) -> str:
    """Return the answer, who demonstrably changed and who fell short."""
    parts = (answer_sentence(board), area_changes_sentence(board), _below_sentence(board))
    return " ".join(filter(None, parts))


@cached_method(most=1)
def answer_sentence(board: Board) -> str:
    """Return where the municipality stood and what its goal is."""
    name, target = board.municipality.name, board.target
    goal = f"Het doel voor {target.year} is {number(target.value, decimals=1)}." if target else ""
    newest = board.ratings.newest_of_municipality
    if newest is None:
        return f"Voor {name} is nog geen meting in dit dashboard. {goal}".strip()
    change = describe_wave_change(board, board.municipality.code)
    value = number(newest["value"], decimals=1)
    goal = goal or "Er is geen doel ingesteld."
    return f"{name} gaf in {newest['period']} een {value}{change}. {goal}"


@cached_method(most=1)
def answer_details(board: Board) -> str:
    """Return who demonstrably changed, who fell short, and how old and how sure the answer is."""
    goals = "" if board.target or board.floor else f"De doelen zijn {NOT_FILLED_IN}."
    parts = (area_changes_sentence(board), _below_sentence(board), _age_sentence(board), goals)
    return " ".join(filter(None, parts))


def _age_sentence(board: Board) -> str:
    newest = board.ratings.newest_of_municipality
    if newest is None:
        return ""
    age = describe_age(board, int(newest["period"][:4]))
    margin = "; er is geen marge bekend" if pd.isna(newest["lower"]) else ""
    which = "" if newest["period"] == board.ratings.period else f" van {newest['period']}"
    return f"De meting{which} is {age}{margin}."


def _below_sentence(board: Board) -> str:
    ratings = board.ratings.newest().dropna(subset="value")
    if board.floor is None or ratings.empty:
        return ""
    newest = board.ratings.newest_of_municipality
    same = newest is not None and newest["period"] == board.ratings.period
    when = f"Bij de wijkmeting van {board.ratings.period}"
    if same:
        when = f"In {board.ratings.period}"
    floor = number(board.floor.value, decimals=1)
    sentence = f"{when} {_count_below(board, of=len(ratings), floor=floor)}."
    unrated = len(board.ratings.newest()) - len(ratings)
    if unrated:
        sentence += f" Van {count(unrated, 'wijk', 'wijken')} is er geen rapportcijfer."
    return sentence


def _count_below(board: Board, *, of: int, floor: str) -> str:
    """Return how many areas fell short of the floor, and which."""
    below = [board.ratings.of_area(area) for area in areas_below_floor(board)]
    total = f"{of} wijken" if of > 1 else "1 wijk"
    if not below:
        return f"zat geen van de {total} onder {floor}"
    if len(below) == of:
        return f"zaten alle {total} onder {floor}"
    verb = "zat" if len(below) == 1 else "zaten"
    names = [f"{rating.name} ({number(rating.value, decimals=1)})" for rating in below]
    return f"{verb} {len(below)} van de {total} onder {floor}: {shorten_list(names)}"


def areas_below_floor(board: Board) -> list[str]:
    """Return the areas below the floor, in order of name."""
    rows = board.ratings.newest().sort_values("name")
    return [str(a) for a, gap in rows["gap_floor"].items() if gap < 0]


def goal_sentence(goal: GoalStatus, *, board: Board) -> str:
    """Return where one goal stands, in the past tense with its wave."""
    target = goal.target
    value = number(target.value, decimals=1)
    if goal.value is None or goal.gap is None:
        return f"Er is nog geen meting in dit dashboard. Het doel voor {target.year} is {value}."
    when = f"Bij de meting van {goal.period}"
    if target.scope == "municipality":
        given = number(goal.value, decimals=1)
        distance = describe_distance(goal.gap, f"het doel van {value}")
        return f"{when} gaf {board.municipality.name} een {given}. Dat was {distance}."
    return f"{when} {_describe_short_areas(goal, board, value)}"


def describe_distance(gap: float, goal: str) -> str:
    """Return how far a rating was from a goal: '0,2 punt onder het doel van 7,4'."""
    if gap == 0:
        return f"precies {goal}"
    side = "onder" if gap < 0 else "boven"
    return f"{number(abs(gap), decimals=1)} punt {side} {goal}"


def _describe_short_areas(goal: GoalStatus, board: Board, value: str) -> str:
    """Return how many areas reached a goal for every area, and which did not."""
    rated = int(board.ratings.newest()["value"].notna().sum())
    reached = rated - len(goal.short)
    if not goal.short:
        return f"haalde elke wijk met een cijfer ten minste {value}."
    ratings = [board.ratings.of_area(area) for area in goal.short]
    parts = [f"{r.name} ({number(-(r.gap_floor or 0), decimals=1)} tekort)" for r in ratings]
    subject = "haalde geen" if reached == 0 else f"haalde{'n' if reached > 1 else ''} {reached}"
    return f"{subject} van de {rated} wijken ten minste {value}. Niet: {shorten_list(parts)}."


def pace_sentence(goal: GoalStatus) -> str:
    """Return the pace still needed, or that no survey is left before the goal is judged.

    Nothing of a goal that was missed in the survey that counts: the verdict says so.
    """
    judged = goal.target.judged_on
    if goal.gap is None or goal.is_past or goal.verdict.course is Course.MISSED:
        return ""
    if goal.gap >= 0:
        return "Volgens deze meting is geen stijging meer nodig."
    if goal.pace is None:
        return (
            f"De meting van {judged} telt voor dit doel. Volgens de planning is die al gehouden; "
            "daarna komt er geen meting meer."
        )
    waves = count(goal.waves_to_come, "meting", "metingen")
    return (
        f"Er {'komt' if goal.waves_to_come == 1 else 'komen'} nog {waves} tot en met {judged}. "
        f"Nodig is dan {number(goal.pace, decimals=2)} punt per meting."
    )


def list_verdicts(board: Board) -> list[str]:
    """Return the verdict and pace of each goal by its name; once where they are all the same."""
    verdicts = [
        f"{course_sentence(g, board=board)} {pace_sentence(g)}".strip() for g in board.goals
    ]
    if len(set(verdicts)) == 1:
        return verdicts[:1]
    return [f"{g.target.name}. {text}" for g, text in zip(board.goals, verdicts, strict=True)]


def reaches_target(board: Board) -> bool:
    """Return whether the municipality's goal is reached in the wave that decides."""
    return any(
        goal.target == board.target and goal.verdict.course is Course.REACHED
        for goal in board.goals
    )


def course_sentence(goal: GoalStatus, *, board: Board) -> str:
    """Return the verdict on a goal with its reason."""
    verdict, judged = COURSE_LABELS[goal.verdict.course], goal.target.judged_on
    about = judged if goal.is_past else goal.period
    match goal.verdict.reason:
        case CourseReason.NO_WAVE if goal.is_past:
            why = f"de meting van {judged} telt voor dit doel, en die staat niet in dit dashboard"
        case CourseReason.NO_WAVE:
            why = "er is nog geen meting in dit dashboard"
        case CourseReason.ONLY_BASELINE:
            why = (
                f"de nieuwste meting is van {goal.period}, het begin van het beleid. "
                "Er is nog geen latere meting om mee te vergelijken"
            )
        case CourseReason.NO_MARGIN:
            why = f"van de meting van {about} is geen marge bekend"
        case CourseReason.INCOMPLETE:
            why = "niet van elke wijk is er een cijfer"
        case CourseReason.WITHIN_MARGIN:
            why = "het verschil met het benodigde pad valt binnen de marge"
        case CourseReason.AGAINST_PATH:
            why = (
                f"een rechte lijn naar het doel kwam in {goal.period} uit op "
                f"{number(goal.verdict.path, decimals=2)}"
            )
        case CourseReason.JUDGED_WAVE:
            why = f"de meting van {judged} telt voor dit doel"
    lead = f"{verdict[0].upper()}{verdict[1:]}:"
    if goal.verdict.course is Course.UNKNOWN:
        lead = f"Op koers: {verdict}, want"
    return f"{lead} {why}. {describe_absent_waves(board)}".strip()


def scenario_sentence(result: Scenario, *, goal: float, weighting: str, board: Board) -> str:
    """Return the outcome of a scenario; the figure itself is marked as an example.

    Where the measured figure reached the goal, the mean of areas is not held against it.
    """
    if reaches_target(board) and not result.meets_target:
        return (
            f"Dit gemiddelde ({weighting}) is een rekenvoorbeeld: het gemeten cijfer van de "
            f"gemeente haalde het doel van {number(goal, decimals=1)} wel."
        )
    if result.meets_target:
        return f"Dan haalt het gemiddelde ({weighting}) het doel van {number(goal, decimals=1)}."
    distance = number(-result.gap, decimals=2)
    if -result.gap < LEAST_DISTANCE:
        distance = f"minder dan {number(LEAST_DISTANCE, decimals=2)}"
    return (
        f"Dan blijft het gemiddelde ({weighting}) {distance} punt onder "
        f"het doel van {number(goal, decimals=1)}."
    )
