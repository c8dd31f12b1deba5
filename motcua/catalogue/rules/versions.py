"""What makes a version of a procedure fit to be published, and who may do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date

from motcua.catalogue.errors import SamePersonRefused, VersionRefused
from motcua.catalogue.vocabulary import (
    Block,
    Channel,
    ComponentKind,
    Level,
    Mark,
    OnlineLevel,
    OpenField,
    Presence,
)


@dataclass(frozen=True, slots=True)
class LimitDraft:
    """A printed time limit; no value means that it is not known."""

    value: int | None
    unit: str | None
    case: str = ""
    channel: Channel | None = None
    note: str = ""
    source: Mark = Mark.ENTERED


@dataclass(frozen=True, slots=True)
class ComponentDraft:
    """One paper or data item that the dossier needs."""

    name: str
    kind: ComponentKind = ComponentKind.SUBMIT
    originals: int = 0
    copies: int = 0
    condition: str = ""
    source: Mark = Mark.ENTERED


@dataclass(frozen=True, slots=True)
class LevyDraft:
    """What is printed of charges and fees."""

    text: str | None
    source: Mark = Mark.ENTERED


@dataclass(frozen=True, slots=True)
class NoticeTerm:
    """Within how many working days of receipt missing papers are told, by sector law."""

    days: int
    source: str

    @property
    def words(self) -> str:
        """The term with its source, as a page says it."""
        return f"{self.days} ngày làm việc ({self.source})"


@dataclass(frozen=True, slots=True)
class VersionDraft:
    """A version of a procedure before it is stored; None is "not known".

    notice: the term of the supplement notice, where sector law differs from the general one.
    open_fields: what each unit may add by itself; facts: for each value its mark and the text
    as printed.
    """

    name: str
    valid_from: date
    valid_until: date | None = None
    code: str | None = None
    levels: tuple[Level, ...] = ()
    competence: str | None = None
    presence: Presence | None = None
    channels: tuple[Channel, ...] | None = None
    online_level: OnlineLevel | None = None
    result: tuple[str | None, str] | None = None
    sequence: str | None = None
    applicants: str | None = None
    conditions: str | None = None
    legal_basis: str | None = None
    decision: str | None = None
    interlinked: bool = False
    financial_obligation: bool = False
    time_limits: tuple[LimitDraft, ...] = ()
    components: tuple[ComponentDraft, ...] = ()
    levies: tuple[LevyDraft, ...] = ()
    open_fields: tuple[OpenField, ...] = ()
    notice: NoticeTerm | None = None
    facts: Mapping[str, object] = dataclass_field(default_factory=dict)


def check_period(draft: VersionDraft) -> None:
    """Refuse a version that ends before it starts.

    :raises VersionRefused: the last day lies before the first.
    """
    if draft.valid_until is not None and draft.valid_until <= draft.valid_from:
        raise VersionRefused(
            "Ngày hết hiệu lực phải sau ngày có hiệu lực; hãy sửa lại hai ngày này."
        )


def missing_blocks(blocks: Mapping[Block, str | None]) -> tuple[Block, ...]:
    """Return which of the eight building blocks are empty (NĐ 63/2010/NĐ-CP Điều 8 k.2).

    A block that says "không quy định" is filled.
    """
    return tuple(block for block in Block if not (blocks.get(block) or "").strip())


def check_version(blocks: Mapping[Block, str | None]) -> None:
    """Refuse a version that lacks a building block.

    :raises VersionRefused: names every block that is missing.
    """
    missing = missing_blocks(blocks)
    if missing:
        names = ", ".join(block.label for block in missing)
        raise VersionRefused(
            f"Chưa công khai được vì còn thiếu: {names}; hãy bổ sung hoặc ghi “không quy định”."
        )


def check_publisher(*, drafted_by: str, published_by: str, editors: Sequence[str] = ()) -> None:
    """Refuse when one person would draft and publish.

    editors: who changed the draft after it was begun; none of them is the second person.

    :raises SamePersonRefused: the publisher drafted or changed it.
    """
    if published_by in (drafted_by, *editors):
        raise SamePersonRefused
