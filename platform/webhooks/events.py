"""Sentences of the journal."""

from audit import texts

texts.register(
    {
        "webhook.made": "Создан вебхук «{name}» на {host}",
        "webhook.changed": "Изменён вебхук «{name}», адрес на {host}",
        "webhook.held": "Вебхук «{name}» приостановлен вручную",
        "webhook.secret_renewed": "Вебхуку «{name}» выдан новый секрет",
        "webhook.removed": "Удалён вебхук «{name}»",
        "webhook.paused": "Вебхук «{name}» приостановлен: сервер не отвечает",
        "webhook.resumed": "Вебхук «{name}» снова работает",
        "webhook.stopped": "Вебхук «{name}» удалён: его владелец потерял права",
        "webhook.tested": "Вебхуку «{name}» отправлено тестовое событие",
        "webhook.repeated": "Событие вебхука «{name}» отправлено повторно",
    },
    said={"name": str, "host": str},
)
