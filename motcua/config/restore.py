"""`./run restore FILE`: the data of a backup in the place of what is there, or only a test."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from motcua.config.backups.restoring import Restored, restore, try_out
from motcua.config.backups.sealing import read_key
from motcua.config.say import answer

NAME = "restore"
HELP = "Khôi phục từ tệp sao lưu; --test chỉ khôi phục thử rồi bỏ, --replace thay dữ liệu đang có."
#: A database that is to be filled anew must not be filled before.
PREPARES = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the file, the key, and what to do with data that is there."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="Tệp sao lưu.")
    parser.add_argument("--key", type=Path, metavar="TỆP_KHÓA", help="Khóa đã dùng khi sao lưu.")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--test", action="store_true", help="Khôi phục thử vào chỗ khác rồi bỏ.")
    way.add_argument("--replace", action="store_true", help="Thay cả dữ liệu đang có, mới hơn.")


def run(options: argparse.Namespace) -> int:
    """Restore and say what the proof of the books found; exit status 1 when it found something."""
    at, path, key = datetime.now(UTC), options.file.absolute(), read_key(options.key)
    if options.test:
        done = try_out(path, key=key, at=at)
    else:
        done = restore(path, key=key, files=Path(settings.FILES), replace=options.replace, at=at)
    answer(_json(done) if options.format == "json" else _words(done, test=options.test))
    return 1 if done.verified.rows else 0


def _json(done: Restored) -> str:
    told = {
        "at": done.manifest["at"],
        "journal": done.manifest["journal"],
        "differences": [f"{row.book}: {row.key}: {row.why}" for row in done.verified.rows],
        "old_database": done.old,
    }
    return json.dumps(told, ensure_ascii=False)


def _words(done: Restored, *, test: bool) -> str:
    began = "Khôi phục thử được" if test else "Đã khôi phục"
    lines = [f"{began} dữ liệu tính đến {done.manifest['at']}. {done.sentence}"]
    if not test:
        lines.append(
            "Mọi phiên đăng nhập đã kết thúc, mã dự phòng cũ hết dùng được; "
            "mỗi người hãy đăng nhập và tạo lại mã dự phòng."
        )
    if done.old:
        lines.append(f"Dữ liệu cũ còn trong cơ sở dữ liệu {done.old}; xóa khi không cần nữa.")
    return "\n".join(lines)
