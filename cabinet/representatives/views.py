from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.acting import CHOICE
from accounts.address import evidence_of
from accounts.forms import RepresentativeForm
from accounts.models import User
from accounts.requests import Request
from accounts.security import rate_limits
from accounts.versions import ChangedMeanwhile
from accounts.views.entry import enter
from audit import record
from documents.kinds import ACCEPT, hint
from documents.views import hand_out
from tenancy.access import Role, access, open_to_all
from tenancy.errors import DomainError
from tenancy.methods import posted_from, require_safe

from . import services
from .acting import choices_of
from .forms import InviteForm
from .models import Representation


@access(Role.APPLICANT)
def representatives(request: Request) -> HttpResponse:
    """«Представители»: who acts for the applicant, and the form that invites one more."""
    acting = request.user.acting
    if request.method == "POST" and not acting.administers:
        raise Http404
    newest = Representation.objects.newest_of(acting.applicant)
    form = InviteForm(request.POST or None, request.FILES or None, newest=newest)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["document"]
        assert acting.applicant is not None  # of one who administers  # noqa: S101
        try:
            services.invite(
                acting.applicant,
                **form.answers,
                upload=upload,
                seen=form.seen,
                by=request.user,
                now=timezone.now(),
            )
        except ChangedMeanwhile as refusal:
            form.show(refusal)
            form.add_error("document", "Приложите доверенность ещё раз: файлы при повторной проверке не сохраняются")
        except DomainError as refusal:
            form.add_error("document", refusal.message)
        else:
            messages.success(request, "Приглашение отправлено. Ссылка действует 72 часа.")
            return redirect("representatives")
    given = Representation.objects.given_by(request.user).filter(revoked_at=None).select_related("user", "document")
    context = {
        "form": form,
        "given": given.order_by("-invited_at"),
        "clients": [choice for choice in choices_of(request.user) if choice.is_representative],
        "accept": ACCEPT,
        "upload_hint": hint(),
        "now": timezone.now(),
        "today": timezone.localdate(),
    }
    return render(request, "representatives/list.html", context, status=422 if form.errors else 200)


def _list(request: Request, pk: int) -> str:
    get_object_or_404(Representation.objects.given_by(request.user), pk=pk)
    return reverse("representatives")


@access(Role.APPLICANT)
@posted_from(_list)
def revoke(request: Request, pk: int) -> HttpResponse:
    representation = get_object_or_404(Representation.objects.given_by(request.user), pk=pk)
    services.revoke(representation, by=request.user, now=timezone.now())
    messages.success(request, "Полномочия отозваны: представитель уже не видит ваших дел.")
    return redirect("representatives")


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def document(request: Request, pk: int) -> HttpResponse:
    """The power of attorney: for the applicant, the representative and the company's staff."""
    user = request.user
    seen = Representation.objects.select_related("document")
    if not user.is_staff_of_company:
        mine = Q(pk__in=Representation.objects.given_by(user).values("pk"))
        seen = seen.filter(mine | Q(user=user, revoked_at=None))
    found = get_object_or_404(seen, pk=pk)
    answer = hand_out(found.document, own=not request.user.is_staff_of_company)
    record(user, "representative.document_downloaded", found, now=timezone.now())
    return answer


@open_to_all
@never_cache
@sensitive_post_parameters("password1", "password2")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter. Who is signed in accepts with a button; a newcomer names themself and sets a password."""
    representation = services.find(token, now=timezone.now())
    signed_in = request.user.is_authenticated
    known = not signed_in and User.objects.filter(email=representation.email).exists()
    form = None if signed_in or known else RepresentativeForm(request.POST or None)
    context = {"representation": representation, "form": form, "known": known}
    if request.method != "POST" or known:
        return render(request, "representatives/accept.html", context)
    if form is None:
        services.accept(token, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        request.session[CHOICE] = representation.applicant_id
        messages.success(request, f"Теперь вы действуете за: {representation.applicant.title}.")
        return redirect("clients")
    if not rate_limits.new_password_allowed(request):
        return render(request, "representatives/accept.html", {**context, "form": rate_limits.refuse(form)}, status=429)
    if not form.is_valid():
        return render(request, "representatives/accept.html", context, status=422)
    names = {name: form.cleaned_data[name] for name in ("last_name", "first_name", "middle_name")}
    user = services.accept_as_newcomer(
        token,
        names=names,
        password=form.cleaned_data["password1"],
        evidence=evidence_of(request),
        now=timezone.now(),
    )
    logout(request)
    return enter(request, user)
