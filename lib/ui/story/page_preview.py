"""A story's page as everybody would see it, from what is typed now. Nothing is published.

Not here: its pictures for other places (`picture_preview`).
"""

from base64 import b64encode
from collections.abc import Mapping

import streamlit as st

from lib.board import Board, DataProblemsError, load_catalog_for
from lib.export.site.files import render_share_picture
from lib.export.site.story_page import PHOTO, render_story_page
from lib.export.site.templates import SiteAddress
from lib.export.story.publish import preview_story
from lib.figures.page_html import render_image
from lib.store import NotPublishableError, check_story
from lib.ui import frame
from lib.ui.sign_in import current_actor

# A page without script cannot say how high it is.
PREVIEW_HEIGHT = 720
SHARED = "Zo ziet het eruit als iemand de link deelt:"


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
