"""Which guaranteeing supplier an application is about.

What the applicant has typed names a supplier of the company by its name, with or without the legal form and quotes, or
by its ИНН. Nothing typed, or «не знаю», leads to the supplier by default; a name that nobody here has leads to none,
and staff choose.
"""

from typing import Any

from django.forms import TextInput

from accounts.models import Supplier
from cabinet.rules.pack import Question
from ui.widgets import input_

from .answers import is_given
from .models import Application
from .standing import Standing

UNKNOWN = "незнаю"
LEGAL_FORMS = ("акционерноеобщество", "обществосограниченнойответственностью", "публичное", "пао", "оао", "зао", "ооо",
               "ао")  # fmt: skip


def offered_suppliers() -> list[Supplier]:
    return list(Supplier.objects.admitted().order_by("name", "pk"))


def supplier_meant(typed: str) -> Supplier | None:
    """Whom this answer names here; of an answer that names nobody the supplier by default."""
    suppliers = offered_suppliers()
    named = _plain(typed)
    if named in {"", UNKNOWN}:
        return next((one for one in suppliers if one.is_default), None)
    exact = [one for one in suppliers if named in {_plain(one.name), one.inn, f"инн{one.inn}"}]
    alike = exact or [one for one in suppliers if _bare(named) == _bare(_plain(one.name))]
    return alike[0] if len(alike) == 1 else None


def supplier_question(standing: Standing) -> Question | None:
    """What asks for the supplier, while nobody is named."""
    about = standing.pack.supplier
    if about is None or is_given(standing.answers.get(about.question)):
        return None
    question = standing.pack.question(about.question)
    return question if standing.is_asked(question) else None


def supplier_by_default(standing: Standing) -> Supplier | None:
    """Whom an application that names nobody goes to, where the company has said it."""
    if supplier_question(standing) is None:
        return None
    return Supplier.objects.admitted().filter(is_default=True).first()


def may_be_passed(standing: Standing, page: str) -> bool:
    """Whether «Далее» leads past the page of the supplier.

    For a household the supplier concludes the contract itself (point 105 of № 861), so there is nothing to choose while
    the company knows who it is. Whoever wants another one finds the page in the line of steps and at the check.
    """
    about, question = standing.pack.supplier, supplier_question(standing)
    return (
        about is not None
        and question is not None
        and question.page == page
        and about.asks_account(standing.facts)
        and not any(one.is_required(standing.facts) for one in standing.asked(page))
        and supplier_by_default(standing) is not None
    )


def note_supplier(application: Application) -> None:
    """As it is handed over, in that transaction. An act that knows no suppliers names none."""
    about = application.case.rules.supplier
    if about is not None:
        meant = supplier_meant(str(application.given.get(about.question) or ""))
        Application.objects.filter(pk=application.pk).update(supplier=meant)


class SuppliersInput(TextInput):
    """A line with the suppliers of the company to choose from; anything else may be typed as well.

    They are asked for when it is drawn: a page that is only saved does not need them.
    """

    template_name = "applications/suppliers_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        offered = offered_suppliers()
        list_id = f"{context['widget']['attrs'].get('id', name)}-offered"
        if offered:
            context["widget"]["attrs"]["list"] = list_id
        context["widget"] |= {"offered": offered, "list_id": list_id, "control": input_(context["widget"])}
        return context


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _bare(plain: str) -> str:
    """Without the legal form, at either end."""
    for form in LEGAL_FORMS:
        if plain != form:
            plain = plain.removeprefix(form).removesuffix(form)
    return plain
