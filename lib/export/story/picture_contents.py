"""What stands in a picture for communication: one dataclass per kind, all texts worded.

Not here: taking the figures from the board (`make_contents`), setting and drawing
(`draw_pictures`).
"""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from lib.export.story.picture_words import PictureLanguage


@dataclass(frozen=True, kw_only=True)
class Look:
    """The municipality's name and style."""

    municipality: str
    accent: str
    text_on_accent: str
    logo: bytes = field(default=b"", repr=False)
    fonts: Path | None = None


@dataclass(frozen=True, kw_only=True)
class PictureContent:
    """What every kind has.

    `name` is a file name without its ending. `place` is the area or the municipality that it is
    about; `notes` are caveats of the figure; `marks` words that stand large in the
    picture. `alternative` describes the picture in words.
    """

    name: str
    language: PictureLanguage
    look: Look
    place: str
    title: str
    finding: str = ""
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    source: str
    alternative: str

    @property
    def parts(self) -> dict[str, Any]:
        """What this kind has for the template, apart from the common parts."""
        return {}

    @property
    def images(self) -> dict[str, bytes]:
        """The images that the template reads, by name."""
        return {"logo.svg": self.look.logo} if self.look.logo else {}


@dataclass(frozen=True, kw_only=True)
class KeyNumber(PictureContent):
    """One figure; `value` is the reason where there is no figure (`absent`)."""

    value: str
    label: str
    absent: bool = False

    @property
    def parts(self) -> dict[str, Any]:
        """Return the figure with what it counts."""
        return {"big": self.value, "label": self.label, "is-reason": self.absent}


@dataclass(frozen=True, kw_only=True)
class HighlightedArea(KeyNumber):
    """A map with one area lit, and its figure; `width` and `height` are in metres."""

    drawing: str
    width: float
    height: float

    @property
    def parts(self) -> dict[str, Any]:
        """Return the figure and the map."""
        return super().parts | {"graphic": {"shape": "map"}}

    @property
    def images(self) -> dict[str, bytes]:
        """Return the logo and the map."""
        return super().images | {"map.svg": self.drawing.encode()}


@dataclass(frozen=True, kw_only=True)
class Distance(KeyNumber):
    """How far a figure is from its goal: both on a line; values in their unit."""

    now: float
    goal: float
    now_text: str
    goal_text: str

    STEP: ClassVar[float] = 0.5

    @property
    def parts(self) -> dict[str, Any]:
        """Return the figure and the line, which runs from a step below to a step above both."""
        low, high = sorted((self.now, self.goal))
        first, last = int(low // self.STEP), int(-(-high // self.STEP))
        first, last = first - (low == first * self.STEP), last + (high == last * self.STEP)
        spread = (last - first) * self.STEP
        return super().parts | {
            "graphic": {
                "shape": "strip",
                "now-text": self.now_text,
                "goal-text": self.goal_text,
                "now": (self.now - first * self.STEP) / spread,
                "goal": (self.goal - first * self.STEP) / spread,
            },
        }


@dataclass(frozen=True, kw_only=True)
class PictureWave:
    """A survey wave with its 95 % interval where known; `joined`: comparable with the newest."""

    period: str
    text: str
    value: float
    lower: float | None
    upper: float | None
    joined: bool


@dataclass(frozen=True, kw_only=True)
class Trend(PictureContent):
    """Waves of one place in time, and the goal."""

    waves: tuple[PictureWave, ...]
    goal: float | None = None
    goal_text: str = ""

    @property
    def parts(self) -> dict[str, Any]:
        """Return the waves by their place between the lowest and the highest that is drawn."""
        drawn = [
            v for w in self.waves for v in (w.value, w.lower, w.upper, self.goal) if v is not None
        ]
        low, high = min(drawn), max(drawn)
        spread = max(high - low, 0.5)  # a small difference is not to look large

        def down(value: float | None) -> float | None:
            return None if value is None else round(((high + low + spread) / 2 - value) / spread, 6)

        earlier = [n for n, wave in enumerate(self.waves, 1) if not wave.joined]
        return {
            "graphic": {
                "shape": "trend",
                "waves": [
                    asdict(wave)
                    | {part: down(getattr(wave, part)) for part in ("value", "lower", "upper")}
                    for wave in self.waves
                ],
                "goal": down(self.goal),
                "goal-text": self.goal_text,
                "break-after": max(earlier, default=None) if self.waves[-1].joined else None,
            },
        }


@dataclass(frozen=True, kw_only=True)
class MeasurePicture(PictureContent):
    """A measure: what is done, and what residents can do."""

    doing: str
    text: str
    can_do: str
    residents: str

    @property
    def parts(self) -> dict[str, Any]:
        """Return the two texts, each with its heading."""
        both = ((self.doing, self.text, False), (self.can_do, self.residents, True))
        return {
            "sections": [
                {"heading": heading, "text": text, "boxed": boxed}
                for heading, text, boxed in both
                if text
            ]
        }
