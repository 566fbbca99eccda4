"""Open data: what is in it, what never is, and that its descriptions keep to the standards."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, Namespace, URIRef

from lib.access import LOCAL, PUBLIC
from lib.board import Board, load_board
from lib.exhibits.maps import describe_map
from lib.export.site.files import SiteFile
from lib.export.site.open_data import build_open_data, list_datasets
from lib.figures.layers.modes import map_layers
from tests.builders import build_board_from, set_count
from tests.export.site.samples import ADDRESS, public_board, stored_interpretation

SHAPES = Path(__file__).with_name("shapes") / "dcat-ap-nl-3.0.ttl"
ROOT = "/openbaar/data/"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")


@pytest.fixture(scope="module")
def everybody() -> Board:
    board = public_board()
    figure = describe_map(board, map_layers(board)["rapportcijfer"], name="overzicht")
    return replace(board, interpretations=(stored_interpretation(figure),))


@pytest.fixture(scope="module")
def files(everybody: Board) -> Mapping[str, SiteFile]:
    return build_open_data(everybody, address=ADDRESS)


def rows(file: SiteFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.body.decode(), newline="")))


def catalogue(files: Mapping[str, SiteFile], ending: str) -> Graph:
    form = {"ttl": "turtle", "jsonld": "json-ld"}[ending]
    return Graph().parse(data=files[f"{ROOT}catalogus.{ending}"].body, format=form)


def breaches(graph: Graph) -> str:
    fits, _, text = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES), advanced=False)
    return "" if fits else str(text)


@pytest.mark.slow
def test_the_catalogue_keeps_to_the_national_profile(files: Mapping[str, SiteFile]) -> None:
    graph = catalogue(files, "ttl")
    assert breaches(graph) == ""
    as_json = catalogue(files, "jsonld")
    assert len(as_json) == len(graph)
    assert breaches(as_json) == ""


def test_the_shapes_have_a_rule_for_every_property(files: Mapping[str, SiteFile]) -> None:
    graph, shapes = catalogue(files, "ttl"), Graph().parse(SHAPES)
    for node in set(graph.subjects(RDF.type)):
        kinds = set(graph.objects(node, RDF.type))
        of_kind = {
            s for s in shapes.subjects(SH.targetClass) if shapes.value(s, SH.targetClass) in kinds
        }
        ruled = {
            shapes.value(rule, SH.path) for s in of_kind for rule in shapes.objects(s, SH.property)
        }
        used = set(graph.predicates(node)) - {RDF.type}
        assert used <= ruled or kinds == {VCARD.Kind}, (node, used - ruled)


def test_the_shapes_find_what_is_absent(files: Mapping[str, SiteFile]) -> None:
    graph = catalogue(files, "ttl")
    graph.remove((URIRef(f"{ADDRESS.base}{ROOT}"), DCAT.contactPoint, None))
    assert "contactPoint" in breaches(graph)


def test_what_was_written_of_a_figure_goes_with_its_dataset(files: Mapping[str, SiteFile]) -> None:
    page = files[ROOT].body.decode()
    assert page.count("Duiding: Weinig deelnemers. Let op.") == 1
    assert b"Duiding: Weinig deelnemers" in files[f"{ROOT}kaart-rapportcijfer.csv"].body
    assert b"Duiding: Weinig deelnemers" in files[f"{ROOT}kaart-rapportcijfer.json"].body


def test_every_dataset_has_its_files_and_period(files: Mapping[str, SiteFile]) -> None:
    graph = catalogue(files, "ttl")
    addresses = {str(o) for o in graph.objects(None, DCAT.downloadURL)}
    tables = {p for p in files if p.endswith((".csv", ".json")) and "-metadata" not in p}
    assert addresses == {f"{ADDRESS.base}{p}" for p in tables}
    starts, ends = set(graph.objects(None, DCAT.startDate)), set(graph.objects(None, DCAT.endDate))
    assert "2012-01-01" in map(str, starts)
    assert max(map(str, ends)) <= f"{public_board().today}"


def parses(text: str, kind: str) -> bool:
    if text and kind in {"integer", "decimal"}:
        assert "," not in text
        float(text)
        return kind == "decimal" or "." not in text
    return True


def test_csvw_describes_each_table_as_it_is(files: Mapping[str, SiteFile]) -> None:
    described = [p for p in files if p.endswith(".csv-metadata.json")]
    assert len(described) > 20
    for path in described:
        metadata: dict[str, Any] = json.loads(files[path].body)
        header, *body = rows(files[f"{ROOT}{metadata['url']}"])
        columns = metadata["tableSchema"]["columns"]
        assert [c["titles"] for c in columns] == header, path
        names = [c["name"] for c in columns]
        assert len(set(names)) == len(names), path
        assert all(names), path
        kinds = [c["datatype"] for c in columns]
        for row in body:
            assert all(map(parses, row, kinds)), (path, row)
        as_json = json.loads(files[path.replace(".csv-metadata", "")].body)
        assert len(as_json["rijen"]) == len(body)
        assert list(as_json["rijen"][0]) == names[: len(as_json["rijen"][0])]


def test_every_row_has_its_source_and_caveats(files: Mapping[str, SiteFile]) -> None:
    header, *body = rows(files[f"{ROOT}kaart-rapportcijfer.csv"])
    source, caveat = header.index("bron"), header.index("let op")
    assert len(body) == len(public_board().areas)
    assert all("bijlage" in row[source] and "marge" in row[caveat] for row in body)


def test_an_internal_board_makes_no_open_data() -> None:
    with pytest.raises(ValueError, match="internal"):
        build_open_data(load_board(LOCAL), address=ADDRESS)


def test_a_suppressed_count_is_in_no_table(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    for code in (u.area for u in public_board().units("klingerberg", kind="cbs_buurt")):
        set_count(data, code, 1)
    board = build_board_from(data, geo, actor=PUBLIC)
    tables = {d.exhibit.name: d.exhibit.figures for d in list_datasets(board)}
    counts = tables["kaart-misdrijven"].set_index("wijk")
    assert counts.loc["Klingerberg", "ontbreekt omdat"]
    assert counts["misdrijven"].isna().sum() >= 2
    for name, table in tables.items():
        own = (
            table[(table == "Klingerberg").any(axis=1)] if "kaart-misdrijven" in name else table[:0]
        )
        assert own.select_dtypes("number").isna().all(axis=None), name
