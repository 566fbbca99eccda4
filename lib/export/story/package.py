"""The files of a whole story as one ZIP: pictures, texts, alternatives and sources.

Not here: drawing a picture (`draw_pictures`), checking the texts (`lib.story`).
"""

import io
import zipfile
from collections.abc import Sequence
from itertools import chain, count
from typing import NamedTuple

from markupsafe import Markup

from lib.export.story.draw_pictures import PictureContent, PictureSize, TooLongError, draw_picture
from lib.export.story.picture_words import PictureLanguage
from lib.export.typeset import ExportError, Form
from lib.text import slug
from lib.text.splitting import paragraphs

ZIP_FORMS: tuple[Form, ...] = ("png", "svg", "pdf")
ZIPPED_AT = (1980, 1, 1, 0, 0, 0)  # the same files make the same ZIP on any day
LONGEST_FILE_NAME = 60
TEXT_PAGE = Markup(
    '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
    "</head>\n<body>\n<h1>{title}</h1>\n{body}\n</body></html>\n"
)
PARAGRAPH = Markup("<p>{}</p>")


class StoryPassage(NamedTuple):
    """A piece of the story as it was typed: a heading, perhaps empty, and paragraphs."""

    heading: str
    text: str


def zip_story(
    contents: Sequence[PictureContent],
    *,
    title: str,
    passages: Sequence[StoryPassage],
    sizes: Sequence[PictureSize] = tuple(PictureSize),
    forms: Sequence[Form] = ZIP_FORMS,
) -> bytes:
    """Return the ZIP of a story: every picture in every size and form, and four texts.

    The same input makes the same bytes, but for the moment that a PDF records. Raises
    `ExportError` with all pictures that cannot hold their texts; then there is no ZIP.
    """
    files: dict[str, bytes] = {}
    faults: list[str] = []
    names = _file_names(contents)
    for name, content in zip(names, contents, strict=True):
        for size in sizes:
            try:
                files |= {
                    f"{form}/{name}-{size}.{form}": draw_picture(content, size=size, form=form)
                    for form in forms
                }
            except TooLongError as fault:
                faults.append(f"{name}: {fault}")
    if faults:
        raise ExportError("\n".join(faults))
    files |= _text_files(contents, names, title=title, passages=passages)
    return _zip_files(files)


def safe_name(text: str) -> str:
    """Return a file name of small letters, digits and hyphens; 'plaat' where nothing is left."""
    return slug(text, longest=LONGEST_FILE_NAME) or "plaat"


def _file_names(contents: Sequence[PictureContent]) -> list[str]:
    """Return a file name for each picture; a number after those that would be the same."""
    found: list[str] = []
    for content in contents:
        first = safe_name(f"{content.name}-{content.language}")
        names = chain([first], (f"{first}-{number}" for number in count(2)))
        found.append(next(name for name in names if name not in found))
    return found


def _text_files(
    contents: Sequence[PictureContent],
    names: Sequence[str],
    *,
    title: str,
    passages: Sequence[StoryPassage],
) -> dict[str, bytes]:
    pairs = list(zip(names, contents, strict=True))
    marks = list(dict.fromkeys(mark for content in contents for mark in content.marks))
    texts = {
        "teksten.txt": [title, *("\n".join(filter(None, passage)) for passage in passages)],
        "alt-teksten.txt": [f"{name}\n{content.alternative}" for name, content in pairs],
        "bronnen.txt": dict.fromkeys(f"{name}\n{content.source}" for name, content in pairs),
    }
    found = {name: "\n\n".join([*marks, *parts]) + "\n" for name, parts in texts.items()}
    language = contents[0].language if contents else PictureLanguage.DUTCH
    body = Markup("\n").join([*map(PARAGRAPH.format, marks), *map(_render_passage, passages)])
    found["teksten.html"] = TEXT_PAGE.format(language=language, title=title, body=body)
    return {name: text.encode() for name, text in found.items()}


def _render_passage(passage: StoryPassage) -> Markup:
    heading = Markup("<h2>{}</h2>\n").format(passage.heading) if passage.heading else Markup()
    parts = (paragraph.text for paragraph in paragraphs(passage.text.strip()))
    return heading + Markup("\n").join(map(PARAGRAPH.format, parts))


def _zip_files(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=ZIPPED_AT)
            # A PNG or PDF is compressed in itself.
            is_text = not name.endswith((".png", ".pdf"))
            entry.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
            archive.writestr(entry, content)
    return out.getvalue()
