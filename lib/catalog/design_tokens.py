"""Design tokens of NL Design System: the colours and the type that a municipality has already.

The file holds tokens as the themes of NL Design System publish them: nested, each with a `value`
(or `$value`), which may refer to another (`{brand.blue}`). Not here: what colours must be
readable (`style`).
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lib.catalog.problems import DataProblemsError, RowPlace, describe_validation_error
from lib.catalog.style import HouseStyle

# Where themes have the colours of what must stand out: the first that a file has.
GROUNDS = ("utrecht.button.primary-action", "utrecht.page-header", "nl.button.primary")
FONT = ("utrecht.document.font-family", "nl.document.font-family")
REFERENCE = re.compile(r"\{([\w.-]+)\}")
MOST_REFERENCES = 20  # one after another; more is a circle


def apply_tokens(style: HouseStyle, *, folder: Path) -> HouseStyle:
    """Return the style with what its file of tokens says; keys of [style] itself go first.

    Raises `DataProblemsError`: no such file, no tokens in it, or colours that cannot be read.
    """
    if not style.tokens:
        return style
    path, name = folder / style.tokens, f"{folder.name}/{style.tokens}"
    if not path.is_file():
        raise DataProblemsError([RowPlace(name).problem("absent_tokens")])
    found = _find_style(_read_tokens(path, name))
    if "accent" not in found:
        raise DataProblemsError([RowPlace(name).problem("no_tokens", first=GROUNDS[0])])
    try:
        return HouseStyle.model_validate(found | style.model_dump(exclude_unset=True))
    except ValidationError as error:
        raise DataProblemsError(describe_validation_error(error, file=name)) from error


def _read_tokens(path: Path, name: str) -> Mapping[str, Any]:
    try:
        tokens = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        tokens = None
    if not isinstance(tokens, dict):
        raise DataProblemsError([RowPlace(name).problem("no_tokens", first=GROUNDS[0])])
    return tokens


def _find_style(tokens: Mapping[str, Any]) -> dict[str, str]:
    ground = next((g for g in GROUNDS if _find_value(tokens, f"{g}.background-color")), GROUNDS[0])
    found = {
        "accent": _find_value(tokens, f"{ground}.background-color"),
        "text_on_accent": _find_value(tokens, f"{ground}.color"),
        "font_family": next(filter(None, (_find_value(tokens, name) for name in FONT)), ""),
    }
    return {key: value for key, value in found.items() if value}


def _find_value(tokens: Mapping[str, Any], name: str) -> str:
    """Return the value of a token by its name, its references followed; empty without one."""
    for _ in range(MOST_REFERENCES):
        node: Any = tokens
        for part in name.split("."):
            node = node.get(part) if isinstance(node, dict) else None
        value = node.get("value", node.get("$value", "")) if isinstance(node, dict) else ""
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value).strip()
        reference = REFERENCE.fullmatch(text)
        if reference is None:
            return text
        name = reference[1]
    return ""
