"""Versions of trust, prepared for verification. A process reads each version once."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from asn1crypto.ocsp import OCSPResponse
from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from ..crypto import admission, authorities
from ..crypto.admission import Certificate
from ..crypto.trust import RevocationList as ParsedList
from ..crypto.trust import Trust, load_certificate, load_crl
from .errors import TrustNotReady
from .models import AuthorityList, RevocationList, Root, TrustVersion


@dataclass(frozen=True)
class Material:
    """The parts of one version. Of the many large revocation lists only the needed ones are read.

    Certificates are kept in DER and parsed by each check, because asn1crypto parses lazily: threads that shared a
    certificate would see it half-parsed.
    """

    number: int
    roots: tuple[bytes, ...]
    test_roots: frozenset[str]  # names
    registry: authorities.Registry | None
    # Certificates of the ministry's list by key identifier. There are thousands, and a signature needs one of them.
    intermediates: Mapping[str, tuple[bytes, ...]]
    lists: frozenset[int]

    def accredits(self, issuer: Certificate, issued_at: datetime) -> bool:
        """Whether the issuer was accredited at that moment. Without the ministry's list nobody is."""
        return self.registry is not None and self.registry.accredits(issuer, issued_at)

    def trust(
        self,
        certificates: Iterable[Certificate],
        *,
        at: datetime,
        now: datetime | None = None,
        ocsp: tuple[OCSPResponse, ...] = (),
    ) -> Trust:
        """The trust for a signature that contains these certificates, reached us `at` and is checked `now`."""
        issuers, keys = self._above(certificates)
        lists = RevocationList.objects.filter(pk__in=self.lists, issuer_key_id__in=keys)
        return Trust(
            at=at,
            now=now,
            roots=tuple(map(load_certificate, self.roots)),
            intermediates=issuers,
            crls=tuple(_list(pk) for pk in lists.values_list("pk", flat=True)),
            ocsp=ocsp,
            accredited=self.accredits,
        )

    def is_test(self, chain: Sequence[str]) -> bool:
        """Whether a path (names from the signer to the root) ends at a root for tests."""
        return bool(chain) and chain[-1] in self.test_roots

    def issuers(self, key_id: str) -> list[Certificate]:
        """The certificates whose key has this identifier, in hexadecimal."""
        listed = map(load_certificate, self.intermediates.get(key_id, ()))
        roots = map(load_certificate, self.roots)
        return [*listed, *(root for root in roots if (admission.own_key(root) or b"").hex() == key_id)]

    def published_at(self, issuer: Certificate) -> list[str]:
        """The addresses at which this issuer publishes its revocation list, according to the ministry's list."""
        return [
            address
            for authority in (self.registry.owners_of(issuer) if self.registry else ())
            for certificate in authority.certificates
            if admission.own_key(certificate.parsed) == admission.own_key(issuer)
            for address in certificate.crl_addresses
        ]

    def list_of(self, key_id: str) -> tuple[datetime, datetime] | None:
        """When the issuer's list was issued and when the next one is due; None if we have no list of it."""
        lists = RevocationList.objects.filter(pk__in=self.lists, issuer_key_id=key_id)
        return lists.values_list("this_update", "next_update").first()

    def has_lists_since(self, moment: datetime, certificates: Iterable[Certificate]) -> bool:
        """Whether every issuer above these certificates has published a list after that moment."""
        keys = self._above(certificates)[1]
        since = RevocationList.objects.filter(pk__in=self.lists, issuer_key_id__in=keys, this_update__gt=moment)
        return since.count() == len(keys)

    def _above(self, certificates: Iterable[Certificate]) -> tuple[tuple[Certificate, ...], set[str]]:
        """Certificates of the ministry's list that may have issued these, up to a root, and the keys of all issuers."""
        found: list[Certificate] = []
        keys: set[str] = set()
        waiting = list(certificates)
        while waiting:
            key = issuer_key(waiting.pop())
            if not key or key in keys:
                continue
            keys.add(key)
            issuers = [load_certificate(der) for der in self.intermediates.get(key, ())]
            found += issuers
            waiting += issuers
        return tuple(found), keys


def current() -> int:
    """The number of the version in force. Raises TrustNotReady."""
    number = TrustVersion.objects.order_by("-pk").values_list("pk", flat=True).first()
    if number is None:
        raise TrustNotReady
    return number


def issuer_key(certificate: Certificate) -> str:
    """The identifier of the issuer's key, in hexadecimal; "" if it is missing or malformed."""
    return (admission.issuer_key(certificate) or b"").hex()


def renew(*, now: datetime) -> int:
    """Make a new version if what is trusted has changed. Must run in a transaction, in the schema `public`."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {TrustVersion._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    authority_list = AuthorityList.objects.order_by("-fetched_at", "-pk").values_list("pk", flat=True).first()
    newest = RevocationList.objects.order_by("issuer_key_id", "-this_update", "-pk").distinct("issuer_key_id")
    content = {
        "roots": sorted(Root.objects.values_list("pk", flat=True)),
        "authorities": authority_list,
        "crls": sorted(newest.values_list("pk", flat=True)),
    }
    last = TrustVersion.objects.order_by("-pk").first()
    if last is None or last.content != content:
        last = TrustVersion.objects.create(made_at=now, content=content)
    return last.pk


def trusted_roots() -> QuerySet[Root]:
    """The roots that are still pinned. Roots for tests count only if the platform runs embedded."""
    pinned = Q(is_test=False, thumbprint__in=settings.SIGNING_ROOTS)
    return Root.objects.filter(pinned | Q(is_test=True) if settings.EMBEDDED else pinned)


@lru_cache(maxsize=4)
def material(number: int) -> Material:
    content = TrustVersion.objects.get(pk=number).content
    roots = trusted_roots().filter(pk__in=content["roots"])
    listed = content["authorities"]
    return Material(
        number=number,
        roots=tuple(bytes(root.certificate) for root in roots),
        test_roots=frozenset(root.name for root in roots if root.is_test),
        registry=_registry(listed) if listed else None,
        intermediates=_by_key(listed) if listed else {},
        lists=frozenset(content["crls"]),
    )


@lru_cache(maxsize=2)  # reading takes a second or two; most versions differ in one revocation list only
def _registry(pk: int) -> authorities.Registry:
    return authorities.read(io.BytesIO(bytes(AuthorityList.objects.get(pk=pk).xml)))


@lru_cache(maxsize=2)
def _by_key(pk: int) -> dict[str, tuple[bytes, ...]]:
    found: dict[str, tuple[bytes, ...]] = {}
    for authority in _registry(pk).authorities:
        for certificate in authority.certificates:
            if key := admission.own_key(certificate.parsed):
                found[key.hex()] = (*found.get(key.hex(), ()), certificate.raw)
    return found


@lru_cache(maxsize=8)  # a few megabytes each; only few authorities have clients who sign here
def _list(pk: int) -> ParsedList:
    return load_crl(bytes(RevocationList.objects.get(pk=pk).der))
