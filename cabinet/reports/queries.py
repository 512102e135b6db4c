"""The figures of reports. Each costs the same few queries, however long the period, however many the applications."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import Count, DateTimeField, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncMonth
from django.utils import timezone

from accounts.models import User
from cabinet.cases.due import DueDay
from cabinet.cases.kinds import kinds_with_stages
from cabinet.cases.models import Case
from cabinet.cases.stages import CLOSED, OPEN, Stage
from cabinet.rules.packs import current_pack
from cabinet.terms.outcomes import Outcome
from documents.tables import Cell
from ui.words import month as month_in_words

from .period import DAY, Period
from .spread import spread_of

POWER = "application__max_power_kw"
STEP = 2000  # rows that are read at once
NOBODY = "Исполнитель не назначен"
WITHOUT_CATEGORY = "Категория не указана"


@dataclass(frozen=True)
class Report:
    """A table, and which of its columns the chart draws. Numbers are counts, power or days, as the heads say."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    drawn: int = 1
    note: str = ""


def by_month(period: Period) -> Report:
    """What was filed, concluded, connected, refused, annulled and withdrawn in each month."""
    filed = _monthly(_submitted(period), "submitted_at")
    reached = {stage: _monthly(*_reached(stage, period)) for stage in _COUNTED}
    heads = ("Месяц", "Подано", f"Подано, {_unit()}", *(head for head, _ in _COUNTED.values()), f"Исполнено, {_unit()}")
    rows: list[list[Any]] = []
    for month in period.months:
        connected = reached[Stage.CONNECTED].get(month, (0, Decimal(0)))
        counts = [reached[stage].get(month, (0, Decimal(0)))[0] for stage in _COUNTED]
        count, power = filed.get(month, (0, Decimal(0)))
        rows.append([month_in_words(month), count, power, *counts, connected[1]])
    total = [sum(row[n] for row in rows) for n in range(1, len(heads))]
    return Report(heads, [*rows, ["Всего", *total]], note=_BY_MONTH)


# What is counted by the moment at which the stage was reached; a decision that was undone is not counted.
_COUNTED: dict[Stage, tuple[str, bool]] = {
    Stage.PERFORMANCE: ("Договор заключён", False),
    Stage.CONNECTED: ("Исполнено", True),
    Stage.REFUSED: ("Отказано", True),
    Stage.VOIDED: ("Аннулировано", True),
    Stage.WITHDRAWN: ("Отозвано", True),
}
_BY_MONTH = (
    "Подано — по дню подачи, остальное — по дню, когда заявка дошла до этапа. Порядок граф для регулятора сверьте "
    "с его формой: источник формы не приложен, требует проверки"
)


def by_stage(period: Period) -> Report:
    """Where the applications of the period stand now."""
    found = _submitted(period).values("stage").annotate(count=Count("pk"), kw=Sum(POWER)).order_by()
    told = {row["stage"]: row for row in found}
    rows = [[stage.label, told[stage]["count"], _amount(told[stage]["kw"])] for stage in Stage if stage.value in told]
    return Report(("Этап", "Заявок", _power()), rows)


def by_category(period: Period) -> Report:
    category = "application__category"
    found = (
        _submitted(period)
        .values(category)
        .annotate(
            count=Count("pk"),
            kw=Sum(POWER),
            connected=Count("pk", filter=Q(stage=Stage.CONNECTED)),
            ended=Count("pk", filter=Q(stage__in=CLOSED - {Stage.CONNECTED})),
        )
        .order_by("-count", category)
    )
    titles = {category.code: category.title for category in current_pack(timezone.localdate()).categories}
    rows = [
        [
            titles.get(row[category], row[category] or WITHOUT_CATEGORY),
            row["count"], _amount(row["kw"]), row["connected"], row["ended"],
        ]
        for row in found
    ]  # fmt: skip
    heads = ("Категория", "Заявок", _power(), "Исполнено", "Окончено без договора или исполнения")
    return Report(heads, rows)


def by_type(period: Period) -> Report:
    kind = "application__type"
    found = _submitted(period).values(kind).annotate(count=Count("pk"), kw=Sum(POWER)).order_by("-count", kind)
    titles = {one.code: one.title for one in current_pack(timezone.localdate()).types}
    rows = [[titles.get(row[kind], row[kind] or "Тип не указан"), row["count"], _amount(row["kw"])] for row in found]
    return Report(("Тип заявки", "Заявок", _power()), rows)


def terms(period: Period) -> Report:
    """Terms of the company that ended in the period, and how many of them in time."""
    kept: Counter[str] = Counter()
    late: dict[str, list[int]] = defaultdict(list)
    reckoned = set()
    for outcome in _outcomes(period):
        if outcome["whose"] != DueDay.Side.COMPANY:
            continue
        if outcome["reckoned"]:
            reckoned.add(outcome["title"])
        if outcome["late_days"]:
            late[outcome["title"]].append(outcome["late_days"])
        else:
            kept[outcome["title"]] += 1
    titles = sorted({*kept, *late}, key=lambda title: (-(kept[title] + len(late[title])), title))
    rows: list[list[Cell]] = []
    for title in titles:
        days, count = late[title], kept[title] + len(late[title])
        name = f"{title} (расчётный срок)" if title in reckoned else title
        rows.append([name, count, kept[title], len(days), _share(kept[title], count), max(days, default=0)])
    heads = ("Срок", "Кончилось", "В срок", "С опозданием", "В срок, %", "Самое долгое опоздание, дней")
    over = DueDay.objects.filter(
        whose=DueDay.Side.COMPANY, last_day__lt=timezone.localdate(), is_reckoned=False, case__stage__in=OPEN
    ).count()
    note = f"Сейчас идут с опозданием: {over}" if over else ""
    return Report(heads, rows, note=note)


def people(period: Period) -> Report:
    """The load of each of the staff now, and what they have closed in the period."""
    today = timezone.localdate()
    found = (
        Case.objects.filter(stage__in=OPEN)
        .values("assignee")
        .annotate(
            count=Count("pk"),
            over=Count("pk", filter=Q(due__last_day__lt=today, due__whose=DueDay.Side.COMPANY, due__is_reckoned=False)),
            moves=Count("pk", filter=Q(due__move=DueDay.Side.COMPANY)),
        )
        .order_by()
    )
    load: dict[int | None, Any] = {row["assignee"]: row for row in found}
    closed: Counter[int | None] = Counter(
        case.assignee_id
        for case in _touched(period).filter(stage__in=CLOSED).only("stage", "reached", "assignee").iterator(STEP)
        if (moment := _moment(case.reached, case.stage)) and timezone.localdate(moment) in period
    )
    names: dict[int | None, str] = {
        user.pk: user.full_name for user in User.objects.filter(pk__in={*load, *closed} - {None})
    }
    everybody = sorted({*load, *closed}, key=lambda pk: (pk is None, names.get(pk, "")))
    rows: list[list[Cell]] = []
    for pk in everybody:
        told = load.get(pk, {"count": 0, "over": 0, "moves": 0})
        rows.append([names.get(pk, NOBODY), told["count"], told["moves"], told["over"], closed[pk]])
    return Report(("Сотрудник", "В работе", "Ждут организации", "Просрочено", "Закрыто за период"), rows)


def durations(period: Period) -> Report:
    """How long applications stood at a stage that they left in the period, in days."""
    stood: dict[str, list[float]] = defaultdict(list)
    for case in _touched(period).filter(kind__in=kinds_with_stages()).only("reached").iterator(STEP):
        steps = sorted((moment, stage) for stage, moment in _moments(case.reached))
        for (came, stage), (left, _) in pairwise(steps):
            if timezone.localdate(left) in period:
                stood[stage].append((left - came).total_seconds() / 86400)
    rows: list[list[Cell]] = []
    for stage in Stage:
        if days := stood.get(stage.value):
            told = spread_of(days)
            rows.append([stage.label, *(_tenth(one) for one in (told.middle, told.mean, told.longest)), told.count])
    heads = ("Этап", "Медиана, дней", "Среднее, дней", "Самое долгое, дней", "Заявок")
    note = (
        "Медиана: половина заявок прошла этап быстрее. По последнему приходу на этап; этап, на котором заявка стоит "
        "сейчас, не считается"
    )
    return Report(heads, rows, note=note)


REPORTS: dict[str, tuple[str, Callable[[Period], Report]]] = {
    "months": ("Подано, исполнено, аннулировано по месяцам", by_month),
    "stages": ("Заявки по этапам", by_stage),
    "categories": ("Заявки по категориям", by_category),
    "types": ("Заявки по типам", by_type),
    "terms": ("Соблюдение сроков", terms),
    "people": ("Загрузка сотрудников", people),
    "durations": ("Время на этапах", durations),
}


def _bounds(period: Period) -> tuple[datetime, datetime]:
    """The first moment of the period and the first one after it, in the company's zone."""
    since, after = (datetime.combine(day, time.min) for day in (period.since, period.until + DAY))
    return timezone.make_aware(since), timezone.make_aware(after)


def _submitted(period: Period) -> QuerySet[Case]:
    since, after = _bounds(period)
    return Case.objects.filter(kind__in=kinds_with_stages(), submitted_at__gte=since, submitted_at__lt=after)


def _touched(period: Period) -> QuerySet[Case]:
    """What may have moved in the period: it was submitted before its end and changed since its beginning."""
    since, after = _bounds(period)
    return Case.objects.filter(submitted_at__lt=after, changed_at__gte=since).order_by()


def _reached(stage: Stage, period: Period) -> tuple[QuerySet[Case], str]:
    since, after = _bounds(period)
    moment = Cast(KeyTextTransform(stage.value, "reached"), DateTimeField())
    found = Case.objects.filter(kind__in=kinds_with_stages(), reached__has_key=stage.value, changed_at__gte=since)
    if _COUNTED[stage][1]:
        found = found.filter(stage=stage)
    return found.annotate(came_at=moment).filter(came_at__gte=since, came_at__lt=after), "came_at"


def _monthly(found: QuerySet[Case], moment: str) -> dict[date, tuple[int, Decimal]]:
    rows = (
        found.annotate(month=TruncMonth(moment)).values("month").annotate(count=Count("pk"), kw=Sum(POWER)).order_by()
    )
    return {timezone.localdate(row["month"]): (row["count"], _amount(row["kw"])) for row in rows}


def _outcomes(period: Period) -> Iterator[Outcome]:
    since, _after = _bounds(period)
    kept: QuerySet[Any] = DueDay.objects.exclude(ended=[]).filter(case__changed_at__gte=since)
    for ended in kept.order_by().values_list("ended", flat=True).iterator(STEP):
        for outcome in ended:
            if date.fromisoformat(outcome["ended_on"]) in period:
                yield outcome


def _moments(reached: dict[str, str]) -> list[tuple[str, datetime]]:
    return [(stage, datetime.fromisoformat(moment)) for stage, moment in reached.items()]


def _moment(reached: dict[str, str], stage: str) -> datetime | None:
    return datetime.fromisoformat(reached[stage]) if stage in reached else None


def _unit() -> str:
    """In which the rules of this field count power or load."""
    return current_pack(timezone.localdate()).power.unit


def _power() -> str:
    return f"{current_pack(timezone.localdate()).power.label}, {_unit()}"


def _amount(power: Decimal | None) -> Decimal:
    return power or Decimal(0)


def _tenth(days: float) -> Decimal:
    return Decimal(str(days))


def _share(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
