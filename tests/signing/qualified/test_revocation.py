"""Whether a certificate was revoked may be known only later: then it is asked again, and the verdict may turn."""

import io

import pytest

import documents.services
from gost import streebog
from signing import services
from signing.errors import SigningRejected
from signing.models import Signature, SignatureCheck, SignatureRequest
from signing.services.rechecks import ATTEND
from signing.signals import changed
from signing.testing.signatures import detached, time_stamper
from signing.testing.testpki import Pki
from signing.trust.models import RevocationList
from tenancy import due
from tenancy.models import DueWork
from tests.moment import NOW
from tests.signing import by_certificate as made
from tests.signing.by_certificate import DAY, HOUR

State = SignatureRequest.State
MINUTE = HOUR / 60
CRL, OCSP = "/ca.crl", "/ocsp"


@pytest.fixture
def first_look(here, pki):
    """Trusted, but whom the issuer has revoked nobody has asked yet."""
    return made.make_trusted(pki, lists=False)


@pytest.fixture
def contract(first_look, administrator, owner):
    return made.asked(administrator, owner)


@pytest.fixture
def head_of_company(pki, company, network):
    where = made.addresses(crl=network.url(CRL), ocsp=network.url(OCSP))
    return made.head_of_company(pki, company, extra=where)


@pytest.fixture
def given(pki, contract, signer, head_of_company):
    """The company has signed; nobody answers whether the certificate is revoked."""
    raw = made.signature(pki, head_of_company, contract[0])
    return services.sign_qualified(contract[0], raw, by=signer, now=NOW)


@pytest.fixture
def told(here):
    """Events, with the side they are about."""
    heard = []

    def hear(request, event, **rest):
        heard.append((request.side, event))

    changed.connect(hear)
    yield heard
    changed.disconnect(hear)


def listed(pki, *, at):
    """The issuer publishes a list, for a day."""
    return lambda body: pki.issuer.crl(at, at + DAY)


def recheck(signature, now):
    return services.recheck(signature, now=now)


def state(request):
    return SignatureRequest.objects.get(pk=request.pk).state


def test_while_nobody_answers_the_signature_is_being_checked(given, contract):
    assert (given.status, given.code) == ("indeterminate", "revocation_unknown")
    assert [state(request) for request in contract] == [State.CHECKING, State.WAITING]


def test_a_stamp_does_not_let_a_stranger_wait(pki, company, contract, signer):
    """Of the service of stamps nothing is known yet; of the signer it is known that nobody trusts the issuer."""
    other = Pki.since(NOW - 400 * DAY)
    stranger = made.head_of_company(other, company)
    content = b"".join(documents.services.chunks(contract[0].document))
    digest = streebog.digests(io.BytesIO(content))[256]
    raw = detached(stranger, digest, other.chain, when=NOW, stamper=time_stamper(pki.stamps, NOW, pki.chain))
    with pytest.raises(SigningRejected) as refusal:
        services.sign_qualified(contract[0], raw, by=signer, now=NOW)
    assert refusal.value.code == "untrusted"


def test_it_is_tried_after_a_minute_five_half_an_hour_and_then_every_hour_of_a_day(given, told):
    tries = []
    signature, now = given, NOW
    while signature.next_check_at is not None:
        tries.append(signature.next_check_at - now)
        now = signature.next_check_at
        signature = recheck(signature, now)
    assert tries == [MINUTE, 5 * MINUTE, 30 * MINUTE, *([HOUR] * 24)]
    assert signature.status == "indeterminate"
    assert told == [("company", "unsettled")]
    assert SignatureCheck.objects.count() == 1 + 3 + 24


def test_when_the_list_comes_the_signature_is_valid_and_the_turn_passes_on(pki, network, given, contract, told):
    network.answers[CRL] = listed(pki, at=NOW - HOUR)
    signature = recheck(given, NOW + MINUTE)
    assert (signature.status, state(contract[0]), state(contract[1])) == ("valid", State.SIGNED, State.AVAILABLE)
    assert told == [("company", "signed"), ("applicant", "available")]
    assert [check.status for check in signature.checks.all()] == ["indeterminate", "valid"]
    assert signature.trust_version > given.trust_version


def test_when_the_list_names_the_certificate_its_side_may_sign_again(
    pki, company, network, given, contract, signer, head_of_company, told
):
    pki.issuer.revoke(head_of_company, NOW - DAY)
    network.answers[CRL] = listed(pki, at=NOW - HOUR)
    signature = recheck(given, NOW + MINUTE)
    assert (signature.status, signature.code, signature.next_check_at) == ("invalid", "revoked", None)
    assert [state(request) for request in contract] == [State.AVAILABLE, State.WAITING]
    assert told == [("company", "invalidated")]
    again = made.signature(pki, made.head_of_company(pki, company), contract[0], when=NOW + HOUR)
    services.sign_qualified(contract[0], again, by=signer, now=NOW + HOUR)
    assert [state(request) for request in contract] == [State.SIGNED, State.AVAILABLE]
    assert Signature.objects.count() == 2


def test_a_revocation_just_before_the_signature_shows_in_the_next_list(
    pki, network, given, contract, head_of_company, told
):
    network.answers[CRL] = listed(pki, at=NOW - HOUR)
    valid = recheck(given, NOW + MINUTE)
    assert valid.next_check_at == NOW - HOUR + DAY  # when the next list is due
    pki.issuer.revoke(head_of_company, NOW - MINUTE)
    network.answers[CRL] = listed(pki, at=NOW + 22 * HOUR)
    invalid = recheck(valid, NOW - HOUR + DAY)
    assert (invalid.status, invalid.code) == ("invalid", "revoked")
    assert [state(request) for request in contract] == [State.AVAILABLE, State.WAITING]
    assert told[-1] == ("company", "invalidated")


def test_a_revocation_after_the_signature_changes_nothing_and_is_looked_at_once(
    pki, network, given, contract, head_of_company
):
    network.answers[CRL] = listed(pki, at=NOW - HOUR)
    valid = recheck(given, NOW + MINUTE)
    pki.issuer.revoke(head_of_company, NOW + DAY / 2)
    network.answers[CRL] = listed(pki, at=NOW + 22 * HOUR)
    still = recheck(valid, NOW - HOUR + DAY)
    assert (still.status, still.next_check_at, state(contract[0])) == ("valid", None, State.SIGNED)
    assert [check.status for check in still.checks.all()] == ["indeterminate", "valid", "valid"]


def test_an_issuer_that_promises_for_a_month_is_asked_every_day(pki, network, given):
    network.answers[CRL] = lambda body: pki.issuer.crl(NOW - HOUR, NOW + 30 * DAY)
    signature = recheck(given, NOW + MINUTE)
    assert signature.next_check_at == NOW + MINUTE + DAY
    assert recheck(signature, NOW + MINUTE + DAY).next_check_at == NOW + MINUTE + 2 * DAY
    network.answers[CRL] = lambda body: pki.issuer.crl(NOW + HOUR, NOW + 31 * DAY)
    assert recheck(signature, NOW + MINUTE + 2 * DAY).next_check_at is None


def test_the_ministry_too_tells_where_a_list_is(pki, network, given):
    network.answers["/by-the-ministry.crl"] = listed(pki, at=NOW - HOUR)
    made.trust.update_authorities(made.authority_list([made.listed(pki, network.url("/by-the-ministry.crl"))]), now=NOW)
    assert recheck(given, NOW + MINUTE).status == "valid"


def test_where_no_list_is_published_the_service_is_asked(pki, network, given, head_of_company):
    network.answers[OCSP] = lambda question: pki.issuer.ocsp(head_of_company, NOW + MINUTE, NOW + HOUR)
    signature = recheck(given, NOW + MINUTE)
    assert (signature.status, signature.report["revocation"]) == ("valid", ["ocsp", "crl"])
    assert signature.report["ocsp"]  # kept: the verdict can be reached again


def test_the_service_may_know_of_a_revocation(pki, network, given, head_of_company):
    pki.issuer.revoke(head_of_company, NOW - DAY)
    network.answers[OCSP] = lambda question: pki.issuer.ocsp(head_of_company, NOW + MINUTE, NOW + HOUR)
    assert recheck(given, NOW + MINUTE).code == "revoked"


def test_a_list_that_comes_later_knows_better_than_the_answer(pki, network, given, contract, head_of_company):
    network.answers[OCSP] = lambda question: pki.issuer.ocsp(head_of_company, NOW + MINUTE, NOW + HOUR)
    valid = recheck(given, NOW + MINUTE)
    assert valid.status == "valid"
    pki.issuer.revoke(head_of_company, NOW - MINUTE)
    network.answers[CRL] = listed(pki, at=NOW + 22 * HOUR)
    assert recheck(valid, NOW + DAY).code == "revoked"
    assert [state(request) for request in contract] == [State.AVAILABLE, State.WAITING]


def test_a_verdict_is_reached_again_from_what_it_was_reached_with(pki, network, given, head_of_company):
    network.answers[OCSP] = lambda question: pki.issuer.ocsp(head_of_company, NOW + MINUTE, NOW + HOUR)
    recheck(given, NOW + MINUTE)
    network.answers.clear()
    pki.issuer.revoke(head_of_company, NOW - DAY)
    for check in SignatureCheck.objects.all():
        report = services.reach_again(check)
        assert (report.status, report.code) == (check.status, check.code)


def test_only_a_revocation_overturns_a_verdict_once_given(
    pki, trusted, administrator, owner, signer, company, settings
):
    """A trust store in disorder is trouble of ours: it is noted, and no contract is undone."""
    request = made.asked(administrator, owner)[0]
    raw = made.signature(pki, made.head_of_company(pki, company), request)
    signature = services.sign_qualified(request, raw, by=signer, now=NOW)
    made.trust.update_authorities(made.authority_list([made.nobody()]), now=NOW + MINUTE)
    signature = recheck(signature, NOW + HOUR)
    assert (signature.status, state(request)) == ("valid", State.SIGNED)
    assert [check.code for check in signature.checks.all()] == ["ok", "not_qualified"]


def test_what_was_found_invalid_stays_so(pki, network, given, contract):
    """Another worker, with an older list, comes to its verdict later."""
    Signature.objects.update(status="invalid", code="revoked", next_check_at=None)
    network.answers[CRL] = listed(pki, at=NOW - HOUR)
    assert recheck(given, NOW + MINUTE).status == "invalid"
    assert contract[0].signature is None


def test_what_is_not_settled_is_looked_at_a_minute_later(given):
    assert DueWork.objects.get(task=ATTEND, subject=given.pk).due_at == NOW + MINUTE


def test_a_signature_that_is_on_no_list_is_found_at_night(given):
    due.settle(ATTEND, given.pk)
    assert services.plan_forgotten(now=NOW + 25 * HOUR) == 1
    assert DueWork.objects.get(task=ATTEND, subject=given.pk).due_at == NOW + 25 * HOUR


def test_a_recalled_document_is_not_signed_by_a_late_verdict(pki, network, given, contract, administrator):
    services.recall(contract[0].document, reason="Ошибка в договоре", by=administrator, now=NOW)
    network.answers[CRL] = listed(pki, at=NOW - HOUR)
    assert recheck(given, NOW + MINUTE).status == "valid"
    assert [state(request) for request in contract] == [State.RECALLED, State.RECALLED]


@pytest.mark.parametrize("private", [[], ["10.0.0.1"]])
def test_an_address_in_an_inner_network_is_never_asked(network, given, settings, private):
    settings.SIGNING_PRIVATE_HOSTS = private
    recheck(given, NOW + MINUTE)
    assert network.asked == []


def test_a_host_nobody_listed_is_never_asked(network, given, settings):
    settings.SIGNING_CRL_HOSTS = ["crl.example.ru"]
    recheck(given, NOW + MINUTE)
    assert network.asked == []


def test_a_redirect_is_not_followed(network, given):
    network.answers[CRL] = network.answers[OCSP] = lambda body: 302
    assert recheck(given, NOW + MINUTE).status == "indeterminate"
    assert set(network.asked) == {CRL, OCSP}


def test_a_list_that_another_signed_is_not_kept(pki, network, given):
    network.answers[CRL] = lambda body: pki.root.crl(NOW - HOUR, NOW + DAY)
    known = RevocationList.objects.count()
    assert recheck(given, NOW + MINUTE).status == "indeterminate"
    assert RevocationList.objects.count() == known
