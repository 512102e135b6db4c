from tenancy.errors import DomainError


class KeyNotAccepted(DomainError):
    """One sentence for a key that is unknown, revoked, expired, of another company or of a blocked person."""

    status = 401
    code = "key_not_accepted"
    message = (
        "Ключ не принят: его нет в этом кабинете, он отозван, его срок истёк или доступ его владельца закрыт. "
        "Создайте новый в разделе «Интеграции»."
    )


class KeyMissing(DomainError):
    status = 401
    code = "key_missing"
    message = "Передайте ключ в заголовке: Authorization: Bearer <ключ>. Ключ создают в разделе «Интеграции»."


class SecondFactorMissing(DomainError):
    status = 403
    code = "second_factor_missing"
    message = "У владельца ключа нет второго фактора. Подключите его в кабинете: раздел «Безопасность»."


class ConsentDue(DomainError):
    status = 403
    code = "consent_due"
    message = "Изменять нельзя, пока владелец ключа не примет новое согласие: войдите в кабинет, он об этом спросит."


class ScopeMissing(DomainError):
    status = 403
    code = "scope_missing"
    message = "Ключу это не разрешено: нужно разрешение «{scope}». Создайте ключ с ним в разделе «Интеграции»."


class KeyAlreadyMade(DomainError):
    code = "key_already_made"
    message = "Этот ключ уже создан и показан один раз. Если вы его не сохранили, отзовите его и создайте новый."


class TooManyKeys(DomainError):
    code = "too_many_keys"
    message = "У вас уже {most} действующих ключей. Отзовите те, которыми не пользуетесь."


class ScopeNotAllowed(DomainError):
    status = 422
    code = "scope_not_allowed"
    message = "Этого ключу разрешить нельзя: таких прав нет у вас."
