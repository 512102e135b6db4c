from typing import ClassVar, Self

from django.db import models

from . import texts


class RecordQuerySet(models.QuerySet["Record"]):
    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk).order_by("pk")


class Record(models.Model):
    """One fact. The database refuses to change or delete it.

    The actor is a number and a kind, not a foreign key: operators live in another schema, and people may be deleted
    while the journal stays.
    """

    class ActorKind(models.TextChoices):
        SYSTEM = "system", "Система"
        APPLICANT = "applicant", "Заявитель"
        STAFF = "staff", "Сотрудник"
        SUPPLIER = "supplier", "Гарантирующий поставщик"
        OPERATOR = "operator", "Оператор платформы"

    at = models.DateTimeField("когда")
    actor_kind = models.CharField("кто", max_length=10, choices=ActorKind)
    actor_id = models.BigIntegerField("номер учётной записи", null=True)
    event = models.CharField("событие", max_length=60)
    subject_kind = models.CharField("над чем", max_length=60)
    subject_id = models.BigIntegerField("номер")
    details = models.JSONField("подробности", default=dict)

    objects: ClassVar[RecordQuerySet] = RecordQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "запись журнала"
        verbose_name_plural = "журнал действий"
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="audit_subject")]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        said = texts.sentence(self.event, self.details)
        through = self.details.get("through", "")
        return f"{said} (через API, ключ «{through}»)" if through else said
