"""«Доверенности (МЧД)»: who may sign for an organisation with a certificate of a person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.requests import Request
from audit import record
from documents.views import hand_out
from signing import services
from signing.rights import SIGNERS
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.methods import hands_out_file, posted_from, require_safe

from .. import queries
from ..forms import PowerForm
from .page import signs_by_certificate


@access(Role.APPLICANT, Role.STAFF)
def powers(request: Request) -> HttpResponse:
    user = request.user
    may_add = user.staff_role in SIGNERS if user.is_staff_of_company else _signs_for_organisation(user)
    form = PowerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_power(
                form.cleaned_data["xml"].read(),
                form.cleaned_data["signature"].read(),
                file_name=form.cleaned_data["xml"].name,
                applicant=None if user.is_staff_of_company else user.applicant,
                by=user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Доверенность загружена. Подписывать по ней можно после проверки сотрудником.")
            return redirect("powers")
    context = {
        "form": form,
        "powers": list(queries.powers_for(user)[: queries.LIST_SIZE]),
        "may_add": may_add,
        "may_confirm": user.is_clerk,
        "for_staff": user.is_staff_of_company,
        "today": timezone.localdate(),
    }
    return render(request, "signatures/powers.html", context, status=422 if form.errors else 200)


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@hands_out_file
def file(request: Request, pk: int) -> HttpResponse:
    """The XML, for whoever looks it up in the register."""
    power = get_object_or_404(queries.powers_for(request.user), pk=pk)
    is_own = (power.applicant is None) == request.user.is_staff_of_company
    answer = hand_out(power.document, own=is_own)
    record(request.user, "power.downloaded", power, now=timezone.now())
    return answer


def _list(request: Request, pk: int) -> str:
    get_object_or_404(queries.powers_for(request.user), pk=pk)
    return reverse("powers")


@access(Role.CLERK)
@posted_from(_list)
def confirm(request: Request, pk: int) -> HttpResponse:
    """«Проверено по реестру»."""
    power = get_object_or_404(queries.powers_for(request.user), pk=pk)
    try:
        services.confirm_power(power, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Доверенность подтверждена: по ней можно подписывать.")
    return redirect("powers")


@access(Role.APPLICANT, Role.CLERK)
@posted_from(_list)
def revoke(request: Request, pk: int) -> HttpResponse:
    power = get_object_or_404(queries.powers_for(request.user), pk=pk)
    services.revoke_power(power, by=request.user, now=timezone.now())
    messages.success(request, "Доверенность отозвана: подписать по ней больше нельзя.")
    return redirect("powers")


def _signs_for_organisation(user: User) -> bool:
    return user.acting.is_own and signs_by_certificate(user)
