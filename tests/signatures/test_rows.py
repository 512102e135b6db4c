"""What the card says of a signature that is not simply there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases.models import Case, Entry
from signing.models import Signature, SignatureRequest
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tests.world import words

from .acts import COMPANY, asked, sent, signed_by_company

pytestmark = pytest.mark.usefixtures("trusted")
State = SignatureRequest.State


@pytest.fixture
def offered(case: Case, administrator: User, pki: Pki, head_of_company: Identity) -> Entry:
    entry = sent(case, administrator)
    signed_by_company(entry, pki, head_of_company, administrator)
    return entry


def test_one_that_turned_out_invalid_stays_beside_the_request_for_another(
    administrator_client: Client, offered: Entry, case: Case
) -> None:
    Signature.objects.update(status="invalid", code="revoked")
    SignatureRequest.objects.filter(pk=asked(offered, COMPANY).pk).update(state=State.AVAILABLE)

    page = words(administrator_client.get(f"/cases/{case.pk}/"))

    assert "Подпись недействительна" in page
    assert "Сертификат отозван" in page
    assert "Ожидается подписание документа со стороны ООО «Горсеть»" in page
    assert "Подпись верна" not in page


def test_one_that_is_checked_is_not_called_valid(applicant_client: Client, offered: Entry, case: Case) -> None:
    Signature.objects.update(status="indeterminate", code="revocation_unknown")
    SignatureRequest.objects.filter(pk=asked(offered, COMPANY).pk).update(state=State.CHECKING)

    page = words(applicant_client.get(f"/cases/{case.pk}/"))

    assert "Подпись со стороны ООО «Горсеть» проверяется" in page
    assert "Подписано со стороны ООО" not in page


def test_an_overdue_one_cannot_be_signed_on_any_page(applicant_client: Client, offered: Entry, case: Case) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    SignatureRequest.objects.update(due_on=yesterday)
    request = SignatureRequest.objects.get(side="applicant")

    assert "Срок подписания истёк" in words(applicant_client.get(f"/signatures/{request.pk}/"))
    assert "Срок подписания истёк" in words(applicant_client.get("/signatures/"))
    assert "Подпишите" not in words(applicant_client.get("/information/"))
    sending = applicant_client.post(f"/signatures/{request.pk}/code/", {"read": "on", "agree": "on"})
    assert "Попросите сетевую организацию продлить срок" in words(sending)


def test_the_card_tells_who_signed_and_that_it_is_a_test(applicant_client: Client, offered: Entry, case: Case) -> None:
    page = words(applicant_client.get(f"/cases/{case.pk}/"))

    assert "Иванова Мария Сергеевна, директор. УКЭП" in page
    assert "Издатель: Тестовый аккредитованный УЦ, до" in page
    assert "Тестовая подпись" in page
    assert "Скачать подпись" in page
