from django.utils.safestring import SafeString

from accounts.forms.fields import email, middle_name, person_name
from accounts.models import StaffRole
from ui import forms

# What each may do, said where the role is chosen. Signers and accountants get doors of their own later.
ABOUT = {
    StaffRole.ADMINISTRATOR: "всё, что специалист, и ещё сотрудники, настройки и тексты",
    StaffRole.SPECIALIST: "ведёт обращения: номера, статусы, документы, сообщения",
    StaffRole.SIGNER: "пока то же, что специалист",
    StaffRole.ACCOUNTANT: "пока то же, что специалист",
    StaffRole.OBSERVER: "видит обращения, ничего не меняет",
}


def role_field() -> forms.ChoiceField:
    choices = [(role.value, SafeString(f"{role.label} — {ABOUT[role]}")) for role in StaffRole]
    return forms.ChoiceField(label="Роль", choices=choices, widget=forms.RadioSelect, missing="Выберите роль")


class InviteForm(forms.Form):
    email = email()
    last_name = person_name("Фамилия", missing="Введите фамилию")
    first_name = person_name("Имя", missing="Введите имя")
    middle_name = middle_name()
    staff_role = role_field()


class RoleForm(forms.Form):
    staff_role = role_field()
