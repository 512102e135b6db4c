"""Exchange with 1С, reports, papers and closed periods."""

import io
import uuid
import zipfile
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from lxml import etree
from pypdf import PdfReader

from accounts.models import StaffRole, User
from billing.invoices.models import Invoice
from billing.payments import errors, extracts, services
from billing.payments.enterprise_data import BODY
from billing.payments.extracts import Period
from billing.payments.models import Payment, Settlement
from cabinet.applications.proofs import progress_of
from cabinet.cases.models import Case
from cabinet.company.models import Profile
from cabinet.contracts.models import Fact
from documents import tables
from tenants.models import GridCompany
from tests import world
from tests.billing.payments.money import again, document, file, invoice, only_payment, paying, taken
from tests.billing.payments.world import rendered
from tests.world import words

SCHEMA = etree.XMLSchema(
    etree.parse(Path(__file__).parents[1] / "cases" / "enterprise_data" / "enterprise_data_1.20.xsd")
)
SignedIn = Callable[..., Client]
EVIL = '=HYPERLINK("http://e";"x")'
THIS_MONTH = Period(localdate().replace(day=1), localdate())
ASKED = {"since": f"{THIS_MONTH.since:%d.%m.%Y}", "until": f"{THIS_MONTH.until:%d.%m.%Y}"}


@pytest.fixture
def accountants(signed_in: SignedIn, accountant: User, company: GridCompany) -> Client:
    return signed_in(accountant, company)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\n+"])
def test_words_of_people_are_never_formulas(start: str) -> None:
    content = tables.as_csv(["Кто", "Сумма"], [(f"{start}1+1", Decimal("-5"))])
    assert content.startswith(b"\xef\xbb\xbf")
    _heads, row = content.decode("utf-8-sig").split("\r\n")[:2]
    cell, sum_ = row.split(";")
    assert cell.startswith("'")
    assert sum_ == "-5,00"
    with zipfile.ZipFile(io.BytesIO(tables.as_xlsx("Лист", ["Кто"], [(f"{start}1+1",)]))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_csv_of_a_period_opens_in_excel(accountants: Client, case: Case, accountant: User) -> None:
    owed = invoice(case, accountant, payer_name=EVIL)
    taken(file(paying(owed, Плательщик1=EVIL)), accountant)
    content = accountants.get("/payments/exchange/payments/", ASKED).content.decode("utf-8-sig")
    assert f"'{EVIL[:5]}" in content
    assert "\r\n" in content
    assert "12000,00" in content
    assert "Отнесён на счёт" in content
    bills = accountants.get("/payments/exchange/invoices/", ASKED)
    assert owed.number in bills.content.decode()
    assert "filename*=UTF-8''" in bills["Content-Disposition"]
    earlier = {"since": "01.01.2020", "until": "31.01.2020"}
    assert owed.number not in accountants.get("/payments/exchange/invoices/", earlier).content.decode()


def test_enterprise_data_names_each_document_and_payer_once(accountants: Client, case: Case, accountant: User) -> None:
    owed = invoice(case, accountant, payer_inn="7701234567", payer_name="ООО «Ромашка & Ко»\x0b<b>")
    taken(file(paying(owed, ПлательщикИНН="7701234567")), accountant)
    rendered(case, accountant)
    root = ElementTree.fromstring(accountants.get("/payments/exchange/enterprise-data/", ASKED).content)
    [body] = root.findall(f"{{{BODY}}}Body")
    kinds = [child.tag.partition("}")[2] for child in body]
    for kind in (
        "Документ.СчетПокупателю",
        "Документ.РеализацияТоваровУслуг",
        "Документ.ПБДСРасчетыСКонтрагентами",
    ):
        assert kinds.count(kind) == 1
    references = [one.text for one in body.iter(f"{{{BODY}}}Ссылка")]
    assert all(uuid.UUID(str(reference)) for reference in references)
    [sum_] = body.findall(f"{{{BODY}}}Документ.СчетПокупателю/{{{BODY}}}Сумма")
    assert sum_.text == "12000.00"


@pytest.mark.parametrize("percent", [0, 5, 7, 20, 22])
def test_enterprise_data_fits_the_published_schema(
    accountants: Client, case: Case, accountant: User, percent: int
) -> None:
    vat = 1_200_000 * percent // (100 + percent)
    told: dict[str, Any] = {"vat_percent": percent, "vat_kopecks": vat}
    owed = invoice(case, accountant, payer_inn="7701234567", payer_name="ООО «Ромашка & Ко»\x0b<b>", **told)
    cancelled: dict[str, Any] = {
        "cancelled_at": timezone.now(),
        "cancelled_by": accountant,
        "cancel_reason": "Ошибка & сумма",
    }
    invoice(case, accountant, payer_name="Ли Анна", payer_inn="770123456789", **told, **cancelled)
    nobody = document(Номер="2", Плательщик1="", ПлательщикИНН="12345", НазначениеПлатежа="", Сумма="0.01")
    taken(file(paying(owed, ПлательщикИНН="7701234567"), nobody), accountant)
    rendered(case, accountant)
    root = etree.fromstring(accountants.get("/payments/exchange/enterprise-data/", ASKED).content)
    objects = list(root.find(f"{{{BODY}}}Body"))

    assert len(objects) == 9  # four payers, two invoices, an act, two payments
    for one in objects:
        SCHEMA.assertValid(etree.fromstring(etree.tostring(one, encoding="utf-8")))
    wrong = etree.fromstring(
        etree.tostring(objects[-1], encoding="utf-8").replace("ВидРасчетов".encode(), "Вид".encode())
    )
    assert not SCHEMA.validate(wrong)


def test_a_wrong_period_is_named(accountants: Client) -> None:
    page = accountants.get("/payments/exchange/", {"since": "31.12.2026", "until": "01.01.2026"})
    assert page.status_code == 422
    assert "Конец периода раньше начала" in words(page)
    assert accountants.get("/payments/exchange/acts/", {"since": "x", "until": ""}).status_code == 404
    assert accountants.get("/payments/exchange/all/").status_code == 404


def test_a_closed_month_is_not_opened_and_gets_no_entries(accountants: Client, case: Case, accountant: User) -> None:
    last = THIS_MONTH.since - timedelta(days=1)
    page = accountants.post("/payments/period/", {"until": last.isoformat()}, follow=True)
    assert "Закрыто по" in words(page)
    told: dict[str, Any] = {"by": accountant, "now": timezone.now()}
    with pytest.raises(errors.PeriodNotOver):
        services.close_period(localdate(), **told)
    with pytest.raises(errors.PeriodWasClosed):
        services.close_period(last, **told)
    taken(file(paying(invoice(case, accountant), on=last)), accountant)
    before = extracts.payments(Period(last.replace(day=1), last))
    assert before.rows == []
    assert len(extracts.payments(THIS_MONTH).rows) == 2
    assert Profile.objects.get().books_closed_on == last


def test_reports_agree_with_the_books(accountants: Client, case: Case, accountant: User) -> None:
    paid, owed = (
        invoice(case, accountant),
        invoice(case, accountant, 500_000, pay_until=localdate() - timedelta(days=45)),
    )
    taken(file(paying(paid), document(Номер="2", Сумма="77.00")), accountant)
    [month] = extracts.turnover(THIS_MONTH).rows
    assert month[1:] == (Decimal(17000), Decimal(12077), Decimal(12000), Decimal(0), Decimal(0))
    [debt] = extracts.debts(localdate()).rows
    assert debt[2:] == (Decimal(0), Decimal(0), Decimal(5000), Decimal(0), Decimal(0), Decimal(5000))
    [stage] = extracts.stages().rows
    assert stage[1:] == (Decimal(17000), Decimal(12000), Decimal(5000))
    for code in ("turnover", "debts", "stages", "payments"):
        assert accountants.get(f"/payments/reports/{code}/", ASKED).status_code == 200
        got = accountants.get(f"/payments/reports/{code}/xlsx/", ASKED)
        assert zipfile.is_zipfile(io.BytesIO(got.content))
    assert "5\u00a0000,00" in accountants.get("/payments/reports/debts/").content.decode()
    assert accountants.get("/payments/reports/other/").status_code == 404
    assert again(owed).left == 500_000


def test_the_act_of_reconciliation_adds_up(accountants: Client, case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    taken(file(paying(owed, Сумма="5000.00")), accountant)
    told = extracts.reconciliation(owed.payer_name, owed.payer_inn, THIS_MONTH)
    assert (told.before, told.asked, told.paid, told.after) == (0, 1_200_000, 500_000, 700_000)
    services.release(Settlement.objects.get(), reason="Ошибка", by=accountant, key=uuid.uuid4(), now=timezone.now())
    told = extracts.reconciliation(owed.payer_name, owed.payer_inn, THIS_MONTH)
    assert told.after == 1_200_000
    future = Period(localdate() + timedelta(days=1), localdate() + timedelta(days=30))
    assert extracts.reconciliation(owed.payer_name, owed.payer_inn, future).before == 1_200_000

    got = accountants.get("/payments/reconciliation/", {"of": "0", **ASKED})
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(got.content)).pages)
    assert "Акт сверки" in text
    assert "12\u00a0000,00" in text or "12 000,00" in text
    for wrong in ("5", "-1", "x", ""):
        assert accountants.get("/payments/reconciliation/", {"of": wrong}).status_code == 404


def test_the_transfer_document_comes_with_the_act_of_a_paid_service(
    accountants: Client, applicant_client: Client, stranger_client: Client, case: Case, accountant: User
) -> None:
    owed = invoice(case, accountant)
    page = f"/invoices/{owed.pk}/transfer/"
    assert accountants.get(page).status_code == 404
    taken(file(paying(owed)), accountant)
    rendered(case, accountant)
    got = applicant_client.get(page)
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(got.content)).pages)
    for said in ("Универсальный передаточный документ", owed.number, "Орлова Анна Андреевна", "Статус: 1"):
        assert said in text
    assert stranger_client.get(page).status_code == 404
    assert owed.number in words(accountants.get("/payments/exchange/", ASKED))


@pytest.mark.parametrize("role", [StaffRole.OBSERVER, StaffRole.SIGNER, StaffRole.SPECIALIST])
def test_reports_are_for_accountants_and_administrators(
    signed_in: SignedIn, company: GridCompany, here: None, role: StaffRole
) -> None:
    looks = signed_in(world.staff(9, role), company)
    for page in ("reports/", "reports/debts/", "reports/debts/xlsx/", "period/", "reconciliation/?of=0"):
        assert looks.get(f"/payments/{page}").status_code == 404


def test_staff_are_led_from_the_contract_to_the_payment_of_its_invoice(
    accountants: Client, offered: Case, accountant: User
) -> None:
    act = f"/cases/{offered.pk}/contract/payment/"
    assert accountants.get(act).status_code == 200  # no invoice: it is recorded there
    owed = invoice(offered, accountant)
    answer = accountants.get(act)
    assert answer["Location"].startswith("/payments/new/?invoice=")
    form = accountants.get(answer["Location"]).content.decode()
    assert owed.number in form
    accountants.post(act, {"key": str(uuid.uuid4()), "amount": "12000", "evidence": "х", "received_on": "01.01.2026"})
    assert not Fact.objects.filter(case=offered, code="payment").exists()
    assert Payment.objects.count() == 0


def test_a_journey_from_the_qr_code_to_the_third_stage(
    offered: Case, accountants: Client, accountant: User, applicant_client: Client
) -> None:
    """The bank writes into the purpose what the payment code of the invoice says."""
    owed = invoice(
        offered, accountant, purpose=f"Оплата по счёту ТП-{localdate().year}-00001 за присоединение, НДС 22%"
    )
    line = document(Номер="314", НазначениеПлатежа=owed.purpose, Плательщик1="СБЕРБАНК//ОРЛОВА АННА АНДРЕЕВНА")
    sent = {"key": str(uuid.uuid4()), "file": SimpleUploadedFile("kl_to_1c.txt", file(line))}
    assert accountants.post("/payments/statements/new/", sent).status_code == 302
    stage = next(one for one in progress_of([again(offered)])[offered.pk] if one.number == "3")
    assert stage.on == localdate()
    assert "Договор заключён" in words(applicant_client.get(f"/cases/{offered.pk}/contract/"))
    assert only_payment().left == 0
    assert Invoice.objects.get().paid_on == localdate()
