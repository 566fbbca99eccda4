"""Rules between rows and between files: keys, references, areas, steps, themes and shapes.

Here too: what is fetched. Not here: what one row can break alone (`schema`), and rules for figures
(`check_figures`).
"""

from collections.abc import Collection, Iterator, Mapping

from lib.catalog.check_figures import check_figures
from lib.catalog.contents import FileContents, find_nearest
from lib.catalog.municipality import Municipality
from lib.catalog.problems import DataProblem, RowPlace
from lib.catalog.routes import RESERVED

# A CBS wijk that lies in several areas has no row: its buurten stand under their area themselves.
PARENT_KINDS = {"area": ("municipality",), "cbs_wijk": ("area",), "cbs_buurt": ("cbs_wijk", "area")}
# Which columns name rows of another file: the rows, their columns, and what those name.
REFERENCES: Mapping[str, Mapping[str, str]] = {
    "focus": {"source": "source", "areas": "area"},
    "milestones": {"source": "source"},
    "tiles": {"area": "area"},
    "targets": {"source": "source", "indicator": "indicator"},
    "indicators": {
        "preferred": "source",
        "break_source": "source",
        "tables": "table",
        "themes": "theme",
        "numerator": "indicator",
        "denominator": "indicator",
    },
    "themes": {
        "indicator": "indicator",
        "milestones": "milestone",
        "sources": "source",
        "partners": "partner",
        "threads": "thread",
    },
}
# How messages name these columns.
COLUMN_LABELS = {
    ("themes", "sources"): "source",
    ("indicators", "numerator"): "numerator, denominator",
    ("indicators", "denominator"): "numerator, denominator",
}


def check_all(contents: FileContents) -> Iterator[DataProblem]:
    """Yield every problem between rows and files."""
    yield from check_unique_keys(contents)
    yield from check_area_names(contents)
    yield from check_parents(contents)
    yield from check_municipality(contents)
    yield from check_references(contents)
    yield from check_themes(contents)
    yield from check_milestones(contents)
    yield from check_tiles(contents)
    yield from check_shapes(contents)
    yield from check_figures(contents)
    yield from check_open_tables(contents)


def check_unique_keys(contents: FileContents) -> Iterator[DataProblem]:
    """Report keys that stand twice; an observation's are indicator, area, period and source."""
    keyed: list[tuple[RowPlace, str, str]] = [
        *[(at, "area", row.area) for at, row in contents.areas],
        *[(at, "focus", row.focus) for at, row in contents.focus],
        *[(at, "source", row.source) for at, row in contents.sources],
        *[(at, "target", row.target) for at, row in contents.targets],
        *[(at, "milestone", row.milestone) for at, row in contents.milestones],
    ]
    for at, o in contents.observations:
        key = f"{o.indicator} + {o.area} + {o.period} + {o.source}"
        keyed.append((at, "indicator + area + period + source", key))
    first: dict[tuple[str, str], RowPlace] = {}
    for at, column, key in keyed:
        where = first.setdefault((column, key), at)
        if where != at:
            yield at.problem(
                "double_key", column=column, value=key, file=where.file, row_before=where.row
            )


def check_area_names(contents: FileContents) -> Iterator[DataProblem]:
    """Report names that two areas have."""
    names: dict[str, str] = {}
    for at, area in contents.areas:
        for name in {area.name, *area.aliases} if area.kind == "area" else ():
            other = names.setdefault(name.casefold(), area.area)
            if other != area.area:
                yield at.problem("double_name", column="aliases", value=name, other=other)


def check_parents(contents: FileContents) -> Iterator[DataProblem]:
    """Report areas without a parent of the right kind above them, and with parts of two kinds.

    A count of the CBS wijken would give away that of the buurten that are in none of them.
    """
    seen: dict[str, str] = {}
    part_kind: dict[str, str] = {}
    for at, area in contents.areas:
        wanted = PARENT_KINDS.get(area.kind)
        parent = area.parent or ""
        if wanted and seen.get(parent) not in wanted and not contents.is_lost("areas.csv", parent):
            yield at.problem(
                "unknown_parent", column="parent", value=parent, wanted=" of ".join(wanted)
            )
        elif part_kind.setdefault(parent, area.kind) != area.kind:
            yield at.problem("mixed_parts", column="parent", value=area.area, area=parent)
        seen[area.area] = area.kind


def check_municipality(contents: FileContents) -> Iterator[DataProblem]:
    """Report that areas.csv has another municipality than gemeente.toml, several, or none."""
    code = contents.municipality.code if contents.municipality else ""
    found = [area.area for _, area in contents.areas if area.kind == "municipality"]
    if code and found != [code] and not contents.is_lost("areas.csv", code):
        at = contents.areas[0][0] if contents.areas else RowPlace("areas.csv")
        yield RowPlace(at.file).problem(
            "other_municipality", column="kind", value=", ".join(found), code=code
        )


def check_references(contents: FileContents) -> Iterator[DataProblem]:
    """Report what is named in one file and does not exist in the other."""
    known = _known_keys(contents)
    for at, column, names, key in _references(contents):
        file, keys = known[names]
        if key in keys or contents.is_lost(file, key):
            continue
        fix = f"verbeter de sleutel, of voeg hem toe aan {file}"
        if names == "area":
            fix = contents.suggest_area(key)
        elif nearest := find_nearest(key, keys):
            fix += f" (bedoelt u '{nearest}'?)"
        yield at.problem("unknown_key_in_file", column=column, value=key, named=file, fix=fix)


def _known_keys(contents: FileContents) -> Mapping[str, tuple[str, Collection[str]]]:
    """Return for each thing that can be named its file and the keys in it."""
    organisation = contents.organisation
    fetched = {table.source for table in contents.table_of.values()}
    return {
        "source": ("sources.csv", contents.own_sources | fetched),
        "area": ("areas.csv", contents.area_of),
        "indicator": ("indicators.toml", contents.indicator_of),
        "table": ("opendata.toml", contents.table_of),
        "theme": ("themes", contents.theme_folders),
        "milestone": ("milestones.csv", {m.milestone for _, m in contents.milestones}),
        "partner": ("organisation.toml", organisation.partner_names if organisation else ()),
        "thread": ("organisation.toml", organisation.thread_names if organisation else ()),
    }


def _references(contents: FileContents) -> Iterator[tuple[RowPlace, str, str, str]]:
    """Yield each reference: its place, its column, what it names, and the key."""
    for at, source in contents.cited:
        yield at, "source", "source", source
    for rows, columns in REFERENCES.items():
        for at, row in getattr(contents, rows):
            for column, names in columns.items():
                value: str | tuple[str, ...] | None = getattr(row, column)
                for key in (value,) if isinstance(value, str) else value or ():
                    yield at, COLUMN_LABELS.get((rows, column), column), names, key


def check_themes(contents: FileContents) -> Iterator[DataProblem]:
    """Report themes that take an address of the app."""
    for at, theme in contents.themes:
        if theme.slug.lower() in RESERVED:
            yield at.problem("reserved_address", value=theme.slug)


def check_milestones(contents: FileContents) -> Iterator[DataProblem]:
    """Report steps that end before they start, and waves with other steps than a survey's."""
    for at, step in contents.milestones:
        if step.end.end < step.start.start:
            yield at.problem("reversed_step", column="end", value=step.end.text)
        if (step.kind in {"survey", "results"}) != (step.wave is not None):
            yield at.problem(
                "wave_of_step", column="wave", value=step.wave.text if step.wave else ""
            )


def check_tiles(contents: FileContents) -> Iterator[DataProblem]:
    """Report areas without a tile where others have one, and tiles in one place."""
    first: dict[tuple[int, int], RowPlace] = {}
    for at, tile in contents.tiles:
        where = first.setdefault((tile.column, tile.row), at)
        if where != at:
            yield at.problem("double_tile", column="column, row", row_before=where.row)
    areas = {key for key, area in contents.area_of.items() if area.kind == "area"}
    missing = sorted(areas - {tile.area for _, tile in contents.tiles})
    if contents.tiles and missing:
        at, _ = contents.tiles[-1]
        yield at.problem("missing_tile", column="area", areas=", ".join(missing))


def check_shapes(contents: FileContents) -> Iterator[DataProblem]:
    """Report areas and focus neighbourhoods without a shape, and shapes without a row."""
    areas = {key for key, area in contents.area_of.items() if area.kind == "area"}
    outlined = {f.focus for _, f in contents.focus if not set(f.areas) <= areas}
    yield from _check_keys_of_shapes(contents, contents.shapes, areas, file="areas.csv")
    if "areas.csv" not in {file for file, _ in contents.lost}:
        shapes = contents.focus_shapes
        yield from _check_keys_of_shapes(contents, shapes, outlined, file="focus.csv")


def _check_keys_of_shapes(
    contents: FileContents,
    shapes: tuple[RowPlace, Collection[str]] | None,
    wanted: set[str],
    *,
    file: str,
) -> Iterator[DataProblem]:
    """Compare the shapes of one map with the rows of a file."""
    if shapes is None or contents.is_lost(file):
        return
    at, keys = shapes[0], set(shapes[1])
    for key in sorted(wanted - keys):
        yield at.problem("row_without_shape", value=key, named=file)
    for key in sorted(k for k in keys - wanted if not contents.is_lost(file, k)):
        yield at.problem("shape_without_row", value=key, named=file)


def check_open_tables(contents: FileContents) -> Iterator[DataProblem]:
    """Yield every problem between indicators, tables and regions."""
    yield from _check_table_columns(contents)
    if contents.municipality:
        yield from _check_levels(contents, set(contents.municipality.disclosure.municipal_only))
        yield from _check_listed_regions(contents.municipality)


def _check_table_columns(contents: FileContents) -> Iterator[DataProblem]:
    """Report a column that an indicator names and its table does not have."""
    for at, indicator in contents.indicators:
        for table in (contents.table_of[n] for n in indicator.tables if n in contents.table_of):
            if indicator.measure and indicator.measure not in table.columns:
                yield at.problem(
                    "unknown_measure",
                    column=f"{indicator.indicator}.measure",
                    value=indicator.measure,
                    table=table.id,
                    columns=list(table.columns),
                )


def _check_levels(contents: FileContents, municipal_only: set[str]) -> Iterator[DataProblem]:
    """Report sensitive kinds below the municipality, and watched kinds without buurten."""
    for at, indicator in contents.indicators:
        sensitive = sorted(municipal_only & set(indicator.kinds))
        if sensitive and not indicator.is_municipal_only:
            yield at.problem(
                "municipal_only",
                column=f"{indicator.indicator}.levels",
                value=", ".join(indicator.levels),
                kinds=sensitive,
            )
        if indicator.watched and "cbs_buurt" not in indicator.levels:
            yield at.problem(
                "watched_without_buurt", column=f"{indicator.indicator}.watched", value="true"
            )


def _check_listed_regions(municipality: Municipality) -> Iterator[DataProblem]:
    """Report a region that stands twice, or is the municipality itself."""
    seen = {municipality.code}
    for region in municipality.region:
        if region.region in seen:
            yield RowPlace("gemeente.toml").problem(
                "double_region", column="region", value=region.region
            )
        seen.add(region.region)
