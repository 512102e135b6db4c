"""A person signs with a code from an SMS."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest

from accounts import services as accounts
from accounts.errors import (
    CodeBlocked,
    CodeExpired,
    CodeTooSoon,
    PhoneNotConfirmed,
    TooManyCodes,
    TooManyCodesInAnHour,
    WrongCode,
)
from accounts.models import ConsentText, PhoneCode, User
from audit.models import Record
from documents.storage import storage
from notifications.models import OutboxMessage
from signing import services
from signing.errors import (
    AgreementMissing,
    DocumentChanged,
    DocumentNotOpened,
    DueDatePassed,
    MayNotSign,
    PhoneOnHold,
    SignedAlready,
    WrongKind,
)
from signing.models import Protocol, Signature, SignatureRequest
from tests import world
from tests.moment import NOW
from tests.signing import by_sms
from tests.world import EVIDENCE

pytestmark = pytest.mark.usefixtures("here")

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
State = SignatureRequest.State


def test_the_right_code_signs(applicant: User) -> None:
    request = by_sms.ready(applicant)
    signature = by_sms.confirm(request, by_sms.send(request, applicant), applicant)

    request.refresh_from_db()
    assert (request.state, request.ended_by) == (State.SIGNED, applicant)
    assert (signature.status, signature.signer, signature.signed_at) == ("valid", "Орлова Анна Андреевна", NOW)
    assert not signature.is_test  # of test certificates alone
    assert signature.checks.get().code == "ok"
    assert Record.objects.filter(event="signing.signed", subject_id=request.pk).exists()


def test_the_sms_names_the_document_and_its_hash_and_fits_into_three_parts(applicant: User) -> None:
    request = by_sms.ready(applicant, title="Договор об осуществлении технологического присоединения № 1455")
    code = by_sms.send(request, applicant)

    lines = by_sms.newest_sms(applicant.phone).text.splitlines()
    sha256 = request.document.sha256.upper()
    hashed = f"{sha256[:4]}-{sha256[4:8]}"
    said = f"{code} — код подписи документа «Договор об осуществлении…» ({hashed}). Никому не сообщайте код."
    assert lines[0] == said
    assert lines[-1] == f"@gorset.localhost #{code}"
    assert len("\n".join(lines)) <= 3 * 67


@pytest.mark.parametrize("typed", ["{0} ", " {1} {2}", "{1}\u00a0{2}"])
def test_blanks_in_a_code_do_not_matter(applicant: User, typed: str) -> None:
    request = by_sms.ready(applicant)
    code = by_sms.send(request, applicant)

    assert by_sms.confirm(request, typed.format(code, code[:3], code[3:]), applicant).status == "valid"


def test_five_wrong_codes_and_then_a_quarter_of_an_hour(applicant: User) -> None:
    request = by_sms.ready(applicant)
    code = by_sms.send(request, applicant)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongCode, match=f"Осталось попыток: {left}"):
            by_sms.confirm(request, by_sms.wrong(code), applicant)
    with pytest.raises(CodeBlocked):
        by_sms.confirm(request, by_sms.wrong(code), applicant)
    with pytest.raises(CodeBlocked):
        by_sms.confirm(request, code, applicant)
    with pytest.raises(CodeBlocked):
        by_sms.send(request, applicant, now=NOW + 14 * MINUTE)

    later = NOW + 15 * MINUTE
    signature = by_sms.confirm(request, by_sms.send(request, applicant, now=later), applicant, now=later)
    events = [event["event"] for event in json.loads(bytes(signature.raw))["protocol"]["events"]]
    assert events == ["document_opened", "code_sent", *["code_wrong"] * 5, "code_sent", "code_confirmed"]


def test_a_code_lives_for_ten_minutes(applicant: User) -> None:
    request = by_sms.ready(applicant)
    code = by_sms.send(request, applicant)
    with pytest.raises(CodeExpired):
        by_sms.confirm(request, code, applicant, now=NOW + 10 * MINUTE)
    assert by_sms.confirm(request, code, applicant, now=NOW + 9 * MINUTE).status == "valid"


def test_a_code_of_one_document_is_nothing_for_another(applicant: User) -> None:
    one, other = by_sms.ready(applicant), by_sms.ready(applicant, title="Акт")
    code = by_sms.send(one, applicant)
    with pytest.raises(CodeExpired):
        by_sms.confirm(other, code, applicant)
    by_sms.send(other, applicant, now=NOW + MINUTE)

    assert (
        by_sms.confirm(one, code, applicant, now=NOW + MINUTE).status == "valid"
    )  # each document has a code of its own


def test_a_code_of_one_session_is_nothing_in_another(applicant: User) -> None:
    request = by_sms.ready(applicant)
    code = by_sms.send(request, applicant)
    with pytest.raises(CodeExpired):
        by_sms.confirm(request, code, applicant, session="b" * 32)


def test_a_new_code_kills_the_old_one(applicant: User) -> None:
    request = by_sms.ready(applicant)
    old = by_sms.send(request, applicant)
    with pytest.raises(CodeTooSoon):
        by_sms.send(request, applicant, now=NOW + timedelta(seconds=59))
    new = by_sms.send(request, applicant, now=NOW + MINUTE)
    if old != new:
        with pytest.raises(WrongCode):
            by_sms.confirm(request, old, applicant, now=NOW + MINUTE)
    assert by_sms.confirm(request, new, applicant, now=NOW + MINUTE).status == "valid"


def test_the_page_knows_of_the_code_of_its_own_document_and_session(applicant: User) -> None:
    one, other = by_sms.ready(applicant), by_sms.ready(applicant, title="Акт")
    by_sms.send(one, applicant)

    def is_sent(request: SignatureRequest, session: str = by_sms.SESSION) -> bool:
        request.refresh_from_db()
        return services.code_waiting(request, by=applicant, session=session, now=NOW).is_sent

    assert is_sent(one)
    assert not is_sent(other)
    assert not is_sent(one, session="b" * 32)


def test_the_sixth_code_of_an_hour_is_not_sent(applicant: User) -> None:
    request = by_sms.ready(applicant)
    for n in range(5):
        by_sms.send(request, applicant, now=NOW + n * MINUTE)
    with pytest.raises(TooManyCodesInAnHour):
        by_sms.send(request, applicant, now=NOW + 5 * MINUTE)
    by_sms.send(request, applicant, now=NOW + HOUR)


def test_twenty_codes_a_day_and_those_that_confirm_a_number_are_counted_apart(applicant: User) -> None:
    request = by_sms.ready(applicant)
    for n in range(20):
        by_sms.send(request, applicant, now=NOW + n * HOUR)
    later = NOW + 20 * HOUR
    with pytest.raises(TooManyCodes):
        by_sms.send(request, applicant, now=later)
    accounts.send_code(
        applicant, purpose=PhoneCode.Purpose.CHANGE, phone=applicant.phone, address="192.0.2.9", now=later
    )


def test_a_number_changed_between_the_code_and_its_confirmation_signs_nothing(applicant: User) -> None:
    request = by_sms.ready(applicant)
    code = by_sms.send(request, applicant)
    later = NOW + 2 * MINUTE
    new = "+79005550101"
    accounts.send_code(applicant, purpose=PhoneCode.Purpose.CHANGE, phone=new, address="192.0.2.9", now=later)
    accounts.change_phone(applicant, phone=new, code=by_sms.newest_sms(new).text[:6], now=later)

    with pytest.raises(PhoneOnHold, match=r"с 14\.03\.2026 14:07"):
        by_sms.confirm(request, code, applicant, now=later)
    with pytest.raises(PhoneOnHold):
        by_sms.send(request, applicant, now=later + 23 * HOUR)
    held = later + 24 * HOUR
    assert by_sms.confirm(request, by_sms.send(request, applicant, now=held), applicant, now=held).status == "valid"


def test_nobody_signs_by_a_number_that_was_not_confirmed(applicant: User) -> None:
    request = by_sms.ready(applicant)
    applicant.phone_confirmed_at = None
    with pytest.raises(PhoneNotConfirmed):
        by_sms.send(request, applicant)


def test_the_document_is_opened_and_the_agreement_accepted_before_a_code_is_sent(applicant: User) -> None:
    request = by_sms.asked(applicant)
    with pytest.raises(DocumentNotOpened):
        by_sms.send(request, applicant)
    services.note_opened(request, by=applicant, evidence=EVIDENCE, now=NOW)
    with pytest.raises(AgreementMissing):
        by_sms.send(request, applicant)
    assert not OutboxMessage.objects.filter(channel="sms").exists()
    assert services.agreement_of(applicant) is None


def test_a_new_wording_of_the_agreement_is_accepted_anew(applicant: User) -> None:
    request = by_sms.ready(applicant)
    code = by_sms.send(request, applicant)
    kind = ConsentText.Kind.SIMPLE_SIGNATURE
    accounts.publish_text(kind, body="Новый текст", by=None, now=NOW)
    with pytest.raises(AgreementMissing):
        by_sms.confirm(request, code, applicant)
    accounts.give_consents(applicant, kinds=[kind], evidence=EVIDENCE, now=NOW)

    signature = by_sms.confirm(request, code, applicant)
    assert json.loads(bytes(signature.raw))["protocol"]["agreement"]["version"] == 2


def test_a_file_replaced_in_the_store_after_the_code_was_sent_is_not_signed(applicant: User) -> None:
    request = by_sms.ready(applicant)
    code = by_sms.send(request, applicant)
    storage().put(str(request.document.key), io.BytesIO(b"%PDF-1.7 other"), content_type="application/pdf")

    with pytest.raises(DocumentChanged):
        by_sms.confirm(request, code, applicant)
    assert Record.objects.filter(event="signing.document_changed").exists()
    assert not Signature.objects.exists()
    storage().put(str(request.document.key), io.BytesIO(world.PDF), content_type="application/pdf")
    assert by_sms.confirm(request, code, applicant).status == "valid"  # put right, and the code was not spent


def test_the_same_press_twice_signs_once(applicant: User) -> None:
    request = by_sms.ready(applicant)
    code = by_sms.send(request, applicant)

    assert by_sms.confirm(request, code, applicant) == by_sms.confirm(request, code, applicant)
    assert Protocol.objects.count() == 1
    with pytest.raises(SignedAlready):
        by_sms.send(request, applicant, now=NOW + MINUTE)


def test_after_the_term_no_code_is_sent_and_none_is_taken(applicant: User) -> None:
    request = by_sms.ready(applicant)
    services.prolong(request.document, due_on=NOW.date(), by=applicant, now=NOW)
    code = by_sms.send(request, applicant)
    tomorrow = NOW + 24 * HOUR
    with pytest.raises(DueDatePassed):
        by_sms.confirm(request, code, applicant, now=tomorrow)
    with pytest.raises(DueDatePassed):
        by_sms.send(request, applicant, now=tomorrow)


def test_others_sign_nothing_here(applicant: User, stranger: User, administrator: User) -> None:
    request = by_sms.ready(applicant)
    code = by_sms.send(request, applicant)
    representative = world.representative(applicant, 1)
    for other in (stranger, administrator, representative):
        with pytest.raises(MayNotSign):
            by_sms.confirm(request, code, other)
        with pytest.raises(MayNotSign):
            by_sms.send(request, other)


def test_an_organisation_does_not_sign_by_sms(here: None) -> None:
    user: Any = world.organisation(3)
    request = by_sms.asked(user)
    with pytest.raises(WrongKind, match="квалифицированной"):
        services.note_opened(request, by=user, evidence=EVIDENCE, now=NOW)
    with pytest.raises(WrongKind):
        by_sms.send(request, user)
    with pytest.raises(WrongKind):
        by_sms.confirm(request, "000000", user)
