"""What an administrator says of the timetable, a part at a time."""

from typing import Any

from tenants.zones import ZONES
from ui import forms
from ui.words import one_line

from . import hours
from .timetable import DAYS_OF_WEEK, Office, Service, Span, Special, Timetable, Window

# Of two spans that overlap the timetable itself says so, with the name of the window.


class HoursField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, required=False, optional="", width=30, **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            return hours.read(super().clean(value))
        except hours.HoursUnclear as error:
            raise forms.ValidationError(str(error)) from error


class PartForm(forms.Form):
    """`part()` is what was typed as a part of the timetable; `initial_of` the way back."""

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"], 200)
        if not name:
            raise forms.ValidationError("Введите название")
        return name


class OfficeForm(PartForm):
    name = forms.CharField(label="Название офиса", max_length=200, width=30, missing="Введите название офиса")
    address = forms.CharField(label="Адрес", max_length=300, required=False)
    zone = forms.ChoiceField(
        label="Часовой пояс", choices=[("", "Как у организации"), *ZONES.items()], required=False, optional=""
    )

    def part(self, number: int, old: Office | None) -> Office:
        typed = self.cleaned_data
        return Office(
            number=number, name=typed["name"], address=one_line(typed["address"]), zone=typed["zone"],
            windows=old.windows if old else (),
        )  # fmt: skip

    @staticmethod
    def initial_of(office: Office) -> dict[str, Any]:
        return office.model_dump(include={"name", "address", "zone"})


class ServiceForm(PartForm):
    name = forms.CharField(label="Название услуги", max_length=200, width=30, missing="Введите название услуги")
    minutes = forms.IntegerField(
        label="Сколько длится приём",
        suffix="мин",
        min_value=5,
        max_value=480,
        missing="Введите, сколько минут длится приём",
        error_messages={"min_value": "Не меньше 5 минут", "max_value": "Не больше 480 минут"},
    )
    note = forms.CharField(
        label="Что взять с собой", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def part(self, number: int, old: Service | None) -> Service:
        typed = self.cleaned_data
        return Service(number=number, name=typed["name"], minutes=typed["minutes"], note=one_line(typed["note"], 500))

    @staticmethod
    def initial_of(service: Service) -> dict[str, Any]:
        return service.model_dump(include={"name", "minutes", "note"})


class WindowForm(PartForm):
    name = forms.CharField(label="Название окна", max_length=200, width=30, missing="Введите название окна")
    services = forms.MultipleChoiceField(
        label="Услуги", widget=forms.CheckboxSelectMultiple, missing="Отметьте хотя бы одну услугу"
    )
    breaks = HoursField(label="Обед и перерывы", help_text="Каждый рабочий день, например 13:00–14:00, 16:00–16:15")
    day_0 = HoursField(label=DAYS_OF_WEEK[0], help_text=f"Например {hours.EXAMPLE}. Пусто — приёма нет")
    day_1 = HoursField(label=DAYS_OF_WEEK[1])
    day_2 = HoursField(label=DAYS_OF_WEEK[2])
    day_3 = HoursField(label=DAYS_OF_WEEK[3])
    day_4 = HoursField(label=DAYS_OF_WEEK[4])
    day_5 = HoursField(label=DAYS_OF_WEEK[5])
    day_6 = HoursField(label=DAYS_OF_WEEK[6])
    field_order = ["name", "services", *(f"day_{number}" for number in range(7)), "breaks"]

    def __init__(self, *args: Any, table: Timetable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services: Any = self.fields["services"]
        services.choices = [(str(one.number), one.name) for one in table.services]

    def part(self, number: int, old: Window | None) -> Window:
        typed = self.cleaned_data
        week: tuple[tuple[Span, ...], ...] = tuple(typed[f"day_{day}"] for day in range(7))
        services = tuple(map(int, typed["services"]))
        return Window(number=number, name=typed["name"], services=services, week=week, breaks=typed["breaks"])

    @staticmethod
    def initial_of(window: Window) -> dict[str, Any]:
        return {
            "name": window.name,
            "services": [str(number) for number in window.services],
            "breaks": hours.written(window.breaks),
            **{f"day_{number}": hours.written(spans) for number, spans in enumerate(window.week)},
        }


class SpecialForm(PartForm):
    day = forms.DateField(
        label="День", missing="Введите день", error_messages={"invalid": "Введите день так: 31.12.2026"}
    )
    where = forms.ChoiceField(label="Где", required=False, optional="")
    hours = HoursField(label="Часы приёма", help_text=f"Например {hours.EXAMPLE}. Пусто — приёма нет")
    reason = forms.CharField(label="Почему", max_length=200, required=False, help_text="Увидят сотрудники")

    def __init__(self, *args: Any, table: Timetable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where: Any = self.fields["where"]
        where.choices = [("0-0", "Во всех офисах")]
        for office in table.offices:
            where.choices = [*where.choices, (f"{office.number}-0", office.name)]
            windows = [(f"{office.number}-{one.number}", f"{office.name}, {one.name}") for one in office.windows]
            where.choices = [*where.choices, *windows]

    def part(self, number: int, old: Special | None) -> Special:
        typed = self.cleaned_data
        office, _dash, window = (typed["where"] or "0-0").partition("-")
        return Special(
            number=number, day=typed["day"], office=int(office), window=int(window), hours=typed["hours"],
            reason=one_line(typed["reason"], 200),
        )  # fmt: skip

    @staticmethod
    def initial_of(special: Special) -> dict[str, Any]:
        return {
            "day": special.day,
            "where": f"{special.office}-{special.window}",
            "hours": hours.written(special.hours),
            "reason": special.reason,
        }


class LimitsForm(forms.Form):
    """How far ahead, how late, how many."""

    horizon_days = forms.IntegerField(label="На сколько дней вперёд открыта запись", min_value=1, max_value=180)
    notice_minutes = forms.IntegerField(
        label="За сколько минут до приёма запись закрывается", min_value=0, max_value=7 * 24 * 60
    )
    active_limit = forms.IntegerField(label="Сколько записей впереди у одного человека", min_value=1, max_value=20)
