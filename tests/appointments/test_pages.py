"""The screens: whoever comes, the desk, the administrator."""

import re
from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import PhoneCode
from cabinet.appointments import queries
from cabinet.appointments.models import Booking, TimetableVersion
from notifications.models import OutboxMessage
from tenancy.company import inside
from tests.appointments.conftest import CONSULTATION, FIRST, MORNING, OFFICE, keep, table, window
from tests.world import words

LIST = "/appointments/"
XSS = "<script>alert(1)</script>"


@pytest.fixture
def always_open(administrator):
    """Open each day from morning to evening, holidays too are no matter: pages take the time of the clock."""
    timetable = table(window(week=((MORNING,),) * 7), horizon_days=60)
    keep(timetable, administrator)
    return timetable


def kept_in(pattern: str, page: str) -> str:
    """What a hidden field of the page holds."""
    found = re.search(pattern, page)
    assert found, page
    return found[1]


def first_free():
    timetable = queries.timetable()
    office, what = timetable.offices[0], timetable.service(CONSULTATION)
    assert what
    days = queries.free_days(timetable, office, what, now=timezone.now())
    return [slot.starts_at for times in days.values() for slot in times]


def step(client, page: str):
    """The last link to a time of the page."""
    return client.get(re.findall(r'href="(/appointments/new/\?[^"]+)"', page)[0].replace("&amp;", "&"))


def asked(at=None, **more):
    wanted = {"service": CONSULTATION, "office": OFFICE, "at": at.isoformat() if at else "", "key": str(uuid4())}
    return {**wanted, **more}


def test_an_applicant_books_in_three_presses_and_finds_it_on_the_first_page(always_open, applicant_client):
    page = applicant_client.get(LIST)
    form = step(applicant_client, page.content.decode())
    assert "Записаться" in words(form)
    at = first_free()[0]
    card = applicant_client.post(f"{LIST}new/", asked(at, purpose=XSS))

    assert card.status_code == 302
    seen = applicant_client.get(card["Location"])
    assert "Вы записаны на приём" in words(seen)
    assert XSS not in seen.content.decode()
    assert "Консультация" in words(applicant_client.get("/information/"))
    assert Booking.objects.get().purpose == XSS


def test_a_time_that_is_gone_is_told_and_another_is_chosen(always_open, applicant_client, stranger_client):
    at = first_free()[0]
    stranger_client.post(f"{LIST}new/", asked(at))
    answer = applicant_client.post(f"{LIST}new/", asked(at), follow=True)

    assert "Это время только что заняли. Выберите другое" in words(answer)
    assert Booking.objects.count() == 1


def test_another_person_and_another_company_do_not_find_a_visit(
    always_open, company, applicant_client, stranger_client, browser, other_browser
):
    applicant_client.post(f"{LIST}new/", asked(first_free()[0]))
    page = Booking.objects.get().get_absolute_url()

    for client in (stranger_client, browser, other_browser):
        for act in ("", "calendar/", "move/"):
            assert client.get(f"{page}{act}").status_code == 404
        assert client.post(f"{page}cancel/").status_code == 404
    with inside(company):
        assert Booking.objects.get().is_booked


def visitor(**more):
    return {"name": "Иванов Иван", "phone": "+7 999 123-45-67", "email": "", "purpose": "", "agreed": "on", **more}


def code_of_sms() -> str:
    return OutboxMessage.objects.filter(channel="sms").latest("pk").text[:6]


def test_somebody_without_an_account_confirms_the_telephone_and_books(always_open, browser):
    at = first_free()[0]
    page = browser.post(f"{LIST}new/", asked(at, **visitor()))
    assert page.status_code == 200
    assert Booking.objects.count() == 0
    kept = kept_in(r'name="visitor" value="([^"]+)"', page.content.decode())

    wrong = browser.post(f"{LIST}code/", {"visitor": kept, "code": "000000" if code_of_sms() != "000000" else "1" * 6})
    assert "Неверный код. Осталось попыток: 4" in words(wrong)
    card = browser.post(f"{LIST}code/", {"visitor": kept, "code": code_of_sms()})

    made = Booking.objects.get()
    assert card["Location"] == made.get_absolute_url()
    assert (made.user, made.phone, made.starts_at) == (None, "+79991234567", at)
    assert "Отменить запись" in words(browser.get(card["Location"]))
    assert browser.get(f"{card['Location']}calendar/")["Content-Type"].startswith("text/calendar")
    browser.post(f"{card['Location']}cancel/")
    assert Booking.objects.get().state == "cancelled"


def test_the_code_is_worth_nothing_for_another_time_nor_twice(always_open, browser):
    first, second, *_rest = first_free()
    kept = [
        kept_in(
            r'name="visitor" value="([^"]+)"',
            browser.post(f"{LIST}new/", asked(at, **visitor(phone=phone))).content.decode(),
        )
        for at, phone in ((first, "+79991234567"), (second, "+79991234568"))
    ]
    code = code_of_sms()  # of the second
    assert "Booking" not in words(browser.post(f"{LIST}code/", {"visitor": kept[0], "code": code}))
    assert not Booking.objects.exists()
    browser.post(f"{LIST}code/", {"visitor": kept[1], "code": code})
    browser.post(f"{LIST}code/", {"visitor": kept[1], "code": code})
    assert Booking.objects.count() == 1


def test_what_was_signed_at_another_company_or_by_nobody_is_refused(always_open, browser):
    answer = browser.post(f"{LIST}code/", {"visitor": "forged", "code": "123456"}, follow=True)
    assert "Выберите время и введите данные заново" in words(answer)


def test_codes_for_visitors_have_the_limits_of_codes(always_open, browser):
    at = first_free()[0]
    browser.post(f"{LIST}new/", asked(at, **visitor()))
    again = browser.post(f"{LIST}new/", asked(at, **visitor()))

    assert PhoneCode.objects.count() == 1
    assert "код" in words(again)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "  ", "Введите имя и фамилию"),
        ("phone", "12", "Введите номер мобильного телефона"),
        ("email", "нет", "Введите e-mail в формате"),
        ("agreed", "", "Подтвердите согласие"),
    ],
)
def test_a_refusal_names_the_field_and_keeps_what_was_typed(always_open, browser, field, typed, said):
    answer = browser.post(f"{LIST}new/", asked(first_free()[0], **visitor(purpose="Спросить", **{field: typed})))

    assert answer.status_code == 422
    assert said in words(answer)
    assert "Спросить" in words(answer)
    assert not PhoneCode.objects.exists()


@pytest.mark.parametrize(
    "query", ["", "?service=x&office=1", "?service=1&office=3&at=tomorrow", "?service=1&office=3&at=2026-03-16T09:00"]
)
def test_a_broken_address_leads_to_the_choice(always_open, browser, query):
    assert browser.get(f"{LIST}new/{query}")["Location"] == LIST


@pytest.mark.parametrize(
    "query", ["?day=99", "?service=9999999999999&office=-1&day=2026-13-40", "?office=abc", "?day=0001-01-01"]
)
def test_a_choice_that_makes_no_sense_shows_the_first_of_each(always_open, browser, query):
    assert "Главный офис" in words(browser.get(LIST + query))


def test_a_visit_is_moved_on_its_page(always_open, applicant_client):
    first, *_rest, last = first_free()
    applicant_client.post(f"{LIST}new/", asked(first))
    made = Booking.objects.get()
    assert "Перенести запись" in words(applicant_client.get(f"{made.get_absolute_url()}move/"))
    applicant_client.post(f"{made.get_absolute_url()}move/", asked(last))

    assert Booking.objects.get().starts_at == last


def test_where_nothing_is_free_somebody_asks_to_be_told(administrator, applicant_client):
    keep(table(window(week=((),) * 7)), administrator)
    page = applicant_client.get(LIST)
    assert "Свободного времени нет до" in words(page)
    answer = applicant_client.post(f"{LIST}new/", asked(), follow=True)

    assert "Сообщим, когда появится свободное время" in words(answer)
    assert Booking.objects.get().is_waiting


def test_before_there_is_a_timetable_the_page_says_so(browser):
    assert "Запись на приём пока не открыта" in words(browser.get(LIST))


def test_the_desk_writes_down_a_walk_in_and_marks_who_came(always_open, administrator_client):
    at = first_free()[0]
    administrator_client.post(f"{LIST}new/", asked(at, name="Без записи", phone="", purpose="Справка"))
    made = Booking.objects.get()
    day = f"{LIST}day/?office={OFFICE}&day={made.local_start.date()}"
    assert "Без записи" in words(administrator_client.get(day))

    answer = administrator_client.post(f"{made.get_absolute_url()}visit/", {"state": "arrived"})
    assert answer["Location"].endswith(f"day={made.local_start.date()}")
    assert "Пришёл" in words(administrator_client.get(day))
    assert administrator_client.post(f"{made.get_absolute_url()}visit/", {"state": "nonsense"}).status_code == 409


@pytest.mark.parametrize("query", ["", "?day=9999-12-31&office=zz", "?day=0001-01-01", "?office=99999999999999999999"])
def test_any_day_of_the_desk_opens(always_open, administrator_client, query):
    assert administrator_client.get(f"{LIST}day/{query}").status_code == 200


def test_the_list_of_a_day_costs_the_same_for_one_and_for_many(
    always_open, administrator_client, django_assert_max_num_queries
):
    moments = [moment for moment in first_free() if moment.date() == first_free()[-1].date()][:10]
    for moment in moments:
        administrator_client.post(f"{LIST}new/", asked(moment, name="Посетитель", phone=""))
    day = f"{LIST}day/?office={OFFICE}&day={Booking.objects.earliest('pk').local_start.date()}"
    with django_assert_max_num_queries(10):
        administrator_client.get(day)


# --- The administrator -----------------------------------------------------------------------------------------------

SETTINGS = "/appointments/settings/"


def before() -> int:
    newest = TimetableVersion.objects.order_by("-pk").first()
    return newest.pk if newest else 0


def test_a_timetable_is_made_from_nothing_by_forms(administrator_client, browser):
    post = administrator_client.post
    post(f"{SETTINGS}service/", {"name": "Консультация", "minutes": "20", "before": before()})
    post(f"{SETTINGS}office/", {"name": "Офис", "address": "ул. Мира, 1", "zone": "", "before": before()})
    office = queries.timetable().offices[0].number
    hours = {f"day_{n}": "9:00-13:00, 14.00–18.00" for n in range(7)}
    answer = post(
        f"{SETTINGS}window/?office={office}",
        {"name": "Окно 1", "services": "1", "breaks": "", "before": before(), **hours},
    )
    assert answer.status_code == 302
    post(
        f"{SETTINGS}special/",
        {"day": "31.12.2026", "where": "0-0", "hours": "", "reason": "Уборка", "before": before()},
    )

    page = words(administrator_client.get(SETTINGS))
    assert "Окно 1" in page
    assert "31 декабря 2026" in page
    assert "09:00" in words(browser.get(LIST))


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("9-18", "Не понятно «9-18». Напишите время так"),
        ("25:00–26:00", "такого времени нет"),
        ("18:00–09:00", "кончается не позже, чем начинается"),
        ("09:00–13:00, 12:00–15:00", "пересекается"),
        ("09:00–09:00", "кончается не позже"),
    ],
)
def test_hours_that_are_none_are_refused_and_kept(always_open, administrator_client, hours, said):
    typed = {"name": "Окно", "services": "1", "breaks": "", "before": before(), "day_0": hours}
    answer = administrator_client.post(f"{SETTINGS}window/?number={FIRST}", typed)

    assert answer.status_code == 422
    assert said in words(answer)
    assert hours in answer.content.decode()
    assert queries.timetable() == always_open


def test_removing_a_window_with_visits_ahead_shows_them_first(always_open, applicant_client, administrator_client):
    applicant_client.post(f"{LIST}new/", asked(first_free()[-1]))
    page = f"{SETTINGS}window/?number={FIRST}"
    shown = administrator_client.post(page, {"do": "remove", "before": before()})
    assert "Изменение отменит записи: 1" in words(shown)
    assert Booking.objects.get().is_booked

    agreed = kept_in(r'name="agreed" value="(\d+)"', shown.content.decode())
    administrator_client.post(page, {"do": "remove", "before": before(), "agreed": agreed})
    assert Booking.objects.get().state == "cancelled"
    assert queries.timetable().offices[0].windows == ()


def test_limits_are_settings(always_open, administrator_client):
    limits = {"horizon_days": "7", "notice_minutes": "0", "active_limit": "1", "before": before()}
    assert administrator_client.post(SETTINGS, limits).status_code == 302
    assert queries.timetable().horizon_days == 7
    refused = administrator_client.post(SETTINGS, {**limits, "horizon_days": "0"})
    assert refused.status_code == 422


@pytest.mark.parametrize("part", ["nonsense/", "window/", "window/?number=99", "office/?number=77"])
def test_parts_that_are_not_there(always_open, administrator_client, part):
    assert administrator_client.get(SETTINGS + part).status_code == 404


def test_an_address_of_a_time_survives_the_plus_of_a_zone(always_open, applicant_client):
    at = first_free()[0] + timedelta(0)
    page = applicant_client.get(f"{LIST}new/?service=1&office={OFFICE}&at={quote(at.isoformat())}")
    assert page.status_code == 200
