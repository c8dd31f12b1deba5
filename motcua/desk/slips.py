"""Form 01 in the words that held where and when the dossier was received."""

from datetime import datetime
from typing import Any

from motcua.desk.lines import channel_of
from motcua.documents import selectors as documents
from motcua.documents.rules import Piece, pieces
from motcua.kernel.periods import day_of
from motcua.organisation import selectors as organisation
from motcua.pages.formats import appointment, moment
from motcua.worktime.rules import Limit
from motcua.worktime.vocabulary import LimitUnit

#: The template of form 01 (Giấy tiếp nhận hồ sơ và hẹn trả kết quả).
RECEIPT = "giay-tiep-nhan"


def receipt_pieces(dossier: Any, *, officer: str, now: datetime) -> tuple[Piece, ...]:
    """Return the receipt and appointment slip of a dossier, filled.

    officer: who received it. now: for a dossier that is not received, whose words hold today.
    """
    above = organisation.ancestor_ids(unit_id=dossier.receiving_unit_id)
    on = day_of(dossier.received_at or now)
    text = documents.text_on(RECEIPT, units=above, on=on)
    values = {
        "don_vi": dossier.receiving_unit.name,
        "noi_giai_quyet": dossier.settling_unit.name,
        "ma_ho_so": str(dossier),
        "thu_tuc": dossier.procedure.name,
        "chu_ho_so": dossier.owner_name,
        "kenh_nop": channel_of(dossier.channel).label,
        "tiep_nhan_luc": moment(dossier.received_at),
        "hen_tra": appointment(dossier.due_at),
        "thoi_han": _limit(dossier.limit_value, dossier.limit_unit),
        "nguoi_tiep_nhan": officer,
    }
    return pieces(text.body, values)


def _limit(value: int | None, unit: str) -> str:
    return "" if value is None else Limit(value, LimitUnit(unit)).label
