"""The addresses to which gateways send delivery reports."""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SECRET_LENGTH = 40  # hexadecimal digits, 160 bits


def report_url(gateway: str) -> str:
    """A secret address. It only lets its holder report what became of messages."""
    return f"{settings.PUBLIC_URL}/sms/reports/{gateway}/{_secret(gateway, settings.SECRET_KEY)}/"


def is_secret_of(gateway: str, secret: str) -> bool:
    """Addresses made with earlier keys stay valid, because settings of gateways may contain them."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(secret, _secret(gateway, key)) for key in keys)


def _secret(gateway: str, key: str) -> str:
    return salted_hmac("notifications.sms.report", gateway, secret=key, algorithm="sha256").hexdigest()[:SECRET_LENGTH]
