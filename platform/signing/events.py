"""Sentences of the audit journal for the events of signing."""

from audit import texts, told

from .crypto.errors import MESSAGES

texts.register(
    {
        "signing.asked": "Документ отправлен на подпись, сторон: {sides}",
        "signing.signed": "Документ подписан, подпись {signature}",
        "signing.opened": "Документ открыт перед подписанием",
        "signing.code_sent": "Отправлен код для подписания",
        "signing.rejected": "Подпись не принята. {code}",
        "signing.verified": "Подпись проверена. {code}",
        "signing.declined": "В подписании отказано",
        "signing.recalled": "Документ отозван с подписания",
        "signing.reminded": "Отправлено напоминание о подписании",
        "signing.prolonged": "Срок подписания продлён до {due_on}",
        "signing.document_changed": "Файл в хранилище не тот, что размещён: подписывать нельзя",
        "signing.head_left": "Контрольная сумма цепочки протоколов отправлена, последний протокол {number}",
        "power.added": "Загружена доверенность {guid}",
        "power.confirmed": "Доверенность {guid} подтверждена по реестру",
        "power.revoked": "Доверенность {guid} отозвана",
    },
    said={"code": texts.labels(MESSAGES.items()), "due_on": texts.day},
)

told.register(
    {
        "signing.asked": "Запрошена подпись",
        "signing.signed": "Документ подписан",
        "signing.verified": "Подпись проверена",
        "signing.declined": "В подписании отказано",
        "signing.recalled": "Документ отозван с подписания",
        "signing.prolonged": "Срок подписания продлён",
    },
    group="Подписание",
    only_company=["signing.verified"],
)
