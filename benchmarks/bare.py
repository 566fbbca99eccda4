"""What the public site is compared with: an ASGI app that does next to nothing.

`/` answers 'hello'; `/kaart` is a page of Leaflet with the areas and nothing else, as somebody
would write it by hand. Run by uvicorn as the app is (`servers.bare`).
"""

import json
from functools import cache

from starlette.types import Receive, Scope, Send

from lib.access import PUBLIC
from lib.board import load_board
from lib.web.front_end import LEAFLET_PATH, FrontEndFiles

PAGE = """<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Kaart</title>
<link rel="stylesheet" href="{leaflet}leaflet.css"><style>#map{{height:736px}}</style></head>
<body><div id="map"></div><script src="{leaflet}leaflet.js"></script><script>
const map = L.map('map');
const areas = L.geoJSON({areas}).addTo(map);
map.fitBounds(areas.getBounds());
</script></body></html>"""


async def _answer(scope: Scope, _receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    body = _page() if scope["path"] == "/kaart" else b"hello"
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@cache
def _page() -> bytes:
    shapes = [
        {"type": "Feature", "properties": {}, "geometry": geometry}
        for geometry in load_board(PUBLIC).geography.outlines.values()
    ]
    areas = json.dumps({"type": "FeatureCollection", "features": shapes})
    return PAGE.format(leaflet=LEAFLET_PATH, areas=areas).encode()


app = FrontEndFiles(_answer)
