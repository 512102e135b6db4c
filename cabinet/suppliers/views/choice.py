"""Which supplier an application is about, as staff say it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.requests import Request
from cabinet.cases.kinds import kinds_with_stages
from cabinet.cases.models import Case
from tenancy.access import Role, access
from tenancy.errors import DomainError

from .. import services
from ..forms import ChoiceForm
from ..rights import where_suppliers_are


@access(Role.CLERK)
@where_suppliers_are
def case_supplier(request: Request, pk: int) -> HttpResponse:
    visible = Case.objects.acted_on_by(request.user).submitted().filter(kind__in=kinds_with_stages())
    case = get_object_or_404(visible.select_related("application__supplier", "applicant"), pk=pk)
    form = ChoiceForm(request.POST or None, chosen=case.application.supplier)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_supplier(case, form.cleaned_data["supplier"], by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error("supplier", refusal.message)
        else:
            messages.success(request, "Поставщик заявки сохранён.")
            return redirect(case)
    rule = case.edition.supplier
    typed = case.application.answers.get(rule.question, "") if rule else ""
    context = {"case": case, "form": form, "typed": typed}
    return render(request, "suppliers/choice.html", context, status=422 if form.errors else 200)
