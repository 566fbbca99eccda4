"""What a wave would change: the sentences, and its figures next to the wave before and after.

The same for whoever proposes and for whoever publishes. Not here: reading a file (`survey_upload`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from lib.analysis.change import Change
from lib.board import RATING, Board, preview_figures
from lib.board.area_values import number_or_none
from lib.catalog import DataProblemsError, DesignCounted, Indicator, Observation, Period
from lib.exhibits.margins import MARGIN_HEADER, format_margin_cells
from lib.figures.format import UNKNOWN, listing, number, signed
from lib.figures.format import period as format_period
from lib.figures.sentences.goal_sentences import course_sentence, goal_sentence, headline
from lib.figures.vocabulary import CHANGE_LABELS
from lib.ui import frame
from lib.ui.forms.saving import show_problems
from lib.ui.sign_in import current_actor

NO_MARGINS = (
    "Bij deze cijfers staat geen marge. Daarom zegt het dashboard straks niet of een wijk steeg of "
    "daalde, en niet of een doel op koers is. Vraag het onderzoeksbureau om de ondergrens en de "
    "bovengrens voordat u verdergaat."
)
EFFORT_NOTE = (
    "Dit is een registratie van de gemeente zelf. Het dashboard geeft er geen oordeel over. De "
    "aantallen staan bij Uitvoering en bij het thema, naast de maatregelen."
)


def show_wave_preview(
    board: Board, observations: Sequence[Observation], *, design: DesignCounted, about: str = ""
) -> None:
    """Show what the figures would do: to the answer, to the goals, and to each area.

    `about` stands before the title of each table, where a page has several previews.
    """
    try:
        after = preview_figures(current_actor(), observations, design=design)
    except DataProblemsError as error:
        show_problems(error.problems)
        return
    shown = _list_shown(board, observations)
    for indicator in dict.fromkeys(i for i, _ in shown if i.kind == "effort"):
        _show_effort(board, after, indicator, about)
    waves = [pair for pair in shown if pair[0].kind != "effort"]
    if waves:
        _show_goals(after, has_margins=any(o.lower is not None for o in observations))
    for indicator, period in waves:
        _Comparison(board, after, indicator, period, about).show()


def _list_shown(board: Board, observations: Sequence[Observation]) -> list[tuple[Indicator, str]]:
    """Return the indicators of figures that the reader sees, with each of their periods."""
    pairs = sorted({(o.indicator, o.period.text) for o in observations})
    return [(board.indicators[key], period) for key, period in pairs if key in board.indicators]


def _show_goals(after: Board, *, has_margins: bool) -> None:
    frame.show_subtitle("Zo staat het er dan, op Overzicht en bij de doelen:")
    lines = [headline(after)]
    for goal in after.goals:
        course = course_sentence(goal, board=after)
        lines.append(f"{goal.target.name}. {goal_sentence(goal, board=after)} {course}")
    frame.show_list(lines)
    if not has_margins:
        frame.show_notice(NO_MARGINS)


def _show_effort(board: Board, after: Board, indicator: Indicator, about: str) -> None:
    """Show the numbers of what the municipality registers, as they are and as they would be."""
    frame.show_notice(EFFORT_NOTE)
    old, new = (
        b.registrations.efforts(indicator.indicator).set_index("period")["value"]
        for b in (board, after)
    )
    rows = [
        (format_period(Period(p)), number(old[p]) if p in old else "nog geen", number(new[p]))
        for p in map(str, new.index)
    ]
    caption = f"{about}{indicator.name}: oud naast nieuw"
    header = ("Periode", "Nu", "Na deze versie")
    frame.show_table(header, rows, caption=caption, numeric=(1, 2))


class _Comparison(NamedTuple):
    """One wave of one indicator: what there is of it now, and what there would be."""

    board: Board
    after: Board
    indicator: Indicator
    period: str
    about: str

    def show(self) -> None:
        """Show the figures that a correction changes, and all next to the waves around them."""
        key = self.indicator.indicator
        new = self.after.ratings.survey_figures(key, self.period)
        old = self.board.ratings.survey_figures(key, self.period)
        if len(old):
            self._show_correction(old, new)
        waves = self.after.ratings.survey_periods(key)
        before = max((wave for wave in waves if wave < self.period), default="")
        next_wave = min((wave for wave in waves if wave > self.period), default="")
        absent = set(self.after.ratings.survey_figures(key, before).index) - set(new.index)
        if gone := [area.name for key, area in self.board.areas.items() if key in absent]:
            text = f"Van deze wijken is er in het bestand geen cijfer: {listing(gone)}."
            frame.show_notice(text)
        rows = [self._cells(a, new, before, next_wave) for a in [*new.index, *sorted(absent)]]
        self._show_table(rows, before, next_wave)

    def _show_table(self, rows: Sequence[Sequence[str]], before: str, next_wave: str) -> None:
        header = (
            "Wijk",
            f"Ervoor ({before or 'geen'})",
            f"Nieuw ({self.period})",
            "Verschil",
            f"Oordeel {before} naar {self.period}" if before else "Oordeel",
            *MARGIN_HEADER,
            *([f"Erna ({next_wave})"] if next_wave else []),
        )
        caption = f"{self.about}Oud naast nieuw, meting {self.period}"
        frame.show_table(header, rows, caption=caption, numeric=(1, 2, 3, 5, 6, 7))

    def _show_correction(self, old: pd.DataFrame, new: pd.DataFrame) -> None:
        """Show what a new version of a wave changes, which is what it is judged by."""
        names = [*old.index, *(a for a in new.index if a not in old.index)]
        rows = [
            (self._name(area), self._figure(old, area), self._figure(new, area)) for area in names
        ]
        changed = [row for row in rows if row[1] != row[2]]
        if not changed:
            frame.show_notice(f"Deze versie verandert geen cijfer van de meting {self.period}.")
            return
        header = ("Wijk", "Nu", "Na deze versie")
        caption = f"{self.about}Dit verandert er in de meting {self.period}"
        frame.show_table(header, changed, caption=caption)

    def _figure(self, figures: pd.DataFrame, area: str) -> str:
        """Return a figure with its margin and respondents, as one text."""
        if area not in figures.index:
            return UNKNOWN
        margin, n = self._margin(figures, area)
        value = number(_value(figures, area), decimals=self.indicator.decimals)
        return f"{value} ({margin}; n {n})"

    def _margin(self, figures: pd.DataFrame, area: str) -> tuple[str, str]:
        """Return margin and respondents as text; empty where there is no figure."""
        if area not in figures.index:
            return "", ""
        return format_margin_cells(figures.loc[[area]].iloc[0], decimals=self.indicator.decimals)

    def _cells(self, area: str, new: pd.DataFrame, before: str, next_wave: str) -> tuple[str, ...]:
        """Return the cells of one area, or of the municipality."""
        decimals, key = self.indicator.decimals, self.indicator.indicator
        waves = [self.after.ratings.survey_figures(key, wave) for wave in (before, next_wave)]
        first, last = (_value(figures, area) for figures in waves)
        value = _value(new, area)
        change = None if first is None or value is None else value - first
        return (
            self._name(area),
            number(first, decimals=decimals),
            number(value, decimals=decimals),
            "–" if change is None else signed(change, decimals=decimals),
            self._verdict(area, before),
            *self._margin(new, area),
            *([number(last, decimals=decimals)] if next_wave else []),
        )

    def _verdict(self, area: str, before: str) -> str:
        """Return the verdict on the change since the wave before, where they can be compared."""
        comparable = self.after.ratings.comparable_waves
        is_rating = self.indicator.indicator == RATING
        if not is_rating or not {before, self.period} <= set(comparable):
            return ""
        verdicts = self.after.ratings.verdicts(before, self.period)
        return CHANGE_LABELS[verdicts.get(area, Change.NOT_COMPARABLE)]

    def _name(self, area: str) -> str:
        own = self.board.municipality
        return own.name if area == own.code else self.board.area_names.get(area, area)


def _value(figures: pd.DataFrame, area: str) -> float | None:
    return number_or_none(figures["value"].get(area))
