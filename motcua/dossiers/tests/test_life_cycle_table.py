"""Every act of the table has a service, somebody who may do it, and a sentence."""

import pytest

from motcua.accounts.vocabulary import Role
from motcua.dossiers import errors, rules, services
from motcua.dossiers.rules import Acting, Situation
from motcua.dossiers.vocabulary import (
    ACTS,
    CLOCK_RUNS,
    CLOCK_STOPPED,
    CLOSED,
    OPEN,
    ClockEffect,
    Deed,
    Status,
    sentence,
)
from motcua.journal.rules import Actor

#: Acts that another name does, or that only the import of history writes.
DONE_BY = {Deed.ASK_SUPPLEMENT_BEFORE_RECEIPT: "ask_supplement", Deed.AS_RECORDED: None}
BY_THE_SYSTEM = {Deed.RECALCULATE, Deed.SETTLE_PART, Deed.AS_RECORDED, Deed.SUCCEED}


@pytest.mark.parametrize("deed", Deed)
def test_every_act_has_a_service_a_permission_and_a_sentence(deed: Deed) -> None:
    act = ACTS[deed]
    name = DONE_BY.get(deed, deed.value)
    assert name is None or name in services.__all__
    assert bool(act.roles) is (deed not in BY_THE_SYSTEM)
    assert act.from_states
    assert sentence(deed, {}).endswith((".", "chưa có"))
    assert isinstance(act.clock, ClockEffect)


def test_every_state_is_open_or_closed_and_every_open_one_is_left_by_some_act() -> None:
    for status in Status:
        if status is Status.DRAFT:
            continue
        assert (status in OPEN) is not (status in CLOSED)
        leaves = [act for act in ACTS.values() if status in act.from_states]
        assert leaves, status


def test_an_administrator_may_do_nothing_to_a_dossier() -> None:
    assert all(Role.ADMINISTRATOR not in act.roles for act in ACTS.values())
    assert all(Role.AUDITOR not in act.roles for act in ACTS.values())


@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("status", Status)
def test_outside_its_states_an_act_is_refused_with_a_sentence(deed: Deed, status: Status) -> None:
    situation = Situation("MAU-1", status, received_at=None, ended=False, units=(1,))
    acting = Acting(Actor("a", "A", "", ""), everything=True)
    if status in ACTS[deed].from_states:
        return
    with pytest.raises(errors.NotAllowedHere, match="MAU-1"):
        rules.check_act(deed, situation=situation, acting=acting)


def test_the_sets_of_states_do_not_overlap() -> None:
    assert not CLOCK_RUNS & CLOCK_STOPPED
    assert not OPEN & CLOSED
