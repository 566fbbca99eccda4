"""'Wat is ervoor nodig?': raise areas and see the mean. The choice stands in the URL.

?voorbeeld=ondergrens                       every area below the floor, up to it
?voorbeeld=overal:0.2                       every area the same raise
?voorbeeld=wijk-een:0.3,wijk-twee:0.1        some areas, each its own raise
&weging=inwoners                            weighted by inhabitants (default: each area equal)

For insiders also how many respondents the next survey needs:
?verschil=0.2&spreiding=1.6&ontwerpeffect=1.5&wijken=wijk-een,wijk-twee
"""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from lib.analysis.estimate import DESIGN_EFFECT
from lib.analysis.raised_ratings import Scenario, weighted_mean
from lib.analysis.sample_size import Answers
from lib.board import INHABITANTS, RATING, Board
from lib.exhibits.scenario import (
    EXAMPLE_NOTE,
    STEPS,
    WEIGHTING_LABELS,
    Raises,
    SurveyPlan,
    Weighting,
    area_weights,
    floor_is_not_enough,
    raise_to_floor,
    run_example,
    scenario_finding,
    scenario_ratings,
    survey_plan,
)
from lib.figures.format import number
from lib.figures.page_html import (
    render_answer,
    render_finding,
    render_list,
    render_pair,
    render_source_line,
)
from lib.figures.sentences.goal_sentences import scenario_sentence
from lib.figures.sentences.source_sentences import format_source
from lib.ui import frame
from lib.ui.exhibit.show import show, show_caption
from lib.ui.forms.widgets import choose_in_url_box, show_choice_box
from lib.ui.selection import read_choice, write_choice, write_choice_on_change

EXAMPLE_PARAM, WEIGHTING_PARAM = "voorbeeld", "weging"
TO_FLOOR, EVERYWHERE, OWN_CHOICE = "ondergrens", "overal", "eigen"
EXAMPLE_LABELS = {
    TO_FLOOR: "Wijken onder de ondergrens naar {floor}",
    EVERYWHERE: "Overal evenveel erbij, bijvoorbeeld +0,2",
    OWN_CHOICE: "Zelf wijken kiezen",
}
DEFAULT_RAISE = 0.2
AMOUNTS = {step: number(step, decimals=1) for step in STEPS}  # a number field has a decimal point
DIFFERENCES = [step / 10 for step in range(1, 11)]
DEVIATIONS = [step / 10 for step in range(10, 26)]
DESIGN_EFFECTS = [step / 10 for step in range(10, 31)]
PLAN_AREAS_PARAM = "wijken"


def show_scenario(board: Board) -> None:
    """Show the scenario widget: choose raises, see the resulting mean and its gap."""
    if board.area_values(RATING) is None or board.floor is None or board.target is None:
        return
    show_caption(
        "Wat is ervoor nodig?",
        f"{EXAMPLE_NOTE}. U verhoogt het cijfer van wijken en ziet wat het gemiddelde dan wordt.",
    )
    frame.show_html(render_finding(scenario_finding(board)))
    values = board.ratings.newest()["value"].dropna()
    left, right = st.columns([3, 2], gap="medium")
    with left:
        kind, raises = _choose_raises(board, values)
        weighting = _choose_weighting()
    result = run_example(board, raises, weighting)
    if result is None:
        frame.show_notice(
            "Het aantal inwoners is niet van elke wijk bekend. Kies de andere weging."
        )
        return
    with right:
        _show_mean(board, result, weighting=weighting, goal=board.target.value)
    _show_assumption(board, values)
    name = f"rekenvoorbeeld-{kind}-{weighting}"
    show(scenario_ratings(board, raises, weighting, name=name), heading=False)


def show_survey_plan(board: Board) -> None:
    """Show, to insiders, how many respondents the next survey needs; the choice is in the URL."""
    survey = board.municipality.survey
    if survey is None or not board.internal or board.area_values(RATING) is None:
        return
    frame.show_heading("Hoeveel deelnemers heeft de volgende meting nodig?")
    fields = (
        ("verschil", "Verschil dat u wilt zien", survey.difference, DIFFERENCES),
        ("spreiding", "Spreiding van een antwoord", survey.deviation, DEVIATIONS),
        ("ontwerpeffect", "Ontwerpeffect (1: gewone steekproef)", DESIGN_EFFECT, DESIGN_EFFECTS),
    )
    amounts = []
    for column, (name, label, default, options) in zip(
        st.columns(3, gap="medium"), fields, strict=True
    ):
        with column:
            amounts.append(_choose_amount(name, label=label, default=default, options=options))
    difference, *answers = amounts
    plan = SurveyPlan(Answers(*answers), difference, _choose_plan_areas(board))
    exhibit = survey_plan(board, plan)
    if exhibit is not None:
        frame.show_subtitle(exhibit.finding)
        show(exhibit, heading=False)


def _choose_amount(name: str, *, label: str, default: float, options: Sequence[float]) -> float:
    """Show a box for a number of the plan; return the one in the URL, else the default."""
    known = {f"{option:g}": option for option in sorted({*options, default})}
    wrong = f"'{{}}' bij {label.lower()} in de link is er niet. U ziet het begin."
    texts = {option: number(value, decimals=1) for option, value in known.items()}
    text = choose_in_url_box(
        label, texts, name=name, key=f"plan_{name}", default=f"{default:g}", unknown=wrong
    )
    return known[text]


def _choose_plan_areas(board: Board) -> tuple[str, ...]:
    """Show a box for the areas of the plan; return those in the URL, else all with a rating."""
    rated = board.ratings.newest().dropna(subset="value").sort_values("name").index
    known = [str(area) for area in rated]
    wanted = st.query_params.get(PLAN_AREAS_PARAM, "").lower().split(",")
    st.session_state["plan_areas"] = [area for area in known if area in wanted]
    areas = st.multiselect(
        "Wijken (kies niets voor alle wijken)",
        known,
        format_func=lambda area: board.areas[area].name,
        key="plan_areas",
        placeholder="Kies een of meer wijken",
        select_all=False,
        on_change=lambda: write_choice(PLAN_AREAS_PARAM, ",".join(st.session_state["plan_areas"])),
    )
    return tuple(areas or known)


def parse_raises(text: str, known: pd.Series) -> tuple[str, dict[str, float]] | None:
    """Return kind and raises of a URL's choice, or None when it is not one.

    Raises lie between 0 and 3 points in steps of 0.1.
    """
    if text == TO_FLOOR:
        return TO_FLOOR, {}
    raises: dict[str, float] = {}
    for part in filter(None, text.split(",")):
        area, _, amount = part.partition(":")
        try:
            raises[area] = float(amount)
        except ValueError:
            return None
        if raises[area] not in STEPS:
            return None
    if set(raises) == {EVERYWHERE}:
        return EVERYWHERE, raises
    return (OWN_CHOICE, raises) if set(raises) <= set(known.index) else None


def format_raises(raises: dict[str, float]) -> str:
    """Return raises as the URL holds them; `parse_raises` reads it back."""
    return ",".join(f"{area}:{amount:g}" for area, amount in raises.items()) or OWN_CHOICE


def _write_raises(raises: dict[str, float]) -> None:
    write_choice(EXAMPLE_PARAM, format_raises(raises))


def _choose_raises(board: Board, values: pd.Series) -> tuple[str, Raises]:
    text = st.query_params.get(EXAMPLE_PARAM, TO_FLOOR).lower()
    found = (OWN_CHOICE, {}) if text == OWN_CHOICE else parse_raises(text, values)
    if found is None:
        frame.show_notice(
            "Het rekenvoorbeeld in de link is niet te lezen. U ziet het eerste voorbeeld."
        )
        found = (TO_FLOOR, {})
    kind, raises = found
    floor = board.floor.value if board.floor else 0.0
    st.session_state["scenario_kind"] = kind
    st.radio(
        "Voorbeeld",
        list(EXAMPLE_LABELS),
        format_func=lambda k: EXAMPLE_LABELS[k].format(floor=number(floor, decimals=1)),
        key="scenario_kind",
        on_change=_write_kind,
    )
    if kind == TO_FLOOR:
        return kind, raise_to_floor(board)
    if kind == EVERYWHERE:
        amount = raises[EVERYWHERE]
        st.session_state["raise_all"] = amount
        show_choice_box(
            "Punten erbij in elke wijk",
            AMOUNTS,
            key="raise_all",
            on_change=lambda: _write_raises({EVERYWHERE: st.session_state["raise_all"]}),
        )
        return kind, tuple((str(area), amount) for area in values.index)
    _show_own_raises(board, values, raises)
    return kind, tuple(raises.items())


def _write_kind() -> None:
    kind = st.session_state["scenario_kind"]
    write_choice(EXAMPLE_PARAM, f"{EVERYWHERE}:{DEFAULT_RAISE}" if kind == EVERYWHERE else kind)


def _show_own_raises(board: Board, values: pd.Series, raises: dict[str, float]) -> None:
    st.session_state["raise_areas"] = list(raises)
    st.multiselect(
        "Wijken die erbij krijgen",
        [area for area in board.areas if area in values.index],
        format_func=lambda a: board.areas[a].name,
        key="raise_areas",
        placeholder="Kies een of meer wijken",
        select_all=False,
        on_change=lambda: write_choice(
            EXAMPLE_PARAM,
            format_raises(
                {a: raises.get(a, DEFAULT_RAISE) for a in st.session_state["raise_areas"]}
            ),
        ),
    )
    for area, amount in raises.items():
        key = f"raise_{area}"
        st.session_state[key] = amount
        show_choice_box(
            f"Punten erbij in {board.areas[area].name}",
            AMOUNTS,
            key=key,
            on_change=_raise_writer(raises, area, key),
        )


def _raise_writer(raises: dict[str, float], area: str, key: str) -> Callable[[], None]:
    """Return the callback that puts one area's amount in the URL."""
    return lambda: _write_raises({**raises, area: st.session_state[key]})


def _choose_weighting() -> Weighting:
    unknown = "De weging in de link is er niet. U ziet: elke wijk even zwaar."
    weighting = read_choice(list(Weighting), name=WEIGHTING_PARAM, unknown=unknown)
    weighting = weighting or Weighting.EQUAL
    st.session_state["weighting"] = weighting
    st.radio(
        "Hoe tellen de wijken mee?",
        list(Weighting),
        format_func=WEIGHTING_LABELS.__getitem__,
        key="weighting",
        horizontal=True,
        on_change=write_choice_on_change("weighting", WEIGHTING_PARAM),
    )
    return weighting


def _show_mean(board: Board, result: Scenario, *, goal: float, weighting: Weighting) -> None:
    before, target = number(result.mean_before, decimals=2), number(goal, decimals=1)
    frame.show_html(
        render_answer(
            number(result.mean_after, decimals=2),
            f"was {before} · doel {target}",
            scenario_sentence(
                result, goal=goal, weighting=WEIGHTING_LABELS[weighting], board=board
            ),
            EXAMPLE_NOTE,
        )
    )


def _show_assumption(board: Board, values: pd.Series) -> None:
    text = (
        "Hoe de wijken meetellen in het gemiddelde van de gemeente, kiest u hier zelf. Met elke "
        "wijk even zwaar was het gemiddelde bij deze meting "
        f"{number(float(values.mean()), decimals=2)}"
    )
    weights, people = area_weights(board, Weighting.INHABITANTS), board.area_values(INHABITANTS)
    source = ""
    if weights is not None and people is not None:
        text += f", naar aantal inwoners {number(weighted_mean(values, weights), decimals=2)}"
        period = f"inwoners {people.period}"
        source = format_source(people.part_sources, period=period, status=people.status)
    note = (
        f"{text}. Een voorbeeld haalt het doel pas als het gemiddelde zonder afronden hoog "
        f"genoeg is. Een cijfer wordt nooit hoger dan 10. {source}".strip()
    )
    frame.show_html(
        render_pair(render_list([floor_is_not_enough(board)]), render_source_line(note))
    )
