"""«Внести бумажную заявку»: one screen, one form. Whatever button is pressed, everything typed is kept."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

import documents.services
from accounts.errors import ApplicantKnown
from accounts.models import Applicant, LegalForm
from accounts.requests import Request
from cabinet.applicants.queries import listed
from cabinet.applications.forms import DraftForm, SubmitForm
from cabinet.cases.files import arrivals
from cabinet.catalogue.queries import guess, names_for_applicants
from cabinet.rules.packs import Pack, current_pack
from documents.errors import UploadGone
from documents.kinds import ACCEPT, hint
from documents.models import Upload
from documents.queries import chosen_uploads
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import posted_from
from ui.words import one_line

from . import services
from .forms import NewcomerForm, ReceiptForm

SHOWN = 8  # applicants found
FIELD_OF = {"number_taken": "number", "received_later": "received_time", "late_without_reason": "reason"}


@access(Role.CLERK)
def enter(request: Request) -> HttpResponse:
    return DeskPage(request).answer()


def _desk(request: Request) -> str:
    return reverse("desk")


@access(Role.CLERK)
@posted_from(_desk)
def waiting_scan(request: Request) -> HttpResponse:
    """The row of a scan that the page has sent and that waits in the form."""
    [sent] = chosen_uploads(request.user, [request.POST.get("upload", "")])
    title = guess(sent.file_name, names_for_applicants(LegalForm.PERSON))
    html = render_to_string("cases/waiting_file.html", {"upload": sent, "title": title}, request=request)
    return JsonResponse({"html": html}, status=201)


class DeskPage:
    """One request to the desk. Its button says what is asked: `do` = enter or find; `new` = a legal form; `forget`."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.typed = request.POST
        self.now = timezone.now()
        self.is_sent = request.method == "POST"
        self.key = key_of(request) if self.is_sent else uuid.uuid4()
        self.purpose = f"desk:{self.key}"
        self.refusals: list[str] = []  # of files
        self.whose_refusal = ""  # of the applicant
        self.chosen: Applicant | None = None

    def answer(self) -> HttpResponse:
        if self.is_sent:
            if done := services.entered_before(self.key, by=self.request.user):
                messages.info(self.request, "Эта заявка уже внесена. Второй раз отправлять не нужно.")
                return redirect(done)
            self._take_files()
        is_final = self.typed.get("do") == "enter"
        self.legal_form = self._legal_form()
        self.chosen = self._chosen()
        self.receipt = self._receipt(is_final)
        pack = self._pack()
        self.questions = self._questions(pack, is_final)
        self.newcomer = self._newcomer(is_final)
        if is_final and self._is_ready() and (answer := self._enter()):
            return answer
        return render(self.request, "desk/enter.html", self._context(), status=422 if self._is_wrong() else 200)

    def _take_files(self) -> None:
        """What came with the form itself, without a script, waits like what a script has sent before."""
        if "forget" in self.typed:
            arrivals.forget(self.request)
        for file in self.request.FILES.getlist("files"):
            try:
                documents.services.hold_upload(file, purpose=self.purpose, by=self.request.user, now=self.now)
            except DomainError as refusal:
                self.refusals.append(refusal.message)

    def _legal_form(self) -> str:
        """Of the new applicant; empty where one is chosen from the list."""
        asked = self.typed.get("new", "")
        return asked if asked in LegalForm.values and self.typed.get("do") != "find" else ""

    def _chosen(self) -> Applicant | None:
        asked = (self.typed if self.is_sent else self.request.GET).get("applicant", "")
        if self.legal_form or not asked[:18].isdecimal():
            return None
        return Applicant.objects.visible_to(self.request.user).filter(pk=asked[:18]).first()

    def _receipt(self, is_final: bool) -> ReceiptForm:
        if is_final:
            return ReceiptForm(self.typed, now=self.now)
        return ReceiptForm(initial=self.typed.dict() if self.is_sent else ReceiptForm.at(self.now), now=self.now)

    def _pack(self) -> Pack:
        """That of the day on which the paper came."""
        is_known = self.receipt.is_bound and self.receipt.is_valid()
        return current_pack(self.receipt.cleaned_data["received_on"] if is_known else None)

    def _questions(self, pack: Pack, is_final: bool) -> DraftForm:
        if is_final:
            return SubmitForm(self.typed, pack=pack)
        return DraftForm(initial=self.typed.dict(), pack=pack)

    def _newcomer(self, is_final: bool) -> NewcomerForm | None:
        if not self.legal_form:
            return None
        if is_final:
            return NewcomerForm(self.typed, legal_form=self.legal_form)
        typed = {name.removeprefix("new-"): value for name, value in self.typed.items()}
        return NewcomerForm(initial=typed, legal_form=self.legal_form)

    def _is_ready(self) -> bool:
        forms = [self.receipt, self.questions, *([self.newcomer] if self.newcomer else [])]
        is_valid = [form.is_valid() for form in forms]  # each of them, so that all mistakes are told at once
        if self.newcomer is None and self.chosen is None:
            self.whose_refusal = "Найдите заявителя и выберите его или создайте нового"
        return all(is_valid) and not self.whose_refusal and not self.refusals

    def _is_wrong(self) -> bool:
        forms = (self.receipt, self.questions, self.newcomer)
        return bool(self.refusals or self.whose_refusal or any(form.errors for form in forms if form))

    def _enter(self) -> HttpResponse | None:
        """Have it entered; None where the page is shown again with a refusal."""
        whose = self.newcomer.newcomer() if self.newcomer else self.chosen
        assert whose is not None  # noqa: S101  (`_is_ready` says so)
        assert self.receipt.received_at is not None  # noqa: S101  (so does the form)
        told = self.receipt.cleaned_data
        try:
            case = services.enter(
                whose,
                receipt=services.Receipt(
                    source=services.Application.Source(told["source"]),
                    received_at=self.receipt.received_at,
                    reason=told["reason"],
                    number=told["number"],
                ),
                answers=self.questions.cleaned_data,
                scans=self._scans(),
                by=self.request.user,
                key=self.key,
                now=self.now,
            )
        except DomainError as refusal:
            if done := services.entered_before(self.key, by=self.request.user):  # the other of two presses at once
                return redirect(done)
            self._refuse(refusal)
            return None
        messages.success(self.request, "Заявка внесена." + _told_whom(case.applicant))
        return redirect(case)

    def _scans(self) -> list[services.Scan]:
        """Whatever waits in this form, in its order. Raises UploadGone."""
        uploads = self._uploads()
        if any(upload.document_id is None for upload in uploads):
            raise UploadGone
        return [services.Scan(one, self._title(one), self.typed.get(f"comment-{one.key}", "")) for one in uploads]

    def _refuse(self, refusal: DomainError) -> None:
        if isinstance(refusal, ApplicantKnown):  # whoever is known already stands among those to choose from
            self.whose_refusal = f"{refusal.message} Он выбран: проверьте и внесите заявку ещё раз."
            self.chosen, self.newcomer, self.legal_form = refusal.known, None, ""
        elif refusal.code == "email_taken" and self.newcomer:
            self.newcomer.add_error("email", f"{refusal.message} Или оставьте поле пустым.")
        elif refusal.code in FIELD_OF:
            self.receipt.add_error(FIELD_OF[refusal.code], refusal.message)
        else:
            self.refusals.append(refusal.message)

    def _uploads(self) -> list[Upload]:
        return arrivals.waiting_uploads(self.request.user, self.purpose, lambda name: name)

    def _title(self, upload: Upload) -> str:
        return one_line(self.typed.get(f"title-{upload.key}", ""))

    def _context(self) -> dict[str, Any]:
        words = self.typed.get("q", "").strip()[:100]
        found = list(listed(words, blocked=False)[:SHOWN]) if words and not self.legal_form else []
        if self.chosen and self.chosen not in found:
            found = [self.chosen, *found]
        names = names_for_applicants(self.legal_form or (self.chosen.legal_form if self.chosen else LegalForm.PERSON))
        uploads = self._uploads() if self.is_sent else []
        for upload in uploads:
            upload.title = self._title(upload) or guess(upload.file_name, names)  # type: ignore[attr-defined]
        forms = [form for form in (self.receipt, self.newcomer, self.questions) if form]
        return {
            "key": self.key,
            "receipt": self.receipt,
            "questions": self.questions,
            "newcomer": self.newcomer,
            "legal_form": self.legal_form,
            "legal_forms": LegalForm.choices,
            "words": words,
            "found": found,
            "chosen": self.chosen,
            "is_sought": bool(words),
            "whose_refusal": self.whose_refusal,
            "refusals": self.refusals,
            "mistakes": [(field, error) for form in forms for field in form for error in field.errors],
            "names": names,
            "purpose": self.purpose,
            "uploads": uploads,
            "filed_url": reverse("desk_waiting_scan"),
            "upload_hint": hint(files=settings.MAX_FILES_PER_CASE),
            "accept": ACCEPT,
        }


def _told_whom(applicant: Applicant) -> str:
    """Whether the applicant learns of it by e-mail."""
    return " Заявителю отправлено письмо." if applicant.email else " У заявителя нет e-mail: известите его сами."
