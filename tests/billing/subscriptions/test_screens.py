"""Screens of operators and of administrators: what is typed wrong is kept and said, nothing is seen across."""

import io
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader

from billing.subscriptions.account import Account
from billing.subscriptions.models import BankFile, Invoice, Pause, Payment, Plan, Seller, Subscription
from billing.subscriptions.services import limits, rollup
from billing.usage.dimensions import Dimension
from billing.usage.models import Event
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.queries import forget_hosts
from tests.world import words

from . import shop
from .shop import JANUARY, at, document, statement

SELLER = {
    "name": "ООО «Площадка»", "inn": "7707083893", "kpp": "770701001", "ogrn": "1027700132195", "address": "Москва",
    "bank": "ПАО Сбербанк", "bik": shop.BIK, "account": shop.account(shop.BIK),
    "correspondent_account": shop.CORRESPONDENT, "regime": "general", "ground": "", "signer": "Кузнецов И. П.",
    "signer_position": "Директор", "contact": "billing@example.ru",
}  # fmt: skip
PLAN = {
    "title": "Стандарт", "price": "30 000,50",
    **{f"included_{dimension}": "10" for dimension in Dimension.values},
    **{f"over_{dimension}": "150" for dimension in Dimension.values},
}  # fmt: skip


def text_of_pdf(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture
def invoice(subscriber, operator):
    return shop.issued(subscriber, JANUARY, operator)


class TestSeller:
    def test_it_is_entered_once_and_each_change_is_an_edition(self, operator_client):
        assert operator_client.post("/billing/seller/", SELLER).status_code == 302
        version = operator_client.get("/billing/seller/").context["form"]["version"].value()
        changed = {**SELLER, "name": "АО «Площадка»", "version": version}
        assert operator_client.post("/billing/seller/", changed).status_code == 302

        assert list(Seller.objects.values_list("name", flat=True)) == ["ООО «Площадка»", "АО «Площадка»"]

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("inn", "7707083894", "ИНН"),
            ("kpp", "", "Введите КПП"),
            ("ogrn", "1027700132196", "ОГРН"),
            ("bik", "944525225", "БИК"),
            ("account", "40702810900000000018", "Расчётный счёт не подходит к БИК"),
            ("correspondent_account", "30101810400000000226", "Корреспондентский счёт не подходит к БИК"),
            ("signer", "", "Введите фамилию"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, operator_client, field, typed, said):
        refused = operator_client.post("/billing/seller/", {**SELLER, field: typed})

        assert refused.status_code == 422
        assert said in words(refused)
        assert refused.context["form"]["address"].value() == "Москва"
        assert not Seller.objects.exists()

    def test_without_vat_a_ground_is_needed(self, operator_client):
        assert "Напишите основание" in words(operator_client.post("/billing/seller/", {**SELLER, "regime": "none"}))

    def test_who_comes_second_is_asked(self, operator_client):
        operator_client.post("/billing/seller/", SELLER)
        version = operator_client.get("/billing/seller/").context["form"]["version"].value()
        operator_client.post("/billing/seller/", {**SELLER, "bank": "АО «Банк»", "version": version})

        refused = operator_client.post("/billing/seller/", {**SELLER, "bank": "ПАО «Банк»", "version": version})

        assert refused.status_code == 422
        assert "сохранено — «АО «Банк»»" in words(refused)


class TestPlans:
    def test_a_plan_is_published_and_changed_by_editions(self, operator_client):
        assert operator_client.post("/billing/plans/new/", PLAN).status_code == 302
        plan = Plan.objects.get()
        dearer = {**PLAN, "price": "40000", "included_sms": ""}
        assert operator_client.post(f"/billing/plans/{plan.code}/", dearer).status_code == 302

        assert list(plan.editions.values_list("number", "price")) == [(1, 3_000_050), (2, 4_000_000)]
        assert plan.current.rate("sms").included is None
        assert plan.current.rate("seats").over == 15_000

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("title", "", "Введите название тарифа"),
            ("price", "-1", "меньше нуля"),
            ("price", "много", "Введите число"),
            ("price", "1,555", "не больше двух знаков"),
            ("included_seats", "-2", "Введите ноль или больше"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, operator_client, field, typed, said):
        refused = operator_client.post("/billing/plans/new/", {**PLAN, field: typed})

        assert (refused.status_code, said in words(refused)) == (422, True)
        assert refused.context["form"][field].value() == typed
        assert not Plan.objects.exists()

    def test_two_plans_of_one_name_are_one_too_many(self, operator_client):
        operator_client.post("/billing/plans/new/", PLAN)
        assert "уже есть" in words(operator_client.post("/billing/plans/new/", PLAN))


class TestAccount:
    def test_a_plan_is_given_once_and_the_administrator_is_told(self, operator_client, company, plan, chief):
        sent = {
            "plan-edition": plan.pk, "plan-since": "01.02.2026", "plan-trial_days": "14", "key": str(uuid.uuid4())
        }  # fmt: skip
        for _press in range(2):
            assert operator_client.post(f"/billing/companies/{company.pk}/plan/", sent).status_code == 302

        found = Subscription.objects.filter(company=company).values_list("since", "is_trial")
        assert list(found) == [(date(2026, 2, 1), True), (date(2026, 2, 15), False)]
        with inside(company):
            assert OutboxMessage.objects.get(subject="Тариф изменён").recipient == chief.email

    def test_a_closed_month_is_refused_in_the_form(self, operator_client, subscriber, plan, invoice):
        sent = {"plan-edition": "none", "plan-since": "31.01.2026"}
        refused = operator_client.post(f"/billing/companies/{subscriber.pk}/plan/", sent)

        assert refused.status_code == 422
        assert "За январь 2026 счёт уже проверен" in words(refused)
        assert refused.context["subscribe_form"]["since"].value() == "31.01.2026"

    def test_a_correction_is_shown_with_its_reason(self, operator_client, operator, company, plan, other_company):
        shop.subscribe(company, plan, operator, since=timezone.localdate() - timedelta(days=400))
        today = timezone.localdate().strftime("%d.%m.%Y")
        sent = {
            "usage-dimension": "sms", "usage-way": "add", "usage-quantity": "150", "usage-day": today,
            "usage-reason": "Шлюз не сообщил", "key": str(uuid.uuid4()),
        }  # fmt: skip
        for _press in range(2):
            assert operator_client.post(f"/billing/companies/{company.pk}/usage/", sent).status_code == 302

        page = words(operator_client.get(f"/billing/companies/{company.pk}/"))
        assert "Исправление: Шлюз не сообщил" in page
        assert "150 из 100" in page
        assert "200,00 ₽" in page  # fifty beyond at 4 ₽
        with inside(company):
            assert Event.objects.get().quantity == 150
        assert "Шлюз" not in words(operator_client.get(f"/billing/companies/{other_company.pk}/"))

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("dimension", "", "Выберите, что исправить"),
            ("quantity", "0", "не может быть нулевым"),
            ("day", "31.12.2099", "день — будущим"),
            ("day", "вчера", "ДД.ММ.ГГГГ"),
            ("reason", "", "Напишите причину"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, operator_client, company, field, typed, said):
        sent = {
            "usage-dimension": "sms", "usage-way": "add", "usage-quantity": "5", "usage-day": "01.02.2026",
            "usage-reason": "Ошибка", f"usage-{field}": typed,
        }  # fmt: skip
        refused = operator_client.post(f"/billing/companies/{company.pk}/usage/", sent)

        assert (refused.status_code, said in words(refused)) == (422, True)
        assert refused.context["usage_form"][field].value() == typed
        with inside(company):
            assert not Event.objects.exists()

    def test_a_dispute_begins_and_ends(self, operator_client, subscriber, invoice):
        address = f"/billing/companies/{subscriber.pk}"
        assert operator_client.post(f"{address}/pause/", {"pause-reason": " "}).status_code == 422
        assert operator_client.post(f"{address}/pause/", {"pause-reason": "Спор о СМС"}).status_code == 302
        assert "Спор о СМС" in words(operator_client.get(f"{address}/"))
        assert operator_client.post(f"{address}/resume/").status_code == 302
        assert Pause.objects.get().ended_on is not None

    def test_a_list_asks_as_much_for_twenty_as_it_must(self, operator_client, company, other_company):
        page = words(operator_client.get("/billing/companies/"))
        assert company.short_name in page
        assert other_company.short_name in page
        assert company.short_name not in words(operator_client.get("/billing/companies/?q=Теплосеть"))


class TestInvoices:
    def test_from_draft_to_issued(self, operator_client, subscriber, neighbour):
        operator_client.post(f"/billing/companies/{subscriber.pk}/draw/")
        draft = Invoice.objects.filter(company=subscriber).earliest("period")
        assert "январь 2026" in words(operator_client.get("/billing/invoices/?tab=draft"))

        address = f"/billing/invoices/{draft.key}/"
        assert operator_client.post(f"{address}review/").status_code == 302
        assert operator_client.post(f"{address}issue/").status_code == 302

        page = words(operator_client.get(address))
        assert "Ждёт оплаты" in page
        assert "Оплата по счёту № СК-" in page
        assert not Invoice.objects.filter(company=neighbour).exists()

    def test_the_papers_bear_both_sides_and_the_sum(self, operator_client, invoice):
        paper = text_of_pdf(operator_client.get(f"/billing/invoices/{invoice.key}/pdf/").content)
        act = text_of_pdf(operator_client.get(f"/billing/invoices/{invoice.key}/act/").content)

        for text in (paper, act):
            assert "ООО «Площадка»" in text
            assert invoice.buyer["inn"] in text
            assert "36 600,00" in text
        assert "Акт оказанных услуг № СК-2026-00001 от 31.01.2026" in act

    def test_a_correction_and_a_cancellation_are_papers_too(self, operator_client, invoice):
        address = f"/billing/invoices/{invoice.key}"
        sent = {"way": "less", "sum": "1000", "reason": "Скидка", "key": str(uuid.uuid4())}
        assert operator_client.post(f"{address}/correct/", sent).status_code == 302
        assert operator_client.post(f"{address}/cancel/", {"reason": "Ошибка"}).status_code == 302

        for made in invoice.changes.all():
            text = text_of_pdf(operator_client.get(f"/billing/invoices/{made.key}/pdf/").content)
            assert f"К счёту № {invoice.number}" in text.replace("\N{NO-BREAK SPACE}", " ")
        assert invoice.changes.get(kind="correction").gross == -122_000

    @pytest.mark.parametrize(
        ("act", "sent", "said"),
        [
            ("correct", {"way": "less", "sum": "0", "reason": "Скидка"}, "ничего не меняет"),
            ("correct", {"way": "less", "sum": "999999", "reason": "Скидка"}, "больше счёта"),
            ("correct", {"way": "less", "sum": "10", "reason": ""}, "Напишите причину"),
            ("cancel", {"reason": ""}, "Напишите причину"),
            ("payment", {"sum": "0", "paid_on": "10.02.2026", "document": "5"}, "больше нуля"),
            ("payment", {"sum": "10", "paid_on": "вчера", "document": "5"}, "ДД.ММ.ГГГГ"),
            ("payment", {"sum": "10", "paid_on": "10.02.2026", "document": ""}, "номер платёжного документа"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, operator_client, invoice, act, sent, said):
        refused = operator_client.post(f"/billing/invoices/{invoice.key}/{act}/", sent)

        assert (refused.status_code, said in words(refused)) == (422, True)
        for name, typed in sent.items():
            assert refused.context["form"][name].value() == typed
        assert not invoice.changes.exists()
        assert not Payment.objects.exists()

    def test_a_payment_is_marked_once(self, operator_client, invoice):
        sent = {"sum": "36 600", "paid_on": "10.02.2026", "document": "77", "key": str(uuid.uuid4())}
        for _press in range(2):
            assert operator_client.post(f"/billing/invoices/{invoice.key}/payment/", sent).status_code == 302

        assert "Оплачен" in words(operator_client.get(f"/billing/invoices/{invoice.key}/"))
        assert Payment.objects.get().kopecks == 3_660_000


class TestPayments:
    def sent(self, *documents, name="выписка.txt"):
        return {"file": SimpleUploadedFile(name, statement(*documents), "text/plain")}

    def test_a_statement_is_reported_line_by_line(self, operator_client, invoice):
        lines = (document("1", "36600.00", f"Счет {invoice.number}"), document("2", "-1", "Ошибка"))
        taken = operator_client.post("/billing/payments/", self.sent(*lines), follow=True)

        page = words(taken)
        assert f"Счёт {invoice.number} оплачен" in page
        assert "нужно положительное число" in page
        file = operator_client.get(f"/billing/payments/files/{BankFile.objects.get().key}/file/")
        assert file.content == statement(*lines)
        assert file["Content-Disposition"].startswith("attachment")

    def test_a_wrong_file_is_said(self, operator_client, plan):
        nothing = operator_client.post("/billing/payments/", {})
        assert (nothing.status_code, "Выберите файл выписки" in words(nothing)) == (422, True)
        other = {"file": SimpleUploadedFile("фото.txt", b"\x89PNG", "text/plain")}
        assert "Это не выписка" in words(operator_client.post("/billing/payments/", other, follow=True))

    def test_without_the_sellers_details_the_file_is_not_taken(self, operator_client):
        refused = operator_client.post("/billing/payments/", self.sent())
        assert (refused.status_code, "заполните реквизиты площадки" in words(refused)) == (422, True)

    def test_a_doubtful_one_is_decided_by_one_press(self, operator_client, invoice):
        operator_client.post("/billing/payments/", self.sent(document("7", "36600.00", "За кабинет")))
        assert f"№ {invoice.number}" in words(operator_client.get("/billing/payments/"))

        payment = Payment.objects.get()
        pressed = operator_client.post(f"/billing/payments/{payment.key}/apply/", {"invoice": invoice.number})

        assert pressed.status_code == 302
        assert "Все платежи разнесены" in words(operator_client.get("/billing/payments/"))

    def test_one_that_is_not_ours_goes_aside(self, operator_client, invoice):
        operator_client.post("/billing/payments/", self.sent(document("7", "5.00", "Благотворительность")))
        address = f"/billing/payments/{Payment.objects.get().key}/aside/"

        assert operator_client.post(address, {"reason": ""}).status_code == 422
        assert operator_client.post(address, {"reason": "Вернули"}).status_code == 302
        assert "Все платежи разнесены" in words(operator_client.get("/billing/payments/"))

    def test_hostile_words_are_text(self, operator_client, invoice):
        hostile = document("<b>7</b>", "5.00", "<script>alert(1)</script>")
        page = operator_client.post("/billing/payments/", self.sent(hostile, name="<i>.txt"), follow=True)
        queue = operator_client.get("/billing/payments/")

        for answer in (page, queue):
            assert "<script>alert" not in answer.content.decode()
            assert "<i>.txt" not in answer.content.decode()


class TestCompany:
    def test_its_administrator_sees_its_own_and_nothing_else(
        self, subscriber, neighbour, operator, chief, invoice, signed_in
    ):
        foreign = shop.issued(neighbour, JANUARY, operator)
        browser = signed_in(chief, subscriber)

        page = words(browser.get("/settings/plan/"))
        assert invoice.number in page
        assert foreign.number not in page
        assert "36 600,00 ₽" in page
        for kind in ("invoices", "acts"):
            assert browser.get(f"/settings/plan/{kind}/{invoice.key}/").status_code == 200
            assert browser.get(f"/settings/plan/{kind}/{foreign.key}/").status_code == 404

    def test_a_draft_is_not_shown(self, subscriber, operator, chief, signed_in):
        draft = shop.reviewed(subscriber, JANUARY, operator)
        browser = signed_in(chief, subscriber)

        assert "Счетов ещё нет" in words(browser.get("/settings/plan/"))
        assert browser.get(f"/settings/plan/invoices/{draft.key}/").status_code == 404

    def test_without_a_plan_nothing_is_charged(self, company, administrator_client):
        assert "Пока без начислений" in words(administrator_client.get("/settings/plan/"))

    @pytest.mark.parametrize(
        ("used", "levels", "said"),
        [(7, [], ""), (8, [80], "80 %"), (10, [100], "использовано"), (12, [120], "120 %"), (50, [120], "120 %")],
    )
    def test_limits_are_told_and_block_nothing(
        self, subscriber, neighbour, chief, applicant, signed_in, used, levels, said
    ):
        now = timezone.now()
        shop.use(subscriber, Dimension.APPLICATIONS, used, day=timezone.localdate())
        shop.gather(subscriber)
        for _time in range(2):
            limits.tell(subscriber, now=now)
        limits.tell(neighbour, now=now)
        forget_hosts()

        assert list(subscriber.limit_notices.values_list("percent", flat=True)) == levels
        assert not neighbour.limit_notices.exists()
        with inside(subscriber):
            letters = OutboxMessage.objects.filter(subject__startswith="Использовано")
            assert letters.count() == len(levels)
        page = words(signed_in(chief, subscriber).get("/cases/"))
        assert said in page if said else "тариф" not in page
        assert "тариф" not in words(signed_in(applicant, subscriber).get("/cases/")).lower()

    def test_the_month_after_begins_from_nothing(self, subscriber):
        shop.use(subscriber, Dimension.APPLICATIONS, 12, day=JANUARY)
        shop.gather(subscriber)
        limits.tell(subscriber, now=at(date(2026, 1, 31)))
        subscriber.refresh_from_db()
        assert subscriber.usage_percent == 120

        limits.tell(subscriber, now=at(date(2026, 2, 2)))

        subscriber.refresh_from_db()
        assert subscriber.usage_percent == 0


def test_sums_are_whole_kopecks():
    from billing.subscriptions.forms import kopecks

    assert kopecks(Decimal("0.29")) == 29


def test_the_list_of_charges_asks_as_much_of_one_company_as_of_many(
    operator_client, subscriber, neighbour, operator, queries, settings
):
    for company, quantity in ((subscriber, 3), (neighbour, 25)):
        shop.use(company, Dimension.APPLICATIONS, quantity, day=timezone.localdate())
        shop.use(company, Dimension.STORAGE, 30 * 1024**3, day=timezone.localdate() - timedelta(days=40))
        with inside(company):
            rollup.gather(company)
    address, one = "/billing/companies/", {"q": neighbour.inn}
    operator_client.get(address)  # the place in the list is remembered: only the first look at it writes
    with queries() as of_two:
        page = words(operator_client.get(address))
    operator_client.get(address, one)
    with queries() as of_one:
        operator_client.get(address, one)

    assert len(of_one) == len(of_two) <= 10
    rows = operator_client.get("/billing/companies/").context["rows"]
    assert [row["account"].sum for row in rows] == [Account.of(row["company"], now=timezone.now()).sum for row in rows]
    assert "Стандарт" in page
