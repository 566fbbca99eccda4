"""Rules for what is fetched: tables, regions, and the indicators that use them.

Not here: whether the tables that an indicator names exist (`checks`).
"""

from collections.abc import Iterator, Sequence

from lib.catalog.open_tables import OpenTable
from lib.catalog.problems import DataProblem
from lib.catalog.schema import Indicator, Municipality

Numbered = tuple[str, int]  # file, row


def check_open(
    indicators: Sequence[tuple[Numbered, Indicator]],
    tables: Sequence[tuple[Numbered, OpenTable]],
    municipality: Municipality | None,
) -> Iterator[DataProblem]:
    """Yield every problem between indicators, tables and regions."""
    yield from _measures(indicators, {t.id: t for _, t in tables})
    if municipality:
        yield from _levels(indicators, set(municipality.disclosure.municipal_only))
        yield from _regions(municipality)


def _measures(
    indicators: Sequence[tuple[Numbered, Indicator]], tables: dict[str, OpenTable]
) -> Iterator[DataProblem]:
    """See that a table has the column that an indicator names."""
    for (file, row), i in indicators:
        for table in (tables[n] for n in i.tables if n in tables):
            if i.measure and i.measure not in table.columns:
                yield DataProblem(
                    file,
                    row=row,
                    column=f"{i.indicator}.measure",
                    value=i.measure,
                    expected=f"een van de 'columns' van {table.id} in opendata.toml",
                    fix=f"kies uit: {', '.join(table.columns)}",
                )


def _levels(
    indicators: Sequence[tuple[Numbered, Indicator]], municipal_only: set[str]
) -> Iterator[DataProblem]:
    """See that sensitive kinds stay at the municipality, and that judged kinds have buurten."""
    for (file, row), i in indicators:
        sensitive = sorted(municipal_only & set(i.kinds))
        if sensitive and set(i.levels) != {"municipality"}:
            yield DataProblem(
                file,
                row=row,
                column=f"{i.indicator}.levels",
                value=", ".join(i.levels),
                expected=f"alleen 'municipality', vanwege {', '.join(sensitive)}",
                fix="haal de andere niveaus weg (zie 'municipal_only' in gemeente.toml)",
            )
        if i.watched and "cbs_buurt" not in i.levels:
            yield DataProblem(
                file,
                row=row,
                column=f"{i.indicator}.watched",
                value="true",
                expected="bij 'watched' ook het niveau 'cbs_buurt'",
                fix="haal 'watched' weg",
            )


def _regions(municipality: Municipality) -> Iterator[DataProblem]:
    """See that each region stands once, and none is the municipality itself."""
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
