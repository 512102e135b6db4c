"""What a key may do, never more than the person whose key it is."""

from django.db import models

from accounts.models import User


class Scope(models.TextChoices):
    READ = "read", "Читать"
    WRITE = "write", "Заполнять и отвечать"
    SUBMIT = "submit", "Подавать и отзывать заявки"
    PAYMENTS = "payments", "Вносить поступившую оплату"


HINTS = {
    Scope.READ: "Заявки, сообщения, документы, этапы и сроки",
    Scope.WRITE: "Заявки, сообщения, документы, номера и статусы",
    Scope.SUBMIT: "Поданную заявку увидит сетевая организация",
    Scope.PAYMENTS: "Полная оплата счёта заключает договор",
}


def scopes_for(user: User) -> list[Scope]:
    """Those that make sense for this person: an observer only reads, money is for the company's side."""
    if not user.is_staff_of_company:
        return [Scope.READ, Scope.WRITE, Scope.SUBMIT]
    return [Scope.READ, Scope.WRITE, Scope.PAYMENTS] if user.is_clerk else [Scope.READ]
