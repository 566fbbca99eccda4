"""What can go wrong in the store, by name, in Dutch. Not here: problems of what was filled in.

Text or figures that are not in order are told as `lib.catalog.DataProblemsError`, and who may
not do something as `lib.access.NotAllowedError`.
"""


class StoreError(Exception):
    """The store refuses; nothing was changed. The text is Dutch and meant for the screen."""


class UnavailableError(StoreError):
    """The database cannot be reached, or stayed busy for too long."""


class NewerDatabaseError(StoreError):
    """The database was made by a newer version of the dashboard."""


class NotFoundError(StoreError):
    """What was asked for is not there, or not any more."""


class WrongStateError(StoreError):
    """A wave is past this step already: somebody else was first."""


class BackupError(StoreError):
    """A backup cannot be made or restored."""
