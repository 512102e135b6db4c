from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from accounts.forms.versions import Versioned
from accounts.versions import values_of
from billing.bank.requisites import account_fits, bik_is_possible, correspondent_fits
from billing.directory.models import ListedBank
from billing.directory.queries import bank_of, newest
from billing.reckoning.law import regimes
from billing.tariffs.forms import ConnectionForm, RoublesField
from billing.tariffs.models import Tariff
from cabinet.company.models import Profile
from cabinet.rules.pack import PaymentSchedule
from ui import forms

from . import states
from .orders import WHOLE, Extra, Share

EXTRAS = range(1, 4)
OWN = "own"
MOST_YEARS = 3  # of instalments


class RequisitesForm(Versioned, forms.ModelForm):
    """Where applicants pay, and how the company pays VAT."""

    bik = forms.CharField(label="БИК", max_length=14, width=14, inputmode="numeric", missing="Введите БИК банка")
    bank_name = forms.CharField(
        label="Банк", max_length=160, required=False, optional="", help_text="Как в договоре с банком"
    )
    correspondent_account = forms.CharField(
        label="Корреспондентский счёт", max_length=24, width=30, inputmode="numeric", required=False, optional="",
    )  # fmt: skip
    bank_account = forms.CharField(
        label="Расчётный счёт", max_length=24, width=30, inputmode="numeric",
        missing="Введите расчётный счёт организации",
    )  # fmt: skip
    vat_regime = forms.ChoiceField(
        label="НДС", widget=forms.RadioSelect, missing="Выберите, как организация платит НДС",
        help_text="Ставку на день кабинет знает сам. Выставленные счета не изменятся",
    )  # fmt: skip

    class Meta:
        model = Profile
        fields = ("bik", "bank_name", "correspondent_account", "bank_account", "vat_regime")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regime: Any = self.fields["vat_regime"]
        regime.choices = [(one.code, one.title) for one in regimes()]
        self.listed: ListedBank | None = None
        if (day := newest()) is not None:
            by_bik = f"Если оставить пустым, возьмём по БИК из справочника на {day.as_of:%d.%m.%Y}"
            self.fields["bank_name"].help_text = self.fields["correspondent_account"].help_text = by_bik
        self.remember(values_of(self.instance, self._meta.fields or ()))

    def clean_bik(self) -> str:
        bik = _digits(self.cleaned_data["bik"])
        if not bik_is_possible(bik):
            raise forms.ValidationError("В БИК девять цифр, первая из них 0, 1 или 2. Проверьте по договору с банком")
        return bik

    def clean_bank_name(self) -> str:
        """What is left empty is taken from the directory by the БИК."""
        bik = self.cleaned_data.get("bik")
        self.listed = bank_of(bik) if bik else None
        name = self.cleaned_data["bank_name"] or (self.listed.full_name if self.listed else "")
        if not name:
            raise forms.ValidationError("Введите наименование банка")
        return name

    def clean_correspondent_account(self) -> str:
        typed = self.cleaned_data["correspondent_account"]
        if not typed and self.listed and self.listed.correspondent_account:
            return self.listed.correspondent_account
        if not typed:
            raise forms.ValidationError("Введите корреспондентский счёт банка")
        account = _account(typed)
        bik = self.cleaned_data.get("bik")
        if bik and not correspondent_fits(account, bik):
            raise forms.ValidationError("Корреспондентский счёт не подходит к БИК. Проверьте цифры того и другого")
        return account

    def clean_bank_account(self) -> str:
        account = _account(self.cleaned_data["bank_account"])
        bik = self.cleaned_data.get("bik")
        if bik and not account_fits(account, bik):
            raise forms.ValidationError("Расчётный счёт не подходит к БИК. Проверьте цифры того и другого")
        return account


def _digits(typed: str) -> str:
    return "".join(typed.split())


def _account(typed: str) -> str:
    account = _digits(typed)
    if not (len(account) == 20 and account.isascii() and account.isdecimal()):
        raise forms.ValidationError("В номере счёта двадцать цифр. Проверьте, все ли они введены")
    return account


class InvoiceForm(ConnectionForm):
    """The exact price of an application for staff, and how it is asked for."""

    by_tariff = forms.ChoiceField(
        label="Как считать",
        choices=[("tariff", "По тарифу"), ("hand", "Без тарифа: строки ниже")],
        initial="tariff",
        widget=forms.RadioSelect,
    )
    signed_on = forms.DateField(label="День подписания договора", help_text="По нему берутся тариф и ставка НДС")
    social_proof = forms.CharField(
        label="Чем подтверждена льготная категория",
        required=False,
        max_length=200,
        help_text="Документ из заявки: вид, номер, дата. Без него льготная ставка не применяется",
    )
    used_on = forms.DateField(
        label="Льготная ставка применялась",
        required=False,
        help_text="Последний день по другому такому же объекту этого заявителя, если было",
    )
    extras_reason = forms.CharField(
        label="Основание строк вне тарифа",
        required=False,
        max_length=300,
        help_text="Например: решение регулирующего органа об индивидуальной плате",
    )
    extras_inclusive = forms.BooleanField(label="Цены этих строк включают НДС", required=False, initial=True)
    schedule = forms.ChoiceField(label="Как платят", widget=forms.RadioSelect, initial="")
    shares = forms.CharField(
        label="Свои доли, %", required=False, max_length=100, help_text="Через запятую с пробелом: 15, 50, 35"
    )
    basis = forms.CharField(label="Основание счёта", max_length=300, missing="Напишите, за что выставлен счёт")
    pay_until = forms.DateField(label="Оплатить до", required=False)
    reason = forms.CharField(
        label="Почему исправлен", max_length=300, missing="Напишите, почему прежний счёт заменяется"
    )

    def __init__(
        self,
        data: Any = None,
        *,
        tariffs: Sequence[Tariff],
        schedules: Sequence[PaymentSchedule],
        replaces: bool,
        has_term: bool,
        **options: Any,
    ) -> None:
        super().__init__(data, tariffs=tariffs, **options)
        self.schedules = {schedule.code: schedule for schedule in schedules}
        choices: Any = self.fields["schedule"]
        choices.choices = [
            ("", "Сразу всё"),
            *((schedule.code, schedule.title) for schedule in schedules),
            (OWN, "Своими долями"),
        ]
        choices.required = False
        for n in EXTRAS:
            self.fields[f"extra_{n}_name"] = forms.CharField(
                label="Услуга", required=False, max_length=200, optional=""
            )
            self.fields[f"extra_{n}_quantity"] = forms.DecimalField(
                label="Количество", required=False, max_digits=13, decimal_places=4, min_value=Decimal("0.0001"),
                width=8, optional="", error_messages={"min_value": "Введите количество больше нуля"},
            )  # fmt: skip
            self.fields[f"extra_{n}_price"] = RoublesField(
                label="Цена за единицу", required=False, width=14, suffix="₽", optional=""
            )
        if not tariffs:
            del self.fields["by_tariff"]
        if has_term:
            del self.fields["pay_until"]
        if not replaces:
            del self.fields["reason"]
        if not self.is_by_tariff:
            for name in ("tariff", "legal_form", "power", "voltage", "reliability", "sources"):
                self.fields[name].required = False

    @property
    def is_by_tariff(self) -> bool:
        return bool(self.tariffs) and self["by_tariff"].value() == "tariff"

    @property
    def extra_rows(self) -> list[list[Any]]:
        return [[self[f"extra_{n}_{part}"] for part in ("name", "quantity", "price")] for n in EXTRAS]

    @property
    def extras(self) -> list[Extra]:
        answers = self.cleaned_data
        return [
            Extra(
                answers[f"extra_{n}_name"],
                answers[f"extra_{n}_quantity"] or Decimal(1),
                answers[f"extra_{n}_price"],
                inclusive=answers["extras_inclusive"],
            )
            for n in EXTRAS
            if answers.get(f"extra_{n}_name") and answers.get(f"extra_{n}_price")
        ]

    @property
    def chosen_shares(self) -> list[Share]:
        chosen = self.cleaned_data["schedule"]
        if chosen == OWN:
            return [Share(percent) for percent in self.cleaned_data["shares"]]
        if schedule := self.schedules.get(chosen):
            return [Share(payment.share, payment.due) for payment in schedule.payments]
        return [Share(WHOLE)]

    @property
    def schedule_title(self) -> str:
        schedule = self.schedules.get(self.cleaned_data["schedule"])
        return schedule.title if schedule else ""

    def clean_pay_until(self) -> date | None:
        day: date | None = self.cleaned_data["pay_until"]
        if day is not None and day < localdate():
            raise forms.ValidationError("Этот день уже прошёл. Введите сегодняшний или более поздний")
        return day

    def clean_shares(self) -> list[Decimal]:
        if self.cleaned_data.get("schedule") != OWN:
            return []
        typed = self.cleaned_data["shares"].replace(";", ", ").replace("%", "")
        try:
            shares = [Decimal(part.strip().replace(",", ".")) for part in typed.split(", ") if part.strip()]
        except ArithmeticError:
            raise forms.ValidationError("Введите доли числами через запятую с пробелом, например 15, 50, 35") from None
        if not 2 <= len(shares) <= 40 or any(not 0 < share < 100 or share != round(share, 2) for share in shares):
            raise forms.ValidationError(
                "Введите от двух до сорока долей больше нуля, не больше двух знаков после запятой"
            )
        if sum(shares) != 100:
            total = format(sum(shares, Decimal(0)).normalize(), "f").replace(".", ",")
            raise forms.ValidationError(f"Доли вместе составляют {total} %, а нужно 100 %. Исправьте их")
        return shares

    def clean(self) -> None:
        answers = self.cleaned_data
        for n in EXTRAS:
            name, price = answers.get(f"extra_{n}_name"), answers.get(f"extra_{n}_price")
            if name and price is None and f"extra_{n}_price" not in self.errors:
                self.add_error(f"extra_{n}_price", f"Введите цену услуги «{name}»")
            if price is not None and not name:
                self.add_error(f"extra_{n}_name", "Назовите услугу, за которую эта цена")
        has_extras = any(answers.get(f"extra_{n}_name") for n in EXTRAS)
        if has_extras and not answers.get("extras_reason"):
            self.add_error("extras_reason", "Напишите, на каком основании эти строки: их нет в тарифе")
        if not self.is_by_tariff and not has_extras and not self.errors:
            self.add_error("extra_1_name", "Введите хотя бы одну услугу и её цену")


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Почему счёт отменяется",
        max_length=300,
        help_text="Причину увидит заявитель. Номер счёта больше не используется",
        missing="Напишите, почему счёт отменяется: причину увидит заявитель",
    )


class NextForm(forms.Form):
    pay_until = forms.DateField(label="Оплатить до", required=False)

    def clean_pay_until(self) -> date | None:
        day: date | None = self.cleaned_data["pay_until"]
        if day is not None and day < localdate():
            raise forms.ValidationError("Этот день уже прошёл. Введите сегодняшний или более поздний")
        return day


class InterestForm(forms.Form):
    """What interest for instalments is reckoned of."""

    since = forms.DateField(
        label="День, после которого идут проценты", missing="Введите день акта, уведомления или прошлого платежа",
        help_text="День акта или уведомления, а потом — прошлого платежа",
    )  # fmt: skip
    until = forms.DateField(label="День платежа", missing="Введите день платежа, по который считаются проценты")
    debt = RoublesField(
        label="Остаток долга", width=14, suffix="₽", missing="Введите, сколько осталось заплатить",
        help_text="Сколько осталось после прошлого платежа",
    )  # fmt: skip

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        since = self.cleaned_data.get("since")
        if since and until <= since:
            raise forms.ValidationError("Этот день не позже первого. Введите день после него")
        if since and until.year - since.year > MOST_YEARS:
            raise forms.ValidationError(
                f"Рассрочка длится не больше трёх лет. Введите день не позже {since.year + 3} года"
            )
        return until


class PaidForm(forms.Form):
    paid_on = forms.DateField(label="Когда вы оплатили", required=False)
    text = forms.CharField(
        label="Что добавить", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_paid_on(self) -> date | None:
        day: date | None = self.cleaned_data["paid_on"]
        if day is not None and day > localdate():
            raise forms.ValidationError("Этот день ещё не наступил. Введите день не позже сегодняшнего")
        return day


class FindForm(forms.Form):
    """The filter of the list of staff. What it does not understand it leaves out."""

    q = forms.CharField(label="Номер, плательщик, ИНН, заявка", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Состояние", required=False, choices=[("", "Все"), *((one.code, one.title) for one in states.ALL)]
    )
    since = forms.DateField(label="С", required=False)
    until = forms.DateField(label="По", required=False)
