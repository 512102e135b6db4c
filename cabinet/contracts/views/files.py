"""The files of an act. They wait as uploads, so that a form which is refused does not lose them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from accounts.requests import Request
from cabinet.cases.models import Case
from documents.errors import UploadGone
from documents.models import Upload
from documents.queries import chosen_uploads, uploads_for
from documents.services import cancel_upload, hold_upload
from tenancy.errors import DomainError


@dataclass
class Slot:
    """A place for a file, or for several."""

    code: str
    title: str
    is_required: bool = True
    many: bool = False
    uploads: Sequence[Upload] = ()
    refusals: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"file-{self.code}"

    @property
    def is_lacking(self) -> bool:
        return self.is_required and not self.uploads


def purpose_of(case: Case, act: str, number: int) -> str:
    return f"contract:{case.pk}:{act}:{number}"


def fill(slots: Sequence[Slot], request: Request, case: Case, act: str, *, now: datetime) -> None:
    """Take what the form brings into its slots, forget what it names, and say what waits in each.

    Where a slot is for one file, a new one stands in the place of the one that waited.
    """
    if unwanted := request.POST.get("forget", ""):
        with suppress(UploadGone):
            cancel_upload(chosen_uploads(request.user, [unwanted])[0])
    for number, slot in enumerate(slots):
        purpose = purpose_of(case, act, number)
        files = request.FILES.getlist(slot.name)
        for file in files if slot.many else files[-1:]:
            before = [] if slot.many else uploads_for(request.user, purpose)
            try:
                hold_upload(file, purpose=purpose, by=request.user, now=now)
            except DomainError as refusal:
                slot.refusals.append(refusal.message)
                continue
            for upload in before:
                cancel_upload(upload)
        slot.uploads = [upload for upload in uploads_for(request.user, purpose) if upload.document_id]
