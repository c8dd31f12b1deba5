"""A request for additions names components of the procedure, or papers with a legal ground."""

import pytest

from motcua.catalogue.models import Component, ProcedureVersion
from motcua.dossiers import errors, services
from motcua.dossiers.models import Dossier, SupplementRequest
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.vocabulary import Status
from motcua.journal.models import JournalEntry

ASKED = at("2021-03-02 09:00")


@pytest.fixture
def components(office: Office) -> list[int]:
    """Two components of the office's procedure."""
    version = ProcedureVersion.objects.get(procedure=office.procedure)
    rows = [
        Component(version=version, ordinal=place, name=name, kind="submit", source="entered")
        for place, name in enumerate(("Tờ khai", "Giấy chứng sinh"), start=1)
    ]
    return [row.pk for row in Component.objects.bulk_create(rows)]


def ask(office: Office, missing: services.Missing) -> tuple[int, SupplementRequest]:
    key = office.processing(at("2021-03-01 08:30"))
    return key, services.ask_supplement(
        dossier_id=key, missing=missing, by=office.everyone, at=ASKED
    )


def test_several_components_are_asked_by_their_names(office: Office, components: list[int]) -> None:
    key, request = ask(office, services.Missing([], "thiếu", components=components))

    assert request.items == ["Tờ khai", "Giấy chứng sinh"]
    assert request.components == components
    entry = JournalEntry.objects.filter(head__subject=str(key)).latest("number")
    assert entry.payload["components"] == components


def test_free_words_need_a_legal_ground(office: Office, components: list[int]) -> None:
    with pytest.raises(errors.PapersWithoutGround, match="căn cứ pháp lý"):
        ask(office, services.Missing(["Sổ hộ khẩu"], "thiếu", components=components))

    _, request = ask(
        office,
        services.Missing(["Văn bản ủy quyền"], "thiếu", legal_ground="Luật Hộ tịch, Điều 6"),
    )
    assert (request.items, request.legal_ground) == (["Văn bản ủy quyền"], "Luật Hộ tịch, Điều 6")


def test_a_request_that_names_nothing_is_refused(office: Office) -> None:
    with pytest.raises(errors.MissingGround, match="giấy tờ cần bổ sung"):
        ask(office, services.Missing([" "], "thiếu", legal_ground="luật"))


def test_a_component_of_another_procedure_is_refused(office: Office) -> None:
    with pytest.raises(errors.UnknownComponent):
        ask(office, services.Missing([], "thiếu", components=[987654]))


def test_what_came_is_kept_and_full_means_all(office: Office, components: list[int]) -> None:
    key, request = ask(office, services.Missing([], "thiếu", components=components))
    by = office.everyone
    services.send_additions(
        dossier_id=key, note="một giấy", came=["Tờ khai"], by=by, at=at("2021-03-03 09:00")
    )
    request.refresh_from_db()
    assert request.came == ["Tờ khai"]

    with pytest.raises(errors.NotAllCame, match="Giấy chứng sinh"):
        services.accept_additions(
            dossier_id=key, came=["Tờ khai"], by=by, at=at("2021-03-04 09:00")
        )
    services.accept_additions(
        dossier_id=key, came=["Tờ khai", "Giấy chứng sinh"], by=by, at=at("2021-03-05 09:00")
    )
    request.refresh_from_db()
    assert request.came == request.items
    assert Dossier.objects.get(pk=key).status == Status.PROCESSING


def test_an_act_before_a_line_that_touched_no_clock_is_refused(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    services.consult(
        dossier_id=key, unit_id=office.other.pk, question="Có trùng không?",
        answer_by=at("2021-03-05 17:00"), by=office.everyone, at=at("2021-03-03 09:00"),
    )  # fmt: skip

    with pytest.raises(errors.TimeBefore, match="09:00 03/03/2021"):
        services.pause(
            dossier_id=key, legal_ground="luật", document="1", by=office.everyone,
            at=at("2021-03-02 09:00"),
        )  # fmt: skip
