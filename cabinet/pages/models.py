from django.db import models


class Slot(models.TextChoices):
    """Where a text stands; the labels are those of the manuals."""

    SIGN_IN = "sign_in", "Информация на странице авторизации и регистрации"
    HOME = "home", "Информация на первой странице личного кабинета «Информация»"
    HELP = "help", "Информация на странице «Помощь»"


class PageVersion(models.Model):
    """One wording of a text. The newest is what people see; bringing an old one back makes a new version of it."""

    slot = models.CharField("место", max_length=10, choices=Slot)
    html = models.TextField("текст", blank=True)  # sanitised on the way in
    by_name = models.CharField("кто", max_length=200, blank=True)
    created_at = models.DateTimeField("когда")

    class Meta:
        verbose_name = "версия текста"
        verbose_name_plural = "версии текстов"
        ordering = ["-pk"]
        indexes = [models.Index("slot", models.F("id").desc(), name="page_newest")]

    def __str__(self) -> str:
        return f"{self.get_slot_display()}, {self.pk}"
