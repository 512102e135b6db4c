import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_tenants.models import DomainMixin, TenantMixin

from tenants.names import HOST_PATTERN, SCHEMA_PATTERN
from tenants.zones import MOSCOW, ZONES
from ui import clock


class GridCompanyQuerySet(models.QuerySet["GridCompany"]):
    def open(self) -> Self:
        return self.filter(state=GridCompany.State.OPEN)

    def matching(self, words: str) -> Self:
        """What an operator types into the search: a part of the name or of the address, or the beginning of the ИНН."""
        if not (words := words.strip()):
            return self
        addresses = Domain.objects.filter(domain__icontains=words).values("tenant")
        return self.filter(
            Q(name__icontains=words) | Q(short_name__icontains=words) | Q(inn__startswith=words) | Q(pk__in=addresses)
        )


class GridCompany(TenantMixin):
    """A customer of the platform. Its data live in a schema of their own and refer to nothing in this table."""

    class Kind(models.TextChoices):
        ELECTRICITY = "electricity", "Электрические"
        HEAT = "heat", "Тепловые"

    class State(models.TextChoices):
        OPEN = "open", "Работает"
        SUSPENDED = "suspended", "Приостановлена"

    # Schemas come from the pool (tenants.spares) and are never dropped with the row.
    auto_create_schema = False
    auto_drop_schema = False

    key = models.UUIDField("ключ открытия", default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("полное наименование", max_length=300)
    short_name = models.CharField("краткое наименование", max_length=120)
    inn = models.CharField("ИНН", max_length=10)
    ogrn = models.CharField("ОГРН", max_length=13)
    kpp = models.CharField("КПП", max_length=9)
    kind = models.CharField("вид сетей", max_length=20, choices=Kind)
    state = models.CharField("состояние", max_length=20, choices=State, default=State.OPEN)
    time_zone = models.CharField("часовой пояс", max_length=40, choices=ZONES, default=MOSCOW, db_default=MOSCOW)
    storage_gb = models.PositiveIntegerField("место для файлов, ГБ", default=100)
    migrations_digest = models.CharField("версия схемы", max_length=64, editable=False)
    opened_at = models.DateTimeField("подключена", editable=False)
    suspended_at = models.DateTimeField("приостановлена", null=True, editable=False)
    suspension_reason = models.CharField("причина приостановки", max_length=500, blank=True)
    # Written by `billing`. They stand here because each request has this row at hand.
    overdue_days = models.PositiveSmallIntegerField("просрочка, дней", default=0, db_default=0, editable=False)
    usage_percent = models.PositiveSmallIntegerField("лимит, процентов", default=0, db_default=0, editable=False)

    objects = GridCompanyQuerySet.as_manager()

    class Meta:
        verbose_name = "сетевая организация"
        verbose_name_plural = "сетевые организации"
        ordering = ["short_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(schema_name__regex=SCHEMA_PATTERN), name="company_schema_name_is_plain"),
            models.CheckConstraint(
                condition=Q(state="suspended", suspended_at__isnull=False) | Q(state="open", suspended_at__isnull=True),
                name="company_suspended_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["inn", "kpp", "kind"],
                name="company_one_cabinet_for_a_branch",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse("company_card", args=[self.pk])

    def _check_schema_name_is_unique(self) -> None:
        """The constraints tell it, also to the second of two at once: names are unique and have no capitals."""

    @property
    def is_suspended(self) -> bool:
        return self.state == self.State.SUSPENDED

    @property
    def storage_percent(self) -> int:
        """How full the place for files was when figures were measured last."""
        return min(100, self.figures.bytes_stored * 100 // (self.storage_gb * 1024**3))

    @property
    def host(self) -> str:
        """The primary host. Lists prefetch `domains`, hence no filter() here."""
        return next((domain.domain for domain in self.domains.all() if domain.is_primary), "")

    @property
    def address(self) -> str:
        return f"{settings.PLATFORM_SCHEME}://{self.host}{settings.PORT_SUFFIX}"


class Domain(DomainMixin):
    class Meta:
        verbose_name = "адрес"
        verbose_name_plural = "адреса"
        constraints = [
            models.CheckConstraint(condition=Q(domain__regex=HOST_PATTERN), name="domain_is_lower_case"),
        ]


class SpareSchemaQuerySet(models.QuerySet["SpareSchema"]):
    def ready(self, *, digest: str) -> Self:
        return self.filter(state=SpareSchema.State.READY, migrations_digest=digest)

    def useless(self, *, digest: str, abandoned_before: datetime) -> Self:
        """Made for other migrations than today's, or left half-made by a process that died."""
        return self.filter(
            ~Q(migrations_digest=digest) | Q(state=SpareSchema.State.MAKING, made_at__lt=abandoned_before)
        )


class SpareSchema(models.Model):
    """An empty schema with every table of a company, waiting for one to take it."""

    class State(models.TextChoices):
        MAKING = "making", "готовится"
        READY = "ready", "готова"

    name = models.CharField(max_length=63, unique=True)
    made_at = models.DateTimeField()
    migrations_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.MAKING)

    objects = SpareSchemaQuerySet.as_manager()

    class Meta:
        verbose_name = "запасная схема"
        verbose_name_plural = "запасные схемы"

    def __str__(self) -> str:
        return self.name


class SchemaRecipe(models.Model):
    """The statements that make an empty schema of a company (tenants.recipe)."""

    digest = models.CharField(max_length=64, primary_key=True)  # of the migrations that said them
    script = models.TextField()

    class Meta:
        verbose_name = "рецепт схемы"
        verbose_name_plural = "рецепты схем"

    def __str__(self) -> str:
        return self.digest


class CompanyFigures(models.Model):
    """What the list of companies counts, measured now and then: a page must not visit every schema."""

    company = models.OneToOneField(GridCompany, on_delete=models.CASCADE, primary_key=True, related_name="figures")
    applicants = models.PositiveIntegerField(default=0)
    cases_total = models.PositiveIntegerField(default=0)
    cases_30_days = models.PositiveIntegerField(default=0)
    bytes_stored = models.BigIntegerField(default=0)  # files of the company
    measured_at = models.DateTimeField()

    class Meta:
        verbose_name = "показатели организации"
        verbose_name_plural = "показатели организаций"

    def __str__(self) -> str:
        return f"{self.company_id}: {self.cases_total}"


class SupplierPlace(models.Model):
    """A guaranteeing supplier (by its ИНН) works in the cabinet of this company. No person stands here.

    Written by the company's own cabinet when it adds or blocks a supplier, so that no page has to visit every schema.
    """

    company = models.ForeignKey(GridCompany, on_delete=models.CASCADE, related_name="+")
    inn = models.CharField("ИНН поставщика", max_length=10)

    class Meta:
        verbose_name = "место работы поставщика"
        verbose_name_plural = "места работы поставщиков"
        constraints = [models.UniqueConstraint(fields=["inn", "company"], name="supplier_place_once")]

    def __str__(self) -> str:
        return f"{self.inn}: {self.company_id}"


class OutageQuerySet(models.QuerySet["Outage"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Outage(models.Model):
    """Hours in which the cabinets did not work, as an operator wrote them down.

    The database keeps a row as it is: it may be taken back, with the reason, and a correction is a further row. Two
    that stand never overlap. No term moves by it: staff of a company may apply it to a term of a case.
    """

    began_at = models.DateTimeField("началось")
    ended_at = models.DateTimeField("кончилось")
    what = models.CharField("что не работало", max_length=300)
    noted_at = models.DateTimeField("записано")
    key = models.UUIDField("ключ повтора", unique=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by", verbose_name="исправляет"
    )
    withdrawn_at = models.DateTimeField("отозвано", null=True)
    withdrawal_reason = models.CharField("почему отозвано", max_length=500, blank=True)

    objects = OutageQuerySet.as_manager()

    class Meta:
        verbose_name = "перерыв в работе"
        verbose_name_plural = "перерывы в работе"
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ended_at__gt=models.F("began_at")), name="outage_ends_later"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawal_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason=""),
                name="outage_withdrawn_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.period

    @property
    def period(self) -> str:
        return clock.period(self.began_at, self.ended_at)
