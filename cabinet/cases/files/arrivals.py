"""Files that come with a form: sent before by the page itself, or, without a script, in the form."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from accounts.models import User
from accounts.requests import Request
from documents.errors import UploadGone
from documents.models import Upload
from documents.queries import chosen_uploads, uploads_for
from documents.services import cancel_upload
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from ui.words import one_line

from ..models import Case, Entry


@dataclass(frozen=True)
class Arrival:
    """A file that is to become an entry of a case. `key` is the entry's: a second press finds what the first made."""

    source: UploadedFile | Upload
    key: UUID
    title: str
    comment: str


def arrivals(request: Request, case: Case) -> list[Arrival]:
    """What the form brings, but for uploads that an earlier press has filed or that are to be forgotten.

    An upload has a title and a comment of its own. Without a script there is one of each: the title can be meant for
    one file only, the comment is for all. Raises UploadGone.
    """
    typed = request.POST
    passed = {typed.get("forget"), *(str(entry.key) for entry in _documents_of(case) if "upload" in typed)}
    uploads = chosen_uploads(request.user, [key for key in typed.getlist("upload") if key not in passed])
    files = request.FILES.getlist("files")
    title = one_line(typed.get("title", "")) if len(files) == 1 else ""
    return [
        *(
            Arrival(
                upload,
                upload.key,
                one_line(typed.get(f"title-{upload.key}", "")),
                typed.get(f"comment-{upload.key}", ""),
            )
            for upload in uploads
        ),
        *(
            Arrival(file, key_of_file(request, f"{index}-{file.name}"), title, typed.get("comment", ""))
            for index, file in enumerate(files)
        ),
    ]


def file_each(request: Request, case: Case, put: Callable[[Arrival], object]) -> tuple[int, list[str]]:
    """Every file that the form brings, by itself: one that is refused keeps no other out.

    Returns how many were filed, and a sentence for each that was not.
    """
    filed, refusals = 0, []
    try:
        for new in arrivals(request, case):
            try:
                put(new)
                filed += 1
            except DomainError as refusal:
                refusals.append(refusal.message)
    except UploadGone as refusal:
        refusals.append(refusal.message)
    return filed, refusals


def key_of_file(request: Request, place: str) -> UUID:
    """The key of an entry that comes of a file in the form itself: a second press finds what the first made."""
    return uuid5(key_of(request), place)


def forget(request: Request) -> None:
    """«Убрать»: the upload that the button names. One that is gone already is what was asked for."""
    with suppress(UploadGone):
        [unwanted] = chosen_uploads(request.user, [request.POST["forget"]])
        cancel_upload(unwanted)


def filed_before(case: Case, key: str) -> Entry | None:
    """The entry that an upload has become already."""
    return next((entry for entry in _documents_of(case).select_related("document") if str(entry.key) == key), None)


def waiting_uploads(user: User, purpose: str, title_of: Callable[[str], str]) -> list[Upload]:
    """What this person has sent for a place and not filed yet, each with the title that it probably has."""
    uploads = uploads_for(user, purpose)
    for upload in uploads:
        upload.title = title_of(upload.file_name)  # type: ignore[attr-defined]  # for the template
    return uploads


def _documents_of(case: Case) -> QuerySet[Entry]:
    return case.entries.filter(kind=Entry.Kind.DOCUMENT)
