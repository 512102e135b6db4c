"""«Сотрудники», for administrators only."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.models import Invitation, StaffRole, User
from accounts.queries import has_second_factor
from accounts.requests import Request
from accounts.versions import ChangedMeanwhile
from audit.models import Record
from cabinet.cases.queries import open_cases_by_assignee, open_cases_of
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.methods import posted_from, require_safe

from .forms import InviteForm, RoleForm
from .queries import colleagues, newest_invitation, open_invitations

HISTORY = 20  # the last records of a colleague's card


@access(Role.ADMINISTRATOR)
@require_safe
def staff_list(request: Request) -> HttpResponse:
    on_them = open_cases_by_assignee()
    rows = [(colleague, on_them.get(colleague.pk, 0)) for colleague in colleagues()]
    context = {"rows": rows, "invitations": open_invitations(), "now": timezone.now()}
    return render(request, "staff/list.html", context)


@access(Role.ADMINISTRATOR)
def staff_invite(request: Request) -> HttpResponse:
    form = InviteForm(request.POST or None, newest=newest_invitation())
    if request.method == "POST" and form.is_valid():
        try:
            invitation = services.invite(**form.answers, seen=form.seen, by=request.user, now=timezone.now())
        except ChangedMeanwhile as refusal:
            form.show(refusal)
        except DomainError as refusal:
            form.add_error("email", refusal.message)
        else:
            messages.success(request, f"Приглашение отправлено на {invitation.email}. Оно действует 72 часа.")
            return redirect("staff_list")
    return render(request, "staff/invite.html", {"form": form}, status=422 if form.errors else 200)


def _page_of_invitation(request: Request, pk: int) -> str:
    _invitation(pk)
    return reverse("staff_list")


@access(Role.ADMINISTRATOR)
@posted_from(_page_of_invitation)
def invite_again(request: Request, pk: int) -> HttpResponse:
    invitation = services.invite_again(_invitation(pk), by=request.user, now=timezone.now())
    messages.success(request, f"Новое приглашение отправлено на {invitation.email}, прежнее больше не действует.")
    return redirect("staff_list")


@access(Role.ADMINISTRATOR)
@posted_from(_page_of_invitation)
def withdraw_invitation(request: Request, pk: int) -> HttpResponse:
    services.withdraw_invitation(_invitation(pk), by=request.user, now=timezone.now())
    messages.success(request, "Приглашение отозвано, ссылка из письма больше не действует.")
    return redirect("staff_list")


@access(Role.ADMINISTRATOR)
def colleague(request: Request, pk: int) -> HttpResponse:
    """One of the staff: the role, what is on them, what was done to their account."""
    person = get_object_or_404(colleagues(), pk=pk)
    form = RoleForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        role = StaffRole(form.cleaned_data["staff_role"])
        try:
            services.change_staff_role(person, role=role, seen=form.seen, by=request.user, now=timezone.now())
        except ChangedMeanwhile as refusal:
            form.show(refusal)
        except DomainError as refusal:
            form.add_error("staff_role", refusal.message)
        else:
            messages.success(request, f"Роль сохранена: {role.label}.")
            return redirect("/" if person == request.user else "staff_list")  # one's own may have closed this page
    cases = open_cases_of(person)
    context = {
        "person": person,
        "form": form,
        "cases": cases[:HISTORY],
        "cases_count": cases.count(),
        "history": Record.objects.about(person).order_by("-pk")[:HISTORY],
    }
    return render(request, "staff/colleague.html", context, status=422 if form.errors else 200)


@access(Role.ADMINISTRATOR)
def disable(request: Request, pk: int) -> HttpResponse:
    """A page that says what will happen, then the act."""
    person = get_object_or_404(colleagues().active(), pk=pk)  # type: ignore[attr-defined]
    if request.method == "POST":
        services.disable_staff(person, by=request.user, now=timezone.now())
        messages.success(request, f"{person.full_name}: вход закрыт, сеансы завершены.")
        return redirect("staff_list")
    cases = open_cases_of(person)
    return render(request, "staff/disable.html", {"person": person, "cases_count": cases.count()})


def _page_of_colleague(request: Request, pk: int) -> str:
    return reverse("colleague", args=[get_object_or_404(colleagues(), pk=pk).pk])


@access(Role.ADMINISTRATOR)
@posted_from(_page_of_colleague)
def enable(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(colleagues(), pk=pk)
    services.enable_staff(person, by=request.user, now=timezone.now())
    messages.success(request, f"{person.full_name}: вход снова открыт.")
    return redirect("colleague", person.pk)


@access(Role.ADMINISTRATOR)
def reset_second_factor(request: Request, pk: int) -> HttpResponse:
    """For somebody of the company, staff or applicant, who has lost their telephone or key."""
    person = get_object_or_404(User, pk=pk)
    if person.is_of_supplier:
        back_url = reverse("supplier", args=[person.supplier_id])
    else:
        back_url = reverse("colleague", args=[pk]) if person.is_staff_of_company else reverse("applicants")
    if request.method == "POST":
        services.reset_second_factor(person, by=request.user, now=timezone.now())
        messages.success(request, f"{person.full_name}: второй фактор сброшен, письмо отправлено.")
        return redirect(back_url)
    context = {
        "person": person,
        "has_factor": has_second_factor(person),
        "is_self": person == request.user,
        "will_enrol": person.is_staff_of_company or person.is_of_supplier,
        "back_url": back_url,
    }
    return render(request, "accounts/reset_second_factor.html", context)


def _invitation(pk: int) -> Invitation:
    return get_object_or_404(open_invitations(), pk=pk)
