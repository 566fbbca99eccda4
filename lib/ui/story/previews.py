"""What a story becomes: its pictures in one ZIP, and its page as everybody would see it.

Of what is typed now; nothing is published. Not here: drawing them (`lib.export.story`).
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from lib.board import Board, DataProblemsError, load_catalog_for
from lib.export.file_names import file_name
from lib.export.site.files import render_share_picture
from lib.export.site.story_page import PHOTO, render_story_page
from lib.export.site.templates import SiteAddress
from lib.export.story.draw_pictures import PictureContent, PictureSize, draw_picture
from lib.export.story.make_pictures import make_measure_picture, make_picture
from lib.export.story.package import StoryPassage, zip_story
from lib.export.story.picture_words import PictureLanguage
from lib.export.story.publish import preview_story
from lib.export.typeset import ExportError
from lib.figures.facts.fact import FigureRef
from lib.figures.page_html import render_image
from lib.store import NotPublishableError, StoredMeasure, check_story
from lib.store.story.content import LANGUAGE_NAMES, STORY_LABELS
from lib.ui import frame
from lib.ui.forms.widgets import show_choice_box, show_file_button
from lib.ui.sign_in import current_actor

LANGUAGE_LABELS = {language: LANGUAGE_NAMES[language] for language in PictureLanguage}
SIZE_LABELS = {
    PictureSize.SQUARE: "vierkant, 1080 × 1080",
    PictureSize.PORTRAIT: "staand, 1080 × 1350",
    PictureSize.LANDSCAPE: "liggend, 1200 × 628",
    PictureSize.STORY: "story, 1080 × 1920",
    PictureSize.POSTER_A4: "poster A4",
    PictureSize.POSTER_A3: "poster A3",
    PictureSize.SLIDE: "dia, 1920 × 1080",
}
# A page without script cannot say how high it is.
PREVIEW_HEIGHT = 720
SHARED = "Zo ziet het eruit als iemand de link deelt:"


def show_story_pictures(
    board: Board,
    key: str,
    words: Mapping[str, str],
    figures: Mapping[FigureRef, str],
    measure: StoredMeasure | None,
    *,
    languages: Mapping[str, Mapping[str, str]],
) -> None:
    """Show the pictures in a size and language of choice, and the button for all of them.

    `figures` are the chosen ones, each with the writer's text for those who cannot see it.
    """
    frame.show_heading("Beelden")
    if not figures and measure is None:
        frame.show_subtitle("Kies eerst een cijfer, of begin met een maatregel.")
        return
    left, right = st.columns(2, gap="medium")
    with left:
        size = show_choice_box("Formaat om te bekijken", SIZE_LABELS, key=f"{key}_size")
    with right:
        language = show_choice_box("Taal van de beelden", LANGUAGE_LABELS, key=f"{key}_language")
    words = _translated_words(words, languages, language)
    made = _make_picture_contents(board, words, figures, measure, language)
    for column, one in zip(st.columns(max(len(made), 2), gap="small"), made, strict=False):
        with column:
            _show_picture(one, size)
    if made:
        _show_zip_button(board, key, words, made)


def _translated_words(
    words: Mapping[str, str], languages: Mapping[str, Mapping[str, str]], language: PictureLanguage
) -> Mapping[str, str]:
    """Return the words in a language; the Dutch ones, with a notice, without a translation."""
    if language is PictureLanguage.DUTCH:
        return words
    if language.value in languages:
        return languages[language.value]
    frame.show_notice(
        f"Het verhaal is nog niet in het {LANGUAGE_LABELS[language]} vertaald. In de beelden zijn "
        "alleen de vaste woorden en de cijfers vertaald; vul hierboven de vertaling in."
    )
    return words


def _make_picture_contents(
    board: Board,
    words: Mapping[str, str],
    figures: Mapping[FigureRef, str],
    measure: StoredMeasure | None,
    language: PictureLanguage,
) -> list[PictureContent]:
    """Return what the pictures show; show a notice of each that cannot be made."""
    made: list[PictureContent] = []
    for ref, text in figures.items():
        try:
            one = make_picture(board, ref, language=language)
        except ExportError as error:
            frame.show_notice(str(error))
        else:
            has_text = language is PictureLanguage.DUTCH and text.strip()
            made.append(replace(one, alternative=text) if has_text else one)
    if measure:
        made.append(
            make_measure_picture(
                board,
                measure,
                text=words["what"],
                language=language,
                title=words["title"],
                residents=words["residents"],
            )
        )
    return made


def _show_picture(one: PictureContent, size: PictureSize) -> None:
    try:
        drawn = draw_picture(one, size=size, form="png")
    except ExportError as error:
        frame.show_notice(str(error))
        return
    st.html(render_image(drawn, alternative=one.alternative))


def _show_zip_button(
    board: Board, key: str, words: Mapping[str, str], made: Sequence[PictureContent]
) -> None:
    """Show the button that makes everything, and then the file."""
    if not st.button("Maak alle beelden", key=f"{key}_zip"):
        return
    passages = [
        StoryPassage(STORY_LABELS[n].capitalize(), t)
        for n, t in words.items()
        if t and n != "title"
    ]
    try:
        with st.spinner("De beelden worden gemaakt: elk formaat, als PNG, SVG en PDF"):
            content = zip_story(made, title=words["title"], passages=passages)
    except ExportError as error:
        frame.show_notice(str(error))
        return
    name = file_name(board, f"verhaal {words['title']}", "zip")
    show_file_button("Download alles (ZIP)", content, file=name, key=f"{key}_download")


def show_page_preview(
    board: Board, key: str, values: Mapping[str, object], *, photo: bytes
) -> None:
    """Show the page of a story that is typed, or what it still needs, when it is unfolded."""
    preview = st.expander("Zo komt het online", key=f"{key}_preview", on_change="rerun")
    if not preview.open:
        return
    with preview:
        try:
            story = check_story(values, catalog=load_catalog_for(current_actor()))
            public = preview_story(board, story, photo=photo)
        except DataProblemsError as error:
            frame.show_list(f"{p.column}: {p.fix}" for p in error.problems)
            return
        except NotPublishableError as error:
            frame.show_list(error.reasons)
            return
        address = SiteAddress.here()
        page = render_story_page(public, board=board, address=address)
        # It is at no address yet.
        inline = f"data:image/jpeg;base64,{b64encode(photo).decode()}"
        page = page.replace(f'src="{PHOTO}"', f'src="{inline}"')
        st.iframe(page, height=PREVIEW_HEIGHT, alt=f"Voorbeeld van de pagina: {story.title}")
        frame.show_subtitle(SHARED)
        shared = render_share_picture(public, board)
        st.html(render_image(shared, alternative=f"Beeld bij de link: {story.title}"))
