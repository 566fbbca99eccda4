"""Contents of pictures for communication, from what the public may see on the board.

Not here: the shapes of the contents (`picture_contents`), drawing them (`draw_pictures`).
"""

from dataclasses import replace
from math import ceil, floor
from typing import Any

from lib.board import RATING, Board, Unit
from lib.export.story.picture_contents import PictureContent
from lib.export.story.picture_words import PictureLanguage
from lib.export.story.public_figures import NotPublicError, PublicFigures, public_figures
from lib.export.typeset import ExportError
from lib.figures.svg_map import draw_locator
from lib.store.measures import StoredMeasure, Visibility

NARROW_MAP = 0.8  # a map that is this narrow stands next to the text
STRIP_STEP = 0.5  # in ratings, what the ends of a line with a goal are rounded to


def make_key_number(
    board: Board,
    *,
    indicator: str,
    area: str | None = None,
    period: str | None = None,
    unit: Unit = Unit.COUNT,
    language: PictureLanguage = PictureLanguage.DUTCH,
) -> PictureContent:
    """Return one figure of an area, or of the municipality, with what it counts.

    Raises `NotPublicError` for a board that is not the public's, and `ExportError` where nothing is
    loaded or the language has no word for what is counted.
    """
    public = public_figures(board, language)
    label = _figure_label(public, indicator, unit)
    figure = public.find(indicator, area=area, period=period, unit=unit)
    decimals = public.indicator(indicator).decimals if unit is Unit.COUNT else 1
    place, when, value = public.place(area), public.when(figure), public.value(figure, decimals)
    absent = figure.value is None
    if indicator == RATING and not absent:
        finding = public.words.text("rating_line", place=place, period=when, value=value)
    else:
        line = "line_missing" if absent else "line"
        finding = public.words.text(line, place=place, period=when, value=value, label=label) + "."
    source = public.source(figure)
    return PictureContent(
        **public.shared_fields("kerncijfer", indicator, area),
        title=place,
        value=value[:1].upper() + value[1:],
        label=label,
        absent=absent,
        finding=finding,
        notes=figure.notes,
        source=source,
        alternative=public.alternative(finding, *figure.notes, source),
    )


def make_highlighted_area(
    board: Board,
    area: str,
    *,
    indicator: str = RATING,
    period: str | None = None,
    unit: Unit = Unit.COUNT,
    language: PictureLanguage = PictureLanguage.DUTCH,
) -> PictureContent:
    """Return a map with one area highlighted, and its figure; raises as `make_key_number`."""
    base = make_key_number(
        board, indicator=indicator, area=area, period=period, unit=unit, language=language
    )
    public = public_figures(board, language)
    name = public.board.municipality.name
    on_map = public.words.text("on_map", municipality=name, place=base.place)
    left, bottom, right, top = (float(n) for n in board.geography.boundaries_rd.total_bounds)
    return replace(
        base,
        name=public.shared_fields("kaart", indicator, area)["name"],
        alternative=f"{base.alternative} {on_map}",
        graphic={"shape": "map"},
        is_narrow=right - left < NARROW_MAP * (top - bottom),
        drawing=draw_locator(area, board=board, accent=base.look.accent),
    )


def make_distance(
    board: Board, area: str | None, *, language: PictureLanguage = PictureLanguage.DUTCH
) -> PictureContent:
    """Return how far an area is from the floor, or the municipality from its target.

    Raises `ExportError` where there is no such goal or no rating.
    """
    public = public_figures(board, language)
    words, place = public.words, public.place(area)
    figure = public.find(RATING, area=area)
    goal, kind = (public.board.floor, "floor") if area else (public.board.target, "target")
    if goal is None or figure.value is None:
        raise ExportError(f"Van {place} is er geen rapportcijfer of geen doel om te tonen.")
    when, value = public.when(figure), words.number(figure.value, decimals=1)
    aim = words.number(goal.value, decimals=1)
    gap = round(figure.value - goal.value, 10)
    side = "at" if gap == 0 else "below" if gap < 0 else "above"
    big, label = words.number(abs(gap), decimals=1), words.text(f"{side}_{kind}", goal=aim)
    line = words.text("rating_line", place=place, period=when, value=value)
    goal_line = words.text(f"{kind}_line", year=goal.year, value=aim)
    summary = f"{big} {label}" if gap else f"{value}: {label}"
    source = public.source(figure)
    return PictureContent(
        **public.shared_fields("afstand", RATING, area),
        title=words.text("distance_title"),
        value=big if gap else value,
        label=label,
        graphic=_draw_strip(figure.value, goal.value)
        | {
            "now-text": words.text("wave_value", value=value, period=when),
            "goal-text": words.text(kind, value=aim),
        },
        finding=f"{line} {goal_line}",
        source=source,
        alternative=public.alternative(place, summary, line, goal_line, source),
    )


def _draw_strip(now: float, goal: float) -> dict[str, Any]:
    """Return where both are on a line, which runs from a step below to a step above them."""
    first, last = (n / STRIP_STEP for n in sorted((now, goal)))
    low, high = STRIP_STEP * (ceil(first) - 1), STRIP_STEP * (floor(last) + 1)
    spread = high - low
    return {"shape": "strip", "now": (now - low) / spread, "goal": (goal - low) / spread}


def make_measure_picture(
    board: Board,
    measure: StoredMeasure,
    *,
    text: str,
    language: PictureLanguage = PictureLanguage.DUTCH,
    title: str = "",
    residents: str = "",
) -> PictureContent:
    """Return a public measure: what is done (`text`) and what residents can do.

    Title and what residents can do are the measure's own where nothing else is typed. Raises
    `NotPublicError` for an internal measure.
    """
    public, found = public_figures(board, language), measure.measure
    if found.visibility is not Visibility.PUBLIC:
        raise NotPublicError(
            f"Maatregel {measure.number} is intern. Maak de maatregel eerst openbaar "
            "(pagina Uitvoering)."
        )
    words = public.words
    places = ", ".join(map(public.place, found.areas or (None,)))
    title, residents = title or found.title, residents or found.residents
    period = words.text("since", start=words.period(found.start))
    if found.end:
        period = words.text("from_to", start=words.period(found.start), end=words.period(found.end))
    source = words.text(
        "measure_source",
        municipality=public.place(None),
        period=period,
        date=words.day(measure.changed_at.date()),
    )
    doing, can_do = words.text("doing"), words.text("residents")
    both = [
        f"{heading} {typed}" for heading, typed in ((doing, text), (can_do, residents)) if typed
    ]
    return PictureContent(
        **public.shared_fields(f"maatregel-{measure.number}", "", None) | {"place": places},
        title=title,
        doing=doing,
        text=text,
        can_do=can_do,
        residents=residents,
        source=source,
        alternative=public.alternative(title, places, *both, source),
    )


def _figure_label(public: PublicFigures, key: str, unit: Unit) -> str:
    """Return what stands with a figure; raise `ExportError` where the language has no word."""
    indicator, label = public.indicator(key), public.words.indicator(key)
    if not (label or public.words.language is PictureLanguage.DUTCH):
        raise ExportError(f"Typ zelf wat er bij het cijfer '{indicator.name}' moet staan.")
    label = label or indicator.name[:1].lower() + indicator.name[1:]
    return public.words.text("per_1000", label=label) if unit is Unit.RATE else label
