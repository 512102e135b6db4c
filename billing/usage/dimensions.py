"""What is measured. Counts are added up; a level holds from its day until another one takes over."""

from django.db import models


class Dimension(models.TextChoices):
    APPLICATIONS = "applications", "Поданные заявки"
    SMS = "sms", "Сегменты СМС"
    VERIFICATIONS = "verifications", "Проверки УКЭП"
    STORAGE = "storage", "Место для файлов"
    SEATS = "seats", "Рабочие места"


LEVELS = frozenset({Dimension.STORAGE, Dimension.SEATS})
