from typing import Any

from accounts.forms.versions import Versioned
from accounts.models import LegalForm
from documents.kinds import ACCEPT
from ui import forms
from ui.words import one_line

from .models import DocumentName
from .services import values_of

EXPLANATION_LIMIT = 5_000  # characters of HTML
WORDS_LIMIT = 20


class NameForm(Versioned, forms.ModelForm):
    """One name. Of the company's own documents nobody is asked, so there is less to say."""

    long_fields = ("explanation",)

    title = forms.CharField(label="Название", max_length=300, missing="Введите название документа", width=30)
    asked_of = forms.MultipleChoiceField(
        label="У кого бывает",
        choices=LegalForm.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        optional="",
        help_text="Не отмечено ничего — у всех заявителей",
    )
    words = forms.CharField(
        label="Слова в имени файла",
        max_length=500,
        required=False,
        help_text="Через запятую. По ним кабинет угадывает название: файл «выписка ЕГРН.pdf» узнают по слову «егрн»",
    )
    explanation = forms.CharField(
        label="Пояснение",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=EXPLANATION_LIMIT,
        help_text="Увидят заявители: что это за документ и где его взять",
    )
    file = forms.FileField(
        label="Образец или бланк",
        required=False,
        allow_empty_file=True,  # an empty file gets our sentence with its name
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="Заявители скачают его, заполнят и приложат",
    )
    without_template = forms.BooleanField(label="Убрать нынешний образец", required=False)

    class Meta:
        model = DocumentName
        fields = ("title", "asked_of", "words", "explanation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["words"] = ", ".join(self.instance.words)
        if self.instance.from_company:
            del self.fields["asked_of"]
            self.fields["explanation"].help_text = "Увидят сотрудники"
            self.fields["file"].help_text = "Сотрудники скачают его и заполнят"
        if not self.instance.template_id:
            del self.fields["without_template"]
        if self.instance.pk:
            self.remember(values_of(self.instance))

    def both(self, name: str, saved: Any, typed: Any) -> str:
        if name == "file":
            kept = f"«{saved.file_name}»" if saved else "убран"
            return f"Образец: сохранён — {kept}. Чтобы заменить его вашим, приложите файл ещё раз"
        return super().both(name, saved, typed)

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError("Введите название документа")
        return title

    def clean_words(self) -> list[str]:
        words = [word.strip().lower() for word in self.cleaned_data["words"].split(",")]
        return list(dict.fromkeys(filter(None, words)))[:WORDS_LIMIT]
