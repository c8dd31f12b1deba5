"""Second requests before receipt, terms of the notice by sector law, letters of apology."""

import pytest

from motcua.accounts.vocabulary import Role
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import errors, services
from motcua.dossiers.models import Apology, Dossier
from motcua.dossiers.rules import Acting
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.vocabulary import Status
from motcua.tally.vocabulary import Channel

MISSING = services.Missing(["A"], "thiếu", legal_ground="luật")


def ask(
    key: int, by: Acting, when: str, override: str = "", *, accept: Acting | None = None
) -> int:
    """Ask for additions and, for `accept`, take them in at once; return the round."""
    asked = services.ask_supplement(
        dossier_id=key, missing=MISSING, by=by, at=at(when), override=services.Override(override)
    )
    if accept is not None:
        services.accept_additions(dossier_id=key, by=accept, at=at(when))
    return asked.round


def sent(office: Office) -> int:
    key, _ = services.submit(
        application=office.application(channel=Channel.ONLINE), by=office.everyone,
        at=at("2021-03-01 08:30"),
    )  # fmt: skip
    ask(key, office.acting(Role.RECEIVING_OFFICER), "2021-03-01 09:00", accept=office.everyone)
    return key


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.LEADER, Role.ONE_STOP_HEAD])
def test_before_receipt_the_head_asks_a_second_time_with_a_reason(
    office: Office, role: Role
) -> None:
    key, by = sent(office), office.acting(role, name="Phạm Văn Trưởng")
    with pytest.raises(errors.SupplementAgain):
        ask(key, by, "2021-03-02 09:00")
    assert ask(key, by, "2021-03-02 09:00", "giấy tờ mới lộ ra") == 2

    dossier = Dossier.objects.get(pk=key)
    assert (dossier.status, dossier.received_at) == (Status.SUPPLEMENT_REQUIRED, None)
    request = dossier.supplements.get(round=2)
    assert (request.override_by, request.override_reason) == (
        "Phạm Văn Trưởng", "giấy tờ mới lộ ra"
    )  # fmt: skip


def test_before_receipt_an_officer_does_not_ask_a_second_time(office: Office) -> None:
    key, officer = sent(office), office.acting(Role.RECEIVING_OFFICER)
    with pytest.raises(errors.SupplementAgain):
        ask(key, officer, "2021-03-02 09:00", "ông X cho phép")


def test_after_receipt_the_head_of_the_counter_allows_nothing(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    counter = office.acting(Role.ONE_STOP_HEAD)
    ask(key, counter, "2021-03-01 09:00", accept=office.everyone)
    with pytest.raises(errors.SupplementAgain):
        ask(key, counter, "2021-03-02 09:00", "quên")


@pytest.mark.parametrize(
    ("asked", "flagged"), [("2021-03-10 16:00", False), ("2021-03-11 08:00", True)]
)
def test_sector_law_may_give_the_notice_its_own_term(
    office: Office, asked: str, flagged: bool
) -> None:
    ProcedureVersion.objects.update(
        supplement_notice_days=7, supplement_notice_source="luật chuyên ngành"
    )
    key = office.processing(at("2021-03-01 08:30"))
    request = services.ask_supplement(
        dossier_id=key, missing=MISSING, by=office.everyone, at=at(asked)
    )
    assert request.late_notice is flagged


def test_a_limit_that_restarts_gives_no_new_term_for_the_notice(office: Office) -> None:
    key, by = office.processing(at("2021-03-01 08:30")), office.everyone
    ask(key, by, "2021-03-03 09:00", accept=by)
    ask(key, by, "2021-03-08 09:00", "giấy tờ mới lộ ra")

    flagged = Dossier.objects.get(pk=key).supplements.order_by("round")
    assert [request.late_notice for request in flagged] == [False, True]


def test_an_extension_in_time_is_no_apology_for_lateness(office: Office) -> None:
    key, by = office.processing(at("2021-03-01 08:30")), office.everyone
    services.extend(
        dossier_id=key, new_due_at=at("2021-03-09 17:00"), reason="chờ", by=by,
        at=at("2021-03-02 08:00"),
    )  # fmt: skip
    assert Dossier.objects.get(pk=key).apologised_at is None

    services.apologise(
        dossier_id=key, promised_at=at("2021-03-15 17:00"), reason="chậm", by=by,
        at=at("2021-03-10 08:00"),
    )  # fmt: skip
    assert Dossier.objects.get(pk=key).apologised_at == at("2021-03-10 08:00")
    assert [one.with_extension for one in Apology.objects.order_by("pk")] == [True, False]
