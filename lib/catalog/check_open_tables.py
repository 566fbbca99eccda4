"""Rules for what is fetched: tables, regions, and the indicators that use them.

Not here: whether the tables that an indicator names exist (`checks`).
"""

from collections.abc import Iterator

from lib.catalog.contents import FileContents
from lib.catalog.municipality import Municipality
from lib.catalog.problems import DataProblem, RowPlace


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
