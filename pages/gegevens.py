"""What staff bring in: open data, survey waves, and the trail of who did what."""

from lib.access import Operation
from lib.figures.page_html import render_finding
from lib.ui import frame
from lib.ui.data_parts import show_logbook, show_open_data
from lib.ui.survey.survey_upload import show_survey_upload
from lib.ui.survey.wave_list import show_wave_list

board = frame.begin_page("Gegevens", needs=Operation.PREPARE_IMPORT)
frame.show_html(
    render_finding(
        "Hier komt binnen wat het dashboard laat zien. Niets is openbaar voordat een beheerder "
        "het publiceert."
    )
)
show_wave_list(board)
show_survey_upload(board)
show_open_data(board)
show_logbook()
