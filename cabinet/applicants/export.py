"""«Скачать всё»: what is kept of a person, as one ZIP that is written while it is sent."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import Model
from django.utils.timezone import localtime

import documents.services
from accounts import identifiers
from accounts.models import Applicant, Consent, Membership, User
from cabinet.cases.models import Case, Entry
from cabinet.representatives.models import Representation
from documents import release
from documents.models import Document
from documents.zip_stream import Member, Names, whole, zipped
from ui.html import plain

from .asked import details_of, label_for
from .queries import own_applicants

ACCOUNT = ("last_name", "first_name", "middle_name", "email", "phone", "joined_at")
APPLICANT = (
    "legal_form", "last_name", "first_name", "middle_name", "organisation_name", "snils", "inn", "ogrn", "kpp",
    "email", "phone", "created_at",
)  # fmt: skip
CASE = ("title", "subject", "number", "status", "created_at", "submitted_at", "changed_at")
APPLICATION = ("purpose", "address", "cadastral_number", "max_power_kw")
CONSENT = ("purpose", "operator_name", "given_at", "ip", "user_agent", "text_sha256")
REPRESENTATION = ("email", "scope", "until", "invited_at", "accepted_at", "revoked_at")


class Export:
    """Read whole before the first byte leaves, but for the files."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.files: list[tuple[str, Document]] = []
        self._names = Names()
        self.data = self._data()

    def chunks(self, *, now: datetime) -> Iterator[bytes]:
        """The ZIP, piece by piece. An error of S3 half-way breaks it off."""
        text = json.dumps(self.data, ensure_ascii=False, indent=2)
        files = (Member(name, documents.services.chunks(document), now) for name, document in self.files)
        return zipped(chain([Member("данные.json", whole(text.encode()), now)], files))

    def _data(self) -> dict[str, Any]:
        consents = Consent.objects.filter(user=self.user).select_related("text").order_by("given_at")
        acts_for = Representation.objects.filter(user=self.user).select_related("applicant")
        return {
            "account": _described(self.user, ACCOUNT),
            "consents": [{"text": _value("Текст", str(it.text)), **_described(it, CONSENT)} for it in consents],
            "memberships": [
                {"applicant": _value("Заявитель", it.applicant.title), **_described(it, ["role"])}
                for it in Membership.objects.filter(user=self.user).select_related("applicant")
            ],
            "acts_for": [
                {"applicant": _value("За кого", it.applicant.title), **_described(it, REPRESENTATION)}
                for it in acts_for
            ],
            "applicants": [self._applicant(applicant) for applicant in own_applicants(self.user)],
        }

    def _applicant(self, applicant: Applicant) -> dict[str, Any]:
        details = details_of(applicant)
        names = [field.name for field in details._meta.fields if field.name != "applicant"]
        cases = Case.objects.filter(applicant=applicant).select_related("application").order_by("created_at")
        given = Representation.objects.filter(applicant=applicant).select_related("document")
        for representation in given:
            self._add(f"доверенности/{representation.pk}", representation.document)
        return {
            **_described(applicant, APPLICANT),
            "details": {name: _value(label_for(applicant, name), getattr(details, name)) for name in names},
            "representatives": [_described(it, REPRESENTATION) for it in given],
            "cases": [self._case(case) for case in cases],
        }

    def _case(self, case: Case) -> dict[str, Any]:
        shown = Entry.objects.shown_to_applicant().filter(case=case).select_related("document", "withdrawal")
        entries = []
        for entry in shown.order_by("created_at", "pk"):
            told = _described(entry, ["kind", "title", "created_at", "placed_at"]) | {
                "text": _value("текст", plain(entry.html))
            }
            if entry.document is not None and not hasattr(entry, "withdrawal"):
                told["file"] = _value("файл", self._add(f"документы/{case.pk}", entry.document))
            entries.append(told)
        answers = getattr(case, "application", None)
        return {
            "kind": _value("вид", case.kind_name),
            **_described(case, CASE),
            "application": _described(answers, APPLICATION) if answers else None,
            "answers": [_value(label, told) for label, told in case.nature.statement(case)],
            "entries": entries,
        }

    def _add(self, folder: str, document: Document) -> str:
        """The file's name in the archive. (An infected one is told of, and not given.)"""
        name = self._names.of(f"{folder}/{document.file_name}")
        if release.may_have(document, own=True):
            self.files.append((name, document))
        return name


def _described(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """Each value under the name that programs read, with the label that people do."""
    told = {}
    for name in names:
        shown = getattr(row, f"get_{name}_display", None)
        label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        value = shown() if shown else getattr(row, name)
        told[name] = _value(label, identifiers.shown(name, value) if isinstance(value, str) else value)
    return told


def _value(label: str, value: Any) -> dict[str, Any]:
    if isinstance(value, datetime):
        value = localtime(value).isoformat(timespec="seconds")
    elif isinstance(value, date):
        value = value.isoformat()
    elif value is not None and not isinstance(value, str | int | bool):
        value = str(value)
    return {"label": label, "value": value}
