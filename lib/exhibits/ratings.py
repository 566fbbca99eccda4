"""The ratings that residents give: each goal, each area against floor and target, each wave."""

from dataclasses import replace
from functools import partial

import pandas as pd

from lib.analysis.gap import round_half_up
from lib.board import CRIME_RATE, NOT_COMPARABLE, RATING, Board, GoalStatus
from lib.exhibits.caveats import build_caveats, lacks_margin
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.exhibits.provenance import Provenance, provenance_of_areas, provenance_of_rows
from lib.figures.chart_style import Chart
from lib.figures.format import number, signed
from lib.figures.page_html import render_table
from lib.figures.rating_charts import (
    RatingPoint,
    draw_floor_strip,
    draw_rating_bars,
    draw_target_strip,
    draw_wave_history,
    draw_wave_slopes,
)
from lib.figures.sentences.change_sentences import wave_changes_finding
from lib.figures.sentences.goal_sentences import goal_sentence
from lib.figures.trends import draw_rating_against_crime
from lib.figures.vocabulary import CHANGE_LABELS, GROUP_LABELS

WAVE_COLUMNS = ["period", "value", "lower", "upper", "comparable"]


def goal_progress(board: Board, goal: GoalStatus) -> Exhibit:
    """Return where a goal stands: the road from its baseline, or every area next to the floor."""
    provenance = _goal_provenance(board, goal)
    rows = [row for row in _goal_rows(board, goal) if row[2] is not None]
    strip = _goal_strip(board, goal)
    return Exhibit(
        name=f"doel-{goal.target.target}",
        title=goal.target.name,
        finding=goal_sentence(goal, board=board),
        source=f"{provenance.describe()} Doel: paragraaf {goal.target.section}.",
        caveats=build_caveats(
            board, provenance.status, public=True, no_margin=_goal_lacks_margin(board, goal)
        ),
        table=replace(provenance, period=goal.period).add_to(
            pd.DataFrame(rows, columns=["wat", "wanneer", "rapportcijfer"])
        ),
        chart=strip.to_dict() if strip else None,
        screen_table=render_table(
            ("Wat", "Wanneer", "Rapportcijfer"),
            [(what, when, number(value, decimals=1)) for what, when, value in rows],
            caption=goal.target.name,
            numeric=(2,),
        ),
    )


def _goal_provenance(board: Board, goal: GoalStatus) -> Provenance:
    """Return where the goal and its newest wave come from, and how sure the wave is."""
    period = goal.period or "geen meting"
    if goal.target.scope == "every_area":
        ratings = board.area_values(RATING)
        wave = provenance_of_areas([ratings] if ratings else [], period=period)
    else:
        newest = pd.DataFrame(columns=["source", "status"])
        if board.ratings.newest_of_municipality is not None:
            newest = board.ratings.newest_of_municipality.to_frame().T
        wave = provenance_of_rows(board, newest, period=period)
    sources = dict.fromkeys([*wave.sources, board.sources[goal.target.source]])
    return replace(wave, sources=list(sources))


def _goal_rows(board: Board, goal: GoalStatus) -> list[tuple[str, str, float | None]]:
    target, name = goal.target, board.municipality.name
    if target.scope == "every_area":
        short = [
            (board.ratings.of_area(a).name, goal.period, board.ratings.of_area(a).value)
            for a in goal.short
        ]
        return [*short, ("Ondergrens", str(target.year), target.value)]
    return [
        (f"{name}, begin", str(target.baseline_period), target.baseline_value),
        (f"{name}, nieuwste meting", goal.period, goal.value),
        ("Doel", str(target.year), target.value),
    ]


def _goal_lacks_margin(board: Board, goal: GoalStatus) -> bool:
    if goal.target.scope == "every_area":
        return lacks_margin(board.ratings.newest())
    return board.ratings.newest_of_municipality is not None and bool(
        pd.isna(board.ratings.newest_of_municipality["lower"])
    )


def _goal_strip(board: Board, goal: GoalStatus) -> Chart | None:
    target = goal.target
    if goal.value is None:
        return None
    if target.scope == "every_area":
        return draw_floor_strip(board.ratings.newest(), floor=target.value, year=target.year)
    if target.baseline_value is None:
        return None
    return draw_target_strip(
        RatingPoint(target.baseline_value, str(target.baseline_period.year)),
        RatingPoint(goal.value, goal.period),
        RatingPoint(target.value, str(target.year)),
    )


def area_ratings(board: Board, *, order: str) -> Exhibit | None:
    """Return every area's rating against floor and target; None while one of the three is absent.

    `order` is a column of `Board.ratings`; areas that are equal in it stand by name.
    """
    ratings = board.area_values(RATING)
    if ratings is None or board.floor is None or board.target is None:
        return None
    rows = board.ratings.newest().assign(
        group=lambda found: pd.Categorical(found["group"], list(GROUP_LABELS), ordered=True)
    )
    rows = rows.sort_values("name").sort_values(order, kind="stable")
    groups = [GROUP_LABELS[g] for g in rows["group"]]
    provenance = provenance_of_areas([ratings], period=f"meting {ratings.period}")
    title = "Elke wijk naast de ondergrens en het doel"
    finding = (
        f"Bij de meting van {ratings.period} zaten {int((rows['gap_floor'] < 0).sum())} van de "
        f"{rows['value'].notna().sum()} wijken onder de ondergrens van "
        f"{number(board.floor.value, decimals=1)}. Het doel van "
        f"{number(board.target.value, decimals=1)} geldt voor het gemiddelde, niet voor elke wijk."
    )
    columns = {
        "wijk": rows["name"],
        "rapportcijfer": rows["value"],
        "afstand tot ondergrens": rows["gap_floor"],
        "afstand tot doel": rows["gap_target"],
        "groep": groups,
    }
    return Exhibit(
        name="doelen-per-wijk",
        title=title,
        finding=finding,
        source=provenance.describe(),
        caveats=build_caveats(board, ratings.status, public=True, no_margin=lacks_margin(rows)),
        table=provenance.add_to(pd.DataFrame(columns)),
        chart=draw_rating_bars(
            rows,
            floor=board.floor.value,
            target=board.target.value,
            order=[str(area) for area in rows.index],
        ).to_dict(),
        native=Native(Shape.BARS, "wijk", ("rapportcijfer",)),
        screen_table=render_table(
            ("Wijk", "Rapportcijfer", "Afstand tot ondergrens", "Afstand tot doel", "Groep"),
            [
                (
                    r["name"],
                    r["missing"] or number(r["value"], decimals=1),
                    signed(r["gap_floor"]),
                    signed(r["gap_target"]),
                    group,
                )
                for (_, r), group in zip(rows.iterrows(), groups, strict=True)
            ],
            caption=title,
            numeric=(1, 2, 3),
        ),
    )


def slopes(board: Board) -> Exhibit | None:
    """Return every area over the waves that can be compared; None while there is only one."""
    periods = board.ratings.comparable_waves
    found = {p: lv for p in periods if (lv := board.area_values(RATING, period=p))}
    if len(found) < 2 or board.floor is None:  # noqa: PLR2004 - a change needs two
        return None
    rows = pd.concat([level.frame.assign(period=p) for p, level in found.items()])
    by_name = rows.pivot_table(index="name", columns="period", values="value", dropna=False)
    verdicts = _verdicts(board)
    provenance = provenance_of_areas(found.values(), period=f"metingen {', '.join(periods)}")
    title = f"Elke wijk van meting tot meting, {periods[0]}-{periods[-1]}"
    changes = board.ratings.changes()
    return Exhibit(
        name="doelen-metingen",
        title=title,
        finding="" if changes is None else wave_changes_finding(changes["verdict"]),
        source=provenance.describe(),
        caveats=build_caveats(board, provenance.status, public=True, no_margin=lacks_margin(rows)),
        table=provenance.add_to(by_name.reset_index().rename(columns={"name": "wijk"})),
        chart=draw_wave_slopes(
            rows[["name", "value", "period"]].dropna(subset="value"),
            floor=board.floor.value,
            goals=_goal_values(board),
        ).to_dict(),
        native=Native(Shape.BARS, "wijk", tuple(found)),
        screen_table=render_table(
            ("Wijk", *found, "Oordeel over de twee nieuwste"),
            [
                (str(n), *(number(v, decimals=1) for v in by_name.loc[n]), verdicts.get(n, ""))
                for n in by_name.index
            ],
            caption=title,
            numeric=range(1, len(found) + 1),
        ),
    )


def area_waves(board: Board, area: str) -> Exhibit | None:
    """Return every wave of an area's rating, with the break in the method; None without any.

    Of a combined area its parts are in the table only.
    """
    rows = board.ratings.history(area)
    if rows.empty:
        return None
    own = rows[~rows["period"].duplicated(keep="last")]
    waves = "; ".join(
        f"{p} {number(v, decimals=1)}" for p, v in zip(own["period"], own["value"], strict=True)
    )
    provenance = provenance_of_rows(board, rows, period=", ".join(rows["period"]))
    break_note = "" if rows["comparable"].all() else board.indicators[RATING].break_note
    columns = ["meting", "rapportcijfer", "gaat over", "vergelijkbaar"]
    chart = draw_wave_history(own[WAVE_COLUMNS], goals=_goal_values(board))
    return Exhibit(
        name=f"metingen-{area}",
        title=f"Alle metingen: {board.areas[area].name}",
        source=provenance.describe(),
        alternative=f"Rapportcijfer per meting: {waves}.",
        caveats=build_caveats(
            board, provenance.status, public=True, notes=[break_note], no_margin=lacks_margin(rows)
        ),
        table=provenance.add_to(
            rows[["period", "value", "name", "comparable"]].set_axis(columns, axis="columns"),
            note=break_note,
        ),
        chart=chart.to_dict() if len(rows) > 1 else None,
        html=render_table(
            ("Meting", "Rapportcijfer", "Gaat over", "Vergelijkbaar"),
            [
                (
                    r["period"],
                    number(r["value"], decimals=1),
                    r["name"] + (f". {r['note']}" if r["note"] else ""),
                    "vanaf deze meting" if r["comparable"] else "nee, andere meetmethode",
                )
                for _, r in rows.iterrows()
            ],
            caption="Rapportcijfer per meting",
            numeric=(1,),
        ),
    )


def rating_and_crime(board: Board) -> Exhibit | None:
    """Return each area's rating next to its registered crime; None while one is not loaded."""
    ratings, crime = board.area_values(RATING), board.area_values(CRIME_RATE)
    if ratings is None or crime is None:
        return None
    rows = pd.DataFrame(
        {
            "name": ratings.frame["name"],
            "value": ratings.frame["value"],
            "rate": crime.frame["value"],
            "starred": crime.frame["remark"] != "",
        }
    ).dropna(subset=["value", "rate"])
    period = f"rapportcijfer {ratings.period}; misdrijven {crime.when}"
    provenance = provenance_of_areas([ratings, crime], period=period)
    title = f"Beleefd en geregistreerd: {period}"
    columns = ["wijk", "rapportcijfer", "misdrijven per 1.000 inwoners"]
    return Exhibit(
        name="beleefd-en-geregistreerd",
        title=title,
        finding="Elke stip is een wijk. De twee cijfers zijn niet van hetzelfde jaar en meten iets "
        "anders.",
        source=provenance.describe(),
        caveats=build_caveats(
            board,
            provenance.status,
            star=f"Ruit: {NOT_COMPARABLE}." if rows["starred"].any() else "",
            no_margin=lacks_margin(ratings.frame),
        ),
        table=provenance.add_to(
            rows[["name", "value"]]
            .assign(rate=rows["rate"].map(partial(round_half_up, decimals=1)))
            .set_axis(columns, axis="columns"),
            note="Intern. Geen oorzaak, geen rang.",
        ),
        chart=draw_rating_against_crime(
            rows,
            rating=f"Rapportcijfer, meting {ratings.period}",
            crime=f"Misdrijven per 1.000 inwoners, {crime.when}",
        ).to_dict(),
        screen_table=render_table(
            ("Wijk", "Rapportcijfer", "Misdrijven per 1.000 inwoners"),
            [
                (n, number(v, decimals=1), number(r, decimals=1))
                for n, v, r in zip(rows["name"], rows["value"], rows["rate"], strict=True)
            ],
            caption=title,
            numeric=(1, 2),
        ),
    )


def _goal_values(board: Board) -> dict[str, float]:
    goals = {"ondergrens": board.floor, "doel": board.target}
    return {name: goal.value for name, goal in goals.items() if goal}


def _verdicts(board: Board) -> dict[str, str]:
    """Return of each area, by name, whether it rose or fell between the two newest waves."""
    changes = board.ratings.changes()
    if changes is None:
        return {}
    pairs = zip(changes["name"], changes["verdict"], strict=True)
    return {name: CHANGE_LABELS[verdict] for name, verdict in pairs}
