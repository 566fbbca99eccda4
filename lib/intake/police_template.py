"""The file of a police list going out: an empty one to fill in, or one with rows.

`read_police_list` takes both back as they are, an empty one once it has a row. Not here: reading.
"""

import datetime as dt
from collections.abc import Iterable

from lib.catalog import Catalog, Status
from lib.intake.police_list import LONGEST_GAP, MOST_A_DAY, STATUSES
from lib.intake.police_names import COLUMNS, Kinds, area_register
from lib.intake.spreadsheet.write_table import DATE, Column, xlsx_table

Line = tuple[str, str, dt.date, int, str]  # as COLUMNS: names in Dutch, status


def police_template(catalog: Catalog) -> bytes:
    """Return the workbook to fill in, with a sheet that explains it."""
    return police_xlsx([], catalog=catalog)


def police_xlsx(lines: Iterable[Line], *, catalog: Catalog) -> bytes:
    """Return a workbook with these rows, and the sheet that explains it."""
    kinds, areas = Kinds.of(catalog).indicators.values(), area_register(catalog).labels.values()
    columns = [
        Column(COLUMNS["kind"], width=40),
        Column(COLUMNS["area"], width=34),
        Column(COLUMNS["day"], number_format=DATE),
        Column(COLUMNS["count"], number_format="0", range=(0, MOST_A_DAY)),
        Column(COLUMNS["status"], choices=tuple(STATUSES)),
    ]
    notes = {
        "Waarvoor": "De eigen lijst van de politie voor de driehoek: aantallen per soort, wijk en "
        "dag. De cijfers zijn intern en voorlopig. In deze periode gaan ze voor de open cijfers.",
        COLUMNS["kind"]: "Een naam, of de code uit de open data. Een van: "
        + "; ".join(f"{i.name} ({', '.join(i.kinds)})" for i in kinds),
        COLUMNS["area"]: f"Een van: {'; '.join(areas)}.",
        COLUMNS["day"]: "Dag-maand-jaar, zonder tijd.",
        COLUMNS["count"]: "Een heel getal. Elke soort, wijk en dag staat er één keer.",
        COLUMNS["status"]: f"{' of '.join(STATUSES)}. Een lege cel betekent: {Status.PROVISIONAL}.",
        "Welke dagen": "De lijst geldt voor alle dagen van de eerste tot en met de laatste datum, "
        "voor alle soorten die erin staan. Wat er niet in staat, telt als 0. Was er op de laatste "
        "dag niets, of van een soort helemaal niets? Zet er dan een rij bij met aantal 0. Er mogen "
        f"niet meer dan {LONGEST_GAP} dagen achter elkaar zijn zonder rij.",
        "Alleen aantallen": "Andere kolommen kan het dashboard niet inlezen. Zet geen namen, "
        "zaaknummers of andere gegevens van personen in dit bestand.",
    }
    return xlsx_table(columns, lines, sheet="Politielijst", notes=notes)
