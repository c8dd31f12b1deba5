"""What a monitoring system reads: requests by page and time, and how far the background lags.

Each process of the web server writes its counts into files of one folder
(PROMETHEUS_MULTIPROC_DIR, made by the settings), so one answer speaks for all of them.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from motcua.kernel.periods import day_of
from motcua.storage import heartbeats, safe_copies
from motcua.storage.events import waiting
from motcua.storage.safe_copies import Kind
from motcua.tally.selectors import oldest_waiting

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
_REQUESTS = Histogram(
    "motcua_request_seconds",
    "Time of an answer by page, method and status",
    ("page", "method", "status"),
    buckets=_BUCKETS,
)
_METHODS = {"GET", "HEAD", "POST"}


class Timing:
    """Middleware that times every request under the name of its page, never its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and count how long it took."""
        began = time.perf_counter()
        response = self._get_response(request)
        match = request.resolver_match
        page = match.view_name if match is not None else ""
        method = request.method if request.method in _METHODS else "other"
        taken = time.perf_counter() - began
        _REQUESTS.labels(page or "-", method, str(response.status_code)).observe(taken)
        return response


def forget_ended_processes(folder: Path) -> None:
    """Remove the counts of an earlier run; called before the processes of a server start."""
    for path in folder.glob("*.db"):
        path.unlink(missing_ok=True)


def report(now: datetime) -> HttpResponse:
    """Return everything in the text format of Prometheus."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.METRICS))  # type: ignore[no-untyped-call]  # the package leaves it untyped
    registry.register(_State(now))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE)


class _State:
    """Gauges that are asked of the database and the disk when somebody looks."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def describe(self) -> list[GaugeMetricFamily]:
        """Name nothing beforehand: what is there is asked once, when collected."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield each gauge; an age that is not known is left out."""
        queue = waiting()
        lines, oldest_line = oldest_waiting()
        beat = heartbeats.last_beat("worker")
        on = day_of(self._now)
        backup = safe_copies.age_of(Kind.BACKUP, now=self._now, on=on)
        trial = safe_copies.age_of(Kind.TRIAL, now=self._now, on=on)
        counts = {
            "events_waiting": ("Events waiting for their reactions", queue.events),
            "events_parked": ("Events that wait for a person", queue.parked),
            "tally_lines_waiting": ("Lines no cell holds yet", lines),
            "disk_free_bytes": ("Free bytes of the home", shutil.disk_usage(settings.HOME).free),
        }
        ages = {
            "event_oldest_age_seconds": ("Age of the oldest waiting event", queue.oldest_at),
            "tally_lag_seconds": ("Age of the oldest line no cell holds", oldest_line),
            "worker_heartbeat_age_seconds": ("Age of the worker's last sign of life", beat),
            "backup_age_seconds": ("Age of the last good backup", backup.at),
            "backup_trial_age_seconds": ("Age of the last good test restore", trial.at),
        }
        for name, (text, value) in counts.items():
            yield GaugeMetricFamily(f"motcua_{name}", text, value=value)
        for name, (text, at) in ages.items():
            if at is not None:
                age = (self._now - at).total_seconds()
                yield GaugeMetricFamily(f"motcua_{name}", text, value=age)
