"""nginx with the configuration of deploy/nginx, before two replicas of the app."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tools.find_programs import require_nginx
from tools.run_server import ROOT, find_free_port

# What nobody else may have to do for a test: rights, certificates, a fixed port.
CHANGES = (
    (r"listen 443 ssl http2;", "listen 127.0.0.1:{port};"),
    (r"\n *ssl_certificate[^\n]*", ""),
    (r"error_log [^;]*;", "error_log {folder}/error.log crit;"),
    (r" Secure;", ""),
    (r"include /etc/nginx/dashboard-replicas;", "include {folder}/replicas;"),
)
AROUND = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/start.log;
events {{}}
http {{
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
{example}
}}
"""


def read_example(**values: object) -> str:
    """Return the proxy's configuration for this port and folder."""
    example = (ROOT / "deploy" / "nginx" / "dashboard.conf").read_text("utf-8")
    for pattern, new in CHANGES:
        example, number = re.subn(pattern, new.format(**values), example)
        assert number, pattern
    return AROUND.format(example=example, **values)


@contextmanager
def run_nginx(folder: Path, *, first: str, second: str, port: int | None = None) -> Iterator[str]:
    """Run the proxy before two replicas, at a free port or this one; give its address."""
    port = port or find_free_port()
    config, replicas = folder / "nginx.conf", ROOT / "deploy" / "nginx" / "replicas"
    addresses = replicas.read_text("utf-8").replace("127.0.0.1:8501", first)
    (folder / "replicas").write_text(addresses.replace("127.0.0.1:8502", second), "utf-8")
    config.write_text(read_example(port=port, folder=folder), "utf-8")
    process = subprocess.Popen([str(require_nginx()), "-p", str(folder), "-c", str(config)])
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(50):
            time.sleep(0.1)
            if process.poll() is None and httpx.get(f"{url}/gezond").status_code == 200:
                break
        yield url
    finally:
        process.terminate()
        process.wait(10)
