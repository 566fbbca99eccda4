"""CSV as Dutch Excel opens it (semicolons, decimal commas, UTF-8 with BOM), or as open data.

Text that a spreadsheet would run as a formula is made harmless; numbers stay numbers. Not here:
which columns a figure has.
"""

import csv
import io
from numbers import Integral
from typing import NamedTuple

import pandas as pd

from lib.exhibits.exhibit import Exhibit
from lib.export.exhibit_text import caveat_lines
from lib.text import guard_formula


class CsvForm(NamedTuple):
    """What stands between columns and before decimals, and how characters become bytes."""

    delimiter: str
    point: str
    encoding: str


EXCEL = CsvForm(";", ",", "utf-8-sig")
OPEN_DATA = CsvForm(",", ".", "utf-8")  # RFC 4180, what CSVW takes for granted


def render_csv(frame: pd.DataFrame, *, form: CsvForm = EXCEL) -> bytes:
    """Return the frame's columns, without its index, as the bytes of a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=form.delimiter, lineterminator="\r\n")
    writer.writerow([_csv_cell(c, form.point) for c in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([_csv_cell(value, form.point) for value in row])
    return out.getvalue().encode(form.encoding)


def render_figure_csv(exhibit: Exhibit, *, form: CsvForm = EXCEL) -> bytes:
    """Return a figure's rows as a CSV file; its caveats stand in every row ('let op')."""
    caveats = "; ".join(caveat_lines(exhibit))
    return render_csv(exhibit.table.assign(**{"let op": caveats} if caveats else {}), form=form)


def _csv_cell(value: object, point: str) -> str:
    if pd.isna(value):  # type: ignore[call-overload]  # any scalar
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", point)
    return str(value) if isinstance(value, Integral) else guard_formula(str(value))
