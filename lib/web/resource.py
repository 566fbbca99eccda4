"""Answers that are made once and served from memory, as they are or compressed with gzip.

Not here: which addresses there are (`front_end`, `public_site`).
"""

import gzip
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from starlette.types import Scope, Send

Header = tuple[bytes, bytes]
PACKED_KINDS = (
    "text/",
    "application/atom",
    "application/csvm",
    "application/j",
    "application/ld",
    "image/svg",
)
BODY_HEADERS = {b"content-type", b"content-length", b"content-encoding"}


class Representation(NamedTuple):
    """A body with its status and headers; `tag` is its ETag."""

    status: int
    headers: list[Header]
    body: bytes
    tag: bytes = b""


class Resource(NamedTuple):
    """What an address holds; both are the same where packing gains nothing."""

    plain: Representation
    packed: Representation


def build_resource(
    body: bytes, headers: Sequence[Header], *, kind: str, status: int = 200
) -> Resource:
    """Return the resource with this body of this kind; `headers` come on top of those of a body."""
    digest = hashlib.sha256(body).hexdigest()[:32]
    shared = [(b"content-type", kind.encode()), (b"vary", b"accept-encoding"), *headers]
    plain = _represent(body, shared, status=status, tag=f'"{digest}"')
    if not kind.startswith(PACKED_KINDS):
        return Resource(plain, plain)
    shared = [*shared, (b"content-encoding", b"gzip")]
    packed = gzip.compress(body, 6, mtime=0)
    return Resource(plain, _represent(packed, shared, status=status, tag=f'"{digest}-gz"'))


def _represent(body: bytes, shared: Sequence[Header], *, status: int, tag: str) -> Representation:
    own = [(b"content-length", str(len(body)).encode()), (b"etag", tag.encode())]
    return Representation(status, [*shared, *own], body, tag.encode())


def choose_representation(resource: Resource, headers: Mapping[bytes, bytes]) -> Representation:
    """Return the representation for a request with these headers: whole, packed, or 304."""
    chosen = (
        resource.packed if _accepts_gzip(headers.get(b"accept-encoding", b"")) else resource.plain
    )
    known = headers.get(b"if-none-match")
    if known is None or chosen.status != 200 or not _has_tag(known, chosen.tag):  # noqa: PLR2004
        return chosen
    return Representation(304, [h for h in chosen.headers if h[0] not in BODY_HEADERS], b"")


@lru_cache(maxsize=256)
def _accepts_gzip(accepted: bytes) -> bool:
    """Return whether a browser takes gzip: named, and not with quality 0."""
    for part in accepted.lower().split(b","):
        name, _, quality = part.partition(b";")
        if name.strip() == b"gzip":
            return not re.fullmatch(rb"\s*q\s*=\s*0(\.0*)?\s*", quality)
    return False


def _has_tag(known: bytes, tag: bytes) -> bool:
    tags = [part.strip().removeprefix(b"W/") for part in known.split(b",")]
    return tag in tags or b"*" in tags


async def send_representation(chosen: Representation, scope: Scope, send: Send) -> None:
    """Send the answer; HEAD gets no body."""
    start = {"type": "http.response.start", "status": chosen.status, "headers": chosen.headers}
    await send(start)
    body = b"" if scope["method"] == "HEAD" else chosen.body
    await send({"type": "http.response.body", "body": body})
