"""What may be done about one payment now: what each act asks, which verb it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from documents.models import Upload

from .. import services
from ..forms import ActForm, ConfirmForm, DayForm, DoneForm, ReasonForm, ReturnForm
from ..models import Payment, Settlement
from ..queries import Step, may_approve

Do = Callable[[Payment, Settlement, Mapping[str, Any], Upload | None, Mapping[str, Any]], object]


@dataclass(frozen=True)
class Act:
    """One thing that may be done now; `of` is the line it is about, where it is about one."""

    code: str
    button: str
    lead: str
    done: str
    form: type[ActForm]
    do: Do
    of: Settlement | None = None
    scan: str = ""  # the title of a file that goes with it
    kind: str = ""


def acts_for(payment: Payment, steps: list[Step], user: User) -> list[Act]:
    """In the order in which they stand on the card."""
    found: list[Act] = []
    if not payment.is_bank_day:
        found.append(_DAY)
    if payment.left > 0:
        found += [_RETURN, _ASIDE]
    for step in steps:
        found += _about(step, user)
    return found


def _about(step: Step, user: User) -> list[Act]:
    one = step.settlement
    if step.may_be_released:
        return [_of(one, _RELEASE)]
    if step.may_be_taken_back:
        return [_of(one, _BACK)]
    if step.awaits_decision:
        agree = [_of(one, _APPROVE)] if may_approve(user) and one.made_by_id != user.pk else []
        return [*agree, _of(one, _REFUSE)]
    return [_of(one, _DONE)] if step.awaits_bank else []


def _of(one: Settlement, act: Act) -> Act:
    return Act(**{**act.__dict__, "of": one})


_DAY = Act(
    "day",
    "Подтвердить дату",
    "В выписке нет даты поступления, взята дата документа. После подтверждения оплата учтётся в договоре",
    "Дата подтверждена.",
    DayForm,
    lambda payment, one, told, scan, common: services.confirm_day(payment, received_on=told["received_on"], **common),
    kind="primary",
)
_RETURN = Act(
    "return",
    "Вернуть деньги",
    "Возврат согласует другой сотрудник: администратор или бухгалтер. До решения эти деньги нельзя отнести на счёт",
    "Возврат запрошен. Его согласует другой сотрудник.",
    ReturnForm,
    lambda payment, one, told, scan, common: services.ask_return(
        payment,
        kopecks=int(told["amount"] * 100),
        reason=told["reason"],
        details={name: told[name] for name in ("recipient", "account", "bank", "bik")},
        **common,
    ),
)
_ASIDE = Act(
    "aside",
    "Не относится к счетам",
    "Весь остаток платежа уйдёт из раздела «Разобрать». Это можно отменить",
    "Платёж больше не ждёт решения.",
    ReasonForm,
    lambda payment, one, told, scan, common: services.set_aside(payment, reason=told["reason"], **common),
)
_RELEASE = Act(
    "release",
    "Снять со счёта",
    "Деньги снова будут ждать решения, а счёт станет неоплаченным. Если этой оплатой заключён договор, он остаётся: "
    "дальше решает человек на странице договора",
    "Платёж снят со счёта и ждёт решения.",
    ReasonForm,
    lambda payment, one, told, scan, common: services.release(one, reason=told["reason"], **common),
    kind="danger",
)
_BACK = Act(
    "back",
    "Вернуть к разбору",
    "Платёж снова будет ждать решения",
    "Платёж снова ждёт решения.",
    ReasonForm,
    lambda payment, one, told, scan, common: services.take_back(one, reason=told["reason"], **common),
)
_APPROVE = Act(
    "approve",
    "Согласовать возврат",
    "Сверьте получателя и счёт: после согласования деньги отправляют через банк",
    "Возврат согласован. Отправьте деньги через банк и отметьте списание.",
    ConfirmForm,
    lambda payment, one, told, scan, common: services.approve_return(one, **common),
    kind="primary",
)
_REFUSE = Act(
    "refuse",
    "Отклонить возврат",
    "Деньги снова будут ждать решения",
    "Возврат отклонён, деньги ждут решения.",
    ReasonForm,
    lambda payment, one, told, scan, common: services.refuse_return(one, reason=told["reason"], **common),
)
_DONE = Act(
    "done",
    "Деньги отправлены",
    "Отметьте списание по выписке банка",
    "Возврат выполнен.",
    DoneForm,
    lambda payment, one, told, scan, common: services.finish_return(
        one, done_on=told["done_on"], number=told["number"], scan=scan, **common
    ),
    scan="Файл платёжного поручения",
    kind="primary",
)
