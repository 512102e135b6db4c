"""«Добавить документ» with a signature."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cabinet.cases.models import Case, Entry
from signing.models import SignatureRequest
from tests import world
from tests.world import words


def adds(client: Client, case: Case, **answers: Any) -> Any:
    form = {"files": [world.pdf("Договор.pdf")], "title": "Договор", **answers}
    return client.post(f"/cases/{case.pk}/entries/document/", form)


@pytest.mark.parametrize(("ticked", "sides"), [
    ({}, []), ({"company_signs": "on"}, ["company"]), ({"two_sided": "on"}, ["company", "applicant"]),
    ({"two_sided": "on", "company_signs": "on"}, ["company", "applicant"]),
])  # fmt: skip
def test_staff_tick_who_signs(
    administrator_client: Client, case: Case, ticked: dict[str, str], sides: list[str]
) -> None:
    due_on = timezone.localdate() + timedelta(days=10)

    assert adds(administrator_client, case, due_on=f"{due_on:%d.%m.%Y}", **ticked).status_code == 302

    entry = case.entries.get(title="Договор")
    requests = SignatureRequest.objects.filter(document=entry.document_id)
    assert [request.side for request in requests] == sides
    assert {request.due_on for request in requests} == ({due_on} if sides else set())
    assert (entry.placed_at is None) == bool(sides)


def test_a_term_in_the_past_is_refused_at_its_field(administrator_client: Client, case: Case) -> None:
    page = adds(administrator_client, case, two_sided="on", due_on="01.03.2020")

    assert page.status_code == 422
    assert "Срок подписания уже прошёл" in words(page)
    assert not Entry.objects.filter(title="Договор").exists()


def test_an_applicant_has_nothing_to_tick(applicant_client: Client, case: Case) -> None:
    assert "Необходима двухсторонняя" not in words(applicant_client.get(f"/cases/{case.pk}/?add=document"))

    adds(applicant_client, case, two_sided="on")

    assert not SignatureRequest.objects.exists()
