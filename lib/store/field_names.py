"""What each stored field is called where staff read what changed: in the logbook.

Not here: the rules of a form's fields (`form_fields`), and who may read the logbook (`audit`).
"""

from collections import ChainMap
from collections.abc import Mapping

from lib.store.driehoek.agenda import AGENDA_FIELDS
from lib.store.driehoek.agreements import AGREEMENT_FIELDS
from lib.store.driehoek.meeting_steps import MEETING_FIELDS
from lib.store.interpretations import INTERPRETATION_FIELDS
from lib.store.measures import MEASURE_FIELDS
from lib.store.police_lists import POLICE_FIELDS
from lib.store.story.content import STORY_FIELDS

FIELD_NAMES: Mapping[str, str] = ChainMap(
    {
        "state": "stand",
        "status": "stand",
        "place": "plaats",
        "compared": "vergeleken met",
        "level": "niveau",  # of measures, in entries of earlier versions
    },
    *(
        dict(fields.labels)
        for fields in (
            MEASURE_FIELDS,
            AGREEMENT_FIELDS,
            AGENDA_FIELDS,
            MEETING_FIELDS,
            STORY_FIELDS,
            INTERPRETATION_FIELDS,
            POLICE_FIELDS,
        )
    ),
)
