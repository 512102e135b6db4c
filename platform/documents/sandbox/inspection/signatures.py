"""Detached signatures (SIG, P7S, P7M): CMS as DER or BER, as PEM, or as bare Base64."""

import base64
import binascii
import re
from typing import BinaryIO

from .outcome import Found, Refused

BYTES_AT_MOST = 1024 * 1024  # a chain of certificates with time stamps takes some tens of thousands
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # the object identifier pkcs7-signedData
_PEM = re.compile(rb"\s*-----BEGIN (PKCS7|CMS|SIGNATURE|SIGNED MESSAGE)-----")
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]+={0,2}\s*")


def inspect(file: BinaryIO, head: bytes) -> Found | None:
    """None if the file is no signature. Raises Refused."""
    if not (_is_cms(head) or _PEM.match(head) or _is_base64(head)):
        return None
    if file.seek(0, 2) > BYTES_AT_MOST:
        raise Refused("signature_too_large")
    return Found("sig")


def _is_cms(head: bytes) -> bool:
    """Whether this is a sequence in which the identifier of signed data directly follows the length."""
    return head[:1] == b"\x30" and _SIGNED_DATA in head[2 : 6 + len(_SIGNED_DATA)]


def _is_base64(head: bytes) -> bool:
    beginning = b"".join(head.split())[:64]
    if not _BASE64.fullmatch(head) or len(beginning) < 64:
        return False
    try:
        return _is_cms(base64.b64decode(beginning))
    except binascii.Error:
        return False
