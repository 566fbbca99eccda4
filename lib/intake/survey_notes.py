"""What a survey file says in words of its figures: in names, in lines around the table, in marks.

Margins that hold for another level than 95 %, another scale, or another subject look like good
numbers, so what the words say is checked or repeated. Not here: what the cells say
(`survey_cells`).
"""

import re
from collections.abc import Collection, Iterable, Iterator

from lib.catalog import DataProblem
from lib.catalog.problems import RowPlace
from lib.intake.names import name_key
from lib.intake.spreadsheet.sheets import Sheet
from lib.intake.survey_heads import WEAK_TITLES, TableHead

MAX_LISTED_NAMES = 20
MAX_LINES, LONGEST_LINE = 3, 120
MARGINS = frozenset({"lower", "upper", "margin"})
# Lines above a table, as 'Perioden: 2025'; what they say holds for all of it.
_LINE = re.compile(r"(?P<name>[^:;]{2,60}):\s*(?P<value>\S.*)")
LINE_ROLES = {
    **dict.fromkeys(("perioden", "periode", "jaar", "meting", "peiljaar"), "period"),
    "marges": "margin",
    "onderwerp": "topic",
}
_OTHER_LEVEL = r"(?<!\d)(?P<level{0}>68|80|90|98|99(?:[.,]\d+)?) ?%"
_LEVEL = re.compile(_OTHER_LEVEL.format(""))
_ABOUT_MARGINS = r"(?:betrouwbaar|zekerheid|interval|marge|\bbi\b|\bci\b)"
_LEVEL_IN_LINE = re.compile(
    rf"{_OTHER_LEVEL.format(1)}[- ]?{_ABOUT_MARGINS}"
    rf"|{_ABOUT_MARGINS}\D{{0,30}}{_OTHER_LEVEL.format(2)}",
    re.IGNORECASE,
)
_ENDS = r"(?P<low>[01]) ?(?:-|–|tot en met|tot|t/m) ?(?P<high>\d{1,3})(?!\d)"
_SCALES = (re.compile(rf"\bschaal\b\D{{0,15}}{_ENDS}", re.IGNORECASE), re.compile(rf"\({_ENDS}\)"))
_PER_MILLE = re.compile(r"‰|\bpromille\b|\bper (?:1[. ]?000|duizend)\b", re.IGNORECASE)
# What stands above figures that nobody measured, or that are no figures of one wave.
_NOT_MEASURED = re.compile(
    r"(?<![^\W_])(?:streef(?:cijfer|waarde|doel)\w*|doelwaarden?|prognoses?|ramingen?|raming|ambities?"
    r"|\w*index \(?\w+ ?= ?100\)?|\w*index\w* ?\(\w+ ?= ?100\)"
    r"|(?:verschil|verandering|toename|afname)\w* (?:ten opzichte van|t\.?o\.?v\.?|met|sinds)\b)"
    r"|^(?:doelen|doelstellingen)(?: \d{4})?$",
    re.IGNORECASE,
)
_MEASURED = re.compile(r"gemeten|realisati|resultat|uitkomst|\d[.,]\d", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# A date, or several years: of a plan, or the day of an export.
_SHEET_NAME = re.compile(r"\.\w{3,4}(?:, blad ')?")
_YEAR_OF_MORE = re.compile(rf"\d[-_.]{_YEAR.pattern}|{_YEAR.pattern}[-_.]\d")


def list_note_problems(
    sheet: Sheet, head: TableHead, limits: tuple[float, float] | None
) -> Iterator[DataProblem]:
    """Yield margins of another level than 95 %, a scale other than `limits`, and other faults."""
    yield from _list_other_levels(sheet, head)
    if limits:
        yield from _list_other_scales(sheet, head, limits)
    yield from _list_not_measured(sheet, head)
    nameless = list_nameless(sheet, head)
    if nameless and "blad '" not in sheet.file:
        yield RowPlace(sheet.file, nameless[0]).problem("nameless_cells")


def _list_other_levels(sheet: Sheet, head: TableHead) -> Iterator[DataProblem]:
    margins = head.titles(MARGINS)
    for title in margins:
        if found := _LEVEL.search(title):
            place = RowPlace(sheet.file, head.row)
            yield place.problem("other_level", column=title, value=found[0])
    for row, text in sheet.lines() if margins else ():
        if found := _LEVEL_IN_LINE.search(text):
            yield RowPlace(sheet.file, row).problem("other_level", value=found[0])


def _list_other_scales(
    sheet: Sheet, head: TableHead, limits: tuple[float, float]
) -> Iterator[DataProblem]:
    ends = f"van {limits[0]:g} tot en met {limits[1]:g}"
    for row, text in (*head.figure_names, *sheet.lines()):
        if scale := _find_other_scale(text, highest=limits[1]):
            yield RowPlace(sheet.file, row).problem("other_scale", value=scale, limits=ends)


def _list_not_measured(sheet: Sheet, head: TableHead) -> Iterator[DataProblem]:
    """Yield that a table holds targets, a forecast or differences, as its names or title say.

    Not where another column is called so: then the title is about that one.
    """
    if any(_NOT_MEASURED.search(h.title) for h in head.headings if h.role != "value"):
        return
    names = ((0, name) for name in _SHEET_NAME.split(sheet.file.removesuffix("'")))
    for row, text in (*names, *sheet.lines(before=head.first), *head.figure_names):
        found = _NOT_MEASURED.search(text)
        if found and not _MEASURED.search(text):
            yield RowPlace(sheet.file, row).problem("not_measured", value=found[0])
            return


def list_nameless(sheet: Sheet, head: TableHead) -> list[int]:
    """Return the rows with cells in columns without a name after the figure, if most rows have.

    In a text file that is what a decimal comma makes of a number where commas part the columns.
    """
    first = min(roles["value"] for roles in head.figures.values())
    named = {head.area, *range(first), *(n for n, h in enumerate(head.headings) if h.title)}
    below = [row for row in sheet.below(head.row) if sheet.at((row, head.area))]
    found = [row for row in below if sheet.filled(row) - named]
    return found if 2 * len(found) >= len(below) else []


def _find_other_scale(text: str, *, highest: float) -> str:
    """Return the words in a text that name another scale; nothing for none."""
    found = [scale.search(text) for scale in _SCALES]
    others = [match[0] for match in found if match and int(match["high"]) != highest]
    return (others or _PER_MILLE.findall(text) or [""])[0]


def read_named_line(text: str) -> tuple[str, str]:
    """Return what a line above a table says of all of it, as role and value; else nothing."""
    line = _LINE.fullmatch(text)
    role = LINE_ROLES.get(name_key(line["name"])) if line else None
    return (role, line["value"]) if line and role else ("", "")


def quote_lines_above(sheet: Sheet, head: TableHead, figure: Collection[str]) -> str:
    """Return what stands above a table that does not name its figure; nothing where it does."""
    above = [text for _, text in sheet.lines(before=head.first)]
    lines = [text for text in above if not any(read_named_line(text))]
    own = set(figure) - WEAK_TITLES
    if not lines or any(name in name_key(line) for line in lines for name in own):
        return ""
    quoted = " ".join(f"'{line[:LONGEST_LINE]}'" for line in lines[:MAX_LINES])
    return f"Boven de tabel staat: {quoted}. Controleer of de cijfers over dit onderwerp gaan."


def find_year_in_name(file: str) -> str:
    """Return the one year in the name of a file and its sheet; nothing for none or several."""
    years = set(_YEAR.findall(file))
    return years.pop() if len(years) == 1 and not _YEAR_OF_MORE.search(file) else ""


def describe_mark(mark: str, rows: Iterable[int]) -> str:
    """Return which sign was left out at which rows."""
    listed = join_some([str(row) for row in dict.fromkeys(rows)])
    left_out = f"Bij cijfers is het teken {mark} weggelaten"
    return f"{left_out} (rij {listed}). Kijk in de bron wat het betekent."


def join_some(items: list[str]) -> str:
    """Return the first items, and how many more there are."""
    more = len(items) - MAX_LISTED_NAMES
    return ", ".join(items[:MAX_LISTED_NAMES]) + (f" en nog {more}" if more > 0 else "")
