"""The money of the demonstration: requisites that pass their checks, a tariff, invoices in every state."""

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import StaffRole
from billing.bank.requisites import account_fits, correspondent_fits
from billing.demo import chapter
from billing.invoices.models import Invoice
from billing.invoices.states import state_of
from billing.payments.models import Settlement
from billing.tariffs.queries import tariffs_on
from cabinet.cases.models import Case
from cabinet.company.queries import profile
from tests import world
from tests.contracts.acts import reviewed


@pytest.fixture
def cases(administrator, owner) -> list[Case]:
    made = [world.application(owner, purpose="Цех", max_power_kw=400, reliability="3") for _ in range(2)]
    return [reviewed(case, administrator) for case in made]


def test_a_filled_company_gets_requisites_a_tariff_and_invoices_of_each_state(company, cases, administrator):
    colleague = world.staff(7, StaffRole.SPECIALIST)
    chapter.tell(company=company, now=timezone.now())

    about = profile()
    assert account_fits(about.bank_account, about.bik)
    assert correspondent_fits(about.correspondent_account, about.bik)
    [tariff] = tariffs_on(localdate())
    assert "Выдуманное" in tariff.act_title
    states = {state_of(invoice, localdate()).code for invoice in Invoice.objects.all()}
    assert states == {"overdue", "paid", "partly", "returned", "cancelled", "issued"}
    numbers = list(Invoice.objects.order_by("issued_at").values_list("counter", flat=True))
    assert numbers == sorted(numbers)
    [approved] = Settlement.objects.filter(kind=Settlement.Kind.RETURN_APPROVED)
    assert approved.about is not None
    assert (approved.about.made_by, approved.made_by) == (colleague, administrator)


def test_where_nobody_else_may_agree_a_return_is_only_asked_for(company, cases):
    chapter.tell(company=company, now=timezone.now())

    kinds = set(Settlement.objects.values_list("kind", flat=True))
    assert Settlement.Kind.RETURN_ASKED in kinds
    assert Settlement.Kind.RETURN_APPROVED not in kinds
