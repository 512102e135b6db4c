from typing import Any

from django.core.files.uploadedfile import UploadedFile

from ui import forms

from .protocols import MAX_SIZE

CODE_MISSING = "Введите код с листа подписей, например K7QM-2RWE-X9TD"


class CodeForm(forms.Form):
    """The check code that is printed on a sheet of signatures."""

    code = forms.CharField(
        label="Код проверки",
        help_text="Напечатан на листе электронных подписей, рядом с QR-кодом",
        missing=CODE_MISSING,
        max_length=40,
        width=20,
        autocomplete="off",
    )


class FilesForm(forms.Form):
    """A document and its signature, both as files."""

    document = forms.FileField(
        label="Документ", help_text="Подписанный файл, без изменений", missing="Выберите подписанный файл",
        allow_empty_file=True,
    )  # fmt: skip
    signature = forms.FileField(
        label="Подпись",
        help_text="Файл .sig или .p7s, для простой электронной подписи — протокол .json",
        missing="Выберите файл подписи",
        allow_empty_file=True,
    )

    def clean_signature(self) -> Any:
        signature: UploadedFile[Any] = self.cleaned_data["signature"]
        if (signature.size or 0) > MAX_SIZE:
            raise forms.ValidationError(
                f"Файл «{signature.name}» больше 1 МБ. Это не подпись: выберите файл .sig, .p7s или .json"
            )
        return signature


class ComparisonForm(forms.Form):
    """A file to compare with the signed one. The form stands beside the result for a check code."""

    document = forms.FileField(
        label="Документ",
        help_text="Сравним файл с тем, что подписан",
        missing="Выберите файл, который нужно сравнить",
        allow_empty_file=True,
    )
    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
