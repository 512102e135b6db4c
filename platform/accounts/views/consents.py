from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from tenancy.access import Role, access, open_to_all
from tenancy.methods import require_safe
from tenancy.retention import kept_for

from .. import services
from ..address import evidence_of
from ..consent_gate import READS_ONLY, needs_no_consent
from ..forms.consents import ConsentTextForm, RenewForm
from ..models import ConsentDraft, ConsentText
from ..requests import Request
from ..versions import ChangedMeanwhile
from .entry import next_page


@open_to_all
@require_safe
@kept_for(300)
def consent(request: HttpRequest, kind: str, version: int | None = None) -> HttpResponse:
    """The current text of a consent, or an earlier version."""
    texts = ConsentText.objects.current() if version is None else ConsentText.objects.filter(version=version)
    text = get_object_or_404(texts, kind=kind)
    return render(request, "accounts/consent.html", {"text": text, "is_old": version is not None})


@access(Role.APPLICANT)
@needs_no_consent
@never_cache
def renew_consent(request: Request) -> HttpResponse:
    """Asks for consent after a new version or a withdrawal: agree, or continue read only."""
    user = request.user
    if not user.consent_due:
        return redirect(next_page(request))
    if request.method == "POST" and request.POST.get("do") == "read":
        request.session[READS_ONLY] = True
        return redirect(next_page(request))
    form = RenewForm(request.POST or None, texts=services.texts_to_ask(user))
    if request.method == "POST" and form.is_valid():
        services.give_consents(user, kinds=form.agreed_to, evidence=evidence_of(request), now=timezone.now())
        request.session.pop(READS_ONLY, None)
        messages.success(request, "Спасибо, можно продолжать.")
        return redirect(next_page(request))
    context = {"form": form, "is_bound": services.is_bound(user, ConsentText.Kind.PERSONAL_DATA)}
    return render(request, "accounts/renew_consent.html", context, status=422 if form.errors else 200)


@access(Role.APPLICANT)
@needs_no_consent
@never_cache
def withdraw_consent(request: Request, kind: str) -> HttpResponse:
    """GET explains the consequences, POST withdraws the consent."""
    chosen = kind_or_404(kind)
    if not services.is_bound(request.user, chosen):
        return redirect("profile")
    is_all = chosen == ConsentText.Kind.PERSONAL_DATA
    if request.method != "POST":
        return render(request, "accounts/withdraw_consent.html", {"kind": chosen, "is_all": is_all})
    services.withdraw_consent(request.user, chosen, evidence=evidence_of(request), now=timezone.now())
    if is_all:
        request.session[READS_ONLY] = True
    messages.success(request, f"{chosen.label}: отозвано.")
    return redirect("profile")


@access(Role.ADMINISTRATOR)
@require_safe
def consent_texts(request: Request) -> HttpResponse:
    """«Тексты согласий»."""
    drafts = {draft.kind: draft for draft in ConsentDraft.objects.all()}
    rows = [(text, drafts.get(text.kind)) for text in ConsentText.objects.current()]
    return render(request, "accounts/consent_texts.html", {"rows": rows})


@access(Role.ADMINISTRATOR)
@never_cache
def consent_text(request: Request, kind: str) -> HttpResponse:
    """Write the next version: save it as a draft or publish it."""
    chosen = kind_or_404(kind)
    current = get_object_or_404(ConsentText.objects.current(), kind=chosen)
    draft = ConsentDraft.objects.filter(kind=chosen).first()
    form = ConsentTextForm(request.POST or None, saved=(draft or current).body)
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["body"]
        publishes = request.POST.get("do") == "publish"
        act = {"body": body, "seen": form.seen, "by": request.user, "now": timezone.now()}
        try:
            if not publishes:
                services.draft_text(chosen, **act)
                messages.success(request, "Черновик сохранён.", extra_tags="toast")
                return redirect("consent_text", chosen)
            if body != current.body.strip():
                text = services.publish_text(chosen, **act)
                done = f"Опубликована редакция {text.version}. Заявители увидят её при следующем входе."
                messages.success(request, done)
                return redirect("consent_texts")
            form.add_error("body", "Текст тот же, что в действующей редакции")
        except ChangedMeanwhile as refusal:
            form.show(refusal)
    context = {"form": form, "current": current, "draft": draft, "next_version": current.version + 1}
    return render(request, "accounts/consent_text.html", context, status=422 if form.errors else 200)


def kind_or_404(kind: str) -> ConsentText.Kind:
    if kind not in ConsentText.Kind.values:
        raise Http404
    return ConsentText.Kind(kind)
