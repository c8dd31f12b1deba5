"""Words of the catalogue: levels, states, marks of a source, roles and units of a step."""

from enum import StrEnum


class Labelled(StrEnum):
    """A word with the Vietnamese label that people see."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Labelled":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Level(Labelled):
    """The tier whose one-stop unit receives the dossier (cấp tiếp nhận)."""

    COMMUNE = "commune", "Cấp xã"
    DISTRICT = "district", "Cấp huyện"
    PROVINCE = "province", "Cấp tỉnh"
    COMMUNE_POLICE = "commune_police", "Công an cấp xã"


class State(Labelled):
    """Whether a version or a route counts: a second person turns a draft into a published one."""

    DRAFT = "draft", "Dự thảo"
    PUBLISHED = "published", "Đã công khai"


class Mark(Labelled):
    """How a stored value is known."""

    SEEN = "seen", "Đã đọc ở nguồn chính thức"
    SECOND_HAND = "second_hand", "Đọc ở nguồn thứ cấp"
    MEMORY = "memory", "Chưa xác minh (kiến thức chung)"
    CARRIED = "carried", "Lấy từ thời kỳ khác, chưa xác minh cho thời kỳ này"
    COMPOSED = "composed", "Tự chia theo mẫu, không phải số đã công bố"
    ENTERED = "entered", "Người có thẩm quyền nhập"
    ILLUSTRATIVE = "illustrative", "Minh họa"
    UNKNOWN = "unknown", "Không rõ"


#: What stands in brackets behind a value.
_SHORT_MARKS = {
    Mark.SEEN: "đã đọc ở nguồn chính thức",
    Mark.SECOND_HAND: "theo nguồn thứ cấp",
    Mark.MEMORY: "chưa xác minh",
    Mark.CARRIED: "lấy từ thời kỳ khác, chưa xác minh",
    Mark.COMPOSED: "tự chia theo mẫu, chưa công bố",
    Mark.ENTERED: "do người có thẩm quyền nhập",
    Mark.ILLUSTRATIVE: "minh họa",
    Mark.UNKNOWN: "không rõ nguồn",
}


def mark_words(mark: str) -> str:
    """Return how a value is known in a few words; empty when nothing is said of it."""
    return _SHORT_MARKS[Mark(mark)] if mark in set(Mark) else ""


class Channel(Labelled):
    """How a dossier may be filed (cách thức thực hiện)."""

    COUNTER = "counter", "Trực tiếp"
    ONLINE = "online", "Trực tuyến"
    POST = "post", "Bưu chính công ích"


class Presence(Labelled):
    """Whether the person must come; such procedures stay off the post (QĐ 45/2016 Điều 1 k.2)."""

    NO = "no", "Không phải có mặt"
    YES = "yes", "Phải có mặt"
    ORIGINAL_SHOWN = "original_must_be_shown", "Phải xuất trình bản chính"


class OnlineLevel(Labelled):
    """Four levels until 14/08/2022 (mức độ 1–4), then partial and full (NĐ 224/2026 Điều 14)."""

    LEVEL_1 = "level_1", "Mức độ 1"
    LEVEL_2 = "level_2", "Mức độ 2"
    LEVEL_3 = "level_3", "Mức độ 3"
    LEVEL_4 = "level_4", "Mức độ 4"
    NONE = "none", "Không cung cấp trực tuyến"
    OFFERED = "offered", "Có trực tuyến (chưa xác minh toàn trình hay một phần)"
    PARTIAL = "partial", "Một phần"
    FULL = "full", "Toàn trình"


class ComponentKind(Labelled):
    """What happens to a paper at the counter."""

    SUBMIT = "submit", "Phải nộp"
    PRESENT = "present", "Phải xuất trình"


class Mode(Labelled):
    """How a step joins the route."""

    IN_TURN = "in_turn", "Lần lượt"
    SIDE_BY_SIDE = "side_by_side", "Song song"
    IF = "if", "Khi có điều kiện"


class StepRole(Labelled):
    """Who does a step of a route (quy trình nội bộ)."""

    RECEIVING_OFFICER = "receiving_officer", "Công chức tiếp nhận (Bộ phận một cửa)"
    RETURNING_OFFICER = "returning_officer", "Công chức trả kết quả (Bộ phận một cửa)"
    CASE_OFFICER = "case_officer", "Công chức, chuyên viên thụ lý"
    DIVISION_HEAD = "division_head", "Trưởng, phó phòng chuyên môn"
    LEADER = "leader", "Lãnh đạo Ủy ban nhân dân (hoặc người được ủy quyền)"
    RECORDS_CLERK = "records_clerk", "Văn thư"
    COUNCIL = "council", "Hội đồng, Ban"
    OTHER_AGENCY = "other_agency", "Cơ quan khác (phối hợp, liên thông)"
    PAYER = "payer", "Người nộp nghĩa vụ tài chính"


class OpenField(Labelled):
    """What a version may leave open for each unit; everything else is the city's alone."""

    PLACE = "place", "Nơi nộp và nhận kết quả"
    HOURS = "hours", "Giờ tiếp nhận"
    CONTACT = "contact", "Điện thoại, thư điện tử liên hệ"
    NOTE = "note", "Hướng dẫn thêm"
    STEP_TIME = "step_time", "Thời gian từng bước (không dài hơn quy trình chung)"


class Block(Labelled):
    """The eight building blocks of a published procedure (NĐ 63/2010/NĐ-CP Điều 8 k.2)."""

    NAME = "name", "tên thủ tục"
    SEQUENCE = "sequence", "trình tự thực hiện"
    MANNER = "manner", "cách thức thực hiện"
    COMPONENTS = "components", "thành phần, số lượng hồ sơ"
    TIME_LIMIT = "time_limit", "thời hạn giải quyết"
    APPLICANTS = "applicants", "đối tượng thực hiện"
    AGENCY = "agency", "cơ quan thực hiện"
    WHERE_ANY = "where_any", "mẫu đơn, kết quả, yêu cầu, điều kiện, phí, lệ phí"


#: What a block says when the law asks nothing: it is filled, not missing.
NOT_REGULATED = "không quy định"

#: What stands on screen where a value is not known.
NOT_KNOWN = "không rõ"
NOT_VERIFIED = "chưa xác minh"

#: The units of a step, by key; the real unit is found through the organisation of the place.
UNIT_LABELS = {
    "one_stop_commune": "Bộ phận Tiếp nhận và Trả kết quả UBND cấp xã",
    "commune_civil_status": "Công chức Tư pháp - Hộ tịch",
    "commune_land": "Công chức Địa chính - Nông nghiệp - Xây dựng (Đô thị) và Môi trường",
    "commune_social": "Công chức Văn hóa - Xã hội (lao động, thương binh và xã hội)",
    "commune_culture": "Công chức Văn hóa - Xã hội (văn hóa, thông tin, tôn giáo)",
    "keeper_of_register": "Bộ phận đang lưu sổ gốc",
    "commune_leader": "Lãnh đạo UBND cấp xã",
    "commune_office": "Văn phòng UBND cấp xã (văn thư)",
    "one_stop_district": "Bộ phận Tiếp nhận và Trả kết quả UBND cấp huyện",
    "phong_tu_phap": "Phòng Tư pháp",
    "phong_tckh": "Phòng Tài chính - Kế hoạch",
    "phong_ldtbxh": "Phòng Lao động - Thương binh và Xã hội",
    "phong_tnmt": "Phòng Tài nguyên và Môi trường",
    "phong_qldt": "Phòng Quản lý đô thị (quận), Kinh tế - Hạ tầng (huyện)",
    "phong_vhtt": "Phòng Văn hóa và Thông tin",
    "district_office": "Văn phòng HĐND và UBND cấp huyện",
    "district_records": "Bộ phận văn thư UBND cấp huyện",
    "district_leader": "Lãnh đạo UBND cấp huyện",
    "service_center_commune": "Trung tâm Phục vụ hành chính công cấp xã",
    "phong_kinh_te": "Phòng Kinh tế (xã), Kinh tế, Hạ tầng và Đô thị (phường)",
    "phong_vhxh": "Phòng Văn hóa - Xã hội cấp xã",
    "other_commune": "UBND cấp xã khác",
    "police_commune": "Công an cấp xã",
    "bhxh": "Cơ quan bảo hiểm xã hội",
    "tax_office": "Cơ quan thuế",
    "land_registry_branch": "Chi nhánh Văn phòng đăng ký đất đai",
    "survey_unit": "Đơn vị đo đạc",
    "specialised_agencies": "Cơ quan quản lý nhà nước liên quan",
    "so_ldtbxh": "Sở Lao động - Thương binh và Xã hội",
    "disability_council": "Hội đồng xác định mức độ khuyết tật",
    "medical_assessment": "Hội đồng giám định y khoa",
    "payer": "Người sử dụng đất, người nộp",
    "one_stop_province": "Trung tâm Phục vụ hành chính công cấp tỉnh",
    "province_office": "Văn phòng UBND cấp tỉnh",
}
