"""«Перерывы в работе» of the operators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.requests import Request
from tenancy.access import Role, access
from tenancy.methods import require_http_methods
from tenants.models import Outage
from ui.forms import Form

from .errors import AlreadyWithdrawn
from .forms import CorrectionForm, OutageForm, WithdrawalForm

PAGE_SIZE = 50
MOVES_NOTHING = "Сроков он сам не двигает: его применяют сотрудники организаций"
SEEN_AT_TERMS = "Где перерыв уже применён, сотрудники увидят это у срока"


@access(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def outage_list(request: Request) -> HttpResponse:
    form = OutageForm(request.POST or None)
    if request.method == "POST" and form.record(by=request.user, now=timezone.now()):
        messages.success(request, f"Перерыв записан. {MOVES_NOTHING}")
        return redirect("outage_list")
    page = Paginator(Outage.objects.select_related("corrected_by"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "tenants/outages/list.html", context, status=422 if form.errors else 200)


@access(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def outage_correct(request: Request, pk: int) -> HttpResponse:
    outage = get_object_or_404(Outage, pk=pk)
    form = CorrectionForm(request.POST or None, outage=outage)
    if request.method == "POST" and form.correct(by=request.user, now=timezone.now()):
        messages.success(request, f"Запись исправлена. {SEEN_AT_TERMS}")
        return redirect("outage_list")
    return _page(request, "correct", outage, form)


@access(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def outage_withdraw(request: Request, pk: int) -> HttpResponse:
    outage = get_object_or_404(Outage, pk=pk)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.withdraw(outage, by=request.user, now=timezone.now()):
        messages.success(request, f"Запись отозвана. {SEEN_AT_TERMS}")
        return redirect("outage_list")
    return _page(request, "withdraw", outage, form)


def _page(request: Request, page: str, outage: Outage, form: Form) -> HttpResponse:
    """The form; of an outage that does not stand any more only after a refusal, which keeps what was typed."""
    if request.method == "GET" and outage.withdrawn_at is not None:
        messages.info(request, AlreadyWithdrawn.message)
        return redirect("outage_list")
    context = {"form": form, "outage": outage}
    return render(request, f"tenants/outages/{page}.html", context, status=422 if form.errors else 200)
