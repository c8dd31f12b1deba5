"""`./run check`: what is missing or unsafe in this installation, one sentence each."""

import argparse
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from motcua.config import environment, own_role
from motcua.config.safety import Finding, findings
from motcua.config.say import answer
from motcua.kernel.periods import day_of
from motcua.storage import heartbeats, safe_copies
from motcua.storage.events import waiting
from motcua.storage.safe_copies import Kind

NAME = "check"
HELP = "Kiểm tra cài đặt: thiếu gì, điều gì không an toàn, mỗi điều một câu."
_QUIET = timedelta(minutes=1)
_LEAST_FREE = 0.1


def configure(parser: argparse.ArgumentParser) -> None:
    """The command takes no options of its own."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Say everything that should be mended; exit status 1 when something is unsafe."""
    given = environment.read()
    found = [*findings(given), *_of_the_database(bool(given.hosts)), *_of_operations()]
    unsafe = any(one.unsafe for one in found)
    if options.format == "json":
        told = [{"sentence": one.sentence, "unsafe": one.unsafe} for one in found]
        answer(json.dumps({"findings": told, "unsafe": unsafe}, ensure_ascii=False))
        return int(unsafe)
    for one in found:
        answer(f"{'KHÔNG AN TOÀN' if one.unsafe else 'Chú ý'}: {one.sentence}")
    if not found:
        answer("Không có gì phải sửa.")
    return int(unsafe)


def _of_the_database(public: bool) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("show fsync")
        if cursor.fetchone()[0] != "on":
            yield Finding("PostgreSQL đang tắt fsync, mất điện là mất dữ liệu; bật fsync.", True)
        cursor.execute("show synchronous_commit")
        if cursor.fetchone()[0] == "off":
            yield Finding(
                "PostgreSQL đang tắt synchronous_commit, việc đã báo xong có thể mất; hãy bật lại.",
                unsafe=True,
            )
    if public and own_role.changes_books():
        yield Finding(
            "Tài khoản cơ sở dữ liệu của chương trình sửa được nhật ký và sổ; hãy dùng tài khoản "
            "do ./run grants cấp quyền."
        )


def _of_operations() -> Iterator[Finding]:
    now = datetime.now(UTC)
    for kind, what in ((Kind.BACKUP, "sao lưu"), (Kind.TRIAL, "khôi phục thử")):
        age = safe_copies.age_of(kind, now=now, on=day_of(now))
        if age.at is None:
            yield Finding(f"Chưa có lần {what} nào thành công.")
        elif age.too_old:
            yield Finding(f"Lần {what} gần nhất đã quá ngưỡng: {age.at:%d/%m/%Y}.")
    beat = heartbeats.last_beat("worker")
    if beat is None or now - beat > _QUIET:
        yield Finding("Phần việc nền không chạy; hãy chạy ./run worker hoặc dịch vụ của nó.")
    parked = waiting().parked
    if parked:
        yield Finding(f"Có {parked} việc nền chờ người xử lý; xem trang Vận hành.")
    disk = shutil.disk_usage(settings.HOME)
    if disk.free < disk.total * _LEAST_FREE:
        yield Finding("Đĩa của thư mục dữ liệu còn dưới một phần mười; hãy dọn hoặc thêm đĩa.")
