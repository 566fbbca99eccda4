"""What staff keep: waves, lists of the police, measures, the driehoek, and the audit trail.

    from lib.store import open_store, propose_wave
    store = open_store()

Every function takes the actor first and raises `lib.access.NotAllowedError` when the table in
`lib.access` does not give them the operation. Needs no Streamlit. `python -m lib.store` backs up,
restores and cleans.
"""

from lib.store.agenda import (
    AgendaItem,
    add_item,
    agenda,
    ask,
    exhibit_of,
    move_item,
    remove_item,
)
from lib.store.agreements import (
    Agreement,
    AgreementChange,
    AgreementStatus,
    Party,
    StoredAgreement,
    add_agreement,
    agreements,
    change_agreement,
    history_of,
)
from lib.store.audit import Entry, Event, anonymise, audit, empty_entries
from lib.store.backup import backup, restore
from lib.store.closing import close_meeting, frozen_agreements
from lib.store.database import Store, open_store
from lib.store.errors import (
    BackupError,
    ChangedMeanwhileError,
    NewerDatabaseError,
    NotFoundError,
    StoreError,
    UnavailableError,
    WrongStateError,
)
from lib.store.figures import version, visible_observations, wave_observations
from lib.store.measures import (
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
from lib.store.meetings import (
    Meeting,
    MeetingState,
    change_day,
    last_meeting,
    meetings,
    plan_meeting,
    remove_meeting,
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
    "AgendaItem",
    "Agreement",
    "AgreementChange",
    "AgreementStatus",
    "BackupError",
    "ChangedMeanwhileError",
    "Entry",
    "Event",
    "ImportedFile",
    "KeptList",
    "Measure",
    "MeasureLevel",
    "MeasureStatus",
    "Meeting",
    "MeetingState",
    "NewerDatabaseError",
    "NotFoundError",
    "Party",
    "PoliceCounts",
    "State",
    "Store",
    "StoreError",
    "StoredAgreement",
    "StoredMeasure",
    "UnavailableError",
    "Visibility",
    "Wave",
    "WrongStateError",
    "add_agreement",
    "add_item",
    "add_measure",
    "add_measures",
    "agenda",
    "agreements",
    "anonymise",
    "ask",
    "audit",
    "backup",
    "change_agreement",
    "change_day",
    "change_measure",
    "check_measure",
    "clean",
    "close_meeting",
    "empty_entries",
    "end_measure",
    "exhibit_of",
    "frozen_agreements",
    "history_of",
    "keep_police_list",
    "last_meeting",
    "measures",
    "meetings",
    "move_item",
    "open_store",
    "plan_meeting",
    "police_counts",
    "police_lists",
    "propose_wave",
    "publish_wave",
    "remove_item",
    "remove_meeting",
    "restore",
    "version",
    "visible_observations",
    "wave_observations",
    "waves",
    "with_list",
    "withdraw_police_list",
    "withdraw_wave",
]
