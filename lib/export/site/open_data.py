"""The public figures as open data: tables as CSV with CSVW and as JSON, and their catalogue.

The catalogue follows DCAT-AP-NL 3.0. Not here: which figures there are for the public (the board
has no others), and the page that lists them (`templates/open_data.html`).
"""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rdflib import Graph

from lib.board import Board
from lib.board.cached_method import cached_method
from lib.catalog import Indicator, Period
from lib.exhibits import benchmark, goals, planning, ratings, registrations, yearly
from lib.exhibits.area_registrations import area_panels
from lib.exhibits.exhibit import INTERNAL, CaveatKind, Exhibit
from lib.exhibits.interpretations import with_interpretations
from lib.exhibits.maps import describe_map
from lib.export.columns import column_decimals, is_numeric
from lib.export.exhibit_text import caveat_lines
from lib.export.site.files import HTML, SiteFile
from lib.export.site.templates import OPEN_DATA_PATH, SiteAddress, render_page
from lib.export.table_files import OPEN_DATA, render_figure_csv
from lib.figures.layers.layer import Layer
from lib.figures.layers.modes import RegistrationView, map_layers, theme_layers
from lib.text import slug

CSV_KIND, JSON_KIND = "text/csv; charset=utf-8", "application/json"
CATALOGUE = f"{OPEN_DATA_PATH}catalogus"
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU_TERMS = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
# The register of public bodies, in which a municipality stands by its CBS code.
BODIES = "https://identifier.overheid.nl/tooi/id/gemeente/"
PERIOD = re.compile(r"\b(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2]|Q[1-4]))?\b")
OWN_NAMES = ("kaart-", "aantal-", "gebieden-")  # of figures that a page gives another name
# The columns that hold the periods of a table's rows; else its line of source has them.
PERIOD_COLUMNS = ("jaar", "maand", "van", "tot en met")


class Dataset(NamedTuple):
    """A figure of the public, and the first and last day that its rows are about."""

    exhibit: Exhibit
    start: dt.date
    end: dt.date

    @property
    def path(self) -> str:
        """Where its files are, without their endings."""
        return f"{OPEN_DATA_PATH}{self.exhibit.name}"

    @property
    def written(self) -> list[str]:
        """What analysts wrote of it."""
        kind = CaveatKind.INTERPRETATION
        return [c.text for c in self.exhibit.caveats if c.kind is kind]

    @property
    def description(self) -> str:
        """What the figure shows, its caveats and its source."""
        found = self.exhibit
        return " ".join(filter(None, (*found.marks, found.finding, *found.notes, found.source)))


@cached_method(most=1)
def build_open_data(board: Board, *, address: SiteAddress) -> Mapping[str, SiteFile]:
    """Return all files by path; raise `ValueError` for a board that is not the public's.

    Takes seconds: every figure is made. Made once for each board: a board never changes.
    """
    if board.internal:
        raise ValueError("open data of an internal board")
    datasets = list_datasets(board)
    catalogue = _pack(describe_catalogue(board, datasets, address=address))
    turtle = Graph().parse(data=catalogue, format="json-ld").serialize(format="turtle")
    terms = board.municipality.open_data
    page = render_page(
        "open_data.html", board=board, address=address, datasets=datasets, terms=terms
    )
    found = {
        OPEN_DATA_PATH: (page.encode(), HTML),
        f"{CATALOGUE}.jsonld": (catalogue, "application/ld+json"),
        f"{CATALOGUE}.ttl": (turtle.encode(), "text/turtle; charset=utf-8"),
    }
    for dataset in datasets:
        found |= dict(_write_dataset(dataset, board=board))
    today = dt.datetime.combine(board.today, dt.time(), dt.UTC)
    return {path: SiteFile(body, kind, today) for path, (body, kind) in found.items()}


@cached_method(most=1)
def list_datasets(board: Board) -> Sequence[Dataset]:
    """Return every figure of the public once, with its period."""
    made = (
        with_interpretations(board, e, by_title=e.name.startswith(OWN_NAMES))
        for e in _list_exhibits(board)
        if e
    )
    found = {e.name: e for e in made if INTERNAL not in e.marks}
    return tuple(_add_period(e, today=board.today) for e in found.values() if len(e.table))


def _list_exhibits(board: Board) -> Iterator[Exhibit | None]:
    yield from (goals.goal_progress(board, goal) for goal in board.goals)
    yield ratings.slopes(board)
    yield from (describe_map(board, layer, name="kaart") for layer in _list_layers(board))
    for indicator in board.indicators.values():
        if indicator.kind == "count":
            yield from _list_counts(board, indicator)
    yield from _list_surveys(board)
    if board.files.milestones:
        yield planning.planning_steps(board)


def _list_surveys(board: Board) -> Iterator[Exhibit | None]:
    questions = [i for i in board.indicators.values() if i.kind == "survey"]
    for theme in board.files.themes:
        surveys = benchmark.load_surveys(board, [i for i in questions if theme.slug in i.themes])
        yield benchmark.survey_figures(board, surveys, name=theme.slug)


def _list_layers(board: Board) -> Iterator[Layer]:
    """Yield the newest figures per area: those of the overview, and rates of all kinds."""
    yield from map_layers(board).values()
    for theme in board.files.themes:
        yield from theme_layers(board, theme, view=RegistrationView.RATE).values()


def _list_counts(board: Board, indicator: Indicator) -> Iterator[Exhibit | None]:
    """Yield a count per year, per month, per year and area, and next to other regions."""
    yield yearly.registrations_per_year(
        board, indicator, name=f"aantal-{indicator.indicator}-per-jaar"
    )
    if not board.registrations.monthly(indicator.indicator).empty:
        yield registrations.registrations_per_month(board, indicator, measures=(), name="aantal")
    yield area_panels(board, indicator, name="aantal")
    yield benchmark.rates_per_year(board, indicator, name="gebieden")
    yield benchmark.registration_rates(board, indicator, name="gebieden")


def _add_period(exhibit: Exhibit, *, today: dt.date) -> Dataset:
    table = exhibit.table
    columns = [c for c in PERIOD_COLUMNS if c in table] or ["periode"]
    texts = {str(text) for column in columns for text in table[column]}
    periods = [Period(found) for text in texts for found in PERIOD.findall(text)]
    start = min((p.start for p in periods), default=today)
    end = min(max((p.end for p in periods), default=today), today)
    return Dataset(exhibit, start, max(start, end))


def _write_dataset(dataset: Dataset, *, board: Board) -> Iterator[tuple[str, tuple[bytes, str]]]:
    """Yield a table as CSV with its CSVW, and as JSON."""
    exhibit, path = dataset.exhibit, dataset.path
    columns = [_describe_column(str(c), list(exhibit.table[c])) for c in exhibit.table]
    rows = exhibit.table.astype(object).where(exhibit.table.notna(), None).to_numpy().tolist()
    shared = {"titel": exhibit.title, "omschrijving": dataset.description}
    names = [column["name"] for column in columns]
    as_json = {**shared, "rijen": [dict(zip(names, row, strict=True)) for row in rows]}
    has_caveats = bool(caveat_lines(exhibit))
    metadata = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": f"{exhibit.name}.csv",
        "dc:title": exhibit.title,
        "dc:description": dataset.description,
        "dc:publisher": f"Gemeente {board.municipality.name}",
        "dc:license": {"@id": board.municipality.open_data.licence},
        "tableSchema": {"columns": [*columns, *[_describe_column("let op", [""])] * has_caveats]},
    }
    yield f"{path}.csv", (render_figure_csv(exhibit, form=OPEN_DATA), CSV_KIND)
    yield f"{path}.csv-metadata.json", (_pack(metadata), "application/csvm+json")
    yield f"{path}.json", (_pack(as_json), JSON_KIND)


def _describe_column(title: str, values: Sequence[object]) -> dict[str, str]:
    """Return a column of a CSV file in the words of CSVW."""
    places = column_decimals(values, name=title) if is_numeric(values) else 1
    kind = "string" if not is_numeric(values) else "decimal" if places else "integer"
    return {"name": slug(title).replace("-", "_"), "titles": title, "datatype": kind}


def _pack(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, default=str).encode()


def describe_catalogue(
    board: Board, datasets: Sequence[Dataset], *, address: SiteAddress
) -> dict[str, Any]:
    """Return the catalogue of all datasets as JSON-LD, by the rules of DCAT-AP-NL 3.0."""
    own = board.municipality
    agent = {
        "@id": f"{BODIES}{own.code.lower()}",
        "@type": "foaf:Agent",
        "foaf:name": _dutch(f"Gemeente {own.name}"),
    }
    shared = {
        "dct:publisher": agent,
        "dcat:contactPoint": _describe_contact(board, address),
        "dct:language": _name_term("dct:LinguisticSystem", "language/NLD"),
    }
    return {
        "@context": PREFIXES,
        "@id": f"{address.base}{OPEN_DATA_PATH}",
        "@type": "dcat:Catalog",
        "dct:title": _dutch(f"Open data · {own.dashboard_title}"),
        "dct:description": _dutch("De cijfers van het dashboard die iedereen mag zien, als tabel."),
        "dct:license": _describe_licence(board),
        "dct:modified": _format_day(max(s.retrieved for s in board.sources.values())),
        "foaf:homepage": {"@id": f"{address.base}{OPEN_DATA_PATH}", "@type": "foaf:Document"},
        **shared,
        "dcat:dataset": [
            _describe_dataset(board, dataset, address=address) | {**shared, "dct:creator": agent}
            for dataset in datasets
        ],
    }


def _describe_contact(board: Board, address: SiteAddress) -> dict[str, Any]:
    """Return who answers questions: the address that the municipality gives, else the dashboard."""
    contact = board.municipality.open_data.contact
    is_mail = "@" in contact
    reach = {"@id": f"mailto:{contact}" if is_mail else contact or address.dashboard}
    return {
        "@id": f"{address.base}{OPEN_DATA_PATH}#contact",
        "@type": "vcard:Kind",
        "vcard:fn": f"Gemeente {board.municipality.name}",
        "vcard:hasEmail" if is_mail else "vcard:hasURL": reach,
    }


def _describe_dataset(board: Board, dataset: Dataset, *, address: SiteAddress) -> dict[str, Any]:
    base = f"{address.base}{dataset.path}"
    return {
        "@id": base,
        "@type": "dcat:Dataset",
        "dct:identifier": base,
        "dct:title": _dutch(dataset.exhibit.title),
        "dct:description": _dutch(dataset.description),
        "dct:accessRights": _name_term("dct:RightsStatement", "access-right/PUBLIC"),
        "dcat:theme": _name_term("skos:Concept", "data-theme/JUST")
        | {"skos:prefLabel": _dutch("Justitie, rechtsstelsel en openbare veiligheid")},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _format_day(dataset.start),
            "dcat:endDate": _format_day(dataset.end),
        },
        "dcat:landingPage": {"@id": f"{address.base}{OPEN_DATA_PATH}", "@type": "foaf:Document"},
        "dcat:distribution": [
            {
                "@id": f"{base}.{ending}",
                "@type": "dcat:Distribution",
                "dct:title": _dutch(f"{dataset.exhibit.title} ({ending.upper()})"),
                "dcat:accessURL": {"@id": f"{base}.{ending}"},
                "dcat:downloadURL": {"@id": f"{base}.{ending}"},
                "dct:license": _describe_licence(board),
                "dct:format": _name_term("dct:MediaTypeOrExtent", f"file-type/{ending.upper()}"),
                "dcat:mediaType": {"@id": f"{MEDIA_TYPES}{media}", "@type": "dct:MediaType"},
            }
            for ending, media in (("csv", "text/csv"), ("json", "application/json"))
        ],
    }


def _describe_licence(board: Board) -> dict[str, Any]:
    return {"@id": board.municipality.open_data.licence, "@type": "dct:LicenseDocument"}


def _name_term(kind: str, name: str) -> dict[str, Any]:
    """Return a term of the vocabularies of the European Union."""
    return {"@id": f"{EU_TERMS}{name}", "@type": kind}


def _dutch(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "nl"}


def _format_day(day: dt.date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}
