"""«Тарифы» of operators, and the details of the platform that invoices bear."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.requests import Request
from accounts.versions import ChangedMeanwhile
from tenancy.access import Role, access
from tenancy.methods import require_safe

from ..forms import PlanForm, SellerForm
from ..models import Plan, Seller
from ..services import sellers


@access(Role.OPERATOR)
@require_safe
def index(request: Request) -> HttpResponse:
    plans = Plan.objects.prefetch_related("editions")
    return render(request, "subscriptions/plans.html", {"plans": plans, "seller": Seller.current()})


@access(Role.OPERATOR)
def new(request: Request) -> HttpResponse:
    return _plan(request, None)


@access(Role.OPERATOR)
def plan(request: Request, code: str) -> HttpResponse:
    return _plan(request, get_object_or_404(Plan.objects.prefetch_related("editions"), code=code))


def _plan(request: Request, plan: Plan | None) -> HttpResponse:
    form = PlanForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        edition = form.publish(by=request.user, now=timezone.now())
        messages.success(request, f"Опубликовано: {edition}. Подписчики прежних редакций остались на них")
        return redirect("platform_plans")
    context = {"form": form, "plan": plan}
    return render(request, "subscriptions/plan.html", context, status=422 if form.errors else 200)


@access(Role.OPERATOR)
def seller(request: Request) -> HttpResponse:
    form = SellerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sellers.change(form.answers, seen=form.seen, by=request.user, now=timezone.now())
        except ChangedMeanwhile as refusal:
            form.show(refusal)
        else:
            messages.success(request, "Реквизиты сохранены. Выставленные счета не изменились")
            return redirect("platform_seller")
    context = {"form": form, "seller": Seller.current()}
    return render(request, "subscriptions/seller.html", context, status=422 if form.errors else 200)
