"""What follows from an unpaid invoice, and that applicants keep their cabinet whatever their company owes."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from billing.subscriptions import tasks
from billing.subscriptions.errors import NotPausedNow, ReasonNeeded
from billing.subscriptions.holding import REGISTRATION, SETTINGS
from billing.subscriptions.models import OverdueStep, Pause
from billing.subscriptions.schedule import PURSUE
from billing.subscriptions.services import debts, invoicing, payments
from config import urls_company
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenancy.models import DueWork
from tenants.queries import forget_hosts
from tests.world import words

from . import shop
from .shop import FEBRUARY, JANUARY, at

ISSUED = date(2026, 2, 2)


def after(days: int):
    return at(ISSUED + timedelta(days=days))


def follow(company, days: int) -> int:
    reached = debts.follow(company, now=after(days))
    company.refresh_from_db()
    forget_hosts()
    assert company.overdue_days == reached
    return reached


@pytest.fixture
def invoice(subscriber, operator):
    return shop.issued(subscriber, JANUARY, operator)


@pytest.mark.parametrize(
    ("days", "step"),
    [(0, 0), (4, 0), (5, 5), (14, 5), (15, 15), (29, 15), (30, 30), (59, 30), (60, 60), (400, 60)],
)
def test_steps_by_days(subscriber, neighbour, invoice, days, step):
    assert follow(subscriber, days) == step
    neighbour.refresh_from_db()
    assert neighbour.overdue_days == 0


@pytest.mark.parametrize(
    ("since", "until", "pauses", "days"),
    [
        (0, 10, [], 10),
        (0, 10, [(2, 5)], 7),
        (0, 10, [(2, None)], 2),
        (5, 10, [(0, 7)], 3),
        (0, 10, [(10, 12)], 10),
        (0, 10, [(1, 2), (4, 6), (9, None)], 6),
    ],
)
def test_days_of_a_dispute_are_not_counted(since, until, pauses, days):
    def day(n):
        return None if n is None else ISSUED + timedelta(days=n)

    assert debts.counted_days(day(since), day(until), [(day(a), day(b)) for a, b in pauses]) == days


def test_each_step_is_written_and_told_once(subscriber, invoice):
    for days in (5, 5, 6, 15, 16):
        follow(subscriber, days)

    assert list(OverdueStep.objects.filter(invoice=invoice).values_list("days", flat=True)) == [0, 5, 15]
    with inside(subscriber):
        assert OutboxMessage.objects.filter(subject__contains="не оплачен").count() == 2
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        OverdueStep.objects.update(days=60)


def test_the_list_of_due_work_brings_the_day_of_the_next_step(subscriber, invoice):
    days = []
    for n in (0, 5, 15, 30):
        follow(subscriber, n)
        work = DueWork.objects.get(task=PURSUE, subject=subscriber.pk)
        days.append((work.due_at.date() - ISSUED).days)
    follow(subscriber, 60)

    assert days == [5, 15, 30, 60]
    assert not DueWork.objects.filter(task=PURSUE, subject=subscriber.pk).exists()


def test_a_worker_follows(subscriber, invoice):
    tasks.pursue(subscriber.pk)

    subscriber.refresh_from_db()
    assert subscriber.overdue_days == 60  # by the clock of this machine it is long past


def test_a_payment_undoes_all_of_it_at_once(subscriber, invoice, operator):
    follow(subscriber, 60)

    payments.mark(
        invoice, kopecks=invoice.gross, paid_on=date(2026, 4, 3), document="77", by=operator, key=uuid.uuid4(),
        now=after(60),
    )  # fmt: skip

    subscriber.refresh_from_db()
    assert subscriber.overdue_days == 0
    assert not DueWork.objects.filter(task=PURSUE, subject=subscriber.pk).exists()


def test_a_part_of_it_does_not(subscriber, invoice, operator):
    payments.mark(
        invoice, kopecks=invoice.gross - 1, paid_on=date(2026, 3, 4), document="77", by=operator, key=uuid.uuid4(),
        now=after(30),
    )  # fmt: skip

    assert follow(subscriber, 30) == 30


def test_the_oldest_of_several_decides(subscriber, invoice, operator):
    shop.issued(subscriber, FEBRUARY, operator)

    assert follow(subscriber, 40) == 30
    payments.mark(
        invoice, kopecks=invoice.gross, paid_on=date(2026, 3, 14), document="77", by=operator, key=uuid.uuid4(),
        now=after(40),
    )  # fmt: skip
    assert follow(subscriber, 40) == 5


def test_a_cancelled_one_is_owed_no_longer(subscriber, invoice, operator):
    follow(subscriber, 60)
    invoicing.cancel(invoice, reason="Не тот тариф", by=operator, key=uuid.uuid4(), now=after(60))

    subscriber.refresh_from_db()
    assert subscriber.overdue_days == 0


def test_a_dispute_frees_at_once_and_stops_the_count(subscriber, invoice, operator):
    follow(subscriber, 30)
    with pytest.raises(ReasonNeeded):
        debts.pause(subscriber, reason=" ", by=operator, key=uuid.uuid4(), now=after(30))
    for _press in range(2):
        debts.pause(subscriber, reason="Спорят о СМС", by=operator, key=uuid.uuid4(), now=after(30))

    assert Pause.objects.count() == 1
    assert follow(subscriber, 100) == 0
    debts.resume(subscriber, by=operator, now=after(100))
    assert follow(subscriber, 129) == 30
    assert follow(subscriber, 130) == 60
    with pytest.raises(NotPausedNow):
        debts.resume(subscriber, by=operator, now=after(130))


def test_what_is_held_are_routes_of_a_company():
    named = {pattern.name for group in urls_company.urlpatterns for pattern in getattr(group, "url_patterns", [])}
    assert named >= SETTINGS | REGISTRATION


class TestWhatIsHeld:
    """Settings from the thirtieth day, the registration of newcomers from the sixtieth; nothing else."""

    def test_settings_can_be_read_only(self, subscriber, invoice, chief, signed_in):
        administrator = signed_in(chief, subscriber)
        settings = {"full_name": "Другое имя"}
        assert administrator.post("/settings/", settings).status_code == 422  # refused for what is missing, not held
        follow(subscriber, 30)

        for address in ("/settings/", "/settings/numbers/", "/pages/help/", "/catalogue/new/", "/templates/refusal/",
                        "/settings/rules/question/purpose/", "/consents/personal-data/"):  # fmt: skip
            refused = administrator.post(address, settings)
            assert refused.status_code == 403, address
            assert "можно только смотреть" in refused.content.decode()
            assert administrator.get(address).status_code in (200, 302), address

    def test_people_and_cases_go_on(self, subscriber, invoice, chief, signed_in):
        follow(subscriber, 400)
        administrator = signed_in(chief, subscriber)

        assert administrator.post("/staff/new/", {}).status_code != 403
        assert administrator.post("/profile/security/sessions/end/").status_code == 302
        assert administrator.get("/cases/").status_code == 200
        assert administrator.get("/settings/plan/").status_code == 200

    def test_an_applicant_notices_nothing(self, subscriber, invoice, applicant, signed_in):
        follow(subscriber, 400)
        browser = signed_in(applicant, subscriber)

        assert browser.get("/cases/").status_code == 200
        started = browser.post("/applications/new/", {"key": str(uuid.uuid4()), "type": "new"})
        assert started.status_code != 403
        assert "не оплачен" not in browser.get("/cases/").content.decode()
        assert Client(HTTP_HOST=subscriber.host).post("/accounts/login/", {}).status_code == 200

    def test_newcomers_are_told_another_way(self, subscriber, neighbour, invoice):
        follow(subscriber, 59)
        assert Client(HTTP_HOST=subscriber.host).get("/accounts/signup/").status_code == 200
        follow(subscriber, 60)

        for method in ("get", "post"):
            refused = getattr(Client(HTTP_HOST=subscriber.host), method)("/accounts/signup/")
            assert refused.status_code == 403
            assert "в офисе организации" in words(refused)
        assert Client(HTTP_HOST=neighbour.host).get("/accounts/signup/").status_code == 200

    def test_the_banner_is_for_administrators(self, subscriber, invoice, chief, applicant, signed_in):
        follow(subscriber, 14)
        assert "не оплачен больше" not in signed_in(chief, subscriber).get("/cases/").content.decode()
        follow(subscriber, 15)

        assert "не оплачен больше 15 дней" in signed_in(chief, subscriber).get("/cases/").content.decode().replace(
            "\N{NO-BREAK SPACE}", " "
        )
        assert "не оплачен больше" not in signed_in(applicant, subscriber).get("/cases/").content.decode()
