"""What somebody wants from a survey file, and what the file leaves them to explain."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """A name that no area has; `candidates` are keys of areas, the likeliest first.

    `likely` is the one that it surely looks like most; empty where several look as much like it.
    """

    name: str
    row: int
    candidates: tuple[str, ...]
    likely: str = ""


@dataclass(frozen=True)
class SurveyRequest:
    """What the user wants from a file.

    `period` is the wave that the user means; None takes every wave in the file. `existing` are
    the waves that were published before. `names` says which area a name in the file means;
    an empty answer leaves its rows out. `planned` are the waves that there may be; empty: any.
    `columns` says what each column is, by `name_key` of its name, where somebody pointed that out.
    """

    indicator: str
    period: str | None = None
    existing: Collection[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    planned: Collection[str] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
