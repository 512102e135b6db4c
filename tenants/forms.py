import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import EmailInput, UUIDField

from accounts.errors import EmailTaken
from accounts.forms.versions import Versioned
from accounts.models import Invitation, User
from tenants import services
from tenants.models import GridCompany
from tenants.zones import MOSCOW, ZONES
from ui import forms


class NewCompanyForm(forms.Form):
    """Only draws and collects: what is required and what is right is said by the service, in one place."""

    mark_optional = False

    key = UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = forms.CharField(required=False, label="Полное наименование", help_text="Как в уставе")
    short_name = forms.CharField(
        required=False,
        label="Краткое наименование",
        help_text="Видно заявителям в шапке кабинета. Пример: ООО «Горсеть»",
        width=30,
    )
    inn = forms.CharField(required=False, label="ИНН", help_text="10 цифр", width=14, inputmode="numeric")
    ogrn = forms.CharField(required=False, label="ОГРН", help_text="13 цифр", width=14, inputmode="numeric")
    kpp = forms.CharField(required=False, label="КПП", help_text="9 знаков", width=14)
    kind = forms.ChoiceField(
        required=False,
        label="Сети",
        help_text="От этого зависят правила: виды заявок, перечни документов, этапы",
        choices=GridCompany.Kind.choices,
        widget=forms.RadioSelect,
    )
    time_zone = forms.ChoiceField(
        required=False,
        label="Часовой пояс",
        help_text="По нему начинаются и кончаются дни сроков",
        choices=ZONES,
        initial=MOSCOW,
    )
    subdomain = forms.CharField(
        required=False,
        label="Поддомен",
        help_text="Латинские буквы, цифры и дефис. Это адрес кабинета",
        suffix=f".{settings.PLATFORM_HOST}",
        width=14,
    )
    administrator_email = forms.CharField(
        required=False,
        label="E-mail администратора",
        help_text="На него придёт приглашение со ссылкой для входа",
        widget=EmailInput,
        width=30,
    )

    def open(self, *, by: User, now: datetime) -> GridCompany | None:
        """The company, or nothing, with the service's sentences put beside the fields."""
        if not self.is_valid():
            return None
        try:
            return services.open_company(**self.cleaned_data, by=by, now=now)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class SuspendForm(Versioned, forms.Form):
    reason = forms.CharField(
        label="Причина",
        help_text="Увидят только операторы площадки",
        missing="Напишите, почему кабинет приостанавливается",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, company: GridCompany) -> None:
        super().__init__(data, initial={"reason": company.suspension_reason})
        self.remember({"reason": company.suspension_reason})


class StorageForm(Versioned, forms.Form):
    storage_gb = forms.IntegerField(
        label="Место для файлов",
        help_text="Когда оно кончится, новые файлы не примут. Уже загруженные останутся доступны",
        missing="Введите, сколько гигабайт дать организации",
        suffix="ГБ",
        min_value=1,
        max_value=100_000,
    )

    def __init__(self, data: Any = None, *, company: GridCompany) -> None:
        super().__init__(data, initial={"storage_gb": company.storage_gb})
        self.remember({"storage_gb": company.storage_gb})


class ZoneForm(Versioned, forms.Form):
    time_zone = forms.ChoiceField(label="Часовой пояс", choices=ZONES, missing="Выберите часовой пояс")

    def __init__(self, data: Any = None, *, company: GridCompany) -> None:
        super().__init__(data, initial={"time_zone": company.time_zone})
        self.company = company
        self.remember({"time_zone": company.time_zone})

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        if zone == self.company.time_zone:
            raise ValidationError("Это нынешний пояс организации. Выберите другой")
        return zone


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="E-mail администратора",
        missing="Введите e-mail в формате name@example.ru",
        width=30,
    )

    def send(self, company: GridCompany, *, by: User, now: datetime) -> Invitation | None:
        """As `NewCompanyForm.open`: somebody who has an account already is not invited."""
        if not self.is_valid():
            return None
        try:
            return services.invite_administrator(company, **self.cleaned_data, by=by, now=now)
        except EmailTaken as refusal:
            self.add_error("email", refusal.message)
            return None
