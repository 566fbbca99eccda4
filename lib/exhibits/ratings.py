"""The ratings that residents give: each area against floor and target, each wave."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
from markupsafe import Markup

from lib.analysis.gap import round_half_up
from lib.board import CRIME_RATE, NOT_COMPARABLE, RATING, AreaValues, Board
from lib.board.cached_method import cached_method
from lib.catalog import Target
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.exhibits.margins import (
    CERTAINTY_COLUMN,
    MARGIN_COLUMNS,
    MARGIN_ENDS,
    MARGIN_HEADER,
    add_margins,
    format_margin_cells,
    goal_values,
)
from lib.exhibits.provenance import provenance_of_areas, provenance_of_rows
from lib.figures import palette
from lib.figures.chart_style import build_specification
from lib.figures.format import interval, number, signed
from lib.figures.page_html import render_table
from lib.figures.rating_charts import draw_rating_dots, draw_wave_history, draw_wave_slopes
from lib.figures.sentences.floor_sentences import area_ratings_finding
from lib.figures.sentences.source_sentences import describe_rating_break
from lib.figures.sentences.wave_sentences import area_changes_sentence, design_note
from lib.figures.trends import draw_rating_against_crime
from lib.figures.vocabulary import CHANGE_LABELS, CHANGE_SIGNS, GROUP_LABELS, format_floor_position

WAVE_COLUMNS = ["period", "value", "lower", "upper", "comparable"]


@cached_method()
def area_ratings(board: Board, *, order: str, chosen: str | None = None) -> Exhibit | None:
    """Return every area's rating against floor and target; None while one of the three is absent.

    `order` is a column of `Board.ratings`; areas that are equal in it stand by name. The `chosen`
    area stands out.
    """
    ratings = board.area_values(RATING)
    floor, target = board.floor, board.target
    if ratings is None or floor is None or target is None:
        return None
    rows = _list_area_ratings(board, floor=floor, order=order)
    provenance = provenance_of_areas([ratings], period=f"meting {ratings.period}")
    title = "Elke wijk naast de ondergrens en het doel"
    columns = {
        "wijk": rows["name"],
        "rapportcijfer": rows["value"],
        "afstand tot ondergrens": rows["gap_floor"],
        "afstand tot doel": rows["gap_target"],
        "groep": [GROUP_LABELS[group] for group in rows["group"]],
        CERTAINTY_COLUMN: rows["certainty"],
    }
    return Exhibit(
        name="doelen-per-wijk",
        title=title,
        finding=area_ratings_finding(board, floor=floor, target=target),
        source=provenance.describe(),
        caveats=provenance.caveats(
            board, public=True, notes=[design_note(board, [board.ratings.period])], survey=rows
        ),
        table=provenance.add_to(add_margins(pd.DataFrame(columns), rows)),
        chart=build_specification(
            draw_rating_dots(
                rows,
                floor=floor.value,
                target=target.value,
                order=[str(area) for area in rows.index],
                chosen=chosen or "",
            )
        ),
        native=Native(
            Shape.DOTS,
            "wijk",
            ("rapportcijfer",),
            tuple(palette.BELOW_FLOOR if gap < 0 else palette.QUIET for gap in rows["gap_floor"]),
            tuple(goal_values(board).items()),
            MARGIN_ENDS,
        ),
        screen_table=_render_area_ratings(rows, caption=title),
    )


def _list_area_ratings(board: Board, *, floor: Target, order: str) -> pd.DataFrame:
    """Return the newest ratings in an order, with what each margin says of the floor."""
    rows = board.ratings.newest().assign(
        group=lambda found: pd.Categorical(found["group"], list(GROUP_LABELS), ordered=True),
        certainty=lambda found: [
            format_floor_position(position, floor=floor.value) for position in found["position"]
        ],
    )
    return rows.sort_values("name").sort_values(order, kind="stable")


def _render_area_ratings(rows: pd.DataFrame, *, caption: str) -> Markup:
    header = ("Wijk", "Rapportcijfer", *MARGIN_HEADER, "Afstand tot ondergrens")
    return render_table(
        (*header, "Wat de marge zegt", "Afstand tot doel", "Groep"),
        [
            (
                row["name"],
                row["missing"] or number(row["value"], decimals=1),
                *format_margin_cells(row, decimals=1),
                signed(row["gap_floor"]),
                row["certainty"],
                signed(row["gap_target"]),
                GROUP_LABELS[row["group"]],
            )
            for _, row in rows.iterrows()
        ],
        caption=caption,
        numeric=(1, 2, 3, 4, 6),
    )


@cached_method()
def slopes(board: Board) -> Exhibit | None:
    """Return every area over the waves that can be compared; None while there is only one."""
    periods = board.ratings.comparable_waves
    found = {p: lv for p in periods if (lv := board.area_values(RATING, period=p))}
    if len(found) < 2:  # noqa: PLR2004 - a change needs two
        return None
    rows = pd.concat([level.frame.assign(period=p) for p, level in found.items()])
    by_name = rows.pivot_table(index="name", columns="period", values="value", dropna=False)
    verdicts = _verdicts(board)
    labels = verdicts.map(CHANGE_LABELS).reindex(by_name.index, fill_value="")
    signs = {str(name): sign for name, sign in verdicts.map(CHANGE_SIGNS).dropna().items()}
    provenance = provenance_of_areas(found.values(), period=f"metingen {', '.join(periods)}")
    title = f"Elke wijk van meting tot meting, {periods[0]}-{periods[-1]}"
    table = _add_wave_margins(by_name, found)
    return Exhibit(
        name="doelen-metingen",
        title=title,
        finding=area_changes_sentence(board),
        source=provenance.describe(),
        caveats=provenance.caveats(
            board, public=True, notes=[design_note(board, periods[-2:])], survey=rows
        ),
        table=provenance.add_to(table.assign(oordeel=labels.to_numpy())),
        chart=build_specification(
            draw_wave_slopes(
                rows[["name", "value", "period"]].dropna(subset="value"),
                goals=goal_values(board),
                signs=signs,
            )
        ),
        native=Native(
            Shape.DOTS,
            "wijk",
            tuple(found)[-2:],
            tuple(palette.ACCENT if name in signs else palette.QUIET for name in table["wijk"]),
            tuple(goal_values(board).items()),
        ),
        screen_table=render_table(
            ("Wijk", *found, "Oordeel over de twee nieuwste"),
            [
                (str(name), *(_format_wave(wave, name) for wave in found.values()), label)
                for name, label in labels.items()
            ],
            caption=title,
            numeric=range(1, len(found) + 1),
        ),
    )


def _add_wave_margins(by_name: pd.DataFrame, waves: Mapping[str, AreaValues]) -> pd.DataFrame:
    """Return a column per wave, and after those the margins and respondents of each."""
    table = by_name.reset_index().rename(columns={"name": "wijk"})
    for period, wave in waves.items():
        figures = wave.frame.set_index("name").loc[by_name.index]
        for column, title in MARGIN_COLUMNS.items():
            table[f"{period} {title}"] = figures[column].to_numpy()
    return table


def _format_wave(wave: AreaValues, name: object) -> str:
    """Return an area's rating in a wave, with its margin where known: '7,1 (6,9 tot 7,3)'."""
    row = wave.frame[wave.frame["name"] == name].iloc[0]
    value = number(row["value"], decimals=1)
    known = pd.notna(row["lower"])
    return f"{value} ({interval(row['lower'], row['upper'], decimals=1)})" if known else value


@cached_method()
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
    break_note = describe_rating_break(board, rows)
    notes = [break_note, design_note(board, own.loc[own["comparable"], "period"])]
    columns = ["meting", "rapportcijfer", "gaat over", "vergelijkbaar"]
    named = rows[["period", "value", "name", "comparable"]].set_axis(columns, axis="columns")
    chart = draw_wave_history(own[WAVE_COLUMNS], goals=goal_values(board))
    return Exhibit(
        name=f"metingen-{area}",
        title=f"Alle metingen: {board.areas[area].name}",
        source=provenance.describe(),
        alternative=f"Rapportcijfer per meting: {waves}.",
        caveats=provenance.caveats(board, public=True, notes=notes, survey=rows),
        table=provenance.add_to(add_margins(named, rows), note=break_note),
        chart=build_specification(chart) if len(rows) > 1 else None,
        native=_choose_wave_lines(board, rows),
        html=render_table(
            ("Meting", "Rapportcijfer", *MARGIN_HEADER, "Gaat over", "Vergelijkbaar"),
            [
                (
                    r["period"],
                    number(r["value"], decimals=1),
                    *format_margin_cells(r, decimals=1),
                    r["name"] + (f". {r['note']}" if r["note"] else ""),
                    "vanaf deze meting" if r["comparable"] else "nee, andere meetmethode",
                )
                for _, r in rows.iterrows()
            ],
            caption="Rapportcijfer per meting",
            numeric=(1, 2, 3),
        ),
    )


def _choose_wave_lines(board: Board, rows: pd.DataFrame) -> Native | None:
    """Return how a slide draws waves as a line; None where they may not be one."""
    if len(rows) < 2 or not rows["comparable"].all() or rows["period"].duplicated().any():  # noqa: PLR2004
        return None
    goals = tuple(goal_values(board).items())
    margin = MARGIN_ENDS if rows["lower"].notna().any() else None
    return Native(Shape.LINES, "meting", ("rapportcijfer",), goals=goals, margin=margin)


@cached_method()
def rating_and_crime(board: Board) -> Exhibit | None:
    """Return each area's rating next to its registered crime; None while one is not loaded."""
    ratings, crime = board.area_values(RATING), board.area_values(CRIME_RATE)
    if ratings is None or crime is None:
        return None
    rows = pd.DataFrame(
        {
            **ratings.frame[["name", "value", "lower", "upper", "n"]],
            "rate": crime.frame["value"],
            "remark": crime.frame["remark"],
            "starred": crime.frame["remark"] != "",
        }
    ).dropna(subset=["value", "rate"])
    period = f"rapportcijfer {ratings.period}; misdrijven {crime.when}"
    provenance = provenance_of_areas([ratings, crime], period=period)
    title = f"Beleefd en geregistreerd: {period}"
    is_of_other_year = ratings.period != crime.period
    columns = ["wijk", "rapportcijfer", "misdrijven per 1.000 inwoners", "opmerking"]
    return Exhibit(
        name="beleefd-en-geregistreerd",
        title=title,
        finding="Elke stip is een wijk. De twee cijfers meten iets anders"
        + (f", en zijn van {ratings.period} en {crime.period}." if is_of_other_year else "."),
        source=provenance.describe(),
        caveats=provenance.caveats(
            board,
            star=f"Een ruit in de grafiek is een wijk met {NOT_COMPARABLE}."
            if rows["starred"].any()
            else "",
            survey=ratings.frame,
        ),
        table=provenance.add_to(
            add_margins(
                rows[["name", "value"]]
                .assign(
                    rate=rows["rate"].map(partial(round_half_up, decimals=1)), remark=rows["remark"]
                )
                .set_axis(columns, axis="columns"),
                rows,
            ),
            note="Intern. Geen oorzaak, geen rang.",
        ),
        chart=build_specification(
            draw_rating_against_crime(
                rows,
                rating=f"Rapportcijfer, meting {ratings.period}",
                crime=f"Misdrijven per 1.000 inwoners, {crime.when}",
            )
        ),
        native=Native(
            Shape.SCATTER, "wijk", (columns[2], columns[1]), stars=tuple(rows["starred"])
        ),
        screen_table=_render_rating_and_crime(rows, caption=title),
    )


def _render_rating_and_crime(rows: pd.DataFrame, *, caption: str) -> Markup:
    return render_table(
        ("Wijk", "Rapportcijfer", *MARGIN_HEADER, "Misdrijven per 1.000 inwoners"),
        [
            (
                row["name"],
                number(row["value"], decimals=1),
                *format_margin_cells(row, decimals=1),
                number(row["rate"], decimals=1),
            )
            for _, row in rows.iterrows()
        ],
        caption=caption,
        numeric=(1, 2, 3, 4),
    )


def _verdicts(board: Board) -> pd.Series:
    """Return of each area, by name, whether it rose or fell between the two newest waves."""
    changes = board.ratings.changes()
    return pd.Series() if changes is None else changes.set_index("name")["verdict"]
