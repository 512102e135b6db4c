from datetime import date
from typing import Any

from audit import texts
from billing.usage.dimensions import Dimension
from ui import words


def _month(value: Any) -> str:
    return words.month(date.fromisoformat(str(value)))


texts.register(
    {
        "seller.changed": "Реквизиты площадки изменены",
        "plan.published": "Тариф «{title}»: редакция {number}",
        "plan.given": "Тариф с {day}: {title}",
        "usage.corrected": "Потребление исправлено: {dimension}, {quantity}. Причина: {reason}",
        "platform_invoice.reviewed": "Счёт площадки за {month} проверен",
        "platform_invoice.sent_back": "Счёт площадки за {month} возвращён в черновики",
        "platform_invoice.of_nothing": "За {month} платить нечего",
        "platform_invoice.issued": "Выставлен счёт площадки № {number}",
        "platform_invoice.corrected": "Счёт площадки № {number} скорректирован",
        "platform_invoice.cancelled": "Счёт площадки № {number} аннулирован. Причина: {reason}",
        "platform_statement.taken": "Выписка загружена, строк: {items}",
        "platform_statement.refused": "Выписка не принята",
        "platform_payment.marked": "Отмечена оплата счёта площадки № {number}: {sum}",
        "platform_payment.applied": "Платёж отнесён к счёту площадки № {number}: {sum}",
        "platform_payment.taken_back": "Платёж снят со счёта площадки № {number}. Причина: {reason}",
        "platform_payment.set_aside": "Платёж отложен. Причина: {reason}",
        "debt.paused": "Взыскание приостановлено. Причина: {reason}",
        "debt.resumed": "Взыскание возобновлено, приостановлено было с {day}",
    },
    said={
        "quantity": lambda number: words.grouped(int(number)),
        "month": _month,
        "day": texts.day,
        "dimension": texts.labels(Dimension.choices),
    },
)
