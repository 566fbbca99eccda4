"""How many changes in registrations are real, in sentences: no causes, no rank."""

from collections.abc import Container, Mapping

import pandas as pd

from lib.analysis.counts import Verdict
from lib.board import Board, RegistrationChanges
from lib.board.registration_changes import DETECTABLE_CASES
from lib.catalog import Indicator
from lib.figures.format import count, listing, number

OF_OTHER_THEMES = ", ook die van andere thema's"


def describe_other_countings(board: Board) -> str:
    """Return which kinds the lists of the police count otherwise than the open data, if any."""
    found = board.police.other_countings()
    if found.empty:
        return ""
    kinds = [
        f"{board.indicators[str(kind)].name} {number(row['ratio'], decimals=1)} keer zo veel "
        f"({number(row['lower'], decimals=1)} tot {number(row['upper'], decimals=1)}), over "
        f"{count(int(row['months']), 'maand', 'maanden')}"
        for kind, row in found.iterrows()
    ]
    return (
        "De lijsten van de politie tellen anders dan de open cijfers, in de maanden die beide "
        f"hebben: {'; '.join(kinds)}. Zet deze soorten niet naast de open cijfers, en vraag de "
        "politie wat de lijst telt."
    )


def registration_changes_finding(verdicts: pd.Series) -> str:
    """Return how many changes are real among those that were looked at; no cause, no rank."""
    counts = verdicts.value_counts()
    rises, falls = int(counts.get(Verdict.RISE, 0)), int(counts.get(Verdict.FALL, 0))
    small = int(counts.get(Verdict.TOO_SMALL, 0))
    found = "geen stijging en geen daling"
    if rises or falls:
        found = f"{count(rises, 'stijging', 'stijgingen')} en {count(falls, 'daling', 'dalingen')}"
    text = f"Van {count(len(verdicts), 'vergelijking', 'vergelijkingen')}: {found} aangetoond."
    if small:
        text += f" Bij {number(small)} zijn de aantallen te klein."
    return text


def unchanged_finding(verdicts: pd.Series) -> str:
    """Return how many of the changes that were looked at are not real: what a list folds away."""
    rest = int((~verdicts.isin([Verdict.RISE, Verdict.FALL])).sum())
    if rest == len(verdicts):
        return registration_changes_finding(verdicts)
    return (
        f"De andere {number(rest)} van {count(len(verdicts), 'vergelijking', 'vergelijkingen')}: "
        "geen aantoonbaar verschil, of te kleine aantallen."
    )


def joint_test_note(rows: pd.DataFrame, *, kinds: Container[str]) -> str:
    """Return why a margin without 0 may not be a real change; nothing of a single comparison.

    `rows` are all that are judged together, with columns `group` and `area`; `kinds` are the
    groups that the figure is about.
    """
    if len(rows) < 2:  # noqa: PLR2004
        return ""
    parts = [count(rows["group"].nunique(), "soort", "soorten")]
    if (areas := rows["area"].nunique()) > 1:
        parts.append(count(areas, "wijk", "wijken"))
    elsewhere = "" if all(str(group) in kinds for group in rows["group"]) else OF_OTHER_THEMES
    return (
        f"We vergelijken {' in '.join(parts)} tegelijk{elsewhere}. Daarom noemen we een verschil "
        "pas aangetoond als het duidelijker is dan de marge van één vergelijking."
    )


def describe_detectable_rises(
    found: RegistrationChanges, indicators: Mapping[str, Indicator]
) -> list[str]:
    """Return how large a rise would mostly have been seen, kinds of which it is equal together.

    `indicators` are the kinds that are compared.
    """
    by_cases: dict[str, list[str]] = {}
    for group, indicator in indicators.items():
        cases = number(found.detectable[group] * DETECTABLE_CASES)
        by_cases.setdefault(cases, []).append(indicator.name)
    return [
        f"{listing(names)}: zijn er {DETECTABLE_CASES} verwacht, dan valt een stijging meestal pas "
        f"op vanaf {cases}."
        for cases, names in by_cases.items()
    ]
