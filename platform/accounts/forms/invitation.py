from .fields import NewPassword, middle_name, person_name


class InvitationForm(NewPassword):
    last_name = person_name("Фамилия", missing="Введите фамилию", autocomplete="family-name")
    first_name = person_name("Имя", missing="Введите имя", autocomplete="given-name")
    middle_name = middle_name()
    field_order = ["last_name", "first_name", "middle_name", "password1", "password2"]
