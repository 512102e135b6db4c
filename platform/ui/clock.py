"""Moments by the clock of the site, also those that strangers wrote.

Certificates, stamps, answers on revocation, powers of attorney and protocols carry dates that anybody may have made up.
RFC 5280 itself says «no end» as the last second of the year 9999. In another zone such a moment lies outside the
calendar, and Python refuses to name it: the nearest moment that has a name is taken instead.
"""

from datetime import UTC, datetime, timedelta, tzinfo

from django.utils.timezone import get_current_timezone

from .words import with_time

MOSCOW = 3  # hours ahead of UTC, all the year round


def local(moment: datetime) -> datetime:
    """An aware moment in the zone of the site, or of the company for which we work."""
    return _in_zone(moment, get_current_timezone())


def zone_of(moment: datetime) -> str:
    """What stands in brackets behind a moment: «МСК», «МСК−1» in Kaliningrad, «МСК+9» in Kamchatka."""
    offset = local(moment).utcoffset() or timedelta()
    hours = offset // timedelta(hours=1) - MOSCOW
    sign = "+" if hours > 0 else "\N{MINUS SIGN}"
    return f"МСК{sign}{abs(hours)}" if hours else "МСК"


def period(began: datetime, ended: datetime) -> str:
    """«17.03.2026, 10:30 – 14:00 (МСК)», with the second day where it is another one."""
    first, last = local(began), local(ended)
    end = f"{last:%H:%M}" if first.date() == last.date() else with_time(last)
    return f"{with_time(first)} – {end} ({zone_of(ended)})"


def universal(moment: datetime) -> datetime:
    """An aware moment as it can be stored: the database counts in UTC and knows years that Python does not."""
    return _in_zone(moment, UTC)


def _in_zone(moment: datetime, zone: tzinfo) -> datetime:
    try:
        return moment.astimezone(zone)
    except (OverflowError, ValueError):
        is_end = moment.year > 5000
        return datetime.max.replace(tzinfo=zone) if is_end else datetime.min.replace(tzinfo=zone)
