"""The layout of CBS, in which value and margins are three rows; by code or by title.

Regions that are not ours are no fault: the table holds the whole country. Not here: fetching it
(`lib.opendata`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lib.catalog import Status
from lib.catalog.problems import DataProblem
from lib.intake.names import Names, plain
from lib.intake.spreadsheet.sheets import Sheet
from lib.intake.survey_layouts import ROWS_BEFORE_HEADER, Cell, Entry, Table, cell
from lib.intake.values import shown, tidy

DIMENSIONS = {"marges": "margin", "regios": "region", "regio": "region", "perioden": "period"}
MARGINS = {
    "mw00000": "value",
    "waarde": "value",
    "mog0095": "lower",
    "ondergrens95interval": "lower",
    "mbg0095": "upper",
    "bovengrens95interval": "upper",
}
_YEAR = re.compile(r"(\d{4})(?:JJ00)?\*{0,2}", re.ASCII)


def find_cbs_table(sheet: Sheet, *, topics: Sequence[str], names: Names) -> Table | None:
    """Return the rows of our own regions, or None for another kind of table.

    `topics` are the titles by which CBS publishes the figure.
    """
    for number in list(sheet.rows)[:ROWS_BEFORE_HEADER]:
        cells = sheet.rows[number]
        roles = {DIMENSIONS.get(plain(shown(value)[:20]), ""): n for n, value in enumerate(cells)}
        if {"margin", "region", "period"} <= set(roles):
            titles = [tidy(shown(value)[:120]) for value in cells]
            wanted = {plain(topic) for topic in topics}
            columns = [n for n, title in enumerate(titles) if _topic(title) in wanted]
            if len(columns) == 1:
                return _table(sheet, number, {**roles, "topic": columns[0]}, titles, names)
            fault = DataProblem(
                sheet.file,
                row=number,
                column=topics[0],
                expected="precies één kolom hiervan",
                fix="haal de tabel bij CBS op met dit onderwerp",
            )
            return Table("cbs", sheet.file, (), problems=(fault,))
    return None


def _topic(title: str) -> str:
    """Return the name of a topic without number, unit and the groups above it."""
    last = re.split(r"[|/>]", re.sub(r"\s*\([^()]*\)\s*$", "", title))[-1]
    return plain(re.sub(r"_\d+$", "", last.strip()))


def _table(
    sheet: Sheet, head: int, columns: Mapping[str, int], titles: Sequence[str], names: Names
) -> Table:
    entries = tuple(_entries(sheet, head, columns, titles, names))
    faults = (
        ()
        if entries
        else (
            DataProblem(
                sheet.file,
                column=titles[columns["region"]],
                expected="rijen van deze gemeente",
                fix="kies bij CBS ook deze gemeente",
            ),
        )
    )
    told = f"Gelezen als tabel van CBS, kolom '{titles[columns['topic']]}'; alleen eigen gebied."
    return Table("cbs", sheet.file, entries, problems=faults, told=(told,))


def _entries(
    sheet: Sheet, head: int, columns: Mapping[str, int], titles: Sequence[str], names: Names
) -> Iterator[Entry]:
    """Yield one entry for each region and period, joined from its rows.

    A margin that comes back makes a second entry, which is told as double.
    """
    joined: dict[tuple[str, str, int], dict[str, int]] = {}
    seen: Counter[tuple[str, str, str]] = Counter()
    for row in sheet.rows:
        region, period, margin = (
            shown(sheet.at((row, columns[role]))).strip() for role in ("region", "period", "margin")
        )
        role = MARGINS.get(plain(margin))
        if row > head and role and names.key(_region(region)):
            joined.setdefault((region, period, seen[region, period, role]), {})[role] = row
            seen[region, period, role] += 1
    number = columns["topic"]
    for (region, period, _), rows in joined.items():
        yield Entry(
            file=sheet.file,
            row=min(rows.values()),
            area=Cell(titles[columns["region"]], _region(region)),
            period=Cell(titles[columns["period"]], _period(period)),
            status=Cell("status", (Status.PROVISIONAL if "*" in period else Status.FINAL).value),
            figures={
                role: cell(sheet, (row, number), title=titles[number]) for role, row in rows.items()
            },
        )


def _region(text: str) -> str:
    return re.sub(r"\s*\((gemeente|gem\.?)\)\s*$", "", text, flags=re.IGNORECASE).strip()


def _period(code: str) -> str:
    """Return '2023' for the code or title of a year, provisional or not; other text as it is."""
    match = _YEAR.fullmatch(code)
    return match[1] if match else code
