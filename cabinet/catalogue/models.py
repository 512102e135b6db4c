from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import LegalForm, User
from documents.models import Document


class DocumentNameQuerySet(models.QuerySet["DocumentName"]):
    def visible_to(self, user: User) -> Self:
        """Staff see all; applicants what they are asked for."""
        return self if user.is_staff_of_company else self.filter(from_company=False, archived_at=None)


class DocumentName(models.Model):
    """A name to choose when a document is added; typing one's own is always possible."""

    title = models.CharField("название", max_length=300)
    # Of the document of the rule pack that the company calls so; a name of its own has none.
    code = models.CharField("код в своде правил", max_length=40, blank=True, default="", db_default="")
    from_company = models.BooleanField("документ организации", default=False)
    asked_of = models.JSONField("у кого бывает", default=list, blank=True)  # legal forms; none of them is all
    words = models.JSONField("слова в имени файла", default=list, blank=True)  # in small letters, to guess by
    explanation = models.TextField("пояснение", blank=True)  # sanitised on the way in
    template = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="образец"
    )
    position = models.PositiveIntegerField("место в перечне", default=0)
    archived_at = models.DateTimeField("скрыто", null=True, blank=True)

    objects = DocumentNameQuerySet.as_manager()

    class Meta:
        verbose_name = "название документа"
        verbose_name_plural = "названия документов"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["from_company", "title"], name="document_name_is_given_once"),
            models.CheckConstraint(condition=~Q(title=""), name="document_name_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title

    def suits(self, legal_form: str) -> bool:
        return not self.asked_of or legal_form in self.asked_of

    @property
    def asked_of_in_words(self) -> str:
        """«Физическое лицо, Юридическое лицо»; empty for all."""
        return ", ".join(form.label for form in LegalForm if form in self.asked_of)
