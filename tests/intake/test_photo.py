"""A photo that staff upload: made anew, without metadata, within limits; else it is refused."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from lib.catalog import DataProblemsError
from lib.intake.photo import LONGEST_SIDE, read_photo

PLACE = "Klingerberg 51.37,6.17"


def photo(kind: str = "JPEG", *, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """Return an image of one colour with a red corner at the top left."""
    image = Image.new("RGB", size, "#00ff00")
    image.paste("#ff0000", (0, 0, size[0] // 3, size[1] // 3))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Return what a camera adds: who made it, where, and how it was held."""
    made = Image.Exif()
    made[0x010E], made[0x013B], made[0x0112] = PLACE, "Jan Jansen", orientation
    made.get_ifd(0x8825)[1] = "N"
    return made


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_a_camera_adds_is_gone(kind: str) -> None:
    content = photo(kind, exif=exif())
    assert PLACE.encode() in content
    made = read_photo(content)
    with Image.open(io.BytesIO(made)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (60, 40))
        assert not opened.getexif()
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (PLACE, "Jansen", "Exif"):
        assert secret.encode() not in made


def test_what_lies_behind_the_pixels_is_gone() -> None:
    assert b"<script>" not in read_photo(photo() + b"<script>alert(1)</script>")


def test_a_photo_stands_upright() -> None:
    with Image.open(io.BytesIO(read_photo(photo(exif=exif(6))))) as opened:
        assert opened.size == (40, 60)
        red, green, _ = opened.getpixel((38, 2))  # type: ignore[misc]
        assert red > green


def test_a_large_photo_becomes_smaller_and_keeps_its_shape() -> None:
    with Image.open(io.BytesIO(read_photo(photo(size=(4000, 2000))))) as opened:
        assert opened.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def bomb() -> bytes:
    """Return a small PNG of a great many pixels."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


# Made when a test asks: each process that collects the tests would make them all.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text": lambda: b"<svg onload=alert(1)>",
    "half": lambda: photo()[:200],
    "script": lambda: b"\xff\xd8\xff\xe0<?php system($_GET[0]); ?>",
    "another kind": lambda: photo("GIF"),
    "pdf": lambda: b"%PDF-1.7\n",
    "too many bytes": lambda: photo() + b"\0" * 15_000_001,
    "bomb": bomb,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_what_to_do(make: Callable[[], bytes]) -> None:
    with pytest.raises(DataProblemsError) as caught:
        read_photo(make())
    (problem,) = caught.value.problems
    assert problem.fix == "kies een andere of kleinere foto"
    assert "15 MB" in problem.expected
