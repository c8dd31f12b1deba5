"""Settings of the web server in production: `gunicorn -c python:motcua.config.gunicorn`.

It listens on this machine only: nginx in front ends TLS. SIGHUP starts fresh processes without
closing the port; the log of the product is opened anew by itself when it was rotated.
"""

import os
from typing import Any

from motcua.config import environment
from motcua.config.metrics_folder import metrics_folder

# The package of the metrics is not imported here: it asks for its folder at its first import,
# and that folder is named by the settings.
_given = environment.read()
bind = f"127.0.0.1:{_given.port}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or max(2, (os.cpu_count() or 1) + 1))
threads = 4
preload_app = True
timeout = 60
graceful_timeout = 30
max_requests = 20_000
max_requests_jitter = 2_000
loglevel = "warning"
control_socket_disable = True
wsgi_app = "motcua.config.wsgi:application"


def on_starting(_server: Any) -> None:
    """Forget the counts of the run before."""
    for path in metrics_folder(_given.home).glob("*.db"):
        path.unlink(missing_ok=True)
