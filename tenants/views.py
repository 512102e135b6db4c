"""Screens of the platform's operators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.models import User
from accounts.versions import ChangedMeanwhile
from tenancy.access import Role, access
from tenancy.company import inside
from tenancy.methods import posted_from, require_http_methods, require_safe
from tenants import services
from tenants.forms import InviteForm, NewCompanyForm, StorageForm, SuspendForm, ZoneForm
from tenants.listing import CompanyList, Totals
from tenants.models import GridCompany
from tenants.ports import DaysMoved, days_moved_in
from tenants.queries import administrator_invitation, history
from tenants.zones import ZONES
from ui.lists import beyond_first, remember_place
from ui.words import grouped, plural


@access(Role.OPERATOR)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return redirect("company_list")


@access(Role.OPERATOR)
@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    shown = CompanyList.asked_for(request.GET)
    order = shown.order if shown.order != "name" else ""
    place = {"q": shown.words, "state": shown.state, "order": order, "page": beyond_first(shown.page)}
    remember_place(request, "company_list", place)
    return render(request, "tenants/list.html", {"list": shown, "totals": Totals.now()})


@access(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def company_new(request: HttpRequest) -> HttpResponse:
    form = NewCompanyForm(request.POST or None)
    company = form.open(by=_operator(request), now=timezone.now()) if request.method == "POST" else None
    if company is None:
        return render(request, "tenants/new.html", {"form": form})
    messages.success(request, f"Кабинет открыт: {company.address}")
    return redirect(company)


@access(Role.OPERATOR)
@require_safe
def company_card(request: HttpRequest, pk: int) -> HttpResponse:
    return _card(request, _company(pk))


def _page_of(request: HttpRequest, pk: int) -> GridCompany:
    return _company(pk)


@access(Role.OPERATOR)
@posted_from(_page_of)
def company_invite(request: HttpRequest, pk: int) -> HttpResponse:
    company, form = _company(pk), InviteForm(request.POST)
    invitation = form.send(company, by=_operator(request), now=timezone.now())
    if invitation is None:
        return _card(request, company, form=form)
    messages.success(request, f"Приглашение отправлено на {invitation.email}")
    return redirect(company)


@access(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def company_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    company = _company(pk)
    form = SuspendForm(request.POST or None, company=company)
    if request.method == "GET" or not form.is_valid():
        return render(request, "tenants/suspend.html", {"card": company, "form": form})
    try:
        services.suspend(
            company, reason=form.cleaned_data["reason"], seen=form.seen, by=_operator(request), now=timezone.now()
        )
    except ChangedMeanwhile as refusal:
        form.show(refusal)
        return render(request, "tenants/suspend.html", {"card": company, "form": form}, status=422)
    messages.success(request, "Кабинет приостановлен: в нём можно только читать")
    return redirect(company)


@access(Role.OPERATOR)
@posted_from(_page_of)
def company_resume(request: HttpRequest, pk: int) -> HttpResponse:
    company = services.resume(_company(pk), by=_operator(request), now=timezone.now())
    messages.success(request, "Кабинет снова работает")
    return redirect(company)


@access(Role.OPERATOR)
@posted_from(_page_of)
def company_storage(request: HttpRequest, pk: int) -> HttpResponse:
    company = _company(pk)
    form = StorageForm(request.POST, company=company)
    if not form.is_valid():
        return _card(request, company, storage_form=form)
    gigabytes = form.cleaned_data["storage_gb"]
    try:
        services.give_storage(company, gigabytes=gigabytes, seen=form.seen, by=_operator(request), now=timezone.now())
    except ChangedMeanwhile as refusal:
        form.show(refusal)
        return _card(request, company, storage_form=form, status=422)
    messages.success(request, f"Место для файлов: {grouped(gigabytes)} ГБ")
    return redirect(company)


@access(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def company_zone(request: HttpRequest, pk: int) -> HttpResponse:
    """First what would move is shown, then it is confirmed."""
    company = _company(pk)
    form = ZoneForm(request.POST or None, company=company)
    if request.method == "GET" or not form.is_valid():
        return _zone(request, company, form, status=422 if request.method == "POST" else 200)
    zone = form.cleaned_data["time_zone"]
    if request.POST.get("confirm") != zone:
        with inside(company):
            moved = days_moved_in(zone)
        return _zone(request, company, form, zone=zone, moved=moved)
    try:
        services.move_to_zone(company, time_zone=zone, seen=form.seen, by=_operator(request), now=timezone.now())
    except ChangedMeanwhile as refusal:
        form.show(refusal)
        return _zone(request, company, form, status=422)
    messages.success(request, f"Часовой пояс: {ZONES[zone]}. Сроки пересчитываются")
    return redirect(company)


def _zone(
    request: HttpRequest,
    company: GridCompany,
    form: ZoneForm,
    *,
    zone: str = "",
    moved: DaysMoved | None = None,
    status: int = 200,
) -> HttpResponse:
    said = _said_of(moved) if moved else ""
    context = {"card": company, "form": form, "zone": zone, "zone_name": ZONES.get(zone), "moved": moved, "said": said}
    return render(request, "tenants/zone.html", context, status=status)


def _said_of(moved: DaysMoved) -> str:
    """«Сдвинется последний день у 3 сроков из 120, которые сейчас идут»."""
    if not moved.running:
        return "Ни один срок сейчас не идёт: сдвигать нечего."
    terms = plural(moved.moved, "срока", "сроков", "сроков")
    if moved.is_whole:
        return f"Последний день сдвинется у {terms} из {grouped(moved.running)}, которые сейчас идут."
    return (
        f"Сейчас идёт сроков: {grouped(moved.running)}. Просмотрены первые {grouped(moved.looked_at)}: последний день "
        f"сдвинется у {terms} из них."
    )


def _card(
    request: HttpRequest,
    company: GridCompany,
    *,
    form: InviteForm | None = None,
    storage_form: StorageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """With what was typed wrong in one of its two forms."""
    invitation = administrator_invitation(company)
    context = {
        "card": company,
        "wrong": form or storage_form,
        "form": form or InviteForm(initial={"email": invitation.email if invitation else ""}),
        "storage_form": storage_form or StorageForm(company=company),
        "history": history(company),
        "invitation": invitation,
        "now": timezone.now(),
    }
    return render(request, "tenants/card.html", context, status=status)


def _operator(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # `access` has let them in  # noqa: S101
    return request.user


def _company(pk: int) -> GridCompany:
    companies = GridCompany.objects.select_related("figures").prefetch_related("domains")
    return get_object_or_404(companies, pk=pk)
