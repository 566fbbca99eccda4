"""What series of registrations show, in sentences."""

from collections.abc import Iterable

import pandas as pd

from lib.board import AreaValues, Board
from lib.catalog import Theme
from lib.figures.format import count, number, partial_date

YEAR_OF_MONTHS = 12


def series_finding(rows: pd.DataFrame, *, unit: str, by_police: bool = True) -> str:
    """Return the newest figure of a series, and that a difference was not tested.

    `by_police`: the police registered it; otherwise the sentence names nobody.
    """
    last = rows.iloc[-1]
    who = " registreerde de politie" if by_police else ":"
    text = f"In {last['period']}{who} {number(float(last['value']))} {unit}."
    if len(rows) < 2:  # noqa: PLR2004
        return text
    return f"{text} Of de verschillen tussen de jaren toeval zijn, is niet onderzocht."


def months_finding(rows: pd.DataFrame, *, unit: str) -> str:
    """Return the newest month, and the last twelve months compared with the twelve before.

    Without sums where months are rounded: what rounding adds would add up.
    """
    newest = f"De nieuwste maand is {partial_date(rows['period'].iloc[-1])}"
    values = rows["value"].where(rows["step"] == 1)
    if len(values) < YEAR_OF_MONTHS or values.tail(YEAR_OF_MONTHS).isna().any():
        return f"{newest}."
    now = number(float(values.tail(YEAR_OF_MONTHS).sum()))
    text = f"{newest}. In de laatste 12 maanden: {now} {unit}"
    before = values.iloc[-2 * YEAR_OF_MONTHS : -YEAR_OF_MONTHS]
    if len(before) < YEAR_OF_MONTHS or before.isna().any():
        return f"{text}."
    return f"{text}; in de 12 maanden daarvoor: {number(float(before.sum()))}."


def protection_note(board: Board) -> str:
    """Return how counts of the whole municipality protect small ones; nothing for insiders."""
    if board.internal:
        return ""
    threshold = board.municipality.disclosure.threshold
    return (
        f"Aantallen onder {threshold} tonen wij niet. Zodat niemand ze kan uitrekenen, is een "
        f"ander aantal soms afgerond op een veelvoud van {threshold}, of niet getoond."
    )


def rounded_note(found: Iterable[AreaValues]) -> str:
    """Return that counts of areas are rounded; nothing where all are exact."""
    steps = {values.step for values in found if values.step > 1}
    return f"Totalen per wijk zijn afgerond op een veelvoud van {max(steps)}." if steps else ""


def multiples_finding(rows: pd.DataFrame) -> str:
    """Return how to read small panels; `rows` has `value`, NaN where it is suppressed."""
    hidden = int(rows["value"].isna().sum())
    text = "Alle wijken hebben dezelfde schaal: zo zijn ze te vergelijken."
    if hidden:
        text += f" {count(hidden, 'cijfer is', 'cijfers zijn')} niet getoond; daar breekt de lijn."
    return text


def theme_finding(board: Board, theme: Theme) -> str:
    """Return what is known of a theme, its newest figure if loaded, how large its approach is."""
    parts = count(len(theme.approach), "onderdeel", "onderdelen")
    own = [i for i in board.indicators.values() if theme.slug in i.themes]
    series = next(
        ((i, rows) for i in own if len(rows := board.registrations.yearly(i.indicator))), None
    )
    if series is None:
        return f"{theme.finding}; {theme.pending}. De aanpak heeft {parts}."
    indicator, newest = series[0], series[1].iloc[-1]
    figure = f"{indicator.name} in {newest['period']}: {number(newest['value'])}"
    return f"{theme.finding}. {figure}. De aanpak heeft {parts}."
