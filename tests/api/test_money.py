"""Invoices of both sides, what has paid them, and money that 1С posts by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.timezone import localdate

from accounts.models import StaffRole, User
from billing.invoices.models import Invoice
from billing.payments.models import Payment
from cabinet.cases.models import Case
from tenants.models import GridCompany
from tests import world
from tests.billing import made
from tests.billing.payments.money import with_account
from tests.contracts.conftest import SMALL
from tests.moment import NOW

from .calls import Caller, caller


@pytest.fixture
def case(here: None, applicant: User, administrator: User) -> Case:
    made.requisites(administrator)
    with_account()
    return world.application(applicant)


@pytest.fixture
def books(case: Case, administrator: User, company: GridCompany) -> Caller:
    """1С of the company."""
    return caller(administrator, company)


@pytest.fixture
def builder(case: Case, applicant: User, company: GridCompany) -> Caller:
    return caller(applicant, company)


@pytest.fixture
def invoice(case: Case, administrator: User) -> Invoice:
    return made.with_its_offer(case, administrator, made.order(1_200_000))


def pay(program: Caller, invoice: Invoice, amount: str, *, number: str = "45", **told: Any) -> Any:
    return program.post(
        f"invoices/{invoice.pk}/payments/", number=number, received_on=localdate().isoformat(), amount=amount, **told
    )


def test_the_applicant_sees_what_to_pay_and_where(builder: Caller, invoice: Invoice, stranger: User) -> None:
    [row] = builder.get("invoices/").json()["items"]
    card = builder.get(f"invoices/{invoice.pk}/").json()

    assert (row["id"], row["case"], row["amount"], row["left"]) == (
        invoice.pk, invoice.case_id, "12000.00", "12000.00",
    )  # fmt: skip
    assert row.items() <= card.items()
    assert card["seller"]["bank_account"] == invoice.seller["bank_account"]
    assert invoice.number in card["purpose"]
    assert builder.get(f"invoices/{invoice.pk}/file/").status_code == 302


def test_an_invoice_that_is_not_placed_is_seen_by_the_company_alone(
    builder: Caller, books: Caller, case: Case, administrator: User
) -> None:
    awaited = made.placed(case, administrator)
    Invoice.objects.filter(pk=awaited.pk).update(placed_at=None)

    assert books.get(f"invoices/{awaited.pk}/").json()["state"] == "awaited"
    for path in ("", "file/", "payments/"):
        assert builder.get(f"invoices/{awaited.pk}/{path}").status_code == 404
    assert builder.get("invoices/").json()["items"] == []


def test_of_another_no_invoice_is_seen(invoice: Invoice, stranger: User, company: GridCompany) -> None:
    other = caller(stranger, company)

    assert other.get("invoices/").json() == {"items": [], "next": None}
    for path in ("", "file/", "payments/"):
        assert other.get(f"invoices/{invoice.pk}/{path}").status_code == 404
    assert other.post(f"invoices/{invoice.pk}/notice/").status_code == 404


def test_every_filter_of_the_screen(books: Caller, case: Case, invoice: Invoice, administrator: User) -> None:
    made.with_its_offer(case, administrator, made.order(500_000))
    pay(books, invoice, "12000")

    def found(query: str) -> list[str]:
        return [row["amount"] for row in books.get(f"invoices/?{query}").json()["items"]]

    assert found("state=paid") == ["12000.00"]
    assert found("state=paid&q=никто") == []
    assert found(f"q={invoice.number}") == ["12000.00"]
    assert found(f"case={case.pk}") == ["5000.00", "12000.00"]
    assert found(f"case={case.pk + 999}") == []
    assert found(f"since={NOW.date()}&until={NOW.date()}") == ["5000.00", "12000.00"]
    assert found("until=2020-01-01") == []
    for query in ("state=no", "since=x", "case=0", "case=x", "cursor=x", "limit=0"):
        assert books.get(f"invoices/?{query}").status_code == 422


def test_money_is_posted_once_and_both_sides_see_it(books: Caller, builder: Caller, invoice: Invoice) -> None:
    told = {"number": "45", "received_on": localdate().isoformat(), "amount": "5000.50", "payer": "Орлова"}
    answers = [books.post(f"invoices/{invoice.pk}/payments/", once="п/п 45", **told) for _ in range(2)]
    known = books.post(f"invoices/{invoice.pk}/payments/", once="another", **told)

    assert [one.status_code for one in answers] == [201, 201], answers[0].content
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["invoices"] == [{"invoice": invoice.pk, "number": invoice.number, "amount": "5000.50"}]
    assert known.status_code == 409
    assert Payment.objects.count() == 1
    for side in (books, builder):
        [paid] = side.get(f"invoices/{invoice.pk}/payments/").json()["items"]
        assert (paid["number"], paid["amount"]) == ("45", "5000.50")
        card = side.get(f"invoices/{invoice.pk}/").json()
        assert (card["state"], card["paid"], card["left"]) == ("partly", "5000.50", "6999.50")


def test_what_is_too_much_waits_for_a_person(books: Caller, invoice: Invoice) -> None:
    answer = pay(books, invoice, "13000")

    assert (answer.json()["left"], answer.json()["is_undecided"]) == ("1000.00", True)
    assert [one["id"] for one in books.get("payments/?state=undecided").json()["items"]] == [answer.json()["id"]]
    assert books.get(f"payments/{answer.json()['id']}/").json() == answer.json()
    assert books.get("payments/?source=bank").json()["items"] == []
    assert books.get("payments/?q=45").json()["items"][0]["number"] == "45"


@pytest.mark.parametrize(
    ("told", "field"),
    [({"amount": "много"}, "amount"), ({"amount": "1.005"}, "amount"), ({"amount": "-1"}, "amount"),
     ({"received_on": "вчера"}, "received_on"), ({"number": ""}, "number")],
)  # fmt: skip
def test_what_makes_no_sense_is_named_by_its_field(
    books: Caller, invoice: Invoice, told: dict[str, str], field: str
) -> None:
    whole = {"number": "45", "received_on": localdate().isoformat(), "amount": "1", **told}

    answer = books.post(f"invoices/{invoice.pk}/payments/", **whole)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert Payment.objects.count() == 0


def test_who_may_post_money(invoice: Invoice, company: GridCompany, administrator: User) -> None:
    signer, accountant = world.staff(4, StaffRole.SIGNER), world.staff(5, StaffRole.ACCOUNTANT)

    assert pay(caller(signer, company), invoice, "1").status_code == 404
    assert pay(caller(administrator, company, "read", "write"), invoice, "1").json()["code"] == "scope_missing"
    assert pay(caller(accountant, company), invoice, "1").status_code == 201


def test_the_applicant_says_that_they_have_paid(builder: Caller, books: Caller, invoice: Invoice) -> None:
    answers = [builder.post(f"invoices/{invoice.pk}/notice/", once="paid", text="п/п 7") for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 201], answers[0].content
    assert answers[0].json() == answers[1].json()
    assert "п/п 7" in answers[0].json()["text"]
    assert builder.get(f"invoices/{invoice.pk}/").json()["paid"] == "0.00"
    assert books.post(f"invoices/{invoice.pk}/notice/").status_code == 404


def test_a_list_goes_on_where_it_ended(books: Caller, case: Case, administrator: User) -> None:
    made_ = {made.with_its_offer(case, administrator, made.order(100 * n)).pk for n in range(1, 6)}
    for path, many in (("invoices/", made_), ("payments/", None)):
        if many is None:
            many = {
                pay(books, Invoice.objects.get(pk=pk), "1", number=str(pk)).json()["id"] for pk in sorted(made_)
            }  # fmt: skip
        seen: list[int] = []
        cursor: str | None = ""
        while cursor is not None:
            page = books.get(f"{path}?limit=2&cursor={cursor}").json()
            seen += [row["id"] for row in page["items"]]
            cursor = page["next"]
        assert len(seen) == 5
        assert set(seen) == many


def test_lists_cost_the_same_whatever_they_hold(
    books: Caller, case: Case, administrator: User, queries: Callable[[], Any]
) -> None:
    def cost(path: str) -> int:
        with queries() as asked:
            assert books.get(path).status_code == 200
        return len(asked)

    paid = [made.with_its_offer(case, administrator, made.order(100 * n)) for n in range(1, 6)]
    pay(books, paid[0], "1", number="1")
    books.get("invoices/")
    before = {path: cost(path) for path in ("invoices/?limit=1", "payments/?limit=1")}
    for n, one in enumerate(paid[1:], 2):
        pay(books, one, "1", number=str(n))

    assert cost("invoices/") == before["invoices/?limit=1"] <= 4
    assert cost("payments/") == before["payments/?limit=1"] <= 5


def test_the_terms_of_a_case_are_the_same_for_both_sides(
    here: None, applicant: User, administrator: User, company: GridCompany
) -> None:
    case = world.application(applicant, **SMALL)

    told = [caller(one, company).get(f"cases/{case.pk}/terms/").json()["items"] for one in (applicant, administrator)]

    assert told[0] == told[1] != []
    assert all(isinstance(one["is_reckoned"], bool) and one["said"] and one["point"] for one in told[0])
