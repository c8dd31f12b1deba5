"""The web server of the one-command start: gunicorn, for this machine only."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication

from motcua.config.environment import BadSetting
from motcua.config.metrics import forget_ended_processes

_HOST = "127.0.0.1"
_THREADS = 2


def take_port(port: int) -> socket.socket:
    """Return a socket bound to the port on this machine; nobody is let in before it listens.

    :raises BadSetting: the port is in use, or may not be used.
    """
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((_HOST, port))
        _check_nobody_listens(port)
    except OSError as fault:
        taken.close()
        why = (
            "chỉ root được dùng"
            if isinstance(fault, PermissionError)
            else "đang được chương trình khác dùng"
        )
        raise BadSetting(f"Cổng {port} {why}; đặt MOTCUA_PORT là một cổng khác.") from fault
    return taken


def serve(taken: socket.socket) -> None:
    """Serve until stopped, with the worker beside; ends the process."""
    # Every page is loaded before the workers fork: what is broken stops the start, not a visitor.
    _ = get_resolver().url_patterns
    connections.close_all()
    forget_ended_processes(Path(settings.METRICS))
    with _worker():
        _Server(taken).run()


def _check_nobody_listens(port: int) -> None:
    # Two programs may bind one port with SO_REUSEADDR as long as neither listens yet.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        if probe.connect_ex((_HOST, port)) == 0:
            raise OSError


@contextmanager
def _worker() -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "motcua.config", "worker", "--beside", str(os.getpid())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, taken: socket.socket) -> None:
        # Once only: told to reload (SIGHUP), gunicorn asks for its settings again.
        self._bind = f"fd://{taken.detach()}"
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": self._bind,
            "worker_class": "gthread",
            "workers": max(2, os.cpu_count() or 1),
            "threads": _THREADS,
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        return get_wsgi_application()
