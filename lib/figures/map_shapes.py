"""What each map on the screen has in common, as a script that a browser fetches once.

The shapes and the code of the frame are two thirds of a map, and a map is sent again at each
choice. The same for every layer and every reader. Not here: the map that refers to them
(`leaflet_map`), the answer with them (`lib.web.front_end`).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lib.board.cached_method import cached_method
from lib.catalog.geography import Geography
from lib.catalog.routes import ServerRoute

PATH = f"/{ServerRoute.ASSETS}/kaart.js"
FRAME = Path(__file__).with_name("map_frame.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class MapShapes:
    """GeoJSON geometries, as folium writes them, by what a script calls them."""

    shapes: Mapping[str, str]

    @property
    def script(self) -> str:
        """The script that gives the map's frame the shapes, and `drawPanes`."""
        listed = ",".join(f"{json.dumps(name)}:{shape}" for name, shape in self.shapes.items())
        return f"window.mapShapes={{{listed}}};\nwindow.drawPanes={FRAME.strip()};\n"

    @property
    def version(self) -> str:
        """A text that is different for another script."""
        return hashlib.sha256(self.script.encode()).hexdigest()[:16]

    @property
    def address(self) -> str:
        """Where the server has this version of the script."""
        return f"{PATH}?{self.version}"

    def refer(self, script: str) -> str:
        """Return a script of folium with a reference in place of each shape."""
        for name, shape in self.shapes.items():
            script = script.replace(shape, f"mapShapes[{json.dumps(name)}]")
        return script


@cached_method(most=1)
def list_shapes(geography: Geography) -> MapShapes:
    """Return all shapes that the map on the screen draws."""
    named = {
        **geography.outlines,
        **{f"focus {name}": shape for name, shape in geography.focus_outlines.items()},
        **{f"context {n}": f["geometry"] for n, f in enumerate(geography.context)},
    }
    return MapShapes({name: json.dumps(shape, sort_keys=True) for name, shape in named.items()})
