"""Lists of revoked certificates and answers about one of them, fetched from where certificates say they are.

Only lists of issuers whose clients have signed here are kept: the first signature makes its issuer known, a schedule
keeps the list fresh from then on.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha1, sha256

from asn1crypto import ocsp, x509
from cryptography.x509 import AuthorityKeyIdentifier, ExtensionNotFound
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from tenancy.company import in_public

from ..crypto.algorithms import is_signed_by, public_key_bytes
from ..crypto.trust import RevocationList as ParsedList
from ..crypto.trust import load_crl, load_ocsp
from .fetching import NotFetched, fetch
from .models import RevocationList
from .versions import current, material, renew

log = logging.getLogger(__name__)

# A list is asked for again after this, or when the next one is due: an authority may hurry with a revocation.
REFRESH_AFTER = timedelta(hours=4)
# A hundred signatures at once are one question to their issuer.
JUST_NOW = timedelta(minutes=5)
CLOCK_SKEW = timedelta(minutes=10)
OCSP_SECONDS = 5
OCSP_SIZE = 64 * 1024
# Where the ministry publishes: its own list, and that of the head authority, which revokes accredited ones.
MINISTRY_HOSTS = frozenset({"e-trust.gosuslugi.ru", "reestr-pki.ru", "company.rt.ru", "rostelecom.ru"})


def update_revocations(*, now: datetime, all_of_them: bool = False) -> int:
    """Fetch again the known lists that are due. Returns how many came that were not known.

    One that cannot be fetched does not stop the others.
    """
    with in_public():
        known = RevocationList.objects.values("issuer_key_id", "address").annotate(
            last=Max("fetched_at"), next=Max("next_update")
        )
        due = [row for row in known if all_of_them or row["last"] <= now - REFRESH_AFTER or row["next"] <= now]
        return sum(
            _fetch_list(row["address"], material(current()).issuers(row["issuer_key_id"]), now=now) for row in due
        )


def fetch_list(child: x509.Certificate, parent: x509.Certificate, *, now: datetime) -> bool:
    """Get the list that would name `child`, unless it was got just now. Tells whether one came that was not known."""
    with in_public():
        addresses = list(dict.fromkeys([*_addresses(child), *material(current()).published_at(parent)]))
        if RevocationList.objects.filter(address__in=addresses, fetched_at__gt=now - JUST_NOW).exists():
            return False
        return any(_fetch_list(address, [parent], now=now) for address in addresses)


def ask(child: x509.Certificate, parent: x509.Certificate) -> ocsp.OCSPResponse | None:
    """The answer about `child` now (OCSP), not checked yet; None if nobody answers."""
    for address in _services(child):
        try:
            answer = fetch(
                address,
                hosts=hosts(),
                body=_question(child, parent),
                content_type="application/ocsp-request",
                max_size=OCSP_SIZE,
                seconds=OCSP_SECONDS,
            )
            return load_ocsp(answer)
        except (NotFetched, ValueError) as problem:
            log.warning("revocation service: %s", problem)
    return None


def keep_list(raw: bytes, *, address: str, issuers: Iterable[x509.Certificate], now: datetime) -> bool:
    """Keep a whole list in force that one of `issuers` signed; ValueError if it is none. Tells whether it is new."""
    parsed = load_crl(raw)
    crl = parsed.parsed
    if crl.next_update_utc is None or crl.last_update_utc > now + CLOCK_SKEW:
        raise ValueError("no date of the next list, or issued in the future")
    if any(extension.critical for extension in crl.extensions):
        raise ValueError("not a whole list")
    body, algorithm = crl.tbs_certlist_bytes, crl.signature_algorithm_oid.dotted_string
    if not any(is_signed_by(issuer, body, algorithm, crl.signature) for issuer in issuers):
        raise ValueError("not signed by the issuer")
    with transaction.atomic():
        _, is_new = RevocationList.objects.update_or_create(
            sha256=sha256(raw).hexdigest(),
            defaults={"fetched_at": now},
            create_defaults={
                "issuer_key_id": _issuer_key(parsed),
                "address": address,
                "der": raw,
                "this_update": crl.last_update_utc,
                "next_update": crl.next_update_utc,
                "fetched_at": now,
            },
        )
        renew(now=now)
    return is_new


def hosts() -> frozenset[str]:
    """Those that certificates may send us to."""
    return MINISTRY_HOSTS | frozenset(settings.SIGNING_CRL_HOSTS)


def _fetch_list(address: str, issuers: Iterable[x509.Certificate], *, now: datetime) -> bool:
    try:
        return keep_list(fetch(address, hosts=hosts()), address=address, issuers=issuers, now=now)
    except (NotFetched, ValueError) as problem:
        log.warning("list of revoked certificates: %s", problem)
        return False


def _addresses(certificate: x509.Certificate) -> list[str]:
    try:
        return [point.url for point in certificate.crl_distribution_points if point.url]
    except (ValueError, TypeError, KeyError):  # an authority's own mistake
        return []


def _services(certificate: x509.Certificate) -> list[str]:
    try:
        return list(certificate.ocsp_urls)
    except (ValueError, TypeError, KeyError):
        return []


def _question(child: x509.Certificate, parent: x509.Certificate) -> bytes:
    """By SHA-1, as every service knows it: it only finds the issuer, it protects nothing."""
    about = {
        "hash_algorithm": {"algorithm": "sha1"},
        "issuer_name_hash": sha1(parent.subject.dump(), usedforsecurity=False).digest(),
        "issuer_key_hash": sha1(public_key_bytes(parent), usedforsecurity=False).digest(),
        "serial_number": child.serial_number,
    }
    encoded: bytes = ocsp.OCSPRequest({"tbs_request": {"request_list": [{"req_cert": about}]}}).dump()
    return encoded


def _issuer_key(crl: ParsedList) -> str:
    try:
        key = crl.parsed.extensions.get_extension_for_class(AuthorityKeyIdentifier).value.key_identifier
    except ExtensionNotFound:
        key = None
    if not key:
        raise ValueError("the list does not name the key of its issuer")
    return key.hex()
