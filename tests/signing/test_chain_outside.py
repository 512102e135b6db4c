"""Whoever owns the database changes rows and cuts the chain: what was sealed and what has left the platform tell."""

import base64
import io
import quopri
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection
from django.test import Client
from pypdf import PdfReader

from accounts.models import User
from notifications.models import OutboxMessage
from signing import papers, queries, tasks
from signing.models import ChainHead, Protocol, Signature, SignatureRequest
from signing.protocols import chain, heads, stamps
from signing.testing.signatures import answer
from signing.testing.testpki import Pki
from tenancy.company import in_public, inside
from tenancy.models import DueWork
from tests.moment import NOW
from tests.signing import by_certificate, by_sms, network
from tests.signing.test_protocols import chain as signed_in_a_row
from tests.signing.test_protocols import checked, sealed, tamper
from tests.world import words

pytestmark = pytest.mark.usefixtures("here")

DAY = timedelta(days=1)


def all_gone(signature: Signature) -> None:
    """The protocol, the signature and the checks of it."""
    tamper("signing_protocol", f"DELETE FROM signing_protocol WHERE signature_id = {signature.pk}")
    tamper("signing_signaturecheck", f"DELETE FROM signing_signaturecheck WHERE signature_id = {signature.pk}")
    tamper("signing_signature", f"DELETE FROM signing_signature WHERE id = {signature.pk}")


def without_trace(signature: Signature) -> None:
    """… its request as if nobody had signed, and nothing of it in the journal."""
    all_gone(signature)
    SignatureRequest.objects.filter(pk=signature.request_id).update(state="available", ended_at=None, ended_by=None)
    tamper("audit_record", "DELETE FROM audit_record WHERE event = 'signing.signed'")


def letters() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(subject__startswith="Протоколы подписей").order_by("pk"))


ROWS = {
    "signer": ("signing_signature", "signer = 'Другой Человек'", "подписант"),
    "position": ("signing_signature", "position = 'Директор'", "должность"),
    "moment": ("signing_signature", "signed_at = '2020-01-01T00:00:00Z'", "время подписи"),
    "verdict": ("signing_signature", "status = 'invalid'", "вердикт"),
    "state": ("signing_signaturerequest", "state = 'declined', reason = 'нет'", "состояние запроса подписи"),
    "title": ("signing_signaturerequest", "title = 'Другой договор'", "название документа"),
    "kind": ("signing_signaturerequest", "kind = 'qualified'", "вид подписи"),
    "side": ("signing_signaturerequest", "side = 'company', kind = 'qualified'", "сторона"),
    "name of the file": ("documents_document", "file_name = 'другой.pdf'", "имя файла"),
    "Streebog": ("documents_document", f"streebog256 = '{'0' * 64}'", "Стрибог-256 файла"),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_that_says_otherwise_than_the_seal_is_found(applicant: User, row: str) -> None:
    signature = by_sms.signed(applicant)
    table, change, name = ROWS[row]
    pk = {"signing_signature": signature.pk, "signing_signaturerequest": signature.request_id}.get(table)
    tamper(table, f"UPDATE {table} SET {change} WHERE id = {pk or signature.request.document_id}")

    assert "записи кабинета расходятся с протоколом: " in checked()
    assert name in checked()


def test_signatures_that_were_exchanged_are_found(applicant: User, browser: Client) -> None:
    first, second = signed_in_a_row(applicant, 2)  # of two files with the same bytes
    tamper(
        "signing_signature",
        "ALTER TABLE signing_signature DROP CONSTRAINT IF EXISTS none; DROP INDEX signature_given_once; UPDATE "
        f"signing_signature SET request_id = CASE id WHEN {first.pk} THEN {second.request_id} "
        f"ELSE {first.request_id} END WHERE id IN ({first.pk}, {second.pk})",
    )

    assert "номер документа, запрос подписи" in checked()
    page = words(browser.get("/check/", {"code": first.check_code}))
    assert "протокол относится к другому документу" in page
    assert "Подпись верна" not in page


def test_what_people_see_is_what_was_sealed(applicant: User, browser: Client) -> None:
    signature = by_sms.signed(applicant)
    tamper(
        "signing_signature",
        "UPDATE signing_signature SET signer = 'Другой Человек', status = 'invalid', "
        f"signed_at = '2020-01-01T00:00:00Z' WHERE id = {signature.pk}",
    )
    document = signature.request.document
    sheet = papers.evidence_sheet(document, queries.requests_of([document.pk])[document.pk])
    for said in (
        words(browser.get("/check/", {"code": signature.check_code})),
        " ".join(PdfReader(io.BytesIO(sheet.content.read())).pages[0].extract_text().split()),
    ):
        assert "Орлова Анна Андреевна" in said
        assert "13.03.2026 14:05:00" in said
        assert "расходятся с самой подписью: подписант, время подписи, вердикт" in said
        assert "Другой Человек" not in said
        assert "2020" not in said


def test_a_certificates_row_that_says_otherwise_is_told_of(
    pki: Pki, company: Any, administrator: User, applicant: User, browser: Client
) -> None:
    by_certificate.make_trusted(pki)
    [request, _] = by_certificate.asked(administrator, applicant)
    raw = by_certificate.signature(pki, by_certificate.head_of_company(pki, company), request)
    from signing import services

    given = services.sign_qualified(request, raw, by=administrator, now=NOW)
    assert "расходятся" not in words(browser.get("/check/", {"code": given.check_code}))
    tamper("signing_signature", f"UPDATE signing_signature SET signer = 'Другой Человек' WHERE id = {given.pk}")

    page = words(browser.get("/check/", {"code": given.check_code}))
    assert "расходятся с самой подписью: подписант" in page
    assert "Иванова Мария Сергеевна" in page
    assert "Другой" not in page


def test_a_cut_tail_is_found_by_the_request_and_the_journal(applicant: User) -> None:
    *_, last = signed_in_a_row(applicant, 3)
    all_gone(last)

    said = checked()
    assert f"Запрос подписи {last.request_id} («{by_sms.TITLE}»): подписан, а протокола нет" in said
    assert f"Подпись {last.pk}: есть в журнале действий, а самой её нет" in said


def test_an_emptied_chain_is_found(applicant: User) -> None:
    for signature in signed_in_a_row(applicant, 2):
        all_gone(signature)
    assert "всё верно" not in checked()


@pytest.mark.parametrize("ends", ["cut", "emptied", "grown again"])
def test_a_head_that_has_left_finds_what_leaves_no_other_trace(applicant: User, ends: str) -> None:
    given = signed_in_a_row(applicant, 3)
    heads.leave(now=NOW + DAY)
    assert "3\u00a0протокола, всё верно" in checked()
    for signature in given if ends == "emptied" else given[-1:]:
        without_trace(signature)
    if ends == "grown again":
        by_sms.signed(applicant, now=NOW + timedelta(hours=1))
    said = checked()

    assert "Голова цепочки № 3" in said
    assert ("подменены" if ends == "grown again" else "хвост цепочки отрезан") in said


def test_the_company_brings_its_letter(applicant: User, tmp_path: Path) -> None:
    signed_in_a_row(applicant, 2)
    heads.leave(now=NOW + DAY)
    head = ChainHead.objects.get()
    text = letters()[0].text
    assert str(head) in text
    saved = tmp_path / "письмо.eml"
    saved.write_bytes(
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        + quopri.encodestring(text.encode())
    )
    encoded = tmp_path / "письмо64.eml"
    encoded.write_bytes(
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(text.encode())
    )
    for signature in Signature.objects.all():
        without_trace(signature)
    tamper("signing_chainhead", "DELETE FROM signing_chainhead")
    for hours in (1, 2):
        by_sms.signed(applicant, now=NOW + timedelta(hours=hours))
    assert "всё верно" in checked()  # nothing here remembers

    for options in ({"head": [str(head)]}, {"heads": [str(saved)]}, {"heads": [str(encoded)]}):
        with pytest.raises(CommandError, match="Найдено: 1"):
            call_command("check_protocols", company="gorset", stderr=io.StringIO(), **options)


@pytest.mark.parametrize(
    "options", [{"head": ["17"]}, {"heads": ["/nowhere"]}, {"head": ["1:" + "0" * 64], "company": ""}]
)
def test_what_is_no_head_is_a_mistake_and_not_a_good_check(options: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        call_command("check_protocols", **{"company": "gorset", **options})


def test_a_head_leaves_once_a_day_and_only_after_a_day_with_protocols(applicant: User, administrator: User) -> None:
    signed_in_a_row(applicant, 2)
    with in_public():
        planned = DueWork.objects.get(task=heads.SEND)
    assert NOW + timedelta(hours=2) < planned.due_at <= NOW + DAY
    assert heads.leave(now=NOW + DAY)
    assert heads.leave(now=NOW + DAY) is None

    assert {letter.recipient for letter in letters()} >= {administrator.email, "admin@gorset.example.ru"}
    for letter in letters():
        assert "Орлова" not in letter.text + letter.html
    count = len(letters())
    assert heads.leave(now=NOW + 2 * DAY) is None
    by_sms.signed(applicant, now=NOW + 2 * DAY)
    assert heads.leave(now=NOW + 3 * DAY)
    assert len(letters()) == 2 * count
    assert "ВНИМАНИЕ" not in letters()[-1].text


def test_a_chain_that_does_not_go_on_from_the_last_letter_is_told_of_in_the_next(
    applicant: User, administrator: User
) -> None:
    *_, last = signed_in_a_row(applicant, 2)
    heads.leave(now=NOW + DAY)
    without_trace(last)
    for hours in (1, 2):
        by_sms.signed(applicant, now=NOW + timedelta(hours=hours))
    heads.leave(now=NOW + 2 * DAY)

    assert "ВНИМАНИЕ" in letters()[-1].text


def test_only_companies_with_something_to_send_are_on_the_list(
    applicant: User, company: Any, other_company: Any
) -> None:
    by_sms.signed(applicant)
    with in_public():
        assert [row.schema_name for row in DueWork.objects.filter(task=heads.SEND)] == ["gorset"]
    with inside(other_company):
        assert heads.leave(now=NOW + DAY) is None
        assert not ChainHead.objects.exists()
    tasks.send_head(0)
    assert ChainHead.objects.count() == 1


@pytest.mark.parametrize("statement", ["DELETE FROM signing_chainhead", "UPDATE signing_chainhead SET number = 9"])
def test_the_database_keeps_heads(applicant: User, statement: str) -> None:
    by_sms.signed(applicant)
    heads.leave(now=NOW + DAY)
    with pytest.raises(InternalError), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_changed_record_of_a_head_is_found(applicant: User) -> None:
    by_sms.signed(applicant)
    heads.leave(now=NOW + DAY)
    tamper("signing_chainhead", "UPDATE signing_chainhead SET raw = '{}'")
    assert "запись о ней не читается" in checked()


@pytest.fixture
def service(pki: Pki, settings: Any) -> Any:
    """A service of time stamps that answers on this machine."""
    by_certificate.make_trusted(pki)
    with network.running() as site:
        settings.SIGNING_TSA_URL = site.url("/tsa")
        settings.SIGNING_PRIVATE_HOSTS = ["127.0.0.1"]
        site.answers["/tsa"] = lambda query: answer(pki.stamps, query, NOW + DAY, pki.chain)
        yield site


def test_a_head_is_stamped_where_there_is_a_service(applicant: User, service: Any) -> None:
    by_sms.signed(applicant)
    head = heads.leave(now=NOW + DAY)
    assert head is not None
    assert head.stamp is not None
    assert stamps.moment_of(head.stamp, head.raw, now=NOW + DAY) == NOW + DAY
    assert "штамп" in letters()[0].text
    with pytest.raises(stamps.StampWrong):
        stamps.moment_of(head.stamp, bytes(head.raw) + b" ", now=NOW + DAY)


def test_the_letter_waits_for_the_stamp_but_not_for_ever(applicant: User, service: Any) -> None:
    by_sms.signed(applicant)
    service.answers["/tsa"] = lambda query: 503
    assert heads.leave(now=NOW + DAY) is None
    assert letters() == []
    head = heads.leave(now=NOW + 3 * DAY)
    assert head is not None
    assert head.stamp is None


def test_a_protocol_names_the_sum_of_the_chain_before_it(applicant: User) -> None:
    given = signed_in_a_row(applicant, 3)
    totals = [*chain.sums(chain.links())]

    assert sealed(given[2])["protocol"]["chain"] == totals[1]
    assert [row.chain for row in Protocol.objects.all()] == totals


def test_protocols_from_before_the_sums_are_counted_anew(applicant: User) -> None:
    by_sms.signed(applicant)
    tamper("signing_protocol", "UPDATE signing_protocol SET chain = ''")
    by_sms.signed(applicant, now=NOW + timedelta(minutes=5))
    assert "2\u00a0протокола, всё верно" in checked()
