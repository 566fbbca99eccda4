"""Personal data in free text: what is refused, and what must pass although it looks like it."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.nl import bsn

from lib.store.personal import NOTICE, find_personal_data

# What was found, as the reason names it -> texts in which it stands.
REFUSED = {
    "burgerservicenummer": [
        "123456782",
        "BSN 111222333",
        "bsn: 1112.22.333",
        "(111.222.333)",
        "111 222 333",
        "111-222-333",
        "12345678-2 of 12345672",
        "Meneer met nummer 012345672 belde.",
        "NL123456782B01",
        "123456782, 7 weken",
        "11122 2333",
        "1112 22333",
        "１２３４５６７８２",
        "١٢٣٤٥٦٧٨٢",
        "𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟐",
        "12345\u200b6782",
        "123\u00ad456782",
        "123\u00a0456\u00a0782",
        "123\u2009456\u2009782",
        "123\u2011456\u2011782",
        "123–456–782",
        "1112\u202422\u2024333",
        "de verdachte (111222333)",
    ],
    "geboortedatum": [
        "geboren op 12 mei 1980",
        "Geboren te Venlo, 12 december 2019",
        "geb. 12-05-80",
        "geb 12-05-1980",
        "geboortedatum: 12-09-2025",
        "haar verjaardag (3/4/2016)",
        "12-05-1980",
        "12/5/1980",
        "12.05.1980",
        "12 05 1980",
        "1980-05-12",
        "1980/05/12",
        "12-05-80",
        "31-12-2014",
        "1-1-1900",
        "geboren: 12–5–1980",
        "12\u201105\u20111980",
        "１２－０５－１９８０",
        "12-05-19\u200b80",
        "hij (12-05-1980) woont er nog",
        "12 mei 1980 geboren",
        "geboren op 1980-05-12",
    ],
    "adres": [
        "Kerkstraat 12",
        "kerkstraat 12a",
        "KERKSTRAAT 12",
        "Prins Hendriklaan 4a",
        "Markt 1",
        "de Oude Markt 12",
        "Lange Straat 3",
        "5911 AB",
        "5911AB Venlo",
        "5911ab",
        "Kerkstraat, 12",
        "Kerkstraat12",
        "Kerkstraat nr. 12",
        "Kerkstraat huisnummer 12",
        "Kerkstraat 12-14",
        "Roermondseweg 200 bis",
        "Keulsepoort 12",
        "Burgemeester van Rijnsingel 10",
        "Rozenhof 7",
        "Molenpad 3",
        "op Parade 7",
        "Sint-Jozefstraat 4",
        "Kerkstraat\n12",
        "Kerkstraat\t12",
        "Kerkstraat\u00a012",
        "Kerkstraat\u200b12",
        "Ｋｅｒｋｓｔｒａａｔ １２",
        "Kerkstraat\u2060 12",
        "inval bij Straelseweg 370",
        "pand Noorderpad 3B, eerste verdieping",
        "Maasboulevard 20",
    ],
    "telefoonnummer": [
        "06-12345678",
        "06 12 34 56 78",
        "06 - 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "0612345678",
        "+31 6 12345678",
        "+31612345678",
        "0031612345678",
        "077-3596666",
        "077 359 66 66",
        "(077) 359 66 66",
        "+49 171 1234567",
        "+32 470 12 34 56",
        "bel 0612345678!",
        "０６－１２３４５６７８",
        "06‑12345678",
        "06\u200b12345678",
        "06\u00a012\u00a034\u00a056\u00a078",
    ],
    "kenteken": [
        "AB-12-34",
        "12-34-AB",
        "12-AB-34",
        "GH-12-JK",
        "GH-JK-12",
        "12-GH-JK",
        "12-GHJ-3",
        "1-GHJ-23",
        "GH-123-J",
        "G-123-HJ",
        "GHJ-12-K",
        "G-12-HJK",
        "1-GH-234",
        "123-GH-4",
        "1-ghj-23",
        "gh-123-j",
        "GH123J",
        "GH 123 J",
        "een witte bus (1-GHJ-23) reed weg",
        "kenteken 12‑GHJ‑3.",
        "G\u200b-123-HJ",
    ],
    "rekeningnummer": [
        "NL91 ABNA 0417 1643 00",
        "NL91ABNA0417164300",
        "nl91abna0417164300",
        "NL91-ABNA-0417-1643-00",
        "rekening NL91 ABNA 0417 1643 00 op naam van een stichting",
        "DE89 3704 0044 0532 0130 00",
        "BE68 5390 0754 7034",
        "NL91\u00a0ABNA\u00a00417\u00a01643\u00a000",
    ],
    "nummer van een zaak": [
        "PL2300-2026123456",
        "PL2300-2026123456-1",
        "PL2300 2026123456",
        "pl2300-2026123456",
        "PL23RM 2012034567",
        "PL2300/2026123456",
        "PL2300\u20112026123456",
        "03/123456-26",
        "03-123456-26",
        "03.123456.26",
        "parketnummer 03/123456-26",
        "zaaknummer 2026123456",
        "BVH 2026123456",
        "mutatienr. 2026123456",
        "proces-verbaal 2026-123456",
        "dossier ABC-2026-1234",
    ],
    "e-mailadres": [
        "jan@voorbeeld.nl",
        "JAN.DE-VRIES+x@sub.voorbeeld.co.uk",
        "jan (at) voorbeeld.nl",
        "jan [at] voorbeeld.nl",
        "jan @ voorbeeld.nl",
        "mail:jan@voorbeeld.nl.",
        "j\u200ban@voorbeeld.nl",
        "jan＠voorbeeld．nl",
        "<jan@voorbeeld.nl>",
        "info@venlo.nl",
        "josé@voorbeeld.nl",
    ],
}
ALLOWED = [
    "",
    "Meer licht in de wijk",
    "artikel 12",
    "artikel 13b",
    "112",
    "Plein 1944",
    "Plein 40-45",
    "Kerkstraat wordt heringericht",
    "In de Kerkstraat 12 woningen",
    "Kerkstraat 12 lampen erbij",
    "Op de Markt 3 extra boa's",
    "Molenstraat 30 km-zone",
    "de Kerkstraat 40 km per uur",
    "Venloseweg 4 camera's",
    "langs de Straelseweg 12 bomen",
    "Roermondseweg 3 ongevallen",
    "In de Parade 5 winkels dicht",
    "GM0983",
    "WK098311 en BU09831101",
    "een voetgangersgebied van 10-uur tot 12-uur",
    "voor kinderen van 4-tot-12",
    "een dossier over 2026",
    "de registratie van 2021-2026",
    "incidenten 2023-2026",
    "een zaak van 2 miljoen",
    "proces-verbaal tegen 12 bedrijven",
    "NL2030",
    "NL91 ABNA 0417 1643 01",
    "A-73 en N-271",
    "COVID-19",
    "fase 3-B-2",
    "24-7 open, 1-2-2026",
    "het PL van 2300",
    "MH-17",
    "artikel 6 lid 1",
    "paragraaf 5.3",
    "Regio 12",
    "top 10",
    "Blerick 2030",
    "fase 2",
    "A73",
    "N271",
    "Q4",
    "47018NED",
    "Wijk 25 Klingerberg",
    "12-09-2025",
    "32-13-1980",
    "2025-09-12",
    "12/9/2025",
    "op 12 september 2025",
    "1-1-2015",
    "Wet van 1-1-2015",
    "2023-2026",
    "2023 2026",
    "2021/2022",
    "13 mei 2000",
    "een jubileum: 25-jarig op 12-09-2025",
    "geboren Venlonaren",
    "In 1980 geboren bewoners",
    "voor kinderen geboren in 2012",
    "€ 12.345.678",
    "12.345.678 euro",
    "EUR 12.345.672",
    "1.234.567 inwoners",
    "6.501 misdrijven",
    "7,2 en 6,4",
    "0,123456782",
    "cijfers 7 8 6 7 7 8 7 6 8",
    "12 34 56 78",
    "123456781",
    "111222334",
    "1234567890",
    "12345",
    "2023: 6456, 2024: 6501",
    "Bel 112",
    "0900-8844",
    "0900 8844",
    "0800-7000",
    "14 077",
    "088-1234567",
    "Kerkstraat 2025",
    "Kerkstraat 24/7",
    "in de Kerkstraat 10% minder",
    "Molenstraat 2e fase",
    "Kerkstraat 12 september",
    "Kerkstraat 12-09-2025",
    "de Kerkstraat 3 keer per week",
    "Kerkstraat 12.000 euro",
    "onderweg 3",
    "op de markt 1",
    "per straat 2 teams",
    "op het plein 4",
    "Tegelen op de Heide 3",
    "Vastenavondkamp 3",
    "Hout-Blerick 12 meldingen",
    "Monitoring 3",
    "IN 2023 IS",
    "5911 inwoners",
    "5911 op de",
    "1500 kg",
    "1500kg",
    "2024de",
    "5911ABC",
    "x5911AB",
    "@gemeente",
    "een e-mail sturen",
    "jan at voorbeeld",
    "om 14.30 @ 15.00",
    "v1.2.3",
    "AVE en BIJ",
    "=1+1",
    "<b>vet</b>",
    "Robert'); DROP TABLE x;--",
    "\u0000",
    "🙂",
]
CASES = [(what, text) for what, texts in REFUSED.items() for text in texts]


@pytest.mark.parametrize(("what", "text"), CASES, ids=[repr(text) for _, text in CASES])
def test_personal_data_is_refused_with_the_reason(what: str, text: str) -> None:
    reason = find_personal_data(text)
    assert reason is not None
    assert what in reason
    assert text.casefold() not in reason.casefold()  # what is refused is not repeated anywhere


@pytest.mark.parametrize("text", ALLOWED, ids=repr)
def test_what_only_looks_like_it_passes(text: str) -> None:
    assert find_personal_data(text) is None


@pytest.mark.parametrize(("what", "text"), CASES[::7], ids=[repr(text) for _, text in CASES[::7]])
def test_it_is_found_within_a_long_text(what: str, text: str) -> None:
    around = "De gemeente praat met bewoners over de wijk. " * 40
    assert what in str(find_personal_data(f"{around}{text} {around}"))


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Every valid citizen service number: eight digits and the one that makes the sum right."""
    first = draw(st.integers(1_000_000, 99_999_999))
    body = f"{first:08}"
    check = sum((9 - n) * int(digit) for n, digit in enumerate(body)) % 11
    return f"{body}{check}" if check < 10 else draw(numbers())


GROUPS = [(9,), (3, 3, 3), (4, 2, 3), (4, 5), (5, 4)]


@given(
    numbers(),
    st.sampled_from(GROUPS),
    st.sampled_from([" ", ".", "-", "\u00a0", "\u2011", "–"]),
    st.sampled_from(["", "bsn ", "Nummer: ", "("]),
    st.sampled_from(["", " van iemand", ")", "."]),
)
def test_every_valid_service_number_is_refused(
    number: str, groups: tuple[int, ...], between: str, before: str, after: str
) -> None:
    assert bsn.is_valid(number)
    parts, rest = [], number
    for size in groups:
        parts.append(rest[:size])
        rest = rest[size:]
    assert find_personal_data(before + between.join(parts) + after) is not None


@given(numbers())
def test_a_service_number_without_its_leading_zero_is_refused(number: str) -> None:
    assert find_personal_data(f"nummer {number.removeprefix('0')} gebeld") is not None


@given(st.dates(dt.date(1900, 1, 1), dt.date(2014, 12, 31)), st.sampled_from("-/. "))
def test_every_old_day_is_refused(day: dt.date, between: str) -> None:
    assert find_personal_data(f"overleg van {day:%d{between}%m{between}%Y} gehad") is not None


@given(st.dates(dt.date(2015, 1, 1), dt.date(2099, 12, 31)), st.sampled_from("-/."))
@example(dt.date(2025, 9, 12), "-")
def test_every_day_since_2015_passes_unless_it_is_a_birth(day: dt.date, between: str) -> None:
    text = f"{day:%d{between}%m{between}%Y}"
    assert find_personal_data(f"overleg van {text} gehad") is None
    assert find_personal_data(f"geboren op {text} in de stad") is not None


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1), max_size=30))
def test_words_without_digits_and_signs_always_pass(words: list[str]) -> None:
    assert find_personal_data(" ".join(words)) is None


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert find_personal_data(text) is None or str(find_personal_data(text)).startswith(
        "In deze tekst staat"
    )


@pytest.mark.parametrize("sign", ["a", "a@", "1", "1-", "1 ", "straat ", "a.", "+", "(at)", "é1"])
def test_long_repetitions_are_answered(sign: str) -> None:
    """Given what makes a bad pattern try every way to match: it finds nothing, and ends."""
    assert find_personal_data(sign * 20_000 + "!") is None


def test_notice_names_what_does_not_belong_in_a_field() -> None:
    for word in ("namen", "bewoners", "verdachten", "zaken", "BIJ", "AVE", "ZVH", "RIEC"):
        assert word in NOTICE
    assert find_personal_data(NOTICE) is None
