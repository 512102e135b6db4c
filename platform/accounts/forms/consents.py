from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from ui import forms

from ..models import ConsentText
from .versions import Versioned

CONSENT_MISSING = "Подтвердите согласие на обработку персональных данных, чтобы продолжить"
# The checkboxes of forms and the text that each agrees to.
CONSENTS = {"agree": ConsentText.Kind.PERSONAL_DATA, "sign": ConsentText.Kind.SIMPLE_SIGNATURE}
PROMISES = {
    ConsentText.Kind.PERSONAL_DATA: ("Я согласен с условиями по обработке персональных данных.", "Подробнее"),
    ConsentText.Kind.SIMPLE_SIGNATURE: ("Я согласен подписывать документы простой электронной подписью.", "Соглашение"),
}


def promise(kind: str) -> str:
    """The label of a consent with a link to its text. The link opens a new tab, so that the form keeps its input."""
    words, link = PROMISES[ConsentText.Kind(kind)]
    return format_html(
        '{} <a href="{}" target="_blank">{}<span class="hush"> (откроется в новой вкладке)</span></a>',
        words,
        reverse("consent", args=[kind]),
        link,
    )


class RenewForm(forms.Form):
    """Has an unticked checkbox for each text. Only the personal data consent is required."""

    def __init__(self, *args: Any, texts: list[ConsentText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for text in texts:
            is_needed = text.kind == ConsentText.Kind.PERSONAL_DATA
            self.fields[text.kind] = forms.BooleanField(
                label=promise(text.kind), required=is_needed, missing=CONSENT_MISSING
            )

    @property
    def agreed_to(self) -> list[ConsentText.Kind]:
        return [ConsentText.Kind(kind) for kind in self.fields if self.cleaned_data[kind]]


class ConsentTextForm(Versioned, forms.Form):
    long_fields = ("body",)

    body = forms.CharField(
        label="Текст",
        help_text="Обычный текст. Пустая строка начинает новый абзац",
        missing="Введите текст",
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 24}),
    )

    def __init__(self, data: Any = None, *, saved: str) -> None:
        super().__init__(data, initial={"body": saved})
        self.remember({"body": saved})

    def clean_body(self) -> str:
        """Normalises line ends, because browsers send others and the hash must depend on the words alone."""
        body: str = self.cleaned_data["body"]
        return body.replace("\r\n", "\n").strip()
