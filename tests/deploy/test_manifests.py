"""The files of deploy/ are what their tools take: Kubernetes, compose, systemd, Prometheus."""

import configparser
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from compose_spec import PyCompose

from tools.find_programs import require_helm
from tools.run_server import ROOT

DEPLOY = ROOT / "deploy"
KUBERNETES = ("1.28", "1.34")  # the oldest that the chart is for, and a new one
SETTINGS: tuple[dict[str, str], ...] = (
    {},
    {"dataClaim": "venlo", "env.SECURITY_CONTACT": "veilig@example.nl"},
    {"autoscaling.enabled": "false", "networkPolicy.enabled": "false"},
)


def render(settings: dict[str, str], *, release: str = "stad") -> list[dict[str, Any]]:
    """Return the manifests of the chart with these values."""
    command = [str(require_helm()), "template", release, str(DEPLOY / "helm")]
    for name, value in settings.items():
        command += ["--set", f"{name}={value}"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [manifest for manifest in yaml.safe_load_all(printed) if manifest]


def containers(manifests: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each pod's specification with each of its containers."""
    for manifest in manifests:
        spec = manifest["spec"]
        if manifest["kind"] == "CronJob":
            spec = spec["jobTemplate"]["spec"]
        if "template" in spec:
            pod = spec["template"]["spec"]
            yield from ((pod, container) for container in pod["containers"])


def fill_in(text: str) -> str:
    """Put a value where compose takes one from the environment: its default, or a word."""
    return re.sub(r"\$\{\w+(?::-([^}]*)|:\?[^}]*)?\}", lambda m: m[1] or "waarde", text)


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("version", KUBERNETES)
def test_the_chart_is_valid_for_kubernetes(settings: dict[str, str], version: str) -> None:
    manifests = render(settings)
    assert {m["kind"] for m in manifests} >= {"Deployment", "Service", "Ingress", "CronJob"}
    for manifest in manifests:
        kubernetes_validate.validate(manifest, version, strict=True)


def test_a_wrong_value_of_the_chart_is_refused() -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        render({"host": "https://dashboard.example.nl"})
    assert "host" in refused.value.stderr


def test_no_pod_runs_as_root_or_writes_its_own_files() -> None:
    found = list(containers(render({"dataClaim": "venlo"})))
    assert len(found) == 4
    for pod, container in found:
        assert pod["securityContext"]["runAsNonRoot"]
        assert not pod["automountServiceAccountToken"]
        security = container["securityContext"]
        assert security["readOnlyRootFilesystem"]
        assert not security["allowPrivilegeEscalation"]
        assert security["capabilities"]["drop"] == ["ALL"]
        folders = {m["mountPath"]: m.get("readOnly", False) for m in container["volumeMounts"]}
        may_write_data = container["name"] == "refresh"
        assert folders["/srv/municipality"] is not may_write_data


def test_secrets_come_by_reference_and_nothing_holds_one() -> None:
    for _, container in containers(render({})):
        address = next(e for e in container["env"] if e["name"] == "DATABASE_URL")
        assert "value" not in address
        assert address["valueFrom"]["secretKeyRef"]["name"] == "dashboard"


def test_two_municipalities_share_no_name() -> None:
    first, second = (
        {(m["kind"], m["metadata"]["name"]) for m in render({}, release=release)}
        for release in ("stad", "dorp")
    )
    assert len(first) > 5
    assert first.isdisjoint(second)


def test_compose_is_valid_and_only_the_proxy_has_a_port() -> None:
    text = fill_in((DEPLOY / "compose.yaml").read_text("utf-8"))
    PyCompose.from_yaml(yaml.safe_dump(yaml.safe_load(text)))  # it knows no merge keys
    services = yaml.safe_load(text)["services"]
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}
    for name in ("first", "second", "backup"):
        assert services[name]["read_only"]
        assert "inside" in services[name]["networks"]
    for path in (v.partition(":")[0] for v in services["proxy"]["volumes"] if v.startswith("./")):
        assert (DEPLOY / path).is_file()


def test_compose_lets_the_app_reach_the_sign_in_provider_and_nobody_else_the_database() -> None:
    found = yaml.safe_load(fill_in((DEPLOY / "compose.yaml").read_text("utf-8")))
    closed = {name for name, network in found["networks"].items() if network.get("internal")}
    for name, service in found["services"].items():
        has_sign_in = any(":/var/lib/dashboard/.streamlit" in v for v in service.get("volumes", []))
        is_alone = set(service["networks"]) <= closed
        assert is_alone is (name in {"database", "backup"}), name
        assert not (has_sign_in and is_alone), name


def test_compose_asks_only_what_listens_whether_it_is_healthy() -> None:
    """The image asks port 8501, where a job has nothing: it would be unhealthy for ever."""
    services = yaml.safe_load(fill_in((DEPLOY / "compose.yaml").read_text("utf-8")))["services"]
    jobs = {n for n, s in services.items() if s.get("image") == "waarde" and "command" in s}
    assert jobs == {"backup", "refresh"}
    for name, service in services.items():
        assert (service.get("healthcheck") == {"disable": True}) is (name in jobs), name


def test_the_app_may_write_what_its_button_fetches() -> None:
    """As docs/deploy.md says: `ProtectSystem=strict` would make the folder one for reading."""
    texts = [
        (DEPLOY / "systemd" / name).read_text("utf-8")
        for name in ("dashboard@.service", "dashboard-refresh.service")
    ]
    for text in texts:
        assert re.search(r"^ReadWritePaths=.*/srv/municipality/data/opendata", text, re.MULTILINE)


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").iterdir()), ids=lambda p: p.name)
def test_a_unit_has_what_systemd_needs(unit: Path) -> None:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit)
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service").is_file()
        assert parser["Timer"]["OnCalendar"]
        return
    service = parser["Service"]
    assert service["User"] == "dashboard"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"


def read_rules() -> list[dict[str, Any]]:
    """Return the alerts."""
    found: list[dict[str, Any]] = yaml.safe_load((DEPLOY / "alerts.yaml").read_text("utf-8"))[
        "groups"
    ][0]["rules"]
    return found


def test_an_alert_about_age_is_raised_for_what_never_was() -> None:
    """Without a backup there is no moment of one, and nothing that is too old."""
    (rule,) = (rule for rule in read_rules() if rule["alert"] == "DashboardBackupOld")
    assert "or absent(dashboard_backup_timestamp_seconds)" in rule["expr"]


def test_alerts_ask_for_metrics_that_exist() -> None:
    rules = read_rules()
    sources = [ROOT / "lib" / "metrics.py", ROOT / "lib" / "web" / "answers.py"]
    written = " ".join(path.read_text("utf-8") for path in sources)
    for rule in rules:
        assert {"alert", "expr", "for", "labels", "annotations"} <= set(rule)
        names = [w for w in rule["expr"].replace("(", " ").split() if w.startswith("dashboard_")]
        assert names, rule
        for name in names:
            base = name.partition("{")[0].partition("[")[0].rstrip(")")
            for ending in ("_bucket", "_count", "_total", "_timestamp_seconds"):
                base = base.removesuffix(ending)
            assert base.removeprefix("dashboard_") in written, name
