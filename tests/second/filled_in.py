"""What a municipality fills in after `lib.catalog new`: waves, goals, steps, a focus area."""

import csv
from pathlib import Path

TARGETS = """[[target]]
target = "gemiddelde"
name = "Gemiddeld rapportcijfer: 7,6 in 2028"
indicator = "rapportcijfer"
scope = "municipality"
value = 7.6
year = 2028
judged_on = "2027"
baseline_period = "2023"
baseline_value = 7.1
source = "veiligheidsbeleid"
section = "1.2"

[[target]]
target = "ondergrens"
name = "Elke wijk ten minste 6,9 in 2028"
indicator = "rapportcijfer"
scope = "every_area"
value = 6.9
year = 2028
judged_on = "2027"
baseline_period = "2023"
source = "veiligheidsbeleid"
section = "1.2"
"""
MILESTONES = """milestone,start,end,kind,wave,title,who,source,section,short
besluit,2027-01,2027-03,decision,,Besluit van de gemeenteraad,Raad,veiligheidsbeleid,5,Besluit
meting-2027,2027-09,2027-10,survey,2027,Meting onder inwoners,Gemeente,veiligheidsbeleid,5,
"""


def fill_in(folder: Path, *, waves: tuple[str, ...] = ("2023", "2025")) -> None:
    """Add waves with margins for every area, goals, steps and a focus area to a new folder."""
    data = folder / "data"
    with (data / "areas.csv").open(encoding="utf-8") as file:
        areas = [r["area"] for r in csv.DictReader(file) if r["kind"] in {"area", "municipality"}]
    with (data / "sources.csv").open("a", encoding="utf-8") as file:
        for wave in waves:
            file.write(f"meting-{wave},Meting {wave},Gemeente,{wave}-10,,,,2026-11-01,,,ja\n")
    lines = ["indicator,area,period,value,lower,upper,n,source,status,missing,note"]
    for step, wave in enumerate(waves):
        for number, area in enumerate(areas):
            value = 6.5 + (number * 7 + step * 5) % 15 / 10
            margin = f"{value:.1f},{value - 0.2:.1f},{value + 0.2:.1f},210"
            lines.append(f"rapportcijfer,{area},{wave},{margin},meting-{wave},definitief,,")
    (data / "observations" / "metingen.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (data / "targets.toml").write_text(TARGETS, "utf-8")
    (data / "milestones.csv").write_text(MILESTONES, "utf-8")
    with (data / "focus.csv").open("a", encoding="utf-8") as file:
        file.write(f"extra,Wijk met extra inzet,{areas[-1]},veiligheidsbeleid,2.1,\n")
