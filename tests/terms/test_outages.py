"""An outage of the platform moves no term by itself: staff may apply it to a term of one case, with a reason."""

import subprocess
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from accounts.models import User
from cabinet.cases.due import DueDay
from cabinet.cases.models import Case
from cabinet.terms.errors import AlreadyApplied, AlreadyTakenBack, NotOfThisTerm
from cabinet.terms.outages import Choice, Ground, apply, grounds_of, take_back
from cabinet.terms.rows import day_rows
from cabinet.terms.shown import Shown
from tenancy.company import in_public, inside
from tenants.models import GridCompany, Outage
from tenants.outages import services as platform
from tests import world
from tests.tenants.test_outages import recorded
from tests.terms.conftest import anew, last_days, submitted
from tests.terms.test_package import check, read
from tests.world import words

OFFER = "Разместить условия договора, технические условия и счёт"
REASON = "Разместить оферту было негде"
PERIOD = "17.03.2026, 10:30 – 14:00 (МСК)"
FACT = f"Перерыв в работе кабинета {PERIOD}: Не открывался кабинет"
WITHOUT = "Без дней перерыва последний день 30.03.2026"
CHECK = "расчётно, требует проверки юристом"


@pytest.fixture
def outage(operator: User) -> Outage:
    """On Tuesday, 17.03.2026; the case was submitted on Friday, 13.03.2026."""
    return recorded(operator)


def page_of(case: Case) -> str:
    return f"/cases/{case.pk}/terms/outage/"


def sent(outage: Outage, **changed: str) -> dict[str, str]:
    return {"choice": f"{outage.pk}.place_offer", "reason": REASON, **changed}


def grounds(case: Case) -> list[Ground]:
    return grounds_of(anew(case), now=timezone.now())


def choice(case: Case) -> Choice:
    shown = Shown.of(anew(case))
    assert shown is not None
    return shown.choices[0]


@pytest.fixture
def applied(case: Case, outage: Outage, administrator: User) -> Ground:
    apply(case, choice(case), reason=REASON, by=administrator, now=timezone.now())
    return grounds(case)[0]


def test_it_moves_nothing_by_itself(case: Case, outage: Outage, administrator_client: Client) -> None:
    shown = words(administrator_client.get(f"/cases/{case.pk}/terms/"))

    assert "Площадка записала перерыв, который попадает в дни сроков. Сам он сроков не двигает." in shown
    assert "Не открывался кабинет" not in shown
    assert "Без дней перерыва" not in shown
    assert grounds(case) == []


def test_staff_apply_it_to_a_term_with_a_reason(case: Case, outage: Outage, administrator_client: Client) -> None:
    today = timezone.localdate()
    before, known = DueDay.objects.get(pk=case.pk).last_day, last_days(case, today)
    offered = words(administrator_client.get(page_of(case)))
    assert f"{PERIOD}: Не открывался кабинет" in offered
    assert f"Срок «{OFFER}», последний день 27.03.2026" in offered

    for _ in range(2):  # a second press changes nothing
        answer = administrator_client.post(page_of(case), sent(outage))
        assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.pk}/terms/")

    [ground] = grounds(case)
    assert (ground.outage, ground.term, ground.reason) == (outage.pk, "place_offer", REASON)
    assert (DueDay.objects.get(pk=case.pk).last_day, last_days(case, today)) == (before, known)
    assert known["place_offer"] == date(2026, 3, 27)
    for page in ("terms", "days"):
        shown = words(administrator_client.get(f"/cases/{case.pk}/{page}/"))
        assert f"{FACT}. Применён к сроку «{OFFER}»: {REASON} ({CHECK})" in shown
        assert WITHOUT in shown
        assert "27.03.2026" in shown
    assert REASON in words(administrator_client.get(f"/cases/{case.pk}/history/"))


def test_it_stands_beside_exactly_its_days_in_the_ledger(case: Case, applied: Ground) -> None:
    shown = Shown.of(anew(case))
    assert shown is not None
    rows = day_rows(shown.told, shown.grounds)
    [beside] = [row for row in rows if row.grounds]
    assert (beside.days, beside.side) == ("17.03.2026", "Сетевая организация")
    plain = day_rows(shown.told)
    assert sum(row.span.days for row in rows) == sum(row.span.days for row in plain)
    assert [row.side for row in plain] == [row.side for row in rows if row.span.first in {r.span.first for r in plain}]


def test_of_a_missed_term_it_says_how_late_it_would_be(case: Case, applied: Ground, administrator: User) -> None:
    """Long after March 2026 the offer is overdue both ways, but by three days less: 28 and 29 March are days off."""
    shown = Shown.of(anew(case))
    assert shown is not None
    offer = shown.told.course.term("place_offer")
    assert offer is not None
    assert offer.reckoned is not None
    assert (offer.state, offer.late_days - offer.reckoned.late_days) == ("overdue", 3)


def test_the_evidence_lists_it_and_still_proves_itself(
    case: Case, applied: Ground, administrator_client: Client, tmp_path: Path
) -> None:
    archive = tmp_path / "доказательства.zip"
    archive.write_bytes(b"".join(administrator_client.get(f"/cases/{case.pk}/evidence/")))

    [_heading, row] = read(archive, "Перерывы.csv").splitlines()
    assert row.startswith("17.03.2026 10:30:00 (МСК);17.03.2026 14:00:00 (МСК);Не открывался кабинет;")
    assert REASON in row
    assert CHECK in row
    assert REASON in read(archive, "Дни.csv")
    assert WITHOUT in read(archive, "Сроки.csv")
    assert "применён перерыв в работе кабинета" in read(archive, "История.csv")
    checked: subprocess.CompletedProcess[str] = check(archive)
    assert checked.stdout.splitlines()[-1] == "ВСЁ ВЕРНО", checked.stdout
    with zipfile.ZipFile(archive) as inside_it:
        assert "Перерывы.csv" in inside_it.namelist()


def test_the_draft_of_a_complaint_tells_the_fact_and_not_the_words_of_staff(
    case: Case, applied: Ground, applicant_client: Client, tmp_path: Path
) -> None:
    file = tmp_path / "жалоба.docx"
    file.write_bytes(applicant_client.get(f"/cases/{case.pk}/complaint/").content)
    told = "\n".join(paragraph.text for paragraph in Document(str(file)).paragraphs)

    assert FACT in told
    assert WITHOUT in told
    assert REASON not in told


def test_it_is_taken_back_with_a_reason(
    case: Case, applied: Ground, administrator_client: Client, administrator: User
) -> None:
    page, chosen = f"{page_of(case)}back/", {"ground": str(applied.number)}
    assert f'value="{applied.number}"' in administrator_client.get(page).content.decode()
    refused = administrator_client.post(page, {**chosen, "reason": " "})
    assert refused.status_code == 422
    assert "Напишите, почему применение отменяется" in words(refused)
    refused = administrator_client.post(page, {"ground": "999999", "reason": "Оферту не готовили"})
    assert refused.status_code == 422
    assert "Оферту не готовили" in refused.content.decode()

    assert administrator_client.post(page, {**chosen, "reason": "Оферту не готовили"}).status_code == 302

    shown = words(administrator_client.get(f"/cases/{case.pk}/terms/"))
    assert "применение отменено" in shown
    assert "Оферту не готовили" in shown
    assert "Без дней перерыва" not in shown
    assert "Оферту не готовили" in words(administrator_client.get(f"/cases/{case.pk}/history/"))
    assert administrator_client.get(page).status_code == 302
    with pytest.raises(AlreadyTakenBack):
        take_back(case, applied, reason="Ещё раз", by=administrator, now=timezone.now())
    apply(case, choice(case), reason=REASON, by=administrator, now=timezone.now())  # it may be applied anew
    assert [ground.holds for ground in grounds(case)] == [False, True]


def test_it_is_never_applied_twice(case: Case, outage: Outage, administrator: User) -> None:
    chosen = choice(case)
    apply(case, chosen, reason=REASON, by=administrator, now=timezone.now())

    with pytest.raises(AlreadyApplied):
        apply(case, chosen, reason="Иначе", by=administrator, now=timezone.now())
    assert len(grounds(case)) == 1


@pytest.mark.parametrize("revise", ["correct", "withdraw"])
def test_what_an_operator_has_revised_counts_no_more_and_is_shown_so(
    case: Case, applied: Ground, outage: Outage, operator: User, administrator_client: Client, revise: str
) -> None:
    with in_public():
        common: dict[str, Any] = {"reason": "Сбой был короче", "by": operator, "now": timezone.now()}
        if revise == "withdraw":
            platform.withdraw(outage, **common)
        else:
            platform.correct(
                outage, began_at=outage.began_at, ended_at=outage.ended_at - timedelta(hours=1), what="Короче",
                key=world.uuid.uuid4(), **common,
            )  # fmt: skip

    shown = words(administrator_client.get(f"/cases/{case.pk}/terms/"))
    assert "оператор площадки исправил или отозвал запись" in shown
    assert "Сбой был короче" in shown
    assert "Без дней перерыва" not in shown
    assert ("Применить перерыв" in shown) == (revise == "correct")


def test_without_a_reason_or_a_choice_nothing_is_applied(
    case: Case, outage: Outage, administrator_client: Client
) -> None:
    for name, told in {"choice": "Выберите перерыв и срок", "reason": "Напишите, что нельзя было сделать"}.items():
        answer = administrator_client.post(page_of(case), sent(outage, **{name: ""}))
        assert answer.status_code == 422
        assert told in words(answer)
        assert REASON in answer.content.decode() or name == "reason"
    for wrong in ("999999.place_offer", f"{outage.pk}.nothing", f"{outage.pk}.say_missing"):
        assert administrator_client.post(page_of(case), sent(outage, choice=wrong)).status_code == 422
    assert grounds(case) == []


@pytest.mark.parametrize(
    ("began", "ended"),
    [
        ("13.02.2026 10:00", "13.02.2026 11:00"),  # before the case
        ("13.03.2026 20:00", "13.03.2026 21:00"),  # on the day of the event, which the term does not count
    ],
)
def test_one_of_other_days_is_not_offered(
    case: Case, operator: User, administrator: User, administrator_client: Client, began: str, ended: str
) -> None:
    recorded(operator, began, ended)

    assert administrator_client.get(page_of(case)).status_code == 302
    assert "Применить перерыв" not in words(administrator_client.get(f"/cases/{case.pk}/terms/"))


def test_a_term_that_was_kept_needs_no_explanation(
    case: Case, outage: Outage, asks: Callable[..., None], administrator: User
) -> None:
    """The company asked for what is missing on Monday: on Tuesday no term of its own ran."""
    chosen = choice(case)
    asks(case, days=3)
    shown = Shown.of(anew(case))
    assert shown is not None
    assert not [one for one in shown.choices if one.term.code == "place_offer"]
    stopped = shown.told.course.term("place_offer")
    assert stopped is not None
    with pytest.raises(NotOfThisTerm):
        apply(case, Choice(chosen.outage, stopped), reason=REASON, by=administrator, now=timezone.now())


def test_days_are_those_of_the_zone_of_the_company(operator: User, company: GridCompany, applicant: User) -> None:
    """22:30 by Moscow is the next day in Kamchatka."""
    with timezone.override("Asia/Kamchatka"):
        case = submitted(applicant)
        recorded(operator, "17.03.2026 22:30", "17.03.2026 23:00")
        administrator = world.staff(77)
        apply(case, choice(case), reason=REASON, by=administrator, now=timezone.now())
        [ground] = grounds(case)
        assert (ground.first, ground.last) == (date(2026, 3, 18), date(2026, 3, 18))


def test_applicants_and_observers_cannot_apply_it(
    case: Case, applied: Ground, outage: Outage, applicant_client: Client
) -> None:
    for page in (page_of(case), f"{page_of(case)}back/"):
        assert applicant_client.post(page, sent(outage)).status_code == 404
    assert REASON not in words(applicant_client.get(f"/cases/{case.pk}/history/"))
    assert REASON not in words(applicant_client.get(f"/cases/{case.pk}/"))
    assert [ground.holds for ground in grounds(case)] == [True]


def test_another_company_sees_nothing_of_it(
    case: Case, applied: Ground, company: GridCompany, other_company: GridCompany, signed_in: Callable[..., Client]
) -> None:
    with inside(other_company):
        foreign, theirs = world.staff(8), submitted(world.person(9))
    client = signed_in(foreign, other_company)

    assert REASON not in words(client.get(f"/cases/{theirs.pk}/terms/"))
    sent_there = {"ground": str(applied.number), "reason": "Чужое"}
    assert client.post(f"/cases/{theirs.pk}/terms/outage/back/", sent_there).status_code == 302  # nothing is applied
    with inside(other_company):
        assert grounds(theirs) == []
    with inside(company):
        assert [ground.holds for ground in grounds(case)] == [True]


def test_the_page_keeps_its_price_without_outages_and_costs_one_question_more_with_them(
    case: Case, administrator_client: Client, operator: User, queries: Callable[..., AbstractContextManager[list[str]]]
) -> None:
    page = f"/cases/{case.pk}/terms/"
    administrator_client.get(page)
    with queries() as without:
        administrator_client.get(page)
    recorded(operator, "13.02.2026 10:00", "13.02.2026 11:00")  # of no day of the case
    administrator_client.get(page)
    with queries() as of_others:
        administrator_client.get(page)
    recorded(operator)
    administrator_client.get(page)
    with queries() as asked:
        administrator_client.get(page)

    assert not [sql for sql in without if "tenants_outage" in sql]
    assert len(of_others) == len(without)
    assert len(asked) == len(without) + 1
    assert len(asked) <= 10
