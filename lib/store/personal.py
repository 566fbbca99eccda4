"""Personal data in free text: what is refused before it is stored, and the notice at each field.

Found are numbers, plates, accounts, dates and addresses that are written as such. A name looks like
any other word: therefore each field has `NOTICE`. Rather a little too much is refused than too
little, but these pass on purpose: years, amounts, articles, roads by number, dates of the policy,
a number of something in a street, and numbers of public services (112, 0800, 0900, 088, 14 0xx).
Not here: permissions.
"""

import datetime as dt
import re
import unicodedata

from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, number_type
from stdnum import iban
from stdnum.nl import bsn

NOTICE = (
    "Zet hier geen namen van bewoners, verdachten of zaken, en geen gegevens uit BIJ, AVE, het "
    "ZVH, het RIEC of de Wet politiegegevens."
)
# Most people were born before this day; dates of the policy and of the laws that it rests on come
# after it. Who writes about something older can do with the year.
BORN_BEFORE = dt.date(2015, 1, 1)
NEAR_BIRTH = 40  # characters between 'geboren' and the date
PUBLIC_SERVICES = {
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.UAN,
}

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+ ?(?:@|[(\[]at[)\]]) ?[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}", re.IGNORECASE
)
# Eight or nine digits in the groups in which people write them; never in those of a date.
_BSN = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:\d{8,9}|\d{4,5}[ ./-]\d{4}|\d{4}[ ./-]\d{5}"
    r"|\d{3,4}([ ./-])\d\d\1\d{3}|\d{2,3}([ ./-])\d{3}\2\d{3})(?!\d|[.,]\d)"
)
_TWO_YEARS = re.compile(r"(19|20)\d\d\D(19|20)\d\d")
_AMOUNT_BEFORE = re.compile(r"(€|\beur|\beuro) ?$", re.IGNORECASE)
_AMOUNT_AFTER = re.compile(r" ?(€|eur\b|euro\b)", re.IGNORECASE)

_DATE = re.compile(
    r"(?<![\d.,])(?:(?P<day>\d{1,2})(?P<sign>[-/. ])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})"
    r"|(?P<day2>\d{1,2})(?P<sign2>[-/])(?P<month2>\d{1,2})(?P=sign2)(?P<year2>[3-9]\d)"
    r"|(?P<year3>\d{4})(?P<sign3>[-/.])(?P<month3>\d{1,2})(?P=sign3)(?P<day3>\d{1,2}))(?!\d)"
)
_MONTHS = "jan|feb|maa|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec"
_ANY_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{4}|\d\d)|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    rf"|\d{{1,2}}[ -]?(?:{_MONTHS})[a-z]*\.?[ -]?\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"\b(?:geboren|geboorte|geb\b|verjaardag|dob\b|born\b)", re.IGNORECASE)

# An account by its country and check digits; how long it is follows from the country.
_ACCOUNT_START = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d\d(?=[ .-]?[A-Za-z\d])")
_ACCOUNT_LENGTHS = range(15, 35)
# The series in which plates are given out ('sidecodes', RDW), with X for a letter. Of the first
# three, codes of areas and other things have the same form: a plate only with hyphens.
_OLD_PLATES = ("XX-99-99", "99-99-XX", "99-XX-99")
_PLATES = (
    *("XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9", "9-XXX-99", "XX-999-X"),
    *("X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9"),
)
# No vowels are given out any more, lest they make a word; small letters only with hyphens.
_CONSONANT = "BCDFGHJKLMNPRSTVWXZ"


def _plates(series: tuple[str, ...], *, letter: str, between: str) -> str:
    """Return a pattern for plates of some series."""
    parts = ("|".join(series)).replace("-", between)
    return rf"(?<![\w-])(?:{parts})(?![\w-])".replace("X", f"[{letter}]").replace("9", r"\d")


_PLATE = re.compile(
    "|".join(
        (
            _plates(_OLD_PLATES, letter="A-Z", between="-"),
            _plates(_OLD_PLATES, letter=_CONSONANT.lower(), between="-"),
            _plates(_PLATES, letter=_CONSONANT, between="[ -]?"),
            _plates(_PLATES, letter=_CONSONANT.lower(), between="-"),
        )
    )
)
# A case of the police (unit, year, number), of the prosecutor, or a number that is called one.
_CASE = re.compile(
    r"\bPL ?\d\d[0-9A-Z]{2}[ /-]?(?:19|20)\d\d[ -]?\d{5,6}(?!\d)"
    r"|(?<!\d)\d\d[/.-]\d{6}[-.]\d\d(?!\d)"
    r"|\b(?:zaak|parket|mutatie|registratie|incident|dossier|pv|bvh|proces-verbaal)"
    r"[ -]?(?:nummer|nr\.?)?[ :]{0,2}(?=[A-Z\d/-]*\d{4})[A-Z\d][A-Z\d/-]{5,20}(?!\w)",
    re.IGNORECASE,
)

# What is counted in a street: no house number. A verb ends alike ('wonen'), so it is a list.
_COUNTED = (
    "woningen|huizen|panden|winkels|bedrijven|ondernemers|straten|bomen|lampen|lantaarns|camera's|"
    "bankjes|drempels|borden|parkeerplaatsen|fietsen|auto's|meldingen|misdrijven|incidenten|"
    "inbraken|diefstallen|vernielingen|ongevallen|ongelukken|overtredingen|boetes|controles|"
    "inwoners|bewoners|mensen|jongeren|kinderen|leerlingen|bezoekers|boa's|agenten|wijkagenten|"
    "handhavers|vrijwilligers|teams|buurtpreventieteams|evenementen|activiteiten|gesprekken|kilometer"
)
# A house number: not a year, a date, a share or an amount of something.
_HOUSE = (
    r",? ?(?:nr\.?|nummer|huisnummer|no\.)? ?(?!(?:19|20)\d\d\b|40-?45\b)\d{1,4}"
    r"(?!\d|[.,:/]\d|e\b|(?P<sign>[-/. ])\d{1,2}(?P=sign)\d| ?[%x]"
    rf"| ?(?:uur|keer|maal|jaar|maand|week|weken|dag|procent|euro|meter|{_MONTHS})"
    rf"| (?:km\b|(?:extra |nieuwe |oude )?(?:{_COUNTED})\b))"
)
# Endings that are a street in small letters too, except in words that are no name of one.
_STREET = re.compile(
    r"\b(?!(?:onderweg|snelweg|autoweg|spoorweg|vaarweg|schoolplein|speelplein|winkelstraat)\b)"
    r"[^\W\d_]{2,}(?:straat|laan|steeg|gracht|dreef|plantsoen|singel|kade|dijk|boulevard|weg|plein)"
    + _HOUSE,
    re.IGNORECASE,
)
# Words and endings that are a street only with a capital.
_NAMED_STREET = re.compile(
    r"\b(?:Straat|Laan|Steeg|Gracht|Singel|Kade|Dijk|Weg|Plein|Markt|Parade|Brink|Hof|Pad|Boulevard"
    r"|[A-Z][^\W\d_]+(?:hof|pad|markt|poort|baan|wal|brink))" + _HOUSE
)
_POSTCODE = re.compile(
    r"(?<!\w)(?:(?!(?:19|20)\d\d )[1-9]\d{3} ?[A-Z]{2}"
    r"|(?!19|20)[1-9]\d{3}(?!kg|km|cm|mm|st|de|en|er)[a-z]{2})(?!\w)"
)


def find_personal_data(text: str) -> str | None:
    """Return in Dutch why a text may not be stored; None when nothing personal was found in it."""
    seen = _normalise_signs(text)
    if _EMAIL.search(seen):
        what = "een e-mailadres"
    elif _has_phone(seen):
        what = "een telefoonnummer"
    elif _has_account(seen):
        what = "een rekeningnummer"
    elif _CASE.search(seen):
        what = "een nummer van een zaak"
    elif _PLATE.search(seen):
        what = "een kenteken, of iets dat er een kan zijn"
    elif _has_bsn(seen):
        what = "een burgerservicenummer, of een getal dat er een kan zijn"
    elif _has_birth_date(seen):
        what = "een geboortedatum, of een datum die er een kan zijn (schrijf dan alleen het jaar)"
    elif any(found.search(seen) for found in (_STREET, _NAMED_STREET, _POSTCODE)):
        what = "een adres: een straat met huisnummer, of een postcode"
    else:
        return None
    return f"In deze tekst staat {what}. Haal het weg: hier horen geen gegevens van personen."


def _normalise_signs(text: str) -> str:
    """Return the text with ordinary digits, dashes and spaces, and no signs that are not seen."""
    return " ".join("".join(map(_normalise_sign, unicodedata.normalize("NFKC", text))).split())


def _normalise_sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind == "Pd" or sign == "\N{MINUS SIGN}":
        return "-"
    return "" if kind == "Cf" else sign


def _has_phone(text: str) -> bool:
    found = PhoneNumberMatcher(text.replace(" - ", "-"), "NL", leniency=Leniency.VALID)
    return any(number_type(match.number) not in PUBLIC_SERVICES for match in found)


def _has_account(text: str) -> bool:
    for start in _ACCOUNT_START.finditer(text):
        signs = text[start.start() : start.start() + 2 * max(_ACCOUNT_LENGTHS)]
        joined = re.sub(r"[ .-]", "", signs)
        if any(iban.is_valid(joined[:length], check_country=False) for length in _ACCOUNT_LENGTHS):
            return True
    return False


def _has_bsn(text: str) -> bool:
    for found in _BSN.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        # As 0900-1234: of a short number a zero is left out, not one of two.
        is_phone = len(digits) < len("123456782") and digits.startswith("0")
        is_other = (
            is_phone
            or _TWO_YEARS.fullmatch(found[0])
            or _AMOUNT_BEFORE.search(text, 0, found.start())
            or _AMOUNT_AFTER.match(text, found.end())
        )
        if bsn.is_valid(digits) and not is_other:
            return True
    return False


def _has_birth_date(text: str) -> bool:
    for found in _ANY_DATE.finditer(text):
        around = text[max(0, found.start() - NEAR_BIRTH) : found.end() + NEAR_BIRTH]
        if _BIRTH.search(around):
            return True
    return any(_is_birth_date(found) for found in _DATE.finditer(text))


def _is_birth_date(found: re.Match[str]) -> bool:
    year, month, day = (
        int(found[name] or found[f"{name}2"] or found[f"{name}3"])
        for name in ("year", "month", "day")
    )
    try:
        date = dt.date(year if found["year2"] is None else 1900 + year, month, day)
    except ValueError:
        return False
    return dt.date(1900, 1, 1) <= date < BORN_BEFORE
