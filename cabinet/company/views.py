from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from accounts.requests import Request
from accounts.versions import ChangedMeanwhile
from tenancy.access import Role, access, open_to_all
from tenancy.methods import require_safe
from ui.brand import palette, stylesheet

from . import services
from .forms import SettingsForm
from .queries import profile


@access(Role.ADMINISTRATOR)
def company_settings(request: Request) -> HttpResponse:
    """«Данные и настройки»."""
    about = profile()
    form = SettingsForm(request.POST or None, instance=about)
    if request.method == "POST" and form.is_valid():
        try:
            about = services.change(form.answers, seen=form.seen, by=request.user, now=timezone.now())
        except ChangedMeanwhile as refusal:
            form.show(refusal)
        else:
            messages.success(request, "Изменения сохранены.")
            chosen = palette(about.brand_color) if about.brand_color else None
            if chosen and chosen.corrected:
                messages.warning(
                    request, f"Белый текст на выбранном цвете плохо читается. Мы сделали его темнее: {chosen.brand}"
                )
            return redirect("company_settings")
    context = {"form": form, "about": about if not form.errors else profile()}
    return render(request, "company/settings.html", context, status=422 if form.errors else 200)


@open_to_all
@require_safe
@cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
def brand(request: Request, color: str) -> HttpResponse:
    """The company's colours as a style sheet. The colour is in the address, so it may be kept for ever."""
    if f"#{color}" != profile().brand_color:
        raise Http404
    return HttpResponse(stylesheet(palette(f"#{color}")), content_type="text/css; charset=utf-8")
