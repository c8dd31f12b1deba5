"""Sample accounts of every role, with officers at a district and at one of its communes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.accounts.errors import UnknownAccount
from motcua.accounts.selectors import account_by_username
from motcua.accounts.services import create_account
from motcua.accounts.vocabulary import SAMPLE_PREFIX, Role
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import Period
from motcua.organisation.selectors import unit_by_slug
from motcua.organisation.services import add_officer, appoint, grant_role

_FROM = date(2021, 1, 1)


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """One account: user name, invented officer, title, unit, roles."""

    username: str
    name: str
    title: str
    unit: str
    roles: tuple[Role, ...]


def _account(username: str, name: str, title: str, unit: str, *roles: Role) -> SampleAccount:
    return SampleAccount(username, f"{name} (mẫu)", title, unit, roles)


_DISTRICT, _COMMUNE = "ba-vi", "xa-minh-quang"
ACCOUNTS = (
    _account("tiepnhan", "Nguyễn Thị Hạnh", "Công chức Bộ phận Một cửa", _DISTRICT,
             Role.RECEIVING_OFFICER),
    _account("thuly", "Trần Văn Đạt", "Chuyên viên", _DISTRICT, Role.CASE_OFFICER),
    _account("pheduyet", "Lê Minh Quân", "Phó Trưởng phòng", _DISTRICT, Role.APPROVER),
    _account("vanthu", "Phạm Thu Oanh", "Văn thư", _DISTRICT, Role.RECORDS_CLERK),
    _account("truongphong", "Đỗ Xuân Sơn", "Trưởng phòng", _DISTRICT, Role.UNIT_HEAD),
    _account("truongmotcua", "Vũ Hồng Liên", "Trưởng Bộ phận Một cửa", _DISTRICT,
             Role.ONE_STOP_HEAD),
    _account("lanhdao", "Phùng Đức Long", "Chủ tịch Ủy ban nhân dân", _DISTRICT, Role.LEADER),
    _account("cchc", "Bùi Ngọc Yến", "Đầu mối cải cách hành chính", _DISTRICT,
             Role.REFORM_COORDINATOR),
    _account("kiemsoat", "Ngô Quang Vinh", "Chuyên viên kiểm soát thủ tục hành chính", _DISTRICT,
             Role.PROCEDURE_CONTROL_OFFICER),
    _account("kiemtra", "Hoàng Thị Nga", "Thanh tra viên", _DISTRICT, Role.INSPECTOR),
    _account("quantri", "Đặng Công Tuấn", "Quản trị hệ thống", _DISTRICT, Role.ADMINISTRATOR),
    _account("kiemtoan", "Chu Thị Mai", "Kiểm toán viên", _DISTRICT, Role.AUDITOR),
    _account("buuchinh", "Dương Văn Hải", "Nhân viên bưu chính", _DISTRICT, Role.POSTAL_STAFF),
    _account("nguoinop", "Quách Thị Lan", "Người nộp hồ sơ", _DISTRICT, Role.SUBMITTER),
    _account("tiepnhan.xa", "Bạch Thị Thảo", "Công chức Bộ phận Một cửa", _COMMUNE,
             Role.RECEIVING_OFFICER, Role.ONE_STOP_HEAD),
    _account("thuly.xa", "Đinh Văn Mạnh", "Công chức Tư pháp - Hộ tịch", _COMMUNE,
             Role.CASE_OFFICER),
    _account("vanthu.xa", "Hà Thị Quyên", "Văn phòng - Thống kê", _COMMUNE, Role.RECORDS_CLERK),
    _account("chutich.xa", "Lương Văn Hùng", "Chủ tịch Ủy ban nhân dân", _COMMUNE, Role.LEADER,
             Role.APPROVER, Role.UNIT_HEAD),
)  # fmt: skip


@transaction.atomic
def open_accounts(
    *, password: str, at: datetime, accounts: Sequence[SampleAccount] = ACCOUNTS
) -> tuple[SampleAccount, ...]:
    """Open the accounts that are not there yet and return those opened now.

    An account that exists keeps its password.
    """
    opened = tuple(account for account in accounts if not _exists(account.username))
    for account in opened:
        _open(account, password=password, at=at)
    return opened


def _exists(username: str) -> bool:
    try:
        account_by_username(username)
    except UnknownAccount:
        return False
    return True


def _open(account: SampleAccount, *, password: str, at: datetime) -> None:
    unit, period = unit_by_slug(account.unit), Period(_FROM)
    login = create_account(username=account.username, password=password, by=SYSTEM, at=at)
    officer = add_officer(
        code=f"{SAMPLE_PREFIX}{account.username}",
        name=account.name,
        account_id=login.pk,
        by=SYSTEM,
        at=at,
    )
    appoint(
        officer_id=officer.pk, unit_id=unit.pk, title=account.title, period=period, by=SYSTEM, at=at
    )
    for role in account.roles:
        grant_role(
            officer_id=officer.pk, role=role, unit_id=unit.pk, period=period, by=SYSTEM, at=at
        )
