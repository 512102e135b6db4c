"""Encrypts secrets of second factors, so that a copy of the database without SECRET_KEY opens no account."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def box(*, newest_only: bool = False) -> MultiFernet:
    """Encrypts with the newest secret and decrypts with any. `key_rotation` rewrites what an earlier one has written.

    The name in the digest is a constant of what is stored, not the path of a module: it must never change.
    """
    keys = [settings.SECRET_KEY] if newest_only else [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(urlsafe_b64encode(sha256(f"accounts.second_factor {key}".encode()).digest())) for key in keys]
    )
