"""The stages of a case: the alphabet in which a rule pack writes its table of moves."""

from enum import StrEnum
from typing import Self


class Stage(StrEnum):
    """Codes are stored and never changed. `label` is a stage in words, for people."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        stage = str.__new__(cls, code)
        stage._value_ = code
        stage.label = label
        return stage

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


CHOICES = [(stage.value, stage.label) for stage in Stage]
