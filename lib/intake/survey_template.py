"""The file to fill in for a new survey wave: its areas stand in it, its columns are explained."""

from typing import Literal

from lib.catalog import Catalog, Indicator, Period, Status
from lib.intake.spreadsheet.write_table import Column, write_csv_table, write_xlsx_table
from lib.intake.values import CellValue


def make_survey_template(
    catalog: Catalog, *, indicator: str, period: str, form: Literal["xlsx", "csv"]
) -> bytes:
    """Return the file, with a row for the municipality and for each area of an indicator.

    `read_wave` takes it back as it is; rows without a figure are no fault. Raises `ValueError` for
    what is no period.
    """
    about, wave = catalog.indicators[indicator], Period(period)
    when: CellValue = wave.year if wave.is_year else wave.text
    levels = {"municipality", "area"} & set(about.levels)
    rows = [
        (area.name, when, None, None, None, None, Status.FINAL.value)
        for area in catalog.areas.values()
        if area.kind in levels
    ]
    if form == "csv":
        return write_csv_table(_template_columns(about), rows)
    return write_xlsx_table(
        _template_columns(about), rows, sheet="Cijfers", notes=_template_notes(about)
    )


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
        "Waarvoor": f"Cijfers van één meting: {about.name}. {about.definition}",
        "wijk": "De naam, zoals die al is ingevuld. De eerste rij is de hele gemeente.",
        "meting": "Het jaar van de meting.",
        about.short.lower(): "Het cijfer, afgerond zoals de bron het publiceert. Een streepje (-) "
        "betekent: niet gepubliceerd. Laat de cel leeg als er geen cijfer is.",
        "ondergrens, bovengrens": "De grenzen van het 95%-interval. Vul ze beide in, of geen van "
        "beide, liefst met twee decimalen. Zonder deze grenzen toont het dashboard geen stijging "
        "of daling.",
        "respondenten": "Het aantal mensen dat de vraag heeft beantwoord. Mag leeg blijven.",
        "status": f"{', '.join(Status)}. Een lege cel betekent: {Status.FINAL}.",
        "Geen namen": "Zet geen namen of andere gegevens van personen in dit bestand.",
    }
