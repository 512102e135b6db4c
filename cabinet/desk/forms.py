from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from cabinet.applicants.forms import OfficeForm
from cabinet.applications.models import Application
from ui import forms

SOURCES = (Application.Source.OFFICE, Application.Source.POST, Application.Source.EPGU, Application.Source.OTHER)
OLDEST = date(2005, 1, 1)  # the Rules of grid connection are of December 2004; an earlier year is a slip of the hand
REASON_LIMIT = 300


class ReceiptForm(forms.Form):
    """How and when the paper came, and the number that it was given."""

    source = forms.ChoiceField(
        label="Откуда поступила",
        choices=[(source.value, source.label) for source in SOURCES],
        widget=forms.RadioSelect,
        missing="Выберите, откуда поступила заявка",
    )
    received_on = forms.DateField(
        label="Дата поступления",
        help_text="От неё идут сроки. Например 13.03.2026",
        missing="Введите дату поступления",
        error_messages={"invalid": "Введите дату поступления в формате ДД.ММ.ГГГГ"},
    )
    received_time = forms.CharField(
        label="Время", help_text="Например 14:05", width=8, max_length=5, missing="Введите время поступления"
    )
    reason = forms.CharField(
        label="Почему внесена позже",
        help_text="Нужно, если заявка поступила раньше, чем сегодня. Заявитель этого не увидит",
        required=False,
        optional="",
        max_length=REASON_LIMIT,
    )
    number = forms.CharField(
        label="Регистрационный номер",
        help_text="Если он уже присвоен. Номер можно дать и позже, в карточке",
        required=False,
        max_length=40,
        width=14,
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.received_at: datetime | None = None

    @staticmethod
    def at(now: datetime) -> dict[str, str]:
        """What stands in an empty form: somebody has come to the office just now."""
        local = timezone.localtime(now)
        return {
            "source": Application.Source.OFFICE.value,
            "received_on": f"{local:%d.%m.%Y}",
            "received_time": f"{local:%H:%M}",
        }

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate(self.now):
            raise forms.ValidationError("Проверьте дату поступления: она ещё не наступила")
        if day < OLDEST:
            raise forms.ValidationError("Проверьте год в дате поступления")
        return day

    def clean_received_time(self) -> time:
        typed = self.cleaned_data["received_time"].replace(".", ":").strip()
        try:
            return time.fromisoformat(typed.zfill(5))
        except ValueError:
            raise forms.ValidationError("Введите время поступления в формате ЧЧ:ММ, например 14:05") from None

    def clean_number(self) -> str:
        return " ".join(self.cleaned_data["number"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, at = cleaned.get("received_on"), cleaned.get("received_time")
        if day is None:
            return cleaned
        if day < timezone.localdate(self.now) and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Напишите, почему заявка внесена позже, чем поступила")
        if at is not None:
            self.received_at = timezone.make_aware(datetime.combine(day, at))
            if self.received_at > self.now:
                self.add_error("received_time", "Проверьте время поступления: оно ещё не наступило")
        return cleaned


class NewcomerForm(OfficeForm):
    """The applicant of a paper who is not in the cabinet yet. Not everybody who writes on paper has an e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="new", **kwargs)
        email = self.fields["email"]
        email.required = False
        email.help_text = "На него придут письмо для входа в кабинет и уведомления. Без e-mail кабинета не будет"
