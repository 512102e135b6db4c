from tenancy.errors import DomainError


class LinkNotValid(DomainError):
    """Of a letter: used, too old, or never sent by this company. Which of these is nobody's business."""

    status = 410
    code = "link_not_valid"
    message = "Ссылка больше не действует: ею уже воспользовались или её срок истёк."


class InvitationNotValid(LinkNotValid):
    code = "invitation_not_valid"
    message = (
        "Приглашение больше не действует: по нему уже вошли или прошло больше 72 часов. "
        "Попросите администратора вашей организации прислать новое."
    )


class EmailTaken(DomainError):
    code = "email_taken"
    message = "У этого адреса уже есть учётная запись. Укажите другой e-mail."
