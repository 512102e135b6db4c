"""A file of a form about money. It waits as an upload, so that a form which is refused does not lose it."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from accounts.requests import Request
from documents.errors import UploadGone
from documents.models import Upload
from documents.queries import chosen_uploads, uploads_for
from documents.services import cancel_upload, hold_upload
from tenancy.errors import DomainError


@dataclass
class Scan:
    """The place of one file: what waits in it, and what was refused. Drawn by the template of contracts."""

    title: str
    purpose: str
    name: str = "scan"
    is_required: bool = False
    many: bool = False
    uploads: list[Upload] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    @property
    def upload(self) -> Upload | None:
        return self.uploads[0] if self.uploads else None

    def fill(self, request: Request, *, now: datetime) -> None:
        """Take the file that the form brings, forget the one that it names, and say what waits."""
        if unwanted := request.POST.get("forget", ""):
            with suppress(UploadGone):
                cancel_upload(chosen_uploads(request.user, [unwanted])[0])
        if file := request.FILES.get(self.name):
            before = uploads_for(request.user, self.purpose)
            try:
                hold_upload(file, purpose=self.purpose, by=request.user, now=now)
            except DomainError as refusal:
                self.refusals.append(refusal.message)
            else:
                for upload in before:
                    cancel_upload(upload)
        self.uploads = [upload for upload in uploads_for(request.user, self.purpose) if upload.document_id]
