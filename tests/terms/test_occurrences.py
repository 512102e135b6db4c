"""What the clock is told of an application: each round of a request, what the feed proves, what other rooms know."""

import uuid
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from cabinet.cases import occurrences, services
from cabinet.cases.asked import current_items
from cabinet.cases.models import Case
from cabinet.cases.occurrences import Occurrence, Told
from cabinet.cases.services import Verdict
from tests import world
from tests.moment import NOW
from tests.terms.conftest import anew, course, last_days, states


def test_the_terms_of_section_x_run_from_the_submission(case: Case) -> None:
    assert anew(case).application.category == "person_15"

    # 13.03.2026 is a Friday: three working days end on Wednesday, ten on the Friday after the next one.
    found = last_days(case, NOW.date())
    assert found["say_missing"] == date(2026, 3, 18)
    assert found["place_offer"] == date(2026, 3, 27)
    assert course(case, NOW.date()).move == "company"


def test_a_request_stops_the_term_of_the_company_and_the_answer_starts_it_anew(
    case: Case, asks: Callable[..., None], answers: Callable[..., None]
) -> None:
    asks(case, days=3)
    waiting = course(case, date(2026, 3, 16))
    assert states(case, date(2026, 3, 16))["place_offer"] == "waits"
    assert waiting.move == "applicant"

    answers(case, days=7)  # on Friday the 20th
    assert last_days(case, date(2026, 3, 20))["place_offer"] == date(2026, 4, 3)


def test_every_round_of_a_request_stays_known(
    case: Case, administrator: User, asks: Callable[..., None], answers: Callable[..., None]
) -> None:
    """The row keeps only the last round; whose the days of the first one were does not change by the second."""
    asks(case, days=3)
    answers(case, days=7)
    [item] = current_items(case)
    again = [Verdict(item.pk, is_accepted=False, remark="Скан нечитаем")]
    services.check_answer(case, again, by=administrator, key=uuid.uuid4(), now=NOW + timedelta(days=10))
    answers(case, days=14)

    sides = [(span.first.day, span.side) for span in course(case, date(2026, 3, 30)).spans]
    assert sides == [
        (13, "nobody"),
        (14, "company"),
        (17, "applicant"),
        (21, "company"),
        (24, "applicant"),
        (28, "company"),
    ]


def test_a_request_that_the_company_takes_back_has_stopped_nothing(
    case: Case, administrator: User, asks: Callable[..., None]
) -> None:
    asks(case, days=3)
    services.close_information(case, by=administrator, now=NOW + timedelta(days=5))

    assert last_days(case, date(2026, 3, 18))["place_offer"] == date(2026, 3, 27)
    assert course(case, date(2026, 3, 18)).ledger["applicant"] == 0


def test_documents_of_the_offer_start_the_term_of_payment(case: Case, administrator: User) -> None:
    day = NOW + timedelta(days=5)
    titles = {name.code: name.title for name in anew(case).edition.company_documents}
    for code in ("offer", "technical_conditions", "invoice"):
        services.add_document(
            case, world.pdf(), title=titles[code], comment="", by=administrator, key=uuid.uuid4(), now=day
        )

    assert states(case, day.date())["pay_first"] == "running"
    assert states(case, day.date())["place_offer"] == "in_time"


@pytest.fixture
def another_room(case: Case) -> Iterator[list[Occurrence]]:
    """A package that keeps facts of its own."""
    told: list[Occurrence] = []

    def source(cases: Collection[Case]) -> Told:
        return [(one.pk, occurrence) for one in cases if one.pk == case.pk for occurrence in told]

    occurrences.register(source)
    yield told
    occurrences._sources.remove(source)


def test_a_room_with_facts_of_its_own_goes_before_the_feed(case: Case, another_room: list[Occurrence]) -> None:
    another_room += [
        Occurrence("received", NOW - timedelta(days=1), "Входящий № 5"),
        Occurrence("offer_placed", NOW + timedelta(days=3), "Оферта"),
        Occurrence("paid", NOW + timedelta(days=4), "Платёжное поручение № 17"),
        Occurrence("never_heard_of", NOW, "Другой свод правил"),
    ]
    found: Any = course(case, date(2026, 3, 18))

    assert found.spans[0].first == date(2026, 3, 12)
    assert found.state.code == "works"
    assert [fact.event for fact in found.facts] == ["received", "offer_placed", "paid"]
    assert not found.aside
