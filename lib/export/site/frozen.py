"""Whether newer data would change a number in a published story. Not here: the story's words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from lib.exhibits.exhibit import Exhibit, as_json, from_json
from lib.export.columns import format_column
from lib.store import PublicStory

MOST_DIFFERENCES = 5


def list_outdated(
    story: PublicStory, *, rebuild: Callable[[Mapping[str, Any]], Exhibit | None]
) -> list[str]:
    """Return in Dutch what is no longer as it was published; nothing when all still holds.

    `rebuild` makes the exhibit of a reference (one of `story.figures`) from the data of now, or
    None when it cannot be made any more.
    """
    found: list[str] = []
    for reference, stored in zip(story.story.figures, story.exhibits, strict=True):
        was, now = from_json(stored), rebuild(reference)
        if now is None:
            found.append(f"'{was.title}' is met de gegevens van nu niet meer te maken.")
        else:
            # Through JSON as the published one went, so that only a figure can differ.
            found += _find_differences(was, from_json(as_json(now)))
    return found


def _find_differences(was: Exhibit, now: Exhibit) -> list[str]:
    before, after = was.figures, now.figures
    if list(before.columns) != list(after.columns):
        return [f"De tabel van '{was.title}' heeft nu andere kolommen."]
    # Told together: with as many decimals, so that only what differs does.
    columns = [
        format_column([*before.iloc[:, n], *after.iloc[:, n]], name=str(column))
        for n, column in enumerate(before)
    ]
    lines = list(zip(*columns, strict=True))
    rows, newer = _rows_by_name(lines[: len(before)]), _rows_by_name(lines[len(before) :])
    changed = [
        f"'{was.title}', {name}, {column}: gepubliceerd {old}, nu {new}."
        for name in [*rows, *(n for n in newer if n not in rows)]
        for column, old, new in zip_longest(
            map(str, before.columns), rows.get(name, ()), newer.get(name, ()), fillvalue="niets"
        )
        if old != new
    ]
    if len(changed) > MOST_DIFFERENCES:
        more = len(changed) - MOST_DIFFERENCES
        return [*changed[:MOST_DIFFERENCES], f"'{was.title}': nog {more} andere verschillen."]
    return changed


def _rows_by_name(rows: Iterable[Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return each row by its first cell; cells that recur get a number."""
    found: dict[str, Sequence[str]] = {}
    for row in rows:
        name = row[0] if row[0] not in found else f"{row[0]} ({len(found) + 1})"
        found[name] = row
    return found
