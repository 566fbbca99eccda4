"""The part of Overzicht that is for insiders: how safe people feel beside what is registered."""

from functools import partial

import pandas as pd
import streamlit as st

from lib.analysis.gap import published
from lib.board import CRIME_RATE, NOT_COMPARABLE, RATING, Board
from lib.export.tables import provenance
from lib.figures.format import number
from lib.figures.page_html import render_source_line, render_table
from lib.figures.sentences import format_source
from lib.figures.trends import draw_rating_against_crime
from lib.ui import frame
from lib.ui.exhibit import show
from lib.ui.exhibit.show import least_sure
from lib.ui.selection import write_choice

ALSO, SHOWN = "ook", "misdrijven"


def felt_and_registered(board: Board) -> None:
    """Show, when asked for, each area's rating beside its registered crime; insiders only."""
    felt, registered = board.area_values(RATING), board.area_values(CRIME_RATE)
    if not board.internal or felt is None or registered is None:
        return
    wanted = st.query_params.get(ALSO)
    is_shown = wanted == SHOWN
    if wanted and not is_shown:
        frame.show_notice(f"Wat u met '{wanted[:60]}' in de link ook wilt zien, is er niet.")
    word = "Verberg" if is_shown else "Toon"
    # Asked for apart: chart code would hold up the map.
    st.button(
        f"{word} het rapportcijfer naast de misdrijven",
        key="also",
        on_click=write_choice,
        args=(ALSO, None if is_shown else SHOWN),
    )
    if not is_shown:
        return
    rows = pd.DataFrame(
        {
            "name": felt.frame["name"],
            "value": felt.frame["value"],
            "rate": registered.frame["value"],
            "starred": registered.frame["remark"] != "",
        }
    ).dropna(subset=["value", "rate"])
    period = f"rapportcijfer {felt.period}; misdrijven {registered.when}"
    title = f"Beleefd en geregistreerd: {period}"
    finding = (
        "Elke stip is een wijk. De twee cijfers zijn niet van hetzelfde jaar en meten iets anders."
    )
    show.caption(title, finding)
    drawn = draw_rating_against_crime(
        rows,
        rating=f"Rapportcijfer, meting {felt.period}",
        crime=f"Misdrijven per 1.000 inwoners, {registered.when}",
    )
    show.chart(
        drawn,
        key="felt_and_registered",
        alternative=f"{title}. {finding} De tabel hieronder heeft dezelfde cijfers.",
    )
    if rows["starred"].any():
        frame.show_html(render_source_line(f"Ruit: {NOT_COMPARABLE}."))
    sources = tuple(dict.fromkeys((*felt.sources, *registered.sources)))
    status = least_sure(pd.Series([felt.status.value, registered.status.value]))
    show.below(
        format_source(sources, period=period, status=status),
        name="beleefd-en-geregistreerd",
        title=title,
        finding=finding,
        drawn=lambda: drawn,
        table=render_table(
            ("Wijk", "Rapportcijfer", "Misdrijven per 1.000 inwoners"),
            [
                (n, number(v, decimals=1), number(r, decimals=1))
                for n, v, r in zip(rows["name"], rows["value"], rows["rate"], strict=True)
            ],
            caption=title,
            numeric=(1, 2),
        ),
        data=lambda: provenance(
            rows[["name", "value"]]
            .assign(rate=rows["rate"].map(partial(published, decimals=1)))
            .set_axis(["wijk", "rapportcijfer", "misdrijven per 1.000 inwoners"], axis="columns"),
            sources=sources,
            period=period,
            status=status,
            note="Intern. Geen oorzaak, geen rang.",
        ),
    )
