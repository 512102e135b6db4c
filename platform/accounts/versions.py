"""Two people edit the same page: the second to save is asked, and nothing is overwritten unseen.

A form carries the version of what it was filled with: one short digest for each field. When it is saved, the service
locks the row and compares three values of each field: the one seen, the one saved now and the one typed.

- Nobody else changed the field: what was typed is written.
- Only somebody else changed it: what they saved stays, and nobody is asked, for nothing typed is lost.
- Both changed it, to different values: `ChangedMeanwhile` names both, and nothing of the form is written.

A form without a version (drawn by an earlier release, or made by hand) has seen nothing, so every field that has a
value counts as changed by somebody else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Model
from django.utils.timezone import localtime

from audit.models import Record
from tenancy.company import is_public
from tenancy.errors import DomainError
from ui.words import with_time

from .models import User

DIGEST = 12  # characters; two values of one field, not of the world, are told apart


@dataclass(frozen=True)
class Author:
    name: str
    at: datetime


class ChangedMeanwhile(DomainError):
    """Both values of each field in question are shown by the form, see `accounts.forms.versions`."""

    code = "changed_meanwhile"

    def __init__(
        self, clashes: Mapping[str, Any], *, kept: Mapping[str, Any], version: str, author: Author | None
    ) -> None:
        self.clashes = clashes  # what is saved now in the fields that both have changed
        self.kept = kept  # and in those that only the other one has
        self.version = version  # the version for the next attempt, which has then seen these values
        who = f" Изменения сохранены: {author.name}, {with_time(localtime(author.at))}." if author else ""
        super().__init__(
            f"Пока страница была открыта, эти данные изменили.{who} Ваши изменения ещё не сохранены. "
            "Сравните значения и нажмите кнопку ещё раз: сохранится то, что сейчас в полях"
        )


def version_of(values: Mapping[str, Any]) -> str:
    return " ".join(f"{name}:{_digest(value)}" for name, value in values.items())


def values_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def changes(
    typed: Mapping[str, Any], *, saved: Mapping[str, Any], seen: str | None, author: Author | None = None
) -> dict[str, Any]:
    """What of `typed` is to be written over `saved`, which the caller has locked.

    `seen` is the version that the form carried; None where no page is involved. Raises ChangedMeanwhile.
    """
    different = {name: value for name, value in typed.items() if _digest(value) != _digest(saved[name])}
    if seen is None:
        return different
    were = dict(pair.split(":", 1) for pair in seen.split() if ":" in pair)
    clashes: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    for name, value in different.items():
        was = were.get(name, _digest(None))
        if was == _digest(saved[name]):
            continue
        (kept if name in were and was == _digest(value) else clashes)[name] = saved[name]
    if clashes:
        raise ChangedMeanwhile(clashes, kept=kept, version=version_of(saved), author=author)
    return {name: value for name, value in different.items() if name not in kept}


def must_agree(typed: Mapping[str, Any], *, saved: Mapping[str, Any], version: str, author: Author | None) -> None:
    """Check that values which the page has not shown equal those typed. Raises ChangedMeanwhile."""
    clashes = {name: saved[name] for name, value in typed.items() if _digest(value) != _digest(saved[name])}
    if clashes:
        raise ChangedMeanwhile(clashes, kept={}, version=version, author=author)


def number_of(seen: str) -> int:
    """The number of the newest row that the page knew, where that is the version. Nonsense counts as 0."""
    return int(seen) if seen.isascii() and seen.isdigit() else 0


def last_author(subject: Model, *events: str) -> Author | None:
    """The author of the last of `events` on `subject`, according to the audit."""
    found = Record.objects.about(subject).filter(event__in=events).last()
    return Author(_name_of(found), found.at) if found else None


def _name_of(record: Record) -> str:
    if record.actor_kind == Record.ActorKind.OPERATOR and not is_public():
        return "оператор платформы"
    actor = User.objects.filter(pk=record.actor_id).first() if record.actor_id else None
    return actor.short_name if actor else record.get_actor_kind_display().lower()


def _digest(value: Any) -> str:
    """Treat every empty value as equal, whatever its type."""
    plain = "" if value is None or value == [] else value
    if isinstance(plain, Model):
        plain = plain.pk
    text = json.dumps(plain, ensure_ascii=False, default=str)
    return sha256(text.replace("\\r\\n", "\\n").encode()).hexdigest()[:DIGEST]
