"""What has to have happened before an application is finished: the rule pack names it for each way to a contract."""

from cabinet.cases.models import Case
from cabinet.contracts.queries import contract_of
from cabinet.rules.stages import Stage
from tenancy.errors import DomainError

from .progress import happened
from .proofs import proofs_of


class FactsMissing(DomainError):
    code = "facts_missing"

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(
            f"Не хватает фактов: {'; '.join(missing)}. Отметьте их в разделе «Договор и исполнение», "
            "с датой и документом"
        )


def must_be_complete(case: Case) -> None:
    """Raises FactsMissing with the titles of events that neither the feed nor a recorded fact proves."""
    procedure = contract_of(case).procedure
    if procedure is None or not procedure.completed_by:
        return
    proofs = dict(proofs_of([case])[case.pk])
    proofs.pop(f"stage:{Stage.CONNECTED}", None)  # an application that is opened again proves nothing by its end
    events = [case.edition.event(code) for code in procedure.completed_by]
    if missing := [event.title for event in events if event is not None and happened(event, proofs) is None]:
        raise FactsMissing(missing)
