"""Dates of strangers at both ends of the calendar: every page and paper shows them, none breaks."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import Client
from django.utils import timezone as django_timezone
from pypdf import PdfReader

from accounts.models import User
from cabinet.cases.models import Case, Entry
from documents.zip_stream import Member, whole, zipped
from gost import streebog
from signing import papers, queries, services
from signing.crypto.errors import Code
from signing.errors import SigningRejected
from signing.models import Signature
from signing.papers import wording
from signing.testing.authority import issue, name
from signing.testing.keys import Identity, Key
from signing.testing.testpki import Pki
from tenants.models import GridCompany
from tests import world
from tests.signatures import acts
from tests.signing import by_certificate
from tests.world import words
from ui import clock
from ui.words import in_digits, with_time

pytestmark = pytest.mark.usefixtures("here")

END, BEGINNING = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)
EAST, WEST = timezone(timedelta(hours=23, minutes=59)), timezone(-timedelta(hours=23, minutes=59))
STRANGE = [END, BEGINNING, BEGINNING.replace(tzinfo=EAST), END.replace(tzinfo=WEST), datetime(1, 1, 2, tzinfo=EAST)]


@pytest.fixture
def pki(company: GridCompany) -> Pki:
    made = Pki.since(django_timezone.now() - timedelta(days=400))
    by_certificate.make_trusted(made, now=django_timezone.now())
    return made


@pytest.fixture
def endless(pki: Pki, company: GridCompany) -> Identity:
    """A head of the company whose certificate has no end."""
    return head(pki, company, django_timezone.now() - timedelta(days=30))


def head(pki: Pki, company: GridCompany, since: datetime) -> Identity:
    subject = name(
        C="RU", CN=company.name, O=company.name, SN="Иванова", G="Мария", OGRN=company.ogrn, INNLE=company.inn
    )
    return issue(subject, Key(), pki.issuer.identity, since, END)


@pytest.mark.parametrize("moment", STRANGE, ids=str)
def test_a_moment_is_shown_and_stored_wherever_it_lies(moment: datetime) -> None:
    year = f"{9999 if moment.year > 5000 else 1:04}"
    assert year in with_time(clock.local(moment))
    assert year in in_digits(clock.universal(moment))
    assert clock.universal(moment).utcoffset() == timedelta(0)
    for template in (
        "{% moment at %}",
        "{% day at %}",
        "{{ at|date_time }}",
        "{{ at|date_digits }}",
        "{{ at|date_words }}",
    ):
        assert year.lstrip("0") in engines.all()[0].from_string(template).render({"at": moment})
    assert year in wording.at(moment.isoformat())


def test_an_ordinary_moment_keeps_its_place() -> None:
    assert with_time(clock.local(datetime(2026, 3, 13, 11, 5, tzinfo=UTC))) == "13.03.2026, 14:05"


@pytest.mark.parametrize("moment", STRANGE, ids=str)
def test_an_archive_takes_a_file_of_any_time(moment: datetime) -> None:
    assert b"".join(zipped([Member("a.txt", whole(b"a"), moment)]))


def test_an_endless_certificate_is_checked_in_public(browser: Client, pki: Pki, endless: Identity) -> None:
    raw = pki.sign(endless, streebog.digests(io.BytesIO(world.PDF)), when=django_timezone.now())
    page = words(posted(browser, raw))

    assert "Подпись действительна" in page
    assert "31.12.9999" in page


def test_a_certificate_of_the_first_year_is_told_of(browser: Client, pki: Pki, company: GridCompany) -> None:
    ageless = head(pki, company, BEGINNING)
    raw = pki.sign(ageless, streebog.digests(io.BytesIO(world.PDF)), when=django_timezone.now())
    response = posted(browser, raw)

    assert response.status_code == 200
    assert "01.01.0001" in words(response)


@pytest.mark.parametrize("claimed", [END, BEGINNING], ids=str)
def test_a_signers_clock_may_show_anything(browser: Client, pki: Pki, endless: Identity, claimed: datetime) -> None:
    raw = pki.sign(endless, streebog.digests(io.BytesIO(world.PDF)), when=claimed)
    response = posted(browser, raw)

    assert response.status_code == 200
    assert f"{claimed.year:04}" in words(response)


def test_what_an_endless_certificate_signed_has_all_its_papers(
    pki: Pki,
    endless: Identity,
    administrator: User,
    applicant: User,
    signed_in: Callable[..., Client],
    company: GridCompany,
) -> None:
    case: Case = world.application(applicant)
    entry: Entry = acts.sent(case, administrator)
    given = acts.signed_by_company(entry, pki, endless, administrator)
    stored = Signature.objects.get(pk=given.pk)
    assert stored.valid_until == END

    client = signed_in(administrator, company)
    document = stored.request.document
    sheet = papers.evidence_sheet(document, queries.requests_of([document.pk])[document.pk])
    assert "31.12.9999" in PdfReader(io.BytesIO(sheet.content.read())).pages[0].extract_text()
    for address in (
        f"/cases/{case.pk}/",
        f"/check/?code={stored.check_code}",
        f"/documents/{entry.pk}/sheet/",
        f"/documents/{entry.pk}/stamped/",
        f"/documents/{entry.pk}/proof/",
        f"/cases/{case.pk}/archive/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert b"".join(answer) if answer.streaming else answer.content


def test_a_signature_that_claims_the_last_year_is_refused_with_a_sentence(
    pki: Pki, endless: Identity, administrator: User, applicant: User
) -> None:
    [request, _other] = by_certificate.asked(administrator, applicant)
    raw = by_certificate.signature(pki, endless, request, when=END)
    with pytest.raises(SigningRejected) as refused:
        services.sign_qualified(request, raw, by=administrator, now=django_timezone.now())
    assert refused.value.code in {Code.SIGNING_TIME.value, Code.MALFORMED.value}


def test_a_power_of_attorney_of_all_times_is_listed(administrator: User, administrator_client: Client) -> None:
    power = acts.power(administrator)
    power.valid_from, power.valid_until = date.min, date.max
    power.save()
    response = administrator_client.get("/powers/")

    assert response.status_code == 200
    assert "01.01.0001–31.12.9999" in words(response)


def test_nothing_about_signatures_is_shown_by_a_conversion_that_raises() -> None:
    root = Path(__file__).parents[2]
    files = [*root.glob("platform/signing/**/*.py"), *root.glob("cabinet/signatures/**/*.py")]
    files.append(root / "cabinet/cases/feed/parties.py")
    assert [file.name for file in files if "localtime(" in file.read_text()] == []


def posted(browser: Client, signature: bytes) -> Any:
    files = {
        "document": SimpleUploadedFile("договор.pdf", world.PDF),
        "signature": SimpleUploadedFile("договор.pdf.sig", signature),
    }
    return browser.post("/check/", files)
