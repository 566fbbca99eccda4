"""What staff keep: imported waves, lists of the police, measures, and the audit trail of all.

    from lib.store import open_store, propose_wave
    store = open_store()

Every function takes the actor first and raises `lib.access.NotAllowedError` when the table in
`lib.access` does not give them the operation. Needs no Streamlit. `python -m lib.store` backs up,
restores and cleans.
"""

from lib.store.audit import Entry, Event, anonymise, audit, empty_entries
from lib.store.backup import backup, restore
from lib.store.database import Store, open_store
from lib.store.errors import (
    BackupError,
    NewerDatabaseError,
    NotFoundError,
    StoreError,
    UnavailableError,
    WrongStateError,
)
from lib.store.figures import version, visible_observations, wave_observations
from lib.store.measures import (
    ChangedMeanwhileError,
    Measure,
    MeasureLevel,
    MeasureStatus,
    StoredMeasure,
    Visibility,
    add_measure,
    add_measures,
    change_measure,
    check_measure,
    end_measure,
    measures,
)
from lib.store.police import (
    KeptList,
    PoliceCounts,
    keep_police_list,
    police_counts,
    police_lists,
    with_list,
    withdraw_police_list,
)
from lib.store.retention import RETENTION, clean
from lib.store.waves import (
    ImportedFile,
    State,
    Wave,
    propose_wave,
    publish_wave,
    waves,
    withdraw_wave,
)

__all__ = [
    "RETENTION",
    "BackupError",
    "ChangedMeanwhileError",
    "Entry",
    "Event",
    "ImportedFile",
    "KeptList",
    "Measure",
    "MeasureLevel",
    "MeasureStatus",
    "NewerDatabaseError",
    "NotFoundError",
    "PoliceCounts",
    "State",
    "Store",
    "StoreError",
    "StoredMeasure",
    "UnavailableError",
    "Visibility",
    "Wave",
    "WrongStateError",
    "add_measure",
    "add_measures",
    "anonymise",
    "audit",
    "backup",
    "change_measure",
    "check_measure",
    "clean",
    "empty_entries",
    "end_measure",
    "keep_police_list",
    "measures",
    "open_store",
    "police_counts",
    "police_lists",
    "propose_wave",
    "publish_wave",
    "restore",
    "version",
    "visible_observations",
    "wave_observations",
    "waves",
    "with_list",
    "withdraw_police_list",
    "withdraw_wave",
]
