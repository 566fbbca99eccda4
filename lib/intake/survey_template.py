"""The file to fill in for a survey wave, or for what the municipality registered in a year.

Its areas or months stand in it, and its columns are explained.
"""

from collections.abc import Sequence
from typing import Literal

from babel.dates import get_month_names

from lib.catalog import Catalog, Indicator, Period, Status
from lib.intake.spreadsheet.write_table import Column, write_csv_table, write_xlsx_table
from lib.intake.values import CellValue

STATUS_NOTE = f"{', '.join(Status)}. Een lege cel betekent: {Status.FINAL}."
EFFORT_LEAD, WAVE_LEAD = "Wat de gemeente zelf registreert", "Cijfers van één meting"
NO_NAMES_NOTE = "Zet geen namen of andere gegevens van personen in dit bestand."


def make_survey_template(
    catalog: Catalog, *, indicator: str, period: str, form: Literal["xlsx", "csv"]
) -> bytes:
    """Return the file, with a row for the municipality and for each area of an indicator.

    Of what the municipality registers itself: with a row for each month of the year. `read_wave`
    takes it back as it is; rows without a figure are no fault. Raises `ValueError` for what is no
    period.
    """
    about, wave = catalog.indicators[indicator], Period(period)
    if about.kind == "effort":
        months = get_month_names("wide", locale="nl").values()
        name, year, status = catalog.municipality.name, wave.year, Status.FINAL.value
        lines = [(name, f"{month} {year}", None, status) for month in months]
        return _write_template(about, lines, form)
    when: CellValue = wave.year if wave.is_year else wave.text
    levels = {"municipality", "area"} & set(about.levels)
    rows = [
        (area.name, when, None, None, None, None, Status.FINAL.value)
        for area in catalog.areas.values()
        if area.kind in levels
    ]
    return _write_template(about, rows, form)


def _write_template(
    about: Indicator, rows: Sequence[Sequence[CellValue]], form: Literal["xlsx", "csv"]
) -> bytes:
    is_effort = about.kind == "effort"
    columns = _effort_columns(about) if is_effort else _template_columns(about)
    if form == "csv":
        return write_csv_table(columns, rows)
    notes = {
        "Waarvoor": f"{EFFORT_LEAD if is_effort else WAVE_LEAD}: {about.name}. {about.definition}",
        **(_effort_notes(about) if is_effort else _template_notes(about)),
        "status": STATUS_NOTE,
        "Geen namen": NO_NAMES_NOTE,
    }
    return write_xlsx_table(columns, rows, sheet="Cijfers", notes=notes)


def _effort_columns(about: Indicator) -> tuple[Column, ...]:
    """Return the columns; that of the numbers has the name of what they are, to be checked."""
    return (
        Column("gebied", width=24),
        Column("periode", width=18),
        Column(about.name.lower(), width=44, number_format="0", range=(0, 1_000_000)),
        Column("status", choices=tuple(Status)),
    )


def _effort_notes(about: Indicator) -> dict[str, str]:
    return {
        "gebied": "De gemeente. Aantallen per wijk leest het dashboard hier niet.",
        "periode": "Een maand, een kwartaal ('1e kwartaal 2026') of een jaar; alle even lang.",
        about.name.lower(): "Een heel getal. Een 0 betekent: geteld, en het was er niet. Laat de "
        "cel leeg zolang er niet is geteld.",
    }


def _template_columns(about: Indicator) -> tuple[Column, ...]:
    number_format = "0." + "0" * about.decimals if about.decimals else "0"
    return (
        Column("wijk", width=34),
        Column("meting"),
        Column(about.short.lower(), number_format=number_format, range=about.range),
        Column("ondergrens", number_format="0.0##", range=about.range),
        Column("bovengrens", number_format="0.0##", range=about.range),
        Column("respondenten", number_format="0"),
        Column("status", choices=tuple(Status)),
    )


def _template_notes(about: Indicator) -> dict[str, str]:
    return {
        "wijk": "De naam, zoals die al is ingevuld. De eerste rij is de hele gemeente.",
        "meting": "Het jaar van de meting.",
        about.short.lower(): "Het cijfer, afgerond zoals de bron het publiceert. Een streepje (-) "
        "betekent: niet gepubliceerd. Laat de cel leeg als er geen cijfer is.",
        "ondergrens, bovengrens": "De grenzen van het 95%-interval. Vul ze beide in, of geen van "
        "beide, liefst met twee decimalen. Zonder deze grenzen toont het dashboard geen stijging "
        "of daling.",
        "respondenten": "Het aantal mensen dat de vraag heeft beantwoord. Mag leeg blijven.",
    }
