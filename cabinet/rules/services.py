"""What an administrator decides where the act leaves it to the company: each decision is one more row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts import versions
from accounts.models import User
from audit import record

from . import amendments
from .errors import FixedByTheAct, HoldsTooEarly, NothingOfTheSort
from .models import Amendment
from .packs import current_pack

What = Amendment.What
# Of whom the company asks it: all that is said has to hold. Powers are with what is connected already.
WHOSE = frozenset({"kinds", "legal_forms", "power_above", "power_max"})
# What may be said of each thing. Of what the act asks for, only words and explanations.
MAY_SAY: Mapping[str, frozenset[str]] = {
    What.QUESTION: frozenset({"label", "hint"}),
    What.ATTACHMENT: frozenset({"title", "explanation"}),
    What.OWN_QUESTION: frozenset({"page", "type", "label", "hint", "required", "choices", "is_hidden"}) | WHOSE,
    What.OWN_ATTACHMENT: frozenset({"title", "explanation", "required", "is_hidden"}) | WHOSE,
    What.STATUS: frozenset({"label", "stage", "is_hidden", "position"}),
    What.ENQUIRY_STATUS: frozenset({"label", "stage", "is_hidden", "position"}),
}

NOTHING_SAID: Mapping[str, Any] = {
    **dict.fromkeys(("label", "hint", "title", "explanation", "page", "type", "stage"), ""),
    **dict.fromkeys(("power_above", "power_max"), ""),
    **dict.fromkeys(("required", "is_hidden"), False),
    "choices": [],
    "kinds": [],
    "legal_forms": [],
    "position": None,
}


@transaction.atomic
def amend(
    what: str,
    code: str,
    value: Mapping[str, Any],
    *,
    valid_from: date,
    seen: str | None = None,
    by: User,
    key: UUID | None = None,
    now: datetime,
) -> Amendment | None:
    """Decide it from a day on; None if it was decided so before. An empty `code` begins something of the company's own.

    `value` holds what is decided, keys that are left out stay as they are. Raises FixedByTheAct for what the act has
    settled, NothingOfTheSort for a code that names nothing, HoldsTooEarly, ChangedMeanwhile.
    """
    if key and (made := Amendment.objects.filter(key=key).first()):
        return made
    if code and not _is_known(what, code):
        raise NothingOfTheSort
    fixed = set(value) - MAY_SAY[what]
    if what in amendments.OF_TODAY and code and not code.startswith(amendments.OWN):
        fixed |= set(value) & {"stage"}
    if fixed:
        raise FixedByTheAct(_point_of(what, code))
    if valid_from < localdate(now):
        raise HoldsTooEarly
    return _written(what, code, value, valid_from=valid_from, seen=seen, by=by, key=key, now=now)


@transaction.atomic
def arrange(what: str, codes: Sequence[str], *, by: User, now: datetime) -> None:
    """The order in which statuses are offered."""
    for position, code in enumerate(codes):
        value = {**value_of(what, code), "position": position}
        _written(what, code, value, valid_from=localdate(now), seen=None, by=by, key=None, now=now)


def value_of(what: str, code: str) -> dict[str, Any]:
    """What was decided last of it, with every key that may be decided."""
    found = rows_of(what, code) if code else []
    return _whole(what, found[-1] if found else None)


def rows_of(what: str, code: str) -> list[Amendment]:
    """Every decision about it, in the order in which they were made."""
    return list(Amendment.objects.filter(what=what, code=code).select_related("by").order_by("number"))


def _written(
    what: str,
    code: str,
    value: Mapping[str, Any],
    *,
    valid_from: date,
    seen: str | None,
    by: User,
    key: UUID | None,
    now: datetime,
) -> Amendment | None:
    while True:
        named = code or _next_code(what)
        rows = rows_of(what, code) if code else []
        last = rows[-1] if rows else None
        saved = _whole(what, last)
        author = versions.Author(last.by.short_name, last.made_at) if last else None
        changed = versions.changes(value, saved=saved, seen=seen, author=author)
        if not changed:
            return None
        written = {name: said for name, said in {**saved, **changed}.items() if said != NOTHING_SAID[name]}
        try:
            with transaction.atomic():
                made = Amendment.objects.create(
                    what=what,
                    code=named,
                    number=last.number + 1 if last else 1,
                    value=written,
                    valid_from=valid_from,
                    by=by,
                    key=key,
                    made_at=now,
                )
        except IntegrityError:  # at this very moment: another decision about it, another new code, the same press
            if key and (made_at_once := Amendment.objects.filter(key=key).first()):
                return made_at_once
            continue
        amendments.forget_versions()
        record(by, "rules.amended", made, now=now, what=made.get_what_display(), code=named, day=str(valid_from))
        return made


def _whole(what: str, row: Amendment | None) -> dict[str, Any]:
    return {key: NOTHING_SAID[key] for key in MAY_SAY[what]} | (row.value if row else {})


def _next_code(what: str) -> str:
    taken = set(Amendment.objects.filter(what=what).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := f"{amendments.OWN}{n}") not in taken)


def _is_known(what: str, code: str) -> bool:
    if code.startswith(amendments.OWN):
        return Amendment.objects.filter(what=what, code=code).exists()
    return code in {item.code for item in items_of_pack(what)}


def items_of_pack(what: str) -> Sequence[Any]:
    """What the act has of the kind; of the company's own things none."""
    pack = current_pack()
    return {
        What.QUESTION: pack.questions,
        What.ATTACHMENT: pack.attachments,
        What.STATUS: pack.statuses,
        What.ENQUIRY_STATUS: pack.enquiry_statuses,
    }.get(What(what), ())


def _point_of(what: str, code: str) -> str:
    return next((getattr(item, "point", "") for item in items_of_pack(what) if item.code == code), "")
