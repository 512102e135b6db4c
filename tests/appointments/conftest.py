from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from cabinet.appointments import services
from cabinet.appointments.models import Booking, TimetableVersion
from cabinet.appointments.services import Visitor, Wanted
from cabinet.appointments.timetable import Office, Service, Span, Timetable, Window
from tests.moment import NOW

CONSULTATION, CONTRACT = 1, 2
OFFICE = 3
FIRST, SECOND = 4, 5
MORNING = Span(opens=time(9), closes=time(13))
AFTERNOON = Span(opens=time(14), closes=time(18))
MONDAY_AT_NINE = datetime(2026, 3, 16, 6, 0, tzinfo=UTC)  # by the clock of Moscow
MINUTE = timedelta(minutes=1)


def window(number: int = FIRST, *services: int, **changed: Any) -> Window:
    week = ((MORNING, AFTERNOON),) * 5 + ((), ())
    given = {"number": number, "name": f"Окно {number}", "services": services or (CONSULTATION, CONTRACT), "week": week}
    return Window(**{**given, **changed})


def table(*windows: Window, **changed: Any) -> Timetable:
    """One office on weekdays with a break for lunch: consultations of 20 minutes, contracts of 30."""
    office = Office(number=OFFICE, name="Главный офис", address="ул. Мира, 1", windows=windows or (window(),))
    given: dict[str, Any] = {
        "offices": (office,),
        "services": (
            Service(number=CONSULTATION, name="Консультация", minutes=20),
            Service(number=CONTRACT, name="Заключение договора", minutes=30),
        ),
        "last_number": 9,
    }
    return Timetable(**{**given, **changed})


def keep(timetable: Timetable, by: Any, **more: Any) -> TimetableVersion:
    newest = TimetableVersion.objects.order_by("-pk").first()
    given = {"before": newest.pk if newest else 0, "said": "Расписание", "now": NOW, **more}
    return services.save_timetable(timetable, by=by, **given)


def visit(user: Any = None, *, at: datetime = MONDAY_AT_NINE, service: int = CONSULTATION, **more: Any) -> Booking:
    who = Visitor(name="Орлова Анна", phone="" if user else "+79991234567", email="anna@example.ru", user=user)
    given = {"by": user, "key": uuid4(), "now": NOW, **more}
    return services.book(Wanted(office=OFFICE, service=service, starts_at=at), who, **given)


@pytest.fixture
def open_office(administrator: Any) -> Timetable:
    """Горсеть receives people at one window."""
    timetable = table()
    keep(timetable, administrator)
    return timetable
