"""What each number of a story is: sources by a number's text become bindings of their own."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from lib.store.migrations.column_types import JSON_COLUMN

revision = "0007"
down_revision = "0006"

VERSIONS = sa.table(
    "story_version",
    sa.column("story", sa.Integer),
    sa.column("version", sa.Integer),
    sa.column("content", JSON_COLUMN),
)


def upgrade() -> None:
    """Rewrite the content of every version that has sources."""
    connection = op.get_bind()
    key = VERSIONS.c.story, VERSIONS.c.version
    for story, version, content in connection.execute(sa.select(*key, VERSIONS.c.content)).all():
        if "stated_sources" not in content:
            continue
        row = (VERSIONS.c.story == story, VERSIONS.c.version == version)
        connection.execute(sa.update(VERSIONS).where(*row).values(content=_convert(content)))


def _convert(content: dict[str, Any]) -> dict[str, Any]:
    """Return content with bindings; of no sentence, so that somebody looks at each again."""
    sources = content["stated_sources"]
    bindings = [
        {"part": "", "text": text, "kind": "eigen bron", "title": source, "date": "", "who": ""}
        for text, source in sources.items()
    ]
    rest = {name: value for name, value in content.items() if name != "stated_sources"}
    return {**rest, "bindings": bindings}
