"""The demonstration in the company of the tests; `make run` and the journeys make it whole."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Applicant, LegalForm
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from cabinet.demo import accounts_shown, services
from cabinet.demo.companies import GORSET
from cabinet.demo.people import PASSWORD
from tests.moment import NOW


@pytest.fixture
def demo(monkeypatch, company, here):
    """Only Горсеть, which is open already."""
    company.key = services.key_of(GORSET)
    company.save()
    for module in (services, accounts_shown):
        monkeypatch.setattr(module, "DEMOS", (GORSET,))
    return services.make(now=NOW)


def said(*arguments):
    output = StringIO()
    call_command("make_demo", *arguments, stdout=output)
    return output.getvalue()


def test_it_shows_cases_in_every_state_and_applicants_of_every_form(demo):
    assert demo == ["operator@example.ru", GORSET.short_name]
    stages = set(Case.objects.values_list("stage", flat=True))
    assert stages >= {
        Stage.DRAFT, Stage.WAITING, Stage.REVIEW, Stage.MISSING, Stage.OFFER, Stage.PAYMENT, Stage.PERFORMANCE,
        Stage.CONNECTED, Stage.ANSWERED, Stage.REFUSED, Stage.WITHDRAWN,
    }  # fmt: skip
    assert set(Applicant.objects.values_list("legal_form", flat=True)) == set(LegalForm.values)


def test_nothing_in_it_happens_later_than_now(demo):
    assert not Case.objects.filter(changed_at__gt=NOW).exists()
    assert not Case.objects.filter(entries__created_at__gt=NOW).exists()


def test_a_second_run_makes_nothing(demo):
    before = Case.objects.count()

    assert said() == "Всё уже есть\n"
    assert Case.objects.count() == before


def test_the_accounts_are_shown_with_the_companys_address(demo, company):
    table = said("--show")

    assert company.address in table
    assert PASSWORD in table
    for email in [*(one.email for one in GORSET.applicants), *(one.email for one in GORSET.sellers)]:
        assert email in table


def test_no_accounts_are_shown_before_there_are_any(db):
    assert "нет" in said("--show")


@pytest.mark.parametrize("arguments", [(), ("--show",)])
def test_a_site_in_production_refuses(arguments, settings):
    settings.EMBEDDED = False

    with pytest.raises(CommandError):
        said(*arguments)
