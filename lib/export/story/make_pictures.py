"""Pictures for communication: the picture of an exhibit with its number and finding around it.

Every kind of figure is worded here in four languages; its drawing is that of the exhibit, of which
only the fixed words and the signs in numbers are translated. Not here: setting them
(`draw_pictures`).
"""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lib.analysis.change import Change
from lib.analysis.counts import Verdict
from lib.board import INHABITANTS, RATING, Board
from lib.catalog import Polarity
from lib.exhibits.exhibit import Exhibit
from lib.export.picture import draw_chart, fit_chart
from lib.export.story.chosen_figure import (
    chosen_exhibit,
    chosen_values,
    find_area_values,
    find_goal,
    find_provenance,
)
from lib.export.story.draw_pictures import Look, PictureContent
from lib.export.story.picture_words import PictureLanguage, PictureWords
from lib.export.typeset import ExportError
from lib.figures import palette
from lib.figures.facts.fact import RATE, Fact, FigureRef, Kind
from lib.figures.facts.facts import Facts, find_change, find_figure, find_tile_layer, load_facts
from lib.figures.format import day_of
from lib.store.measures import StoredMeasure, Visibility

DRAWING_BOX = {"width": 420, "height": 250, "smallest": 16}  # points; the type of a chart in it
LEGENDS_BELOW_EACH_OTHER = {"layout": {"top": {"direction": "vertical", "anchor": "start"}}}
JSON_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
TEXT_NODE = re.compile(r"(?<=>)[^<>]+(?=</t)")  # what stands in <text> and <tspan>
# Apart: a rise of both is the same text.
RATING_TEXTS: dict[object, str] = {
    Change.RISE: "rise",
    Change.FALL: "fall",
    Change.NOT_DEMONSTRABLE: "not_demonstrable",
    Change.NO_MARGIN: "no_margin",
}
COUNT_TEXTS: dict[object, str] = {
    Verdict.RISE: "count_rise",
    Verdict.FALL: "count_fall",
    Verdict.NOT_DEMONSTRABLE: "count_not_demonstrable",
    Verdict.TOO_SMALL: "count_too_small",
}
ARROW = "→"  # without spaces: it is one word, which is never broken


def make_picture(
    board: Board, ref: FigureRef, *, language: PictureLanguage = PictureLanguage.DUTCH
) -> PictureContent:
    """Return what the picture of a chosen figure shows.

    Raises `ExportError` where it is not public or the language has no word for what is counted,
    `InternalBoardError` for a board that is not the public's.
    """
    found = load_facts(board)
    fact, exhibit = find_figure(found, ref), chosen_exhibit(board, ref)
    if fact is None or exhibit is None:
        raise ExportError("Dit cijfer tonen wij niet, of het is er niet.")
    own = _Wording(found, ref, fact, PictureWords(language))
    title, value, label = own.headline
    source, drawing = own.source, _draw_translated(exhibit, own)
    shared = _shared_fields(board, own.words, place=fact.name)
    return PictureContent(
        **shared,
        name=exhibit.name,
        title=title,
        value=value,
        label=label,
        finding=own.finding,
        notes=own.notes,
        source=source,
        alternative=_join_sentences(
            *shared["marks"], title, own.finding, own.shows, *own.notes, source
        ),
        drawing=drawing,
    )


def _draw_translated(exhibit: Exhibit, own: "_Wording") -> str:
    """Return the exhibit's picture in the municipality's colour and the words of the language."""
    if not exhibit.has_picture:
        return ""
    drawn = exhibit.compact_svg or exhibit.svg
    if not drawn:
        # The words before drawing, since they take room; numbers are written by the drawing.
        text = json.dumps(exhibit.chart, ensure_ascii=False)
        chart = json.loads(JSON_TEXT.sub(lambda found: own.words.translate(found[0]), text))
        spec = fit_chart(chart, **DRAWING_BOX)
        spec["config"]["legend"] |= LEGENDS_BELOW_EACH_OTHER
        drawn = draw_chart(spec)
    drawn = drawn.replace(palette.ACCENT, own.found.board.municipality.style.accent)
    return TEXT_NODE.sub(lambda node: own.words.write_numbers(own.words.translate(node[0])), drawn)


@dataclass(frozen=True)
class _Wording:
    """A chosen figure in the words of one language."""

    found: Facts
    ref: FigureRef
    fact: Fact
    words: PictureWords

    @property
    def is_rating(self) -> bool:
        return self.ref.indicator == RATING

    @cached_property
    def label(self) -> str:
        """What is counted; raises `ExportError` where the language has no word for it."""
        key = self.ref.indicator.removesuffix(RATE)
        indicator, label = self.found.board.indicators[key], self.words.indicator(key)
        if not (label or self.words.language is PictureLanguage.DUTCH):
            raise ExportError(f"Typ zelf wat er bij het cijfer '{indicator.name}' moet staan.")
        label = label or indicator.name[:1].lower() + indicator.name[1:]
        return self.words.text("per_1000", label=label) if self.ref.indicator != key else label

    def format(self, fact: Fact) -> str:
        """Return the number of a fact, as large as it is."""
        return self.words.number(abs(fact.value or 0.0), decimals=fact.decimals)

    @cached_property
    def values(self) -> list[Fact]:
        """The figures that are shown, oldest first."""
        return chosen_values(self.found, self.ref)

    @property
    def newest(self) -> Fact:
        """The figure of the chosen period itself."""
        return next(f for f in self.values if f.period == self.ref.period)

    @property
    def when(self) -> str:
        """The periods that are shown, and that of the inhabitants of a rate."""
        period = ", ".join(self.words.period(f.period) for f in self.values)
        per_area = find_area_values(self.found.board, self.ref)
        if per_area is None or not per_area.base_period:
            return period
        base = self.words.period(per_area.base_period)
        return self.words.text("inhabitants_of", period=period, base=base)

    @property
    def goal(self) -> tuple[str, Fact]:
        """The word of the goal in the file of words, and the goal."""
        name, goal = find_goal(self.found, self.fact)
        return "floor" if name == "ondergrens" else "target", goal

    @property
    def headline(self) -> tuple[str, str, str]:
        """The title, the large number and what it counts; a trend has only the first."""
        match self.ref.kind:
            case Kind.GAP:
                kind, goal = self.goal
                gap = self.fact.value or 0.0
                side = "at" if gap == 0 else "below" if gap < 0 else "above"
                big = self.format(self.fact if gap else self.newest)
                label = self.words.text(f"{side}_{kind}", goal=self.format(goal))
                return self.words.text("distance_title"), big, label
            case Kind.TREND:
                label = self.label[:1].upper() + self.label[1:]
                title = "rating_title" if self.is_rating else "trend_title"
                return self.words.text(title, label=label), "", ""
            case Kind.CHANGE:
                return self.fact.name, ARROW.join(map(self.format, self.values)), self.label
        return self.fact.name, self.format(self.newest), self.label

    @property
    def finding(self) -> str:
        """What the figure says; a rise or fall only where that is demonstrated."""
        if self.ref.kind in {Kind.TREND, Kind.CHANGE}:
            return self._judge()
        name = "rating_line" if self.is_rating else "line"
        line = self.words.text(
            name,
            place=self.fact.name,
            period=self.when,
            value=self.format(self.newest),
            label=self.label,
        )
        if self.ref.kind is Kind.GAP:
            kind, goal = self.goal
            value = self.format(goal)
            line += " " + self.words.text(f"{kind}_line", year=goal.period, value=value)
        return line

    def _judge(self) -> str:
        change = find_change(self.found, self.ref)
        texts = RATING_TEXTS if self.is_rating else COUNT_TEXTS
        key = texts.get(change.verdict) if change else None
        if not change or not key:
            key = "one_wave" if self.is_rating else "untested"
            return self.words.text(key, after=self.fact.period)
        ends = {f.period: self.format(f) for f in self.values}
        return self.words.text(
            key,
            before=change.before,
            after=change.period,
            first=ends[change.before],
            last=ends[change.period],
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What must stand with the figure."""
        keys = self._rating_notes() if self.is_rating else self._count_notes()
        return tuple(text for text in keys if text)

    def _count_notes(self) -> list[str]:
        board, per_area = self.found.board, find_area_values(self.found.board, self.ref)
        indicator = board.indicators[self.ref.indicator.removesuffix(RATE)]
        is_judged = indicator.polarity is not Polarity.NONE or indicator.indicator == INHABITANTS
        keys = [] if is_judged else ["more_control"]
        if per_area and self.ref.area in board.areas and per_area.cell(self.ref.area).remark:
            keys.append("not_comparable")
        elif per_area and (
            per_area.hides if self.ref.area == self.found.home else per_area.step > 1
        ):
            keys.append("rounded")
        return [self.words.text(key) for key in keys]

    def _rating_notes(self) -> list[str]:
        """Return the margin, or that it is not known, and which waves cannot be compared."""
        text, known = self.words.text, [f for f in self.values if f.lower is not None]
        if self.ref.kind not in {Kind.TREND, Kind.CHANGE}:
            return [self._describe_margin() if known else text("margin_not_known")]
        rows = self.found.board.ratings.history(self.ref.area)
        rows = rows[rows["period"].isin([f.period for f in self.values])]
        earlier = rows.loc[~rows["comparable"], "period"]
        return [
            text("break", last=earlier.iloc[-1]) if len(earlier) else "",
            text("margin") if known else "",
            text("unknown_margin") if len(known) < len(self.values) else "",
            text("axis"),
        ]

    def _describe_margin(self) -> str:
        ends = {"lower": self.newest.lower, "upper": self.newest.upper}
        texts = {k: self.words.number(v, decimals=1) for k, v in ends.items() if v is not None}
        return self.words.text("margin_of", **texts)

    @property
    def shows(self) -> str:
        """What is drawn, in words: the values of a series or map."""
        words, board = self.words, self.found.board
        match self.ref.kind:
            case Kind.MAP:
                name = board.municipality.name
                return words.text("on_map", municipality=name, place=self.fact.name)
            case Kind.TREND | Kind.CHANGE:
                return "; ".join(f"{f.period}: {self.format(f)}" for f in self.values)
            case Kind.TILES if layer := find_tile_layer(self.found, self.ref):
                marks = (f"{m.name} {words.write_numbers(m.text)}" for m in layer.marks.values())
                return f"{words.text('on_tiles')} {'; '.join(marks)}"
        return ""

    @property
    def source(self) -> str:
        """The line with source, period and retrieval date."""
        own = find_provenance(self.found, self.ref)
        return self.words.source(own.sources, period=self.when, status=own.status)


def make_measure_picture(
    board: Board,
    measure: StoredMeasure,
    *,
    text: str,
    language: PictureLanguage = PictureLanguage.DUTCH,
    title: str = "",
    residents: str = "",
) -> PictureContent:
    """Return a public measure: what is done (`text`) and what residents can do.

    Title and what residents can do are the measure's own where nothing else is typed. Raises
    `ExportError` for an internal measure.
    """
    words, found = PictureWords(language), measure.measure
    if found.visibility is not Visibility.PUBLIC:
        raise ExportError(
            f"Maatregel {measure.number} is intern. Maak de maatregel eerst openbaar "
            "(pagina Uitvoering)."
        )
    home = board.municipality.name
    places = ", ".join(board.area_names.get(area, area) for area in found.areas) or home
    title, residents = title or found.title, residents or found.residents
    period = words.text("since", start=words.period(found.start))
    if found.end:
        period = words.text("from_to", start=words.period(found.start), end=words.period(found.end))
    day = words.day(day_of(measure.changed_at))
    source = words.text("measure_source", municipality=home, period=period, date=day)
    doing, can_do = words.text("doing"), words.text("residents")
    both = [f"{heading} {own}" for heading, own in ((doing, text), (can_do, residents)) if own]
    shared = _shared_fields(board, words, place=places)
    return PictureContent(
        **shared,
        name=f"maatregel-{measure.number}",
        title=title,
        doing=doing,
        text=text,
        can_do=can_do,
        residents=residents,
        source=source,
        alternative=_join_sentences(*shared["marks"], title, places, *both, source),
    )


def _shared_fields(board: Board, words: PictureWords, *, place: str) -> dict[str, Any]:
    """Return the fields that every picture of a place has."""
    own = board.municipality
    return {
        "language": words.language,
        "place": place,
        "marks": (words.text("fictitious"),) if board.fictitious else (),
        "look": Look(
            municipality=own.name,
            accent=own.style.accent,
            text_on_accent=own.style.text_on_accent,
            logo=board.files.logo,
            fonts=board.files.font_folder,
        ),
    }


def _join_sentences(*parts: str) -> str:
    return " ".join(p if p.endswith((".", "?", "!")) else f"{p}." for p in parts if p)
