"""A full payment in term concludes the contract on the day of the bank; any other one asks a person."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import StaffRole, User
from cabinet.applications.proofs import progress_of
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage
from cabinet.contracts import errors, services
from cabinet.contracts.models import Fact
from cabinet.contracts.outlook import annulment_proposed
from cabinet.contracts.queries import contract_of
from cabinet.deadlines.counting import working_days_after
from cabinet.decisions import services as decisions
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.contracts.acts import Signs, again, codes, fact, offer_sent, paid, told
from tests.world import words

pytestmark = pytest.mark.usefixtures("trusted")
DAY = timedelta(days=1)


@pytest.fixture
def offered(house: Case, administrator: User, company_signs: Signs) -> Case:
    """An offer for 12 000 roubles stands since today."""
    company_signs(offer_sent(house, administrator))
    return again(house)


def later(days: int) -> dict[str, Any]:
    """Money of a later day, recorded on that day."""
    return {"on": localdate() + days * DAY, "now": timezone.now() + days * DAY}


def concluded(case: Case) -> date | None:
    found = Fact.objects.filter(case=case, code="contract_concluded").first()
    return found.happened_on if found else None


def test_a_full_payment_in_term_concludes_the_contract(offered: Case, administrator: User, applicant: User) -> None:
    OutboxMessage.objects.all().delete()
    paid(offered, administrator)

    case = again(offered)
    assert case.stage == Stage.PERFORMANCE
    assert concluded(case) == localdate()
    assert [one.event for one in told(case)] == ["offer_placed", "paid", "contract_concluded", "paid_last"]
    letters = set(
        OutboxMessage.objects.filter(subject__contains="договор заключён").values_list("recipient", flat=True)
    )
    assert {applicant.email, administrator.email} <= letters


def test_the_day_of_the_bank_counts_not_that_of_the_record(offered: Case, administrator: User) -> None:
    two_days_later = timezone.now() + 2 * DAY
    paid(offered, administrator, on=localdate() + DAY, now=two_days_later)

    assert concluded(offered) == localdate() + DAY
    line = next(line for line in progress_of([again(offered)])[offered.pk] if line.number == "3")
    assert line.on == localdate() + DAY


def test_the_last_day_of_the_term_is_in_time_and_the_next_one_is_not(offered: Case, administrator: User) -> None:
    until = contract_of(offered).pay_until
    assert until == working_days_after(localdate(), 5)
    days = (until - localdate()).days

    late = paid(offered, administrator, **later(days + 1))
    assert late.detail("doubt") == "late"
    assert concluded(offered) is None
    assert again(offered).stage == Stage.PAYMENT
    paid(offered, administrator, evidence="п/п № 6", on=until, now=timezone.now() + (days + 2) * DAY)
    assert concluded(offered) == until  # recorded later still: it is the bank's day that counts


def test_state_customers_have_fifteen_working_days(owner: User, administrator: User, company_signs: Signs) -> None:
    case = world.application(owner, max_power_kw=100, reliability="3", budget=True)
    company_signs(offer_sent(case, administrator))

    assert contract_of(again(case)).pay_until == working_days_after(localdate(), 15)


def test_a_partial_payment_asks_a_person_and_the_rest_of_it_concludes(offered: Case, administrator: User) -> None:
    first = paid(offered, administrator, amount="4000")
    assert first.detail("doubt") == "partial"
    assert concluded(offered) is None
    assert contract_of(again(offered)).doubtful == [first]

    paid(offered, administrator, amount="8000", evidence="п/п № 6", **later(1))
    assert concluded(offered) == localdate() + DAY
    assert contract_of(again(offered)).doubtful == []


@pytest.mark.parametrize("amount", ["4000", "12000"])
def test_a_person_takes_a_partial_or_late_payment(offered: Case, administrator: User, amount: str) -> None:
    days = 0 if amount == "4000" else 30
    payment = paid(offered, administrator, amount=amount, **later(days))

    asked: dict[str, Any] = {"by": administrator, "now": timezone.now() + (days + 1) * DAY}
    services.confirm_payment(payment, reason="Согласовано", key=uuid.uuid4(), **asked)

    assert concluded(offered) == localdate() + days * DAY
    assert again(offered).stage == Stage.PERFORMANCE
    with pytest.raises(errors.PaymentDecided):
        services.reject_payment(payment, reason="Передумали", key=uuid.uuid4(), **asked)


def test_a_payment_that_is_not_taken_does_not_count(offered: Case, administrator: User) -> None:
    payment = paid(offered, administrator, amount="4000")
    asked: dict[str, Any] = {"by": administrator, "now": timezone.now()}
    with pytest.raises(errors.ReasonNeeded):
        services.reject_payment(payment, reason="  ", key=uuid.uuid4(), **asked)
    services.reject_payment(payment, reason="Чужой платёж", key=uuid.uuid4(), **asked)

    assert contract_of(again(offered)).received == 0
    paid(offered, administrator, amount="8000", evidence="п/п № 6")
    assert concluded(offered) is None
    assert Entry.objects.filter(case=offered, title__contains="Чужой платёж").count() == 1


def test_dates_that_cannot_be_are_refused(offered: Case, administrator: User) -> None:
    with pytest.raises(errors.DateInFuture):
        paid(offered, administrator, on=localdate() + DAY)
    with pytest.raises(errors.DateTooEarly, match="размещена оферта"):
        paid(offered, administrator, on=localdate() - DAY)
    assert "payment" not in codes(offered)


@pytest.mark.parametrize("amount", ["0", "-12000", "0.001", "1e11", "NaN", "-Infinity"])
def test_sums_that_cannot_be_are_refused(offered: Case, administrator: User, amount: str) -> None:
    with pytest.raises(errors.WrongSum):
        paid(offered, administrator, amount=amount)
    assert "payment" not in codes(offered)


def test_a_payment_without_a_document_is_refused(offered: Case, administrator: User) -> None:
    with pytest.raises(errors.TextNeeded):
        paid(offered, administrator, evidence=" \n ")


def test_money_without_an_offer_is_refused(house: Case, administrator: User) -> None:
    with pytest.raises(errors.OfferNotPlaced):
        paid(house, administrator)
    offer_sent(house, administrator)  # and one that nobody has signed is none
    with pytest.raises(errors.OfferNotPlaced):
        paid(again(house), administrator)


def test_the_same_key_is_the_same_payment(offered: Case, administrator: User) -> None:
    key = uuid.uuid4()
    made = {paid(offered, administrator, key=key).pk for _ in range(3)}

    assert len(made) == 1
    assert codes(offered).count("payment") == 1
    assert codes(offered).count("contract_concluded") == 1


def test_the_same_document_is_not_recorded_twice_by_two_people(offered: Case, administrator: User) -> None:
    paid(offered, administrator, amount="4000")
    with pytest.raises(errors.PaymentKnown):
        paid(offered, administrator, amount="4000.00", evidence="П/П № 5")


def test_the_rest_of_the_price_is_the_last_payment(house: Case, administrator: User, company_signs: Signs) -> None:
    company_signs(offer_sent(house, administrator, amount="1500", total="10000"))
    paid(again(house), administrator, amount="1500")
    assert "paid_last" not in codes(house)
    assert concluded(house) == localdate()

    paid(again(house), administrator, amount="8500", evidence="п/п № 9", **later(20))
    assert fact(house, "paid_last").happened_on == localdate() + 20 * DAY
    assert codes(house).count("contract_concluded") == 1


def test_money_for_an_annulled_application_waits_for_a_person(offered: Case, administrator: User) -> None:
    asked: dict[str, Any] = {"by": administrator, "now": timezone.now()}
    proposal = decisions.propose_annulment(offered, ground="pay_first", key=uuid.uuid4(), **asked)
    assert proposal is not None
    decisions.annul(proposal, key=uuid.uuid4(), **asked)
    voided = again(offered)
    assert voided.stage == Stage.VOIDED
    payment = paid(voided, administrator)
    assert payment.detail("doubt") == "closed"
    with pytest.raises(errors.CaseHasEnded):
        services.confirm_payment(payment, reason="Деньги были в пути", key=uuid.uuid4(), **asked)

    decisions.undo(again(offered), reason="Деньги были в пути", key=uuid.uuid4(), **asked)
    services.confirm_payment(payment, reason="Деньги были в пути", key=uuid.uuid4(), **asked)
    assert concluded(offered) == localdate()


def test_a_status_moved_by_hand_does_not_stop_what_the_law_concludes(offered: Case, administrator: User) -> None:
    back = cases.register(
        offered, number=offered.number, status=cases.status_of(offered, Stage.REVIEW).label, assignee=administrator,
        version=offered.version, by=administrator, now=timezone.now(),
    )  # fmt: skip
    paid(back, administrator)
    assert again(offered).stage == Stage.PERFORMANCE


def test_an_unpaid_offer_is_proposed_for_annulment_and_nothing_happens_by_itself(offered: Case) -> None:
    contract = contract_of(offered)
    assert contract.pay_until is not None
    assert not contract.is_unpaid(contract.pay_until)
    assert contract.is_unpaid(contract.pay_until + DAY)
    assert again(offered).stage == Stage.PAYMENT


def test_the_proposal_of_annulment_leads_to_its_page(offered: Case, administrator_client: Client) -> None:
    proposed = annulment_proposed(contract_of(offered))

    assert "предлагаем аннулировать" in proposed.title
    assert administrator_client.get(proposed.url).status_code == 200


# Pages.


def form(**typed: str) -> dict[str, str]:
    day = localdate()
    return {
        "key": str(uuid.uuid4()),
        "received_on": f"{day:%d.%m.%Y}",
        "amount": "12 000,00",
        "evidence": "п/п № 5",
        **typed,
    }


def test_staff_say_that_money_has_come(administrator_client: Client, offered: Case) -> None:
    page = f"/cases/{offered.pk}/contract/payment/"
    assert "12000" in administrator_client.get(page).content.decode()
    sent = form()
    for _ in range(2):  # and press twice
        assert administrator_client.post(page, sent)["Location"] == f"/cases/{offered.pk}/contract/"

    assert concluded(offered) == localdate()
    assert codes(offered).count("payment") == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "0"}, "Введите сумму больше нуля"),
        ({"amount": "12,005"}, "копейки, две цифры"),
        ({"amount": "много"}, "Введите сумму в рублях и копейках"),
        ({"amount": ""}, "Введите сумму платежа"),
        ({"received_on": "31.12.2999"}, "ещё не наступило"),
        ({"received_on": "01.01.2020"}, "Введите дату не раньше неё"),
        ({"received_on": "32.13.2026"}, "дат"),
        ({"evidence": ""}, "каким документом"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(
    administrator_client: Client, offered: Case, typed: dict[str, str], said: str
) -> None:
    answer = administrator_client.post(f"/cases/{offered.pk}/contract/payment/", form(**typed))

    assert answer.status_code == 422
    assert said in words(answer)
    [(name, value)] = typed.items()
    if value:
        assert value in answer.content.decode()
    if name != "evidence":
        assert "п/п № 5" in words(answer)
    assert "payment" not in codes(offered)


@pytest.mark.parametrize(
    ("role", "status"),
    [(StaffRole.ACCOUNTANT, 200), (StaffRole.SPECIALIST, 200), (StaffRole.SIGNER, 404), (StaffRole.OBSERVER, 404)],
)
def test_who_may_say_that_money_has_come(
    offered: Case,
    role: StaffRole,
    status: int,
    signed_in: Callable[..., Client],
    company: GridCompany,
) -> None:
    client = signed_in(world.staff(9, role), company)
    assert client.get(f"/cases/{offered.pk}/contract/").status_code == 200
    assert client.get(f"/cases/{offered.pk}/contract/payment/").status_code == status


def test_nobody_else_reads_or_does_anything(
    offered: Case, stranger_client: Client, applicant_client: Client, other_browser: Client
) -> None:
    page = f"/cases/{offered.pk}/contract/"
    assert stranger_client.get(page).status_code == 404
    for act in ("payment", "offer", "decision", "works-progress"):
        for client in (stranger_client, applicant_client):
            assert client.get(f"{page}{act}/").status_code == 404
            client.post(f"{page}{act}/", form())
    assert codes(offered) == ["sent_to_sign", "offer_placed"]
    assert other_browser.get(page).status_code in {302, 404}


def test_the_offer_is_sent_from_a_page_without_scripts(
    administrator_client: Client, house: Case, company_signs: Signs
) -> None:
    page = f"/cases/{house.pk}/contract/offer/"
    sent = {"key": str(uuid.uuid4()), "amount": "12 000,50", "total": ""}
    some = {f"file-{code}": world.pdf(f"{code}.pdf") for code in ("offer", "technical_conditions", "instruction")}
    answer = administrator_client.post(page, {**sent, **some})
    assert answer.status_code == 422
    assert "Приложите файл: «Счёт на оплату»" in words(answer)
    assert "technical_conditions.pdf" in words(answer)  # what came is not lost

    answer = administrator_client.post(page, {**sent, "file-invoice": world.pdf("invoice.pdf")})
    assert answer.status_code == 302
    administrator_client.post(page, {**sent, "file-invoice": world.pdf("invoice.pdf")})
    assert codes(house) == ["sent_to_sign"]
    assert fact(house, "sent_to_sign").detail("amount") == "12000.50"


def test_a_file_that_waits_may_be_taken_away(administrator_client: Client, house: Case) -> None:
    page = f"/cases/{house.pk}/contract/offer/"
    answer = administrator_client.post(
        page, {"key": str(uuid.uuid4()), "amount": "7,50", "file-offer": world.pdf("опечатка.pdf")}
    )
    key = answer.content.decode().partition('name="forget" value="')[2].partition('"')[0]
    answer = administrator_client.post(page, {"key": str(uuid.uuid4()), "amount": "7,50", "forget": key})

    assert answer.status_code == 200
    assert "опечатка.pdf" not in words(answer)
    assert 'value="7,50"' in answer.content.decode()


def test_a_decision_is_made_on_a_page(administrator_client: Client, offered: Case, administrator: User) -> None:
    payment = paid(offered, administrator, amount="4000")
    page = f"/cases/{offered.pk}/contract/decision/"
    key = str(uuid.uuid4())
    refused = administrator_client.post(page, {"key": key, "payment": payment.pk, "decision": "confirm", "reason": ""})
    assert "Напишите причину" in words(refused)
    foreign = administrator_client.post(
        page, {"key": key, "payment": payment.pk + 1, "decision": "confirm", "reason": "да"}
    )
    assert foreign.status_code == 422

    administrator_client.post(page, {"key": key, "payment": payment.pk, "decision": "confirm", "reason": "Согласовано"})
    assert concluded(offered) == localdate()


def test_a_heat_company_has_no_offer(other_company: GridCompany) -> None:
    with inside(other_company):
        by = world.staff(1)
        case = world.application(world.person(1), max_power_kw="0.1")
        with pytest.raises(errors.NotTheWay):
            offer_sent(case, by)
        assert contract_of(case).way("payment") is None
        assert Decimal(0) == contract_of(case).invoice
