"""The picture of a shared story: of one size, and all of its text stands free."""

import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from lib.exhibits.exhibit import Exhibit, caveats_from_marks
from lib.export.site.files import render_share_picture
from tests.export.site.samples import public_board, story

SIZE = (1200, 628)
LONG = "Wat we samen met bewoners en ondernemers van Venlo-Noord-Oost (Veegtes/'t Ven) doen"
TITLES = (
    "Kort",
    f"{LONG} voor een veilige en prettige wijk!!",
    "ik " * 40,
    "W" * 120,
    "Veiligheidssamenwerkingsovereenkomsten bedrijventerreinen " * 2,
)
SENTENCE = "Bij de meting van 2021 gaf Venlo-Noord-Oost (Veegtes/'t Ven) een 7,8. "
# In pixels: the margins, the panel of a number, from where a short text leaves all to the source,
# and what is free above that.
LEFT, RIGHT, PANEL, FREE, GAP = 60, 44, 400, 400, 16
NUMBER = pd.DataFrame([("Venlo", "2023", 6501.0)], columns=["waar", "jaar", "misdrijven"])
TREND = pd.DataFrame(
    [("Venlo", "2022", 5984.0), ("Venlo", "2023", 6501.0)], columns=["waar", "jaar", "misdrijven"]
)


def exhibit(table: pd.DataFrame, *, finding: str, marks: tuple[str, ...] = ()) -> Exhibit:
    return Exhibit(
        name="cijfer",
        title="Venlo: misdrijven",
        finding=finding,
        source="Bron: Politie, Geregistreerde misdrijven. Periode: 2023. Opgehaald: 23 mei 2026.",
        alternative="",
        caveats=caveats_from_marks(marks),
        table=table,
    )


def painted(figure: Exhibit, *, title: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    png = render_share_picture(story(exhibits=(figure,), title=title), public_board())
    picture = Image.open(io.BytesIO(png)).convert("L")
    assert picture.size == SIZE
    return np.asarray(picture)


@pytest.mark.parametrize("table", [NUMBER, TREND], ids=["number", "trend"])
@pytest.mark.parametrize("title", TITLES, ids=lambda t: t[:8])
@pytest.mark.parametrize("sentences", [1, 5])
def test_text_of_any_length_is_whole_and_on_nothing_else(
    table: pd.DataFrame, title: str, sentences: int
) -> None:
    figure = exhibit(table, finding=SENTENCE * sentences, marks=("FICTIEVE CIJFERS",))
    found, plain = (
        painted(one, title=text)
        for one, text in ((figure, title), (replace(figure, finding="", caveats=()), "Kort"))
    )
    width = SIZE[0] - (PANEL if table is NUMBER else 0)
    white = found[16:, :width]
    for margin in (white[:, :LEFT], white[:, -RIGHT:], white[:24], white[-44:]):
        assert margin.min() == 255
    # The source is what it is under a short text: nothing else reaches it.
    foot = FREE + int(np.argmax(plain[FREE:, :width].min(axis=1) < 255))
    assert FREE < foot < SIZE[1] - 44
    assert (found[foot:] == plain[foot:]).all()
    assert found[foot - GAP : foot, :width].min() == 255


def test_one_number_stands_large_next_to_the_text() -> None:
    number, trend = (
        painted(exhibit(table, finding=SENTENCE), title="Kort") for table in (NUMBER, TREND)
    )
    panel = number[16:, -PANEL:]
    assert (panel == 255).sum() > 8_000  # white on the accent
    assert panel[:, :8].max() < 128
    assert panel[:, -8:].max() < 128
    assert (trend[16:, -PANEL:] == 255).mean() > 0.9
