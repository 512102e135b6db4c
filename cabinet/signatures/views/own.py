"""«Подписать» beside a document of one's own: nobody has asked for it, so nothing begins before the person confirms."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts import services as accounts
from accounts.address import evidence_of
from accounts.models import ConsentText
from accounts.requests import Request
from cabinet.cases.feed.parties import may_ask_for_own
from signing import services
from signing.models import SignatureRequest
from tenancy.access import Role, access
from tenancy.errors import DomainError

from .. import queries
from ..forms import ReadForm, SendCodeForm
from .page import session_of, signs_by_certificate


@access(Role.APPLICANT)
def sign_own(request: Request, pk: int) -> HttpResponse:
    """A page that asks; the tick and the button make the request, and for a person send the code at once."""
    user = request.user
    entry = get_object_or_404(queries.entries_for(user), pk=pk)
    signing = queries.signing_of(entry, user)
    if signing.mine is not None:  # confirmed before
        return redirect("signature_request", signing.mine.pk)
    if not may_ask_for_own(entry, signing.requests, user):
        raise Http404
    by_code = not signs_by_certificate(user)
    data = request.POST if request.method == "POST" else None
    form = SendCodeForm(data, user=user) if by_code else ReadForm(data)
    if form.is_valid():
        [asked] = services.request_signatures(
            queries.document_of(entry),
            title=entry.title,
            sides=[SignatureRequest.Side.APPLICANT],
            applicant=entry.case.applicant,
            due_on=None,
            by=user,
            now=timezone.now(),
        )
        if by_code:
            _send_code(request, asked, form)
        return redirect("signature_request", asked.pk)
    context = {"entry": entry, "case": entry.case, "document": entry.document, "form": form, "by_code": by_code}
    return render(request, "signatures/own.html", context, status=422 if form.errors else 200)


def _send_code(request: Request, asked: SignatureRequest, form: SendCodeForm | ReadForm) -> None:
    """A refusal is shown on the page of the request, where the code can be asked for again."""
    user, evidence, now = request.user, evidence_of(request), timezone.now()
    try:
        if "agree" in form.fields:
            accounts.give_consents(user, kinds=[ConsentText.Kind.SIMPLE_SIGNATURE], evidence=evidence, now=now)
        services.note_opened(asked, by=user, evidence=evidence, now=now)
        services.send_code(asked, by=user, session=session_of(request), evidence=evidence, now=now)
    except DomainError as refusal:
        messages.error(request, refusal.message)
