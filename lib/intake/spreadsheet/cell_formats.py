"""What a number means in the format of its cell: a percentage, a date, or the number as it is.

Not here: where the formats stand in a workbook (`read_xlsx`).
"""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import from_excel

from lib.intake.values import SERIALS, CellValue

# Literal text, escaped signs, colours and conditions, and blanks as wide as a sign.
_NO_DIGITS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_SCALED = re.compile(r"[0#?],+(?![0#?])")
_DIGIT_SIGNS = re.compile(r"[0#?]|general", re.IGNORECASE)
_DATE_SIGNS = re.compile(r"[dmyjhs]", re.IGNORECASE)
MAX_FORMAT_LENGTH = 255


def read_cell_formats(styles: Element) -> list[str]:
    """Return the number format of each cell style, in order, from the part with styles."""
    own = {
        int(e.get("numFmtId", "0")): e.get("formatCode", "")
        for e in styles.iter()
        if e.tag.endswith("}numFmt")
    }
    formats: Mapping[int, str] = {**BUILTIN_FORMATS, **own}
    listed = (e for group in styles if group.tag.endswith("}cellXfs") for e in group)
    return [formats.get(int(e.get("numFmtId", "0")), "General") for e in listed]


def apply_cell_format(number: float, code: str) -> CellValue:
    """Return what a cell with this number shows, where that is another thing than the number.

    A percentage becomes text with its sign ('10%'), a day number a date; what is shown in
    thousands, or as a text in place of the number, becomes that text. Anything else stays.
    """
    section = _choose_section(number, code[:MAX_FORMAT_LENGTH])
    signs = _NO_DIGITS.sub("", section)
    if "%" in signs:
        return f"{number * 100 ** signs.count('%'):.10g}%"
    if _DIGIT_SIGNS.search(signs):
        return f"{number:.10g} (getoond in duizenden)" if _SCALED.search(signs) else number
    if _DATE_SIGNS.search(signs):
        return from_excel(number) if int(number) in SERIALS else number
    literal = "".join(map("".join, _LITERAL.findall(section))).strip()
    return literal if literal and number and "@" not in signs else number


def _choose_section(number: float, code: str) -> str:
    """Return the part of a format that holds for a number: of more than 0, under 0, or 0."""
    parts = code.split(";")
    if number < 0 and len(parts) > 1:
        return parts[1]
    return parts[2] if number == 0 and len(parts) > 2 else parts[0]  # noqa: PLR2004
