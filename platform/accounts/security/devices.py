"""Browsers from which a person has signed in, remembered by a signed cookie. No fingerprint is taken."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

import audit
from tenancy.company import connection

from .. import emails
from ..models import User

COOKIE = f"{settings.COOKIE_PREFIX}known"  # host-only, like the session cookie
SALT = "accounts.devices"
YEAR = 365 * 24 * 3600  # seconds; browsers keep no cookie for much longer
PEOPLE_OF_A_BROWSER = 10  # a family may share one; the oldest entry is dropped first
IN_SESSION = "device"

BROWSERS = (
    ("YaBrowser/", "Яндекс Браузер"), ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def greet(request: HttpRequest, response: HttpResponseBase, user: User, *, is_first: bool, now: datetime) -> None:
    """Record where the session was opened, and e-mail the person if they have not used this browser before."""
    device = words(request.headers.get("User-Agent", ""))
    ip = get_adapter().get_client_ip(request)
    request.session[IN_SESSION] = {"words": device, "ip": ip}
    known = _known(request)
    if user.pk not in known and not is_first:
        audit.record(user, "user.used_new_device", user, now=now)
        emails.new_device(user, device=device, ip=ip, now=now)
    people = [*(pk for pk in known if pk != user.pk), user.pk][-PEOPLE_OF_A_BROWSER:]
    response.set_cookie(
        COOKIE,
        signing.dumps([connection.schema_name, *people], salt=SALT),
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def words(user_agent: str) -> str:
    """The browser and the system as people call them: «Chrome, Windows»."""
    found = [next((name for mark, name in marks if mark in user_agent), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or "Неизвестное устройство"


def _known(request: HttpRequest) -> list[int]:
    try:
        schema_name, *people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR)
    except (signing.BadSignature, ValueError):
        return []
    return people if schema_name == connection.schema_name else []
