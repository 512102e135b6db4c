from ui import forms

from .models import WordTemplate


class ReceiptCodeForm(forms.Form):
    """The check code that is printed on a receipt."""

    code = forms.CharField(
        label="Код квитанции",
        help_text="Напечатан в конце квитанции, рядом с QR-кодом",
        missing="Введите код с квитанции, например K7QM-2RWE-X9TD-4HPC",
        max_length=40,
        width=30,
        autocomplete="off",
    )


class TemplateForm(forms.Form):
    """A template of the company in place of ours."""

    file = forms.FileField(
        label="Шаблон Word",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text="Файл .docx с полями в двойных скобках. Проще всего скачать наш шаблон и изменить его",
        missing="Выберите файл шаблона .docx",
        allow_empty_file=True,  # an empty file gets our sentence with its name
    )
    form = forms.ChoiceField(
        label="В каком виде составлять документ",
        choices=[
            (WordTemplate.Form.PDF, "PDF: страницы рисует кабинет, посмотрите пример"),
            (WordTemplate.Form.WORD, "Word: ваше оформление остаётся как есть"),
        ],
        initial=WordTemplate.Form.PDF,
        widget=forms.RadioSelect,
        missing="Выберите, в каком виде составлять документ",
    )
