"""Name constraints: an authority that may certify only some names, and the names below it (RFC 5280, 4.2.1.10).

Constraints are enforced whether their extension is critical or not.
"""

from typing import NamedTuple

from .admission import ALTERNATIVE_NAMES, NAME_CONSTRAINTS, Certificate, value_of
from .asn1 import contents, encoded, parts
from .errors import Code, Fault
from .names import attributes, is_within, same

_EMAIL, _HOST, _DIRECTORY, _URI, _IP = 0x81, 0x82, 0xA4, 0x86, 0x87  # kinds of GeneralName by their tags
_EMAIL_ATTRIBUTE = "1.2.840.113549.1.9.1"
_PERMITTED, _EXCLUDED = 0xA0, 0xA1
MAX_SUBTREES = 64


class _Name(NamedTuple):
    kind: int
    value: bytes


def check(path: list[Certificate]) -> None:
    """Raises Fault CHAIN_BROKEN if a certificate of the path bears a name that one above it may not certify.

    A self-issued certificate is not bound by the constraints, unless it is the first of the path.
    """
    for place, issuer in enumerate(path):
        try:
            value = value_of(issuer, NAME_CONSTRAINTS)
            if value is None or place == 0:
                continue
            permitted, excluded = _subtrees(value)
            below = [c for n, c in enumerate(path[:place]) if n == 0 or not same(c.subject, c.issuer)]
            names = [name for certificate in below for name in _names(certificate)]
            is_broken = any(_is_forbidden(name, permitted, excluded) for name in names)
        except ValueError as problem:
            raise Fault(Code.CHAIN_BROKEN, f"name constraints: {problem}") from None
        if is_broken:
            raise Fault(Code.CHAIN_BROKEN, "name constraints")


def _is_forbidden(name: _Name, permitted: list[_Name], excluded: list[_Name]) -> bool:
    if any(_covers(base, name) for base in excluded if base.kind == name.kind):
        return True
    of_kind = [base for base in permitted if base.kind == name.kind]
    return bool(of_kind) and not any(_covers(base, name) for base in of_kind)


def _subtrees(value: bytes) -> tuple[list[_Name], list[_Name]]:
    found: dict[int, list[_Name]] = {_PERMITTED: [], _EXCLUDED: []}
    for part in parts(value):
        if part[0] not in found:
            raise ValueError("neither permitted nor excluded")
        for subtree in parts(part):
            base, *bounds = parts(subtree)
            if bounds or base[0] & 0xC0 != 0x80:
                raise ValueError("bounds of a subtree, or no name")
            found[part[0]].append(_name(base))
    if sum(map(len, found.values())) > MAX_SUBTREES:
        raise ValueError("too many subtrees")
    return found[_PERMITTED], found[_EXCLUDED]


def _names(certificate: Certificate) -> list[_Name]:
    subject = encoded(certificate.subject)
    found = [_Name(_DIRECTORY, subject)] if contents(subject) else []
    for attribute in attributes(certificate.subject):
        if attribute.kind == _EMAIL_ATTRIBUTE:
            found.append(_Name(_EMAIL, contents(attribute.value)))
    value = value_of(certificate, ALTERNATIVE_NAMES)
    return found + [_name(name) for name in parts(value or b"\x30\x00")][:MAX_SUBTREES]


def _name(encoded_name: bytes) -> _Name:
    return _Name(encoded_name[0], contents(encoded_name))


def _covers(base: _Name, name: _Name) -> bool:
    """Whether the name lies in the subtree of its kind. Raises ValueError for a kind that we cannot compare."""
    if name.kind == _DIRECTORY:
        return is_within(name.value, base.value)
    if name.kind == _IP:
        return _is_in_network(name.value, base.value)
    wanted, stated = base.value.lower(), name.value.lower()
    if name.kind == _EMAIL:
        host = stated.rpartition(b"@")[2]
        return stated == wanted if b"@" in wanted else _is_host_in(host, wanted)
    if name.kind == _HOST:
        return not wanted or stated == wanted or stated.endswith(b"." + wanted.lstrip(b"."))
    if name.kind == _URI:
        authority = stated.partition(b"://")[2].partition(b"/")[0]
        return _is_host_in(authority.rpartition(b"@")[2].partition(b":")[0], wanted)
    raise ValueError(f"a name of kind {name.kind:#04x}")


def _is_host_in(host: bytes, wanted: bytes) -> bool:
    """Whether the host lies in the subtree. A subtree that begins with a dot covers everything below it."""
    return host.endswith(wanted) if wanted[:1] == b"." else host == wanted or not wanted


def _is_in_network(address: bytes, network: bytes) -> bool:
    if len(network) != 2 * len(address):
        return False
    base, mask = network[: len(address)], network[len(address) :]
    return all(one & bits == other & bits for one, other, bits in zip(address, base, mask, strict=True))
