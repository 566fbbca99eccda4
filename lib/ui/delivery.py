"""The parts of the page Uitvoering: cycle, policy lines, threads, organisation, going concern."""

import streamlit as st

from lib.board import Board
from lib.exhibits.yearly import kinds_per_year, registrations_per_year
from lib.figures.sentences.source_sentences import find_sections, format_source
from lib.figures.vocabulary import format_paragraph
from lib.ui import frame, registration_parts
from lib.ui.exhibit.show import show
from lib.ui.selection import choose_option


def show_policy_lines(board: Board) -> None:
    """Show the approach of the policy note, marked as such."""
    lines = [(t.short, a) for t in board.files.themes for a in t.approach]
    with st.expander(f"Beleidslijnen: {len(lines)}"):
        frame.show_table(
            ("Thema", "Beleidslijn", "Wat", "Waar het staat"),
            [(theme, a.title, a.text, format_paragraph(a.section)) for theme, a in lines],
            caption="De aanpak volgens het beleid; geen losse maatregelen",
        )


def show_threads(board: Board) -> None:
    """Show the red threads."""
    frame.show_heading("Rode draden")
    threads = board.files.organisation.thread
    frame.show_cards([(t.name, t.text, format_paragraph(t.section)) for t in threads])


def show_organisation(board: Board) -> None:
    """Show who decides what, and the partners."""
    frame.show_heading("Wie doet wat?")
    frame.show_table(
        ("Wie", "Wat", "Paragraaf"),
        [(r.name, r.text, r.section) for r in board.files.organisation.role],
        caption="De organisatie van veiligheid",
    )
    frame.show_heading("Partners")
    partners = board.files.organisation.partner
    frame.show_cards([(p.name, p.text, format_paragraph(p.section)) for p in partners])


def show_going_concern(board: Board) -> None:
    """Show what goes on whatever the priorities are, with the figures that are known."""
    frame.show_heading("Doorlopende taken")
    subjects = board.files.organisation.subject
    frame.show_table(
        ("Onderwerp", "Cijfer", "Toelichting", "Paragraaf"),
        [
            (
                s.name,
                " ".join(filter(None, (s.figure, s.figure_label, s.figure_period)))
                or "geen cijfer genoemd",
                s.text,
                s.section,
            )
            for s in subjects
        ],
        caption="Onderwerpen naast de thema's",
    )
    policy = board.municipality.policy
    found = [board.sources[k] for k in dict.fromkeys(s.source for s in subjects)]
    if not found:
        return
    text = format_source(found, period=policy.period, sections=find_sections(subjects))
    frame.show_source_line(text)


def show_going_concern_figures(board: Board) -> None:
    """Show what was registered of what goes on whatever the priorities are."""
    kinds = registration_parts.going_concern_kinds(board)
    registration_parts.show_changes(board, kinds, name="altijd-door")
    show(kinds_per_year(board, tuple(kinds), name="altijd-door"))
    _show_high_impact(board)


def _show_high_impact(board: Board) -> None:
    """Show one of the crimes that hit people hard over the years, of the reader's choice."""
    own = [i for i in board.indicators.values() if i.high_impact]
    kinds = {i.indicator: i for i in own if not board.registrations.yearly(i.indicator).empty}
    if kinds:
        key = choose_option(
            {key: kind.short for key, kind in kinds.items()},
            name=registration_parts.KIND_PARAM,
            label="Wat mensen hard raakt",
            wrong="soort",
        )
        show(registrations_per_year(board, kinds[key], name=f"altijd-door-{key}"))
