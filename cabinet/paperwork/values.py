"""What the fields of a document hold, for one case at one moment."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import ApplicantDetails, User
from cabinet.applications.models import COLUMNS, Application
from cabinet.applications.statement import facts_of_statement
from cabinet.cases.models import Case, Entry, InformationRequest, RequestedItem
from cabinet.company.models import Profile
from cabinet.company.queries import profile
from cabinet.rules.citation import softened
from tenancy.company import current_company
from ui import clock, words

from . import merge_fields as m

NO_NUMBER = "не присвоен"


def values_of(
    case: Case, code: str, *, by: User, said: Mapping[str, Any], check_code: str = "", now: datetime
) -> dict[str, Any]:
    """All fields of a document. `said` gives those that the case does not hold. Raises KeyError for others."""
    given = {**_of_company(now), **_of_case(case), **_of_event(case, code, by=by), **_of_check(check_code), **said}
    known = m.names(code)
    if unknown := set(said) - set(known):
        raise KeyError(f"{code} has no fields {', '.join(sorted(unknown))}")
    return {name: given.get(name, "") for name in known}


def of_company(now: datetime) -> dict[str, Any]:
    """The fields that tell of the company; a passport has no case."""
    return _of_company(now)


def receipt_address(code: str = "") -> str:
    """The address of the public check of receipts."""
    address = f"{current_company().address}{reverse('receipt_check')}"
    return f"{address}?code={code}" if code else address


def files_of(case: Case) -> list[dict[str, str]]:
    """The documents handed over with the case, in their order, with the hashes of each; of a draft, those added."""
    handed = case.entries.filter(kind=Entry.Kind.DOCUMENT, from_company=False)
    if not case.is_draft:
        handed = handed.filter(placed_at=case.submitted_at)  # all entries of a draft are placed at that moment
    entries = handed.select_related("document").order_by("position", "created_at", "pk")
    return [
        {
            "номер": str(number),
            "название": entry.title,
            "файл": entry.document.file_name,
            "размер": words.size(entry.document.size),
            "sha256": entry.document.sha256,
            "стрибог256": entry.document.streebog256,
        }
        for number, entry in enumerate(entries, start=1)
        if entry.document
    ]


def _of_company(now: datetime) -> dict[str, Any]:
    about: Profile = profile()
    numbers = (("ИНН", about.inn), ("КПП", about.kpp), ("ОГРН", about.ogrn))
    return {
        "организация": about.full_name,
        "организация_кратко": about.short_name,
        "организация_реквизиты": ", ".join(f"{name} {number}" for name, number in numbers if number),
        "организация_адрес": about.address,
        "организация_телефон": words.phone(about.phone) if about.phone else "",
        "документ_дата": words.in_words(clock.local(now)),
    }


def _of_case(case: Case) -> dict[str, Any]:
    asked: Application = case.application
    pack, applicant = case.rules, case.applicant
    details = ApplicantDetails.objects.filter(applicant=applicant).first()
    type_, category = pack.type_of(asked.type), pack.category(asked.category)
    power = asked.max_power_kw
    answered = facts_of_statement(asked, without=COLUMNS)  # which have fields of their own
    return {
        "заявка_на": pack.connection,
        "заявка_номер": case.number or NO_NUMBER,
        "заявка_подана": _moment(case.submitted_at),
        "тип_заявки": type_.title if type_ else "",
        "категория": softened(category.title, category, for_staff=False) if category else "",
        "основание": pack.edition.act,
        "заявитель": applicant.title,
        "заявитель_форма": applicant.get_legal_form_display(),
        "заявитель_фио": applicant.full_name,
        "заявитель_реквизиты": applicant.numbers,
        "заявитель_паспорт": _passport(details),
        "заявитель_адрес": details.registration_address if details else "",
        "заявитель_телефон": words.phone(applicant.phone),
        "заявитель_почта": applicant.email,
        "подал": case.author.full_name if not case.is_draft else "",
        "объект": asked.purpose,
        "адрес": asked.address,
        "кадастровые_номера": ", ".join(asked.cadastral_numbers),
        "мощность": words.power(power, pack.power.unit) if power else "",
        "сведения": [{"название": label, "значение": answer} for label, answer in answered],
        "документы": files_of(case),
    }


def _of_event(case: Case, code: str, *, by: User) -> dict[str, Any]:
    found: dict[str, Any] = {
        "исполнитель": by.short_name if by.is_staff_of_company else "",
        "обжалование": case.rules.complaint.text,
    }
    if code == m.MISSING:
        request = case.information_requests.order_by("-asked_at", "-pk").first()
        found |= _of_request(request) if request else {}
    return found


def _of_request(request: InformationRequest) -> dict[str, Any]:
    """What is asked for now, each with its remark: what was accepted is left out when the rest is asked for again."""
    asked = request.items.filter(state=RequestedItem.State.ASKED)
    return {
        "недостающее": [{"номер": str(n), "название": item.words} for n, item in enumerate(asked, start=1)],
        "ответить_до": words.in_words(request.due_on) if request.due_on else "",
    }


def _of_check(code: str) -> dict[str, Any]:
    if not code:
        return {}
    return {"код_проверки": code, "адрес_проверки": receipt_address(), "qr": {"qr": receipt_address(code)}}


def _passport(details: ApplicantDetails | None) -> str:
    if details is None or not details.passport_number:
        return ""
    issued = f"выдан {words.in_digits(details.passport_issued_on)}" if details.passport_issued_on else ""
    return ", ".join(filter(None, [f"{details.passport_series} № {details.passport_number}", issued]))


def _moment(moment: datetime | None) -> str:
    return f"{words.with_time(clock.local(moment))} ({clock.zone_of(moment)})" if moment else ""
