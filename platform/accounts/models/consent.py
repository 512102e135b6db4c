from typing import ClassVar, Self

from django.conf import settings
from django.db import models


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def current(self) -> Self:
        """The newest text of each kind."""
        return self.order_by("kind", "-version").distinct("kind")


class ConsentText(models.Model):
    """What people agree to, word for word. A text is never changed: a new wording is a new version."""

    class Kind(models.TextChoices):
        PERSONAL_DATA = "personal-data", "Согласие на обработку персональных данных"
        SIMPLE_SIGNATURE = "simple-signature", "Соглашение о простой электронной подписи"

    kind = models.CharField("вид", max_length=20, choices=Kind)
    version = models.PositiveIntegerField("редакция")
    purpose = models.CharField("цель", max_length=300)
    body = models.TextField("текст")
    sha256 = models.CharField("SHA-256 текста", max_length=64)
    published_at = models.DateTimeField("опубликован")

    objects: ClassVar[ConsentTextQuerySet] = ConsentTextQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "текст согласия"
        verbose_name_plural = "тексты согласий"
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="consent_text_version_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, редакция {self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> Self:
        """Consents that have not been withdrawn."""
        return self.filter(withdrawal__isnull=True)


class Consent(models.Model):
    """The proof that a person agreed: to which text, for what purpose, with whom, when and from where.

    What the text and the company say may change, so the row repeats what was true at that moment. Append-only.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="consents", verbose_name="пользователь"
    )
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+", verbose_name="текст")
    text_sha256 = models.CharField("SHA-256 текста", max_length=64)
    purpose = models.CharField("цель", max_length=300)
    operator_name = models.CharField("оператор персональных данных", max_length=300)
    given_at = models.DateTimeField("дано")
    ip = models.GenericIPAddressField("IP-адрес", null=True)
    user_agent = models.CharField("программа", max_length=400, blank=True)

    objects: ClassVar[ConsentQuerySet] = ConsentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "согласие"
        verbose_name_plural = "согласия"

    def __str__(self) -> str:
        return f"{self.user_id}: {self.text_id}"


class ConsentWithdrawal(models.Model):
    """The proof that a person took a consent back. Append-only, like the consent."""

    consent = models.OneToOneField(Consent, models.PROTECT, related_name="withdrawal", verbose_name="согласие")
    withdrawn_at = models.DateTimeField("отозвано")
    ip = models.GenericIPAddressField("IP-адрес", null=True)
    user_agent = models.CharField("программа", max_length=400, blank=True)

    class Meta:
        verbose_name = "отзыв согласия"
        verbose_name_plural = "отзывы согласий"

    def __str__(self) -> str:
        return str(self.consent_id)


class ConsentDraft(models.Model):
    """The next version of a text while the administrator is still writing it."""

    kind = models.CharField("вид", max_length=20, choices=ConsentText.Kind)
    body = models.TextField("текст")
    changed_at = models.DateTimeField("изменён")
    changed_by = models.CharField("кем изменён", max_length=200)

    class Meta:
        verbose_name = "черновик согласия"
        verbose_name_plural = "черновики согласий"
        constraints = [models.UniqueConstraint(fields=["kind"], name="consent_draft_once")]

    def __str__(self) -> str:
        return self.get_kind_display()
