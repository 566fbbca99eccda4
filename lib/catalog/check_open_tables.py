"""Rules for what is fetched: tables, regions, and the indicators that use them.

Not here: whether the tables that an indicator names exist (`checks`).
"""

from collections.abc import Iterator

from lib.catalog.contents import FileContents
from lib.catalog.problems import DataProblem
from lib.catalog.schema import Municipality


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
                    column=f"{indicator.indicator}.measure",
                    value=indicator.measure,
                    expected=f"een van de 'columns' van {table.id} in opendata.toml",
                    fix=f"kies uit: {', '.join(table.columns)}",
                )


def _check_levels(contents: FileContents, municipal_only: set[str]) -> Iterator[DataProblem]:
    """Report sensitive kinds below the municipality, and watched kinds without buurten."""
    for at, indicator in contents.indicators:
        sensitive = sorted(municipal_only & set(indicator.kinds))
        if sensitive and set(indicator.levels) != {"municipality"}:
            yield at.problem(
                column=f"{indicator.indicator}.levels",
                value=", ".join(indicator.levels),
                expected=f"alleen 'municipality', vanwege {', '.join(sensitive)}",
                fix="haal de andere niveaus weg (zie 'municipal_only' in gemeente.toml)",
            )
        if indicator.watched and "cbs_buurt" not in indicator.levels:
            yield at.problem(
                column=f"{indicator.indicator}.watched",
                value="true",
                expected="bij 'watched' ook het niveau 'cbs_buurt'",
                fix="haal 'watched' weg",
            )


def _check_listed_regions(municipality: Municipality) -> Iterator[DataProblem]:
    """Report a region that stands twice, or is the municipality itself."""
    seen = {municipality.code}
    for region in municipality.region:
        if region.region in seen:
            yield DataProblem(
                "gemeente.toml",
                column="region",
                value=region.region,
                expected="elke regio één keer, en niet de gemeente zelf",
                fix="haal een van de twee weg",
            )
        seen.add(region.region)
