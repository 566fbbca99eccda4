"""What demonstrably rose or fell, by name: first on a page. Not here: lists (`changes`)."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from lib.analysis.counts import Verdict
from lib.analysis.windows import Comparison
from lib.board import Board
from lib.board.cached_method import cached_method
from lib.catalog import Indicator
from lib.exhibits.change_lists import DEMONSTRATED, ChangeList, ChangePart, ChangeScope
from lib.exhibits.changes import describe_change, name_row
from lib.figures.format import number
from lib.figures.page_html import render_verdict
from lib.figures.sentences.change_sentences import registration_changes_finding
from lib.figures.vocabulary import VERDICT_LABELS, judge_verdict


@cached_method()
def demonstrated_changes(
    board: Board, kinds: tuple[Indicator, ...], comparison: Comparison | None
) -> tuple[Sequence[Markup], str]:
    """Return what demonstrably rose or fell, each with its verdict, and a summary of all.

    Of the newest months, in the whole municipality and per area; without months of years. Nothing
    where none was compared.
    """
    found, by_key = board.registrations.changes(comparison), {k.indicator: k for k in kinds}
    if found is None:
        return _demonstrated_years(board, by_key)
    whole, areas = (
        ChangeList(board, found, by_key, scope, ChangePart.DEMONSTRATED) for scope in ChangeScope
    )
    items = [
        _verdict_first(
            changes.kinds[str(row["group"])],
            row["verdict"],
            describe_change(changes, row) if changes.has_counts else name_row(changes, row),
        )
        for changes in (whole, areas)
        for _, row in changes.rows.iterrows()
    ]
    leads = {"Hele gemeente": whole, "Per wijk": areas}
    texts = [f"{lead}. {c.finding}" for lead, c in leads.items() if len(c.compared)]
    return items, " ".join(texts)


def _demonstrated_years(board: Board, kinds: Mapping[str, Indicator]) -> tuple[list[Markup], str]:
    found = board.registrations.year_changes()
    if found is None:
        return [], ""
    rows = found.rows[found.rows.index.isin(list(kinds))]
    items = [
        _verdict_first(
            kinds[str(key)],
            row["verdict"],
            f"{kinds[str(key)].name}: {number(row['after'])}, in {found.before} "
            f"{number(row['before'])}",
        )
        for key, row in rows[rows["verdict"].isin(DEMONSTRATED)].iterrows()
    ]
    text = f"Hele gemeente, {found.after} naast {found.before}."
    return items, f"{text} {registration_changes_finding(rows['verdict'])}" if len(rows) else ""


def _verdict_first(kind: Indicator, verdict: Verdict, text: str) -> Markup:
    direction = VERDICT_LABELS[verdict].replace("aantoonbare ", "")
    judged = render_verdict(direction, judge_verdict(verdict, kind.polarity))
    return Markup("{} {}").format(judged, text)
