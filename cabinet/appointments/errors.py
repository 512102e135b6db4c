from collections.abc import Sequence
from typing import TYPE_CHECKING

from tenancy.errors import DomainError

if TYPE_CHECKING:
    from .models import Booking


class SlotTaken(DomainError):
    code = "slot_taken"
    message = "Это время только что заняли. Выберите другое"


class SlotNotOffered(DomainError):
    code = "slot_not_offered"
    message = "На это время записаться нельзя: его нет в расписании или до него осталось слишком мало. Выберите другое"


class TooManyBookings(DomainError):
    code = "too_many_bookings"
    message = "Записей впереди уже {count}, больше нельзя. Отмените одну из них и запишитесь снова"


class BookingOver(DomainError):
    code = "booking_over"
    message = "Эту запись уже нельзя изменить: она отменена или её время прошло"


class TimeIsFree(DomainError):
    code = "time_is_free"
    message = "Свободное время уже есть. Выберите его"


class TimetableBroken(DomainError):
    """What was typed makes no timetable; the sentence names the part and the remedy."""

    status = 422
    code = "timetable_broken"


class TouchesBookings(DomainError):
    """The new timetable leaves visits without their time. Nothing is saved until a person has seen whose."""

    code = "touches_bookings"
    message = "Новое расписание затрагивает записи. Проверьте список и подтвердите"

    def __init__(self, bookings: "Sequence[Booking]") -> None:
        self.bookings = bookings
        super().__init__()
