"""«Заявки»: each application that was submitted in the period, with its answers."""

from collections.abc import Iterator

from cabinet.applications.answers import in_words
from cabinet.applications.kind import APPLICATION
from cabinet.applications.models import COLUMNS
from cabinet.cases.models import Case, CaseQuerySet
from cabinet.cases.stages import CHOICES

from ..period import Period
from ..registry import Book, Column, Row
from ..steps import by_steps

STAGES = dict(CHOICES)


def _found(period: Period) -> CaseQuerySet:
    since, until = period.moments
    found: CaseQuerySet = Case.objects.submitted().filter(
        kind=APPLICATION, submitted_at__gte=since, submitted_at__lt=until
    )
    return found


def _steps(period: Period, site: str) -> Iterator[list[Row]]:
    for cases in by_steps(_found(period).select_related("applicant", "application__supplier", "assignee")):
        yield [_row(case, site) for case in cases]


def _row(case: Case, site: str) -> Row:
    application, applicant, pack = case.application, case.applicant, case.rules
    power = application.max_power_kw
    answers = {
        question.label: said
        for question in pack.questions
        if question.code not in COLUMNS and (said := in_words(question, application.answers.get(question.code), pack))
    }
    return [
        case.pk,
        case.number,
        case.submitted_at,
        str(STAGES.get(case.stage, case.stage)),
        case.status,
        case.changed_at,
        applicant.pk,
        applicant.title,
        applicant.snils,
        applicant.inn,
        applicant.ogrn,
        application.type_in_pack.title if application.type_in_pack else "",
        application.purpose,
        application.address,
        application.cadastral_number,
        power.normalize() if power is not None else None,
        pack.power.unit,
        application.category,
        application.get_source_display(),
        application.supplier.name if application.supplier else "",
        case.assignee.short_name if case.assignee else "",
        answers,
        f"{site}{case.get_absolute_url()}",
    ]


BOOK = Book(
    code="applications",
    title="Заявки",
    dated="по дате подачи",
    told="Номер, статус, заявитель, объект, мощность и ответы. Черновиков нет",
    columns=(
        Column("id", "ID", 8),
        Column("number", "Номер"),
        Column("submitted_at", "Подана", 20),
        Column("stage", "Этап", 20),
        Column("status", "Статус", 28),
        Column("changed_at", "Изменена", 20),
        Column("applicant_id", "ID заявителя", 14),
        Column("applicant", "Заявитель", 32),
        Column("snils", "СНИЛС", 14),
        Column("inn", "ИНН", 14),
        Column("ogrn", "ОГРН", 18),
        Column("type", "Тип заявки", 28),
        Column("purpose", "Объект", 24),
        Column("address", "Адрес", 40),
        Column("cadastral_number", "Кадастровый номер", 24),
        Column("max_power", "Мощность или нагрузка", 12),
        Column("power_unit", "Единица", 10),
        Column("category", "Категория", 14),
        Column("source", "Откуда поступила", 20),
        Column("supplier", "Поставщик", 24),
        Column("assignee", "Исполнитель", 20),
        Column("answers", "Остальные ответы", 60),
        Column("link", "Карточка", 40),
    ),
    count=lambda period: _found(period).count(),
    steps=_steps,
)
