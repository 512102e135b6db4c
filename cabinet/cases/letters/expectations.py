"""What a status asks of the applicant, in a sentence: letters and SMS say it, so that nobody has to guess."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from signing.models import SignatureRequest
from ui.words import in_words

from ..asked import asked_of, open_request
from ..models import Case
from ..stages import Stage

_SENTENCES = {
    Stage.WAITING: "От вас пока ничего не требуется: сетевая организация ответит здесь же.",
    Stage.REVIEW: "От вас ничего не требуется: сетевая организация рассматривает обращение.",
    Stage.MISSING: "Добавьте{until} то, чего не хватает.",
    Stage.OFFER: "От вас ничего не требуется: сетевая организация готовит договор.",
    Stage.SIGNING: "Ознакомьтесь с документами в карточке обращения и подпишите их{until}.",
    Stage.PAYMENT: "Оплатите счёт: он в карточке обращения.",
    Stage.PERFORMANCE: "Выполняйте свою часть договора, о ходе работ мы сообщим.",
    Stage.CONNECTED: "Работы закончены, документы — в карточке обращения.",
    Stage.ANSWERED: "Прочитайте ответ в карточке обращения. Если вопрос остался, напишите там же.",
    Stage.REFUSED: "Объяснение, документ и куда можно пожаловаться — в карточке обращения.",
    Stage.WITHDRAWN: "Рассматривать его больше не будут.",
    Stage.VOIDED: "Рассматривать его больше не будут. Если это ошибка, напишите сетевой организации.",
}


@dataclass(frozen=True)
class Expectation:
    """`sentence` names the act and the term; `items` are what is missing, when something is."""

    sentence: str
    items: Sequence[str] = ()
    due_on: date | None = None


def expected_of(case: Case) -> Expectation:
    """What is expected of the applicant while the case stands where it stands."""
    due_on, items = None, []
    if case.stage == Stage.MISSING:
        request = open_request(case)
        due_on = request.due_on if request else None
        items = [item.words for item in asked_of(case) if not item.is_answered]
    elif case.stage == Stage.SIGNING:
        due_on = _earliest_term(case)
    until = f" до {in_words(due_on)}" if due_on else ""
    return Expectation(_SENTENCES.get(Stage(case.stage), "").format(until=until), items, due_on)


def _earliest_term(case: Case) -> date | None:
    documents = case.entries.filter(document__isnull=False, placed_at__isnull=False).values("document")
    waiting = SignatureRequest.objects.filter(
        document__in=documents,
        side=SignatureRequest.Side.APPLICANT,
        state=SignatureRequest.State.AVAILABLE,
        due_on__isnull=False,
    )
    return waiting.order_by("due_on").values_list("due_on", flat=True).first()
