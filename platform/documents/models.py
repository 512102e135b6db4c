import uuid

from django.conf import settings
from django.db import models


class Document(models.Model):
    """One file, one version. Its bytes are in S3 before this row is committed.

    Once placed (handed over to the other side) it is never changed or deleted: the database refuses it too.
    """

    key = models.UUIDField("ключ в хранилище", default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField("имя файла", max_length=255)
    content_type = models.CharField("тип", max_length=120)
    size = models.BigIntegerField("размер, байт")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто загрузил"
    )
    uploaded_at = models.DateTimeField("загружен")
    placed_at = models.DateTimeField("размещён", null=True, blank=True)

    class Meta:
        verbose_name = "документ"
        verbose_name_plural = "документы"
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="document_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def extension(self) -> str:
        """Upper case, for the paper icon: «PDF»."""
        return self.file_name.rsplit(".", 1)[-1].upper()[:4] if "." in self.file_name else ""
