"""What the company has asked an applicant to supply: a list of documents, and a question in its own words."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from ui.words import in_words


class InformationRequestQuerySet(models.QuerySet["InformationRequest"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class InformationRequest(models.Model):
    """«Запрос отсутствующих документов или сведений». A case has one open request at most; asking anew replaces it."""

    case = models.ForeignKey(
        "cases.Case", models.CASCADE, related_name="information_requests", verbose_name="обращение"
    )
    key = models.UUIDField("ключ повтора", default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто запросил"
    )
    asked_at = models.DateTimeField("запрошено")
    due_on = models.DateField("ответить до", null=True, blank=True)
    closed_at = models.DateTimeField("закрыт", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто закрыл"
    )

    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "запрос недостающего"
        verbose_name_plural = "запросы недостающего"
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="information_is_asked_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_at=None), name="one_information_request_is_open"
            ),
        ]

    def __str__(self) -> str:
        return f"Запрос {self.pk}"

    @property
    def until(self) -> str:
        """«до 20 марта 2026», if there is a term."""
        return f"до {in_words(self.due_on)}" if self.due_on else ""


class RequestedItemQuerySet(models.QuerySet["RequestedItem"]):
    def with_answers(self) -> Self:
        """Each with `is_answered`: whether an entry that is not withdrawn answers it."""
        from .models import Entry  # it names this module

        answers = Entry.objects.filter(answers=OuterRef("pk"), withdrawal__isnull=True)
        return self.annotate(is_answered=Exists(answers))


class RequestedItem(models.Model):
    """One thing that is missing. Entries that supply it name it; a withdrawn one supplies nothing."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", "Документ"
        WORDS = "words", "Сведения"

    request = models.ForeignKey(InformationRequest, models.CASCADE, related_name="items", verbose_name="запрос")
    kind = models.CharField("вид", max_length=12, choices=Kind)
    title = models.TextField("чего не хватает")  # the name of a document, or the question
    position = models.PositiveIntegerField("место в списке")

    is_answered: bool  # of `with_answers`

    objects = RequestedItemQuerySet.as_manager()

    class Meta:
        verbose_name = "недостающее"
        verbose_name_plural = "недостающее"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_document(self) -> bool:
        return self.kind == self.Kind.DOCUMENT
