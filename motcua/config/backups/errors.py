"""What backup and restore refuse, each in one sentence."""

from datetime import datetime
from pathlib import Path

from motcua.kernel.errors import Refusal
from motcua.kernel.periods import VIETNAM


class NoKey(Refusal):
    def __init__(self) -> None:
        super().__init__("Tệp sao lưu này được mã hóa; hãy thêm --key với tệp khóa đã dùng.")


class NotSealed(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Đã cho tệp khóa nhưng tệp sao lưu không được mã hóa; hãy kiểm tra lại nguồn của tệp, "
            "hoặc bỏ --key nếu chắc chắn."
        )


class AlreadyRestoring(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Một lần khôi phục khác đang chạy trên máy chủ này; hãy chờ lần đó xong rồi làm lại."
        )


class WrongKey(Refusal):
    def __init__(self) -> None:
        super().__init__("Tệp khóa không mở được bản sao lưu này, hoặc bản sao lưu đã bị sửa đổi.")


class UnusableKey(Refusal):
    def __init__(self, path: Path, fewest: int) -> None:
        super().__init__(
            f"Tệp khóa {path} không đọc được hoặc ngắn hơn {fewest} ký tự; "
            "hãy tạo bằng: openssl rand -base64 32."
        )


class BrokenArchive(Refusal):
    def __init__(self, why: str) -> None:
        super().__init__(f"Bản sao lưu không dùng được: {why}. Chưa có gì thay đổi.")


class NoArchive(Refusal):
    def __init__(self, path: Path) -> None:
        super().__init__(f"Không đọc được tệp {path}; kiểm tra tên tệp và quyền đọc.")


class TargetExists(Refusal):
    def __init__(self, path: Path) -> None:
        super().__init__(f"Tệp {path} đã có; hãy chọn tên khác để không ghi đè bản sao lưu cũ.")


class TargetUnwritable(Refusal):
    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Không ghi được {path}; kiểm tra thư mục, quyền ghi và dung lượng đĩa còn trống."
        )


class NoProgram(Refusal):
    def __init__(self, name: str, major: int) -> None:
        super().__init__(
            f"Chưa có {name} hợp với PostgreSQL {major}; hãy cài gói postgresql-client-{major}."
        )


class DumpFailed(Refusal):
    def __init__(self, why: str) -> None:
        super().__init__(f"Không đọc hết được cơ sở dữ liệu để sao lưu: {why}.")


class LoadFailed(Refusal):
    def __init__(self, why: str) -> None:
        super().__init__(f"Không nạp được bản sao lưu: {why}. Dữ liệu đang dùng vẫn như cũ.")


class OlderServer(Refusal):
    def __init__(self, made: int, here: int) -> None:
        super().__init__(
            f"Bản sao lưu làm từ PostgreSQL {made}, máy chủ này là PostgreSQL {here}; "
            f"hãy khôi phục vào PostgreSQL {made} trở lên."
        )


class NewerProgram(Refusal):
    def __init__(self, program: str) -> None:
        super().__init__(
            f"Bản sao lưu do phiên bản mới hơn của chương trình làm ({program}); "
            "hãy nâng cấp chương trình rồi khôi phục."
        )


class NewerData(Refusal):
    def __init__(self, count: int, at: datetime) -> None:
        when = at.astimezone(VIETNAM)
        super().__init__(
            f"Cơ sở dữ liệu có {count} việc ghi sau thời điểm sao lưu ({when:%H:%M %d/%m/%Y}); "
            "khôi phục sẽ bỏ các việc đó; thêm --replace nếu chắc chắn."
        )


class NotEmpty(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Cơ sở dữ liệu đang có dữ liệu; thêm --replace để thay bằng bản sao lưu "
            "(dữ liệu cũ được giữ lại dưới tên khác)."
        )


class StillServing(Refusal):
    def __init__(self, count: int) -> None:
        super().__init__(
            f"Còn {count} kết nối khác đang dùng cơ sở dữ liệu; hãy dừng trang web và việc nền "
            "rồi khôi phục."
        )


class MayNotCreate(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Tài khoản trong MOTCUA_DATABASE_URL không tạo hoặc đổi tên được cơ sở dữ liệu; "
            "hãy khôi phục bằng tài khoản chủ sở hữu có quyền CREATEDB."
        )
