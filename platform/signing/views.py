"""Public pages: the check of a signature, and the keys of the seal."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache

from accounts.security.rate_limits import Limit
from tenancy.access import open_to_all
from tenancy.company import is_public
from tenancy.methods import require_safe

from . import public_check, queries
from .forms import CodeForm, ComparisonForm, FilesForm
from .protocols import seals

NOT_FOUND = "Такого кода нет. Проверьте его: в коде нет букв I, L, O, Z и цифр 0 и 1"
COMPARISON = "comparison_%s"  # distinct ids, because both forms of the page have these fields
CHECKS = Limit("check_document", "30/10m/ip")  # open to all, and a large file costs a second of work
TOO_OFTEN = "Слишком много проверок. Повторите через 10 минут"


@open_to_all
@never_cache
def check_document(request: HttpRequest) -> HttpResponse:
    """«Проверить документ»: by the code of a sheet, or by the file and its signature."""
    if request.method == "POST":
        return _compare(request) if "code" in request.POST else _check_files(request)
    return _check_code(request) if "code" in request.GET else _page(request)


@open_to_all
@require_safe
@cache_control(max_age=3600, public=True)
def seal_keys(request: HttpRequest) -> JsonResponse:
    """All present and former keys of the seal, so that a protocol can be checked without us."""
    seals.publish(now=timezone.now())
    return JsonResponse({"keys": seals.published()})


def _check_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET)
    if is_public() or not form.is_valid():
        return _page(request, code_form=form)
    if not CHECKS.allows(request):
        form.add_error("code", TOO_OFTEN)
        return _page(request, code_form=form, status=429)
    signature = queries.by_check_code(form.cleaned_data["code"])
    if signature is None:
        form.add_error("code", NOT_FOUND)
        return _page(request, code_form=form)
    comparison = ComparisonForm(initial={"code": signature.check_code}, auto_id=COMPARISON)
    return _page(request, outcome=public_check.result_of(signature), code_form=form, comparison=comparison)


def _compare(request: HttpRequest) -> HttpResponse:
    form = ComparisonForm(request.POST, request.FILES, auto_id=COMPARISON)
    if not CHECKS.allows(request):  # checked before the code is looked up, so that codes cannot be guessed
        form.add_error("document", TOO_OFTEN)
        return _page(request, comparison=form, status=429)
    signature = None if is_public() else queries.by_check_code(request.POST["code"])
    if signature is None:
        return _page(request)
    outcome = public_check.result_of(signature)
    if form.is_valid():
        outcome = public_check.compare(signature, form.cleaned_data["document"].file)
    return _page(request, outcome=outcome, comparison=form)


def _check_files(request: HttpRequest) -> HttpResponse:
    form = FilesForm(request.POST, request.FILES)
    if not CHECKS.allows(request):
        form.add_error(None, TOO_OFTEN)
        return _page(request, files_form=form, status=429)
    if not form.is_valid():
        return _page(request, files_form=form)
    document, signature = form.cleaned_data["document"], form.cleaned_data["signature"]
    outcome = public_check.check_file(document.file, signature.read(), now=timezone.now())
    return _page(request, outcome=outcome)


def _page(
    request: HttpRequest,
    *,
    outcome: public_check.Outcome | None = None,
    code_form: CodeForm | None = None,
    files_form: FilesForm | None = None,
    comparison: ComparisonForm | None = None,
    status: int | None = None,
) -> HttpResponse:
    forms = [form for form in (code_form, files_form, comparison) if form is not None]
    refused = next((form for form in forms if form.errors), None)
    context = {
        "outcome": outcome,
        "code_form": code_form or CodeForm(),
        "files_form": files_form or FilesForm(),
        "comparison": comparison,
        "form": refused,  # the page's title says that there is an error
        "knows_codes": not is_public(),
    }
    return render(request, "signing/check.html", context, status=status or (422 if refused else 200))
