"""What leaves as a ZIP: with its signatures, or to be signed outside."""

import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cabinet.cases.models import Case, Entry
from documents.models import Document
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tests import world
from tests.world import words

from .acts import sent, signed_by_company, signs_by_sms

pytestmark = pytest.mark.usefixtures("trusted")
Queries = Callable[[], AbstractContextManager[list[str]]]


def opened(answer: Any) -> zipfile.ZipFile:
    assert answer.status_code == 200, words(answer)
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.fixture
def contract(case: Case, administrator: User, applicant: User, pki: Pki, head_of_company: Identity) -> Entry:
    """Signed by both."""
    entry = sent(case, administrator)
    signed_by_company(entry, pki, head_of_company, administrator)
    entry.refresh_from_db()
    signs_by_sms(entry, applicant)
    return entry


def test_all_that_proves_a_signature_is_one_file(applicant_client: Client, contract: Entry) -> None:
    proof = opened(applicant_client.get(f"/documents/{contract.pk}/proof/"))

    assert proof.namelist()[:5] == [
        "Договор.pdf",
        "Договор.pdf.организация.sig",
        "Договор.pdf.заявитель.json",
        "Договор.pdf, протокол.pdf",
        "Договор.pdf, лист подписей.pdf",
    ]
    assert proof.read("Договор.pdf") == world.PDF
    assert proof.read("Договор.pdf, лист подписей.pdf").startswith(b"%PDF")


def test_signatures_stand_in_the_archive_of_the_case(
    applicant_client: Client, administrator_client: Client, contract: Entry, case: Case
) -> None:
    for client in (applicant_client, administrator_client):
        names = opened(client.get(f"/cases/{case.pk}/archive/")).namelist()
        assert "От сетевой организации/Договор.pdf.организация.sig" in names
        assert "От сетевой организации/Договор.pdf, лист подписей.pdf" in names


def test_what_is_not_signed_yet_is_not_in_the_applicants_archives(
    applicant_client: Client, administrator: User, case: Case
) -> None:
    sent(case, administrator, name="Ещё не подписан.pdf")

    archives = [
        opened(applicant_client.get(f"/cases/{case.pk}/archive/")),
        opened(applicant_client.post("/personal-data/download/")),
    ]
    for archive in archives:
        everything = b"".join(map(archive.read, archive.namelist())).decode(errors="ignore")
        assert "Ещё не подписан" not in everything + "".join(archive.namelist())


def test_the_kit_is_a_word_file_and_the_papers(owner_client: Client, owner: User, case_of_organisation: Case) -> None:
    card = words(owner_client.get(f"/cases/{case_of_organisation.pk}/"))
    assert "Скачать комплект для подписания" in card

    kit = opened(owner_client.get(f"/cases/{case_of_organisation.pk}/kit/"))
    assert kit.namelist() == ["Заявка.docx", "выписка ЕГРН.pdf", "Состав комплекта.txt"]
    text = zipfile.ZipFile(io.BytesIO(kit.read("Заявка.docx"))).read("word/document.xml").decode()
    for fact in ("ООО «Ромашка»", "Лугореченск, ул. Салимжанова, 1", "Жилой дом", "15"):
        assert fact in text


def test_an_infected_paper_stays_out_of_the_kit_and_is_told_of(
    administrator_client: Client, owner_client: Client, case_of_organisation: Case
) -> None:
    Document.objects.filter(file_name="выписка ЕГРН.pdf").update(scan=Document.Scan.INFECTED)

    for client in (administrator_client, owner_client):
        kit = opened(client.get(f"/cases/{case_of_organisation.pk}/kit/"))
        assert kit.namelist() == ["Заявка.docx", "Состав комплекта.txt"]
        said = kit.read("Состав комплекта.txt").decode("utf-8-sig")
        assert "выписка ЕГРН.pdf: не вложен, не прошёл проверку на вирусы" in said


def test_an_unchecked_paper_is_in_the_kit_of_its_owner_alone(
    administrator_client: Client, owner_client: Client, case_of_organisation: Case, settings: Any
) -> None:
    settings.CLAMD_ADDRESS = "127.0.0.1:1"

    address = f"/cases/{case_of_organisation.pk}/kit/"
    assert "выписка ЕГРН.pdf" in opened(owner_client.get(address)).namelist()
    assert "выписка ЕГРН.pdf" not in opened(administrator_client.get(address)).namelist()


def test_a_signed_set_comes_back_as_a_document(owner_client: Client, case_of_organisation: Case) -> None:
    signed = world.pdf("подписанный комплект.pdf")
    owner_client.post(f"/cases/{case_of_organisation.pk}/entries/document/", {"files": [signed]})

    assert "подписанный комплект.pdf" in words(owner_client.get(f"/cases/{case_of_organisation.pk}/"))


def test_the_card_costs_two_queries_more_with_any_number_of_signatures(
    applicant_client: Client, administrator: User, case: Case, pki: Pki, head_of_company: Identity, queries: Queries
) -> None:
    def cost() -> int:
        applicant_client.get(f"/cases/{case.pk}/")  # notes that somebody has looked
        with queries() as asked:
            assert applicant_client.get(f"/cases/{case.pk}/").status_code == 200
        return len(asked)

    without = cost()
    signed_by_company(sent(case, administrator), pki, head_of_company, administrator)
    one = cost()
    for _ in range(3):
        signed_by_company(sent(case, administrator), pki, head_of_company, administrator)

    assert one == cost()
    assert one - without <= 2
