"""Rules for text that all layers share: slugs, comparing names, invisible characters, formulas.

One rule for each, for every layer above; sentences in `splitting`, how plain they are in `plain`.
Not here: what is personal data.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

# What a spreadsheet takes for the start of a formula, and the blanks that it skips or runs.
FORMULA_STARTS = ("=", "+", "-", "@")
CONTROL_STARTS = ("\t", "\r", "\n")
# What XML cannot hold, so no PPTX, XLSX or SVG, and the control character that it can.
_NOT_IN_XML = re.compile("[^\t\n\r -~\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# How a word processor writes the hyphen of a name that may not be cut at the end of a line.
_OTHER_HYPHENS = str.maketrans("\u2010\u2011", "--")


def write_plain_hyphens(text: str) -> str:
    """Return the text, as long, with the one hyphen that every type and every list has."""
    return text.translate(_OTHER_HYPHENS)


def slug(text: str, *, longest: int | None = None) -> str:
    """Return the text in small letters and digits of ASCII with single hyphens between them.

    Empty where nothing is left; `longest` limits its length.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")


def fold(text: str) -> str:
    """Return the words of a name as they are compared: no capitals, accents or punctuation."""
    parted = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in parted if not unicodedata.combining(c))
    return " ".join(re.split(r"[\W_]+", bare.casefold())).strip()


def fold_account(name: str) -> str:
    """Return an account name as it is compared: a provider may write it with other capitals."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def normalise(text: str) -> str:
    """Return the text on one line with ordinary letters, digits and spaces.

    Control and format characters are left out. Other unreadable ones stay, so that a number with
    one in it is no number: a font may show it as a comma.
    """
    compatible = unicodedata.normalize("NFKC", text)
    if not compatible.isprintable():  # most texts are: a letter is not looked at by itself
        kept = (c for c in compatible if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"})
        compatible = "".join(kept)
    return " ".join(compatible.split())


def shorten(text: str, *, longest: int = 70) -> str:
    """Return a text, cut with '…' at its end where it has more than `longest` characters."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def is_readable(sign: str) -> bool:
    """Return whether a character is visible or a space.

    Not: control and format characters (also what turns the direction of text), halves of
    characters, private and unassigned ones, and the two separators that only some programs take
    for a new line.
    """
    return sign.isprintable() or unicodedata.category(sign) == "Zs"


def find_unreadable(text: str, *, allowed: str = "\n") -> str:
    """Return the first character that is neither readable nor allowed; empty if there is none."""
    if text.isprintable():
        return ""
    return next((c for c in text if c not in allowed and not is_readable(c)), "")


def remove_unreadable(text: str) -> str:
    """Return the text without the characters that are not readable, line ends included."""
    return "".join(filter(is_readable, text))


def remove_xml_illegal(text: str) -> str:
    """Return the text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet could run the text, or a blank that starts it."""
    is_control = text.lstrip(" ").startswith(CONTROL_STARTS)
    return is_control or text.lstrip().startswith(FORMULA_STARTS)


def guard_formula(text: str) -> str:
    """Return the text so that a spreadsheet does not run it: an apostrophe marks it as text."""
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def unguard_formula(text: str) -> str:
    """Return the text that `guard_formula` was given."""
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text


def map_texts(part: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - JSON
    """Return a copy of data as JSON has it with every text in it changed, but for its keys."""
    if isinstance(part, str):
        return change(part)
    if isinstance(part, Mapping):
        return {key: map_texts(value, change) for key, value in part.items()}
    return [map_texts(v, change) for v in part] if isinstance(part, list | tuple) else part
