"""Text alternatives in the languages of international residents. Not here: Dutch (`telling`)."""

from babel.numbers import format_decimal

from lib.analysis.gap import published
from lib.board import RATING
from lib.story.fact import Fact, FigureRef, Kind, Role
from lib.story.facts import Facts, figure

LANGUAGES = ("en", "de", "pl")
RATED = {
    "en": "Residents of {name} gave their neighbourhood a {value} for safety ({period} survey).",
    "de": "{name}: Bewohner gaben ihrem Viertel für Sicherheit eine {value} (Umfrage {period}).",
    "pl": "{name}: mieszkańcy ocenili bezpieczeństwo swojej okolicy na {value} (badanie {period}).",
}
VALUE = "{indicator}, {name}, {period}: {value}."
BELOW = {
    "en": "That was {value} points below {goal}.",
    "de": "Das waren {value} Punkte unter {goal}.",
    "pl": "To {value} punktu poniżej {goal}.",
}
ABOVE = {
    "en": "That was {value} points above {goal}.",
    "de": "Das waren {value} Punkte über {goal}.",
    "pl": "To {value} punktu powyżej {goal}.",
}
REACHED = {
    "en": "That was exactly {goal}.",
    "de": "Das war genau {goal}.",
    "pl": "To dokładnie {goal}.",
}
NOT_PUBLIC = {
    "en": "This figure is not public.",
    "de": "Diese Zahl ist nicht öffentlich.",
    "pl": "Ta liczba nie jest publiczna.",
}
MADE_UP = {
    "en": "These figures are fictitious.",
    "de": "Diese Zahlen sind fiktiv.",
    "pl": "Te liczby są fikcyjne.",
}


def alternative(found: Facts, ref: FigureRef, *, language: str) -> str:
    """Return what a picture of a figure shows; `KeyError` for another language."""
    not_public = NOT_PUBLIC[language]
    number = next(iter(_values(found, ref)), None)
    if number is None or figure(found, ref) is None:
        return not_public
    template = RATED[language] if ref.indicator == RATING else VALUE
    told = template.format(
        name=number.name, period=number.period, indicator=number.label,
        value=_shown(number.value or 0.0, language, decimals=number.decimals),
    )  # fmt: skip
    parts = [told]
    if ref.kind is Kind.GAP:
        parts.append(_gap(found, ref, language))
    return " ".join([*parts, MADE_UP[language]] if number.fictitious else parts)


def _values(found: Facts, ref: FigureRef) -> list[Fact]:
    return [
        f
        for f in found.about(ref.indicator)
        if (f.role, f.area, f.period) == (Role.VALUE, ref.area, ref.period)
    ]


def _gap(found: Facts, ref: FigureRef, language: str) -> str:
    """Return the distance to the goal; the goal is told as its number."""
    gap = figure(found, ref)
    value = gap.value or 0.0 if gap else 0.0
    goal = next(
        f for f in found.about(RATING) if f.role is Role.GOAL and gap and f.label == gap.label
    )
    side = REACHED if value == 0 else BELOW if value < 0 else ABOVE
    return side[language].format(
        value=_shown(abs(value), language, decimals=1),
        goal=_shown(goal.value or 0.0, language, decimals=1),
    )


def _shown(value: float, language: str, *, decimals: int) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    rounded = published(value, decimals=decimals)
    return str(format_decimal(rounded, format=pattern, locale=language))
