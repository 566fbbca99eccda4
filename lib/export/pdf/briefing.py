"""The briefing: where the municipality, or one area, stands, on one A4; a second has the details.

An accessible PDF (PDF/UA-1). Its words come from the same functions as the screen. Not here: the
sections after the first figures but for what changed (`sections`), a picture of one figure
(`picture`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from lib.analysis.counts import Verdict
from lib.board import CRIME, CRIME_RATE, INHABITANTS, RATING, Board, RegistrationChanges
from lib.catalog import Polarity, Source, Status
from lib.exhibits.change_lists import DEMONSTRATED
from lib.exhibits.changes import NO_BREAK_SPACE, format_change, join_verdict, list_count_headings
from lib.exhibits.exhibit import INTERNAL
from lib.exhibits.maps import area_map
from lib.export.exhibit_text import source_line
from lib.export.pdf import sections
from lib.export.pdf.sections import Section, cut_list
from lib.export.picture import DOCUMENT_COLOURS
from lib.export.typeset import typeset
from lib.figures.format import day, signed
from lib.figures.keynumbers import Tile, area_tiles, overview_tiles
from lib.figures.layers.layer import Layer, group_areas
from lib.figures.layers.modes import map_layers
from lib.figures.layers.registration_layers import MORE_CONTROL
from lib.figures.sentences.area_sentences import area_finding
from lib.figures.sentences.change_sentences import registration_changes_finding
from lib.figures.sentences.goal_sentences import headline
from lib.figures.sentences.registration_sentences import protection_note
from lib.figures.sentences.source_sentences import describe_rating_break
from lib.figures.sentences.wave_sentences import area_changes_sentence
from lib.figures.svg_map import MapForm, MapList, draw_locator, draw_svg_map
from lib.figures.tile_map import draw_tile_map
from lib.figures.vocabulary import (
    CHANGE_LABELS,
    FICTITIOUS,
    VERDICT_LABELS,
    format_comparison,
    judge_verdict,
)
from lib.store import Measure, StoredAgreement
from lib.text import shorten

MOST_AREAS = 26  # in the list next to the map
MOST_FIRST_CHANGES, MOST_FIRST_ROWS = 3, 3  # on the first sheet
MAP_FILE, TILES_FILE = "map.svg", "tiles.svg"
SHEET_MAP, SHEET_TILES = MapForm(340, 520, MapList.FOOT), (470.0, 400.0)  # pixels
LONGEST_SENTENCE = 420  # characters
Images = dict[str, bytes]
Agreements = Sequence[StoredAgreement] | None
MOST_CHANGES = 6
ChangeRow = Mapping[Any, Any]


def render_briefing(
    board: Board,
    *,
    area: str | None = None,
    measures: Sequence[Measure],
    agreements: Agreements = None,
    author: str,
    has_details: bool = False,
) -> bytes:
    """Return the briefing of the municipality, or of one area of `board.areas`, as a PDF.

    One sheet; with `has_details` a second one. `measures` are those that the reader may see, so
    are `agreements`: None where they may see none. `author` is whose dashboard it is from. Marked
    as internal when the board is, as fictitious when anything on it is. Raises `ExportError`.
    """
    subject = board.areas[area].name if area is not None else board.municipality.dashboard_title
    page, images = _municipality_sheet(board) if area is None else _area_sheet(board, area)
    sources = sections.sources_section(_briefing_sources(board, area))
    data: dict[str, Any] = {
        "title": f"Briefing: {shorten(subject)}, {day(board.today)}",
        "author": author,
        "heading": shorten(subject),
        "kicker": f"Briefing van {day(board.today)} · {shorten(board.municipality.policy.title)}",
        "marks": [FICTITIOUS] * board.fictitious + [INTERNAL] * board.internal,
        "changes": asdict(changes_section(board, area, most=MOST_FIRST_CHANGES)),
        "agreed": [asdict(section) for section in _list_agreed(board, measures, agreements, area)],
        "sources": " ".join(sources.notes),
        "details": [],
        "colours": DOCUMENT_COLOURS,
        "figure": None,
        "aside": [],
        "under": [],
        **page,
    }
    if has_details:
        details = _list_details(board, measures, area)
        data |= {"details": [asdict(s) for s in (*details, sources)], "sources": ""}
    return typeset("briefing.typ", data=data, form="pdf", images=images)


def _list_agreed(
    board: Board, measures: Sequence[Measure], agreements: Agreements, area: str | None
) -> tuple[sections.Section, ...]:
    """Return what was agreed, or for whoever may not see that what runs; and what comes next."""
    agreed = (
        sections.measures_section(board, measures, area, most=MOST_FIRST_ROWS)
        if agreements is None
        else sections.agreements_section(board, agreements, area)
    )
    written = sections.interpretation_sections(board, area, most=1)
    return *written, agreed, sections.planning_section(board, most=MOST_FIRST_ROWS)


def _list_details(
    board: Board, measures: Sequence[Measure], area: str | None
) -> tuple[sections.Section, ...]:
    """Return the sections of the second sheet, but for the sources."""
    layer = next(iter(map_layers(board).values()), None)
    return (
        *(sections.below_floor_section(board, layer) if layer and area is None else ()),
        changes_section(board, area),
        *sections.interpretation_sections(board, area),
        sections.measures_section(board, measures, area),
        sections.planning_section(board),
    )


def _municipality_sheet(board: Board) -> tuple[dict[str, Any], Images]:
    """Return the first sheet of the municipality, and its map: the first that there is."""
    layer = next(iter(map_layers(board).values()), None)
    page: dict[str, Any] = {
        "sentence": shorten(headline(board), longest=LONGEST_SENTENCE),
        "tiles": _tile_texts(overview_tiles(board)),
    }
    if layer is None:
        return page, {}
    exhibit = area_map(board, layer, name="briefing")
    figures = (f"{m.name} {m.starred}" for m in layer.marks.values())
    drawn = {MAP_FILE: draw_svg_map(layer, board=board, form=SHEET_MAP).encode()}
    if board.files.tiles:
        width, height = SHEET_TILES
        tiles = draw_tile_map(layer, board=board, width=width, height=height)
        drawn[TILES_FILE] = tiles.encode()
    page["figure"] = {
        "title": exhibit.title,
        "finding": exhibit.finding,
        "pictures": [
            [name, exhibit.alternative if name == MAP_FILE else f"{'; '.join(figures)}."]
            for name in drawn
        ],
        "source": source_line(exhibit),
        "groups": [] if board.files.tiles else _map_classes(board, layer),
    }
    return page, drawn


def _area_sheet(board: Board, area: str) -> tuple[dict[str, Any], Images]:
    """Return the first sheet of one area, and the map that shows where it lies."""
    where = f"{board.areas[area].name} in {board.municipality.name}"
    under = (sections.comparison_section(board, area), *sections.wave_sections(board, area))
    page: dict[str, Any] = {
        "sentence": shorten(area_finding(board, area), longest=LONGEST_SENTENCE),
        "tiles": _tile_texts(area_tiles(board, area)),
        "figure": {
            "title": "",
            "finding": "",
            "pictures": [[MAP_FILE, f"Kaart: {where}, donker gekleurd."]],
            "source": board.municipality.map.attribution,
            "groups": [],
        },
        "aside": [asdict(s) for s in sections.about_sections(board, area)],
        "under": [asdict(section) for section in under],
    }
    return page, {MAP_FILE: draw_locator(board, area).encode()}


def _tile_texts(found: Sequence[Tile]) -> list[list[str]]:
    """Return large text, label and small print of each key number."""
    return [
        [shorten(big, longest=40), shorten(label), shorten(str(small), longest=120)]
        for big, label, small in found
    ]


def _map_classes(board: Board, layer: Layer) -> list[dict[str, Any]]:
    """Return the classes of the map, each with its areas as far as there is room."""
    found, room = [], MOST_AREAS
    for group in group_areas(layer, internal=board.internal):
        marks = [layer.marks[a] for a in group]
        band = marks[0].band
        visible, more = cut_list(marks, most=room, nouns=sections.AREA_NOUNS)
        room -= len(visible)
        found.append(
            {
                "label": f"{band.sign} {band.label}".strip(),
                "colour": band.colour,
                "areas": [[shorten(m.name, longest=44), m.starred] for m in visible],
                "more": more,
            }
        )
    return found


def _briefing_sources(board: Board, area: str | None) -> list[Source]:
    """Return what the sheets are made of, each source once."""
    levels = [board.area_values(k) for k in (RATING, CRIME, CRIME_RATE, INHABITANTS)]
    levels += [board.area_values(RATING, period=p) for p in board.ratings.comparable_waves[-2:]]
    waves = board.ratings.of_municipality().tail(1) if area is None else board.ratings.history(area)
    changes = board.registrations.changes()
    keys = (*waves["source"], *(changes.sources if changes else ()), *board.municipality.sources)
    used = [source for per_area in levels if per_area for source in per_area.sources]
    return list(dict.fromkeys([*used, *(board.sources[k] for k in keys)]))


def changes_section(board: Board, area: str | None, *, most: int = MOST_CHANGES) -> Section:
    """Return what demonstrably changed in ratings and registrations, of one area or of all.

    At most `most` changes of the whole municipality, and as many of areas.
    """
    title, ratings = "Wat is aantoonbaar veranderd", _rating_changes_line(board, area)
    found = board.registrations.changes()
    if found is None:
        missing = "Registraties: cijfers per maand staan nog niet in dit dashboard."
        return Section(title=title, lead=[ratings, missing])
    totals, areas = found.totals, found.areas
    if area is not None:
        totals, areas = totals[:0], areas[areas["area"] == area]
    whole, more = _cut_changes(totals, most=most, nouns=("soort", "soorten"))
    parts, others = _cut_changes(areas, most=most, nouns=("verandering", "veranderingen"))
    visible = [*whole, *parts]
    has_counts = any(pd.notna(row["after"]) for row in visible)
    header = ["Soort", "Waar", "Oordeel", *(list_count_headings(found) if has_counts else ())]
    verdicts = pd.concat([totals["verdict"], areas["verdict"]])
    return Section(
        title=title,
        lead=[ratings, _registration_changes_line(verdicts, found)],
        header=header if visible else (),
        rows=[_change_row(board, row)[: len(header)] for row in visible],
        numeric=tuple(range(3, len(header))),
        notes=[
            *(f"heel {board.municipality.name}: {m}" for m in more),
            *(f"per wijk: {m}" for m in others),
            *_change_notes(board, visible),
        ],
    )


def _cut_changes(
    rows: pd.DataFrame, *, most: int, nouns: tuple[str, str]
) -> tuple[list[ChangeRow], list[str]]:
    real = rows[rows["verdict"].isin(DEMONSTRATED)].sort_values(["group", "area"])
    return cut_list(real.to_dict("records"), most=most, nouns=nouns)


def _rating_changes_line(board: Board, area: str | None) -> str:
    """Return which ratings changed between the two newest comparable waves, or why not."""
    changes = board.ratings.changes()
    if changes is None:
        text = "Rapportcijfer: er zijn nog geen twee vergelijkbare metingen."
        rows = board.ratings.of_municipality() if area is None else board.ratings.history(area)
        note = describe_rating_break(board, rows)
        return f"{text} {note}".strip()
    if area is None:
        return f"Rapportcijfer. {area_changes_sentence(board)}"
    row: ChangeRow = changes.loc[area].to_dict()
    known: str = f" ({signed(row['value'])})" if pd.notna(row["value"]) else ""
    when = " naast ".join(board.ratings.comparable_waves[-2:][::-1])
    return f"Rapportcijfer, {when}: {CHANGE_LABELS[row['verdict']]}{known}."


def _registration_changes_line(verdicts: pd.Series, found: RegistrationChanges) -> str:
    """Return how many changes in registrations are real."""
    unsure = " Voorlopige cijfers." if found.status is Status.PROVISIONAL else ""
    finding = registration_changes_finding(verdicts)
    return f"Registraties, {format_comparison(found)}. {finding}{unsure}"


def _change_row(board: Board, row: ChangeRow) -> list[str]:
    """Return a real change in words: kind, where, verdict, counts, change and margin."""
    indicator, verdict = board.indicators[str(row["group"])], Verdict(str(row["verdict"]))
    where = board.area_names.get(str(row["area"]), f"heel {board.municipality.name}")
    return [
        shorten(indicator.name, longest=48),
        shorten(where, longest=48),
        join_verdict(VERDICT_LABELS[verdict], judge_verdict(verdict, indicator.polarity)),
        *(text.replace(NO_BREAK_SPACE, " ") for text in format_change(row)),
    ]


def _change_notes(board: Board, visible: Sequence[ChangeRow]) -> list[str]:
    """Return how to take the changes that are listed."""
    effort_kinds = any(
        board.indicators[str(row["group"])].polarity is Polarity.NONE for row in visible
    )
    notes = (MORE_CONTROL if effort_kinds else "", protection_note(board) if visible else "")
    return [note for note in notes if note]
