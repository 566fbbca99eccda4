"""The bill of materials holds what is locked and nothing else; no answer is no clean bill."""

import socket
from pathlib import Path

import pytest

from tools import supply_chain

LOCK = """\
altair==6.3.0 \\
    --hash=sha256:00 \\
    --hash=sha256:11
Jinja2==3.1.6 \\
    --hash=sha256:22
scipy==1.17.1 ; python_version < '3' \\
    --hash=sha256:33
"""
BILL = {
    "metadata": {"component": {"bom-ref": "root"}},
    "components": [
        {
            "bom-ref": "jinja",
            "name": "jinja2",
            "version": "3.1.6",
            "licenses": [{"license": {"id": "BSD-3-Clause"}}, {"license": {"name": "x\ny"}}],
        },
        {"bom-ref": "altair", "name": "Altair", "version": "6.3.0", "licenses": []},
        {
            "bom-ref": "pytest",
            "name": "pytest",
            "version": "9",
            "licenses": [{"expression": "MIT"}],
        },
    ],
    "dependencies": [
        {"ref": "root", "dependsOn": ["altair", "pytest"]},
        {"ref": "altair", "dependsOn": ["jinja"]},
        {"ref": "pytest"},
    ],
}


@pytest.fixture
def locked(tmp_path: Path) -> dict[str, str]:
    lock = tmp_path / "requirements.txt"
    lock.write_text(LOCK, "utf-8")
    return supply_chain.read_lock(lock)


def test_the_lock_is_read_for_this_python(locked: dict[str, str]) -> None:
    assert locked == {"altair": "6.3.0", "jinja2": "3.1.6"}


def test_what_only_developers_have_is_left_out(locked: dict[str, str]) -> None:
    bill = supply_chain.leave_only_locked(BILL, locked)
    assert [c["name"] for c in bill["components"]] == ["jinja2", "Altair"]
    assert bill["dependencies"] == [
        {"ref": "root", "dependsOn": ["altair"]},
        {"ref": "altair", "dependsOn": ["jinja"]},
    ]
    assert supply_chain.list_licences(bill) == [
        ("Altair", "6.3.0", "unknown"),
        ("jinja2", "3.1.6", "BSD-3-Clause / x"),
    ]


def test_what_is_installed_is_what_is_locked() -> None:
    supply_chain.check_installed(supply_chain.read_lock())
    with pytest.raises(supply_chain.SupplyChainError, match=r"altair 0, installed: 6[\d.]+"):
        supply_chain.check_installed({"altair": "0"})


def test_a_database_that_does_not_answer_is_no_clean_bill(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setattr(supply_chain, "OSV", f"http://127.0.0.1:{nobody.getsockname()[1]}/")
        assert supply_chain.audit(Path("/nonexistent")) == supply_chain.NOT_AUDITED
    assert "Nothing was audited" in capsys.readouterr().err
