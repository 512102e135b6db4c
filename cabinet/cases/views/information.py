"""The end of a request for what is missing, by the button of either side."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.requests import Request
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import posted_from

from .. import queries, services
from ..models import Case


def _card(request: Request, pk: int) -> Case:
    return get_object_or_404(queries.card_to_act(request.user).submitted(), pk=pk)


@access(Role.APPLICANT)
@posted_from(_card)
def complete_answer(request: Request, pk: int) -> HttpResponse:
    """«Ответ полный»."""
    case = _card(request, pk)
    try:
        services.complete_answer(case, by=request.user, key=key_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Ответ передан. Теперь обращение рассматривает сетевая организация.")
    return redirect(case)


@access(Role.CLERK)
@posted_from(_card)
def close_information(request: Request, pk: int) -> HttpResponse:
    """«Закрыть запрос»."""
    case = _card(request, pk)
    services.close_information(case, by=request.user, now=timezone.now())
    messages.success(request, "Запрос закрыт. Заявителю отправлено уведомление.")
    return redirect(case)
