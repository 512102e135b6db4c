"""Which guaranteeing supplier an application is about.

What the applicant has typed names a supplier of the company by its name, with or without the legal form and quotes, or
by its ИНН. Nothing typed, or «не знаю», leads to the supplier by default; a name that nobody here has leads to none,
and staff choose.
"""

from typing import Any

from django.forms import TextInput

from accounts.models import Supplier
from ui.widgets import input_

from .models import Application

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
