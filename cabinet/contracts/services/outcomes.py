"""What comes about when documents are signed: an offer stands, a contract is concluded, changed or ended."""

import uuid
from collections.abc import Callable
from datetime import date, datetime

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.cases.services import status_of
from cabinet.cases.services.outcome import move
from cabinet.cases.stages import Stage
from cabinet.rules.packs import Status
from ui.words import in_words

from ..codes import Code
from ..models import Fact
from ..queries import contract_of
from ..signals import offer_placed
from .chronicle import note, say

# Of the changes of a contract: the title of the fact.
CHANGES = {
    Code.AMENDED: "Подписано дополнительное соглашение",
    Code.APPLICANT_CHANGED: "Заявитель по договору изменён",
    Code.TERMINATED: "Договор расторгнут",
}


def come_about(case: Case, sent: Fact, code: str, *, by: User, key: uuid.UUID, now: datetime) -> None:
    """The fact for which `sent` was sent to be signed, in a locked case."""
    act = _ACTS.get(code, _milestone)
    act(case, sent, code, by, key, now)


def _offer(case: Case, sent: Fact, code: str, by: User, key: uuid.UUID, now: datetime) -> None:
    supersedes = contract_of(case).offer
    title = "Размещена новая оферта, прежняя заменена" if supersedes else "Размещена оферта"
    placed = _note(case, sent, code, title, by, key, now, about=supersedes)
    contract = contract_of(case)
    until = contract.pay_until
    offer_placed.send(sender=None, case=case, offer=placed, bill=sent.detail("bill", ""), pay_until=until, now=now)
    term = f" до {in_words(until)}" if until else ""
    asks = (
        f"Оплатите счёт{term}: договор заключается оплатой, подписывать ничего не нужно. Как оплатить — в разделе "
        "«Договор и исполнение»."
    )
    status = status_of(case, Stage.PAYMENT) if Stage.PAYMENT in {*case.next_stages, Stage(case.stage)} else None
    say(case, title, status=status, asks=asks, by=by, key=key, now=now)


def _draft(case: Case, sent: Fact, code: str, by: User, key: uuid.UUID, now: datetime) -> None:
    number = sum(1 for fact in contract_of(case).all(Code.DRAFT)) + 1
    title = "Направлен проект договора" if number == 1 else f"Направлен проект договора, редакция {number}"
    _note(case, sent, code, title, by, key, now)
    until = contract_of(case).answer_until
    term = f" до {in_words(until)}" if until else ""
    say(case, title, asks=f"Подпишите договор или пришлите разногласия{term}.", by=by, key=key, now=now)


def conclude(case: Case, about: Fact, *, on: date | None = None, by: User, key: uuid.UUID, now: datetime) -> None:
    """The contract is concluded: on the day that counts, with the status that follows. Both sides are told."""
    fact = note(case, Code.CONCLUDED, title="Договор заключён", on=on, about=about, documents=about.documents,
                by=by, key=key, now=now)  # fmt: skip
    _come_near(case, by=by, now=now)
    status = status_of(case, Stage.PERFORMANCE) if Stage.PERFORMANCE in case.next_stages else None
    say(case, f"договор заключён {in_words(fact.happened_on)}", status=status, subject="договор заключён",
        by=by, key=key, now=now)  # fmt: skip


def _come_near(case: Case, *, by: User, now: datetime) -> None:
    """A case that somebody has moved back by hand passes the stage from which the table leads to performance."""
    if Stage.PERFORMANCE in {*case.next_stages, Stage(case.stage)}:
        return
    for stage in (Stage.PAYMENT, Stage.OFFER):
        if stage in case.next_stages and Stage.PERFORMANCE in case.nature.next_stages(case.edition, stage):
            move(case, status_of(case, stage), by=by, now=now)
            return


def _concluded(case: Case, sent: Fact, code: str, by: User, key: uuid.UUID, now: datetime) -> None:
    answer = uuid.uuid5(key, "answered")
    note(case, Code.DRAFT_ANSWERED, title="Заявитель подписал договор", about=sent, by=by, key=answer, now=now)
    conclude(case, sent, by=by, key=key, now=now)


def _changed(case: Case, sent: Fact, code: str, by: User, key: uuid.UUID, now: datetime) -> None:
    title = CHANGES[Code(code)]
    if whom := sent.detail("whom"):
        title = f"{title}: {whom}"
    _note(case, sent, code, title, by, key, now)
    ended = None
    if code == Code.TERMINATED and Stage.WITHDRAWN in case.next_stages:
        ended = Status(code="", stage=Stage.WITHDRAWN, label="Договор расторгнут")
    say(case, title, status=ended, subject=CHANGES[Code(code)], by=by, key=key, now=now)


def _milestone(case: Case, sent: Fact, code: str, by: User, key: uuid.UUID, now: datetime) -> None:
    said = sent.detail("on")
    fact = _note(case, sent, code, sent.detail("title"), by, key, now, on=date.fromisoformat(said) if said else None)
    subject = contract_of(case).title_of(code)
    say(case, fact.title, status=status_after(case, code), subject=subject, by=by, key=key, now=now)


def status_after(case: Case, code: str) -> Status | None:
    """The status of the rules that bears the code of a fact, while the contract is performed."""
    for status in case.nature.statuses(case.rules):
        if status.code == code and status.stage == case.stage and not status.is_hidden:
            return status
    return None


def _note(
    case: Case,
    sent: Fact,
    code: str,
    title: str,
    by: User,
    key: uuid.UUID,
    now: datetime,
    *,
    on: date | None = None,
    about: Fact | None = None,
) -> Fact:
    details = {name: value for name, value in sent.details.items() if name not in {"becomes", "title", "on"}}
    return note(
        case, code, title=title, on=on, about=about or sent, text=sent.text, documents=sent.documents, details=details,
        by=by, key=key, now=now,
    )  # fmt: skip


_ACTS: dict[str, Callable[[Case, Fact, str, User, uuid.UUID, datetime], None]] = {
    Code.OFFER: _offer,
    Code.DRAFT: _draft,
    Code.CONCLUDED: _concluded,
    **dict.fromkeys(CHANGES, _changed),
}
