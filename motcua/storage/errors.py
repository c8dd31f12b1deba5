"""What the ground refuses, each in one sentence."""

from motcua.kernel.errors import Refusal


class NotParked(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Việc nền này không còn chờ người xử lý: đã được chạy lại hoặc đã bỏ. Tải lại trang."
        )
