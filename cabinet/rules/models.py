from datetime import date

from django.conf import settings
from django.db import models


class Amendment(models.Model):
    """What a company has decided where the act leaves it to the company: one row for one decision, never changed.

    The row that holds from the latest day wins, of one day the last one. An empty value takes the decision back.
    """

    class What(models.TextChoices):
        QUESTION = "question", "Вопрос заявки"
        ATTACHMENT = "attachment", "Документ заявителя"
        OWN_QUESTION = "own-question", "Свой вопрос"
        OWN_ATTACHMENT = "own-attachment", "Свой документ"
        STATUS = "status", "Статус заявки"
        ENQUIRY_STATUS = "enquiry-status", "Статус сообщения"

    what = models.CharField("что", max_length=16, choices=What)
    code = models.CharField("код", max_length=40)
    number = models.PositiveIntegerField("номер решения")  # of the same code: of two at once the second one fails
    value = models.JSONField("значение", default=dict)
    valid_from = models.DateField("действует с")
    # Given by the form: a second press of the same button finds the first result.
    key = models.UUIDField("ключ повтора", null=True, blank=True, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто", db_index=False
    )
    made_at = models.DateTimeField("когда")

    class Meta:
        verbose_name = "решение организации"
        verbose_name_plural = "решения организации"
        ordering = ["valid_from", "pk"]
        constraints = [models.UniqueConstraint(fields=["what", "code", "number"], name="amendment_is_made_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.code}, {self.number}"

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day
