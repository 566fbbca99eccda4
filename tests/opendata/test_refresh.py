"""The refresh against the fake services: everything loaded, each fault told, nothing lost."""

import datetime as dt
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from lib.catalog import load_catalog
from lib.catalog.open_tables import OPEN_DATA_FOLDER, find_stored_tables, read_manifest, read_rows
from lib.opendata import odata
from lib.opendata.__main__ import main
from lib.opendata.client import Service, http_client
from lib.opendata.fetch_problems import OpenDataError
from lib.opendata.storage import OpenDataFolder
from lib.settings import DUTCH_TIME
from tests.builders import build_board
from tests.opendata.conftest import GEO, ROOT, Run, refresh_from
from tests.opendata.fake import ROWS_AT_ONCE, Fake, Fault, World, new_division, serve

pytestmark = pytest.mark.slow


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Three wijken of eighteen, asked for in as many questions as all of them."""
    monkeypatch.setattr(odata, "MOST_ROWS_AN_ANSWER", 1_200)
    found = World(years=[2022, 2023], last_month=(2022, 6))
    kept = ("098311", "098325", max(found.wijken)[2:])
    for areas in (found.wijken, found.buurten):
        for code in [code for code in areas if code[2:8] not in kept]:
            del areas[code]
    return found


TABLE_GROUPS = ("politie", "overlast", "veiligheidsmonitor", "inwoners")


def whole(data: Path) -> dict[str, str]:
    """Return the digest of each table's file, as it is and as the manifest says."""
    folder = data / OPEN_DATA_FOLDER
    found = {}
    for number, stored in read_manifest(folder).tables.items():
        found[number] = hashlib.sha256((folder / stored.file).read_bytes()).hexdigest()
        assert found[number] == stored.sha256, number
    return found


def rows(data: Path, table: str, **asked: object) -> pd.DataFrame:
    stored = find_stored_tables(data)[table]
    return read_rows(data / OPEN_DATA_FOLDER / stored.file, **asked)  # type: ignore[arg-type]


def test_everything_is_loaded(run: Run, fake: Fake, world: World, data: Path) -> None:
    outcomes = run(*TABLE_GROUPS)
    assert [o.error for o in outcomes.values()] == [None] * 11
    assert set(whole(data)) == {
        "47018NED",
        "47022NED",
        "47013NED",
        "47024NED",
        "47021NED",
        "85146NED",
        "85039NED",
        "85318NED",
        "85618NED",
        "85984NED",
        "86165NED",
    }
    assert fake.most_at_once <= 4
    for kind, area in (("1.4.4", "BU09831101"), ("0.0.0", "WK098325"), ("2.6.10", "GM0983")):
        found = rows(data, "47018NED", kinds=[kind], areas=[area])
        expected = {
            str(year): world.value(
                "47018NED", SoortMisdrijf=kind, WijkenEnBuurten=area, Perioden=f"{year}JJ00"
            )
            for year in (2022, 2023)
        }
        assert dict(zip(found["period"], found["value"], strict=True)) == expected
    months = rows(data, "47022NED", kinds=["1.4.4"], areas=["GM0983"])
    assert months["period"].tolist()[:2] == ["2022-01", "2022-02"]
    assert len(months) == 6


def test_margins_become_bounds(run: Run, data: Path) -> None:
    run("85146NED")
    found = rows(data, "85146NED", areas=["GM0983"])
    assert len(set(found["measure"])) == 8
    assert (found["lower"] < found["value"]).all()
    assert (found["value"] < found["upper"]).all()


def test_again_the_same_day_asks_only_whether_something_changed(
    run: Run, fake: Fake, data: Path
) -> None:
    run(*TABLE_GROUPS)
    before, asked = whole(data), len(fake.requests)
    outcomes = run(*TABLE_GROUPS)
    later = {path.rsplit("/", 1)[-1] for path, *_ in fake.requests[asked:]}
    assert later == {"", "TableInfos"}  # the first: whether the server is there
    assert {o.changed for o in outcomes.values()} == {(0, 0, 0)}
    assert whole(data) == before


def test_what_is_still_the_newest_was_retrieved_today(run: Run, data: Path) -> None:
    """Else an alert for tables that nobody fetched goes off for each that appears once a year."""
    run("85984NED", "85318NED")
    path = data / OPEN_DATA_FOLDER / "manifest.json"
    today = f"{dt.datetime.now(DUTCH_TIME):%Y-%m-%d}"
    path.write_text(path.read_text("utf-8").replace(today, "2024-01-01"), encoding="utf-8")
    before = whole(data)
    run("85984NED", is_dry=True)
    outcome = run("85318NED")["85318NED"]
    assert outcome.changed == (0, 0, 0)
    found = {n: str(t.retrieved) for n, t in read_manifest(data / OPEN_DATA_FOLDER).tables.items()}
    assert found == {"85984NED": "2024-01-01", "85318NED": today}
    assert whole(data) == before


def test_a_new_version_is_fetched_and_reported(run: Run, world: World, data: Path) -> None:
    run("47018NED")
    key = ("47018NED", "1.4.4 ", "BU09831101", "2023JJ00")
    world.cells[key] = 777
    assert run("47018NED")["47018NED"].changed == (0, 0, 0)
    world.vary("47018NED").modified = "2025-02-01T02:00:00"
    outcome = run("47018NED")["47018NED"]
    assert outcome.changed[1] >= 1
    assert outcome.stored is not None
    assert outcome.stored.version.startswith("2025-02-01")
    found = rows(data, "47018NED", kinds=["1.4.4"], areas=["BU09831101"])
    assert found.loc[found["period"].astype(str) >= "2023", "value"].tolist() == [777]
    # The former file stays for a reader who still has it, older ones do not.
    world.vary("47018NED").modified = "2025-03-01T02:00:00"
    world.cells[key] = 778
    run("47018NED")
    assert len(list((data / OPEN_DATA_FOLDER).glob("47018NED-*.parquet"))) == 2


def test_since_limits_the_periods(run: Run, data: Path) -> None:
    run("47013NED", since="2023")
    assert read_manifest(data / OPEN_DATA_FOLDER).tables["47013NED"].first == "2023"


def test_a_dry_run_writes_nothing(run: Run, data: Path) -> None:
    outcome = run("47018NED", is_dry=True)["47018NED"]
    assert outcome.questions > 0
    assert whole(data) == {}


LASTING = [
    (Fault("TypedDataSet", None, "404"), "ingetrokken"),
    (Fault("TypedDataSet", None, "500"), "geeft een fout (500)"),
    (Fault("TypedDataSet", None, "503"), "geeft een fout (503)"),
    (Fault("TypedDataSet", None, "html"), "geen JSON"),
    (Fault("TypedDataSet", None, "broken_json"), "geen JSON"),
    (Fault("TypedDataSet", None, "truncated"), "niet te lezen"),
    (Fault("TypedDataSet", None, "reset"), "afgebroken"),
    (Fault("TypedDataSet", None, "no_body"), "niet te lezen"),
    (Fault("TypedDataSet", None, "empty"), "geen rijen"),
    (Fault("DataProperties", None, "404"), "ingetrokken"),
    (Fault("TableInfos", None, "other_names"), "niet te lezen"),
    (Fault("DataProperties", None, "other_names"), "'Geregistreerde misdrijven' is er niet"),
    (Fault("/SoortMisdrijf", None, "other_names"), "niet te lezen (anders ingedeeld"),
    (Fault("TypedDataSet", None, "other_names"), "is er niet"),
    (Fault("TypedDataSet", None, "301"), "verhuisd naar https://nieuw.example/odata"),
    (Fault("TypedDataSet", None, "-1"), "geen aantal van 0 of meer, bijvoorbeeld '-1.0'"),
    (Fault("TypedDataSet", None, "12.5"), "geen aantal van 0 of meer, bijvoorbeeld '12.5'"),
    (Fault("TypedDataSet", None, "       ."), "geen aantal van 0 of meer, bijvoorbeeld '.'"),
]


@pytest.mark.parametrize(("fault", "told"), LASTING, ids=lambda v: getattr(v, "kind", None))
def test_a_lasting_fault_is_reported_and_leaves_the_former_table(
    run: Run, world: World, data: Path, fault: Fault, told: str
) -> None:
    run("47018NED")
    before = whole(data)
    world.vary("47018NED").modified = "2025-02-01T02:00:00"
    world.faults.append(Fault(fault.path_contains, fault.times, fault.kind))
    error = run("47018NED")["47018NED"].error
    assert error is not None
    assert told in error.problem
    assert error.fix
    assert whole(data) == before


@pytest.mark.parametrize("kind", ["500", "503", "html", "truncated", "reset", "broken_json"])
def test_a_passing_fault_is_survived(run: Run, world: World, data: Path, kind: str) -> None:
    world.faults.append(Fault("TypedDataSet", 1, kind))  # type: ignore[arg-type]
    assert run("47018NED")["47018NED"].error is None
    assert whole(data)


def test_a_renamed_column_is_reported(run: Run, world: World) -> None:
    world.vary("47018NED").titles["GeregistreerdeMisdrijven_1"] = "Aantal misdrijven"
    error = run("47018NED")["47018NED"].error
    assert error is not None
    assert "'Geregistreerde misdrijven' is er niet" in error.problem
    assert "Aantal misdrijven" in error.problem
    assert "opendata.toml" in error.fix


def test_another_number_at_a_column_does_not_matter(run: Run, world: World) -> None:
    world.vary("47018NED").renamed["GeregistreerdeMisdrijven_1"] = "GeregistreerdeMisdrijven_7"
    assert run("47018NED")["47018NED"].error is None


def test_a_lost_kind_that_an_indicator_uses_is_reported(run: Run, world: World) -> None:
    world.vary("47018NED").vanished_kinds.add("1.4.4 ")
    error = run("47018NED")["47018NED"].error
    assert error is not None
    assert "1.4.4" in error.problem
    assert "indicators.toml" in error.fix


def test_an_unknown_kind_is_loaded_and_noted(run: Run, world: World, data: Path) -> None:
    run("47018NED")
    world.vary("47018NED").extra_kinds["9.9.9"] = "9.9.9 Iets nieuws"
    world.vary("47018NED").modified = "2025-02-01T02:00:00"
    outcome = run("47018NED")["47018NED"]
    assert outcome.error is None
    assert outcome.notes == ("nieuwe soorten: 9.9.9",)
    assert "9.9.9" in set(rows(data, "47018NED")["kind"])


def test_another_division_is_reported_and_leaves_the_former_table(
    run: Run, world: World, data: Path
) -> None:
    run("47018NED")
    before = whole(data)
    world.vary("47018NED").areas = new_division(world)
    world.vary("47018NED").modified = "2025-02-01T02:00:00"
    error = run("47018NED")["47018NED"].error
    assert error is not None
    assert "wijkindeling is veranderd" in error.problem
    assert whole(data) == before


def test_duplicate_rows_are_reported(run: Run, world: World) -> None:
    world.vary("47018NED").duplicates = 3
    error = run("47018NED")["47018NED"].error
    assert error is not None
    assert "dubbel" in error.problem


def test_one_broken_table_leaves_the_others(run: Run, world: World, data: Path) -> None:
    world.faults.append(Fault("47018NED", None, "404"))
    outcomes = run("47018NED", "47013NED")
    assert {n: bool(o.error) for n, o in outcomes.items()} == {"47018NED": True, "47013NED": False}
    assert set(whole(data)) == {"47013NED"}


def test_paging_links_are_followed_by_their_path() -> None:
    """Their host does not exist."""
    with serve(World(years=[2022, 2023])) as fake, http_client() as http:
        service = Service(fake.politie_url, http)
        path = "/ODataFeed/odata/47018NED/TypedDataSet"
        asked = {"$format": "json", "$select": "SoortMisdrijf"}
        found = list(service.rows(path, "value", what="proef", params=asked))
    assert len(fake.requests) > 1
    assert len(found) > ROWS_AT_ONCE


def test_a_manifest_that_cannot_be_read_is_not_overwritten(run: Run, data: Path) -> None:
    run("47013NED")
    path = data / OPEN_DATA_FOLDER / "manifest.json"
    path.write_text("{", encoding="utf-8")
    error = run("47013NED")["47013NED"].error
    assert error is not None
    assert "manifest.json" in error.problem
    assert path.read_text(encoding="utf-8") == "{"


def test_two_runs_do_not_cross(run: Run, data: Path) -> None:
    folder = OpenDataFolder(data / OPEN_DATA_FOLDER)
    with folder.lock(), pytest.raises(OpenDataError, match="loopt al"):
        run("47013NED")
    assert run("47013NED")["47013NED"].error is None


def _command(fake: Fake, data: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "lib.opendata",
        "refresh",
        "--data",
        str(data),
        "--politie-url",
        fake.politie_url,
        "--cbs-url",
        fake.cbs_url,
        "--pdok-url",
        fake.pdok_url,
        *more,
    ]


def test_killed_at_any_moment_nothing_is_lost_and_the_next_run_goes_on(data: Path) -> None:
    """SIGKILL after each of the requests of a run over a second version, and after the last."""
    world = World(years=[2022, 2023], last_month=(2022, 4))
    with serve(world) as fake:
        refresh_from(fake, data, "politie")
        before, questions = whole(data), _questions(fake, 0)
        for table in before:
            world.vary(table).modified = "2025-02-01T02:00:00"
        world.seed = 2
        start = len(fake.requests)
        command = _command(fake, data, "--only", "politie")
        for wanted in (2, 9, 13, 16):
            asked = len(fake.requests)
            process = subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            while len(fake.requests) - asked < wanted and process.poll() is None:
                time.sleep(0.002)
            # Some runs die while they wait for an answer, others while they write one down.
            time.sleep(wanted % 3 * 0.03)
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert set(whole(data)) == set(before)
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    versions = {t.version[:10] for t in read_manifest(data / OPEN_DATA_FOLDER).tables.values()}
    assert versions == {"2025-02-01"}
    assert whole(data).keys() == before.keys()
    assert not list((data / OPEN_DATA_FOLDER).glob("*.unfinished"))
    # A table that was published is not fetched again: five runs asked hardly more than one.
    assert _questions(fake, start) <= questions + 4 * 4


def _questions(fake: Fake, start: int) -> int:
    return sum("TypedDataSet" in path for path, *_ in fake.requests[start:])


def test_without_a_network_the_message_comes_soon(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    nowhere = "http://nergens.invalid"
    start = time.monotonic()
    code = main(
        [
            "refresh",
            "--data",
            str(data),
            "--politie-url",
            nowhere,
            "--cbs-url",
            nowhere,
            "--pdok-url",
            nowhere,
        ]
    )
    assert code == 1
    assert time.monotonic() - start < 10
    told = capfd.readouterr().err
    assert "nergens.invalid is niet bereikbaar" in told
    assert "Traceback" not in told
    assert load_catalog(data, GEO).open_rows("47018NED").empty


def test_the_command_reports_what_it_did(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with serve() as fake:
        assert main(_command(fake, data, "--only", "inwoners,grenzen")[3:]) == 0
    told = capfd.readouterr().err
    # 136 of the municipality, the country and the eleven others of gemeente.toml.
    assert "85984NED: 148 rijen, 2024 tot en met 2024, versie 2024-08-15" in told
    assert "148 nieuw, 0 anders, 0 weg" in told
    assert "grenzen: officiële grenzen van 2024, wijken: 18 nieuw, 0 anders, 0 weg" in told


@pytest.mark.parametrize("wrong", [["--since", "gisteren"], ["--only", "alles"]])
def test_a_wrong_question_is_reported(
    data: Path, capfd: pytest.CaptureFixture[str], wrong: list[str]
) -> None:
    assert main(["refresh", "--data", str(data), *wrong]) == 2
    assert capfd.readouterr().err


def test_addresses_come_from_the_environment(
    fake: Fake, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CBS_URL", fake.cbs_url)
    assert main(["refresh", "--data", str(data), "--only", "inwoners"]) == 0
    assert os.environ["CBS_URL"] == fake.cbs_url


def test_the_board_takes_the_figures_up(run: Run, world: World, data: Path) -> None:
    run("47018NED", "47013NED")
    found = load_catalog(data, GEO)
    counts = found.frame("counts")
    shown = counts[(counts["indicator"] == "bedreiging") & (counts["area"] == "BU09831101")]
    assert shown["source"].unique().tolist() == ["open-47018NED"]
    assert shown.set_index("period")["value"]["2023"] == world.value(
        "47018NED", SoortMisdrijf="1.4.4", WijkenEnBuurten="BU09831101", Perioden="2023JJ00"
    )
    # data/observations has years of this kind too, of another source: what is fetched goes first.
    years = build_board(found).registrations.yearly("bedreiging")
    total = world.value("47013NED", SoortMisdrijf="1.4.4", RegioS="GM0983", Perioden="2023JJ00")
    own = years.loc[years["period"] == "2023", ["area", "source", "value"]]
    assert own.to_numpy().tolist() == [["GM0983", "open-47013NED", total]]
    assert (
        found.sources["open-47018NED"].retrieved == dt.datetime.now().astimezone(DUTCH_TIME).date()
    )
