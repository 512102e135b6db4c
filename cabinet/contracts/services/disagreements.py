"""The protocol of disagreements about a draft: several rounds, each with its answer, all of which stay."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.cases.services.placement import still_open
from cabinet.cases.stages import Stage

from ..codes import Code
from ..errors import (
    AnswerAwaited,
    ConcludedAlready,
    DraftNotSent,
    FileNeeded,
    NothingToAnswer,
    ReasonNeeded,
    SetIncomplete,
)
from ..models import Fact
from ..queries import Contract, contract_of
from .chronicle import done_before, note, say
from .offers import send_set
from .papers import Paper, Source, place, taken, title_of

PROTOCOL, ANSWER = "Протокол разногласий", "Ответ на протокол разногласий"


class Answer(StrEnum):
    ACCEPTED = "accepted"
    AGREED = "agreed"
    REFUSED = "refused"


SAID = {
    Answer.ACCEPTED: "Разногласия приняты, договор будет в редакции заявителя",
    Answer.AGREED: "Разногласия приняты частично, договор будет в согласованной редакции",
    Answer.REFUSED: "Разногласия отклонены, договор предложен в прежней редакции",
}


def disagree(case: Case, protocol: Source | None, *, text: str, by: User, key: uuid.UUID, now: datetime) -> Fact:
    """The applicant sends a protocol of disagreements to the draft that was sent to them.

    Raises FileNeeded, DraftNotSent, AnswerAwaited, ConcludedAlready, CaseIsClosed, and what a file raises.
    """
    if done := done_before(case, key):
        return done
    if protocol is None:
        raise FileNeeded(PROTOCOL.lower())
    [document] = taken([protocol], by=by, now=now)
    with transaction.atomic():
        case = still_open(case)
        if done := done_before(case, key):
            return done
        contract = contract_of(case)
        _must_be_answerable(contract)
        number = len(contract.rounds) + 1
        placed = place(case, [Paper(document, PROTOCOL)], by=by, key=key, now=now)
        fact = note(
            case,
            Code.DRAFT_ANSWERED,
            title=f"Протокол разногласий, раунд {number}",
            text=text,
            about=contract.draft,
            documents=[entry.pk for entry in placed],
            details={"round": number},
            by=by,
            key=key,
            now=now,
        )
        status = cases.status_of(case, Stage.OFFER) if Stage.OFFER in case.next_stages else None
        line = "заявитель прислал протокол разногласий"
        say(case, line, status=status, subject=line, by=by, key=key, now=now)
        return fact


def answer_disagreement(
    case: Case,
    answer: Answer,
    *,
    text: str,
    reply: Source | None = None,
    files: Mapping[str, Source] | None = None,
    due_on: date | None = None,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Fact:
    """The company accepts the edition of the applicant, sends one that was agreed, or refuses with a reason.

    With the first two a new edition of the contract goes to be signed: `files` by the codes of the documents, the
    contract at least; the conditions stay where they are not among them. A refusal offers the draft anew as it is.
    Raises NothingToAnswer, ReasonNeeded, SetIncomplete, ConcludedAlready, CaseIsClosed, and what a file raises.
    """
    if done := done_before(case, key):
        return done
    files = dict(files or {})
    if answer == Answer.REFUSED:
        if not text.strip():
            raise ReasonNeeded
        files = {}
    way = contract_of(case).way("signatures")
    if way is None:
        raise NothingToAnswer
    if answer != Answer.REFUSED and not files.get(way.contract_document or ""):
        raise SetIncomplete([title_of(case, way.contract_document or "")])
    chosen = [code for code in way.sends if files.get(code)]
    documents = taken([*([reply] if reply else []), *(files[code] for code in chosen)], by=by, now=now)
    replies, edition = documents[: bool(reply)], dict(zip(chosen, documents[bool(reply) :], strict=True))
    with transaction.atomic():
        cases.locked_requests(case)
        case = still_open(case)
        if done := done_before(case, key):
            return done
        contract = contract_of(case)
        if contract.is_concluded:
            raise ConcludedAlready
        disagreement = contract.disagreement
        if disagreement is None:
            raise NothingToAnswer
        placed = place(case, [Paper(document, ANSWER) for document in replies], by=by, key=key, now=now)
        fact = note(
            case,
            Code.DISAGREEMENT_ANSWERED,
            title=SAID[answer],
            text=text,
            about=disagreement,
            documents=[entry.pk for entry in placed],
            details={"answer": answer, "round": disagreement.detail("round")},
            by=by,
            key=key,
            now=now,
        )
        if answer == Answer.REFUSED:
            _offer_as_it_is(case, contract, by=by, key=key, now=now)
        else:
            say(case, SAID[answer], subject="ответ на разногласия", by=by, key=key, now=now)
            send_set(
                case, way, edition, becomes=Code.DRAFT, due_on=due_on, details={}, about=fact, by=by,
                key=uuid.uuid5(key, "edition"), now=now,
            )  # fmt: skip
        return fact


def _offer_as_it_is(case: Case, contract: Contract, *, by: User, key: uuid.UUID, now: datetime) -> None:
    """The same draft is with the applicant once more, and their term to answer it begins anew."""
    draft = contract.draft
    assert draft is not None  # noqa: S101  (there was something to disagree with)
    note(
        case, Code.DRAFT, title="Договор предложен в прежней редакции", about=draft, documents=draft.documents,
        details={"procedure": draft.detail("procedure")}, by=by, key=uuid.uuid5(key, "again"), now=now,
    )  # fmt: skip
    status = cases.status_of(case, Stage.SIGNING) if Stage.SIGNING in case.next_stages else None
    say(case, SAID[Answer.REFUSED], status=status, subject="разногласия отклонены", by=by, key=key, now=now)


def _must_be_answerable(contract: Contract) -> None:
    if contract.is_concluded:
        raise ConcludedAlready
    if contract.draft is None:
        raise DraftNotSent
    if contract.disagreement is not None:
        raise AnswerAwaited
