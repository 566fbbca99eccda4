"""Who may do what: roles, operations, and the one table that joins them.

Not here: finding out who somebody is (`lib.ui.access`).
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a visitor is to the dashboard."""

    PUBLIC = "publiek"
    LOCAL = "lokaal"


class Operation(StrEnum):
    """Something that not everybody may do."""

    READ_PUBLIC = "read public figures"
    READ_INTERNAL = "read internal figures, small counts and working terms"


ALLOWED: dict[Role, frozenset[Operation]] = {
    Role.PUBLIC: frozenset({Operation.READ_PUBLIC}),
    Role.LOCAL: frozenset({Operation.READ_PUBLIC, Operation.READ_INTERNAL}),
}


@dataclass(frozen=True)
class Actor:
    """Somebody who asks for something; `name` is a function or organisation, never a person."""

    name: str
    role: Role

    def may(self, operation: Operation) -> bool:
        """Tell whether the table allows it."""
        return operation in ALLOWED[self.role]


PUBLIC = Actor("publiek", Role.PUBLIC)
LOCAL = Actor("lokaal", Role.LOCAL)
