"""«Проверить документ»: open to all, by files or by the code of a sheet."""

import base64
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from documents.models import Document
from gost import streebog
from signing import services
from signing.crypto import pep
from signing.models import Signature
from signing.protocols import seals
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tenants.models import GridCompany
from tenants.queries import forget_hosts
from tenants.services import suspend
from tests import world
from tests.signing import by_certificate, by_sms
from tests.world import words

pytestmark = pytest.mark.usefixtures("here")

ADDRESS = "/check/"
FILE = world.PDF


@pytest.fixture
def signature(applicant: User) -> Signature:
    """Анна's, of her application, by SMS."""
    return by_sms.signed(applicant)


@pytest.fixture
def pki(company: GridCompany) -> Pki:
    """A trusted one of today, not of the moment of all tests: pages ask the clock."""
    now = timezone.now()
    made = Pki.since(now - timedelta(days=400))
    by_certificate.make_trusted(made, now=now)
    return made


@pytest.fixture
def director(pki: Pki, company: GridCompany) -> Identity:
    return pki.organisation(
        since=timezone.now() - timedelta(days=30),
        title=company.name,
        ogrn=company.ogrn,
        inn=company.inn,
        surname="Иванова",
        given_name="Мария Сергеевна",
    )


def check(browser: Client, document: bytes, signature: bytes, name: str = "протокол.json") -> Any:
    files = {
        "document": SimpleUploadedFile("заявка.pdf", document),
        "signature": SimpleUploadedFile(name, signature),
    }
    return browser.post(ADDRESS, files)


def test_a_protocol_and_its_file_are_found_good(browser: Client, signature: Signature) -> None:
    page = words(check(browser, FILE, bytes(signature.raw)))

    assert "Простая электронная подпись верна" in page
    assert "Орлова Анна Андреевна" in page
    assert "№ 1, есть в цепочке этой организации" in page
    assert "Тестовая подпись" not in page  # of test certificates alone


def test_the_platform_checks_it_too_but_knows_no_codes(platform_browser: Client, signature: Signature) -> None:
    page = words(check(platform_browser, FILE, bytes(signature.raw)))
    assert "Простая электронная подпись верна" in page
    assert "есть в цепочке" not in page

    asked = platform_browser.get(ADDRESS, {"code": signature.check_code})
    assert "Орлова" not in words(asked)
    assert "адрес напечатан на листе" in words(asked)


def test_a_sealed_protocol_that_is_not_in_the_chain_is_not_found_good(browser: Client, signature: Signature) -> None:
    told = json.loads(bytes(signature.raw))["protocol"]
    forged = pep.canonical(pep.seal({**told, "number": 2}, seals.sealing_key()))
    page = words(check(browser, FILE, forged))

    assert "подпись верна" not in page
    assert "протокола нет в цепочке этой организации" in page


def test_another_file_and_a_changed_protocol_are_refused(browser: Client, signature: Signature) -> None:
    raw = bytes(signature.raw)
    assert "протокол относится к другому документу" in words(check(browser, FILE + b" ", raw))
    changed = raw.replace("Анна".encode(), "Инна".encode())
    page = words(check(browser, FILE, changed))
    assert "печать неверна: протокол изменён" in page
    assert "Инна" not in page  # nobody is named by what does not hold
    assert "не протокол простой электронной подписи" in words(check(browser, FILE, raw[:-1]))


def test_a_qualified_signature_is_verified_wherever_it_was_made(
    browser: Client, pki: Pki, director: Identity, company: GridCompany
) -> None:
    raw = pki.sign(director, streebog.digests(io.BytesIO(FILE)), when=timezone.now())
    page = words(check(browser, FILE, raw, "договор.pdf.sig"))

    assert "Подпись действительна" in page
    assert "Иванова Мария Сергеевна" in page
    assert company.ogrn in page
    assert "Получена кабинетом" not in page
    assert "Тестовая подпись" in page
    assert "сделана для другого документа" in words(check(browser, FILE + b" ", raw, "договор.pdf.sig"))


def test_of_a_qualified_signature_given_here_the_moment_of_its_receipt_is_known(
    browser: Client, pki: Pki, director: Identity, administrator: User, applicant: User
) -> None:
    now = timezone.now()
    [request, _other] = by_certificate.asked(administrator, applicant)
    raw = by_certificate.signature(pki, director, request, when=now)
    given = services.sign_qualified(request, raw, by=administrator, now=now)
    page = words(check(browser, FILE, base64.encodebytes(raw), "договор.pdf.sig"))

    assert "Получена кабинетом" in page
    assert f"{timezone.localtime(given.received_at):%d.%m.%Y, %H:%M} (МСК)" in page


def test_nothing_is_verified_before_anybody_is_trusted(browser: Client) -> None:
    response = check(browser, FILE, b"\x30\x80", "договор.pdf.sig")

    assert response.status_code == 503
    assert "Проверка подписей ещё не настроена" in words(response)


@pytest.mark.parametrize("raw", [b"", b"{", b'{"a":', b"\x30\x80", b"not a signature", b"\x00" * 1000])
def test_what_is_no_signature_is_said_to_be_none(browser: Client, pki: Pki, raw: bytes) -> None:
    response = check(browser, FILE, raw, "подпись.sig")

    assert response.status_code == 200
    assert "Файл подписи" in words(response)


def test_a_signature_of_more_than_a_megabyte_is_not_even_looked_at(browser: Client) -> None:
    response = check(browser, FILE, b"{" * (1024 * 1024 + 1))

    assert response.status_code == 422
    assert "Файл «протокол.json» больше 1 МБ" in words(response)


def test_both_files_are_asked_for(browser: Client) -> None:
    response = browser.post(ADDRESS, {})

    assert response.status_code == 422
    assert "Выберите подписанный файл" in words(response)
    assert "Выберите файл подписи" in words(response)


def test_the_code_of_a_sheet_tells_of_its_signature(browser: Client, signature: Signature) -> None:
    page = words(browser.get(ADDRESS, {"code": signature.check_code}))

    assert "Подпись верна" in page
    assert "Орлова Анна Андреевна" in page
    assert by_sms.TITLE in page
    assert signature.request.document.sha256 in page
    typed = signature.check_code.replace("-", " ").lower()
    assert "Подпись верна" in words(browser.get(ADDRESS, {"code": typed}))


def test_the_file_in_hand_is_compared_with_the_signed_one(browser: Client, signature: Signature) -> None:
    def compared(content: bytes) -> str:
        given = {"code": signature.check_code, "document": SimpleUploadedFile("заявка.pdf", content)}
        return words(browser.post(ADDRESS, given))

    assert "Файл тот же, что подписан" in compared(FILE)
    assert "Файл другой: подпись сделана не для него" in compared(FILE + b" ")
    assert "Выберите файл, который нужно сравнить" in words(browser.post(ADDRESS, {"code": signature.check_code}))


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "' OR 1=1", "K7QM-2RWE-X9TD\x00", "К" * 500])
def test_a_code_that_is_not_there_tells_nothing(browser: Client, signature: Signature, code: str) -> None:
    response = browser.get(ADDRESS, {"code": code})

    assert response.status_code == 422
    assert "Орлова" not in words(response)


def test_a_code_of_one_company_is_unknown_at_another(other_browser: Client, signature: Signature) -> None:
    assert "Такого кода нет" in words(other_browser.get(ADDRESS, {"code": signature.check_code}))
    page = words(check(other_browser, FILE, bytes(signature.raw)))
    assert "подпись верна" in page
    assert "есть в цепочке" not in page


def test_codes_cannot_be_found_by_trying(browser: Client) -> None:
    answers = [browser.get(ADDRESS, {"code": f"AAAA-AAAA-{n:04}"}).status_code for n in range(31)]

    assert answers == [422] * 30 + [429]
    assert check(browser, FILE, b"{}").status_code == 429
    compared = {"code": "AAAA-AAAA-AAAA", "document": SimpleUploadedFile("заявка.pdf", FILE)}
    assert browser.post(ADDRESS, compared).status_code == 429
    assert browser.get(ADDRESS).status_code == 200


def test_a_suspended_company_still_checks(
    browser: Client, signature: Signature, company: GridCompany, operator: User
) -> None:
    suspend(company, reason="Долг", by=operator, now=timezone.now())
    forget_hosts()

    assert "Простая электронная подпись верна" in words(check(browser, FILE, bytes(signature.raw)))


def test_nothing_is_stored(browser: Client, signature: Signature) -> None:
    before = Document.objects.count(), Signature.objects.count()
    check(browser, b"a new file", bytes(signature.raw))

    assert (Document.objects.count(), Signature.objects.count()) == before
    assert not browser.session.keys()
