"""Settings that are missing or unsafe, each told in one sentence, before anybody is let in."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from motcua.config.environment import BadSetting, Environment

#: As many characters as `openssl rand -base64 32` gives, less a few.
SHORTEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to be mended; `unsafe` when the product must not serve like this."""

    sentence: str
    unsafe: bool = False


def findings(given: Environment) -> Iterator[Finding]:
    """Yield what is wrong with the settings alone; nothing is asked of the database."""
    if not given.hosts:
        # For this machine only: nobody else can reach it.
        return
    if given.debug:
        yield Finding(
            "MOTCUA_DEBUG=1 làm lộ mã và dữ liệu cho người ngoài; bỏ MOTCUA_DEBUG khi có "
            "MOTCUA_HOSTS.",
            unsafe=True,
        )
    if any("*" in host or host.startswith(".") for host in given.hosts):
        yield Finding("MOTCUA_HOSTS phải ghi từng tên máy, không dùng * hoặc dấu chấm đầu.", True)
    if given.own_key:
        yield Finding(
            "MOTCUA_SECRET_KEY chưa đặt nên mỗi máy tự sinh một khóa; hãy đặt cùng một khóa cho "
            "mọi máy (openssl rand -base64 48)."
        )
    elif len(given.secret_key) < SHORTEST_KEY or len(set(given.secret_key)) < SHORTEST_KEY // 4:
        yield Finding(
            f"MOTCUA_SECRET_KEY ngắn hơn {SHORTEST_KEY} ký tự hoặc dễ đoán; hãy tạo khóa mới "
            "bằng: openssl rand -base64 48.",
            unsafe=True,
        )
    if not given.database_url:
        yield Finding(
            "MOTCUA_HOSTS có tên máy mà dữ liệu nằm ở máy chủ riêng, chỉ để dùng thử; đặt "
            "MOTCUA_DATABASE_URL trước khi nhập hồ sơ thật."
        )
    if not given.security_contact:
        yield Finding(
            "MOTCUA_SECURITY_CONTACT chưa đặt nên không ai biết báo lỗ hổng bảo mật cho ai."
        )


def at_start(given: Environment) -> None:
    """Tell what is wrong on standard error.

    :raises BadSetting: it is unsafe to serve like this.
    """
    found = list(findings(given))
    for one in found:
        if one.unsafe:
            raise BadSetting(one.sentence)
    for one in found:
        print(f"Chú ý: {one.sentence}", file=sys.stderr, flush=True)  # noqa: T201 - to the terminal
