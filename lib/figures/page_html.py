"""Tables and small pieces of page as safe HTML. Plain `str` is always escaped; `Markup` is not.

An HTML table has a caption and row headers, can be read aloud and printed, and loads nothing.
"""

import datetime as dt
import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import quote

from markupsafe import Markup, escape

from lib.analysis.counts import Verdict
from lib.board import PlannedStep, StepState
from lib.catalog import Polarity
from lib.figures.format import day, listing, span
from lib.figures.vocabulary import STATE_LABELS, VERDICT_LABELS, judge_verdict

HtmlText = str | Markup
# From this length on the large text of a tile is words rather than a number.
LONG_TILE = 13
EMPTY_CELL = "–"
MOST_COLUMNS = 3  # of words and numbers, next to each other on a telephone
TWO_YEARS = re.compile(r"\b\d{4}-\d{4}\b")


class _Prose(Markup):
    """Markup that holds '2023-2026' together: a browser would break a line at its hyphen."""

    @classmethod
    def escape(cls, s: object, /) -> "_Prose":
        if isinstance(s, Markup):
            return cls(s)
        return cls(TWO_YEARS.sub(r'<span class="vd-years">\g<0></span>', str(escape(s))))


# Small pieces: `format` escapes what is no markup.
# The heading of a part of a page.
render_heading = Markup('<h2 class="vd-h2">{}</h2>').format
# The line under a heading with what a figure shows.
render_subtitle = _Prose('<p class="vd-subtitle">{}</p>').format
# Text that is read aloud but not seen.
render_spoken_text = Markup('<p class="vd-hidden">{}</p>').format
# The page's answer: one sentence, large.
render_finding = _Prose('<p class="vd-finding">{}</p>').format
# The same with what explains it in a second line; and with the key numbers under both.
render_answer_lines = _Prose('<p class="vd-finding">{}</p><p class="vd-details">{}</p>').format
render_overview = _Prose(
    '<div class="vd-overview"><p class="vd-finding">{}</p><p class="vd-details">{}</p>{}</div>'
).format
# Next to each other where there is room.
render_pair = Markup('<div class="vd-pair">{}{}</div>').format
# A word that nobody can miss, such as that figures are fictitious.
render_mark = Markup('<p class="vd-mark">{}</p>').format
# A short message that the reader should not miss.
render_notice = Markup('<p class="vd-notice" role="status">{}</p>').format
# The line under a figure with its source.
render_source_line = _Prose('<p class="vd-source">{}</p>').format
# The head of a page: its name, whose dashboard it is (on paper: on the screen that stands above
# the menu), and of which policy.
render_page_title = Markup(
    '<div class="vd-top"><h1 class="vd-h1">{}</h1><p><span>{}</span> {}</p></div>'
).format
# What opens below its title; on paper it is open (style.css).
render_fold = Markup('<details class="vd-fold"><summary>{}</summary>{}</details>').format
# A link to another page of this site: its address and text.
render_link = Markup('<p class="vd-link"><a href="{}" target="_blank">{}</a></p>').format


def quote_css(text: str) -> Markup:
    """Return text as a string of CSS: nothing in it can end the string or its element."""
    safe = "".join(f"\\{ord(c):x} " if c in '"\\<>&\n' else c for c in text)
    return Markup('"{}"').format(Markup(safe))  # noqa: S704 - escaped for CSS


def render_each(template: str, items: Iterable[Sequence[object]]) -> Markup:
    """Return the template once for each item, filled with its texts."""
    return Markup("").join(Markup(template).format(*item) for item in items)  # noqa: S704 - ours


def render_table(
    header: Sequence[str],
    rows: Iterable[Sequence[HtmlText]],
    *,
    caption: str,
    numeric: Collection[int] = (),
    why_empty: str = "",
) -> Markup:
    """Return a table; the first column heads its row, columns in `numeric` align right.

    On a telephone each row of a table without any becomes a card, with its heads; so does one of a
    wide table with words between its numbers. `why_empty` stands under it where a cell is a dash.
    """
    rows = list(map(tuple, rows))
    explains = bool(why_empty) and any(EMPTY_CELL in row for row in rows)
    right = Markup(' class="vd-number"')
    aligned = [right if n in numeric else "" for n in range(len(header))]
    head = render_each('<th scope="col"{}>{}</th>', zip(aligned, header, strict=True))
    mixed = len(header) > MOST_COLUMNS and not {*range(1, len(header))} <= {*numeric}
    stacks = mixed or not numeric
    named = Markup(' data-head="{}"')
    looks = [
        look + named.format(name) if stacks else look
        for name, look in zip(header, aligned, strict=True)
    ]
    body = render_each(
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (first, render_each("<td{}>{}</td>", zip(looks[1:], others, strict=True)))
            for first, *others in rows
        ),
    )
    return Markup(
        '<div class="vd-scroll{}" role="region" aria-label="{}" tabindex="0">'
        '<table class="vd-table">'
        "<caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}"
    ).format(
        " vd-words" if stacks else "",
        caption,
        caption,
        head,
        body,
        render_source_line(f"{EMPTY_CELL}: {why_empty}") if explains else "",
    )


def render_figure_foot(line: str, *, title: str, table: Markup, citation: str) -> Markup:
    """Return a figure's line of source, and what opens below it: its table and whole citation."""
    return Markup(
        '<p class="vd-source">{}</p><details><summary>{}<span class="vd-hidden">: {}</span>'
        '</summary>{}<p class="vd-small">{}</p></details>'
    ).format(line, "Tabel" if table else "Bronnen", title, table, citation)


def render_parts_on_paper(parts: Iterable[str], chosen: str) -> Markup:
    """Return, for paper only, which part of a page is printed and which others there are."""
    others = listing([f"'{part}'" for part in parts if part != chosen])
    return Markup(
        "<p class=\"vd-source vd-paper\">Op papier staat het deel '{}'. Andere delen: {}. "
        "Kies op het scherm het deel dat u wilt afdrukken.</p>"
    ).format(chosen, others)


def render_count_verdict(verdict: Verdict, polarity: Polarity) -> Markup:
    """Return the verdict on a count, and whether it is good or bad for a kind with a polarity."""
    return render_verdict(VERDICT_LABELS[verdict], judge_verdict(verdict, polarity))


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
    tiles = render_each(
        '<div class="vd-tile"><dt>{}</dt><dd class="vd-big{}">{}</dd>'
        '<dd class="vd-note">{}</dd></div>',
        (
            (label, " vd-words" if len(big) > LONG_TILE else "", big, _Prose.escape(small))
            for big, label, small in items
        ),
    )
    return Markup('<dl class="vd-tiles">{}</dl>').format(tiles)


def render_legend(items: Iterable[tuple[str, str, str]], *, title: str, outline: str) -> Markup:
    """Return a map legend: (colour, label, sign) each; `outline`: what a dashed one means."""
    entries = render_each(
        '<li><span class="vd-swatch" style="background:{}"></span>{}{}</li>',
        ((colour, f"{sign} " if sign else "", label) for colour, label, sign in items),
    )
    dashed = Markup('<li><span class="vd-swatch vd-dashed"></span>{}</li>').format(outline)
    dashed = dashed if outline else Markup()
    return Markup('<ul class="vd-legend" aria-label="{}">{}{}</ul>').format(
        f"Legenda: {title}", entries, dashed
    )


def render_cards(items: Iterable[tuple[str, str, str]]) -> Markup:
    """Return cards: (title, text, small print) each."""
    cards = render_each(
        '<article class="vd-card"><h3 class="vd-h3">{}</h3><p>{}</p>'
        '<p class="vd-small">{}</p></article>',
        items,
    )
    return Markup('<div class="vd-cards">{}</div>').format(cards)


def render_list(items: Iterable[HtmlText]) -> Markup:
    """Return a plain list."""
    entries = render_each("<li>{}</li>", ((item,) for item in items))
    return Markup('<ul class="vd-list">{}</ul>').format(entries)


def render_brief_list(items: Iterable[tuple[str, str]]) -> Markup:
    """Return a list in two columns: a name and small print each."""
    entries = render_each("<li>{}<small>{}</small></li>", items)
    return Markup('<ul class="vd-brief">{}</ul>').format(entries)


def render_area_card(name: str, big: str, lines: Iterable[HtmlText]) -> Markup:
    """Return the card of the chosen area; read aloud when it changes."""
    return Markup(
        '<section class="vd-area" aria-live="polite"><h3 class="vd-h3">{}</h3>'
        '<p class="vd-big{}">{}</p>{}</section>'
    ).format(name, " vd-words" if len(big) > LONG_TILE else "", big, render_list(lines))


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
    mark = Markup(' <span class="vd-today">vandaag: {}</span>').format(day(today))
    columns = render_each(
        '<section class="vd-year{}"><h3 class="vd-h3">{}{}</h3>'
        '<ol class="vd-steps">{}</ol></section>',
        (
            (" vd-this" if is_now else "", year, mark if is_now else "", _render_steps(steps))
            for year, steps in years
            for is_now in (year == today.year,)
        ),
    )
    return Markup('<div class="vd-cycle">{}</div>').format(columns)


def _render_steps(steps: Sequence[PlannedStep]) -> Markup:
    return render_each(
        '<li class="{}"><p>{}</p><p class="vd-small">{} · {} · {}</p></li>',
        (
            (
                "vd-now" if step.state is StepState.NOW else "",
                _Prose.escape(step.milestone.title),
                span(step.milestone.start, step.milestone.end),
                step.milestone.who,
                STATE_LABELS[step.state],
            )
            for step in steps
        ),
    )


def render_svg(drawing: str, *, alternative: str) -> Markup:
    """Return an SVG as an image: Streamlit takes SVG itself out of a page."""
    return Markup('<img class="vd-drawing" alt="{}" src="data:image/svg+xml,{}">').format(
        alternative, quote(drawing)
    )


def render_image(content: bytes, *, alternative: str, kind: str = "png") -> Markup:
    """Return a PNG, or an image of another kind, that is as wide as its place."""
    return Markup('<img class="vd-image" alt="{}" src="data:image/{};base64,{}">').format(
        alternative, kind, b64encode(content).decode()
    )
