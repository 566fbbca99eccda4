"""CSV as Dutch Excel opens it: semicolons, decimal commas, UTF-8 with BOM.

Text that a spreadsheet would run as a formula is made harmless; numbers stay numbers. Not here:
which columns a figure has.
"""

import csv
import io
from numbers import Integral

import pandas as pd

from lib.exhibits.exhibit import Exhibit
from lib.export.exhibit_text import caveat_lines
from lib.text import guard_formula


def render_csv(frame: pd.DataFrame) -> bytes:
    """Return the frame's columns, without its index, as the bytes of a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_csv_cell(c) for c in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([_csv_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def render_figure_csv(exhibit: Exhibit) -> bytes:
    """Return a figure's rows as a CSV file; its caveats stand in every row ('let op')."""
    caveats = "; ".join(caveat_lines(exhibit))
    return render_csv(exhibit.table.assign(**{"let op": caveats} if caveats else {}))


def _csv_cell(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]  # any scalar
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return str(value) if isinstance(value, Integral) else guard_formula(str(value))
