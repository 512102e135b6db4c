from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q


class Profile(models.Model):
    """The company as it shows itself to its applicants. One row."""

    full_name = models.CharField("наименование", max_length=300)
    short_name = models.CharField("краткое наименование", max_length=150)
    inn = models.CharField("ИНН", max_length=10)
    kpp = models.CharField("КПП", max_length=9)
    ogrn = models.CharField("ОГРН", max_length=13)
    address = models.CharField("адрес", max_length=300, blank=True)
    phone = models.CharField("телефон", max_length=30, blank=True)
    last_name = models.CharField("фамилия", max_length=100, blank=True)
    first_name = models.CharField("имя", max_length=100, blank=True)
    middle_name = models.CharField("отчество", max_length=100, blank=True)
    notice_email = models.EmailField("Email", blank=True)
    forms_url = models.URLField("ссылка на формы заявок", max_length=500, blank=True)
    brand_color = models.CharField(
        "основной цвет", max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-f]{6}$")]
    )
    tagline = models.CharField("текст в шапке", max_length=100, blank=True)
    password_by_letter = models.BooleanField("пароль по ссылке из письма", default=False)
    captcha = models.BooleanField("проверка, что регистрируется человек", default=False)
    phone_required = models.BooleanField("подача только с подтверждённым телефоном", default=True)
    phone_hold_hours = models.PositiveSmallIntegerField(
        "часов без подписания после смены телефона", default=24, validators=[MaxValueValidator(24 * 14)]
    )
    sms_per_day = models.PositiveIntegerField("СМС в сутки", default=500, validators=[MaxValueValidator(100_000)])
    max_file_mb = models.PositiveSmallIntegerField(
        "размер файла, МБ", default=50, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    passport_required = models.BooleanField("паспорт нужен для подачи заявки", default=False)
    publishes_stages = models.BooleanField("таблица стадий открыта всем", default=False, db_default=False)
    # Bank details, as invoices name them. Empty until the company gives them: then it cannot issue invoices.
    bank_name = models.CharField("банк", max_length=160, blank=True, db_default="", default="")
    bik = models.CharField("БИК", max_length=9, blank=True, db_default="", default="")
    bank_account = models.CharField("расчётный счёт", max_length=20, blank=True, db_default="", default="")
    correspondent_account = models.CharField(
        "корреспондентский счёт", max_length=20, blank=True, db_default="", default=""
    )
    # A regime of `billing/reckoning/law.toml`, which gives the percent of a day.
    vat_regime = models.CharField("режим НДС", max_length=12, blank=True, db_default="", default="")
    # Money of this day and earlier is not changed any more: a correction is booked later.
    books_closed_on = models.DateField("период закрыт по", null=True, blank=True)
    # Own accounts besides `bank_account`, and how online payments are taken; the secret in it is encrypted.
    payment_settings = models.JSONField(
        "настройки оплаты", default=dict, db_default=models.Value({}, models.JSONField()), blank=True
    )
    # What headings of imported files mean: {heading without signs: a field of ours, or nothing}.
    import_columns = models.JSONField(
        "столбцы загружаемых файлов", default=dict, db_default=models.Value({}, models.JSONField()), blank=True
    )
    changed_at = models.DateTimeField("изменено")
    changed_by = models.CharField("кем изменено", max_length=200, blank=True)

    class Meta:
        verbose_name = "организация"
        verbose_name_plural = "организация"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="profile_is_one_row")]

    def __str__(self) -> str:
        return self.short_name

    @property
    def contact_name(self) -> str:
        return " ".join(filter(None, [self.last_name, self.first_name, self.middle_name]))

    @property
    def name(self) -> str:
        return self.short_name
