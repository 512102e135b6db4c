"""The machine-readable power of attorney (МЧД): an XML and the principal's signature over it.

Since 1 September 2024 an employee signs with a certificate of a person; that the person may act for the company is told
by an МЧД (Federal Law No. 63-FZ, articles 17.2–17.5). Read are the unified format (EMCHD_1, «003») and its forerunners:
elements are sought by name, whatever their namespace. Whether it was revoked since, only the tax service's register
knows: that is asked elsewhere, by its `guid`.
"""

import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from xml.etree.ElementTree import Element

from gost import streebog

from .cades import Report, verify
from .certificates import Expected, Subject, digits
from .errors import Status
from .trust import Trust
from .xml_reader import XmlRefused, parse


class MchdCode(StrEnum):
    """The reason of a refusal. Codes are stored and compared, so they are never renamed."""

    OK = "ok"
    MALFORMED = "malformed"
    REDELEGATED = "redelegated"
    OTHER_PRINCIPAL = "other_principal"
    OTHER_REPRESENTATIVE = "other_representative"
    JOINT = "joint"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    BAD_SIGNATURE = "bad_signature"
    SIGNATURE_UNKNOWN = "signature_unknown"


MCHD_MESSAGES = {
    MchdCode.OK: "Доверенность подходит.",
    MchdCode.MALFORMED: (
        "Файл не является машиночитаемой доверенностью или повреждён. Нужен файл XML из системы, где её выпустили."
    ),
    MchdCode.REDELEGATED: "Доверенность выдана в порядке передоверия. Приложите доверенность от самой организации.",
    MchdCode.OTHER_PRINCIPAL: "Доверенность выдана другой организацией.",
    MchdCode.OTHER_REPRESENTATIVE: "Доверенность выдана не тому, кто подписывает.",
    MchdCode.JOINT: (
        "По этой доверенности представители действуют только вместе, одной подписи мало. Приложите доверенность, "
        "по которой подписывающий действует самостоятельно."
    ),
    MchdCode.NOT_YET_VALID: "Срок действия доверенности ещё не начался.",
    MchdCode.EXPIRED: "Срок действия доверенности истёк.",
    MchdCode.BAD_SIGNATURE: "Подпись под доверенностью неверна или принадлежит другому лицу.",
    MchdCode.SIGNATURE_UNKNOWN: "Не удалось проверить, отозван ли сертификат доверителя. Повторите проверку позже.",
}


class MchdRefused(ValueError):
    """The file is no power of attorney that we can read. `detail` is for engineers."""

    def __init__(self, code: MchdCode, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Principal:
    """The principal, who gives the power. `ogrn` is the ОГРНИП of a sole trader and "" for a person."""

    name: str
    inn: str
    ogrn: str
    is_organisation: bool

    def requisites(self) -> Expected:
        """What the certificate that signs for the principal must state."""
        if self.is_organisation:
            return Expected(ogrn=self.ogrn, inn_le=self.inn)
        return Expected(ogrnip=self.ogrn, inn=self.inn)


@dataclass(frozen=True)
class Representative:
    """A person who gets the power. A field is "" if the file does not state it."""

    name: str
    inn: str
    snils: str

    def is_bearer_of(self, subject: Subject) -> bool:
        """Whether the certificate is this person's: both state ИНН or СНИЛС, and neither number differs."""
        pairs = [(self.inn, digits(subject.inn)), (self.snils, digits(subject.snils))]
        both = [(ours, theirs) for ours, theirs in pairs if ours and theirs]
        return bool(both) and all(ours == theirs for ours, theirs in both)


@dataclass(frozen=True)
class PowerOfAttorney:
    guid: UUID
    issued_on: date
    expires_on: date  # the last day
    principals: tuple[Principal, ...]
    representatives: tuple[Representative, ...]
    is_joint: bool  # the representatives act only together
    powers: tuple[str, ...]  # in words, for the employee who reads them


@dataclass(frozen=True)
class MchdReport:
    status: Status
    code: MchdCode
    power: PowerOfAttorney | None = None
    signature: Report | None = None
    detail: str = ""

    @property
    def message(self) -> str:
        return MCHD_MESSAGES[self.code]


def verify_power(
    raw: bytes, signature: bytes, trust: Trust, *, applicant: Expected, signer: Subject, on: date
) -> MchdReport:
    """Whether the power lets `signer` act for `applicant` on this day. Nothing in the files makes it raise.

    The checks, in this order: it can be read, the principal is the applicant, a representative is the signer and may
    act alone (a signature has one signer), the dates, the principal's signature: verified as any other, except that
    it may be as old as the power is. The principal's certificate has to be in force at `trust.at` all the same, unless
    a time stamp proves when it signed.
    """
    try:
        power = read(raw)
    except MchdRefused as problem:
        return MchdReport(Status.INVALID, problem.code, detail=problem.detail)
    principal = next((p for p in power.principals if _is_same(p.requisites(), applicant)), None)
    if principal is None:
        return MchdReport(Status.INVALID, MchdCode.OTHER_PRINCIPAL, power)
    if not any(representative.is_bearer_of(signer) for representative in power.representatives):
        return MchdReport(Status.INVALID, MchdCode.OTHER_REPRESENTATIVE, power)
    if power.is_joint:
        return MchdReport(Status.INVALID, MchdCode.JOINT, power)
    if on < power.issued_on:
        return MchdReport(Status.INVALID, MchdCode.NOT_YET_VALID, power)
    if on > power.expires_on:
        return MchdReport(Status.INVALID, MchdCode.EXPIRED, power)
    lenient = replace(trust, signing_time_window=None, require_timestamp=False)
    made = verify(signature, streebog.digests(io.BytesIO(raw)), lenient, principal.requisites())
    return MchdReport(made.status, _OF_SIGNATURE[made.status], power, made)


_OF_SIGNATURE = {
    Status.VALID: MchdCode.OK,
    Status.INVALID: MchdCode.BAD_SIGNATURE,
    Status.INDETERMINATE: MchdCode.SIGNATURE_UNKNOWN,
}


def read(raw: bytes) -> PowerOfAttorney:
    """What the file states. Raises MchdRefused."""
    try:
        root = parse(raw)
    except XmlRefused as problem:
        raise MchdRefused(MchdCode.MALFORMED, str(problem)) from None
    if next(root.iter("Передов"), None) is not None:
        raise MchdRefused(MchdCode.REDELEGATED, "Передов")
    about = list(root.iter("СвДов"))
    if len(about) != 1:
        raise MchdRefused(MchdCode.MALFORMED, f"{len(about)} elements СвДов")
    principals = tuple(found for element in root.iter("СвДоверит") if (found := _principal(element)))
    representatives = tuple(found for element in root.iter("СвУпПред") for found in _representatives(element))
    if not principals or not representatives:
        raise MchdRefused(MchdCode.MALFORMED, "no principal or no representative")
    return PowerOfAttorney(
        guid=_guid(about[0].get("НомДовер", "")),
        issued_on=_day(about[0].get("ДатаВыдДовер", "")),
        expires_on=_day(about[0].get("СрокДейст", "")),
        principals=principals,
        representatives=representatives,
        is_joint=_is_joint(root),
        powers=tuple(_powers(root)),
    )


def _is_joint(root: Element) -> bool:
    """Whether several were given the power to be used together (ПрСовмПолн: 1 each alone, 2 together).

    Organisations among them count, too: they would have to act as well. A value we do not know is not read as «alone».
    """
    together = any(element.get("ПрСовмПолн", "").strip() not in {"", "1"} for element in root.iter("СвПолн"))
    return together and sum(1 for _ in _given(root)) > 1


def _given(root: Element) -> Iterator[Element]:
    """All representatives of any kind. Each has an element of its own, or several share one."""
    for element in root.iter("СвУпПред"):
        yield from list(element.iter("Пред")) or [element]


def _is_same(principal: Expected, applicant: Expected) -> bool:
    """Whether everything known about the applicant agrees with the power, and at least something is known."""
    stated = asdict(principal)
    wanted = {name: digits(value) for name, value in asdict(applicant).items() if value}
    return bool(wanted) and all(stated[name] == value for name, value in wanted.items())


def _principal(element: Element) -> Principal | None:
    """The first that has the number of an organisation, else of a sole trader or a person.

    Whoever acts for an organisation without a power (ЛицоБезДов) stands inside it with numbers of the same names.
    """
    inside = list(_without(element, "ЛицоБезДов"))
    for found in inside:
        if inn := digits(found.get("ИННЮЛ", "")):
            return Principal(found.get("НаимОрг", ""), inn, digits(found.get("ОГРН", "")), is_organisation=True)
    for found in inside:
        if inn := digits(found.get("ИННФЛ", "")):
            return Principal(_full_name(found), inn, digits(found.get("ОГРНИП", "")), is_organisation=False)
    return None


def _representatives(element: Element) -> Iterator[Representative]:
    """Persons and sole traders. An organisation's own people are not named to act by this power."""
    for found in _without(element, "СведОрг", "СведФилиал", "СведИО"):
        inn = digits(found.get("ИННФЛ", ""))
        snils = digits(found.get("СНИЛС", "") or found.get("СНИЛСФЛ", ""))
        if found.tag in {"СведФизЛ", "СведИП"} and (inn or snils):
            yield Representative(_full_name(found), inn, snils)


def _without(element: Element, *names: str) -> Iterator[Element]:
    """The element and all below it, except inside elements of these names."""
    yield element
    for child in element:
        if child.tag not in names:
            yield from _without(child, *names)


def _full_name(element: Element) -> str:
    name = next(element.iter("ФИО"), element)
    return " ".join(part for key in ("Фамилия", "Имя", "Отчество") if (part := name.get(key, "").strip()))


def _powers(root: Element) -> Iterator[str]:
    for element in root.iter("МашПолн"):
        if name := element.get("НаимПолн", "").strip():
            yield name
    for element in root.iter("ТекстПолн"):
        if text := (element.text or "").strip():
            yield text


def _guid(text: str) -> UUID:
    try:
        return UUID(text.strip())
    except ValueError:
        raise MchdRefused(MchdCode.MALFORMED, "НомДовер is no GUID") from None


def _day(text: str) -> date:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    raise MchdRefused(MchdCode.MALFORMED, "a date cannot be read")
