"""«Скачать или удалить данные»: take everything away, close the account."""

import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Applicant, ApplicantDetails, Consent, User
from audit.models import Record
from cabinet.applicants.export import Export
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from documents.models import Document
from notifications.models import OutboxMessage
from tests import world
from tests.moment import NOW
from tests.world import PASSWORD, words

DOWNLOAD = "/personal-data/download/"
CLOSE = "/personal-data/close/"


def taken(client: Client) -> zipfile.ZipFile:
    answer: Any = client.post(DOWNLOAD)
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    return archive


def test_everything_of_the_person_is_in_the_archive(
    applicant_client: Client, applicant: User, stranger: User, administrator: User
) -> None:
    ApplicantDetails.objects.create(applicant=world.applicant_of(applicant), bik="044525225")
    case = world.application(applicant)
    cases.add_note(case, text="внутреннее", by=administrator, key=uuid.uuid4(), now=NOW)
    world.application(stranger, address="чужое место")
    archive = taken(applicant_client)
    data = json.loads(archive.read("данные.json"))

    assert data["account"]["last_name"] == {"label": "фамилия", "value": "Орлова"}
    [told] = data["applicants"]
    assert told["details"]["bik"] == {"label": "БИК", "value": "044525225"}
    assert told["legal_form"]["value"] == "Физическое лицо"
    [shown] = told["cases"]
    assert shown["application"]["address"]["value"] == world.ANSWERS["address"]
    assert shown["kind"]["value"] == "Заявка"
    assert {"label": "Тип заявки", "value": "Новое присоединение"} in shown["answers"]
    [file] = [entry["file"]["value"] for entry in shown["entries"] if "file" in entry]
    assert archive.read(file) == world.PDF
    assert data["consents"][0]["text"]["value"].startswith("Согласие на обработку")
    text = json.dumps(data, ensure_ascii=False)
    assert "внутреннее" not in text
    assert "чужое место" not in text
    record = Record.objects.get(event="user.exported_data")
    assert record.details == {"files": 1}


def test_memory_holds_one_piece_whatever_the_files_weigh(applicant: User, monkeypatch: pytest.MonkeyPatch) -> None:
    world.application(applicant)
    piece = b"x" * 1024 * 1024

    def chunks(document: Document) -> Iterator[bytes]:
        for _ in range(40):
            yield piece

    monkeypatch.setattr("documents.services.chunks", chunks)
    sizes = [len(part) for part in Export(User.objects.get(pk=applicant.pk)).chunks(now=timezone.now())]

    assert sum(sizes) > 40 * len(piece)
    assert max(sizes) < 2 * len(piece)


def test_too_many_downloads_are_refused(applicant_client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"export_data": "1/h/user"}
    taken(applicant_client)

    assert applicant_client.post(DOWNLOAD).status_code == 429


def test_an_employee_takes_their_own_only(signed_in: Any, company: Any, here: None) -> None:
    head = world.organisation(3)
    world.application(head)
    data = json.loads(taken(signed_in(world.employee(head, 1), company)).read("данные.json"))

    assert data["account"]["last_name"]["value"] == "Лисина"
    assert data["memberships"][0]["applicant"]["value"] == "ООО «Ромашка»"
    assert data["applicants"] == []


@pytest.mark.parametrize(
    ("stage", "reason"),
    [
        (Stage.WAITING, "Рассматривается обращение"),
        (Stage.SIGNING, "Рассматривается обращение"),
        (Stage.PERFORMANCE, "Исполняется договор"),
    ],
)
def test_closing_is_refused_with_the_reason(
    applicant_client: Client, applicant: User, stage: Stage, reason: str
) -> None:
    Case.objects.filter(pk=world.application(applicant).pk).update(stage=stage)

    assert reason in words(applicant_client.get("/personal-data/"))
    assert reason in words(applicant_client.post(CLOSE, {"password": PASSWORD}))
    applicant.refresh_from_db()
    assert applicant.is_active


def test_closing_asks_for_the_password(applicant_client: Client, applicant: User) -> None:
    assert "Пароль введён неверно" in words(applicant_client.post(CLOSE, {"password": "нет"}))
    applicant.refresh_from_db()
    assert applicant.is_active


def test_who_filed_nothing_leaves_nothing_but_the_consents(applicant_client: Client, applicant: User) -> None:
    ApplicantDetails.objects.create(applicant=world.applicant_of(applicant), passport_number="123456")
    draft, email = world.draft(applicant), applicant.email
    assert applicant_client.post(CLOSE, {"password": PASSWORD})["Location"] == "/accounts/login/"

    assert not Applicant.objects.exists()
    assert not ApplicantDetails.objects.exists()
    assert not Case.objects.filter(pk=draft.pk).exists()
    closed = User.objects.get(pk=applicant.pk)
    assert (closed.full_name, closed.phone, closed.is_active) == ("", "", False)
    assert email not in closed.email
    assert Consent.objects.filter(user=closed).exists()
    assert applicant_client.get("/information/").status_code == 302
    assert OutboxMessage.objects.filter(recipient=email, subject="Учётная запись закрыта").exists()
    assert OutboxMessage.objects.filter(subject="Заявитель закрыл учётную запись").exists()


def test_submitted_cases_stay_with_what_stands_in_them(applicant_client: Client, applicant: User) -> None:
    case = world.application(applicant)
    cases.withdraw(case, reason="передумала", by=applicant, now=NOW)
    ApplicantDetails.objects.create(applicant=world.applicant_of(applicant), passport_number="123456")
    representative = world.representative(applicant, 1)
    applicant_client.post(CLOSE, {"password": PASSWORD})

    assert Case.objects.get().applicant.last_name == "Орлова"
    assert not ApplicantDetails.objects.exists()
    closed = User.objects.get(pk=applicant.pk)
    assert (closed.last_name, closed.phone) == ("Орлова", "")
    assert User.objects.get(pk=representative.pk).applicant is None


def test_the_only_administrator_of_others_hands_over_first(signed_in: Any, company: Any, here: None) -> None:
    head = world.organisation(3)
    world.employee(head, 1)
    client = signed_in(head, company)

    assert "единственный администратор" in words(client.post(CLOSE, {"password": PASSWORD}))


def test_an_employee_leaves_and_the_organisation_stays(signed_in: Any, company: Any, here: None) -> None:
    head = world.organisation(3)
    employee = world.employee(head, 1)
    world.application(employee)
    signed_in(employee, company).post(CLOSE, {"password": PASSWORD})

    assert Applicant.objects.count() == 1
    assert not User.objects.get(pk=employee.pk).is_active
    assert User.objects.get(pk=employee.pk).last_name == "Лисина"  # what they filed stays readable
