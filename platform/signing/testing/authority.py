"""Test authorities that issue and revoke: certificates like Russian qualified ones, CRLs and OCSP answers."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..crypto.asn1 import parts
from .der import (
    IA5,
    NUMERIC,
    PRINTABLE,
    UTF8,
    bits,
    boolean,
    enumerated,
    explicit,
    flags,
    generalized,
    implicit,
    integer,
    null,
    octets,
    oid,
    seq,
    set_of,
    text,
    utc,
)
from .keys import Identity, Key, algorithm

_NAME_ATTRIBUTES = {  # short name: identifier and type of string
    "C": ("2.5.4.6", PRINTABLE),
    "S": ("2.5.4.8", UTF8),
    "L": ("2.5.4.7", UTF8),
    "STREET": ("2.5.4.9", UTF8),
    "O": ("2.5.4.10", UTF8),
    "OU": ("2.5.4.11", UTF8),
    "T": ("2.5.4.12", UTF8),
    "CN": ("2.5.4.3", UTF8),
    "SN": ("2.5.4.4", UTF8),
    "G": ("2.5.4.42", UTF8),
    "E": ("1.2.840.113549.1.9.1", IA5),
    "INN": ("1.2.643.3.131.1.1", NUMERIC),
    "INNLE": ("1.2.643.100.4", NUMERIC),
    "OGRN": ("1.2.643.100.1", NUMERIC),
    "OGRNIP": ("1.2.643.100.5", NUMERIC),
    "SNILS": ("1.2.643.100.3", NUMERIC),
}
CLASS_KS1, CLASS_KS2 = "1.2.643.100.113.1", "1.2.643.100.113.2"
CLIENT_AUTH, EMAIL, TIME_STAMPING, OCSP_SIGNING = (f"1.3.6.1.5.5.7.3.{number}" for number in (2, 4, 8, 9))
DIGITAL_SIGNATURE, NON_REPUDIATION, KEY_AGREEMENT, CERT_SIGN, CRL_SIGN = 0, 1, 4, 5, 6  # bits of keyUsage
_SHA1 = "1.3.14.3.2.26"
_TOOL = "СКЗИ «Тест CSP» (версия 5.0)"


def name(**attributes: str) -> bytes:
    """An encoded name: `name(C="RU", CN="ООО «Сеть»", OGRN="…")`."""
    rows = []
    for short, value in attributes.items():
        dotted, tag = _NAME_ATTRIBUTES[short]
        rows.append(set_of(seq(oid(dotted), text(value, tag))))
    return seq(*rows)


def extension(dotted: str, value: bytes, *, critical: bool = False) -> bytes:
    return seq(oid(dotted), *([boolean(True)] if critical else []), octets(value))


def issue(
    subject: bytes,
    key: Key,
    issuer: Identity | None,
    since: datetime,
    until: datetime,
    *,
    authority: bool = False,
    path_length: int | None = None,
    usage: Sequence[int] | None = None,
    extended: Sequence[str] = (CLIENT_AUTH, EMAIL),
    policies: Sequence[str] = (CLASS_KS1, CLASS_KS2),
    tools: bool = True,
    extra: Sequence[bytes] = (),
) -> Identity:
    """Issue a certificate, self-signed if there is no issuer. The defaults make a qualified one.

    An extension in `extra` replaces the default one of its kind. Two of a kind in `extra` make a forbidden certificate.
    """
    serial = secrets.randbits(120) | 1 << 119
    signer = issuer.key if issuer else key
    if usage is None:
        usage = (CERT_SIGN, CRL_SIGN) if authority else (DIGITAL_SIGNATURE, NON_REPUDIATION, KEY_AGREEMENT)
    extensions = [
        extension("2.5.29.14", octets(key.identifier)),
        extension("2.5.29.35", seq(implicit(0, signer.identifier))),
    ]
    if usage:
        extensions.append(extension("2.5.29.15", flags(*usage), critical=True))
    if authority:
        limit = [integer(path_length)] if path_length is not None else []
        extensions.append(extension("2.5.29.19", seq(boolean(True), *limit), critical=True))
    elif extended:
        # A time-stamping certificate allows nothing else, and this extension must be critical (RFC 3161, 2.3).
        only_stamps = tuple(extended) == (TIME_STAMPING,)
        extensions.append(extension("2.5.29.37", seq(*map(oid, extended)), critical=only_stamps))
    if policies:
        extensions.append(extension("2.5.29.32", seq(*(seq(oid(policy)) for policy in policies))))
    if tools:
        certified = [text(f"Сертификат соответствия № СФ/000-000{number}") for number in (1, 2)]
        extensions.append(extension("1.2.643.100.111", text(_TOOL)))
        extensions.append(extension("1.2.643.100.112", seq(text(_TOOL), text("УЦ «Тест» версии 2.0"), *certified)))
    if not authority:
        extensions.append(extension("1.2.643.100.114", integer(0)))  # identified in person
    if issuer:
        crl = seq(seq(explicit(0, explicit(0, implicit(6, b"http://crl.test.invalid/ca.crl")))))
        service = seq(oid("1.3.6.1.5.5.7.48.1"), implicit(6, b"http://ocsp.test.invalid/"))
        extensions.append(extension("2.5.29.31", crl))
        extensions.append(extension("1.3.6.1.5.5.7.1.1", seq(service)))
    given = {parts(one)[0] for one in extra}
    extensions = [*(one for one in extensions if parts(one)[0] not in given), *extra]
    body = seq(
        explicit(0, integer(2)),
        integer(serial),
        signer.signature_algorithm,
        issuer.subject if issuer else subject,
        seq(utc(since), utc(until)),
        subject,
        key.info,
        explicit(3, seq(*extensions)),
    )
    return Identity.of(signer.sealed(body), key)


@dataclass
class Authority:
    """An authority that issues certificates and remembers which it has revoked."""

    identity: Identity
    revoked: dict[int, datetime] = field(default_factory=dict)

    @classmethod
    def root(cls, common_name: str, since: datetime, until: datetime) -> "Authority":
        subject = name(C="RU", O=common_name, CN=common_name, OGRN="1047702026701", INNLE="7710474375")
        return cls(issue(subject, Key.long(), None, since, until, authority=True))

    def subordinate(self, common_name: str, since: datetime, until: datetime, key: Key | None = None) -> "Authority":
        subject = name(C="RU", O=common_name, CN=common_name, OGRN="1027700071530", INNLE="7704211201")
        return Authority(issue(subject, key or Key(), self.identity, since, until, authority=True))

    def revoke(self, identity: Identity, when: datetime) -> None:
        self.revoked[identity.serial] = when

    def crl(self, this_update: datetime, next_update: datetime, number: int = 1) -> bytes:
        key = self.identity.key
        reason = seq(extension("2.5.29.21", enumerated(1)))
        entries = [seq(integer(serial), utc(when), reason) for serial, when in self.revoked.items()]
        extensions = seq(
            extension("2.5.29.35", seq(implicit(0, key.identifier))), extension("2.5.29.20", integer(number))
        )
        return key.sealed(
            seq(
                integer(1),
                key.signature_algorithm,
                self.identity.subject,
                utc(this_update),
                utc(next_update),
                *([seq(*entries)] if entries else []),
                explicit(0, extensions),
            )
        )

    def ocsp(
        self, about: Identity, at: datetime, next_update: datetime | None = None, responder: Identity | None = None
    ) -> bytes:
        """An OCSP answer about one certificate, signed by this authority or by a responder that it certified."""
        responder = responder or self.identity
        revoked_at = self.revoked.get(about.serial)
        identifier = seq(
            algorithm(_SHA1, null()),
            octets(hashlib.sha1(about.issuer, usedforsecurity=False).digest()),
            octets(self.identity.key.identifier),
            integer(about.serial),
        )
        single = seq(
            identifier,
            explicit(1, generalized(revoked_at)) if revoked_at else implicit(0),
            generalized(at),
            *([explicit(0, generalized(next_update))] if next_update else []),
        )
        body = seq(explicit(1, responder.subject), generalized(at), seq(single))
        key = responder.key
        basic = seq(body, key.signature_algorithm, bits(key.sign(body)), explicit(0, seq(responder.certificate)))
        return seq(enumerated(0), explicit(0, seq(oid("1.3.6.1.5.5.7.48.1.1"), octets(basic))))
