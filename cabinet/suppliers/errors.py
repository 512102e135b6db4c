from tenancy.errors import DomainError


class SupplierKnown(DomainError):
    code = "supplier_known"
    message = "Поставщик с таким ИНН уже есть: {name}. Откройте его в списке."


class NotYours(DomainError):
    """The application has been given to another supplier since the page was opened."""

    status = 404
    code = "not_yours"
    message = "Этой заявки у вас больше нет: сетевая организация передала её другому поставщику."


class ApplicationIsOver(DomainError):
    code = "application_is_over"
    message = "Заявка закрыта: размещать по ней договор больше не нужно."


class AccountNeeded(DomainError):
    code = "account_needed"
    message = "Введите номер лицевого счёта: по этой заявке он обязателен."


class SupplierIsAway(DomainError):
    code = "supplier_is_away"
    message = "Этому поставщику закрыт доступ. Выберите другого или откройте ему доступ."
