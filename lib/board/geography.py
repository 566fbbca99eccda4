"""Shapes on the board: the areas and the neighbourhoods with extra effort. Not here: drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import geopandas as gpd
import shapely
import shapely.geometry

from lib.catalog import Catalog

WGS84 = 4326
METRE = 1e-5  # degrees: the precision of the files


@dataclass(frozen=True, eq=False)
class Geography:
    """The shapes of one municipality, in WGS84 and in RD, the Dutch grid in metres."""

    catalog: Catalog

    @cached_property
    def outlines(self) -> Mapping[str, Mapping[str, object]]:
        """The areas as GeoJSON geometries in WGS84, by area."""
        return _as_geojson(self.catalog.boundaries)

    @cached_property
    def focus_outlines(self) -> Mapping[str, Mapping[str, object]]:
        """All neighbourhoods with extra effort as GeoJSON geometries in WGS84, by focus."""
        return _as_geojson(self.focus_boundaries_rd)

    @property
    def boundaries_rd(self) -> gpd.GeoDataFrame:
        """The areas in RD, for static pictures."""
        return self.catalog.boundaries

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
        return self.catalog.context

    @property
    def focus_boundaries_rd(self) -> gpd.GeoDataFrame:
        """All neighbourhoods with extra effort in RD, indexed by focus."""
        own, areas = self.catalog.focus_boundaries, self.catalog.boundaries
        shapes = {
            f.focus: own.geometry[f.focus] if f.focus in own.index else areas.geometry[f.areas[0]]
            for f in self.catalog.focus
        }
        return gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes), crs=areas.crs)


def _as_geojson(frame: gpd.GeoDataFrame) -> Mapping[str, Mapping[str, object]]:
    shapes = shapely.set_precision(frame.geometry.to_crs(WGS84).values, METRE)
    return MappingProxyType(
        {str(k): shapely.geometry.mapping(s) for k, s in zip(frame.index, shapes, strict=True)}
    )
