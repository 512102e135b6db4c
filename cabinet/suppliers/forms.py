from typing import Any

from accounts import identifiers, requisites
from accounts.forms.fields import Identifier, email, middle_name, person_name
from accounts.forms.versions import Versioned
from accounts.models import Supplier
from accounts.versions import values_of
from ui import forms


class SupplierForm(Versioned, forms.Form):
    name = forms.CharField(
        label="Наименование",
        help_text="Его увидят и выберут заявители. Пример: АО «Энергосбыт»",
        max_length=200,
        missing="Введите наименование",
    )
    inn = Identifier(
        label="ИНН", help_text="10 цифр", check=identifiers.organisation_inn, missing="Введите ИНН", width=14
    )
    ogrn = Identifier(label="ОГРН", help_text="13 цифр", check=identifiers.ogrn, missing="Введите ОГРН", width=14)
    kpp = Identifier(
        label="КПП", help_text="9 знаков", check=identifiers.kpp, missing="Введите КПП", width=14, inputmode=""
    )
    email = email()
    phone = forms.CharField(label="Телефон", max_length=20, required=False, width=20, inputmode="tel")
    is_default = forms.BooleanField(
        label="По умолчанию",
        help_text="Узнаёт о заявках, в которых заявитель никого не назвал. Такой поставщик один",
        required=False,
    )

    def __init__(self, data: Any = None, *, supplier: Supplier | None = None) -> None:
        names = list(self.base_fields)
        saved = values_of(supplier, names) if supplier else dict.fromkeys(names)
        super().__init__(data, initial=saved if supplier else {})
        self.fields["email"].label = "E-mail для уведомлений"
        self.fields["email"].help_text = "Письма приходят сюда, пока у поставщика нет учётных записей"
        self.remember(saved)


class PersonForm(forms.Form):
    email = email()
    last_name = person_name("Фамилия", missing="Введите фамилию")
    first_name = person_name("Имя", missing="Введите имя")
    middle_name = middle_name()


class PlaceForm(forms.Form):
    """What the applicant has to know beside the contract."""

    personal_account = forms.CharField(
        label="Лицевой счёт заявителя", help_text="Номер, по которому заявитель будет платить", max_length=40, width=20,
        required=False, missing="Введите номер лицевого счёта: по этой заявке он обязателен",
    )  # fmt: skip
    payee = forms.CharField(label="Получатель платежей", max_length=300, missing="Введите получателя платежей")
    bank = forms.CharField(label="Банк", max_length=200, width=30, missing="Введите название банка")
    bik = Identifier(label="БИК", help_text="9 цифр", check=requisites.bik, missing="Введите БИК: 9 цифр", width=14)
    settlement_account = Identifier(
        label="Расчётный счёт", help_text="20 цифр", check=requisites.account,
        missing="Введите расчётный счёт: 20 цифр", width=30,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, supplier: Supplier, asks_account: bool) -> None:
        super().__init__(data, initial={"payee": f"{supplier.name}, ИНН {supplier.inn}, КПП {supplier.kpp}"})
        self.fields["personal_account"].required = asks_account

    def clean(self) -> None:
        answers = self.cleaned_data
        bik, account = answers.get("bik"), answers.get("settlement_account")
        if bik and account and not requisites.account_fits(account, bik):
            self.add_error("settlement_account", "Счёт не подходит к БИК: проверьте цифры счёта и банка")


class ChoiceForm(forms.Form):
    """Which of those who work here the application is about."""

    supplier = forms.ModelChoiceField(
        queryset=Supplier.objects.none(), label="Поставщик", widget=forms.RadioSelect, required=False, optional="",
        empty_label="Никто из них: о заявке не извещать",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, chosen: Supplier | None) -> None:
        super().__init__(data, initial={"supplier": chosen})
        field: Any = self.fields["supplier"]
        field.queryset = Supplier.objects.admitted()


class FindForm(forms.Form):
    q = forms.CharField(label="Номер, заявитель или адрес", required=False, max_length=100, optional="")
