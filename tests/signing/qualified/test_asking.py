"""Who is asked, in which order and until when, and how it ends without a signature."""

import pytest
from django.db import DatabaseError, transaction

from accounts.models import StaffRole
from audit.models import Record
from signing import services
from signing.errors import (
    DueDateInThePast,
    MayNotSign,
    NobodyToRemind,
    NothingToSign,
    NotYourTurn,
    ReasonMissing,
    RemindedAlready,
    RequestedAlready,
    SignedAlready,
    SigningEnded,
)
from signing.models import SignatureRequest
from signing.queries import by_check_code, requests_of
from signing.signals import changed
from signing.stages import NEXT, State, advance
from tests import world
from tests.moment import NOW
from tests.signing import by_certificate as made
from tests.signing.by_certificate import APPLICANT, COMPANY, DAY

S = State


@pytest.fixture
def told(here):
    heard = []

    def hear(request, event, **rest):
        heard.append((request.side, event))

    changed.connect(hear)
    yield heard
    changed.disconnect(hear)


def states(document):
    return [request.state for request in SignatureRequest.objects.filter(document=document)]


@pytest.fixture
def contract(administrator, owner):
    return made.asked(administrator, owner)


@pytest.fixture
def document(contract):
    return contract[0].document


@pytest.fixture
def half_signed(pki, requests, signer, head_of_company):
    """The company has signed."""
    raw = made.signature(pki, head_of_company, requests[0])
    services.sign_qualified(requests[0], raw, by=signer, now=NOW)
    return requests


def test_the_company_is_asked_first(contract, document, told):
    assert [(request.side, request.kind) for request in contract] == [
        (COMPANY, "qualified"),
        (APPLICANT, "qualified"),
    ]
    assert states(document) == [S.AVAILABLE, S.WAITING]


def test_whose_turn_it_is_is_told(administrator, owner, told):
    made.asked(administrator, owner)
    made.asked(administrator, owner, sides=[APPLICANT])
    assert told == [("company", "available"), ("applicant", "available")]


def test_what_is_sent_for_signing_cannot_change(document):
    document.refresh_from_db()
    assert document.placed_at == NOW
    document.file_name = "другое.pdf"
    with pytest.raises(DatabaseError), transaction.atomic():
        document.save()


def test_asking_twice_asks_once(administrator, owner, contract, document, told):
    assert made.asked(administrator, owner, of=document) == contract
    assert told == []
    with pytest.raises(RequestedAlready):
        made.asked(administrator, owner, of=document, sides=[COMPANY])


def test_a_term_is_not_in_the_past(administrator, owner, document):
    with pytest.raises(DueDateInThePast):
        made.asked(administrator, owner, due_on=NOW.date() - DAY)
    with pytest.raises(DueDateInThePast):
        services.prolong(document, due_on=NOW.date() - DAY, by=administrator, now=NOW)


def test_declining_ends_it_for_both(contract, document, signer, told):
    services.decline(contract[0], reason=" Ошибка в сумме ", by=signer, now=NOW)
    assert states(document) == [S.DECLINED, S.RECALLED]
    assert {request.reason for request in SignatureRequest.objects.filter(document=document)} == {"Ошибка в сумме"}
    assert told == [("company", "declined")]


def test_the_applicant_declines_what_the_company_signed(half_signed, owner, told):
    services.decline(half_signed[1], reason="Не согласны с ценой", by=owner, now=NOW)
    assert states(half_signed[0].document) == [S.SIGNED, S.DECLINED]
    assert told == [("applicant", "declined")]


def test_declining_twice_is_declining_once(contract, signer, told):
    services.decline(contract[0], reason="Ошибка", by=signer, now=NOW)
    services.decline(contract[0], reason="Ошибка", by=signer, now=NOW)
    assert told == [("company", "declined")]
    assert Record.objects.filter(event="signing.declined").count() == 1


def test_who_may_not_sign_may_not_decline(contract, owner, stranger):
    with pytest.raises(NotYourTurn):
        services.decline(contract[1], reason="Нет", by=owner, now=NOW)
    for somebody in (stranger, world.staff(9, StaffRole.SPECIALIST), world.representative(owner, 3)):
        with pytest.raises(MayNotSign):
            services.decline(contract[0], reason="Нет", by=somebody, now=NOW)


def test_a_refusal_has_a_reason(contract, document, signer, administrator):
    with pytest.raises(ReasonMissing):
        services.decline(contract[0], reason="  ", by=signer, now=NOW)
    with pytest.raises(ReasonMissing):
        services.recall(document, reason="", by=administrator, now=NOW)


def test_what_is_signed_is_not_declined(half_signed, signer):
    with pytest.raises(SignedAlready):
        services.decline(half_signed[0], reason="Передумали", by=signer, now=NOW)


def test_recalling_ends_what_is_not_signed_and_is_told_once(half_signed, administrator, owner, told):
    document = half_signed[0].document
    services.recall(document, reason="Другая редакция", by=administrator, now=NOW)
    assert states(document) == [S.SIGNED, S.RECALLED]
    assert told == [("applicant", "recalled")]
    with pytest.raises(NothingToSign):
        services.recall(document, reason="Другая редакция", by=administrator, now=NOW)
    with pytest.raises(SigningEnded):
        services.decline(half_signed[1], reason="Поздно", by=owner, now=NOW)


def test_a_reminder_goes_to_whose_turn_it_is_once_a_day(contract, document, administrator, told):
    services.remind(document, by=administrator, now=NOW)
    assert told == [("company", "reminded")]
    with pytest.raises(RemindedAlready):
        services.remind(document, by=administrator, now=NOW + DAY / 2)
    services.remind(document, by=administrator, now=NOW + DAY)
    services.recall(document, reason="Ошибка", by=administrator, now=NOW + DAY)
    with pytest.raises(NobodyToRemind):
        services.remind(document, by=administrator, now=NOW + 3 * DAY)


def test_prolonging_gives_all_the_same_day(contract, document, administrator, told):
    until = NOW.date() + 10 * DAY
    services.prolong(document, due_on=until, by=administrator, now=NOW)
    assert {request.due_on for request in SignatureRequest.objects.filter(document=document)} == {until}
    assert told == [("company", "prolonged")]


@pytest.mark.parametrize("state", list(State))
def test_a_request_goes_only_where_the_table_leads(state):
    for to in State:
        request = SignatureRequest(state=state)
        if to in NEXT[state]:
            advance(request, to=to)
            assert request.state == to
        else:
            with pytest.raises(Exception, match="нельзя перейти"):
                advance(request, to=to)


def test_lists_read_requests_with_their_signatures_at_once(half_signed, administrator, owner, queries):
    other = made.asked(administrator, owner)
    ids = [half_signed[0].document_id, other[0].document_id, 0]
    with queries() as asked:
        found = requests_of(ids)
        told = [request.signature and request.signature.signer for request in found[ids[0]]]
    assert told == ["Иванова Мария Сергеевна", None]
    assert set(found) == {ids[0], ids[1]}
    assert len(asked) == 2


def test_a_signature_is_found_by_the_code_of_the_sheet_typed_anyhow(half_signed):
    signature = half_signed[0].signatures.get()
    for typed in (signature.check_code, signature.check_code.lower().replace("-", " "), f" {signature.check_code}"):
        assert by_check_code(typed) == signature
    assert by_check_code("AAAA-AAAA-AAAA") is None
