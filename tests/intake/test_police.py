"""Lists of the police: what they say, what is wrong with them, and what they may never hold."""

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.catalog import Catalog, Status
from lib.intake import PoliceList, make_police_template, read_police_list
from lib.intake.police_names import UNLOCATED
from lib.intake.police_template import write_police_xlsx
from tests.intake.files import Formula, Rows, csv, resave_as_ods, xlsx

TODAY = dt.date(2026, 11, 23)
HEADER = "soort;wijk;datum;aantal"
FIRST, SECOND = dt.date(2026, 11, 1), dt.date(2026, 11, 2)


def read(content: bytes, catalog: Catalog, *, name: str = "lijst.csv") -> PoliceList:
    return read_police_list(content, name=name, catalog=catalog, today=TODAY)


def lines(catalog: Catalog, *rows: str, header: str = HEADER) -> PoliceList:
    return read(csv(header, *rows), catalog)


def book(catalog: Catalog, rows: Rows) -> PoliceList:
    return read(xlsx(rows), catalog, name="lijst.xlsx")


def messages(found: PoliceList) -> list[str]:
    return [str(problem) for problem in found.problems]


def test_counts_per_kind_area_and_day(catalog: Catalog) -> None:
    found = lines(
        catalog,
        "woninginbraak;klingerberg;1-11-2026;2",
        "Diefstal en inbraak in woningen;Klingerberg;2026-11-02;1",
        "1.1.1;Steyl;02-11-2026;0",
        "E35;niet gelokaliseerd;1 november 2026;3",
    )
    assert found.problems == ()
    assert found.counts == {
        ("woninginbraak", "klingerberg", FIRST): 2,
        ("woninginbraak", "klingerberg", SECOND): 1,
        ("overlast-jeugd", UNLOCATED, FIRST): 3,
    }
    assert found.kinds == ("overlast-jeugd", "woninginbraak")
    assert (found.first, found.last) == (FIRST, SECOND)
    assert found.status is Status.PROVISIONAL
    assert found.notices == (
        "De lijst geldt voor alle dagen van 1-11-2026 tot en met 2-11-2026, in alle wijken.",
        "Voor de soorten in de lijst telt een wijk of dag die er niet in staat als 0.",
        "Soorten in de lijst (2): Overlast door jeugd, Diefstal en inbraak in woningen.",
        "Niet gelokaliseerd: 3. Dit telt alleen mee voor het geheel.",
    )


def test_a_row_with_zero_says_how_far_the_list_goes_and_which_kinds_it_has(
    catalog: Catalog,
) -> None:
    found = lines(
        catalog,
        "woninginbraak;steyl;1-11-2026;2",
        "overval;niet gelokaliseerd;22-11-2026;0",
    )
    assert found.counts == {("woninginbraak", "steyl", FIRST): 2}
    assert found.kinds == ("overval", "woninginbraak")
    assert found.last == dt.date(2026, 11, 22)


def test_a_workbook_with_excel_dates_titles_above_and_other_names_of_columns(
    catalog: Catalog,
) -> None:
    found = book(
        catalog,
        [
            ["Overzicht voor de driehoek"],
            [],
            ["Datum kennisname", "Aantal incidenten", "Soort incident", "Wijknaam"],
            [FIRST, 2, "Winkeldiefstal", "Steyl"],
            [SECOND, Formula("=1+2", 3), "Winkeldiefstal", "Steyl"],
        ],
    )
    assert found.problems == ()
    assert list(found.counts.values()) == [2, 3]
    assert found.notices[-1] == "Cellen met een formule: 1. De uitkomst is gebruikt."


def test_the_code_of_a_whole_area_is_that_area(catalog: Catalog) -> None:
    rows = ("overval;WK098335;1-11-2026;1", "overval;98335;2-11-2026;2")
    assert set(lines(catalog, *rows).counts) == {
        ("overval", "steyl", dt.date(2026, 11, day)) for day in (1, 2)
    }


def test_codes_of_one_kind_are_added_up(catalog: Catalog) -> None:
    found = lines(
        catalog,
        "M061;steyl;1-11-2026;2",
        "m062;steyl;1-11-2026;3",
        "M061;steyl;2-11-2026;1",
    )
    assert found.problems == ()
    assert found.counts == {
        ("geluidshinder", "steyl", FIRST): 5,
        ("geluidshinder", "steyl", SECOND): 1,
    }


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("F010", "openbare-dronkenschap"),
        ("F10", "openbare-dronkenschap"),
        ("f 010", "openbare-dronkenschap"),
        ("E 35", "overlast-jeugd"),
        ("E35 Melding overlast jeugd", "overlast-jeugd"),
    ],
)
def test_codes_of_the_police_with_or_without_zeros_and_blanks(
    code: str, kind: str, catalog: Catalog
) -> None:
    found = lines(catalog, f"{code};steyl;1-11-2026;2")
    assert found.problems == ()
    assert found.counts == {(kind, "steyl", FIRST): 2}


def test_the_column_of_areas_may_be_called_by_their_codes(catalog: Catalog) -> None:
    found = lines(catalog, "overval;WK098335;1-11-2026;2", header="soort;wijkcode;datum;aantal")
    assert found.counts == {("overval", "steyl", FIRST): 2}


def test_a_fictitious_list_says_so_in_every_row(catalog: Catalog) -> None:
    header = f"{HEADER};status"
    row = "overval;steyl;1-11-2026;2;"
    assert lines(catalog, f"{row}fictief", header=header).status is Status.FICTITIOUS
    assert lines(catalog, row, header=header).status is Status.PROVISIONAL
    mixed = lines(catalog, f"{row}fictief", "overval;steyl;2-11-2026;2;", header=header)
    assert [p.expected for p in mixed.problems] == ["in elke rij dezelfde status"]


@dataclass(frozen=True)
class Case:
    """A row that is wrong, and what is said about it."""

    row: str
    column: str
    expected: str
    fix: str


CASES = [
    Case("moord;steyl;1-11-2026;1", "soort", "een van: ", "bedoelt u 'Moord en doodslag'?"),
    Case("9.9.9;steyl;1-11-2026;1", "soort", "een van: ", "verbeter de naam"),
    Case(";steyl;1-11-2026;1", "soort", "een van: ", "verbeter de naam"),
    Case(
        "0.0.0;steyl;1-11-2026;1",
        "soort",
        "een code van één soort",
        "'Geregistreerde misdrijven' of 'Geregistreerde overlast'",
    ),
    Case("36892;steyl;1-11-2026;1", "soort", "een soort, geen datum", "de opmaak Tekst"),
    Case("1-1-2001;steyl;1-11-2026;1", "soort", "een soort, geen datum", "de opmaak Tekst"),
    Case("inwoners;steyl;1-11-2026;1", "soort", "een van: ", "verbeter de naam"),
    Case("rapportcijfer;steyl;1-11-2026;1", "soort", "een van: ", "verbeter de naam"),
    Case(
        "1.2.1;steyl;1-11-2026;1",
        "soort",
        "of al zijn codes: 1.1.2, 1.2.1, 1.2.4, 1.2.5",
        "zet een rij met 0",
    ),
    Case("overval;Steijl;1-11-2026;1", "wijk", "een van: ", "bedoelt u 'Steyl'?"),
    Case("overval;;1-11-2026;1", "wijk", "een van: ", "verbeter de naam"),
    Case("overval;Sevenum;1-11-2026;1", "wijk", "een van: ", "geen ervan lijkt hierop"),
    Case("overval;BU09831101;1-11-2026;1", "wijk", "een deel van Venlo-C", "schrijf 'Venlo-C"),
    Case("overval;Winkelcentrum;1-11-2026;1", "wijk", "een deel van Venlo-C", "tel de delen"),
    Case("overval;WK098343;1-11-2026;1", "wijk", "een deel van Arcen en L", "schrijf 'Arcen"),
    Case("overval;36801;1-11-2026;1", "wijk", "dit is een code", "schrijf de naam van de wijk"),
    Case("overval;9831101;1-11-2026;1", "wijk", "een deel van Venlo-C", "schrijf 'Venlo-C"),
    Case("overval;Totaal;1-11-2026;1", "wijk", "dit is de hele gemeente", ""),
    Case("overval;GM0983;1-11-2026;1", "wijk", "dit is de hele gemeente", ""),
    Case(
        "zedenmisdrijven;steyl;1-11-2026;1",
        "wijk",
        "geen cijfers per wijk",
        "schrijf 'niet gelokaliseerd'",
    ),
    Case("overval;steyl;24-11-2026;1", "datum", "een dag tot en met 23-11-2026", "verbeter"),
    Case("overval;steyl;31-11-2026;1", "datum", "een dag als 23-11-2026", "dag-maand-jaar"),
    Case("overval;steyl;11-2026;1", "datum", "een dag als 23-11-2026", "dag-maand-jaar"),
    Case("overval;steyl;2026;1", "datum", "een dag als 23-11-2026", "dag-maand-jaar"),
    Case("overval;steyl;1-11-2026 23:15;1", "datum", "zonder tijd", "dag-maand-jaar"),
    Case("overval;steyl;;1", "datum", "een dag als 23-11-2026", "dag-maand-jaar"),
    Case("overval;steyl;1-11-2026;-1", "aantal", "een heel getal van 0 of meer", "cijfers"),
    Case("overval;steyl;1-11-2026;1,5", "aantal", "een heel getal van 0 of meer", "cijfers"),
    Case(
        "overval;steyl;1-11-2026;<5",
        "aantal",
        "een getal; dit is een afgeschermd aantal",
        "vraag de maker om het getal",
    ),
    Case("overval;steyl;1-11-2026;-", "aantal", "een getal", "cijfers"),
    Case("overval;steyl;1-11-2026;n.b.", "aantal", "dat er geen aantal is", "vraag het dan"),
    Case("overval;steyl;1-11-2026;", "aantal", "een aantal", "schrijf dan 0"),
    Case("overval;steyl;1-11-2026;123456782", "aantal", "hoogstens 1000 op een dag", "verbeter"),
    Case("overval;steyl;1-11-2026;1e400", "aantal", "een getal", "cijfers"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.row)
def test_a_row_that_is_wrong_says_what_and_how_to_fix_it(catalog: Catalog, case: Case) -> None:
    found = lines(catalog, "overval;velden;1-11-2026;1", case.row)
    (problem,) = found.problems
    assert (problem.file, problem.row, problem.column) == ("lijst.csv", 3, case.column)
    assert case.expected in problem.expected
    assert case.fix in problem.fix
    assert (found.counts, found.kinds) == ({}, ())


def test_everything_that_is_wrong_is_reported_at_once(catalog: Catalog) -> None:
    found = lines(catalog, "x;y;z;w", "overval;steyl;1-11-2026;-2")
    assert {(p.row, p.column) for p in found.problems} == {
        (2, "soort"),
        (2, "wijk"),
        (2, "datum"),
        (2, "aantal"),
        (3, "aantal"),
    }


def test_twice_the_same_is_reported(catalog: Catalog) -> None:
    found = lines(
        catalog,
        "overval;steyl;1-11-2026;1",
        "1.4.7;Steyl;2026-11-01;1",
        "overval;steyl;2-11-2026;1",
    )
    (problem,) = found.problems
    assert problem.row == 3
    assert "elke soort, wijk en dag één keer (staat al in rij 2)" in problem.expected


def test_a_name_next_to_codes_of_the_same_kind_would_count_twice(catalog: Catalog) -> None:
    found = lines(catalog, "geluidshinder;steyl;1-11-2026;1", "M061;velden;1-11-2026;1")
    assert [p.fix for p in found.problems] == ["gebruik de naam of de codes, niet allebei"]


def test_a_year_that_was_typed_wrong_does_not_become_a_year_of_zeros(catalog: Catalog) -> None:
    found = lines(catalog, "overval;steyl;1-11-2026;1", "overval;velden;30-10-2025;1")
    (problem,) = found.problems
    assert (problem.row, problem.column, problem.value) == (3, "datum", "30-10-2025")
    assert "hierna komt pas 1-11-2026 (rij 2)" in problem.expected


@pytest.mark.parametrize(
    "column", ["zaaknummer", "naam", "bsn", "adres", "toelichting", "pv-nummer", "wijk"]
)
def test_any_other_column_is_refused_whatever_is_in_it(catalog: Catalog, column: str) -> None:
    found = lines(catalog, "overval;steyl;1-11-2026;1;x", header=f"{HEADER};{column}")
    (problem,) = found.problems
    assert (problem.row, problem.column, problem.value) == (1, column, "")
    assert "deze lijst mag alleen aantallen hebben" in problem.expected


@pytest.mark.parametrize(
    "row", ["overval;steyl;1-11-2026;1;;Jansen", "overval;steyl;1-11-2026;1;J"]
)
@pytest.mark.parametrize("header", [HEADER, f"{HEADER};;", f"{HEADER};\u200b;\u200b"])
def test_a_column_without_a_name_is_refused_and_not_reported(
    catalog: Catalog, header: str, row: str
) -> None:
    found = lines(catalog, row, header=header)
    (problem,) = found.problems
    assert "kolom zonder naam" in problem.fix
    assert "Jansen" not in str(problem)


def test_a_merged_count_is_no_count_of_two_rows(catalog: Catalog) -> None:
    rows: Rows = [
        HEADER.split(";"),
        ["overval", "steyl", FIRST, None],
        ["overval", "steyl", SECOND, None],
    ]
    content = xlsx(rows, change=lambda sheet: sheet.merge_range("D2:D3", 4))
    found = read(content, catalog, name="lijst.xlsx")
    assert [(p.row, p.expected) for p in found.problems] == [(3, "één aantal per rij")]


@pytest.mark.parametrize(
    ("day", "is_day"), [(46_327, True), (46_327.5, False), (20261101, True), (3.5, False)]
)
def test_numbers_that_are_dates(catalog: Catalog, day: float, *, is_day: bool) -> None:
    found = book(catalog, [HEADER.split(";"), ["overval", "steyl", day, 1]])
    assert (found.problems == ()) is is_day


@pytest.mark.parametrize("content", [b"", b"\0", b"%PDF-1.7", b"soort;wijk\r\n", b"\xff\xfe\x00"])
def test_what_is_no_list_is_reported(catalog: Catalog, content: bytes) -> None:
    found = read(content, catalog)
    assert len(found.problems) == 1
    assert found.kinds == ()


@pytest.mark.slow
def test_a_year_and_a_half_of_everything_is_not_too_much(catalog: Catalog) -> None:
    first = dt.date(2025, 6, 1)
    kinds = ("winkeldiefstal", "vernieling", "mishandeling")
    areas = list(catalog.of_kind("area"))[:12]
    rows = [
        (kind, area, first + dt.timedelta(days=day), 1, "voorlopig")
        for day in range(540)
        for kind in kinds
        for area in areas
    ]
    found = read(write_police_xlsx(rows, catalog=catalog), catalog, name="lijst.xlsx")
    assert found.problems == ()
    assert sum(found.counts.values()) == 540 * 36


def test_more_rows_than_that_are_refused(catalog: Catalog) -> None:
    found = lines(catalog, *["overval;steyl;1-11-2026;1"] * 20_001)
    assert [p.expected for p in found.problems] == ["hoogstens 20.000 gevulde rijen"]


def test_no_more_faults_are_reported_than_anybody_reads(catalog: Catalog) -> None:
    found = lines(catalog, *["overval;steyl;1-11-2026;x"] * 1_000)
    assert len(found.problems) == 502
    assert "minder dan 500 fouten" in "".join(messages(found))


def test_the_template_is_taken_back_once_it_has_a_row(catalog: Catalog) -> None:
    found = read(make_police_template(catalog), catalog, name="sjabloon.xlsx")
    assert [p.expected for p in found.problems] == ["ten minste één rij"]
    filled = write_police_xlsx([("Overval", "Steyl", FIRST, 2, "fictief")], catalog=catalog)
    found = read(filled, catalog, name="sjabloon.xlsx")
    assert found.counts == {("overval", "steyl", FIRST): 2}
    assert found.status is Status.FICTITIOUS


LISTS = st.dictionaries(
    st.tuples(
        st.sampled_from(["overval", "straatroof", "vernieling"]),
        st.sampled_from(["steyl", "velden", UNLOCATED]),
        st.integers(0, 30).map(lambda n: FIRST - dt.timedelta(days=n)),
    ),
    st.integers(0, 1_000),
    min_size=1,
)
Counts = dict[tuple[str, str, dt.date], int]


def check_comes_back(found: PoliceList, counts: Counts) -> None:
    """Check that a list that was read has the counts, kinds and days that were written."""
    assert found.problems == ()
    assert found.counts == {key: value for key, value in counts.items() if value}
    assert set(found.kinds) == {kind for kind, *_ in counts}
    days = [day for *_, day in counts]
    assert (found.first, found.last) == (min(days), max(days))


@given(LISTS)
def test_a_list_comes_back_as_it_went_out(catalog: Catalog, counts: Counts) -> None:
    rows = [(*key, value, "voorlopig") for key, value in counts.items()]
    written = write_police_xlsx(rows, catalog=catalog)
    check_comes_back(read(written, catalog, name="lijst.xlsx"), counts)


@settings(max_examples=20)
@given(LISTS)
def test_a_list_comes_back_from_an_open_document(catalog: Catalog, counts: Counts) -> None:
    rows = [(*key, value, "voorlopig") for key, value in counts.items()]
    written = resave_as_ods(write_police_xlsx(rows, catalog=catalog))
    check_comes_back(read(written, catalog, name="lijst.ods"), counts)
