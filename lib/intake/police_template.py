"""The file of a police list going out: an empty one to fill in, or one with rows.

`read_police_list` takes both back as they are, an empty one once it has a row. Not here: reading.
"""

import datetime as dt
from collections.abc import Iterable

from lib.catalog import Catalog, Status
from lib.intake.police_list import MAX_DAILY_COUNT, MAX_GAP_DAYS, POLICE_STATUSES
from lib.intake.police_names import POLICE_COLUMNS, PoliceKinds, index_police_areas
from lib.intake.spreadsheet.write_table import SHEET_DATE_FORMAT, Column, write_xlsx_table

PoliceLine = tuple[str, str, dt.date, int, str]  # as POLICE_COLUMNS: names in Dutch, status


def make_police_template(catalog: Catalog) -> bytes:
    """Return the workbook to fill in, with a sheet that explains it."""
    return write_police_xlsx([], catalog=catalog)


def write_police_xlsx(lines: Iterable[PoliceLine], *, catalog: Catalog) -> bytes:
    """Return a workbook with these rows, and the sheet that explains it."""
    kinds = PoliceKinds.of(catalog).indicators.values()
    areas = index_police_areas(catalog).labels.values()
    columns = [
        Column(POLICE_COLUMNS["kind"], width=40),
        Column(POLICE_COLUMNS["area"], width=34),
        Column(POLICE_COLUMNS["day"], number_format=SHEET_DATE_FORMAT),
        Column(POLICE_COLUMNS["count"], number_format="0", range=(0, MAX_DAILY_COUNT)),
        Column(POLICE_COLUMNS["status"], choices=tuple(POLICE_STATUSES)),
    ]
    notes = {
        "Waarvoor": "De eigen lijst van de politie voor de driehoek: aantallen per soort, wijk en "
        "dag. De cijfers zijn intern en voorlopig. In deze periode gaan ze voor de open cijfers.",
        POLICE_COLUMNS["kind"]: "Een naam, of de code uit de open data. Een van: "
        + "; ".join(f"{i.name} ({', '.join(i.kinds)})" for i in kinds),
        POLICE_COLUMNS["area"]: f"Een van: {'; '.join(areas)}.",
        POLICE_COLUMNS["day"]: "Dag-maand-jaar, zonder tijd.",
        POLICE_COLUMNS["count"]: "Een heel getal. Elke soort, wijk en dag staat er één keer.",
        POLICE_COLUMNS[
            "status"
        ]: f"{' of '.join(POLICE_STATUSES)}. Een lege cel betekent: {Status.PROVISIONAL}.",
        "Welke dagen": "De lijst geldt voor alle dagen van de eerste tot en met de laatste datum, "
        "voor alle soorten die erin staan. Wat er niet in staat, telt als 0. Was er op de laatste "
        "dag niets, of van een soort helemaal niets? Zet er dan een rij bij met aantal 0. Er mogen "
        f"niet meer dan {MAX_GAP_DAYS} dagen achter elkaar zijn zonder rij.",
        "Alleen aantallen": "Andere kolommen kan het dashboard niet inlezen. Zet geen namen, "
        "zaaknummers of andere gegevens van personen in dit bestand.",
    }
    return write_xlsx_table(columns, lines, sheet="Politielijst", notes=notes)
