"""The parts of the page Verantwoording."""

from collections.abc import Sequence
from importlib.metadata import version

from markupsafe import Markup

from lib.board import Board
from lib.catalog import Indicator
from lib.catalog.policy_texts import Disagreement, Note
from lib.export.site.templates import COUNCIL_PATH, OPEN_DATA_PATH, SiteAddress
from lib.figures.format import count, day, number, partial_date
from lib.figures.page_html import render_fold, render_link, render_table
from lib.figures.sentences.source_sentences import break_sentences
from lib.figures.vocabulary import format_paragraph
from lib.ui import frame

POLARITY = {"higher": "hoger is beter", "lower": "lager is beter", "none": "geen oordeel"}
COUNCIL_LINK = "Raadseditie: van elk doel wat we wilden, wat we deden en wat ervan kwam"
ADDRESS = Markup('<a href="{0}" target="_blank">{0}</a>')
PACKAGES = ("streamlit", "pandas", "geopandas", "altair", "folium", "streamlit-folium")


def show_ratings(board: Board) -> None:
    """Show the neutral line on the municipality's ratings, and where sources do not agree."""
    line = board.files.accountability.spokesperson
    frame.show_heading("Wat zeggen de rapportcijfers?")
    frame.show_notice(line.text)
    frame.show_html(render_link(COUNCIL_PATH, COUNCIL_LINK))
    rows = board.ratings.of_municipality()
    frame.show_table(
        ("Meting", "Rapportcijfer", "Bron", "Vergelijkbaar"),
        [
            (
                r["period"],
                number(r["value"], decimals=1),
                board.sources[r["source"]].title,
                "vanaf deze meting" if r["comparable"] else "nee, andere meetmethode",
            )
            for _, r in rows.iterrows()
        ],
        caption=f"Rapportcijfer van de gemeente {board.municipality.name}",
        numeric=(1,),
    )
    _show_notes(board, board.files.accountability.disagreement, "Waar bronnen elkaar tegenspreken")


def show_sources(board: Board) -> None:
    """Show every source with its date, address and licence."""
    frame.show_table(
        ("Bron", "Van", "Onderdeel", "Licentie", "Opmerking"),
        [
            (
                s.title,
                ", ".join(filter(None, (s.publisher, partial_date(s.date)))),
                f"{format_paragraph(s.section)}, opgehaald op {day(s.retrieved)}",
                s.licence,
                Markup("{} {}").format(s.note, ADDRESS.format(s.address) if s.address else ""),
            )
            for s in board.sources.values()
        ],
        caption="Alle bronnen",
    )
    if not board.fictitious:
        frame.show_html(
            Markup(
                "<p>De cijfers die iedereen mag zien, staan als tabel bij "
                '<a href="{}{}">de open data</a>, met een catalogus.</p>'
            ).format(SiteAddress.here().root, OPEN_DATA_PATH)
        )


def show_indicators(board: Board) -> None:
    """Show what each figure means, folded by the first theme that it belongs to."""
    frame.show_heading("Wat de cijfers betekenen")
    names = {theme.slug: theme.name for theme in board.files.themes}
    for theme, title in {"": "Alle onderwerpen samen", **names}.items():
        indicators = [i for i in board.indicators.values() if next(iter(i.themes), "") == theme]
        if indicators:
            number_of = count(len(indicators), "cijfer", "cijfers")
            table = _render_definitions(board, indicators, caption=title)
            frame.show_html(render_fold(f"{title}: {number_of}", table))


def _render_definitions(board: Board, indicators: Sequence[Indicator], *, caption: str) -> Markup:
    return render_table(
        ("Cijfer", "Betekenis", "Eenheid", "Let op"),
        [
            (
                i.name,
                i.definition,
                f"{i.unit}; {POLARITY[i.polarity.value]}",
                break_sentences(board, i),
            )
            for i in indicators
        ],
        caption=caption,
    )


def show_areas(board: Board) -> None:
    """Show of which CBS units each area is made, and how sure that is."""
    frame.show_heading("De indeling in wijken")
    unsure = [
        f"{b.name} (nu bij {board.areas[a].name}): {b.note}"
        for a in board.areas
        for b in board.units(a, kind="cbs_buurt")
        if b.mapping == "uncertain"
    ]
    settings = board.municipality.map
    remarks = [
        *filter(None, [settings.division]),
        f"De grenzen op de kaart zijn vereenvoudigd. {settings.attribution}.",
    ]
    frame.show_list([*remarks, *unsure])
    frame.show_table(
        ("Wijk", "CBS-wijken", "Aantal CBS-buurten"),
        [
            (
                a.name,
                ", ".join(f"{w.name} ({w.area})" for w in board.units(slug, kind="cbs_wijk")),
                str(len(board.units(slug, kind="cbs_buurt"))),
            )
            for slug, a in board.areas.items()
        ],
        caption="Wijken en CBS-wijken",
        numeric=(2,),
    )


def show_method(board: Board) -> None:
    """Show how figures are made, and which data and software this is."""
    _show_notes(board, board.files.accountability.method, "Methode en afronding")
    _show_versions(board)


def show_privacy_and_access(board: Board) -> None:
    """Show the statements on privacy and accessibility."""
    _show_notes(board, board.files.accountability.privacy, "Privacy")
    _show_notes(board, board.files.accountability.accessibility, "Toegankelijkheid")


def _show_notes(board: Board, entries: Sequence[Note | Disagreement], title: str) -> None:
    """Show titled texts as cards, with the titles of their sources."""
    frame.show_heading(title)
    titles = ["; ".join(board.sources[key].title for key in entry.sources) for entry in entries]
    cards = [
        (entry.title, entry.text, f"Bronnen: {found}" if found else "")
        for entry, found in zip(entries, titles, strict=True)
    ]
    frame.show_cards(cards)


def _show_versions(board: Board) -> None:
    """Show which data and software this is."""
    frame.show_heading("Versies")
    frame.show_table(
        ("Wat", "Versie"),
        [
            ("Gegevensversie", board.version),
            ("Datum van vandaag volgens het dashboard", day(board.today)),
            *((name, version(name)) for name in PACKAGES),
        ],
        caption="Gegevens en programma's",
    )
