from datetime import date
from typing import Any

from django.utils.timezone import localdate

from accounts.models import User
from cabinet.rules.packs import Pack
from signing.errors import TermInThePast
from signing.models import SignatureRequest
from ui import forms, html

from .models import Case
from .queries import executors_for
from .services import statuses_for
from .stages import NEXT, Stage

TEXT_LIMIT = 20_000  # characters of HTML


class FindForm(forms.Form):
    """The one box that searches everything, and a status."""

    mark_optional = False

    q = forms.CharField(required=False, max_length=200)
    stage = forms.ChoiceField(label="Этап", required=False)

    def __init__(self, *args: Any, for_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = "Фильтр" if for_staff else "Найти по номеру, адресу или названию"
        stage: Any = self.fields["stage"]
        stage.choices = [("", "Любой"), *((s.value, s.label) for s in Stage if s != Stage.DRAFT)]


class RegisterForm(forms.Form):
    """Number, status and executor, saved together by one button."""

    mark_optional = False

    status = forms.CharField(
        label="Текущий статус", max_length=200, missing="Выберите статус из списка или напишите свой"
    )
    number = forms.CharField(label="Регистрационный номер", max_length=40, required=False, width=8)
    executor = forms.ModelChoiceField(
        label="Исполнитель", queryset=User.objects.none(), required=False, empty_label="не назначен"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, case: Case, pack: Pack) -> None:
        initial = {
            "status": case.status,
            "number": case.number,
            "executor": case.executor_id,
            "version": case.version,
        }
        super().__init__(data, initial=initial)
        executor: Any = self.fields["executor"]
        executor.queryset = executors_for(case)
        executor.label_from_instance = _executor_named
        possible = NEXT[Stage(case.stage)] | {Stage(case.stage)}
        self.listed = [status.label for status in statuses_for(case, pack) if status.stage in possible]
        self.fields["status"].widget.attrs["list"] = "statuses"

    def clean_number(self) -> str:
        return " ".join(self.cleaned_data["number"].split())


class MessageForm(forms.Form):
    text = forms.CharField(
        label="Сообщение", widget=forms.Textarea(attrs={"rows": 6}), max_length=TEXT_LIMIT, missing="Напишите сообщение"
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not html.clean(text):
            raise forms.ValidationError("Напишите сообщение")
        return text


class NoteForm(MessageForm):
    text = forms.CharField(
        label="Внутренняя заметка",
        help_text="Заявитель её не увидит",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=TEXT_LIMIT,
        missing="Напишите заметку",
    )


class StatusForm(forms.Form):
    text = forms.CharField(
        label="Статус",
        help_text="Строка о ходе работ, например «Ведётся проектирование». Текущий статус не изменится",
        max_length=200,
        width=30,
        missing="Напишите статус",
    )


class DocumentForm(forms.Form):
    """What stands beside the files where no script sends them: those in the form have one title and one comment."""

    title = forms.CharField(
        label="Название документа",
        max_length=300,
        required=False,
        help_text="Выберите из списка или напишите своё. Пустое подберём по имени файла",
        width=30,
    )
    comment = forms.CharField(
        label="Комментарий", widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=TEXT_LIMIT
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["list"] = "document-names"


class StaffDocumentForm(DocumentForm):
    """… and whose signatures the documents of the company need."""

    two_sided = forms.BooleanField(
        label="Необходима двухсторонняя электронная подпись",
        help_text="Сначала подпишет организация, потом заявитель. До нашей подписи заявитель документ не увидит",
        required=False,
    )
    company_signs = forms.BooleanField(
        label="Нужна подпись только сетевой организации",
        help_text="Заявитель увидит документ уже подписанным",
        required=False,
    )
    due_on = forms.DateField(label="Подписать до", help_text="Последний день, например 20.03.2026", required=False)

    @property
    def sides(self) -> list[SignatureRequest.Side]:
        """Who is asked to sign; nobody, if the document is just added."""
        if self.cleaned_data["two_sided"]:
            return [SignatureRequest.Side.COMPANY, SignatureRequest.Side.APPLICANT]
        return [SignatureRequest.Side.COMPANY] if self.cleaned_data["company_signs"] else []

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < localdate():
            raise forms.ValidationError(TermInThePast.message)
        return due_on


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Причина", max_length=300, width=30, missing="Напишите причину, её увидит другая сторона"
    )


def _executor_named(person: User) -> str:
    return person.short_name if person.is_active else f"{person.short_name} (отключён)"
