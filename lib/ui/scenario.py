"""'Wat is ervoor nodig?': raise areas and see the mean. The choice stands in the URL.

?voorbeeld=ondergrens                       every area below the floor, up to it
?voorbeeld=overal:0.2                       every area the same raise
?voorbeeld=wijk-een:0.3,wijk-twee:0.1        some areas, each its own raise
&weging=inwoners                            weighted by inhabitants (default: each area equal)
"""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lib.analysis.scenario import Scenario, raises_to_floor, run_scenario, weighted_mean
from lib.board import INHABITANTS, RATING, Board
from lib.exhibits.exhibit import Native, Shape
from lib.export.tables import scenario_table
from lib.figures.format import number
from lib.figures.page_html import (
    render_answer,
    render_finding,
    render_list,
    render_source_line,
    render_table,
)
from lib.figures.sentences import format_source, points_needed, scenario_sentence
from lib.ui import frame
from lib.ui.exhibit import show
from lib.ui.selection import read_choice, write_choice, write_choice_on_change

CHOICE, WEIGHTING = "voorbeeld", "weging"
TO_FLOOR, EVERYWHERE, OWN = "ondergrens", "overal", "eigen"
LABELS = {
    TO_FLOOR: "Wijken onder de ondergrens naar {floor}",
    EVERYWHERE: "Overal evenveel erbij, bijvoorbeeld +0,2",
    OWN: "Zelf wijken kiezen",
}
WEIGHTINGS = {"gelijk": "elke wijk even zwaar", "inwoners": "naar aantal inwoners"}
DEFAULT_RAISE = 0.2
AMOUNTS = [step / 10 for step in range(31)]
LABEL = "Rekenvoorbeeld, geen prognose"


def what_it_takes(board: Board) -> None:
    """Show the scenario widget: choose raises, see the resulting mean and its gap."""
    per_area = board.area_values(RATING)
    if per_area is None or board.floor is None or board.target is None:
        return
    show.caption(
        "Wat is ervoor nodig?",
        f"{LABEL}. U verhoogt het cijfer van wijken en ziet wat het gemiddelde dan wordt.",
    )
    frame.show_html(render_finding(points_needed(board)))
    values = board.ratings.newest()["value"].dropna()
    left, right = st.columns([3, 2], gap="medium")
    with left:
        kind, raises = _choice(board, values)
        weighting = _weighting()
    weights = (
        board.inhabitants if weighting == "inwoners" else pd.Series(1.0, index=values.index)
    ).reindex(values.index)
    if weights.isna().any() or not weights.sum() > 0:
        frame.show_notice(
            "Het aantal inwoners is niet van elke wijk bekend. Kies de andere weging."
        )
        return
    result = run_scenario(
        values, weights=weights, raises=raises, target=board.target.value, floor=board.floor.value
    )
    with right:
        _answer(board, result, weighting=WEIGHTINGS[weighting])
    _assumption(board, values)
    people = board.area_values(INHABITANTS)
    sources = (*per_area.sources, *(people.sources if people and weighting == "inwoners" else ()))
    years = f"meting {per_area.period}" + (
        f", inwoners {people.period}" if people and weighting == "inwoners" else ""
    )
    ratings = board.ratings.newest()
    show.below(
        f"{LABEL}. {format_source(sources, period=years, status=per_area.status)}",
        name=f"rekenvoorbeeld-{kind}-{weighting}",
        title="Rekenvoorbeeld per wijk",
        finding=f"{LABEL}. "
        + scenario_sentence(result, goal=board.target.value, weighting=WEIGHTINGS[weighting]),
        native=Native(Shape.BARS, "wijk", ("rapportcijfer", "rekenvoorbeeld")),
        public=True,
        table=_table(ratings, result),
        data=lambda: scenario_table(
            ratings,
            result,
            weighting=WEIGHTINGS[weighting],
            sources=sources,
            period=years,
            status=per_area.status,
        ),
    )


def parse(text: str, known: pd.Series) -> tuple[str, dict[str, float]] | None:
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
        if raises[area] not in AMOUNTS:
            return None
    if set(raises) == {EVERYWHERE}:
        return EVERYWHERE, raises
    return (OWN, raises) if set(raises) <= set(known.index) else None


def written(raises: dict[str, float]) -> str:
    """Return raises as the URL holds them; `parse` reads it back."""
    return ",".join(f"{area}:{amount:g}" for area, amount in raises.items()) or f"{OWN}"


def _choice(board: Board, values: pd.Series) -> tuple[str, dict[str, float]]:
    text = st.query_params.get(CHOICE, TO_FLOOR).lower()
    found = (OWN, {}) if text == OWN else parse(text, values)
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
        list(LABELS),
        format_func=lambda k: LABELS[k].format(floor=number(floor, decimals=1)),
        key="scenario_kind",
        on_change=_kind_changed,
    )
    if kind == TO_FLOOR:
        return kind, raises_to_floor(values, floor=floor)
    if kind == EVERYWHERE:
        amount = raises[EVERYWHERE]
        st.session_state["raise_all"] = amount
        _amount(
            "Punten erbij in elke wijk",
            key="raise_all",
            on_change=lambda: write_choice(
                CHOICE, written({EVERYWHERE: st.session_state["raise_all"]})
            ),
        )
        return kind, dict.fromkeys(map(str, values.index), amount)
    return kind, _own(board, values, raises)


def _kind_changed() -> None:
    kind = st.session_state["scenario_kind"]
    write_choice(CHOICE, f"{EVERYWHERE}:{DEFAULT_RAISE}" if kind == EVERYWHERE else kind)


def _own(board: Board, values: pd.Series, raises: dict[str, float]) -> dict[str, float]:
    st.session_state["raise_areas"] = list(raises)
    st.multiselect(
        "Wijken die erbij krijgen",
        sorted(map(str, values.index), key=lambda a: board.areas[a].name),
        format_func=lambda a: board.areas[a].name,
        key="raise_areas",
        placeholder="Kies een of meer wijken",
        select_all=False,
        on_change=lambda: write_choice(
            CHOICE,
            written({a: raises.get(a, DEFAULT_RAISE) for a in st.session_state["raise_areas"]}),
        ),
    )
    for area, amount in raises.items():
        key = f"raise_{area}"
        st.session_state[key] = amount
        _amount(
            f"Punten erbij in {board.areas[area].name}",
            key=key,
            on_change=_setter(raises, area, key),
        )
    return raises


def _setter(raises: dict[str, float], area: str, key: str) -> Callable[[], None]:
    """Return the callback that puts one area's amount in the URL."""
    return lambda: write_choice(CHOICE, written({**raises, area: st.session_state[key]}))


def _amount(label: str, *, key: str, on_change: Callable[[], None]) -> None:
    """Show a box for an amount: a number field would show a decimal point."""
    st.selectbox(
        label,
        AMOUNTS,
        format_func=lambda a: number(a, decimals=1),
        key=key,
        on_change=on_change,
        placeholder="Kies een aantal punten",
    )


def _weighting() -> str:
    unknown = "De weging in de link is er niet. U ziet: elke wijk even zwaar."
    weighting = read_choice(WEIGHTINGS, name=WEIGHTING, unknown=unknown) or "gelijk"
    st.session_state["weighting"] = weighting
    st.radio(
        "Hoe tellen de wijken mee?",
        list(WEIGHTINGS),
        format_func=lambda w: WEIGHTINGS[w],
        key="weighting",
        horizontal=True,
        on_change=write_choice_on_change("weighting", WEIGHTING),
    )
    return weighting


def _answer(board: Board, result: Scenario, *, weighting: str) -> None:
    goal = board.target.value if board.target else 0.0
    frame.show_html(
        render_answer(
            number(result.mean_after, decimals=2),
            f"was {number(result.mean_before, decimals=2)} · doel {number(goal, decimals=1)}",
            scenario_sentence(result, goal=goal, weighting=weighting),
            LABEL,
        )
    )


def _assumption(board: Board, values: pd.Series) -> None:
    weights = board.inhabitants.reindex(values.index)
    text = (
        "De beleidsnota zegt niet hoe het gemiddelde van de gemeente is berekend. Daarom kiest u "
        f"hier zelf de weging. Met elke wijk even zwaar was het gemiddelde bij deze meting "
        f"{number(float(values.mean()), decimals=2)}"
    )
    if weights.notna().all() and weights.sum() > 0:
        text += f", naar aantal inwoners {number(weighted_mean(values, weights), decimals=2)}"
    frame.show_html(render_list([floor_is_not_enough(board, values, weights)]))
    frame.show_html(
        render_source_line(
            f"{text}. Een voorbeeld haalt het doel pas als het gemiddelde zonder afronden hoog "
            "genoeg is. Een cijfer wordt nooit hoger dan 10."
        )
    )


def floor_is_not_enough(board: Board, values: pd.Series, inhabitants: pd.Series) -> str:
    """Return what the mean becomes when only the areas below the floor rise to it."""
    if board.floor is None or board.target is None:
        return ""
    raises = raises_to_floor(values, floor=board.floor.value)
    weightings = {"elke wijk even zwaar": pd.Series(1.0, index=values.index)}
    if inhabitants.notna().all() and inhabitants.sum() > 0:
        weightings["naar inwoners"] = inhabitants
    found = [
        (
            name,
            run_scenario(
                values,
                weights=weights,
                raises=raises,
                target=board.target.value,
                floor=board.floor.value,
            ),
        )
        for name, weights in weightings.items()
    ]
    means = " of ".join(f"{number(r.mean_after, decimals=2)} ({name})" for name, r in found)
    goal = number(board.target.value, decimals=1)
    enough = all(result.meets_target for _, result in found)
    tail = f"Dat haalt het doel van {goal}." if enough else f"Dat is lager dan {goal}."
    return f"Stijgen alleen de wijken onder de ondergrens tot die grens: {means}. {tail}"


def _table(ratings: pd.DataFrame, result: Scenario) -> Markup:
    known = ratings.dropna(subset="value").sort_values("name")
    after = result.ratings.reindex(known.index)
    return render_table(
        ("Wijk", "Rapportcijfer", "Rekenvoorbeeld"),
        [
            (name, number(before, decimals=1), number(then, decimals=2))
            for name, before, then in zip(known["name"], known["value"], after, strict=True)
        ],
        caption=LABEL,
        numeric=(1, 2),
    )
