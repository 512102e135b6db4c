"""The offer of Section X is placed whole, in one moment, signed by the company; it is superseded, never undone."""

import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from cabinet.applications.proofs import progress_of
from cabinet.cases import services as cases
from cabinet.cases.errors import SignedIsKept
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage
from cabinet.contracts import errors, services
from cabinet.contracts.models import Fact
from cabinet.contracts.queries import contract_of
from notifications.models import OutboxMessage
from signing import services as signing
from tests import world
from tests.contracts.acts import OFFER, Signs, again, codes, draft_sent, fact, files, offer_sent, told
from tests.world import words

pytestmark = pytest.mark.usefixtures("trusted")


def shown(case: Case) -> set[str]:
    """The documents of the company that the applicant sees."""
    return set(
        Entry.objects.filter(case=case, from_company=True)
        .shown_to_applicant()
        .exclude(code="")
        .filter(kind="document")
        .values_list("code", flat=True)
    )


@pytest.mark.parametrize("missing", OFFER)
def test_an_incomplete_set_is_refused_with_what_is_missing(house: Case, administrator: User, missing: str) -> None:
    some = {code: file for code, file in files(OFFER).items() if code != missing}

    with pytest.raises(errors.SetIncomplete) as refused:
        services.send_offer(house, some, amount=Decimal(1), by=administrator, key=uuid.uuid4(), now=timezone.now())

    title = house.rules.company_document(missing)
    assert title is not None
    assert title.title in refused.value.message
    assert codes(house) == []


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "12000.505", "10000000000", "1e20", "NaN", "Infinity"])
def test_a_wrong_sum_is_refused(house: Case, administrator: User, amount: str) -> None:
    with pytest.raises(errors.WrongSum):
        offer_sent(house, administrator, amount=amount)
    assert codes(house) == []


def test_the_whole_price_is_not_below_the_invoice(house: Case, administrator: User) -> None:
    with pytest.raises(errors.TotalBelowInvoice):
        offer_sent(house, administrator, amount="100", total="99.99")


def test_nothing_is_seen_until_all_is_signed_and_then_all_in_one_moment(
    house: Case, administrator: User, company_signs: Signs, signer: User
) -> None:
    sent = offer_sent(house, administrator)
    assert shown(house) == set()
    assert again(house).stage == Stage.OFFER

    first = Fact(documents=sent.documents[:3])
    company_signs(first)
    assert shown(house) == set()
    assert "offer_placed" not in codes(house)

    company_signs(sent)
    assert shown(house) == set(OFFER)
    moments = set(Entry.objects.filter(pk__in=sent.documents).values_list("placed_at", flat=True))
    assert moments == {fact(house, "offer_placed").happened_at}
    assert again(house).stage == Stage.PAYMENT


def test_the_applicant_reads_what_to_do_by_when_and_how_to_pay(
    house: Case, administrator: User, applicant: User, applicant_client: Client, company_signs: Signs
) -> None:
    company_signs(offer_sent(house, administrator, amount="12000.50"))

    page = words(applicant_client.get(f"/cases/{house.pk}/contract/"))
    until = contract_of(again(house)).pay_until
    assert until is not None
    assert until > localdate()
    assert "12 000,50 ₽" in page
    assert f"{until.day}" in page
    assert "подписывать" in page
    assert f"№ {again(house).number}" in page
    letter = OutboxMessage.objects.filter(recipient=applicant.email, subject__contains="оферта").get()
    assert "Оплатите счёт до" in letter.text
    assert f"/cases/{house.pk}/contract/" in words(applicant_client.get(f"/cases/{house.pk}/"))


def test_a_placed_offer_is_not_withdrawn_and_not_changed(
    house: Case, administrator: User, company_signs: Signs
) -> None:
    sent = offer_sent(house, administrator)
    company_signs(sent)

    for pk in sent.documents:
        with pytest.raises(SignedIsKept):
            cases.withdraw_entry(Entry.objects.get(pk=pk), reason="ошибка", by=administrator, now=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Fact.objects.filter(code="offer_placed").update(title="другое")
    with pytest.raises(DatabaseError), transaction.atomic():
        Fact.objects.filter(code="offer_placed").delete()


def test_a_new_offer_supersedes_the_one_that_stands(house: Case, administrator: User, company_signs: Signs) -> None:
    company_signs(offer_sent(house, administrator, amount="12000"))
    first = fact(house, "offer_placed")

    second = offer_sent(house, administrator, amount="9000")
    assert again(house).stage == Stage.PAYMENT  # the first one may be paid meanwhile
    assert contract_of(again(house)).invoice == 12000
    company_signs(second)

    contract = contract_of(again(house))
    assert contract.invoice == 9000
    assert contract.offer is not None
    assert contract.offer.about == first
    assert codes(house).count("offer_placed") == 2
    assert [one.event for one in told(again(house))] == ["offer_placed", "offer_placed"]


def test_an_offer_that_is_not_signed_yet_is_replaced(house: Case, administrator: User, company_signs: Signs) -> None:
    first = offer_sent(house, administrator, amount="12000")
    second = offer_sent(house, administrator, amount="9000")

    company_signs(first)
    assert "offer_placed" not in codes(house)
    company_signs(second)
    assert contract_of(again(house)).invoice == 9000
    assert Entry.objects.filter(pk__in=second.documents, placed_at__isnull=False).count() == 4
    assert Entry.objects.filter(pk__in=first.documents, placed_at__isnull=True).count() == 4


def test_a_document_that_is_recalled_keeps_the_others_unseen(
    house: Case, administrator: User, company_signs: Signs
) -> None:
    sent = offer_sent(house, administrator)
    document = Entry.objects.get(pk=sent.documents[0]).document
    assert document is not None
    signing.recall(document, reason="опечатка", by=administrator, now=timezone.now())
    company_signs(sent)

    assert shown(house) == set()
    assert contract_of(again(house)).is_stopped(sent)
    company_signs(offer_sent(house, administrator))
    assert shown(house) == set(OFFER)


def test_a_repeated_press_sends_one_offer(house: Case, administrator: User) -> None:
    key, now = uuid.uuid4(), timezone.now()
    made = [
        services.send_offer(house, files(OFFER), amount=Decimal(5), by=administrator, key=key, now=now)
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert codes(house) == ["sent_to_sign"]


def test_stage_two_of_the_disclosure_is_the_day_of_the_offer(
    house: Case, administrator: User, company_signs: Signs
) -> None:
    company_signs(offer_sent(house, administrator))

    line = next(line for line in progress_of([again(house)])[house.pk] if line.number == "2")
    assert line.on == localdate()


def test_an_offer_is_not_for_an_application_outside_section_x(plant: Case, administrator: User) -> None:
    with pytest.raises(errors.NotTheWay):
        offer_sent(plant, administrator)


def test_a_draft_is_not_for_an_application_of_section_x(house: Case, administrator: User) -> None:
    with pytest.raises(errors.NotTheWay):
        draft_sent(house, administrator)


def test_where_the_answers_give_no_category_staff_choose_the_way(
    applicant: User, administrator: User, company_signs: Signs
) -> None:
    case = world.application(applicant)
    assert case.nature.category(case) is None

    company_signs(offer_sent(case, administrator))
    assert again(case).stage == Stage.PAYMENT
    with pytest.raises(errors.NotTheWay):
        draft_sent(again(case), administrator)


def test_a_case_that_has_ended_gets_no_offer(house: Case, applicant: User, administrator: User) -> None:
    cases.withdraw(house, reason="", by=applicant, now=timezone.now())
    with pytest.raises(Exception, match="закрыт"):
        offer_sent(house, administrator)
    assert Fact.objects.count() == 0
