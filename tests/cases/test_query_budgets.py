"""What a page costs: the same at one row and at thirty, and never more than its budget."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services
from cabinet.cases.models import Case
from tenants.queries import forget_hosts
from tests import world

Queries = Callable[[], AbstractContextManager[list[str]]]
BUDGET = {"/cases/": 10, "/information/": 10, "card": 14, "/updates/": 3, "draft": 14}


def fill(applicant: User, administrator: User, *, rows: int) -> Case:
    """So many applications, and a feed as long in each direction in the last one."""
    for n in range(rows):
        case = services.submit(world.draft(applicant), by=applicant, now=timezone.now())
        Case.objects.filter(pk=case.pk).update(number=f"{rows}-{n}", assignee=administrator)
    for n in range(rows):
        by = (applicant, administrator)[n % 2]
        asked: Any = {"by": by, "key": uuid.uuid4(), "now": timezone.now()}
        services.add_message(case, text=f"письмо {n}", **asked)
        if n % 5 == 0:
            entry = services.add_document(case, world.pdf(), title="ТУ", comment="", **{**asked, "key": uuid.uuid4()})
            services.withdraw_entry(entry, reason="опечатка", by=by, now=timezone.now())
    return case


def test_a_page_costs_the_same_at_one_row_and_at_thirty(
    applicant_client: Client, administrator_client: Client, applicant: User, administrator: User, queries: Queries
) -> None:
    clients = {"applicant": applicant_client, "administrator": administrator_client}

    def costs(case: Case) -> dict[tuple[str, str], int]:
        found = {}
        for who, client in clients.items():
            for page in BUDGET.keys() - {"draft"} - ({"/information/"} if who == "administrator" else set()):
                address = page.replace("card", f"/cases/{case.pk}/")
                forget_hosts()
                client.get(address)  # finds the company, and notes that somebody has looked
                with queries() as asked:
                    assert client.get(address).status_code == 200
                found[who, page] = len(asked)
        return found

    few = costs(fill(applicant, administrator, rows=1))
    many = costs(fill(applicant, administrator, rows=29))

    assert few == many
    assert {place: cost for place, cost in many.items() if cost > BUDGET[place[1]]} == {}


def test_a_card_that_waits_for_documents_keeps_the_budget(
    applicant_client: Client, administrator_client: Client, applicant: User, administrator: User, queries: Queries
) -> None:
    case = fill(applicant, administrator, rows=2)
    services.ask_information(
        case, documents=["Паспорт", "План"], words="Сколько этажей?", due_on=None,
        by=administrator, key=uuid.uuid4(), now=timezone.now(),
    )  # fmt: skip
    for client in (applicant_client, administrator_client):
        forget_hosts()
        client.get(f"/cases/{case.pk}/")
        with queries() as asked:
            assert "Сколько этажей?" in client.get(f"/cases/{case.pk}/").content.decode()
        assert len(asked) <= BUDGET["card"]


def test_a_draft_costs_the_same_at_one_file_and_at_thirty(
    applicant_client: Client, applicant: User, queries: Queries
) -> None:
    case = world.draft(applicant)
    page = case.get_absolute_url()
    costs = []
    for files in (1, 29):
        for _ in range(files):
            services.attach(case, world.pdf(), title="ТУ", by=applicant, key=uuid.uuid4(), now=timezone.now())
        world.uploaded(applicant, f"case:{case.pk}")
        forget_hosts()
        applicant_client.get(page)
        with queries() as asked:
            assert applicant_client.get(page).status_code == 200
        costs.append(len(asked))

    assert costs[0] == costs[1] <= BUDGET["draft"]
