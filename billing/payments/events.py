"""Sentences of the journal. A payer's name and the purpose of a payment never get into it."""

from audit import texts, told

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

told.register(
    {
        "payments.recorded": "Записан платёж",
        "payments.applied": "Платёж отнесён на счёт",
        "payments.released": "Платёж снят со счёта",
        "payments.set_aside": "Платёж отмечен как не относящийся к счетам",
        "payments.taken_back": "Платёж возвращён к разбору",
        "payments.day_confirmed": "Подтверждена дата поступления платежа",
        "payments.return_asked": "Запрошен возврат",
        "payments.return_approved": "Возврат согласован",
        "payments.return_refused": "Возврат отклонён",
        "payments.return_done": "Возврат выполнен",
    },
    group="Платежи",
    only_company=[
        "payments.recorded", "payments.set_aside", "payments.taken_back", "payments.day_confirmed",
        "payments.return_asked", "payments.return_approved", "payments.return_refused", "payments.return_done",
    ],
)  # fmt: skip
