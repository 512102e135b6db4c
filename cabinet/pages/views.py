from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.requests import Request
from cabinet.applicants.queries import why_nobody
from cabinet.cases.queries import home_summary
from cabinet.company.queries import profile
from cabinet.rules.packs import current_pack
from tenancy.access import Role, access, open_to_all
from tenancy.methods import posted_from, require_safe
from tenancy.retention import kept_for

from . import services
from .forms import LIMIT, TextForm
from .models import PageVersion, Slot
from .queries import current, versions


@access(Role.APPLICANT)
@require_safe
def home(request: Request) -> HttpResponse:
    """«Информация», the first page of an applicant: what to do, what is going on, what the company says."""
    summary = home_summary(request.user, current_pack())
    nobody = "" if request.user.applicant else why_nobody(request.user)
    return render(request, "pages/home.html", {"text": current(Slot.HOME), "nobody": nobody, **summary})


@open_to_all
@require_safe
@kept_for(300)
def help_page(request: Request) -> HttpResponse:
    """«Помощь», also for those who cannot sign in: that is when help is needed most."""
    about = profile()
    facts = [("Адрес", about.address), ("Контактное лицо", about.contact_name)]
    return render(request, "pages/help.html", {"text": current(Slot.HELP), "facts": facts})


@access(Role.ADMINISTRATOR)
@require_safe
def texts(request: Request) -> HttpResponse:
    """«Информация» of the administrator: three texts, their editors and versions."""
    return render(request, "pages/texts.html", {"editors": [_editor(slot) for slot in Slot]})


def _editor_of(request: Request, slot: str) -> str:
    if slot not in Slot.values:
        raise Http404
    return f"{reverse('page_texts')}#{slot}"


def _editor_of_version(request: Request, pk: int) -> str:
    return f"{reverse('page_texts')}#{get_object_or_404(PageVersion, pk=pk).slot}"


@access(Role.ADMINISTRATOR)
@posted_from(_editor_of)
def publish(request: Request, slot: str) -> HttpResponse:
    if slot not in Slot.values:
        raise Http404
    form = TextForm(request.POST, prefix=slot)
    if not form.is_valid():
        shown = [_editor(other, form if other == slot else None) for other in Slot]
        return render(request, "pages/texts.html", {"editors": shown, "form": form}, status=422)
    services.publish(Slot(slot), text=form.cleaned_data["text"], by=request.user, now=timezone.now())
    messages.success(request, f"Текст сохранён и уже на сайте: {Slot(slot).label}.")
    return redirect("page_texts")


@access(Role.ADMINISTRATOR)
@posted_from(_editor_of_version)
def bring_back(request: Request, pk: int) -> HttpResponse:
    version = get_object_or_404(PageVersion, pk=pk)
    services.bring_back(version, by=request.user, now=timezone.now())
    messages.success(request, "Прежний текст снова на сайте.")
    return redirect("page_texts")


def _editor(slot: Slot, form: TextForm | None = None) -> dict[str, object]:
    shown = versions(slot)
    text = shown[0].html if shown else ""
    return {
        "slot": slot,
        "form": form or TextForm(initial={"text": text}, prefix=slot.value),
        "versions": shown,
        "limit": LIMIT,
    }
