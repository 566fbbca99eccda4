"""How many respondents the next survey needs to show a difference: a worked example."""

from dataclasses import dataclass

import pandas as pd

from lib.analysis.sample_size import Answers, find_respondents
from lib.board import INHABITANTS, RATING, Board
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.provenance import provenance_of_areas
from lib.exhibits.scenario import EXAMPLE_NOTE
from lib.figures.format import count, listing, number
from lib.figures.page_html import render_table

MANY_AREAS = 6
PLAN_NOTE = (
    "Dat aantal toont een verschil dat er echt is in 4 van de 5 gevallen. Vraag cijfers en marges "
    "met twee decimalen: met één decimaal zijn meer deelnemers nodig."
)


@dataclass(frozen=True)
class SurveyPlan:
    """What somebody wants of a survey: how answers vary, the difference to show, in which areas."""

    answers: Answers
    difference: float
    areas: tuple[str, ...]


def survey_plan(board: Board, plan: SurveyPlan) -> Exhibit | None:
    """Return the respondents that each question needs; None without a floor, ratings or areas.

    An area next to the floor is one comparison; a rise is judged with those of all rated areas.
    """
    ratings, floor = board.area_values(RATING), board.floor
    if ratings is None or floor is None or not plan.areas:
        return None
    needed = _list_needed(plan, floor=floor.value, rated=int(ratings.frame["value"].count()))
    chosen = len(plan.areas)
    people = board.area_values(INHABITANTS)
    sources = [ratings, people] if people else [ratings]
    provenance = provenance_of_areas(sources, period=f"meting {ratings.period}")
    header = ("Wat u wilt zien", "Deelnemers per wijk", f"Samen voor {_count_areas(chosen)}")
    rows = [(what, n, n * chosen) for what, n in needed.items()]
    title = "Hoeveel deelnemers heeft de volgende meting nodig?"
    return Exhibit(
        name="rekenvoorbeeld-deelnemers",
        title=title,
        finding=f"{EXAMPLE_NOTE}. {_describe_inputs(plan)} {PLAN_NOTE}",
        source=f"{EXAMPLE_NOTE}. {provenance.describe()}",
        caveats=provenance.caveats(board, notes=[_describe_too_small(board, plan, needed)]),
        table=provenance.add_to(
            pd.DataFrame(rows, columns=[column.lower() for column in header]), note=EXAMPLE_NOTE
        ),
        html=render_table(
            header,
            [(what, number(n), number(total)) for what, n, total in rows],
            caption=EXAMPLE_NOTE,
            numeric=(1, 2),
        ),
    )


def _list_needed(plan: SurveyPlan, *, floor: float, rated: int) -> dict[str, int]:
    """Return the respondents per area by what they show."""
    size = number(plan.difference, decimals=1)
    low, high = (number(v, decimals=1) for v in (floor, floor + plan.difference))
    return {
        f"Een wijk van {high} staat zeker boven {low}": _find(plan, waves=1),
        f"Een stijging van {size} in de enige wijk die u vergelijkt": _find(plan, waves=2),
        f"Een stijging van {size} in één van {rated} wijken, zoals dit dashboard vergelijkt": _find(
            plan, waves=2, comparisons=rated
        ),
    }


def _find(plan: SurveyPlan, *, waves: int, comparisons: int = 1) -> int:
    return find_respondents(
        plan.difference, answers=plan.answers, waves=waves, comparisons=comparisons
    )


def _count_areas(areas: int) -> str:
    return count(areas, "wijk", "wijken")


def _describe_inputs(plan: SurveyPlan) -> str:
    deviation = number(plan.answers.deviation, decimals=1)
    effect = number(plan.answers.design_effect, decimals=1)
    return f"Met een spreiding van {deviation} punt per antwoord en een ontwerpeffect van {effect}."


def _describe_too_small(board: Board, plan: SurveyPlan, needed: dict[str, int]) -> str:
    """Return in which of the chosen areas not even all inhabitants are enough for a rise."""
    most = max(needed.values())
    people = board.inhabitants
    small = [board.areas[a].name for a in plan.areas if people[a] < most]
    if not small:
        return ""
    names = listing(small) if len(small) <= MANY_AREAS else _count_areas(len(small))
    return f"{number(most)} is meer dan het aantal inwoners van {names}: daar is dat niet te meten."
