"""Fields that several forms of this package share."""

from typing import Any

from django.contrib.auth.password_validation import validate_password

from ui import forms

from ..identifiers import Check
from ..models import User
from ..security import proof_of_work

LOGIN_LABEL = "E-mail, СНИЛС, ОГРН или ОГРНИП"
NOT_SOLVED = "Браузер ещё не решил проверочную задачу. Подождите секунду и нажмите кнопку снова"
TOO_SIMPLE = "Пароль слишком простой: добавьте ещё слово или цифры"


class Identifier(forms.CharField):
    """A state number or a telephone. Any spelling is accepted, and the cleaned value is the bare number."""

    def __init__(self, *args: Any, check: Check, **kwargs: Any) -> None:
        super().__init__(*args, **{"autocomplete": "off", "inputmode": "numeric", "max_length": 60, **kwargs})
        self.number = check

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return self.number(text) if text else ""


def email() -> forms.EmailField:
    wrong = "Введите e-mail в формате name@example.ru"
    return forms.EmailField(
        label="Email", missing=wrong, width=30, autocomplete="email", error_messages={"invalid": wrong}
    )


def person_name(label: str, *, missing: str = "", autocomplete: str = "", **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, missing=missing, width=30, max_length=100, autocomplete=autocomplete, **kwargs)


def middle_name() -> forms.CharField:
    return person_name("Отчество (если есть)", autocomplete="additional-name", required=False, optional="")


class Proof(forms.CharField):
    """The browser's answer to a `puzzle`, see components/proof.html. After a wrong answer a new puzzle is drawn."""

    def __init__(self) -> None:
        super().__init__(label="Проверка", missing=NOT_SOLVED, widget=forms.HiddenInput)

    def clean(self, value: Any) -> str:
        answer: str = super().clean(value)
        if not proof_of_work.is_solved(answer):
            raise forms.ValidationError(NOT_SOLVED, code="not_solved")
        return answer

    def puzzle(self) -> proof_of_work.Puzzle:
        return proof_of_work.puzzle()


class OwnPassword(forms.Form):
    """Mixin that checks the current password of the person. A form may declare the field anew with other words."""

    password = forms.PasswordField(label="Пароль", missing="Введите пароль", autocomplete="current-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        must_be_own(password, self.user, sentence="Пароль введён неверно")
        return password


def must_be_own(password: str, user: User, *, sentence: str) -> None:
    """Raise ValidationError with `sentence` if this is not the password of the person."""
    if not user.check_password(password):
        raise forms.ValidationError(sentence, code="wrong_password")


class NewPassword(forms.Form):
    """Mixin that asks for a new password twice."""

    password1 = forms.PasswordField(
        label="Пароль",
        help_text="Не короче 10 знаков. Хороший пароль — три-четыре случайных слова",
        missing="Введите пароль",
        autocomplete="new-password",
        max_length=200,
    )
    password2 = forms.PasswordField(
        label="Подтвердите пароль", missing="Введите пароль ещё раз", autocomplete="new-password", max_length=200
    )

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        try:
            validate_password(password)
        except forms.ValidationError:  # the validators name the exact reason, but the remedy is always the same
            raise forms.ValidationError(TOO_SIMPLE, code="too_simple") from None
        return password

    def clean_password2(self) -> str:
        again: str = self.cleaned_data["password2"]
        first = self.data.get(self.add_prefix("password1"), "")
        if again != first:
            raise forms.ValidationError("Пароли не совпадают", code="mismatch")
        return again
