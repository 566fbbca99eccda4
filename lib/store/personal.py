"""Personal data that does not belong in free text."""

import re

EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def refuse(text: str) -> str | None:
    """Return in Dutch why a text is refused; None when nothing was found."""
    return "er staat een e-mailadres in" if EMAIL.search(text) else None
