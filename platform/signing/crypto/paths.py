"""The path from a certificate to a trusted root (RFC 5280, 6).

Paths are found by names and keys, which costs nothing, and their signatures are checked from the root down: whoever
puts a hundred false certificates into a signature makes us check the few that claim to be of a trusted issuer.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from . import admission, subtrees
from .admission import CERTIFICATE_SIGN, Certificate
from .algorithms import has_issued
from .asn1 import encoded
from .certificates import ISSUER_TOOL, SUBJECT_TOOL, title
from .errors import Code, Fault
from .names import same
from .trust import Trust

_UNDERSTOOD = {
    admission.KEY_USAGE, admission.BASIC_CONSTRAINTS, admission.POLICIES, admission.EXTENDED_USAGE,
    admission.NAME_CONSTRAINTS, SUBJECT_TOOL, ISSUER_TOOL,
}  # fmt: skip
MAX_PATH = 6
MAX_STEPS = 256  # steps of the search by names
MAX_FALSE = 2  # signatures of a trusted issuer that turn out to be false; each costs some milliseconds


def build_path(leaf: Certificate, pool: Iterable[Certificate], trust: Trust, moment: datetime) -> list[Certificate]:
    """The path from the signer's certificate to a trusted root, every link in force at `moment`; the root comes last.

    An authority may have several certificates of one key, some of them expired: every way is tried. Fault UNTRUSTED if
    no way leads to a root; otherwise that of the first way: NOT_YET_VALID, EXPIRED or CHAIN_BROKEN.
    """
    fault: Fault | None = None
    checked: dict[tuple[bytes, bytes], bool] = {}
    for path in _ways(leaf, [*trust.roots, *pool], {encoded(root) for root in trust.roots}):
        if not _is_signed(path, checked):
            continue
        try:
            for depth, certificate in enumerate(path):
                _check_link(certificate, depth, moment)
            subtrees.check(path)
        except Fault as found:
            fault = fault or found
        else:
            return path
    raise fault or Fault(Code.UNTRUSTED, title(leaf.issuer))


def _ways(leaf: Certificate, pool: list[Certificate], roots: set[bytes]) -> Iterator[list[Certificate]]:
    """Every chain from the leaf to a root whose names and keys fit, found depth first."""
    steps = 0
    unfinished = [[leaf]]
    while unfinished:
        path = unfinished.pop()
        if encoded(path[-1]) in roots:
            yield path
            continue
        if len(path) > MAX_PATH:
            raise Fault(Code.CHAIN_BROKEN, "too long")
        longer = [[*path, parent] for parent in _possible_issuers(pool, path)]
        steps += len(longer)
        if steps > MAX_STEPS:
            raise Fault(Code.CHAIN_BROKEN, "too many certificates to try")
        unfinished.extend(reversed(longer))


def _possible_issuers(pool: list[Certificate], path: list[Certificate]) -> Iterator[Certificate]:
    """Certificates of the right name and key identifier, each once and none already in the path."""
    child = path[-1]
    seen = {encoded(certificate) for certificate in path}
    wanted = admission.issuer_key(child)
    for parent in pool:
        if not same(parent.subject, child.issuer) or encoded(parent) in seen:
            continue
        key = admission.own_key(parent)
        if wanted and key and key != wanted:
            continue
        seen.add(encoded(parent))
        yield parent


def _is_signed(path: list[Certificate], checked: dict[tuple[bytes, bytes], bool]) -> bool:
    """Whether each was issued by the next. Raises Fault CHAIN_BROKEN after too many false signatures."""
    for child, parent in reversed(list(pairwise(path))):
        link = encoded(child), encoded(parent)
        if link not in checked:
            checked[link] = has_issued(parent, child)
            if list(checked.values()).count(False) > MAX_FALSE:
                raise Fault(Code.CHAIN_BROKEN, "too many certificates to try")
        if not checked[link]:
            return False
    return True


def _check_link(certificate: Certificate, depth: int, moment: datetime) -> None:
    """Check one certificate of the path. `depth` 0 is the signer's, the others are issuers."""
    since, until = admission.validity(certificate)
    if moment < since:
        raise Fault(Code.NOT_YET_VALID, title(certificate.subject))
    if moment > until:
        raise Fault(Code.EXPIRED, title(certificate.subject))
    critical = {name for name, extension in certificate.extensions.items() if extension.critical}
    if unknown := sorted(critical - _UNDERSTOOD):
        raise Fault(Code.CHAIN_BROKEN, f"critical extension {unknown[0]}")
    if depth == 0:
        return
    is_authority, allowed = admission.constraints(certificate)
    if not is_authority:
        raise Fault(Code.CHAIN_BROKEN, "issuer is not a certification authority")
    usage = admission.key_usage(certificate)
    if usage is not None and CERTIFICATE_SIGN not in usage:
        raise Fault(Code.CHAIN_BROKEN, "issuer may not sign certificates")
    if allowed is not None and depth - 1 > allowed:
        raise Fault(Code.CHAIN_BROKEN, "path length")
