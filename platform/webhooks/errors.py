from tenancy.errors import DomainError


class EndpointAlreadyMade(DomainError):
    code = "webhook_already_made"
    message = (
        "Этот вебхук уже создан, секрет показан один раз. Если вы его не сохранили, удалите вебхук и создайте новый."
    )


class EndpointRemoved(DomainError):
    code = "webhook_removed"
    message = "Этот вебхук уже удалён. Создайте новый в разделе «Интеграции»."


class TooManyEndpoints(DomainError):
    code = "too_many_webhooks"
    message = "У вас уже {most} вебхуков. Удалите те, которыми не пользуетесь."


class NotForWebhooks(DomainError):
    status = 403
    code = "not_for_webhooks"
    message = "Вебхуки создаёт администратор организации, а для своих обращений — заявитель или его представитель."
