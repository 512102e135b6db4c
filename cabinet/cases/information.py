"""What the company has asked an applicant to supply: a list of documents, and a question in its own words."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from ui.words import in_words


class InformationRequestQuerySet(models.QuerySet["InformationRequest"]):
    def current(self) -> Self:
        """What is not settled: the applicant has to answer, or staff have to look at the answer."""
        return self.filter(closed_at=None)

    def open(self) -> Self:
        """What the applicant still has to answer."""
        return self.current().filter(supplied_at=None)

    def supplied(self) -> Self:
        """What was answered, and staff have not accepted all of it yet."""
        return self.current().filter(supplied_at__isnull=False)


class InformationRequest(models.Model):
    """«Запрос отсутствующих документов или сведений».

    A case has one request at most that is not closed; asking anew replaces it. The answer of the applicant ends their
    duty (`supplied_at`); the request is closed when staff have accepted every item of it, or do without.
    """

    case = models.ForeignKey(
        "cases.Case", models.CASCADE, related_name="information_requests", verbose_name="обращение", db_index=False
    )
    key = models.UUIDField("ключ повтора", default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто запросил", db_index=False
    )
    asked_at = models.DateTimeField("запрошено")
    due_on = models.DateField("ответить до", null=True, blank=True)
    supplied_at = models.DateTimeField("ответ передан", null=True, blank=True)
    closed_at = models.DateTimeField("закрыт", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто закрыл",
        db_index=False,
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
    def standing(self) -> Self:
        """Without those that were asked for again: the later item stands for them."""
        return self.exclude(state=RequestedItem.State.AGAIN)

    def with_answers(self) -> Self:
        """Each with `is_answered`: whether an entry that was handed over and not withdrawn answers it."""
        from .models import Entry  # it names this module

        answers = Entry.objects.filter(answers=OuterRef("pk"), placed_at__isnull=False, withdrawal__isnull=True)
        return self.annotate(is_answered=Exists(answers))


class RequestedItem(models.Model):
    """One thing that is missing. Entries that supply it name it; a withdrawn one supplies nothing.

    An item that is asked for again stays as it was answered, and a further item takes its place in the list.
    """

    class Kind(models.TextChoices):
        DOCUMENT = "document", "Документ"
        WORDS = "words", "Сведения"

    class State(models.TextChoices):
        ASKED = "asked", "Запрошено"
        ACCEPTED = "accepted", "Принято"
        AGAIN = "again", "Запрошено снова"

    request = models.ForeignKey(InformationRequest, models.CASCADE, related_name="items", verbose_name="запрос")
    kind = models.CharField("вид", max_length=12, choices=Kind)
    title = models.TextField("чего не хватает")  # the name of a document, or the question
    # Of the document in the rule pack; of a question or of a document of another name there is none.
    code = models.CharField("код в своде правил", max_length=40, blank=True, default="", db_default="")
    remark = models.TextField("примечание", blank=True, default="", db_default="")  # «Скан нечитаем»
    state = models.CharField(
        "состояние", max_length=12, choices=State, default=State.ASKED, db_default=State.ASKED.value
    )
    position = models.PositiveIntegerField("место в списке")

    is_answered: bool  # of `with_answers`

    objects = RequestedItemQuerySet.as_manager()

    class Meta:
        verbose_name = "недостающее"
        verbose_name_plural = "недостающее"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_document(self) -> bool:
        return self.kind == self.Kind.DOCUMENT

    @property
    def is_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED

    @property
    def words(self) -> str:
        """«План участка: скан нечитаем», for a letter."""
        return f"{self.title}: {self.remark}" if self.remark else self.title

    @property
    def number(self) -> str:
        """As the fields of a form name it."""
        return str(self.pk)

    @property
    def purpose(self) -> str:
        """The place for which files are uploaded into its slot."""
        return f"item:{self.pk}"
