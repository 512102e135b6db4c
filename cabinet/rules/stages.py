"""The stages of a case: the alphabet in which a rule pack writes its table of moves."""

from enum import StrEnum


class Stage(StrEnum):
    """Codes are stored and never changed."""

    DRAFT = "draft"
    WAITING = "waiting"
    REVIEW = "review"
    MISSING = "missing"
    OFFER = "offer"
    SIGNING = "signing"
    PAYMENT = "payment"
    PERFORMANCE = "performance"
    CONNECTED = "connected"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"

    @property
    def label(self) -> str:
        """In words, for people."""
        return _LABELS[self]


_LABELS = {
    Stage.DRAFT: "Черновик",
    Stage.WAITING: "Ожидает ответа",
    Stage.REVIEW: "На рассмотрении",
    Stage.MISSING: "Ожидание недостающих сведений",
    Stage.OFFER: "Подготовка договора",
    Stage.SIGNING: "Ожидает подписания",
    Stage.PAYMENT: "Ожидает оплаты",
    Stage.PERFORMANCE: "Исполнение договора",
    Stage.CONNECTED: "Договор исполнен",
    Stage.ANSWERED: "Ответ направлен",
    Stage.REFUSED: "Отказано",
    Stage.WITHDRAWN: "Отозвана",
    Stage.VOIDED: "Аннулирована",
}
CHOICES = [(stage.value, stage.label) for stage in Stage]
