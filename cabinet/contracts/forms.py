"""What is typed for each act. Files stand beside: see `views.files`."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate, make_aware

from ui import forms
from ui.words import in_digits, money

from .ports import Bill
from .queries import Contract
from .services.disagreements import SAID, Answer

TEXT_LIMIT = 5000


class ActForm(forms.Form):
    """Of one act about one contract."""

    def __init__(self, data: Any = None, *, contract: Contract) -> None:
        super().__init__(data, initial=self.proposed(contract))
        self.contract = contract

    def proposed(self, contract: Contract) -> dict[str, Any]:
        return {}


def text_field(label: str, *, help_text: str = "", required: bool = False, missing: str = "") -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        missing=missing,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=TEXT_LIMIT,
    )


def money_field(label: str, **options: Any) -> Any:
    return forms.DecimalField(
        label=label,
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        suffix="₽",
        width=14,
        example="12000,50",
        error_messages={
            "invalid": "Введите сумму в рублях и копейках, например 12 000,50",
            "min_value": "Введите сумму больше нуля",
            "max_digits": "Проверьте сумму: она слишком большая",
            "max_whole_digits": "Проверьте сумму: она слишком большая",
            "max_decimal_places": "После запятой — копейки, две цифры",
        },
        **options,
    )


def past_day(day: date | None) -> date | None:
    if day is not None and day > localdate():
        raise forms.ValidationError(f"{in_digits(day)} ещё не наступило. Введите дату не позже сегодняшней")
    return day


def coming_day(day: date | None) -> date | None:
    if day is not None and day < localdate():
        raise forms.ValidationError("Этот день уже прошёл. Введите сегодняшний или более поздний")
    return day


class OfferForm(ActForm):
    amount = money_field("Сумма счёта", missing="Введите сумму счёта")
    total = money_field(
        "Вся плата за присоединение",
        required=False,
        help_text="Если счёт — только первая часть платы. Пустое поле значит, что платят один раз",
    )

    def __init__(self, data: Any = None, *, contract: Contract, bill: Bill | None = None) -> None:
        self.bill = bill
        super().__init__(data, contract=contract)
        self.fields["total"].label = f"Вся плата за {contract.pack.connection}"

    def proposed(self, contract: Contract) -> dict[str, Any]:
        if self.bill is None:
            return {}
        total = self.bill.total if self.bill.total != self.bill.amount else None
        return {"amount": self.bill.amount, "total": total}

    def clean_total(self) -> Decimal | None:
        total: Decimal | None = self.cleaned_data["total"]
        amount = self.cleaned_data.get("amount")
        if total is not None and amount is not None and total < amount:
            raise forms.ValidationError(f"Вся плата не может быть меньше суммы счёта ({money(amount)})")
        return total


class DraftForm(ActForm):
    due_on = forms.DateField(
        label="Подписать до", help_text="Последний день подписания, например 20.03.2026", required=False
    )

    def clean_due_on(self) -> date | None:
        return coming_day(self.cleaned_data["due_on"])


class PaymentForm(ActForm):
    received_on = forms.DateField(
        label="Дата поступления по выписке банка",
        help_text="Эта дата решает, в срок ли оплачено",
        missing="Введите дату поступления денег по выписке",
    )
    amount = money_field("Сумма", missing="Введите сумму платежа")
    evidence = forms.CharField(
        label="Документ об оплате",
        help_text="Например: платёжное поручение № 45 от 12.03.2026",
        max_length=200,
        width=30,
        missing="Напишите, каким документом подтверждена оплата",
    )

    def proposed(self, contract: Contract) -> dict[str, Any]:
        left = contract.invoice - contract.received
        return {"received_on": localdate(), "amount": left if left > 0 else None}

    def clean_received_on(self) -> date | None:
        day = past_day(self.cleaned_data["received_on"])
        offer = self.contract.offer
        if day is not None and offer is not None and day < offer.happened_on:
            raise forms.ValidationError(f"Оферта размещена {in_digits(offer.happened_on)}. Введите дату не раньше неё")
        return day


class DecisionForm(ActForm):
    payment = forms.ChoiceField(label="Какая оплата", widget=forms.RadioSelect, missing="Выберите оплату")
    decision = forms.ChoiceField(
        label="Решение",
        choices=[("confirm", "Принять: договор заключён этой оплатой"), ("reject", "Не принимать")],
        widget=forms.RadioSelect,
        missing="Выберите решение",
    )
    reason = text_field(
        "Причина", help_text="Её увидит заявитель", required=True, missing="Напишите причину: её увидит заявитель"
    )

    def __init__(self, data: Any = None, *, contract: Contract) -> None:
        super().__init__(data, contract=contract)
        payment: Any = self.fields["payment"]
        payment.choices = [(str(one.pk), one.title) for one in contract.doubtful]
        if len(contract.doubtful) == 1:
            payment.initial = str(contract.doubtful[0].pk)


class DisagreementForm(ActForm):
    text = text_field("С чем вы не согласны", help_text="Можно коротко: подробно — в протоколе")


class AnswerForm(DraftForm):
    answer = forms.ChoiceField(
        label="Ответ",
        choices=[(answer.value, words) for answer, words in SAID.items()],
        widget=forms.RadioSelect,
        missing="Выберите ответ на разногласия",
    )
    text = text_field("Пояснение", help_text="Увидит заявитель. При отказе — его причина")
    field_order = ["answer", "text", "due_on"]

    def clean(self) -> None:
        answers = self.cleaned_data
        if answers.get("answer") == Answer.REFUSED and not answers.get("text", "").strip():
            self.add_error("text", "Напишите причину отказа: её увидит заявитель")


class ChangeForm(DraftForm):
    text = text_field("Что меняется", required=True, missing="Напишите, что меняется: это увидит заявитель")
    field_order = ["text", "due_on"]


class NewApplicantForm(ChangeForm):
    whom = forms.CharField(
        label="Новый заявитель",
        help_text="Имя или название и ИНН",
        max_length=200,
        width=30,
        missing="Введите имя или название нового заявителя",
    )
    field_order = ["whom", "text", "due_on"]


class MilestoneForm(ActForm):
    """What the rule pack asks of one fact; the subclass of an act has the fields that it needs."""

    on = forms.DateField(label="Дата", missing="Введите дату")
    text = text_field("Что сделано")
    remarks = text_field("Замечания", help_text="Если замечаний нет, оставьте пустым. С замечаниями осмотр повторяют")

    def __init__(self, data: Any = None, *, contract: Contract, code: str) -> None:
        super().__init__(data, contract=contract)
        milestone = contract.milestone(code)
        assert milestone is not None  # noqa: S101  (the act is one of the pack)
        if not milestone.dated:
            del self.fields["on"]
        if not milestone.has_remarks:
            del self.fields["remarks"]
        self.fields["text"].help_text = milestone.hint
        if milestone.files == "must":
            self.fields["text"].label = "Пояснение"

    def proposed(self, contract: Contract) -> dict[str, Any]:
        return {"on": localdate()}

    def clean_on(self) -> date | None:
        return past_day(self.cleaned_data["on"])


class InspectionForm(ActForm):
    day = forms.DateField(label="День осмотра", missing="Введите день осмотра")
    hour = forms.CharField(label="Время", help_text="Например 10:30", max_length=5, width=8, missing="Введите время")
    text = text_field("Что нужно знать другой стороне", help_text="Например, кто встретит и как проехать")

    def clean_hour(self) -> time:
        typed = self.cleaned_data["hour"].replace(".", ":").strip()
        try:
            return time.fromisoformat(typed.zfill(5))
        except ValueError:
            raise forms.ValidationError("Введите время в формате ЧЧ:ММ, например 14:05") from None

    def clean_day(self) -> date | None:
        return coming_day(self.cleaned_data["day"])

    @property
    def at(self) -> datetime:
        return make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))


class AgreementForm(ActForm):
    """The time that the page showed: another that was proposed meanwhile is not agreed to unseen."""

    proposed_fact = forms.IntegerField(widget=forms.HiddenInput(), label="")

    def proposed(self, contract: Contract) -> dict[str, Any]:
        return {"proposed_fact": contract.inspection.pk if contract.inspection else None}
