"""The log file of the home."""

import logging
from logging.handlers import WatchedFileHandler
from pathlib import Path


class FaultFile(WatchedFileHandler):
    """The log file in the home; made, with its folder, at the first line written."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, delay=True, encoding="utf-8")

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; a log that cannot be written must not stop the work."""
        try:
            path = Path(self.baseFilename)
            # Tracebacks may quote what was typed: for the program's own user only.
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600, exist_ok=True)
        except OSError:
            return
        super().emit(record)


def logging_settings(path: Path) -> dict[str, object]:
    """Return Django's setting of logs: everything from WARNING on goes into one file."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {
            "file": {"()": "motcua.config.logs.FaultFile", "path": path, "formatter": "line"}
        },
        "root": {"handlers": ["file"], "level": "WARNING"},
    }
