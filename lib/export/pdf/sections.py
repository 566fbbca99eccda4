"""The sections of a briefing: short of the floor, compared, done, planned, sources.

A section is plain data; the template sets it. Lists are cut where they would not fit, with how
many more there are. Not here: what changed, the page and its first figures (`briefing`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from lib.board import CRIME, NOT_COMPARABLE, AreaValues, Board, StepState
from lib.catalog import Source, Status
from lib.exhibits.areas import compare_area, format_cell
from lib.exhibits.interpretations import describe_with_age
from lib.exhibits.meeting_figures import format_agreement
from lib.figures.format import day, interval, listing, number, partial_date, signed, span
from lib.figures.layers.layer import Layer, group_areas
from lib.figures.sentences.area_sentences import extra_effort_text, unknown_about_area
from lib.figures.sentences.goal_sentences import areas_below_floor
from lib.figures.sentences.planning_sentences import describe_absent_waves, planning_finding
from lib.figures.sentences.source_sentences import describe_rating_break, find_embargo
from lib.figures.vocabulary import STATE_LABELS, format_floor_position
from lib.store import Measure, MeasureStatus, StoredAgreement, Visibility
from lib.text import shorten

ListedItem = TypeVar("ListedItem")
MOST_BELOW_FLOOR, MOST_MEASURES, MOST_STEPS, MOST_SOURCES, MOST_LISTED_WAVES = 8, 7, 4, 12, 5
MOST_AGREEMENTS = 4
MOST_INTERPRETATIONS, LONGEST_INTERPRETATION = 6, 1_100  # of all; characters of one
AREA_NOUNS = ("wijk", "wijken")


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading with its sentences, its table, and remarks under it."""

    title: str
    lead: Sequence[str] = ()
    header: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    numeric: Sequence[int] = ()
    notes: Sequence[str] = ()


def cut_list(
    items: Iterable[ListedItem], *, most: int, nouns: tuple[str, str]
) -> tuple[list[ListedItem], list[str]]:
    """Return the first items, and 'en 4 andere wijken' where there are more; `nouns`: one, many."""
    every = list(items)
    rest = len(every) - most
    return every[:most], [f"en {number(rest)} andere {nouns[rest > 1]}"] if rest > 0 else []


def _list_section(
    title: str,
    items: Iterable[ListedItem],
    *,
    header: Sequence[str],
    row: Callable[[ListedItem], Sequence[str]],
    most: int,
    nouns: tuple[str, str],
) -> Section:
    """Return a section with a row for each item as far as there is room; no header without any."""
    visible, more = cut_list(items, most=most, nouns=nouns)
    rows = [row(item) for item in visible]
    return Section(title=title, header=header if rows else (), rows=rows, notes=more)


def below_floor_section(board: Board, layer: Layer) -> list[Section]:
    """Return the areas under the floor with their gap; nothing without a floor or ratings."""
    if board.floor is None or not board.ratings.period:
        return []
    floor = number(board.floor.value, decimals=1)
    title = f"Wijken onder de ondergrens van {floor}"
    below = set(areas_below_floor(board))
    if not below:
        return [Section(title=title, lead=[f"Bij de meting van {board.ratings.period}: geen."])]
    crime = board.area_values(CRIME)
    header = ["Wijk", "Rapportcijfer", f"Afstand tot {floor}"]
    header += [f"Misdrijven {crime.period}"] if crime else []
    found = _list_section(
        title,
        [a for group in group_areas(layer, internal=board.internal) for a in group if a in below],
        header=[*header, "Extra inzet"],
        row=lambda area: _below_floor_row(board, area, crime),
        most=MOST_BELOW_FLOOR,
        nouns=AREA_NOUNS,
    )
    return [replace(found, numeric=tuple(range(1, len(header))))]


def _below_floor_row(board: Board, area: str, crime: AreaValues | None) -> list[str]:
    rating = board.ratings.of_area(area)
    row = [shorten(rating.name), number(rating.value, decimals=1), signed(rating.gap_floor)]
    if board.floor and rating.lower is not None:
        row[2] += f": {format_floor_position(rating.position, floor=board.floor.value)}"
    if crime:
        row.append(format_cell(crime, crime.cell(area)))
    parts = listing([f.name for f in board.focus_in(area)])
    return [*row, "ja" if board.is_focus(area) else shorten(parts) or "nee"]


def comparison_section(board: Board, area: str) -> Section:
    """Return the area next to the municipality and the areas most like it."""
    compared = compare_area(board, area)
    rows, header = compared.format_rows(), compared.header
    starred = any(text.endswith("*") for row in rows for text in row)
    return Section(
        title="Naast de gemeente en andere wijken",
        lead=["De wijken waarvan het aantal inwoners het dichtst bij ligt."],
        header=header,
        rows=[[shorten(name), *figures] for name, *figures in rows],
        numeric=tuple(range(1, len(header))),
        notes=[
            *([f"* {NOT_COMPARABLE}"] if starred else []),
            *(
                f"{values.indicator.short}: voorlopige cijfers"
                for values in compared.columns
                if values.status is Status.PROVISIONAL
            ),
        ],
    )


def about_sections(board: Board, area: str) -> list[Section]:
    """Return whether an area gets extra effort, and what is not known of it."""
    return [
        Section(title="Extra inzet", notes=extra_effort_text(board, area)),
        Section(title="Wat dit niet zegt", notes=unknown_about_area(board, area)),
    ]


def wave_sections(board: Board, area: str) -> list[Section]:
    """Return the newest waves of an area's rating; nothing when there is none."""
    rows = board.ratings.history(area)[::-1]
    if rows.empty:
        return []
    note = describe_rating_break(board, rows)
    found = _list_section(
        "Alle metingen",
        rows.to_dict("records"),
        header=("Meting", "Rapportcijfer", "Marge (95 %)", "Gaat over", "Vergelijkbaar"),
        row=lambda wave: (
            str(wave["period"]),
            number(wave["value"], decimals=1),
            interval(wave["lower"], wave["upper"], decimals=1),
            shorten(str(wave["name"])),
            "ja" if wave["comparable"] else "nee, andere meetmethode",
        ),
        most=MOST_LISTED_WAVES,
        nouns=("meting", "metingen"),
    )
    return [replace(found, numeric=(1, 2), notes=[*found.notes, *filter(None, (note,))])]


def agreements_section(
    board: Board, agreements: Sequence[StoredAgreement], area: str | None
) -> Section:
    """Return the open agreements of the driehoek, late ones first; of an area only its own."""
    found = [a for a in agreements if not a.is_over and (not area or area in a.agreement.areas)]
    made = _list_section(
        "Afspraken van de driehoek",
        found,
        header=("Wat", "Wie", "Waar", "Uiterlijk"),
        row=lambda stored: _agreement_row(board, stored),
        most=MOST_AGREEMENTS,
        nouns=("afspraak", "afspraken"),
    )
    return replace(made, lead=[] if made.rows else ["Er zijn geen open afspraken."])


def _agreement_row(board: Board, stored: StoredAgreement) -> list[str]:
    what, who, where, _, due, _ = format_agreement(board, stored, on=board.today)
    return [
        *(shorten(text, longest=most) for text, most in ((what, 90), (who, 40), (where, 40))),
        due,
    ]


def measures_section(
    board: Board, measures: Sequence[Measure], area: str | None, *, most: int = MOST_MEASURES
) -> Section:
    """Return the measures that run, those of the area first; public ones only for the public."""
    themes = {t.slug: t.short for t in board.files.themes}
    own = [m for m in measures if _is_running(board, m, area)]
    found = _list_section(
        "Lopende maatregelen",
        sorted(own, key=lambda m: (area not in m.areas, m.start, m.title)),
        header=("Maatregel", "Thema", "Waar", "Wanneer"),
        row=lambda m: (
            shorten(m.title),
            shorten(themes.get(m.theme, m.theme), longest=40),
            _measure_places(board, m),
            f"vanaf {partial_date(m.start)}",
        ),
        most=most,
        nouns=("maatregel", "maatregelen"),
    )
    lead = "Een maatregel naast een cijfer is geen oorzaak."
    return replace(found, lead=[lead if own else "Er zijn geen lopende maatregelen ingevoerd."])


def _is_running(board: Board, measure: Measure, area: str | None) -> bool:
    is_visible = board.internal or measure.visibility is Visibility.PUBLIC
    is_here = area is None or area in measure.areas or not measure.areas
    return measure.status is MeasureStatus.RUNNING and is_visible and is_here


def _measure_places(board: Board, measure: Measure) -> str:
    names = [board.area_names.get(a, a) for a in measure.areas]
    if len(names) > 1:
        return f"{shorten(names[0], longest=40)} en {len(names) - 1} andere"
    return shorten("".join(names) or f"heel {board.municipality.name}", longest=48)


def interpretation_sections(
    board: Board, area: str | None, *, most: int = MOST_INTERPRETATIONS
) -> list[Section]:
    """Return what analysts wrote of the municipality's or an area's figures; none where nothing."""
    own = [one.interpretation for one in board.interpretations if one.interpretation.area == area]
    visible, more = cut_list(own, most=most, nouns=("duiding", "duidingen"))
    texts = (
        f"{shorten(one.figure)} ({shorten(one.period)}). {describe_with_age(board, one)}"
        for one in visible
    )
    lead = [*(shorten(text, longest=LONGEST_INTERPRETATION) for text in texts), *more]
    return [Section(title="Duiding", lead=lead)] if own else []


def planning_section(board: Board, *, most: int = MOST_STEPS) -> Section:
    """Return the steps that run by the planning and those that come next."""
    found = _list_section(
        "Volgende stappen",
        [step for step in board.planning.steps if step.state is not StepState.PAST],
        header=("Wanneer", "Wat", "Wie", "Stand"),
        row=lambda step: (
            span(step.milestone.start, step.milestone.end),
            shorten(step.milestone.title, longest=90),
            shorten(step.milestone.who, longest=40),
            STATE_LABELS[step.state],
        ),
        most=most,
        nouns=("stap", "stappen"),
    )
    return replace(
        found,
        lead=[] if found.rows else [planning_finding(board)],
        notes=[*found.notes, *filter(None, (describe_absent_waves(board),))],
    )


def sources_section(found: Iterable[Source]) -> Section:
    """Return the sources with the day on which each was retrieved."""
    visible, more = cut_list(dict.fromkeys(found), most=MOST_SOURCES, nouns=("bron", "bronnen"))
    return Section(title="Bronnen", notes=[*map(_describe_source, visible), *more])


def _describe_source(source: Source) -> str:
    """Return a source on one line: its embargo stands apart, since its publisher may be cut."""
    about = find_embargo([source.publisher]), shorten(source.section), partial_date(source.date)
    return (
        f"{shorten(source.publisher, longest=40)}, {shorten(source.title, longest=90)} "
        f"({', '.join(filter(None, about))}). Opgehaald: {day(source.retrieved)}."
    )
