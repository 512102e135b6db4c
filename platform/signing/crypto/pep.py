"""The protocol of a simple electronic signature (ПЭП): sealed, chained, checkable by anyone.

A protocol is a JSON object of strings, whole numbers, lists and objects. Its canonical bytes (UTF-8, sorted keys, no
spaces) are sealed with the platform's Ed25519 key; `previous` holds the SHA-256 of the sealed protocol before it, so
that nothing can be removed or put in later without breaking the chain. One-time codes are not made here.

    {"protocol": {"number": 2, "previous": "<64 hex digits>", "document": {"sha256": "…", …}, …},
     "seal": {"algorithm": "Ed25519", "key_id": "…", "public_key": "<base64>", "value": "<base64>"}}
"""

import base64
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Protocol = dict[str, Any]
Sealed = dict[str, Any]

GENESIS = "0" * 64  # `previous` of the first protocol
ALGORITHM = "Ed25519"

NOT_A_PROTOCOL = "файл не является протоколом подписания"
UNKNOWN_KEY = "печать сделана неизвестным ключом"
CHANGED = "печать неверна: протокол изменён"
OTHER_DOCUMENT = "протокол относится к другому документу"
CHAIN_BROKEN = "нарушена цепочка протоколов"


def canonical(value: object) -> bytes:
    """The canonical bytes of a value. Raises ValueError or TypeError if JSON cannot represent it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def seal(protocol: Mapping[str, Any], key: Ed25519PrivateKey) -> Sealed:
    """The protocol with the platform's seal. Set `number` and `previous` before: `link` of the last one, or GENESIS."""
    public = key.public_key()
    return {
        "protocol": protocol,
        "seal": {
            "algorithm": ALGORITHM,
            "key_id": key_id(public),
            "public_key": encode_key(public),
            "value": base64.b64encode(key.sign(canonical(protocol))).decode(),
        },
    }


def link(sealed: Sealed) -> str:
    """The hash that the next protocol states as its `previous`."""
    return hashlib.sha256(canonical(sealed)).hexdigest()


def encode_key(key: Ed25519PublicKey) -> str:
    """The key in the form in which it is published and stated in seals."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def key_id(key: Ed25519PublicKey) -> str:
    """A short name of the key, for people: it is printed on the protocol."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def check(
    sealed: Sealed,
    trusted_keys: Collection[str],
    *,
    document_sha256: str | None = None,
    previous: str | None = None,
) -> list[str]:
    """The faults of one protocol, in Russian; an empty answer means that it holds. It raises on nothing.

    `trusted_keys` are the published ones, as `encode_key` gives them. The document and the protocol before it (`link`
    of it, or GENESIS) are compared if they are given.
    """
    try:
        return list(_faults(sealed, trusted_keys, document_sha256, previous))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return [NOT_A_PROTOCOL]


def _faults(
    sealed: Sealed, trusted_keys: Collection[str], document_sha256: str | None, previous: str | None
) -> Iterator[str]:
    protocol, stamp = sealed["protocol"], sealed["seal"]
    body = canonical(protocol)
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(stamp["public_key"], validate=True))
    # The decoded key is compared, because one key has several spellings in Base64.
    if encode_key(key) not in trusted_keys:
        yield UNKNOWN_KEY
    try:
        value = base64.b64decode(stamp["value"], validate=True)
        if stamp["algorithm"] != ALGORITHM or stamp["key_id"] != key_id(key):
            raise InvalidSignature
        key.verify(value, body)
    except (InvalidSignature, ValueError):
        yield CHANGED
    if document_sha256 is not None and protocol["document"]["sha256"] != document_sha256:
        yield OTHER_DOCUMENT
    if previous is not None and protocol["previous"] != previous:
        yield CHAIN_BROKEN
