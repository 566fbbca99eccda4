"""Files that are not what they seem, or made to do harm: told, at little cost; nothing runs."""

import datetime as dt
import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import MAC_EPOCH

from lib.catalog import Catalog
from lib.intake import read_measures, read_police_list
from lib.intake.spreadsheet.sheets import safe_file_name
from tests.intake.files import (
    BOOK,
    MAIN,
    SHEET,
    STRINGS,
    TYPES,
    Rows,
    added,
    changed,
    csv,
    packed,
    parts,
    sheet_of,
    xlsx,
)
from tests.intake.reading import read as read_survey

pytestmark = pytest.mark.slow

GOOD: Rows = [["wijk", "cijfer"], ["Steyl", 7.4]]
MB = 1_000_000
TODAY = dt.date(2026, 11, 23)
read = partial(read_survey, name="meting.xlsx")


def good() -> bytes:
    return xlsx(GOOD)


def with_sheet(body: str, *, before: str = "", after: str = "") -> Callable[[], bytes]:
    return lambda: added(good(), SHEET, sheet_of(body, before=before, after=after))


def blown_up() -> bytes:
    """Return a sheet of 200 MB of blanks."""
    return added(good(), SHEET, sheet_of("<row>" + " " * 200 * MB + "</row>"))


def times(unit: str, size: int = 1_900_000) -> str:
    return unit * (size // len(unit))


HEADER = '<row r="1"><c r="A1" t="str"><v>wijk</v></c><c r="B1" t="str"><v>cijfer</v></c></row>'
STEYL = '<row r="2"><c r="A2" t="str"><v>Steyl</v></c><c r="B2"><v>7.4</v></c></row>'
ENTITIES = "<!DOCTYPE a [<!ENTITY a0 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
)


def locked() -> bytes:
    """Return what Office writes for a workbook with a password: a compound file."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le")
    )


def encrypted_zip() -> bytes:
    """Return a workbook whose parts say that they are encrypted."""
    content = bytearray(good())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 1)
    return bytes(content)


def lying_bomb() -> bytes:
    """Return a sheet of 200 MB that says it is small."""
    content = blown_up()
    size = len(sheet_of("<row>" + "</row>")) + 200 * MB
    return content.replace(struct.pack("<I", size), struct.pack("<I", 4000))


def shared_part() -> bytes:
    """Return a workbook that lists one sheet 3,000 times."""
    one = parts(good())[BOOK].decode()
    start = one.index("<sheet ")
    sheet = one[start : one.index("/>", start) + 2]
    many = "".join(sheet.replace('"Cijfers"', f'"C{n}"') for n in range(3000))
    return added(good(), BOOK, one.replace(sheet, many).encode())


def range_name(name: str, text: str) -> Callable[[], bytes]:
    """Return a workbook with a named range, whose text a pattern of openpyxl reads."""
    names = f'<definedNames><definedName name="{name}" localSheetId="0">{text}</definedName>'
    return lambda: changed(good(), BOOK, "</sheets>", f"</sheets>{names}</definedNames>")


def open_document() -> bytes:
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})


def many_strings() -> bytes:
    return added(good(), STRINGS, f"<sst {MAIN}>{times('<si><t/></si>')}</sst>".encode())


def mac_dates() -> bytes:
    book = Workbook()
    book.epoch = MAC_EPOCH
    for row in GOOD:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class Case:
    what: str
    make: Callable[[], bytes]
    expected: str
    fix: str
    name: str = "meting.xlsx"


WHOLE = "een Excel-bestand dat heel is"
SMALL = "uitgepakt hoogstens 2 MB"
CASES = [
    # --- not what the name says
    Case("nothing", lambda: b"", "een bestand met inhoud", "kies het goede bestand"),
    Case("blanks", lambda: b" \r\n" * 9, "een bestand met inhoud", "goede bestand", "m.csv"),
    Case("CSV named XLSX", lambda: csv("wijk;cijfer"), "naam bij de inhoud past", "tekst (.csv)"),
    Case("XLSX named CSV", good, "naam bij de inhoud past", "Excel-werkmap (.xlsx)", "m.csv"),
    Case("no extension", lambda: csv("wijk;cijfer"), "naam bij de inhoud past", ".csv", "meting"),
    Case(
        "web page named XLS", lambda: b"<html><table>", "geen webpagina", "Excel-werkmap", "m.xls"
    ),
    Case(
        "web page named CSV",
        lambda: b"\xef\xbb\xbf\n<!DOCTYPE html>",
        "geen webpagina",
        "Excel-werkmap",
        "m.csv",
    ),
    Case("picture", lambda: b"\x89PNG\r\n\x1a\n", "geen afbeelding", "Excel-werkmap"),
    Case("PDF", lambda: b"%PDF-1.7", "geen pdf", "Excel-werkmap", "m.csv"),
    Case(
        "old Excel",
        lambda: locked()[:512],
        "geen oud Excel-bestand (.xls)",
        "Excel-werkmap",
        "m.xls",
    ),
    Case("OpenDocument", open_document, "een Excel-werkmap (.xlsx)", "sla het op"),
    Case("any zip", lambda: packed({"a.txt": b"a"}), "een Excel-werkmap (.xlsx)", "sla het op"),
    Case(
        "text document",
        lambda: packed({"word/document.xml": b"<a/>"}),
        "geen tekstdocument",
        "neem de cijfers over",
        "m.docx",
    ),
    Case("archive", lambda: packed({"m.csv": b"a"}), "geen zip-bestand", "pak het uit", "m.zip"),
    Case("password", locked, "zonder wachtwoord", "Versleutelen met wachtwoord"),
    Case("password of the zip", encrypted_zip, "zonder wachtwoord", "Versleutelen met wachtwoord"),
    Case("bytes", lambda: bytes(range(128, 256)) * 9, "tekst in UTF-8", "CSV UTF-8", "m.csv"),
    Case(
        "NUL bytes",
        lambda: b"wijk;cijfer\r\nSt\0eyl;7,4",
        "tekens in die geen tekst zijn",
        "CSV UTF-8",
        "m.csv",
    ),
    Case("broken UTF-16", lambda: b"\xff\xfea", "tekst in UTF-8", "CSV UTF-8", "m.csv"),
    Case(
        "too large",
        lambda: b"wijk;cijfer\n" + b"x" * 4 * MB,
        "hoogstens 3 MB",
        "goede bestand",
        "m.csv",
    ),
    # --- broken
    Case("half a workbook", lambda: good()[:-200], WHOLE, "sla het op"),
    Case("no list of types", lambda: packed({BOOK: b"<workbook/>"}), WHOLE, "sla het op"),
    Case("no XML", lambda: added(good(), SHEET, b"wijk;cijfer"), WHOLE, "sla het op"),
    Case(
        "a string that is not there",
        with_sheet('<row><c t="s"><v>99</v></c></row>'),
        WHOLE,
        "sla het op",
    ),
    Case(
        "a number that is none", with_sheet("<row><c><v>zeven</v></c></row>"), WHOLE, "sla het op"
    ),
    Case(
        "a number of 5,000 digits",
        with_sheet(f"<row><c><v>{'9' * 5000}</v></c></row>"),
        WHOLE,
        "sla het op",
    ),
    Case(
        "a place that is none", with_sheet('<row><c r="1A"><v>1</v></c></row>'), WHOLE, "sla het op"
    ),
    Case(
        "a range that is none",
        with_sheet(HEADER + STEYL, after='<mergeCells><mergeCell ref="?"/></mergeCells>'),
        WHOLE,
        "sla het op",
    ),
    Case(
        "two lists of sheets",
        lambda: added(good(), "xl/workbook2.xml", b"<workbook/>"),
        WHOLE,
        "sla het op",
    ),
    Case("one sheet 3,000 times", shared_part, WHOLE, "sla het op"),
    Case("empty workbook", lambda: xlsx([]), "een bestand met inhoud", "gebruik het sjabloon"),
    Case("days since 1904", mac_dates, "datums vanaf 1900", "datumsysteem 1904"),
    Case(
        "only a hidden sheet with figures",
        lambda: xlsx([["Uitleg"]], more={"Oud": GOOD}, hidden=["Oud"]),
        "een rij met kolomnamen",
        "gebruik het sjabloon",
    ),
    # --- made to do harm
    Case("bomb", blown_up, SMALL, "in een nieuw bestand"),
    Case("bomb that lies", lying_bomb, WHOLE, "sla het op"),
    Case("bomb of tags", with_sheet(times("<row/>")), SMALL, "in een nieuw bestand"),
    Case("bomb of strings", many_strings, SMALL, "in een nieuw bestand"),
    Case(
        "entities",
        lambda: added(
            good(),
            SHEET,
            ENTITIES.encode() + b"]>" + sheet_of('<row><c t="str"><v>&a9;</v></c></row>'),
        ),
        WHOLE,
        "sla het op",
    ),
    Case(
        "entities in the list of sheets",
        lambda: added(good(), BOOK, ENTITIES.encode() + b"]>" + parts(good())[BOOK]),
        WHOLE,
        "sla het op",
    ),
    Case(
        "entity of a file",
        lambda: added(
            good(),
            SHEET,
            b"<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
            + sheet_of('<row><c t="str"><v>&a;</v></c></row>'),
        ),
        WHOLE,
        "sla het op",
    ),
    Case(
        "column 16,384",
        with_sheet('<row><c r="XFD1"><v>1</v></c></row>'),
        "500 kolommen",
        "haal weg",
    ),
    Case(
        "row two milliard",
        with_sheet('<row><c r="A2000000000"><v>1</v></c></row>'),
        "500 kolommen",
        "haal weg",
    ),
    Case(
        "10,000 rows",
        lambda: xlsx([["wijk"], *[["Steyl"]] * 10_000]),
        "hoogstens 5.000 gevulde rijen",
        "haal weg",
    ),
    Case(
        "everything merged",
        with_sheet(
            HEADER
            + "".join(
                f'<row><c r="A{n}"><v>1</v></c><c r="Z{n}"><v>1</v></c></row>'
                for n in range(2, 2000)
            ),
            after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
        "minder samengevoegde cellen",
        "haal weg",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.what)
def test_file_is_refused_with_what_to_do(case: Case, catalog: Catalog) -> None:
    content = case.make()
    wave = read(content, catalog, name=case.name)
    (problem,) = wave.problems
    assert (wave.observations, wave.is_ready) == ((), False)
    assert problem.file.startswith(case.name)
    assert case.expected in problem.expected
    assert case.fix in problem.fix
    measures = read_measures(content, name=case.name, catalog=catalog)
    assert measures.rows == ()
    assert len(measures.problems) == 1
    police = read_police_list(content, name=case.name, catalog=catalog, today=TODAY)
    assert police.problems
    assert not police.counts


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.what)
def test_refusing_takes_little_memory(case: Case, catalog: Catalog) -> None:
    content = case.make()
    tracemalloc.start()
    try:
        read(content, catalog, name=case.name)
        assert tracemalloc.get_traced_memory()[1] < 60 * MB
    finally:
        tracemalloc.stop()


# --- strange, but the figure in it is read

ODD: dict[str, Callable[[], bytes]] = {
    "a size that is not true": with_sheet(
        HEADER + STEYL, before='<dimension ref="A1:XFD1048576"/>'
    ),
    "a size that is too small": with_sheet(HEADER + STEYL, before='<dimension ref="A1:A1"/>'),
    "cells without places": with_sheet(
        '<row><c t="str"><v>wijk</v></c><c t="str"><v>cijfer</v></c></row>'
        "<row><c t='inlineStr'><is><t>Steyl</t></is></c><c><v>7.4</v></c></row>"
    ),
    "10,000 empty rows": with_sheet(
        HEADER + STEYL + "".join(f'<row r="{n}" s="1"/>' for n in range(3, 10_003))
    ),
    "10,000 empty cells": with_sheet(
        HEADER + STEYL + "".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(3, 10_003))
    ),
    "nothing until the last row of Excel": with_sheet(
        HEADER + STEYL + '<row r="1048576"><c r="A1048576"/></row>'
    ),
    "a range name that keeps a pattern busy": range_name("_xlnm.Print_Titles", "'" * 100_000),
    "ranges to print": range_name("_xlnm.Print_Area", "'a'!$A$1," * 10_000),
    "broken styles": lambda: added(good(), "xl/styles.xml", b"<styleSheet"),
    "endless styles": lambda: added(good(), "xl/styles.xml", b"<a/>" * MB),
    "broken picture": lambda: added(good(), "xl/media/image1.png", b"no picture"),
    "bomb beside the cells": lambda: added(good(), "xl/media/image1.png", bytes(200 * MB)),
    "part outside the folder": lambda: added(good(), "../../../etc/cron.d/x", b"* * * * *"),
    "what comes after the cells is broken": with_sheet(
        HEADER + STEYL,
        after='<conditionalFormatting sqref="?"><cfRule type="?"/></conditionalFormatting>',
    ),
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD.keys())
def test_figure_is_read_all_the_same(make: Callable[[], bytes], catalog: Catalog) -> None:
    wave = read(make(), catalog)
    assert wave.problems == ()
    assert [(o.area, o.value) for o in wave.observations] == [("steyl", 7.4)]


@pytest.mark.parametrize("name", ["m.xlsm", "M.XLSX", "m.xltx"])
def test_macros_are_reported_and_left(name: str, catalog: Catalog) -> None:
    wave = read(added(good(), "xl/vbaProject.bin", locked()), catalog, name=name)
    assert wave.is_ready
    assert "Het bestand heeft macro's. Die zijn niet uitgevoerd en niet bewaard." in wave.notices


def test_links_to_other_files_are_reported_and_not_opened(catalog: Catalog) -> None:
    link = b"<externalLink/>"
    wave = read(added(good(), "xl/externalLinks/externalLink1.xml", link), catalog)
    assert wave.is_ready
    assert "Het bestand verwijst naar andere bestanden. Die zijn niet geopend." in wave.notices


def test_longest_cell_is_cut_and_shared_texts_are_saved_once(catalog: Catalog) -> None:
    """Given 4,000 cells that share one text of a megabyte."""
    rows = "".join(f'<row><c t="s"><v>0</v></c><c><v>{n}</v></c></row>' for n in range(4000))
    text = f"<sst {MAIN}><si><t>{'x' * MB}</t></si></sst>".encode()
    content = added(added(good(), STRINGS, text), SHEET, sheet_of(HEADER + rows))
    assert TYPES in parts(content)
    tracemalloc.start()
    try:
        wave = read(content, catalog)
        assert tracemalloc.get_traced_memory()[1] < 60 * MB
    finally:
        tracemalloc.stop()
    assert {p.value for p in wave.problems if p.column == "wijk"} == {"x" * 79 + "…"}


def test_text_that_grows_when_it_is_compared(catalog: Catalog) -> None:
    """Given letters that become eighteen each in their plain form."""
    sign = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"
    lines = [f"{sign * 100}{n};2025;{sign * 100}" for n in range(2000)]
    wave = read(csv("wijk;meting;cijfer", *lines), catalog, name="m.csv")
    assert not wave.is_ready
    assert len(wave.problems) < 1000


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\geheim\\meting.xlsx", "meting.xlsx"),
        ("a\x00b\n.csv", "ab.csv"),
        ("fdp.\u202excsv", "fdp.xcsv"),
        ("", "bestand"),
        ("x" * 500, "x" * 100),
        ("<b>.csv", "<b>.csv"),
        ("/", "bestand"),
    ],
)
def test_name_of_a_file_is_made_harmless(name: str, shown: str, catalog: Catalog) -> None:
    assert safe_file_name(name) == shown
    assert read(b"", catalog, name=name).name == shown


def test_name_of_a_sheet_is_made_harmless(catalog: Catalog) -> None:
    content = changed(good(), BOOK, 'name="Cijfers"', 'name="&lt;b&gt;\u202e../x&#10;y"')
    bad = added(content, SHEET, sheet_of(HEADER + STEYL.replace("7.4", "74")))
    assert [p.file for p in read(bad, catalog).problems] == ["meting.xlsx, blad 'xy'"]


def test_every_cut_of_a_workbook_is_answered(catalog: Catalog) -> None:
    content = good()
    for end in range(0, len(content), 97):
        wave = read(content[:end], catalog)
        assert not wave.is_ready
        assert len(wave.problems) == 1


def test_every_damaged_byte_is_answered(catalog: Catalog) -> None:
    content = zipped_without_packing(good())
    for at in range(0, len(content), 61):
        damaged = content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
        wave = read(damaged, catalog)
        assert wave.is_ready or wave.problems or wave.questions


def zipped_without_packing(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts(content).items():
            archive.writestr(name, part)
    return out.getvalue()
