"""Who is told what about signing. Letters carry no personal data: a word and a link."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from cabinet.company.queries import profile
from signing.models import SignatureRequest
from signing.rights import signers_of_company
from ui.words import in_words, upper_first

from ..models import Case, Entry
from . import notices

Side = SignatureRequest.Side


@dataclass(frozen=True)
class Words:
    """Of one letter. `{until}` becomes the term, if there is one."""

    news: str  # after the number of the case, in the subject
    text: str


_AWAITED = Words("документ ждёт вашей подписи", "Подпишите документ{until}.")
_REMINDED = Words("напоминание о подписании", "Документ ждёт вашей подписи{until}.")
_PROLONGED = Words("срок подписания продлён", "Документ можно подписать{until}.")
_DECLINED = Words("отказано в подписании", "В подписании документа отказано. Причина указана в карточке обращения.")
_RECALLED = Words(
    "документ отозван с подписания", "Документ отозван, подписывать его не нужно. Причина указана в карточке обращения."
)
_SIGNED = Words("заявитель подписал документ", "Документ подписан, подпись проверена автоматически.")
_INVALID = Words(
    "подпись недействительна",
    "Повторная проверка показала, что подпись документа недействительна: например, сертификат был отозван раньше. "
    "Документ нужно подписать заново.",
)
_UNSETTLED = Words(
    "подпись не удалось проверить",
    "Удостоверяющий центр не отвечает больше суток. Отзовите документ с подписания и отправьте заново или обратитесь "
    "к оператору площадки.",
)

_LOST = Words(
    "подпись не удалось проверить",
    "Файл документа не сохранился, поэтому проверить подпись нельзя. Загрузите документ снова и подпишите заново.",
)

# They sign nothing, so nothing is asked of them; but it is a change of a case that they look after.
_FOR_REPRESENTATIVES = {
    "available": "документ ждёт подписи заявителя",
    "declined": "отказано в подписании",
    "recalled": "документ отозван с подписания",
    "signed": "заявитель подписал документ",
    "invalidated": "подпись недействительна",
    "lost": "файл документа не сохранился",
}


def tell(event: str, case: Case, entry: Entry, request: SignatureRequest, *, by: User | None, now: datetime) -> None:
    """Everybody whom `event` of signing concerns. An applicant is never told of what they do not see yet."""
    if request.side == Side.SUPPLIER and entry.placed_at is None:  # nobody but the supplier has seen it
        return
    office, applicant = _office(case, request), _applicant(case) if entry.placed_at is not None else set()
    turn = {Side.COMPANY: _signers, Side.APPLICANT: lambda: applicant, Side.SUPPLIER: set}[Side(request.side)]()
    is_own = not request.asked_by.is_staff_of_company  # who has pressed «Подписать» beside a document of their own
    told: dict[str, tuple[Words, set[str]]] = {
        "available": (_AWAITED, set() if is_own else turn),
        "reminded": (_REMINDED, turn),
        "prolonged": (_PROLONGED, turn),
        "declined": (_DECLINED, office | applicant),
        "recalled": (_RECALLED, office | applicant),
        "signed": (_SIGNED, office if request.side == Side.APPLICANT else set()),
        "invalidated": (_INVALID, office | turn),
        "unsettled": (_UNSETTLED, office),
        "lost": (_LOST, office | applicant),
    }
    if event not in told:
        return
    concerns = request.side == Side.APPLICANT or event in ("declined", "recalled", "lost")
    concerns = concerns and entry.placed_at is not None and not (is_own and event == "available")
    if concerns and event in _FOR_REPRESENTATIVES:
        subject = _FOR_REPRESENTATIVES[event]
        news = notices.News(subject, f"{upper_first(subject)}. Статус обращения: «{case.status}».")
        notices.tell_representatives(case, news, event=f"signing-{request.pk}-{event}-{now.isoformat()}")
    words, addresses = told[event]
    for address in sorted(addresses - {by.email if by else ""}):
        _send(words, case, request, address, event=event, now=now)


def placed(case: Case, entry: Entry) -> None:
    """A document that only the company signs is one more document to the applicant."""
    notices.entry_placed(case, entry, press=entry.key)


def _office(case: Case, request: SignatureRequest) -> set[str]:
    """Those at the company who have to do with it."""
    asked_by = request.asked_by.email if request.asked_by.is_staff_of_company else ""
    return {case.assignee.email if case.assignee else "", profile().notice_email, asked_by} - {""}


def _applicant(case: Case) -> set[str]:
    return set(case.applicant.members.values_list("email", flat=True))


def _signers() -> set[str]:
    return {signer.email for signer in signers_of_company()}


def _send(words: Words, case: Case, request: SignatureRequest, to: str, *, event: str, now: datetime) -> None:
    until = f" до {in_words(request.due_on)}" if request.due_on else ""
    text = f"{words.text.format(until=until)} Статус обращения: «{case.status}»."
    notices.case_letter(
        case, "signing", to, f"signing-{request.pk}-{event}-{now.isoformat()}", news=words.news, text=text
    )
