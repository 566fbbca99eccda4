"""Tables and small pieces of page as safe HTML. Plain `str` is always escaped; `Markup` is not.

An HTML table has a caption and row headers, can be read aloud and printed, and loads nothing.
"""

import datetime as dt
from base64 import b64encode
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import quote

from markupsafe import Markup

from lib.board import PlannedStep, StepState
from lib.figures.format import day, span
from lib.figures.vocabulary import STATE_LABELS

HtmlText = str | Markup
# From this length on the large text of a tile is words rather than a number.
LONG_TILE = 12

# Pieces that hold one text: `format` escapes what is no markup.
# The heading of a part of a page.
render_heading = Markup('<h2 class="vd-h2">{}</h2>').format
# The line under a heading with what a figure shows.
render_subtitle = Markup('<p class="vd-subtitle">{}</p>').format
# Text that is read aloud but not seen.
render_spoken_text = Markup('<p class="vd-hidden">{}</p>').format
# The page's answer: one sentence, large.
render_finding = Markup('<p class="vd-finding">{}</p>').format
# A word that nobody can miss, such as that figures are fictitious.
render_mark = Markup('<p class="vd-mark">{}</p>').format
# A short message that the reader should not miss.
render_notice = Markup('<p class="vd-notice" role="status">{}</p>').format
# The line under a figure with its source.
render_source_line = Markup('<p class="vd-source">{}</p>').format


def render_table(
    header: Sequence[str],
    rows: Iterable[Sequence[HtmlText]],
    *,
    caption: str,
    numeric: Collection[int] = (),
) -> Markup:
    """Return a table; the first column heads its row, columns in `numeric` align right."""
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(_align_right(n, numeric), text)
        for n, text in enumerate(header)
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(_render_cell(n, text, numeric) for n, text in enumerate(row))
        )
        for row in rows
    )
    return Markup(
        '<div class="vd-scroll" role="region" aria-label="{}" tabindex="0"><table class="vd-table">'
        "<caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(caption, caption, head, body)


def _align_right(column: int, numeric: Collection[int]) -> Markup:
    return Markup(' class="vd-number"') if column in numeric else Markup("")


def _render_cell(column: int, text: HtmlText, numeric: Collection[int]) -> Markup:
    if column == 0:
        return Markup('<th scope="row">{}</th>').format(text)
    return Markup("<td{}>{}</td>").format(_align_right(column, numeric), text)


def render_verdict(direction: str, judgement: str) -> Markup:
    """Return a verdict: its direction in words, and apart from that whether it is good or bad."""
    if not judgement:
        return Markup('<span class="vd-verdict">{}</span>').format(direction)
    tone = {"gunstig": "vd-good", "ongunstig": "vd-bad"}[judgement]
    return Markup('<span class="vd-verdict">{} <b class="{}">{}</b></span>').format(
        direction, tone, judgement
    )


def render_tiles(items: Iterable[tuple[str, str, HtmlText]]) -> Markup:
    """Return key numbers: (large text, label, small print) each."""
    return Markup('<dl class="vd-tiles">{}</dl>').format(
        Markup("").join(
            Markup(
                '<div class="vd-tile"><dt>{}</dt><dd class="vd-big{}">{}</dd>'
                '<dd class="vd-note">{}</dd></div>'
            ).format(label, " vd-words" if len(big) > LONG_TILE else "", big, small)
            for big, label, small in items
        )
    )


def render_page_title(name: str, where: str) -> Markup:
    """Return the head of a page: its name, and of what it is a page."""
    return Markup('<div class="vd-top"><h1 class="vd-h1">{}</h1><p>{}</p></div>').format(
        name, where
    )


def render_legend(items: Iterable[tuple[str, str, str]], *, title: str, outline: str) -> Markup:
    """Return a map legend: (colour, label, sign) each, and what the dashed outline means."""
    entries = Markup("").join(
        Markup('<li><span class="vd-swatch" style="background:{}"></span>{}{}</li>').format(
            colour, f"{sign} " if sign else "", label
        )
        for colour, label, sign in items
    )
    dashed = Markup('<li><span class="vd-swatch vd-dashed"></span>{}</li>').format(outline)
    return Markup('<ul class="vd-legend" aria-label="{}">{}{}</ul>').format(
        f"Legenda: {title}", entries, dashed
    )


def render_cards(items: Iterable[tuple[str, str, str]]) -> Markup:
    """Return cards: (title, text, small print) each."""
    return Markup('<div class="vd-cards">{}</div>').format(
        Markup("").join(
            Markup(
                '<article class="vd-card"><h3 class="vd-h3">{}</h3><p>{}</p>'
                '<p class="vd-small">{}</p></article>'
            ).format(title, text, small)
            for title, text, small in items
        )
    )


def render_list(items: Iterable[HtmlText]) -> Markup:
    """Return a plain list."""
    entries = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup('<ul class="vd-list">{}</ul>').format(entries)


def render_area_card(name: str, big: str, lines: Iterable[HtmlText]) -> Markup:
    """Return the card of the chosen area; read aloud when it changes."""
    return Markup(
        '<section class="vd-area" aria-live="polite"><h3 class="vd-h3">{}</h3>'
        '<p class="vd-big">{}</p>{}</section>'
    ).format(name, big, render_list(lines))


def render_answer(big: str, before: str, sentence: str, label: str) -> Markup:
    """Return one large number with what it was, what it means, and what kind of number it is."""
    return Markup(
        '<section class="vd-area" aria-live="polite"><p class="vd-small">{}</p>'
        '<p class="vd-answer">{}</p><p class="vd-small">{}</p><p>{}</p></section>'
    ).format(label, big, before, sentence)


def render_planning(
    years: Sequence[tuple[int, Sequence[PlannedStep]]], *, today: dt.date
) -> Markup:
    """Return the control cycle: a column per year, today marked in its own year."""
    columns = Markup("").join(
        Markup(
            '<section class="vd-year{}"><h3 class="vd-h3">{}{}</h3>'
            '<ol class="vd-steps">{}</ol></section>'
        ).format(
            " vd-this" if year == today.year else "",
            year,
            Markup(' <span class="vd-today">vandaag: {}</span>').format(day(today))
            if year == today.year
            else "",
            Markup("").join(_render_planning_step(step) for step in steps),
        )
        for year, steps in years
    )
    return Markup('<div class="vd-cycle">{}</div>').format(columns)


def _render_planning_step(step: PlannedStep) -> Markup:
    return Markup('<li class="{}"><p>{}</p><p class="vd-small">{} · {} · {}</p></li>').format(
        "vd-now" if step.state is StepState.NOW else "",
        step.milestone.title,
        span(step.milestone.start, step.milestone.end),
        step.milestone.who,
        STATE_LABELS[step.state],
    )


def render_link(address: str, text: str) -> Markup:
    """Return a link to another page of this site."""
    return Markup('<p class="vd-link"><a href="{}" target="_blank">{}</a></p>').format(
        address, text
    )


def render_svg(drawing: str, *, alternative: str) -> Markup:
    """Return an SVG as an image: Streamlit takes SVG itself out of a page."""
    return Markup('<img class="vd-drawing" alt="{}" src="data:image/svg+xml,{}">').format(
        alternative, quote(drawing)
    )


def render_image(content: bytes, *, alternative: str) -> Markup:
    """Return a PNG that is as wide as its place."""
    return Markup('<img class="vd-image" alt="{}" src="data:image/png;base64,{}">').format(
        alternative, b64encode(content).decode()
    )
