import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.forms import UUIDField

from accounts.models import User
from tenants.models import Outage
from tenants.zones import MOSCOW
from ui import forms
from ui.words import one_line, with_time

from . import services
from .errors import AlreadyWithdrawn, OutageRefused

EXAMPLE = "16.03.2026 10:30"
# Both spellings: pages write the comma, people leave it out.
FORMATS = ("%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M")


class MomentField(forms.CharField):
    """A day and a time by Moscow, by whose clock the platform is run."""

    def clean(self, value: Any) -> Any:
        typed = " ".join(super().clean(value).split())
        for form in FORMATS:
            try:
                return datetime.strptime(typed, form).replace(tzinfo=ZoneInfo(MOSCOW))
            except ValueError:
                continue
        raise ValidationError(f"Введите день и время так: {EXAMPLE}")


class OutageForm(forms.Form):
    key = UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    began = MomentField(
        label="Начало", help_text=f"По Москве. Пример: {EXAMPLE}", missing="Введите начало перерыва", width=20
    )
    ended = MomentField(
        label="Конец", help_text="По Москве. Пример: 16.03.2026 14:00", missing="Введите конец перерыва", width=20
    )
    what = forms.CharField(
        label="Что не работало",
        help_text="Увидят сотрудники организаций; слова войдут в лист для суда. Без имён людей и организаций",
        missing="Напишите, что не работало",
        max_length=300,
    )

    def clean_what(self) -> str:
        what = one_line(self.cleaned_data["what"])
        if not what:
            raise ValidationError("Напишите, что не работало")
        return what

    def record(self, *, by: User, now: datetime) -> Outage | None:
        """The outage, or nothing, with the sentence of the refusal put beside its field."""
        return self._made(services.record, by=by, now=now)

    def _made(self, make: Callable[..., Outage], **more: Any) -> Outage | None:
        if not self.is_valid():
            return None
        told = self.cleaned_data
        try:
            return make(began_at=told["began"], ended_at=told["ended"], what=told["what"], key=told["key"], **more)
        except OutageRefused as refusal:
            self.add_error(refusal.field, refusal.message)
        except AlreadyWithdrawn as refusal:
            self.add_error(None, refusal.message)
        return None


class CorrectionForm(OutageForm):
    reason = forms.CharField(
        label="Почему запись исправляется", missing="Напишите, почему запись исправляется", max_length=500
    )

    def __init__(self, data: Any = None, *, outage: Outage) -> None:
        self.outage = outage
        began, ended = (_typed(moment) for moment in (outage.began_at, outage.ended_at))
        super().__init__(data, initial={"began": began, "ended": ended, "what": outage.what})

    def correct(self, *, by: User, now: datetime) -> Outage | None:
        def make(**told: Any) -> Outage:
            return services.correct(self.outage, reason=self.cleaned_data["reason"], **told)

        return self._made(make, by=by, now=now)


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label="Почему запись отзывается",
        help_text="Увидят и организации, применившие этот перерыв",
        missing="Напишите, почему запись отзывается",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def withdraw(self, outage: Outage, *, by: User, now: datetime) -> Outage | None:
        if not self.is_valid():
            return None
        try:
            return services.withdraw(outage, reason=self.cleaned_data["reason"], by=by, now=now)
        except AlreadyWithdrawn as refusal:
            self.add_error(None, refusal.message)
            return None


def _typed(moment: datetime) -> str:
    return with_time(moment.astimezone(ZoneInfo(MOSCOW))).replace(",", "")
