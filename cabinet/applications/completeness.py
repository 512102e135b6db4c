"""What has to have happened before an application is finished: the rule pack names it for each way to a contract."""

from cabinet.cases.models import Case
from cabinet.contracts.queries import contract_of
from cabinet.rules.pack import Procedure
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
    """Raises FactsMissing with the titles of events that neither the feed nor a recorded fact proves.

    Where the answers give no category, the application is finished as on any one of the ways to a contract.
    """
    procedure = contract_of(case).procedure
    ways = [procedure] if procedure else [one for one in case.rules.procedures if one.sends]
    proofs = dict(proofs_of([case])[case.pk])
    proofs.pop(f"stage:{Stage.CONNECTED}", None)  # an application that is opened again proves nothing by its end

    def missing(way: Procedure) -> list[str]:
        events = [case.edition.event(code) for code in way.completed_by]
        return [event.title for event in events if event is not None and happened(event, proofs) is None]

    if lacks := min(map(missing, ways), key=len, default=[]):
        raise FactsMissing(lacks)
