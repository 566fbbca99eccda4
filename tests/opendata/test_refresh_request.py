"""A refresh for command and button: what it asks again, reports and survives."""

import shutil
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.catalog import Catalog, DataProblemsError, load_catalog
from lib.catalog.open_tables import (
    MANIFEST_FILE,
    OPEN_DATA_FOLDER,
    find_stored_tables,
    read_manifest,
    read_rows,
)
from lib.opendata import refresh
from lib.opendata.__main__ import main
from lib.opendata.refresh import REFRESH_GROUPS, RefreshRequest, refresh_open_data
from tests.opendata.conftest import GEO, Run, refresh_from
from tests.opendata.fake import Fake, World, serve

NEW = "2025-02-01T02:00:00"


def edit(data: Path, name: str, old: str, new: str) -> None:
    path = data / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def asked_rows(fake: Fake, start: int) -> int:
    return sum("TypedDataSet" in request.path for request in fake.requests[start:])


def test_progress_is_reported_per_table(run: Run, fake: Fake) -> None:
    seen: list[tuple[str, int, int]] = []
    outcomes = run("veiligheidsmonitor", "grenzen", progress=lambda *step: seen.append(step))
    assert list(outcomes) == ["85146NED", "grenzen"]
    assert seen == [("85146NED", 0, 1), ("85146NED", 1, 1), ("grenzen", 0, 1), ("grenzen", 1, 1)]
    assert fake.most_at_once <= 4


@pytest.mark.parametrize(
    "change",
    [
        ("gemeente.toml", '"Limburg (RE)", ', '"limburg (re)", '),
        ("opendata.toml", 'benchmark = ["police_unit", "country"]', 'benchmark = ["country"]'),
        ("opendata.toml", "onveilig-in-buurt =", "onveilig ="),
    ],
)
def test_another_question_is_asked_though_the_table_is_the_same(
    run: Run, fake: Fake, data: Path, change: tuple[str, str, str]
) -> None:
    run("veiligheidsmonitor")
    edit(data, *change)
    if "onveilig" in change[1]:
        edit(data, "indicators.toml", 'measure = "onveilig-in-buurt"', 'measure = "onveilig"')
    start = len(fake.requests)
    changed = load_catalog(data, GEO)
    assert not [o for o in run("veiligheidsmonitor", catalog=changed).values() if o.error]
    assert asked_rows(fake, start) == 1
    start = len(fake.requests)
    run("veiligheidsmonitor", catalog=changed)
    assert asked_rows(fake, start) == 0


def test_a_region_that_the_table_does_not_have_is_reported_and_the_rest_loaded(
    run: Run, data: Path
) -> None:
    edit(data, "gemeente.toml", '["Limburg (RE)", ', '["Limburg (RQ)", ')
    outcome = run("veiligheidsmonitor", catalog=load_catalog(data, GEO))["85146NED"]
    assert outcome.error is None
    assert "niet in deze tabel gevonden: Politie-eenheid Limburg" in outcome.summary
    path = data / OPEN_DATA_FOLDER / find_stored_tables(data)["85146NED"].file
    assert set(read_rows(path)["area"]) == {"GM0983", "NL"}


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Slachtoffers", "staat er 4 keer in: 'Traditionele criminaliteit | Slachtoffers', "),
        ("Geweld | Slachtoffers", "is er niet. Het meest lijken daarop: "),
        ("Slachtofers | Online criminaliteit", "'Online criminaliteit | Slachtoffers'"),
        ("Slachtoffers van online criminaliteit", "'Online criminaliteit | Slachtoffers'"),
    ],
)
def test_an_ambiguous_column_title_is_reported(run: Run, data: Path, title: str, told: str) -> None:
    edit(data, "opendata.toml", '"Online criminaliteit | Slachtoffers"', f'"{title}"')
    error = run("veiligheidsmonitor", catalog=load_catalog(data, GEO))["85146NED"].error
    assert error is not None
    assert f"de kolom '{title}'" in error.problem
    assert told in error.problem
    assert "opendata.toml" in error.fix


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


@pytest.mark.parametrize("spoil", [damage, Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_damaged_table_is_fetched_again(
    run: Run, data: Path, catalog: Catalog, spoil: Callable[[Path], object]
) -> None:
    run("veiligheidsmonitor")
    spoil(data / OPEN_DATA_FOLDER / find_stored_tables(data)["85146NED"].file)
    # Not the catalog of the damaged folder itself, which may not load.
    with serve(World(years=[2022, 2023])) as again:
        (outcome,) = refresh_from(again, data, "veiligheidsmonitor", catalog=catalog).values()
    assert outcome.error is None
    assert "open-85146NED" in set(load_catalog(data, GEO).frame("survey")["source"])


@pytest.mark.parametrize("name", [MANIFEST_FILE, "85146NED"])
def test_damaged_files_are_a_problem_with_a_fix(run: Run, data: Path, name: str) -> None:
    run("veiligheidsmonitor", "grenzen")
    damage(next((data / OPEN_DATA_FOLDER).glob(f"{name}*")))
    with pytest.raises(DataProblemsError) as caught:
        load_catalog(data, GEO)
    (problem,) = caught.value.problems
    assert problem.file == "data/opendata/manifest.json"
    assert "make data" in problem.fix


class Killed(BaseException):
    """As if the machine stopped here."""


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
def test_stopped_at_any_step_of_writing_everything_is_whole(
    run: Run, world: World, data: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """The run stops where the first file is put in place, then the second, and so on."""
    groups = ("veiligheidsmonitor", "grenzen")
    run(*groups)
    before = read_manifest(data / OPEN_DATA_FOLDER)
    kept = shutil.copytree(data / OPEN_DATA_FOLDER, data.parent / "kept")
    world.vary("85146NED").modified = NEW
    world.seed = 2
    edit(data, "focus.csv", "BU09832202|BU09832203", "BU09832202")
    changed = load_catalog(data, GEO)
    put, left = Path.replace, 0

    def replace(path: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left == 0 and when == "before":
            raise Killed
        result = put(path, target)
        if left == 0:
            raise Killed
        return result

    monkeypatch.setattr(Path, "replace", replace)
    for step in range(1, 20):
        shutil.rmtree(data / OPEN_DATA_FOLDER)
        shutil.copytree(kept, data / OPEN_DATA_FOLDER)
        left = step
        try:
            run(*groups, catalog=changed)
        except Killed:
            for stored in read_manifest(data / OPEN_DATA_FOLDER).tables.values():
                frame = read_rows(data / OPEN_DATA_FOLDER / stored.file)
                assert len(frame) == before.tables[stored.table].rows
            assert "2024" in load_catalog(data, GEO).municipality.map.attribution
        else:
            break
    assert step == 7  # two files of the table, four of the boundaries
    now = read_manifest(data / OPEN_DATA_FOLDER)
    assert now.tables["85146NED"].version == NEW
    assert now.boundaries != before.boundaries


def test_a_host_that_no_resolver_answers_for_is_reported_soon(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()

    def getaddrinfo(*_: object, **__: object) -> list[object]:
        answered.wait()
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(refresh, "REACHABLE_SECONDS", 0.2)
    addresses = dict.fromkeys(("politie", "cbs", "pdok"), "http://nergens.invalid")
    try:
        outcomes = refresh_open_data(
            load_catalog(data, GEO), data_dir=data, request=RefreshRequest(addresses=addresses)
        )
        assert not answered.is_set()
    finally:
        answered.set()
    assert {o.table for o in outcomes} >= {"47018NED", "85146NED", "grenzen"}
    assert all("nergens.invalid is niet bereikbaar" in o.summary for o in outcomes)


def test_a_dry_run_reports_its_questions_and_asks_for_no_rows(
    fake: Fake, data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = ["refresh", "--data", str(data), "--dry-run", "--politie-url", fake.politie_url]
    arguments += ["--cbs-url", fake.cbs_url, "--pdok-url", fake.pdok_url]
    assert main(arguments) == 0
    told = capfd.readouterr().err
    assert "47018NED: zou 2 vragen stellen (niets opgehaald)" in told
    assert "grenzen: zou 1 vragen stellen (niets opgehaald)" in told
    assert asked_rows(fake, 0) == 0
    assert not (data / OPEN_DATA_FOLDER / MANIFEST_FILE).exists()


def test_every_table_belongs_to_a_group_that_can_be_asked_for(data: Path) -> None:
    groups = {t.group for t in load_catalog(data, GEO).open_tables}
    assert groups == set(REFRESH_GROUPS) - {"grenzen"}
