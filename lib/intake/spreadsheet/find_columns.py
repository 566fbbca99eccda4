"""A table that is found by the names of its columns, whatever their order.

Not here: which columns, and what their cells say (`measures`, `police`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lib.intake.names import plain
from lib.intake.spreadsheet.sheets import Sheet
from lib.intake.survey_layouts import ROWS_BEFORE_HEADER
from lib.intake.values import shown, tidy


@dataclass(frozen=True)
class NamedTable:
    """A sheet, and where its columns are: the name that the file gives them, by field.

    `head` is the row of the names; `unused` are names that mean no field, or one that is there.
    """

    sheet: Sheet
    head: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    unused: tuple[str, ...]


def find_named(
    sheet: Sheet, *, fields: Mapping[str, str], required: Collection[str]
) -> NamedTable | None:
    """Return the table of a sheet, or None where no row names the required fields.

    `fields` says what a name means; case, accents and spaces do not count.
    """
    means = {plain(title): field for title, field in fields.items()}
    for number in list(sheet.rows)[:ROWS_BEFORE_HEADER]:
        titles = [tidy(shown(value)[:60]) for value in sheet.rows[number]]
        columns = {
            means[plain(title)]: n
            for n, title in reversed(list(enumerate(titles)))
            if plain(title) in means
        }
        if set(required) <= set(columns):
            unused = [t for n, t in enumerate(titles) if t and n not in columns.values()]
            names = {field: titles[n] for field, n in columns.items()}
            return NamedTable(sheet, number, columns, names, tuple(unused))
    return None
