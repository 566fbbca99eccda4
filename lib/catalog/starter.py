"""The data folder of a new municipality, made of published shapes and figures.

What nobody can know but the municipality (its policy, goals, partners) is left open, and the
screen says so. Not here: reading the published files (`published_files`), fetching them
(`lib.opendata`), and the texts (the folder `starter`).
"""

import csv
import datetime as dt
import json
import math
import re
import shutil
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import geopandas as gpd
import tomli_w

from lib.catalog.catalog import Catalog
from lib.catalog.dissolve import dissolve_for_map
from lib.catalog.fields import FrozenModel
from lib.catalog.load import load_catalog
from lib.catalog.problems import DataProblemsError, RowPlace
from lib.catalog.published_files import ALL_KINDS, CRIME, INHABITANTS, Figure
from lib.catalog.schema import RATING, Area, Focus, Milestone, Missing, Observation, Source, Status
from lib.catalog.tiles import SPARE, format_tiles, place_tiles
from lib.text import slug

STARTER = Path(__file__).parent / "starter"
# Where the national parts come from: indicators, tables, words.
RELEASE = Path(__file__).parents[2] / "data"
POLICY = "veiligheidsbeleid"
LEAST_REGIONS = 2  # with the country alone there is little to compare with
# Who publishes a figure of buurten, and what its source is.
PUBLISHERS = {CRIME: "politie", INHABITANTS: "cbs"}
PUBLISHED = {
    "politie": {
        "title": "Geregistreerde misdrijven per buurt",
        "publisher": "Politie",
        "counting": "som van de buurten",
    },
    "cbs": {"title": "Kerncijfers wijken en buurten", "publisher": "CBS", "licence": "CC BY 4.0"},
}
NOT_FILLED = "nog niet ingevuld"
OPEN = f"Dit thema is {NOT_FILLED}"
CBS_DIVISION = "Elke wijk is een CBS-wijk."
OWN_DIVISION = (
    "De wijken volgen de eigen indeling van de gemeente. Elke wijk bestaat uit CBS-buurten."
)
PENDING = "de aanpak staat nog niet in dit dashboard"
THEME_LISTS = ("missing", "milestones", "fact", "part", "exposure", "approach")
FETCHED = "open-"  # how the keys of sources start that are fetched tables
TILE_COLUMNS = range(4, 6)  # on a telephone the names of more do not fit

_Tables = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class NewMunicipality:
    """What a folder is made of.

    `units` is a frame of `published_files.read_units`; `figures` those of its CBS units, whose
    names by code stand in `names`. `shapes_year` is the year of the boundaries;
    `is_own_division`: the areas are not the CBS wijken.
    """

    code: str
    name: str
    units: gpd.GeoDataFrame
    figures: tuple[Figure, ...]
    names: Mapping[str, str]
    shapes_year: int
    is_own_division: bool
    today: dt.date


def write_starter(new: NewMunicipality, folder: Path) -> Catalog:
    """Write `folder/data` and `folder/geo`; return what they hold.

    Nothing is written when there is a problem. Raises `DataProblemsError`, and `FileExistsError`
    when the folder holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is niet leeg: kies een andere map.")
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        for made in (part / "data" / "observations", part / "geo"):
            made.mkdir(parents=True)
        _write_shapes(new, part)
        _write_data(new, part / "data")
        load_catalog(part / "data", part / "geo")
        if folder.exists():
            folder.rmdir()
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return load_catalog(folder / "data", folder / "geo")


def _area_keys(new: NewMunicipality) -> dict[str, str]:
    """Return the key of each area by its name."""
    return {name: slug(name) for name in sorted(set(new.units["area"]))}


def _whole_wijken(new: NewMunicipality) -> dict[str, str]:
    """Return the area of each CBS wijk, of the areas that consist of whole CBS wijken."""
    pairs = new.units.assign(wijk="WK" + new.units["unit"].str[2:8])[["wijk", "area"]]
    pairs = pairs.drop_duplicates()
    is_split = pairs["wijk"].duplicated(keep=False)
    whole = pairs[~pairs["area"].isin(pairs.loc[is_split, "area"])]
    return dict(zip(whole["wijk"], whole["area"], strict=True))


def _write_shapes(new: NewMunicipality, folder: Path) -> None:
    keys = _area_keys(new)
    area_of = {u: keys[a] for u, a in zip(new.units["unit"], new.units["area"], strict=True)}
    areas, focus = dissolve_for_map(new.units, area_of, {}, code="unit")
    (folder / "geo" / "areas.geojson").write_text(areas, encoding="utf-8")
    (folder / "geo" / "focus.geojson").write_text(focus, encoding="utf-8")
    square = round(math.sqrt(len(keys) * SPARE))
    columns = min(max(square, TILE_COLUMNS[0]), TILE_COLUMNS[-1])
    tiles = place_tiles(gpd.read_file(areas), columns=columns)
    (folder / "data" / "tiles.csv").write_text(format_tiles(tiles), encoding="utf-8")


def _write_data(new: NewMunicipality, data: Path) -> None:
    indicators: _Tables = _read_toml(RELEASE / "indicators.toml")
    observations = list(_list_observations(new, indicators))
    _make_national(indicators, observations)
    cited = {str(i["break_source"]) for i in indicators.values() if "break_source" in i}
    sources: list[Mapping[str, object]] = [
        *_list_sources(new, observations),
        *_copy_sources(cited),
    ]
    _write_csv(data / "areas.csv", Area, _list_areas(new))
    _write_csv(data / "sources.csv", Source, sources)
    _write_csv(data / "observations" / "begin.csv", Observation, observations)
    _write_csv(data / "focus.csv", Focus, [])
    _write_csv(data / "milestones.csv", Milestone, [])
    # The comment that the file begins with explains its keys.
    comment = (RELEASE / "indicators.toml").read_text(encoding="utf-8").partition("\n\n")[0]
    text = f"{comment}\n\n{tomli_w.dumps(indicators)}"
    (data / "indicators.toml").write_text(text, encoding="utf-8")
    shutil.copy(RELEASE / "opendata.toml", data / "opendata.toml")
    _write_texts(new, data)


def _list_observations(new: NewMunicipality, indicators: _Tables) -> Iterator[dict[str, object]]:
    """Yield a row for each figure of a buurt that an indicator is for."""
    crime = {i["kinds"][0]: key for key, i in indicators.items() if len(i.get("kinds", ())) == 1}
    crime |= {ALL_KINDS: "misdrijven", "": "inwoners"}
    for figure in new.figures:
        if figure.kind in crime and figure.unit.startswith("BU"):
            yield {
                "indicator": crime[figure.kind],
                "area": figure.unit,
                "period": figure.year,
                "value": "" if figure.value is None else int(figure.value),
                "source": f"{PUBLISHERS[figure.measure]}-buurten-{figure.year}",
                "status": Status.FINAL,
                "missing": Missing.NOT_PUBLISHED if figure.value is None else "",
            }


def _make_national(indicators: _Tables, observations: list[dict[str, object]]) -> None:
    """Replace the sources and themes of the release's own municipality."""
    themes = _read_toml(STARTER / "themes.toml")
    for key, indicator in indicators.items():
        fetched = [s for s in indicator.get("preferred", ()) if s.startswith(FETCHED)]
        given = {str(row["source"]) for row in observations if row["indicator"] == key}
        indicator["preferred"] = [*fetched, *sorted(given, reverse=True)]
        indicator["themes"] = [theme for theme, t in themes.items() if key in t["indicators"]]


def _list_sources(
    new: NewMunicipality, observations: list[dict[str, object]]
) -> Iterator[dict[str, object]]:
    """Yield the policy, the boundaries, and each published table that figures were taken from."""
    always = {"retrieved": new.today}
    title = f"Veiligheidsbeleid ({NOT_FILLED})"
    yield {"source": POLICY, "title": title, "publisher": f"Gemeente {new.name}", **always}
    shapes = {"title": f"Wijken en buurten {new.shapes_year}", "publisher": "CBS / Kadaster"}
    yield {"source": "grenzen", **shapes, "licence": "CC BY 4.0", **always}
    for key in sorted({str(row["source"]) for row in observations}):
        publisher, _, year = key.partition("-buurten-")
        about = PUBLISHED[publisher]
        yield {"source": key, **about, "title": f"{about['title']} {year}", **always}


def _copy_sources(keys: Collection[str]) -> Iterator[dict[str, object]]:
    """Yield rows of the release's sources.csv."""
    with (RELEASE / "sources.csv").open(encoding="utf-8", newline="") as file:
        yield from (dict(row) for row in csv.DictReader(file) if row["source"] in keys)


def _list_areas(new: NewMunicipality) -> Iterable[dict[str, object]]:
    """Yield the municipality, its areas, CBS wijken and buurten, each after what it lies in."""
    keys, area_of, names = _area_keys(new), _whole_wijken(new), _name_units(new)
    keys_of_units = dict(zip(new.units["unit"], new.units["area"].map(keys), strict=True))
    always: dict[str, object] = {"boundary_year": new.shapes_year}
    yield {"area": new.code, "kind": "municipality", "name": new.name, **always}
    for name, key in keys.items():
        yield {"area": key, "kind": "area", "name": name, "parent": new.code, **always}
    always["mapping"] = "certain"
    for wijk, area in sorted(area_of.items()):
        name = names.get(wijk, f"Wijk {wijk[6:]}")
        yield {"area": wijk, "kind": "cbs_wijk", "name": name, "parent": keys[area], **always}
    for unit in sorted(code for code in names if code.startswith("BU")):
        wijk = f"WK{unit[2:8]}"
        parent = wijk if wijk in area_of else keys_of_units.get(unit)
        if parent is None:
            raise DataProblemsError([RowPlace("areas.csv").problem("loose_buurt", value=unit)])
        yield {"area": unit, "kind": "cbs_buurt", "name": names[unit], "parent": parent, **always}


def _name_units(new: NewMunicipality) -> dict[str, str]:
    """Return the name of each CBS unit: of the shapes, of the figures, else its code."""
    own = dict(zip(new.units["unit"], new.units["name"], strict=True))
    codes = {unit: unit for unit in (*own, *(figure.unit for figure in new.figures))}
    return codes | dict(new.names) | {unit: name for unit, name in own.items() if name != unit}


def _write_texts(new: NewMunicipality, data: Path) -> None:
    """Write the municipality's settings, themes and texts, with what is not known left open."""
    old = _read_toml(RELEASE / "gemeente.toml")
    only = old["disclosure"].get("municipal_only", [])
    name = json.dumps(new.name, ensure_ascii=False)[1:-1]  # as TOML has quotes too
    values = {"name": name, "code": new.code, "year": new.today.year}
    values |= {"shapes_year": new.shapes_year, "municipal_only": json.dumps(only)}
    values["division"] = OWN_DIVISION if new.is_own_division else CBS_DIVISION
    settings = Template((STARTER / "gemeente.toml").read_text(encoding="utf-8"))
    (data / "gemeente.toml").write_text(settings.substitute(values), encoding="utf-8")
    for name in ("targets.toml", "organisation.toml", "accountability.toml"):
        shutil.copy(STARTER / name, data / name)
    words = (RELEASE / "words.toml").read_text(encoding="utf-8")
    # Words that hold the name of the release's own municipality.
    words = re.sub(rf'"[^"\n]*{re.escape(old["name"])}[^"\n]*"(, )?', "", words)
    (data / "words.toml").write_text(words, encoding="utf-8")
    themes = _read_toml(STARTER / "themes.toml").items()
    for order, (name, theme) in enumerate(themes, start=1):
        folder = data / "themes" / name
        folder.mkdir(parents=True)
        text: dict[str, object] = {key: [] for key in THEME_LISTS}
        text |= {"name": theme["name"], "short": theme["short"], "order": order}
        text |= {"finding": OPEN, "pending": PENDING, "indicator": "misdrijven"}
        (folder / "theme.toml").write_text(tomli_w.dumps(text), encoding="utf-8")
        (folder / "text.md").write_text("De aanpak is nog niet ingevuld.\n", encoding="utf-8")


def _write_csv(path: Path, model: type[FrozenModel], rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows under the columns of a model; what a row has not stays empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(model.model_fields), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def _read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def list_open_points(catalog: Catalog) -> list[str]:
    """Return in Dutch what the municipality has yet to fill in, the most important first."""
    survey = catalog.frame("survey")
    points = {
        "het beleid: titel en jaren in gemeente.toml, de bron in sources.csv": NOT_FILLED
        in catalog.municipality.policy.title,
        "de doelen: targets.toml": not catalog.targets,
        "rapportcijfers per wijk: lees een meting in op de pagina Gegevens, of zet ze in "
        "observations/": survey.empty or not (survey["indicator"] == RATING).any(),
        "welke wijken een centrum of bedrijventerrein hebben: 'flags' in areas.csv (city_centre, "
        "business_park); daar zijn misdrijven per inwoner niet te vergelijken": not any(
            area.flags for area in catalog.areas.values()
        ),
        "namen die bewoners anders zeggen: 'aliases' in areas.csv": not any(
            area.aliases for area in catalog.areas.values()
        ),
        "de cijfers van politie en CBS: python -m lib.opendata refresh": not catalog.stored,
        "de thema's: een map per thema in themes/, en 'themes' in indicators.toml": any(
            theme.finding == OPEN for theme in catalog.themes
        ),
        "de planning: milestones.csv": not catalog.milestones,
        "partners en rode draden: organisation.toml": not catalog.organisation.partner,
        "wijken met extra inzet: focus.csv": not catalog.focus,
        "de politie-eenheid en gemeenten om mee te vergelijken: [[region]] in gemeente.toml": len(
            catalog.regions
        )
        < LEAST_REGIONS,
        "wat een woordvoerder mag zeggen: accountability.toml": NOT_FILLED
        in catalog.accountability.spokesperson.section,
        "water, grens en plaatsnamen op de kaart: python -m tools.build_context": not len(
            catalog.geography.context_rd
        ),
        "de eigen stijl: [style] in gemeente.toml": not catalog.municipality.style.logo,
    }
    return [point for point, is_open in points.items() if is_open]
