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
from lib.export.story.public_figures import PublicFigures, picture_name, public_figures
from lib.export.typeset import ExportError

MOST_PICTURE_WAVES = 7
CHANGE_WORDS = {
    Change.RISE: "rise",
    Change.FALL: "fall",
    Change.NOT_DEMONSTRABLE: "not_demonstrable",
    Change.NO_MARGIN: "no_margin",
}


def make_trend(
    board: Board,
    area: str | None,
    *,
    language: PictureLanguage = PictureLanguage.DUTCH,
    title: str = "",
) -> Trend:
    """Return the ratings of an area, or of the municipality, over the waves, with their margin.

    A rise or a fall is only told where it is demonstrable. Raises `ExportError` where there are
    no two waves.
    """
    tell = public_figures(board, language)
    tell.indicator(RATING)
    words, place = tell.words, tell.place(area)
    rows = tell.board.ratings.history(area or tell.board.municipality.code)
    own = rows["area"] == (area or tell.board.municipality.code)
    rows = rows.assign(joined=rows["comparable"] & own)
    if len(rows) < 2:  # noqa: PLR2004
        raise ExportError(f"Van {place} zijn er geen twee metingen om te tonen.")
    shown = rows.tail(MOST_PICTURE_WAVES)
    goal = tell.board.floor if area else tell.board.target
    aim = words.number(goal.value, decimals=1) if goal else ""
    notes = tuple(_trend_notes(tell, shown, place=place, left_out=len(rows) - len(shown)))
    finding = _trend_finding(tell, shown[shown["joined"]])
    source = words.source(
        [tell.board.sources[key] for key in dict.fromkeys(shown["source"])],
        period=words.say("from_to", start=shown["period"].iloc[0], end=shown["period"].iloc[-1]),
        status=least_certain(*map(Status, shown["status"])),
    )
    waves = _picture_waves(words, shown)
    told = "; ".join(_wave_words(words, wave) for wave in waves)
    return Trend(
        name=picture_name("metingen", RATING, area),
        language=language,
        look=tell.look(),
        place=place,
        title=title or words.say("trend_title"),
        finding=finding,
        notes=notes,
        marks=tell.marks,
        waves=waves,
        goal=goal.value if goal else None,
        goal_text=words.say("floor" if area else "target", value=aim) if goal else "",
        source=source,
        alternative=tell.alternative(
            title or words.say("trend_title"),
            f"{place}: {told}",
            finding,
            *notes,
            source,
        ),
    )


def _picture_waves(words: PictureWords, rows: pd.DataFrame) -> tuple[PictureWave, ...]:
    return tuple(
        PictureWave(
            period=str(row["period"]),
            text=words.number(float(row["value"]), decimals=1),
            value=float(row["value"]),
            lower=_known_bound(row["lower"]),
            upper=_known_bound(row["upper"]),
            joined=bool(row["joined"]),
        )
        for _, row in rows.iterrows()
    )


def _wave_words(words: PictureWords, wave: PictureWave) -> str:
    """Return a wave in words, with its margin where that is known."""
    text = words.say("wave_value", value=wave.text, period=wave.period)
    if wave.lower is None or wave.upper is None:
        return text
    lower, upper = (words.number(v, decimals=1) for v in (wave.lower, wave.upper))
    return words.say("with_margin", text=text, lower=lower, upper=upper)


def _known_bound(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _trend_finding(tell: PublicFigures, joined: pd.DataFrame) -> str:
    """Return what the two newest waves that may be compared say."""
    newest = [
        (
            str(r["period"]),
            float(r["value"]),
            Estimate(r["value"], _known_bound(r["lower"]), _known_bound(r["upper"])),
        )
        for _, r in joined.tail(2).iterrows()
    ]
    words = tell.words
    if len(newest) < 2:  # noqa: PLR2004
        return words.say("one_wave", after=newest[0][0]) if newest else ""
    (before, first, one), (after, last, other) = newest
    return words.say(
        CHANGE_WORDS[judge_change(one, other)],
        before=before,
        after=after,
        first=words.number(first, decimals=1),
        last=words.number(last, decimals=1),
    )


def _trend_notes(
    tell: PublicFigures, rows: pd.DataFrame, *, place: str, left_out: int
) -> Iterable[str]:
    """Yield what must be told with the waves."""
    words = tell.words
    earlier = rows.loc[~rows["comparable"], "period"]
    if len(earlier):
        yield words.say("break", last=earlier.iloc[-1])
    for _, row in rows[rows["name"] != place].iterrows():
        yield words.say("other_unit", period=row["period"], name=row["name"])
    if rows["lower"].notna().any():
        yield words.say("margin")
    if rows["lower"].isna().any():
        yield words.say("unknown_margin")
    yield words.say("axis")
    if left_out:
        yield words.say("newest_waves", count=len(rows))
