"""The issued invoice is one of the documents of the offer of Section X, and its term begins with the placing."""

import uuid
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from billing.invoices import services
from billing.invoices.models import Invoice
from billing.invoices.queries import bill_for_offer
from billing.invoices.sheet import sheet_of
from cabinet.cases.models import Case, Entry
from cabinet.contracts import errors
from cabinet.contracts import services as contracts
from cabinet.contracts.queries import contract_of
from documents import services as documents
from tests import world
from tests.billing import made
from tests.contracts.acts import OFFER, Signs, fact, files, offer_sent
from tests.world import words

pytestmark = pytest.mark.usefixtures("trusted")
WITHOUT = tuple(code for code in OFFER if code != "invoice")


@pytest.fixture
def billed(house: Case, administrator: User) -> Invoice:
    made.requisites(administrator)
    return made.placed(house, administrator, made.in_parts(15, 85), now=timezone.now())


def offered(
    case: Case, by: User, *, amount: str = "17100", total: str = "114000", codes: tuple[str, ...] = WITHOUT
) -> None:
    contracts.send_offer(
        case, files(codes), amount=Decimal(amount), total=Decimal(total), bill=bill_for_offer(case),
        by=by, key=uuid.uuid4(), now=timezone.now(),
    )  # fmt: skip


def test_it_waits_for_the_offer_and_says_its_term_in_words(billed: Invoice, house: Case, applicant: User) -> None:
    assert billed.document is not None
    assert billed.placed_at is None
    assert not Invoice.objects.visible_to(applicant).exists()
    assert not Entry.objects.filter(case=house, code="invoice").exists()
    assert sheet_of(billed).pay_within.replace("\u00a0", " ") == "5 рабочих дней со дня размещения в личном кабинете"
    assert sheet_of(billed).concludes_contract


def test_it_is_placed_with_the_offer_and_its_term_runs_from_that_day(
    billed: Invoice, house: Case, administrator: User, applicant: User, company_signs: Signs
) -> None:
    offered(house, administrator)
    company_signs(fact(house, "sent_to_sign"))

    contract = contract_of(house)
    invoice = made.again(billed)
    assert contract.offer is not None
    assert contract.invoice == Decimal("17100")
    assert contract.price == Decimal("114000")
    assert invoice.placed_at is not None
    assert invoice.pay_until == contract.pay_until
    assert invoice.pay_until is not None
    assert invoice.pay_until > localdate()
    assert Invoice.objects.visible_to(applicant).get() == invoice
    entry = Entry.objects.get(case=house, code="invoice")
    assert entry.document_id != invoice.document_id
    assert entry.document is not None
    assert invoice.document is not None
    assert b"".join(documents.chunks(entry.document)) == b"".join(documents.chunks(invoice.document))
    assert bill_for_offer(house) is None


def test_other_sums_than_those_of_the_invoice_are_refused(billed: Invoice, house: Case, administrator: User) -> None:
    with pytest.raises(errors.OtherSum) as refused:
        offered(house, administrator, amount="17000")
    assert billed.number in refused.value.message


def test_a_file_of_another_invoice_may_go_instead(
    billed: Invoice, house: Case, administrator: User, company_signs: Signs
) -> None:
    offered(house, administrator, amount="5", total="5", codes=OFFER)
    company_signs(fact(house, "sent_to_sign"))

    assert made.again(billed).placed_at is None
    assert contract_of(house).invoice == 5


def test_without_an_issued_invoice_the_file_is_asked_for(house: Case, administrator: User) -> None:
    with pytest.raises(errors.SetIncomplete):
        offered(house, administrator)


def test_the_page_of_the_offer_fills_in_the_sums_and_asks_for_no_file(
    billed: Invoice, house: Case, administrator_client: Client
) -> None:
    address = reverse("case_contract_act", args=[house.pk, "offer"])
    page = administrator_client.get(address)
    shown = words(page)

    assert page.context["form"]["amount"].value() == Decimal("171") * 100
    assert page.context["form"]["total"].value() == Decimal("114000")
    assert f"будет приложен № {billed.number} на 17 100" in shown
    sent = {
        **{f"file-{code}": world.pdf(f"{code}.pdf") for code in WITHOUT},
        "amount": "17100", "total": "114000", "key": str(uuid.uuid4()),
    }  # fmt: skip
    assert administrator_client.post(address, sent).status_code == 302
    assert fact(house, "sent_to_sign").detail("bill") == billed.number


def test_the_next_payment_after_the_contract_goes_by_itself(
    billed: Invoice, house: Case, administrator: User, applicant: User, company_signs: Signs
) -> None:
    offered(house, administrator)
    company_signs(fact(house, "sent_to_sign"))
    contracts.record_payment(
        house, received_on=localdate(), amount=Decimal("17100"), evidence="п/п № 5", by=administrator,
        key=uuid.uuid4(), now=timezone.now(),
    )  # fmt: skip

    second = services.issue_next(made.again(billed), by=administrator, key=uuid.uuid4(), now=timezone.now())
    services.draw(made.again(second), now=timezone.now())

    second = made.again(second)
    assert not second.with_offer
    assert second.placed_at is not None
    assert second in Invoice.objects.visible_to(applicant)


def test_an_offer_of_files_only_goes_as_before(house: Case, administrator: User, company_signs: Signs) -> None:
    offer_sent(house, administrator)
    company_signs(fact(house, "sent_to_sign"))
    assert contract_of(house).offer is not None
