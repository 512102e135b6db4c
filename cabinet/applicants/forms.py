import copy
from datetime import date
from typing import Any

from django.forms import BoundField
from django.utils import timezone

from accounts import identifiers, requisites
from accounts.forms.fields import Identifier
from accounts.forms.registration import form_for
from accounts.forms.versions import Versioned
from accounts.models import Applicant, ApplicantDetails, LegalForm
from ui import forms
from ui.words import upper_first

from .asked import ADDRESSES, BLOCKS, label_for, required_of

DATE_WRONG = "Введите дату в формате ДД.ММ.ГГГГ"
OGRN_DATES = {
    LegalForm.ENTREPRENEUR: "Дата внесения записи в ЕГРИП",
    LegalForm.ORGANISATION: "Дата присвоения ОГРН",
}


def _date(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, missing=DATE_WRONG, error_messages={"invalid": DATE_WRONG})


class DataForm(Versioned, forms.Form):
    """«Мои данные»: who the applicant is, and what was asked when it was needed. Of each legal form its own fields."""

    passport_series = Identifier(label="Серия", check=requisites.passport_series, required=False, width=8)
    passport_number = Identifier(label="Номер", check=requisites.passport_number, required=False, width=8)
    passport_issued_by = forms.CharField(label="Кем выдан", required=False, max_length=300)
    passport_issued_on = _date("Дата выдачи")
    passport_code = Identifier(label="Код подразделения", check=requisites.passport_code, required=False, width=8)
    registration_address = forms.CharField(label="Адрес регистрации", required=False, max_length=300)
    postal_address = forms.CharField(
        label="Почтовый адрес", required=False, max_length=300, help_text="Если отличается от адреса регистрации"
    )
    bank_name = forms.CharField(label="Банк", required=False, max_length=200)
    bik = Identifier(label="БИК", check=requisites.bik, required=False, width=14)
    account = Identifier(label="Расчётный счёт", check=requisites.account, required=False, width=20)
    ogrn_issued_on = _date("Дата присвоения ОГРН")
    head_position = forms.CharField(
        label="Должность руководителя", required=False, max_length=150, help_text="Например: генеральный директор"
    )
    representative_name = forms.CharField(
        label="ФИО представителя", required=False, max_length=300, help_text="Если договор подпишет он"
    )
    representative_email = forms.EmailField(
        label="E-mail представителя",
        required=False,
        width=30,
        error_messages={"invalid": "Введите e-mail в формате name@example.ru"},
    )
    representative_basis = forms.CharField(
        label="Основание", required=False, max_length=300, help_text="Например: доверенность № 5 от 12.01.2026"
    )

    def __init__(
        self, *args: Any, applicant: Applicant, details: ApplicantDetails, identity_is_open: bool, **kwargs: Any
    ) -> None:
        shown = {name for _title, names in BLOCKS[applicant.legal_form] for name in names}
        registration = form_for(applicant.legal_form)
        self.identity = registration.own_fields
        known = {name: getattr(details, name) for name in shown}
        known |= {name: getattr(applicant, name) for name in self.identity}
        super().__init__(*args, **kwargs)
        self.initial = {name: identifiers.shown(name, value) if value else value for name, value in known.items()}
        self.applicant = applicant
        self.fields = {name: field for name, field in self.fields.items() if name in shown}
        for name in self.identity:
            field = copy.deepcopy(registration.base_fields[name])
            field.disabled = not identity_is_open  # what a browser sends for it is ignored
            self.fields[name] = field
        for name in ADDRESSES:
            self.fields[name].label = upper_first(label_for(applicant, name))
            self.fields[name].widget.attrs["list"] = "addresses"  # offered from the applications
        for name in required_of(applicant):
            field = self.fields[name]
            field.required = True
            field.error_messages["required"] = f"Заполните поле «{field.label}»"
        if label := OGRN_DATES.get(LegalForm(applicant.legal_form)):
            self.fields["ogrn_issued_on"].label = label
        if applicant.legal_form == LegalForm.ORGANISATION:
            self.fields["registration_address"].help_text = "Как в ЕГРЮЛ"
            self.fields["postal_address"].help_text = "Если отличается от места нахождения"
        self.order_fields([*self.identity, *(name for _title, names in self.groups for name in names)])
        own = self.identity if identity_is_open else ()
        self.remember({name: known[name] for name in (*own, *(name for name in self.fields if name in shown))})

    @property
    def groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return BLOCKS[self.applicant.legal_form]

    @property
    def about(self) -> list[BoundField]:
        """Who the applicant is."""
        return [self[name] for name in self.identity]

    @property
    def blocks(self) -> list[tuple[str, list[BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.groups]

    def clean_passport_issued_on(self) -> date | None:
        issued = self._past("passport_issued_on")
        if issued and issued < requisites.FIRST_PASSPORT:
            raise forms.ValidationError("Проверьте дату: паспорта такого образца выдают с 01.10.1997")
        return issued

    def clean_ogrn_issued_on(self) -> date | None:
        return self._past("ogrn_issued_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        bik, account = cleaned.get("bik"), cleaned.get("account")
        if bik and account and not requisites.account_fits(account, bik):
            self.add_error("account", "Проверьте счёт и БИК: они не подходят друг к другу")
        elif account and not bik and "bik" not in self.errors:
            self.add_error("bik", "Введите БИК банка, в котором открыт счёт")
        return cleaned

    def _past(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Проверьте дату: она ещё не наступила")
        return day


class OfficeForm(forms.Form):
    """«Создать учётную запись»: the questions of the registration, without a password and without consents."""

    def __init__(self, *args: Any, legal_form: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        registration = form_for(legal_form)
        self.legal_form = registration.shown
        self.asked = (*registration.own_fields, "email", "phone")
        for name in self.asked:
            self.fields[name] = copy.deepcopy(registration.base_fields[name])

    def newcomer(self) -> Applicant:
        answers = {name: self.cleaned_data[name] for name in self.asked}
        return Applicant(legal_form=self.legal_form, **answers)


class AccessForm(forms.Form):
    """«Дать доступ» to an applicant for whom nobody signs in: the e-mail that they have named in the office."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = copy.deepcopy(form_for(LegalForm.PERSON).base_fields["email"])


class FindForm(forms.Form):
    q = forms.CharField(
        label="Найти по имени, номерам, e-mail или телефону", required=False, optional="", max_length=100
    )
    blocked = forms.BooleanField(label="Только заблокированные", required=False)


class BlockForm(Versioned, forms.Form):
    reason = forms.CharField(
        label="Причина", max_length=300, missing="Напишите причину", help_text="Заявитель её не увидит"
    )

    def __init__(self, *args: Any, applicant: Applicant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember({"reason": applicant.block_reason})


class CloseForm(forms.Form):
    password = forms.PasswordField(
        label="Пароль",
        missing="Введите пароль",
        autocomplete="current-password",
        help_text="Чтобы это сделали именно вы",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError("Пароль введён неверно")
        return password
