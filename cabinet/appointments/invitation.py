"""A visit as a file for calendars (iCalendar, RFC 5545): one event, of one UID for ever, of a growing revision."""

from datetime import datetime

from icalendar import Calendar, Event

from .models import Booking


def file_of(booking: Booking, *, host: str, organiser: str, now: datetime) -> bytes:
    """A cancelled visit takes the event out of the calendar."""
    is_cancelled = booking.state == Booking.State.CANCELLED
    event = Event()
    event.add("uid", f"visit-{booking.pk}@{host}")
    event.add("sequence", booking.revision)
    event.add("dtstamp", now)
    event.add("last-modified", booking.changed_at)
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    event.add("summary", f"{booking.service_name}, {organiser}")
    event.add("location", booking.place)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//setevoy-kabinet//appointments//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
