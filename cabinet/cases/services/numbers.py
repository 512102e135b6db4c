"""Registration numbers by the company's template: one after another, without gaps or doubles.

The row of the series is locked until the commit of whatever the number is given with, so a rolled back submission uses
none up, and parallel ones wait for each other here and nowhere else. It is always locked after the case.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from accounts import versions
from accounts.models import User
from audit import record

from .. import number_template
from ..errors import NoNumbersByTemplate, NumberIsUsed, NumbersAreOver
from ..models import Case, NumberSeries

AHEAD = 50  # numbers that are looked for among the given ones by one query


def give_on_submission(case: Case, *, now: datetime) -> None:
    """Give a case that is being submitted its number, where the company has them given so. The case is locked.

    `now` is when it is registered, also of a paper that came before: the act says from when terms run, and not how a
    register counts, so the register of a year that has ended stays as it was.
    """
    series = NumberSeries.objects.filter(kind=case.kind, way=NumberSeries.Way.SUBMISSION)
    if (locked := series.select_for_update(no_key=True).first()) and not case.number:
        _give(case, locked, now=now)
        case.number_on_submission = case.number
        case.save(update_fields=["number_on_submission"])


def give_next(case: Case, *, now: datetime) -> None:
    """Give a locked case the next number. The caller tells of it. Raises NoNumbersByTemplate, NumbersAreOver."""
    series = _with_template(case.kind).select_for_update(no_key=True).first()
    if series is None:
        raise NoNumbersByTemplate
    _give(case, series, now=now)


def are_given_by_template(case: Case) -> bool:
    """Whether «Присвоить следующий номер» can be offered."""
    return _with_template(case.kind).exists()


def _with_template(kind: str) -> QuerySet[NumberSeries]:
    return NumberSeries.objects.filter(kind=kind).exclude(way=NumberSeries.Way.TYPED).exclude(template="")


def _give(case: Case, series: NumberSeries, *, now: datetime) -> None:
    day = localdate(now)
    coming = series.coming(day)
    while ahead := list(islice(coming, AHEAD)):
        shown = {series.shown(number, day): number for number in ahead}
        used = set(Case.objects.filter(number__in=shown).values_list("number", flat=True))
        for text, number in shown.items():
            if number > number_template.LAST:
                raise NumbersAreOver
            if text not in used and _is_taken_by(case, text):
                series.note(number, day)
                series.save(update_fields=["counters"])
                return


def _is_taken_by(case: Case, number: str) -> bool:
    """Whether the case has got this number; somebody may have typed the same at this very moment."""
    try:
        with transaction.atomic():
            Case.objects.filter(pk=case.pk).update(number=number)
    except IntegrityError:
        return False
    case.number = number
    return True


@transaction.atomic
def change_numbers(
    kind: str, answers: Mapping[str, Any], *, next_number: int | None, seen: str | None = None, by: User, now: datetime
) -> NumberSeries:
    """Save how numbers are given to a kind of case. `answers` are `way` and `template`, the template was checked.

    `next_number` sets where this year's numbering goes on: forward, or back over what nobody was given; None leaves it.
    Raises ChangedMeanwhile, NumberIsUsed.
    """
    NumberSeries.objects.get_or_create(kind=kind, defaults={"changed_at": now})
    series = NumberSeries.objects.select_for_update(no_key=True).get(kind=kind)
    author = versions.Author(series.changed_by, series.changed_at) if series.changed_by else None
    saved = versions.values_of(series, answers)
    changed = versions.changes(answers, saved=saved, seen=seen, author=author)
    for name, value in changed.items():
        setattr(series, name, value)
    day = localdate(now)
    moved = next_number is not None and next_number != series.next(day)
    if next_number is not None and moved:
        if next_number <= series.last(day):
            raise NumberIsUsed(series.last(day))
        series.set_next(next_number, day)
    if changed or moved:
        series.changed_at, series.changed_by = now, by.short_name
        series.save()
        record(
            by, "case.numbers_changed", series, now=now, kind=kind, way=series.way, template=series.template,
            next=series.next(day),
        )  # fmt: skip
    return series
