"""Every page, for both roles, and in many states of the data and the calendar."""

import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.charts import check_specification
from tests.pages.run_page import PAGES, ROOT, THEMES, page_text, run_page, view_internally

State = Callable[[Path], None]
# Dates are dd-mm-jjjj or in words, and every time is Dutch.
FOREIGN_DATE = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b|jjjj-mm|\bUTC\b|\bGMT\b")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fixed day. Without `data` a test reads the committed folders: their board is made once."""
    monkeypatch.setenv("TODAY", "2026-11-23")


@pytest.fixture
def data(data_copy: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, to change."""
    monkeypatch.setenv("DATA_DIR", str(data_copy[0]))
    monkeypatch.setenv("GEO_DIR", str(data_copy[1]))
    return data_copy[0]


def ratings(data: Path) -> Path:
    return data / "observations" / "rapportcijfers.csv"


def no_wave(data: Path) -> None:
    path = ratings(data)
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")


def one_area_missing(data: Path) -> None:
    path = ratings(data)
    kept = [r for r in path.read_text("utf-8").splitlines() if ",klingerberg," not in r]
    path.write_text("\n".join(kept) + "\n", "utf-8")


def no_goals(data: Path) -> None:
    (data / "targets.toml").write_text("# geen doelen\n", "utf-8")


def no_crime(data: Path) -> None:
    for path in (data / "observations").glob("misdrijven-*.csv"):
        path.unlink()


def no_inhabitants(data: Path) -> None:
    (data / "observations" / "inwoners-buurten.csv").unlink()


def small_counts(data: Path) -> None:
    path = data / "observations" / "misdrijven-buurten.csv"
    rows = path.read_text("utf-8").splitlines()
    for n, row in enumerate(rows):
        cells = row.split(",")
        if cells[1].startswith("BU098325"):
            rows[n] = ",".join([*cells[:3], "1", *cells[4:]])
    path.write_text("\n".join(rows) + "\n", "utf-8")


def new_waves(data: Path) -> None:
    """Add 2023 and 2025, made up: Klingerberg rises, Steyl falls, the rest stays."""
    path = ratings(data)
    rows = path.read_text("utf-8").splitlines()
    added = []
    for row in rows:
        cells = row.split(",")
        if cells[2] != "2021":
            continue
        for year in ("2023", "2025"):
            change = {"klingerberg": 0.8, "steyl": -0.8}.get(cells[1], 0.0)
            value = float(cells[3]) + (change if year == "2025" else 0.0)
            bounds = [f"{value - 0.2:.1f}", f"{value + 0.2:.1f}"]
            added.append(",".join([cells[0], cells[1], year, f"{value:.1f}", *bounds, *cells[6:]]))
    path.write_text("\n".join([*rows, *added]) + "\n", "utf-8")


STATES: tuple[State, ...] = (
    no_wave,
    one_area_missing,
    no_goals,
    no_crime,
    no_inhabitants,
    small_counts,
    new_waves,
)

# Texts of a theme are read from its own folder, whatever the figures: one theme stands for all.
IN_STATES = [p for p in PAGES if p.partition("?")[0] not in THEMES[1:] or p.endswith("cijfers")]


@pytest.fixture(scope="module")
def make_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[State], Path]:
    """Return the data in a state, the same folder each time, so that its board is made once."""

    @cache
    def make(state: State) -> Path:
        made = tmp_path_factory.mktemp("state") / "data"
        shutil.copytree(ROOT / "data", made)
        state(made)
        return made

    return make


@pytest.fixture
def in_state(
    make_folder: Callable[[State], Path], monkeypatch: pytest.MonkeyPatch
) -> Callable[[State], None]:
    """Let pages read the data in a state."""
    return lambda state: monkeypatch.setenv("DATA_DIR", str(make_folder(state)))


@pytest.mark.parametrize("slug", PAGES)
@pytest.mark.parametrize("internal", [True, False])
def test_page_runs(slug: str, internal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if internal:
        view_internally(monkeypatch)
    app = run_page(slug)
    assert not app.exception
    text = page_text(app)
    assert ("interne weergave" if internal else "openbare weergave") in text
    labels = " ".join(str(field.label) for field in (*app.text_input, *app.selectbox))
    assert FOREIGN_DATE.findall(f"{text} {labels}") == []
    if not internal:
        assert "aandachtswijk" not in text.lower(), "a working term"
    charts = app.get("vega_lite_chart")
    assert charts or slug != "doelen"
    for chart in charts:
        check_specification(json.loads(chart.proto.spec))


@pytest.mark.parametrize("slug", IN_STATES)
@pytest.mark.parametrize("state", STATES)
def test_page_runs_in_every_state(
    in_state: Callable[[State], None], state: State, slug: str
) -> None:
    in_state(state)
    app = run_page(slug)
    assert not app.exception
    assert "gegevensversie" in page_text(app)
    assert "nan" not in page_text(app).lower().split()


def test_no_wave_is_reported_and_never_zero(in_state: Callable[[State], None]) -> None:
    in_state(no_wave)
    shown = page_text(run_page(""))
    assert "nog geen meting in dit dashboard" in shown
    assert " 0,0 " not in shown


def test_a_profile_writes_what_an_area_is_made_of_and_compared_with() -> None:
    shown = page_text(run_page("wijk", wijk="venlo-noord-oost"))
    assert "inwoners 2024. Veel bezoekers of bedrijven: niet vergelijkbaar" in shown
    assert "CBS-wijk: Wijk 16 Het Ven CBS-buurten (7, " in shown
    assert "CBS-wijken: Wijk 43 Lomm, Wijk 44 Arcen" in page_text(run_page("wijk"))


def test_new_waves_bring_verdicts(in_state: Callable[[State], None]) -> None:
    in_state(new_waves)
    shown = page_text(run_page("doelen"))
    assert "Niet gehaald: de meting van 2025 telt voor dit doel" in shown
    # The wave that counts is in: what was planned for it is said no more.
    assert "De meting van 2025 telt voor dit doel" not in shown


def test_public_sees_no_small_count_anywhere(in_state: Callable[[State], None]) -> None:
    in_state(small_counts)
    shown = page_text(run_page("wijk", wijk="klingerberg"))
    assert "minder dan 5" in shown


@pytest.mark.parametrize("day", ["2022-06-01", "2023-01-01", "2025-08-15", "2027-01-01"])
@pytest.mark.parametrize("slug", ["", "doelen", "uitvoering"])
def test_page_runs_on_any_day(slug: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TODAY", day)
    assert not run_page(slug).exception


def test_overview_answers_first() -> None:
    assert (
        "Venlo gaf in 2021 een 7,2. Het doel voor 2026 is 7,4. In 2021 zaten 2 van de "
        "18 wijken onder 6,7: Blerick-Noord en Trade-Port (6,2) en Klingerberg (6,4)."
    ) in page_text(run_page(""))


def test_new_waves_bring_the_map_of_change_without_restart(data: Path) -> None:
    before = run_page("")
    assert "Verandering" not in [str(c) for c in _modes(before)]
    new_waves(data)
    after = run_page("", kaart="verandering")
    assert not after.exception
    text = page_text(after)
    assert "aantoonbare daling: Steyl. geen aantoonbaar verschil:" in text
    assert "aantoonbare stijging: Klingerberg. Kies" in text
    assert "(18 wijken vergeleken)" in text


def test_fictitious_waves_are_marked_and_refused_to_the_public(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ratings(data)
    path.write_text(path.read_text("utf-8").replace(",definitief,", ",fictief,"), "utf-8")
    assert "De gegevens zijn niet in orde" in page_text(run_page(""))
    view_internally(monkeypatch)
    assert "FICTIEVE CIJFERS" in page_text(run_page(""))


def _modes(app: object) -> list[str]:
    control = app.get("button_group")[0]  # type: ignore[attr-defined]
    return [o.content for o in control.proto.options]


@pytest.mark.parametrize(
    ("parameters", "mean", "verdict"),
    [
        ({}, "7,25", "0,15 punt onder het doel"),
        ({"weging": "inwoners"}, "7,22", "0,18 punt onder het doel"),
        ({"voorbeeld": "overal:0.2"}, "7,41", "haalt het gemiddelde"),
        ({"voorbeeld": "overal:0.2", "weging": "inwoners"}, "7,38", "0,02 punt onder het doel"),
        ({"voorbeeld": "ondergrens", "weging": "gelijk"}, "7,25", "punt onder het doel"),
        ({"voorbeeld": "overal:0"}, "7,21", "punt onder het doel"),
        ({"voorbeeld": "overal:3"}, "9,88", "haalt het gemiddelde"),
        ({"voorbeeld": "klingerberg:0.3"}, "7,22", "punt onder het doel"),
        ({"voorbeeld": "klingerberg:0.3,velden:0.1"}, "7,23", "punt onder het doel"),
        ({"voorbeeld": "eigen"}, "7,21", "0,19 punt onder het doel"),
    ],
)
def test_scenario_of_the_url(parameters: dict[str, str], mean: str, verdict: str) -> None:
    shown = page_text(run_page("doelen", **parameters))
    assert f"Rekenvoorbeeld, geen prognose {mean} was 7," in shown
    assert verdict in shown
    assert "in de link" not in shown
    assert "niet te lezen" not in shown


@pytest.mark.parametrize(
    "value",
    [
        "x",
        "overal:9",
        "overal:-1",
        "overal:nan",
        "overal:1e999",
        "velden:0.1,zzz:0.2",
        "velden",
        "<script>alert(1)</script>:0.1",
        "velden:0.1:0.2",
        "," * 50,
    ],
)
def test_unreadable_scenario_gives_a_notice(value: str) -> None:
    app = run_page("doelen", voorbeeld=value)
    assert not app.exception
    shown = page_text(app)
    assert "niet te lezen" in shown or "7,21" in shown


@pytest.mark.parametrize("name", ["wijk", "kaart"])
@pytest.mark.parametrize("value", ["onzin", "<b>x</b>", "`${1}`", "'", "é\u202e"])
def test_wrong_parameter_gives_a_notice_and_the_default(name: str, value: str) -> None:
    app = run_page("", **{name: value})
    assert not app.exception
    assert "in de link" in page_text(app)
    assert "Rapportcijfer veiligheid eigen buurt, meting 2021" in page_text(app)


def test_an_area_may_be_in_capitals_in_the_link() -> None:
    shown = page_text(run_page("wijk", wijk="KLINGERBERG"))
    assert "gaf Klingerberg een 6,4" in shown
    assert "in de link" not in shown


def test_wrong_extra_gives_a_notice_to_insiders(monkeypatch: pytest.MonkeyPatch) -> None:
    view_internally(monkeypatch)
    assert "in de link ook wilt zien, is er niet" in page_text(run_page("", ook="onzin"))


@pytest.mark.parametrize("slug", THEMES)
def test_theme_lists_what_is_missing(slug: str) -> None:
    shown = page_text(run_page(slug))
    assert "per soort nog niet in dit dashboard. De kaart" in shown.replace("soort staan", "soort")
    assert "62,6 misdrijven per 1.000 inwoners" in shown
    assert "De cijfers komen hier zodra de gemeente ze heeft." in shown
    assert "make data" not in shown
    counts = page_text(run_page(slug, kaart="misdrijven"))
    assert "6.501 misdrijven" in counts
    assert "niet op de kaart" in counts


def test_broken_data_is_listed_calmly_until_it_is_fixed(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view_internally(monkeypatch)
    path = data / "observations" / "misdrijven-gemeente.csv"
    kept = path.read_text("utf-8")
    path.write_text(kept.replace("6501", "veel"), "utf-8")
    app = run_page("")
    assert not app.exception
    assert "De gegevens zijn niet in orde" in page_text(app)
    assert "misdrijven-gemeente.csv" in page_text(app)
    assert "Traceback" not in page_text(app)
    path.write_text(kept, "utf-8")
    assert "Bij de meting van 2021" in page_text(app.run())


def test_public_reads_no_values_of_broken_data(data: Path) -> None:
    path = data / "observations" / "misdrijven-buurten.csv"
    path.write_text(path.read_text("utf-8").replace(",745,", ",745.5,"), "utf-8")
    shown = page_text(run_page(""))
    assert "De gegevens zijn niet in orde" in shown
    assert "Probeer het later opnieuw." in shown
    assert "745" not in shown
    assert "misdrijven-buurten" not in shown


def test_failing_page_gives_a_dutch_sentence(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> str:
        raise RuntimeError("boem")

    monkeypatch.setattr("lib.figures.sentences.goal_sentences.answer_details", fails)
    app = run_page("")
    assert not app.exception
    assert "Er ging iets mis op deze pagina" in page_text(app)
    assert "boem" not in page_text(app)
