"""Files of made-up survey waves, as somebody would upload them, and the way in that they take.

They call themselves final, as real ones do: they live in the tests' own databases only.
"""

import csv
import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from lib.access import Actor, Role
from lib.board import get_store, load_catalog_for
from lib.intake import SurveyRequest, read_wave
from lib.store import ImportedFile, propose_wave, publish_wave

ROOT = Path(__file__).parents[1]
EDITOR = Actor("redacteur@example.nl", Role.EDITOR)
ADMIN = Actor("beheerder@example.nl", Role.ADMINISTRATOR)
INDICATOR = "rapportcijfer"
Raises = Mapping[str, float]
# In 2023 nothing can be told for sure; in 2025 two areas moved for sure, and all stand higher.
WAVES: Mapping[str, Raises] = {
    "2023": {"*": 0.1},
    "2025": {"*": 0.2, "klingerberg": 0.9, "steyl": -0.6},
}


def _rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wave_file(
    waves: Mapping[str, Raises] = WAVES,
    *,
    margin: float = 0.2,
    names: Mapping[str, str] | None = None,
) -> bytes:
    """Return a CSV file: each rating of 2021 plus the wave's raise for that area ('*': others).

    `margin` is the half of each interval, 0 for none; `names` are other names for areas.
    """
    named = {row["area"]: row["name"] for row in _rows("areas.csv")} | dict(names or {})
    old = [r for r in _rows("observations/rapportcijfers.csv") if r["period"] == "2021"]
    lines = ["wijk;meting;rapportcijfer;ondergrens;bovengrens;respondenten;status"]
    for wave, raises in waves.items():
        for row in old:
            value = float(row["value"]) + raises.get(row["area"], raises.get("*", 0.0))
            bounds = [f"{value - margin:.2f}", f"{value + margin:.2f}"] if margin else ["", ""]
            cells = [named[row["area"]], wave, f"{value:.1f}", *bounds, "400", "definitief"]
            lines.append(";".join(cell.replace(".", ",") for cell in cells))
    return "\r\n".join(lines).encode()


def propose_wave_file(
    content: bytes, *, name: str = "metingen.csv", by: Actor = EDITOR, title: str = ""
) -> int:
    """Read a file into the database of the environment, to be published; return its number."""
    read = read_wave(
        content,
        name=name,
        catalog=load_catalog_for(by),
        request=SurveyRequest(indicator=INDICATOR, period=None, existing=()),
    )
    assert read.is_ready, (read.problems, read.questions)
    file = ImportedFile(read.name, read.sha256)
    return propose_wave(
        by,
        get_store(),
        observations=read.observations,
        file=file,
        note="",
        details={"title": title},
    )


def publish_proposed_wave(wave: int, *, embargo: dt.datetime | None = None) -> None:
    """Publish a wave that was proposed."""
    publish_wave(ADMIN, get_store(), wave=wave, note="akkoord", embargo=embargo)
