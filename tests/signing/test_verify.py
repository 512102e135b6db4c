"""What the collection of files does not show: moments, renewed authorities, answers on revocation, hostile pools."""

import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import signing
from accounts import synthetic
from gost.streebog import NoBackend
from signing.crypto.cades import Code, Expected, Status, Trust, load_certificate, load_crl, load_ocsp, verify
from signing.testing.authority import OCSP_SIGNING, Authority, issue, name
from signing.testing.keys import Key
from signing.testing.signatures import detached
from tests.moment import NOW
from tests.signing.conftest import DAY


def codes(report):
    return report.status, report.code


GOOD = (Status.VALID, Code.OK)


def test_the_head_of_an_organisation_signs(pki, director, digests):
    signature = pki.sign(director, digests, when=NOW)
    expected = Expected(ogrn=synthetic.ogrn(1), inn_le=synthetic.inn10(1))
    report = verify(signature, digests, pki.trust(at=NOW), expected)
    assert codes(report) == GOOD
    assert report.subject is not None
    assert report.subject.person == "Туксин Артём Александрович"
    assert report.subject.organization == "ООО «Ромашка»"


def test_nobody_in_particular_may_be_expected(pki, director, digests):
    assert codes(verify(pki.sign(director, digests, when=NOW), digests, pki.trust(at=NOW))) == GOOD


def test_a_sole_trader_signs(pki, digests):
    trader = pki.trader(
        since=NOW - DAY, ogrnip=synthetic.ogrnip(2), inn=synthetic.inn12(2), surname="Ким", given_name="Анна"
    )
    signature = pki.sign(trader, digests, when=NOW, stamped=True)
    ours = Expected(ogrnip=synthetic.ogrnip(2), inn=synthetic.inn12(2))
    assert codes(verify(signature, digests, pki.trust(at=NOW, require_timestamp=True), ours)) == GOOD
    other = replace(ours, inn=synthetic.inn12(3))
    assert verify(signature, digests, pki.trust(at=NOW), other).code is Code.WRONG_SUBJECT


def test_a_signature_of_another_pki_is_not_trusted(pki, director, digests):
    stranger = type(pki).since(NOW - 400 * DAY)
    report = verify(pki.sign(director, digests, when=NOW), digests, stranger.trust(at=NOW))
    assert codes(report) == (Status.INVALID, Code.UNTRUSTED)


def test_a_revocation_just_before_signing_shows_in_the_next_list(pki, director, digests):
    """The list of the day knows nothing yet; a check after the next one is out finds it."""
    signature = pki.sign(director, digests, when=NOW)
    at_once = pki.trust(at=NOW)
    assert codes(verify(signature, digests, at_once)) == GOOD
    pki.issuer.revoke(director, NOW - timedelta(minutes=5))
    later = NOW + DAY
    newer = tuple(load_crl(authority.crl(later, later + DAY)) for authority in (pki.root, pki.issuer))
    assert codes(verify(signature, digests, replace(at_once, crls=at_once.crls + newer))) == GOOD  # from the future
    again = replace(at_once, crls=at_once.crls + newer, now=later)
    assert codes(verify(signature, digests, again)) == (Status.INVALID, Code.REVOKED)


def test_a_revocation_after_signing_changes_nothing(pki, director, digests):
    signature = pki.sign(director, digests, when=NOW)
    pki.issuer.revoke(director, NOW + timedelta(hours=1))
    later = NOW + DAY
    newer = tuple(load_crl(authority.crl(later, later + DAY)) for authority in (pki.root, pki.issuer))
    assert codes(verify(signature, digests, replace(pki.trust(at=NOW), crls=newer, now=later))) == GOOD


def test_an_authority_with_an_expired_certificate_of_the_same_key(pki, director, digests):
    """Authorities are certified again with the key they have; whichever is met first, the way in force is found."""
    authority = pki.issuer.identity
    old = issue(authority.subject, authority.key, pki.root.identity, NOW - 300 * DAY, NOW - 200 * DAY, authority=True)
    for chain in ([old.certificate, authority.certificate], [authority.certificate, old.certificate]):
        signature = detached(director, digests[256], chain, when=NOW)
        assert codes(verify(signature, digests, pki.trust(at=NOW))) == GOOD
    only_old = detached(director, digests[256], [old.certificate], when=NOW)
    assert codes(verify(only_old, digests, pki.trust(at=NOW))) == (Status.INVALID, Code.EXPIRED)


def test_a_hundred_false_authorities_are_not_all_tried(pki, director, digests):
    """Each costs a check of a signature: whoever puts them in would hold a process for seconds."""
    authority = pki.issuer.identity.certificate
    false = [authority[:-2] + n.to_bytes(2, "big") for n in range(100)]
    signature = detached(director, digests[256], false, when=NOW)
    assert verify(signature, digests, pki.trust(at=NOW)).code is Code.CHAIN_BROKEN


def with_ocsp(trust: Trust, *answers: bytes) -> Trust:
    """The issuer of people answers by OCSP alone; the head authority has its list."""
    return replace(trust, crls=trust.crls[:1], ocsp=tuple(map(load_ocsp, answers)))


def test_an_answer_by_ocsp(pki, director, digests):
    signature = pki.sign(director, digests, when=NOW)
    trust = pki.trust(at=NOW)
    assert codes(verify(signature, digests, with_ocsp(trust))) == (Status.INDETERMINATE, Code.REVOCATION_UNKNOWN)
    report = verify(signature, digests, with_ocsp(trust, pki.issuer.ocsp(director, NOW)))
    assert codes(report) == GOOD
    assert report.revocation == ("ocsp", "crl")


def test_an_old_answer_is_not_replayed(pki, director, digests):
    """«Good» of last year, without the time of the next one, must not hide that it was revoked since."""
    old = pki.issuer.ocsp(director, NOW - 20 * DAY)
    pki.issuer.revoke(director, NOW - DAY)
    signature = pki.sign(director, digests, when=NOW)
    trust = pki.trust(at=NOW)
    assert verify(signature, digests, with_ocsp(trust, old)).code is Code.REVOCATION_UNKNOWN
    assert verify(signature, digests, replace(trust, ocsp=(load_ocsp(old),))).code is Code.REVOKED


def test_the_newest_answer_counts(pki, director, digests):
    before = pki.issuer.ocsp(director, NOW - timedelta(minutes=30), NOW + DAY)
    pki.issuer.revoke(director, NOW - timedelta(minutes=20))
    after = pki.issuer.ocsp(director, NOW - timedelta(minutes=10), NOW + DAY)
    signature = pki.sign(director, digests, when=NOW)
    for answers in ((before, after), (after, before)):
        assert verify(signature, digests, with_ocsp(pki.trust(at=NOW), *answers)).code is Code.REVOKED


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [(NOW - DAY, NOW + DAY, Status.VALID), (NOW - 9 * DAY, NOW - DAY, Status.INDETERMINATE)],
)
def test_a_service_answers_while_its_certificate_lives(pki, director, digests, since, until, status):
    service = issue(
        name(C="RU", CN="OCSP"), Key(), pki.issuer.identity, since, until, extended=(OCSP_SIGNING,), usage=(0,)
    )
    answer = pki.issuer.ocsp(director, NOW, NOW + DAY, service)
    signature = pki.sign(director, digests, when=NOW)
    assert verify(signature, digests, with_ocsp(pki.trust(at=NOW), answer)).status is status


def test_a_list_signed_by_a_key_we_do_not_know_is_no_list(pki, director, digests):
    """It leaves the question open; the signature is not to blame."""
    impostor = Authority(replace(pki.issuer.identity, key=Key.long()))
    trust = pki.trust(at=NOW)
    false = replace(trust, crls=(trust.crls[0], load_crl(impostor.crl(NOW, NOW + DAY))))
    report = verify(pki.sign(director, digests, when=NOW), digests, false)
    assert codes(report) == (Status.INDETERMINATE, Code.REVOCATION_UNKNOWN)


def test_accreditation_is_asked_for_the_day_of_issue(pki, director, digests):
    asked = []

    def accredited(issuer, issued_at):
        asked.append((issuer.sha1, issued_at))
        return False

    report = verify(pki.sign(director, digests, when=NOW), digests, pki.trust(at=NOW, accredited=accredited))
    assert report.code is Code.NOT_QUALIFIED
    assert asked == [(load_certificate(pki.issuer.identity.certificate).sha1, NOW - 30 * DAY)]


def test_a_digest_of_the_other_length_is_not_enough(pki, director, digests):
    signature = pki.sign(director, digests, when=NOW)
    assert verify(signature, {512: digests[512]}, pki.trust(at=NOW)).code is Code.OTHER_DOCUMENT


def test_moments_have_a_time_zone(pki):
    with pytest.raises(ValueError, match="time zone"):
        pki.trust(at=NOW, now=datetime(2026, 3, 13))


def test_a_machine_without_streebog_blames_no_signature(pki, director, digests, monkeypatch):
    signature, trust = pki.sign(director, digests, when=NOW), pki.trust(at=NOW)
    monkeypatch.setenv("STREEBOG_BACKEND", "abacus")
    with pytest.raises(NoBackend):
        verify(signature, digests, trust)


def test_names_are_fit_to_be_stored_and_shown(pki, digests):
    who = pki.person(name(C="RU", CN="ООО \x00«Сеть»\n\tСевер"), since=NOW - DAY)
    report = verify(pki.sign(who, digests, when=NOW), digests, pki.trust(at=NOW))
    assert report.chain[0] == "ООО «Сеть» Север"
    endless = pki.person(name(C="RU", CN="Ы" * 100_000), since=NOW - DAY)
    assert verify(pki.sign(endless, digests, when=NOW), digests, pki.trust(at=NOW)).code is Code.MALFORMED


def test_the_verifier_needs_nothing_of_the_site():
    """It runs before there are settings, and in a process of its own where one is wanted."""
    modules = ", ".join(f"signing.crypto.{name}" for name in ("cades", "timestamp", "authorities", "mchd", "pep"))
    command = [sys.executable, "-c", f"import {modules}, sys; assert 'django' not in sys.modules"]
    subprocess.run(command, cwd=Path(signing.__file__).parents[1], check=True)


def test_a_pki_survives_a_restart(pki, director, digests, tmp_path):
    pki.save(tmp_path)
    again = type(pki).load(tmp_path)
    signature = pki.sign(director, digests, when=NOW, stamped=True)
    assert codes(verify(signature, digests, again.trust(at=NOW))) == GOOD
    assert again.issuer.identity == replace(pki.issuer.identity, key=again.issuer.identity.key)
    with pytest.raises(OSError, match="root"):
        type(pki).load(tmp_path / "nothing")
