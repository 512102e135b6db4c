"""The forms of a draft: the one page for a filled form, and the steps of the guided application."""

from collections.abc import Iterable, Mapping
from typing import Any

from cabinet.rules.conditions import Fact
from cabinet.rules.facts import facts_of
from cabinet.rules.pack import Pack, Question
from ui import forms

from . import address
from .answers import for_form, is_given
from .divisions import imbalances_of
from .fields import field_of, type_field
from .models import Application
from .standing import Standing, may_hold, standing_of

# What the one page asks; everything else is in the filled form that is added to it.
ON_ONE_PAGE = ("purpose", "address", "cadastral_number", "max_power_kw")


class DraftForm(forms.Form):
    """The draft as it is kept: anything may be missing, but what is typed must make sense.

    Beside the few questions of the one page it asks what the company asks of its own, wherever these answers leave
    room for it: what they bring up is known only when they are sent.
    """

    remarks: dict[str, str]  # said quietly of answers that are half done

    def __init__(
        self, *args: Any, pack: Pack, legal_form: str = "", by_representative: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pack = pack
        self.fields["type"] = type_field(pack)
        self.fields |= {code: field_of(pack.question(code), pack) for code in ON_ONE_PAGE}
        self.facts = self._facts(legal_form, by_representative)
        own = [one for one in pack.questions if one.is_own and legal_form]
        self.own = [one for one in own if one.shown is None or may_hold(one.shown, self.facts)]
        self.fields |= {one.code: field_of(one, pack) for one in self.own}

    @property
    def own_fields(self) -> list[Any]:
        return [self[one.code] for one in self.own]

    def _facts(self, legal_form: str, by_representative: bool) -> dict[str, Fact]:
        """What is sent, or else what is kept."""
        typed = {**self.initial, **(_sent_of(self.fields, self.data) if self.is_bound else {})}
        kind = str(typed.pop("type", "") or "")
        return facts_of(
            self.pack,
            kind=kind if self.pack.type_of(kind) else "",
            answers=typed,
            legal_form=legal_form,
            by_representative=by_representative,
        )


class SubmitForm(DraftForm):
    """The draft as it is handed over: what cannot be missing is asked for by name."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("type") and "type" not in self.errors:
            self.add_error("type", NO_TYPE)
        type_ = self.pack.type_of(cleaned.get("type", ""))
        power_is_optional = type_ is not None and type_.power_is_optional
        needed = ["address"] if power_is_optional else ["address", "max_power_kw"]
        for code in needed:
            if not is_given(cleaned.get(code)) and code not in self.errors:
                self.add_error(code, self.pack.question(code).missing)
        for one in self.own:
            if one.is_required(self.facts) and not is_given(cleaned.get(one.code)) and one.code not in self.errors:
                self.add_error(one.code, one.missing)
        return cleaned


NO_TYPE = "Выберите тип заявки"


class StepForm(forms.Form):
    """One step: those questions of a page of the pack that these answers bring up.

    An answer that this page does not send is not touched: what is not shown is not erased. With `is_full` the questions
    that the pack requires are asked for, in its own words, and the sums have to be right.
    """

    remarks: dict[str, str]

    def __init__(
        self,
        data: Any = None,
        *,
        application: Application,
        page: str,
        by_representative: bool = False,
        is_full: bool = False,
        has_more: bool = False,
        offers: Mapping[str, tuple[Any, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.application, self.is_full = application, is_full
        self.pack = pack = application.case.rules
        questions = [question for question in pack.questions if question.page == page]
        self.asks_type = page == pack.pages[0].code
        sent = _sent(questions, pack, data) if data is not None else {}
        if self.asks_type and data is not None and "type" in data:
            sent["type"] = data["type"]
        self.standing = standing_of(application, by_representative=by_representative, changed=sent)
        if self.asks_type:
            self.fields["type"] = type_field(pack)
        self.questions = [question for question in questions if self.standing.is_asked(question)]
        self.fields |= {question.code: field_of(question, pack) for question in self.questions}
        self._offer(offers or {})
        self._begin()
        for field in self.fields.values():
            if hasattr(field, "is_rows"):
                field.widget.has_more = has_more or (data is not None and data.get("do") == "more")

    def _offer(self, offers: Mapping[str, tuple[Any, str]]) -> None:
        """What was asked before stands in the field, with a word of where it comes from."""
        for question in self.questions:
            if question.code in offers and not self.is_bound:
                answer, source = offers[question.code]
                self.initial[question.code] = for_form(question, answer)
                field = self.fields[question.code]
                field.help_text = f"{field.help_text}. {source}" if field.help_text else source

    def _begin(self) -> None:
        """Who comes to a page of lines for the first time types at once: its first line has the focus."""
        code, first = next(iter(self.fields.items()), ("", None))
        if first is None or self.is_bound or is_given(self.initial.get(code)):
            return
        if getattr(first.widget, "input_type", "") == "text":
            first.widget.attrs["autofocus"] = True

    @property
    def fresh(self) -> list[str]:
        """Questions that came up with these answers, so that the page that was sent did not have them."""
        drawn = self.data.get("asked", "").split() if self.is_bound else []
        new = [one for one in self.questions if drawn and one.code not in drawn]
        return [one.label for one in new if not self._is_sent(one.code, self.fields[one.code])]

    @property
    def told(self) -> str:
        """The category that the page speaks of."""
        category = self.standing.category
        return category.code if category else ""

    @property
    def is_outdated(self) -> bool:
        """The page that was sent shows other questions, or speaks of another category, than these answers make."""
        sent = self.data.get("asked"), self.data.get("told")
        return sent[0] is not None and sent != (self.asked, self.told)

    @property
    def rows(self) -> list[tuple[Any, list[Any]]]:
        """The fields as the page shows them; the parts of an address are folded under its line."""
        folded = [part for part in address.PARTS if address.LINE in self.fields and part in self.fields]
        return [
            (self[name], [self[part] for part in folded] if name == address.LINE else [])
            for name in self.fields
            if name not in folded
        ]

    @property
    def asked(self) -> str:
        """The codes of the questions of this page, for the page to say which it had."""
        return " ".join([*(["type"] if self.asks_type else []), *(question.code for question in self.questions)])

    @property
    def answers(self) -> dict[str, Any]:
        """What this page has answered; what makes no sense is no answer."""
        self.is_valid()
        empty = {"type": "", "purpose": "", "address": "", "cadastral_number": ""}
        sent = [name for name, field in self.fields.items() if self._is_sent(name, field)]
        answered = {name: self.cleaned_data.get(name, empty.get(name)) for name in sent}
        if address.LINE in answered and address.LINE not in self.errors:
            answered[address.LINE] = address.line_of(self.cleaned_data, self.application.given)
        return answered

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.is_full:
            if self.asks_type and not self._answer(cleaned, "type"):
                self.add_error("type", NO_TYPE)
            for question in self.questions:
                if question.is_required(self.standing.facts) and not self._answer(cleaned, question.code):
                    self._refuse(question)
            kept = dict(cleaned)
            for wrong in imbalances_of(self.standing):
                if wrong.code in self.fields and wrong.code not in self.errors:
                    self.add_error(wrong.code, wrong.message)
            return kept  # sums that are wrong are answers all the same
        return cleaned

    def _answer(self, cleaned: Mapping[str, Any], code: str) -> bool:
        if code == address.LINE and address.composed(cleaned):
            return True
        if not self._is_sent(code, self.fields[code]):
            question = None if code == "type" else self.pack.question(code)
            kept = self.standing.answers.get(code) if code != "type" else self.application.type
            return is_given(kept) or bool(question and question.default)
        return is_given(cleaned.get(code))

    def _refuse(self, question: Question) -> None:
        if question.code not in self.errors:
            self.add_error(question.code, question.missing)

    def _is_sent(self, name: str, field: Any) -> bool:
        return not field.widget.value_omitted_from_data(self.data, self.files, name)


class DocumentsForm(forms.Form):
    """The steps that ask nothing of their own: documents, the applicant, the check."""

    remarks: dict[str, str]


def _sent_of(fields: Mapping[str, Any], data: Any) -> dict[str, Any]:
    """What the fields make of what was sent; nonsense is no answer."""
    sent = {}
    for name, field in fields.items():
        try:
            sent[name] = field.clean(field.widget.value_from_datadict(data, {}, name))
        except forms.ValidationError:
            sent[name] = None
    return sent


def _sent(questions: Iterable[Question], pack: Pack, data: Any) -> dict[str, Any]:
    """The answers of a page before it is known which of its questions are asked; nonsense is no answer."""
    fields = {question.code: field_of(question, pack) for question in questions}
    there = {code: field for code, field in fields.items() if not field.widget.value_omitted_from_data(data, {}, code)}
    return _sent_of(there, data)


__all__ = ["NO_TYPE", "ON_ONE_PAGE", "DocumentsForm", "DraftForm", "Standing", "StepForm", "SubmitForm"]
