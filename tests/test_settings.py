"""A wrong setting stops the start with one Dutch sentence that names it and gives an example."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from lib import settings
from lib.settings import SETTINGS, SettingError, check_local_administrator, check_settings
from tools.run_server import ROOT

WRONG = {
    "TODAY": ["morgen", "23-11-2026", "2026-13-01", "2026"],
    "ALLOWED_HOSTS": ["https://dashboard.example.nl", "a.example.nl b.example.nl", ",", "a:443"],
    "DATABASE_URL": [
        "dashboard",
        "mysql://u:geheim@server/naam",
        "postgresql://u:geheim@s:x/naam",
        "postgresql+psycopg2://u:geheim@server/naam",
        "sqlite+aiosqlite:///var/x.sqlite3",
    ],
    "PUBLIC_URL": [
        "dashboard.example.nl",
        "ftp://example.nl",
        "https://",
        "https://a:b/",
        "//a",
        "https://a.nl/#top",
    ],
    "FRAME_ANCESTORS": ["'self'; script-src *", "https://a.nl/pad", "'unsafe-inline'", "a,b"],
    "EMBED_ANCESTORS": ["*; default-src *", "javascript:alert(1)"],
    "SECURITY_CONTACT": ["bel ons", "a@b\nExpires: 2020", "http://example.nl"],
    "FORWARDED_ALLOW_IPS": ["proxy", "10.0.0.300", "127.0.0.1;10.0.0.1"],
    "DATA_DIR": ["/bestaat/niet", __file__],
    "GEO_DIR": ["/bestaat/niet"],
    "VAR_DIR": [__file__],
    "METRICS_ADDRESS": ["9108", "127.0.0.1:", "127.0.0.1:0", "server:9108"],
    "LOG_FORMAT": ["text", "JSON"],
    "LOKAAL_BEHEER": ["ja", "true", "2"],
    "POLITIE_URL": ["opendata"],
    "CBS_URL": ["opendata"],
    "PDOK_URL": ["opendata"],
}
GOOD = {
    "ALLOWED_HOSTS": ["*", "*.example.nl", "127.0.0.1,localhost,[::1],", "mijn_server, b"],
    "DATABASE_URL": [
        "postgres://u@server/naam",
        "sqlite:///var/x.sqlite3",
        "postgresql+psycopg://u@server/naam",
    ],
    "PUBLIC_URL": ["http://127.0.0.1:8501", "https://example.nl/veiligheid/"],
    "FRAME_ANCESTORS": ["'none'", "'self' https://*.example.nl:443 https:"],
    "EMBED_ANCESTORS": ["*"],
    "SECURITY_CONTACT": ["https://example.nl/melden", "mailto:a@example.nl", "tel:+31-77-1"],
    "FORWARDED_ALLOW_IPS": ["*", "10.0.0.0/8, ::1"],
    "METRICS_ADDRESS": ["127.0.0.1:9108", "[::1]:9108", "0.0.0.0:9108"],
    "LOG_FORMAT": ["json"],
    "LOKAAL_BEHEER": ["0", "1"],
}
UVICORN = ("/usr/bin/uvicorn", "app:app")
EVERYWHERE = "0.0.0.0"  # noqa: S104 - to be refused


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)


def test_every_setting_is_tried() -> None:
    assert {setting.name for setting in SETTINGS} == set(WRONG)


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, texts in WRONG.items() for t in texts])
def test_a_wrong_setting_is_one_sentence_with_name_and_example(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingError) as caught:
        check_settings()
    sentence = str(caught.value)
    example = next(s.example for s in SETTINGS if s.name == name)
    assert sentence.startswith(f"De instelling {name} klopt niet: ")
    assert sentence.endswith(f", zoals {name}={example}")
    assert "geheim" not in sentence


@pytest.mark.parametrize(
    ("name", "text"),
    [(n, t) for n, texts in GOOD.items() for t in texts]
    + [(s.name, "") for s in SETTINGS]
    + [(s.name, s.example) for s in SETTINGS if not s.name.endswith("_DIR")],
)
def test_a_good_setting_passes(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    monkeypatch.setenv(name, text)
    check_settings()


@pytest.mark.parametrize(
    ("options", "environment", "has_sign_in"),
    [
        (("--host", EVERYWHERE), {}, False),
        (("--host=10.0.0.5",), {}, False),
        (("--host", "::"), {}, False),
        ((), {"UVICORN_HOST": EVERYWHERE}, False),
        (("--uds", "/run/dashboard.sock"), {}, False),
        (("--fd", "3"), {}, False),
        ((), {"PUBLIC_URL": "https://dashboard.example.nl"}, False),
        ((), {}, True),
    ],
)
def test_a_local_administrator_is_refused_where_others_may_come(
    monkeypatch: pytest.MonkeyPatch,
    options: Sequence[str],
    environment: Mapping[str, str],
    has_sign_in: bool,
) -> None:
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    check_local_administrator((*UVICORN, *options), has_sign_in=has_sign_in)
    monkeypatch.setenv("LOKAAL_BEHEER", "1")
    with pytest.raises(SettingError, match=r"^De instelling LOKAAL_BEHEER=1 kan niet .*=0$"):
        check_local_administrator((*UVICORN, *options), has_sign_in=has_sign_in)


def test_a_local_administrator_needs_a_server_that_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOKAAL_BEHEER", "1")
    with pytest.raises(SettingError, match="gunicorn"):
        check_local_administrator(("/usr/bin/gunicorn", "app:app"), has_sign_in=False)


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:8501", "http://localhost", "http://[::1]"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
@pytest.mark.parametrize("program", ["/usr/bin/uvicorn", "/usr/lib/uvicorn/__main__.py"])
def test_a_local_administrator_at_this_machine(
    monkeypatch: pytest.MonkeyPatch, program: str, host: str, url: str
) -> None:
    monkeypatch.setenv("LOKAAL_BEHEER", "1")
    monkeypatch.setenv("PUBLIC_URL", url)
    check_local_administrator((program, "app:app", "--host", host), has_sign_in=False)


@pytest.mark.parametrize(
    ("options", "start"),
    [
        (
            ["--port", "acht"],
            "De instelling PORT klopt niet: 'acht' is geen poort, zoals PORT=8501",
        ),
        (["--port", "0"], "De instelling PORT klopt niet: '0' is geen poort"),
        (["--host", "hier"], "De instelling HOST klopt niet: 'hier' is geen adres van deze server"),
        (["--host", EVERYWHERE], "De instelling LOKAAL_BEHEER=1 kan niet samen met --host 0.0.0.0"),
    ],
)
def test_options_are_checked_before_the_server_is_started(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    start: str,
) -> None:
    monkeypatch.setenv("LOKAAL_BEHEER", "1")
    settings.main(["--host", "127.0.0.1", "--port", "8501"])
    with pytest.raises(SystemExit) as stopped:
        settings.main(options)
    assert stopped.value.code == os.EX_CONFIG
    assert capsys.readouterr().err.startswith(start)


def start_server(folder: Path, environment: Mapping[str, str], *options: str) -> tuple[int, str]:
    """Return the exit code and what was printed of a server that should not start."""
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", "0", *options]
    env = {**os.environ, "VAR_DIR": str(folder), "HOME": str(folder), **environment}
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("environment", "secrets", "sentence"),
    [
        (
            {"TODAY": "morgen"},
            "",
            "De instelling TODAY klopt niet: 'morgen' is geen dag, zoals TODAY=2026-11-23",
        ),
        (
            {"LOKAAL_BEHEER": "1"},
            '[auth]\nclient_id = "x"\n',
            "De instelling LOKAAL_BEHEER=1 kan niet samen met [auth] in secrets.toml: dan",
        ),
    ],
    ids=["setting", "local administrator"],
)
@pytest.mark.slow
def test_the_server_does_not_start(
    tmp_path: Path, environment: dict[str, str], secrets: str, sentence: str
) -> None:
    (tmp_path / ".streamlit").mkdir()
    if secrets:
        (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets, "utf-8")
    code, printed = start_server(tmp_path, environment)
    assert code == os.EX_CONFIG
    assert printed.startswith(sentence)
    assert len(printed.splitlines()) == 1
