"""A rule pack in words, section by section, for staff. Pure: nothing is asked of the database.

Every part of a pack is here; a test compares them, so a new part cannot be forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from cabinet.cases.required import length_in_words
from cabinet.rules.citation import MARKS, cited
from cabinet.rules.conditions import Condition
from cabinet.rules.pack import Event, Pack, Question, Ruled, Status
from ui import words

from .conditions import in_words
from .passports import BY, WHOSE

READ = {
    "read": "прочитан подлинный текст",
    "second-hand": "по пересказу: подлинный текст не сверен",
    "recalled": "по памяти: источник не найден",
}
EVENTS = {
    "submitted": "при подаче",
    "registered": "при регистрации",
    "missing_requested": "при запросе недостающего",
    "refused": "при отказе",
    "voided": "при аннулировании",
    "notice": "когда возможность присоединения обеспечена",
    "asked": "по просьбе",
}
CONTRACT = {"payment": "оплатой счёта", "signatures": "подписями обеих сторон", "none": "не заключается"}
SHOWS = {"date": "дата", "progress": "ход работ", "done": "выполнено или нет"}
FILES = {"none": "", "may": "Файл можно приложить", "must": "Файл обязателен"}
SIGNED = {"none": "", "company": "Подписывает сетевая организация", "both": "Подписывают обе стороны"}
TYPES = {
    "text": "строка",
    "words": "текст",
    "number": "число",
    "power": "мощность",
    "choice": "выбор",
    "yes_no": "да или нет",
    "date": "дата",
    "plots": "кадастровые номера",
    "stages": "этапы",
}


@dataclass(frozen=True)
class Line:
    title: str
    said: list[str] = field(default_factory=list)
    mark: str = ""
    is_unsettled: bool = False


@dataclass(frozen=True)
class Section:
    code: str  # the part of the pack
    title: str
    lines: list[Line]
    lead: str = ""


def printed(pack: Pack) -> list[Section]:
    """Without what the act does not know at all."""
    return [section for section in (write(pack) for write in _SECTIONS) if section.title]


def _ruled(rule: Ruled, title: str, *said: str) -> Line:
    mark = f"{cited(rule)}, {MARKS[rule.mark]}"
    return Line(title, [part for part in said if part], mark, rule.needs_lawyer)


def _line(title: str, *said: str) -> Line:
    return Line(title, [part for part in said if part])


def _if(label: str, condition: Condition | None, pack: Pack) -> str:
    return f"{label}: {words.lower_first(in_words(condition, pack))}" if condition is not None else ""


def _required(required: bool | Condition, pack: Pack) -> str:
    if isinstance(required, bool):
        return "Обязательно: всегда" if required else "Обязательно: нет"
    return _if("Обязательно, если", required, pack)


def _edition(pack: Pack) -> Section:
    until = words.in_words(pack.edition.valid_until) if pack.edition.valid_until else ""
    lines = [
        _line("Акт", pack.edition.act),
        _line("Действует с", words.in_words(pack.edition.valid_from), f"по {until}" if until else ""),
        Line("Как прочитан", [READ[pack.edition.read]], is_unsettled=pack.edition.read != "read"),
        _line("О чём заявка", f"Заявка на {pack.connection}; заключение {pack.contracts}"),
        _line("Подано и никем не рассмотрено", f"Статус «{pack.waiting}»"),
        _line("После подписей обеих сторон", f"Этап «{pack.after_signing.label}»"),
    ]
    return Section("edition", "Акт и редакция", lines)


def _power(pack: Pack) -> Section:
    power = pack.power
    largest = f"Не больше {words.power(power.largest, power.unit)}, знаков после запятой: {power.decimals}"
    return Section("power", "Мощность", [_line(power.label, f"Единица: {power.unit}", largest, power.usual)])


def _types(pack: Pack) -> Section:
    lines = [
        _line(type_.title, type_.hint, "Мощность можно не указывать" if type_.power_is_optional else "")
        for type_ in pack.types
    ]
    return Section("types", "Виды заявок", lines)


def _categories(pack: Pack) -> Section:
    lines = [
        _ruled(
            category,
            category.title,
            _if("Условие", category.when, pack),
            f"Порядок: {pack.procedure_of(category).title}",
            f"Почему: {category.why}",
            f"Что дальше: {category.next}",
            f"Плата: {category.cost}",
            "Отказать из-за отсутствия мощности нельзя" if category.no_capacity_is_no_reason else "",
        )
        for category in pack.categories
    ]
    return Section("categories", "Категории заявителей", lines, "Подходит первая, условие которой выполнено")


def _procedures(pack: Pack) -> Section:
    lines = [_line(one.title, f"Договор: {CONTRACT[one.contract]}") for one in pack.procedures]
    return Section("procedures", "Порядки заключения договора", lines)


def _payment_schedules(pack: Pack) -> Section:
    lines = [
        _ruled(
            one,
            one.title,
            f"Порядки: {', '.join(p.title for p in pack.procedures if p.code in one.procedures)}",
            _if("Можно, если", one.when, pack),
            *(f"{words.typography(str(part.share).replace('.', ','))} % {part.due}" for part in one.payments),
        )
        for one in pack.payment_schedules
    ]
    lead = "Заплатить сразу можно всегда" if lines else "Плату вносят сразу или частями, о которых договорились"
    return Section("payment_schedules", "Графики платежей", lines, lead)


def _pages(pack: Pack) -> Section:
    sides = {"applicant": "Отвечает заявитель", "company": "Отвечает сотрудник"}
    return Section("pages", "Шаги заявки", [_line(p.title, p.lead, sides[p.side]) for p in pack.pages])


def _questions(pack: Pack) -> Section:
    pages = {page.code: page.title for page in pack.pages}
    return Section("questions", "Вопросы", [_question(question, pack, pages) for question in pack.questions])


def _question(question: Question, pack: Pack, pages: dict[str, str]) -> Line:
    said = [
        f"Шаг «{pages[question.page]}», {TYPES[question.type]}" + (f", {question.unit}" if question.unit else ""),
        question.hint,
        _if("Задаётся, если", question.shown, pack),
        _required(question.required, pack),
        f"Отказ: «{question.missing}»" if question.missing else "",
        _choices(question),
        _limits(question),
        "Предлагается снова в следующей заявке о том же объекте" if question.kept else "",
    ]
    if not question.point:
        return _line(question.label, *said)
    mark = f"{cited(question)}, {MARKS[question.mark]}"
    return Line(question.label, [part for part in said if part], mark, question.needs_lawyer)


def _choices(question: Question) -> str:
    if not question.choices:
        return ""
    labels = [f"«{c.label}»" + (" (по умолчанию)" if c.code == question.default else "") for c in question.choices]
    return f"Ответы: {', '.join(labels)}"


def _limits(question: Question) -> str:
    low = f"не меньше {words.power(question.min, question.unit)}" if question.min is not None else ""
    high = f"не больше {words.power(question.max, question.unit)}" if question.max is not None else ""
    said = " и ".join(filter(None, [low, high]))
    return f"Число: {said}" if said else ""


def _attachments(pack: Pack) -> Section:
    lines = [
        _ruled(
            attachment,
            attachment.title,
            attachment.explanation,
            _required(attachment.required, pack),
            _if("Предлагается, если", attachment.shown, pack),
        )
        for attachment in pack.attachments
    ]
    return Section("attachments", "Документы заявителя", lines)


def _moves(pack: Pack) -> Section:
    lines = [
        _line(stage.label, f"Дальше: {', '.join(f'«{to.label}»' for to in sorted(nexts, key=lambda s: s.label))}")
        for stage, nexts in pack.moves.items()
    ]
    return Section("moves", "Переходы", lines, "Других переходов нет: невозможный отклоняется")


def _statuses(pack: Pack) -> Section:
    return Section("statuses", "Статусы заявки", _labelled(pack.statuses))


def _enquiry_statuses(pack: Pack) -> Section:
    return Section("enquiry_statuses", "Статусы сообщения", _labelled(pack.enquiry_statuses))


def _labelled(statuses: tuple[Status, ...]) -> list[Line]:
    return [_line(status.label, f"Этап «{status.stage.label}»") for status in statuses]


def _steps(pack: Pack) -> Section:
    lines = [_line(step.title, ", ".join(f"«{stage.label}»" for stage in step.stages)) for step in pack.steps]
    return Section("steps", "Этапы для заявителя", lines)


def _events(pack: Pack) -> Section:
    return Section("events", "События", [_event(event, pack) for event in pack.events])


def _event(event: Event, pack: Pack) -> Line:
    how = "Нужно всё: " if event.together and len(event.evidence) > 1 else "Доказывает: "
    proofs = ", ".join(_proof(proof, pack) for proof in event.evidence)
    return _line(event.title, f"{how}{proofs}" if proofs else "Отмечает сотрудник")


def _proof(proof: str, pack: Pack) -> str:
    kind, _colon, code = proof.partition(":")
    if kind in {"document", "sent"}:
        named = pack.company_document(code)
        what = f"документ «{named.title if named else code}»"
        return f"{what} направлен" if kind == "sent" else what
    if kind == "status":
        return f"статус «{next((s.label for s in pack.statuses if s.code == code), code)}»"
    if kind == "stage":
        return f"этап «{next((stage.label for stage in pack.moves if stage.value == code), code)}»"
    return {"submitted": "подача", "registered": "регистрационный номер"}.get(kind, proof)


def _states(pack: Pack) -> Section:
    lines = [
        _line(
            state.title,
            f"Чей ход: {_side(state.move)}",
            f"Есть дело и у другой стороны: {_side(state.shared)}" if state.shared else "",
            "Заявка завершена" if state.closed else "",
        )
        for state in pack.states
    ]
    return Section("states", "Состояния и чей ход", lines)


def _side(code: str) -> str:
    return words.lower_first(WHOSE[code]) if code in WHOSE else "ничей"


def _turns(pack: Pack) -> Section:
    """In the order in which they are tried."""
    titles, states = _titles(pack), {state.code: state.title for state in pack.states}
    procedures = {one.code: one.title for one in pack.procedures}
    lines = [
        _line(
            titles.get(turn.event, turn.event),
            f"Приводит в состояние «{states[turn.to]}»",
            f"Порядок: {', '.join(procedures[code] for code in turn.procedures)}" if turn.procedures else "",
            f"Из состояний: {', '.join(f'«{states[code]}»' for code in turn.after)}" if turn.after else "",
            "Если наступило раньше своего места, ждёт его" if turn.early else "",
        )
        for turn in pack.turns
    ]
    return Section("turns", "Что меняют события", lines)


def _public_stages(pack: Pack) -> Section:
    titles = _titles(pack)
    lines = [
        _ruled(
            stage,
            f"{stage.number}. {stage.title}",
            f"Событие: {titles[stage.event]}",
            f"Начинается: {titles[stage.begins]}" if stage.begins else "",
            f"Показывается: {SHOWS[stage.shows]}",
        )
        for stage in pack.public_stages
    ]
    return Section("public_stages", "Что раскрывает организация", lines)


def _terms(pack: Pack) -> Section:
    titles, procedures = _titles(pack), {one.code: one.title for one in pack.procedures}
    lines: list[Line] = []
    for term in pack.terms:
        counted = " (со следующего рабочего дня)" if term.counted_from == "next_working_day" else ""
        again = ", ".join(titles[code] for code in term.restarts)
        lines.append(
            _ruled(
                term,
                f"{term.title}: {length_in_words(term.length)}",
                f"Чей срок: {WHOSE[term.whose]}",
                f"Порядок: {', '.join(procedures[code] for code in term.procedures)}",
                _if("Если", term.when, pack),
                f"Начинается: {titles[term.starts]}{counted}",
                f"Заново: {again}" if again else "",
                f"Приостанавливают: {', '.join(term.suspends)}" if term.suspends else "",
                f"Заканчивается: {titles[term.ends]}",
                "Прошёл: никто не опоздал" if term.lapses else "",
                f"Пропущен: кабинет предлагает аннулировать со словами «{term.overdue}»" if term.overdue else "",
            )
        )
        lines += [
            _ruled(other, f"{term.title}, иначе: {length_in_words(other.length)}", _if("Если", other.when, pack))
            for other in term.others
        ]
    return Section("terms", "Сроки", lines)


def _milestones(pack: Pack) -> Section:
    titles = {one.code: one.title for one in pack.milestones} | _titles(pack)
    procedures = {one.code: one.title for one in pack.procedures}
    lines = []
    for one in pack.milestones:
        named = pack.company_document(one.document) if one.document else None
        lines.append(
            _line(
                one.title,
                f"Отмечает {_side(one.side)}",
                f"Порядок: {', '.join(procedures[code] for code in one.procedures)}",
                f"После: {', '.join(words.lower_first(titles.get(code, code)) for code in one.after)}"
                if one.after
                else "",
                f"Документ: {named.title}" if named else "",
                FILES[one.files],
                SIGNED[one.signed],
                "Дату события говорит человек" if one.dated else "Дата события — день, когда оно отмечено",
                "Может повторяться" if one.repeats else "",
                "С замечаниями повторяется" if one.has_remarks else "",
            )
        )
    return Section("milestones", "События после договора", lines)


def _refusals(pack: Pack) -> Section:
    lines = [
        _ruled(
            refusal,
            refusal.title,
            refusal.text,
            _if("Только если", refusal.when, pack),
            "Нет мощности: нельзя там, где правила это запрещают" if refusal.is_no_capacity else "",
        )
        for refusal in pack.refusals
    ]
    return Section("refusals", "Причины отказа", lines)


def _complaint(pack: Pack) -> Section:
    told = pack.complaint
    return Section("complaint", "Куда жаловаться", [Line(told.text, [], MARKS[told.mark], told.needs_lawyer)])


def _company_documents(pack: Pack) -> Section:
    lines = [_line(document.title) for document in pack.company_documents]
    return Section("company_documents", "Документы организации", lines)


def _made(pack: Pack) -> Section:
    sides = {"applicant": "от заявителя", "company": "от организации"}
    lines = [_line(made.title, f"Составляется {EVENTS[made.when]}, {sides[made.side]}") for made in pack.made]
    return Section("made", "Документы, которые составляет кабинет", lines)


def _told(pack: Pack) -> Section:
    titles = _titles(pack)
    lines = [
        _ruled(
            told,
            titles[told.event],
            f"Кому: {', '.join(words.lower_first(WHOSE[side]) for side in told.whom)}",
            f"Как: {', '.join(BY[by] for by in told.by)}",
        )
        for told in pack.told
    ]
    return Section("told", "Кого извещают", lines)


def _supplier(pack: Pack) -> Section:
    """No heat company hears of it."""
    supplier = pack.supplier
    if supplier is None:
        return Section("supplier", "", [])
    answers = (words.lower_first(pack.question(code).label) for code in supplier.answers)
    titles = {document.code: words.lower_first(document.title) for document in pack.company_documents}
    documents = ", ".join(titles[code] for code in supplier.documents)
    event = _titles(pack)[supplier.event]
    said = (
        f"Называют в вопросе «{pack.question(supplier.question).label}»",
        f"Видит ответы: {', '.join(answers)}",
        f"Видит документы, когда их больше некому подписывать: {documents}",
        f"Размещает и подписывает: {words.lower_first(supplier.places.title)}. Событие: {event}",
        f"Номер лицевого счёта. {_required(supplier.account, pack)}",
    )
    return Section("supplier", "Поставщик", [_ruled(supplier, "Заявка и документы", *said)])


def _titles(pack: Pack) -> dict[str, str]:
    return {event.code: event.title for event in pack.events}


_SECTIONS: tuple[Callable[[Pack], Section], ...] = (
    _edition, _types, _power, _categories, _procedures, _payment_schedules, _pages, _questions, _attachments, _moves,
    _statuses, _enquiry_statuses, _steps, _events, _states, _turns, _public_stages, _milestones,
    _terms, _refusals, _complaint, _company_documents, _made, _told, _supplier,
)  # fmt: skip
