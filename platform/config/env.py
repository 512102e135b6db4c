"""Settings come from the environment; a wrong value stops the start, it is never guessed."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


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


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise WrongSetting(f"{name} is 1 or 0, not {value!r}")
    return value == "1"


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
