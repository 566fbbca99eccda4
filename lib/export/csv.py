"""CSV as Dutch Excel opens it: semicolons, decimal commas, UTF-8 with BOM.

Text that a spreadsheet would run as a formula is made harmless; numbers stay numbers. Not here:
which columns a figure has.
"""

import csv
import io
from math import isnan
from numbers import Integral

import pandas as pd

from lib.exhibits.exhibit import Exhibit

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def render_csv(frame: pd.DataFrame) -> bytes:
    """Return the frame's columns, without its index, as the bytes of a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_csv_cell(c) for c in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([_csv_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def render_figure_csv(exhibit: Exhibit) -> bytes:
    """Return a figure's rows as a CSV file; its marks, such as 'INTERN', stand in every row."""
    rows = exhibit.table
    return render_csv(
        rows.assign(**{"let op": ", ".join(exhibit.marks)}) if exhibit.marks else rows
    )


def _csv_cell(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return "" if isnan(value) else f"{value:.10g}".replace(".", ",")
    text = str(value)
    # A leading apostrophe is how spreadsheets mark text; strip first: they do so too.
    is_text = not isinstance(value, Integral) and text.lstrip(" ").startswith(FORMULA_STARTS)
    return f"'{text}" if is_text else text
