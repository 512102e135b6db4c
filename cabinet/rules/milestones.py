"""What the form of a pack alone cannot forbid about the documents of a contract and the facts after it."""

from collections.abc import Iterator

from .pack import Pack, Procedure


def mistakes_of_milestones(pack: Pack) -> Iterator[str]:
    """Codes that name nothing, a fact stated in two ways, a contract that nobody could conclude."""
    events = {event.code for event in pack.events}
    documents = {document.code for document in pack.company_documents}
    procedures = {procedure.code for procedure in pack.procedures}
    for procedure in pack.procedures:
        where = f"procedures ({procedure.code})"
        named = [
            *(("sends", code, documents) for code in procedure.sends),
            *(("completed_by", code, events) for code in procedure.completed_by),
        ]
        yield from (_names_nothing(where, key, code, known) for key, code, known in named if code not in known)
        yield from _of_contract(where, procedure)
    stated: set[tuple[str, str]] = set()
    for one in pack.milestones:
        where = f"milestones ({one.code})"
        named = [
            *(("procedures", code, procedures) for code in one.procedures),
            *(("after", code, events | {other.code for other in pack.milestones}) for code in one.after),
            *(("document", code, documents) for code in [one.document] if code),
        ]
        yield from (_names_nothing(where, key, code, known) for key, code, known in named if code not in known)
        for procedure_code in one.procedures:
            if (one.code, procedure_code) in stated:
                yield f"{where} → procedures: в порядке «{procedure_code}» такой факт уже есть. Оставьте один"
            stated.add((one.code, procedure_code))
        if one.signed != "none" and (one.files != "must" or one.side != "company"):
            yield f'{where} → signed: подписывают документ организации. Поставьте files = "must" и side = "company"'
        if one.code in one.after:
            yield f"{where} → after: факт ждёт сам себя. Уберите его отсюда"


def _of_contract(where: str, procedure: Procedure) -> Iterator[str]:
    if procedure.contract == "signatures" and procedure.contract_document not in procedure.sends:
        yield f"{where} → contract_document: договор подписывают обе стороны. Назовите документ из sends"
    if procedure.contract != "signatures" and procedure.contract_document:
        yield f"{where} → contract_document: в этом порядке договор не подписывают. Уберите ключ"
    if procedure.contract == "payment" and not procedure.sends:
        yield f"{where} → sends: список пуст. Назовите документы оферты"
    if procedure.contract == "none" and procedure.sends:
        yield f"{where} → sends: в этом порядке договора нет. Уберите ключ"


def _names_nothing(where: str, key: str, code: str, known: set[str]) -> str:
    return f"{where} → {key}: «{code}» нигде не описан. Возможно: {', '.join(sorted(known))}"
