"""«Поставщикам»: one page for whoever serves many companies, each with an account of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import identifiers
from accounts.forms.fields import Identifier
from accounts.security.rate_limits import Limit
from tenancy.access import open_to_all
from tenancy.methods import require_safe
from tenants.places import places_of
from ui import forms

LOOKS = Limit("supplier_places", "60/10m/ip")
TOO_OFTEN = "Слишком много запросов. Повторите через 10 минут"


class InnForm(forms.Form):
    inn = Identifier(
        label="ИНН поставщика",
        help_text="10 цифр",
        check=identifiers.organisation_inn,
        missing="Введите ИНН: 10 цифр",
        width=14,
    )


@open_to_all
@require_safe
def supplier_places(request: HttpRequest) -> HttpResponse:
    """By the ИНН the cabinets in which a supplier works.

    Who guarantees supply where is public by law; who signs in for it is known only to each company.
    """
    form = InnForm(request.GET if "inn" in request.GET else None)
    context: dict[str, object] = {"form": form}
    status = 200
    if form.is_bound and not LOOKS.allows(request):
        form.add_error(None, TOO_OFTEN)
        status = 429
    elif form.is_bound and form.is_valid():
        inn = form.cleaned_data["inn"]
        context |= {"is_sought": True, "inn": inn, "companies": places_of(inn)}
    return render(request, "tenants/supplier_places.html", context, status=status)
