"""Kept forms are encrypted, so that a copy of the database without SECRET_KEY reveals nothing that was typed."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12  # bytes, as AES-GCM wants them


class Unreadable(Exception):
    """The text was encrypted with a key that is no longer known, or for another row."""


def seal(raw: bytes, *, about: str) -> bytes:
    """Encrypt for the row and the person that `about` names. Copied to another row, the text cannot be decrypted."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, raw, about.encode())


def unseal(sealed: bytes, *, about: str) -> bytes:
    for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        try:
            return _cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
        except InvalidTag:
            continue
    raise Unreadable


def _cipher(secret: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"accounts.kept").derive(secret.encode()))
