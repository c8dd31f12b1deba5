"""Refusals of the dossier room: each one a sentence that an official can read."""

from datetime import date

from motcua.kernel.errors import Refusal


class DossierError(Refusal):
    """A rule of the life cycle refused an act."""


class NotAllowedHere(DossierError):
    """The dossier does not stand where this act may start."""

    def __init__(self, *, code: str, status_label: str, act_label: str) -> None:
        super().__init__(
            f"Hồ sơ {code} đang ở trạng thái “{status_label}” nên không làm được việc "
            f"“{act_label}”. Mở lại hồ sơ để xem việc có thể làm tiếp."
        )


class NoRight(DossierError):
    """This person may not do this act at this unit."""

    def __init__(self, *, act_label: str, roles: str) -> None:
        super().__init__(
            f"Anh/chị không có quyền làm việc “{act_label}” với hồ sơ này. "
            f"Việc này của: {roles or 'hệ thống'}."
        )


class NotYours(DossierError):
    """The step lies with somebody else."""

    def __init__(self, *, step: str, holder: str) -> None:
        super().__init__(
            f"Bước “{step}” đang do {holder} giữ. Đề nghị người đó làm, hoặc nhờ người đứng đầu "
            "giao lại."
        )


class NotTakenOver(DossierError):
    """A step is worked on before its hand-over has a receipt."""

    def __init__(self, *, step: str) -> None:
        super().__init__(f"Bước “{step}” chưa có người nhận bàn giao. Nhận bàn giao rồi làm tiếp.")


class NotTheApproval(DossierError):
    """The decision is signed at another step of the route."""

    def __init__(self, *, step: str) -> None:
        super().__init__(
            f"Bước “{step}” không phải bước ký kết quả của quy trình. Dùng việc “Chuyển bước” để "
            "chuyển hồ sơ đến bước sau."
        )


class MissingGround(DossierError):
    """An act that needs a legal ground, a document or a reason came without it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Cần ghi {what} trước khi làm việc này.")


class SupplementAgain(DossierError):
    """A supplement is asked once, completely; again only with the head's approval."""

    def __init__(self, law: str) -> None:
        super().__init__(
            "Hồ sơ này đã được yêu cầu bổ sung một lần. Yêu cầu lần nữa phải do người đứng đầu cơ "
            "quan giải quyết (khi chưa tiếp nhận: cả người đứng đầu Bộ phận Một cửa) làm, có ghi "
            f"lý do ({law})."
        )


class ExtensionTooLate(DossierError):
    """An extension must come at the latest one day before the due date, and once."""

    def __init__(self, why: str, law: str) -> None:
        super().__init__(
            f"Không gia hạn được: {why} Dùng việc “Xin lỗi vì trả chậm”: hạn và tình trạng chậm "
            f"vẫn giữ nguyên ({law})."
        )


class NewTimeOutOfRange(DossierError):
    """A promised or corrected time does not fit."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Thời gian mới không dùng được: {why}")


class DueTimeNeeded(DossierError):
    """The limit cannot be computed: the officer enters the due time with its ground."""

    def __init__(self, printed: str) -> None:
        super().__init__(
            f"Thời hạn của thủ tục này ({printed}) không tự tính được. Nhập ngày giờ hẹn trả và "
            "căn cứ."
        )


class NotBoundaryFree(DossierError):
    """Received for a competent agency elsewhere on a day on which no law allows it."""

    def __init__(self, begins: date) -> None:
        super().__init__(
            f"Chỉ nhận hồ sơ phi địa giới từ ngày {begins:%d/%m/%Y}. Hướng dẫn nộp tại cơ quan có "
            "thẩm quyền."
        )


class NotCompetent(DossierError):
    """The unit that is to settle a dossier is of another tier than its procedure."""

    def __init__(self, unit: str) -> None:
        super().__init__(
            f"{unit} không giải quyết thủ tục này: thủ tục thuộc cấp khác. Chọn cơ quan có thẩm "
            "quyền."
        )


class OpenParts(DossierError):
    """Parts of an interlinked dossier are still open."""

    def __init__(self, codes: str) -> None:
        super().__init__(f"Còn hồ sơ liên thông chưa xong: {codes}. Chờ các phần này rồi làm tiếp.")


class SignedParts(DossierError):
    """A part of an interlinked dossier has a signed decision that waits for its number."""

    def __init__(self, codes: str) -> None:
        super().__init__(
            f"Phần liên thông {codes} đã ký kết quả. Chờ ban hành kết quả của phần này rồi làm "
            "tiếp."
        )


class StepsBeforeReturn(DossierError):
    """The route puts a step before the return, and it is open."""

    def __init__(self, steps: str) -> None:
        super().__init__(
            f"Bước “{steps}” đứng trước bước trả kết quả và chưa xong. Làm xong bước này rồi trả "
            "kết quả."
        )


class PapersWithoutGround(DossierError):
    """Papers outside the procedure's list are asked for without a legal ground."""

    def __init__(self) -> None:
        super().__init__(
            "Giấy tờ ngoài danh mục thành phần của thủ tục phải có căn cứ pháp lý. Chọn trong danh "
            "mục, hoặc ghi điều, khoản, văn bản cho phép yêu cầu giấy tờ này."
        )


class UnknownComponent(DossierError):
    """A component is not one of the dossier's procedure version."""

    def __init__(self) -> None:
        super().__init__(
            "Thành phần vừa chọn không thuộc thủ tục của hồ sơ này. Mở lại biểu mẫu và chọn lại."
        )


class NotAllCame(DossierError):
    """Additions are accepted as full, and something that was asked is not there."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"Chưa nhận đủ bổ sung, còn thiếu: {missing}. Đánh dấu khi đã nhận đủ, hoặc chờ người "
            "dân gửi tiếp."
        )


class TimeBefore(DossierError):
    """An act is dated before the act that it follows."""

    def __init__(self, *, code: str, last: str) -> None:
        super().__init__(
            f"Việc trên hồ sơ {code} không thể có thời điểm trước việc gần nhất ({last}). "
            "Kiểm tra lại ngày giờ của máy."
        )


class NoSuchDossier(DossierError):
    """No dossier with this code among those the person may see."""

    def __init__(self) -> None:
        super().__init__("Không có hồ sơ mang mã này. Kiểm tra lại mã trên giấy hẹn.")


class CannotCorrect(DossierError):
    """A correction names nothing that can be corrected so."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Không đính chính được: {why}")


class CannotMoveThere(DossierError):
    """A dossier is moved to a unit that settles none on that day."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Không chuyển hồ sơ được: {why} Chọn đơn vị giải quyết khác.")


class NotASuccessor(DossierError):
    """A succession is carried out towards a unit that nobody recorded as the successor."""

    def __init__(self, *, unit: str, origin: str) -> None:
        super().__init__(
            f"Chưa ghi {unit} là đơn vị kế tục của {origin}; kiểm tra lại --to, hoặc thêm "
            "--not-a-successor nếu quyết định đúng là chuyển đến đó."
        )
