"""The files of the public site as they should be now, and whether they changed.

Not here: what stands in them (`lib.export.site`) and how they are sent (`public_site`).
"""

import logging
from collections.abc import Mapping

from lib.access import PUBLIC
from lib.board import Board, DataProblemsError, get_store, load_board, now
from lib.export.site.files import SiteFile, build_site
from lib.export.site.open_data import build_open_data
from lib.export.site.templates import SiteAddress
from lib.store import (
    load_measures,
    load_public_version,
    load_published_stories,
    load_withdrawn_slugs,
)

logger = logging.getLogger(__name__)


class PublicFiles:
    """What the public may read at this moment.

    While the data is not in order it comes from the last data that was, so that a story which is
    withdrawn meanwhile is gone all the same.
    """

    def __init__(self, address: SiteAddress) -> None:
        self._address = address
        self._board: Board | None = None
        self._trouble = ""

    def version(self) -> str:
        """Return a text that changes with anything that the files show; one small query.

        Raises `DataProblemsError` while the data never was in order, `StoreError` while the
        database is away.
        """
        return f"{self._newest().version} {load_public_version(get_store(), now=now())}"

    def make(self) -> Mapping[str, SiteFile]:
        """Return all files but the open data; raises as `load_public_version`."""
        stories = load_published_stories(get_store())
        return build_site(
            self._newest(),
            stories,
            address=self._address,
            measures=[m.measure for m in load_measures(PUBLIC, get_store())],
            gone=load_withdrawn_slugs(get_store()),
        )

    def make_open_data(self) -> Mapping[str, SiteFile]:
        """Return the open data, which takes seconds where the figures are new."""
        return build_open_data(self._newest(), address=self._address)

    def _newest(self) -> Board:
        try:
            self._board, self._trouble = load_board(PUBLIC), ""
        except DataProblemsError as error:
            if str(error) != self._trouble:
                self._trouble = str(error)
                logger.warning("the public site goes on with earlier data:\n%s", error)
            if self._board is None:
                raise
        return self._board
