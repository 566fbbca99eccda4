"""What machines ask for: health, readiness, security contact, vendored assets."""

import datetime as dt
import json
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from lib import web
from lib.catalog.routes import ServerRoute
from lib.web.answers import build_readiness
from tests.web.asking import ask

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def test_health_answers_ok() -> None:
    answer = ask("/gezond")
    assert (answer.status_code, json.loads(answer.content)) == (200, {"status": "ok"})


def test_health_answers_head() -> None:
    assert ask("/gezond", method="HEAD").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_health_only_reads(method: str) -> None:
    assert ask("/gezond", method=method).status_code == 405


@pytest.mark.parametrize(
    ("path", "kind"),
    [("leaflet.js", "javascript"), ("leaflet.css", "text/css")],
)
def test_leaflet_comes_from_here(path: str, kind: str) -> None:
    answer = ask(f"/assets/leaflet/{path}")
    assert answer.status_code == 200
    assert kind in answer.headers["content-type"]
    assert "leaflet" in answer.text.lower()


@pytest.mark.parametrize("path", ["bestaat-niet.js", "../__init__.py", "%2e%2e/__init__.py", ""])
def test_nothing_else_comes_out_of_the_assets(path: str) -> None:
    assert ask(f"/assets/leaflet/{path}").status_code == 404


def test_ready_when_the_data_is_in_order() -> None:
    answer = ask("/gereed")
    assert answer.status_code == 200
    assert json.loads(answer.content) == {
        "status": "ok",
        "gegevens": "in orde",
        "database": "in orde",
        "verbindingen": "in orde",
    }


def test_not_ready_while_the_data_is_not_in_order(
    data_copy: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, geo = data_copy
    monkeypatch.setenv("DATA_DIR", str(data))
    monkeypatch.setenv("GEO_DIR", str(geo))
    ratings = data / "observations" / "rapportcijfers.csv"
    whole = ratings.read_text("utf-8")
    ratings.write_text(whole.replace("GM0983,2021,7.2", "GM0983,2021,geheim"), "utf-8")
    answer = ask("/gereed")
    assert answer.status_code == 503
    assert json.loads(answer.content) == {
        "status": "niet gereed",
        "gegevens": "niet in orde",
        "database": "in orde",
        "verbindingen": "in orde",
    }
    ratings.write_text(whole, "utf-8")
    assert ask("/gereed").status_code == 200


def test_not_ready_while_the_database_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bestand").touch()
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "bestand"))
    answer = ask("/gereed")
    assert answer.status_code == 503
    assert json.loads(answer.content)["database"] == "niet in orde"


def test_every_check_is_reported_without_its_reason() -> None:
    def fine() -> None:
        """Nothing is wrong."""

    def broken() -> None:
        raise OSError("postgresql://gebruiker:wachtwoord@intern/db")

    app = Starlette(
        routes=[Route("/", build_readiness({"een": fine, "twee": broken, "drie": fine}))]
    )
    answer = ask("/", app=app)
    assert answer.status_code == 503
    assert json.loads(answer.content) == {
        "status": "niet gereed",
        "een": "in orde",
        "twee": "niet in orde",
        "drie": "in orde",
    }


@pytest.mark.parametrize("contact", [None, ""])
def test_without_a_contact_there_is_no_security_txt(
    contact: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if contact is None:
        monkeypatch.delenv("SECURITY_CONTACT", raising=False)
    else:
        monkeypatch.setenv("SECURITY_CONTACT", contact)
    assert ask("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ("melden@example.nl", "Contact: mailto:melden@example.nl"),
        ("mailto:melden@example.nl", "Contact: mailto:melden@example.nl"),
        ("https://www.example.nl/melden", "Contact: https://www.example.nl/melden"),
    ],
)
def test_security_txt_has_what_the_rfc_wants(
    contact: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECURITY_CONTACT", contact)
    answer = ask("/.well-known/security.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    first, expires, languages = answer.text.splitlines()
    assert (first, languages) == (line, "Preferred-Languages: nl, en")
    until = dt.datetime.fromisoformat(expires.removeprefix("Expires: "))
    left = until - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=30) < left < dt.timedelta(days=365)


def test_robots_may_read_the_public_site_and_not_what_a_session_needs() -> None:
    answer = ask("/robots.txt")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())
    for path in ("/", "/doelen", "/openbaar/", "/verhalen/een-verhaal/"):
        assert rules.can_fetch("*", path)
    for path in ("/_stcore/stream", "/media/x.csv", "/component/kaart/index.html"):
        assert not rules.can_fetch("*", path)
    assert rules.site_maps() == ["http://127.0.0.1:8501/sitemap.xml"]


def test_every_route_of_the_server_is_in_the_registry() -> None:
    """A theme can have none of them: `make check-data` knows only those."""
    for route in web.routes():
        assert isinstance(route, Route)
        assert route.path.split("/")[1] in set(ServerRoute)
