"""Certificates: who they were issued to, the path to a trusted root, and whether they are qualified."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from asn1crypto import x509

from signing.crypto.algorithms import has_issued
from signing.crypto.errors import Code, Fault
from signing.crypto.trust import Trust

# Classes of means of electronic signature, as policies of a qualified certificate name them.
PROTECTION_CLASSES = {
    f"1.2.643.100.113.{number}": name for number, name in enumerate(("КС1", "КС2", "КС3", "КВ1", "КВ2", "КА1"), start=1)
}
SUBJECT_TOOL, ISSUER_TOOL = "1.2.643.100.111", "1.2.643.100.112"
_KEY_USAGE, _BASIC_CONSTRAINTS, _POLICIES, _EXTENDED_USAGE = "2.5.29.15", "2.5.29.19", "2.5.29.32", "2.5.29.37"
_UNDERSTOOD = {_KEY_USAGE, _BASIC_CONSTRAINTS, _POLICIES, _EXTENDED_USAGE, SUBJECT_TOOL, ISSUER_TOOL}
MAX_PATH = 6
MAX_VALUE = 1000  # characters of one attribute of a name; the standards allow fewer
# Anybody may put a thousand certificates of one name into a signature, each to be tried at some milliseconds.
MAX_TRIES = 32

_FIELDS = {
    "2.5.4.3": "common_name",
    "2.5.4.4": "surname",
    "2.5.4.42": "given_name",
    "2.5.4.10": "organization",
    "2.5.4.12": "title",
    "1.2.643.3.131.1.1": "inn",
    "1.2.643.100.4": "inn_le",
    "1.2.643.100.1": "ogrn",
    "1.2.643.100.5": "ogrnip",
    "1.2.643.100.3": "snils",
}


@dataclass(frozen=True)
class Subject:
    """Who the certificate was issued to, as a qualified certificate states it; "" for what it does not state."""

    common_name: str = ""
    surname: str = ""
    given_name: str = ""
    organization: str = ""
    title: str = ""
    inn: str = ""  # of a person, 12 digits
    inn_le: str = ""  # of an organisation (ИННЮЛ), 10 digits
    ogrn: str = ""
    ogrnip: str = ""
    snils: str = ""

    @classmethod
    def of(cls, name: x509.Name) -> "Subject":
        """Fault MALFORMED if one attribute has two different values or an endless one."""
        found: dict[str, str] = {}
        for pairs in name.chosen:
            for pair in pairs:
                field = _FIELDS.get(pair["type"].dotted)
                if field is None:
                    continue
                value = _plain(str(pair["value"].native or ""))
                if len(value) > MAX_VALUE:
                    raise Fault(Code.MALFORMED, f"{field} is too long")
                if found.setdefault(field, value) != value:
                    raise Fault(Code.MALFORMED, f"two different values of {field}")
        # Before there was an attribute of its own, the ИНН of an organisation was written with two leading zeros.
        if not found.get("inn_le") and re.fullmatch(r"00\d{10}", found.get("inn", "")):
            found["inn_le"] = found.pop("inn")[2:]
        return cls(**found)

    @property
    def person(self) -> str:
        return f"{self.surname} {self.given_name}".strip() or self.common_name


@dataclass(frozen=True)
class Expected:
    """Whose signature is awaited. An empty field is not compared; names never are."""

    ogrn: str = ""
    ogrnip: str = ""
    inn: str = ""
    inn_le: str = ""
    snils: str = ""

    def check(self, subject: Subject) -> None:
        """Fault WRONG_SUBJECT naming the first field that differs."""
        for field, value in asdict(self).items():
            if value and digits(getattr(subject, field)) != digits(value):
                raise Fault(Code.WRONG_SUBJECT, field)


def _plain(value: str) -> str:
    """On one line, without the characters that databases and terminals take for something else."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", value).strip()


def digits(value: str) -> str:
    """A number without what people write between its digits."""
    return re.sub(r"[^0-9]", "", value)


def title(name: x509.Name) -> str:
    """What to call the bearer of a name."""
    subject = Subject.of(name)
    return subject.common_name or subject.organization or _plain(str(name.human_friendly))[:MAX_VALUE]


def build_path(
    leaf: x509.Certificate, pool: Iterable[x509.Certificate], trust: Trust, moment: datetime
) -> list[x509.Certificate]:
    """The path from the signer's certificate to a trusted root, every link in force at `moment`; the root comes last.

    An authority may have several certificates of one key, some of them expired: every way is tried. Fault UNTRUSTED if
    no way leads to a root; otherwise that of the first way: NOT_YET_VALID, EXPIRED or CHAIN_BROKEN.
    """
    fault: Fault | None = None
    for path in _paths(leaf, [*trust.roots, *pool], {root.dump() for root in trust.roots}):
        try:
            for depth, certificate in enumerate(path):
                _check_link(certificate, depth, moment)
        except Fault as found:
            fault = fault or found
        else:
            return path
    raise fault or Fault(Code.UNTRUSTED, title(leaf.issuer))


def _paths(leaf: x509.Certificate, pool: list[x509.Certificate], roots: set[bytes]) -> Iterator[list[x509.Certificate]]:
    """Every chain of signatures from the leaf to a root, depth first."""
    tries = 0
    unfinished = [[leaf]]
    while unfinished:
        path = unfinished.pop()
        child = path[-1]
        if child.dump() in roots:
            yield path
            continue
        if len(path) > MAX_PATH:
            raise Fault(Code.CHAIN_BROKEN, "too long")
        longer = []
        for parent in _possible_issuers(child, pool, path):
            tries += 1
            if tries > MAX_TRIES:
                raise Fault(Code.CHAIN_BROKEN, "too many certificates to try")
            if has_issued(parent, child):
                longer.append([*path, parent])
        unfinished.extend(reversed(longer))


def _possible_issuers(
    child: x509.Certificate, pool: list[x509.Certificate], path: list[x509.Certificate]
) -> Iterator[x509.Certificate]:
    """Certificates of the right name and key identifier, each once and none already in the path."""
    seen = {certificate.dump() for certificate in path}
    wanted = child.authority_key_identifier
    for parent in pool:
        if parent.subject != child.issuer or parent.dump() in seen:
            continue
        if wanted and parent.key_identifier and parent.key_identifier != wanted:
            continue
        seen.add(parent.dump())
        yield parent


def _check_link(certificate: x509.Certificate, depth: int, moment: datetime) -> None:
    """One certificate of the path: `depth` 0 is the signer's, the others issue."""
    if moment < certificate.not_valid_before:
        raise Fault(Code.NOT_YET_VALID, title(certificate.subject))
    if moment > certificate.not_valid_after:
        raise Fault(Code.EXPIRED, title(certificate.subject))
    critical = {e["extn_id"].dotted for e in certificate["tbs_certificate"]["extensions"] if e["critical"].native}
    if unknown := sorted(critical - _UNDERSTOOD):
        raise Fault(Code.CHAIN_BROKEN, f"critical extension {unknown[0]}")
    if depth == 0:
        return
    constraints, usage = certificate.basic_constraints_value, certificate.key_usage_value
    if constraints is None or not constraints["ca"].native:
        raise Fault(Code.CHAIN_BROKEN, "issuer is not a certification authority")
    if usage is not None and "key_cert_sign" not in usage.native:
        raise Fault(Code.CHAIN_BROKEN, "issuer may not sign certificates")
    allowed = constraints["path_len_constraint"].native
    if allowed is not None and depth - 1 > allowed:
        raise Fault(Code.CHAIN_BROKEN, "path length")


def check_signing_usage(certificate: x509.Certificate) -> None:
    """Fault KEY_USAGE unless the key is for signing documents and is not an authority's."""
    usage = certificate.key_usage_value
    if usage is None or not {"digital_signature", "non_repudiation"} & set(usage.native):
        raise Fault(Code.KEY_USAGE)
    constraints = certificate.basic_constraints_value
    if constraints is not None and constraints["ca"].native:
        raise Fault(Code.KEY_USAGE, "certificate of an authority")


def protection_classes(certificate: x509.Certificate) -> list[str]:
    """The classes of means its policies name, lowest first: КС1, КС2…"""
    policies = certificate.certificate_policies_value or ()
    named = {policy["policy_identifier"].dotted for policy in policies}
    return [PROTECTION_CLASSES[policy] for policy in sorted(named & PROTECTION_CLASSES.keys())]


def check_qualified(path: list[x509.Certificate], trust: Trust) -> None:
    """Fault NOT_QUALIFIED unless the first of the path is a qualified certificate of an accredited authority."""
    leaf = path[0]
    if not protection_classes(leaf):
        raise Fault(Code.NOT_QUALIFIED, "no protection class policy")
    present = {extension["extn_id"].dotted for extension in leaf["tbs_certificate"]["extensions"]}
    if not {SUBJECT_TOOL, ISSUER_TOOL} <= present:
        raise Fault(Code.NOT_QUALIFIED, "no signature tool extensions")
    if trust.accredited is None:
        return
    if len(path) < 2 or not trust.accredited(path[1], leaf.not_valid_before):
        raise Fault(Code.NOT_QUALIFIED, "issuer is not accredited")
