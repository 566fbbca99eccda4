"""The benchmark says what it lacks before it measures anything."""

import shutil
import sys
from pathlib import Path

import pytest

from benchmarks import bench


@pytest.mark.parametrize(
    ("missing", "message"), [("wrk", "apt-get install wrk"), ("chromium", "Chromium")]
)
def test_without_a_program_the_benchmark_says_so_before_it_starts(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    missing: str,
    message: str,
) -> None:
    def measure_nothing() -> None:
        raise AssertionError("measuring began")

    names = {"wrk": "/usr/bin/wrk", "chromium": "/usr/bin/chromium", missing: None}
    monkeypatch.setattr(shutil, "which", names.get)
    monkeypatch.setattr("tools.find_programs.PLAYWRIGHT_FOLDERS", (Path("/nonexistent"),))
    monkeypatch.setattr(bench, "describe_machine", measure_nothing)
    monkeypatch.setattr(sys, "argv", ["bench"])
    assert bench.main() == bench.MISSING_PROGRAM
    assert message in capsys.readouterr().err
