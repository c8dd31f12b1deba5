"""The acts of the office on a dossier; each one whole or not at all."""

from motcua.dossiers.services.approving import approve
from motcua.dossiers.services.clock import (
    apologise,
    ask_obligation,
    extend,
    meet_obligation,
    pause,
    recalculate,
    resume,
)
from motcua.dossiers.services.closing import (
    refuse_at_counter,
    refuse_receipt,
    stop_settling,
    withdraw,
)
from motcua.dossiers.services.consulting import answer_consultation, consult
from motcua.dossiers.services.correcting import Correction, correct
from motcua.dossiers.services.ending import (
    ResultPaper,
    issue_result,
    return_result,
    settle_part,
)
from motcua.dossiers.services.interlinked import Part, receive_interlinked
from motcua.dossiers.services.moving import check_succession, move, move_all, succeed, to_be_moved
from motcua.dossiers.services.reception import (
    Application,
    Received,
    preview,
    receive,
    receive_submitted,
    submit,
)
from motcua.dossiers.services.starting import EnteredDue
from motcua.dossiers.services.steps import (
    assign,
    complete_step,
    refuse_hand_over,
    send_back,
    take_over,
    transfer,
)
from motcua.dossiers.services.supplements import (
    Missing,
    Override,
    accept_additions,
    ask_supplement,
    miss_supplement_term,
    send_additions,
)
from motcua.dossiers.services.terms import forget_terms

__all__ = [
    "Application",
    "Correction",
    "EnteredDue",
    "Missing",
    "Override",
    "Part",
    "Received",
    "ResultPaper",
    "accept_additions",
    "answer_consultation",
    "apologise",
    "approve",
    "ask_obligation",
    "ask_supplement",
    "assign",
    "check_succession",
    "complete_step",
    "consult",
    "correct",
    "extend",
    "forget_terms",
    "issue_result",
    "meet_obligation",
    "miss_supplement_term",
    "move",
    "move_all",
    "pause",
    "preview",
    "recalculate",
    "receive",
    "receive_interlinked",
    "receive_submitted",
    "refuse_at_counter",
    "refuse_hand_over",
    "refuse_receipt",
    "resume",
    "return_result",
    "send_additions",
    "send_back",
    "settle_part",
    "stop_settling",
    "submit",
    "succeed",
    "take_over",
    "to_be_moved",
    "transfer",
    "withdraw",
]
