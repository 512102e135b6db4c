"""«Квитанция о подаче»: made with each submission, and checked by anybody."""

import uuid
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.errors import ReceiptIsKept
from cabinet.cases.models import Case, Entry
from cabinet.paperwork import services
from cabinet.paperwork.models import Paper
from cabinet.paperwork.services import MAKE
from cabinet.paperwork.tasks import make, make_paper, plan_forgotten
from documents.models import Document
from tenancy import due
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW
from tests.world import words

from .conftest import content_of, made, text_of

pytestmark = pytest.mark.usefixtures("here")


def test_a_submission_asks_for_a_receipt_in_its_own_transaction(case: Case) -> None:
    paper = Paper.objects.get(case=case)

    assert (paper.code, paper.entry, due.is_planned(MAKE, paper.pk)) == ("receipt", None, True)


def test_a_receipt_names_each_file_with_both_hashes(case: Case) -> None:
    document = Document.objects.get()

    entry = made(case)

    assert (entry.code, entry.title, entry.from_company, entry.placed_at is not None) == (
        "receipt", "Квитанция о подаче", True, True,
    )  # fmt: skip
    said = text_of(content_of(entry)).replace(" ", "")
    assert document.sha256 in said
    assert document.streebog256 in said
    assert "ОрловаАнна" in said
    assert Paper.objects.get().check_code in said


def test_the_applicant_sees_it_on_the_card_and_staff_see_that_the_cabinet_has_made_it(
    case: Case, applicant_client: Client, administrator_client: Client
) -> None:
    made(case)

    assert "Квитанция о подаче" in words(applicant_client.get(case.get_absolute_url()))
    assert "Кабинет → заявителю" in words(administrator_client.get(case.get_absolute_url()))


def test_a_second_run_makes_no_second_document(case: Case) -> None:
    first = made(case)
    before = Document.objects.count()

    make_paper(Paper.objects.get().pk)

    assert made(case) == first
    assert Document.objects.count() == before
    assert not due.is_planned(MAKE, Paper.objects.get().pk)


def test_what_was_filed_before_the_worker_died_is_found_again(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """It dies after the document is in the case, and before the paper knows of it."""
    paper = Paper.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr(Paper, "objects", _NoUpdates(Paper.objects))
        with pytest.raises(SystemExit):
            make_paper(paper.pk)
    assert Entry.objects.filter(code="receipt").count() == 1

    assert made(case) == Entry.objects.get(code="receipt")


class _NoUpdates:
    """The rows of papers, for a process that is killed when it writes one."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rows, name)

    def filter(self, **asked: Any) -> Any:
        found = self.rows.filter(**asked)
        found.update = _dies
        return found


def _dies(*_args: Any, **_asked: Any) -> None:
    raise SystemExit(9)


def test_the_moment_and_the_number_are_those_of_the_submission(case: Case, administrator: User) -> None:
    cases.register(case, number="ТП-7", status="", assignee=None, version=case.version, by=administrator, now=NOW)

    entry = made(case)

    assert "не присвоен" in text_of(content_of(entry))
    assert entry.document is not None
    assert entry.document.file_name == "Квитанция о подаче № ТП-7.pdf"


def test_an_enquiry_has_no_receipt(applicant: User) -> None:
    world.enquiry(applicant)

    assert not Paper.objects.exists()


def test_what_a_receipt_says_is_never_changed(case: Case) -> None:
    paper = Paper.objects.get()
    changes: list[dict[str, Any]] = [{"values": {}}, {"check_code": "AAAA"}, {"asked_at": NOW.replace(year=2020)}]
    for changed in changes:
        with pytest.raises(InternalError), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(**changed)
    with pytest.raises(InternalError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).delete()


def test_what_no_list_knows_of_is_found_at_night(case: Case) -> None:
    paper = Paper.objects.get()
    due.settle(MAKE, paper.pk)

    assert services.plan_forgotten(now=paper.asked_at.replace(year=paper.asked_at.year + 1)) == 1
    assert due.is_planned(MAKE, paper.pk)
    assert plan_forgotten.name == "paperwork.plan_forgotten"


def test_a_document_can_be_asked_for_by_the_name_of_a_task(case: Case) -> None:
    """The applicant's own document is filed as theirs."""
    key = str(uuid.uuid4())
    for _twice in range(2):
        make(case.pk, "application", key)

    entry = made(case, "application")

    assert (entry.from_company, entry.title, entry.author) == (False, "Заявка", case.author)
    assert Paper.objects.filter(code="application").count() == 1
    assert "Лугореченск, ул. Салимжанова, 1" in text_of(content_of(entry))


# The public check.


def check(browser: Client, code: str) -> Any:
    return browser.get("/receipts/", {"code": code})


def test_anybody_sees_number_moment_and_hashes_and_nobodys_name(case: Case, browser: Client) -> None:
    code, document = Paper.objects.get().check_code, Document.objects.get()

    page = words(check(browser, code.lower().replace("-", " ")))

    assert "Квитанция выдана этой организацией" in page
    assert document.sha256 in page
    assert document.streebog256 in page
    for personal in ("Орлова", "Анна", document.file_name, "Салимжанова", "Выписка", "person1@example.ru"):
        assert personal not in page


def test_the_number_that_was_given_later_is_shown(case: Case, browser: Client, administrator: User) -> None:
    cases.register(case, number="ТП-8", status="", assignee=None, version=case.version, by=administrator, now=NOW)

    assert "ТП-8" in words(check(browser, Paper.objects.get().check_code))


@pytest.mark.parametrize("code", ["K7QM-2RWE-X9TD-4HPC", "1", "%", "'; DROP TABLE", "К" * 40])
def test_a_code_that_nobody_gave_is_refused_with_the_remedy(case: Case, browser: Client, code: str) -> None:
    answer = check(browser, code)

    assert answer.status_code == 422
    assert "Такого кода нет" in words(answer)


def test_a_receipt_of_one_company_is_unknown_to_another(
    case: Case, other_browser: Client, other_company: GridCompany
) -> None:
    assert check(other_browser, Paper.objects.get().check_code).status_code == 422


def test_codes_cannot_be_tried_one_after_another(case: Case, browser: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"check_receipt": "2/m/ip"}
    answers = [check(browser, "K7QM-2RWE-X9TD-4HPC").status_code for _ in range(3)]

    assert answers == [422, 422, 429]
    assert check(browser, Paper.objects.get().check_code).status_code == 429


def test_a_receipt_is_never_taken_back(case: Case, administrator: User, administrator_client: Client) -> None:
    """The public check confirms it, so nobody may say that it does not hold."""
    entry = made(case)

    with pytest.raises(ReceiptIsKept):
        cases.withdraw_entry(entry, reason="ошибка", by=administrator, now=NOW)
    assert f"/entries/{entry.pk}/withdraw/" not in administrator_client.get(case.get_absolute_url()).content.decode()
    for answer in (
        administrator_client.get(f"/entries/{entry.pk}/withdraw/"),
        administrator_client.post(f"/entries/{entry.pk}/withdraw/", {"reason": "ошибка"}),
    ):
        assert answer.status_code == 409
        assert "Квитанцию о подаче отозвать нельзя" in words(answer)
    assert not Entry.objects.filter(withdraws=entry).exists()


def test_another_document_of_that_name_is_taken_back(case: Case, administrator: User) -> None:
    entry = cases.add_document(
        case, world.pdf(), title="Квитанция о подаче", comment="", by=administrator, key=uuid.uuid4(), now=NOW
    )

    assert cases.withdraw_entry(entry, reason="не та", by=administrator, now=NOW).withdraws == entry
