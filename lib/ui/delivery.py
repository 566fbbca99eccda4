"""The parts of the page Uitvoering: cycle, policy lines, threads, organisation, going concern."""

import pandas as pd
import streamlit as st

from lib.board import Board, PlannedStep
from lib.catalog import Status
from lib.export.tables import provenance
from lib.figures.page_html import render_cards, render_planning, render_source_line, render_table
from lib.figures.sentences import format_source
from lib.figures.vocabulary import STATE_LABELS, format_paragraph
from lib.ui import frame
from lib.ui.exhibit import show


def cycle(board: Board) -> None:
    """Show the steps of the control cycle, a column per year, with today among them."""
    frame.show_heading("Planning en controle")
    years: dict[int, list[PlannedStep]] = {board.today.year: []}
    for step in board.planning.steps:
        years.setdefault(step.milestone.start.year, []).append(step)
    frame.show_html(render_planning(sorted(years.items()), today=board.today))
    policy = board.municipality.policy
    period = f"{policy.start}-{policy.end}"
    sources = [board.sources[k] for k in dict.fromkeys(m.source for m in board.milestones)]
    show.below(
        format_source(sources, period=period, sections=[m.section for m in board.milestones]),
        name="planning-en-controle",
        title="Planning en controle",
        public=True,
        data=lambda: provenance(
            pd.DataFrame(
                [
                    (
                        s.milestone.title,
                        str(s.milestone.start),
                        str(s.milestone.end),
                        s.milestone.who,
                        STATE_LABELS[s.state],
                    )
                    for s in board.planning.steps
                ],
                columns=["stap", "van", "tot en met", "wie", "stand volgens planning"],
            ),
            sources=sources,
            period=period,
            status=Status.FINAL,
        ),
    )


def policy_lines(board: Board) -> None:
    """Show the approach of the policy note, marked as such."""
    lines = [(t.short, a) for t in board.themes for a in t.approach]
    with st.expander(f"Beleidslijnen uit de nota: {len(lines)}"):
        frame.show_html(
            render_table(
                ("Thema", "Beleidslijn", "Wat", "Waar het staat"),
                [(theme, a.title, a.text, format_paragraph(a.section)) for theme, a in lines],
                caption="De aanpak volgens de beleidsnota; geen losse maatregelen",
            )
        )


def threads(board: Board) -> None:
    """Show the red threads."""
    frame.show_heading("Rode draden")
    frame.show_html(
        render_cards(
            [(t.name, t.text, format_paragraph(t.section)) for t in board.organisation.thread]
        )
    )


def organisation(board: Board) -> None:
    """Show who decides what, and the partners."""
    frame.show_heading("Wie doet wat?")
    frame.show_html(
        render_table(
            ("Wie", "Wat", "Paragraaf"),
            [(r.name, r.text, r.section) for r in board.organisation.role],
            caption="De organisatie van veiligheid",
        )
    )
    frame.show_heading("Partners")
    frame.show_html(
        render_cards(
            [(p.name, p.text, format_paragraph(p.section)) for p in board.organisation.partner]
        )
    )


def going_concern(board: Board) -> None:
    """Show what goes on whatever the priorities are, with the figures that are known."""
    frame.show_heading("Wat altijd doorgaat")
    frame.show_html(
        render_table(
            ("Onderwerp", "Cijfer", "Toelichting", "Paragraaf"),
            [
                (
                    s.name,
                    " ".join(filter(None, (s.figure, s.figure_label, s.figure_period))) or "–",
                    s.text,
                    s.section,
                )
                for s in board.organisation.subject
            ],
            caption="Onderwerpen naast de drie thema's",
        )
    )
    subjects = board.organisation.subject
    policy = board.municipality.policy
    found = [board.sources[k] for k in dict.fromkeys(s.source for s in subjects)]
    sections = sorted({part for s in subjects for part in s.section.split(" en ")})
    text = format_source(found, period=f"{policy.start}-{policy.end}", sections=sections)
    frame.show_html(render_source_line(text))
