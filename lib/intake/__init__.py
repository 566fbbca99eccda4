"""Files that people send in: survey waves, measures and police lists become checked rows.

    from lib.intake import SurveyRequest, make_survey_template, read_wave

Nothing is stored, guessed or run, and everything that is wrong is reported at once. Needs no
Streamlit and no database. Not here: storing what was read (`lib.store`).
"""

from lib.intake.measures_file import (
    MeasureRow,
    MeasuresFile,
    read_measures,
    write_measures_csv,
    write_measures_xlsx,
)
from lib.intake.names import name_key
from lib.intake.police_list import PoliceList, read_police_list
from lib.intake.police_template import make_police_template
from lib.intake.survey_layouts import UnknownTable
from lib.intake.survey_request import Question, SurveyRequest
from lib.intake.survey_rows import UPLOAD_SOURCE
from lib.intake.survey_template import make_survey_template
from lib.intake.survey_wave import WaveFile, read_wave
