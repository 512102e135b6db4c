"""Sentences of the journal. A payer's name and the purpose of a payment never get into it."""

from audit import texts

texts.register(
    {
        "payments.statement_taken": "Загружена выписка: учтено платежей {payments}, строк с ошибками {refused}",
        "payments.statement_refused": "Выписка не принята: {why}",
        "payments.statement_downloaded": "Скачан файл выписки",
        "payments.recorded": "Записан платёж {sum}, дата {on}",
        "payments.exported": "Выгружены данные для 1С: {what}",
        "payments.period_closed": "Закрыт период по {on}",
        "payments.applied": "Платёж {sum} отнесён на счёт {invoice}",
        "payments.released": "Платёж {sum} снят со счёта {invoice}",
        "payments.set_aside": "Платёж {sum} отмечен как не относящийся к счетам",
        "payments.taken_back": "Платёж {sum} возвращён к разбору",
        "payments.day_confirmed": "Подтверждена дата поступления {on}",
        "payments.return_asked": "Запрошен возврат {sum}",
        "payments.return_approved": "Возврат {sum} согласован",
        "payments.return_refused": "Возврат {sum} отклонён",
        "payments.return_done": "Возврат {sum} выполнен {on}",
    },
    said={"on": texts.day},
)
