"""Whether a certificate was revoked, from lists (CRL) and answers (OCSP) that were fetched beforehand.

They come over plain HTTP, so anybody on the way can spoil them. A spoilt one is ignored as if it had not come: the
question stays open, and the signature is not refused for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from asn1crypto.ocsp import OCSPResponse

from . import admission
from .admission import LIST_SIGN, Certificate, load_certificate
from .algorithms import digest, digest_by, has_issued, is_signed_by, public_key_bytes
from .asn1 import as_moment, encoded, exact, is_present, items, whole_bytes
from .certificates import title
from .crl import REMOVED, Entry, RevocationList
from .errors import Code, Fault
from .names import same, same_encoded
from .trust import Trust

_OCSP_SIGNING = "1.3.6.1.5.5.7.3.9"
MAX_CERTIFICATES = 8  # certificates in one answer; one is usual
_ON_HOLD = "certificate_hold"


@dataclass(frozen=True)
class Revocation:
    """The statement of a trustworthy source about one certificate."""

    source: str  # "ocsp" or "crl"
    issued_at: datetime
    revoked_at: datetime | None
    is_final: bool = True  # a hold is not, because the authority may lift it


def check_path(path: list[Certificate], trust: Trust, moment: datetime) -> list[str]:
    """The source that vouches for each certificate below the root. Raises Fault REVOKED or REVOCATION_UNKNOWN.

    A certificate that was revoked after `moment` was still good then.
    """
    sources = []
    for child, parent in pairwise(path):
        said = [*_answers_on(child, parent, trust, moment), *_lists_on(child, parent, trust, moment)]
        if not said:
            raise Fault(Code.REVOCATION_UNKNOWN, title(child.subject))
        state = _weighed(said)
        if state.revoked_at is not None and state.revoked_at <= moment:
            raise Fault(Code.REVOKED, f"{title(child.subject)} {state.revoked_at.isoformat()}")
        sources.append(state.source)
    return sources


def _weighed(said: list[Revocation]) -> Revocation:
    """The one of several statements that counts.

    Revoked by any source is revoked, since when is the earliest that any of them names: «good» may be the answer of a
    stolen key, or of a service that has not heard yet. Only a hold ends when a newer source knows nothing of it.
    """
    newest_good = max((s.issued_at for s in said if s.revoked_at is None), default=None)
    revoked = [
        (statement.revoked_at, statement)
        for statement in said
        if statement.revoked_at is not None
        and (statement.is_final or newest_good is None or statement.issued_at >= newest_good)
    ]
    if revoked:
        return min(revoked, key=lambda pair: pair[0])[1]
    return max((s for s in said if s.revoked_at is None), key=lambda s: s.issued_at)


def by_crl(child: Certificate, parent: Certificate, trust: Trust, moment: datetime) -> Revocation | None:
    """By the whole lists that the issuer signed and that were in force at `moment`; None if there is none.

    `issued_at` is that of the newest list.
    """
    said = list(_lists_on(child, parent, trust, moment))
    if not said:
        return None
    weighed = _weighed(said)
    newest = max(statement.issued_at for statement in said)
    return Revocation("crl", newest, weighed.revoked_at, weighed.is_final)


def _lists_on(child: Certificate, parent: Certificate, trust: Trust, moment: datetime) -> Iterator[Revocation]:
    serial = child.serial_number
    for revocations in trust.crls:
        try:
            if not _is_usable(revocations, parent, trust, moment):
                continue
            entries = revocations.entries_of(serial)
        except Exception:  # it is no list, whatever error the parser raises  # noqa: S112
            continue
        yield from _stated(revocations, entries)


def _stated(revocations: RevocationList, entries: Iterable[Entry]) -> Iterator[Revocation]:
    """The statement of each row about the certificate. It is good if there is no row, or only one of a removal."""
    rows = [entry for entry in entries if entry.reason != REMOVED]
    for entry in rows:
        yield Revocation("crl", revocations.issued_at, entry.revoked_at, entry.is_final)
    if not rows:
        yield Revocation("crl", revocations.issued_at, None)


def _is_usable(revocations: RevocationList, parent: Certificate, trust: Trust, moment: datetime) -> bool:
    if not revocations.is_whole or not same_encoded(revocations.issuer, encoded(parent.subject)):
        return False
    usage = admission.key_usage(parent)
    if usage is not None and LIST_SIGN not in usage:
        return False
    if revocations.next_at is None or revocations.issued_at > trust.checked_at + trust.clock_skew:
        return False
    if revocations.next_at + trust.revocation_grace < moment:
        return False
    # This check comes last, because it hashes the whole list.
    return is_signed_by(parent, revocations.algorithm, revocations.signature, digest_of=revocations.digest)


def by_ocsp(child: Certificate, parent: Certificate, trust: Trust, moment: datetime) -> Revocation | None:
    """The revocation by OCSP answers about this certificate that were in force at `moment`; None without an answer."""
    said = list(_answers_on(child, parent, trust, moment))
    return _weighed(said) if said else None


def _answers_on(child: Certificate, parent: Certificate, trust: Trust, moment: datetime) -> Iterator[Revocation]:
    for response in trust.ocsp:
        try:
            said = list(_signed_answers(response, child, parent, trust, moment))
        except Exception:  # it is no answer, whatever error the parser raises  # noqa: S112
            continue
        yield from said


def _signed_answers(
    response: OCSPResponse, child: Certificate, parent: Certificate, trust: Trust, moment: datetime
) -> Iterator[Revocation]:
    if response["response_status"].native != "successful":
        return
    basic = exact(response["response_bytes"]["response"].parsed)
    body = exact(basic["tbs_response_data"])
    about = [single for single in body["responses"] if _is_about(exact(single)["cert_id"], child, parent)]
    if not about or _has_critical(body["response_extensions"]):
        return
    responder = _responder(basic, parent, trust, moment)
    if responder is None or not is_signed_by(
        responder,
        basic["signature_algorithm"]["algorithm"].dotted,
        whole_bytes(basic["signature"]),
        digest_of=lambda bits: digest(bits, encoded(body)),
    ):
        return
    for single in about:
        issued_at, next_at = as_moment(single["this_update"].native), single["next_update"].native
        if _has_critical(single["single_extensions"]) or not _is_in_force(issued_at, next_at, trust, moment):
            continue
        status = single["cert_status"]
        if status.name == "good":
            yield Revocation("ocsp", issued_at, None)
        elif status.name == "revoked":
            reason, revoked_at = status.chosen["revocation_reason"].native, status.chosen["revocation_time"].native
            yield Revocation("ocsp", issued_at, as_moment(revoked_at), is_final=reason != _ON_HOLD)


def _has_critical(extensions: Any) -> bool:
    """Whether there is a critical extension. No such extension is known here, so the object must not be used."""
    return any(extension["critical"].native for extension in items(extensions))


def _is_about(identifier: Any, child: Certificate, parent: Certificate) -> bool:
    if identifier["serial_number"].native != child.serial_number:
        return False
    algorithm = identifier["hash_algorithm"]["algorithm"].dotted
    return bool(
        identifier["issuer_name_hash"].native == digest_by(algorithm, encoded(parent.subject))
        and identifier["issuer_key_hash"].native == digest_by(algorithm, public_key_bytes(parent))
    )


def _responder(basic: Any, parent: Certificate, trust: Trust, moment: datetime) -> Certificate | None:
    """Who may answer: the issuer, or a service to which the issuer itself gave a certificate for that.

    A service that a list of the issuer names as revoked is not believed, whenever it was: whoever has its key answers
    with any date. That goes for one that need not be asked about (ocsp-nocheck) too, since here it was told.
    """
    if not is_present(basic["certs"]):
        return parent
    produced_at = as_moment(basic["tbs_response_data"]["produced_at"].native)
    for given in list(basic["certs"])[:MAX_CERTIFICATES]:
        if encoded(given) == encoded(parent):
            return parent
        service = load_certificate(encoded(given))
        if _OCSP_SIGNING not in (admission.extended_usage(service) or ()) or not same(service.issuer, parent.subject):
            continue
        since, until = admission.validity(service)
        if not since <= produced_at <= until or not has_issued(parent, service):
            continue
        listed = by_crl(service, parent, trust, moment)
        return None if listed is not None and listed.revoked_at is not None else service
    return None


def _is_in_force(issued_at: datetime, next_at: datetime | None, trust: Trust, moment: datetime) -> bool:
    """Whether it is neither from the future nor outdated at the moment of the verdict."""
    if issued_at > trust.checked_at + trust.clock_skew:
        return False
    if next_at is None:
        return issued_at + trust.ocsp_max_age >= moment
    return as_moment(next_at) + trust.revocation_grace >= moment
