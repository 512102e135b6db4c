from typing import Any

from accounts import identifiers
from accounts.forms.versions import Versioned
from accounts.versions import values_of
from cabinet.rules.packs import current_pack
from ui import forms

from .models import Profile


class SettingsForm(Versioned, forms.ModelForm):
    """«Данные и настройки»."""

    full_name = forms.CharField(label="Наименование", max_length=300, missing="Введите наименование организации")
    short_name = forms.CharField(
        label="Краткое наименование",
        max_length=150,
        help_text="Так организация названа в шапке, письмах и СМС",
        missing="Введите краткое наименование",
    )
    inn = forms.CharField(label="ИНН", width=14, inputmode="numeric", missing="Введите ИНН организации")
    kpp = forms.CharField(label="КПП", width=14, missing="Введите КПП")
    ogrn = forms.CharField(label="ОГРН", width=14, inputmode="numeric", missing="Введите ОГРН")
    address = forms.CharField(label="Адрес", max_length=300, required=False)
    phone = forms.CharField(
        label="Телефон", max_length=30, required=False, width=20, help_text="Виден заявителям на каждой странице"
    )
    last_name = forms.CharField(label="Фамилия", max_length=100, required=False)
    first_name = forms.CharField(label="Имя", max_length=100, required=False)
    middle_name = forms.CharField(label="Отчество", max_length=100, required=False)
    notice_email = forms.EmailField(
        label="Email",
        width=30,
        missing="Введите e-mail в формате name@example.ru",
        error_messages={"invalid": "Введите e-mail в формате name@example.ru"},
        help_text=(
            "Уведомления об активности посетителей Личного кабинета будут направляться "
            "на данный адрес электронной почты"
        ),
    )
    forms_url = forms.URLField(
        label="Ссылка на страницу, содержащую формы заявок",
        required=False,
        optional="",
        max_length=500,
        help_text=(
            "Поле не обязательно для заполнения. Если оставить его пустым, ссылка не будет доступна пользователям"
        ),
        error_messages={"invalid": "Введите адрес страницы полностью, например https://example.ru/forms"},
    )
    tagline = forms.CharField(label="Текст в шапке", max_length=100, required=False, width=30)
    brand_color = forms.CharField(
        label="Основной цвет",
        required=False,
        width=8,
        help_text="Кнопки, ссылки и линия этапов. Код вида #0b5a70; пусто — обычный цвет кабинета",
    )
    password_by_letter = forms.BooleanField(
        label="Пароль задают по ссылке из письма",
        help_text="Иначе его придумывают сразу, в форме регистрации",
        required=False,
    )
    captcha = forms.BooleanField(
        label="Проверять при регистрации и входе, что это не программа",
        help_text="Делать ничего не нужно: браузер решает задачу сам. При частых попытках проверка включается сама",
        required=False,
    )
    phone_required = forms.BooleanField(
        label="Заявки подают только с подтверждённым телефоном",
        help_text="Код приходит в СМС",
        required=False,
    )
    phone_hold_hours = forms.IntegerField(
        label="Пауза в подписании после смены или позднего подтверждения телефона",
        help_text="Защищает от тех, кто завладел чужим номером. 0 — без паузы",
        missing="Введите число часов от 0 до 336",
        suffix="ч",
        width=8,
        min_value=0,
        max_value=24 * 14,
    )
    sms_per_day = forms.IntegerField(
        label="Предел СМС в сутки",
        help_text="На всех заявителей вместе, чтобы рассылка чужими руками не стоила вам денег",
        missing="Введите число СМС",
        width=8,
        min_value=1,
        max_value=100_000,
    )
    max_file_mb = forms.IntegerField(
        label="Наибольший размер файла",
        help_text="От 1 до 200 МБ. Руководства обещают заявителям 50 МБ. Действует и на файлы сотрудников",
        missing="Введите размер файла от 1 до 200 МБ",
        error_messages={
            "min_value": "Введите размер файла от 1 до 200 МБ",
            "max_value": "Введите размер файла от 1 до 200 МБ",
        },
        suffix="МБ",
        min_value=1,
        max_value=200,
    )
    passport_required = forms.BooleanField(
        label="Для подачи заявки нужен паспорт",
        help_text="У физических лиц и предпринимателей. Чего не хватает, кабинет спросит при подаче",
        required=False,
    )

    publishes_stages = forms.BooleanField(
        label="Публиковать таблицу стадий заявок",
        help_text="Страница для всех по адресу /disclosure/: номера заявок и стадии 1–6.3, без имён и адресов",
        required=False,
    )

    class Meta:
        model = Profile
        fields = (
            "full_name", "short_name", "inn", "kpp", "ogrn", "address", "phone",
            "last_name", "first_name", "middle_name", "notice_email", "forms_url", "tagline", "brand_color",
            "password_by_letter", "captcha", "phone_required", "phone_hold_hours", "sms_per_day",
            "passport_required", "max_file_mb", "publishes_stages",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forms_url"].label = f"Ссылка на страницу, содержащую формы заявок на {current_pack().connection}"
        self.remember(values_of(self.instance, self._meta.fields or ()))

    def clean_inn(self) -> str:
        return identifiers.organisation_inn(self.cleaned_data["inn"])

    def clean_kpp(self) -> str:
        return identifiers.kpp(self.cleaned_data["kpp"])

    def clean_ogrn(self) -> str:
        return identifiers.ogrn(self.cleaned_data["ogrn"])

    def clean_brand_color(self) -> str:
        color: str = self.cleaned_data["brand_color"].strip().lower()
        if color and not color.startswith("#"):
            color = f"#{color}"
        return color

    def clean_forms_url(self) -> str:
        url: str = self.cleaned_data["forms_url"]
        if url and not url.lower().startswith(("http://", "https://")):
            raise forms.ValidationError("Введите адрес страницы полностью, например https://example.ru/forms")
        return url
