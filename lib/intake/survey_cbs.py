"""The layout of CBS, in which value and margins are three rows; by code or by title.

Regions that are not ours are no fault: the table holds the whole country. Not here: fetching it
(`lib.opendata`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lib.catalog import Status
from lib.catalog.problems import RowPlace
from lib.intake.names import NameIndex, name_key
from lib.intake.spreadsheet.find_columns import NamedTable, find_named_table
from lib.intake.spreadsheet.sheets import Sheet, SheetCell
from lib.intake.survey_heads import topic_key
from lib.intake.survey_layouts import SurveyTable
from lib.intake.survey_row import SurveyRow
from lib.intake.values import cell_text, format_value

CBS_DIMENSIONS = {
    "marges": "margin",
    "perioden": "period",
    **dict.fromkeys(("regios", "regio", "wijken", "wijkenenbuurten", "gebieden"), "region"),
}
CBS_MARGINS = {
    "mw00000": "value",
    "waarde": "value",
    "mog0095": "lower",
    "ondergrens95interval": "lower",
    "mbg0095": "upper",
    "bovengrens95interval": "upper",
}


def find_cbs_table(sheet: Sheet, *, topics: Sequence[str], names: NameIndex) -> SurveyTable | None:
    """Return the rows of our own regions, or None for another kind of table.

    `topics` are the titles by which CBS publishes the figure.
    """
    table = find_named_table(sheet, fields=CBS_DIMENSIONS, required=("margin", "region", "period"))
    if table is None:
        return None
    wanted, titles = {name_key(topic) for topic in topics}, sheet.texts(table.head, longest=120)
    found = [n for n, title in enumerate(titles) if topic_key(title) in wanted]
    if len(found) != 1:
        fault = RowPlace(sheet.file, table.head).problem("cbs_topic", column=topics[0])
        return SurveyTable("cbs", sheet.file, (), problems=(fault,))
    topic = found[0]
    rows = tuple(_join_margins(table, topic, names))
    no_rows = RowPlace(sheet.file).problem("cbs_region", column=table.titles["region"])
    notice = f"Gelezen als tabel van CBS, kolom '{titles[topic]}'; alleen eigen gebied."
    problems = () if rows else (no_rows,)
    return SurveyTable("cbs", sheet.file, rows, problems=problems, notices=(notice,))


def _join_margins(table: NamedTable, topic: int, names: NameIndex) -> Iterator[SurveyRow]:
    """Yield one row for each region and period, joined from those of its value and margins.

    A margin that comes back makes a second row, which is reported as double.
    """
    sheet, columns = table.sheet, table.columns
    joined: dict[tuple[str, str, int], dict[str, int]] = {}
    seen: Counter[tuple[str, str, str]] = Counter()
    for row in sheet.below(table.head):
        region, period, margin = (
            format_value(sheet.at((row, columns[name]))).strip()
            for name in ("region", "period", "margin")
        )
        role = CBS_MARGINS.get(name_key(margin).replace("betrouwbaarheids", ""))
        if role and names.find(_region_name(region)):
            joined.setdefault((region, period, seen[region, period, role]), {})[role] = row
            seen[region, period, role] += 1
    title = cell_text(sheet.at((table.head, topic)), longest=120)
    for (region, period, _), rows in joined.items():
        status = Status.PROVISIONAL if "*" in period else Status.FINAL
        yield SurveyRow(
            file=sheet.file,
            row=min(rows.values()),
            area=SheetCell(table.titles["region"], _region_name(region)),
            period=SheetCell(table.titles["period"], period),
            status=SheetCell("status", status.value),
            cells={role: sheet.cell((row, topic), title=title) for role, row in rows.items()},
        )


def _region_name(text: str) -> str:
    return re.sub(r"\s*\((gemeente|gem\.?)\)\s*$", "", text, flags=re.IGNORECASE).strip()
