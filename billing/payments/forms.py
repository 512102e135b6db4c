"""What is typed about money."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from cabinet.contracts.forms import money_field, past_day
from ui import forms

from .models import Payment

_DATE = "Введите дату в формате ДД.ММ.ГГГГ"


class FindForm(forms.Form):
    """The filter of the list."""

    q = forms.CharField(label="Номер, плательщик, ИНН, счёт или назначение", required=False, max_length=200)
    state = forms.ChoiceField(label="Состояние", required=False, choices=[("", "Все"), ("undecided", "Ждут решения")])
    source = forms.ChoiceField(label="Откуда", required=False, choices=[("", "Отовсюду"), *Payment.Source.choices])
    since = forms.DateField(label="С", required=False, error_messages={"invalid": _DATE})
    until = forms.DateField(label="По", required=False, error_messages={"invalid": _DATE})


class StatementForm(forms.Form):
    file = forms.FileField(
        label="Файл выписки",
        help_text="1CClientBankExchange (kl_to_1c.txt) или camt.053 (XML), до 20 МБ",
        missing="Выберите файл выписки",
        allow_empty_file=True,
    )


class ManualForm(forms.Form):
    """«Отметить оплату»: money by a document of the bank."""

    invoice = forms.CharField(
        label="Номер счёта",
        required=False,
        max_length=40,
        width=20,
        help_text="Например ТП-2026-00012. Без номера платёж будет ждать в разделе «Разобрать»",
    )
    number = forms.CharField(
        label="Номер платёжного документа",
        help_text="По номеру, дате и сумме платёж узнают в выписке и не учтут второй раз",
        missing="Введите номер платёжного документа",
        max_length=100,
        width=20,
    )
    received_on = forms.DateField(
        label="Дата поступления по выписке банка",
        help_text="Эта дата решает, в срок ли оплачено",
        missing="Введите дату поступления денег по выписке",
        error_messages={"invalid": _DATE},
    )
    amount = money_field("Сумма", missing="Введите сумму платежа")
    payer = forms.CharField(label="Плательщик", required=False, max_length=300)
    purpose = forms.CharField(label="Назначение платежа", required=False, max_length=500)

    def clean_received_on(self) -> date | None:
        return past_day(self.cleaned_data["received_on"])


class ActForm(forms.Form):
    """Of one act about one payment; `of` is the line that the act is about."""

    of = forms.IntegerField(widget=forms.HiddenInput(), label="", required=False)

    def __init__(self, data: Any = None, *, payment: Payment, of: int | None = None) -> None:
        super().__init__(data, initial={"of": of, **self.proposed(payment)})

    def proposed(self, payment: Payment) -> dict[str, Any]:
        return {}


class ReasonForm(ActForm):
    reason = forms.CharField(label="Причина", max_length=300, missing="Напишите причину")


class ConfirmForm(ActForm):
    """Nothing is asked: the page says what will happen."""


class DayForm(ActForm):
    received_on = forms.DateField(
        label="Дата поступления по выписке банка",
        help_text="Проверьте её в банке: по ней договор считается заключённым",
        missing="Введите дату поступления",
        error_messages={"invalid": _DATE},
    )

    def proposed(self, payment: Payment) -> dict[str, Any]:
        return {"received_on": payment.received_on}

    def clean_received_on(self) -> date | None:
        return past_day(self.cleaned_data["received_on"])


class ReturnForm(ActForm):
    amount = money_field("Сумма возврата", missing="Введите сумму возврата")
    reason = forms.CharField(label="Причина возврата", max_length=300, missing="Напишите причину возврата")
    recipient = forms.CharField(label="Кому", max_length=300, missing="Введите имя или название получателя")
    account = forms.CharField(
        label="Счёт получателя", max_length=40, width=30, inputmode="numeric", missing="Введите счёт получателя"
    )
    bank = forms.CharField(label="Банк", required=False, max_length=200)
    bik = forms.CharField(label="БИК", required=False, max_length=9, width=14, inputmode="numeric")

    def proposed(self, payment: Payment) -> dict[str, Any]:
        return {
            "amount": Decimal(payment.left) / 100,
            "recipient": payment.payer[:300],
            "account": payment.payer_account,
        }


class DoneForm(ActForm):
    done_on = forms.DateField(
        label="Дата списания", missing="Введите дату списания денег", error_messages={"invalid": _DATE}
    )
    number = forms.CharField(
        label="Номер платёжного поручения", max_length=100, width=20, missing="Введите номер платёжного поручения"
    )

    def proposed(self, payment: Payment) -> dict[str, Any]:
        return {"done_on": localdate()}

    def clean_done_on(self) -> date | None:
        return past_day(self.cleaned_data["done_on"])
