"""Files that people send in: survey waves, measures and police lists become checked rows.

    from lib.intake import read_wave, template

Nothing is stored, guessed or run, and everything that is wrong is told at once. Needs no
Streamlit and no database. Not here: keeping what was read (`lib.store`).
"""

from lib.intake.measure_rows import MeasureRow
from lib.intake.measures import MeasuresFile, measures_csv, measures_xlsx, read_measures
from lib.intake.police_list import PoliceList, read_police_list
from lib.intake.police_template import police_template
from lib.intake.survey_rows import SOURCE, Question
from lib.intake.survey_template import survey_template
from lib.intake.survey_wave import WaveFile, read_wave

__all__ = [
    "SOURCE",
    "MeasureRow",
    "MeasuresFile",
    "PoliceList",
    "Question",
    "WaveFile",
    "measures_csv",
    "measures_xlsx",
    "police_template",
    "read_measures",
    "read_police_list",
    "read_wave",
    "survey_template",
]
