"""Statements as files: what is applied, what waits, what is refused, and that nothing is applied twice or lost."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from billing.invoices.models import Invoice
from billing.payments import errors, services
from billing.payments.models import Payment, Settlement, Statement
from billing.payments.tasks import apply_statement
from cabinet.cases.models import Case
from documents.storage import storage
from tenancy.company import inside
from tenancy.models import DueWork
from tenants.models import GridCompany
from tests import world
from tests.billing.payments.money import (
    EXPECTED,
    FILES,
    again,
    document,
    file,
    invoice,
    invoices_of_the_files,
    only_payment,
    paying,
    taken,
    with_account,
)


def said(line: dict[str, Any]) -> dict[str, Any]:
    return {name: line[name] for name in ("document", "status", "invoices", "unapplied", "counts_on")}


def test_the_fifteen_statements_are_right_to_the_line(case: Case, accountant: User) -> None:
    bills = invoices_of_the_files(case, accountant)
    applied: dict[str, int] = dict.fromkeys(bills, 0)
    for name, expected in sorted(EXPECTED["files"].items()):
        content = (FILES / name).read_bytes()
        statement = taken(content, accountant, name=name)
        assert statement.document is not None
        assert b"".join(storage().chunks(str(statement.document.key))) == content  # kept, also when it is refused
        if not expected["accepted"]:
            assert statement.refusal_code == expected["reason"]
            assert statement.report == []
            continue
        assert statement.refusal_code == ""
        assert [said(line) for line in statement.report] == expected["lines"]
        for line in expected["lines"]:
            for one in line["invoices"]:
                applied[one["number"]] += one["kopecks"]
    for number, owed in bills.items():
        owed.refresh_from_db()
        assert owed.paid_kopecks == applied[number]
        assert (owed.paid_on is not None) == owed.is_paid
    waiting = sum(line["unapplied"] for e in EXPECTED["files"].values() if e["accepted"] for line in e["lines"])
    assert sum(payment.left for payment in Payment.objects.undecided()) == waiting


def test_all_files_again_change_nothing(case: Case, accountant: User) -> None:
    invoices_of_the_files(case, accountant)
    names = sorted(name for name, expected in EXPECTED["files"].items() if expected["accepted"])
    for name in names:
        taken((FILES / name).read_bytes(), accountant)
    before = list(Payment.objects.order_by("pk").values()), list(Settlement.objects.order_by("pk").values())
    for name in reversed(names):
        statement = taken((FILES / name).read_bytes(), accountant)
        assert set(statement.counts) <= {"known", "ignored", "refused"}
        if statement.report:
            assert "уже загружали" in statement.warnings[0]
    assert (list(Payment.objects.order_by("pk").values()), list(Settlement.objects.order_by("pk").values())) == before


def test_the_day_that_counts_is_the_banks(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    day = localdate() - timedelta(days=3)
    taken(file(paying(owed, on=day)), accountant)
    assert again(owed).paid_on == day
    assert only_payment().received_on == day


def test_two_parts_are_paid_on_the_day_of_the_later_one(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant, 10_000)
    late, early = localdate() - timedelta(days=1), localdate() - timedelta(days=5)
    half = {"Сумма": "50.00"}
    taken(file(paying(owed, number="2", on=late, **half)), accountant)
    assert again(owed).paid_on is None
    taken(file(paying(owed, number="3", on=early, **half)), accountant)
    assert again(owed).paid_on == late


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"Сумма": "-5.00"}, "refused", "bad_sum"),
        ({"Сумма": "сто"}, "refused", "bad_sum"),
        ({"Сумма": "1.234,56"}, "refused", "bad_sum"),
        ({"ДатаПоступило": "", "Дата": ""}, "refused", "no_day"),
        ({"ПолучательСчет": "40702810100000099999"}, "ignored", "other_account"),
        ({"НазначениеПлатежа": "Возврат займа"}, "unmatched", "return"),
        ({"НазначениеПлатежа": "Оплата по счету ТП-2026-99999"}, "unmatched", "unknown_number"),
    ],
)
def test_a_line_that_is_wrong_is_told_and_the_rest_goes_on(
    case: Case, accountant: User, changes: dict[str, str], status: str, code: str
) -> None:
    owed = invoice(case, accountant, number="ТП-2026-00005")
    statement = taken(file(document(Номер="9", **changes), paying(owed)), accountant)
    wrong, right = statement.report
    assert (wrong["status"], wrong["code"]) == (status, code)
    assert (wrong["line"], wrong["document"]) == (5, "9")
    assert wrong["sentence"][0].isupper()
    assert right["status"] == "paid"
    assert again(owed).is_paid


def test_a_payment_of_a_cancelled_invoice_waits_for_a_person(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    line = paying(owed)
    Invoice.objects.filter(pk=owed.pk).update(cancelled_at=timezone.now(), cancelled_by=accountant)
    [told] = taken(file(line), accountant).report
    assert (told["status"], told["code"]) == ("unmatched", "cancelled")
    assert only_payment().left == 1_200_000
    assert again(owed).paid_kopecks == 0


def test_a_second_payment_of_a_paid_invoice_waits_for_a_person(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    line = paying(owed, number="2")
    taken(file(paying(owed)), accountant)
    [told] = taken(file(line), accountant).report
    assert (told["status"], told["code"], told["unapplied"]) == ("over", "paid_already", 1_200_000)


def test_one_payment_names_two_invoices(case: Case, accountant: User) -> None:
    one, two = invoice(case, accountant, 10_000), invoice(case, accountant, 20_000)
    taken(file(paying(one, two)), accountant)
    assert (again(one).is_paid, again(two).is_paid) == (True, True)
    assert only_payment().left == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\x00\xffgarbage", "format"),
        (b"%PDF-1.7 is no statement", "format"),
        (file(document())[:-20], "cut"),
        (file(document(), account="40702810100000099999"), "foreign_account"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><Document>camt.053</Document>", "format"),
        (
            "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE a [<!ENTITY b 'cccc'><!ENTITY d '&b;&b;'>]>"
            "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'>&d;</Document>".encode("utf-16"),
            "format",
        ),
        (b"<" * 100_000, "format"),
        (b"<a>" * 50_000, "format"),
    ],
)
def test_a_file_that_is_no_statement_of_ours_is_kept_and_changes_nothing(
    accountant: User, content: bytes, code: str
) -> None:
    statement = taken(content, accountant, name="../../выписка<script>.exe")
    assert statement.refusal_code == code
    assert statement.file_name == "выписка<script>.exe"
    assert statement.document is not None
    assert statement.document.content_type == "application/octet-stream"
    assert not statement.document.has_pictures
    assert Payment.objects.count() == 0


def test_what_cannot_be_kept_is_refused(accountant: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(errors.StatementEmpty):
        taken(b"", accountant)
    monkeypatch.setattr("billing.payments.services.statements.MOST_BYTES", 100)
    with pytest.raises(errors.StatementTooLarge):
        taken(b"x" * 101, accountant)
    assert Statement.objects.count() == 0


def test_without_bank_details_no_statement_can_be_checked(accountant: User, company: GridCompany) -> None:
    from cabinet.company.models import Profile

    Profile.objects.update(bank_account="")
    with pytest.raises(errors.NoBankAccount):
        taken(file(document()), accountant)


def test_the_same_press_is_one_statement(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    key, content = uuid.uuid4(), file(paying(owed))
    made = {
        services.take_statement(content, name="a.txt", by=accountant, key=key, now=timezone.now()).pk for _ in range(3)
    }
    assert len(made) == 1
    assert Payment.objects.count() == 1


def test_a_file_whose_process_has_died_is_applied_by_the_worker(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    content = file(paying(owed))
    statement = services.receive_statement(content, name="a.txt", by=accountant, key=uuid.uuid4(), now=timezone.now())
    assert statement.is_waiting
    assert DueWork.objects.filter(task=services.APPLY, subject=statement.pk).exists()

    for _ in range(2):  # the queue may bring it twice
        apply_statement(statement.pk)
    assert again(owed).is_paid
    assert Settlement.objects.count() == 1
    assert not DueWork.objects.filter(task=services.APPLY).exists()


def test_a_forgotten_file_is_listed_again(accountant: User) -> None:
    long_ago = timezone.now() - timedelta(hours=2)
    statement = services.receive_statement(b"x", name="a.txt", by=accountant, key=uuid.uuid4(), now=long_ago)
    DueWork.objects.all().delete()
    assert services.plan_forgotten(now=timezone.now()) == 1
    assert DueWork.objects.filter(task=services.APPLY, subject=statement.pk).exists()


def test_what_was_entered_by_hand_is_known_in_the_statement(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    line = paying(owed, number="00045")
    services.record_by_hand(
        owed, number="45", received_on=localdate(), kopecks=1_200_000, payer="Орлова", purpose="за ТП",
        by=accountant, key=uuid.uuid4(), now=timezone.now(),
    )  # fmt: skip
    [told] = taken(file(line), accountant).report
    assert told["status"] == "known"
    assert Payment.objects.count() == 1


def test_what_was_entered_by_hand_with_another_day_asks_a_person(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant, 2_400_000)
    services.record_by_hand(
        owed, number="45", received_on=localdate() - timedelta(days=2), kopecks=1_200_000,
        by=accountant, key=uuid.uuid4(), now=timezone.now(),
    )  # fmt: skip
    line = document(Номер="45", НазначениеПлатежа=f"Оплата по счету {owed.number}")
    [told] = taken(file(line), accountant).report
    assert (told["status"], told["code"]) == ("ambiguous", "entered_by_hand")
    assert again(owed).paid_kopecks == 1_200_000
    [again_told] = taken(file(line), accountant).report
    assert again_told["status"] == "known"


def test_thousand_payments_find_their_invoices_and_no_other(case: Case, accountant: User) -> None:
    """Swapped noughts, two invoices of one sum, one payment for two, as a person or a bank writes it."""
    bills = [invoice(case, accountant, 100_00 + n % 7, f"ТП-2026-{n:05}") for n in range(1, 1101)]
    ways = ("счет № ТП-2026-{n:05}", "тп 2026 {n}", "СЧ. TP–2026–{n:04}", "по счёту ТП2О26{n:05}", "ТП-2026-{n:06}")
    lines = [
        document(Номер=str(n), Сумма=f"100.{n % 7:02}", НазначениеПлатежа=ways[n % len(ways)].format(n=n))
        for n in range(1, 1001)
    ]
    two = document(Номер="2000", Сумма="200.01", НазначениеПлатежа="счета ТП-2026-01001, ТП-2026-01002, без НДС")
    unnamed = document(Номер="2001", Сумма="100.03", НазначениеПлатежа="за присоединение")
    statement = taken(file(*lines, two, unnamed), accountant)

    paid = set(Invoice.objects.filter(paid_kopecks__gte=1, paid_on=localdate()).values_list("number", flat=True))
    assert paid == {bill.number for bill in bills[:1002]}
    for line, bill in zip(statement.report[:1000], bills, strict=False):
        assert [one["number"] for one in line["invoices"]] == [bill.number]
    assert statement.report[-1]["status"] == "ambiguous"


def test_an_import_asks_the_same_number_of_questions_however_long_it_is(
    case: Case, accountant: User, queries: Any
) -> None:
    few = [invoice(case, accountant, 5_000) for _ in range(2)]
    many = [invoice(case, accountant, 7_000) for _ in range(40)]
    with queries() as asked_for_few:
        taken(file(*[paying(one, number=str(n)) for n, one in enumerate(few, 1)]), accountant)
    with queries() as asked_for_many:
        taken(file(*[paying(one, number=str(n)) for n, one in enumerate(many, 100)]), accountant)
    assert len(asked_for_many) <= len(asked_for_few)


def test_each_company_has_its_own_money(case: Case, accountant: User, other_company: GridCompany) -> None:
    owed = invoice(case, accountant, number="ТП-2026-00001")
    content = file(paying(owed))
    with inside(other_company):
        with_account()
        by = world.staff(1)
        theirs = invoice(world.application(world.person(1), max_power_kw="0.1"), by, number="ТП-2026-00001")
        taken(content, by)
        assert again(theirs).is_paid
    assert not again(owed).is_paid
    taken(content, accountant)
    assert again(owed).is_paid
