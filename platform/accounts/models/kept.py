import uuid
from datetime import datetime
from typing import Self

from django.db import models

from .user import User


class KeptFormQuerySet(models.QuerySet["KeptForm"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def alive(self, now: datetime) -> Self:
        return self.filter(kept_until__gt=now)


class KeptForm(models.Model):
    """A filled form that was refused because the session or the token of its page had ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, verbose_name="кто заполнил")
    sealed = models.BinaryField("введённое, зашифровано")
    kept_until = models.DateTimeField("хранится до", db_index=True)

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        verbose_name = "сбережённая форма"
        verbose_name_plural = "сбережённые формы"
