"""What can go wrong in the store, by name, in Dutch. Not here: problems of what was filled in.

Text or figures that are not in order raise `lib.catalog.DataProblemsError`, and an operation that
somebody's role does not have raises `lib.access.NotAllowedError`.
"""

from typing import Generic, TypeVar

RecordT = TypeVar("RecordT")


class StoreError(Exception):
    """The store refuses; nothing was changed. The text is Dutch and meant for the screen."""


class UnavailableError(StoreError):
    """The database cannot be reached, or stayed busy for too long."""


class NewerDatabaseError(StoreError):
    """The database was made by a newer version of the dashboard."""


class NotFoundError(StoreError):
    """What was asked for is not there, or not any more."""


class WrongStateError(StoreError):
    """It is past this step already, perhaps because somebody else was first."""


class ChangedMeanwhileError(StoreError, Generic[RecordT]):
    """Somebody else changed a record since it was read; `newer` is what it is now."""

    def __init__(self, subject: str, *, newer: RecordT) -> None:
        self.newer = newer
        super().__init__(
            f"{subject} is intussen door een ander gewijzigd. Uw wijziging is nog niet bewaard. "
            "Wat te doen: vergelijk de twee en bewaar opnieuw."
        )


class BackupError(StoreError):
    """A backup cannot be made or restored."""
