from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from signing.services import agreement_of
from ui import forms

MEGABYTE = 1024 * 1024
SIGNATURE_MISSING = "Выберите файл подписи, обычно он называется как документ и кончается на .sig"


class ReadForm(forms.Form):
    """The person knows what they sign."""

    read = forms.BooleanField(
        label="Я ознакомился с документом", missing="Откройте документ и отметьте, что ознакомились с ним"
    )


class SendCodeForm(ReadForm):
    """«Подписать»: … and, once, agrees that a code signs."""

    agree = forms.BooleanField(
        label="Согласен подписывать документы кодом из СМС",
        missing="Чтобы подписывать кодом из СМС, отметьте согласие с соглашением",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agreement_of(user) is not None:
            del self.fields["agree"]


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Код", help_text="6 цифр, действует 10 минут", missing="Введите код из СМС: 6 цифр", max_length=20
    )


class SignatureFileForm(forms.Form):
    """The signature made outside the cabinet."""

    signature = forms.FileField(
        label="Файл подписи",
        help_text="Отсоединённая подпись, файл .sig или .p7s, до 1 МБ",
        missing=SIGNATURE_MISSING,
        allow_empty_file=True,
    )

    def clean_signature(self) -> UploadedFile:
        return _small(self.cleaned_data["signature"])


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Причина отказа", help_text="Её увидят все участники", max_length=300, width=30,
        missing="Напишите, почему вы не подписываете документ",
    )  # fmt: skip


class RecallForm(forms.Form):
    reason = forms.CharField(
        label="Причина", help_text="Её увидят все участники", max_length=300, width=30,
        missing="Напишите, почему документ отзывают с подписания",
    )  # fmt: skip


class ProlongForm(forms.Form):
    due_on = forms.DateField(
        label="Подписать до", help_text="Включительно, например 20.03.2026", missing="Укажите новый срок подписания"
    )


class PowerForm(forms.Form):
    """An electronic power of attorney and the signature of whoever gave it."""

    xml = forms.FileField(
        label="Доверенность", help_text="Файл XML, до 1 МБ", missing="Выберите файл доверенности .xml",
        allow_empty_file=True,
    )  # fmt: skip
    signature = forms.FileField(
        label="Подпись доверителя", help_text="Файл .sig к этой доверенности, до 1 МБ",
        missing="Выберите файл подписи доверенности .sig", allow_empty_file=True,
    )  # fmt: skip

    def clean_xml(self) -> UploadedFile:
        return _small(self.cleaned_data["xml"])

    def clean_signature(self) -> UploadedFile:
        return _small(self.cleaned_data["signature"])


def _small(file: UploadedFile) -> UploadedFile:
    if (file.size or 0) > MEGABYTE:
        raise forms.ValidationError(f"Файл «{file.name}» больше 1 МБ. Проверьте, тот ли это файл")
    return file
