"""The page on which one document is signed, each kind of signature in its way."""

from typing import Any, TypedDict

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.models import LegalForm, User
from accounts.requests import Request
from signing.models import SignatureRequest
from signing.protocols import short_hash
from signing.rights import may_sign
from signing.services import agreement_of, code_waiting
from tenancy.access import Role, access
from tenancy.company import current_company
from tenancy.methods import require_safe
from ui.forms import Form

from .. import queries
from ..forms import CodeForm, SendCodeForm, SignatureFileForm
from ..plugin import loader_url, plugin_allowed


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@never_cache
@plugin_allowed
def signature_request(request: Request, pk: int) -> HttpResponse:
    """«Подписать»."""
    return draw(request, found(request, pk))


def found(request: Request, pk: int) -> queries.Item:
    """Of this person's side, in a case that they see."""
    try:
        return queries.item_for(request.user, pk)
    except ObjectDoesNotExist:
        raise Http404 from None


def page_of(request: Request, pk: int) -> str:
    return reverse("signature_request", args=[found(request, pk).request.pk])


def draw(request: Request, item: queries.Item, *, form: Form | None = None, status: int = 200) -> HttpResponse:
    """The page; `form` with its errors stands in its place."""
    user = request.user
    asked = item.request
    signing = queries.signing_of(item.entry, user)
    may = may_sign(asked, user) and asked.state == SignatureRequest.State.AVAILABLE and not item.is_overdue
    context: dict[str, Any] = {
        "item": item,
        "asked": asked,
        "entry": item.entry,
        "case": item.case,
        "document": item.document,
        "signing": signing,
        "may_sign": may,
        "form": form,
    }
    if may:
        context |= _for_certificate(item, user, form) if item.is_for_certificate else _for_code(request, item, form)
    return render(request, "signatures/sign.html", context, status=status)


def signs_by_certificate(user: User) -> bool:
    """Everybody but a person, who signs by SMS."""
    return user.is_staff_of_company or (user.applicant is not None and user.applicant.legal_form != LegalForm.PERSON)


class Owner(TypedDict):
    inn: str
    ogrn: str


def owner_of(user: User) -> Owner:
    """Whose certificate the browser offers. The server decides by itself."""
    about: Any = current_company() if user.is_staff_of_company else user.supplier or user.applicant
    assert about is not None  # noqa: S101  (who signs acts for somebody)
    return {"inn": about.inn, "ogrn": about.ogrn}


def _for_certificate(item: queries.Item, user: User, form: Form | None) -> dict[str, Any]:
    file_form = form if isinstance(form, SignatureFileForm) else SignatureFileForm()
    return {"file_form": file_form, "owner": owner_of(user), "digests": item.digests(), "loader": loader_url()}


def _for_code(request: Request, item: queries.Item, form: Form | None) -> dict[str, Any]:
    user, now = request.user, timezone.now()
    waiting = code_waiting(item.request, by=user, session=session_of(request), now=now)
    return {
        "waiting": waiting,
        "seconds": int((waiting.next_at - now).total_seconds()) + 1 if waiting.next_at else 0,
        "agreement": agreement_of(user),
        "send_form": form if isinstance(form, SendCodeForm) else SendCodeForm(user=user),
        "code_form": form if isinstance(form, CodeForm) else CodeForm(),
        "hidden_phone": _hidden(user.phone),
        "short_hash": short_hash(item.document.sha256),
    }


def session_of(request: Request) -> str:
    """The session to which a code is bound. (Somebody signed in has one.)"""
    return request.session.session_key or ""


def _hidden(phone: str) -> str:
    """«+7 999 •••-••-67»: enough to know one's own."""
    return f"+7 {phone[-10:-7]} •••-••-{phone[-2:]}" if len(phone) >= 10 else ""
