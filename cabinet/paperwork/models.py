"""Documents that the cabinet makes, and the Word templates that a company has in place of ours."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from cabinet.cases.models import Case, Entry
from documents.models import Document

from .merge_fields import TITLES


class WordTemplateQuerySet(models.QuerySet["WordTemplate"]):
    def current(self) -> Self:
        return self.filter(retired_at=None)


class WordTemplate(models.Model):
    """One version of a template of the company. A later one retires it; it is never changed or deleted."""

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"

    code = models.CharField("документ", max_length=40)  # of `merge_fields`
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="файл")
    form = models.CharField("в каком виде составлять", max_length=4, choices=Form, default=Form.PDF)
    added_at = models.DateTimeField("действует с")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто загрузил", db_index=False
    )
    retired_at = models.DateTimeField("действовал до", null=True, blank=True)

    objects = WordTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "шаблон документа"
        verbose_name_plural = "шаблоны документов"
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(retired_at=None), name="one_template_is_current")
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.pk}"

    @property
    def title(self) -> str:
        return TITLES.get(self.code, self.code)


class Paper(models.Model):
    """A document to be made, with all that it says: written down with the fact it tells of, made by the worker.

    What it says is never changed: the public check of a receipt rests on it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="papers", verbose_name="обращение", db_index=False)
    code = models.CharField("документ", max_length=40)  # of `made` in the rule pack
    key = models.UUIDField("ключ повтора", default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="по чьему действию", db_index=False
    )
    asked_at = models.DateTimeField("запрошен")
    is_signed = models.BooleanField("подписывает организация", default=False)
    values = models.JSONField("содержание")  # by the names of merge fields
    check_code = models.CharField("код проверки", max_length=30, blank=True, default="")  # of a receipt
    template = models.ForeignKey(WordTemplate, models.PROTECT, null=True, blank=True, related_name="+")  # none: ours
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="paper")

    class Meta:
        verbose_name = "составленный документ"
        verbose_name_plural = "составленные документы"
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="paper_is_asked_once"),
            models.UniqueConstraint(fields=["check_code"], condition=~Q(check_code=""), name="paper_check_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"
