"""An invoice is issued once, with the next number of the year, and is never changed after that."""

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pypdf
import pytest
from django.db import DatabaseError, transaction

from accounts.models import User
from billing.invoices import errors, services
from billing.invoices.models import Invoice
from billing.invoices.queries import open_of
from billing.invoices.sheet import sheet_of
from billing.reckoning.law import vat_percent
from cabinet.cases.models import Case, Entry
from documents import services as documents
from notifications.models import OutboxMessage
from tenancy import due
from tenants.models import GridCompany
from tests import world
from tests.billing import made
from tests.moment import NOW

DAY = timedelta(days=1)


@pytest.fixture
def plain(plant: Case, administrator: User) -> Case:
    """A case outside Section X in a company that has given its requisites."""
    made.requisites(administrator)
    return plant


def test_without_requisites_nothing_is_issued_and_what_is_missing_is_named(plant: Case, administrator: User) -> None:
    with pytest.raises(errors.RequisitesMissing) as refused:
        made.issued(plant, administrator)

    for name in ("банк", "БИК", "расчётный счёт", "корреспондентский счёт", "режим НДС"):
        assert name in refused.value.message


def test_numbers_follow_each_other_and_begin_anew_each_year(plain: Case, administrator: User) -> None:
    numbers = [made.issued(plain, administrator, now=NOW + n * DAY).number for n in (0, 1, 2)]
    new_year = datetime(2026, 12, 31, 21, 0, tzinfo=UTC)  # midnight in Moscow

    before = made.issued(plain, administrator, now=new_year - timedelta(seconds=1))
    after = made.issued(plain, administrator, now=new_year)

    assert numbers == ["ТП-2026-00001", "ТП-2026-00002", "ТП-2026-00003"]
    assert (before.number, before.issued_on) == ("ТП-2026-00004", date(2026, 12, 31))
    assert (after.number, after.issued_on) == ("ТП-2027-00001", date(2027, 1, 1))


def test_a_second_press_gives_the_first_invoice(plain: Case, administrator: User) -> None:
    key = uuid.uuid4()
    first = services.issue(plain, made.order(), by=administrator, key=key, now=NOW)
    second = services.issue(plain, made.order(), by=administrator, key=key, now=NOW)

    assert first == second
    assert Invoice.objects.count() == 1


def test_the_percent_of_vat_changes_at_midnight_of_the_year_in_the_companys_zone() -> None:
    assert (vat_percent("general", date(2025, 12, 31)), vat_percent("general", date(2026, 1, 1))) == (20, 22)


def test_it_keeps_the_seller_and_the_payer_of_its_day(plain: Case, administrator: User) -> None:
    invoice = made.placed(plain, administrator)
    made.requisites(administrator, bank_name="Другой банк", vat_regime="none")

    sheet = sheet_of(made.again(invoice))

    assert sheet.bank.name == made.REQUISITES["bank_name"]
    assert sheet.vat_percent == 22
    assert sheet.payer.name == plain.applicant.title
    assert sheet.payer.inn == plain.applicant.inn
    assert invoice.payer_inn == plain.applicant.inn
    assert invoice.vat_kopecks == 2055738


@pytest.mark.parametrize(
    "changes", [{"kopecks": 1}, {"purpose": "иное"}, {"number": "ТП-1"}, {"lines": []}, {"seller": {}}, {"part": 2}]
)
def test_the_database_itself_keeps_what_was_issued(
    plain: Case, administrator: User, changes: dict[str, object]
) -> None:
    invoice = made.issued(plain, administrator)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(**changes)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).delete()


def test_the_worker_draws_it_and_the_applicant_finds_it_in_the_feed(
    plain: Case, administrator: User, owner: User
) -> None:
    invoice = made.issued(plain, administrator)
    assert not Invoice.objects.visible_to(owner).exists()
    assert due.is_planned(services.DRAW, invoice.pk)

    services.draw(made.again(invoice), now=NOW)
    services.draw(made.again(invoice), now=NOW)  # a second message of the queue

    invoice = made.again(invoice)
    assert not due.is_planned(services.DRAW, invoice.pk)
    assert Invoice.objects.visible_to(owner).get() == invoice
    entry = Entry.objects.get(case=plain, code="invoice")
    assert (entry.document, entry.title) == (invoice.document, f"Счёт № {invoice.number}")
    assert invoice.document is not None
    content = b"".join(documents.chunks(invoice.document))
    assert "Сто четырнадцать тысяч рублей" in pypdf.PdfReader(BytesIO(content)).pages[0].extract_text()
    letters = OutboxMessage.objects.filter(subject__contains=invoice.number)
    assert [letter.recipient for letter in letters] == [owner.email]


def test_a_stranger_sees_none_of_it(plain: Case, administrator: User, stranger: User) -> None:
    made.placed(plain, administrator)

    assert not Invoice.objects.visible_to(stranger).exists()


def test_a_cancelled_one_says_why_and_its_number_stays_used(plain: Case, administrator: User, owner: User) -> None:
    invoice = made.placed(plain, administrator)
    with pytest.raises(errors.ReasonNeeded):
        services.cancel(invoice, reason="  ", by=administrator, now=NOW)

    services.cancel(invoice, reason="Ошибка в мощности", by=administrator, now=NOW)

    assert made.again(invoice).cancel_reason == "Ошибка в мощности"
    assert made.issued(plain, administrator).number == "ТП-2026-00002"
    assert not open_of(owner).exists()
    assert OutboxMessage.objects.filter(subject__contains="отменён").exists()
    with pytest.raises(errors.InvoiceCancelled):
        services.cancel(invoice, reason="Ещё раз", by=administrator, now=NOW)


def test_one_on_which_money_stands_is_not_cancelled(plain: Case, administrator: User) -> None:
    invoice = made.placed(plain, administrator)
    Invoice.objects.filter(pk=invoice.pk).update(paid_kopecks=1)

    with pytest.raises(errors.InvoicePaid):
        services.cancel(invoice, reason="Ошибка", by=administrator, now=NOW)


def test_a_correction_is_a_new_invoice_that_names_the_old_one(plain: Case, administrator: User) -> None:
    old = made.placed(plain, administrator)

    new = made.placed(plain, administrator, made.order(5000000), replaces=old, reason="Ошибка в мощности")

    assert made.again(old).is_cancelled
    assert new.replaces == old
    assert f"Счёт выставлен вместо счёта № {old.number}." in sheet_of(new).all_notes
    with pytest.raises(errors.InvoiceCancelled):
        made.issued(plain, administrator, replaces=old, reason="Снова")


def test_an_invoice_of_another_case_is_not_replaced(plain: Case, house: Case, administrator: User) -> None:
    other = made.placed(plain, administrator)

    with pytest.raises(errors.OtherCase):
        made.issued(house, administrator, replaces=other, reason="Ошибка")
    assert not made.again(other).is_cancelled


def test_payments_of_a_schedule_are_issued_one_after_another_and_add_up(plain: Case, administrator: User) -> None:
    first = made.issued(plain, administrator, made.in_parts(15, 30, 35, 20, kopecks=10000001))
    following = [services.issue_next(first, by=administrator, key=uuid.uuid4(), now=NOW + n * DAY) for n in range(3)]

    invoices = [first, *following]
    assert [invoice.part for invoice in invoices] == [1, 2, 3, 4]
    assert [invoice.kopecks for invoice in invoices] == [1500000, 3000000, 3500000, 2000001]
    assert sum(invoice.vat_kopecks for invoice in invoices) == 1803279
    assert all(invoice.schedule == first.schedule for invoice in following)
    with pytest.raises(errors.NoMoreParts):
        services.issue_next(first, by=administrator, key=uuid.uuid4(), now=NOW)


def test_a_cancelled_payment_of_a_schedule_may_be_issued_again(plain: Case, administrator: User) -> None:
    first = made.issued(plain, administrator, made.in_parts(40, 60))
    second = services.issue_next(first, by=administrator, key=uuid.uuid4(), now=NOW)
    services.cancel(second, reason="Ошибка", by=administrator, now=NOW)

    anew = services.issue_next(second, by=administrator, key=uuid.uuid4(), now=NOW)

    assert (anew.part, anew.first) == (2, first)


def test_nothing_is_no_sum_and_yesterday_no_term(plain: Case, administrator: User) -> None:
    with pytest.raises(errors.NothingToAsk):
        made.issued(plain, administrator, made.order(0))
    with pytest.raises(errors.TermInThePast):
        made.issued(plain, administrator, made.order(pay_until=date(2026, 3, 12)))


def test_a_company_without_vat_names_its_ground(plain: Case, administrator: User) -> None:
    made.requisites(administrator, vat_regime="none_usn")

    invoice = made.issued(plain, administrator, made.order(regime="none_usn"))

    assert invoice.vat_kopecks == 0
    assert sheet_of(invoice).vat_in_words == "Без НДС (УСН, пункт 1 статьи 145 НК РФ)"
    assert "Без НДС" in invoice.purpose


def test_the_purpose_is_never_longer_than_a_bank_takes(plain: Case, administrator: User) -> None:
    Case.objects.filter(pk=plain.pk).update(number="Д" * 40)
    plain.refresh_from_db()

    invoice = made.issued(plain, administrator, made.order(10**13))

    assert len(invoice.purpose) <= 210
    assert invoice.number in invoice.purpose
    assert "НДС 22 %" in invoice.purpose


def test_each_company_has_a_series_of_its_own(plain: Case, administrator: User, other_company: GridCompany) -> None:
    from tenancy.company import inside

    made.issued(plain, administrator)
    with inside(other_company):
        clerk = world.staff(7)
        made.requisites(clerk)
        case = world.application(world.person(31))
        invoice = made.issued(case, clerk, made.order())

        assert (invoice.number, Invoice.objects.count()) == ("ТС-2026-00001", 1)


def test_quantities_and_sums_of_a_tariff_stand_on_the_lines(plain: Case, administrator: User) -> None:
    from billing.invoices.orders import order_of
    from billing.tariffs.calculator import reckoned

    tariff = made.tariff(administrator)
    answers = {
        "legal_form": "person", "power": Decimal(15), "existing": None, "reliability": "3", "sources": "1",
        "voltage": "0_4", "settlement": "country", "metres": Decimal(100), "social": "",
    }  # fmt: skip
    rows = {row.title: row.place for row in tariff.rows}
    price = reckoned(
        tariff,
        answers,
        {rows["Воздушная линия 0,4 кВ"]: Decimal("0.588")},
        signed_on=date(2026, 3, 13),
        regime="general",
    )
    order = order_of(price, [], vat_percent=22, regime="general", connection="технологическое присоединение")

    assert [(line.name, line.sum.gross) for line in order.lines] == [
        ("Технологическое присоединение, льготная ставка", 11400000)
    ]
    dear = reckoned(tariff, {**answers, "power": Decimal(16)}, {}, signed_on=date(2026, 3, 13), regime="general")
    [line] = order_of(dear, [], vat_percent=22, regime="general", connection="присоединение").lines
    assert (line.name, line.sum.gross) == ("C1. Организационные мероприятия", 2408890)
