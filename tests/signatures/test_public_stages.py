"""A document that somebody was asked to sign proves a public stage when all have signed; that it was sent, at once."""

import uuid
from collections.abc import Sequence

import pytest
from django.utils import timezone

from accounts.models import User
from cabinet.applications.proofs import progress_of
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from signing import services
from signing.models import SignatureRequest
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tests import world

from .acts import BOTH, COMPANY, signed_by_company, signs_by_sms

pytestmark = pytest.mark.usefixtures("trusted")


def sent_as(case: Case, code: str, by: User, *, sides: Sequence[SignatureRequest.Side] = BOTH) -> Entry:
    document = case.rules.company_document(code)
    assert document is not None
    return cases.send_for_signing(
        case, world.pdf(), title=document.title, comment="", sides=sides, due_on=None,
        by=by, key=uuid.uuid4(), now=timezone.now(),
    )  # fmt: skip


def said(case: Case, number: str) -> str:
    case.refresh_from_db()
    return next(line.said for line in progress_of([case])[case.pk] if line.number == number)


def test_an_act_is_drawn_up_when_both_have_signed(
    case: Case, applicant: User, administrator: User, pki: Pki, head_of_company: Identity
) -> None:
    act = sent_as(case, "act_connection", administrator)
    assert said(case, "6.1") == "не выполнено"

    signed_by_company(act, pki, head_of_company, administrator)
    assert said(case, "6.1") == "не выполнено"

    signs_by_sms(act, applicant)
    assert said(case, "6.1") == "выполнено"


def test_a_contract_is_sent_when_the_company_has_signed(
    case: Case, administrator: User, pki: Pki, head_of_company: Identity
) -> None:
    contract = sent_as(case, "contract", administrator)
    assert said(case, "2") == "не выполнено"

    signed_by_company(contract, pki, head_of_company, administrator)
    assert said(case, "2") == f"{timezone.localdate():%d.%m.%Y}"


def test_what_only_the_company_signs_needs_nobody_else(
    case: Case, administrator: User, pki: Pki, head_of_company: Identity
) -> None:
    act = sent_as(case, "act_balance", administrator, sides=[COMPANY])
    signed_by_company(act, pki, head_of_company, administrator)

    assert said(case, "6.2") == "выполнено"


def test_what_was_recalled_proves_nothing(case: Case, administrator: User, pki: Pki, head_of_company: Identity) -> None:
    act = sent_as(case, "act_operation", administrator)
    signed_by_company(act, pki, head_of_company, administrator)
    assert act.document is not None
    services.recall(act.document, reason="Опечатка", by=administrator, now=timezone.now())

    assert said(case, "6.3") == "не выполнено"
