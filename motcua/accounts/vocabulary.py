"""The roles of the office, and the words of signing in.

A role is granted in `organisation`, with a unit and dates.
"""

from enum import StrEnum

#: Codes of the officers of a sample begin so.
SAMPLE_PREFIX = "mau-"
#: Known to everybody who reads this: only for the private server of one machine.
DEMONSTRATION_PASSWORD = "mau-2021-bavi"  # noqa: S105 (printed at every start)


class Role(StrEnum):
    """What a person may do in the one-stop mechanism (vai trò)."""

    label: str
    duty: str

    SUBMITTER = (
        "submitter",
        "Người nộp hồ sơ",
        "Nộp hồ sơ, bổ sung giấy tờ, nhận kết quả và đánh giá.",
    )
    POSTAL_STAFF = (
        "postal_staff",
        "Nhân viên bưu chính công ích",
        "Nhận, số hóa và chuyển hồ sơ, trả kết quả; không quyết định.",
    )
    RECEIVING_OFFICER = (
        "receiving_officer",
        "Cán bộ tiếp nhận và trả kết quả",
        "Hướng dẫn, kiểm tra, tiếp nhận, chuyển hồ sơ và trả kết quả tại Bộ phận Một cửa.",
    )
    CASE_OFFICER = (
        "case_officer",
        "Công chức thụ lý",
        "Thẩm định hồ sơ và dự thảo kết quả ở cơ quan giải quyết.",
    )
    APPROVER = (
        "approver",
        "Người phê duyệt",
        "Xem xét và phê duyệt, ký kết quả giải quyết.",
    )
    RECORDS_CLERK = (
        "records_clerk",
        "Văn thư",
        "Lấy số, đóng dấu và phát hành kết quả.",
    )
    UNIT_HEAD = (
        "unit_head",
        "Người đứng đầu cơ quan giải quyết",
        "Phân công hồ sơ, cho tạm dừng, xin lỗi và gia hạn; chịu trách nhiệm về thời hạn.",
    )
    ONE_STOP_HEAD = (
        "one_stop_head",
        "Trưởng Bộ phận Một cửa",
        "Điều hành Bộ phận Một cửa, đôn đốc các cơ quan và báo cáo định kỳ.",
    )
    LEADER = (
        "leader",
        "Lãnh đạo Ủy ban nhân dân",
        "Theo dõi số liệu, chỉ đạo và giao nhiệm vụ.",
    )
    REFORM_COORDINATOR = (
        "reform_coordinator",
        "Cán bộ đầu mối cải cách hành chính",
        "Theo dõi kế hoạch, chỉ tiêu và tổng hợp báo cáo cải cách hành chính.",
    )
    PROCEDURE_CONTROL_OFFICER = (
        "procedure_control_officer",
        "Cán bộ kiểm soát thủ tục hành chính",
        "Công bố, rà soát thủ tục hành chính và duyệt quy trình nội bộ.",
    )
    INSPECTOR = (
        "inspector",
        "Cán bộ kiểm tra",
        "Kiểm tra việc giải quyết hồ sơ và kiến nghị xử lý.",
    )
    ADMINISTRATOR = (
        "administrator",
        "Quản trị hệ thống",
        "Quản lý đơn vị, tài khoản và phân quyền; không đọc hồ sơ.",
    )
    AUDITOR = (
        "auditor",
        "Người kiểm toán",
        "Chỉ đọc: nhật ký, sổ thời hạn, sổ đếm và hồ sơ.",
    )

    def __new__(cls, value: str, label: str = "", duty: str = "") -> "Role":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.duty = duty
        return member


class GuardKind(StrEnum):
    """What a run of failed log-ins is counted for.

    A name at an address, a whole address, or the second factor of an account.
    """

    PAIR = "pair"
    ADDRESS = "address"
    FACTOR = "factor"


class FactorKind(StrEnum):
    """What a person proves with besides the password."""

    TOTP = "totp"
    PASSKEY = "passkey"

    @property
    def label(self) -> str:
        """The words for it."""
        return {"totp": "Ứng dụng tạo mã", "passkey": "Khóa truy cập"}[self.value]


class Duty(StrEnum):
    """What a person must do after log-in before anything else."""

    PASSWORD = "password"  # noqa: S105 (the name of a duty)
    SECOND_FACTOR = "second_factor"
