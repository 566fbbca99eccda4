"""The metrics on an address of their own, with the ages of data, backup and embargo.

Off the public port: how many people use the dashboard is for the operator only. Not here:
what is counted while the app runs (`lib.metrics`).
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator

from prometheus_client import REGISTRY, Metric, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from lib import metrics
from lib.access import PUBLIC
from lib.board import DataProblemsError, get_store, load_board, now
from lib.store import StoreError, load_maintenance_moments


def serve_metrics(count_sessions: Callable[[], int]) -> None:
    """Serve `/metrics` at `METRICS_ADDRESS` (host:port); without that nothing is served."""
    address = os.getenv("METRICS_ADDRESS", "")
    if address:
        host, _, port = address.rpartition(":")
        metrics.watch_sessions(count_sessions)
        REGISTRY.register(_Ages())
        start_http_server(int(port), addr=host.strip("[]"))


class _Ages(Collector):
    """Moments that an alert compares with the time: of open data, backup and embargo."""

    def collect(self) -> Iterator[Metric]:
        """Yield the moments that are known; none while data or database is not in order."""
        try:
            yield _of_open_data()
        except (DataProblemsError, StoreError):
            yield GaugeMetricFamily("dashboard_data_in_order", "1 when it is", value=0)
            return
        yield GaugeMetricFamily("dashboard_data_in_order", "1 when it is", value=1)
        moments = load_maintenance_moments(get_store(), now=now())
        for name, text, moment in (
            ("backup", "When the newest backup was made", moments.backup),
            ("next_embargo", "When the next wave becomes public", moments.next_embargo),
        ):
            if moment is not None:
                seconds = moment.timestamp()
                yield GaugeMetricFamily(f"dashboard_{name}_timestamp_seconds", text, value=seconds)


def _of_open_data() -> Metric:
    name, text = "dashboard_open_data_timestamp_seconds", "When a published table was fetched"
    family = GaugeMetricFamily(name, text, labels=["table"])
    for table, stored in load_board(PUBLIC).files.stored.items():
        fetched = dt.datetime.combine(stored.retrieved, dt.time(), dt.UTC)
        family.add_metric([table], fetched.timestamp())
    return family
