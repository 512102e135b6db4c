"""The next day by the clock: kept in the transaction of each fact, sorted and filtered by, read by both sides."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Record
from cabinet.cases import services
from cabinet.cases.due import DueDay
from cabinet.cases.models import Case
from cabinet.terms import services as terms
from cabinet.terms import warnings
from cabinet.terms.tasks import plan_forgotten, recount_some
from tenancy import due
from tenancy.company import inside
from tenancy.models import DueWork
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW
from tests.terms.conftest import submitted
from tests.world import words


def of(case: Case) -> DueDay:
    return DueDay.objects.select_related("case").get(pk=case.pk)


def in_days(days: int) -> datetime:
    return NOW + timedelta(days=days)


def test_a_submission_has_its_day_at_once(case: Case) -> None:
    found = of(case)

    assert (found.term, found.whose, found.move) == ("say_missing", "company", "company")
    assert found.last_day == date(2026, 3, 18)
    assert due.is_planned(terms.TASK, case.pk)


def test_each_fact_moves_the_day_in_its_own_transaction(
    case: Case, administrator: User, applicant: User, asks: Callable[..., None], answers: Callable[..., None]
) -> None:
    """Whatever was done, what is kept is what would be counted now."""
    titles = {name.code: name.title for name in case.edition.company_documents}
    give: dict[str, Any] = {"by": administrator}

    def places(code: str, days: int) -> None:
        entry = services.add_document(
            case, world.pdf(), title=titles[code], comment="", key=uuid.uuid4(), now=in_days(days), **give
        )
        placed.append(entry)

    placed: list[Any] = []
    acts: list[tuple[int, Callable[[], object]]] = [
        (3, lambda: asks(case, 3)),
        (7, lambda: answers(case, 7)),
        (8, lambda: places("offer", 8)),
        (8, lambda: places("technical_conditions", 8)),
        (9, lambda: places("invoice", 9)),
        (10, lambda: services.withdraw_entry(placed[-1], reason="опечатка", by=administrator, now=in_days(10))),
        (11, lambda: places("invoice", 11)),
        (12, lambda: services.withdraw(case, reason="", by=applicant, now=in_days(12))),
    ]
    seen = []
    for day, act in acts:
        act()
        kept = of(case)
        terms.count(case, now=in_days(day))
        seen.append((kept.term, kept.whose, kept.last_day))
        assert (of(case).term, of(case).last_day) == (kept.term, kept.last_day)

    assert seen == [
        ("supply_missing", "applicant", date(2026, 4, 13)),
        ("place_offer", "company", date(2026, 4, 3)),
        ("place_offer", "company", date(2026, 4, 3)),
        ("place_offer", "company", date(2026, 4, 3)),
        ("pay_first", "applicant", date(2026, 3, 27)),
        ("place_offer", "company", date(2026, 4, 3)),
        ("pay_first", "applicant", date(2026, 3, 31)),
        ("", "", None),
    ]
    assert not due.is_planned(terms.TASK, case.pk)


def test_when_a_term_lapses_the_next_one_stands_in_its_place(case: Case) -> None:
    """Nothing was missing: after the 18th nobody has to say so, and the list does not call it late."""
    warnings.attend(case.pk, now=in_days(5))  # the morning of the 18th is over
    after = DueWork.objects.get(task=terms.TASK, subject=case.pk).due_at
    assert timezone.localtime(after).isoformat() == "2026-03-19T00:00:00+03:00"

    warnings.attend(case.pk, now=after)
    assert (of(case).term, of(case).last_day) == ("place_offer", date(2026, 3, 27))


def test_counting_twice_changes_nothing(case: Case) -> None:
    before = DueDay.objects.filter(pk=case.pk).values().get()
    terms.count(case, now=NOW)
    terms.count(case, now=NOW)

    assert DueDay.objects.filter(pk=case.pk).values().get() == before
    assert DueDay.objects.count() == 1


def test_a_draft_has_no_day_and_a_message_has_an_empty_one(applicant: User) -> None:
    draft, enquiry = world.draft(applicant), world.enquiry(applicant)

    assert not DueDay.objects.filter(pk=draft.pk).exists()
    assert of(enquiry).last_day is None
    assert not due.is_planned(terms.TASK, enquiry.pk)


@pytest.mark.parametrize(
    ("on", "said", "tone"),
    [
        (date(2026, 3, 13), "осталось 3 рабочих дня", "live"),
        (date(2026, 3, 16), "осталось 2 рабочих дня", "wait"),
        (date(2026, 3, 17), "остался 1 рабочий день", "wait"),
        (date(2026, 3, 18), "последний день сегодня", "wait"),
        (date(2026, 3, 21), "просрочено на 3 дня", "bad"),
    ],
)
def test_a_day_is_said_in_words_and_colour(case: Case, monkeypatch: Any, on: date, said: str, tone: str) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: on)

    assert (of(case).said.replace("\xa0", " "), of(case).tone) == (said, tone)


def test_a_reckoned_term_that_is_over_is_not_red(case: Case, asks: Callable[..., None], monkeypatch: Any) -> None:
    asks(case, 3)
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 4, 15))

    assert of(case).said.replace("\xa0", " ") == "расчётный срок прошёл 2 дня назад"
    assert of(case).tone == "wait"


@pytest.fixture
def queue(applicant: User) -> dict[str, Case]:
    """Over, today, later, and nothing runs."""
    today = timezone.now()
    found = {}
    for name, days in (("later", -1), ("over", -60), ("soon", -14)):
        found[name] = submitted(applicant, at=today + timedelta(days=days))
        terms.count(found[name], now=today)
    found["none"] = world.enquiry(applicant)
    DueDay.objects.filter(pk=found["soon"].pk).update(last_day=timezone.localdate())
    DueDay.objects.filter(pk=found["later"].pk).update(last_day=timezone.localdate() + timedelta(days=20))
    return found


def test_the_queue_is_sorted_by_the_clock(queue: dict[str, Case], administrator_client: Client) -> None:
    shown = administrator_client.get("/cases/?order=due").context["page"]

    assert [case.pk for case in shown] == [queue[name].pk for name in ("over", "soon", "later", "none")]


@pytest.mark.parametrize("which", ["over", "soon", "later", "none"])
def test_the_queue_is_filtered_by_the_clock(queue: dict[str, Case], administrator_client: Client, which: str) -> None:
    page = administrator_client.get(f"/cases/?due={which}&order=due")

    assert list(page.context["page"]) == [queue[which]]
    if which == "over":
        assert "просрочено на" in words(page)


def test_a_reckoned_term_that_is_over_is_not_among_the_late(
    queue: dict[str, Case], administrator_client: Client
) -> None:
    """What no source settles is shown apart, in words of its own: a person has to look first."""
    reckoned = queue["later"]
    DueDay.objects.filter(pk=reckoned.pk).update(last_day=timezone.localdate() - timedelta(days=3), is_reckoned=True)

    late = administrator_client.get("/cases/?due=over")
    apart = administrator_client.get("/cases/?due=reckoned")

    assert list(late.context["page"]) == [queue["over"]]
    assert list(apart.context["page"]) == [reckoned]
    assert "Расчётный срок прошёл, требует проверки" in words(apart)
    assert "расчётный срок прошёл 3 дня назад" in words(apart)
    assert "просрочено на" not in words(apart)


def test_the_list_by_the_clock_costs_what_the_list_costs(
    queue: dict[str, Case], administrator_client: Client, queries: Callable[..., AbstractContextManager[Any]]
) -> None:
    costs = []
    for address in ("/cases/", "/cases/?order=due", "/cases/", "/cases/?order=due"):
        with queries() as asked:
            administrator_client.get(address)
        costs.append(len(asked))

    assert costs[3] <= costs[2] + 1  # the place in the list is noted
    assert costs[3] <= 11


def test_an_applicant_cannot_sort_or_filter_by_it(queue: dict[str, Case], applicant_client: Client) -> None:
    page = applicant_client.get("/cases/?due=over&order=due")

    assert {case.pk for case in page.context["page"]} == {queue[name].pk for name in ("over", "soon", "later")}
    assert 'name="due"' not in page.content.decode()


def test_the_card_of_staff_shows_the_term(queue: dict[str, Case], administrator_client: Client) -> None:
    page = words(administrator_client.get(f"/cases/{queue['soon'].pk}/"))

    assert "последний день сегодня" in page
    assert "Разместить условия договора" in page


def test_the_applicant_reads_what_happens_next_and_by_when(
    applicant: User, applicant_client: Client, asks: Callable[..., None]
) -> None:
    case = submitted(applicant, at=timezone.now())
    page = words(applicant_client.get(f"/cases/{case.pk}/"))
    assert "Что дальше" in page
    assert "Сетевая организация должна до" in page
    assert "осталось 3 рабочих дня): сообщить, чего не хватает." in page

    asks(case, (timezone.now() - NOW).days + 1)
    page = words(applicant_client.get(f"/cases/{case.pk}/"))
    assert "Ваш ход. Вам нужно до" in page
    assert "представить недостающие сведения" in page
    assert "требует проверки" in page


def test_a_new_calendar_recounts_what_runs_and_the_journal_says_so(case: Case) -> None:
    DueDay.objects.filter(pk=case.pk).update(
        term="place_offer", last_day=date(2026, 3, 26), counted_by="an earlier calendar"
    )

    assert terms.recount(now=in_days(7)) == 1
    assert of(case).last_day == date(2026, 3, 27)
    said = Record.objects.about(case).filter(event="case.term_recounted").get().sentence
    assert "был до 26.03.2026, стал до 27.03.2026" in said
    assert terms.recount(now=in_days(8)) == 0


def test_a_restored_company_counts_and_lists_everything_again(case: Case, asks: Callable[..., None]) -> None:
    DueDay.objects.all().delete()
    due.settle(terms.TASK, case.pk)

    terms.recount(now=in_days(1))
    assert of(case).last_day == date(2026, 3, 18)
    assert due.is_planned(terms.TASK, case.pk)


def test_many_are_counted_again_at_the_price_of_a_few_queries(
    applicant: User, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    asked = {}
    for many in (1, 8):
        while Case.objects.submitted().count() < many:
            submitted(applicant)
        DueDay.objects.update(counted_by="an earlier calendar")
        terms.recount_some(list(Case.objects.values_list("pk", flat=True)), now=in_days(1))  # statements are composed
        DueDay.objects.update(counted_by="an earlier calendar")
        with queries() as asked[many]:
            terms.recount(now=in_days(1))

    assert len(asked[1]) == len(asked[8])
    assert not any("INSERT" in one for one in asked[8])  # but by what it is counted, nothing has moved


def test_a_day_that_moved_is_looked_at_when_its_new_marks_come(case: Case) -> None:
    """What a new calendar makes urgent is not left to the day on which it would have been looked at before."""
    wait = DueWork.objects.filter(task=terms.TASK, subject=case.pk)
    wait.update(due_at=in_days(60))
    DueDay.objects.filter(pk=case.pk).update(counted_by="an earlier calendar")

    terms.recount(now=in_days(1))

    assert wait.get().due_at < in_days(4)


def test_a_night_is_shared_by_all_workers(
    company: GridCompany, other_company: GridCompany, applicant: User, sent_tasks: list[tuple[str, str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The largest company is no work of one worker: each batch is a task of its own, in its schema."""
    monkeypatch.setattr(terms, "BATCH", 2)
    with inside(company):
        cases = [submitted(applicant) for _ in range(5)]
        DueDay.objects.update(counted_by="an earlier calendar", last_day=None, term="")
    sent_tasks.clear()

    plan_forgotten([company.schema_name, other_company.schema_name])

    assert {(schema, task) for schema, task, _ in sent_tasks} == {(company.schema_name, "terms.recount_some")}
    assert [len(numbers) for _, _, numbers in sent_tasks] == [2, 2, 1]
    with inside(company):
        assert not DueDay.objects.exclude(last_day=None).exists()  # whoever plans does not count
        for _schema, _task, numbers in sent_tasks:
            recount_some(numbers)
            recount_some(numbers)  # a message may come twice
        assert {row.pk for row in DueDay.objects.exclude(last_day=None)} == {case.pk for case in cases}
        assert list(terms.to_recount()) == []


@pytest.mark.parametrize(
    ("zone", "at", "last"),
    [
        ("Europe/Kaliningrad", datetime(2026, 3, 16, 21, 59, tzinfo=UTC), date(2026, 3, 19)),  # 23:59 of Monday
        ("Europe/Kaliningrad", datetime(2026, 3, 16, 22, 1, tzinfo=UTC), date(2026, 3, 20)),
        ("Europe/Moscow", datetime(2026, 3, 16, 21, 1, tzinfo=UTC), date(2026, 3, 20)),
        ("Asia/Kamchatka", datetime(2026, 3, 16, 11, 59, tzinfo=UTC), date(2026, 3, 19)),
        ("Asia/Kamchatka", datetime(2026, 3, 16, 12, 1, tzinfo=UTC), date(2026, 3, 20)),
        ("Asia/Yekaterinburg", datetime(2026, 5, 9, 9, 0, tzinfo=UTC), date(2026, 5, 14)),  # a holiday, a Saturday
    ],
)
def test_the_day_is_that_of_the_companys_zone(applicant: User, zone: str, at: datetime, last: date) -> None:
    with timezone.override(zone):
        assert of(submitted(applicant, at=at)).last_day == last


def test_the_other_company_knows_nothing_of_it(case: Case, other_company: Any) -> None:
    with inside(other_company):
        assert not DueDay.objects.exists()
        assert terms.recount(now=NOW) == 0


def test_a_case_that_is_over_has_no_term(case: Case) -> None:
    """Whatever the clock would still wait for: it was connected."""
    Case.objects.filter(pk=case.pk).update(stage="connected")
    terms.count(case, now=in_days(40))

    assert of(case).last_day is None
    assert not due.is_planned(terms.TASK, case.pk)


def test_a_case_that_is_over_is_counted_once_more_when_more_is_kept(case: Case, applicant: User) -> None:
    """What is kept of terms grew with a release: reports would miss all cases that had been closed before."""
    services.withdraw(case, reason="", by=applicant, now=NOW + timedelta(days=1))
    assert list(terms.to_recount()) == []
    DueDay.objects.filter(pk=case.pk).update(counted_by="of an earlier release", ended=[])

    assert [pk for numbers in terms.to_recount() for pk in numbers] == [case.pk]
    terms.recount(now=NOW + timedelta(days=2))

    assert list(terms.to_recount()) == []
