"""Lists of words as one regular expression: what `*`, `#`, `^` and `..` mean in them.

Not here: the lists, which stand in the data folder and with their readers.
"""

import re
from functools import lru_cache

LETTERS = r"[^\W_]*(?:[-'’][^\W_]+)*"
NAME = r"(?-i:[A-ZÀ-Þ])[\w’-]*"


@lru_cache(maxsize=512)
def either(words: tuple[str, ...], ending: str = "") -> str:
    """Return the pattern of any of the words, the longest first.

    `*` is any letters, `#` a number that was replaced by it, `^` a word with a capital, `..` at
    most six words in between. A single word may have the `ending`, a pattern.
    """
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(_pattern_of(w, ending if " " not in w else "") for w in longest_first)


def _pattern_of(word: str, ending: str = "") -> str:
    parts = (re.escape(part).replace(r"\ ", r"\s+") for part in word.replace("’", "'").split("*"))
    body = LETTERS.join(parts).replace(r"\#", "(?<!#)#++").replace(r"\^", NAME)
    body = body.replace(r"\s+\.\.\s+", r"\s+(?:[^\s.;:!?]+\s+){0,6}?").replace("'", "['’]")
    start = r"(?<![\w-])" if word[:1].isalnum() or word[:1] in {"*", "^"} else ""
    end = r"(?!\w|-\w)" if word[-1:].isalnum() or word[-1:] == "*" else ""
    return f"{start}{body}{'' if word.endswith('*') else ending}{end}"
