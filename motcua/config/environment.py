"""The settings that come from outside: environment variables, checked once, in one table."""

import os
import re
import secrets
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from motcua.kernel.errors import Refusal

ROOT = Path(__file__).resolve().parents[2]

#: name → what it is for; the README prints this table and a test holds them together.
VARIABLES = {
    "MOTCUA_HOME": "Thư mục dữ liệu: cơ sở dữ liệu riêng, tệp, nhật ký. "
    "Mặc định: `var/` trong bản mã.",
    "MOTCUA_DATABASE_URL": "Máy chủ PostgreSQL 15 trở lên, ví dụ "
    "`postgresql://ten:matkhau@may:5432/motcua`. Để trống: dùng máy chủ riêng trong MOTCUA_HOME.",
    "MOTCUA_PORT": "Cổng của trang web. Mặc định: 8000.",
    "MOTCUA_HOSTS": "Tên máy mà trang web trả lời, cách nhau bằng dấu phẩy. Mặc định: chỉ máy này.",
    "MOTCUA_SECRET_KEY": "Khóa bí mật ký phiên làm việc. Để trống: tự sinh trong MOTCUA_HOME.",
    "MOTCUA_PROXIES": "Địa chỉ (CIDR) của máy chủ web đứng trước, cách nhau bằng dấu phẩy, để biết "
    "địa chỉ thật của người dùng. Mặc định: máy này, khi có MOTCUA_HOSTS.",
    "MOTCUA_OIDC_ISSUER": "Địa chỉ nơi đăng nhập một lần của cán bộ (OpenID Connect). "
    "Để trống: không dùng.",
    "MOTCUA_OIDC_CLIENT": "Mã ứng dụng do nơi đăng nhập một lần cấp.",
    "MOTCUA_OIDC_SECRET": "Khóa bí mật của ứng dụng ở nơi đăng nhập một lần.",
    "MOTCUA_SECURITY_CONTACT": "Nơi nhận báo lỗ hổng bảo mật, ví dụ `mailto:antoan@tinh.gov.vn`. "
    "Để trống: không công bố.",
    "MOTCUA_METRICS_ADDRESSES": "Địa chỉ (CIDR) được đọc /metrics, cách nhau bằng dấu phẩy. "
    "Mặc định: chỉ máy này.",
    "MOTCUA_DEBUG": "1: hiện trang lỗi của người lập trình. Mặc định: 0.",
    "MOTCUA_TEST_DATABASE": "Tên cơ sở dữ liệu của bộ kiểm thử. Mặc định: test_motcua.",
}
#: Networks of the machine itself.
THIS_MACHINE = ("127.0.0.0/8", "::1/128")


class BadSetting(Refusal):
    """A setting is missing or cannot be used."""


@dataclass(frozen=True, slots=True)
class Oidc:
    """The officers' identity provider, by OpenID Connect; without an issuer there is none."""

    issuer: str = ""
    client: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Environment:
    """What the program was told from outside."""

    home: Path
    database_url: str
    port: int
    hosts: tuple[str, ...]
    secret_key: str
    debug: bool
    test_database: str
    security_contact: str = ""
    metrics_addresses: tuple[str, ...] = THIS_MACHINE
    own_key: bool = False
    proxies: tuple[str, ...] = ()
    oidc: Oidc = Oidc()


def read() -> Environment:
    """Return the environment of this process.

    :raises BadSetting: a value cannot be used; the sentence names the variable.
    """
    home = Path(os.environ.get("MOTCUA_HOME") or ROOT / "var").expanduser().resolve()
    return Environment(
        home=home,
        database_url=_database_url(),
        port=_port(),
        hosts=tuple(_words(os.environ.get("MOTCUA_HOSTS", ""))),
        secret_key=os.environ.get("MOTCUA_SECRET_KEY") or _own_key(home),
        debug=os.environ.get("MOTCUA_DEBUG") == "1",
        test_database=os.environ.get("MOTCUA_TEST_DATABASE") or "test_motcua",
        security_contact=_contact(),
        metrics_addresses=_networks("MOTCUA_METRICS_ADDRESSES") or THIS_MACHINE,
        own_key=not os.environ.get("MOTCUA_SECRET_KEY"),
        proxies=_networks("MOTCUA_PROXIES"),
        oidc=_oidc(),
    )


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _networks(name: str) -> tuple[str, ...]:
    listed = tuple(_words(os.environ.get(name, "")))
    for one in listed:
        try:
            ip_network(one)
        except ValueError as fault:
            raise BadSetting(
                f"{name} có “{one}” không phải địa chỉ mạng; ghi như 10.0.0.5/32."
            ) from fault
    return listed


def _contact() -> str:
    contact = os.environ.get("MOTCUA_SECURITY_CONTACT", "").strip()
    if contact and not re.fullmatch(r"(mailto:|https://|tel:)\S+", contact):
        raise BadSetting(
            "MOTCUA_SECURITY_CONTACT phải bắt đầu bằng mailto:, https:// hoặc tel:, "
            "ví dụ mailto:antoan@tinh.gov.vn."
        )
    return contact


def _oidc() -> Oidc:
    names = ("MOTCUA_OIDC_ISSUER", "MOTCUA_OIDC_CLIENT", "MOTCUA_OIDC_SECRET")
    given = [os.environ.get(name, "").strip() for name in names]
    missing = [name for name, value in zip(names, given, strict=True) if not value]
    if missing and len(missing) < len(names):
        raise BadSetting(f"Đăng nhập một lần còn thiếu {', '.join(missing)}.")
    issuer = urlsplit(given[0])
    local = issuer.scheme == "http" and issuer.hostname in ("127.0.0.1", "localhost")
    if given[0] and not (local or (issuer.scheme == "https" and issuer.hostname)):
        raise BadSetting("MOTCUA_OIDC_ISSUER phải là một địa chỉ https.")
    return Oidc(*given)


def _port() -> int:
    port = os.environ.get("MOTCUA_PORT") or "8000"
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise BadSetting(f"MOTCUA_PORT phải là số từ 1 đến 65535, đang là “{port}”.")
    return int(port)


def _database_url() -> str:
    url = os.environ.get("MOTCUA_DATABASE_URL", "")
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError as fault:
        # The value holds a password, so it is not repeated.
        raise BadSetting(
            "MOTCUA_DATABASE_URL không đọc được; hãy viết theo mẫu "
            "postgresql://ten:matkhau@may:5432/motcua."
        ) from fault
    return url


def _own_key(home: Path) -> str:
    """Return the key kept in the home; whoever comes first makes it, whole or not at all."""
    path = home / "secret_key"
    try:
        _make(home)
        if not path.exists():
            fresh = home / f"secret_key.{os.getpid()}"
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(50))
            try:
                path.hardlink_to(fresh)
            except FileExistsError:
                pass  # Another process was quicker; its key is the key.
            finally:
                fresh.unlink()
        return path.read_text().strip()
    except OSError as fault:
        raise BadSetting(
            f"Không ghi được vào thư mục dữ liệu {home}. Đặt MOTCUA_HOME là thư mục ghi được."
        ) from fault


def _make(home: Path) -> None:
    # Folders that we make are open to pass through, whatever the umask: as root, the private
    # server runs as another account and has to reach its own folder inside.
    missing = [folder for folder in (home, *home.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
