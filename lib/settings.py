"""The settings that come from the environment: what each may be, checked before anything starts.

`python -m lib.settings --host ... --port ...` checks them for a start with these options. Not
here: what a setting does (docs/deploy.md), and the data itself (`lib.catalog`).
"""

import argparse
import datetime as dt
import ipaddress
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from uvicorn.main import main as uvicorn_command

# Of every date and clock, wherever the server stands.
DUTCH_TIME = ZoneInfo("Europe/Amsterdam")
# A name without scheme and port, or the address of this machine in version 6.
HOST_NAME = re.compile(r"(\*\.)?[\w-]+(\.[\w-]+)*|\[[\da-fA-F:.]+\]|\*")
# One source of `frame-ancestors`: nothing that could end the directive.
FRAMING_SITE = re.compile(r"'self'|'none'|\*|https?:|(https?://)?(\*\.)?[\w.-]+(:(\d+|\*))?")
CONTACT = re.compile(r"(mailto:)?[^\s@:]+@[\w.-]+|https://\S+|tel:\+?[\d-]+")
# With their driver, where one is named: there is no other than these.
DATABASES = {"postgres", "postgresql", "postgresql+psycopg", "sqlite"}


class SettingError(ValueError):
    """A setting that cannot be used; the text is one sentence, in Dutch, with an example."""


@dataclass(frozen=True)
class Setting:
    """What a variable may be; `accepts` gets a text that is not empty, and may raise."""

    name: str
    what: str
    example: str
    accepts: Callable[[str], bool]
    is_secret: bool = False

    def check(self, text: str) -> None:
        """Raise `SettingError` for a text that is not accepted; an empty one is not set."""
        try:
            is_good = not text or self.accepts(text)
        except (ValueError, ArgumentError):
            is_good = False
        if not is_good:
            found = "wat er staat" if self.is_secret else f"'{text}'"
            raise SettingError(
                f"De instelling {self.name} klopt niet: {found} is geen {self.what}, "
                f"zoals {self.name}={self.example}"
            )


def is_web_address(text: str) -> bool:
    """Return whether it is the http address of a site, no more; may raise `ValueError`."""
    parts = urlsplit(text)
    is_whole = bool(parts.hostname) and parts.port != 0 and not parts.query + parts.fragment
    return parts.scheme in {"http", "https"} and is_whole and not re.search(r"\s", text)


def _is_day(text: str) -> bool:
    return bool(dt.date.fromisoformat(text))


def _is_database(text: str) -> bool:
    address = make_url(text)
    return address.drivername in DATABASES and bool(address.database)


def _is_network(text: str) -> bool:
    return text == "*" or bool(ipaddress.ip_network(text, strict=False))


def _is_folder(text: str) -> bool:
    return Path(text).is_dir()


def _may_be_folder(text: str) -> bool:
    return _is_folder(text) or not Path(text).exists()


def _is_port(text: str) -> bool:
    return 0 < int(text) < 65_536  # noqa: PLR2004 - what a port can be


def _is_host(text: str) -> bool:
    return text == "localhost" or bool(ipaddress.ip_address(text))


def _is_address(text: str) -> bool:
    host, _, port = text.rpartition(":")
    return _is_host(host.strip("[]")) and _is_port(port)


def _list_of(accepts: Callable[[str], object], *, separator: str | None) -> Callable[[str], bool]:
    """Return a check of a list, of which each part must be accepted and one must be there."""

    def check(text: str) -> bool:
        parts = [part.strip() for part in text.split(separator)]
        return any(parts) and all(accepts(part) for part in parts if part)

    return check


FRAMERS = _list_of(FRAMING_SITE.fullmatch, separator=None)
WEB_SITE = "https://dashboard.example.nl"
SETTINGS = (
    Setting("TODAY", "dag", "2026-11-23", _is_day),
    Setting(
        "ALLOWED_HOSTS",
        "lijst van namen van servers",
        "dashboard.example.nl,127.0.0.1",
        _list_of(HOST_NAME.fullmatch, separator=","),
    ),
    Setting(
        "DATABASE_URL",
        "adres van een database",
        "postgresql://gebruiker:wachtwoord@server/naam",
        _is_database,
        is_secret=True,
    ),
    Setting("PUBLIC_URL", "webadres", WEB_SITE, is_web_address),
    Setting("FRAME_ANCESTORS", "lijst van websites", "'self' https://www.example.nl", FRAMERS),
    Setting("EMBED_ANCESTORS", "lijst van websites", "'self' https://www.example.nl", FRAMERS),
    Setting(
        "SECURITY_CONTACT",
        "mailadres of webadres",
        "melden@example.nl",
        lambda text: bool(CONTACT.fullmatch(text)),
    ),
    Setting(
        "FORWARDED_ALLOW_IPS",
        "adres van een proxy",
        "127.0.0.1",
        _list_of(_is_network, separator=","),
    ),
    Setting("DATA_DIR", "map die er is", "/srv/dashboard/data", _is_folder),
    Setting("GEO_DIR", "map die er is", "/srv/dashboard/geo", _is_folder),
    Setting("VAR_DIR", "map", "/var/lib/dashboard", _may_be_folder),
    Setting("METRICS_ADDRESS", "adres met poort", "127.0.0.1:9108", _is_address),
    Setting("LOG_FORMAT", "vorm van het logboek", "json", lambda text: text == "json"),
    Setting("LOKAAL_BEHEER", "1 of 0", "0", lambda text: text in {"0", "1"}),
    Setting("POLITIE_URL", "webadres", "https://dataderden.cbs.nl", is_web_address),
    Setting("CBS_URL", "webadres", "https://opendata.cbs.nl", is_web_address),
    Setting("PDOK_URL", "webadres", "https://api.pdok.nl", is_web_address),
)
HOST = Setting("HOST", "adres van deze server", "127.0.0.1", _is_host)
PORT = Setting("PORT", "poort", "8501", _is_port)


def check_settings() -> None:
    """Raise `SettingError` for the first variable of the environment that cannot be used."""
    for setting in SETTINGS:
        setting.check(os.getenv(setting.name, ""))


def check_local_administrator(command: Sequence[str], *, has_sign_in: bool) -> None:
    """Raise `SettingError` where `LOKAAL_BEHEER=1` would reach further than this machine.

    `command` is how the server was started, its program first. A visitor that is no browser can
    make up all by which the app sees who sits at this machine.
    """
    if os.getenv("LOKAAL_BEHEER") != "1":
        return
    public_url = os.getenv("PUBLIC_URL", "")
    reason = _find_reach(command)
    if has_sign_in:
        reason = "[auth] in secrets.toml"
    elif public_url and not is_loopback(urlsplit(public_url).hostname or ""):
        reason = f"PUBLIC_URL={public_url}"
    if reason:
        raise SettingError(
            f"De instelling LOKAAL_BEHEER=1 kan niet samen met {reason}: "
            "dan kunnen anderen beheerder worden, dus kies LOKAAL_BEHEER=0"
        )


def _find_reach(command: Sequence[str]) -> str:
    """Return what may let others reach the server; empty where only this machine can."""
    program = Path(command[0])
    if "uvicorn" not in {program.stem, program.parent.name}:
        return f"{program.name} (wel met uvicorn)"
    options = read_options(command[1:])
    for name in ("uds", "fd"):
        if options[name] is not None:
            return f"--{name} {options[name]}"
    return "" if is_loopback(options["host"]) else f"--host {options['host']}"


def is_loopback(host: str) -> bool:
    """Return whether a name or address is that of this very machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_options(arguments: Sequence[str]) -> dict[str, Any]:
    """Return uvicorn's options, from arguments and environment, as it reads them itself."""
    return uvicorn_command.make_context("uvicorn", [*arguments]).params


def stop_if_wrong(*checks: Callable[[], None]) -> None:
    """Run the checks; print the first `SettingError` and end the program with `os.EX_CONFIG`."""
    try:
        for check in checks:
            check()
    except SettingError as error:
        print(error, file=sys.stderr)  # noqa: T201 - there is no log yet
        sys.exit(os.EX_CONFIG)


def main(arguments: Sequence[str] | None = None) -> None:
    """Check everything for a start of uvicorn with these options; see `stop_if_wrong`."""
    parser = argparse.ArgumentParser(prog="python -m lib.settings", description=__doc__)
    parser.add_argument("--host", default="")
    parser.add_argument("--port", default="")
    options = parser.parse_args(arguments)
    command = ("uvicorn", "app:app", "--host", options.host or "127.0.0.1")
    stop_if_wrong(
        check_settings,
        partial(HOST.check, options.host),
        partial(PORT.check, options.port),
        partial(check_local_administrator, command, has_sign_in=False),
    )


if __name__ == "__main__":
    main()
