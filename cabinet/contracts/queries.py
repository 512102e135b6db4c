"""What is read of the contract of a case: one list of facts, and what follows of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.utils.timezone import localdate

from cabinet.cases.models import Case, Entry
from cabinet.deadlines.counting import last_day
from cabinet.rules.pack import Milestone, Pack, Procedure, Term, length_of
from cabinet.rules.stages import Stage
from signing.models import SignatureRequest
from signing.stages import ENDED, UNSIGNED

from .codes import INSPECTED, Code
from .models import Fact

ZERO = Decimal(0)
_DECIDED = (Code.PAYMENT_CONFIRMED, Code.PAYMENT_REJECTED)


@dataclass(frozen=True)
class Contract:
    """The contract of one case, as its facts tell it."""

    case: Case
    facts: Sequence[Fact]

    @cached_property
    def pack(self) -> Pack:
        return self.case.rules

    def all(self, code: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.code == code]

    def last(self, code: str) -> Fact | None:
        return next((fact for fact in reversed(self.facts) if fact.code == code), None)

    def has(self, code: str) -> bool:
        return any(fact.code == code for fact in self.facts)

    def made_by(self, key: UUID) -> Fact | None:
        """What the same button of the same page has made before."""
        return next((fact for fact in self.facts if fact.key == key), None)

    def about(self, fact: Fact, *codes: str) -> list[Fact]:
        """What came of a fact later."""
        return [one for one in self.facts if one.about_id == fact.pk and (not codes or one.code in codes)]

    # The way to the contract.

    @cached_property
    def procedure(self) -> Procedure | None:
        """The way on which it is: that of what has been sent, else that of the applicant's category."""
        sent = next((fact for fact in reversed(self.facts) if fact.detail("procedure")), None)
        if sent is not None:
            return self.pack.procedure(sent.detail("procedure"))
        category = self.case.nature.category(self.case)
        return self.pack.procedure_of(category) if category else None

    @cached_property
    def ways(self) -> list[Procedure]:
        """The ways on which a contract may be sent: where the answers give no category, the first of each sort."""
        if self.procedure is not None:
            return [self.procedure] if self.procedure.sends else []
        found: dict[str, Procedure] = {}
        for procedure in self.pack.procedures:
            if procedure.sends:
                found.setdefault(procedure.contract, procedure)
        return list(found.values())

    def way(self, contract: str) -> Procedure | None:
        return next((way for way in self.ways if way.contract == contract), None)

    @cached_property
    def is_concluded(self) -> bool:
        return self.has(Code.CONCLUDED) or Stage.PERFORMANCE in self.case.reached

    @cached_property
    def concluded_on(self) -> date | None:
        fact = self.last(Code.CONCLUDED)
        if fact is not None:
            return fact.happened_on
        reached = self.case.reached.get(Stage.PERFORMANCE)
        return localdate(datetime.fromisoformat(reached)) if reached else None

    # What is being signed.

    @cached_property
    def _states(self) -> dict[int, set[str]]:
        """The states of the requests to sign each entry that a fact has sent to be signed."""
        entries = {pk for fact in self.all(Code.SENT) for pk in fact.documents}
        if not entries:
            return {}
        documents = dict(Entry.objects.filter(pk__in=entries).values_list("document", "pk"))
        found: dict[int, set[str]] = {pk: set() for pk in entries}
        asked = SignatureRequest.objects.filter(document__in=documents).values_list("document", "state")
        for document, state in asked:
            found[documents[document]].add(state)
        return found

    def is_stopped(self, sent: Fact) -> bool:
        """Somebody has declined to sign a document of it, or it was recalled."""
        return any(state in ENDED for pk in sent.documents for state in self._states.get(pk, ()))

    def is_waiting(self, sent: Fact) -> bool:
        return any(state in UNSIGNED for pk in sent.documents for state in self._states.get(pk, ()))

    @cached_property
    def being_signed(self) -> list[Fact]:
        """What waits for signatures still, oldest first."""
        return [fact for fact in self.all(Code.SENT) if self.is_waiting(fact) and not self.is_stopped(fact)]

    def waits(self, becomes: str) -> Fact | None:
        return next((fact for fact in self.being_signed if fact.detail("becomes") == becomes), None)

    # Section X: an offer that is concluded by payment.

    @cached_property
    def offer(self) -> Fact | None:
        """The one that stands; a later one has superseded the earlier."""
        return self.last(Code.OFFER)

    @property
    def invoice(self) -> Decimal:
        return Decimal(self.offer.detail("amount", "0")) if self.offer else ZERO

    @property
    def price(self) -> Decimal:
        """The whole price, of which the invoice may be the first part."""
        return Decimal(self.offer.detail("total", "0")) if self.offer else ZERO

    @cached_property
    def payments(self) -> list[Fact]:
        """Those that count: without what a person has rejected."""
        return [fact for fact in self.all(Code.PAYMENT) if not self.about(fact, Code.PAYMENT_REJECTED)]

    @property
    def received(self) -> Decimal:
        return sum((Decimal(payment.detail("amount", "0")) for payment in self.payments), ZERO)

    @cached_property
    def payment_term(self) -> tuple[Term, date] | None:
        """The term to pay and its last day, from the placing of the offer that stands."""
        return self.term_from(Code.OFFER, self.offer.happened_on) if self.offer else None

    @property
    def pay_until(self) -> date | None:
        return self.payment_term[1] if self.payment_term else None

    @property
    def doubtful(self) -> list[Fact]:
        """Payments that wait for a person: partial, late, or of a case that has ended."""
        if self.has(Code.CONCLUDED):
            return []
        return [fact for fact in self.all(Code.PAYMENT) if fact.detail("doubt") and not self.about(fact, *_DECIDED)]

    def is_unpaid(self, today: date) -> bool:
        """The term to pay is over and nothing has come that a person could accept: annulment is proposed."""
        until = self.pay_until
        return until is not None and today > until and not self.is_concluded and not self.payments

    def term_from(self, starts: str, day: date) -> tuple[Term, date] | None:
        """The applicant's term that begins with an event of this day, by the rules of the case."""
        if self.procedure is None:
            return None
        facts = self.case.nature.stated(self.case)
        for term in self.pack.terms_of(self.procedure.code, facts):
            if term.whose == "applicant" and term.starts == starts:
                length = length_of(term, facts)
                until = last_day(length.unit, length.number, day)
                return (term, until) if until else None
        return None

    # Outside Section X: a draft that both sides sign.

    @property
    def draft(self) -> Fact | None:
        return self.last(Code.DRAFT)

    @property
    def answer_until(self) -> date | None:
        found = self.term_from(Code.DRAFT, self.draft.happened_on) if self.draft else None
        return found[1] if found else None

    @property
    def disagreement(self) -> Fact | None:
        """The one that has no answer yet."""
        last = self.last(Code.DRAFT_ANSWERED)
        if last is None or not last.detail("round") or self.about(last, Code.DISAGREEMENT_ANSWERED):
            return None
        return last

    @property
    def rounds(self) -> list[tuple[Fact, Fact | None]]:
        """Each disagreement with its answer, oldest first."""
        said = [fact for fact in self.all(Code.DRAFT_ANSWERED) if fact.detail("round")]
        return [(fact, next(iter(self.about(fact, Code.DISAGREEMENT_ANSWERED)), None)) for fact in said]

    # After the contract.

    @cached_property
    def milestones(self) -> tuple[Milestone, ...]:
        return self.pack.milestones_of(self.procedure.code) if self.procedure else ()

    def milestone(self, code: str) -> Milestone | None:
        return next((one for one in self.milestones if one.code == code), None)

    @property
    def inspection(self) -> Fact | None:
        """The time that was proposed last for an inspection that has not come about."""
        last = self.last(Code.INSPECTION_PROPOSED)
        done = self.last(INSPECTED)
        return None if last is None or (done and done.recorded_at > last.recorded_at) else last

    def is_agreed(self, proposed: Fact) -> bool:
        return bool(self.about(proposed, Code.INSPECTION_AGREED))

    def lacking(self, codes: Collection[str]) -> list[str]:
        """Titles of facts that have not come about. A case that came to performance by hand has a contract as well."""
        missing = [code for code in codes if not self.has(code)]
        if self.is_concluded and Code.CONCLUDED in missing:
            missing.remove(Code.CONCLUDED)
        return [self.title_of(code) for code in missing]

    def title_of(self, code: str) -> str:
        event = self.pack.event(code)
        milestone = next((one for one in self.pack.milestones if one.code == code), None)
        return event.title if event else milestone.title if milestone else code


def contract_of(case: Case) -> Contract:
    """One query. What a supplier is still signing is seen by nobody else."""
    facts = Fact.objects.filter(case=case).exclude(code=Code.SENT, recorded_by__supplier__isnull=False)
    return Contract(case, list(facts.select_related("recorded_by__supplier")))


def placed_together(entry: Entry) -> list[Entry]:
    """The documents of an offer are placed in one moment; any other document alone."""
    offers = Fact.objects.filter(case=entry.case_id, code=Code.SENT, details__becomes=Code.OFFER.value)
    sent = offers.filter(documents__contains=[entry.pk]).first()
    if sent is None:
        return [entry]
    return list(Entry.objects.filter(pk__in=sent.documents).order_by("pk"))
