"""Contents of pictures for communication, from what the public may see on the board.

Not here: the shapes of the contents (`picture_contents`), drawing them (`draw_pictures`).
"""

from lib.board import RATING, Board, Unit
from lib.catalog import Indicator
from lib.export.story.picture_contents import (
    Distance,
    HighlightedArea,
    KeyNumber,
    MeasurePicture,
)
from lib.export.story.picture_words import PictureLanguage
from lib.export.story.public_figures import (
    NotPublicError,
    PublicFigures,
    find_public_figure,
    picture_name,
    public_figures,
)
from lib.export.typeset import ExportError
from lib.figures.svg_map import draw_locator
from lib.store.measures import StoredMeasure, Visibility


def make_key_number(  # noqa: PLR0913 - what a person chooses and types
    board: Board,
    *,
    indicator: str,
    area: str | None = None,
    period: str | None = None,
    unit: Unit = Unit.COUNT,
    language: PictureLanguage = PictureLanguage.DUTCH,
    title: str = "",
    label: str = "",
) -> KeyNumber:
    """Return one figure of an area, or of the municipality, with what it counts.

    `label` is needed for a share, and for what the language has no word for. Raises
    `NotPublicError` for a board that is not the public's, and `ExportError` where nothing is
    loaded.
    """
    tell = public_figures(board, language)
    about = tell.indicator(indicator)
    label = label or _figure_label(tell, about, unit)
    figure = find_public_figure(tell, indicator, area=area, period=period, unit=unit)
    place, when = tell.place(area), tell.when(figure)
    value = tell.value(figure, about.decimals if unit is Unit.COUNT else 1)
    if unit is Unit.SHARE and figure.value is not None:
        value += "\N{NO-BREAK SPACE}%"
    absent = figure.value is None
    key = "line_missing" if absent else "line"
    line = tell.words.say(key, place=place, period=when, value=value, label=label) + "."
    if indicator == RATING and not absent:
        line = tell.rating_line(place, period=when, value=value)
    value = value[:1].upper() + value[1:]
    return KeyNumber(
        name=picture_name("kerncijfer", indicator, area),
        language=language,
        look=tell.look(),
        place=place,
        title=title or place,
        value=value,
        label=label,
        absent=absent,
        finding=line,
        notes=figure.notes,
        marks=tell.marks,
        source=tell.source(figure),
        alternative=tell.alternative(title, line, *figure.notes, tell.source(figure)),
    )


def make_highlighted_area(  # noqa: PLR0913 - what a person chooses and types
    board: Board,
    area: str,
    *,
    indicator: str = RATING,
    period: str | None = None,
    unit: Unit = Unit.COUNT,
    language: PictureLanguage = PictureLanguage.DUTCH,
    title: str = "",
    label: str = "",
) -> HighlightedArea:
    """Return a map with one area lit, and its figure; see `key_number`."""
    base = make_key_number(
        board,
        indicator=indicator,
        area=area,
        period=period,
        unit=unit,
        language=language,
        title=title,
        label=label,
    )
    tell = public_figures(board, language)
    name = tell.board.municipality.name
    shown = tell.words.say("on_map", municipality=name, place=base.place)
    left, bottom, right, top = (float(n) for n in board.geography.boundaries_rd.total_bounds)
    fields = {f: getattr(base, f) for f in base.__dataclass_fields__}
    return HighlightedArea(
        **fields
        | {
            "name": picture_name("kaart", indicator, area),
            "alternative": f"{base.alternative} {shown}",
        },
        width=right - left,
        height=top - bottom,
        drawing=draw_locator(area, board=board, accent=base.look.accent),
    )


def make_distance(
    board: Board,
    area: str | None,
    *,
    language: PictureLanguage = PictureLanguage.DUTCH,
    title: str = "",
) -> Distance:
    """Return how far an area is from the floor, or the municipality from its target.

    Raises `ExportError` where there is no such goal or no rating.
    """
    tell = public_figures(board, language)
    words, place = tell.words, tell.place(area)
    figure = find_public_figure(tell, RATING, area=area, period=None, unit=Unit.COUNT)
    goal, kind = (tell.board.floor, "floor") if area else (tell.board.target, "target")
    if goal is None or figure.value is None:
        raise ExportError(f"Van {place} is er geen rapportcijfer of geen doel om te tonen.")
    when, value = tell.when(figure), words.number(figure.value, decimals=1)
    aim = words.number(goal.value, decimals=1)
    gap = round(figure.value - goal.value, 10)
    side = "at" if gap == 0 else "below" if gap < 0 else "above"
    big, label = words.number(abs(gap), decimals=1), words.say(f"{side}_{kind}", goal=aim)
    line = tell.rating_line(place, period=when, value=value)
    goal_line = words.say(f"{kind}_line", year=goal.year, value=aim)
    return Distance(
        name=picture_name("afstand", RATING, area),
        language=language,
        look=tell.look(),
        place=place,
        title=title or words.say("distance_title"),
        value=big if gap else value,
        label=label,
        now=figure.value,
        goal=goal.value,
        now_text=words.say("wave_value", value=value, period=when),
        goal_text=words.say(kind, value=aim),
        finding=f"{line} {goal_line}",
        marks=tell.marks,
        source=tell.source(figure),
        alternative=tell.alternative(
            title or place,
            f"{big} {label}" if gap else f"{value}: {label}",
            line,
            goal_line,
            tell.source(figure),
        ),
    )


def make_measure_picture(
    board: Board,
    measure: StoredMeasure,
    *,
    text: str,
    language: PictureLanguage = PictureLanguage.DUTCH,
    title: str = "",
    residents: str = "",
) -> MeasurePicture:
    """Return a public measure: what is done (`text`) and what residents can do.

    Title and what residents can do are the measure's own where nothing else is typed. Raises
    `NotPublicError` for an internal measure.
    """
    tell, found = public_figures(board, language), measure.measure
    if found.visibility is not Visibility.PUBLIC:
        raise NotPublicError(
            f"Maatregel {measure.number} is intern. Maak hem eerst openbaar (pagina Uitvoering)."
        )
    words, own = tell.words, tell.board.municipality.name
    places = [tell.place(a) for a in found.areas] or [own]
    title, residents = title or found.title, residents or found.residents
    start = words.period(found.start)
    period = words.say("since", start=start)
    if found.end:
        period = words.say("from_to", start=start, end=words.period(found.end))
    source = words.say(
        "measure_source",
        municipality=own,
        period=period,
        date=words.day(measure.changed_at.date()),
    )
    doing, can_do = words.say("doing"), words.say("residents")
    asked = f"{can_do} {residents}" if residents else ""
    return MeasurePicture(
        name=f"maatregel-{measure.number}",
        language=language,
        look=tell.look(),
        place=", ".join(places),
        title=title,
        doing=doing,
        text=text,
        can_do=can_do,
        residents=residents,
        marks=tell.marks,
        source=source,
        alternative=tell.alternative(
            title, ", ".join(places), f"{doing} {text}" if text else "", asked, source
        ),
    )


def _figure_label(tell: PublicFigures, indicator: Indicator, unit: Unit) -> str:
    """Return what stands beside a figure; raise `ExportError` where a person has to say it."""
    label = tell.words.indicator(indicator.indicator)
    if unit is Unit.SHARE or not (label or tell.words.language is PictureLanguage.DUTCH):
        raise ExportError(f"Typ zelf wat er bij het cijfer '{indicator.name}' moet staan.")
    label = label or indicator.name[:1].lower() + indicator.name[1:]
    return tell.words.say("per_1000", label=label) if unit is Unit.RATE else label
