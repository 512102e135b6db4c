"""The shape of a protocol of a simple signature: the fields that are read, and their types.

The seal proves who made a protocol, not that it is well formed: the holder of the key may have sealed anything. A
protocol of this shape can be shown and compared without further checks. Other fields may stand beside these.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

Check = Callable[[Any], bool]
Shape = Check | dict[str, "Shape"]

LONGEST_TEXT = 4000
MOST_EVENTS = 1000
_LARGEST = 2**53  # every program that reads JSON represents whole numbers up to this one exactly
_HASH = re.compile(r"[0-9a-f]{64}")


def faults_of(sealed: Any) -> list[str]:
    """A sentence about each field that is missing or of another type; an empty list if all fields can be read."""
    return [f"нет поля «{place}», или оно не того вида" for place in _wrong(sealed, _SEALED, "")]


def _wrong(value: Any, shape: Shape, place: str) -> Iterator[str]:
    if callable(shape):
        if not shape(value):
            yield place
        return
    if not isinstance(value, dict):
        yield place or "protocol"
        return
    for name, inner in shape.items():
        yield from _wrong(value.get(name, _MISSING), inner, f"{place}.{name}" if place else name)


def _text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST


def _hash(value: Any) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _or_none(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _or_absent(shape: Shape) -> Check:
    return lambda value: value is _MISSING or not list(_wrong(value, shape, "."))


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _events(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= MOST_EVENTS
        and all(not list(_wrong(event, _EVENT, ".")) for event in value)
    )


_MISSING = object()
_EVENT: Shape = {"at": _moment, "event": _text, "ip": _or_none(_text), "user_agent": _text}
_SEALED: Shape = {
    "protocol": {
        "version": _number,
        "kind": _text,
        "number": _number,
        "previous": _hash,
        "chain": _or_absent(_hash),
        "test": _flag,
        "operator": {"name": _text, "inn": _text, "ogrn": _text, "address": _text},
        "request": _or_absent({"id": _number, "side": _text, "applicant": _number}),
        "document": {
            "id": _number,
            "title": _text,
            "file": _text,
            "size": _number,
            "sha256": _hash,
            "streebog256": _hash,
        },
        "signer": {
            "name": _text,
            "snils": _text,
            "phone": _text,
            "phone_confirmed_at": _or_none(_moment),
            "account": _number,
        },
        "agreement": {"title": _text, "version": _number, "sha256": _hash, "accepted_at": _or_none(_moment)},
        "key": {
            "digits": _number,
            "issued_at": _moment,
            "expires_at": _moment,
            "attempts": _number,
            "attempts_allowed": _number,
            "bound_to": _text,
            "proof": _text,
        },
        "message": {
            "text": _text,
            "id": _text,
            "gateway": _text,
            "gateway_id": _text,
            "handed_at": _or_none(_moment),
            "received_at": _or_none(_moment),
        },
        "events": _events,
        "signed_at": _moment,
    },
    "seal": {"algorithm": _text, "key_id": _text, "public_key": _text, "value": _text},
}
