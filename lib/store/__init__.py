"""What staff keep: imported waves, measures, stories, and the audit trail of them all.

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
from lib.store.retention import RETENTION, clean
from lib.store.stories import (
    PublicStory,
    StepTaken,
    StoredStory,
    StoryStep,
    published_stories,
    stories,
    story_versions,
    withdrawn_slugs,
)
from lib.store.story import Language, Story, Words, check_story
from lib.store.story_steps import (
    NotPublishableError,
    OwnWordsError,
    StoryChangedError,
    approve_story,
    change_story,
    publish_story,
    submit_story,
    withdraw_story,
    write_story,
)
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
    "Language",
    "Measure",
    "MeasureLevel",
    "MeasureStatus",
    "NewerDatabaseError",
    "NotFoundError",
    "NotPublishableError",
    "OwnWordsError",
    "PublicStory",
    "State",
    "StepTaken",
    "Store",
    "StoreError",
    "StoredMeasure",
    "StoredStory",
    "Story",
    "StoryChangedError",
    "StoryStep",
    "UnavailableError",
    "Visibility",
    "Wave",
    "Words",
    "WrongStateError",
    "add_measure",
    "add_measures",
    "anonymise",
    "approve_story",
    "audit",
    "backup",
    "change_measure",
    "change_story",
    "check_measure",
    "check_story",
    "clean",
    "empty_entries",
    "end_measure",
    "measures",
    "open_store",
    "propose_wave",
    "publish_story",
    "publish_wave",
    "published_stories",
    "restore",
    "stories",
    "story_versions",
    "submit_story",
    "version",
    "visible_observations",
    "wave_observations",
    "waves",
    "withdraw_story",
    "withdraw_wave",
    "withdrawn_slugs",
    "write_story",
]
