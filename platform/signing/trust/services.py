"""Everything by which trust is changed: roots from files, and the ministry's list of accredited authorities."""

import io
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from asn1crypto import pem
from django.conf import settings
from django.db import transaction

from tenancy.company import in_public

from ..crypto import authorities
from ..crypto.admission import Certificate, fingerprint, load_certificate
from ..crypto.algorithms import has_issued
from ..crypto.asn1 import encoded
from ..crypto.certificates import title
from ..crypto.errors import Fault
from ..crypto.names import same
from .errors import AuthoritiesRefused, RootRefused
from .models import AuthorityList, Root
from .retrieval import fetch, host_of
from .versions import renew

# Authorities for tests issue a certificate to anybody. Their names say so, the one of КриптоПро included.
_TEST_NAMES = re.compile(r"\btest|тестов", re.IGNORECASE)
# A new edition with fewer authorities than this share of the last one is treated as a mistake or an attack.
FEWEST_AUTHORITIES = 0.8


@dataclass(frozen=True)
class Change:
    """The names of authorities that a new edition adds or removes. A person should look at them."""

    edition: str
    appeared: list[str]
    disappeared: list[str]


def add_root(raw: bytes, *, now: datetime) -> Root:
    """Trust a root from a file (DER or PEM). Raises RootRefused.

    Its SHA-256 must be pinned in SIGNING_ROOTS. A root for tests needs no pin, but only an embedded platform takes it.
    """
    certificate = _root(raw)
    thumbprint = fingerprint(certificate)
    is_test = is_for_tests(certificate)
    if is_test and not settings.EMBEDDED:
        raise RootRefused(f"«{title(certificate.subject)}» — тестовый центр. Его сертификатам здесь не доверяют")
    if not is_test and thumbprint not in settings.SIGNING_ROOTS:
        raise RootRefused(f"Отпечатка {thumbprint} нет в SIGNING_ROOTS. Сверьте его с опубликованным и добавьте туда")
    with in_public(), transaction.atomic():
        root, _ = Root.objects.get_or_create(
            thumbprint=thumbprint,
            defaults={
                "name": title(certificate.subject)[:300],
                "certificate": encoded(certificate),
                "is_test": is_test,
                "added_at": now,
            },
        )
        renew(now=now)
    return root


def is_for_tests(certificate: Certificate) -> bool:
    return bool(_TEST_NAMES.search(title(certificate.subject)))


def update_authorities(xml: bytes, *, now: datetime) -> Change:
    """Take a new edition of the ministry's list. If it raises AuthoritiesRefused, the last edition stays in force."""
    try:
        registry = authorities.read(io.BytesIO(xml))
    except authorities.ListRefused as problem:
        raise AuthoritiesRefused(f"Файл не является перечнем удостоверяющих центров: {problem}") from problem
    with in_public(), transaction.atomic():
        last = AuthorityList.objects.order_by("-fetched_at", "-pk").first()
        if last is not None and len(registry.authorities) < last.authorities_count * FEWEST_AUTHORITIES:
            raise AuthoritiesRefused(
                f"В новом перечне {len(registry.authorities)} центров, в прежнем {last.authorities_count}. "
                "Проверьте файл: перечень не сокращается так сильно"
            )
        known = _names(authorities.read(io.BytesIO(bytes(last.xml)))) if last else set()
        AuthorityList.objects.update_or_create(
            sha256=sha256(xml).hexdigest(),
            defaults={
                "edition": registry.version[:40],
                "xml": xml,
                "authorities_count": len(registry.authorities),
                "fetched_at": now,
            },
        )
        renew(now=now)
    named = _names(registry)
    return Change(registry.version, sorted(named - known), sorted(known - named))


def fetch_authorities() -> bytes:
    """Download the ministry's list. Raises NotFetched."""
    url = settings.SIGNING_AUTHORITIES_URL
    return fetch(url, hosts={host_of(url)}, max_size=authorities.MAX_SIZE, seconds=240)


def _root(raw: bytes) -> Certificate:
    try:
        der = pem.unarmor(raw)[2] if pem.detect(raw) else raw
        certificate = load_certificate(der)
        is_root = same(certificate.subject, certificate.issuer) and has_issued(certificate, certificate)
    except (Fault, ValueError, TypeError) as problem:
        raise RootRefused("Файл не является сертификатом X.509 (DER или PEM)") from problem
    if not is_root:
        raise RootRefused("Сертификат не корневой: он подписан не собственным ключом по ГОСТ Р 34.10-2012")
    return certificate


def _names(registry: authorities.Registry) -> set[str]:
    return {f"{authority.name}, ОГРН {authority.ogrn}" for authority in registry.authorities}
