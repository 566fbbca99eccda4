"""What staff enter: waves, police lists, measures, the driehoek, stories, and the audit trail.

    from lib.store import open_store, propose_wave
    store = open_store()

Every function takes the actor first and raises `lib.access.NotAllowedError` when the table in
`lib.access` does not give them the operation. Needs no Streamlit. `python -m lib.store` backs up,
restores and removes what is expired.
"""

from lib.catalog import MeasureStatus
from lib.store.audit import (
    AuditEntry,
    Event,
    StoreEvent,
    load_agreement_history,
    load_audit_trail,
    load_events_since,
)
from lib.store.backup import backup, restore
from lib.store.database import Store, open_store
from lib.store.driehoek.agenda import (
    AgendaItem,
    add_agenda_item,
    add_topics,
    change_minutes,
    change_question,
    load_agenda,
    load_item_exhibit,
    move_agenda_item,
    remove_agenda_item,
)
from lib.store.driehoek.agreements import (
    Agreement,
    AgreementStatus,
    Party,
    StoredAgreement,
    add_agreement,
    change_agreement,
    load_agreements,
)
from lib.store.driehoek.meeting_steps import (
    check_closing,
    close_meeting,
    load_closing_verdicts,
    load_frozen_agreements,
    move_meeting,
    plan_meeting,
    remove_meeting,
)
from lib.store.driehoek.meetings import (
    Meeting,
    MeetingState,
    MeetingWindow,
    compare_days,
    load_last_meeting,
    load_meetings,
)
from lib.store.erasure import anonymise, erase_texts
from lib.store.errors import (
    BackupError,
    ChangedMeanwhileError,
    NewerDatabaseError,
    NotFoundError,
    StoreError,
    UnavailableError,
    WrongStateError,
)
from lib.store.interpretations import (
    Interpretation,
    InterpretationState,
    StoredInterpretation,
    agree_interpretation,
    load_interpretations,
    needed_to_agree,
    propose_interpretation,
    withdraw_interpretation,
)
from lib.store.maintenance import load_maintenance_moments
from lib.store.measures import (
    Measure,
    StoredMeasure,
    Visibility,
    add_measure,
    add_measures,
    change_measure,
    check_measure,
    end_measure,
    load_measures,
)
from lib.store.police_lists import (
    PoliceCounts,
    SavedPoliceList,
    load_police_counts,
    load_police_lists,
    preview_police_counts,
    save_police_list,
    withdraw_police_list,
)
from lib.store.retention import RETENTION, remove_expired
from lib.store.story.content import Binding, BindingKind, Language, Story, StoryWords, check_story
from lib.store.story.stories import (
    PublicStory,
    StoredStory,
    StoryStep,
    list_waiting_stories,
    load_published_stories,
    load_stories,
    load_story_photo,
    load_story_versions,
    load_withdrawn_slugs,
)
from lib.store.story.story_steps import (
    NotPublishableError,
    OwnWordsError,
    StoryChangedError,
    approve_story,
    change_story,
    publish_story,
    return_story,
    submit_story,
    withdraw_story,
    write_story,
)
from lib.store.visible_figures import (
    load_board_version,
    load_public_version,
    load_visible_observations,
    load_wave_observations,
)
from lib.store.wave_details import DETAIL_LABELS, load_survey_layout, save_survey_layout
from lib.store.waves import (
    ImportedFile,
    Wave,
    WaveState,
    load_waves,
    move_embargo,
    propose_wave,
    publish_wave,
    withdraw_wave,
)
