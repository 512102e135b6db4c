"""Refusals about roots and authorities, and the lack of any."""

from tenancy.errors import DomainError


class TrustNotReady(DomainError):
    """No root is trusted yet, so no verdict can be reached. The signature is not at fault."""

    status = 503
    code = "trust_not_ready"
    message = "Проверка подписей ещё не настроена. Обратитесь к оператору платформы."


class RootRefused(DomainError):
    status = 422
    code = "root_refused"


class AuthoritiesRefused(DomainError):
    status = 422
    code = "authorities_refused"
