"""What is done at the paper desk."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, localtime

from accounts import services as accounts
from accounts.models import Applicant, User
from audit import record
from cabinet.applications import services as applications
from cabinet.applications.kind import APPLICATION
from cabinet.applications.models import Application
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.catalogue.queries import guess, names_for_applicants
from documents.models import Upload
from tenancy.errors import DomainError
from ui.words import with_time


class ReceivedLater(DomainError):
    code = "received_later"
    message = "Проверьте дату и время поступления: они ещё не наступили."


class LateWithoutReason(DomainError):
    code = "late_without_reason"
    message = "Напишите, почему заявка внесена позже, чем поступила."


@dataclass(frozen=True)
class Receipt:
    """How the paper came: its source, its moment, why it is entered later, and the number that it bears."""

    source: Application.Source
    received_at: datetime
    reason: str = ""
    number: str = ""


@dataclass(frozen=True)
class Scan:
    upload: Upload
    title: str = ""  # guessed by the name of the file where it is empty
    comment: str = ""


def entered_before(key: uuid.UUID, *, by: User) -> Case | None:
    """What an earlier press of the same button has made."""
    return Case.objects.submitted().filter(author=by, key=key, kind=APPLICATION).first()


@transaction.atomic
def enter(
    whose: Applicant,
    *,
    receipt: Receipt,
    answers: Mapping[str, Any],
    scans: Sequence[Scan] = (),
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Case:
    """A submitted application out of a paper; terms run from the moment when it was received.

    `whose` is an applicant, or the data of a new one, not saved yet: one with an e-mail gets an account and its letter.
    The same `key` again returns what the first press made. Raises ReceivedLater, LateWithoutReason, EmailTaken,
    ApplicantKnown, NumberTaken, UploadGone, FileRefused, TooManyFiles, FileInfected.
    """
    if done := entered_before(key, by=by):
        return done
    _must_make_sense(receipt, now=now)
    applicant = _filed(whose, by=by, now=now) if whose.pk is None else whose
    application = applications.start(applicant=applicant, by=by, key=key, now=now)
    case = application.case
    if not case.is_draft:  # the other of two presses at once
        return case
    Application.objects.filter(pk=application.pk).update(source=receipt.source)
    applications.save_draft(application, answers=dict(answers), now=now)
    _attach(case, scans, by=by, now=now)
    case = cases.submit(case, by=by, received_at=receipt.received_at, number=receipt.number, now=now)
    cases.note_origin(case, text=_line(receipt), reason=receipt.reason, by=by, now=now)
    received = with_time(localtime(receipt.received_at))
    record(by, "application.entered", case, now=now, source=receipt.source.label, received=received)
    return case


def _must_make_sense(receipt: Receipt, *, now: datetime) -> None:
    if receipt.received_at > now:
        raise ReceivedLater
    if localdate(receipt.received_at) < localdate(now) and not receipt.reason.strip():
        raise LateWithoutReason


def _filed(newcomer: Applicant, *, by: User, now: datetime) -> Applicant:
    if newcomer.email:
        accounts.create_in_office(newcomer, by=by, now=now)
        return newcomer
    return accounts.note_in_office(newcomer, by=by, now=now)


def _attach(case: Case, scans: Sequence[Scan], *, by: User, now: datetime) -> None:
    names = names_for_applicants(case.applicant.legal_form)
    for scan in scans:
        title = scan.title or guess(scan.upload.file_name, names)
        cases.attach(case, scan.upload, title=title, comment=scan.comment, by=by, key=scan.upload.key, now=now)


def _line(receipt: Receipt) -> str:
    return f"Заявка {ARRIVED[receipt.source]} {with_time(localtime(receipt.received_at))}, внесена сотрудником"


ARRIVED = {
    Application.Source.OFFICE: "принята в\N{NO-BREAK SPACE}офисе",
    Application.Source.POST: "поступила по\N{NO-BREAK SPACE}почте",
    Application.Source.EPGU: "поступила с\N{NO-BREAK SPACE}ЕПГУ",
    Application.Source.API: "поступила из\N{NO-BREAK SPACE}другой системы",
    Application.Source.OTHER: "поступила",
}
