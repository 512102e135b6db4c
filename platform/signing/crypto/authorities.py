"""The ministry's list of accredited certification authorities: who was accredited when, with which certificates.

It is published as XML of some tens of megabytes. What is asked of it is whether an authority was accredited on the day
it issued a certificate (Federal Law No. 63-FZ, article 11), hence the history of statuses. The list's own signature is
not checked here: it is fetched over HTTPS, and an administrator looks at what changed.
"""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from xml.etree.ElementTree import Element

from gost.streebog import Readable

from .admission import Certificate, load_certificate
from .algorithms import public_key_bytes
from .xml_reader import CHUNK, Limits, XmlRefused, children

MAX_SIZE = 256 << 20
_ROOT = "АккредитованныеУдостоверяющиеЦентры"
_IN_FORCE = "действует"
# The days of the register are Moscow's, and times without an offset are too.
_MOSCOW = timezone(timedelta(hours=3))


class ListRefused(ValueError):
    """The file is not the ministry's list, or not the whole of it. The text is for engineers."""


@dataclass(frozen=True)
class StatusChange:
    status: str  # as the list words it: «Действует», «Прекращена»…
    since: datetime


@dataclass(frozen=True)
class AuthorityCertificate:
    """One of an authority's own certificates, with the addresses of the lists of what it revoked."""

    raw: bytes
    crl_addresses: tuple[str, ...] = ()

    @property
    def parsed(self) -> Certificate:
        return load_certificate(self.raw)


@dataclass(frozen=True)
class Authority:
    name: str
    short_name: str
    inn: str
    ogrn: str
    number: str  # in the ministry's register
    history: tuple[StatusChange, ...]  # oldest first
    certificates: tuple[AuthorityCertificate, ...]

    def was_accredited_on_day_of(self, moment: datetime) -> bool:
        """Whether the accreditation was in force at any time of that day in Moscow."""
        day = moment.astimezone(_MOSCOW).date()
        at_midnight: str | None = None
        that_day = []
        for change in self.history:
            changed_on = change.since.astimezone(_MOSCOW).date()
            if changed_on < day:
                at_midnight = change.status
            elif changed_on == day:
                that_day.append(change.status)
        return any(status is not None and status.lower() == _IN_FORCE for status in (at_midnight, *that_day))


@dataclass(frozen=True)
class Registry:
    """The list as it was published at one time."""

    version: str
    published_at: datetime | None
    authorities: tuple[Authority, ...]
    _by_key: dict[bytes, list[Authority]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for authority in self.authorities:
            for certificate in authority.certificates:
                owners = self._by_key.setdefault(public_key_bytes(certificate.parsed), [])
                if authority not in owners:
                    owners.append(authority)

    def owners_of(self, issuer: Certificate) -> list[Authority]:
        """The authorities with the key of this certificate. A key may be certified again, by another root."""
        return self._by_key.get(public_key_bytes(issuer), [])

    def accredits(self, issuer: Certificate, issued_at: datetime) -> bool:
        """Whether the issuer was accredited on the day of this moment. The form `Trust.accredited` asks for."""
        return any(authority.was_accredited_on_day_of(issued_at) for authority in self.owners_of(issuer))


def read(stream: Readable) -> Registry:
    """Read the list from its XML, with one authority in memory at a time.

    Raises ListRefused if it is not well-formed, holds a document type, or names no authority. An unreadable
    certificate is left out, so that its authority vouches for nobody by it.
    """
    version, published_at = "", None
    authorities = []
    try:
        for element in children(_chunks(stream), _ROOT, Limits(size=MAX_SIZE)):
            if element.tag == "Версия":
                version = _text(element)
            elif element.tag == "Дата":
                published_at = _moment(_text(element))
            elif element.tag == "УдостоверяющийЦентр":
                authorities.append(_authority(element))
    except XmlRefused as problem:
        raise ListRefused(str(problem)) from None
    if not authorities:
        raise ListRefused("no authority in the list")
    return Registry(version, published_at, tuple(authorities))


def _chunks(stream: Readable) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _authority(element: Element) -> Authority:
    return Authority(
        name=_text(element.find("Название")),
        short_name=_text(element.find("КраткоеНазвание")),
        inn=_text(element.find("ИНН")),
        ogrn=_text(element.find("ОГРН")),
        number=_text(element.find("РеестровыйНомер")),
        history=tuple(sorted(set(_changes(element)), key=lambda change: (change.since, change.status))),
        certificates=tuple(_certificates(element)),
    )


def _changes(element: Element) -> Iterator[StatusChange]:
    """The present status and those before it. A status without a date is left out: it is of no known day."""
    history = element.find("ИсторияСтатусовАккредитации")
    for entry in [*element.findall("СтатусАккредитации"), *(history if history is not None else ())]:
        since = _moment(_text(entry.find("ДействуетС")))
        if since is not None:
            yield StatusChange(_text(entry.find("Статус")), since)


def _certificates(element: Element) -> Iterator[AuthorityCertificate]:
    for key in element.iter("Ключ"):
        addresses = tuple(_text(address) for address in key.findall("АдресаСписковОтзыва/Адрес"))
        for data in key.iter("Данные"):
            try:
                raw = base64.b64decode("".join(_text(data).split()), validate=True)
                public_key_bytes(load_certificate(raw))
            except (binascii.Error, ValueError):
                continue
            yield AuthorityCertificate(raw, addresses)


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=_MOSCOW)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
