"""How the journal's acts and subjects are called; an act that is not here keeps its code."""

from collections.abc import Mapping

from motcua.dossiers.vocabulary import ACTS, Deed
from motcua.dossiers.vocabulary.acts import sentence

DOSSIER = "dossier"
SUBJECTS = {
    DOSSIER: "Hồ sơ",
    "person": "Người",
    "unit": "Đơn vị",
    "officer": "Cán bộ",
    "account": "Tài khoản",
    "procedure": "Thủ tục",
    "catalogue": "Danh mục thủ tục",
    "calendar": "Lịch làm việc",
    "template": "Mẫu, câu chữ",
    "installation": "Hệ thống",
    "import": "Nhập dữ liệu",
    "list": "Danh sách",
}
#: Acts of the administration; those of a dossier's life are named by the life cycle.
_OTHER = {
    "account.create": "Tạo tài khoản",
    "account.set_password": "Đặt mật khẩu",
    "account.close": "Khóa tài khoản",
    "unit.create": "Lập đơn vị",
    "unit.end": "Kết thúc đơn vị",
    "unit.open_one_stop": "Mở Bộ phận Một cửa",
    "unit.add_counter": "Thêm quầy",
    "officer.add": "Thêm cán bộ",
    "officer.appoint": "Bổ nhiệm, phân công",
    "officer.end_appointment": "Thôi giữ chức danh",
    "officer.grant_role": "Giao vai trò",
    "officer.end_role": "Thu hồi vai trò",
    "officer.delegate": "Ủy quyền",
    "officer.enter_roster": "Vào danh sách trực",
    "decide_calendar": "Ghi quyết định về lịch",
    "set_hours": "Đổi giờ làm việc",
    "recalculate_again": "Yêu cầu tính lại hẹn trả",
    "draft_version": "Soạn bản mới của thủ tục",
    "publish_version": "Công bố bản mới của thủ tục",
    "draft_route": "Soạn quy trình",
    "publish_route": "Công bố quy trình",
    "add_illustrative_procedure": "Thêm thủ tục mẫu",
    "load_catalogue": "Nạp danh mục đi kèm",
    "add_procedure": "Thêm thủ tục",
    "start_version": "Chép phiên bản để soạn mới",
    "revise_version": "Sửa bản dự thảo của thủ tục",
    "withdraw_version": "Rút bản dự thảo của thủ tục",
    "propose_end": "Đề nghị kết thúc thủ tục",
    "withdraw_end": "Rút đề nghị kết thúc thủ tục",
    "end_procedure": "Kết thúc thủ tục",
    "import_catalogue": "Nhập cập nhật danh mục từ tệp",
    "revise_route": "Sửa bảng quy trình",
    "withdraw_route": "Rút bản dự thảo của quy trình",
    "export_route": "Xuất quy trình ra tệp BPMN",
    "draft_supplement": "Soạn phần đơn vị tự ghi",
    "publish_supplement": "Công khai phần đơn vị tự ghi",
    "withdraw_supplement": "Rút phần đơn vị tự ghi",
    "import_history": "Nhập hồ sơ từ hệ thống cũ",
    "list.export": "Xuất danh sách ra tệp",
    "template.draft": "Soạn bản mới của mẫu",
    "template.publish": "Công bố mẫu",
    "template.discard": "Bỏ bản soạn của mẫu",
    "background.retry": "Cho chạy lại việc nền",
    "background.give_up": "Bỏ việc nền",
    "safe_copy.limit": "Đặt hạn sao lưu",
}


def act_labels() -> dict[str, str]:
    """Return code → words of every act that has words, in the order of the words."""
    known = {**{str(deed): act.label for deed, act in ACTS.items()}, **_OTHER}
    return dict(sorted(known.items(), key=lambda item: item[1]))


def act_label(code: str) -> str:
    """Return the words of an act."""
    if code in _OTHER:
        return _OTHER[code]
    return ACTS[Deed(code)].label if code in set(Deed) else code


def told(kind: str, act: str, payload: Mapping[str, object]) -> str:
    """Return in one line what an entry says beside its act."""
    if kind == DOSSIER and act in set(Deed):
        return sentence(Deed(act), payload)
    parts = [f"{key}: {_plain(value)}" for key, value in payload.items() if value not in ("", None)]
    return "; ".join(parts)[:400]


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        shown = ", ".join(_plain(one) for one in value[:6])
        return shown + (f" và {len(value) - 6} nữa" if len(value) > 6 else "")
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(one)}" for key, one in value.items())
    return str(value)
