"""A photo that staff upload, made anew: as a JPEG of pixels only, without what a camera adds to it.

Not here: saving it (`lib.store.story`).
"""

import io
import warnings

from PIL import Image, ImageOps

from lib.catalog import DataProblem, DataProblemsError

MAX_UPLOAD_BYTES, MAX_PHOTO_PIXELS = 15_000_000, 60_000_000
LONGEST_SIDE, JPEG_QUALITY = 1600, 82
KINDS = ("JPEG", "PNG", "WEBP")
EXPECTED = "een foto van hoogstens 15 MB en 60 megapixels (JPEG, PNG of WebP)"


def read_photo(content: bytes) -> bytes:
    """Return the photo as a JPEG of at most `LONGEST_SIDE` pixels, upright and without metadata.

    Where it was made and with what, thumbnails and anything behind the pixels are gone. Raises
    `DataProblemsError` for what is no photo, or too large.
    """
    try:
        if len(content) > MAX_UPLOAD_BYTES:
            raise ValueError("too many bytes")  # noqa: TRY301
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _encode_anew(content)
    except Exception as error:
        # Whatever a hostile file makes Pillow raise, it is no photo for us.
        problem = DataProblem("foto", expected=EXPECTED, fix="kies een andere of kleinere foto")
        raise DataProblemsError([problem]) from error


def _encode_anew(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=KINDS) as opened:
        if opened.width * opened.height > MAX_PHOTO_PIXELS:
            raise ValueError("too many pixels")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # Pixels only, on white: a new image has no metadata to take along.
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()
