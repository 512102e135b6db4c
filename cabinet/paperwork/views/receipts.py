"""The public check of a receipt of submission."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.security.rate_limits import Limit
from tenancy.access import open_to_all
from tenancy.methods import require_safe

from .. import queries
from ..forms import ReceiptCodeForm

CHECKS = Limit("check_receipt", "30/10m/ip")  # open to all: codes are not to be tried one after another
TOO_OFTEN = "Слишком много проверок. Повторите через 10 минут"
NOT_FOUND = "Такого кода нет. Проверьте его: в коде нет букв I, L, O, Z и цифр 0 и 1"


@open_to_all
@require_safe
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """«Проверить квитанцию»: number, moment and hashes by the code; nothing personal."""
    if "code" not in request.GET:
        return _page(request, ReceiptCodeForm())
    form = ReceiptCodeForm(request.GET)
    if not form.is_valid():
        return _page(request, form, status=422)
    if not CHECKS.allows(request):
        form.add_error("code", TOO_OFTEN)
        return _page(request, form, status=429)
    receipt = queries.receipt_of(form.cleaned_data["code"])
    if receipt is None:
        form.add_error("code", NOT_FOUND)
        return _page(request, form, status=422)
    return _page(request, form, receipt=receipt)


def _page(
    request: HttpRequest,
    form: ReceiptCodeForm,
    *,
    receipt: queries.CheckedReceipt | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(request, "paperwork/receipt.html", {"form": form, "receipt": receipt}, status=status)
