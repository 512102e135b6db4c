"""A qualified signature is taken only if a machine finds it good, of who was asked, in their turn."""

import base64
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction

from accounts.models import StaffRole
from audit.models import Record
from documents.storage import storage
from signing import services
from signing.errors import (
    DocumentChanged,
    DueDatePassed,
    MayNotSign,
    NotYourTurn,
    SignedAlready,
    SigningRejected,
    WrongKind,
)
from signing.models import Signature, SignatureRequest
from signing.papers import signature_file
from tenancy.company import inside
from tests import world
from tests.moment import NOW
from tests.signing import by_certificate as made
from tests.signing.by_certificate import APPLICANT, COMPANY, DAY, HOUR

State = SignatureRequest.State


def sign(request, raw, by, *, now=NOW, power=None):
    signature = services.sign_qualified(request, raw, by=by, now=now, power=power)
    request.refresh_from_db()
    return signature


def test_the_company_signs_and_then_the_applicant(pki, requests, signer, owner, head_of_company, head):
    first, second = requests
    of_company = sign(first, made.signature(pki, head_of_company, first), signer)
    second.refresh_from_db()
    assert (first.state, second.state) == (State.SIGNED, State.AVAILABLE)
    of_applicant = sign(second, made.signature(pki, head, second, when=NOW + HOUR), owner, now=NOW + HOUR)
    assert second.state == State.SIGNED
    assert (of_company.status, of_company.signer, of_company.position) == (
        "valid",
        "Иванова Мария Сергеевна",
        "Директор",
    )
    assert (of_applicant.signer, of_applicant.signed_by) == ("Громов Аркадий", owner)
    assert of_company.is_test  # of a test PKI, and told so wherever it is shown
    assert of_company.checks.count() == 1


def test_the_applicant_cannot_sign_before_the_company(pki, requests, owner, head):
    with pytest.raises(NotYourTurn):
        sign(requests[1], made.signature(pki, head, requests[1]), owner)


def test_nobody_signs_twice(pki, requests, signer, head_of_company):
    sign(requests[0], made.signature(pki, head_of_company, requests[0]), signer)
    with pytest.raises(SignedAlready):
        sign(requests[0], made.signature(pki, head_of_company, requests[0]), signer)
    assert Signature.objects.count() == 1


def test_the_same_signature_again_is_the_same_press(pki, requests, signer, head_of_company):
    raw = made.signature(pki, head_of_company, requests[0])
    assert sign(requests[0], raw, signer) == sign(requests[0], base64.encodebytes(raw), signer)


@pytest.mark.parametrize(
    "armour",
    [
        lambda der: der,
        base64.b64encode,
        lambda der: base64.encodebytes(der).replace(b"\n", b"\r\n"),
        lambda der: b"-----BEGIN CMS-----\n" + base64.encodebytes(der) + b"-----END CMS-----\n",
    ],
    ids=["a file", "base64", "base64 with crlf", "pem"],
)
def test_a_signature_comes_in_any_wrapping_and_is_kept_in_one(pki, requests, signer, head_of_company, armour):
    der = made.signature(pki, head_of_company, requests[0])
    assert bytes(sign(requests[0], armour(der), signer).raw) == der


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"", "malformed"), (b'{"signature": "MII="}', "malformed"), (b"\x30" + bytes(1 << 20), "too_large")],
    ids=["empty", "json", "over a megabyte"],
)
def test_what_is_no_signature_is_refused_with_the_reason(requests, signer, raw, code):
    with pytest.raises(SigningRejected) as refusal:
        sign(requests[0], raw, signer)
    assert refusal.value.code == code
    assert not Signature.objects.exists()
    journal = Record.objects.about(requests[0]).filter(event="signing.rejected")
    assert [line.details for line in journal] == [{"code": code}]


def test_the_certificate_must_be_of_this_company(pki, other_company, requests, signer):
    stranger = made.head_of_company(pki, other_company)
    with pytest.raises(SigningRejected, match=r"другому лицу\. Нужен сертификат, в котором указано: ООО «Горсеть»"):
        sign(requests[0], made.signature(pki, stranger, requests[0]), signer)
    assert requests[0].state == State.AVAILABLE


def test_the_certificate_must_be_of_this_applicant(pki, requests, signer, owner, head_of_company):
    sign(requests[0], made.signature(pki, head_of_company, requests[0]), signer)
    neighbour = made.head_of(pki, world.applicant_of(world.organisation(6, organisation_name="ООО «Лютик»")))
    with pytest.raises(SigningRejected) as refusal:
        sign(requests[1], made.signature(pki, neighbour, requests[1]), owner)
    assert refusal.value.code == "wrong_subject"


def test_an_entrepreneur_signs_with_ogrnip(pki, trusted, administrator, trader):
    request = made.asked(administrator, trader, sides=[APPLICANT])[0]
    raw = made.signature(pki, made.head_of(pki, world.applicant_of(trader)), request)
    assert sign(request, raw, trader).status == "valid"


def test_a_signature_of_another_document_is_refused(pki, administrator, owner, requests, signer, head_of_company):
    other = made.document(administrator, world.PDF + b"%", "другой.pdf")
    raw = made.signature(pki, head_of_company, made.asked(administrator, owner, of=other)[0])
    with pytest.raises(SigningRejected) as refusal:
        sign(requests[0], raw, signer)
    assert refusal.value.code == "other_document"


def test_who_may_sign_is_the_role_and_the_side(pki, requests, signer, owner, stranger, head_of_company):
    raw = made.signature(pki, head_of_company, requests[0])
    clerk = world.staff(9, StaffRole.SPECIALIST)
    for somebody in (clerk, owner, stranger):
        with pytest.raises(MayNotSign):
            sign(requests[0], raw, somebody)


def test_a_representative_does_not_sign(pki, requests, signer, owner, head_of_company, head):
    sign(requests[0], made.signature(pki, head_of_company, requests[0]), signer)
    with pytest.raises(MayNotSign):
        sign(requests[1], made.signature(pki, head, requests[1]), world.representative(owner, 3))


def test_a_person_signs_by_sms_only(pki, trusted, administrator, applicant, head):
    request = made.asked(administrator, applicant, sides=[APPLICANT])[0]
    assert request.kind == SignatureRequest.Kind.SIMPLE
    with pytest.raises(WrongKind, match="кодом из СМС"):
        sign(request, made.signature(pki, head, request), applicant)


def test_after_the_term_nobody_signs_until_it_is_prolonged(pki, trusted, administrator, owner, signer, head_of_company):
    today = NOW.date()
    request = made.asked(administrator, owner, sides=[COMPANY], due_on=today)[0]
    late = NOW + DAY
    raw = made.signature(pki, head_of_company, request, when=late)
    made.keep_list(pki.issuer, now=late)
    made.keep_list(pki.root, now=late)
    with pytest.raises(DueDatePassed, match=r"истёк 13\.03\.2026"):
        sign(request, raw, signer, now=late)
    services.prolong(request.document, due_on=today + 3 * DAY, by=administrator, now=late)
    assert sign(request, raw, signer, now=late).status == "valid"


def test_a_request_of_one_company_is_not_found_at_another(pki, other_company, requests, signer, head_of_company):
    raw = made.signature(pki, head_of_company, requests[0])
    with inside(other_company), pytest.raises(SignatureRequest.DoesNotExist):
        sign(requests[0], raw, signer)


def test_a_changed_file_in_the_storage_is_not_signed_and_is_an_alarm(pki, requests, signer, head_of_company, caplog):
    raw = made.signature(pki, head_of_company, requests[0])
    document = requests[0].document
    storage().put(str(document.key), BytesIO(world.PDF + b"!"), content_type="application/pdf")
    with pytest.raises(DocumentChanged):
        sign(requests[0], raw, signer)
    assert [line.levelname for line in caplog.records if "stored bytes" in line.message] == ["CRITICAL"]
    assert Record.objects.about(document).filter(event="signing.document_changed").exists()
    assert not Signature.objects.exists()


def test_the_signature_is_downloaded_as_it_came(pki, requests, signer, head_of_company):
    raw = made.signature(pki, head_of_company, requests[0])
    file = signature_file(sign(requests[0], raw, signer))
    assert (file.file_name, file.content_type, file.content) == (
        "договор.pdf.организация.sig",
        "application/pkcs7-signature",
        raw,
    )


def test_a_signature_taken_is_never_changed(pki, requests, signer, head_of_company):
    signature = sign(requests[0], made.signature(pki, head_of_company, requests[0]), signer)
    signature.raw = b"another"
    with pytest.raises(DatabaseError), transaction.atomic():
        signature.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.all().delete()
