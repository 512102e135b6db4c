"""Which addresses a webhook may have. Where a name leads is looked at anew by each request, see `outward.exchange`."""

import re
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from tenancy.errors import DomainError

LONGEST = 500
PORTS = (443, 8443)
# A last label that begins with a figure is an IPv4 address in one of its many spellings: «0», «0x7f.1», «2130706433».
_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)", re.ASCII)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)


class AddressRefused(DomainError):
    status = 422
    code = "address_refused"
    message = "{why}"


def checked(given: str) -> str:
    """The address as it is stored: the name of the host in ASCII. Raises AddressRefused, which says what to do."""
    url = given.strip()
    if not url or len(url) > LONGEST or any(character.isspace() or not character.isprintable() for character in url):
        raise AddressRefused(why=f"Введите адрес целиком, без пробелов, не длиннее {LONGEST} знаков")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise AddressRefused(why="Это не адрес: проверьте его вид, например https://1c.example.ru/hook") from error
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(why="Уберите из адреса имя и пароль: от кого событие, говорит подпись")
    if parts.fragment or "\\" in url:
        raise AddressRefused(why="Уберите из адреса часть после «#» и обратные косые черты")
    name = _ascii(host)
    netloc = f"{name}:{port}" if port is not None else name
    if {name, netloc} & set(settings.WEBHOOK_PRIVATE_HOSTS) and parts.scheme in ("http", "https"):
        return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
    if parts.scheme != "https":
        raise AddressRefused(why="Адрес должен начинаться с https://")
    if port not in (None, *PORTS):
        raise AddressRefused(why="Порт может быть 443 или 8443")
    labels = name.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or _NUMBER.fullmatch(labels[-1]):
        raise AddressRefused(why="Введите имя сайта, а не IP-адрес, например https://1c.example.ru/hook")
    return urlunsplit(("https", netloc, parts.path or "/", parts.query, ""))


def _ascii(host: str) -> str:
    """«кабинет.рф» as xn--…; what only looks like figures and dots becomes figures and dots here, and is seen then."""
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError as error:
        raise AddressRefused(why="Имя сайта в адресе не разобрать: проверьте его") from error
