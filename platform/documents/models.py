import uuid
from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import User


class Document(models.Model):
    """One version of one file. Its bytes are in S3 before this row is committed.

    Once published to the other side (`placed_at`) the file is never changed or deleted; triggers refuse it too. The
    result of the virus scan and the state of the pictures are learned later and may still be written.
    """

    class Scan(models.TextChoices):
        UNCHECKED = "unchecked", "Не проверялся"
        CLEAN = "clean", "Проверен"
        INFECTED = "infected", "Не прошёл проверку на вирусы"
        FAILED = "failed", "Проверить не удалось"
        LOST = "lost", "Не сохранился"  # S3 answers that it has no such file

    class Pictures(models.TextChoices):
        WAITED_FOR = "waited_for", "Готовятся"
        MADE = "made", "Есть"
        NONE = "none", "Не бывает"  # this kind of file has none, or this file cannot be drawn

    key = models.UUIDField("ключ в хранилище", default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField("имя файла", max_length=255)
    content_type = models.CharField("тип", max_length=120)
    size = models.BigIntegerField("размер, байт")
    sha256 = models.CharField("SHA-256", max_length=64)
    # ГОСТ Р 34.11-2012. Empty only for files that were accepted before the platform computed it.
    streebog256 = models.CharField("Стрибог-256", max_length=64, blank=True)
    streebog512 = models.CharField("Стрибог-512", max_length=128, blank=True)
    has_macros = models.BooleanField("есть макросы", default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто загрузил", db_index=False
    )
    uploaded_at = models.DateTimeField("загружен")
    placed_at = models.DateTimeField("размещён", null=True, blank=True)
    scan = models.CharField("проверка на вирусы", max_length=10, choices=Scan, default=Scan.UNCHECKED)
    scanned_at = models.DateTimeField("проверен", null=True, blank=True)
    # When the worker last wrote a result of its processing. Open pages poll for changes of it.
    looked_at = models.DateTimeField("просмотрен", null=True, blank=True)
    pictures = models.CharField("картинки", max_length=10, choices=Pictures, default=Pictures.WAITED_FOR)

    class Meta:
        verbose_name = "документ"
        verbose_name_plural = "документы"
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="document_is_not_empty"),
        ]
        indexes = [
            # Documents that still need processing are found without a scan of the table.
            models.Index(
                fields=["uploaded_at"],
                condition=models.Q(scan__in=["unchecked", "failed"]) | models.Q(pictures="waited_for"),
                name="document_to_look_at",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def extension(self) -> str:
        """The extension in upper case for the icon of the file: «PDF»."""
        return self.file_name.rsplit(".", 1)[-1].upper()[:4] if "." in self.file_name else ""

    @property
    def is_infected(self) -> bool:
        return self.scan == self.Scan.INFECTED

    @property
    def is_lost(self) -> bool:
        return self.scan == self.Scan.LOST

    @property
    def is_unfit(self) -> bool:
        """The file may neither be downloaded nor published."""
        return self.is_infected or self.is_lost

    @property
    def is_being_scanned(self) -> bool:
        return bool(settings.CLAMD_ADDRESS) and self.scan == self.Scan.UNCHECKED

    @property
    def is_unscannable(self) -> bool:
        return bool(settings.CLAMD_ADDRESS) and self.scan == self.Scan.FAILED

    @property
    def has_pictures(self) -> bool:
        return self.pictures == self.Pictures.MADE and not self.is_unfit


class UploadQuerySet(models.QuerySet["Upload"]):
    def of(self, user: User) -> Self:
        """Uploads of this person. Nobody else sees an upload until it is filed."""
        return self.filter(by=user)


class Upload(models.Model):
    """A file that is being uploaded: parts of an S3 multipart upload under the key that its document will have.

    The document is created when the last part has come and the file is accepted. Whoever files the document deletes
    this row in the same transaction. An upload that nobody files in a day is deleted with its document and its bytes.
    """

    key = models.UUIDField("ключ в хранилище", default=uuid.uuid4, unique=True, editable=False)
    s3_id = models.CharField("номер в S3", max_length=300)
    file_name = models.CharField("имя файла", max_length=255)
    size = models.BigIntegerField("объявленный размер, байт")
    chunk_size = models.PositiveIntegerField("размер части, байт")
    parts = models.JSONField("принятые части", default=dict)  # {number of the part from 1, as text: its ETag}
    # The page's name for the place the file is meant for ("case:12"). It only finds the row again and grants no right.
    purpose = models.CharField("для чего", max_length=60)
    # Name, size and modification time of the file. If the person chooses the same file again, the upload continues.
    fingerprint = models.CharField("отпечаток", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="кто загружает", db_index=False
    )
    started_at = models.DateTimeField("начата")
    document = models.OneToOneField(Document, models.CASCADE, null=True, blank=True, related_name="upload")

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка"
        verbose_name_plural = "загрузки"
        indexes = [models.Index(fields=["by", "purpose"], name="upload_of_person")]
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="upload_is_not_empty")]

    def __str__(self) -> str:
        return f"загрузка {self.pk}"

    @property
    def parts_count(self) -> int:
        return -(-self.size // self.chunk_size)

    def length_of(self, number: int) -> int:
        """The length of a part in bytes; 0 if the file has no such part."""
        if not 1 <= number <= self.parts_count:
            return 0
        return min(self.chunk_size, self.size - (number - 1) * self.chunk_size)

    @property
    def percent(self) -> int:
        return 100 * self.received // self.size

    @property
    def received(self) -> int:
        """How many bytes S3 already has."""
        return sum(self.length_of(int(number)) for number in self.parts)
