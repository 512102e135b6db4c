"""A pack with what the company has decided in it: `rules_for`.

Rows are read once a process for each version of them. The version is asked by one cheap query: once a request, however
many cases are on the page, and each time where there is no request.
"""

import threading
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from django.core.signals import request_finished, request_started
from django.db.models import Max
from django.utils import timezone
from django.utils.timezone import localdate

from tenancy.company import connection

from .conditions import Condition
from .conditions import read as condition_of
from .models import Amendment
from .pack import Attachment, Choice, Pack, Question, Status
from .packs import current_pack, load

What = Amendment.What
# Of a case the company offers the statuses of today; all else stays as it was on the day of submission.
OF_TODAY = {What.STATUS, What.ENQUIRY_STATUS}
OWN = "company_"
OWN_POINT = "решение сетевой организации"

Version = tuple[Any, ...]
Reworded = TypeVar("Reworded", Question, Attachment)


class _Remembered(threading.local):
    """The versions of the schemas that this request has asked for; None outside of a request."""

    versions: dict[str, Version] | None = None


_remembered = _Remembered()


def _begin(**kwargs: Any) -> None:
    _remembered.versions = {}


def _end(**kwargs: Any) -> None:
    _remembered.versions = None


def forget_versions() -> None:
    """A decision was made in this request."""
    if _remembered.versions is not None:
        _remembered.versions.clear()


request_started.connect(_begin)
request_finished.connect(_end)


def rules_for(pack: Pack, at: datetime) -> Pack:
    """The edition as it holds for what was submitted at that moment; for a draft `at` is now."""
    day, today = localdate(at), timezone.localdate()
    schema, version = connection.schema_name, _version()
    in_force = tuple(
        row.pk
        for row in _rows(schema, version)
        if (row.is_in_force(today) if row.what in OF_TODAY else row.is_in_force(day) and row.made_at <= at)
    )
    return _amended(pack.code, pack.valid_from, schema, version, in_force) if in_force else pack


def rules_now() -> Pack:
    """What holds for a draft."""
    return rules_for(current_pack(), timezone.now())


def amendments() -> tuple[Amendment, ...]:
    """All decisions of the company, the one that wins last."""
    return _rows(connection.schema_name, _version())


def _version() -> Version:
    versions, schema = _remembered.versions, connection.schema_name
    if versions is not None and schema in versions:
        return versions[schema]
    # The time too: a schema that was made anew under the same name counts its rows from one again.
    found = Amendment.objects.aggregate(pk=Max("pk"), made_at=Max("made_at"))
    version = (found["pk"], found["made_at"])
    if versions is not None:
        versions[schema] = version
    return version


@lru_cache(maxsize=256)
def _rows(schema: str, version: Version) -> tuple[Amendment, ...]:
    return () if version == (None, None) else tuple(Amendment.objects.order_by("valid_from", "pk"))


@lru_cache(maxsize=512)
def _amended(code: str, edition: date, schema: str, version: Version, in_force: tuple[int, ...]) -> Pack:
    chosen = set(in_force)
    return applied(load(code, edition), [row for row in _rows(schema, version) if row.pk in chosen])


def applied(pack: Pack, rows: Iterable[Amendment]) -> Pack:
    """The pack with these decisions, of which the last one for a code wins."""
    values: dict[str, dict[str, dict[str, Any]]] = {what: {} for what in What}
    for row in rows:
        values[row.what].pop(row.code, None)
        values[row.what][row.code] = row.value
    if not any(values.values()):
        return pack
    types = {type_.code for type_ in pack.types}
    amended = pack.model_copy(
        update={
            "questions": (
                *(_reworded(question, values[What.QUESTION]) for question in pack.questions),
                *(
                    own_question(code, value, types)
                    for code, value in sorted(values[What.OWN_QUESTION].items())
                    if _is_asked(value, pack) and _is_asked_for(value, types)
                ),
            ),
            "attachments": (
                *(_reworded(attachment, values[What.ATTACHMENT]) for attachment in pack.attachments),
                *(
                    own_attachment(code, value, types)
                    for code, value in sorted(values[What.OWN_ATTACHMENT].items())
                    if _is_asked_for(value, types)
                ),
            ),
            "statuses": statuses_with(pack.statuses, values[What.STATUS]),
            "enquiry_statuses": statuses_with(pack.enquiry_statuses, values[What.ENQUIRY_STATUS]),
        }
    )
    for kept in ("_codes", "submitted"):  # what the copy has counted for the original
        amended.__dict__.pop(kept, None)
    return amended


def _is_asked(value: dict[str, Any], pack: Pack) -> bool:
    return bool(value) and not value.get("is_hidden") and any(page.code == value["page"] for page in pack.pages)


def _is_asked_for(value: dict[str, Any], types: set[str]) -> bool:
    """What was asked for kinds of application that this edition does not know is asked of nobody."""
    kinds = value.get("kinds") or types
    return bool(value) and not value.get("is_hidden") and not types.isdisjoint(kinds)


def _reworded(item: Reworded, values: dict[str, dict[str, Any]]) -> Reworded:
    said = {key: words for key, words in values.get(item.code, {}).items() if words}
    return item.model_copy(update=said) if said else item


def whose(value: dict[str, Any], types: Iterable[str]) -> Condition | None:
    """Of whom the company asks something of its own; None for everybody."""
    asked: dict[str, Any] = {}
    if kinds := [kind for kind in value.get("kinds", []) if kind in set(types)]:
        asked["kind"] = kinds
    if value.get("legal_forms"):
        asked["legal_form"] = value["legal_forms"]
    bounds = {name: value.get(f"power_{name}") for name in ("above", "max")}
    if power := {name: Decimal(bound) for name, bound in bounds.items() if bound}:
        asked["total_power"] = power
    return condition_of(asked) if asked else None


def own_question(code: str, value: dict[str, Any], types: Iterable[str]) -> Question:
    """A question that the company asks beside those of the act."""
    is_required = bool(value.get("required"))
    return Question(
        code=code,
        page=value["page"],
        type=value["type"],
        label=value["label"],
        hint=value.get("hint", ""),
        required=is_required,
        missing=f"Ответьте на вопрос «{value['label']}»" if is_required else "",
        shown=whose(value, types),
        choices=tuple(Choice(code=answer, label=label) for answer, label in value.get("choices", [])),
        point=OWN_POINT,
        mark="S",
        is_own=True,
    )


def own_attachment(code: str, value: dict[str, Any], types: Iterable[str]) -> Attachment:
    """A document that the company asks for beside those of the act."""
    of_whom = whose(value, types)
    is_required = bool(value.get("required"))
    return Attachment(
        code=code,
        title=value["title"],
        explanation=value.get("explanation", ""),
        required=(of_whom or True) if is_required else False,
        shown=of_whom,
        point=OWN_POINT,
        mark="S",
        is_own=True,
    )


def legal_forms_of(attachment: Attachment) -> list[str]:
    """Of whom a document is asked that the company has added; empty for everybody, and for documents of the act."""
    if not attachment.is_own or attachment.shown is None:
        return []
    return [str(form) for test in attachment.shown.tests if test.fact == "legal_form" for form in test.values]


def statuses_with(statuses: Sequence[Status], values: dict[str, dict[str, Any]]) -> tuple[Status, ...]:
    """In the order of the company, the hidden ones marked; its own ones are bound to stages of the pack."""
    places: dict[str, int] = {}
    found = []
    for place, status in enumerate(statuses):
        value = values.get(status.code, {})
        found.append(
            status.model_copy(
                update={"label": value.get("label") or status.label, "is_hidden": bool(value.get("is_hidden"))}
            )
        )
        places[status.code] = value.get("position", place)
    known = set(places)
    for code, value in values.items():
        if code not in known and value:
            found.append(
                Status(code=code, stage=value["stage"], label=value["label"], is_hidden=bool(value.get("is_hidden")))
            )
            places[code] = value.get("position", len(places))
    return tuple(sorted(found, key=lambda status: places[status.code]))
