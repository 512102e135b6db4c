from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.requests import Request
from accounts.versions import ChangedMeanwhile, version_of
from tenancy.access import Role, access
from tenancy.methods import posted_from, require_safe

from . import services
from .forms import LIMIT, TextForm
from .models import PageVersion, Slot
from .queries import current, versions


@access(Role.ADMINISTRATOR)
@require_safe
def texts(request: Request) -> HttpResponse:
    """«Информация» of the administrator: three texts, their editors and versions."""
    return _page(request, [_form(slot) for slot in Slot])


def _editor_of(request: Request, slot: str) -> str:
    if slot not in Slot.values:
        raise Http404
    return f"{reverse('page_texts')}#{slot}"


def _editor_of_version(request: Request, pk: int) -> str:
    return f"{reverse('page_texts')}#{get_object_or_404(PageVersion, pk=pk).slot}"


@access(Role.ADMINISTRATOR)
@posted_from(_editor_of)
def publish(request: Request, slot: str) -> HttpResponse:
    """Save one of the texts. The form of the page holds all of them, so what is typed in the others stays."""
    if slot not in Slot.values:
        raise Http404

    def act(form: TextForm) -> None:
        services.publish(form.slot, text=form.cleaned_data["text"], seen=form.seen, by=request.user, now=timezone.now())

    return _answer(request, Slot(slot), act, f"Текст сохранён и уже на сайте: {Slot(slot).label}.")


@access(Role.ADMINISTRATOR)
@posted_from(_editor_of_version)
def bring_back(request: Request, pk: int) -> HttpResponse:
    """«Вернуть». What is typed stays in every editor, also in that of this text: it is only not on the site."""
    version = get_object_or_404(PageVersion, pk=pk)

    def act(form: TextForm) -> None:
        services.bring_back(version, seen=form.seen, by=request.user, now=timezone.now())

    return _answer(request, Slot(version.slot), act, "Прежний текст снова на сайте.", keeps_own=True)


def _answer(
    request: Request, slot: Slot, act: Callable[[TextForm], None], done: str, *, keeps_own: bool = False
) -> HttpResponse:
    """Do it to the text of `slot`. Back to the page by a redirect, unless something typed would be lost by it."""
    forms = {other: _form(other, request.POST) for other in Slot}
    form = forms[slot]
    if form.is_valid():
        try:
            act(form)
        except ChangedMeanwhile as refusal:
            form.show(refusal)
        else:
            messages.success(request, done)
            forms[slot] = _form(slot, _with_version(form) if keeps_own and form.is_edited else None)
            if not any(other.is_unsaved for other in forms.values()):
                return redirect("page_texts")
    shown = [one if one.is_edited or one.errors else _form(one.slot) for one in forms.values()]
    return _page(request, shown, form=form, status=422 if form.errors else 200)


def _form(slot: Slot, data: Any = None) -> TextForm:
    newest = current(slot)
    sent = data if data is not None and f"{slot}-text" in data else None
    return TextForm(sent, slot=slot, saved=newest.html if newest else "")


def _with_version(form: TextForm) -> Any:
    """What was sent, with the version of what is on the site now: the person has just put it there."""
    newest = current(form.slot)
    return {**dict(form.data.items()), form.add_prefix("version"): version_of({"text": newest.html if newest else ""})}


def _page(request: Request, forms: list[TextForm], *, form: TextForm | None = None, status: int = 200) -> HttpResponse:
    editors = [{"slot": one.slot, "form": one, "versions": versions(one.slot), "limit": LIMIT} for one in forms]
    return render(request, "pages/texts.html", {"editors": editors, "form": form}, status=status)
