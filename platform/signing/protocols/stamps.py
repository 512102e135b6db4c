"""RFC 3161 time stamps over any bytes, fetched from SIGNING_TSA_URL and verified before they are kept."""

import hmac
import logging
import secrets
from datetime import datetime

from asn1crypto import cms, tsp
from django.conf import settings

from ..crypto import admission, timestamp
from ..crypto.algorithms import STREEBOG_256, digest, digest_by
from ..crypto.asn1 import as_moment, decode, exact, guard
from ..crypto.der import boolean, integer, octets, oid, seq
from ..crypto.errors import Fault
from ..crypto.paths import build_path
from ..crypto.revocation import check_path
from ..crypto.signer import Signer
from ..revocation_fetch import TSA_SECONDS, TSA_SIZE, refresh
from ..trust.errors import TrustNotReady
from ..trust.retrieval import NotFetched, fetch, host_of
from ..trust.versions import current, material

log = logging.getLogger(__name__)

_STAMP_CONTENT = "1.2.840.113549.1.9.16.1.4"
_TIME_STAMPING = "1.3.6.1.5.5.7.3.8"


class StampWrong(ValueError):
    """The bytes are no time stamp of this content by a trusted service."""


def is_expected() -> bool:
    return bool(settings.SIGNING_TSA_URL)


def stamped(content: bytes, *, now: datetime) -> bytes | None:
    """A verified time stamp over `content`; None if no service is set or it gives no valid stamp."""
    url = settings.SIGNING_TSA_URL
    if not url:
        return None
    query = _question(content)
    try:
        answer = fetch(
            url,
            hosts={host_of(url)},
            body=query,
            content_type="application/timestamp-query",
            max_size=TSA_SIZE,
            seconds=TSA_SECONDS,
        )
        token = timestamp.token(answer, query)
        refresh([_service(token)[0]], at=now, now=now)
        moment_of(token, content, now=now)
    except (NotFetched, timestamp.StampRefused, StampWrong, Fault, TrustNotReady) as problem:
        log.warning("time stamp over the chain of protocols: %s", problem)
        return None
    return token


def moment_of(token: bytes, content: bytes, *, now: datetime) -> datetime:
    """The moment at which `content` existed, as the stamp states. Raises StampWrong, TrustNotReady."""
    try:
        return _moment_of(token, content, now=now)
    except Fault as fault:
        raise StampWrong(f"{fault.code} {fault.detail}".strip()) from None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as problem:
        raise StampWrong(str(problem) or type(problem).__name__) from None


def _moment_of(token: bytes, content: bytes, *, now: datetime) -> datetime:
    service, stated = _service(token)
    if service.attributes.content_type != _STAMP_CONTENT:
        raise StampWrong("content type")
    if not hmac.compare_digest(service.attributes.digest, digest(service.bits, stated)):
        raise StampWrong("digest")
    guard(stated)
    info = exact(tsp.TSTInfo.load(stated, strict=True))
    imprint = exact(info["message_imprint"])
    actual = digest_by(imprint["hash_algorithm"]["algorithm"].dotted, content)
    if actual is None or not hmac.compare_digest(actual, imprint["hashed_message"].native):
        raise StampWrong("stamp of other bytes")
    moment = as_moment(info["gen_time"].native)
    if _TIME_STAMPING not in (admission.extended_usage(service.certificate) or ()):
        raise StampWrong("certificate is not for time stamps")
    trust = material(current()).trust(service.certificates, at=moment, now=now)
    if moment > trust.checked_at + trust.clock_skew:
        raise StampWrong("in the future")
    path = build_path(service.certificate, [*service.certificates, *trust.intermediates], trust, moment)
    service.check_signature()
    check_path(path, trust, moment)
    return moment


def _service(token: bytes) -> tuple[Signer, bytes]:
    """The signer of the stamp, and the bytes of its statement."""
    signed = exact(exact(cms.ContentInfo.load(decode(token), strict=True))["content"])
    if len(signed["signer_infos"]) != 1:
        raise StampWrong("not one signer")
    return Signer(signed, signed["signer_infos"][0]), bytes(exact(signed["encap_content_info"])["content"])


def _question(content: bytes) -> bytes:
    imprint = seq(seq(oid(STREEBOG_256)), octets(digest(256, content)))
    return seq(integer(1), imprint, integer(secrets.randbits(63)), boolean(True))
