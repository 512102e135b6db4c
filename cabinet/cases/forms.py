from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils.timezone import localdate

from accounts.forms.versions import Versioned
from accounts.models import User
from accounts.versions import values_of
from cabinet.catalogue.models import DocumentName
from cabinet.rules.packs import Status
from signing.errors import DueDateInThePast
from signing.models import SignatureRequest
from ui import forms, html
from ui.words import one_line

from . import number_template
from .asked import Slot, with_asked
from .errors import NothingAsked, RemarkNeeded
from .models import Case, NumberSeries, RequestedItem
from .queries import DUE_FILTERS, assignees_for, assignees_to_choose
from .required import Offered, length_in_words, offered, proposed_day, term_to_supply
from .services import Outcome, Verdict, is_followed, status_of, statuses_for
from .stages import DECIDED, Stage

TEXT_LIMIT = 20_000  # characters of HTML
QUESTION_LIMIT = 2_000
REMARK_LIMIT = 300
STATUS_LIMIT = 200
KEEP = "keep"  # of a document to be signed: the status does not follow it


class FindForm(forms.Form):
    """The one box that searches everything, and a status."""

    mark_optional = False

    q = forms.CharField(required=False, max_length=200)
    stage = forms.ChoiceField(label="Этап", required=False)
    due = forms.ChoiceField(label="Срок", required=False, choices=[("", "Любой"), *DUE_FILTERS.items()])
    order = forms.ChoiceField(label="Порядок", required=False, choices=[("", "Новое сверху"), ("due", "По сроку")])

    def __init__(self, *args: Any, for_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = "Фильтр" if for_staff else "Найти по номеру, адресу или названию"
        stage: Any = self.fields["stage"]
        stage.choices = [("", "Любой"), *((s.value, s.label) for s in Stage if s != Stage.DRAFT)]
        if not for_staff:
            del self.fields["due"], self.fields["order"]


class RegisterForm(forms.Form):
    """Number, status and assignee, saved together by one button."""

    mark_optional = False

    status = forms.CharField(
        label="Текущий статус", max_length=STATUS_LIMIT, missing="Выберите статус из списка или напишите свой"
    )
    number = forms.CharField(label="Регистрационный номер", max_length=40, required=False, width=8)
    assignee = forms.ModelChoiceField(label="Исполнитель", queryset=User.objects.none(), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        initial = {
            "status": case.status,
            "number": case.number,
            "assignee": case.assignee_id,
            "version": case.version,
        }
        super().__init__(data, initial=initial)
        self.case = case
        assignee: Any = self.fields["assignee"]
        assignee.queryset = assignees_for(case)
        nobody = "не назначен" if case.assignee_id else "вы, когда сохраните"
        # Asked when they are drawn, and once: Django calls it for each look at the choices.
        assignee.choices = cache(
            lambda: [("", nobody), *((it.pk, _assignee_named(it)) for it in assignees_to_choose(case))]
        )
        self.listed = [status.label for status in _possible(case)]
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


class StatusField(forms.ChoiceField):
    """Offers the statuses that the case may have; own words are taken too, as in the form of the register."""

    def valid_value(self, value: str) -> bool:
        return len(value) <= STATUS_LIMIT


class OutcomeForm(forms.Form):
    """What staff may give along with an answer: a status, and a number to a case that has none."""

    status = StatusField(label="Статус после отправки", required=False, optional="")
    number = forms.CharField(label="Присвоить номер", max_length=40, required=False, width=8)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, auto_id="id_add_%s")  # the form of the register on the same page has such fields too
        self.case = case
        status: Any = self.fields["status"]
        # What is missing is asked by a form of its own.
        others = [one for one in _possible(case) if one.stage != Stage.MISSING and one.code != case.status_code]
        labels = [one.label for one in others]
        status.choices = [("", f"не менять: «{case.status}»"), *((label, f"«{label}»") for label in labels)]
        if case.nature.answered_stage:
            answered = status_of(case, case.nature.answered_stage).label
            status.initial = answered if answered in labels else ""
        if case.number:
            del self.fields["number"]

    @property
    def outcome(self) -> Outcome:
        number = " ".join(self.cleaned_data.get("number", "").split())
        return Outcome(status=one_line(self.cleaned_data["status"]), number=number)


class StaffMessageForm(OutcomeForm):
    """An answer, and the status and the number that come with it."""

    text = MessageForm.base_fields["text"]
    clean_text = MessageForm.clean_text
    field_order = ["text", "status", "number"]


@dataclass(frozen=True)
class OfferedRow:
    """A line of the form that asks for documents: its tick, and what is wrong with the one that was sent."""

    offered: Offered
    number: int
    is_ticked: bool
    remark: str

    @property
    def remark_name(self) -> str:
        return remark_name(self.offered.title)


def remark_name(title: str) -> str:
    """The field stands for the document, not for its place in a list that may change meanwhile."""
    return f"remark-{title}"


class InformationForm(forms.Form):
    """«Запросить недостающее»: one press makes the status, the message and the applicant's slots."""

    documents = forms.MultipleChoiceField(
        label="Какие документы нужны", required=False, widget=forms.CheckboxSelectMultiple, optional=""
    )
    others = forms.CharField(
        label="Другие документы",
        help_text="Каждый с новой строки",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=QUESTION_LIMIT,
    )
    words = forms.CharField(
        label="Какие сведения нужны",
        help_text="Каждый вопрос с новой строки: заявитель ответит на него отдельно. Попадёт и в письмо заявителю: "
        "не пишите здесь паспортных данных",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=QUESTION_LIMIT,
    )
    due_on = forms.DateField(label="Ответить до", required=False)

    def __init__(
        self, data: Any = None, *, case: Case, names: Sequence[DocumentName], items: Sequence[RequestedItem] = ()
    ) -> None:
        missing = [item for item in items if not item.is_answered]
        questions = [item.title for item in missing if not item.is_document]
        offers = offered(case, with_asked(names, missing))
        ticked = (
            [item.title for item in missing if item.is_document]
            if items
            else [one.title for one in offers if one.is_lacking]
        )
        super().__init__(data, initial={"documents": ticked, "words": "\n".join(questions)})
        self.initial["due_on"] = proposed_day(case, localdate())
        self.case = case
        self.offers = offers
        self._remarks = {item.title: item.remark for item in missing}
        documents: Any = self.fields["documents"]
        documents.choices = [(one.title, one.title) for one in offers]
        self.fields["due_on"].help_text = _term_in_words(case)

    @property
    def rows(self) -> list[OfferedRow]:
        ticked = set(self["documents"].value() or ())
        typed = self.data.get if self.is_bound else lambda name, before: before
        return [
            OfferedRow(
                one,
                number,
                one.title in ticked,
                typed(remark_name(one.title), self._remarks.get(one.title, "")),
            )
            for number, one in enumerate(self.offers)
        ]

    def clean_due_on(self) -> date | None:
        return _not_past(self.cleaned_data["due_on"])

    def clean(self) -> None:
        answers = self.cleaned_data
        answers["documents"] = [*answers.get("documents", []), *map(one_line, answers.get("others", "").splitlines())]
        answers["remarks"] = {row.offered.title: one_line(row.remark, REMARK_LIMIT) for row in self.rows}
        if not (any(answers["documents"]) or answers.get("words")) and not self.errors:
            self.add_error("documents", NothingAsked.message)


class CheckForm(forms.Form):
    """What staff say of an answer: of each item that it is accepted, or why it is asked for again."""

    mark_optional = False

    due_on = forms.DateField(label="Ответить до", required=False)

    def __init__(self, data: Any = None, *, case: Case, slots: Sequence[Slot]) -> None:
        super().__init__(data, auto_id="id_check_%s", initial={"due_on": proposed_day(case, localdate())})
        self.fields["due_on"].help_text = f"Для того, что запрошено снова. {_term_in_words(case)}"
        self.open = [slot for slot in slots if not slot.item.is_accepted]
        for slot in self.open:
            self.fields[f"verdict-{slot.item.pk}"] = forms.ChoiceField(
                label="Решение",
                choices=[("accepted", "Принято"), ("again", "Запросить снова")],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"remark-{slot.item.pk}"] = forms.CharField(
                label="Что не так",
                help_text="Увидит заявитель, например «скан нечитаем»",
                max_length=REMARK_LIMIT,
                required=False,
                width=30,
            )

    @property
    def rows(self) -> list[tuple[Slot, Any, Any]]:
        return [(slot, self[f"verdict-{slot.item.pk}"], self[f"remark-{slot.item.pk}"]) for slot in self.open]

    def clean_due_on(self) -> date | None:
        return _not_past(self.cleaned_data["due_on"])

    def clean(self) -> None:
        for slot in self.open:
            verdict, remark = (self.cleaned_data.get(f"{name}-{slot.item.pk}", "") for name in ("verdict", "remark"))
            if verdict == "again" and not remark:
                self.add_error(f"remark-{slot.item.pk}", str(RemarkNeeded(slot.item.title)))
            if remark and not verdict:
                self.add_error(f"verdict-{slot.item.pk}", f"Выберите решение: «{slot.item.title}»")
        if not self.errors and not self.verdicts:
            raise forms.ValidationError("Отметьте хотя бы у одного пункта «Принято» или «Запросить снова»")

    @property
    def verdicts(self) -> list[Verdict]:
        """Of the items on which something is said; the others stay as they are."""
        said = []
        for slot in self.open:
            verdict = self.cleaned_data.get(f"verdict-{slot.item.pk}")
            if verdict:
                remark = self.cleaned_data.get(f"remark-{slot.item.pk}", "")
                said.append(Verdict(slot.item.pk, is_accepted=verdict == "accepted", remark=remark))
        return said


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


class StaffDocumentForm(OutcomeForm, DocumentForm):
    """… and whose signatures the documents of the company need, and what status comes with them."""

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

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        if not is_followed(case):
            return
        status: Any = self.fields["status"]
        status.choices = [("", "пойдёт за документом"), (KEEP, status.choices[0][1]), *status.choices[1:]]
        after = [
            status_of(case, stage).label for stage in (Stage.OFFER, Stage.SIGNING, Stage(case.edition.after_signing))
        ]
        status.help_text = (
            f"Пойдёт за документом — при двухсторонней подписи станет «{after[0]}», когда подпишем мы — «{after[1]}», "
            f"когда подпишет заявитель — «{after[2]}»; без подписи не изменится"
        )

    @property
    def outcome(self) -> Outcome:
        given = super().outcome
        return Outcome(number=given.number, follows=False) if given.status == KEEP else given

    @property
    def sides(self) -> list[SignatureRequest.Side]:
        """Who is asked to sign; nobody, if the document is just added."""
        if self.cleaned_data["two_sided"]:
            return [SignatureRequest.Side.COMPANY, SignatureRequest.Side.APPLICANT]
        return [SignatureRequest.Side.COMPANY] if self.cleaned_data["company_signs"] else []

    def clean_due_on(self) -> date | None:
        return _not_past(self.cleaned_data["due_on"])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Причина", max_length=300, width=30, missing="Напишите причину, её увидит другая сторона"
    )


class WithdrawalForm(forms.Form):
    """«Отозвать заявку»: nobody owes a reason."""

    reason = forms.CharField(
        label="Причина",
        help_text="Её прочитает сетевая организация",
        max_length=250,
        width=30,
        required=False,
    )


def _assignee_named(person: User) -> str:
    return person.short_name if person.is_active else f"{person.short_name} (отключён)"


def _possible(case: Case) -> list[Status]:
    """The statuses of the catalogue that the case may have next, and the one that stands for where it is.

    Those that end the case are decided elsewhere, and are not left by a status."""
    if case.stage in DECIDED:
        return []
    possible = (case.next_stages | {Stage(case.stage)}) - DECIDED
    return [status for status in statuses_for(case) if status.stage in possible]


def _not_past(due_on: date | None) -> date | None:
    if due_on is not None and due_on < localdate():
        raise forms.ValidationError(DueDateInThePast.message)
    return due_on


def _term_in_words(case: Case) -> str:
    """What the rules say of the term; that they are not settled is said too."""
    if (found := term_to_supply(case)) is None:
        return "Последний день, например 20.03.2026"
    term, length = found
    doubt = ". Срок требует проверки юристом" if term.needs_lawyer else ""
    return f"По правилам {length_in_words(length)}, пункт {term.point}{doubt}. День можно изменить"


class NumbersForm(Versioned, forms.Form):
    """How registration numbers are given to one kind of case."""

    way = forms.ChoiceField(
        label="Кто присваивает номер",
        choices=NumberSeries.Way,
        widget=forms.RadioSelect,
        missing="Выберите, кто присваивает номер",
    )
    template = forms.CharField(
        label="Шаблон номера",
        max_length=2 * number_template.LONGEST,
        required=False,
        optional="",
        width=20,
        help_text=(
            f"Например: З-{{год}}-{{номер:5}}. Можно написать: {number_template.FIELDS}. С полем года нумерация "
            "каждый год начинается с единицы"
        ),
    )
    next_number = forms.IntegerField(
        label="Следующий номер",
        required=False,
        optional="",
        min_value=1,
        max_value=number_template.LAST,
        help_text="Его можно передвинуть вперёд. Уже присвоенные номера не повторяются",
        error_messages={
            "min_value": "Введите номер от 1",
            "max_value": f"Введите номер не больше {number_template.LAST}",
        },
    )

    def __init__(self, data: Any = None, *, series: NumberSeries, now: datetime) -> None:
        self.series, self.day = series, localdate(now)
        saved = values_of(series, ("way", "template"))
        super().__init__(
            data, initial={**saved, "next_number": series.next(self.day)}, auto_id=f"id_{series.kind}_%s"
        )  # the forms of the other kinds on the page have such fields too
        self.remember(saved)

    def clean_template(self) -> str:
        template = one_line(self.cleaned_data["template"])
        if template:
            try:
                number_template.check(template)
            except number_template.TemplateWrong as wrong:
                raise forms.ValidationError(str(wrong)) from wrong
        return template

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        by_hand = answers.get("way") == NumberSeries.Way.TYPED
        if answers.get("way") and not by_hand and not answers.get("template") and "template" not in self.errors:
            self.add_error("template", "Введите шаблон: по нему кабинет составит номер, например З-{год}-{номер:5}")
        return answers

    @property
    def moved_to(self) -> int | None:
        """None where the field was left as it was drawn: others may have been given numbers since."""
        number: int | None = self.cleaned_data["next_number"]
        return number if "next_number" in self.changed_data else None

    @property
    def promise(self) -> str:
        """What the next number will be."""
        if self.series.way == NumberSeries.Way.TYPED:
            return "Номер вводит сотрудник."
        return f"Следующий номер: {self.series.shown(self.series.next(self.day), self.day)}."
