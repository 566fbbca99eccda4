"""Permissions: roles, operations, and the one table that joins them.

Not here: finding out who somebody is (`lib.ui.identity`).
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a visitor is to the dashboard."""

    PUBLIC = "publiek"
    STAFF = "medewerker"
    DRIEHOEK = "driehoek"
    EDITOR = "redacteur"
    ADMINISTRATOR = "beheerder"


class Operation(StrEnum):
    """Something that not everybody may do."""

    READ_PUBLIC = "openbare cijfers lezen"
    READ_INTERNAL = "interne cijfers, kleine aantallen en werktermen lezen"
    READ_DRIEHOEK = "agenda, afspraken en politielijsten van de driehoek lezen"
    WRITE_DRIEHOEK = "agenda, afspraken en politielijsten van de driehoek vastleggen"
    PREPARE_IMPORT = "een meting klaarzetten en voorstellen"
    EDIT_MEASURES = "maatregelen toevoegen, wijzigen en beëindigen"
    WRITE_STORIES = "verhalen schrijven en voorleggen"
    INTERPRET = "duiding bij een cijfer schrijven, en akkoord geven op die van een ander"
    REFRESH = "open data verversen"
    PUBLISH = "publiceren en intrekken"
    READ_AUDIT = "het logboek lezen"
    MAINTAIN = "reservekopieën maken en oude gegevens opruimen"


_READER = frozenset({Operation.READ_PUBLIC, Operation.READ_INTERNAL})
ALLOWED: dict[Role, frozenset[Operation]] = {
    Role.PUBLIC: frozenset({Operation.READ_PUBLIC}),
    Role.STAFF: _READER,
    Role.DRIEHOEK: _READER
    | {Operation.READ_DRIEHOEK, Operation.WRITE_DRIEHOEK, Operation.INTERPRET},
    Role.EDITOR: _READER
    | {
        Operation.PREPARE_IMPORT,
        Operation.EDIT_MEASURES,
        Operation.WRITE_STORIES,
        Operation.INTERPRET,
        Operation.REFRESH,
    },
    Role.ADMINISTRATOR: frozenset(Operation),
}


class NotAllowedError(PermissionError):
    """Somebody asked for an operation that the table does not give to their role."""

    def __init__(self, actor: "Actor", operation: Operation) -> None:
        self.actor, self.operation = actor, operation
        super().__init__(f"De rol '{actor.role}' mag dit niet: {operation}.")


@dataclass(frozen=True)
class Actor:
    """Somebody who asks for something; `name` is the account that the audit trail records.

    `person` is the sign-in provider's own key of who it is, also with another account; empty where
    that is not known.
    """

    name: str
    role: Role
    person: str = field(default="", compare=False)

    def may(self, operation: Operation) -> bool:
        """Return whether the table allows it."""
        return operation in ALLOWED[self.role]

    def require(self, operation: Operation) -> None:
        """Raise `NotAllowedError` unless the table allows it."""
        if not self.may(operation):
            raise NotAllowedError(self, operation)


PUBLIC = Actor("publiek", Role.PUBLIC)
LOCAL = Actor("lokaal", Role.ADMINISTRATOR)
