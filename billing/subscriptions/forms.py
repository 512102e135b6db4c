"""Forms of operators: what is typed wrong is said beside its field, and kept."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts import identifiers
from accounts.forms.versions import Versioned
from accounts.models import User
from accounts.versions import values_of
from billing.bank.requisites import account_fits, bik_is_possible, correspondent_fits
from billing.reckoning.subscription import Rate
from billing.usage.dimensions import LEVELS, Dimension
from ui import forms

from .models import Plan, PlanEdition, Seller
from .models.seller import FIELDS
from .services import plans

LARGEST_FILE = 20 * 1024**2
MOST_ROUBLES = Decimal(10**9)
REASON = "Останется в истории"


def kopecks(roubles: Decimal) -> int:
    return int(roubles * 100)


def roubles_field(label: str, *, missing: str = "", **how: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=12, decimal_places=2, min_value=0, max_value=MOST_ROUBLES, width=14, suffix="₽",
        missing=missing,
        error_messages={
            "min_value": "Сумма не может быть меньше нуля",
            "max_value": "Сумма слишком большая: проверьте, нет ли лишних цифр",
            "max_decimal_places": "Копеек — не больше двух знаков, например 1500,50",
            "max_digits": "Сумма слишком большая: проверьте, нет ли лишних цифр",
        },
        **how,
    )  # fmt: skip


def reason_field(missing: str = "Напишите причину", help_text: str = REASON) -> forms.CharField:
    return forms.CharField(
        label="Причина", max_length=300, missing=missing, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class SellerForm(Versioned, forms.ModelForm):
    """Who sells the platform. Check digits are checked, so that no invoice leads money astray."""

    name = forms.CharField(label="Наименование", max_length=300, missing="Введите наименование, как в уставе")
    inn = forms.CharField(label="ИНН", width=14, inputmode="numeric", missing="Введите ИНН")
    kpp = forms.CharField(label="КПП", width=14, required=False, help_text="У предпринимателя КПП нет")
    ogrn = forms.CharField(label="ОГРН или ОГРНИП", width=20, inputmode="numeric", missing="Введите ОГРН или ОГРНИП")
    address = forms.CharField(label="Адрес", max_length=300, missing="Введите адрес")
    bank = forms.CharField(label="Банк", max_length=160, missing="Введите наименование банка")
    bik = forms.CharField(label="БИК", width=14, inputmode="numeric", missing="Введите БИК", help_text="9 цифр")
    account = forms.CharField(label="Расчётный счёт", width=20, inputmode="numeric", missing="Введите расчётный счёт")
    correspondent_account = forms.CharField(
        label="Корреспондентский счёт", width=20, inputmode="numeric", missing="Введите корреспондентский счёт"
    )
    regime = forms.ChoiceField(label="НДС", choices=Seller.Regime.choices)
    ground = forms.CharField(
        label="Основание не платить НДС", max_length=300, required=False, optional="",
        help_text="Нужно, если выбрано «Без НДС». Пример: пп. 26 п. 2 ст. 149 НК РФ",
    )  # fmt: skip
    signer_position = forms.CharField(label="Должность", max_length=100, missing="Введите должность")
    signer = forms.CharField(label="Кто подписывает", max_length=200, missing="Введите фамилию и инициалы")
    contact = forms.CharField(
        label="Телефон или e-mail для вопросов", max_length=200, missing="Введите телефон или e-mail для вопросов"
    )

    class Meta:
        model = Seller
        fields = FIELDS

    def __init__(self, data: Any = None) -> None:
        before = Seller.current()
        super().__init__(data, instance=None, initial=values_of(before, FIELDS) if before else None)
        self.remember(values_of(before, FIELDS) if before else dict.fromkeys(FIELDS, ""))

    def clean_inn(self) -> str:
        typed = self.cleaned_data["inn"]
        is_person = len(identifiers.compact(typed)) == 12
        return identifiers.personal_inn(typed) if is_person else identifiers.organisation_inn(typed)

    def clean_kpp(self) -> str:
        typed = self.cleaned_data["kpp"].strip()
        if not typed and len(self.cleaned_data.get("inn", "")) == 10:
            raise ValidationError("Введите КПП: у организации он есть")
        return identifiers.kpp(typed) if typed else ""

    def clean_ogrn(self) -> str:
        typed = self.cleaned_data["ogrn"]
        is_person = len(identifiers.compact(typed)) == 15
        return identifiers.ogrnip(typed) if is_person else identifiers.ogrn(typed)

    def clean_bik(self) -> str:
        typed = identifiers.compact(self.cleaned_data["bik"])
        if not bik_is_possible(typed):
            raise ValidationError("БИК — 9 цифр, начинается с 0, 1 или 2. Проверьте его в договоре с банком")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        bik = cleaned.get("bik")
        checks = {"account": account_fits, "correspondent_account": correspondent_fits}
        for name, fits in checks.items():
            if name in cleaned:
                cleaned[name] = identifiers.compact(cleaned[name])
                if bik and not fits(cleaned[name], bik):
                    self.add_error(name, f"{self.fields[name].label} не подходит к БИК: проверьте обе строки, 20 цифр")
        if cleaned.get("regime") == Seller.Regime.NONE and not cleaned.get("ground"):
            self.add_error("ground", "Напишите основание: без него в счёте нельзя указать «Без НДС»")
        return cleaned


class PlanForm(forms.Form):
    """A plan, or a new edition of one: a price a month and two numbers for each dimension."""

    title = forms.CharField(label="Название", max_length=100, missing="Введите название тарифа")
    price = roubles_field("Цена в месяц без НДС", missing="Введите цену в месяц, можно ноль")

    def __init__(self, data: Any = None, *, plan: Plan | None = None) -> None:
        super().__init__(data)
        self.plan = plan
        for dimension in Dimension:
            unit = "ГБ" if dimension == Dimension.STORAGE else ""
            self.fields[f"included_{dimension.value}"] = forms.IntegerField(
                label=f"{dimension.label}: включено", required=False, optional="пусто — без ограничения", min_value=0,
                max_value=10**9, suffix=unit, error_messages={"min_value": "Введите ноль или больше"},
            )  # fmt: skip
            each = "за месяц" if dimension in LEVELS else "за единицу"
            self.fields[f"over_{dimension.value}"] = roubles_field(
                f"{dimension.label}: цена сверх, {each}", required=False, optional="пусто — ноль"
            )
        if plan is not None:
            del self.fields["title"]
            self.initial = self._initial(plan.current)

    @staticmethod
    def _initial(edition: PlanEdition) -> dict[str, Any]:
        told: dict[str, Any] = {"price": Decimal(edition.price) / 100}
        for dimension in Dimension:
            rate = edition.rate(dimension.value)
            told[f"included_{dimension.value}"] = rate.included
            told[f"over_{dimension.value}"] = Decimal(rate.over) / 100
        return told

    def pairs(self) -> list[tuple[Any, Any]]:
        return [(self[f"included_{one.value}"], self[f"over_{one.value}"]) for one in Dimension]

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        if Plan.objects.filter(title=title).exists():
            raise ValidationError("Тариф с таким названием уже есть: откройте его и опубликуйте новую редакцию")
        return title

    def publish(self, *, by: User, now: datetime) -> PlanEdition:
        answers = self.cleaned_data
        rates = {
            str(one.value): Rate(answers[f"included_{one.value}"], kopecks(answers[f"over_{one.value}"] or Decimal()))
            for one in Dimension
        }
        return plans.publish(
            self.plan, title=answers.get("title", ""), price=kopecks(answers["price"]), rates=rates, by=by, now=now
        )


class SubscribeForm(forms.Form):
    """Which edition a company has from which day."""

    NONE = "none"

    edition = forms.ChoiceField(label="Тариф", missing="Выберите тариф")
    since = forms.DateField(
        label="С какого дня", missing="Введите день в формате ДД.ММ.ГГГГ",
        error_messages={"invalid": "Введите день в формате ДД.ММ.ГГГГ, например 01.02.2026"},
    )  # fmt: skip
    trial_days = forms.IntegerField(
        label="Пробный период, дней", required=False, min_value=0, max_value=366,
        error_messages={"max_value": "Пробный период — не больше 366 дней", "min_value": "Введите ноль или больше"},
    )  # fmt: skip
    reason = forms.CharField(label="Причина", max_length=300, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="plan")
        edition: Any = self.fields["edition"]
        self.editions = {str(plan.current.pk): plan.current for plan in Plan.objects.prefetch_related("editions")}
        edition.choices = [
            ("", "выберите"),
            *((pk, str(one)) for pk, one in self.editions.items()),
            (self.NONE, "Без тарифа"),
        ]

    @property
    def chosen(self) -> PlanEdition | None:
        return self.editions.get(self.cleaned_data["edition"])


class UsageForm(forms.Form):
    """A correction of what was counted: an event of its own."""

    ADD, TAKE = "add", "take"

    dimension = forms.ChoiceField(
        label="Что исправить", choices=[("", "выберите"), *Dimension.choices], missing="Выберите, что исправить"
    )
    way = forms.ChoiceField(
        label="Как", choices=[(ADD, "Добавить"), (TAKE, "Отнять")], initial=ADD, widget=forms.RadioSelect,
        help_text="Для места и рабочих мест укажите, сколько их было в этот день",
    )  # fmt: skip
    quantity = forms.IntegerField(
        label="Сколько", min_value=0, max_value=10**9, missing="Введите количество",
        error_messages={"min_value": "Введите ноль или больше"},
    )  # fmt: skip
    day = forms.DateField(
        label="День", missing="Введите день в формате ДД.ММ.ГГГГ",
        error_messages={"invalid": "Введите день в формате ДД.ММ.ГГГГ, например 01.02.2026"},
    )  # fmt: skip
    reason = reason_field("Напишите причину", "Организация увидит её в расшифровке")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="usage")

    @property
    def signed(self) -> int:
        """Files are typed in gigabytes and counted in bytes."""
        quantity: int = self.cleaned_data["quantity"]
        dimension = self.cleaned_data["dimension"]
        if dimension == Dimension.STORAGE:
            quantity *= 1024**3
        return -quantity if self.cleaned_data["way"] == self.TAKE and dimension not in LEVELS else quantity


class ReasonForm(forms.Form):
    reason = reason_field()


class CorrectionForm(forms.Form):
    """By how much an issued invoice changes."""

    LESS, MORE = "less", "more"

    way = forms.ChoiceField(
        label="Как изменить", choices=[(LESS, "Уменьшить"), (MORE, "Увеличить")], initial=LESS, widget=forms.RadioSelect
    )
    sum = roubles_field("На сколько без НДС", missing="Введите сумму", help_text="НДС посчитаем по ставке счёта")
    reason = reason_field(help_text="Попадёт в документ и в письмо организации")

    @property
    def net(self) -> int:
        amount = kopecks(self.cleaned_data["sum"])
        return -amount if self.cleaned_data["way"] == self.LESS else amount


class PaymentForm(forms.Form):
    """A payment that an operator has seen in the bank."""

    sum = roubles_field("Сумма", missing="Введите сумму платежа")
    paid_on = forms.DateField(
        label="День банка", missing="Введите день поступления в формате ДД.ММ.ГГГГ",
        help_text="Когда деньги поступили на счёт",
        error_messages={"invalid": "Введите день в формате ДД.ММ.ГГГГ, например 01.02.2026"},
    )  # fmt: skip
    document = forms.CharField(
        label="Номер платёжного документа", max_length=100, width=14, missing="Введите номер платёжного документа"
    )

    def clean_sum(self) -> Decimal:
        amount: Decimal = self.cleaned_data["sum"]
        if amount <= 0:
            raise ValidationError("Введите сумму больше нуля")
        return amount


class StatementForm(forms.Form):
    file = forms.FileField(
        label="Файл выписки", help_text="1CClientBankExchange (.txt) или camt.053 (.xml), до 20 МБ",
        missing="Выберите файл выписки", error_messages={"empty": "Файл пуст. Выгрузите выписку ещё раз"},
    )  # fmt: skip

    def clean_file(self) -> Any:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise ValidationError("Файл больше 20 МБ. Выгрузите выписку за меньший срок")
        return file
