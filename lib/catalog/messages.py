"""Dutch words for what pydantic finds. Not here: the rules (`schema`) and reading (`read`)."""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from lib.catalog.problems import DataProblem

# pydantic's error type -> (what was expected, how to fix it); `{…}` is filled from its context.
MESSAGES: dict[str, tuple[str, str]] = {
    "missing": ("een kolom of sleutel met deze naam", "voeg hem toe, met precies deze naam"),
    "extra_forbidden": (
        "alleen kolommen en sleutels die het dashboard kent",
        "haal hem weg of verbeter de naam",
    ),
    "float_parsing": ("een getal", "schrijf alleen cijfers, met een punt voor de decimalen"),
    "float_type": ("een getal", "schrijf alleen cijfers, met een punt voor de decimalen"),
    "int_parsing": ("een heel getal", "schrijf alleen cijfers"),
    "int_from_float": ("een heel getal", "laat de decimalen weg"),
    "int_type": ("een heel getal", "schrijf alleen cijfers"),
    "decimal_comma": ("een getal met een decimale punt", "vervang de komma door een punt"),
    "thousands": ("een getal zonder punten voor duizendtallen", "haal de punten weg"),
    "literal_error": ("een van: {expected}", "kies een van deze woorden"),
    "enum": ("een van: {expected}", "kies een van deze woorden"),
    "string_too_short": ("een ingevulde waarde", "vul de cel in"),
    "string_too_long": ("hoogstens {max_length} tekens", "maak de tekst korter"),
    "string_unicode": ("leesbare tekst", "typ de tekst opnieuw"),
    "string_type": ("tekst", "zet de waarde tussen aanhalingstekens"),
    "string_pattern_mismatch": (
        "een sleutel van letters, cijfers en koppeltekens",
        "gebruik een bestaande sleutel, zonder spaties of leestekens",
    ),
    "greater_than_equal": ("een getal van {ge} of meer", "verbeter het getal"),
    "less_than_equal": ("een getal van {le} of minder", "verbeter het getal"),
    "too_short": ("ten minste één waarde", "vul de cel in"),
    "too_long": ("hoogstens {max_length} waarden", "haal er weg wat te veel is"),
    "opaque": ("een verwijzing die het dashboard zelf maakt", "kies het cijfer opnieuw"),
    "tuple_type": ("een lijst tussen vierkante haken", "zet [ en ] om de waarden"),
    "model_type": ("een tabel met sleutels", "controleer de haken boven dit deel"),
    "date_type": ("een datum als 2026-11-23", "schrijf jaar-maand-dag"),
    "date_parsing": ("een datum als 2026-11-23", "schrijf jaar-maand-dag"),
    "date_from_datetime_parsing": ("een datum als 2026-11-23", "schrijf jaar-maand-dag"),
    "date_from_datetime_inexact": ("een datum als 2026-11-23", "laat de tijd weg"),
    "written_day": ("een dag als 23-11-2026", "schrijf dag-maand-jaar"),
    "partial_date": ("een datum als 2026-11-23, 2026-11 of 2026", "schrijf jaar-maand-dag"),
    "period": ("een periode als 2021, 2023-Q2 of 2023-05", "verbeter de periode"),
    "dataclass_type": (
        "een periode als 2021, 2023-Q2 of 2023-05",
        "zet de periode tussen aanhalingstekens",
    ),
    "file_name": ("de naam van een bestand of map, zonder / erin", "zet het in deze map"),
    "tables_kinds": (
        "'tables' samen met 'kinds' of 'measure'",
        "vul ze samen in, of geen van alle",
    ),
    "rate_parts": ("een 'numerator' en een 'denominator'", "vul ze beide in"),
    "breaks_order": ("grenzen van laag naar hoog", "zet de getallen op volgorde"),
    "address": ("een webadres dat met https:// begint", "verbeter het adres of laat het leeg"),
    "link": ("een adres in dit dashboard, dat met / begint", "kies de figuur opnieuw"),
    "formula": (
        "tekst die niet met = + - of @ begint",
        "haal het eerste teken weg: een rekenprogramma ziet dit als formule",
    ),
    "markup": ("tekst zonder < en > en zonder stuurtekens", "haal de codes weg"),
    "invisible": (
        "tekst zonder onzichtbare tekens (hier staat {sign})",
        "typ de tekst opnieuw, zonder te plakken",
    ),
    "one_line": ("één regel", "haal de nieuwe regel weg"),
    "personal": ("tekst zonder gegevens van personen ({reason})", "haal die gegevens weg"),
    "unknown_key": ("een waarde uit de lijst, niet '{key}'", "kies een waarde uit de lijst"),
    "end_before_start": ("een einde na het begin", "verbeter het begin of het einde"),
    "end_missing": ("een einde bij wat is afgerond of gestopt", "vul het einde in"),
    "colour": ("een kleur als #0B4F7D", "schrijf een # en zes cijfers of letters a tot en met f"),
    "contrast": (
        "contrast van ten minste 4,5; {colour} op {ground} heeft {ratio}",
        "maak de ene kleur donkerder of de andere lichter",
    ),
    "image": ("tekst zonder afbeeldingen", "haal de afbeelding (![…](…)) weg"),
    "value_or_missing": (
        "een waarde, of een reden in 'missing' waarom die er niet is",
        "vul precies een van de twee in",
    ),
    "half_interval": ("een ondergrens en een bovengrens", "vul 'lower' en 'upper' beide in"),
    "reversed_interval": ("'lower' kleiner dan 'upper'", "verwissel 'lower' en 'upper'"),
    "outside_interval": ("een waarde tussen 'lower' en 'upper'", "verbeter de waarde of de marge"),
}
# Of these the input stays out of the message: it cannot be displayed, or should not be.
HIDDEN_INPUT = {"missing", "string_unicode", "invisible", "personal"}
UNKNOWN_ERROR = ("een andere waarde", "vergelijk met een rij die wel goed is")


def describe_validation_error(
    error: ValidationError, *, file: str, row: int = 0, where: str = ""
) -> Iterable[DataProblem]:
    """Yield one problem for each thing that pydantic found in one row or table."""
    for found in error.errors(include_url=False):
        expected, fix = MESSAGES.get(found["type"], UNKNOWN_ERROR)
        context: dict[str, Any] = {
            key: str(value).replace(" or ", " of ") for key, value in found.get("ctx", {}).items()
        }
        place = ".".join(str(part) for part in found["loc"] if not _is_internal(part))
        yield DataProblem(
            file,
            row=row,
            column=".".join(filter(None, (where, place))),
            value="" if found["type"] in HIDDEN_INPUT else _format_input(found["input"]),
            expected=expected.format_map(context),
            fix=fix,
        )


def unknown_key_problem(file: str, *, column: str) -> DataProblem:
    """Return the problem of a key that no model knows."""
    expected, fix = MESSAGES["extra_forbidden"]
    return DataProblem(file, column=column, expected=expected, fix=fix)


def _is_internal(part: int | str) -> bool:
    """Tell whether pydantic named one of its own validators instead of a field."""
    return isinstance(part, str) and "[" in part


def _format_input(value: object) -> str:
    return "" if value is None or isinstance(value, dict) else str(value)
