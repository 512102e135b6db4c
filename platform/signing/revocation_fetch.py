"""Fetches what a verdict still lacks: revocation lists, OCSP answers, time stamps. Only the worker may do so."""

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from asn1crypto.ocsp import OCSPResponse
from django.conf import settings

from .crypto import timestamp
from .crypto.admission import Certificate
from .crypto.asn1 import encoded
from .crypto.errors import Fault
from .crypto.paths import build_path
from .crypto.revocation import Revocation, by_crl
from .crypto.signer import Signer
from .trust import revocations
from .trust.retrieval import NotFetched, fetch, host_of
from .trust.versions import current, material

log = logging.getLogger(__name__)

TSA_SECONDS = 10
TSA_SIZE = 64 * 1024


def refresh(found: Sequence[Signer], *, at: datetime, now: datetime) -> tuple[OCSPResponse, ...]:
    """Fetch lists issued since the signature came, and ask OCSP about certificates that no list covers."""
    certificates = [certificate for signer in found for certificate in signer.certificates]
    if material(current()).has_lists_since(at, certificates):
        return ()
    answers = []
    for child, parent in _links(found, at=at):
        known = _listed(child, parent, at=at, now=now)
        if known is None or known.issued_at <= at:
            revocations.fetch_list(child, parent, now=now)
            known = _listed(child, parent, at=at, now=now)
        if known is None and (answer := revocations.ask(child, parent)):
            answers.append(answer)
    return tuple(answers)


def _links(signed_by: Sequence[Signer], *, at: datetime) -> list[tuple[Certificate, Certificate]]:
    """Each certificate with its issuer, up to a trusted root. Addresses in other certificates are never asked."""
    trusted = material(current())
    found: dict[bytes, tuple[Certificate, Certificate]] = {}
    for signer in signed_by:
        trust = trusted.trust(signer.certificates, at=at)
        try:
            path = build_path(signer.certificate, [*signer.certificates, *trust.intermediates], trust, at)
        except Fault:  # nothing is fetched for an untrusted signer
            continue
        found.update({encoded(link[0]): link for link in pairwise(path)})
    return list(found.values())


def _listed(child: Certificate, parent: Certificate, *, at: datetime, now: datetime) -> Revocation | None:
    return by_crl(child, parent, material(current()).trust([child], at=at, now=now), at)


def stamped_by_service(raw: bytes) -> bytes | None:
    """The signature with a time stamp; None if no service is set or it does not answer."""
    url = settings.SIGNING_TSA_URL
    if not url:
        return None
    try:
        query = timestamp.request(raw)
        answer = fetch(
            url,
            hosts={host_of(url)},
            body=query,
            content_type="application/timestamp-query",
            max_size=TSA_SIZE,
            seconds=TSA_SECONDS,
        )
        return timestamp.add(raw, timestamp.token(answer, query))
    except (NotFetched, timestamp.StampRefused, Fault) as problem:
        log.warning("service of time stamps: %s", problem)
        return None
