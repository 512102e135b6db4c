from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Applicant, User
from documents.models import Document


class SignatureRequestQuerySet(models.QuerySet["SignatureRequest"]):
    def of_side_of(self, user: User) -> Self:
        """Requests to the side of this person, whether or not this person may sign."""
        if user.is_staff_of_company:
            return self.filter(side=SignatureRequest.Side.COMPANY)
        if user.is_of_supplier:
            return self.filter(side=SignatureRequest.Side.SUPPLIER, asked_by__supplier=user.supplier_id)
        return self.filter(side=SignatureRequest.Side.APPLICANT, applicant=user.applicant, opened_at__isnull=False)

    def open(self) -> Self:
        return self.filter(state=SignatureRequest.State.AVAILABLE)


class SignatureRequest(models.Model):
    """A request to one side to sign one document. If both sides sign, the second request waits for the first.

    A supplier signs its own documents alone: the request is to the supplier of whoever asked.
    """

    class Side(models.TextChoices):
        COMPANY = "company", "Сетевая организация"
        APPLICANT = "applicant", "Заявитель"
        SUPPLIER = "supplier", "Гарантирующий поставщик"

    class Kind(models.TextChoices):
        SIMPLE = "simple", "ПЭП"
        QUALIFIED = "qualified", "УКЭП"

    class State(models.TextChoices):
        WAITING = "waiting", "Ждёт другой стороны"
        AVAILABLE = "available", "Ожидается подпись"
        CHECKING = "checking", "Подпись проверяется"
        SIGNED = "signed", "Подписано"
        DECLINED = "declined", "Отказано в подписании"
        RECALLED = "recalled", "Отозвано с подписания"

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="signature_requests", verbose_name="документ", db_index=False
    )
    title = models.CharField(
        "название документа", max_length=300
    )  # as people see it; the SMS and the protocol repeat it
    side = models.CharField("сторона", max_length=10, choices=Side)
    kind = models.CharField("вид подписи", max_length=10, choices=Kind)
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="+", verbose_name="заявитель")
    position = models.PositiveSmallIntegerField("очередь", default=1)
    state = models.CharField("состояние", max_length=10, choices=State)
    due_on = models.DateField("подписать до", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто попросил", db_index=False
    )
    asked_at = models.DateTimeField("создано")
    opened_at = models.DateTimeField("доступно с", null=True, blank=True)
    reminded_at = models.DateTimeField("напомнили", null=True, blank=True)
    ended_at = models.DateTimeField("завершено", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.CharField("причина отказа или отзыва", max_length=300, blank=True)
    # Events for the protocol of a simple signature: [{"at", "event", "ip", "user_agent"}], oldest first.
    events = models.JSONField("события", default=list)

    objects: ClassVar[SignatureRequestQuerySet] = SignatureRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "запрос подписи"
        verbose_name_plural = "запросы подписи"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "side"], name="signature_asked_once"),
            models.CheckConstraint(
                condition=Q(side__in=["company", "supplier"], kind="qualified") | Q(side="applicant"),
                name="company_signs_qualified",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "recalled"]) | ~Q(reason=""), name="signature_refused_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["side", "opened_at"], condition=Q(state="available"), name="signature_awaited")]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_state_display()}"

    def is_overdue(self, today: date) -> bool:
        """The due date has passed without a signature. It must be prolonged before anybody can sign."""
        return self.state == self.State.AVAILABLE and self.due_on is not None and self.due_on < today

    @property
    def signature(self) -> "Signature | None":
        """The signature that is not invalid, if there is one. No filter() is used, because lists prefetch them all."""
        return next((given for given in self.signatures.all() if given.status != Signature.Status.INVALID), None)


class PowerOfAttorney(models.Model):
    """МЧД: lets an employee sign with a certificate of a person for the organisation (63-ФЗ, ст. 17.2).

    `applicant` is empty for the company's own people. The registry of the tax service has no open API, so a member of
    staff looks the power up there and confirms it.
    """

    applicant = models.ForeignKey(Applicant, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="XML доверенности")
    signature = models.BinaryField("подпись доверителя")
    guid = models.CharField("номер в реестре", max_length=36)
    principal_inn = models.CharField("ИНН доверителя", max_length=12)
    principal_ogrn = models.CharField("ОГРН доверителя", max_length=15)
    holder_name = models.CharField("представитель", max_length=300)
    holder_inn = models.CharField("ИНН представителя", max_length=12, blank=True)
    holder_snils = models.CharField("СНИЛС представителя", max_length=11, blank=True)
    # Other representatives that it names, each of whom may act alone: [{"name", "inn", "snils"}].
    other_holders = models.JSONField("другие представители", default=list)
    valid_from = models.DateField("действует с")
    valid_until = models.DateField("действует до")
    report = models.JSONField("проверка подписи доверителя", default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    uploaded_at = models.DateTimeField("загружена")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField("состояние в реестре подтверждено", null=True, blank=True)
    revoked_at = models.DateTimeField("отозвана", null=True, blank=True)

    class Meta:
        verbose_name = "машиночитаемая доверенность"
        verbose_name_plural = "машиночитаемые доверенности"
        indexes = [models.Index(fields=["guid"], name="power_guid")]

    def __str__(self) -> str:
        return f"МЧД {self.guid}"


class Signature(models.Model):
    """The signature of a side: a detached CAdES of the document, or the sealed protocol of a simple signature.

    The bytes are kept as they came. The verdict may change while the revocation of the certificate is unknown; each
    verdict is recorded as a SignatureCheck. Triggers refuse any other change. A signature found invalid stays, and its
    side may give another one.
    """

    class Status(models.TextChoices):
        VALID = "valid", "Подпись верна"
        INDETERMINATE = "indeterminate", "Проверяется"
        INVALID = "invalid", "Подпись недействительна"

    request = models.ForeignKey(SignatureRequest, models.PROTECT, related_name="signatures", verbose_name="запрос")
    raw = models.BinaryField("подпись")  # DER of CAdES-BES, or canonical JSON
    stamped = models.BinaryField(
        "с меткой времени", null=True, blank=True
    )  # the CAdES-T that the server has made of it
    received_at = models.DateTimeField("получена")
    signed_at = models.DateTimeField("подписано")  # the moment of the time stamp if there is one, else of receipt
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто подписал", db_index=False
    )
    signer = models.CharField("подписант", max_length=300)
    position = models.CharField("должность", max_length=300, blank=True)
    thumbprint = models.CharField("отпечаток сертификата", max_length=40, blank=True)
    serial = models.CharField("номер сертификата", max_length=60, blank=True)
    issuer = models.CharField("издатель", max_length=300, blank=True)
    valid_from = models.DateTimeField("сертификат действует с", null=True, blank=True)
    valid_until = models.DateTimeField("сертификат действует до", null=True, blank=True)
    power = models.ForeignKey(PowerOfAttorney, models.PROTECT, null=True, blank=True, related_name="+")
    is_test = models.BooleanField("тестовая подпись", default=False)
    # Printed on the sheet of signatures. Anybody who has the sheet may look the signature up.
    check_code = models.CharField("код проверки", max_length=20)
    status = models.CharField("вердикт", max_length=13, choices=Status)
    code = models.CharField("код вердикта", max_length=40)
    report = models.JSONField("отчёт о проверке", default=dict)
    trust_version = models.PositiveIntegerField("версия доверия", null=True, blank=True)
    checked_at = models.DateTimeField("проверена")
    next_check_at = models.DateTimeField("проверить снова", null=True, blank=True)
    checks_left = models.PositiveSmallIntegerField("осталось попыток", default=0)

    class Meta:
        verbose_name = "подпись"
        verbose_name_plural = "подписи"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=~Q(status="invalid"), name="signature_given_once"),
            models.UniqueConstraint(fields=["check_code"], name="signature_check_code_once"),
        ]
        indexes = [
            models.Index(fields=["next_check_at"], condition=Q(next_check_at__isnull=False), name="signature_to_check")
        ]

    def __str__(self) -> str:
        return f"подпись {self.pk}"


class SignatureCheck(models.Model):
    """One verdict and the version of trust that it is based on. Rows are only added."""

    signature = models.ForeignKey(Signature, models.PROTECT, related_name="checks", verbose_name="подпись")
    at = models.DateTimeField("когда")
    status = models.CharField("вердикт", max_length=13, choices=Signature.Status)
    code = models.CharField("код", max_length=40)
    trust_version = models.PositiveIntegerField("версия доверия", null=True, blank=True)
    report = models.JSONField("отчёт", default=dict)

    class Meta:
        verbose_name = "проверка подписи"
        verbose_name_plural = "проверки подписей"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.signature_id}: {self.status}"


class Protocol(models.Model):
    """A link in the company's chain of sealed protocols. Numbers have no gaps; no row is changed or deleted."""

    number = models.PositiveIntegerField("номер", unique=True)
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="protocol", verbose_name="подпись")
    sha256 = models.CharField("SHA-256 протокола с печатью", max_length=64)
    chain = models.CharField("сумма цепочки", max_length=64, blank=True)  # see protocols.chain; "" in the oldest rows

    class Meta:
        verbose_name = "протокол"
        verbose_name_plural = "протоколы"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"протокол {self.number}"


class ChainHead(models.Model):
    """The head of the chain as it was emailed, with a time stamp if a service is set. Rows are only added."""

    number = models.PositiveIntegerField("номер последнего протокола")
    chain = models.CharField("сумма цепочки", max_length=64)
    raw = models.BinaryField("заявление с печатью")  # canonical JSON, see protocols.heads
    stamp = models.BinaryField("штамп времени", null=True)  # RFC 3161, over `raw`
    left_at = models.DateTimeField("отправлена")

    class Meta:
        verbose_name = "голова цепочки"
        verbose_name_plural = "головы цепочки"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.number}:{self.chain}"
