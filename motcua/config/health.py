"""Addresses for machines that watch: alive, ready, measured. No personal data, no session."""

import shutil
from datetime import timedelta
from functools import cache
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.config import metrics
from motcua.pages.addresses import address_of
from motcua.storage import heartbeats

#: A worker writes a sign of life every ten seconds.
_QUIET = timedelta(minutes=1)
_LEAST_FREE = 0.02


@require_safe
@never_cache
def alive(_request: HttpRequest) -> HttpResponse:
    """Answer as long as the process can: whoever gets no answer starts it anew."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether work can be sent here; 503 while one of the parts is not right.

    Which part it is, is told to the machines that may read the metrics.
    """
    database = _database()
    found = {"database": database, "disk": _disk()}
    if database == "ok":
        found |= {"migrations": _migrations(), "worker": _worker()}
    good = all(word == "ok" for word in found.values())
    told = found if _is_watcher(request) else {}
    return JsonResponse({"ready": good, **told}, status=200 if good else 503)


@require_safe
@never_cache
def measured(request: HttpRequest) -> HttpResponse:
    """Give the metrics to the machines that are allowed to read them; no page for others."""
    if not _is_watcher(request):
        raise Http404
    return metrics.report(timezone.now())


@require_safe
def security_contact(_request: HttpRequest) -> HttpResponse:
    """Tell whom to write to about a weakness (RFC 9116); no page while nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = timezone.now() + timedelta(days=180)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _is_watcher(request: HttpRequest) -> bool:
    asker = ip_address(address_of(request))
    return any(asker in ip_network(one) for one in settings.METRICS_ADDRESSES)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error:
        return "không trả lời"
    return "ok"


def _migrations() -> str:
    return "ok" if _all_applied() else "chưa nâng cấp"


def _all_applied() -> bool:
    # What has been applied stays applied: a good answer is remembered, a bad one is asked again.
    try:
        return _asked_once()
    except LookupError:
        return False


@cache
def _asked_once() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError
    return True


def _disk() -> str:
    disk = shutil.disk_usage(settings.HOME)
    return "ok" if disk.free > disk.total * _LEAST_FREE else "sắp đầy"


def _worker() -> str:
    beat = heartbeats.last_beat("worker")
    if beat is None or timezone.now() - beat > _QUIET:
        return "không chạy"
    return "ok"
