"""Sentences of the journal."""

from audit import texts, told

texts.register(
    {
        "invoice.issued": "Выставлен счёт № {number}",
        "invoice.placed": "Счёт № {number} размещён",
        "invoice.cancelled": "Счёт № {number} отменён",
        "invoice.said_paid": "Заявитель сообщил об оплате счёта № {number}",
    }
)

told.register(
    {
        "invoice.issued": "Выставлен счёт",
        "invoice.placed": "Счёт размещён",
        "invoice.cancelled": "Счёт отменён",
        "invoice.said_paid": "Заявитель сообщил об оплате счёта",
    },
    group="Счета",
    only_company=["invoice.issued"],
)
