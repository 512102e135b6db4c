"""One line of a file as a paper application: by the same forms as the desk, so the same sentences."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from accounts import identifiers
from accounts.models import Applicant, LegalForm
from cabinet.applications.forms import SubmitForm
from cabinet.applications.kind import APPLICATION
from cabinet.applications.models import Application
from cabinet.cases.models import Case
from cabinet.desk.forms import NewcomerForm, ReceiptForm
from cabinet.desk.services import Receipt
from cabinet.rules.packs import Pack, current_pack

from .columns import BY_CODE
from .table import Line

OURS = uuid.UUID("b0f4d4c5-6d0e-5c0a-8c1f-0d9b3f6f7a21")
ANSWERS = ("type", "purpose", "address", "cadastral_number", "max_power_kw")
FIRST_SERIAL, LAST_SERIAL = 36_526, 73_050  # days of spreadsheets: 2000–2099
_ZERO = date(1899, 12, 30)
_FORMS = {
    LegalForm.PERSON: ("физ", "фл", "гражданин"),
    LegalForm.ENTREPRENEUR: ("ип", "индивидуальн", "предприниматель"),
    LegalForm.ORGANISATION: ("юр", "юл", "организац", "ооо", "ао"),
}
_SOURCES = {
    Application.Source.OFFICE: ("офис", "бумаг", "лично", "очно"),
    Application.Source.POST: ("почт",),
    Application.Source.EPGU: ("епгу", "госуслуг", "портал"),
}


_FORMER = {"external": "номер в прежней системе", "former_status": "статус там"}


@dataclass(frozen=True)
class Mistake:
    line: int
    field: str  # the heading of the file, or our own label
    said: str  # the sentence with its remedy


@dataclass(frozen=True)
class Setting:
    """What is the same for all lines: which column is what, and what stands where the file says nothing."""

    columns: Mapping[str, int]
    heads: tuple[str, ...]
    type: str = ""
    source: str = Application.Source.OTHER.value
    file_name: str = ""

    def name_of(self, code: str) -> str:
        column = self.columns.get(code)
        return self.heads[column] if column is not None else BY_CODE[code].label


@dataclass
class Prepared:
    whose: Applicant | None = None
    receipt: Receipt | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    keys: list[uuid.UUID] = field(default_factory=list)  # the first is for what is made; any of them for what is known
    mistakes: list[Mistake] = field(default_factory=list)


class Reader:
    """Makes a paper application of one line; gathers every mistake of it."""

    def __init__(self, line: Line, setting: Setting, *, now: datetime) -> None:
        self.line, self.setting, self.now = line, setting, now
        self.told = Prepared()
        self.given = {code: line.cell(column) for code, column in setting.columns.items()}

    def read(self) -> Prepared:
        self.told.keys = self.keys()
        receipt = self._receipt()
        pack = current_pack(receipt.cleaned_data["received_on"] if receipt.is_valid() else None)
        self._answers(pack)
        self.told.whose = self._applicant()
        return self.told

    def _says(self, code: str, said: str) -> None:
        self.told.mistakes.append(Mistake(self.line.number, self.setting.name_of(code), said))

    def keys(self) -> list[uuid.UUID]:
        whole = uuid.uuid5(OURS, "\x1f".join(self.line.cells).rstrip("\x1f"))
        external = self.given.get("external", "")
        return [uuid.uuid5(OURS, f"external {external}"), whole] if external else [whole]

    def _receipt(self) -> ReceiptForm:
        day, clock = _moment(self.given.get("received_on", ""))
        typed = {
            "received_on": day,
            "received_time": self.given.get("received_time", "") or clock or "00:00",
            "source": self._source(),
            "number": self.given.get("number", ""),
            "reason": self._reason(),
        }
        form = ReceiptForm(typed, now=self.now)
        for code, sentences in form.errors.items():
            for said in sentences:
                self._says(code if code in BY_CODE else "received_on", str(said))
        if form.is_valid() and form.received_at is not None:
            told = form.cleaned_data
            self.told.receipt = Receipt(
                source=Application.Source(told["source"]), received_at=form.received_at, reason=told["reason"],
                number=told["number"],
            )  # fmt: skip
        return form

    def _source(self) -> str:
        words = self.given.get("source", "").casefold()
        if not words:
            return self.setting.source
        for source, parts in _SOURCES.items():
            if words == source.label.casefold() or any(part in words for part in parts):
                return source.value
        return Application.Source.OTHER.value

    def _reason(self) -> str:
        """For the note of staff: an application older than today has to say why it is entered now."""
        told = [
            f", {word} {self.given[code][:60]}" for code, word in _FORMER.items() if self.given.get(code)
        ]  # fmt: skip
        before = "".join(told)
        return f"Загружена из файла «{self.setting.file_name[:100]}», строка {self.line.number}{before}"

    def _answers(self, pack: Pack) -> None:
        typed = {code: self.given.get(code, "") for code in ANSWERS}
        typed["type"] = _type_of(typed["type"], pack) or ("" if typed["type"] else self.setting.type)
        form = SubmitForm(typed, pack=pack)
        for code, sentences in form.errors.items():
            for said in sentences:
                self._says(
                    code if code in BY_CODE else "type", self._known_types(pack) if code == "type" else str(said)
                )
        if form.is_valid():
            self.told.answers = form.cleaned_data

    def _known_types(self, pack: Pack) -> str:
        titles = "; ".join(f"«{type_.title}»" for type_ in pack.types)
        return f"Такого типа заявки нет. Впишите один из них: {titles}"

    def _applicant(self) -> Applicant | None:
        numbers = {code: _padded(code, identifiers.compact(self.given.get(code, ""))) for code in _LENGTHS}
        found = _sought(numbers)
        if len(found) > 1:
            self._says(
                "inn", "С такими номерами в кабинете несколько заявителей. Впишите СНИЛС или КПП, чтобы их различить"
            )
            return None
        names = self._names()
        if found:
            [known] = found
            if _is_another(known, names):
                self._says(
                    next(code for code in ("snils", "ogrn", "inn") if numbers[code]),
                    f"В кабинете это номер другого заявителя: {known.title}. Проверьте номер и имя",
                )
            return known
        if not any(numbers[code] for code in ("snils", "inn", "ogrn")):
            self._says("snils", "Впишите СНИЛС человека, ИНН или ОГРН организации: по ним находят заявителя")
            return None
        return self._newcomer(numbers, names)

    def _newcomer(self, numbers: dict[str, str], names: dict[str, str]) -> Applicant | None:
        legal_form = self._legal_form(numbers)
        if legal_form is None:
            self._says("legal_form", "Впишите: физическое лицо, ИП или юридическое лицо")
            return None
        contacts = {code: self.given.get(code, "") for code in ("email", "phone")}
        typed = {f"new-{code}": value for code, value in {**numbers, **names, **contacts}.items()}
        form = NewcomerForm(typed, legal_form=legal_form)
        for code, sentences in form.errors.items():
            for said in sentences:
                is_number = code in _LENGTHS
                why = "" if is_number else ". Заявителя с такими номерами в кабинете ещё нет, без этого его не создать"
                self._says(code if code in BY_CODE else "snils", f"{said}{why}")
        return form.newcomer() if form.is_valid() else None

    def _names(self) -> dict[str, str]:
        names = {
            code: self.given.get(code, "") for code in ("last_name", "first_name", "middle_name", "organisation_name")
        }
        full = self.given.get("full_name", "").split()
        if full and not names["last_name"]:
            if full[0].casefold() == "ип" and len(full) > 1:
                full = full[1:]
            names["last_name"], names["first_name"], names["middle_name"] = (
                full[0],
                full[1] if len(full) > 1 else "",
                " ".join(full[2:]),
            )
        return names

    def _legal_form(self, numbers: dict[str, str]) -> str | None:
        if words := self.given.get("legal_form", "").casefold():
            for form in (LegalForm.ENTREPRENEUR, LegalForm.PERSON, LegalForm.ORGANISATION):
                if words == form.label.casefold() or any(words.startswith(part) for part in _FORMS[form]):
                    return form.value
            return None
        if len(numbers["inn"]) == 10 or len(numbers["ogrn"]) == 13:
            return LegalForm.ORGANISATION.value
        return LegalForm.ENTREPRENEUR.value if len(numbers["ogrn"]) == 15 else LegalForm.PERSON.value


# Spreadsheets take these for numbers and lose the noughts at their beginning; check digits say whether it was so.
_LENGTHS = {"snils": (11,), "inn": (10, 12), "ogrn": (13, 15), "kpp": (9,)}


def _padded(code: str, number: str) -> str:
    if number.isascii() and number.isdecimal() and len(number) + 1 in _LENGTHS[code]:
        return f"0{number}"
    if code == "snils" and number.isascii() and number.isdecimal() and 8 <= len(number) < 11:
        return number.zfill(11)
    return number


def _sought(numbers: Mapping[str, str]) -> list[Applicant]:
    """Those that have every number that is given; a person's ИНН is optional and finds nobody by itself."""
    asked = {code: numbers[code] for code in ("snils", "ogrn", "inn") if numbers[code]}
    if not asked:
        return []
    if "snils" in asked:
        return list(Applicant.objects.filter(snils=asked["snils"])[:2])
    found = Applicant.objects.exclude(legal_form=LegalForm.PERSON).filter(**asked)
    if numbers["kpp"]:
        found = found.filter(kpp=numbers["kpp"])
    return list(found[:2])


def _is_another(known: Applicant, names: Mapping[str, str]) -> bool:
    """The numbers are those of somebody who is called otherwise."""
    if known.legal_form == LegalForm.ORGANISATION:
        return False  # names of organisations are written in too many ways
    given = names["last_name"].casefold().replace("ё", "е")
    return bool(given) and given != known.last_name.casefold().replace("ё", "е")


def _moment(text: str) -> tuple[str, str]:
    """The day and the time of a cell; a spreadsheet may give a day as a number."""
    day, _, clock = text.replace("T", " ").partition(" ")
    if day.isascii() and day.isdecimal() and FIRST_SERIAL <= int(day) <= LAST_SERIAL:
        return f"{_ZERO + timedelta(days=int(day)):%d.%m.%Y}", ""
    if len(day.split(".")) == 3 and len(day.split(".")[-1]) == 2:
        day = f"{day[:-2]}20{day[-2:]}"
    return day, clock[:5]


def _type_of(words: str, pack: Pack) -> str:
    plain = " ".join(words.casefold().split())
    return next((one.code for one in pack.types if plain in {one.code.casefold(), one.title.casefold()}), "")


def known(told: Prepared, *, made: set[int]) -> Case | None:
    """What an earlier run has entered of this line. `made` are those of this run: two lines are two applications."""
    cases = Case.objects.submitted().filter(kind=APPLICATION).exclude(pk__in=made)
    if case := cases.filter(key__in=told.keys).first():
        return case
    if told.whose is None or told.whose.pk is None or told.receipt is None:
        return None
    return cases.filter(
        applicant=told.whose, submitted_at=told.receipt.received_at, application__type=told.answers.get("type", ""),
        application__address=told.answers.get("address", ""),
        application__max_power_kw=told.answers.get("max_power_kw"),
    ).first()  # fmt: skip
