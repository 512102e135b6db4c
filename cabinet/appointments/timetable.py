"""When a company receives people: offices, windows, services, exceptions. One document, read whole; knows no Django."""

from datetime import date, time
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

DAYS_OF_WEEK = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье")


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Part):
    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"


class Service(Part):
    number: int
    name: str
    minutes: int = Field(ge=5, le=480)
    note: str = ""


class Window(Part):
    """A desk with somebody behind it. Its number is unique in the company, so it stays the same in another office."""

    number: int
    name: str
    services: tuple[int, ...]
    week: tuple[tuple[Span, ...], ...] = Field(min_length=7, max_length=7)
    breaks: tuple[Span, ...] = ()


class Office(Part):
    number: int
    name: str
    address: str = ""
    zone: str = ""  # without one, that of the company
    windows: tuple[Window, ...] = ()


class Special(Part):
    """A single day that is not as its weekday: other hours, or none. It also opens an office on a holiday."""

    number: int
    day: date
    office: int = 0  # 0: every office
    window: int = 0  # 0: every window of the office
    hours: tuple[Span, ...] = ()
    reason: str = ""


class Timetable(Part):
    offices: tuple[Office, ...] = ()
    services: tuple[Service, ...] = ()
    specials: tuple[Special, ...] = ()
    horizon_days: int = Field(default=14, ge=1, le=180)  # how far ahead people may book
    notice_minutes: int = Field(default=60, ge=0, le=7 * 24 * 60)  # how long before the start at the latest
    active_limit: int = Field(default=2, ge=1, le=20)  # visits ahead of one person
    last_number: int = 0  # the last number given to a part; numbers are never given again

    def office(self, number: int) -> Office | None:
        return next((office for office in self.offices if office.number == number), None)

    def service(self, number: int) -> Service | None:
        return next((service for service in self.services if service.number == number), None)

    def with_(self, **changed: Any) -> "Timetable":
        return Timetable.model_validate({**self.model_dump(), **changed})

    @property
    def is_open(self) -> bool:
        """Somebody can be received at all."""
        return any(window.services for office in self.offices for window in office.windows)
