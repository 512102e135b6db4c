"""«Категория заявки»: staff name it where the answers do not say it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.requests import Request
from cabinet.cases import queries as cases
from cabinet.cases.errors import CaseIsClosed
from cabinet.cases.models import Case
from cabinet.rules.citation import for_staff
from tenancy.access import Role, access
from ui import forms
from ui.forms import Label

from ..category import SOURCE_LIMIT, name_category, possible_categories
from ..errors import CategoryIsKnown, CategoryNotPossible, SourceNeeded
from ..kind import APPLICATION


class CategoryForm(forms.Form):
    category = forms.ChoiceField(
        label="Категория заявки", widget=forms.RadioSelect, missing=CategoryNotPossible.message
    )
    source = forms.CharField(
        label="Из чего это следует",
        help_text="Например: из приложенной формы заявки, пункты 5 и 6. Останется в истории, заявитель не увидит",
        max_length=SOURCE_LIMIT,
        missing=SourceNeeded.message,
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, initial={"category": case.application.category})
        chosen: Any = self.fields["category"]
        chosen.choices = [
            (one.code, Label(one.title, f"{one.why} ({for_staff(one)})")) for one in possible_categories(case)
        ]


@access(Role.CLERK)
def category(request: Request, pk: int) -> HttpResponse:
    case = get_object_or_404(cases.card_to_act(request.user).submitted(), pk=pk, kind=APPLICATION)
    form = CategoryForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            name_category(case, answers["category"], source=answers["source"], by=request.user, now=timezone.now())
        except (CaseIsClosed, CategoryIsKnown) as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, "Категория указана. Сроки посчитаны с поступления заявки.")
        return redirect(case)
    status = 422 if form.errors else 200
    return render(request, "applications/category.html", {"case": case, "form": form}, status=status)
