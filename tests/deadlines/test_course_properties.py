"""What is true of every course, however odd its events are."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cabinet.deadlines.calendar import russia
from cabinet.deadlines.counting import last_day
from cabinet.deadlines.course import Course, Happening, Outage, Pause, follow
from cabinet.rules.pack import Pack, rule_of

ZONES = (
    "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Krasnoyarsk",
    "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka",
)  # fmt: skip
FIRST = datetime(2025, 3, 1, tzinfo=ZoneInfo("UTC"))
GROUND = "Определение суда"
UNHURRIED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)


@pytest.fixture(scope="session")
def held_up(pack: Pack) -> Pack:
    """Each of its terms may be held up by a court."""
    terms = tuple(term.model_copy(update={"suspends": (GROUND,)}) for term in pack.terms)
    return pack.model_copy(update={"terms": terms})


@st.composite
def happenings(draw: st.DrawFn, pack: Pack) -> list[Happening]:
    """Whatever events in whatever order, with the receipt somewhere among them."""
    codes = st.sampled_from([event.code for event in pack.events])
    minutes = st.integers(0, 400 * 24 * 4).map(lambda quarter: FIRST + timedelta(minutes=15 * quarter))
    drawn = draw(st.lists(st.tuples(codes, minutes), max_size=14))
    return [Happening(*one) for one in [*drawn, ("received", draw(minutes))]]


@st.composite
def courses(draw: st.DrawFn, pack: Pack, held: bool = False) -> Course:
    day = st.dates(date(2025, 3, 1), date(2026, 12, 31))
    pauses = draw(st.lists(st.tuples(day, st.integers(0, 60)), max_size=3)) if held else []
    return follow(
        pack,
        draw(happenings(pack)),
        procedure=draw(st.sampled_from([procedure.code for procedure in pack.procedures])),
        answers={"budget": draw(st.booleans()), "building": draw(st.booleans())},
        zone=draw(st.sampled_from(ZONES)),
        looked_on=draw(day),
        pauses=[Pause(after, after + timedelta(days=length), GROUND) for after, length in pauses],
    )


@UNHURRIED
@given(data=st.data())
def test_each_elapsed_day_has_one_side(pack: Pack, held_up: Pack, data: st.DataObject) -> None:
    course = data.draw(courses(held_up, held=True))
    if not course.spans:
        assert course.state is held_up.states[0]
        return

    received_on = course.facts[0].day
    assert sum(course.ledger.values()) == (course.looked_on - received_on).days + 1
    day = received_on
    for span in course.spans:
        assert span.first == day
        assert span.reason
        day = span.last + timedelta(days=1)
    assert day == course.looked_on + timedelta(days=1)
    counted = Counter(dict.fromkeys(course.ledger, 0))
    for span in course.spans:
        counted[span.side] += span.days
    assert counted == course.ledger


@UNHURRIED
@given(data=st.data())
def test_every_event_takes_effect_or_is_put_aside(pack: Pack, data: st.DataObject) -> None:
    listed = [one for one in data.draw(happenings(pack)) if one.event not in {"decision_undone"}]
    course = follow(pack, listed, procedure="section_x", answers={}, zone="Europe/Moscow", looked_on=date(2027, 1, 1))

    assert Counter(one.event for one in listed) == Counter(
        [*(fact.event for fact in course.facts), *(aside.event for aside in course.aside)]
    )


@UNHURRIED
@given(data=st.data())
def test_the_order_of_the_list_does_not_matter(pack: Pack, data: st.DataObject) -> None:
    listed = data.draw(happenings(pack))
    shuffled = data.draw(st.permutations(listed))

    def read(events: list[Happening]) -> Course:
        return follow(pack, events, procedure="section_x", answers={}, zone="Asia/Omsk", looked_on=date(2026, 6, 1))

    assert read(shuffled) == read(listed)


@UNHURRIED
@given(data=st.data())
def test_a_term_says_what_its_days_say(pack: Pack, held_up: Pack, data: st.DataObject) -> None:
    course = data.draw(courses(held_up, held=True))

    for term in course.terms:
        for run in (*term.earlier, term):
            until = run.ended_on or course.looked_on
            assert (run.state in {"in_time", "late", "closed"}) == (run.ended_on is not None)
            assert run.late_days == (max(0, (until - run.last_day).days) if run.last_day else 0)
            assert (run.state in {"late", "overdue"}) <= (run.late_days > 0)
            assert (run.state in {"running", "in_time"}) <= (run.late_days == 0)
            assert (run.state in {"waits", "paused"}) <= (run.last_day is None)
            assert run.used is None or 0 <= run.used <= run.number
            assert (run.left == 0) >= (run.state == "overdue" and run.used is not None)
        assert all(run.ended_on is not None for run in term.earlier)


@UNHURRIED
@given(data=st.data())
def test_a_term_without_pauses_ends_where_the_counter_says(pack: Pack, data: st.DataObject) -> None:
    course = data.draw(courses(pack))

    for term in course.terms:
        if term.last_day:
            assert term.last_day == last_day(term.unit, term.number, term.started_on)
            assert russia().is_working(term.last_day)


@UNHURRIED
@given(
    received=st.dates(date(2025, 3, 1), date(2026, 3, 1)),
    asked=st.integers(0, 30),
    answered=st.integers(0, 60),
    looked=st.integers(0, 60),
)
def test_what_was_missing_restarts_the_term(pack: Pack, received: date, asked: int, answered: int, looked: int) -> None:
    """Whole from the day on which it came, whatever had been used before."""
    zone = ZoneInfo("Europe/Moscow")
    moment = datetime(received.year, received.month, received.day, 12, tzinfo=zone)
    request, answer = moment + timedelta(days=asked, hours=1), moment + timedelta(days=asked + answered, hours=2)
    course = follow(
        pack,
        [Happening("received", moment), Happening("missing_requested", request), Happening("missing_received", answer)],
        procedure="section_x",
        answers={},
        zone="Europe/Moscow",
        looked_on=answer.date() + timedelta(days=looked),
    )

    term, rule = course.term("place_offer"), rule_of(next(t for t in pack.terms if t.code == "place_offer"), {})
    assert term is not None
    assert term.started_on == answer.date()
    assert term.last_day == last_day(rule.length.unit, rule.length.number, answer.date())
    assert [former.started_on for former in term.counted_anew] == [received]
    assert course.ledger["applicant"] == answered
    assert course.ledger["company"] == asked + looked


@UNHURRIED
@given(data=st.data(), later=st.integers(1, 60))
def test_a_day_that_was_attributed_stays_attributed(pack: Pack, data: st.DataObject, later: int) -> None:
    """Time that goes by adds days and changes none, as long as nothing is taken back."""
    listed = [one for one in data.draw(happenings(pack)) if one.event != "decision_undone"]
    day = data.draw(st.dates(date(2025, 3, 1), date(2026, 6, 1)))

    def sides(looked_on: date) -> list[str]:
        course = follow(pack, listed, procedure="section_x", answers={}, zone="Europe/Moscow", looked_on=looked_on)
        return [span.side for span in course.spans for _ in range(span.days)]

    earlier = sides(day)
    assert sides(day + timedelta(days=later))[: len(earlier)] == earlier


@UNHURRIED
@given(data=st.data())
def test_an_outage_that_was_applied_moves_no_day_and_takes_none_from_anybody(pack: Pack, data: st.DataObject) -> None:
    """What a term would be without the days of outages stands beside it, and is never earlier than its last day."""
    codes = st.sampled_from([term.code for term in pack.terms])
    drawn = data.draw(st.lists(st.tuples(codes, st.dates(date(2025, 3, 1), date(2026, 12, 31)), st.integers(0, 5))))
    asked: dict[str, Any] = {
        "happenings": data.draw(happenings(pack)), "procedure": data.draw(st.sampled_from(pack.procedures)).code,
        "answers": {}, "zone": "Europe/Moscow", "looked_on": data.draw(st.dates(date(2025, 3, 1), date(2026, 12, 31))),
    }  # fmt: skip
    outages = [Outage(code, first, first + timedelta(days=length)) for code, first, length in drawn]

    plain, course = follow(pack, **asked), follow(pack, **asked, outages=outages)

    bare = [replace(term, outages=(), reckoned=None, earlier=()) for term in course.terms]
    assert bare == [replace(term, earlier=()) for term in plain.terms]
    assert (course.spans, course.ledger) == (plain.spans, plain.ledger)
    for term in course.terms:
        assert (term.reckoned is not None) == bool(term.outages and term.last_day)
        if term.reckoned and term.last_day:
            assert term.reckoned.last_day >= term.last_day
            assert term.reckoned.late_days <= term.late_days
