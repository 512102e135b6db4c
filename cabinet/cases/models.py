import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Applicant, User
from cabinet.rules.amendments import rules_for, rules_now
from cabinet.rules.packs import Pack, current_pack, load
from documents.models import Document
from ui.addresses import numbered
from ui.html import plain

from .due import DueDay
from .information import InformationRequest, RequestedItem
from .kinds import Kind, kind_of
from .number_series import NumberSeries
from .stages import CHOICES, CLOSED, DECIDED, SHOWN, WAITS_FOR_APPLICANT, Stage

__all__ = ["Case", "DueDay", "Entry", "InformationRequest", "NumberSeries", "RequestedItem"]


@dataclass(frozen=True)
class Viewer:
    """Stands for a person in a statement, where the applicant for whom they act is a value given later."""

    for_staff: bool
    applicant: Any = None

    @property
    def is_staff_of_company(self) -> bool:
        return self.for_staff


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User | Viewer) -> Self:
        """What this person may see: staff everything that was submitted, an applicant what is theirs.

        Whoever may act for several sees the one for whom this request acts.
        """
        if user.is_staff_of_company:
            return self.exclude(stage=Stage.DRAFT)
        return self.filter(applicant=user.applicant) if user.applicant else self.none()

    def acted_on_by(self, user: User) -> Self:
        """What this person may change: as `visible_to`, and nothing for an observer or whose client lets only look."""
        visible = self.visible_to(user)
        return visible if user.may_act else visible.none()

    def submitted(self) -> Self:
        return self.exclude(stage=Stage.DRAFT)

    def begun(self) -> Self:
        """Without drafts in which nothing has been written yet."""
        return self.filter(is_blank=False)

    def drafts(self) -> Self:
        return self.filter(stage=Stage.DRAFT)


class Case(models.Model):
    """What somebody asks of the grid company, with one number, one status and one feed."""

    kind = models.CharField("вид", max_length=12)  # the code of one of `kinds`
    # Given by the form: a second press of the same button finds the first result.
    key = models.UUIDField("ключ повтора", default=uuid.uuid4, editable=False)
    applicant = models.ForeignKey(
        Applicant, models.PROTECT, related_name="cases", verbose_name="заявитель", db_index=False
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="автор")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="исполнитель"
    )
    title = models.CharField("название", max_length=200)
    subject = models.CharField("объект", max_length=500, blank=True)  # address or topic: what a list shows
    stage = models.CharField("этап", max_length=12, choices=CHOICES, default=Stage.DRAFT.value)
    status = models.CharField("текущий статус", max_length=200)
    status_code = models.CharField(
        "код статуса", max_length=40, blank=True, default="", db_default=""
    )  # in the rule pack; own words have none
    # The edition of the rule pack of the day of submission: a later one does not change what goes on already.
    pack = models.CharField("свод правил", max_length=40, blank=True, default="", db_default="")
    pack_edition = models.DateField("редакция свода правил", null=True, blank=True)
    number = models.CharField("регистрационный номер", max_length=40, blank=True)
    # What the feed and the receipt say of it, also when staff have given another one since.
    number_on_submission = models.CharField(
        "номер, присвоенный при подаче", max_length=40, blank=True, default="", db_default=""
    )
    version = models.PositiveIntegerField("версия", default=0)  # of number, status and assignee: two tabs, two people
    is_blank = models.BooleanField("ничего не написано", default=False)  # a draft that was opened and left
    draft = models.JSONField("запись черновика", default=dict, blank=True)  # see `drafts.state`
    created_at = models.DateTimeField("создано")
    submitted_at = models.DateTimeField("подано", null=True, blank=True)
    reached = models.JSONField("когда дошло до этапа", default=dict)  # {stage: ISO time of its beginning}
    changed_at = models.DateTimeField("изменено")
    # What is new for whom: the last word of one side against the last look of the other.
    company_spoke_at = models.DateTimeField(null=True, blank=True)
    applicant_spoke_at = models.DateTimeField(null=True, blank=True)
    applicant_looked_at = models.DateTimeField(null=True, blank=True)
    company_looked_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "обращение"
        verbose_name_plural = "обращения"
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="draft", submitted_at__isnull=True)
                | Q(~Q(stage="draft"), submitted_at__isnull=False),
                name="case_submitted_has_a_time",
            ),
            models.UniqueConstraint(fields=["applicant", "key"], name="case_made_once"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="case_number_is_given_once"),
        ]
        indexes = [
            models.Index(F("changed_at").desc(), name="case_changed"),
            models.Index("applicant", F("changed_at").desc(), name="case_of_applicant"),
            # The published table: a year of applications, in order.
            models.Index(F("submitted_at").desc(), F("id").desc(), include=["kind"], name="case_submitted"),
            models.Index("stage", F("changed_at").desc(), include=["assignee"], name="case_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_name} {self.name}"

    def get_absolute_url(self) -> str:
        if self.is_draft:
            return self.nature.draft_url(self)
        return numbered("case", self.pk)

    @property
    def name(self) -> str:
        """«№ 1563», or that there is none yet."""
        return f"№\u00a0{self.number}" if self.number else "без номера"

    @property
    def named(self) -> str:
        """What tells a draft from another: «Новое присоединение, без адреса (Жилой дом)», «Консультация»."""
        return self.nature.draft_name(self)

    @property
    def nature(self) -> Kind:
        """Which kind of case it is, with the words, routes and rows of that kind."""
        return kind_of(self.kind)

    @property
    def to_be_named(self) -> str:
        """The page on which staff name by which rules it goes; empty where its answers say that."""
        return self.nature.to_be_named(self)

    @property
    def edition(self) -> Pack:
        """The edition of the rule pack under which it was submitted; a draft has the one of today. Asks nothing."""
        return load(self.pack, self.pack_edition) if self.pack and self.pack_edition else current_pack()

    @property
    def rules(self) -> Pack:
        """The edition with what the company had decided in it on the day of submission; for a draft, until now."""
        return rules_for(self.edition, self.submitted_at) if self.submitted_at else rules_now()

    @property
    def receipt_keys(self) -> frozenset[uuid.UUID]:
        """The keys of the entries that prove its submission, as `services.want_papers` gives them."""
        return frozenset(uuid.uuid5(self.key, made.code) for made in self.edition.made if made.when == "submitted")

    @property
    def next_stages(self) -> frozenset[Stage]:
        """Where it may go from its stage, by the table of its kind."""
        return self.nature.next_stages(self.edition, Stage(self.stage))

    @property
    def kind_name(self) -> str:
        return self.nature.words.name

    @property
    def power(self) -> Decimal | None:
        return self.nature.power(self)

    @property
    def is_draft(self) -> bool:
        return self.stage == Stage.DRAFT

    @property
    def is_closed(self) -> bool:
        return self.stage in CLOSED

    @property
    def is_decided(self) -> bool:
        """Whether the company has ended it: see `cabinet.decisions`."""
        return self.stage in DECIDED

    @property
    def has_contract(self) -> bool:
        """Whether it has come to a contract: from then on nothing is taken back or refused."""
        return self.nature.has_stages and Stage.PERFORMANCE in {self.stage, *self.reached}

    @property
    def waits_for_applicant(self) -> bool:
        return self.stage in WAITS_FOR_APPLICANT

    @property
    def tone(self) -> str:
        return SHOWN[Stage(self.stage)][0]

    @property
    def icon(self) -> str:
        return SHOWN[Stage(self.stage)][1]

    def has_news_for(self, user: User) -> bool:
        spoke, looked = (
            (self.applicant_spoke_at, self.company_looked_at)
            if user.is_staff_of_company
            else (self.company_spoke_at, self.applicant_looked_at)
        )
        return spoke is not None and (looked is None or spoke > looked)


class EntryQuerySet(models.QuerySet["Entry"]):
    def shown_to(self, user: User | Viewer) -> Self:
        """Of a case that this person may see: each side sees what it has not placed yet, and only staff see notes.

        Not placed are the entries of an applicant's draft, and documents that wait for the company's signature.
        """
        if user.is_staff_of_company:
            return self.filter(Q(placed_at__isnull=False) | Q(from_company=True))
        return self.shown_to_applicant()

    def shown_to_applicant(self) -> Self:
        unplaced = self.exclude(kind=Entry.Kind.NOTE).exclude(from_company=True, placed_at__isnull=True)
        return unplaced.exclude(from_supplier=True, placed_at__isnull=True)

    def handed_over(self) -> Self:
        """Without what an applicant has put into a slot of a request and not sent yet."""
        return self.exclude(answers__isnull=False, placed_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Of any case."""
        shown = self.shown_to(user)
        if user.is_staff_of_company:
            return shown
        return shown.filter(case__applicant=user.applicant) if user.applicant else shown.none()

    def acted_on_by(self, user: User) -> Self:
        visible = self.visible_to(user)
        return visible if user.may_act else visible.none()


class Entry(models.Model):
    """One record of the feed. Placed, it is never changed or deleted: the database refuses it too.

    A placed document or message may be withdrawn: that is one more record, which names it and the reason.
    """

    class Kind(models.TextChoices):
        DOCUMENT = "document", "Документ"
        MESSAGE = "message", "Сообщение"
        STATUS = "status", "Статус"
        NOTE = "note", "Внутренняя заметка"
        WITHDRAWAL = "withdrawal", "Отзыв"

    case = models.ForeignKey(Case, models.CASCADE, related_name="entries", verbose_name="обращение", db_index=False)
    kind = models.CharField("вид", max_length=12, choices=Kind)
    key = models.UUIDField("ключ повтора", default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="автор")
    from_company = models.BooleanField("от сетевой организации")
    # Of the third side; then it is not `from_company`. Both other sides see it once it is placed.
    from_supplier = models.BooleanField("от поставщика", default=False, db_default=False)
    title = models.CharField("название", max_length=300, blank=True)  # of a document, or the words of a status
    # Of a document or a status that the rule pack names; what people call otherwise has none.
    code = models.CharField("код в своде правил", max_length=40, blank=True, default="", db_default="")
    html = models.TextField("текст", blank=True)  # sanitised on the way in
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField("место среди файлов черновика", default=0)
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="withdrawal")
    # Of a request of the company: what this document or message supplies.
    answers = models.ForeignKey(RequestedItem, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("создано")
    placed_at = models.DateTimeField("размещено", null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "запись"
        verbose_name_plural = "записи"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="entry_made_once"),
            models.CheckConstraint(
                condition=Q(from_supplier=False) | Q(from_company=False), name="entry_is_of_one_side"
            ),
            models.CheckConstraint(
                condition=Q(kind="document", document__isnull=False) | Q(~Q(kind="document"), document__isnull=True),
                name="entry_document_has_a_file",
            ),
            models.CheckConstraint(
                condition=Q(kind="withdrawal", withdraws__isnull=False)
                | Q(~Q(kind="withdrawal"), withdraws__isnull=True),
                name="entry_withdrawal_names_an_entry",
            ),
        ]
        indexes = [models.Index("case", F("created_at").desc(), name="entry_of_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def is_own_of(self, user: User) -> bool:
        """Whether the side of this person has written it."""
        if self.from_supplier or user.is_of_supplier:
            return self.from_supplier and user.is_of_supplier
        return self.from_company == user.is_staff_of_company

    @property
    def comment(self) -> str:
        """The text as it may be edited again, without tags."""
        return plain(self.html).strip()
