"""Words for events and reactions; what is not named here is shown by its own name."""

EVENTS = {
    "calendar_changed": "Lịch làm việc thay đổi",
    "dossier.issue_result": "Ban hành kết quả",
}
REACTIONS = {
    "recalculate_open": "Tính lại hạn của hồ sơ đang mở",
    "tell_parent": "Báo cho hồ sơ liên thông",
}
