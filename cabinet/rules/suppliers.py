"""What the form of a pack alone cannot forbid in what it says of the guaranteeing supplier."""

from collections.abc import Iterator

from .pack import Pack


def mistakes_of_supplier(pack: Pack) -> Iterator[str]:
    supplier = pack.supplier
    if supplier is None:
        yield from (
            f"told ({told.event}) → whom: поставщика в этом своде нет. Добавьте supplier или уберите его отсюда"
            for told in pack.told
            if "supplier" in told.whom
        )
        return
    questions = {question.code: question for question in pack.questions}
    documents = {document.code for document in pack.company_documents}
    named = [
        ("question", supplier.question, set(questions)),
        ("event", supplier.event, {event.code for event in pack.events}),
        *(("answers", code, set(questions)) for code in supplier.answers),
        *(("documents", code, documents) for code in supplier.documents),
    ]
    for key, code, known in named:
        if code not in known:
            yield f"supplier → {key}: «{code}» нигде не описан. Возможно: {', '.join(sorted(known))}"
    asked = questions.get(supplier.question)
    if asked is not None and asked.type != "text":
        yield f"supplier → question: «{asked.code}» — не строка. Назовите вопрос, на который отвечают строкой"
    if supplier.places.code in documents | {attachment.code for attachment in pack.attachments}:
        yield f"supplier → places: код «{supplier.places.code}» уже есть среди документов. Дайте другой"
