"""Whether the words of a story may be published: the number check, field by field.

Not here: the check of one text (`numbers`), words that are only marked (`words`).
"""

from collections.abc import Mapping

from lib.story.facts import Facts
from lib.story.numbers import check_numbers
from lib.story.verdicts import Checked, Found


def check_parts(
    parts: Mapping[str, str], facts: Facts, *, stated: Mapping[str, str]
) -> dict[str, list[Checked]]:
    """Return what was found of each part of a story, by its name; parts without numbers too."""
    return {name: check_numbers(text, facts, stated=stated) for name, text in parts.items()}


def forbids(found: Mapping[str, list[Checked]]) -> list[str]:
    """Return in Dutch all that forbids publication; nothing when every number is accounted for."""
    return [
        _reason(name, checked)
        for name, part in found.items()
        for checked in part
        if checked.found in {Found.DIFFERS, Found.NO_SOURCE}
    ]


def _reason(name: str, checked: Checked) -> str:
    if checked.found is Found.NO_SOURCE:
        return f"'{checked.text}' ({name}) heeft geen bron. Noem de bron, of haal het weg."
    right = f" Goed is: {checked.right}." if checked.right else ""
    return f"'{checked.text}' ({name}) wijkt af. {checked.reason}{right}".strip()
