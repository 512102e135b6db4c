"""The directory of БИК: taken whole by operators, read by every company, typed by hand where it is not there."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from billing.bank.ed807 import DirectoryRefused, read
from billing.directory.models import ListedBank
from cabinet.company.queries import profile
from tenancy.company import in_public
from tests.billing.test_invoice_pages import TYPED
from tests.world import words

BIK, CORRESPONDENT = "044525225", "30101810400000000225"


def ed807(day: str = "2026-03-13", *entries: str) -> bytes:
    named = "".join(entries) or entry()
    text = (
        f'<?xml version="1.0" encoding="WINDOWS-1251"?><ED807 xmlns="urn:cbr-ru:ed:v2.0" EDDate="{day}" '
        f'BusinessDay="{day}">{named}</ED807>'
    )
    return text.encode("windows-1251")


def entry(
    bik: str = BIK, name: str = "ПАО &quot;ПРИМЕР&quot;", account: str = CORRESPONDENT, status: str = "PSAC"
) -> str:
    return (
        f'<BICDirectoryEntry BIC="{bik}"><ParticipantInfo NameP="{name}" Tnp="г" Nnp="Москва" '
        f'ParticipantStatus="{status}"/><Accounts Account="{account}" RegulationAccountType="CRSA"/>'
        "</BICDirectoryEntry>"
    )


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def test_a_published_file_is_read_plain_and_in_its_archive():
    for content in (ed807(), zipped(("20260313_ED807_full.xml", ed807()))):
        told = read(content)

        assert told.day == date(2026, 3, 13)
        [bank] = told.banks
        assert (bank.bik, bank.name, bank.place) == (BIK, 'ПАО "ПРИМЕР"', "г Москва")
        assert bank.correspondent_account == CORRESPONDENT


def test_deleted_and_malformed_entries_are_left_out_and_a_wrong_account_is_not_taken():
    told = read(
        ed807(
            "2026-03-13",
            entry("123", "без БИК"),
            entry("044525226", "удалён", status="PSDL"),
            entry("044525227", "с чужим счётом", "30101810400000000226"),
            "<Other/>",
        )
    )

    assert [(bank.name, bank.correspondent_account) for bank in told.banks] == [("с чужим счётом", "")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        ed807()[:-20],
        b"<ED808 EDDate='2026-03-13'/>",
        b"<ED807 EDDate='soon'/>",
        b"<ED807 EDDate='2026-03-13'/>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><ED807 EDDate='2026-03-13'>&b;</ED807>",
        b"PK\x03\x04broken",
        zipped(("a.txt", b"x")),
        zipped(("a.xml", ed807()), ("b.xml", ed807())),
    ],
)
def test_anything_else_is_refused_in_words(content):
    with pytest.raises(DirectoryRefused, match=r"Скачайте|нужен файл|В архиве"):
        read(content)


def take(operator_client: Client, content: bytes):
    return operator_client.post(
        reverse("bank_directory", "config.urls_public"), {"file": SimpleUploadedFile("a.xml", content)}
    )


def test_an_operator_brings_it_and_the_companies_take_bank_and_account_by_bik(
    operator_client: Client, administrator_client: Client
):
    with_names = {name: value for name, value in TYPED.items() if name not in {"bank_name", "correspondent_account"}}
    page = reverse("requisites")
    refused = words(administrator_client.post(page, with_names))
    assert "Введите наименование банка" in refused
    assert "Введите корреспондентский счёт" in refused

    assert take(operator_client, ed807()).status_code == 302

    shown = administrator_client.get(page)
    assert "справочника на 13.03.2026" in words(shown)
    version = shown.context["form"]["version"].value()
    assert administrator_client.post(page, {**with_names, "version": version}).status_code == 302
    about = profile()
    assert (about.bank_name, about.correspondent_account) == ('ПАО "ПРИМЕР", г Москва', CORRESPONDENT)


def test_a_new_directory_takes_the_place_of_the_old_one_and_an_older_one_does_not(operator_client: Client):
    take(operator_client, ed807("2026-03-13", entry(), entry("044525000", "Второй", "")))
    assert "Выберите файл" in words(operator_client.post(reverse("bank_directory", "config.urls_public")))

    older = take(operator_client, ed807("2026-03-12"))
    assert older.status_code == 422
    assert "старше загруженного" in words(older)
    broken = take(operator_client, b"<ED807")
    assert broken.status_code == 422
    with in_public():
        assert ListedBank.objects.count() == 2
    take(operator_client, ed807("2026-03-14"))
    with in_public():
        assert [bank.as_of for bank in ListedBank.objects.all()] == [date(2026, 3, 14)]
