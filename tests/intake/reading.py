"""Reading a survey file in tests: the choices that a page makes, with those of a usual wave."""

from lib.catalog import Catalog
from lib.intake import SurveyRequest, WaveFile, read_wave
from tests.intake.files import Rows, xlsx

HEADER = ("wijk", "meting", "rapportcijfer", "ondergrens", "bovengrens", "respondenten", "status")
LINE = ";".join(HEADER)
STEYL = {("steyl", "2025"): 7.4}


def read(
    content: bytes,
    catalog: Catalog,
    *,
    name: str = "meting.csv",
    period: str | None = "2025",
    existing: tuple[str, ...] = ("2016", "2021"),
    names: dict[str, str] | None = None,
) -> WaveFile:
    return read_wave(
        content,
        name=name,
        catalog=catalog,
        request=SurveyRequest(
            indicator="rapportcijfer", period=period, existing=existing, names=names or {}
        ),
    )


def book(rows: Rows, catalog: Catalog, *, period: str = "2025") -> WaveFile:
    return read(xlsx(rows), catalog, name="meting.xlsx", period=period)


def values(wave: WaveFile) -> dict[tuple[str, str], float | None]:
    """Return the figures by area and wave, of a file in which nothing is wrong."""
    assert wave.problems == ()
    assert wave.questions == ()
    return {(o.area, o.period.text): o.value for o in wave.observations}
