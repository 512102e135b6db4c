"""«Требуется действие»: what an applicant is asked to do now."""

from collections.abc import Callable, Iterable, Sequence
from typing import NotRequired, TypedDict

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from signing.models import SignatureRequest
from ui.words import in_words

from .models import Case
from .stages import Stage


class Action(TypedDict):
    """A row of `components/action.html`."""

    title: str
    due: str
    url: str
    button: str
    icon: NotRequired[str]
    primary: NotRequired[bool]


def awaited_signatures(user: User) -> list[SignatureRequest]:
    """What the applicant has to sign now; nothing, for a representative."""
    if not user.acting.is_own:
        return []
    waiting = SignatureRequest.objects.of_side_of(user).filter(state=SignatureRequest.State.AVAILABLE)
    today = timezone.localdate()
    return [request for request in waiting.order_by("due_on", "opened_at") if not request.is_overdue(today)]


# What a room above asks of an applicant: rows, each with the number of the case whose stage asks for the same.
Teller = Callable[[User], list[tuple[int, Action]]]
_TELLERS: list[Teller] = []


def register(teller: Teller) -> None:
    _TELLERS.append(teller)


def asked_above(user: User) -> list[tuple[int, Action]]:
    """What rooms above ask of this person, for the first page."""
    return [row for teller in _TELLERS for row in teller(user)]


def actions_for(
    cases: Iterable[Case], to_sign: list[SignatureRequest], above: Sequence[tuple[int, Action]] = ()
) -> list[Action]:
    """«Требуется действие»: what is to be signed, what rooms above ask for, what the stages of `cases` ask for.

    A stage that waits for payment says nothing where a row from above names the invoice itself.
    """
    named = {pk for pk, _action in above}
    waiting = [
        case
        for case in cases
        if case.waits_for_applicant
        and not (to_sign and case.stage == Stage.SIGNING)
        and not (case.stage == Stage.PAYMENT and case.pk in named)
    ]
    return [*_signing_action(to_sign), *(action for _pk, action in above), *(action_for(case) for case in waiting)]


def _signing_action(to_sign: list[SignatureRequest]) -> list[Action]:
    """One row, however many there are."""
    if not to_sign:
        return []
    first = to_sign[0]
    action: Action = {
        "title": f"Подпишите: {first.title}" if len(to_sign) == 1 else f"Подпишите документы: {len(to_sign)}",
        "due": f"до {in_words(first.due_on)}" if first.due_on else "",
        "url": reverse("signature_request", args=[first.pk]) if len(to_sign) == 1 else reverse("signatures"),
        "button": "Подписать",
        "icon": "sign",
        "primary": True,
    }
    return [action]


# What the applicant is asked to do at a stage: the words, the button.
_ASKED = {
    Stage.MISSING: ("Добавьте недостающие документы или сведения", "Добавить"),
    Stage.SIGNING: ("Ознакомьтесь с документами на подпись", "Открыть"),
    Stage.PAYMENT: ("Оплатите счёт", "Открыть"),
}


def action_for(case: Case) -> Action:
    """A row of «Требуется действие»."""
    words, button = _ASKED[Stage(case.stage)]
    url = case.get_absolute_url()
    if case.stage == Stage.MISSING:
        url = f"{url}#missing"
    elif case.stage == Stage.PAYMENT and case.nature.has_stages:
        url = reverse("case_contract", args=[case.pk])
    return {
        "title": f"{words}: {case.kind_name.lower()} {case.name}",
        "due": case.status,
        "url": url,
        "button": button,
    }
