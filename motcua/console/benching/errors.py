"""What the bench refuses."""

from motcua.kernel.errors import Refusal


class NoPlaceToMeasure(Refusal):
    """There is nothing here on which a dossier could be received."""

    def __init__(self) -> None:
        super().__init__(
            "Không có xã, phường nào vào ngày đo; hãy chạy ./run --no-serve để nạp dữ liệu nền."
        )


class CannotMakeDatabase(Refusal):
    """The server makes no database for the bench."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Không tạo được cơ sở dữ liệu {name} để đo; đóng các kết nối khác đến máy chủ đo "
            "và dùng tài khoản được tạo cơ sở dữ liệu."
        )
