"""What a bare machine lacks is installed, and what cannot be is named with what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tools import set_up
from tools.find_programs import (
    ProgramMissingError,
    find_postgresql,
    require_chromium,
    require_postgresql,
)
from tools.set_up import Program, SetUpError, install_programs, make_environment

# A fresh machine may hold the lock for minutes.
WAITING = "--quiet -o DPkg::Lock::Timeout=600"


@dataclass
class Machine:
    """A machine on which nothing is really run: its commands, and which of them fail."""

    present: set[str] = field(default_factory=set)
    failing: tuple[str, ...] = ()
    commands: list[str] = field(default_factory=list)

    def run(self, command: Sequence[str]) -> bool:
        line = " ".join(command)
        self.commands.append(line)
        if any(part in line for part in self.failing):
            return False
        self.present.add(command[-1])
        return True

    def find(self, *names: str) -> Callable[[], Path | None]:
        return lambda: next((Path(name) for name in names if name in self.present), None)

    def program(self, name: str) -> Program:
        """Return a program that Debian's package or a Python module brings."""
        return Program(
            name=name,
            debian_package=f"{name}-deb",
            find=self.find(name, f"{name}-deb", f"{name}-pip"),
            arguments=("pip", "install", f"{name}-pip"),
            by_hand=f"install {name} yourself",
        )


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A Debian machine where the tests are root."""
    bare = Machine()
    monkeypatch.setattr(set_up, "_succeeds", bare.run)
    monkeypatch.setattr("tools.set_up.shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("tools.set_up.os.geteuid", lambda: 0)
    return bare


def test_nothing_is_installed_where_everything_is_found(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.present.add("browser")
    install_programs([machine.program("browser")])
    assert machine.commands == []
    assert capsys.readouterr().out == "set-up: browser: browser\n"


def test_debian_packages_are_installed_as_root(machine: Machine) -> None:
    install_programs([machine.program("browser"), machine.program("database")])
    assert [command.rpartition("apt-get ")[2] for command in machine.commands] == [
        f"{WAITING} update",
        f"{WAITING} install --yes --no-install-recommends browser-deb",
        f"{WAITING} install --yes --no-install-recommends database-deb",
    ]


def test_sudo_is_used_by_others_than_root(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.set_up.os.geteuid", lambda: 1000)
    monkeypatch.setattr("tools.set_up.sys.stdin.isatty", lambda: False)
    install_programs([machine.program("browser")])
    assert all(command.startswith("sudo --non-interactive env") for command in machine.commands)


def test_the_other_way_is_taken_where_debian_has_no_such_package(machine: Machine) -> None:
    machine.failing = ("install --yes --no-install-recommends browser-deb",)
    install_programs([machine.program("browser")])
    assert machine.commands[-1].endswith("-m pip install browser-pip")


def test_the_other_way_is_taken_without_root_and_sudo(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.set_up.os.geteuid", lambda: 1000)
    monkeypatch.setattr("tools.set_up.shutil.which", lambda _name: None)
    install_programs([machine.program("browser")])
    assert [command.partition(" ")[2] for command in machine.commands] == [
        "-m pip install browser-pip"
    ]


def test_what_cannot_be_installed_is_named_with_what_to_do(machine: Machine) -> None:
    machine.failing = ("install",)
    with pytest.raises(SetUpError, match="install browser yourself; install database yourself"):
        install_programs([machine.program("browser"), machine.program("database")])


def test_the_venv_module_is_installed_where_python_lacks_it(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tools.set_up.importlib.util.find_spec", lambda _name: None)
    make_environment(tmp_path / "venv")
    installed = machine.commands[1]
    assert installed.partition("--no-install-recommends ")[2].startswith("python3.")
    assert machine.commands[2].endswith(f"-m venv --clear {tmp_path / 'venv'}")


def test_without_the_venv_module_the_message_says_what_to_install(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.failing = ("install",)
    monkeypatch.setattr("tools.set_up.importlib.util.find_spec", lambda _name: None)
    assert set_up.main(["venv", "absent"]) == 1
    assert "install Debian's package python3." in capsys.readouterr().err


def test_a_missing_program_fails_a_test_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tools.find_programs.DEBIAN_POSTGRESQL", tmp_path)
    monkeypatch.setattr("tools.find_programs.PLAYWRIGHT_FOLDERS", (tmp_path,))
    monkeypatch.setattr("tools.find_programs.shutil.which", lambda _name: None)
    monkeypatch.setattr("tools.find_programs.importlib.util.find_spec", lambda _name: None)
    for require in (require_chromium, require_postgresql):
        with pytest.raises(ProgramMissingError, match="make test-programs"):
            require()


def test_the_browser_that_playwright_downloaded_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tools.find_programs.shutil.which", lambda _name: None)
    monkeypatch.setattr("tools.find_programs.PLAYWRIGHT_FOLDERS", (tmp_path,))
    browser = tmp_path / "chromium-1200" / "chrome-linux64" / "chrome"
    browser.parent.mkdir(parents=True)
    browser.touch()
    assert require_chromium() == browser


def test_the_newest_postgresql_of_debian_is_chosen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tools.find_programs.DEBIAN_POSTGRESQL", tmp_path)
    for version in ("9", "15"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").touch()
    assert find_postgresql() == tmp_path / "15" / "bin"
