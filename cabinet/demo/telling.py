"""How a case of the demonstration is told: act by act, each at its moment, by the services that do it in life."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from django.utils import timezone

from accounts import services as accounts
from accounts.models import User
from cabinet.applications import services as applications
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from cabinet.contracts import services as contracts
from cabinet.decisions import services as decisions
from cabinet.enquiries import services as enquiries
from cabinet.enquiries.models import Enquiry
from notifications.models import OutboxMessage
from signing import services as signing
from signing.models import SignatureRequest

from . import authority
from .files import file
from .people import Somebody

NAMESPACE = uuid.UUID("6f2b0f7e-5a43-4f0e-9d59-2f1a3f6f9c10")
EVIDENCE = accounts.Evidence(ip="192.0.2.7", user_agent="make_demo")
Side = SignatureRequest.Side


@dataclass(frozen=True)
class Cast:
    """The accounts of a company that play."""

    applicants: dict[str, User]  # by e-mail
    company: User  # who answers there
    signer: User  # who signs for it
    now: datetime


class Tale:
    """One case. `days_ago` is when it was begun; `at` sets the moment of the next act, in working days from then."""

    def __init__(self, cast: Cast, who: Somebody, *, days_ago: int) -> None:
        self.cast = cast
        self.applicant = cast.applicants[who.email]
        self.began = _working_day(timezone.localtime(cast.now) - timedelta(days=days_ago), 0)
        self.moment = cast.now
        self.case: Case
        self.at(0, "09:40")

    def at(self, days: int, time: str) -> Self:
        """Never later than now: a tale of today may be read early in the morning."""
        hour, minute = map(int, time.split(":"))
        then = _working_day(self.began, days).replace(hour=hour, minute=minute, second=0, microsecond=0)
        self.moment = min(then, self.cast.now)
        return self

    # --- The applicant ---

    def application(self, *files: str, power: str | None = None, step: str = "", **answers: Any) -> Self:
        """A draft with its files; `answers` and `step` as applications.services.save_draft takes them."""
        application = applications.start(
            applicant=self.applicant.applicants.get(), by=self.applicant, key=uuid.uuid4(), now=self.moment
        )
        common = {"type": "new", "purpose": "", "address": "", "cadastral_number": ""}
        answers = common | answers | {"max_power_kw": Decimal(power) if power else None}
        applications.save_draft(application, answers=answers, step=step, now=self.moment)
        self.case = application.case
        for name in files:
            cases.attach(self.case, file(name), title="", by=self.applicant, key=uuid.uuid4(), now=self.moment)
        return self

    def submits(self) -> Self:
        self.case = cases.submit(self.case, by=self.applicant, now=self.moment)
        return self

    def sends(self, topic: Enquiry.Topic, text: str) -> Self:
        """A message that is about no application."""
        enquiry = enquiries.start(
            applicant=self.applicant.applicants.get(), by=self.applicant, key=uuid.uuid4(), now=self.moment
        )
        self.case = enquiries.send(enquiry, topic=topic, text=text, by=self.applicant, now=self.moment)
        return self

    def writes(self, text: str) -> Self:
        self._look(self.applicant)
        cases.add_message(self.case, text=text, by=self.applicant, key=uuid.uuid4(), now=self.moment)
        return self

    def adds(self, name: str, title: str) -> Self:
        self._look(self.applicant)
        self._place(name, title, "", self.applicant)
        return self

    def signs(self) -> Self:
        """What waits for the applicant's signature: an organisation by its certificate, a person by a code."""
        request = self._asked(Side.APPLICANT)
        if request.kind == SignatureRequest.Kind.QUALIFIED:
            return self._sign(request, self.applicant)
        common: dict[str, Any] = {"by": self.applicant, "evidence": EVIDENCE, "now": self.moment}
        signing.note_opened(request, **common)
        signing.send_code(request, session="demo", **common)
        sms = OutboxMessage.objects.filter(recipient=self.applicant.phone).latest("pk")
        signing.sign_simple(request, sms.text[:6], session="demo", **common)
        return self

    def withdraws(self, reason: str) -> Self:
        cases.withdraw(self.case, reason=reason, by=self.applicant, now=self.moment)
        return self

    def reads(self) -> Self:
        self._look(self.applicant)
        return self

    # --- The company ---

    def registers(self, stage: Stage, number: str = "", *, is_taken: bool = True) -> Self:
        """Gives the status of the catalogue that stands for `stage`, and the number if it is new."""
        self._look(self.cast.company)
        self.case.refresh_from_db()
        statuses = cases.statuses_for(self.case)
        self.case = cases.register(
            self.case,
            number=number or self.case.number,
            status=next(status.label for status in statuses if status.stage == stage),
            assignee=self.cast.company if is_taken else None,
            version=self.case.version,
            by=self.cast.company,
            now=self.moment,
        )
        return self

    def asks_for(self, *documents: str, words: str = "", days: int) -> Self:
        """«Запросить недостающее»."""
        self._look(self.cast.company)
        cases.ask_information(
            self.case, documents=documents, words=words, due_on=self._in(days),
            by=self.cast.company, key=uuid.uuid4(), now=self.moment,
        )  # fmt: skip
        return self

    def is_refused(self, reason: str, text: str) -> Self:
        """«Отказать»; `reason` is a code of the rule pack."""
        self._look(self.cast.company)
        decisions.refuse(self.case, reason=reason, text=text, by=self.cast.company, key=uuid.uuid4(), now=self.moment)
        return self

    def answers(self, text: str) -> Self:
        self._look(self.cast.company)
        cases.add_message(self.case, text=text, by=self.cast.company, key=uuid.uuid4(), now=self.moment)
        return self

    def places(self, name: str, title: str, comment: str = "") -> Self:
        self._place(name, title, comment, self.cast.company)
        return self

    def sends_to_sign(self, name: str, title: str, *, days: int) -> Self:
        """Both sides are to sign it, in so many days."""
        cases.send_for_signing(
            self.case, file(name), title=title, comment="", sides=[Side.COMPANY, Side.APPLICANT], due_on=self._in(days),
            by=self.cast.company, key=uuid.uuid4(), now=self.moment,
        )  # fmt: skip
        return self

    def countersigns(self) -> Self:
        """The company signs what waits for its signature."""
        return self._sign(self._asked(Side.COMPANY), self.cast.signer)

    def offers(self, amount: str) -> Self:
        """An offer of Section X, whole and signed: it is concluded by payment."""
        self._look(self.cast.company)
        names = {"offer": "Оферта", "technical_conditions": "ТУ", "instruction": "Инструкция", "invoice": "Счёт"}
        sent = contracts.send_offer(
            self.case, {code: file(f"{name} № {self.case.number}.pdf") for code, name in names.items()},
            amount=Decimal(amount), by=self.cast.company, key=uuid.uuid4(), now=self.moment,
        )  # fmt: skip
        for _ in sent.documents:
            self.countersigns()
        return self

    def reports(self, text: str) -> Self:
        """«Добавить статус»."""
        cases.add_status(self.case, text=text, by=self.cast.company, key=uuid.uuid4(), now=self.moment)
        return self

    def notes(self, text: str) -> Self:
        cases.add_note(self.case, text=text, by=self.cast.company, key=uuid.uuid4(), now=self.moment)
        return self

    def is_read_there(self) -> Self:
        self._look(self.cast.company)
        return self

    def _asked(self, side: SignatureRequest.Side) -> SignatureRequest:
        ours = self.case.entries.filter(document__isnull=False).values("document")
        return SignatureRequest.objects.open().filter(document__in=ours, side=side).latest("pk")

    def _sign(self, request: SignatureRequest, by: User) -> Self:
        raw = authority.signature(by, request.document, now=self.moment)
        signing.sign_qualified(request, raw, by=by, now=self.moment)
        return self

    def _in(self, days: int) -> date:
        return timezone.localdate(self.moment) + timedelta(days=days)

    def _place(self, name: str, title: str, comment: str, by: User) -> None:
        cases.add_document(
            self.case, file(name), title=title, comment=comment, by=by, key=uuid.uuid4(), now=self.moment
        )

    def _look(self, by: User) -> None:
        self.case.refresh_from_db()
        cases.mark_seen(self.case, by=by, now=self.moment)


def _working_day(start: datetime, days: int) -> datetime:
    """`days` working days after `start`, or the last one before it when it is a day off."""
    day = start
    while day.weekday() > 4:
        day -= timedelta(days=1)
    for _ in range(days):
        day += timedelta(days=3 if day.weekday() == 4 else 1)
    return day
