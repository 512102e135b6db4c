from datetime import date

from ui import forms

from .period import Period

FIRST = date(2000, 1, 1)
LONGEST_YEARS = 5
_DATE = "Введите дату, например 01.03.2026"


class PeriodForm(forms.Form):
    mark_optional = False

    since = forms.DateField(label="С", missing="Введите начало периода", error_messages={"invalid": _DATE})
    until = forms.DateField(label="По", missing="Введите конец периода", error_messages={"invalid": _DATE})

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since < FIRST:
            raise forms.ValidationError("Начало периода — не раньше 2000 года")
        return since

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if not (since and until):
            return
        if since > until:
            self.add_error("until", "Конец периода раньше начала. Проверьте даты")
        elif until.year - since.year > LONGEST_YEARS:
            self.add_error("until", f"Период не больше {LONGEST_YEARS} лет. Возьмите его по частям")

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["since"], self.cleaned_data["until"])
