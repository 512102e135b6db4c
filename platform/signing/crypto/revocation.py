"""Whether a certificate was revoked, from lists (CRL) and answers (OCSP) that were fetched beforehand.

They come over plain HTTP: anybody on the way can spoil them. What is spoilt is passed over as if it had not come: the
question stays open, and nothing is held against the signature.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from asn1crypto import x509
from asn1crypto.ocsp import OCSPResponse

from signing.crypto.algorithms import digest_by, has_issued, is_signed_by, public_key_bytes
from signing.crypto.asn1 import as_moment, is_present
from signing.crypto.certificates import title
from signing.crypto.errors import Code, Fault
from signing.crypto.trust import RevocationList, Trust


@dataclass(frozen=True)
class Revocation:
    """What a trustworthy source says of one certificate."""

    source: str  # "ocsp" or "crl"
    issued_at: datetime
    revoked_at: datetime | None


def check_path(path: list[x509.Certificate], trust: Trust, moment: datetime) -> list[str]:
    """The source that vouches for each certificate below the root. Fault REVOKED or REVOCATION_UNKNOWN.

    What was revoked after `moment` was still good then.
    """
    sources = []
    for child, parent in pairwise(path):
        state = _last_said(child, parent, trust, moment)
        if state is None:
            raise Fault(Code.REVOCATION_UNKNOWN, title(child.subject))
        if state.revoked_at is not None and state.revoked_at <= moment:
            raise Fault(Code.REVOKED, f"{title(child.subject)} {state.revoked_at.isoformat()}")
        sources.append(state.source)
    return sources


def _last_said(child: x509.Certificate, parent: x509.Certificate, trust: Trust, moment: datetime) -> Revocation | None:
    """The newer of both sources: a list that came after an answer knows of revocations that the answer did not."""
    found = by_ocsp(child, parent, trust, moment), by_crl(child, parent, trust, moment)
    return max(filter(None, found), key=lambda state: state.issued_at, default=None)


def by_crl(child: x509.Certificate, parent: x509.Certificate, trust: Trust, moment: datetime) -> Revocation | None:
    """By the newest whole list that the issuer signed and that was in force at `moment`; None if there is none."""
    for revocations in sorted(trust.crls, key=_issued_at, reverse=True):
        if not _is_usable(revocations, parent, trust, moment):
            continue
        entry = revocations.parsed.get_revoked_certificate_by_serial_number(child.serial_number)
        return Revocation("crl", _issued_at(revocations), entry.revocation_date_utc if entry else None)
    return None


def _issued_at(revocations: RevocationList) -> datetime:
    return revocations.parsed.last_update_utc


def _is_usable(revocations: RevocationList, parent: x509.Certificate, trust: Trust, moment: datetime) -> bool:
    try:
        return _is_whole_and_signed(revocations, parent, trust, moment)
    except Exception:  # whatever a parser thinks of it, it is no list
        return False


def _is_whole_and_signed(revocations: RevocationList, parent: x509.Certificate, trust: Trust, moment: datetime) -> bool:
    crl = revocations.parsed
    if revocations.issuer != parent.subject.hashable:
        return False
    usage = parent.key_usage_value
    if usage is not None and "crl_sign" not in usage.native:
        return False
    if any(extension.critical for extension in crl.extensions):  # a delta, indirect or partitioned list
        return False
    if crl.next_update_utc is None or crl.last_update_utc > trust.checked_at + trust.clock_skew:
        return False
    if crl.next_update_utc + trust.revocation_grace < moment:
        return False
    # Last: it hashes the whole list.
    return is_signed_by(parent, crl.tbs_certlist_bytes, crl.signature_algorithm_oid.dotted_string, crl.signature)


def by_ocsp(child: x509.Certificate, parent: x509.Certificate, trust: Trust, moment: datetime) -> Revocation | None:
    """By the newest answer about this very certificate that was in force at `moment`; None if there is none."""
    found = [state for response in trust.ocsp for state in _answers(response, child, parent, trust, moment)]
    return max(found, key=lambda state: state.issued_at, default=None)


def _answers(
    response: OCSPResponse, child: x509.Certificate, parent: x509.Certificate, trust: Trust, moment: datetime
) -> list[Revocation]:
    try:
        if response["response_status"].native != "successful":
            return []
        basic = response["response_bytes"]["response"].parsed
        return list(_signed_answers(basic, child, parent, trust, moment))
    except Exception:  # whatever a parser thinks of it, it is no answer
        return []


def _signed_answers(
    basic: Any, child: x509.Certificate, parent: x509.Certificate, trust: Trust, moment: datetime
) -> Iterator[Revocation]:
    body = basic["tbs_response_data"]
    about = [single for single in body["responses"] if _is_about(single["cert_id"], child, parent)]
    if not about:
        return
    responder = _responder(basic, parent)
    if responder is None or not is_signed_by(
        responder, body.dump(), basic["signature_algorithm"]["algorithm"].dotted, basic["signature"].native
    ):
        return
    for single in about:
        status, issued_at = single["cert_status"], as_moment(single["this_update"].native)
        if not _is_in_force(issued_at, single["next_update"].native, trust, moment):
            continue
        if status.name == "good":
            yield Revocation("ocsp", issued_at, None)
        elif status.name == "revoked":
            yield Revocation("ocsp", issued_at, as_moment(status.chosen["revocation_time"].native))


def _is_about(identifier: Any, child: x509.Certificate, parent: x509.Certificate) -> bool:
    if identifier["serial_number"].native != child.serial_number:
        return False
    algorithm = identifier["hash_algorithm"]["algorithm"].dotted
    return bool(
        identifier["issuer_name_hash"].native == digest_by(algorithm, parent.subject.dump())
        and identifier["issuer_key_hash"].native == digest_by(algorithm, public_key_bytes(parent))
    )


def _responder(basic: Any, parent: x509.Certificate) -> x509.Certificate | None:
    """Who may answer: the issuer, or a service to which the issuer itself gave a certificate for that."""
    if not is_present(basic["certs"]):
        return parent
    produced_at = basic["tbs_response_data"]["produced_at"].native
    for certificate in basic["certs"]:
        if certificate.dump() == parent.dump():
            return parent
        usage = certificate.extended_key_usage_value
        if usage is None or "ocsp_signing" not in usage.native or certificate.issuer != parent.subject:
            continue
        if not certificate.not_valid_before <= produced_at <= certificate.not_valid_after:
            continue
        if has_issued(parent, certificate):
            return certificate
    return None


def _is_in_force(issued_at: datetime, next_at: datetime | None, trust: Trust, moment: datetime) -> bool:
    """Not from the future, and not outdated at the moment the verdict is about."""
    if issued_at > trust.checked_at + trust.clock_skew:
        return False
    if next_at is None:
        return issued_at + trust.ocsp_max_age >= moment
    return next_at + trust.revocation_grace >= moment
