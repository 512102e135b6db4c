"""Lists of revoked certificates, and OCSP answers about one of them, fetched from the addresses in certificates.

Only lists of issuers whose clients have signed here are kept. The first signature makes its issuer known; from then on
a schedule keeps the list fresh.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha1, sha256

from asn1crypto import ocsp
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from tenancy.company import in_public

from ..crypto.admission import Certificate, list_addresses, service_addresses
from ..crypto.algorithms import is_signed_by, public_key_bytes
from ..crypto.asn1 import encoded
from ..crypto.der import integer, null, octets, oid, seq
from ..crypto.trust import load_crl, load_ocsp
from .models import RevocationList
from .retrieval import NotFetched, fetch
from .versions import current, material, renew

log = logging.getLogger(__name__)

# A list is fetched again after this time or when the next one is due, because an authority may publish earlier.
REFRESH_AFTER = timedelta(hours=4)
# Within this time further signatures of the same issuer cause no further download.
JUST_NOW = timedelta(minutes=5)
CLOCK_SKEW = timedelta(minutes=10)
OCSP_SECONDS = 5
OCSP_SIZE = 64 * 1024
_SHA1 = "1.3.14.3.2.26"
# The ministry's own list, and the list by which the head authority revokes accredited authorities.
MINISTRY_HOSTS = frozenset({"e-trust.gosuslugi.ru", "reestr-pki.ru", "company.rt.ru", "rostelecom.ru"})


def update_revocations(*, now: datetime, all_of_them: bool = False) -> int:
    """Fetch the known lists that are due again. Returns the number of new lists.

    A list that cannot be fetched does not stop the others.
    """
    with in_public():
        known = RevocationList.objects.values("issuer_key_id", "address").annotate(
            last=Max("fetched_at"), next=Max("next_update")
        )
        due = [row for row in known if all_of_them or row["last"] <= now - REFRESH_AFTER or row["next"] <= now]
        return sum(
            _fetch_list(row["address"], material(current()).issuers(row["issuer_key_id"]), now=now) for row in due
        )


def fetch_list(child: Certificate, parent: Certificate, *, now: datetime) -> bool:
    """Fetch the list that would name `child`, unless this was done just now. Returns whether a new list came."""
    with in_public():
        addresses = list(dict.fromkeys([*list_addresses(child), *material(current()).published_at(parent)]))
        if RevocationList.objects.filter(address__in=addresses, fetched_at__gt=now - JUST_NOW).exists():
            return False
        return any(_fetch_list(address, [parent], now=now) for address in addresses)


def ask(child: Certificate, parent: Certificate) -> ocsp.OCSPResponse | None:
    """The OCSP answer about `child`, not yet verified; None if nobody answers."""
    for address in service_addresses(child):
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


def keep_list(raw: bytes, *, address: str, issuers: Iterable[Certificate], now: datetime) -> bool:
    """Keep a list that is complete, in force and signed by one of `issuers`. Returns whether it is new.

    Raises ValueError if it is no such list.
    """
    crl = load_crl(raw)
    if crl.next_at is None or crl.issued_at > now + CLOCK_SKEW:
        raise ValueError("no date of the next list, or issued in the future")
    if not crl.is_whole:
        raise ValueError("not a whole list, or more in it than we understand")
    if not any(is_signed_by(issuer, crl.algorithm, crl.signature, digest_of=crl.digest) for issuer in issuers):
        raise ValueError("not signed by the issuer")
    if not crl.issuer_key:
        raise ValueError("the list does not name the key of its issuer")
    with transaction.atomic():
        _, is_new = RevocationList.objects.update_or_create(
            sha256=sha256(raw).hexdigest(),
            defaults={"fetched_at": now},
            create_defaults={
                "issuer_key_id": crl.issuer_key.hex(),
                "address": address,
                "der": raw,
                "this_update": crl.issued_at,
                "next_update": crl.next_at,
                "fetched_at": now,
            },
        )
        renew(now=now)
    return is_new


def hosts() -> frozenset[str]:
    """The hosts at which addresses from certificates may be asked."""
    return MINISTRY_HOSTS | frozenset(settings.SIGNING_CRL_HOSTS)


def _fetch_list(address: str, issuers: Iterable[Certificate], *, now: datetime) -> bool:
    try:
        return keep_list(fetch(address, hosts=hosts()), address=address, issuers=issuers, now=now)
    except (NotFetched, ValueError) as problem:
        log.warning("list of revoked certificates: %s", problem)
        return False


def _question(child: Certificate, parent: Certificate) -> bytes:
    """The OCSP request. SHA-1 only identifies the issuer here and protects nothing; every service knows it."""
    about = seq(
        seq(oid(_SHA1), null()),
        octets(sha1(encoded(parent.subject), usedforsecurity=False).digest()),
        octets(sha1(public_key_bytes(parent), usedforsecurity=False).digest()),
        integer(child.serial_number),
    )
    return seq(seq(seq(seq(about))))
