"""Kinds and levels of units, kinds of one-stop points, scopes of a question."""

from enum import StrEnum


class Level(StrEnum):
    """The tier of government (cấp); the district tier ended on 30/06/2025."""

    label: str

    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"

    def __new__(cls, value: str, label: str = "") -> "Level":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class UnitKind(StrEnum):
    """What a unit is (loại đơn vị)."""

    label: str

    CITY = "city", "Thành phố"
    URBAN_DISTRICT = "urban_district", "Quận"
    RURAL_DISTRICT = "rural_district", "Huyện"
    DISTRICT_TOWN = "district_town", "Thị xã"
    WARD = "ward", "Phường"
    COMMUNE = "commune", "Xã"
    TOWN = "town", "Thị trấn"
    SPECIAL_ZONE = "special_zone", "Đặc khu"
    AGENCY = "agency", "Cơ quan"
    DIVISION = "division", "Phòng chuyên môn"
    ONE_STOP = "one_stop", "Bộ phận Một cửa"

    def __new__(cls, value: str, label: str = "") -> "UnitKind":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


LEVEL_OF_KIND = {
    UnitKind.CITY: Level.PROVINCE,
    UnitKind.URBAN_DISTRICT: Level.DISTRICT,
    UnitKind.RURAL_DISTRICT: Level.DISTRICT,
    UnitKind.DISTRICT_TOWN: Level.DISTRICT,
    UnitKind.WARD: Level.COMMUNE,
    UnitKind.COMMUNE: Level.COMMUNE,
    UnitKind.TOWN: Level.COMMUNE,
    UnitKind.SPECIAL_ZONE: Level.COMMUNE,
}

#: The settling units of the statutory tables; a division is a part of one of them.
ADMINISTRATIVE = frozenset(LEVEL_OF_KIND)


class OneStopKind(StrEnum):
    """What a one-stop point is (Bộ phận Một cửa; NĐ 61/2018 Điều 7; NĐ 118/2025)."""

    label: str

    RECEPTION_UNIT = "reception_unit", "Bộ phận Tiếp nhận và Trả kết quả"
    SERVICE_CENTRE = "service_centre", "Trung tâm Phục vụ hành chính công"
    BRANCH = "branch", "Chi nhánh"
    SERVICE_POINT = "service_point", "Điểm Phục vụ hành chính công"

    def __new__(cls, value: str, label: str = "") -> "OneStopKind":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Scope(StrEnum):
    """Which units a question is about, seen from one unit."""

    label: str

    OWN = "own", "Đơn vị này"
    BELOW = "below", "Các đơn vị cấp dưới"
    ALL = "all", "Đơn vị này và cấp dưới"

    def __new__(cls, value: str, label: str = "") -> "Scope":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Extent(StrEnum):
    """How much of an old unit went into a new one (sáp nhập, chia)."""

    label: str

    WHOLE = "whole", "Toàn bộ"
    PART = "part", "Một phần"

    def __new__(cls, value: str, label: str = "") -> "Extent":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Held(StrEnum):
    """What an officer holds from a day until another."""

    label: str

    APPOINTMENT = "chuc-danh", "Chức danh"
    ROLE = "vai-tro", "Vai trò"
    DELEGATION = "uy-quyen", "Ủy quyền"
    ROSTER = "lich-truc", "Danh sách trực"
    LEAVE = "nghi-phep", "Nghỉ phép"

    def __new__(cls, value: str, label: str = "") -> "Held":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
