"""The picture of ratings over the survey waves, from what the public may see on the board.

Not here: figures of one wave (`make_contents`).
"""

from collections.abc import Iterable
from math import isnan

import pandas as pd

from lib.analysis.change import Change, Estimate, judge_change
from lib.board import RATING, Board
from lib.board.area_values import least_certain
from lib.catalog import Status
from lib.export.story.picture_contents import PictureWave, Trend
from lib.export.story.picture_words import PictureLanguage, PictureWords
from lib.export.story.public_figures import PublicFigures, public_figures
from lib.export.typeset import ExportError

MOST_PICTURE_WAVES = 7
CHANGE_WORDS = {
    Change.RISE: "rise",
    Change.FALL: "fall",
    Change.NOT_DEMONSTRABLE: "not_demonstrable",
    Change.NO_MARGIN: "no_margin",
}


def make_trend(
    board: Board, area: str | None, *, language: PictureLanguage = PictureLanguage.DUTCH
) -> Trend:
    """Return the ratings of an area, or of the municipality, over the waves, with their margin.

    The finding speaks of a rise or a fall only where it is demonstrable. Raises `ExportError`
    where there are no two waves.
    """
    public = public_figures(board, language)
    public.indicator(RATING)
    words, place = public.words, public.place(area)
    rows = _load_waves(public, area)
    visible = rows.tail(MOST_PICTURE_WAVES)
    goal, goal_word = (public.board.floor, "floor") if area else (public.board.target, "target")
    aim = words.number(goal.value, decimals=1) if goal else ""
    notes = tuple(_trend_notes(words, visible, place=place, left_out=len(rows) - len(visible)))
    finding = _trend_finding(words, visible[visible["joined"]])
    periods = list(visible["period"])
    source = words.source(
        [public.board.sources[key] for key in dict.fromkeys(visible["source"])],
        period=words.text("from_to", start=periods[0], end=periods[-1]),
        status=least_certain(*map(Status, visible["status"])),
    )
    waves = tuple(_make_wave(words, row) for _, row in visible.iterrows())
    title = words.text("trend_title")
    figures = "; ".join(_word_wave(words, wave) for wave in waves)
    return Trend(
        **public.shared_fields("metingen", RATING, area),
        title=title,
        finding=finding,
        notes=notes,
        waves=waves,
        goal=goal.value if goal else None,
        goal_text=words.text(goal_word, value=aim) if goal else "",
        source=source,
        alternative=public.alternative(title, f"{place}: {figures}", finding, *notes, source),
    )


def _load_waves(public: PublicFigures, area: str | None) -> pd.DataFrame:
    """Return the waves of a place; `joined`: of the place itself, comparable with the newest."""
    place = area or public.board.municipality.code
    rows = public.board.ratings.history(place)
    if len(rows) < 2:  # noqa: PLR2004
        raise ExportError(f"Van {public.place(area)} zijn er geen twee metingen om te tonen.")
    return rows.assign(joined=rows["comparable"] & (rows["area"] == place))


def _make_wave(words: PictureWords, row: pd.Series) -> PictureWave:
    lower, upper = (
        None if isnan(bound) else float(bound) for bound in (row["lower"], row["upper"])
    )
    return PictureWave(
        period=str(row["period"]),
        text=words.number(float(row["value"]), decimals=1),
        value=float(row["value"]),
        lower=lower,
        upper=upper,
        joined=bool(row["joined"]),
    )


def _word_wave(words: PictureWords, wave: PictureWave) -> str:
    """Return a wave in words, with its margin where that is known."""
    text = words.text("wave_value", value=wave.text, period=wave.period)
    if wave.lower is None or wave.upper is None:
        return text
    lower, upper = (words.number(v, decimals=1) for v in (wave.lower, wave.upper))
    return words.text("with_margin", text=text, lower=lower, upper=upper)


def _trend_finding(words: PictureWords, joined: pd.DataFrame) -> str:
    """Return what the two newest waves that may be compared show."""
    waves = [_make_wave(words, row) for _, row in joined.tail(2).iterrows()]
    if len(waves) < 2:  # noqa: PLR2004
        return words.text("one_wave", after=waves[0].period) if waves else ""
    first, last = waves
    estimates = (Estimate(wave.value, wave.lower, wave.upper) for wave in waves)
    return words.text(
        CHANGE_WORDS[judge_change(*estimates)],
        before=first.period,
        after=last.period,
        first=first.text,
        last=last.text,
    )


def _trend_notes(
    words: PictureWords, rows: pd.DataFrame, *, place: str, left_out: int
) -> Iterable[str]:
    """Yield what must stand with the waves."""
    earlier = rows.loc[~rows["comparable"], "period"]
    if len(earlier):
        yield words.text("break", last=earlier.iloc[-1])
    for _, row in rows[rows["name"] != place].iterrows():
        yield words.text("other_unit", period=row["period"], name=row["name"])
    if rows["lower"].notna().any():
        yield words.text("margin")
    if rows["lower"].isna().any():
        yield words.text("unknown_margin")
    yield words.text("axis")
    if left_out:
        yield words.text("newest_waves", count=len(rows))
