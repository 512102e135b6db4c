"""What a company has decided about payments: its other accounts, its acquirer. Kept in its profile.

The acquirer's secret is encrypted with a key that is made of SECRET_KEY, so a copy of the database alone is of no use;
`rotate_secret_key` writes it anew when the key changes.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from cabinet.company.models import Profile
from cabinet.company.queries import profile
from tenancy.company import connection, current_company, is_public

from .acquirers import KINDS, Acquirer, acquirer_of
from .acquirers.protocol import Keys

_SECRET_LENGTH = 40  # hexadecimal digits, 160 bits


def own_accounts() -> list[str]:
    """Accounts between which the company moves money itself, besides the one whose statements are taken."""
    return [str(account) for account in profile().payment_settings.get("other_accounts", [])]


def acquirer() -> tuple[str, Acquirer] | None:
    """The one by which people pay now, with its name; None where the company takes no online payments."""
    chosen = profile().payment_settings
    name = chosen.get("acquirer", "")
    made = acquirer_named(name) if chosen.get("is_on") else None
    return (name, made) if made else None


def acquirer_named(name: str) -> Acquirer | None:
    """Also one that is switched off: its orders are still asked about. None without its keys."""
    chosen = profile().payment_settings.get("keys", {}).get(name)
    if name not in KINDS or not chosen:
        return None
    return acquirer_of(name, Keys(chosen["shop"], opened(chosen["secret"])))


def sealed(secret: str) -> str:
    return box().encrypt(secret.encode()).decode()


def opened(secret: str) -> str:
    """Raises InvalidToken for what was encrypted with a key that is not known any more."""
    return box().decrypt(secret.encode()).decode()


def box(*, newest_only: bool = False) -> MultiFernet:
    """The name in the digest is a constant of what is stored: it must never change."""
    keys = [settings.SECRET_KEY] if newest_only else [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(urlsafe_b64encode(sha256(f"payments.acquirer {key}".encode()).digest())) for key in keys]
    )


def renew_secrets(*, only_look: bool) -> list[bool | None]:
    """Encrypt with the newest key what an earlier one has encrypted.

    Says of each secret whether it was an earlier one; None if no known key reads it.
    """
    about = None if is_public() else Profile.objects.select_for_update(no_key=True).filter(pk=1).first()
    if about is None:
        return []
    told: list[bool | None] = []
    for chosen in about.payment_settings.get("keys", {}).values():
        try:
            box(newest_only=True).decrypt(chosen["secret"].encode())
            told.append(False)
        except InvalidToken:
            try:
                chosen["secret"] = box().rotate(chosen["secret"].encode()).decode()
                told.append(True)
            except InvalidToken:
                told.append(None)
    if True in told and not only_look:
        about.save(update_fields=["payment_settings"])
    return told


def notify_url(name: str) -> str:
    """The secret address of this company to which the provider sends its notices."""
    path = reverse("payment_notice", args=[name, _secret(name, settings.SECRET_KEY)])
    return f"{current_company().address}{path}"


def is_notify_secret(name: str, secret: str) -> bool:
    """Addresses made with earlier keys stay valid, because shops are set up with them."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(secret, _secret(name, key)) for key in keys)


def _secret(name: str, key: str) -> str:
    about = f"{connection.schema_name} {name}"
    return salted_hmac("payments.notice", about, secret=key, algorithm="sha256").hexdigest()[:_SECRET_LENGTH]
