"""Pages go over the line compressed; nothing else is compressed on the way."""

import gzip
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services
from cabinet.cases.models import Case
from tests import world

ASKED: Any = {"headers": {"accept-encoding": "gzip, br"}}


@pytest.fixture
def case(applicant: User) -> Case:
    case = services.submit(world.draft(applicant), by=applicant, now=timezone.now())
    services.add_document(case, world.pdf(), title="Ту", comment="", by=applicant, key=uuid.uuid4(), now=timezone.now())
    return case


@pytest.mark.parametrize("address", ["/cases/", "/information/", "/help/", "/cases/99999999/"])
def test_a_page_is_the_same_and_several_times_smaller(applicant_client: Client, address: str) -> None:
    plain, packed = applicant_client.get(address), applicant_client.get(address, **ASKED)

    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(gzip.decompress(packed.content)) == len(plain.content)  # forms differ in their tokens only
    assert len(packed.content) < len(plain.content) / 2


def test_what_is_reflected_in_a_page_cannot_be_guessed_by_its_size(applicant_client: Client) -> None:
    sizes = {len(applicant_client.get("/cases/?q=secret", **ASKED).content) for _ in range(20)}

    assert len(sizes) > 1


def test_archives_and_answers_to_scripts_stay_as_they_are(applicant_client: Client, case: Case) -> None:
    for address in (f"/cases/{case.pk}/archive/", "/updates/", "/health/live"):
        assert "Content-Encoding" not in applicant_client.get(address, **ASKED)
