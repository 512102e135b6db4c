from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.identifiers import format_snils
from accounts.models import Consent
from accounts.requests import Request
from tenancy.access import Role, access


@access(Role.APPLICANT)
@require_safe
def profile(request: Request) -> HttpResponse:
    """«Данные»: what the company knows of the person, and what they agreed to."""
    user = request.user
    applicant = user.applicant
    if applicant is None:
        raise Http404
    facts = [
        ("Правовая форма", applicant.get_legal_form_display()),
        ("Наименование", applicant.organisation_name),
        ("Фамилия", applicant.last_name),
        ("Имя", applicant.first_name),
        ("Отчество", applicant.middle_name),
        ("СНИЛС", format_snils(applicant.snils)),
        ("ИНН", applicant.inn),
        ("ОГРН или ОГРНИП", applicant.ogrn),
        ("КПП", applicant.kpp),
    ]
    consents = Consent.objects.filter(user=user).select_related("text").order_by("-given_at")
    return render(request, "accounts/profile.html", {"facts": facts, "consents": consents})
