"""What the page of components shows: invented persons and dossiers, every state once."""

from datetime import datetime, timedelta

from django import forms

from motcua.kernel.periods import VIETNAM
from motcua.pages import clockbar, parts
from motcua.pages.deadline import Cue, Deadline, State, Working, cues
from motcua.pages.forms import DayField, MomentField

NOW = datetime(2021, 6, 30, 14, 32, tzinfo=VIETNAM)
#: Weekdays count, eight hours each: enough for a page of samples.
SAMPLE_TIME = Working(
    days=lambda start, end: sum(
        (start + timedelta(days=n)).weekday() < 5 for n in range(1, (end - start).days + 1)
    ),
    minutes=lambda start, end: min(int((end - start).total_seconds() // 60), 480),
)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of 2021."""
    return datetime(2021, month, day, hour, minute, tzinfo=VIETNAM)


def shown(due_at: datetime | None, **facts: object) -> tuple[Cue, ...]:
    """Return the cues of a sample deadline."""
    return cues(Deadline(due_at, **facts), now=NOW, working=SAMPLE_TIME)  # type: ignore[arg-type]  # the facts of Deadline


class SampleForm(forms.Form):
    """One field of each kind, wrong on purpose."""

    owner = forms.CharField(
        label="Họ và tên",
        help_text="Ghi đúng như trên căn cước.",
        error_messages={"required": "Nhập họ và tên"},
    )
    number = forms.CharField(
        label="Số định danh",
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "size": 20, "autocomplete": "off"}),
    )
    born_on = DayField(label="Ngày sinh", help_text="Ví dụ: 05/03/1985")
    promised_at = MomentField(label="Giờ hẹn lại")
    intake = forms.ChoiceField(
        label="Kênh nộp",
        choices=[("direct", "Tại quầy"), ("online", "Trực tuyến"), ("post", "Bưu chính")],
        widget=forms.RadioSelect,
    )
    step = forms.ChoiceField(
        label="Bước",
        choices=[("", "Chọn bước"), ("a", "Thụ lý"), ("b", "Trình ký")],
        required=False,
    )
    reason = forms.CharField(
        label="Lý do",
        help_text="Người dân đọc nguyên văn lý do này.",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Ghi lý do"},
    )
    paper = forms.FileField(label="Văn bản", required=False)
    sure = forms.BooleanField(label="Đã kiểm tra đủ giấy tờ", required=False)


def sample_form() -> SampleForm:
    """Return the form as it comes back with four places to mend."""
    return SampleForm(
        {
            "number": "001085012312",
            "born_on_ngay": "31",
            "born_on_thang": "02",
            "born_on_nam": "1985",
            "promised_at_ngay": "05",
            "promised_at_thang": "07",
            "promised_at_nam": "2021",
            "promised_at_gio": "16:30",
            "intake": "direct",
        }
    )


def shell() -> parts.Shell:
    """Return the frame of an invented officer of Ba Vì."""
    work = (
        parts.NavItem("Việc của tôi", "#", "inbox", 24, current=True),
        parts.NavItem("Quá hạn", "#", "octagon-alert", 2, late=True),
        parts.NavItem("Đến hạn hôm nay", "#", "clock-alert", 3),
        parts.NavItem("Chờ dân bổ sung", "#", "circle-pause", 5),
        parts.NavItem("Chờ lãnh đạo ký", "#", "stamp", 4),
    )
    counter = (
        parts.NavItem("Tiếp nhận hồ sơ mới", "#", "file-text"),
        parts.NavItem("Trả kết quả", "#", "package", 11),
        parts.NavItem("Kết quả giải quyết", "#", "table"),
    )
    return parts.Shell(
        unit="UBND huyện Ba Vì",
        person="Trần Thị Mai",
        title="Công chức Tư pháp – Hộ tịch",
        initials="TM",
        nav=(parts.NavGroup("Việc của tôi", work), parts.NavGroup("Một cửa", counter)),
        log_out="#",
        search="#",
    )


def dossiers() -> tuple[parts.DossierLine, ...]:
    """Return one line for each state of the deadline cue."""
    birth = "Liên thông đăng ký khai sinh, thường trú, thẻ bảo hiểm y tế"
    rows: tuple[tuple[datetime | None, dict[str, datetime], str, str], ...] = (
        (at(6, 28, 17), {}, birth, "Thụ lý"),
        (at(6, 30, 17), {}, "Đăng ký kết hôn", "Trình ký"),
        (at(7, 1, 17), {}, "Thay đổi, cải chính hộ tịch", "Xác minh"),
        (at(7, 7, 17), {}, "Đăng ký giám hộ", "Thụ lý"),
        (at(7, 6, 17), {"paused_since": at(6, 28, 9)}, "Đăng ký nhận cha, mẹ, con", "Chờ bổ sung"),
        (at(6, 24, 17), {"paused_since": at(6, 25, 9)}, "Cấp giấy phép xây dựng", "Chờ bổ sung"),
        (None, {}, "Hồ sơ nhập thử", "Thụ lý"),
        (at(7, 1, 17), {"ended_at": at(6, 30, 9)}, "Đăng ký khai tử", "Trả kết quả"),
    )
    channels = (parts.DIRECT, parts.ONLINE, parts.POST)
    owners = ("Nguyễn Văn Ẩn", "Đỗ Minh Châu", "Hoàng Gia Khánh", "Bùi Thị Xuân")
    return tuple(
        parts.DossierLine(
            href="#",
            code=f"MAU.BAVI-210622-{number:04d}",
            procedure=procedure,
            owner=owners[number % len(owners)],
            cues=shown(due_at, **facts),
            due_at=due_at,
            step=step,
            channel=channels[number % len(channels)],
            holder="Trần Thị Mai",
            marks=("Liên thông",) if number == 1 else (),
            active=number == 2,
        )
        for number, (due_at, facts, procedure, step) in enumerate(rows, start=1)
    )


def route() -> tuple[parts.Stage, ...]:
    """Return the way of a dossier in six steps."""
    steps = (
        parts.Step("Tiếp nhận", "Bộ phận Một cửa", "done", ("22/06 08:45", "đúng hạn")),
        parts.Step("Thụ lý", "Trần Thị Mai", "done", ("24/06 10:20", "muộn 2 giờ"), late=True),
        parts.Step("Xác minh", "Công an xã", "done", ("28/06 15:05", "đúng hạn")),
        parts.Step("Trình ký", "Trần Thị Mai", "current", ("từ 29/06 08:00", "hạn 30/06 15:00")),
        parts.Step("Ký duyệt", "Phó Chủ tịch", "ahead", ("dự kiến", "30/06 15:30")),
        parts.Step("Trả kết quả", "Bộ phận Một cửa", "ahead", ("hẹn trả", "30/06 16:30")),
    )
    return tuple(parts.Stage((step,)) for step in steps)


def long_route() -> tuple[parts.Stage, ...]:
    """Return ten places, one with two steps side by side, one skipped."""
    names = (
        "Tiếp nhận", "Phân công", "Thẩm định", "Lấy ý kiến", "Kiểm tra thực địa",
        "Dự thảo kết quả", "Trình ký", "Ký duyệt", "Vào sổ, đóng dấu", "Trả kết quả",
    )  # fmt: skip
    stages = []
    for number, name in enumerate(names):
        state = "done" if number < 3 else "current" if number == 3 else "ahead"
        state = "skipped" if number == 4 else state
        step = parts.Step(name, "Phòng Quản lý đô thị", state, ("8 giờ làm việc",))  # type: ignore[arg-type]  # the four states above
        beside = (parts.Step("Lấy ý kiến cảnh sát", "Công an huyện", "done", ("28/06 15:05",)),)
        stages.append(parts.Stage((step, *(beside if number == 3 else ()))))
    return tuple(stages)


def clocks() -> tuple[parts.Clock, ...]:
    """Return a clock due today, explained day by day, and one late before its pause."""
    pauses = (clockbar.Pause(960, 400),)
    first = parts.Clock(
        cues=shown(at(6, 30, 16, 30)),
        due_at=at(6, 30, 16, 30),
        sentence=clockbar.sentence(used=2760, limit=2880, paused=400),
        pieces=clockbar.pieces(used=2760, limit=2880, pauses=pauses),
        days=(
            parts.DayLine(at(6, 23, 0).date(), True, "ngày làm việc thứ 1"),
            parts.DayLine(at(6, 26, 0).date(), False, "thứ Bảy"),
            parts.DayLine(at(6, 28, 0).date(), True, "ngày làm việc thứ 4"),
        ),
        entries=(
            parts.ClockEntryLine(at(6, 22, 8, 45), "Bắt đầu", "Tiếp nhận đủ hồ sơ", at(6, 29, 17)),
            parts.ClockEntryLine(at(6, 24, 10, 20), "Dừng", "Yêu cầu bổ sung lần 1"),
        ),
        warnings=("Lịch nghỉ năm 2021 của đơn vị mới là dự kiến.",),
    )
    second = parts.Clock(
        cues=shown(at(6, 24, 17), paused_since=at(6, 25, 9)),
        due_at=at(6, 24, 17),
        sentence=clockbar.sentence(used=2640, limit=2400, paused=480),
        pieces=clockbar.pieces(used=2640, limit=2400, pauses=(clockbar.Pause(2640, 480),)),
    )
    return (first, second)


_TABLE_COLUMNS = (
    "Tiếp nhận", "Trực tuyến", "Kỳ trước", "Đã giải quyết", "Trước hạn", "Đúng hạn", "Quá hạn",
    "Đang giải quyết", "Trong hạn", "Quá hạn",
)  # fmt: skip


def table() -> parts.Table:
    """Return the shape of the statutory table: heads in two lines, figures that open, a total."""
    groups = (
        parts.Head("Lĩnh vực", rows=2),
        parts.Head("Tiếp nhận", columns=3),
        parts.Head("Đã giải quyết", columns=4),
        parts.Head("Đang giải quyết", columns=3),
    )
    whole = {"Tiếp nhận", "Đã giải quyết", "Đang giải quyết"}
    columns = (
        parts.Head(
            "Tổng số" if name in whole else name,
            numeric=True,
            sort="#",
            sorted="descending" if name == "Tiếp nhận" else "",
        )
        for name in _TABLE_COLUMNS
    )
    return parts.Table(
        caption="Kết quả giải quyết thủ tục hành chính",
        heads=(groups, tuple(columns)),
        rows=(
            _line("Hộ tịch", "1.842 620 0 1.790 1.600 188 2 52 52 0"),
            _line("Quản lý đô thị", "960 102 0 910 800 108 2 50 49 1"),
        ),
        total=_line("Tổng số", "2.802 722 0 2.700 2.400 296 4 102 101 1"),
    )


def _line(label: str, values: str) -> tuple[parts.Cell, ...]:
    figures = (
        parts.Cell(
            value,
            href="#" if value != "0" else "",
            numeric=True,
            name=name,
            tone="late" if name == "Quá hạn" and value != "0" else "plain",
        )
        for name, value in zip(_TABLE_COLUMNS, values.split(), strict=True)
    )
    return (parts.Cell(label, head=True), *figures)


def specimen_context() -> dict[str, object]:
    """Return everything that the page of components shows."""
    return {
        **_around(),
        **_figures(),
        "dossiers": dossiers(),
        "route": route(),
        "long_route": long_route(),
        "facts": (
            parts.Fact("Người nộp", "Phạm Quốc Bảo", note="cha của trẻ"),
            parts.Fact("Số định danh", "001085012312", masked=True, reveal="#"),
            parts.Fact("Nhận kết quả", "Tại Bộ phận Một cửa", change=parts.Link("Sửa", "#")),
        ),
        "all_cues": tuple(Cue(state, words) for state, words in _ALL_CUES),
        "journal": _journal(),
        "clocks": clocks(),
        "table": table(),
        "confirmation": parts.Confirmation(
            question="Dừng giải quyết hồ sơ này?",
            consequences=("Hồ sơ đóng lại, không làm tiếp được.", "Người nộp được báo lý do."),
            action="#",
            button="Dừng giải quyết",
            back="#",
        ),
        "form": sample_form(),
    }


def _around() -> dict[str, object]:
    return {
        "shell": shell(),
        "crumbs": (parts.Link("Việc của tôi", "#"), parts.Link("MAU.BAVI-210622-0031")),
        "tabs": (
            parts.Tab("Cần làm", "#", 15, current=True),
            parts.Tab("Chờ dân bổ sung", "#", 5),
            parts.Tab("Chờ ký", "#", 4),
            parts.Tab("Đã xong hôm nay", "#", 8),
        ),
        "filters": _filters(),
        "pager": parts.Pager("#", "#", "#", "50 hồ sơ mỗi trang"),
        "empty_action": parts.Link("Xem hồ sơ sắp đến hạn", "#"),
    }


_ALL_CUES = (
    (State.OK, "Còn 5 ngày"), (State.SOON, "Còn 1 ngày"), (State.TODAY, "Còn 2 giờ"),
    (State.LATE, "Quá hạn 1 ngày"), (State.PAUSED, "Tạm dừng 2 ngày"),
    (State.NO_LIMIT, "Chưa có hạn"), (State.EARLY, "Xong sớm 1 ngày"),
    (State.ON_TIME, "Xong đúng hạn"), (State.DONE_LATE, "Xong muộn 3 giờ"),
)  # fmt: skip


def _filters() -> parts.FilterBar:
    return parts.FilterBar(
        action="#",
        filters=(
            parts.Filter(
                "linh-vuc",
                "Lĩnh vực",
                choices=(parts.Choice("", "Tất cả"), parts.Choice("ho-tich", "Hộ tịch", True)),
            ),
            parts.Filter("chu", "Chủ hồ sơ", kind="text"),
            parts.Filter("tu", "Nhận từ ngày", "01/01/2021", kind="day"),
        ),
        clear="#",
    )


def _figures() -> dict[str, object]:
    return {
        "figures": (
            parts.Figure("Tiếp nhận", "3.331", "#", "trực tuyến 1.250"),
            parts.Figure("Đã giải quyết", "3.168", "#", "trước hạn 2.827"),
            parts.Figure("Quá hạn", "4", "#", "0,1%", tone="late"),
            parts.Figure("Đang giải quyết", "163", "#"),
        ),
        "shares": (
            parts.Share("early", "Trước hạn", "2.827", 89.24),
            parts.Share("on-time", "Đúng hạn", "337", 10.63),
            parts.Share("late", "Quá hạn", "4", 0.13),
        ),
    }


def _journal() -> tuple[parts.Moment, ...]:
    return (
        parts.Moment(at(6, 30, 14, 10), "Trần Thị Mai", "dự thảo Giấy khai sinh và tờ trình."),
        parts.Moment(
            at(6, 28, 9), "Trần Thị Mai", "sửa kênh nộp thành Tại quầy.", "correction", "Nhập nhầm."
        ),
        parts.Moment(
            at(6, 24, 10, 20), "Trần Thị Mai", "gửi phiếu yêu cầu bổ sung lần 1.", "pause"
        ),
        parts.Moment(at(6, 22, 8, 45), "Nguyễn Thu Hà", "tiếp nhận hồ sơ, cấp giấy hẹn."),
    )
