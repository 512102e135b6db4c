"""The life of a case as a table that one can read aloud. Words for people are in the rule packs."""

from datetime import datetime
from typing import Protocol

from django.db import models

from tenancy.errors import DomainError


class Stage(models.TextChoices):
    DRAFT = "draft", "Черновик"
    WAITING = "waiting", "Ожидает ответа"
    REVIEW = "review", "На рассмотрении"
    MISSING = "missing", "Ожидание недостающих сведений"
    OFFER = "offer", "Подготовка договора"
    SIGNING = "signing", "Ожидает подписания"
    PAYMENT = "payment", "Ожидает оплаты"
    PERFORMANCE = "performance", "Исполнение договора"
    CONNECTED = "connected", "Договор исполнен"
    ANSWERED = "answered", "Ответ направлен"
    REFUSED = "refused", "Отказано"
    WITHDRAWN = "withdrawn", "Отозвана"
    VOIDED = "voided", "Аннулирована"


S = Stage
NEXT: dict[Stage, frozenset[Stage]] = {
    S.DRAFT: frozenset({S.WAITING}),
    S.WAITING: frozenset({S.REVIEW, S.MISSING, S.OFFER, S.ANSWERED, S.REFUSED, S.WITHDRAWN}),
    S.REVIEW: frozenset({S.MISSING, S.OFFER, S.SIGNING, S.PAYMENT, S.ANSWERED, S.REFUSED, S.WITHDRAWN}),
    S.MISSING: frozenset({S.REVIEW, S.OFFER, S.REFUSED, S.VOIDED, S.WITHDRAWN}),
    S.OFFER: frozenset({S.REVIEW, S.MISSING, S.SIGNING, S.PAYMENT, S.PERFORMANCE, S.REFUSED, S.WITHDRAWN}),
    S.SIGNING: frozenset({S.REVIEW, S.OFFER, S.PAYMENT, S.PERFORMANCE, S.WITHDRAWN}),
    S.PAYMENT: frozenset({S.REVIEW, S.OFFER, S.PERFORMANCE, S.VOIDED, S.WITHDRAWN}),
    S.PERFORMANCE: frozenset({S.CONNECTED, S.WITHDRAWN}),
    S.ANSWERED: frozenset({S.WAITING, S.REVIEW, S.ANSWERED}),
    S.REFUSED: frozenset({S.REVIEW}),  # a refusal may be taken back; a new one starts from the review
    S.CONNECTED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.VOIDED: frozenset({S.PAYMENT}),  # the money was on its way
}

CLOSED = frozenset({S.CONNECTED, S.REFUSED, S.WITHDRAWN, S.VOIDED})
OPEN = frozenset(Stage) - CLOSED - {S.DRAFT}
WAITS_FOR_APPLICANT = frozenset({S.MISSING, S.SIGNING, S.PAYMENT})
WAITS_FOR_COMPANY = frozenset({S.WAITING, S.REVIEW, S.OFFER})
# What a status looks like: (tone, icon) of the look.
SHOWN: dict[Stage, tuple[str, str]] = {
    S.DRAFT: ("", "sign"),
    S.WAITING: ("live", "hourglass"),
    S.REVIEW: ("live", "eye"),
    S.MISSING: ("wait", "warning"),
    S.OFFER: ("live", "file"),
    S.SIGNING: ("wait", "sign"),
    S.PAYMENT: ("wait", "clock"),
    S.PERFORMANCE: ("good", "bolt"),
    S.CONNECTED: ("good", "check"),
    S.ANSWERED: ("good", "check"),
    S.REFUSED: ("bad", "cross"),
    S.WITHDRAWN: ("", "minus"),
    S.VOIDED: ("bad", "minus"),
}


class StatusNotPossible(DomainError):
    code = "status_not_possible"

    def __init__(self, stage: Stage, to: Stage) -> None:
        super().__init__(f"Из состояния «{stage.label}» нельзя перейти в «{to.label}». Выберите другой статус")


class HasStage(Protocol):
    stage: str
    reached: dict[str, str]


def advance(case: HasStage, *, to: Stage, now: datetime) -> None:
    """Move the case and note when. Staying where it is is always possible. Raises StatusNotPossible."""
    stage = Stage(case.stage)
    if to == stage:
        return
    if to not in NEXT[stage]:
        raise StatusNotPossible(stage, to)
    case.stage = to
    case.reached = {**case.reached, to.value: now.isoformat()}
