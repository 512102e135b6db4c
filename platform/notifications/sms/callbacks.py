"""Where gateways report to of their own accord."""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SECRET_LENGTH = 40  # hexadecimal digits, 160 bits


def report_url(gateway: str) -> str:
    """Whoever knows it may tell what became of a message, nothing else."""
    return f"{settings.PUBLIC_URL}/sms/reports/{gateway}/{_secret(gateway, settings.SECRET_KEY)}/"


def is_secret_of(gateway: str, secret: str) -> bool:
    """While SECRET_KEY is changed the old addresses are good too: some are written down in gateways' settings."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(secret, _secret(gateway, key)) for key in keys)


def _secret(gateway: str, key: str) -> str:
    return salted_hmac("notifications.sms.report", gateway, secret=key, algorithm="sha256").hexdigest()[:SECRET_LENGTH]
