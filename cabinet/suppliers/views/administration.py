"""«Поставщики», for the company's administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts import services as accounts
from accounts.models import Invitation, Supplier, User
from accounts.requests import Request
from accounts.versions import ChangedMeanwhile
from audit.models import Record
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.methods import posted_from, require_safe

from .. import queries, services
from ..forms import PersonForm, SupplierForm
from ..rights import where_suppliers_are

HISTORY = 20


@access(Role.ADMINISTRATOR)
@where_suppliers_are
@require_safe
def supplier_list(request: Request) -> HttpResponse:
    return render(request, "suppliers/list.html", {"suppliers": queries.listed_suppliers()})


@access(Role.ADMINISTRATOR)
@where_suppliers_are
def supplier_new(request: Request) -> HttpResponse:
    form = SupplierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            supplier = services.add_supplier(form.answers, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error("inn", refusal.message)
        else:
            messages.success(request, f"Поставщик добавлен: {supplier.name}. Теперь пригласите его сотрудников.")
            return redirect("supplier", supplier.pk)
    return render(request, "suppliers/new.html", {"form": form}, status=422 if form.errors else 200)


@access(Role.ADMINISTRATOR)
@where_suppliers_are
def supplier(request: Request, pk: int) -> HttpResponse:
    """One supplier: its data, its people, what was done to it."""
    found = _supplier(request, pk)
    form = SupplierForm(request.POST or None, supplier=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_supplier(found, form.answers, seen=form.seen, by=request.user, now=timezone.now())
        except ChangedMeanwhile as refusal:
            form.show(refusal)
        except DomainError as refusal:
            form.add_error("inn", refusal.message)
        else:
            messages.success(request, "Сведения сохранены.")
            return redirect("supplier", found.pk)
    context = {
        "supplier": found,
        "form": form,
        "people": queries.people_of(found),
        "invitations": queries.invitations_of(found),
        "now": timezone.now(),
        "history": Record.objects.about(found).order_by("-pk")[:HISTORY],
    }
    return render(request, "suppliers/supplier.html", context, status=422 if form.errors else 200)


@access(Role.ADMINISTRATOR)
@where_suppliers_are
def supplier_block(request: Request, pk: int) -> HttpResponse:
    """A page that says what will happen, then the act."""
    found = get_object_or_404(Supplier.objects.admitted(), pk=pk)
    if request.method == "POST":
        services.block_supplier(found, by=request.user, now=timezone.now())
        messages.success(request, f"{found.name}: доступ закрыт, сеансы завершены.")
        return redirect("supplier", found.pk)
    return render(request, "suppliers/block.html", {"supplier": found})


def _supplier(request: Request, pk: int) -> Supplier:
    return get_object_or_404(Supplier, pk=pk)


def _page_of_supplier(request: Request, pk: int) -> str:
    return reverse("supplier", args=[_supplier(request, pk).pk])


@access(Role.ADMINISTRATOR)
@where_suppliers_are
@posted_from(_page_of_supplier)
def supplier_unblock(request: Request, pk: int) -> HttpResponse:
    found = _supplier(request, pk)
    services.unblock_supplier(found, by=request.user, now=timezone.now())
    messages.success(request, f"{found.name}: доступ снова открыт.")
    return redirect("supplier", found.pk)


@access(Role.ADMINISTRATOR)
@where_suppliers_are
def supplier_invite(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Supplier.objects.admitted(), pk=pk)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = accounts.invite(**form.cleaned_data, supplier=found, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error("email", refusal.message)
        else:
            messages.success(request, f"Приглашение отправлено на {invitation.email}. Оно действует 72 часа.")
            return redirect("supplier", found.pk)
    context = {"supplier": found, "form": form}
    return render(request, "suppliers/invite.html", context, status=422 if form.errors else 200)


def _invitation(pk: int) -> Invitation:
    return get_object_or_404(queries.all_invitations(), pk=pk)


def _page_of_invitation(request: Request, pk: int) -> str:
    return reverse("supplier", args=[_invitation(pk).supplier_id])


@access(Role.ADMINISTRATOR)
@where_suppliers_are
@posted_from(_page_of_invitation)
def invitation_again(request: Request, pk: int) -> HttpResponse:
    invitation = accounts.invite_again(_invitation(pk), by=request.user, now=timezone.now())
    messages.success(request, f"Новое приглашение отправлено на {invitation.email}, прежнее больше не действует.")
    return redirect("supplier", invitation.supplier_id)


@access(Role.ADMINISTRATOR)
@where_suppliers_are
@posted_from(_page_of_invitation)
def invitation_withdraw(request: Request, pk: int) -> HttpResponse:
    invitation = _invitation(pk)
    accounts.withdraw_invitation(invitation, by=request.user, now=timezone.now())
    messages.success(request, "Приглашение отозвано, ссылка из письма больше не действует.")
    return redirect("supplier", invitation.supplier_id)


def _person(pk: int) -> User:
    return get_object_or_404(queries.all_people(), pk=pk)


def _page_of_person(request: Request, pk: int) -> str:
    return reverse("supplier", args=[_person(pk).supplier_id])


@access(Role.ADMINISTRATOR)
@where_suppliers_are
@posted_from(_page_of_person)
def person_disable(request: Request, pk: int) -> HttpResponse:
    person = _person(pk)
    accounts.disable_staff(person, by=request.user, now=timezone.now())
    messages.success(request, f"{person.full_name}: вход закрыт, сеансы завершены.")
    return redirect("supplier", person.supplier_id)


@access(Role.ADMINISTRATOR)
@where_suppliers_are
@posted_from(_page_of_person)
def person_enable(request: Request, pk: int) -> HttpResponse:
    person = _person(pk)
    accounts.enable_staff(person, by=request.user, now=timezone.now())
    messages.success(request, f"{person.full_name}: вход снова открыт.")
    return redirect("supplier", person.supplier_id)
