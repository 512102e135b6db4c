"""Free times are reckoned, never stored: breaks, exceptions, holidays, clocks that are put forward and back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet.appointments import queries, slots
from cabinet.appointments.slots import Slot
from cabinet.appointments.timetable import Office, Service, Span, Special, Timetable, Window
from tenants.zones import ZONES
from tests.appointments.conftest import AFTERNOON, CONSULTATION, FIRST, MORNING, OFFICE, SECOND, table, window

MONDAY = date(2026, 3, 16)
MOSCOW = ZoneInfo("Europe/Moscow")
DAY = timedelta(days=1)


def never(_day: date) -> bool:
    return False


def starts(timetable: Timetable, day: date, zone: ZoneInfo = MOSCOW, is_holiday=never, service: int = CONSULTATION):
    office, what = timetable.offices[0], timetable.service(service)
    assert what
    found = slots.slots_of_day(timetable, office, what, day, zone=zone, is_holiday=is_holiday)
    return [f"{slot.starts_at.astimezone(zone):%H:%M}" for slot in sorted(found)]


def test_slots_follow_each_other_and_none_reaches_into_lunch() -> None:
    found = starts(table(), MONDAY)

    assert found[:3] == ["09:00", "09:20", "09:40"]
    assert found[11:13] == ["12:40", "14:00"]
    assert found[-1] == "17:40"
    assert len(found) == 24


def test_breaks_of_a_window_cut_its_hours_on_every_day() -> None:
    day = (Span(opens=time(9), closes=time(12)),)
    one = window(week=(day,) * 7, breaks=(Span(opens=time(10), closes=time(10, 30)),))

    assert starts(table(one), MONDAY) == ["09:00", "09:20", "09:40", "10:30", "10:50", "11:10", "11:30"]


def test_nobody_is_received_on_a_weekend_that_has_no_hours() -> None:
    assert starts(table(), MONDAY - DAY) == []


@pytest.mark.parametrize("day", [date(2026, 1, 2), date(2026, 3, 9), date(2026, 5, 1), date(2026, 6, 12)])
def test_days_off_of_the_production_calendar_are_closed(day: date) -> None:
    assert starts(table(), day, is_holiday=queries.is_holiday) == []


def test_a_saturday_with_hours_is_open_unless_it_is_a_holiday() -> None:
    one = window(week=((MORNING,),) * 7)

    assert starts(table(one), date(2026, 3, 14), is_holiday=queries.is_holiday)
    assert not starts(table(one), date(2026, 5, 9), is_holiday=queries.is_holiday)


def test_an_exception_closes_a_day_and_another_opens_a_holiday() -> None:
    closed = Special(number=10, day=MONDAY)
    opened = Special(number=11, day=date(2026, 5, 1), hours=(MORNING,))
    timetable = table(specials=(closed, opened))

    assert starts(timetable, MONDAY) == []
    assert starts(timetable, date(2026, 5, 1), is_holiday=queries.is_holiday)[0] == "09:00"


def test_the_exception_that_names_most_counts_and_of_equals_the_newest() -> None:
    specials = (
        Special(number=12, day=MONDAY),
        Special(number=10, day=MONDAY, office=OFFICE, window=FIRST, hours=(AFTERNOON,)),
        Special(number=11, day=MONDAY, office=OFFICE, hours=(MORNING,)),
    )
    assert starts(table(specials=specials), MONDAY)[0] == "14:00"
    assert starts(table(window(SECOND), specials=specials), MONDAY)[0] == "09:00"


def test_a_window_gives_only_the_services_it_has() -> None:
    timetable = table(window(FIRST, 2))

    assert starts(timetable, MONDAY) == []
    assert len(starts(timetable, MONDAY, service=2)) == 16


NEW_YORK, APIA, LORD_HOWE = ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia"), ZoneInfo("Australia/Lord_Howe")
NIGHT = window(week=((Span(opens=time(1), closes=time(4)),),) * 7)


def test_an_hour_that_the_clock_skips_has_no_slot() -> None:
    found = starts(table(NIGHT), date(2026, 3, 8), NEW_YORK)

    assert found == ["01:00", "01:20", "01:40", "03:00", "03:20", "03:40"]


def test_an_hour_that_the_clock_shows_twice_has_its_slots_twice() -> None:
    found = starts(table(NIGHT), date(2026, 11, 1), NEW_YORK)

    assert found.count("01:20") == 2
    assert len(found) == 12


def test_hours_that_begin_in_the_skipped_hour_begin_with_the_jump() -> None:
    one = window(week=((Span(opens=time(2, 10), closes=time(3, 30)),),) * 7)

    assert starts(table(one), date(2026, 3, 8), NEW_YORK) == ["03:00"]


def test_a_clock_that_is_put_by_half_an_hour() -> None:
    assert len(starts(table(NIGHT), date(2026, 10, 4), LORD_HOWE)) == 7  # 150 minutes
    assert len(starts(table(NIGHT), date(2026, 4, 5), LORD_HOWE)) == 10  # 210 minutes


@pytest.mark.parametrize("name", [*ZONES, "America/New_York", "Australia/Lord_Howe", "Europe/London", "Asia/Kathmandu"])
def test_in_every_zone_slots_of_a_year_are_apart_and_within_their_day(name: str) -> None:
    zone, office, day = ZoneInfo(name), table(NIGHT).offices[0], date(2026, 1, 1)
    last = None
    while day.year == 2026:
        for slot in slots.slots_of_day(table(NIGHT), office, table().services[0], day, zone=zone, is_holiday=never):
            assert slot.starts_at.astimezone(zone).date() == day
            assert slot.ends_at - slot.starts_at == timedelta(minutes=20)
            assert last is None or last <= slot.starts_at
            last = slot.ends_at
        day += DAY


times = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
spans = st.tuples(times, times).filter(lambda pair: pair[0] < pair[1]).map(lambda p: Span(opens=p[0], closes=p[1]))


@given(st.lists(spans, max_size=3), st.lists(spans, max_size=3), st.sampled_from([5, 20, 45]))
def test_no_slot_meets_a_break(day, breaks, minutes) -> None:
    one = Window(number=1, name="Окно", services=(1,), week=(tuple(day),) * 7, breaks=tuple(breaks))
    service = Service(number=1, name="Услуга", minutes=minutes)
    office = Office(number=2, name="Офис", windows=(one,))
    timetable = Timetable(offices=(office,), services=(service,))

    for slot in slots.slots_of_day(timetable, office, service, MONDAY, zone=MOSCOW, is_holiday=never):
        begins, ends = slot.starts_at.astimezone(MOSCOW).time(), slot.ends_at.astimezone(MOSCOW).time()
        assert any(span.opens <= begins and ends <= span.closes for span in day)
        assert not any(begins < span.closes and span.opens < ends for span in breaks)


def test_what_is_booked_is_not_free_whatever_its_length() -> None:
    noon = datetime(2026, 3, 16, 9, tzinfo=UTC)
    offered = [Slot(noon + n * timedelta(minutes=20), noon + (n + 1) * timedelta(minutes=20), FIRST) for n in range(4)]
    busy = {FIRST: [(noon + timedelta(minutes=30), noon + timedelta(minutes=60))]}

    left = slots.free(offered, busy, since=noon)

    assert [slot.starts_at for slot in left] == [noon, noon + timedelta(minutes=60)]
    assert len(slots.free(offered, {SECOND: busy[FIRST]}, since=noon)) == 4
