from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.requests import Request
from accounts.versions import ChangedMeanwhile
from billing.reckoning.law import NoSuchRule, vat_percent
from cabinet.company import services
from cabinet.company.queries import profile
from tenancy.access import Role, access

from ..forms import RequisitesForm
from ..seller import missing


@access(Role.ADMINISTRATOR)
def requisites(request: Request) -> HttpResponse:
    """«Реквизиты для счетов»."""
    about = profile()
    form = RequisitesForm(request.POST or None, instance=about)
    if request.method == "POST" and form.is_valid():
        try:
            services.change(form.answers, seen=form.seen, by=request.user, now=timezone.now())
        except ChangedMeanwhile as refusal:
            form.show(refusal)
        else:
            messages.success(request, "Реквизиты сохранены. Они попадут в новые счета.")
            return redirect("requisites")
    saved = profile() if form.errors else about
    context = {
        "form": form,
        "about": saved,
        "lacks_told": f"Не заполнено: {', '.join(missing(saved))}." if missing(saved) else "",
        "percent": _percent(saved.vat_regime),
    }
    return render(request, "invoices/requisites.html", context, status=422 if form.errors else 200)


def _percent(regime: str) -> str:
    """What is charged today, in words."""
    try:
        percent = vat_percent(regime, localdate())
    except NoSuchRule:
        return ""
    return f"Сегодня в счетах: НДС {percent} %" if percent else "Сегодня в счетах: без НДС"
