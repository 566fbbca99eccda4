"""What staff bring in: open data, survey waves, and the trail of who did what."""

from lib.access import Operation
from lib.figures.page_html import render_finding
from lib.ui import frame
from lib.ui.logbook import show_logbook
from lib.ui.refresh_button import show_open_data
from lib.ui.survey.survey_upload import import_wave
from lib.ui.survey.wave_list import wave_list

board = frame.begin_page("Gegevens", needs=Operation.PREPARE_IMPORT)
frame.show_html(
    render_finding(
        "Hier komt binnen wat het dashboard laat zien. Niets is openbaar voordat een beheerder "
        "het publiceert."
    )
)
wave_list(board)
import_wave(board)
show_open_data(board)
show_logbook()
