"""Usage is written in the transaction of its fact, once, in the schema of the company that it belongs to."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import User
from billing.usage import services
from billing.usage.dimensions import Dimension
from billing.usage.errors import NothingToCorrect, ReasonNeeded
from billing.usage.models import Event
from cabinet.cases import services as cases
from config import env
from notifications import services as notifications
from signing.testing.testpki import Pki
from tenancy.company import in_public, inside
from tenancy.models import DueWork
from tenants import figures
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW
from tests.notifications.sms.http_gateways import SmscGateway
from tests.signatures import acts
from tests.signing import by_certificate


def counted(dimension: Dimension) -> list[int]:
    return list(Event.objects.filter(dimension=dimension).order_by("pk").values_list("quantity", flat=True))


def test_a_submission_is_counted_once_and_only_at_its_company(applicant: User, other_company: GridCompany) -> None:
    case = world.application(applicant)
    cases.submit(case, by=applicant, now=NOW)  # pressed again

    event = Event.objects.get(dimension=Dimension.APPLICATIONS)
    assert (event.quantity, event.subject, event.day) == (1, case.pk, timezone.localdate(case.submitted_at))
    with inside(other_company):
        assert not Event.objects.exists()


def test_a_message_to_the_company_is_free(applicant: User) -> None:
    world.enquiry(applicant)

    assert counted(Dimension.APPLICATIONS) == []


def test_a_submission_that_is_rolled_back_has_used_nothing(applicant: User) -> None:
    draft = world.draft(applicant)
    with transaction.atomic():
        cases.submit(draft, by=applicant, now=NOW)
        transaction.set_rollback(True)

    assert counted(Dimension.APPLICATIONS) == []


def test_an_sms_is_counted_by_its_segments_when_a_gateway_has_taken_it(here: None, settings: Any) -> None:
    gateway = SmscGateway()
    settings.SMS_GATEWAYS = env.sms_gateways(gateway.url)
    try:
        for text in ("480913 — код для личного кабинета", "я" * 71):
            message = notifications.send_sms(key=uuid.uuid4(), to="+79990000001", text=text)
            notifications.deliver_message(message.pk, now=timezone.now())
            notifications.deliver_message(message.pk, now=timezone.now())
        refused = notifications.send_sms(key=uuid.uuid4(), to="+79990000001", text="код")
        settings.SMS_GATEWAYS = env.sms_gateways("smsc+http://grid:pass@127.0.0.1:1?name=nobody")
        notifications.deliver_message(refused.pk, now=timezone.now())
    finally:
        gateway.stop()

    assert counted(Dimension.SMS) == [1, 2]


def test_a_qualified_signature_is_one_verification(applicant: User, administrator: User, company: GridCompany) -> None:
    pki = Pki.since(timezone.now() - timedelta(days=400))
    by_certificate.make_trusted(pki, now=timezone.now())
    contract = acts.sent(world.application(applicant), administrator)

    head = by_certificate.head_of_company(pki, company)
    signature = acts.signed_by_company(contract, pki, head, administrator)
    acts.signs_by_sms(world.with_pictures(world.application(applicant)), applicant)  # a simple one is none

    assert [event.subject for event in Event.objects.filter(dimension=Dimension.VERIFICATIONS)] == [signature.pk]


def test_levels_are_written_when_they_change(company: GridCompany, other_company: GridCompany) -> None:
    with inside(company):
        world.staff(1)
    with in_public():
        figures.measure(company, now=NOW)
        figures.measure(company, now=NOW + timedelta(hours=1))
    with inside(company):
        world.staff(2)
    with in_public():
        figures.measure(company, now=NOW + timedelta(days=1))
        figures.measure(other_company, now=NOW)

    with inside(company):
        assert counted(Dimension.SEATS) == [1, 2]
        assert counted(Dimension.STORAGE) == [0]
    with inside(other_company):
        assert counted(Dimension.SEATS) == [0]


def test_a_level_may_return_to_what_it_was(here: None) -> None:
    for level in (5, 6, 5, 5):
        services.note_level(Dimension.SEATS, level, now=NOW)

    assert counted(Dimension.SEATS) == [5, 6, 5]


def test_what_is_written_has_the_company_gathered_in_the_coming_night(here: None, company: GridCompany) -> None:
    for n in range(3):
        services.note(Dimension.SMS, 1, key=f"sms/{n}", now=NOW)

    work = DueWork.objects.get(task=services.GATHER)
    assert work.schema_name == company.schema_name
    assert timezone.localtime(work.due_at).strftime("%d.%m %H:%M") == "14.03 01:30"


def test_a_correction_is_an_event_with_a_reason(here: None) -> None:
    day = timezone.localdate(NOW)
    for _press in range(2):
        services.correct(Dimension.SMS, -3, day=day, reason="Шлюз повторил", by="Соколов Т.", key="one", now=NOW)

    event = Event.objects.get()
    assert (event.quantity, event.reason, event.by) == (-3, "Шлюз повторил", "Соколов Т.")


@pytest.mark.parametrize(
    ("dimension", "quantity", "days_ahead", "reason", "refusal"),
    [
        (Dimension.SMS, 0, 0, "Ошибка", NothingToCorrect),
        (Dimension.SMS, 5, 1, "Ошибка", NothingToCorrect),
        (Dimension.SEATS, -1, 0, "Ошибка", NothingToCorrect),
        (Dimension.SMS, 5, 0, "  ", ReasonNeeded),
    ],
)
def test_what_is_no_correction(here: None, dimension, quantity, days_ahead, reason, refusal) -> None:
    day = timezone.localdate(NOW) + timedelta(days=days_ahead)
    with pytest.raises(refusal):
        services.correct(dimension, quantity, day=day, reason=reason, by="Соколов Т.", key="one", now=NOW)
    assert not Event.objects.exists()


def test_the_database_keeps_what_is_written(here: None) -> None:
    services.note(Dimension.SMS, 1, key="sms/1", now=NOW)
    for change in (lambda: Event.objects.update(quantity=0), lambda: Event.objects.all().delete()):
        with pytest.raises(DatabaseError, match="usage is written once"), transaction.atomic():
            change()
