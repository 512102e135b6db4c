"""A visit is booked, moved and cancelled; its time is sold once, and people are told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from icalendar import Calendar

from audit.models import Record
from cabinet.appointments import invitation, queries, services
from cabinet.appointments.errors import (
    BookingOver,
    SlotNotOffered,
    SlotTaken,
    TimeIsFree,
    TimetableBroken,
    TooManyBookings,
    TouchesBookings,
)
from cabinet.appointments.models import Booking, occupied_by
from cabinet.appointments.services import Visitor, Wanted
from cabinet.appointments.timetable import Span, Special
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenancy.models import DueWork
from tests import world
from tests.appointments.conftest import (
    CONSULTATION,
    CONTRACT,
    FIRST,
    MINUTE,
    MONDAY_AT_NINE,
    MORNING,
    OFFICE,
    SECOND,
    keep,
    table,
    visit,
    window,
)
from tests.at_once import at_once
from tests.moment import NOW

HOUR = timedelta(hours=1)


def subjects() -> list[str]:
    return list(OutboxMessage.objects.filter(channel="email").order_by("pk").values_list("subject", flat=True))


def test_a_visit_is_booked_once_by_one_key(open_office, applicant):
    key = uuid4()
    first, second = visit(applicant, key=key), visit(applicant, key=key)

    assert first.pk == second.pk
    assert (first.window, first.state, first.place) == (FIRST, "booked", "Главный офис, ул. Мира, 1")
    assert subjects()[-1] == "Вы записаны на приём"
    assert Record.objects.filter(event="appointment.booked").count() == 1


def test_the_time_of_another_is_not_to_be_had(open_office, applicant, stranger):
    visit(applicant)

    with pytest.raises(SlotTaken):
        visit(stranger)


def test_services_of_other_lengths_do_not_overlap_in_one_window(open_office, applicant, stranger):
    visit(applicant, service=CONTRACT)  # 09:00–09:30

    with pytest.raises(SlotTaken):
        visit(stranger, at=MONDAY_AT_NINE + 20 * MINUTE)
    assert visit(stranger, at=MONDAY_AT_NINE + 40 * MINUTE)


def test_a_second_window_takes_the_second_visit(administrator, applicant, stranger):
    keep(table(window(FIRST), window(SECOND)), administrator)

    assert {visit(applicant).window, visit(stranger).window} == {FIRST, SECOND}


@pytest.mark.parametrize(
    "at",
    [
        MONDAY_AT_NINE + 5 * MINUTE,  # not a step of the day
        MONDAY_AT_NINE + 4 * HOUR,  # lunch
        MONDAY_AT_NINE - timedelta(days=1),  # a Sunday
        MONDAY_AT_NINE + timedelta(days=21),  # beyond the horizon
        NOW + 15 * MINUTE,  # 14:20, too late to book
        NOW - timedelta(days=1),
    ],
)
def test_what_is_not_in_the_timetable_is_not_sold(open_office, applicant, at):
    with pytest.raises(SlotNotOffered):
        visit(applicant, at=at)


def test_unknown_office_and_service(open_office, applicant):
    who = Visitor(name="Анна", user=applicant)
    for office, service in ((99, CONSULTATION), (OFFICE, 99)):
        with pytest.raises(SlotNotOffered):
            services.book(Wanted(office, service, MONDAY_AT_NINE), who, by=applicant, key=uuid4(), now=NOW)


def test_a_person_books_up_to_the_limit_and_staff_go_on(open_office, applicant, administrator):
    visit(applicant)
    second = visit(applicant, at=MONDAY_AT_NINE + 20 * MINUTE)
    with pytest.raises(TooManyBookings, match="впереди уже 2"):
        visit(applicant, at=MONDAY_AT_NINE + 40 * MINUTE)
    services.cancel(second, by=applicant, now=NOW)
    assert visit(applicant, at=MONDAY_AT_NINE + 40 * MINUTE)

    for n in range(3, 7):
        assert visit(None, by=administrator, at=MONDAY_AT_NINE + n * 20 * MINUTE)


def test_a_telephone_without_an_account_has_the_same_limit(open_office):
    visit()
    visit(at=MONDAY_AT_NINE + 20 * MINUTE)
    with pytest.raises(TooManyBookings):
        visit(at=MONDAY_AT_NINE + 40 * MINUTE)


def test_a_moved_visit_frees_its_time_and_keeps_its_number(open_office, applicant, stranger):
    made = visit(applicant)
    moved = services.move(made, Wanted(OFFICE, CONSULTATION, MONDAY_AT_NINE + HOUR), by=applicant, now=NOW)

    assert (moved.pk, moved.revision) == (made.pk, 1)
    assert visit(stranger).window == FIRST
    assert "Запись на приём перенесена" in subjects()


def test_a_visit_is_not_moved_onto_another_and_stays_where_it_was(open_office, applicant, stranger):
    made = visit(applicant)
    visit(stranger, at=MONDAY_AT_NINE + HOUR)

    with pytest.raises(SlotTaken):
        services.move(made, Wanted(OFFICE, CONSULTATION, MONDAY_AT_NINE + HOUR), by=applicant, now=NOW)
    assert Booking.objects.get(pk=made.pk).starts_at == MONDAY_AT_NINE


def test_a_visit_may_move_by_less_than_its_length(open_office, applicant):
    made = visit(applicant, service=CONTRACT)
    moved = services.move(made, Wanted(OFFICE, CONTRACT, MONDAY_AT_NINE + 30 * MINUTE), by=applicant, now=NOW)

    assert moved.starts_at == MONDAY_AT_NINE + 30 * MINUTE


def test_a_cancelled_visit_frees_its_time_and_is_not_changed_any_more(open_office, applicant, stranger):
    made = visit(applicant)
    services.cancel(made, by=applicant, now=NOW)
    services.cancel(made, by=applicant, now=NOW)

    assert subjects().count("Запись на приём отменена") == 1
    assert visit(stranger)
    with pytest.raises(BookingOver):
        services.move(made, Wanted(OFFICE, CONSULTATION, MONDAY_AT_NINE + HOUR), by=applicant, now=NOW)


def test_what_is_over_is_not_cancelled(open_office, applicant):
    made = visit(applicant)
    with pytest.raises(BookingOver):
        services.cancel(made, by=applicant, now=MONDAY_AT_NINE + MINUTE)


# --- The database itself ---------------------------------------------------------------------------------------------


def test_the_database_refuses_a_second_sale_of_the_same_time(open_office, applicant):
    made = visit(applicant)
    made.pk, made.key = None, uuid4()
    made.occupied = occupied_by(FIRST, MONDAY_AT_NINE + 10 * MINUTE, MONDAY_AT_NINE + 15 * MINUTE)

    with pytest.raises(IntegrityError, match="booking_time_is_sold_once"), transaction.atomic():
        made.save(force_insert=True)
    made.occupied = occupied_by(SECOND, MONDAY_AT_NINE, MONDAY_AT_NINE + 20 * MINUTE)
    made.save(force_insert=True)


def test_no_table_holds_slots(administrator):
    """A year of ten windows is never rows."""
    windows = [window(number) for number in range(20, 30)]
    keep(table(*windows, horizon_days=180), administrator)
    office, what = queries.timetable().offices[0], queries.timetable().services[0]

    assert sum(map(len, queries.free_days(queries.timetable(), office, what, now=NOW).values())) > 25_000
    assert Booking.objects.count() == 0


def test_a_hundred_press_at_once_and_one_has_it(scratch_company, django_db_blocker):
    with django_db_blocker.unblock(), inside(scratch_company):
        boss = world.staff(1)
        keep(table(window(FIRST), window(SECOND)), boss)

    def press(n: int) -> str:
        who = Visitor(name=f"Посетитель {n}", phone=f"+7999{n:07}")
        try:
            made = services.book(Wanted(OFFICE, CONSULTATION, MONDAY_AT_NINE), who, by=None, key=uuid4(), now=NOW)
        except SlotTaken:
            return "taken"
        return f"window {made.window}"

    answers = []
    for _round in range(5):
        answers += at_once(scratch_company, django_db_blocker, press, count=20)

    assert sorted(answer for answer in answers if answer != "taken") == [f"window {FIRST}", f"window {SECOND}"]
    assert answers.count("taken") == 98
    with django_db_blocker.unblock(), inside(scratch_company):
        assert Booking.objects.booked().count() == 2


def test_of_many_who_move_into_one_slot_one_gets_it(scratch_company, django_db_blocker):
    with django_db_blocker.unblock(), inside(scratch_company):
        boss = world.staff(1)
        keep(table(), boss)
        made = [visit(None, by=boss, at=MONDAY_AT_NINE + n * 20 * MINUTE) for n in range(8)]
    target = Wanted(OFFICE, CONSULTATION, MONDAY_AT_NINE + 6 * HOUR)

    def press(n: int) -> str:
        try:
            services.move(made[n], target, by=None, now=NOW)
        except SlotTaken:
            return "taken"
        return "moved"

    assert sorted(at_once(scratch_company, django_db_blocker, press, count=8)) == ["moved", *["taken"] * 7]


def test_two_windows_of_the_limit_cannot_be_had_by_pressing_at_once(scratch_company, django_db_blocker):
    with django_db_blocker.unblock(), inside(scratch_company):
        boss = world.staff(1)
        keep(table(), boss)

    def press(n: int) -> str:
        try:
            visit(None, at=MONDAY_AT_NINE + n * 20 * MINUTE)
        except TooManyBookings:
            return "too many"
        return "booked"

    assert sorted(at_once(scratch_company, django_db_blocker, press, count=6)) == ["booked"] * 2 + ["too many"] * 4


# --- Reminders, waiting ----------------------------------------------------------------------------------------------


def due_at(task: str):
    return DueWork.objects.filter(task=task).values_list("due_at", flat=True).first()


def test_people_are_reminded_a_day_and_two_hours_before_once_each(open_office, applicant):
    made = visit(applicant)
    assert due_at(services.REMIND) == MONDAY_AT_NINE - timedelta(days=1)

    for _twice in range(2):
        services.remind(made.pk, now=MONDAY_AT_NINE - timedelta(days=1))
    assert due_at(services.REMIND) == MONDAY_AT_NINE - 2 * HOUR
    for _twice in range(2):
        services.remind(made.pk, now=MONDAY_AT_NINE - 2 * HOUR)

    assert [subject for subject in subjects() if subject.startswith("Напоминаем")] == [
        "Напоминаем о записи на приём",
        "Напоминаем: приём через два часа",
    ]
    assert due_at(services.REMIND) is None


def test_nobody_is_reminded_of_a_cancelled_visit_nor_of_the_time_before_a_move(open_office, applicant):
    made = visit(applicant)
    services.move(made, Wanted(OFFICE, CONSULTATION, MONDAY_AT_NINE + timedelta(days=1)), by=applicant, now=NOW)
    services.remind(made.pk, now=MONDAY_AT_NINE - timedelta(days=1))
    assert not [subject for subject in subjects() if subject.startswith("Напоминаем")]
    assert due_at(services.REMIND) == MONDAY_AT_NINE

    services.cancel(made, by=applicant, now=NOW)
    assert due_at(services.REMIND) is None
    services.remind(made.pk, now=MONDAY_AT_NINE)
    assert not [subject for subject in subjects() if subject.startswith("Напоминаем")]


def test_what_was_booked_an_hour_ahead_needs_no_reminder(open_office, applicant):
    visit(applicant, at=NOW + 75 * MINUTE)  # 15:20
    assert due_at(services.REMIND) is None


def test_whoever_waits_is_told_once_when_a_time_is_given_back(administrator, applicant, stranger):
    only = Special(
        number=8, day=MONDAY_AT_NINE.date(), hours=(Span(opens=MORNING.opens, closes=MORNING.opens.replace(minute=20)),)
    )
    closed = window(week=((),) * 7)
    keep(table(closed, specials=(only,)), administrator)
    made = visit(applicant)
    who = Visitor(name="Пётр", email="petr@example.ru", user=stranger)
    wish = services.wait_for_time(who, office=OFFICE, service=CONSULTATION, by=stranger, key=uuid4(), now=NOW)
    again = services.wait_for_time(who, office=OFFICE, service=CONSULTATION, by=stranger, key=uuid4(), now=NOW)
    assert wish.pk == again.pk
    services.tell_waiting(now=NOW)
    assert "Появилось время для записи" not in subjects()

    services.cancel(made, by=applicant, now=NOW)
    assert due_at(services.TELL) is not None
    for _twice in range(2):
        services.tell_waiting(now=NOW)
    assert subjects().count("Появилось время для записи") == 1


def test_nobody_waits_where_something_is_free(open_office, applicant):
    with pytest.raises(TimeIsFree):
        services.wait_for_time(
            Visitor(name="Анна", user=applicant),
            office=OFFICE,
            service=CONSULTATION,
            by=applicant,
            key=uuid4(),
            now=NOW,
        )


# --- The calendar file -----------------------------------------------------------------------------------------------


def event_of(booking: Booking):
    calendar = Calendar.from_ical(invitation.file_of(booking, host="gorset.example.ru", organiser="Горсеть", now=NOW))
    return calendar, calendar.walk("VEVENT")[0]


def test_the_calendar_file_follows_the_visit(open_office, applicant):
    made = visit(applicant)
    calendar, event = event_of(made)
    uid = str(event["uid"])
    assert (str(calendar["method"]), event["sequence"], event.decoded("dtstart")) == ("PUBLISH", 0, MONDAY_AT_NINE)

    moved = services.move(made, Wanted(OFFICE, CONSULTATION, MONDAY_AT_NINE + HOUR), by=applicant, now=NOW)
    _calendar, event = event_of(moved)
    assert (str(event["uid"]), event["sequence"]) == (uid, 1)

    services.cancel(moved, by=applicant, now=NOW)
    calendar, event = event_of(Booking.objects.get(pk=moved.pk))
    assert (str(calendar["method"]), str(event["status"]), event["sequence"]) == ("CANCEL", "CANCELLED", 2)
    assert str(event["uid"]) == uid


# --- The timetable ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        lambda: table(window(week=((),) * 7)),  # no hours
        lambda: table(window(SECOND)),  # the window is gone
        lambda: table(window(FIRST, CONTRACT)),  # it gives another service
        lambda: table(specials=(Special(number=8, day=MONDAY_AT_NINE.date()),)),  # an exception over the visit
        lambda: table(offices=()),
    ],
)
def test_a_timetable_shows_whom_it_touches_and_tells_them_after(open_office, applicant, administrator, changed):
    made = visit(applicant)
    with pytest.raises(TouchesBookings) as refusal:
        keep(changed(), administrator)
    assert [one.pk for one in refusal.value.bookings] == [made.pk]
    assert queries.timetable() == open_office
    assert Booking.objects.get(pk=made.pk).is_booked

    keep(changed(), administrator, agreed=[made.pk])
    gone = Booking.objects.get(pk=made.pk)
    assert (gone.state, gone.reason) == ("cancelled", "изменилось расписание приёма")
    assert subjects()[-1] == "Запись на приём отменена"


def test_a_visit_that_was_booked_meanwhile_is_shown_anew(open_office, applicant, stranger, administrator):
    seen = visit(applicant)
    visit(stranger, at=MONDAY_AT_NINE + HOUR)

    with pytest.raises(TouchesBookings):
        keep(table(window(SECOND)), administrator, agreed=[seen.pk])


def test_a_timetable_that_leaves_visits_their_time_touches_nobody(open_office, applicant, administrator):
    visit(applicant)
    keep(table(window(FIRST), window(SECOND)), administrator)
    assert Booking.objects.booked().count() == 1


def test_hours_that_overlap_are_no_timetable(administrator):
    twice = (MORNING, Span(opens=MORNING.opens.replace(hour=12), closes=MORNING.closes.replace(hour=15)))
    with pytest.raises(TimetableBroken, match=r"Главный офис, Окно 4, понедельник: .* пересекается"):
        keep(table(window(week=(twice, *((),) * 6))), administrator)
    back = Span(opens=MORNING.closes, closes=MORNING.opens)
    with pytest.raises(TimetableBroken, match="кончается не позже"):
        keep(table(window(breaks=(back,))), administrator)


def test_two_administrators_do_not_overwrite_each_other(open_office, administrator):
    with pytest.raises(TimetableBroken, match="тем временем изменили"):
        keep(table(), administrator, before=0)


# --- Who came --------------------------------------------------------------------------------------------------------


def test_the_desk_notes_who_came_and_takes_it_back(open_office, applicant, administrator):
    made = visit(applicant)
    with pytest.raises(BookingOver, match="после начала"):
        services.mark_visit(made, state="absent", by=administrator, now=NOW)
    services.mark_visit(made, state="arrived", by=administrator, now=NOW)
    assert due_at(services.REMIND) is None
    services.mark_visit(made, state="booked", by=administrator, now=NOW)
    assert due_at(services.REMIND) is not None
    services.cancel(made, by=applicant, now=NOW)
    with pytest.raises(BookingOver):
        services.mark_visit(made, state="arrived", by=administrator, now=NOW)


def test_booking_costs_few_queries(open_office, applicant, django_assert_max_num_queries):
    with django_assert_max_num_queries(22, connection=connection):
        visit(applicant)
