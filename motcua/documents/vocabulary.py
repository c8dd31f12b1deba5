"""Kinds of templates, and the closed list of values that each of them may show."""

from collections.abc import Mapping
from enum import StrEnum


class TemplateKind(StrEnum):
    """What a template is for."""

    label: str

    SLIP = "slip", "Phiếu, giấy"
    RESULT = "result", "Kết quả"
    MESSAGE = "message", "Tin nhắn"
    REASONS = "reasons", "Danh sách lý do"

    def __new__(cls, value: str, label: str = "") -> "TemplateKind":
        """Make a kind with its Vietnamese words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Paper(StrEnum):
    """On what a template is printed; none: it is never printed."""

    label: str

    A5 = "a5", "A5 dọc"
    A4 = "a4", "A4 dọc"
    NONE = "none", "không in"

    def __new__(cls, value: str, label: str = "") -> "Paper":
        """Make a size with its Vietnamese words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


#: Every merge field: its meaning, and a value by which a template is tried.
FIELDS: Mapping[str, tuple[str, str]] = {
    "don_vi": ("đơn vị tiếp nhận", "Ủy ban nhân dân xã Ba Trại"),
    "noi_giai_quyet": ("đơn vị giải quyết", "Ủy ban nhân dân xã Ba Trại"),
    "ma_ho_so": ("mã hồ sơ", "MAU.09703-210209-0001"),
    "thu_tuc": ("tên thủ tục", "Đăng ký lại khai sinh"),
    "chu_ho_so": ("chủ hồ sơ", "Lê Thị Hòa"),
    "kenh_nop": ("kênh nộp", "Tại quầy"),
    "tiep_nhan_luc": ("thời điểm tiếp nhận", "09/02/2021 14:00"),
    "hen_tra": ("thời điểm hẹn trả", "17:00 thứ Ba, 23/02/2021"),
    "thoi_han": ("thời hạn giải quyết", "5 ngày làm việc"),
    "nguoi_tiep_nhan": ("người tiếp nhận", "Nguyễn Văn An"),
    "nguoi_ky": ("người ký", "Trần Thị Bình"),
    "so_van_ban": ("số, ký hiệu văn bản", "12/PXL-UBND"),
    "ly_do": ("lý do", "Giấy chứng sinh chưa có dấu của cơ sở y tế."),
    "giay_to": ("giấy tờ, mỗi dòng một giấy", "Giấy chứng sinh"),
    "bo_sung_truoc": ("hạn bổ sung", "17:00 thứ Hai, 22/02/2021"),
    "hen_lai": ("thời điểm hẹn lại", "17:00 thứ Sáu, 26/02/2021"),
    "dien_thoai": ("điện thoại liên hệ", "024 3386 0000"),
    "noi_nhan": ("nơi nhận kết quả", "Bộ phận Một cửa xã Ba Trại"),
    "gio_lam_viec": ("giờ làm việc", "08:00–12:00, 13:00–17:00"),
    "lien_ket": ("liên kết xem hồ sơ", "motcua.example/a1b2"),
    "so_giay_to": ("số giấy tờ cần bổ sung", "2"),
    "ngay": ("ngày lập", "ngày 09 tháng 02 năm 2021"),
    "so_ket_qua": ("số của kết quả", "45/GKS"),
}
