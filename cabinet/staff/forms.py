from typing import Any

from django.utils.safestring import SafeString

from accounts.forms.fields import email, middle_name, person_name
from accounts.forms.versions import Versioned
from accounts.models import StaffRole, User
from ui import forms

# What each may do, said where the role is chosen: `User.is_clerk`, `User.is_administrator`, `signing.rights.SIGNERS`.
ABOUT = {
    StaffRole.ADMINISTRATOR: "ведёт обращения и подписывает, управляет сотрудниками, настройками и текстами",
    StaffRole.SPECIALIST: "ведёт обращения: номера, статусы, документы, сообщения; не подписывает",
    StaffRole.SIGNER: "ведёт обращения и подписывает документы за организацию",
    StaffRole.ACCOUNTANT: "ведёт обращения; не подписывает",
    StaffRole.OBSERVER: "видит обращения, ничего не меняет",
}


def role_field() -> forms.ChoiceField:
    choices = [(role.value, SafeString(f"{role.label} — {ABOUT[role]}")) for role in StaffRole]
    return forms.ChoiceField(label="Роль", choices=choices, widget=forms.RadioSelect, missing="Выберите роль")


class InviteForm(Versioned, forms.Form):
    email = email()
    last_name = person_name("Фамилия", missing="Введите фамилию")
    first_name = person_name("Имя", missing="Введите имя")
    middle_name = middle_name()
    staff_role = role_field()

    def __init__(self, *args: Any, newest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember(dict.fromkeys(self.fields), version=str(newest))

    def in_words(self, name: str, value: Any) -> str:
        return f"«{StaffRole(value).label}»" if name == "staff_role" else super().in_words(name, value)


class RoleForm(Versioned, forms.Form):
    staff_role = role_field()

    def __init__(self, data: Any = None, *, person: User) -> None:
        super().__init__(data, initial={"staff_role": person.staff_role})
        self.remember({"staff_role": person.staff_role})

    def in_words(self, name: str, value: Any) -> str:
        return f"«{StaffRole(value).label}»"
