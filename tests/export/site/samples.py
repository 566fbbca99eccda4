"""Published stories with real figures, for the tests of the public site."""

import datetime as dt
from dataclasses import fields
from typing import Any

from lib.access import PUBLIC
from lib.board import CRIME, Board, load_board
from lib.exhibits.exhibit import Exhibit, as_json
from lib.exhibits.interpretations import figure_key, fingerprint, list_numbers
from lib.exhibits.maps import layer_table
from lib.exhibits.provenance import Provenance
from lib.export.site.templates import SiteAddress
from lib.figures.layers.layer import Layer
from lib.figures.sentences.map_sentences import layer_finding, map_alternative
from lib.figures.sentences.registration_sentences import series_finding
from lib.figures.sentences.source_sentences import format_source
from lib.figures.svg_map import draw_svg_map
from lib.figures.trends import draw_years
from lib.store import (
    Binding,
    BindingKind,
    Interpretation,
    Language,
    PublicStory,
    StoredInterpretation,
    Story,
    StoryWords,
    Visibility,
)

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
ADDRESS = SiteAddress.at("https://www.example.nl")


def public_board() -> Board:
    """Return the board that everybody sees."""
    return load_board(PUBLIC)


def stored_interpretation(exhibit: Exhibit) -> StoredInterpretation:
    """Return words on a figure that somebody agreed with."""
    own: dict[str, Any] = {
        "exhibit": figure_key(name=exhibit.name, title=exhibit.title),
        "fingerprint": fingerprint(exhibit),
        "numbers": list_numbers(exhibit),
        "visibility": Visibility.PUBLIC,
        "title": "Weinig deelnemers",
        "text": "Let op.",
        "function": "analist",
        "day": NOON.date(),
    }
    stored: dict[str, Any] = {"interpretation": Interpretation.model_construct(**own)}
    nothing: dict[str, Any] = dict.fromkeys(field.name for field in fields(StoredInterpretation))
    return StoredInterpretation(**(nothing | stored))


def map_exhibit(layer: Layer, *, of: Board) -> Exhibit:
    """Return the map of a layer."""
    return Exhibit(
        name=layer.key,
        title=layer.title,
        finding=layer_finding(layer, board=of),
        source=format_source(layer.sources, period=layer.period, status=layer.status),
        alternative=map_alternative(layer, board=of),
        caveats=(),
        table=layer_table(layer),
        svg=draw_svg_map(layer, board=of),
    )


def trend_exhibit(of: Board) -> Exhibit:
    """Return registered crime over the years."""
    rows = of.registrations.yearly(CRIME)
    sources = [of.sources[key] for key in dict.fromkeys(rows["source"])]
    years = f"{rows['period'].iloc[0]}-{rows['period'].iloc[-1]}"
    figures = rows[["period", "value"]].set_axis(["jaar", "misdrijven"], axis="columns")
    return Exhibit(
        name="trend",
        title=f"Misdrijven in {of.municipality.name}",
        finding=series_finding(rows, unit="misdrijven"),
        source=format_source(sources, period=years),
        alternative="Misdrijven per jaar.",
        caveats=(),
        table=Provenance(sources=sources, period=years).add_to(figures),
        chart=draw_years(rows, unit="misdrijven").to_dict(),
    )


def own_source(text: str, *, title: str = "opdracht van de gemeente, 2026") -> Binding:
    """Return that a number rests on a source of the writer's own."""
    return Binding.model_construct(
        part="what", text=text, kind=BindingKind.SOURCE, title=title, date="2026", who="gemeente"
    )


def story(number: int = 1, *, exhibits: tuple[Exhibit, ...] = (), **other: Any) -> PublicStory:
    """Return a story as it was published."""
    values: dict[str, Any] = {
        "title": "Meer licht op het pad in Klingerberg",
        "what": (
            "Langs het pad door het park hingen we dertig lampen op. Bewoners liepen met ons mee "
            "en wezen aan waar het donker was.\n\nDe lampen gaan aan als het schemert en zijn "
            "zachter als er niemand loopt."
        ),
        "why": "Bewoners zeiden dat zij het pad in de avond liever niet namen.",
        "here_and_now": (
            "Bij de meting van 2021 gaf Klingerberg een 6,4. Dat was 0,3 punt onder de ondergrens "
            "van 6,7."
        ),
        "residents": "Ziet u een lamp die het niet doet? Meld het bij de gemeente via 14 077.",
        "next": "In het voorjaar vragen we bewoners hoe zij het pad nu vinden.",
        "areas": ("klingerberg",),
        "theme": "maatschappelijke-onrust-en-overlast",
        "date": dt.date(2026, 11, 20),
        "contact": "Team Veiligheid, 14 077",
        "figures": tuple({"figure": e.name} for e in exhibits),
        "alternatives": ("Een kaart van Venlo: Klingerberg is donker.",),
        "bindings": (own_source("dertig lampen"),),
        "languages": {
            Language.ENGLISH: StoryWords(
                title="More light on the path in Klingerberg",
                what="We put up thirty lamps along the path through the park.",
                why="Residents words us that they avoided the path in the evening.",
                residents="Is a lamp broken? Tell us: 14 077.",
            ),
        },
    }
    return PublicStory(
        number=number,
        version=1,
        slug=f"verhaal-{number}",
        story=Story.model_construct(**Story.model_construct(**values).__dict__ | other),
        exhibits=tuple(as_json(e) for e in exhibits),
        first=NOON,
        published=NOON,
    )
