"""The picture of ratings over the survey waves, from what the public may see on the board.

Not here: figures of one wave (`make_contents`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from lib.analysis.change import Change
from lib.board import RATING, Board
from lib.board.area_values import least_certain
from lib.catalog import Status
from lib.export.story.picture_contents import PictureContent
from lib.export.story.picture_words import PictureLanguage, PictureWords
from lib.export.story.public_figures import PublicFigures, public_figures
from lib.export.typeset import ExportError

MOST_PICTURE_WAVES = 7
LEAST_SPREAD = 0.5  # of ratings: a small difference is not to look large
INTERVAL = ("value", "lower", "upper")
CHANGE_WORDS = {
    Change.RISE: "rise",
    Change.FALL: "fall",
    Change.NOT_DEMONSTRABLE: "not_demonstrable",
    Change.NO_MARGIN: "no_margin",
}
PictureWave = Mapping[Any, Any]


def make_trend(
    board: Board, area: str | None, *, language: PictureLanguage = PictureLanguage.DUTCH
) -> PictureContent:
    """Return the ratings of an area, or of the municipality, over the waves, with their margin.

    The finding speaks of a rise or a fall only where it is demonstrable. Raises `ExportError`
    where there are no two waves.
    """
    public = public_figures(board, language)
    public.indicator(RATING)
    words, place = public.words, public.place(area)
    key = area or public.board.municipality.code
    rows = public.board.ratings.history(key)
    if len(rows) < 2:  # noqa: PLR2004
        raise ExportError(f"Van {place} zijn er geen twee metingen om te tonen.")
    rows = rows.assign(
        joined=rows["comparable"] & (rows["area"] == key),  # with the newest wave
        text=[words.number(value, decimals=1) for value in rows["value"]],
    )
    visible = rows.tail(MOST_PICTURE_WAVES)
    waves: Sequence[PictureWave] = (
        visible.astype(object).where(visible.notna(), None).to_dict("records")
    )
    goal, goal_word = (public.board.floor, "floor") if area else (public.board.target, "target")
    aim = words.text(goal_word, value=words.number(goal.value, decimals=1)) if goal else ""
    notes = tuple(_trend_notes(words, visible, place=place, left_out=len(rows) - len(visible)))
    finding = _trend_finding(public, [wave for wave in waves if wave["joined"]][-2:], area=key)
    source = words.source(
        [public.board.sources[key] for key in dict.fromkeys(visible["source"])],
        period=words.text("from_to", start=waves[0]["period"], end=waves[-1]["period"]),
        status=least_certain(*map(Status, visible["status"])),
    )
    title = words.text("trend_title")
    figures = "; ".join(_word_wave(words, wave) for wave in waves)
    return PictureContent(
        **public.shared_fields("metingen", RATING, area),
        title=title,
        finding=finding,
        notes=notes,
        graphic=_draw_waves(waves, goal.value if goal else None) | {"goal-text": aim},
        source=source,
        alternative=public.alternative(title, f"{place}: {figures}", finding, *notes, source),
    )


def _draw_waves(waves: Sequence[PictureWave], goal: float | None) -> dict[str, Any]:
    """Return the waves by their place between the lowest and the highest that is drawn."""
    values = [wave[part] for wave in waves for part in INTERVAL] + [goal]
    drawn = [value for value in values if value is not None]
    low, high = min(drawn), max(drawn)
    spread = max(high - low, LEAST_SPREAD)

    def down(value: float | None) -> float | None:
        return None if value is None else round(((high + low + spread) / 2 - value) / spread, 6)

    earlier = [n for n, wave in enumerate(waves, 1) if not wave["joined"]]
    return {
        "shape": "trend",
        "waves": [
            {key: wave[key] for key in ("period", "text", "joined")}
            | {part: down(wave[part]) for part in INTERVAL}
            for wave in waves
        ],
        "goal": down(goal),
        "break-after": max(earlier, default=None) if waves[-1]["joined"] else None,
    }


def _word_wave(words: PictureWords, wave: PictureWave) -> str:
    """Return a wave in words, with its margin where that is known."""
    text = words.text("wave_value", value=wave["text"], period=wave["period"])
    if wave["lower"] is None or wave["upper"] is None:
        return text
    lower, upper = (words.number(wave[bound], decimals=1) for bound in ("lower", "upper"))
    return words.text("with_margin", text=text, lower=lower, upper=upper)


def _trend_finding(public: PublicFigures, waves: Sequence[PictureWave], *, area: str) -> str:
    """Return what the two newest waves that may be compared show."""
    words = public.words
    if len(waves) < 2:  # noqa: PLR2004
        return words.text("one_wave", after=waves[0]["period"]) if waves else ""
    first, last = waves
    verdicts = public.board.ratings.verdicts(first["period"], last["period"])
    return words.text(
        CHANGE_WORDS[verdicts[area]],
        before=first["period"],
        after=last["period"],
        first=first["text"],
        last=last["text"],
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
