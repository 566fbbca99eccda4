"""Files that people send in: survey waves, measures and police lists become checked rows.

    from lib.intake import read_wave, template

Nothing is stored, guessed or run, and everything that is wrong is told at once. Needs no
Streamlit and no database. Not here: keeping what was read (`lib.store`).
"""

from lib.intake.judge import SOURCE, Question
from lib.intake.measures import MeasuresFile, measures_csv, measures_xlsx, read_measures
from lib.intake.police import PoliceList, read_police_list
from lib.intake.police_file import police_template
from lib.intake.register import MeasureRow
from lib.intake.template import template
from lib.intake.wave import WaveFile, read_wave

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
    "template",
]
