"""The police's own lists on the board: of whom, which changes are real, and which months they take.

Lists are made here in memory, except where the database decides who sees them.
"""

import datetime as dt
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.access import ALLOWED, PUBLIC, Actor, NotAllowedError, Operation, Role
from lib.analysis.counts import Verdict
from lib.analysis.day_windows import DayComparison, Lack, week_up_to
from lib.analysis.windows import Comparison
from lib.board import (
    Board,
    DataProblemsError,
    get_store,
    load_board,
    police_daily,
    preview_police_list,
)
from lib.catalog import Catalog, Status, load_catalog
from lib.intake import PoliceList, read_police_list
from lib.intake.police_names import UNLOCATED
from lib.settings import DUTCH_TIME
from lib.store import (
    ImportedFile,
    PoliceCounts,
    SavedPoliceList,
    preview_police_counts,
    save_police_list,
    withdraw_police_list,
)
from lib.store.police_lists import COUNT_COLUMNS, find_coverage
from tests.builders import build_board
from tools.demo_figures import main as make_demo
from tools.demo_police_list import demo_list
from tools.demo_police_list import main as make_list

ROOT = Path(__file__).parents[2]
DRIEHOEK = Actor("iemand", Role.DRIEHOEK)
FILE = ImportedFile("weeklijst.xlsx", "ab" * 32)
DAY = dt.timedelta(days=1)
NEWEST = dt.date(2026, 11, 22)
THEFT = "winkeldiefstal"
Counts = Mapping[tuple[str, str, dt.date], int]


def days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def kept(
    number: int,
    counts: Counts,
    *,
    first: dt.date,
    last: dt.date,
    kinds: Collection[str],
    status: Status = Status.PROVISIONAL,
) -> SavedPoliceList:
    at = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    return SavedPoliceList(
        number,
        FILE,
        at,
        first,
        last,
        tuple(sorted(kinds)),
        sum(counts.values()),
        status,
        None,
    )


def lists(*drawn: tuple[SavedPoliceList, Counts]) -> PoliceCounts:
    found = PoliceCounts(pd.DataFrame(columns=COUNT_COLUMNS), find_coverage(()), {})
    for one, counts in drawn:
        found = preview_police_counts(found, one, counts)
    return found


def steady(
    kinds: Collection[str], areas: Mapping[str, int], first: dt.date, last: dt.date
) -> dict[tuple[str, str, dt.date], int]:
    """So many each day in each area."""
    return {(k, a, d): n for k in kinds for a, n in areas.items() for d in days(first, last) if n}


def on(catalog: Catalog, *drawn: tuple[SavedPoliceList, Counts]) -> Board:
    return build_board(catalog, police=lists(*drawn))


def a_year(catalog: Catalog, *, risen: int = 1, kinds: Collection[str] = (THEFT,)) -> Board:
    """A year of one case a day in two areas; in the last four weeks `risen` in one of them."""
    first = NEWEST - 399 * DAY
    counts = steady(kinds, {"steyl": 1, "velden": 1}, first, NEWEST)
    counts |= {(THEFT, "steyl", day): risen for day in days(NEWEST - 27 * DAY, NEWEST)}
    return on(catalog, (kept(1, counts, first=first, last=NEWEST, kinds=kinds), counts))


FOUR_WEEKS = (NEWEST - 27 * DAY, NEWEST)


@pytest.mark.parametrize("comparison", DayComparison)
def test_a_rise_is_found_and_nothing_else(catalog: Catalog, comparison: DayComparison) -> None:
    found = a_year(catalog, risen=4).police.changes(FOUR_WEEKS, comparison=comparison)
    assert found is not None
    assert len(found.areas) == 18
    real = found.areas[found.areas["verdict"].isin([Verdict.RISE, Verdict.FALL])]
    (row,) = real.to_dict("records")
    assert (row["area"], row["before"], row["after"], row["verdict"]) == (
        "steyl",
        28,
        112,
        Verdict.RISE,
    )
    small = found.areas[found.areas["verdict"] == Verdict.TOO_SMALL]["area"]
    assert set(small) == set(catalog.of_kind("area")) - {"steyl", "velden"}
    (total,) = found.totals.to_dict("records")
    assert (total["before"], total["after"], total["verdict"]) == (56, 140, Verdict.RISE)
    assert (found.after, found.kinds, found.lacking) == (("2026-10-26", "2026-11-22"), (THEFT,), {})
    assert (found.sources, found.status) == (("politielijst-1",), Status.PROVISIONAL)


def test_without_a_rise_nothing_is_called(catalog: Catalog) -> None:
    found = a_year(catalog).police.changes(FOUR_WEEKS)
    assert found is not None
    assert not {*found.areas["verdict"], *found.totals["verdict"]} & {Verdict.RISE, Verdict.FALL}


def test_the_family_is_the_watched_kinds_in_every_area_and_totals_are_of_all(
    catalog: Catalog,
) -> None:
    found = a_year(catalog, kinds=[THEFT, "mishandeling", "overval"]).police.changes(FOUR_WEEKS)
    assert found is not None
    assert set(found.areas["group"]) == {THEFT, "mishandeling"}
    assert len(found.areas) == 2 * 18
    assert set(found.totals["group"]) == {THEFT, "mishandeling", "overval"}


def test_what_no_area_holds_counts_for_the_whole_only(catalog: Catalog) -> None:
    first = NEWEST - 27 * DAY
    counts = steady([THEFT], {"steyl": 1, UNLOCATED: 2}, first, NEWEST)
    found = on(catalog, (kept(1, counts, first=first, last=NEWEST, kinds=[THEFT]), counts))
    recent = found.police.changes(week_up_to(NEWEST))
    assert recent is not None
    assert recent.areas["after"].sum() == 7
    assert recent.totals["after"].sum() == 21
    assert found.police.weeks(THEFT)["value"].tolist() == [21, 21, 21, 21]
    assert found.police.weeks(THEFT, "steyl")["value"].tolist() == [7, 7, 7, 7]


def test_kinds_that_the_lists_do_not_cover_are_named_with_why(catalog: Catalog) -> None:
    first = NEWEST - 60 * DAY
    none: Counts = {}
    whole = kept(1, none, first=first, last=NEWEST, kinds=[THEFT])
    short = kept(2, none, first=NEWEST - 9 * DAY, last=NEWEST, kinds=["overval"])
    old = kept(3, none, first=first, last=NEWEST - 2 * DAY, kinds=["vernieling"])
    board_of = on(catalog, (whole, none), (short, none), (old, none))
    found = board_of.police.changes(week_up_to(NEWEST))
    assert found is not None
    assert found.kinds == (THEFT,)
    assert dict(found.lacking) == {"overval": Lack.TOO_EARLY, "vernieling": Lack.TOO_LATE}
    assert found.sources == ("politielijst-1",)


def test_days_that_no_list_covers_give_no_verdicts(catalog: Catalog) -> None:
    later = (NEWEST + DAY, NEWEST + 2 * DAY)
    found = a_year(catalog).police.changes(later)
    assert found is not None
    assert found.areas.empty
    assert found.totals.empty
    assert list(found.areas.columns) == list(found.totals.columns)
    assert dict(found.lacking) == {THEFT: Lack.TOO_LATE}
    assert (found.before, found.after) == (
        ("2026-11-21", "2026-11-22"),
        ("2026-11-23", "2026-11-24"),
    )


def test_a_newer_list_wins_in_its_days_and_both_are_sources(catalog: Catalog) -> None:
    first = NEWEST - 60 * DAY
    old = steady([THEFT], {"steyl": 9}, first, NEWEST)
    new = steady([THEFT], {"steyl": 1}, NEWEST - 6 * DAY, NEWEST)
    found = on(
        catalog,
        (kept(1, old, first=first, last=NEWEST, kinds=[THEFT]), old),
        (kept(2, new, first=NEWEST - 6 * DAY, last=NEWEST, kinds=[THEFT]), new),
    )
    recent = found.police.changes(week_up_to(NEWEST))
    assert recent is not None
    assert recent.areas.set_index("area")["before"].to_dict()["steyl"] == 63
    assert recent.areas.set_index("area")["after"].to_dict()["steyl"] == 7
    assert recent.sources == ("politielijst-2", "politielijst-1")
    assert [found.sources[key].title for key in recent.sources] == [FILE.name, FILE.name]


def test_weeks_end_at_the_newest_day_and_a_day_that_is_absent_is_no_zero(catalog: Catalog) -> None:
    early = steady([THEFT], {"steyl": 1}, NEWEST - 29 * DAY, NEWEST - 10 * DAY)
    late = steady([THEFT], {"steyl": 1}, NEWEST - 8 * DAY, NEWEST)
    found = on(
        catalog,
        (kept(1, early, first=NEWEST - 29 * DAY, last=NEWEST - 10 * DAY, kinds=[THEFT]), early),
        (kept(2, late, first=NEWEST - 8 * DAY, last=NEWEST, kinds=[THEFT]), late),
    )
    weeks = found.police.weeks(THEFT)
    assert weeks["last"].tolist() == ["2026-11-01", "2026-11-08", "2026-11-15", "2026-11-22"]
    assert weeks["first"].iloc[0] == "2026-10-26"
    assert weeks["value"].fillna(-1).tolist() == [7, 7, -1, 7]


def test_less_than_a_week_is_no_week(catalog: Catalog) -> None:
    first = NEWEST - 5 * DAY
    counts = steady([THEFT], {"steyl": 1}, first, NEWEST)
    found = on(catalog, (kept(1, counts, first=first, last=NEWEST, kinds=[THEFT]), counts))
    assert found.police.weeks(THEFT).empty
    assert found.police.weeks(THEFT, "steyl").empty


def test_without_open_months_a_list_has_its_own(catalog: Catalog) -> None:
    first, last = dt.date(2026, 9, 2), dt.date(2026, 11, 22)
    counts = steady([THEFT], {"steyl": 1}, first, last)
    found = on(catalog, (kept(1, counts, first=first, last=last, kinds=[THEFT]), counts))
    assert found.registrations.monthly(THEFT).to_dict("records") == [
        {
            "period": "2026-10",
            "value": 31.0,
            "status": Status.PROVISIONAL.value,
            "source": "politielijst-1",
            "step": 1.0,
        },
    ]
    assert found.registrations.changes() is None


def test_of_a_kind_without_figures_per_area_no_area_has_weeks(catalog: Catalog) -> None:
    counts = {("zedenmisdrijven", UNLOCATED, NEWEST): 2}
    found = on(
        catalog,
        (
            kept(1, counts, first=NEWEST - 6 * DAY, last=NEWEST, kinds=["zedenmisdrijven"]),
            counts,
        ),
    )
    assert found.police.weeks("zedenmisdrijven")["value"].tolist() == [2]
    assert found.police.weeks("zedenmisdrijven", "steyl").empty
    assert found.police.weeks(THEFT).empty
    recent = found.police.changes((NEWEST, NEWEST))
    assert recent is not None
    assert recent.areas.empty


# --- months -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with fictitious months up to December 2023."""
    made = tmp_path_factory.mktemp("police") / "data"
    assert make_demo([str(made)]) == 0
    return made


@pytest.fixture(scope="module")
def demo(folder: Path) -> Catalog:
    return load_catalog(folder, ROOT / "geo")


def winter(catalog: Catalog, kinds: Collection[str]) -> Board:
    """A list of half November 2023 to the end of February 2024: one case a day in Steyl."""
    first, last = dt.date(2023, 11, 15), dt.date(2024, 2, 29)
    counts = steady(kinds, {"steyl": 1}, first, last)
    one = kept(1, counts, first=first, last=last, kinds=kinds, status=Status.FICTITIOUS)
    return on(catalog, (one, counts))


def test_months_that_a_list_covers_whole_go_before_the_open_ones_and_after_them(
    demo: Catalog,
) -> None:
    plain = on(demo).registrations.monthly(THEFT).set_index("period")
    months = winter(demo, [THEFT]).registrations.monthly(THEFT).set_index("period")
    own = months.loc["2023-12":]
    assert own["value"].to_dict() == {"2023-12": 31, "2024-01": 31, "2024-02": 29}
    assert set(own["source"]) == {"politielijst-1"}
    assert set(own["status"]) == {Status.FICTITIOUS}
    pd.testing.assert_frame_equal(months.loc[:"2023-11"], plain.loc[:"2023-11"])
    other = winter(demo, [THEFT]).registrations.monthly("vernieling")
    pd.testing.assert_frame_equal(other, on(demo).registrations.monthly("vernieling"))


def test_a_month_between_open_figures_and_a_list_is_absent(demo: Catalog) -> None:
    first, last = dt.date(2024, 3, 1), dt.date(2024, 3, 31)
    one = kept(1, {}, first=first, last=last, kinds=[THEFT], status=Status.FICTITIOUS)
    months = on(demo, (one, {})).registrations.monthly(THEFT).set_index("period")["value"]
    assert months.loc["2024-01":"2024-02"].isna().all()
    assert months["2024-03"] == 0


def test_year_windows_take_the_months_of_a_list_for_its_kinds(demo: Catalog) -> None:
    plain, found = on(demo).registrations.changes(), winter(demo, [THEFT]).registrations.changes()
    assert plain is not None
    assert found is not None
    assert found.after == plain.after == ("2023-01", "2023-12")
    assert found.sources == (*plain.sources, "politielijst-1")
    before, after = (f.totals.set_index("group")["after"].to_dict() for f in (plain, found))
    december = (
        on(demo).registrations.monthly(THEFT).set_index("period")["value"].to_dict()["2023-12"]
    )
    assert after[THEFT] == before[THEFT] - december + 31
    assert after["vernieling"] == before["vernieling"]
    steyl = [f.areas.set_index(["group", "area"])["after"] for f in (plain, found)]
    (changed,) = steyl[0].compare(steyl[1]).index.get_level_values("group").unique()
    assert changed == THEFT


def test_they_go_on_after_the_open_months_only_where_every_kind_does(demo: Catalog) -> None:
    every = [k for k, i in demo.indicators.items() if i.kind == "count" and i.kinds]
    longer = winter(demo, every).registrations.changes(Comparison.SAME_MONTHS)
    assert longer is not None
    assert (longer.before, longer.after) == (("2023-01", "2023-02"), ("2024-01", "2024-02"))
    assert longer.status is Status.FICTITIOUS
    assert len(longer.totals) == len(every)
    short = winter(demo, [k for k in every if k != "overval"]).registrations.changes(
        Comparison.SAME_MONTHS
    )
    assert short is not None
    assert short.after == ("2023-01", "2023-12")


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["steyl", UNLOCATED]), st.integers(0, 70)), st.integers(1, 9)
    ),
    st.integers(0, 40),
    st.integers(0, 70),
)
def test_taking_months_from_a_list_loses_no_case_and_changes_no_other_month(
    cells: dict[tuple[str, int], int], start: int, length: int
) -> None:
    first = dt.date(2026, 1, 20) + start * DAY
    last = first + length * DAY
    counts = {(THEFT, a, first + n * DAY): v for (a, n), v in cells.items() if n <= length}
    found = lists((kept(1, counts, first=first, last=last, kinds=[THEFT]), counts))
    periods = [f"2026-0{month}" for month in range(1, 6)]
    rows = pd.DataFrame(
        {"period": periods, "value": 1000.0, "status": "definitief", "source": "open"}
    )
    months = police_daily.with_police_months(rows, found, THEFT).set_index("period")
    sources, values = months["source"].to_dict(), months["value"].to_dict()
    whole = {
        m
        for m in periods
        if first <= dt.date.fromisoformat(f"{m}-01") and last >= (pd.Period(m).end_time).date()
    }
    assert {m for m in periods if sources[m] != "open"} == whole
    for month in periods:
        own = sum(n for (*_, day), n in counts.items() if f"{day:%Y-%m}" == month)
        assert values[month] == (own if month in whole else 1000)


# --- who sees them ----------------------------------------------------------------------------


@pytest.fixture
def own_store(tmp_path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(empty_file, tmp_path / "dashboard.sqlite3")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("TODAY", "2026-11-23")


def keep(*, status: Status = Status.PROVISIONAL) -> int:
    counts = steady([THEFT], {"steyl": 2}, NEWEST - 27 * DAY, NEWEST)
    return save_police_list(
        DRIEHOEK,
        get_store(),
        file=FILE,
        values={
            "first": NEWEST - 27 * DAY,
            "last": NEWEST,
            "kinds": [THEFT],
            "status": status,
        },
        counts=counts,
    )


@pytest.mark.parametrize("role", Role)
def test_only_readers_of_the_driehoek_have_police_figures(own_store: None, role: Role) -> None:
    number = keep()
    found = load_board(Actor("x", role))
    sees = Operation.READ_DRIEHOEK in ALLOWED[role]
    assert sees is (role in {Role.DRIEHOEK, Role.ADMINISTRATOR})
    assert found.police.newest_day == (NEWEST if sees else None)
    assert (found.police.changes(week_up_to(NEWEST)) is not None) is sees
    assert found.police.weeks(THEFT).empty is not sees
    assert (f"politielijst-{number}" in found.sources) is sees
    assert (found._police is None) is not sees


def test_a_list_that_is_withdrawn_is_gone_at_once(own_store: None) -> None:
    assert load_board(DRIEHOEK).police.newest_day is None
    number = keep()
    first = load_board(DRIEHOEK)
    assert first.police.newest_day == NEWEST
    withdraw_police_list(DRIEHOEK, get_store(), number=number, reason="verkeerd")
    assert load_board(DRIEHOEK).police.newest_day is None
    assert load_board(DRIEHOEK).version != first.version


def test_a_fictitious_list_shows_among_fictitious_figures_only(
    own_store: None, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    keep(status=Status.FICTITIOUS)
    assert load_board(DRIEHOEK).police.newest_day is None
    monkeypatch.setenv("DATA_DIR", str(folder))
    found = load_board(DRIEHOEK)
    assert (found.police.newest_day, found.fictitious) == (NEWEST, True)
    recent = found.police.changes(week_up_to(NEWEST))
    assert recent is not None
    assert recent.status is Status.FICTITIOUS
    assert set(recent.sources) == {"politielijst-1"}


def test_for_other_readers_the_open_months_stay(
    own_store: None, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("DATA_DIR", str(folder))
    staff = Actor("x", Role.STAFF)
    before = load_board(staff).registrations.monthly(THEFT)
    counts = steady([THEFT], {"steyl": 2}, dt.date(2023, 12, 1), dt.date(2023, 12, 31))
    save_police_list(
        DRIEHOEK,
        get_store(),
        file=FILE,
        values={
            "first": dt.date(2023, 12, 1),
            "last": dt.date(2023, 12, 31),
            "kinds": [THEFT],
            "status": Status.FICTITIOUS,
        },
        counts=counts,
    )
    assert load_board(DRIEHOEK).registrations.monthly(THEFT)["value"].iloc[-1] == 62
    pd.testing.assert_frame_equal(load_board(staff).registrations.monthly(THEFT), before)


def read_list(*, status: Status = Status.PROVISIONAL) -> PoliceList:
    counts = steady([THEFT], {"steyl": 1}, NEWEST, NEWEST + DAY)
    return PoliceList(
        FILE.name,
        FILE.sha256,
        counts=counts,
        kinds=(THEFT,),
        first=NEWEST,
        last=NEWEST + DAY,
        status=status,
    )


def test_a_list_can_be_previewed_before_it_is_saved(own_store: None) -> None:
    keep()
    found = preview_police_list(DRIEHOEK, read_list())
    assert found.police.newest_day == NEWEST + DAY
    recent = found.police.changes(week_up_to(NEWEST + DAY))
    assert recent is not None
    assert recent.totals["after"].tolist() == [5 * 2 + 2 * 1]
    assert recent.sources == ("politielijst-2", "politielijst-1")
    assert load_board(DRIEHOEK).police.newest_day == NEWEST


def test_a_fictitious_list_is_refused_among_real_figures(own_store: None) -> None:
    with pytest.raises(DataProblemsError, match="fictieve cijfers alleen bij fictieve"):
        preview_police_list(DRIEHOEK, read_list(status=Status.FICTITIOUS))


@pytest.mark.parametrize("actor", [PUBLIC, Actor("x", Role.STAFF), Actor("x", Role.EDITOR)])
def test_readers_without_the_right_to_save_a_list_get_no_preview(
    own_store: None, actor: Actor
) -> None:
    with pytest.raises(NotAllowedError):
        preview_police_list(actor, read_list())


# --- the fictitious list ----------------------------------------------------------------------


@pytest.mark.slow
def test_in_the_fictitious_list_what_was_planted_is_found_and_nothing_else(
    demo: Catalog,
) -> None:
    content = demo_list(demo, last=NEWEST)
    read = read_police_list(content, name="x.xlsx", catalog=demo, today=NEWEST + DAY)
    assert (read.problems, read.status, read.last) == ((), Status.FICTITIOUS, NEWEST)
    one = kept(1, read.counts, first=read.first, last=NEWEST, kinds=read.kinds, status=read.status)
    found = on(demo, (one, read.counts)).police.changes((NEWEST - 41 * DAY, NEWEST))
    assert found is not None
    watched = {k for k, i in demo.indicators.items() if i.watched}
    assert set(found.areas["group"]) == watched
    real = found.areas[found.areas["verdict"].isin([Verdict.RISE, Verdict.FALL])]
    assert real[["group", "area", "verdict"]].to_numpy().tolist() == [
        [THEFT, "venlo-centrum", Verdict.RISE]
    ]
    fall = found.totals[found.totals["verdict"] == Verdict.FALL]
    assert fall["group"].tolist() == ["vernieling"]


def test_of_real_figures_no_fictitious_list_is_made(
    catalog: Catalog, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValueError, match="no fictitious counts"):
        demo_list(catalog, last=NEWEST)
    copy = tmp_path / "data"
    shutil.copytree(ROOT / "data", copy, ignore=shutil.ignore_patterns("opendata"))
    assert make_list([str(copy)]) == 1
    assert not list(copy.glob("*.xlsx"))
    assert make_list([str(folder)]) == 0
    assert "fictieve politielijst gemaakt" in capsys.readouterr().err
    name = "politielijst-demo.xlsx"
    read = read_police_list(
        (folder / name).read_bytes(),
        name=name,
        catalog=load_catalog(folder, ROOT / "geo"),
        today=dt.datetime.now(DUTCH_TIME).date(),
    )
    assert read.problems == ()


def test_a_list_that_counts_a_kind_otherwise_is_recognised_by_the_months_that_both_have(
    demo: Catalog,
) -> None:
    last = dt.date(2023, 12, 31)  # of the open months
    content = demo_list(demo, last=last)
    read = read_police_list(content, name="x.xlsx", catalog=demo, today=NEWEST)

    def judged(counts: Counts) -> pd.DataFrame:
        one = kept(1, counts, first=read.first, last=last, kinds=read.kinds, status=read.status)
        return on(demo, (one, counts)).police.other_countings()

    assert judged(read.counts).empty
    # A list that counts attempts too; and one that leaves half of a kind out.
    more = {k: n * 2 if k[0] == THEFT else n for k, n in read.counts.items()}
    (found,) = judged(more).to_dict("records")
    assert 1.5 < found["lower"] < found["ratio"] < found["upper"] < 2.6
    assert found["months"] > 2
    less = {k: n // 2 if k[0] == THEFT else n for k, n in read.counts.items()}
    assert list(judged(less).index) == [THEFT]


def test_without_months_that_both_have_no_list_is_said_to_count_otherwise(
    catalog: Catalog,
) -> None:
    assert a_year(catalog).police.other_countings().empty
    assert build_board(catalog).police.other_countings().empty
