"""«Доверенности (МЧД)»: uploaded by the side, confirmed by staff, and then an employee may sign."""

import base64
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases.models import Case
from gost import streebog
from signing.models import PowerOfAttorney
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tests import world
from tests.signing import by_certificate
from tests.signing.qualified.test_powers import written
from tests.world import words

from .acts import APPLICANT, asked, raw, sent, signed_by_company

pytestmark = pytest.mark.usefixtures("trusted")


@pytest.fixture
def files(owner: User, pki: Pki, head: Identity) -> dict[str, Any]:
    xml = written(world.applicant_of(owner))
    signature = pki.sign(head, streebog.digests(io.BytesIO(xml)), when=timezone.now())
    return {
        "xml": SimpleUploadedFile("доверенность.xml", xml),
        "signature": SimpleUploadedFile("доверенность.xml.sig", signature),
    }


def test_from_the_upload_to_a_signature(
    owner_client: Client, administrator_client: Client, administrator: User, case_of_organisation: Case, pki: Pki,
    head_of_company: Identity, files: dict[str, Any],
) -> None:  # fmt: skip
    contract = sent(case_of_organisation, administrator)
    signed_by_company(contract, pki, head_of_company, administrator)
    made = base64.encodebytes(raw(pki, by_certificate.employee(pki), contract)).decode()

    def signs() -> Any:
        address = f"/signatures/{asked(contract, APPLICANT).pk}/sign/"
        return owner_client.post(address, {"signature": made}, HTTP_ACCEPT="application/json").json()

    assert owner_client.post("/powers/", files).status_code == 302
    assert "Ждёт проверки по реестру" in words(owner_client.get("/powers/"))
    assert signs()["code"] == "power_not_confirmed"
    power = PowerOfAttorney.objects.get()
    assert "ООО «Ромашка»" in words(administrator_client.get("/powers/"))
    assert owner_client.post(f"/powers/{power.pk}/confirm/").status_code == 404
    assert administrator_client.get(f"/powers/{power.pk}/").status_code == 302
    administrator_client.post(f"/powers/{power.pk}/confirm/")
    assert signs()["status"] == "valid"


def test_what_is_no_power_is_refused_in_words(owner_client: Client, files: dict[str, Any]) -> None:
    assert "Выберите файл доверенности" in words(owner_client.post("/powers/", {"signature": files["signature"]}))
    page = owner_client.post("/powers/", {**files, "xml": SimpleUploadedFile("a.xml", b"<a/>")})
    assert page.status_code == 422
    assert not PowerOfAttorney.objects.exists()


def test_strangers_see_none_and_persons_add_none(
    owner_client: Client, applicant_client: Client, files: dict[str, Any]
) -> None:
    owner_client.post("/powers/", files)
    power = PowerOfAttorney.objects.get()

    assert applicant_client.get(f"/powers/{power.pk}/").status_code == 404
    assert applicant_client.post(f"/powers/{power.pk}/revoke/").status_code == 404
    page = words(applicant_client.get("/powers/"))
    assert power.holder_name not in page
    assert "Добавить доверенность" not in page
    owner_client.post(f"/powers/{power.pk}/revoke/")
    assert "Отозвана" in words(owner_client.get("/powers/"))
