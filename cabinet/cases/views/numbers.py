"""«Регистрационные номера» of the administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.requests import Request
from accounts.versions import ChangedMeanwhile
from tenancy.access import Role, access

from .. import services
from ..errors import NumberIsUsed
from ..forms import NumbersForm
from ..kinds import all_kinds
from ..models import NumberSeries


@access(Role.ADMINISTRATOR)
def numbers(request: Request) -> HttpResponse:
    """A form for each kind of case, each saved by itself."""
    saved = {series.kind: series for series in NumberSeries.objects.all()}
    forms = []
    for kind in all_kinds():
        series = saved.get(kind.code) or NumberSeries(kind=kind.code)
        is_sent = request.method == "POST" and request.POST.get("kind") == kind.code
        form = NumbersForm(request.POST if is_sent else None, series=series, now=timezone.now())
        if is_sent and form.is_valid() and _is_saved(request, kind.code, form):
            messages.success(request, f"Сохранено. {form.promise}")
            return redirect("case_numbers")
        forms.append((kind, form))
    wrong = next((form for _kind, form in forms if form.errors), None)
    return render(request, "cases/numbers.html", {"forms": forms, "form": wrong}, status=422 if wrong else 200)


def _is_saved(request: Request, kind: str, form: NumbersForm) -> bool:
    try:
        form.series = services.change_numbers(
            kind,
            form.answers,
            next_number=form.moved_to,
            seen=form.seen,
            by=request.user,
            now=timezone.now(),
        )
    except ChangedMeanwhile as refusal:
        form.show(refusal)
        return False
    except NumberIsUsed as refusal:
        form.add_error("next_number", refusal.message)
        return False
    return True
