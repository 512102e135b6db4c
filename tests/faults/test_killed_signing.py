"""The site is killed at each step of a signature: pressed again, there is one signature, and its protocol is whole."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import PhoneCode, User
from notifications.models import OutboxMessage
from signing.models import Protocol, Signature, SignatureRequest
from signing.testing.testpki import Pki
from signing.trust.models import AuthorityList, RevocationList, Root, TrustVersion
from tenancy.company import in_public, inside
from tenancy.models import DueWork
from tenants.models import GridCompany
from tests import world
from tests.signing import by_certificate, by_sms

from .conftest import Visitor, die_at

COMMITTED = "tenancy.later.send"  # the first nudge is that of what the signature tells
OF_A_CODE = {
    "the stored file is not read yet": "signing.services.simple.read_digests",
    "the request is locked, the code is not counted": "accounts.services.codes.spend_try",
    "the code is spent, the protocol is not written": "signing.protocols.describe",
    "the protocol is sealed, the signature is not kept": "signing.services.simple.keep",
    "the signature is kept, nobody is told": "signing.services.acceptance.mark_signed",
    "the signature is kept, its protocol is not": "signing.models.Protocol.objects.create",
    "the protocol is kept, its head does not leave": "signing.protocols.heads.note_due",
    "all is committed, nobody was nudged": COMMITTED,
}
OF_A_CERTIFICATE = {
    "the stored file is not read yet": "signing.services.qualified.read_digests",
    "it is verified, nothing is locked": "signing.services.qualified.locked",
    "its checks are planned, it is not kept": "signing.services.qualified.keep",
    "it is kept, nobody is told": "signing.services.acceptance.mark_signed",
    "it is kept, its checks are not listed": "signing.services.qualified.list_work",
    "all is committed, nobody was nudged": COMMITTED,
}


@pytest.fixture
def pki() -> Pki:
    return Pki.since(timezone.now() - timedelta(days=400))


@pytest.fixture
def organisation(scratch_company: GridCompany, pki: Pki) -> Iterator[User]:
    """The platform trusts the test PKI; afterwards it does not."""
    with inside(scratch_company):
        by_certificate.make_trusted(pki, now=timezone.now())
        user = world.organisation(5)
    yield user
    with in_public():
        for model in (TrustVersion, RevocationList, AuthorityList, Root):
            model.objects.all().delete()


def waiting(company: GridCompany, by: User) -> SignatureRequest:
    """Their own application waits for their signature; what led to it has been told."""
    with inside(company):
        request = by_sms.asked(by)
        OutboxMessage.objects.all().delete()
    with in_public():
        DueWork.objects.filter(schema_name=company.schema_name).delete()
    return request


@pytest.mark.parametrize("moment", OF_A_CODE.values(), ids=OF_A_CODE)
def test_a_code_signs_once(visitor: Visitor, applicant: User, scratch_company: GridCompany, moment: str) -> None:
    request = waiting(scratch_company, applicant)
    address = f"/signatures/{request.pk}/"
    assert visitor.post(f"{address}code/", {"read": "on", "agree": "on"}).status_code == 302
    with inside(scratch_company):
        pressing = (f"{address}confirm/", {"code": by_sms.newest_sms(applicant.phone).text[:6]})

    die_at(moment, visitor, pressing)

    with inside(scratch_company):
        assert Signature.objects.count() == Protocol.objects.count() == (moment == COMMITTED)
        assert PhoneCode.objects.get().tries == (moment == COMMITTED)
    assert visitor.post(*pressing).status_code == 302
    with inside(scratch_company):
        signature = Signature.objects.get()
        assert (signature.status, signature.request.state) == ("valid", "signed")
        assert Protocol.objects.get().number == 1
        everybody_is_told_once(scratch_company)
    call_command("check_protocols", company=scratch_company.schema_name, stdout=StringIO())


@pytest.mark.parametrize("moment", OF_A_CERTIFICATE.values(), ids=OF_A_CERTIFICATE)
def test_a_certificate_signs_once(organisation: User, scratch_company: GridCompany, pki: Pki, moment: str) -> None:
    client = Client(HTTP_HOST=scratch_company.host, raise_request_exception=False)
    with inside(scratch_company):
        client.force_login(organisation)
    visitor = Visitor(client)
    request = waiting(scratch_company, organisation)
    with inside(scratch_company):
        head = by_certificate.head_of(pki, world.applicant_of(organisation))
        raw = by_certificate.signature(pki, head, request, when=timezone.now())
    pressing = (f"/signatures/{request.pk}/sign/", {"signature": base64.encodebytes(raw).decode()})

    die_at(moment, visitor, pressing)

    with inside(scratch_company):
        assert Signature.objects.count() == (moment == COMMITTED)
    assert visitor.post(*pressing).status_code in {200, 302}
    with inside(scratch_company):
        signature = Signature.objects.get()
        assert bytes(signature.raw) == raw
        assert (signature.status, signature.request.state) == ("valid", "signed")
        everybody_is_told_once(scratch_company)


def everybody_is_told_once(company: GridCompany) -> None:
    """No letter is written twice, and each that has not left is listed as due."""
    letters = list(OutboxMessage.objects.values_list("pk", "recipient", "channel", "subject", "text"))
    assert len({letter[1:] for letter in letters}) == len(letters)
    with in_public():
        listed = DueWork.objects.filter(schema_name=company.schema_name).values_list("subject", flat=True)
        assert {letter[0] for letter in letters} <= set(listed)
