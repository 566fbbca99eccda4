"""The shapes of one municipality, the same for every reader and all figures. Not here: drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import geopandas as gpd
import shapely
import shapely.geometry

from lib.catalog.schema import Focus

WGS84 = 4326
METRE = 1e-5  # degrees: the precision of the files


@dataclass(frozen=True, eq=False)
class Geography:
    """The shapes in WGS84 and in RD, the Dutch grid in metres.

    Frames are handed out as copies: nobody can change them. What is worked out from the shapes
    alone is remembered here, so that new figures do not need it anew.
    """

    _areas: gpd.GeoDataFrame
    _outlined: gpd.GeoDataFrame
    _context: gpd.GeoDataFrame
    _focus: tuple[Focus, ...]

    @cached_property
    def outlines(self) -> Mapping[str, Mapping[str, object]]:
        """The areas as GeoJSON geometries in WGS84, by area."""
        return _as_geojson(self._areas)

    @cached_property
    def focus_outlines(self) -> Mapping[str, Mapping[str, object]]:
        """All neighbourhoods with extra effort as GeoJSON geometries in WGS84, by focus."""
        return _as_geojson(self.focus_boundaries_rd)

    @property
    def boundaries_rd(self) -> gpd.GeoDataFrame:
        """One shape per area in RD, indexed by area, columns `area` and `geometry`."""
        return self._areas.copy()

    @cached_property
    def context(self) -> Sequence[Mapping[str, object]]:
        """What lies around the areas as GeoJSON features in WGS84, with their `kind`."""
        frame = self.context_rd.reset_index(drop=True)
        pairs = zip(frame["kind"], _as_geojson(frame).values(), strict=True)
        return tuple(
            {"type": "Feature", "properties": {"kind": kind}, "geometry": shape}
            for kind, shape in pairs
        )

    @property
    def context_rd(self) -> gpd.GeoDataFrame:
        """What lies around the areas, in RD: columns `kind`, `name` and `geometry`."""
        return self._context.copy()

    @property
    def focus_boundaries_rd(self) -> gpd.GeoDataFrame:
        """All neighbourhoods with extra effort in RD, indexed by focus."""
        own, areas = self._outlined.geometry, self._areas.geometry
        shapes = {
            f.focus: own[f.focus] if f.focus in own.index else areas[f.areas[0]]
            for f in self._focus
        }
        return gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes), crs=areas.crs)


def _as_geojson(frame: gpd.GeoDataFrame) -> Mapping[str, Mapping[str, object]]:
    shapes = shapely.set_precision(frame.geometry.to_crs(WGS84).values, METRE)
    return MappingProxyType(
        {str(k): shapely.geometry.mapping(s) for k, s in zip(frame.index, shapes, strict=True)}
    )
