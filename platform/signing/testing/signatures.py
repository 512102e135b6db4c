"""Detached CAdES and RFC 3161 time stamps like those of the browser plug-in and of a time-stamping service."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from asn1crypto import tsp

from ..crypto.algorithms import digest
from ..crypto.asn1 import encoded
from .der import explicit, generalized, integer, octets, oid, seq, set_of, tlv, utc
from .keys import DIGEST, KEY_ALGORITHM, Identity, algorithm

_DATA, _SIGNED_DATA, _STAMP = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_TIME = (f"1.2.840.113549.1.9.{number}" for number in (3, 4, 5))
_SIGNING_CERTIFICATE_V2, _TIME_STAMP = "1.2.840.113549.1.9.16.2.47", "1.2.840.113549.1.9.16.2.14"

# Makes a time stamp of a signature value.
Stamper = Callable[[bytes], bytes]


def detached(
    identity: Identity,
    document_digest: bytes,
    chain: Iterable[bytes] = (),
    *,
    when: datetime | None = None,
    stamper: Stamper | None = None,
    more: Sequence[bytes] = (),
) -> bytes:
    """CAdES-BES, or CAdES-T with a stamper, over a digest: what CadesSignedData.SignHash returns, in DER.

    `document_digest` is Streebog of the length of the key. `chain` holds further certificates besides the signer's,
    `more` further signed attributes.
    """
    info = _signer_info(identity, document_digest, _DATA, when, stamper, more)
    return _signed_data(info, identity, chain, _DATA)


def time_stamper(service: Identity, at: datetime, chain: Sequence[bytes] = ()) -> Stamper:
    """A time-stamping service whose clock shows `at`."""

    def stamp(value: bytes) -> bytes:
        return _token(service, at, chain, digest(256, value), integer(secrets.randbits(63)))

    return stamp


def answer(service: Identity, query: bytes, at: datetime, chain: Sequence[bytes] = ()) -> bytes:
    """The service's answer to a request of RFC 3161, a TimeStampResp."""
    asked = tsp.TimeStampReq.load(query, strict=True)
    imprint = asked["message_imprint"]["hashed_message"].native
    return seq(seq(integer(0)), _token(service, at, chain, imprint, encoded(asked["nonce"])))


def _token(service: Identity, at: datetime, chain: Iterable[bytes], imprint: bytes, nonce: bytes) -> bytes:
    content = seq(
        integer(1),
        oid("1.2.643.2.2.38.4"),
        seq(algorithm(DIGEST[256]), octets(imprint)),
        integer(secrets.randbits(63)),
        generalized(at),
        nonce,
    )
    info = _signer_info(service, digest(service.key.bits, content), _STAMP, at)
    return _signed_data(info, service, chain, _STAMP, content)


def _signer_info(
    identity: Identity,
    content_digest: bytes,
    content_type: str,
    when: datetime | None,
    stamper: Stamper | None = None,
    more: Sequence[bytes] = (),
) -> bytes:
    attributes = [
        *more,
        attribute(_CONTENT_TYPE, oid(content_type)),
        attribute(_MESSAGE_DIGEST, octets(content_digest)),
        _signing_certificate(identity),
    ]
    if when:
        attributes.append(attribute(_SIGNING_TIME, utc(when)))
    body = b"".join(sorted(attributes))
    value = identity.key.sign(tlv(0x31, body))
    return seq(
        integer(1),
        seq(identity.issuer, integer(identity.serial)),
        algorithm(DIGEST[identity.key.bits]),
        tlv(0xA0, body),
        algorithm(KEY_ALGORITHM[identity.key.bits]),
        octets(value),
        *([explicit(1, attribute(_TIME_STAMP, stamper(value)))] if stamper else []),
    )


def _signing_certificate(identity: Identity) -> bytes:
    """The attribute signingCertificateV2 with a Streebog-256 hash, like CryptoPro's."""
    named = seq(
        algorithm(DIGEST[256]),
        octets(digest(256, identity.certificate)),
        seq(seq(explicit(4, identity.issuer)), integer(identity.serial)),
    )
    return attribute(_SIGNING_CERTIFICATE_V2, seq(seq(named)))


def attribute(dotted: str, *values: bytes) -> bytes:
    return seq(oid(dotted), set_of(*values))


def _signed_data(
    info: bytes, identity: Identity, chain: Iterable[bytes], content_type: str, content: bytes | None = None
) -> bytes:
    inside = [explicit(0, octets(content))] if content is not None else []
    body = seq(
        integer(1 if content_type == _DATA else 3),
        set_of(algorithm(DIGEST[identity.key.bits])),
        seq(oid(content_type), *inside),
        tlv(0xA0, *sorted([identity.certificate, *chain])),
        set_of(info),
    )
    return seq(oid(_SIGNED_DATA), explicit(0, body))
