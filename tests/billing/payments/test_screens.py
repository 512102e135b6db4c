"""«Платежи» of staff: who sees buttons, what a wrong form keeps, and that one press is enough."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate

from accounts.models import StaffRole, User
from billing.payments.models import Payment, Settlement, Statement
from cabinet.cases.models import Case
from tenants.models import GridCompany
from tests import world
from tests.billing.payments.money import again, document, file, invoice, only_payment, paying, taken
from tests.world import words

SignedIn = Callable[..., Client]
TODAY = f"{localdate():%d.%m.%Y}"


@pytest.fixture
def accountants(signed_in: SignedIn, accountant: User, company: GridCompany) -> Client:
    return signed_in(accountant, company)


def key() -> str:
    return str(uuid.uuid4())


def statement_file(content: bytes, name: str = "kl_to_1c.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/plain")


def test_a_statement_is_taken_on_a_page_and_its_report_is_read(
    accountants: Client, case: Case, accountant: User
) -> None:
    owed = invoice(case, accountant)
    content = file(paying(owed), document(Номер="2", Сумма="-5"), document(Номер="3"))
    answer = accountants.post("/payments/statements/new/", {"key": key(), "file": statement_file(content)})
    assert answer.status_code == 302
    page = words(accountants.get(answer["Location"]))
    assert f"Счёт {owed.number} оплачен" in page
    assert "Сумма записана неверно" in page
    doubtful = words(accountants.get(f"{answer['Location']}?only=doubtful"))
    assert f"Счёт {owed.number} оплачен" not in doubtful
    assert "Подходящего счёта нет" in doubtful
    assert "kl_to_1c.txt" in words(accountants.get("/payments/statements/"))


def test_a_refused_statement_says_why_and_is_kept(accountants: Client) -> None:
    answer = accountants.post("/payments/statements/new/", {"key": key(), "file": statement_file(b"\x00\x01")})
    page = words(accountants.get(answer["Location"]))
    assert "Выписка не принята, ни один платёж не учтён" in page
    assert "Это не выписка" in page
    got = accountants.get(f"{answer['Location']}file/")
    assert got.status_code == 302


@pytest.mark.parametrize("sent", [{}, {"file": ""}])
def test_without_a_file_the_field_is_named(accountants: Client, sent: dict[str, str]) -> None:
    answer = accountants.post("/payments/statements/new/", {"key": key(), **sent})
    assert answer.status_code == 422
    assert "Выберите файл выписки" in words(answer)
    empty = accountants.post("/payments/statements/new/", {"key": key(), "file": statement_file(b"")})
    assert "Файл пустой" in words(empty)
    assert Statement.objects.count() == 0


def test_one_press_of_the_queue_puts_money_on_the_invoice(accountants: Client, case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    taken(file(document()), accountant)
    page = words(accountants.get("/payments/queue/"))
    assert owed.number in page
    payment = only_payment()
    answer = accountants.post(f"/payments/{payment.pk}/choose/", {"key": key(), "invoice": owed.pk, "next": "queue"})
    assert answer["Location"] == "/payments/queue/"
    assert again(owed).is_paid
    assert "Всё разобрано" in words(accountants.get("/payments/queue/"))


def test_money_is_split_over_invoices_and_a_wrong_sum_keeps_what_was_typed(
    accountants: Client, case: Case, accountant: User
) -> None:
    one, two = invoice(case, accountant, 700_000), invoice(case, accountant, 900_000)
    taken(file(document(Сумма="10000.00")), accountant)
    page = f"/payments/{only_payment().pk}/split/"
    sums = {f"sum-{one.pk}": "7 000,00 ₽", f"sum-{two.pk}": "три тысячи"}
    wrong = accountants.post(page, {"key": key(), **sums})
    assert wrong.status_code == 422
    assert "введите сумму в рублях и копейках" in words(wrong)
    assert 'value="7 000,00 ₽"' in wrong.content.decode()
    assert 'value="три тысячи"' in wrong.content.decode()
    found = accountants.post(page, {"key": key(), **sums, "q": two.number, "find": "1"})
    assert 'value="7 000,00 ₽"' in found.content.decode()
    too_much = accountants.post(page, {"key": key(), **sums, f"sum-{two.pk}": "3000,01"})
    assert "больше нераспределённого остатка" in words(too_much)
    done = accountants.post(page, {"key": key(), **sums, f"sum-{two.pk}": "3000"})
    assert done.status_code == 302
    assert (again(one).paid_kopecks, again(two).paid_kopecks) == (700_000, 300_000)


MANUAL = {"number": "45", "received_on": TODAY, "amount": "12 000,00", "payer": "Орлова А. А.", "purpose": "за ТП"}


def test_a_manual_mark_is_made_with_its_document(accountants: Client, case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    sent = {**MANUAL, "key": key(), "invoice": owed.number, "scan": world.pdf("квитанция.pdf")}
    for _ in range(2):
        answer = accountants.post("/payments/new/", sent)
        assert answer.status_code == 302
        sent["scan"] = world.pdf("квитанция.pdf")
    payment = only_payment()
    assert again(owed).is_paid
    assert payment.document is not None
    assert accountants.get(f"/payments/{payment.pk}/file/").status_code == 302


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": " "}, "Введите номер платёжного документа"),
        ({"received_on": "31.02.2026"}, "Введите дату в формате ДД.ММ.ГГГГ"),
        ({"received_on": "01.01.2999"}, "ещё не наступило"),
        ({"amount": "0"}, "Введите сумму больше нуля"),
        ({"amount": "сто"}, "Введите сумму в рублях и копейках"),
        ({"amount": "1,005"}, "После запятой"),
        ({"invoice": "ТП-2026-99999"}, "Счёта «ТП-2026-99999» нет"),
    ],
)
def test_a_wrong_manual_mark_names_the_field_and_loses_nothing(
    accountants: Client, wrong: dict[str, str], said: str
) -> None:
    answer = accountants.post("/payments/new/", {**MANUAL, "key": key(), "scan": world.pdf("квитанция.pdf"), **wrong})
    assert answer.status_code == 422
    page = words(answer)
    assert said in page
    assert "квитанция.pdf" in page
    assert "Орлова А. А." in page
    assert Payment.objects.count() == 0


def test_a_return_goes_over_two_people(accountants: Client, administrator_client: Client, accountant: User) -> None:
    taken(file(document()), accountant)
    payment = only_payment()
    page = f"/payments/{payment.pk}/"
    told = {"amount": "12 000,00", "reason": "Заявка отозвана", "recipient": "Орлова А. А.", "account": "4" * 20}
    wrong = accountants.post(f"{page}return/", {"key": key(), **told, "reason": "", "account": ""})
    assert wrong.status_code == 422
    assert "Напишите причину возврата" in words(wrong)
    assert "Введите счёт получателя" in words(wrong)
    assert accountants.post(f"{page}return/", {"key": key(), **told}).status_code == 302
    asked = Settlement.objects.get(kind="return_asked")
    about = {"of": asked.pk}
    assert "Согласовать возврат" not in words(accountants.get(page))
    assert accountants.get(f"{page}approve/", about).status_code == 404
    assert "Согласовать возврат" in words(administrator_client.get(page))
    administrator_client.post(f"{page}approve/", {"key": key(), **about})
    done = {"key": key(), **about, "done_on": TODAY, "number": "", "scan": world.pdf("поручение.pdf")}
    refused = accountants.post(f"{page}done/", done)
    assert "Введите номер платёжного поручения" in words(refused)
    assert "поручение.pdf" in words(refused)
    accountants.post(f"{page}done/", {"key": key(), **about, "done_on": TODAY, "number": "77"})
    finished = Settlement.objects.get(kind="return_done")
    assert finished.document is not None
    assert "77" in words(accountants.get(page))


def test_a_wrong_application_is_released_on_a_page(accountants: Client, case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    taken(file(paying(owed)), accountant)
    page, applied = f"/payments/{only_payment().pk}/", Settlement.objects.get()
    assert accountants.get(f"{page}release/", {"of": applied.pk}).status_code == 200
    assert accountants.post(f"{page}release/", {"key": key(), "of": applied.pk, "reason": ""}).status_code == 422
    accountants.post(f"{page}release/", {"key": key(), "of": applied.pk, "reason": "Чужой"})
    assert not again(owed).is_paid
    late = accountants.post(f"{page}release/", {"key": key(), "of": applied.pk, "reason": "Чужой"})
    assert late["Location"] == page


@pytest.mark.parametrize("role", [StaffRole.OBSERVER, StaffRole.SIGNER])
def test_who_only_looks_has_no_buttons(
    signed_in: SignedIn, company: GridCompany, case: Case, accountant: User, role: StaffRole
) -> None:
    looks = signed_in(world.staff(9, role), company)
    owed = invoice(case, accountant)
    taken(file(paying(owed, Сумма="15000.00"), document(Номер="2")), accountant)
    payment = Payment.objects.order_by("pk")[0]
    statement = Statement.objects.get()
    pages = ("", "queue/", "statements/", f"statements/{statement.pk}/", f"{payment.pk}/")
    for page in pages:
        body = words(looks.get(f"/payments/{page}"))
        for button in ("Загрузить выписку", "Отметить оплату", "Вернуть деньги", "Снять со счёта", "Другой счёт"):
            assert button not in body, page
    for page in ("new/", "statements/new/", f"{payment.pk}/split/", f"{payment.pk}/aside/"):
        assert looks.get(f"/payments/{page}").status_code == 404
        looks.post(f"/payments/{page}", {"key": key(), "reason": "нет"})
    looks.post(f"/payments/{payment.pk}/choose/", {"key": key(), "invoice": owed.pk})
    assert Settlement.objects.count() == 1


def test_the_list_is_filtered(accountants: Client, case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    taken(file(paying(owed), document(Номер="2", Плательщик1="ООО Ромашка", Сумма="5.00")), accountant)
    for query, shown, hidden in (
        ("q=Ромашка", "Ромашка", "Орлова"),
        (f"q={owed.number}", "Орлова", "Ромашка"),
        ("state=undecided", "Ромашка", "Орлова"),
        ("source=online", "Ничего не нашлось", "Ромашка"),
        ("since=01.01.2999", "Ничего не нашлось", "Орлова"),
    ):
        page = words(accountants.get(f"/payments/?{query}"))
        assert shown in page
        assert hidden not in page.partition("<form class")[2].partition("</form>")[2]
    assert "Введите дату" in words(accountants.get("/payments/?since=завтра"))
    assert accountants.get("/payments/?source=<script>&state=x&page=z").status_code == 200


def test_pages_ask_the_same_number_of_questions_however_many_rows(
    accountants: Client, case: Case, accountant: User, queries: Any
) -> None:
    def asked_by(page: str) -> int:
        with queries() as asked:
            accountants.get(page)
        return len(asked)

    taken(file(document(Сумма="1.00"), paying(invoice(case, accountant))), accountant)
    few = {page: asked_by(page) for page in ("/payments/", "/payments/queue/", "/payments/statements/")}
    bills = [invoice(case, accountant, 500) for _ in range(15)]
    lines = [paying(one, number=str(100 + n)) for n, one in enumerate(bills)]
    taken(file(*lines, *[document(Номер=str(n), Сумма=f"{n}.00") for n in range(200, 215)]), accountant)
    for page, count in few.items():
        assert asked_by(page) <= count + 1, page
