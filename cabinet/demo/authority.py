"""The test authority of the demonstration: certificates for those who sign there, trusted by this instance alone."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from accounts import synthetic
from accounts.models import LegalForm, User
from documents.models import Document
from signing.crypto.admission import Certificate, load_certificate, thumbprint, validity
from signing.rights import SIGNERS
from signing.testing.authority import name
from signing.testing.keys import KEY_ALGORITHM, Identity
from signing.testing.ministry import IN_FORCE, Listed, authority_list
from signing.testing.signatures import detached
from signing.testing.testpki import Pki
from signing.trust import revocations
from signing.trust import services as trust
from signing.verdicts import read_digests
from tenancy.company import current_company, in_public

ISSUER = "Тестовый аккредитованный УЦ"
DAY = timedelta(days=1)
AGE = 1500 * DAY  # of the authority: older than the oldest tale, and than a certificate that has run out
LIST_TERM = 3650 * DAY  # the demonstration publishes no newer list of what is revoked


@dataclass(frozen=True)
class Held:
    """A certificate in the store of somebody's computer; `subject` as Windows writes the name."""

    identity: Identity
    subject: str

    @property
    def facts(self) -> dict[str, object]:
        certificate = self._certificate
        return {
            "Thumbprint": thumbprint(certificate),
            "SubjectName": self.subject,
            "IssuerName": f"CN={ISSUER}",
            "ValidFromDate": validity(certificate)[0].isoformat(),
            "ValidToDate": validity(certificate)[1].isoformat(),
            "Algorithm": KEY_ALGORITHM[self.identity.key.bits],
            "HasPrivateKey": True,
        }

    @property
    def thumbprint(self) -> str:
        return thumbprint(self._certificate)

    @property
    def _certificate(self) -> Certificate:
        return load_certificate(self.identity.certificate)


def make_trusted(*, now: datetime) -> None:
    """This instance trusts the authority of the demonstration and knows that it has revoked nothing."""
    pki = _pki(now)
    trust.add_root(pki.root.identity.certificate, now=now)
    accredited = Listed(ISSUER, "1027700071530", pki.issuer.identity.certificate, [(IN_FORCE, now - AGE)])
    trust.update_authorities(authority_list([accredited]), now=now)
    with in_public():
        for authority in (pki.root, pki.issuer):
            revocations.keep_list(
                authority.crl(now - AGE + DAY, now + LIST_TERM),
                address=f"http://crl.test.invalid/{authority.identity.serial}.crl",
                issuers=[load_certificate(authority.identity.certificate)],
                now=now,
            )


def certificates_of(user: User, *, now: datetime) -> list[Held]:
    """What the computer of somebody who signs would have: their own, one that has run out, one of a stranger."""
    signs = user.staff_role in SIGNERS or user.is_of_supplier or user.applicant
    return list(_certificates_of(user, now=now)) if signs else []


def signature(user: User, document: Document, *, now: datetime) -> bytes:
    """What this person would have made on their computer at that moment."""
    held = next(_certificates_of(user, now=now))
    bits = held.identity.key.bits
    return signed(held, read_digests(document, [bits]).streebog[bits], now=now).encode()


def signed(held: Held, digest: bytes, *, now: datetime) -> str:
    """Base64, as the plug-in returns it: CAdES-BES over a digest of the key's own length (else ValueError)."""
    if len(digest) * 8 != held.identity.key.bits:
        raise ValueError(digest)
    return base64.encodebytes(detached(held.identity, digest, _pki(now).chain, when=now)).decode()


def _certificates_of(user: User, *, now: datetime) -> Iterator[Held]:
    title, requisites = _requisites(user)
    own = {"CN": title, "SN": user.last_name, "G": f"{user.first_name} {user.middle_name}".strip(), **requisites}
    numbers = "-".join([*requisites.values(), str(user.pk)])
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)  # a new one each month: it never runs out
    stem = f"{numbers}-{month:%Y-%m}"
    yield _held(own, stem=stem, since=month - 60 * DAY, now=now)
    yield _held(own, stem=f"{stem}-old", since=month - 600 * DAY, now=now)
    other = {
        "CN": "ООО «Посторонний»", "SN": "Чужой", "G": "Иван",
        "OGRN": synthetic.ogrn(90), "INNLE": synthetic.inn10(90),
    }  # fmt: skip
    yield _held(other, stem=f"stranger-{month:%Y-%m}", since=month - 60 * DAY, now=now)


def _requisites(user: User) -> tuple[str, dict[str, str]]:
    """Of whom this person signs for."""
    if user.is_staff_of_company:
        company = current_company()
        return company.short_name, {"OGRN": company.ogrn, "INNLE": company.inn}
    if user.supplier is not None:
        return user.supplier.name, {"OGRN": user.supplier.ogrn, "INNLE": user.supplier.inn}
    applicant = user.applicant
    assert applicant is not None  # noqa: S101  (the caller has asked)
    if applicant.legal_form == LegalForm.ENTREPRENEUR:
        return applicant.title, {"OGRNIP": applicant.ogrn, "INN": applicant.inn}
    if applicant.legal_form == LegalForm.ORGANISATION:
        return applicant.title, {"OGRN": applicant.ogrn, "INNLE": applicant.inn}
    return applicant.full_name, {"SNILS": applicant.snils}


def _held(subject: dict[str, str], *, stem: str, since: datetime, now: datetime) -> Held:
    folder = _folder()
    try:
        identity = Identity.load(folder, stem)
    except OSError:
        identity = _pki(now).person(name(C="RU", **subject), since=since)
        identity.save(folder, stem)
    return Held(identity, ", ".join(f"{key}={_quoted(value)}" for key, value in subject.items()))


def _quoted(value: str) -> str:
    doubled = value.replace('"', '""')
    return f'"{doubled}"' if set(value) & set(',"') else value


def _pki(now: datetime) -> Pki:
    folder = _folder()
    try:
        return Pki.load(folder)
    except OSError:
        pki = Pki.since(now - AGE)
        pki.save(folder)
        return pki


def _folder() -> Path:
    folder: Path = settings.TEST_AUTHORITY_DIR
    return folder
