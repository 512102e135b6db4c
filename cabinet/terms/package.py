"""«Доказательства по заявке»: one ZIP that proves the course of a case without the cabinet.

What it holds is listed in a sealed list with the hash of each part. Each signed document stands in a folder of its own
with all that proves its signatures, as «Скачать всё для проверки» gives it. A script checks all of it by Python alone.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import documents.services
from accounts.models import User
from cabinet.cases import history
from cabinet.cases.files.archive import Archive, Row
from cabinet.cases.letters.notices import messages_about
from cabinet.company.models import Profile
from cabinet.rules import packs
from cabinet.rules.citation import for_staff
from documents.zip_stream import Member, Names, cell, safe_name, whole
from notifications.channels import EMAIL, SMS
from notifications.models import OutboxMessage
from notifications.sms.models import SmsDelivery
from signing.evidence import files as signed
from signing.evidence.files import File
from signing.models import ChainHead
from signing.papers.canvas import Pages
from signing.protocols import seals
from signing.queries import code_messages, requests_of
from tenancy.company import current_company
from ui import clock
from ui.words import in_digits, to_the_second

from .outages import Ground
from .queries import Told, zone_name
from .rows import day_rows, term_rows, totals

FOLDER = "Доказательства"
HELP = Path(__file__).with_name("package.txt")


@dataclass(frozen=True)
class Part:
    """A part of the archive; `member` gives its bytes, `sha256` and `size` are known before it is read."""

    member: Member
    role: str
    sha256: str
    size: int


class Package:
    """Composed whole before the first byte leaves, but for the bytes of the documents."""

    def __init__(self, told: Told, grounds: Sequence[Ground], about: Profile, user: User, *, now: datetime) -> None:
        self.told, self.case, self.now = told, told.case, now
        self.grounds = grounds
        self.about, self.user = about, user
        self.names = Names()
        self.rows = [row for row in Archive(self.case, self.user, now=self.now).rows if row.name]
        self.asked = requests_of([row.document.pk for row in self.rows])
        self.parts = [*map(_part, self._papers()), *self._documents()]

    def members(self) -> Iterator[Member]:
        yield from (part.member for part in self.parts)
        said = {
            "kind": "case",
            "case": self.case.number or str(self.case.pk),
            "files": [
                {"name": part.member.name, "role": part.role, "sha256": part.sha256, "size": part.size}
                for part in self.parts
            ],
        }
        yield self._sealed("Опись.json", said)

    def _papers(self) -> Iterator[File]:
        """What is read before any document: the cover, terms, days, events, history, letters, the rules, the keys."""
        yield self._file("Обложка.pdf", "cover", self._cover())
        yield self._table("Сроки.csv", "terms", TERMS, map(_term_cells, term_rows(self.told, self.grounds)))
        yield self._table("Дни.csv", "days", DAYS, map(_day_cells, day_rows(self.told, self.grounds)))
        yield self._table("Перерывы.csv", "outages", OUTAGES, map(_outage_cells, self.grounds))
        yield self._table("События.csv", "events", EVENTS, self._events())
        yield self._table("История.csv", "history", HISTORY, self._history())
        yield self._table("Письма.csv", "letters", LETTERS, self._letters())
        yield self._table("СМС.csv", "sms", MESSAGES, self._sms())
        edition = packs.text_of(self.case.edition)
        yield self._file("Правила.toml", "rules", edition)
        seals.publish(now=self.now)
        keys = {"kind": "seal_keys", "keys": seals.published(), **self._from()}
        yield self._file(f"{FOLDER}/Ключи печати.json", "keys", seals.sealed(keys, now=self.now))
        yield self._file("КАК ПРОВЕРИТЬ.txt", "instructions", HELP.read_bytes())
        yield self._file("проверить.py", "verifier", signed.verifier())

    def _documents(self) -> Iterator[Part]:
        for number, row in enumerate(self.rows, start=1):
            name = safe_name(row.document.file_name)
            proofs = signed.beside(row.document, self.asked.get(row.document.pk, []), name, now=self.now)
            if not proofs:
                yield self._document(row, f"Документы/{number:02} {name}")
                continue
            folder = f"Подписано/{number:02}"
            yield self._document(row, f"{folder}/{name}")
            for proof in proofs:
                role = "signed" if proof.role == "list" else "proof"
                yield _part(File(f"{folder}/{proof.name}", role, proof.content, proof.at))

    def _document(self, row: Row, name: str) -> Part:
        document = row.document
        member = Member(name, documents.services.chunks(document), row.at)
        return Part(member, "document", document.sha256, document.size)

    def _events(self) -> Iterator[tuple[object, ...]]:
        titles = {event.code: event.title for event in self.case.edition.events}
        for one in self.told.occurrences:
            yield _moment(one.at), titles[one.event], one.proof, one.entry or "", one.at.isoformat()

    def _history(self) -> Iterator[tuple[object, ...]]:
        number = 1
        while True:
            page = history.page_of(self.case, self.user, number=str(number))
            for one in page:
                yield _moment(one.at), one.side_in_words, one.who, one.what, one.words
            if not page.has_next():
                return
            number += 1

    def _letters(self) -> Iterator[tuple[object, ...]]:
        for sent in messages_about(self.case).filter(channel=EMAIL):
            yield _moment(sent.created_at), sent.recipient, sent.subject, _moment(sent.delivered_at), sent.failure

    def _sms(self) -> Iterator[tuple[object, ...]]:
        """Of the state of the case, and with the codes by which its documents were signed; their words are not kept."""
        codes = code_messages(one for asked in self.asked.values() for one in asked)
        sent = messages_about(self.case) | OutboxMessage.objects.filter(key__in=codes)
        for one in sent.filter(channel=SMS).select_related("sms").order_by("created_at", "pk"):
            known = getattr(one, "sms", None) or SmsDelivery(message=one)  # no row before it is first handed over
            signed_by_it = codes.get(one.key)
            yield (
                _moment(one.created_at),
                f"Код подписи документа «{signed_by_it.title}»" if signed_by_it else "О состоянии заявки",
                one.recipient,
                known.gateway,
                known.gateway_ids,
                _moment(one.delivered_at),
                known.get_delivery_status_display() or ("Отчёта нет" if one.delivered_at else "Ещё не передано"),
                _moment(known.received_at),
                ", ".join(known.undelivered_by.split()),
                one.failure,
            )

    def _cover(self) -> bytes:
        case, course = self.case, self.told.course
        pages = Pages(f"Доказательства по заявке {case.name}")
        head = ChainHead.objects.last()
        pages.pairs(
            [
                ("Организация", f"{self.about.full_name}, ИНН {self.about.inn}, ОГРН {self.about.ogrn}"),
                ("Заявитель", f"{case.applicant.title}, {case.applicant.numbers}"),
                ("Поступила", _moment(case.submitted_at)),
                ("Категория", f"{self.told.category.title}, {for_staff(self.told.category)}"),
                ("Состояние", f"{course.state.title} на {in_digits(course.looked_on)}"),
                ("Правила", f"{case.edition.edition.act}, редакция с {in_digits(case.edition.edition.valid_from)}"),
                ("SHA-256 правил", sha256(packs.text_of(case.edition)).hexdigest()),
                ("Голова цепочки", f"{head.number}:{head.chain}" if head else "протоколов ещё не отправлено"),
                ("Пояс", zone_name()),
                ("Составлено", _moment(self.now)),
            ]
        )
        pages.heading("Сроки")
        for row in term_rows(self.told, self.grounds):
            settled = f", {row.reckoned}" if row.reckoned else ""
            pages.lines(f"{row.term.title} ({row.whose}, {row.point}): {row.said}{settled}")
            if row.without_outages:
                pages.lines(row.without_outages)
        pages.heading("Чьи были дни")
        pages.pairs(list(totals(course)))
        pages.lines("Опись с хешами и печатью — «Доказательства/Опись.json». Проверка: python проверить.py")
        return pages.pdf()

    def _table(self, name: str, role: str, headings: Iterable[str], rows: Iterable[Iterable[object]]) -> File:
        """As a Russian spreadsheet opens it."""
        text = io.StringIO()
        table = csv.writer(text, delimiter=";", lineterminator="\r\n")
        table.writerow(headings)
        table.writerows([cell(value) for value in row] for row in rows)
        return self._file(name, role, text.getvalue().encode("utf-8-sig"))

    def _file(self, name: str, role: str, content: bytes) -> File:
        return File(name, role, content, self.now)

    def _sealed(self, name: str, said: dict[str, Any]) -> Member:
        return Member(f"{FOLDER}/{name}", whole(seals.sealed({**said, **self._from()}, now=self.now)), self.now)

    def _from(self) -> dict[str, Any]:
        return {"operator": seals.operator(), "signed_at": self.now.isoformat()}


TERMS = ("Срок", "Чей", "Пункт", "Длина", "Начало", "Чем начат", "Последний день", "Состояние", "Прошло", "Конец",
         "Прежние счёты", "Проверка")  # fmt: skip
DAYS = ("Дни", "Сколько", "Чьи", "Почему", "Вместе с ним", "Просрочено", "Перерывы кабинета")
OUTAGES = ("Начало", "Конец", "Что не работало", "Срок", "Что нельзя было сделать", "Применён", "Состояние")
EVENTS = ("Когда", "Событие", "Чем доказано", "Запись ленты", "Момент")
HISTORY = ("Когда", "Сторона", "Кто", "Что", "Текст")
LETTERS = ("Составлено", "Кому", "Тема", "Передано", "Неудача")
MESSAGES = (
    "Составлено", "О чём", "Кому", "Шлюз", "Номер у шлюза", "Передано шлюзу", "Отчёт шлюза", "Получено телефоном",
    "Не доставили", "Неудача",
)  # fmt: skip


def _term_cells(row: Any) -> tuple[object, ...]:
    term = row.term
    last = in_digits(term.last_day) if term.last_day else ""
    started = f"{term.started_by}. {row.started.proof}" if row.started else term.started_by
    return (
        term.title, row.whose, term.point, row.length, in_digits(term.started_on), started, last, row.said, row.used,
        row.ending, "; ".join(row.history), ", ".join(filter(None, [row.reckoned, row.provisional])),
    )  # fmt: skip


def _day_cells(row: Any) -> tuple[object, ...]:
    return (
        row.days, row.span.days, row.side, row.span.reason, row.shared, "; ".join(row.overdue),
        "; ".join(ground.words for ground in row.grounds),
    )  # fmt: skip


def _outage_cells(ground: Ground) -> tuple[object, ...]:
    return (
        _moment(ground.began_at), _moment(ground.ended_at), ground.what, ground.title, ground.reason,
        _moment(ground.applied_at), ground.state,
    )  # fmt: skip


def _part(file: File) -> Part:
    member = Member(file.name, whole(file.content), file.at)
    return Part(member, file.role, sha256(file.content).hexdigest(), len(file.content))


def _moment(moment: datetime | None) -> str:
    return f"{to_the_second(clock.local(moment))} ({clock.zone_of(moment)})" if moment else ""


def file_name(told: Told) -> str:
    return safe_name(f"Заявка {told.case.number or told.case.pk}, доказательства, {current_company().short_name}.zip")
