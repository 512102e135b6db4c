"""A complete test PKI for qualified signatures: two authorities, people, time stamps and revocation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ..crypto.asn1 import encoded
from ..crypto.trust import Trust, load_certificate, load_crl
from .authority import DIGITAL_SIGNATURE, NON_REPUDIATION, TIME_STAMPING, Authority, issue, name
from .keys import Identity, Key
from .signatures import Stamper, detached, time_stamper

_DAY = timedelta(days=1)
_LIFE = 12 * 365 * _DAY  # of authorities; a person's certificate lives fifteen months
_PERSON_LIFE = 456 * _DAY


@dataclass
class Pki:
    """All keys live in memory; `save` and `load` keep them for a demonstration that continues after a restart.

    Nothing it made is trusted unless its `root` is made an anchor. Never do that outside of tests and demonstration.
    """

    root: Authority
    issuer: Authority
    stamps: Identity

    @classmethod
    def since(cls, moment: datetime) -> "Pki":
        until = moment + _LIFE
        root = Authority.root("Тестовый головной УЦ", moment, until)
        issuer = root.subordinate("Тестовый аккредитованный УЦ", moment, until)
        stamps = issue(
            name(C="RU", CN="Тестовая служба штампов времени"),
            Key(),
            issuer.identity,
            moment,
            until,
            extended=(TIME_STAMPING,),
            usage=(DIGITAL_SIGNATURE, NON_REPUDIATION),
        )
        return cls(root, issuer, stamps)

    @property
    def chain(self) -> list[bytes]:
        """The certificates that a signer adds to the own one: all up to the root, but not the root."""
        return [self.issuer.identity.certificate]

    def organisation(
        self,
        *,
        since: datetime,
        title: str,
        ogrn: str,
        inn: str,
        surname: str,
        given_name: str,
        key: Key | None = None,
        **requisites: str,
    ) -> Identity:
        """The certificate of a head of a legal entity; `requisites` are INN and SNILS of the person."""
        subject = name(
            C="RU", CN=title, O=title, SN=surname, G=given_name, T="Директор", OGRN=ogrn, INNLE=inn, **requisites
        )
        return self.person(subject, since=since, key=key)

    def trader(self, *, since: datetime, ogrnip: str, inn: str, surname: str, given_name: str) -> Identity:
        """The certificate of a sole trader."""
        common_name = f"ИП {surname} {given_name}"
        subject = name(C="RU", CN=common_name, SN=surname, G=given_name, OGRNIP=ogrnip, INN=inn)
        return self.person(subject, since=since)

    def employee(self, *, since: datetime, inn: str, snils: str, surname: str, given_name: str) -> Identity:
        """The certificate of a person only, who needs a power of attorney (МЧД) to sign for an organisation."""
        common_name = f"{surname} {given_name}"
        subject = name(C="RU", CN=common_name, SN=surname, G=given_name, INN=inn, SNILS=snils)
        return self.person(subject, since=since)

    def person(self, subject: bytes, *, since: datetime, key: Key | None = None, **options: Any) -> Identity:
        return issue(subject, key or Key(), self.issuer.identity, since, since + _PERSON_LIFE, **options)

    def sign(self, identity: Identity, digests: Mapping[int, bytes], *, when: datetime, stamped: bool = False) -> bytes:
        """A detached signature over the document that has these Streebog digests."""
        stamper: Stamper | None = time_stamper(self.stamps, when, self.chain) if stamped else None
        return detached(identity, digests[identity.key.bits], self.chain, when=when, stamper=stamper)

    def trust(self, *, at: datetime, **policy: Any) -> Trust:
        """A trust in this PKI that knows its revocations so far, by lists issued an hour before."""
        accredited = self.issuer.identity.certificate
        crls = [authority.crl(at - timedelta(hours=1), at + _DAY) for authority in (self.root, self.issuer)]
        settings: dict[str, Any] = {
            "roots": (load_certificate(self.root.identity.certificate),),
            "crls": tuple(map(load_crl, crls)),
            "accredited": lambda issuer, issued_at: encoded(issuer) == accredited,
        }
        return Trust(at=at, **settings | policy)

    def save(self, folder: Path) -> None:
        """Write the keys and certificates. Revocations are not kept."""
        self.root.identity.save(folder, "root")
        self.issuer.identity.save(folder, "issuer")
        self.stamps.save(folder, "stamps")

    @classmethod
    def load(cls, folder: Path) -> "Pki":
        """Read what `save` has written. Raises OSError if there is nothing."""
        root, issuer, stamps = (Identity.load(folder, stem) for stem in ("root", "issuer", "stamps"))
        return cls(Authority(root), Authority(issuer), stamps)
