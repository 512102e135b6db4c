from datetime import datetime
from typing import ClassVar, Self

from django.db import models


class DueWorkQuerySet(models.QuerySet["DueWork"]):
    def due(self, now: datetime) -> Self:
        return self.filter(due_at__lte=now).order_by("due_at", "pk")


class DueWork(models.Model):
    """Something a worker has to do in one schema, and when: a row per thing, in `public` only (see `tenancy.due`).

    Nothing personal, and no foreign key into the schema: a schema can be moved or dropped alone.
    """

    schema_name = models.CharField("схема", max_length=63)
    task = models.CharField("задача", max_length=80)  # the name under which Celery knows it
    subject = models.BigIntegerField("предмет")  # its argument: the number of the row that needs the work
    due_at = models.DateTimeField("срок", db_index=True)

    objects: ClassVar[DueWorkQuerySet] = DueWorkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "предстоящая работа"
        verbose_name_plural = "предстоящие работы"
        constraints = [
            models.UniqueConstraint(fields=["schema_name", "task", "subject"], name="work_is_listed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.schema_name} {self.subject}"
