from django.db import models


class Root(models.Model):
    """A self-signed certificate at which certification paths end. Its thumbprint must be pinned in SIGNING_ROOTS."""

    thumbprint = models.CharField("SHA-256 сертификата", max_length=64, unique=True)
    name = models.CharField("кому выдан", max_length=300)
    certificate = models.BinaryField("сертификат, DER")
    is_test = models.BooleanField("тестовый", default=False)
    added_at = models.DateTimeField("добавлен")

    class Meta:
        verbose_name = "корневой сертификат"
        verbose_name_plural = "корневые сертификаты"

    def __str__(self) -> str:
        return self.name


class AuthorityList(models.Model):
    """A complete edition of the ministry's list of accredited authorities, with the history of accreditation.

    An old edition is kept as long as a verdict quotes a version that includes it.
    """

    edition = models.CharField("версия", max_length=40)
    sha256 = models.CharField("SHA-256 файла", max_length=64, unique=True)
    xml = models.BinaryField("файл")
    authorities_count = models.PositiveIntegerField("удостоверяющих центров")
    fetched_at = models.DateTimeField("получен")

    class Meta:
        verbose_name = "перечень удостоверяющих центров"
        verbose_name_plural = "перечни удостоверяющих центров"

    def __str__(self) -> str:
        return f"перечень {self.edition}"


class RevocationList(models.Model):
    """A CRL as it was fetched. It is kept as long as a verdict quotes it, so that the verdict can be reproduced."""

    issuer_key_id = models.CharField("ключ издателя", max_length=64, db_index=True)
    address = models.URLField("откуда", max_length=500)
    sha256 = models.CharField("SHA-256 файла", max_length=64, unique=True)
    der = models.BinaryField("файл")
    this_update = models.DateTimeField("выпущен")
    next_update = models.DateTimeField("следующий")
    fetched_at = models.DateTimeField("получен")

    class Meta:
        verbose_name = "список отзыва"
        verbose_name_plural = "списки отзыва"

    def __str__(self) -> str:
        return f"CRL {self.issuer_key_id}"


class TrustVersion(models.Model):
    """What was trusted at one time. Every change makes a new row, whose number the verdicts quote."""

    made_at = models.DateTimeField("когда")
    content = models.JSONField("состав")  # {"roots": [pk], "authorities": pk or None, "crls": [pk]}

    class Meta:
        verbose_name = "версия доверия"
        verbose_name_plural = "версии доверия"

    def __str__(self) -> str:
        return f"доверие {self.pk}"


class SealKey(models.Model):
    """A public key with which protocols of simple signatures were sealed. Former keys stay published for ever."""

    key_id = models.CharField("номер", max_length=16, unique=True)
    public_key = models.CharField("открытый ключ, Base64", max_length=44, unique=True)
    since = models.DateTimeField("действует с")
    until = models.DateTimeField("по", null=True, blank=True)

    class Meta:
        verbose_name = "ключ печати"
        verbose_name_plural = "ключи печати"

    def __str__(self) -> str:
        return self.key_id
