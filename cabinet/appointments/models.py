import uuid
from datetime import datetime
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from cabinet.cases.models import Case

# Each window has a line of seconds of its own, so one range tells window and time: an exclusion over ranges of numbers
# needs no extension of the database, which one over window and time would.
LINE_OF_A_WINDOW = 10**11


class TimetableVersion(models.Model):
    """The timetable as it was saved; the newest one holds. `timetable.Timetable` reads the document."""

    document = models.JSONField("расписание")
    said = models.CharField("что изменено", max_length=300)
    saved_at = models.DateTimeField("сохранено")
    saved_by = models.CharField("кем сохранено", max_length=200)

    class Meta:
        verbose_name = "расписание приёма"
        verbose_name_plural = "расписания приёма"

    def __str__(self) -> str:
        return self.said


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, user: Any) -> Self:
        """Staff see all visits, people their own, and whoever has the address of one those of nobody's account."""
        if not user.is_authenticated:
            return self.filter(user=None)
        if user.is_staff_of_company:
            return self
        return self.filter(Q(user=None) | Q(user=user))

    def booked(self) -> Self:
        return self.filter(state=Booking.State.BOOKED)


class Booking(models.Model):
    """A visit, or somebody who waits for a free time: then there is none yet.

    What the timetable called office and service at that time stands here in words: a later timetable changes no visit.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Ждёт свободного времени"
        TOLD = "told", "О свободном времени сообщили"
        BOOKED = "booked", "Записан"
        ARRIVED = "arrived", "Пришёл"
        ABSENT = "absent", "Не пришёл"
        CANCELLED = "cancelled", "Отменена"

    # The address of a visit: whoever has no account knows it from the page and the letter, nobody can guess it.
    key = models.UUIDField("ключ", default=uuid.uuid4)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", verbose_name="учётная запись")
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, related_name="+", verbose_name="обращение", db_index=False
    )
    name = models.CharField("имя", max_length=200)
    phone = models.CharField("телефон", max_length=20, blank=True)
    email = models.EmailField("e-mail", blank=True)
    purpose = models.CharField("цель", max_length=500, blank=True)
    office = models.PositiveIntegerField("офис")
    service = models.PositiveIntegerField("услуга")
    window = models.PositiveIntegerField("окно", null=True)
    place = models.CharField("где", max_length=500)
    service_name = models.CharField("услуга словами", max_length=200)
    zone = models.CharField("часовой пояс", max_length=40)
    starts_at = models.DateTimeField("начало", null=True, db_index=True)
    ends_at = models.DateTimeField("окончание", null=True)
    # None: the visit holds no time.
    occupied: Any = BigIntegerRangeField("занятое время окна", null=True)  # type: ignore[misc]
    state = models.CharField("состояние", max_length=10, choices=State)
    revision = models.PositiveSmallIntegerField("сколько раз изменена", default=0)  # SEQUENCE of the calendar file
    changed_at = models.DateTimeField("изменена")
    reason = models.CharField("почему отменена", max_length=300, blank=True)

    objects: ClassVar[BookingQuerySet] = BookingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "запись на приём"
        verbose_name_plural = "записи на приём"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="booking_is_made_once"),
            ExclusionConstraint(name="booking_time_is_sold_once", expressions=[("occupied", RangeOperators.OVERLAPS)]),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "told"])
                | Q(starts_at__isnull=False, ends_at__gt=models.F("starts_at"), window__isnull=False)
                | Q(state="cancelled"),
                name="booking_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(occupied__isnull=False, state__in=["booked", "arrived", "absent"])
                | Q(occupied__isnull=True, state__in=["waiting", "told", "cancelled"]),
                name="booking_holds_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_name}, {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("appointment", args=[self.key])

    @property
    def is_booked(self) -> bool:
        return self.state == self.State.BOOKED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def local_start(self) -> datetime:
        """As the clock of the office shows it."""
        assert self.starts_at is not None  # noqa: S101
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime:
        assert self.ends_at is not None  # noqa: S101
        return self.ends_at.astimezone(ZoneInfo(self.zone))


def occupied_by(window: int, starts_at: datetime, ends_at: datetime) -> NumericRange:
    """The part of the window's own line of seconds that a visit takes."""
    line = window * LINE_OF_A_WINDOW
    return NumericRange(line + int(starts_at.timestamp()), line + int(ends_at.timestamp()), "[)")
