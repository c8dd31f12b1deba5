"""How values are written for people in Việt Nam (ux.md section 9); pure."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from motcua.kernel.periods import VIETNAM

UNKNOWN = "chưa có"
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_MINUTES_OF_DAY = 8 * 60
_SHOWN_OF_A_NUMBER = 3

Number = int | Decimal | float


def local(at: datetime) -> datetime:
    """Return an instant as the wall clock of Việt Nam shows it; a naive one is taken as such."""
    return at if at.tzinfo is None else at.astimezone(VIETNAM)


def iso(value: date | datetime | None) -> str:
    """Return a date or an instant for the `datetime` attribute; empty when unknown."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="minutes")
    return value.isoformat()


def day(value: date | datetime | None) -> str:
    """Return 05/03/2026."""
    if value is None:
        return UNKNOWN
    on = local(value) if isinstance(value, datetime) else value
    return f"{on:%d/%m/%Y}"


def short_day(value: date | datetime | None) -> str:
    """Return 05/03, for lists of the current year."""
    return UNKNOWN if value is None else day(value)[:5]


def moment(at: datetime | None) -> str:
    """Return 30/06/2021 14:10, for logs."""
    return UNKNOWN if at is None else f"{local(at):%d/%m/%Y %H:%M}"


def short_moment(at: datetime | None) -> str:
    """Return 30/06 14:10, for lists of the current year."""
    return UNKNOWN if at is None else f"{local(at):%d/%m %H:%M}"


def hour(at: datetime | None) -> str:
    """Return 14:10."""
    return UNKNOWN if at is None else f"{local(at):%H:%M}"


def weekday(value: date | datetime) -> str:
    """Return thứ Hai … Chủ nhật."""
    on = local(value) if isinstance(value, datetime) else value
    return _WEEKDAYS[on.weekday()]


def appointment(at: datetime | None) -> str:
    """Return 16:30 thứ Tư, 30/06/2021: an appointed time with its weekday."""
    return UNKNOWN if at is None else f"{hour(at)} {weekday(at)}, {day(at)}"


def number(value: Number | None, digits: int | None = None) -> str:
    """Return 27.374 or 1.234,5.

    digits: how many decimals; None keeps those of the value (none for whole numbers).
    """
    if value is None:
        return UNKNOWN
    exact = Decimal(str(value))
    if digits is not None:
        exact = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{exact:,f}".partition(".")
    whole = whole.replace(",", ".")
    return f"{whole},{fraction}" if fraction else whole


def percent(value: Number | None, digits: int = 1) -> str:
    """Return 87,2% for 87.2; half a unit of the last digit goes up."""
    return UNKNOWN if value is None else f"{number(value, digits)}%"


def money(amount_vnd: int | None, sign: str = "đồng") -> str:
    """Return 1.250.000 đồng; nothing to pay is "Không mất phí". In tables the sign is ₫."""
    if amount_vnd is None:
        return UNKNOWN
    return f"{number(amount_vnd)} {sign}" if amount_vnd else "Không mất phí"


def span(minutes: int | None) -> str:
    """Return working time in words: 2 giờ, 1 ngày, 6 giờ 40 phút.

    minutes: working minutes; eight working hours are one day.
    """
    if minutes is None:
        return UNKNOWN
    days, rest = divmod(abs(minutes), _MINUTES_OF_DAY)
    hours, left = divmod(rest, 60)
    parts = [f"{days} ngày"] * bool(days) + [f"{hours} giờ"] * bool(hours)
    parts += [f"{left} phút"] * bool(left)
    return " ".join(parts) or "0 phút"


def hours(minutes: int) -> str:
    """Return working minutes as hours: 46 for 2760, 1,5 for 90."""
    return number((Decimal(minutes) / 60).quantize(Decimal("0.1")).normalize())


def mask(value: str | None) -> str:
    """Return a personal number or a telephone with only its last three digits: ••• ••• ••• 312."""
    if not value:
        return UNKNOWN
    bare = "".join(value.split())
    hidden = max(len(bare) - _SHOWN_OF_A_NUMBER, _SHOWN_OF_A_NUMBER)
    dots = " ".join("•" * min(3, hidden - at) for at in range(0, hidden, 3))
    return f"{dots} {bare[-_SHOWN_OF_A_NUMBER:]}"
