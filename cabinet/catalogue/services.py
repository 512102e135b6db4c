"""What an administrator does with the names of documents."""

from datetime import datetime
from typing import Any, Literal

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

import documents.services
from accounts import versions
from accounts.models import User
from audit import record
from documents.models import Document
from ui import html

from .errors import NameTaken
from .models import DocumentName
from .queries import names_of_pack

ASKED = ("title", "asked_of", "words", "explanation")


@transaction.atomic
def begin(*, by: User, now: datetime) -> None:
    """Copy the names of the rule pack, so that they may be changed. Does nothing where that was done before."""
    if DocumentName.objects.exists():
        return
    # Of two at once the second finds every name taken.
    DocumentName.objects.bulk_create(names_of_pack(), ignore_conflicts=True)
    record(by, "catalogue.begun", DocumentName.objects.earliest("pk"), now=now)


def keep(
    name: DocumentName,
    *,
    template: UploadedFile | None = None,
    without_template: bool = False,
    seen: str | None = None,
    by: User,
    now: datetime,
) -> DocumentName:
    """Save a new name or a changed one; `template` takes the place of the file that was there.

    Raises NameTaken, ChangedMeanwhile, FileRefused, StorageUnavailable.
    """
    file = documents.services.take(template, by=by, now=now) if template else None
    name.explanation = html.clean(name.explanation)
    with transaction.atomic():
        return _change(name, file, without_template, seen, by, now) if name.pk else _add(name, file, by, now)


def values_of(name: DocumentName) -> dict[str, Any]:
    """What the form of a name asks; its file under the name of the field which takes it."""
    return {**versions.values_of(name, ASKED), "file": name.template}


def _add(name: DocumentName, file: Document | None, by: User, now: datetime) -> DocumentName:
    begin(by=by, now=now)
    name.position = 1 + max(DocumentName.objects.values_list("position", flat=True), default=0)
    if file:
        documents.services.keep(file)
        name.template = file
    _save(name)
    record(by, "catalogue.name_added", name, now=now, title=name.title)
    return name


def _change(
    name: DocumentName, file: Document | None, without_template: bool, seen: str | None, by: User, now: datetime
) -> DocumentName:
    rows = DocumentName.objects.select_for_update(of=("self",), no_key=True).select_related("template")
    locked = rows.get(pk=name.pk)
    typed = versions.values_of(name, ASKED)
    if file or without_template:
        typed["file"] = file
    author = versions.last_author(locked, "catalogue.name_added", "catalogue.name_changed")
    written = versions.changes(typed, saved=values_of(locked), seen=seen, author=author)
    old = locked.template if "file" in written else None
    for field, value in written.items():
        setattr(locked, "template" if field == "file" else field, value)
    if written:
        if file:
            documents.services.keep(file)
        _save(locked)
        if old:
            documents.services.discard(old)
        record(by, "catalogue.name_changed", locked, now=now, title=locked.title)
    for field in (*ASKED, "template"):
        setattr(name, field, getattr(locked, field))
    return name


@transaction.atomic
def move(name: DocumentName, *, to: Literal["up", "down"], by: User, now: datetime) -> None:
    """Change places with the neighbour on the same side of the list. The first one stays the first."""
    side = DocumentName.objects.select_for_update(of=("self",)).filter(from_company=name.from_company, archived_at=None)
    ordered = list(side)
    here = ordered.index(name)
    there = max(here - 1, 0) if to == "up" else min(here + 1, len(ordered) - 1)
    ordered.insert(there, ordered.pop(here))
    for position, other in enumerate(ordered):
        other.position = position
    DocumentName.objects.bulk_update(ordered, ["position"])
    record(by, "catalogue.name_changed", name, now=now, title=name.title)


@transaction.atomic
def hide(name: DocumentName, *, by: User, now: datetime) -> None:
    """Nobody is offered it any more; documents that bear it keep it."""
    if DocumentName.objects.filter(pk=name.pk, archived_at=None).update(archived_at=now):
        record(by, "catalogue.name_hidden", name, now=now, title=name.title)


@transaction.atomic
def show(name: DocumentName, *, by: User, now: datetime) -> None:
    """Offer it again, in its old place."""
    if DocumentName.objects.filter(pk=name.pk, archived_at__isnull=False).update(archived_at=None):
        record(by, "catalogue.name_shown", name, now=now, title=name.title)


def _save(name: DocumentName) -> None:
    try:
        with transaction.atomic():
            name.save()
    except IntegrityError as error:
        same = DocumentName.objects.filter(from_company=name.from_company, title=name.title).first()
        if same is None:
            raise
        raise NameTaken(name.title, archived=same.archived_at is not None) from error
