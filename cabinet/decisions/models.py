"""What the company has decided of cases, and what is proposed to it."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models

from cabinet.cases.models import Case
from cabinet.cases.stages import CHOICES, Stage


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> Self:
        """Without those that a later one has confirmed, rejected or undone."""
        return self.filter(answer=None)


class Decision(models.Model):
    """One act of deciding, never changed: a later one answers it, so the history keeps both."""

    class Act(models.TextChoices):
        REFUSAL = "refusal", "Отказ"
        PROPOSAL = "proposal", "Предложение аннулировать"
        ANNULMENT = "annulment", "Аннулирование"
        REJECTION = "rejection", "Предложение отклонено"
        REVERSAL = "reversal", "Отмена решения"

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions", verbose_name="обращение", db_index=False)
    act = models.CharField("что", max_length=12, choices=Act)
    # Given by the form: a second press of the same button finds the first result.
    key = models.UUIDField("ключ повтора", default=uuid.uuid4, editable=False)
    # A proposal of the clock has nobody.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто",
        db_index=False,
    )
    made_at = models.DateTimeField("когда")
    stage = models.CharField("этап до решения", max_length=12, choices=CHOICES)
    # Of the rule pack: a reason of refusal, or the term that was missed.
    reason_code = models.CharField("код причины", max_length=40, blank=True)
    reason = models.CharField("причина", max_length=300, blank=True)  # in words, as the applicant has read them
    point = models.CharField("пункт правил", max_length=100, blank=True)  # empty, where no source settles it
    text = models.TextField("объяснение", blank=True)
    # The proposal that is confirmed or rejected, the decision that is undone.
    answers = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="answer")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "решение по заявке"
        verbose_name_plural = "решения по заявкам"
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="decision_is_made_once")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.pk}"

    @property
    def stage_before(self) -> Stage:
        return Stage(self.stage)
