"""Settings come from the environment; a wrong value stops the start, it is never guessed.

environs 15.2 was tried and not adopted: it takes «yes» for a flag, starts with `http://` as a URL of a mail server, and
its messages name no remedy. The file of secrets, the key, the URLs and the gateways would have stayed here, so it would
have brought three packages (environs, marshmallow, python-dotenv) and saved about fifteen lines.
"""

import os
import re
from base64 import b64decode
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit


class WrongSetting(Exception):
    """A variable is missing or says something it cannot say."""


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise WrongSetting(f"{name} is not set")
    return value


def secret(name: str, default: str | None = None) -> str:
    """The value of NAME, or the content of the file that NAME_FILE names (as container platforms give secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise WrongSetting(f"{name}_FILE: {error}") from error
    return text(name, default)


def seed(name: str) -> bytes:
    """A secret of 32 random bytes, written in Base64."""
    try:
        value = b64decode(secret(name), validate=True)
    except ValueError as error:
        raise WrongSetting(f"{name} is Base64") from error
    if len(value) != 32:
        raise WrongSetting(f"{name} is 32 bytes in Base64 (openssl rand -base64 32), not {len(value)}")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise WrongSetting(f"{name} is 1 or 0, not {value!r}")
    return value == "1"


def former_secrets(name: str, *, now: str) -> list[str]:
    """Secrets that were in use before, divided by commas or, in a file, by lines; `now` is the one in use."""
    found = [key.strip() for key in secret(name, "").replace("\n", ",").split(",") if key.strip()]
    if now in found:
        raise WrongSetting(f"{name} holds the secret that is in use: put the former one there")
    return found


def words(name: str) -> list[str]:
    """Several values, between spaces or commas."""
    return text(name, "").replace(",", " ").split()


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise WrongSetting(f"{name} is a whole number, not {value!r}") from error


def database(url: str) -> dict[str, object]:
    """`postgres://user:password@host:port/name`, or `postgres://user@/name?host=/socket/folder&port=5432`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise WrongSetting("DATABASE_URL looks like postgres://user:password@host:5432/name")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
    }


def mail(url: str) -> dict[str, object]:
    """`smtp://user:password@host:587?tls=1` (STARTTLS) or `?ssl=1`."""
    parts = urlsplit(url)
    if parts.scheme != "smtp" or not parts.hostname:
        raise WrongSetting("EMAIL_URL looks like smtp://user:password@host:587?tls=1")
    options = parse_qs(parts.query)
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": options.get("tls") == ["1"],
        "EMAIL_USE_SSL": options.get("ssl") == ["1"],
    }


SMS_GATEWAYS = (
    "SMS_GATEWAYS looks like smsc://login:password@smsc.ru?sender=NAME smsaero://email:key@gate.smsaero.ru?sign=NAME "
    "smpp://id:password@host:2775?source=NAME"
)


def sms_gateways(urls: str) -> list[dict[str, Any]]:
    """Gateways of SMS in the order of preference, their URLs divided by blanks.

    Over https; `smsc+http://` without it. What reports call a gateway is its kind, or `name=` where there are two.
    """
    found = [_sms_gateway(urlsplit(url)) for url in urls.split()]
    names = [gateway["name"] for gateway in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise WrongSetting(f"SMS_GATEWAYS: two gateways are called {twice.pop()}, give one of them name=…")
    return found


def _sms_gateway(parts: SplitResult) -> dict[str, Any]:
    """Nothing of the URL is quoted in the error: it has a password in it."""
    kind, _, transport = parts.scheme.partition("+")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    name = options.pop("name", kind)
    try:
        port = parts.port
        float(options.get("timeout", 1))
    except ValueError:
        raise WrongSetting(SMS_GATEWAYS) from None
    is_known = (kind in {"smsc", "smsaero"} and transport in {"", "http"}) or parts.scheme == "smpp"
    if not (is_known and parts.hostname and parts.username and re.fullmatch(r"[a-z0-9-]{1,30}", name)):
        raise WrongSetting(SMS_GATEWAYS)
    return {
        "kind": kind,
        "name": name,
        "host": parts.hostname,
        "port": port,
        "user": unquote(parts.username),
        "password": unquote(parts.password or ""),
        "is_secure": transport != "http",
        "options": options,
    }
