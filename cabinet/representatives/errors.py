from accounts.errors import LinkNotValid
from tenancy.errors import DomainError


class RepresentationNotValid(LinkNotValid):
    code = "representation_not_valid"
    message = (
        "Приглашение больше не действует: им уже воспользовались, его отозвали или прошло больше 72 часов. "
        "Попросите того, кто вас пригласил, прислать новое."
    )


class OwnRepresentative(DomainError):
    code = "own_representative"
    message = "Вы и так действуете за этого заявителя: приглашение предназначено другому человеку."
