"""Files that people send in: survey waves and measures become checked rows; templates go out.

    from lib.intake import read_wave, template

Nothing is stored, guessed or run, and everything that is wrong is told at once. Needs no
Streamlit and no database. Not here: keeping what was read (`lib.store`).
"""

from lib.intake.judge import SOURCE, Question
from lib.intake.measures import MeasuresFile, measures_csv, measures_xlsx, read_measures
from lib.intake.register import MeasureRow
from lib.intake.template import template
from lib.intake.wave import WaveFile, read_wave

__all__ = [
    "SOURCE",
    "MeasureRow",
    "MeasuresFile",
    "Question",
    "WaveFile",
    "measures_csv",
    "measures_xlsx",
    "read_measures",
    "read_wave",
    "template",
]
