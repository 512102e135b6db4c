"""The two names a company goes by: its subdomain, for people, and its schema, for PostgreSQL."""

import re

from django.core.exceptions import ValidationError

# PgBouncer compares search paths without regard to case, so "Ta" and "ta" would be one company to it: lower case only.
SCHEMA_PATTERN = r"^[a-z][a-z0-9_]{0,62}$"
HOST_PATTERN = r"^[a-z0-9][a-z0-9.-]{0,252}$"
SPARE_PREFIX = "spare_"

SUBDOMAIN = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
SUBDOMAIN_LENGTH = range(2, 41)

# Addresses the platform needs itself, or by which a stranger could pass for it.
RESERVED = frozenset(
    """
    www api admin administrator static media assets files cdn s3 mail smtp imap pop pop3 mx ns ns1 ns2 dns ftp vpn
    public private localhost local internal platform operator operators app apps cabinet lk login signin auth oauth
    sso esia account accounts security support help docs status health monitoring metrics outbox postmaster abuse
    root system information-schema
    """.split()  # noqa: SIM905  (seventy quoted words would be harder to read)
)
RESERVED_PREFIXES = ("pg-", "spare-")  # schemas of PostgreSQL's own and of the pool


def checked_subdomain(value: str) -> str:
    """The subdomain in lower case, or a sentence about what is wrong with it."""
    subdomain = value.strip().lower()
    if not subdomain:
        raise ValidationError("Введите поддомен. Пример: gorset")
    if not SUBDOMAIN.fullmatch(subdomain):
        raise ValidationError(
            "Поддомен начинается с латинской буквы и состоит из латинских букв, цифр и одиночных дефисов"
            " между ними. Пример: gor-set"
        )
    if len(subdomain) not in SUBDOMAIN_LENGTH:
        raise ValidationError(f"Длина поддомена — от {SUBDOMAIN_LENGTH.start} до {SUBDOMAIN_LENGTH.stop - 1} знаков")
    if subdomain in RESERVED or subdomain.startswith(RESERVED_PREFIXES):
        raise ValidationError(f"Поддомен «{subdomain}» занят площадкой. Выберите другой")
    return subdomain


def schema_for(subdomain: str) -> str:
    """A hyphen would need quoting in every statement. No subdomain has an underscore, so no two schemas meet."""
    return subdomain.replace("-", "_")
