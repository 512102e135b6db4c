"""What is typed about money."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from cabinet.contracts.forms import money_field, past_day
from ui import forms
from ui.words import in_words

from .acquirers import KINDS
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
        help_text="Как в счёте, с годом. Без номера платёж будет ждать в разделе «Разобрать»",
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


class PeriodForm(forms.Form):
    since = forms.DateField(label="С", missing="Введите начало периода", error_messages={"invalid": _DATE})
    until = forms.DateField(label="По", missing="Введите конец периода", error_messages={"invalid": _DATE})

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", "Конец периода раньше начала. Проверьте даты")


class ClosingForm(forms.Form):
    until = forms.ChoiceField(label="Закрыть по", missing="Выберите месяц")

    def __init__(self, data: Any = None, *, months: list[date]) -> None:
        super().__init__(data)
        field: Any = self.fields["until"]
        field.choices = [(day.isoformat(), in_words(day)) for day in months]


class PreferencesForm(forms.Form):
    """«Приём оплаты»."""

    acquirer = forms.ChoiceField(
        label="Сервис онлайн-оплаты",
        required=False,
        choices=[("", "Не подключён"), *((code, kind.title) for code, kind in KINDS.items())],
    )
    shop = forms.CharField(
        label="Идентификатор магазина",
        required=False,
        max_length=100,
        width=20,
        help_text="shopId в ЮKassa, TerminalKey в Т-Банке",
    )
    secret = forms.PasswordField(
        label="Секретный ключ",
        required=False,
        max_length=200,
        help_text="Хранится зашифрованным и больше не показывается. Пустое поле оставляет прежний ключ",
    )
    is_on = forms.BooleanField(label="Показывать заявителям «Оплатить онлайн»", required=False)
    other_accounts = forms.CharField(
        label="Другие счета организации",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text="По одному в строке. Переводы между своими счетами в выписке — не оплата",
    )

    def __init__(self, data: Any = None, *, kept: Mapping[str, Any]) -> None:
        self.kept_keys = kept.get("keys", {})
        name = kept.get("acquirer", "")
        super().__init__(
            data,
            initial={
                "acquirer": name,
                "shop": self.kept_keys.get(name, {}).get("shop", ""),
                "is_on": kept.get("is_on", False),
                "other_accounts": "\n".join(kept.get("other_accounts", [])),
            },
        )

    def clean_other_accounts(self) -> list[str]:
        accounts = [line.replace(" ", "") for line in self.cleaned_data["other_accounts"].split("\n") if line.strip()]
        accounts = [account.strip() for account in accounts]
        for account in accounts:
            if len(account) != 20 or not account.isascii() or not account.isdecimal():
                raise forms.ValidationError(f"«{account[:30]}»: в номере счёта 20 цифр. Проверьте его")
        return accounts

    def clean(self) -> None:
        told = self.cleaned_data
        name = told.get("acquirer")
        if name and not told.get("shop"):
            self.add_error("shop", "Введите идентификатор магазина из личного кабинета сервиса")
        if name and not told.get("secret") and name not in self.kept_keys:
            self.add_error("secret", "Введите секретный ключ из личного кабинета сервиса")
