"""«Названия документов» of the administrator, and the template files that anybody downloads."""

from typing import Literal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import LegalForm
from accounts.requests import Request
from accounts.versions import ChangedMeanwhile
from audit import record
from documents.errors import FileRefused
from documents.views import hand_out
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.methods import posted_from, require_safe

from . import services
from .forms import NameForm
from .models import DocumentName
from .queries import names_of_pack, own_names


@access(Role.ADMINISTRATOR)
@require_safe
def catalogue(request: Request) -> HttpResponse:
    """One side of the list at a time; of the applicants' also what one legal form is asked for."""
    from_company = request.GET.get("side") == "company"
    legal_form = request.GET.get("for", "")
    own = own_names()
    names = [name for name in own or names_of_pack() if name.from_company == from_company]
    if legal_form in LegalForm.values and not from_company:
        names = [name for name in names if name.suits(legal_form)]
    context = {
        "is_own": bool(own),
        "from_company": from_company,
        "names": [name for name in names if not name.archived_at],
        "hidden": [name for name in names if name.archived_at],
        "tabs": [
            {"text": "От заявителей", "url": "?", "current": not from_company},
            {"text": "От организации", "url": "?side=company", "current": from_company},
        ],
        "legal_form": legal_form,
        "legal_forms": [("", "Все"), *LegalForm.choices],
    }
    return render(request, "catalogue/list.html", context)


@access(Role.ADMINISTRATOR)
@posted_from("catalogue")
def begin(request: Request) -> HttpResponse:
    services.begin(by=request.user, now=timezone.now())
    messages.success(request, "Перечень теперь ваш: меняйте, добавляйте, скрывайте.")
    return redirect("catalogue")


@access(Role.ADMINISTRATOR)
def new(request: Request) -> HttpResponse:
    return _edit(request, DocumentName(from_company=request.GET.get("side") == "company"))


@access(Role.ADMINISTRATOR)
def change(request: Request, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(DocumentName.objects.select_related("template"), pk=pk))


def _page_of(request: Request, pk: int) -> str:
    return _list_of(get_object_or_404(DocumentName, pk=pk))


@access(Role.ADMINISTRATOR)
@posted_from(_page_of)
def move(request: Request, pk: int) -> HttpResponse:
    name = get_object_or_404(DocumentName, pk=pk, archived_at=None)
    to: Literal["up", "down"] = "up" if request.POST.get("to") == "up" else "down"
    services.move(name, to=to, by=request.user, now=timezone.now())
    return redirect(_list_of(name))


@access(Role.ADMINISTRATOR)
@posted_from(_page_of)
def hide(request: Request, pk: int) -> HttpResponse:
    name = get_object_or_404(DocumentName, pk=pk)
    services.hide(name, by=request.user, now=timezone.now())
    messages.success(request, f"Название скрыто: {name.title}. Добавленные документы не изменились.")
    return redirect(_list_of(name))


@access(Role.ADMINISTRATOR)
@posted_from(_page_of)
def show(request: Request, pk: int) -> HttpResponse:
    name = get_object_or_404(DocumentName, pk=pk)
    services.show(name, by=request.user, now=timezone.now())
    messages.success(request, f"Название снова в перечне: {name.title}.")
    return redirect(_list_of(name))


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def template(request: Request, pk: int) -> HttpResponse:
    """«Скачать образец»."""
    visible = DocumentName.objects.visible_to(request.user).filter(template__isnull=False)
    name = get_object_or_404(visible.select_related("template"), pk=pk)
    assert name.template is not None  # noqa: S101
    answer = hand_out(name.template, own=request.user.is_staff_of_company)
    record(request.user, "catalogue.template_downloaded", name, now=timezone.now(), title=name.title)
    return answer


def _edit(request: Request, name: DocumentName) -> HttpResponse:
    title = name.title  # the form writes what was typed into `name`
    form = NameForm(request.POST or None, request.FILES or None, instance=name)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep(
                form.instance,
                template=form.cleaned_data["file"],
                without_template=form.cleaned_data.get("without_template", False),
                seen=form.seen,
                by=request.user,
                now=timezone.now(),
            )
        except ChangedMeanwhile as refusal:
            form.show(refusal)
        except DomainError as refusal:
            form.add_error("file" if isinstance(refusal, FileRefused) else "title", refusal.message)
        else:
            messages.success(request, "Сохранено.")
            return redirect(_list_of(name))
    context = {"form": form, "name": name, "title": title, "list_url": _list_of(name)}
    return render(request, "catalogue/name.html", context, status=422 if form.errors else 200)


def _list_of(name: DocumentName) -> str:
    return reverse("catalogue") + ("?side=company" if name.from_company else "")
