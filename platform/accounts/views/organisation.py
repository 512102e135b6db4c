"""«Организация»: its members and the requests to join it."""

from typing import TypedDict

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from tenancy.access import Role, access
from tenancy.methods import posted_from, require_safe

from .. import services
from ..models import Applicant, JoinRequest, LegalForm, Membership
from ..requests import Request


@access(Role.APPLICANT)
@require_safe
def organisation(request: Request) -> HttpResponse:
    acting = request.user.acting
    if acting.applicant is None or not acting.is_own or acting.applicant.legal_form != LegalForm.ORGANISATION:
        raise Http404
    return render(request, "accounts/organisation.html", people_of(acting.applicant))


class People(TypedDict):
    organisation: Applicant
    members: QuerySet[Membership]
    waiting: QuerySet[JoinRequest]


def people_of(organisation: Applicant) -> People:
    """The people of an organisation, for its own page and for its card that staff see."""
    members = Membership.objects.filter(applicant=organisation).select_related("user").order_by("pk")
    waiting = JoinRequest.objects.waiting().filter(applicant=organisation).select_related("user").order_by("pk")
    return {"organisation": organisation, "members": members, "waiting": waiting}


def _page_of_request(request: Request, pk: int) -> str:
    return _back(request, _decidable(request, pk).applicant_id)


def _page_of_member(request: Request, pk: int) -> str:
    return _back(request, _member(request, pk).applicant_id)


@access(Role.APPLICANT, Role.CLERK)
@posted_from(_page_of_request)
def decide_join_request(request: Request, pk: int) -> HttpResponse:
    """«Открыть доступ», «Отказать»: by an administrator of the organisation or by the company's staff."""
    asked = _decidable(request, pk)
    admits = request.POST.get("do") == "admit"
    counts = (services.admit if admits else services.refuse)(asked, by=request.user, now=timezone.now())
    done = "Доступ открыт." if admits else "В доступе отказано."
    if counts:
        of_organisation = asked.applicant.legal_form == LegalForm.ORGANISATION
        whom = "Сотруднику" if of_organisation else "Заявителю"
        messages.success(request, f"{done} {whom} отправлено письмо.")
    else:
        messages.info(request, "Решение по этой просьбе уже принято.")
    return redirect(_back(request, asked.applicant_id))


@access(Role.APPLICANT, Role.CLERK)
@posted_from(_page_of_member)
def change_member(request: Request, pk: int) -> HttpResponse:
    """Change the role or remove the member: `do` is a role or `remove`."""
    user, done = request.user, request.POST.get("do", "")
    membership = _member(request, pk)
    if done == "remove":
        services.remove_member(membership, by=user, now=timezone.now())
        messages.success(request, "Сотрудник исключён. Всё, что он подал, осталось за организацией.")
    elif done in Membership.Role.values:
        services.change_role(membership, role=Membership.Role(done), by=user, now=timezone.now())
        messages.success(request, "Роль изменена.")
    if membership.user_id == user.pk and done != Membership.Role.ADMINISTRATOR:
        return redirect("home")  # after losing the role the person may not see the page
    return redirect(_back(request, membership.applicant_id))


def _decidable(request: Request, pk: int) -> JoinRequest:
    decidable = JoinRequest.objects.decided_by(request.user).exclude(announced_at=None)
    return get_object_or_404(decidable.select_related("applicant", "user"), pk=pk)


def _member(request: Request, pk: int) -> Membership:
    user = request.user
    seen = Membership.objects.filter(applicant__legal_form=LegalForm.ORGANISATION)
    if not user.is_staff_of_company:
        seen = seen.filter(applicant=user.applicant) if user.acting.administers else seen.none()
    return get_object_or_404(seen, pk=pk)


def _back(request: Request, applicant_id: int) -> str:
    staff = request.user.is_staff_of_company
    return reverse("applicant", args=[applicant_id]) if staff else reverse("organisation")
