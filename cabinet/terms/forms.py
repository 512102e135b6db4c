from collections.abc import Sequence
from typing import Any

from ui import clock, forms
from ui.forms import Label
from ui.words import in_digits

from .outages import Choice, Ground


class OutageForm(forms.Form):
    choice = forms.ChoiceField(
        label="Перерыв и срок",
        widget=forms.RadioSelect,
        missing="Выберите перерыв и срок",
        error_messages={"invalid_choice": "Этого перерыва у этого срока нет. Выберите из списка"},
    )
    reason = forms.CharField(
        label="Что нельзя было сделать",
        help_text="Слова войдут в лист для суда и в доказательства",
        missing="Напишите, что нельзя было сделать",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, choices: Sequence[Choice]) -> None:
        super().__init__(data)
        self.choices = {choice.code: choice for choice in choices}
        self.fields["choice"].choices = [(code, _label(choice)) for code, choice in self.choices.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Choice:
        return self.choices[self.cleaned_data["choice"]]


class TakingBackForm(forms.Form):
    ground = forms.ChoiceField(
        label="Что отменить",
        widget=forms.RadioSelect,
        missing="Выберите, что отменить",
        error_messages={"invalid_choice": "Применение этого перерыва уже отменили. Выберите из списка"},
    )
    reason = forms.CharField(
        label="Почему применение отменяется",
        help_text="Слова войдут в историю обращения и в доказательства",
        missing="Напишите, почему применение отменяется",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, grounds: Sequence[Ground], chosen: str = "") -> None:
        super().__init__(data, initial={"ground": chosen if len(grounds) > 1 else str(grounds[0].number)})
        self.grounds = {str(ground.number): ground for ground in grounds}
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (number, Label(f"{ground.period}: {ground.what}", f"Срок «{ground.title}»"))
            for number, ground in self.grounds.items()
        ]

    @property
    def chosen(self) -> Ground:
        return self.grounds[self.cleaned_data["ground"]]


def _label(choice: Choice) -> Label:
    outage, term = choice.outage, choice.term
    until = f", последний день {in_digits(term.last_day)}" if term.last_day else ""
    return Label(f"{clock.period(outage.began_at, outage.ended_at)}: {outage.what}", f"Срок «{term.title}»{until}")
