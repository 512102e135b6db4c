"""Who signs with a certificate of the test PKI, and what is asked of them."""

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import documents.services
from accounts import synthetic
from accounts.models import Applicant, LegalForm, User
from documents.models import Document
from gost import streebog
from signing import services
from signing.crypto.trust import load_certificate
from signing.models import SignatureRequest
from signing.testing.authority import Authority, extension, name
from signing.testing.der import explicit, implicit, oid, seq
from signing.testing.keys import Identity
from signing.testing.ministry import IN_FORCE, Listed, authority_list
from signing.testing.testpki import Pki
from signing.trust import revocations
from signing.trust import services as trust
from signing.trust.versions import current
from tenancy.company import in_public
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
COMPANY, APPLICANT = SignatureRequest.Side.COMPANY, SignatureRequest.Side.APPLICANT
ISSUER = "Тестовый аккредитованный УЦ"
TITLE = "Договор технологического присоединения"


def make_trusted(pki: Pki, *, now: datetime = NOW, lists: bool = True) -> int:
    """The platform trusts this PKI; with `lists` it also knows whom its authorities have revoked. The version."""
    trust.add_root(pki.root.identity.certificate, now=now)
    trust.update_authorities(authority_list([listed(pki)]), now=now)
    keep_list(pki.root, now=now)
    if lists:
        keep_list(pki.issuer, now=now)
    return current()


def listed(pki: Pki, *crl_addresses: str) -> Listed:
    """The issuer in the ministry's list."""
    history = [(IN_FORCE, NOW - 400 * DAY)]
    return Listed(ISSUER, "1027700071530", pki.issuer.identity.certificate, history, crl_addresses)


def nobody() -> Listed:
    """An accredited authority, but not the one that issued certificates here."""
    other = Authority.root("УЦ «Другой»", NOW - 400 * DAY, NOW + 400 * DAY)
    return Listed("УЦ «Другой»", "1027700071530", other.identity.certificate, [(IN_FORCE, NOW - 400 * DAY)])


def keep_list(authority: Authority, *, now: datetime) -> None:
    """The list of an hour ago comes, by another way than the network."""
    with in_public():
        revocations.keep_list(
            authority.crl(now - HOUR, now + DAY),
            address="http://crl.test.invalid/ca.crl",
            issuers=[load_certificate(authority.identity.certificate)],
            now=now,
        )


def addresses(*, crl: str = "", ocsp: str = "") -> tuple[bytes, ...]:
    """Extensions of a certificate that say where to ask whether it was revoked."""
    found = []
    if crl:
        found.append(extension("2.5.29.31", seq(seq(explicit(0, explicit(0, implicit(6, crl.encode())))))))
    if ocsp:
        service = seq(oid("1.3.6.1.5.5.7.48.1"), implicit(6, ocsp.encode()))
        found.append(extension("1.3.6.1.5.5.7.1.1", seq(service)))
    return tuple(found)


def head_of_company(pki: Pki, company: GridCompany, **options: Any) -> Identity:
    subject = name(
        C="RU", CN=company.short_name, O=company.short_name, SN="Иванова", G="Мария Сергеевна", T="Директор",
        OGRN=company.ogrn, INNLE=company.inn,
    )  # fmt: skip
    return pki.person(subject, since=NOW - 30 * DAY, **options)


def of_organisation(pki: Pki, *, inn: str, ogrn: str, **options: Any) -> Identity:
    """Of any organisation, by its numbers alone."""
    subject = name(C="RU", CN="Организация", O="Организация", SN="Сбытов", G="Иван", T="Директор", OGRN=ogrn, INNLE=inn)
    return pki.person(subject, since=NOW - 30 * DAY, **options)


def head_of(pki: Pki, applicant: Applicant, **options: Any) -> Identity:
    """Of an organisation or an entrepreneur, as the register names them."""
    person = {"SN": applicant.last_name, "G": applicant.first_name}
    if applicant.legal_form == LegalForm.ENTREPRENEUR:
        subject = name(C="RU", CN=applicant.title, **person, OGRNIP=applicant.ogrn, INN=applicant.inn)
    else:
        title = applicant.organisation_name
        subject = name(C="RU", CN=title, O=title, **person, T="Директор", OGRN=applicant.ogrn, INNLE=applicant.inn)
    return pki.person(subject, since=NOW - 30 * DAY, **options)


def employee(pki: Pki, n: int = 7, **options: Any) -> Identity:
    """A person whose certificate names no organisation."""
    subject = name(
        C="RU", CN="Петрова Ольга", SN="Петрова", G="Ольга Ивановна", INN=synthetic.inn12(n), SNILS=synthetic.snils(n)
    )
    return pki.person(subject, since=NOW - 30 * DAY, **options)


def document(by: User, content: bytes = world.PDF, file_name: str = "договор.pdf") -> Document:
    received = documents.services.take(world.pdf(file_name, content), by=by, now=NOW)
    documents.services.keep(received)
    return received


def asked(
    by: User,
    applicant: User,
    *,
    sides: Sequence[SignatureRequest.Side] = (COMPANY, APPLICANT),
    due_on: date | None = None,
    of: Document | None = None,
) -> list[SignatureRequest]:
    """A new document of the company, sent for signing."""
    return services.request_signatures(
        of or document(by),
        title=TITLE,
        sides=sides,
        applicant=world.applicant_of(applicant),
        due_on=due_on,
        by=by,
        now=NOW,
    )


def signature(
    pki: Pki, identity: Identity, of: SignatureRequest, *, when: datetime = NOW, stamped: bool = False
) -> bytes:
    """What the plug-in would return: DER over the digest of the document as it was placed."""
    content = b"".join(documents.services.chunks(of.document))
    return pki.sign(identity, streebog.digests(io.BytesIO(content)), when=when, stamped=stamped)
