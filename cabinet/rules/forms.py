"""What is asked of an administrator who decides something of the rules."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.forms.versions import Versioned
from accounts.models import LegalForm
from ui import forms
from ui.words import one_line

from .models import Amendment
from .pack import Pack, Question, Status
from .stages import Stage

What = Amendment.What
TYPES = [
    ("text", "Строка"),
    ("words", "Несколько строк"),
    ("number", "Число"),
    ("choice", "Выбор из списка"),
    ("yes_no", "Да или нет"),
    ("date", "Дата"),
]
LONGEST_LABEL = 200
LONGEST_STATUS = 100
MOST_CHOICES = 30


class DecisionForm(Versioned, forms.Form):
    """Of whatever is decided: the values which the page has seen, and from which day it holds."""

    valid_from = forms.DateField(
        label="Действует с",
        missing="Введите день, например 01.03.2027",
        help_text="Заявки, поданные раньше этого дня, не изменятся",
    )

    def __init__(
        self, data: Any = None, *, saved: Mapping[str, Any], code: str, of_act: Any, pack: Pack, today: date
    ) -> None:
        """`saved` is what was decided before, `of_act` the thing in the edition, None for what is the company's own.

        `pack` is the edition with what the company has decided.
        """
        self.saved, self.code, self.of_act, self.pack = saved, code, of_act, pack
        super().__init__(data, initial={**self.drawn(), "valid_from": today})
        if not code:  # nothing to hide yet
            self.fields.pop("is_hidden", None)
        self.order_fields([*(name for name in self.fields if name != "valid_from"), "valid_from"])
        self.remember({name: value for name, value in saved.items() if name in self.fields})

    def drawn(self) -> dict[str, Any]:
        """The values with which the fields are drawn."""
        return dict(self.saved)

    def back_to_pack(self, name: str) -> str:
        """What was typed; nothing where it is what the act's own pack says."""
        typed = one_line(self.cleaned_data[name], LONGEST_LABEL)
        return "" if self.of_act is not None and typed == getattr(self.of_act, name) else typed


class QuestionForm(DecisionForm):
    """The words of a question of the act."""

    label = forms.CharField(label="Вопрос", max_length=LONGEST_LABEL, missing="Введите вопрос")
    hint = forms.CharField(label="Пояснение", max_length=500, required=False)

    def drawn(self) -> dict[str, Any]:
        return {name: self.saved[name] or getattr(self.of_act, name) for name in ("label", "hint")}

    def clean_label(self) -> str:
        return self.back_to_pack("label")

    def clean_hint(self) -> str:
        return self.back_to_pack("hint")


class AttachmentForm(DecisionForm):
    """The words of a document that the act asks for."""

    title = forms.CharField(label="Название", max_length=LONGEST_LABEL, missing="Введите название документа")
    explanation = forms.CharField(label="Пояснение", max_length=500, required=False)

    def drawn(self) -> dict[str, Any]:
        return {name: self.saved[name] or getattr(self.of_act, name) for name in ("title", "explanation")}

    def clean_title(self) -> str:
        return self.back_to_pack("title")

    def clean_explanation(self) -> str:
        return self.back_to_pack("explanation")


class OwnForm(DecisionForm):
    """What the company asks beside the act, and of whom: all that is said has to hold."""

    kinds = forms.MultipleChoiceField(
        label="При каких заявках",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        optional="",
        help_text="Ничего не отмечено — при всех",
    )
    legal_forms = forms.MultipleChoiceField(
        label="У кого",
        choices=LegalForm.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        optional="",
        help_text="Ничего не отмечено — у всех",
    )
    power_above = forms.CharField(label="Если мощность больше", required=False, width=8, max_length=20)
    power_max = forms.CharField(
        label="и не больше",
        required=False,
        width=8,
        max_length=20,
        help_text="Вместе с тем, что уже присоединено. Сама граница сюда входит",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(type_.code, type_.title) for type_ in self.pack.types]
        for name in ("power_above", "power_max"):
            self.fields[name] = forms.DecimalField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                required=False,
                width=8,
                suffix=self.pack.power.unit,
                min_value=0,
                max_value=self.pack.power.largest,
                decimal_places=self.pack.power.decimals,
                error_messages={"invalid": f"Введите число, например {self.pack.power.example}"},
            )
        later = ("valid_from", "is_hidden", "required")
        whose = ("kinds", "legal_forms", "power_above", "power_max")
        before = [name for name in self.fields if name not in {*later, *whose}]
        self.order_fields([*before, *whose, "required", "is_hidden", "valid_from"])

    def drawn(self) -> dict[str, Any]:
        powers = {name: self.saved[name] or None for name in ("power_above", "power_max")}
        return {**self.saved, **powers}

    def clean_power_above(self) -> str:
        return _kept(self.cleaned_data["power_above"])

    def clean_power_max(self) -> str:
        return _kept(self.cleaned_data["power_max"])

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        above, most = answers.get("power_above"), answers.get("power_max")
        if above and most and Decimal(above) >= Decimal(most):
            self.add_error("power_max", "Введите число больше нижней границы: иначе не подойдёт ни одна мощность")
        return answers


def _kept(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


class OwnQuestionForm(OwnForm):
    label = forms.CharField(label="Вопрос", max_length=LONGEST_LABEL, missing="Введите вопрос")
    hint = forms.CharField(label="Пояснение", max_length=500, required=False)
    page = forms.ChoiceField(label="На какой странице заявки", missing="Выберите страницу")
    type = forms.ChoiceField(label="Ответ", choices=TYPES, widget=forms.RadioSelect, missing="Выберите вид ответа")
    choices = forms.CharField(
        label="Варианты ответа",
        widget=forms.Textarea,
        required=False,
        optional="",
        help_text="Для выбора из списка: каждый вариант с новой строки, от двух до 30",
    )
    required = forms.BooleanField(label="Без ответа заявку не подать", required=False)
    is_hidden = forms.BooleanField(label="Больше не спрашивать", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page: Any = self.fields["page"]
        page.choices = [(page.code, page.title) for page in self.pack.pages if page.side == "applicant"]

    def drawn(self) -> dict[str, Any]:
        return {**super().drawn(), "choices": "\n".join(label for _code, label in self.saved["choices"])}

    def clean_label(self) -> str:
        return one_line(self.cleaned_data["label"], LONGEST_LABEL)

    def clean_choices(self) -> list[list[str]]:
        """Codes stay with their words: applications have kept them."""
        typed = [one_line(line) for line in self.cleaned_data["choices"].splitlines()]
        labels = list(dict.fromkeys(filter(None, typed)))
        known = {label: code for code, label in self.saved["choices"]}
        used = max((int(code) for code in known.values()), default=0)
        found = []
        for label in labels:
            if label not in known:
                used += 1
                known[label] = str(used)
            found.append([known[label], label])
        return found

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        count = len(answers.get("choices") or [])
        if answers.get("type") == "choice" and not 2 <= count <= MOST_CHOICES:
            self.add_error("choices", f"Введите от двух до {MOST_CHOICES} вариантов ответа, каждый с новой строки")
        elif answers.get("type") != "choice":
            answers["choices"] = []
        if answers.get("power_above") or answers.get("power_max"):
            pages = [page.code for page in self.pack.pages]
            power = pages.index(self.pack.question("max_power_kw").page)
            if answers.get("page") in pages[:power]:
                asked = self.pack.pages[power].title
                self.add_error("page", f"Выберите страницу «{asked}» или следующую: раньше мощность ещё не спрошена")
        return answers


class OwnAttachmentForm(OwnForm):
    title = forms.CharField(label="Название", max_length=LONGEST_LABEL, missing="Введите название документа")
    explanation = forms.CharField(label="Пояснение", max_length=500, required=False)
    required = forms.BooleanField(label="Обязателен", required=False)
    is_hidden = forms.BooleanField(label="Больше не запрашивать", required=False)

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"], LONGEST_LABEL)
        if any(title.casefold() == one.title.casefold() for one in self.pack.attachments if one.code != self.code):
            raise forms.ValidationError("Такой документ уже есть. Назовите иначе")
        return title


class StatusForm(DecisionForm):
    """A status of the list; one of the company's own is bound to a stage."""

    label = forms.CharField(label="Название", max_length=LONGEST_STATUS, missing="Введите название статуса")
    stage = forms.ChoiceField(
        label="Этап",
        missing="Выберите этап",
        help_text="Статус переводит обращение на этот этап, если переход на него возможен",
    )
    is_hidden = forms.BooleanField(
        label="Не предлагать", help_text="Обращения, у которых он уже стоит, его сохранят", required=False
    )

    def __init__(self, *args: Any, statuses: Sequence[Status], stages: Sequence[Stage], **kwargs: Any) -> None:
        self.statuses = statuses
        super().__init__(*args, **kwargs)
        del self.fields["valid_from"]
        if self.of_act is None:
            stage: Any = self.fields["stage"]
            stage.choices = [(one.value, one.label) for one in stages]
        else:
            del self.fields["stage"]
            self.remember({name: value for name, value in self.saved.items() if name in self.fields})

    def drawn(self) -> dict[str, Any]:
        return {**self.saved, "label": self.saved["label"] or getattr(self.of_act, "label", "")}

    def clean_label(self) -> str:
        typed = one_line(self.cleaned_data["label"], LONGEST_STATUS)
        taken = {one.label.casefold() for one in self.statuses if one.code != self.code} | {
            self.pack.waiting.casefold()
        }
        if typed.casefold() in taken:
            raise forms.ValidationError("Статус с таким названием уже есть. Назовите иначе")
        return self.back_to_pack("label")


FORMS: Mapping[str, type[DecisionForm]] = {
    What.QUESTION: QuestionForm,
    What.ATTACHMENT: AttachmentForm,
    What.OWN_QUESTION: OwnQuestionForm,
    What.OWN_ATTACHMENT: OwnAttachmentForm,
    What.STATUS: StatusForm,
    What.ENQUIRY_STATUS: StatusForm,
}


def field_of(question: Question) -> forms.Form:
    """A question as an applicant will see it, for the preview."""
    look: dict[str, Any] = {
        "label": question.label,
        "help_text": question.hint,
        "required": question.required is True,
    }
    if question.type == "choice":
        field: Any = forms.ChoiceField(
            choices=[(one.code, one.label) for one in question.choices], widget=forms.RadioSelect, **look
        )
    elif question.type == "yes_no":
        field = forms.ChoiceField(choices=[("yes", "Да"), ("no", "Нет")], widget=forms.RadioSelect, **look)
    elif question.type == "words":
        field = forms.CharField(widget=forms.Textarea, **look)
    elif question.type == "date":
        field = forms.DateField(**look)
    elif question.type in {"number", "power"}:
        field = forms.DecimalField(suffix=question.unit, **look)
    else:
        field = forms.CharField(**look)
    form = forms.Form(prefix="preview")
    form.fields["field"] = field
    return form
