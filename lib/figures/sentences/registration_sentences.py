"""What series of registrations show, in sentences."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from lib.analysis.counts import Verdict
from lib.board import AreaValues, Board
from lib.board.area_values import frame_row
from lib.board.cached_method import cached_method
from lib.catalog import Indicator, Status, Theme
from lib.figures.format import count, listing, number, partial_date
from lib.figures.vocabulary import name_verdict

YEAR_OF_MONTHS = 12
MOST_KINDS = 3  # of a theme in one sentence


def series_finding(
    rows: pd.DataFrame, *, unit: str, by_police: bool = True, verdict: str = ""
) -> str:
    """Return the newest figure of a series, and the verdict or that a difference was not tested.

    `by_police`: the police registered it; otherwise the sentence names nobody.
    """
    last = rows.iloc[-1]
    who = " telde de politie" if by_police else ":"
    open_end = " (voorlopig)" if last["status"] == Status.PROVISIONAL.value else ""
    text = f"In {last['period']}{who} {number(float(last['value']))} {unit}{open_end}."
    if verdict or len(rows) < 2:  # noqa: PLR2004
        return f"{text} {verdict}".strip()
    return f"{text} Of de verschillen tussen de jaren toeval zijn, is niet onderzocht."


def year_verdict(board: Board, indicator: str) -> str:
    """Return whether the newest year differs from that before the policy; nothing if not judged."""
    found = board.registrations.year_changes()
    if found is None or indicator not in found.rows.index:
        return ""
    row = frame_row(found.rows, indicator)
    before = "" if pd.isna(row["before"]) else f" ({number(row['before'])})"
    verdict = name_verdict(row["verdict"])
    return f"{found.after} naast {found.before}, het jaar voor het beleid{before}: {verdict}."


def describe_series(
    countings: Sequence[str], *, absent: Sequence[int], hidden: Sequence[int]
) -> str:
    """Return how the figures of a chart over the years were counted, and which years it lacks."""
    names = [name for name in countings if name]
    texts = []
    if len(names) > 1:
        texts.append(f"Geteld op {len(names)} manieren: {listing(names)}.")
    elif names:
        texts.append(f"Manier van tellen: {names[0]}.")
    if absent:
        texts.append(f"Geen cijfer van {format_years(absent)}.")
    if hidden:
        texts.append(f"Te kleine aantallen tonen wij niet: {format_years(hidden)}.")
    return " ".join(texts)


def format_years(years: Sequence[int]) -> str:
    """Return '2013 tot en met 2016, 2020 en 2021' for years in order."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    names: list[str] = []
    for run in runs:
        is_long = len(run) > 2  # noqa: PLR2004 - two years are named
        names += [f"{run[0]} tot en met {run[-1]}"] if is_long else [str(year) for year in run]
    return listing(names)


def months_finding(rows: pd.DataFrame, *, unit: str) -> str:
    """Return the newest month, and the last twelve months compared with the twelve before.

    Without sums where months are rounded: what rounding adds would add up.
    """
    newest = partial_date(rows["period"].iloc[-1])
    values = rows["value"].where(rows["step"] == 1)
    if len(values) < YEAR_OF_MONTHS or values.tail(YEAR_OF_MONTHS).isna().any():
        return f"De nieuwste maand is {newest}."
    now = number(float(values.tail(YEAR_OF_MONTHS).sum()))
    text = f"In de 12 maanden tot en met {newest}: {now} {unit}"
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


@cached_method()
def theme_finding(board: Board, theme: Theme) -> str:
    """Return what is known of the municipality in a theme.

    Its first counts, as in its key numbers, with their verdict; what a source says in words where
    none is loaded.
    """
    own = {k: i for k, i in board.indicators.items() if theme.slug in i.themes}
    known = [*_judged_kinds(board, own), *_older_kinds(board, own)]
    return " ".join(known) or f"{theme.finding}; {theme.pending}."


def _judged_kinds(board: Board, own: Mapping[str, Indicator]) -> list[str]:
    """Return the newest counts of the first kinds, those before the policy, and the verdicts."""
    found = board.registrations.year_changes()
    if found is None:
        return []
    rows = found.rows.reindex([key for key in own if key in found.rows.index])
    rows = rows.dropna(subset=["before", "after"]).head(MOST_KINDS)
    if rows.empty:
        return []
    kinds = [
        f"{number(row['after'])} keer {_lower(own[str(key)].name)} (in {found.before}: "
        f"{number(row['before'])})"
        for key, row in rows.iterrows()
    ]
    open_end = " (voorlopig)" if rows["provisional"].any() else ""
    name = board.municipality.name
    by_police = all(own[str(key)].tables for key in rows.index)
    who = f"telde de politie in {name}" if by_police else f"is in {name} geteld:"
    first = f"In {found.after}{open_end} {who} {listing(kinds)}."
    verdicts = {_lower(own[str(key)].name): verdict for key, verdict in rows["verdict"].items()}
    return [first, _sum_up_verdicts(verdicts)]


def _lower(name: str) -> str:
    """Return a name as it stands inside a sentence."""
    return name[:1].lower() + name[1:]


def _sum_up_verdicts(verdicts: Mapping[str, Verdict]) -> str:
    """Return which of these kinds rose or fell demonstrably, and of which that is not known."""
    texts = []
    for verdict, lead in (
        (Verdict.RISE, "Aantoonbaar gestegen"),
        (Verdict.FALL, "Aantoonbaar gedaald"),
        (Verdict.UNKNOWN, "Niet te zeggen is of het verschil toeval is bij"),
        (Verdict.TOO_SMALL, "Te kleine aantallen om te vergelijken"),
    ):
        names = [name for name, found in verdicts.items() if found is verdict]
        if names:
            texts.append(f"{lead}: {listing(names)}.")
    if Verdict.NOT_DEMONSTRABLE in verdicts.values():
        every = len(set(verdicts.values())) == 1
        texts.append(
            "Geen aantoonbaar verschil." if every else "De rest heeft geen aantoonbaar verschil."
        )
    return " ".join(texts)


def _older_kinds(board: Board, own: Mapping[str, Indicator]) -> list[str]:
    """Return the newest figure of the first kind that has none of the newest year."""
    judged = board.registrations.year_changes()
    for key, indicator in own.items():
        rows = board.registrations.yearly(key)
        if len(rows) and (judged is None or key not in judged.rows.index):
            last = rows.iloc[-1]
            return [f"{indicator.name}: {number(last['value'])} in {last['period']}."]
    return []
