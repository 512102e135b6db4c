"""Certificates: their subjects, the purposes of their keys, and whether they are qualified."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from asn1crypto import x509

from . import admission
from .admission import DIGITAL_SIGNATURE, NON_REPUDIATION, Certificate
from .errors import Code, Fault
from .names import Attribute, attributes
from .trust import Trust

# Classes of means of electronic signature, as policies of a qualified certificate name them.
PROTECTION_CLASSES = {
    f"1.2.643.100.113.{number}": name for number, name in enumerate(("КС1", "КС2", "КС3", "КВ1", "КВ2", "КА1"), start=1)
}
SUBJECT_TOOL, ISSUER_TOOL = "1.2.643.100.111", "1.2.643.100.112"
MAX_VALUE = 1000  # characters of one attribute of a name; the standards allow fewer
_ANY_POLICY = "2.5.29.32.0"
# Purposes (extendedKeyUsage) of services. A key for these alone signs no documents.
_OF_SERVICES = {f"1.3.6.1.5.5.7.3.{number}" for number in (1, 3, 8, 9)}  # TLS, programs, time stamps, OCSP

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
    """The subject of a qualified certificate. A field is "" if the certificate does not state it."""

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
        """Raises Fault MALFORMED if one attribute has two different values, or a value of excessive length."""
        found: dict[str, str] = {}
        for attribute in attributes(name):
            field = _FIELDS.get(attribute.kind)
            if field is None:
                continue
            value = _value(attribute, field)
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
    """The expected signer. Empty fields and names are not compared."""

    ogrn: str = ""
    ogrnip: str = ""
    inn: str = ""
    inn_le: str = ""
    snils: str = ""

    def check(self, subject: Subject) -> None:
        """Raises Fault WRONG_SUBJECT, which names the first field that differs."""
        for field, value in asdict(self).items():
            if value and digits(getattr(subject, field)) != digits(value):
                raise Fault(Code.WRONG_SUBJECT, field)


def _plain(value: str) -> str:
    """The text in one line, without characters that databases or terminals interpret."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", value).strip()


def digits(value: str) -> str:
    """The number without the spaces and dashes that people write between its digits."""
    return re.sub(r"[^0-9]", "", value)


def title(name: x509.Name) -> str:
    """A short form of a name for people. The name may be a stranger's, so nothing in it raises."""
    told = {attribute.kind: attribute.text for attribute in attributes(name) if attribute.text}
    called = [kind for kind, field in _FIELDS.items() if field in {"common_name", "organization"} and kind in told]
    words = [told[called[0]]] if called else list(told.values())
    return _plain(", ".join(words)[:MAX_VALUE])


def _value(attribute: Attribute, field: str) -> str:
    if attribute.text is None:
        raise Fault(Code.MALFORMED, f"{field} is no text")
    if len(attribute.text) > MAX_VALUE:
        raise Fault(Code.MALFORMED, f"{field} is too long")
    return _plain(attribute.text)


def check_signing_usage(certificate: Certificate) -> None:
    """Raises Fault KEY_USAGE unless the key is for signing documents and is not an authority's."""
    usage = admission.key_usage(certificate)
    if usage is None or not {DIGITAL_SIGNATURE, NON_REPUDIATION} & usage:
        raise Fault(Code.KEY_USAGE)
    purposes = admission.extended_usage(certificate)
    if purposes is not None and purposes <= _OF_SERVICES:
        raise Fault(Code.KEY_USAGE, "key of a service")
    is_authority, _ = admission.constraints(certificate)
    if is_authority:
        raise Fault(Code.KEY_USAGE, "certificate of an authority")


def protection_classes(path: Sequence[Certificate]) -> list[str]:
    """The classes of means, lowest first: КС1, КС2… Those the first of the path names, and every issuer below the root.

    An issuer vouches for no class that its own certificate does not name (RFC 5280, 6.1).
    """
    named = admission.policies(path[0])
    for issuer in path[1:-1]:
        allowed = admission.policies(issuer)
        if _ANY_POLICY not in allowed:
            named &= allowed
    return [PROTECTION_CLASSES[policy] for policy in sorted(named & PROTECTION_CLASSES.keys())]


def check_qualified(path: list[Certificate], trust: Trust) -> None:
    """Raises Fault NOT_QUALIFIED unless the first of the path is a qualified certificate of an accredited authority."""
    leaf = path[0]
    if not protection_classes(path):
        raise Fault(Code.NOT_QUALIFIED, "no protection class policy")
    if not {SUBJECT_TOOL, ISSUER_TOOL} <= leaf.extensions.keys():
        raise Fault(Code.NOT_QUALIFIED, "no signature tool extensions")
    if trust.accredited is None:
        return
    if len(path) < 2 or not trust.accredited(path[1], admission.validity(leaf)[0]):
        raise Fault(Code.NOT_QUALIFIED, "issuer is not accredited")
