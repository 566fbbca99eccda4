"""One priority theme: the answer, one kind on the map and in time, the approach; then tabs."""

from functools import partial

from lib.exhibits.interpretations import interpreted
from lib.figures.keynumbers import theme_tiles
from lib.figures.page_html import render_finding, render_tiles
from lib.figures.sentences.registration_sentences import theme_finding
from lib.ui import frame, registration_parts, selection, theme
from lib.ui.exhibit import download_menu, presentation

board = frame.begin_page()
subject = theme.page_theme(board)
kinds = registration_parts.theme_kinds(board, subject)
comparison = registration_parts.read_comparison(board)
make_figures = partial(theme.theme_figures, board, subject, kinds, comparison)
if presentation.is_requested():
    presentation.present(interpreted(board, make_figures()), title=subject.short)
else:
    download_menu.show_theme_files(make_figures, title=subject.name, name=subject.slug)
    frame.show_html(render_finding(theme_finding(board, subject)))
    frame.show_html(render_tiles(theme_tiles(board, subject, comparison)))
    registration_parts.show_demonstrated(board, kinds)
    kind = registration_parts.choose_theme_kind(kinds) if kinds else None
    if kind:
        registration_parts.show_kind(board, subject, kind, comparison)
    theme.show_approach(board, subject)
    selection.show_parts(
        {
            "Cijfers": partial(theme.show_figures, board, subject, kinds, kind),
            "Aanpak": partial(theme.show_approach_part, board, subject),
            "Achtergrond": partial(theme.show_background, board, subject),
        }
    )
    theme.show_theme_sources(board, subject)
