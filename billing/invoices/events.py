"""Sentences of the journal."""

from audit import texts

texts.register(
    {
        "invoice.issued": "Выставлен счёт № {number}",
        "invoice.placed": "Счёт № {number} размещён",
        "invoice.cancelled": "Счёт № {number} отменён",
        "invoice.said_paid": "Заявитель сообщил об оплате счёта № {number}",
    }
)
