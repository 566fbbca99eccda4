"""Writing a story: its words, where it is about, its figures and what stands under them.

What is typed stays in the fields until it is saved. Not here: what its numbers are
(`text_checks`).
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import streamlit as st

from lib.board import RATING, Board, DataProblemsError, get_store
from lib.board.cached_method import cached_method
from lib.export.story.chosen_figure import read_reference, write_reference
from lib.export.story.draft import Draft, draft
from lib.figures.facts.fact import FigureRef, Kind
from lib.figures.facts.figure_options import Option, earlier, options
from lib.figures.page_html import render_image
from lib.figures.sentences.figure_sentences import alternative
from lib.intake.photo import read_photo
from lib.store import Language, Measure, StoredMeasure, Story, Visibility, load_measures
from lib.store.personal import NOTICE
from lib.store.story.content import LANGUAGE_NAMES, MAX_STORY_FIGURES, STORY_LABELS, STORY_PARTS
from lib.ui import frame
from lib.ui.forms.saving import show_problems
from lib.ui.forms.widgets import date_field, format_field_date, show_choice_box, with_former
from lib.ui.sign_in import current_actor
from lib.ui.story.text_checks import BINDINGS

FIELD_HELP = {
    "what": "Wat deed de gemeente, samen met wie?",
    "why": "Waarom is dit nodig?",
    "here_and_now": "Waarom juist hier, en waarom nu?",
    "residents": "Wat kunnen mensen zelf doen?",
    "next": "Wat gebeurt er hierna?",
}
SAVED_FIGURES = "saved"
PHOTO_DATA = "photo_data"
MAX_TITLE, MAX_PART = 120, 2_000  # characters, as in lib.store.form_fields
FILL_HELP = "Een eerste tekst uit de gekozen cijfers en de maatregel"
FIGURE_FIRST_HELP = "Kies eerst een cijfer, of begin bij een maatregel op de pagina Uitvoering."


@cached_method(most=1)
def _figure_options(board: Board) -> dict[FigureRef, Option]:
    return {option.ref: option for option in options(board)}


def _offered_figures(board: Board, key: str) -> dict[FigureRef, Option]:
    """Return what can be chosen: what there is now, and what the story has of earlier periods."""
    found = dict(_figure_options(board))
    for ref in st.session_state.get(f"{key}_{SAVED_FIGURES}", ()):
        if ref not in found:
            found[ref] = earlier(board, ref)
    return found


def show_story_fields(
    board: Board, key: str, story: Story | None, measure: StoredMeasure | None
) -> dict[str, Any]:
    """Show the fields of a story, filled from what is saved or from a first draft; return them."""
    if f"{key}_title" not in st.session_state:
        _fill_fields(board, key, story, measure)
    frame.show_source_line(NOTICE)
    left, right = st.columns([3, 2], gap="medium")
    with right:
        about = _show_about_fields(board, key, measure)
        refs = _show_figure_choice(board, key)
        texts = _show_alternatives(board, key, refs)
        photo = _show_photo_fields(key)
    with left:
        words = {name: _show_story_field(key, name) for name in STORY_PARTS}
        can_fill = bool(measure or refs)
        st.button(
            "Vul lege velden uit de gegevens",
            key=f"{key}_fill",
            on_click=_fill_empty_fields,
            args=(board, key, measure, refs),
            disabled=not can_fill,
            help=FILL_HELP if can_fill else FIGURE_FIRST_HELP,
        )
    return {
        **words,
        **about,
        "figures": [write_reference(r) for r in refs],
        "alternatives": texts,
        "photo": photo,
        "languages": _show_languages(key, story),
    }


def _show_story_field(key: str, name: str) -> str:
    label = STORY_LABELS[name].capitalize()
    if name == "title":
        return str(st.text_input(label, key=f"{key}_title", max_chars=MAX_TITLE))
    return str(
        st.text_area(
            label,
            key=f"{key}_{name}",
            max_chars=MAX_PART,
            height="content",
            placeholder=FIELD_HELP[name],
        )
    )


def _show_about_fields(board: Board, key: str, measure: StoredMeasure | None) -> dict[str, object]:
    """Show where, what and when a story is about, and whom to ask."""
    names = with_former(board.area_names, st.session_state.get(f"{key}_areas", ()))
    areas = st.multiselect(
        f"Wijken (kies niets voor heel {board.municipality.name})",
        list(names),
        key=f"{key}_areas",
        format_func=names.__getitem__,
        placeholder="Kies",
    )
    themes = {"": "geen"} | board.files.theme_names
    themes = with_former(themes, [st.session_state.get(f"{key}_theme")])
    theme = show_choice_box("Thema", themes, key=f"{key}_theme")
    day = date_field("Datum", key=f"{key}_date")
    contact = st.text_input(
        "Contact", key=f"{key}_contact", max_chars=120, placeholder="een afdeling, geen persoon"
    )
    return {
        "areas": tuple(areas),
        "theme": theme or None,
        "contact": contact,
        "date": day,
        "measure": measure.number if measure else None,
    }


def _show_figure_choice(board: Board, key: str) -> list[FigureRef]:
    """Show the choice of figures; what is not public is named with its reason, and not taken."""
    found = _offered_figures(board, key)
    picked = st.multiselect(
        f"Cijfers, hoogstens {MAX_STORY_FIGURES}",
        list(found),
        key=f"{key}_figures",
        max_selections=MAX_STORY_FIGURES,
        placeholder="Typ een wijk of onderwerp",
        format_func=lambda ref: _option_label(found[ref]),
    )
    for ref in picked:
        if found[ref].hidden:
            frame.show_notice(
                f"{found[ref].label}: dit cijfer tonen wij niet ({found[ref].hidden})."
            )
    return [ref for ref in picked if not found[ref].hidden]


def _option_label(option: Option) -> str:
    return option.label + (f" (niet te kiezen: {option.hidden})" if option.hidden else "")


def _show_alternatives(board: Board, key: str, refs: Sequence[FigureRef]) -> list[str]:
    """Show the text of each picture for those who cannot see it: from the data, and editable."""
    texts = []
    for ref in refs:
        name = f"{key}_alt_{'_'.join(write_reference(ref).values())}"
        st.session_state.setdefault(name, alternative(board, ref))
        label = f"Beschrijving van: {_offered_figures(board, key)[ref].label}"
        typed = st.text_area(label, key=name, max_chars=MAX_PART, height="content")
        texts.append(str(typed))
    return texts


def _show_photo_fields(key: str) -> dict[str, str] | None:
    """Show the photo with its fields; return what belongs with it, None without a photo.

    Its pixels are in the session under `PHOTO_DATA`.
    """
    with st.expander("Foto", key=f"{key}_photo_box"):
        uploaded = st.file_uploader(
            "Eigen foto (JPG, PNG of WebP)",
            type=["jpg", "jpeg", "png", "webp"],
            key=f"{key}_upload",
        )
        data: bytes = st.session_state.get(f"{key}_{PHOTO_DATA}", b"")
        if uploaded:
            try:
                data = read_photo(uploaded.getvalue())
            except DataProblemsError as error:
                show_problems(error.problems)
        if data and st.checkbox("Geen foto", key=f"{key}_no_photo"):
            return None
        st.session_state[f"{key}_{PHOTO_DATA}"] = data
        if not data:
            return None
        seen = st.text_input(
            "Wat er op de foto te zien is", key=f"{key}_photo_alternative", max_chars=120
        )
        credit = st.text_input(
            "Wie maakte de foto, en mag u hem gebruiken?",
            key=f"{key}_photo_credit",
            max_chars=120,
            placeholder="gemeente, eigen foto; wie erop staat gaf toestemming",
        )
        st.html(render_image(data, alternative=seen, kind="jpeg"))
    return {"key": sha256(data).hexdigest(), "alternative": seen, "credit": credit}


def _show_languages(key: str, story: Story | None) -> dict[str, dict[str, str]]:
    """Show the story in other languages, each typed by a person; return what is filled."""
    found = {}
    with st.expander("In een andere taal"):
        for language in Language:
            name = LANGUAGE_NAMES[language]
            saved = story.languages.get(language) if story else None
            frame.show_subtitle(name)
            words = {}
            for part in STORY_PARTS:
                field = f"{key}_{language}_{part}"
                st.session_state.setdefault(field, getattr(saved, part) if saved else "")
                words[part] = st.text_area(
                    f"{STORY_LABELS[part].capitalize()} ({name})",
                    key=field,
                    max_chars=MAX_TITLE if part == "title" else MAX_PART,
                    height="content",
                )
            if any(words.values()):
                found[language.value] = words
    return found


def _fill_fields(
    board: Board, key: str, story: Story | None, measure: StoredMeasure | None
) -> None:
    """Put in the fields what is saved, or a first draft from a measure."""
    values = _saved_values(key, story) if story else _first_values(board, measure)
    for name, value in {**values, SAVED_FIGURES: values["figures"]}.items():
        st.session_state[f"{key}_{name}"] = value


def _saved_values(key: str, story: Story) -> dict[str, Any]:
    """Return the values of the fields of a saved story; put in the texts of its pictures."""
    texts = [*story.alternatives, *[""] * len(story.figures)]
    pairs = zip(map(read_reference, story.figures), texts, strict=False)
    figures = {ref: text for ref, text in pairs if ref}
    for ref, text in figures.items():
        st.session_state[f"{key}_alt_{'_'.join(write_reference(ref).values())}"] = text
    return {
        **{name: getattr(story, name) for name in STORY_PARTS},
        "areas": list(story.areas),
        "theme": story.theme or "",
        "date": format_field_date(story.date),
        "contact": story.contact,
        "photo_alternative": story.photo.alternative if story.photo else "",
        "photo_credit": story.photo.credit if story.photo else "",
        BINDINGS: story.bindings,
        "figures": list(figures),
    }


def _first_values(board: Board, measure: StoredMeasure | None) -> dict[str, Any]:
    """Return the values of the fields of a new story: a first draft from a measure, if any."""
    figures = _suggest_figures(board, measure.measure) if measure else []
    made = _make_draft(board, measure, figures)
    return {
        **dict.fromkeys(STORY_PARTS, ""),
        **made.words,
        BINDINGS: made.bindings,
        "areas": [a for a in (measure.measure.areas if measure else ()) if a in board.areas],
        "theme": measure.measure.theme if measure else "",
        "date": format_field_date(board.today),
        "contact": "",
        "figures": figures,
    }


def _suggest_figures(board: Board, measure: Measure) -> list[FigureRef]:
    """Return a figure for each area of a measure, at most three: its rating on the map."""
    own = [a for a in measure.areas if a in board.areas]
    wanted = [(Kind.MAP, a) for a in own] or [(Kind.NUMBER, board.municipality.code)]
    return [
        ref
        for ref, option in _figure_options(board).items()
        if (ref.kind, ref.area) in wanted and ref.indicator == RATING and not option.hidden
    ][:MAX_STORY_FIGURES]


def _make_draft(board: Board, measure: StoredMeasure | None, refs: Sequence[FigureRef]) -> Draft:
    if measure is None and not refs:
        return Draft({}, ())
    return draft(board, measure=measure.measure if measure else None, chosen=refs)


def _fill_empty_fields(
    board: Board, key: str, measure: StoredMeasure | None, refs: Sequence[FigureRef]
) -> None:
    """Fill what nobody typed yet; typed text stays."""
    made = _make_draft(board, measure, refs)
    filled = [n for n in made.words if not str(st.session_state[f"{key}_{n}"]).strip()]
    for name in filled:
        st.session_state[f"{key}_{name}"] = made.words[name]
    st.session_state[f"{key}_{BINDINGS}"] += tuple(b for b in made.bindings if b.part in filled)


def find_story_measure(number: object) -> StoredMeasure | None:
    """Return the measure that a story is about; None for an internal or unknown one."""
    if not number:
        return None
    found = {str(m.number): m for m in load_measures(current_actor(), get_store())}.get(str(number))
    if found is None:
        frame.show_notice(f"Maatregel '{str(number)[:20]}' in de link is er niet.")
    elif found.measure.visibility is not Visibility.PUBLIC:
        frame.show_notice(
            "Deze maatregel is intern. Maak de maatregel eerst openbaar (pagina Uitvoering): wat "
            "intern is, komt niet in een verhaal."
        )
        return None
    return found
