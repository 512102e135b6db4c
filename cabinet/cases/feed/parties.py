"""What the card says of the signatures of a document: a row for each party, in their order, and what may be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from accounts.models import User
from cabinet.catalogue.queries import is_identity
from signing.crypto.errors import MESSAGES, Code
from signing.models import Signature, SignatureRequest
from signing.rights import SIGNERS, may_sign, signers_of_company
from signing.stages import UNSIGNED
from tenancy.company import current_company
from ui import clock
from ui.words import in_digits, in_words

from ..models import Entry

Kind, Side, State = SignatureRequest.Kind, SignatureRequest.Side, SignatureRequest.State
_ICONS = {
    "none": "minus", "waiting": "clock", "checking": "hourglass", "signed": "check", "refused": "cross",
    "expired": "clock", "invalid": "warning",
}  # fmt: skip


@dataclass(frozen=True)
class Party:
    """One row: `state` is that of the style sheet, `signature` may be downloaded."""

    state: str
    title: str
    lines: list[str] = field(default_factory=list)
    signature: Signature | None = None
    is_simple: bool = False

    @property
    def icon(self) -> str:
        return _ICONS[self.state]


@dataclass(frozen=True)
class Signing:
    """Of one document, as one person sees it."""

    requests: Sequence[SignatureRequest]
    user: User
    today: date

    @cached_property
    def parties(self) -> list[Party]:
        return [row for request in self.requests for row in _rows(request, self.user, self.today)]

    @cached_property
    def mine(self) -> SignatureRequest | None:
        """The one that this person may answer now."""
        turn = self.turn
        return turn if turn is not None and may_sign(turn, self.user) else None

    @property
    def turn(self) -> SignatureRequest | None:
        return next((request for request in self.requests if request.state == State.AVAILABLE), None)

    @property
    def is_overdue(self) -> bool:
        return self.turn is not None and self.turn.is_overdue(self.today)

    @property
    def may_be_signed(self) -> bool:
        return self.mine is not None and not self.is_overdue

    @property
    def is_led_here(self) -> bool:
        """This person may remind, prolong and recall: the company of what it sent, each side of its own."""
        if not self.is_open or not self.user.may_act:
            return False
        return self.user.is_staff_of_company or all(request.side == Side.APPLICANT for request in self.requests)

    @property
    def is_open(self) -> bool:
        """Somebody has still to sign."""
        return any(request.state in UNSIGNED for request in self.requests)

    @property
    def may_be_reminded(self) -> bool:
        """Staff remind whoever's turn it is, their own signers too."""
        waits = self.turn is not None and self.mine is None and not self.is_overdue
        return waits and self.is_led_here and self.user.is_staff_of_company

    @property
    def may_be_prolonged(self) -> bool:
        return self.is_led_here and self.user.is_staff_of_company

    @cached_property
    def signatures(self) -> list[Signature]:
        """Valid ones."""
        given = [request.signature for request in self.requests]
        return [one for one in given if one is not None and one.status == Signature.Status.VALID]

    @property
    def is_complete(self) -> bool:
        return len(self.signatures) == len(self.requests)

    @property
    def checked_at(self) -> datetime:
        return max(signature.checked_at for signature in self.signatures)


def may_ask_for_own(entry: Entry, requests: Sequence[SignatureRequest], user: User) -> bool:
    """An applicant may sign a placed document of their own. A scan of a passport needs no signature."""
    return (
        not requests
        and entry.kind == Entry.Kind.DOCUMENT
        and entry.placed_at is not None
        and not (entry.from_company or entry.from_supplier)
        and not user.is_staff_of_company
        and user.acting.is_own
        and not hasattr(entry, "withdrawal")
        and not is_identity(entry.title)
        and not is_identity(entry.document.file_name if entry.document else "")
    )


def _rows(request: SignatureRequest, user: User, today: date) -> list[Party]:
    """That of the request, after those of its signatures that turned out invalid."""
    given = list(request.signatures.all())
    invalid = [one for one in given if one.status == Signature.Status.INVALID]
    return [*(_invalid(one) for one in invalid), _ROWS[State(request.state)](request, user, today)]


def _waiting(request: SignatureRequest, user: User, today: date) -> Party:
    return Party("none", f"Не подписано со стороны {_whose(request)}", ["Сначала подписывает организация"])


def _available(request: SignatureRequest, user: User, today: date) -> Party:
    if request.due_on is not None and request.is_overdue(today):
        day = in_digits(request.due_on)
        asked = "Продлите срок, чтобы документ можно было подписать" if user.is_staff_of_company else (
            "Попросите сетевую организацию продлить срок"
        )  # fmt: skip
        return Party("expired", "Срок подписания истёк", [f"{day}, со стороны {_whose(request)}", asked])
    until = f"До {in_words(request.due_on)}" if request.due_on else ""
    way = "Кодом из СМС" if request.kind == Kind.SIMPLE else "Квалифицированной подписью (УКЭП)"
    lines = [". ".join(filter(None, [until, way]))]
    if not may_sign(request, user):
        lines += _who_may(request, user)
    return Party("waiting", f"Ожидается подписание документа со стороны {_whose(request)}", lines)


def _checking(request: SignatureRequest, user: User, today: date) -> Party:
    signature = request.signature
    if signature is not None and signature.next_check_at is None:
        return _unsettled(request, signature)
    return Party(
        "checking",
        f"Подпись со стороны {_whose(request)} проверяется",
        [_signer(request), "Узнаём, не отозван ли сертификат. Обычно это несколько минут"],
        request.signature,
    )


def _unsettled(request: SignatureRequest, signature: Signature) -> Party:
    """Nobody looks at it any more: what was tried is said, and what to do."""
    if signature.code == Code.NO_DOCUMENT:
        why = "Файл документа не сохранился. Загрузите его снова и подпишите заново"
    else:
        why = "Отзовите документ с подписания и отправьте заново"
    title = f"Подпись со стороны {_whose(request)} не удалось проверить"
    return Party("invalid", title, [_signer(request), why], signature)


def _signed(request: SignatureRequest, user: User, today: date) -> Party:
    signature = request.signature
    assert signature is not None  # noqa: S101  (a signed request has one)
    lines = [_signer(request)]
    if signature.issuer and signature.valid_until:
        lines.append(f"Издатель: {signature.issuer}, до {in_digits(clock.local(signature.valid_until))}")
    if signature.power is not None:
        lines.append(f"По доверенности (МЧД) {signature.power.guid}")
    title = f"Подписано со стороны {_whose(request)}"
    return Party("signed", title, lines, signature, is_simple=request.kind == Kind.SIMPLE)


def _declined(request: SignatureRequest, user: User, today: date) -> Party:
    return Party("refused", "Отказано в подписании", [f"Со стороны {_whose(request)}", f"Причина: {request.reason}"])


def _recalled(request: SignatureRequest, user: User, today: date) -> Party:
    return Party(
        "none", f"Не подписано со стороны {_whose(request)}: отозвано с подписания", [f"Причина: {request.reason}"]
    )


def _invalid(signature: Signature) -> Party:
    reason = MESSAGES.get(Code(signature.code), "") if signature.code in set(Code) else ""
    moment = in_digits(clock.local(signature.checked_at))
    return Party("invalid", "Подпись недействительна", [f"{signature.signer}, {moment}. {reason}"], signature)


_ROWS: dict[SignatureRequest.State, Callable[[SignatureRequest, User, date], Party]] = {
    State.WAITING: _waiting,
    State.AVAILABLE: _available,
    State.CHECKING: _checking,
    State.SIGNED: _signed,
    State.DECLINED: _declined,
    State.RECALLED: _recalled,
}


def _whose(request: SignatureRequest) -> str:
    if request.side == Side.SUPPLIER:
        return "гарантирующего поставщика"
    return current_company().short_name if request.side == Side.COMPANY else "заявителя"


def _signer(request: SignatureRequest) -> str:
    """«Громов Аркадий Львович, директор. УКЭП, 16.03.2026 17:21 (МСК)»"""
    signature = request.signature
    assert signature is not None  # noqa: S101  (the rows that tell of one have it)
    who = ", ".join(filter(None, [signature.signer, signature.position.lower()]))
    moment = clock.local(signature.signed_at)
    return f"{who}. {request.get_kind_display()}, {in_digits(moment)} {moment:%H:%M} ({clock.zone_of(moment)})"


def _who_may(request: SignatureRequest, user: User) -> list[str]:
    """«Подписать может: …», for those of the same side who may not."""
    if request.side == Side.APPLICANT:
        return [] if user.is_staff_of_company else [f"Подписать может: {request.applicant.title}"]
    if request.side == Side.SUPPLIER or not user.is_staff_of_company or user.staff_role in SIGNERS:
        return []
    names = [signer.short_name for signer in signers_of_company()]
    return [f"Подписать может: {', '.join(names)}" if names else "Подписантов нет: добавьте их в разделе «Сотрудники»"]
