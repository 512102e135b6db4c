from typing import Any

from cabinet.cases.models import Case
from tenancy.errors import DomainError
from ui import forms
from ui.forms import Label

from .errors import ExplanationNeeded, ReasonNeeded
from .grounds import Ground, Reason, grounds_of, reasons_of
from .services.refusal import possible_reason

TEXT_LIMIT = 4000
SIGNED: dict[str, Any] = {
    "label": "Подписать документ электронной подписью",
    "help_text": "Решение вступит в силу сразу, а документ заявитель увидит, когда его подпишут за организацию",
    "required": False,
}


class AnyChoice(forms.ChoiceField):
    """What was not offered is refused by the rule itself, in its own sentence."""

    def valid_value(self, value: str) -> bool:
        return True


class RefusalForm(forms.Form):
    """«Отказать»: a reason of the rules that the law does not forbid here, and an explanation."""

    reason = AnyChoice(
        label="Причина отказа", widget=forms.RadioSelect, missing="Выберите причину отказа из списка правил"
    )
    text = forms.CharField(
        label="Объяснение",
        help_text="Что именно не так и что исправить. Войдёт в документ, его прочитает заявитель",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=TEXT_LIMIT,
        missing=ExplanationNeeded.message,
    )
    is_signed = forms.BooleanField(**SIGNED)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, initial={"version": case.version})
        self.case = case
        reasons = reasons_of(case)
        self.forbidden = [reason for reason in reasons if reason.is_forbidden]
        reason: Any = self.fields["reason"]
        reason.choices = [
            (one.rule.code, Label(one.rule.title, f"{one.rule.text} ({one.said})"))
            for one in reasons
            if not one.is_forbidden
        ]

    def clean_reason(self) -> str:
        code: str = self.cleaned_data["reason"]
        try:
            possible_reason(self.case, code)
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return code

    @property
    def chosen(self) -> Reason:
        return possible_reason(self.case, self.cleaned_data["reason"])


class ProposalForm(forms.Form):
    """«Предложить аннулировать»: a term of the applicant that is over."""

    ground = AnyChoice(label="Основание", widget=forms.RadioSelect, missing="Выберите основание из списка")
    text = forms.CharField(
        label="Что проверено",
        help_text="Прочитает тот, кто решает, заявитель не увидит. Например: оплаты нет в выписке банка",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=TEXT_LIMIT,
        required=False,
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        self.grounds: list[Ground] = grounds_of(case)
        super().__init__(data, initial={"ground": self.grounds[0].term.code} if len(self.grounds) == 1 else None)
        ground: Any = self.fields["ground"]
        ground.choices = [(one.term.code, Label(one.words, one.said)) for one in self.grounds]


class AnnulmentForm(forms.Form):
    """«Аннулировать»: what is said to the applicant beside the ground."""

    text = forms.CharField(
        label="Объяснение",
        help_text="Войдёт в уведомление заявителю",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=TEXT_LIMIT,
        required=False,
    )
    is_signed = forms.BooleanField(**SIGNED)


class RejectionForm(forms.Form):
    """«Отклонить предложение»."""

    reason = forms.CharField(
        label="Почему не аннулировать",
        help_text="Останется заметкой для сотрудников",
        max_length=300,
        width=30,
        missing=ReasonNeeded.message,
    )


class ReversalForm(forms.Form):
    """«Отменить решение»."""

    reason = forms.CharField(
        label="Причина отмены",
        help_text="Её прочитает заявитель. Например: оплата поступила до решения",
        max_length=200,
        width=30,
        missing=ReasonNeeded.message,
    )
