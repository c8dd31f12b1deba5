"""`./run backup FILE`: database and files into one archive, proved by reading it back."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from motcua.config.backups.making import make
from motcua.config.backups.sealing import read_key
from motcua.config.say import answer
from motcua.kernel.canonical import instant_text

NAME = "backup"
HELP = "Sao lưu cơ sở dữ liệu và tệp vào một tệp, đọc lại để kiểm tra; --key để mã hóa."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the file and the key."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="Tệp sao lưu, chưa có.")
    parser.add_argument("--key", type=Path, metavar="TỆP_KHÓA", help="Mã hóa bằng khóa trong tệp.")


def run(options: argparse.Namespace) -> int:
    """Make the backup; the programs that serve may go on."""
    made = make(
        options.file.absolute(),
        key=read_key(options.key),
        files=Path(settings.FILES),
        at=datetime.now(UTC),
    )
    if options.format == "json":
        told = {
            "file": str(made.path),
            "at": instant_text(made.at),
            "bytes": made.size_bytes,
            "sha256": made.sha256,
            "encrypted": bool(options.key),
            "journal": made.manifest["journal"],
        }
        answer(json.dumps(told, ensure_ascii=False))
    else:
        size = f"{made.size_bytes / 1_000_000:.1f}".replace(".", ",")
        answer(f"Đã sao lưu và đọc lại: {made.path} ({size} MB, SHA-256 {made.sha256}).")
    return 0
