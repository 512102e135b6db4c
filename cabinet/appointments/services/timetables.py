"""Saving a timetable: a new version, after a person has seen which visits lose their time by it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import record
from tenancy.locks import one_at_a_time

from .. import queries
from ..errors import TimetableBroken, TouchesBookings
from ..models import Booking, TimetableVersion
from ..slots import overlapping
from ..timetable import DAYS_OF_WEEK, Span, Timetable
from . import bookings, places, waiting

CLOSED = "изменилось расписание приёма"


@transaction.atomic
def save_timetable(
    table: Timetable, *, before: int, said: str, agreed: Collection[int] = (), by: User, now: datetime
) -> TimetableVersion:
    """Save it as the newest version. Visits that lose their time are cancelled, and those people are told.

    `before` is the number of the version it was made from (0 for the first one), `agreed` are the visits that the
    person was shown. Raises TimetableBroken, TouchesBookings for what they were not shown.
    """
    one_at_a_time(places.TIMETABLE_LOCK)  # nobody books under the old one meanwhile
    newest = TimetableVersion.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if newest != before:
        raise TimetableBroken("Расписание тем временем изменили. Откройте страницу заново и повторите изменение")
    check(table)
    touched = queries.touched_by(table, now=now)
    if not {one.pk for one in touched} <= set(agreed):
        raise TouchesBookings(touched)
    version = TimetableVersion.objects.create(
        document=table.model_dump(mode="json"), said=said[:300], saved_at=now, saved_by=by.short_name
    )
    record(by, "timetable.saved", version, now=now, what=said[:300])
    for one in Booking.objects.select_for_update(no_key=True).filter(pk__in=[one.pk for one in touched]):
        bookings.give_back(one, reason=CLOSED, now=now)
        record(by, "appointment.cancelled", one, now=now)
    waiting.plan(now=now)
    return version


def check(table: Timetable) -> None:
    """Raises TimetableBroken with the first mistake."""
    services = {service.number for service in table.services}
    for office in table.offices:
        for window in office.windows:
            where = f"{office.name}, {window.name}"
            for title, spans in zip(DAYS_OF_WEEK, window.week, strict=True):
                _check_spans(spans, f"{where}, {title.lower()}")
            _check_spans(window.breaks, f"{where}, перерывы")
            if not set(window.services) <= services:
                raise TimetableBroken(f"{where}: указана услуга, которой нет. Отметьте услуги окна заново")
    for special in table.specials:
        _check_spans(special.hours, f"{special.day:%d.%m.%Y}")


def _check_spans(spans: Collection[Span], where: str) -> None:
    for span in spans:
        if span.closes <= span.opens:
            raise TimetableBroken(f"{where}: время {span} кончается не позже, чем начинается. Исправьте его")
    if pair := overlapping(spans):
        raise TimetableBroken(f"{where}: время {pair[0]} и {pair[1]} пересекается. Разделите его")
