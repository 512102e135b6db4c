"""Registration numbers by the company's template: on submission, by a button, or typed; one after another."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.versions import ChangedMeanwhile
from audit.models import Record
from cabinet.cases import services
from cabinet.cases.errors import NoNumbersByTemplate, NumberIsUsed
from cabinet.cases.models import Case, NumberSeries
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.cases.numbering import numbered
from tests.world import words

ZONE = timezone.get_default_timezone()
EVE, NEW_YEAR = datetime(2026, 12, 31, 23, 59, tzinfo=ZONE), datetime(2027, 1, 1, 0, 1, tzinfo=ZONE)


def submitted(applicant: User, now: datetime | None = None) -> Case:
    return services.submit(world.draft(applicant), by=applicant, now=now or EVE)


def registered(case: Case, by: User, *, number: str = "", next_number: bool = False) -> Case:
    case.refresh_from_db()
    return services.register(
        case, number=number or case.number, next_number=next_number, status=case.status, assignee=None,
        version=case.version, by=by, now=EVE,
    )  # fmt: skip


def test_until_the_company_says_otherwise_numbers_are_typed(applicant: User, administrator: User) -> None:
    case = submitted(applicant)

    assert case.number == ""
    assert registered(case, administrator, number="1563").number == "1563"


def test_a_number_is_given_on_submission(applicant: User, administrator: User) -> None:
    numbered(administrator)

    assert [submitted(applicant).number for _ in range(3)] == ["ТП-2026-00001", "ТП-2026-00002", "ТП-2026-00003"]


def test_it_is_told_in_one_line_in_the_receipt_the_letter_and_the_feed(
    applicant: User, administrator: User, applicant_client: Client, administrator_client: Client
) -> None:
    numbered(administrator)
    case = world.application(applicant)

    [receipt] = OutboxMessage.objects.filter(recipient=applicant.email, case_ref=f"case-{case.pk}")
    number = case.number
    for part in (receipt.text, world.html.unescape(receipt.html)):
        assert f"Заявка подана, 1 файл, присвоен № {number}" in " ".join(part.split())
    assert f"Регистрационный номер: {number}" in receipt.text
    assert "номер и ход рассмотрения появятся" not in receipt.text
    for client in (applicant_client, administrator_client):
        assert f"Заявка подана, 1 файл, присвоен № {number}" in words(client.get(case.get_absolute_url()))
    assert case.entries.filter(kind="status").count() == 0


def test_what_the_feed_says_of_the_submission_stays_when_another_number_is_given(
    applicant: User, administrator: User, applicant_client: Client
) -> None:
    numbered(administrator)
    case = submitted(applicant)
    given = case.number
    registered(case, administrator, number="Иной-1")

    page = words(applicant_client.get(case.get_absolute_url()))
    assert f"Заявка подана, присвоен № {given}" in page
    assert "присвоен № Иной-1" in page


def test_a_second_press_of_submit_uses_no_number_up(applicant: User, administrator: User) -> None:
    numbered(administrator)
    case = submitted(applicant)
    services.submit(case, by=applicant, now=EVE)

    assert submitted(applicant).number == "ТП-2026-00002"


def test_the_specialist_gives_the_next_one_by_a_button(
    applicant: User, administrator: User, administrator_client: Client
) -> None:
    numbered(administrator, way="staff")
    case = submitted(applicant)
    assert case.number == ""
    page = administrator_client.get(case.get_absolute_url())
    assert "Присвоить следующий номер" in words(page)

    answer = administrator_client.post(
        f"/cases/{case.pk}/register/",
        {"status": "Идёт проверка", "number": "", "assignee": "", "version": case.version, "next_number": "1"},
    )

    assert answer.status_code == 302
    case.refresh_from_db()
    year = timezone.localdate().year
    assert (case.number, case.status) == (f"ТП-{year}-00001", "Идёт проверка")  # what was typed beside is saved too
    assert "Присвоить следующий номер" not in words(administrator_client.get(case.get_absolute_url()))


def test_the_button_keeps_a_number_that_was_given_already(applicant: User, administrator: User) -> None:
    numbered(administrator, way="staff")
    case = registered(submitted(applicant), administrator, next_number=True)
    again = registered(case, administrator, next_number=True)

    assert again.number == "ТП-2026-00001"
    assert registered(submitted(applicant), administrator, next_number=True).number == "ТП-2026-00002"


@pytest.mark.parametrize("way", ["typed", None])
def test_where_numbers_are_typed_there_is_no_button(
    way: str | None, applicant: User, administrator: User, administrator_client: Client
) -> None:
    if way:
        numbered(administrator, way=way)
    case = submitted(applicant)

    assert "Присвоить следующий номер" not in words(administrator_client.get(case.get_absolute_url()))
    with pytest.raises(NoNumbersByTemplate):
        registered(case, administrator, next_number=True)


def test_a_draft_gets_none(applicant: User, administrator: User) -> None:
    numbered(administrator)
    draft = world.draft(applicant)

    assert Case.objects.get(pk=draft.pk).number == ""


def test_numbering_begins_anew_with_the_year(applicant: User, administrator: User) -> None:
    numbered(administrator)
    moments = (EVE, EVE, NEW_YEAR, EVE, NEW_YEAR)

    assert [submitted(applicant, now).number for now in moments] == [
        "ТП-2026-00001", "ТП-2026-00002", "ТП-2027-00001", "ТП-2026-00003", "ТП-2027-00002",
    ]  # fmt: skip


def test_without_the_year_it_goes_on(applicant: User, administrator: User) -> None:
    numbered(administrator, "{номер}")

    assert [submitted(applicant, now).number for now in (EVE, NEW_YEAR)] == ["1", "2"]


def test_a_typed_number_that_equals_a_coming_one_is_skipped(applicant: User, administrator: User) -> None:
    numbered(administrator)
    first = submitted(applicant)
    for typed in ("ТП-2026-00002", "ТП-2026-00003"):
        numbered(administrator, way="typed")
        registered(submitted(applicant), administrator, number=typed)
        numbered(administrator)

    assert (first.number, submitted(applicant).number) == ("ТП-2026-00001", "ТП-2026-00004")


def test_a_long_row_of_typed_numbers_is_skipped(applicant: User, administrator: User) -> None:
    one = submitted(applicant)
    fields = {field.attname: getattr(one, field.attname) for field in Case._meta.fields}
    Case.objects.bulk_create(
        Case(**{**fields, "id": None, "key": uuid.uuid4(), "number": f"{n}"}) for n in range(1, 121)
    )
    numbered(administrator, "{номер}")

    assert submitted(applicant).number == "121"


def test_each_kind_of_case_has_its_own_numbers(applicant: User, administrator: User) -> None:
    numbered(administrator)
    numbered(administrator, "ОБ-{номер:3}", kind="enquiry")

    assert submitted(applicant).number == "ТП-2026-00001"
    assert world.enquiry(applicant).number == "ОБ-001"
    assert submitted(applicant).number == "ТП-2026-00002"


def test_the_next_number_goes_forward_and_never_back_into_used_ones(applicant: User, administrator: User) -> None:
    numbered(administrator)
    submitted(applicant)
    numbered(administrator, next_number=500, now=EVE)
    assert submitted(applicant).number == "ТП-2026-00500"

    with pytest.raises(NumberIsUsed) as refused:
        numbered(administrator, next_number=500, now=EVE)
    assert "Введите 501 или больше" in refused.value.message

    numbered(administrator, next_number=900, now=EVE)
    numbered(administrator, next_number=600, now=EVE)  # nobody has got one of these
    assert submitted(applicant).number == "ТП-2026-00600"


def test_a_change_is_recorded_and_a_second_person_is_asked(administrator: User, administrator_client: Client) -> None:
    numbered(administrator)
    page = administrator_client.get("/settings/numbers/")
    seen = page.context["forms"][0][1].initial, page.context["forms"][0][1]["version"].value()
    numbered(administrator, "{номер}")

    with pytest.raises(ChangedMeanwhile):
        services.change_numbers(
            "application", {"way": "submission", "template": "А-{номер}"}, next_number=None, seen=seen[1],
            by=administrator, now=EVE,
        )  # fmt: skip
    assert Record.objects.filter(event="case.numbers_changed").count() == 2


def test_the_page_of_settings(administrator_client: Client, applicant: User) -> None:
    sent = {"kind": "application", "way": "submission", "template": " ТП-{год}-{номер:5} ", "next_number": "25"}
    page = administrator_client.get("/settings/numbers/")
    version = page.context["forms"][0][1]["version"].value()

    wrong = administrator_client.post("/settings/numbers/", {**sent, "version": version, "template": "{день}"})
    assert wrong.status_code == 422
    assert "Поля {день} нет" in words(wrong)
    empty = administrator_client.post("/settings/numbers/", {**sent, "version": version, "template": ""})
    assert "Введите шаблон" in words(empty)
    saved = administrator_client.post("/settings/numbers/", {**sent, "version": version}, follow=True)

    year = timezone.localdate().year
    assert f"Следующий номер: ТП-{year}-00025." in words(saved)
    assert services.submit(world.draft(applicant), by=applicant, now=timezone.now()).number == f"ТП-{year}-00025"
    again = administrator_client.get("/settings/numbers/")
    back = administrator_client.post(
        "/settings/numbers/",
        {**sent, "version": again.context["forms"][0][1]["version"].value(), "next_number": "3"},
    )
    assert "Номера до 25 уже присвоены. Введите 26 или больше" in words(back)


def test_saving_the_template_does_not_take_back_numbers_given_meanwhile(
    administrator_client: Client, administrator: User, applicant: User
) -> None:
    numbered(administrator)
    form = administrator_client.get("/settings/numbers/").context["forms"][0][1]
    now = timezone.now()
    services.submit(world.draft(applicant), by=applicant, now=now)
    sent = {"kind": "application", "way": "submission", "template": "Т-{год}-{номер:5}", "next_number": "1"}
    answer = administrator_client.post("/settings/numbers/", {**sent, "version": form["version"].value()})

    # The field still says 1, which is not what is drawn now: it is refused with the number that may be set.
    assert answer.status_code == 422
    assert "Введите 2 или больше" in words(answer)


def test_a_closed_case_gets_none(applicant: User, administrator: User) -> None:
    numbered(administrator, way="staff")
    case = services.withdraw(submitted(applicant), reason="", by=applicant, now=EVE + timedelta(hours=1))

    assert case.number == ""


def test_another_company_numbers_by_itself(
    applicant: User, administrator: User, company: GridCompany, other_company: GridCompany
) -> None:
    numbered(administrator)
    with inside(other_company):
        assert not NumberSeries.objects.exists()
        theirs = world.person(7)
        assert services.submit(world.draft(theirs), by=theirs, now=EVE).number == ""
        numbered(world.staff(7), "ТС-{номер}")
        assert services.submit(world.draft(theirs), by=theirs, now=EVE).number == "ТС-1"
    with inside(company):
        assert submitted(applicant).number == "ТП-2026-00001"
