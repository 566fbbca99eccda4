"""What the app is made of: `python -m tools.supply_chain sbom FOLDER` or `... audit`.

`sbom` writes a bill of materials (CycloneDX, JSON) and a list of licences (CSV) of the packages in
requirements.txt, as they are installed here. `audit` asks the OSV database for known weaknesses in
them. Both run the tools of requirements-sbom.txt, from the environment that `--tools` names.
"""

import argparse
import csv
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.txt"
OSV = "https://api.osv.dev/v1/query"
NOT_AUDITED = 3


class SupplyChainError(RuntimeError):
    """What is installed is not what is locked, or a package has no licence."""


def main() -> int:
    """Run the command; return 1 for what is not in order, 3 where nothing could be audited."""
    parser = argparse.ArgumentParser(description="Write or check what the app is made of.")
    parser.add_argument("command", choices=["sbom", "audit"])
    parser.add_argument("folder", nargs="?", default="var/sbom", type=Path)
    parser.add_argument("--tools", type=Path, required=True, help="environment with the tools")
    options = parser.parse_args()
    if options.command == "audit":
        return audit(options.tools)
    try:
        bill = build_bill(options.tools)
    except SupplyChainError as error:
        print(error, file=sys.stderr)
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    (options.folder / "sbom.cdx.json").write_text(json.dumps(bill, indent=1) + "\n", "utf-8")
    licences = list_licences(bill)
    with (options.folder / "licences.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("package", "version", "licence"), *licences])
    print(f"{len(licences)} packages: {options.folder}/sbom.cdx.json and licences.csv")
    return 0


def read_lock(lock: Path = LOCK) -> dict[str, str]:
    """Return the version of each locked package that this Python needs, by its plain name."""
    lines = lock.read_text("utf-8").replace("\\\n", " ").splitlines()
    locked = (Requirement(line.partition(" --hash")[0]) for line in lines if line.strip())
    return {
        canonicalize_name(r.name): str(r.specifier).removeprefix("==")
        for r in locked
        if r.marker is None or r.marker.evaluate()
    }


def build_bill(tools: Path) -> dict[str, Any]:
    """Return the bill of materials of what is locked; raises `SupplyChainError`."""
    locked = read_lock()
    check_installed(locked)
    command = f"{tools}/bin/cyclonedx-py environment --validate --output-reproducible --pyproject"
    done = subprocess.run(
        [*command.split(), f"{ROOT}/pyproject.toml", sys.executable],
        check=True,
        capture_output=True,
    )
    return leave_only_locked(json.loads(done.stdout), locked)


def check_installed(locked: Mapping[str, str]) -> None:
    """Raise `SupplyChainError` with each package that is not installed as it is locked."""
    found = {name: _find_version(name) for name in locked}
    wrong = [f"{n} {v}, installed: {found[n]}" for n, v in locked.items() if found[n] != v]
    if wrong:
        raise SupplyChainError("not as locked:\n" + "\n".join(wrong))


def _find_version(name: str) -> str:
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return "no"


def leave_only_locked(bill: Mapping[str, Any], locked: Mapping[str, str]) -> dict[str, Any]:
    """Return a bill without the components, and what depends on them, that are not locked."""
    components = [c for c in bill["components"] if canonicalize_name(c["name"]) in locked]
    own = {bill["metadata"]["component"]["bom-ref"], *(c["bom-ref"] for c in components)}
    return {**bill, "components": components, "dependencies": list(_dependencies(bill, own))}


def _dependencies(bill: Mapping[str, Any], own: set[str]) -> Iterator[dict[str, Any]]:
    for one in bill["dependencies"]:
        if one["ref"] in own:
            yield {**one, "dependsOn": [ref for ref in one.get("dependsOn", ()) if ref in own]}


def list_licences(bill: Mapping[str, Any]) -> Sequence[tuple[str, str, str]]:
    """Return name, version and licence of each package, by name; 'unknown' where it has none."""
    found = [(c["name"], c["version"], _describe_licence(c)) for c in bill["components"]]
    return sorted(found, key=lambda row: row[0].lower())


def _describe_licence(component: Mapping[str, Any]) -> str:
    names = []
    for entry in component.get("licenses", ()):
        licence = entry.get("license", {})
        names.append(entry.get("expression") or licence.get("id") or licence.get("name", ""))
    return " / ".join(filter(None, names)).partition("\n")[0] or "unknown"


def audit(tools: Path) -> int:
    """Ask for known weaknesses; a database that does not answer is no clean bill."""
    try:
        urllib.request.urlopen(urllib.request.Request(OSV, data=b"{}"), timeout=10).close()
    except urllib.error.HTTPError:
        pass  # it answers, if only that nothing was asked
    except OSError as error:
        print(f"Nothing was audited: {OSV} is not reachable from here ({error}).", file=sys.stderr)
        return NOT_AUDITED
    command = f"{tools}/bin/pip-audit --strict --disable-pip --require-hashes -s osv --requirement"
    return subprocess.run([*command.split(), str(LOCK)], check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
