"""What can go wrong in the store, by name, in Dutch. Not here: problems of what was filled in.

Text or figures that are not in order raise `lib.catalog.DataProblemsError`, and an operation that
somebody's role does not have raises `lib.access.NotAllowedError`.
"""

import errno
from typing import Generic, TypeVar

RecordT = TypeVar("RecordT")
DISK_FULL_TEXT = (
    "De schijf is vol. Er is niets bewaard. Wat te doen: maak ruimte op de schijf, of meld het bij "
    "de beheerder."
)
FILE_TROUBLES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), DISK_FULL_TEXT),
    errno.ENOENT: "{} is er niet. Wat te doen: kijk of de naam goed is.",
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS),
        "{} mag u niet lezen of schrijven. Wat te doen: kies een andere plaats, of vraag de "
        "rechten.",
    ),
    **dict.fromkeys(
        (errno.EISDIR, errno.ENOTDIR, errno.EEXIST),
        "{} kan hier niet: er staat iets anders met die naam. Wat te doen: kies een andere naam.",
    ),
}


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


def describe_file_trouble(error: OSError) -> str:
    """Return in Dutch why a file cannot be read or written, and what to do."""
    name = error.filename2 or error.filename or "Dit bestand"
    text = FILE_TROUBLES.get(error.errno or 0, "{} is niet te lezen of te schrijven ({}).")
    return text.format(name, error.errno)
