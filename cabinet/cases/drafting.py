"""What every draft page does with its documents and buttons, whatever its own form asks."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.models import Applicant
from accounts.requests import Request
from documents.kinds import ACCEPT, hint
from documents.release import refusal_of
from ui.words import one_line, with_time

from . import filing, queries, services
from .models import Case, Entry


class DraftDesk:
    """One request to the page of a draft.

    The page is one form. Its button says what is asked: `do` = save, submit or attach, or `remove` = an entry.
    Whatever is asked, files and names of documents are taken first; a file that is refused stops nothing else.
    """

    def __init__(self, request: Request, case: Case) -> None:
        self.request = request
        self.case = case
        self.refusals: list[str] = []

    def asked(self, action: str) -> bool:
        return self.request.POST.get("do") == action

    def before_form(self) -> HttpResponse | None:
        """A draft that is no draft any more leads to its card: a second press of «Подать заявку» ends here."""
        if self.case.is_draft:
            return None
        if self.request.method == "POST":
            done = "Заявка уже подана" if self.case.is_application else "Сообщение уже отправлено"
            at = with_time(timezone.localtime(self.case.submitted_at))
            number = f", номер {self.case.number}" if self.case.number else ""
            messages.info(self.request, f"{done} {at}{number}. Второй раз отправлять не нужно.")
        return redirect(self.case)

    def take_documents(self) -> None:
        now, by = timezone.now(), self.request.user
        for entry in self._documents():
            if self.request.POST.get("remove") == str(entry.pk):
                services.detach(entry, now=now)
            elif f"title-{entry.pk}" in self.request.POST:
                services.describe(
                    entry,
                    title=one_line(self.request.POST[f"title-{entry.pk}"]) or entry.title,
                    comment=self.request.POST.get(f"comment-{entry.pk}", ""),
                )
        if "forget" in self.request.POST:
            filing.forget(self.request)
        _count, self.refusals = filing.file_each(
            self.request,
            self.case,
            lambda new: services.attach(
                self.case, new.source, title=new.title, comment=new.comment, by=by, key=new.key, now=now
            ),
        )
        if self.asked("submit"):
            files = [entry.document for entry in self._documents() if entry.document]
            self.refusals += [refusal_of(file).message for file in files if file.is_unfit]

    def next_place(self) -> str:
        """Back where the button was."""
        at_files = self.asked("attach") or not {"remove", "forget"}.isdisjoint(self.request.POST)
        return self.case.get_absolute_url() + ("#documents" if at_files else "")

    def context(self) -> dict[str, Any]:
        names = queries.document_names(self.case, self.request.user)
        purpose = f"case:{self.case.pk}"
        return {
            "documents": self._documents(),
            "names": names,
            "refusals": self.refusals,
            "purpose": purpose,
            "uploads": filing.waiting_uploads(self.request.user, purpose, names),
            "filed_url": reverse("case_upload", args=[self.case.pk]),
            "upload_hint": hint(files=settings.MAX_FILES_PER_CASE),
            "accept": ACCEPT,
        }

    def _documents(self) -> list[Entry]:
        return list(
            self.case.entries.filter(kind=Entry.Kind.DOCUMENT).select_related("document").order_by("created_at", "pk")
        )


def applicant_of(request: Request) -> Applicant:
    """For whom this person files. One who files for nobody, or may only look, finds nothing to begin."""
    acting = request.user.acting
    if acting.applicant is None or not acting.may_file:
        raise Http404
    return acting.applicant
