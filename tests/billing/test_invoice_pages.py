"""What staff and applicants see and do about invoices, page by page."""

import html
import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import synthetic
from accounts.models import User
from billing.invoices.forms import RequisitesForm
from billing.invoices.models import Invoice
from billing.invoices.states import ALL, condition, state_of
from billing.tariffs.models import Tariff
from cabinet.cases.models import Case, Entry
from cabinet.company.queries import profile
from tests import world
from tests.billing import made
from tests.moment import NOW


def words_of(page: str) -> str:
    """The page without tags, with plain blanks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ").split())


TYPED = {
    "bik": "044 525 225", "bank_name": "Банк", "correspondent_account": "3010 1810 4000 0000 0225",
    "bank_account": synthetic.account("044525225", 1), "vat_regime": "general",
}  # fmt: skip


def test_the_administrator_gives_requisites_and_wrong_digits_are_named(administrator_client: Client) -> None:
    page = reverse("requisites")
    right = TYPED["bank_account"]
    typo = right[:-1] + str((int(right[-1]) + 1) % 10)
    wrong = administrator_client.post(page, {**TYPED, "bank_account": typo})

    assert wrong.status_code == 422
    assert "Расчётный счёт не подходит к БИК" in words_of(wrong.content.decode())
    assert typo in wrong.content.decode()
    seen = RequisitesForm(instance=profile())["version"].value()
    assert administrator_client.post(page, {**TYPED, "version": seen}).status_code == 302
    about = profile()
    assert (about.bik, about.correspondent_account) == ("044525225", "30101810400000000225")
    assert "НДС 22 %" in words_of(administrator_client.get(page).content.decode())


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("bik", "12345", "девять цифр"),
        ("bik", "944525225", "девять цифр"),
        ("bank_account", "4070281093800006047", "двадцать цифр"),
        ("bank_account", "4070281093800006047x", "двадцать цифр"),
        ("correspondent_account", "30101810400000000226", "не подходит к БИК"),
        ("vat_regime", "", "Выберите, как организация платит НДС"),
        ("bank_name", "", "Введите наименование банка"),
    ],
)
def test_each_wrong_requisite_is_refused_in_words(
    administrator_client: Client, field: str, typed: str, said: str
) -> None:
    answer = administrator_client.post(reverse("requisites"), {**TYPED, field: typed})

    assert answer.status_code == 422
    assert said in words_of(answer.content.decode())
    assert profile().bik == ""


def issue_form(case: Case, client: Client, **changes: str) -> dict[str, str]:
    """What the page proposes, with changes."""
    form = client.get(reverse("invoice_new", args=[case.pk])).context["form"]
    proposed = {}
    for bound in form:
        value = bound.value()
        if value is True:
            proposed[bound.html_name] = "on"
        elif value not in (None, False, ""):
            proposed[bound.html_name] = bound.field.widget.format_value(value) if bound.name != "tariff" else value
            if isinstance(proposed[bound.html_name], list):
                proposed[bound.html_name] = proposed[bound.html_name][0]
    return {name: str(value) for name, value in {**proposed, "key": str(uuid.uuid4()), **changes}.items()}


@pytest.fixture
def ready(administrator: User) -> Tariff:
    made.requisites(administrator)
    return made.tariff(administrator)


def test_the_page_says_what_requisites_are_missing(administrator_client: Client, house: Case) -> None:
    page = administrator_client.get(reverse("invoice_new", args=[house.pk])).content.decode()

    assert "Добавьте реквизиты, чтобы выставлять счета" in words_of(page)
    assert "На день подписания тарифа нет" in words_of(page)


def test_staff_see_each_step_and_issue_what_they_have_seen(
    administrator_client: Client, house: Case, ready: Tariff
) -> None:
    form = issue_form(house, administrator_client, metres="120")
    looked = administrator_client.post(reverse("invoice_new", args=[house.pk]), {**form, "act": "look"})
    page = looked.content.decode()

    assert form["power"] == "15"
    assert "По стандартизированным ставкам: 24" in words_of(page)
    assert Invoice.objects.count() == 0

    issued = administrator_client.post(reverse("invoice_new", args=[house.pk]), {**form, "act": "issue"})
    again = administrator_client.post(reverse("invoice_new", args=[house.pk]), {**form, "act": "issue"})

    invoice = Invoice.objects.get()
    assert issued["Location"] == again["Location"] == invoice.get_absolute_url()
    assert invoice.kopecks == 2408890  # C1 alone is less than 15 kW by the reduced rate
    assert invoice.reckoning["tariff"]["pk"] == ready.pk
    assert any("По льготной ставке" in step for step in invoice.reckoning["steps"])
    assert invoice.with_offer


def test_obstacles_are_named_and_a_social_class_needs_its_proof(
    administrator_client: Client, house: Case, ready: Tariff
) -> None:
    form = issue_form(house, administrator_client, metres="900", social="veterans")

    page = administrator_client.post(reverse("invoice_new", args=[house.pk]), form).content.decode()
    assert "льготная категория не подтверждена документом" in words_of(page)
    assert "до сетей 900" in words_of(page)

    proved = {**form, "metres": "100", "social_proof": "Удостоверение № 5", "act": "issue"}
    administrator_client.post(reverse("invoice_new", args=[house.pk]), proved)
    assert Invoice.objects.get().kopecks == 15 * 118000


def test_the_reduced_rate_is_remembered_for_three_years(
    administrator_client: Client, administrator: User, applicant: User, house: Case, ready: Tariff
) -> None:
    form = issue_form(house, administrator_client, metres="100", social="veterans", social_proof="№ 5", act="issue")
    administrator_client.post(reverse("invoice_new", args=[house.pk]), form)
    other = world.application(applicant, address="Лугореченск, ул. Новая, 2")

    proposed = issue_form(other, administrator_client, metres="100")

    assert proposed["used_on"] == f"{Invoice.objects.get().issued_on:%d.%m.%Y}"
    page = administrator_client.post(reverse("invoice_new", args=[other.pk]), proposed).content.decode()
    assert "льготная ставка уже применялась" in words_of(page)


def test_lines_beyond_the_tariff_need_a_name_a_price_and_a_ground(
    administrator_client: Client, plant: Case, ready: Tariff
) -> None:
    address = reverse("invoice_new", args=[plant.pk])
    form = issue_form(plant, administrator_client, by_tariff="hand", act="issue")

    assert "Введите хотя бы одну услугу" in words_of(administrator_client.post(address, form).content.decode())
    nameless = administrator_client.post(address, {**form, "extra_1_price": "100"}).content.decode()
    assert "Назовите услугу" in words_of(nameless)
    groundless = {**form, "extra_1_name": "Индивидуальный проект", "extra_1_price": "5000000,01"}
    assert "на каком основании" in words_of(administrator_client.post(address, groundless).content.decode())

    administrator_client.post(
        address, {**groundless, "extras_reason": "Решение № 7", "schedule": "own", "shares": "15, 50, 35"}
    )

    invoice = Invoice.objects.get()
    assert invoice.kopecks == 75000000
    assert [part["percent"] for part in invoice.schedule] == ["15", "50", "35"]
    assert "Решение № 7" in " ".join(invoice.reckoning["steps"])


@pytest.mark.parametrize(
    ("shares", "said"),
    [("15, 50", "составляют 65 %"), ("а, б", "числами"), ("100", "от двух"), ("-50, 150", "от двух"), ("", "от двух")],
)
def test_shares_that_are_no_shares_are_refused(
    administrator_client: Client, plant: Case, ready: Tariff, shares: str, said: str
) -> None:
    form = issue_form(plant, administrator_client, schedule="own", shares=shares)

    answer = administrator_client.post(reverse("invoice_new", args=[plant.pk]), form)

    assert answer.status_code == 422
    assert said in words_of(answer.content.decode())


def test_schedules_of_the_rule_pack_are_offered_where_they_fit(
    administrator_client: Client, house: Case, plant: Case, ready: Tariff
) -> None:
    def offered(case: Case) -> list[str]:
        form = administrator_client.get(reverse("invoice_new", args=[case.pk])).context["form"]
        return [code for code, _title in form.fields["schedule"].choices]

    assert offered(house) == ["", "in_stages", "instalments", "own"]
    assert offered(plant) == ["", "own"]  # 400 kW


def test_the_applicant_copies_pays_by_code_and_says_so(
    administrator: User, owner: User, owner_client: Client, plant: Case
) -> None:
    made.requisites(administrator)
    invoice = made.placed(plant, administrator, made.in_parts(15, 85))

    listed = owner_client.get(reverse("invoices")).content.decode()
    page = owner_client.get(invoice.get_absolute_url()).content.decode()

    assert invoice.number in listed
    assert "Выставлен" in words_of(listed)
    for told in (
        made.REQUISITES["bank_account"],
        invoice.purpose,
        'data-copy="requisite-3"',
        "<svg",
        "Семнадцать тысяч",
    ):
        assert told in page
    assert "style=" not in page

    order = SimpleUploadedFile("поручение.pdf", world.PDF, "application/pdf")
    said = owner_client.post(
        reverse("invoice_paid", args=[invoice.pk]),
        {"key": str(uuid.uuid4()), "text": "Оплатил сегодня", "order": order},
    )

    assert said.status_code == 302
    assert made.again(invoice).paid_kopecks == 0
    words = [entry.html for entry in Entry.objects.filter(case=plant, kind="message")]
    assert any(f"Счёт № {invoice.number} оплачен." in said_in and "Оплатил сегодня" in said_in for said_in in words)
    assert Entry.objects.filter(case=plant, title=f"Платёжный документ по счёту № {invoice.number}").exists()


def test_a_stranger_and_the_other_side_find_no_page_of_it(
    administrator: User, plant: Case, stranger_client: Client, owner_client: Client
) -> None:
    made.requisites(administrator)
    awaited = made.issued(plant, administrator)
    placed = made.placed(plant, administrator)

    assert owner_client.get(awaited.get_absolute_url()).status_code == 404
    assert owner_client.get(placed.get_absolute_url()).status_code == 200
    for page in ("invoice", "invoice_file", "invoice_paid"):
        assert stranger_client.get(reverse(page, args=[placed.pk])).status_code == 404
    for page in ("invoice_next", "invoice_correction", "invoice_cancellation"):
        assert owner_client.get(reverse(page, args=[placed.pk])).status_code == 404


def test_staff_cancel_correct_and_go_on_with_the_schedule(
    administrator: User, administrator_client: Client, plant: Case, ready: Tariff
) -> None:
    first = made.placed(plant, administrator, made.in_parts(40, 60))
    administrator_client.post(reverse("invoice_next", args=[first.pk]), {"key": str(uuid.uuid4())})
    second = Invoice.objects.get(part=2)
    empty = administrator_client.post(reverse("invoice_cancellation", args=[second.pk]), {"reason": ""})
    administrator_client.post(reverse("invoice_cancellation", args=[second.pk]), {"reason": "Ошибка"})

    assert empty.status_code == 422
    assert made.again(second).is_cancelled
    form = issue_form(plant, administrator_client, reason="Другая мощность", power="300", act="issue")
    administrator_client.post(reverse("invoice_correction", args=[first.pk]), form)
    assert made.again(first).is_cancelled
    assert (
        Invoice.objects.get(replaces=first).number
        in administrator_client.get(first.get_absolute_url()).content.decode()
    )


def test_states_and_the_filter_by_state_say_the_same(administrator: User, plant: Case) -> None:
    made.requisites(administrator)
    today = date(2026, 3, 20)
    for n, (paid, returned, until, is_placed, is_cancelled) in enumerate(
        (paid, returned, until, is_placed, is_cancelled)
        for paid in (0, 5, 11400000)
        for returned in (0, 7)
        for until in (None, date(2026, 3, 19), date(2026, 3, 20))
        for is_placed in (True, False)
        for is_cancelled in (True, False)
    ):
        invoice = made.issued(plant, administrator)
        Invoice.objects.filter(pk=invoice.pk).update(
            paid_kopecks=paid, returned_kopecks=returned, pay_until=until, placed_at=NOW if is_placed else None,
            cancelled_at=NOW if is_cancelled else None, cancel_reason=f"{n}" if is_cancelled else "",
        )  # fmt: skip

    for invoice in Invoice.objects.all():
        told = [state.code for state in ALL if Invoice.objects.filter(condition(state.code, today), pk=invoice.pk)]
        assert told == [state_of(invoice, today).code]


def test_staff_find_invoices_by_number_payer_state_and_day(
    administrator: User, administrator_client: Client, plant: Case, owner: User
) -> None:
    made.requisites(administrator)
    invoice = made.placed(plant, administrator)
    cancelled = made.placed(plant, administrator)
    from billing.invoices import services

    services.cancel(cancelled, reason="Ошибка", by=administrator, now=NOW)

    def found(**conditions: str) -> list[str]:
        rows = administrator_client.get(reverse("invoices"), conditions).context["rows"]
        return sorted(row.invoice.number for row in rows)

    both = sorted([invoice.number, cancelled.number])
    assert found() == both
    assert found(q=invoice.number) == [invoice.number]
    assert found(q=invoice.payer_inn) == both
    assert found(state="cancelled") == [cancelled.number]
    assert found(since="14.03.2026") == []
    assert found(since="13.03.2026", until="13.03.2026") == both
    assert found(q="нет такого") == []


def test_lists_and_cards_stay_within_their_queries(
    administrator: User, administrator_client: Client, owner_client: Client, plant: Case, queries: Any
) -> None:
    made.requisites(administrator)
    for _ in range(12):
        invoice = made.placed(plant, administrator)

    with queries() as statements:
        administrator_client.get(reverse("invoices"))
    assert len(statements) <= 10, statements
    with queries() as statements:
        owner_client.get(reverse("invoices"))
    assert len(statements) <= 10, statements
    with queries() as statements:
        owner_client.get(invoice.get_absolute_url())
    assert len(statements) <= 14, statements


def test_the_file_is_handed_out_to_both_sides(
    administrator: User, administrator_client: Client, owner_client: Client, plant: Case
) -> None:
    made.requisites(administrator)
    invoice = made.placed(plant, administrator)

    for client in (administrator_client, owner_client):
        assert client.get(reverse("invoice_file", args=[invoice.pk])).status_code == 302
