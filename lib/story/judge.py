"""Whether the words of a story may be published: the number check, field by field.

Not here: the check of one text (`numbers`), words that are only marked (`words`).
"""

import re
from collections.abc import Mapping

from lib.story.facts import Facts
from lib.story.numbers import check_numbers
from lib.story.verdicts import Checked, Found

NUMERAL = re.compile(r"\d(?:[\d.,\u00a0 ]*\d)?")


def check_parts(
    parts: Mapping[str, str], facts: Facts, *, stated: Mapping[str, str]
) -> dict[str, list[Checked]]:
    """Return what was found of each part of a story, by its name; parts without numbers too."""
    return {name: check_numbers(text, facts, stated=stated) for name, text in parts.items()}


def untold(words: Mapping[str, str], dutch: str) -> list[str]:
    """Return the numbers of a translation that the Dutch text, which is checked, does not have.

    By the name of each part. A decimal sign or thousands written as there is no difference.
    """
    known = set(map(_plain, NUMERAL.findall(dutch)))
    return [
        f"'{text}' ({name}) staat niet in de Nederlandse tekst."
        for name, part in words.items()
        for text in dict.fromkeys(NUMERAL.findall(part))
        if _plain(text) not in known
    ]


def _plain(numeral: str) -> str:
    """Return a number without signs for thousands, and with a point for its decimals."""
    return re.sub(r"[.,\s](?=\d{3}(?!\d))", "", numeral).replace(",", ".")


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
