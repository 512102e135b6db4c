"""What whoever comes is told: by letter, by SMS where there is no e-mail, by both shortly before the visit."""

from datetime import datetime
from uuid import uuid5

from accounts.links import link
from cabinet.company.queries import profile
from notifications.services import send_email, send_sms
from ui.words import in_words

from .models import Booking


def booked(booking: Booking) -> None:
    _tell(booking, "booked", "Вы записаны на приём", "Вы записаны на приём.")


def moved(booking: Booking) -> None:
    _tell(booking, "moved", "Запись на приём перенесена", "Время приёма изменено.")


def cancelled(booking: Booking) -> None:
    text = "Запись на приём отменена."
    if booking.reason:
        text = f"Запись на приём отменена: {booking.reason}. Выберите, пожалуйста, другое время."
    _tell(booking, "cancelled", "Запись на приём отменена", text, new=True)


def reminded(booking: Booking, *, is_soon: bool) -> None:
    name, when = ("soon", "через два часа") if is_soon else ("day", "завтра")
    subject = f"Напоминаем: приём {when}" if is_soon else "Напоминаем о записи на приём"
    _tell(booking, name, subject, "Напоминаем: вы записаны на приём.", by_sms=is_soon)


def time_appeared(booking: Booking) -> None:
    _tell(booking, "free", "Появилось время для записи", "Появилось свободное время для записи на приём.", new=True)


def when_of(booking: Booking) -> str:
    start = booking.local_start
    return f"{in_words(start.date())}, {start:%H:%M}"


def _tell(booking: Booking, name: str, subject: str, text: str, *, new: bool = False, by_sms: bool = False) -> None:
    """The revision is part of the key: after a move the same is told anew, and twice of one time is once."""
    key = uuid5(booking.key, f"{booking.revision}-{name}")
    expires_at: datetime | None = booking.starts_at
    facts = [("Услуга", booking.service_name), ("Где", booking.place)]
    if booking.starts_at is not None:
        facts.insert(0, ("Когда", when_of(booking)))
    address = link("appointments") if new else link("appointment", booking.key)
    if booking.email:
        button = "Выбрать время" if new else "Открыть запись"
        context = {"subject": subject, "text": text, "facts": facts, "link": address, "button": button}
        send_email(key=key, to=booking.email, template="appointment", context=context)
    if booking.phone and (by_sms or not booking.email):
        said = [subject, *([when_of(booking), booking.place] if booking.starts_at else [booking.service_name])]
        words = f"{profile().short_name}. {'. '.join(said)}. {address}"
        send_sms(key=uuid5(key, "sms"), to=booking.phone, text=words, expires_at=expires_at)
