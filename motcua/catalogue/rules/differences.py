"""The difference between two versions of a procedure, or two routes, in plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from motcua.catalogue.rules.plans import StepPlan, hours_text
from motcua.catalogue.rules.versions import ComponentDraft, LimitDraft, VersionDraft
from motcua.catalogue.vocabulary import NOT_KNOWN, UNIT_LABELS, ComponentKind, Labelled
from motcua.worktime.vocabulary import NOT_COMPUTED, LimitUnit


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: of what, what stood before, what stands now; empty where nothing stood."""

    what: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """The change as one sentence."""
        if not self.before:
            return f"{self.what}: thêm “{self.after}”."
        if not self.after:
            return f"{self.what}: bỏ “{self.before}”."
        return f"{self.what}: từ “{self.before}” thành “{self.after}”."


#: The plain values of a version and the words for them, in the order of the page.
_VALUES = {
    "name": "Tên thủ tục",
    "code": "Mã thủ tục",
    "valid_from": "Ngày có hiệu lực",
    "valid_until": "Ngày hết hiệu lực",
    "levels": "Cấp tiếp nhận",
    "competence": "Cơ quan thực hiện",
    "presence": "Người nộp có phải có mặt",
    "channels": "Cách thức thực hiện",
    "online_level": "Mức độ trực tuyến",
    "result": "Kết quả",
    "sequence": "Trình tự thực hiện",
    "applicants": "Đối tượng thực hiện",
    "conditions": "Yêu cầu, điều kiện",
    "legal_basis": "Căn cứ pháp lý",
    "decision": "Quyết định công bố",
    "interlinked": "Liên thông",
    "financial_obligation": "Có nghĩa vụ tài chính",
    "open_fields": "Để đơn vị tự ghi",
}


def version_differences(old: VersionDraft, new: VersionDraft) -> tuple[Difference, ...]:
    """Return what changed from one version to another: values, limits, papers, levies."""
    return (*_values(old, new), *_limits(old, new), *_papers(old, new), *_levies(old, new))


def same_content(old: VersionDraft, new: VersionDraft) -> bool:
    """Return whether two versions say the same, whatever is known of where it stands."""
    return not version_differences(old, new)


def limit_words(limit: LimitDraft) -> str:
    """Return a limit as people say it: "3 ngày làm việc (trực tuyến)"."""
    words = amount_words(limit.value, limit.unit)
    if limit.value is None and limit.note:
        words = limit.note
    where = "" if limit.channel is None else f" ({limit.channel.label.lower()})"
    return f"{words}{where}"


def amount_words(value: int | None, unit: str | None) -> str:
    """Return number and unit of a limit in words, "không rõ" without them."""
    if value is None or unit is None:
        return NOT_KNOWN
    known = LimitUnit(unit)
    if known is LimitUnit.SAME_DAY:
        return known.label
    return f"{value} ({known.label})" if known in NOT_COMPUTED else f"{value} {known.label}"


def paper_words(paper: ComponentDraft) -> str:
    """Return how many of a paper are needed, and whether it is handed in or shown."""
    parts = [paper.kind.label.lower()]
    if paper.kind is ComponentKind.SUBMIT:
        parts.append(f"{paper.originals} bản chính, {paper.copies} bản sao")
    if paper.condition:
        parts.append(paper.condition)
    return "; ".join(parts)


def step_differences(old: Sequence[StepPlan], new: Sequence[StepPlan]) -> tuple[Difference, ...]:
    """Return what changed between two routes: steps are the same when their keys are."""
    before = {step.key: step for step in old}
    after = {step.key: step for step in new}
    gone = [Difference("Bước", step.name, "") for step in old if step.key not in after]
    come = [Difference("Bước", "", step.name) for step in new if step.key not in before]
    changed = [
        difference
        for key, step in after.items()
        if key in before
        for difference in _step(before[key], step)
    ]
    order = [step.name for step in old if step.key in after]
    now = [step.name for step in new if step.key in before]
    moved = [Difference("Thứ tự", " → ".join(order), " → ".join(now))] if order != now else []
    return (*gone, *come, *changed, *moved)


def _step(old: StepPlan, new: StepPlan) -> Iterator[Difference]:
    # The place is told once for all steps, the name is what the sentence is about.
    for spec in fields(StepPlan):
        before, after = getattr(old, spec.name), getattr(new, spec.name)
        if spec.name in _STEP_WORDS and before != after:
            words = f"Bước “{new.name}”, {_STEP_WORDS[spec.name]}"
            yield Difference(words, _step_text(spec.name, before), _step_text(spec.name, after))


_STEP_WORDS = {
    "name": "việc phải làm",
    "role": "ai làm",
    "unit_key": "bộ phận",
    "minutes": "số giờ",
    "mode": "cách nối",
    "group": "nhóm song song",
    "condition": "điều kiện",
    "case": "trường hợp thời hạn",
    "back_to": "trả lại về",
    "counts": "tính vào thời hạn",
    "agency": "cơ quan khác",
    "output": "giấy tờ ra",
}


def _step_text(name: str, value: object) -> str:
    if name == "minutes" and isinstance(value, int):
        return f"{hours_text(value)} giờ"
    if name == "unit_key":
        return UNIT_LABELS.get(str(value), str(value))
    if name == "condition" and isinstance(value, tuple):
        return str(value[2])
    return _text(value)


def _values(old: VersionDraft, new: VersionDraft) -> Iterator[Difference]:
    for name, words in _VALUES.items():
        before, after = _text(getattr(old, name)), _text(getattr(new, name))
        if before != after:
            yield Difference(words, before, after)


def _limits(old: VersionDraft, new: VersionDraft) -> Iterator[Difference]:
    before = {(one.case, one.channel): limit_words(one) for one in old.time_limits}
    after = {(one.case, one.channel): limit_words(one) for one in new.time_limits}
    for key in (*before, *(key for key in after if key not in before)):
        case = f" ({key[0]})" if key[0] else ""
        yield from _changed(f"Thời hạn giải quyết{case}", before.get(key), after.get(key))


def _papers(old: VersionDraft, new: VersionDraft) -> Iterator[Difference]:
    before = {paper.name: paper_words(paper) for paper in old.components}
    after = {paper.name: paper_words(paper) for paper in new.components}
    for name in before:
        if name not in after:
            yield Difference("Giấy tờ", name, "")
    for name, words in after.items():
        if name not in before:
            yield Difference("Giấy tờ", "", name)
        else:
            yield from _changed(f"Giấy tờ “{name}”", before[name], words)
    order, now = [n for n in before if n in after], [n for n in after if n in before]
    yield from _changed("Thứ tự giấy tờ", "; ".join(order), "; ".join(now))


def _levies(old: VersionDraft, new: VersionDraft) -> Iterator[Difference]:
    before = [levy.text or "" for levy in old.levies if levy.text]
    after = [levy.text or "" for levy in new.levies if levy.text]
    yield from _changed("Phí, lệ phí", "; ".join(before), "; ".join(after))


def _changed(what: str, before: str | None, after: str | None) -> Iterator[Difference]:
    if (before or "") != (after or ""):
        yield Difference(what, before or "", after or "")


def _text(value: object) -> str:
    """Return a value as people read it; what is not known is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, tuple):
        return ", ".join(_text(part) for part in value if part is not None)
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    return str(value)
