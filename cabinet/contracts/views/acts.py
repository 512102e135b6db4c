"""The acts that a person may do about a contract now: what each asks, which files it needs, which verb it calls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from cabinet.rules.pack import Milestone, Procedure
from documents.models import Upload
from ui.words import money

from .. import services
from ..codes import INSPECTED, Code
from ..forms import (
    ActForm,
    AgreementForm,
    AnswerForm,
    ChangeForm,
    DecisionForm,
    DisagreementForm,
    DraftForm,
    InspectionForm,
    MilestoneForm,
    NewApplicantForm,
    OfferForm,
    PaymentForm,
)
from ..ports import Bill, bill_for_offer
from ..queries import Contract
from ..rights import may_record_payments
from ..services.changes import TITLES
from ..services.papers import title_of
from .files import Slot

Files = Mapping[str, Sequence[Upload]]
Form = Callable[..., ActForm]
Do = Callable[[Contract, Any, Files, Mapping[str, Any]], object]


@dataclass(frozen=True)
class Act:
    """One thing that may be done now."""

    code: str
    button: str
    title: str
    lead: str
    done: str
    form: Form
    do: Do
    slots: Sequence[Slot] = ()
    icon: str = "plus"
    is_main: bool = False  # what is expected of this person


def acts_for(contract: Contract, user: User) -> list[Act]:
    """In the order in which they stand on the page."""
    if not user.may_act:
        return []
    return list(_of_company(contract, user) if user.is_staff_of_company else _of_applicant(contract))


def _of_company(contract: Contract, user: User) -> list[Act]:
    found: list[Act] = []
    is_open = not contract.case.is_closed
    if is_open and not contract.is_concluded:
        if way := contract.way("payment"):
            found.append(_offer(contract, way))
        if (way := contract.way("signatures")) and not contract.disagreement:
            found.append(_draft(contract, way))
        if (way := contract.way("signatures")) and contract.disagreement:
            found.append(_answer(contract, way))
    if may_record_payments(user) and contract.offer:
        found.append(_payment(contract))
        if contract.doubtful:
            found.append(_decision(contract))
    if is_open:
        found += _inspections(contract, user)
        found += [_milestone(contract, one) for one in _now(contract, "company")]
        if contract.is_concluded:
            found += [_change(contract, code) for code in TITLES if not contract.waits(code)]
    return found


def _of_applicant(contract: Contract) -> list[Act]:
    if contract.case.is_closed:
        return []
    found: list[Act] = []
    if contract.draft and not contract.is_concluded and not contract.disagreement:
        found.append(_disagreement())
    found += [_milestone(contract, one) for one in _now(contract, "applicant")]
    return [*_inspections(contract, None), *found]


def _now(contract: Contract, side: str) -> list[Milestone]:
    """Facts whose time has come: what they wait for is there, and they are not stated or on their way."""
    return [
        one
        for one in contract.milestones
        if one.side == side
        and not contract.lacking(one.after)
        and (one.repeats or not contract.has(one.code))
        and not contract.waits(one.code)
    ]


def _offer(contract: Contract, way: Procedure) -> Act:
    bill = bill_for_offer(contract.case)
    slots = _slots(contract.case, way.sends)
    if bill is not None and bill.document is not None:
        slots = [_with_bill(slot, bill) if slot.code == services.INVOICE else slot for slot in slots]
    title = "Заменить оферту" if contract.offer else "Разместить оферту"
    return Act(
        code="offer",
        button=title,
        title=title,
        lead="Все документы размещаются вместе и одним моментом, когда их подпишет организация (УКЭП). Размещённую "
        "оферту нельзя отозвать, можно только заменить новой. Договор заключается оплатой счёта",
        done="Оферта отправлена на подпись. Заявитель увидит её, когда организация подпишет все документы.",
        form=partial(OfferForm, bill=bill),
        slots=slots,
        do=lambda contract, form, files, common: services.send_offer(
            contract.case,
            {code: uploads[0] for code, uploads in files.items()},
            amount=form.cleaned_data["amount"],
            total=form.cleaned_data["total"],
            bill=bill,
            **common,
        ),
        icon="upload",
        is_main=not contract.offer and not contract.waits(Code.OFFER),
    )


def _with_bill(slot: Slot, bill: Bill) -> Slot:
    """The place of the invoice need not be filled: the issued one goes with the others."""
    title = f"{slot.title}: будет приложен № {bill.number} на {money(bill.amount)}. Файл нужен, только если он другой"
    return Slot(slot.code, title, is_required=False)


def _draft(contract: Contract, way: Procedure) -> Act:
    title = "Заменить проект договора" if contract.draft else "Направить проект договора"
    return Act(
        code="draft",
        button=title,
        title=title,
        lead="Сначала документы подпишет организация, потом договор подпишет заявитель. Подписи обеих сторон заключают "
        "договор",
        done="Проект договора отправлен на подпись организации.",
        form=DraftForm,
        slots=_slots(contract.case, way.sends),
        do=lambda contract, form, files, common: services.send_draft(
            contract.case,
            {code: uploads[0] for code, uploads in files.items()},
            due_on=form.cleaned_data["due_on"],
            **common,
        ),
        icon="upload",
        is_main=not contract.draft and not contract.waits(Code.DRAFT),
    )


def _answer(contract: Contract, way: Procedure) -> Act:
    agreement = way.contract_document or ""
    slots = [Slot("reply", "Ответ на протокол разногласий", is_required=False)]
    slots += [Slot(agreement, f"{title_of(contract.case, agreement)}: новая редакция", is_required=False)]
    others = [code for code in way.sends if code != agreement]
    slots += [Slot(code, f"{title_of(contract.case, code)}: если меняется", is_required=False) for code in others]
    return Act(
        code="answer",
        button="Ответить на разногласия",
        title="Ответить на разногласия",
        lead="Если разногласия приняты, приложите договор в новой редакции: он пойдёт на подпись обеим сторонам. При "
        "отказе заявителю снова предлагается прежняя редакция",
        done="Ответ отправлен.",
        form=AnswerForm,
        slots=slots,
        do=_do_answer,
        icon="message",
        is_main=True,
    )


def _do_answer(contract: Contract, form: Any, files: Files, common: Mapping[str, Any]) -> object:
    given = {code: uploads[0] for code, uploads in files.items()}
    return services.answer_disagreement(
        contract.case,
        services.Answer(form.cleaned_data["answer"]),
        text=form.cleaned_data["text"],
        reply=given.pop("reply", None),
        files=given,
        due_on=form.cleaned_data["due_on"],
        **common,
    )


def _payment(contract: Contract) -> Act:
    return Act(
        code="payment",
        button="Оплата поступила",
        title="Оплата поступила",
        lead="Оплата всей суммы счёта в срок сразу заключает договор. О частичной или поздней оплате решение примет "
        "сотрудник",
        done="Оплата записана. Заявителю отправлено письмо.",
        form=PaymentForm,
        slots=[Slot("scan", "Файл документа об оплате", is_required=False)],
        do=lambda contract, form, files, common: services.record_payment(
            contract.case,
            **form.cleaned_data,
            scan=next(iter(files.get("scan", ())), None),
            **common,
        ),
        is_main=not contract.is_concluded and not contract.doubtful,
    )


def _decision(contract: Contract) -> Act:
    return Act(
        code="decision",
        button="Решить об оплате",
        title="Решить об оплате",
        lead="Оплата неполная или поступила после срока. Если её принять, договор считается заключённым в день "
        "поступления денег",
        done="Решение записано. Заявителю отправлено письмо.",
        form=DecisionForm,
        do=_do_decide,
        icon="check",
        is_main=True,
    )


def _do_decide(contract: Contract, form: Any, files: Files, common: Mapping[str, Any]) -> object:
    chosen = next(one for one in contract.doubtful if str(one.pk) == form.cleaned_data["payment"])
    verb = services.confirm_payment if form.cleaned_data["decision"] == "confirm" else services.reject_payment
    return verb(chosen, reason=form.cleaned_data["reason"], **common)


def _disagreement() -> Act:
    return Act(
        code="disagreement",
        button="Прислать разногласия",
        title="Прислать протокол разногласий",
        lead="Если вы согласны с договором, подпишите его. Если нет, приложите протокол: сетевая организация ответит",
        done="Протокол разногласий отправлен.",
        form=DisagreementForm,
        slots=[Slot("protocol", "Протокол разногласий")],
        do=lambda contract, form, files, common: services.disagree(
            contract.case, files["protocol"][0], text=form.cleaned_data["text"], **common
        ),
        icon="message",
    )


_CHANGED = {
    Code.AMENDED: "Дополнительное соглашение",
    Code.APPLICANT_CHANGED: "Замена заявителя",
    Code.TERMINATED: "Расторжение договора",
}


def _change(contract: Contract, code: Code) -> Act:
    return Act(
        code=code.replace("_", "-"),
        button=_CHANGED[code],
        title=_CHANGED[code],
        lead="Документ подпишут обе стороны: сначала организация, потом заявитель. Изменение действует с подписи "
        "заявителя",
        done="Документ отправлен на подпись организации.",
        form=NewApplicantForm if code == Code.APPLICANT_CHANGED else ChangeForm,
        slots=[Slot("paper", TITLES[code])],
        do=lambda contract, form, files, common: services.send_change(
            contract.case, code, files["paper"][0], **form.cleaned_data, **common
        ),
        icon="sign",
    )


def _milestone(contract: Contract, milestone: Milestone) -> Act:
    signed = {
        "none": "",
        "company": "Документ подпишет организация, после этого его увидит заявитель",
        "both": "Документ подпишут обе стороны: сначала организация, потом заявитель",
    }[milestone.signed]
    name = title_of(contract.case, milestone.document) if milestone.document else "Файлы"
    many = milestone.files == "may"
    slots = [Slot("paper", name, is_required=milestone.files == "must", many=many)] if milestone.files != "none" else []
    return Act(
        code=milestone.code.replace("_", "-"),
        button=milestone.button,
        title=milestone.title,
        lead=signed,
        done="Документ отправлен на подпись." if signed else "Записано. Другой стороне отправлено письмо.",
        form=partial(MilestoneForm, code=milestone.code),
        slots=slots,
        do=lambda contract, form, files, common: services.record_milestone(
            contract.case, milestone.code, files=list(files.get("paper", ())), **form.cleaned_data, **common
        ),
        icon="check",
        is_main=milestone.side == "applicant" and not contract.has(milestone.code),
    )


def _inspections(contract: Contract, user: User | None) -> list[Act]:
    """`user` is of the company; nobody is given for the applicant."""
    if contract.milestone(INSPECTED) is None or contract.case.stage != Stage.PERFORMANCE:
        return []
    proposed = contract.inspection
    acts = []
    if proposed and not contract.is_agreed(proposed) and proposed.from_company != (user is not None):
        acts.append(
            Act(
                code="agree",
                button="Согласовать время осмотра",
                title="Согласовать время осмотра",
                lead=proposed.title,
                done="Время осмотра согласовано.",
                form=AgreementForm,
                do=lambda contract, form, files, common: services.agree_inspection(
                    contract.case, proposed=form.cleaned_data["proposed_fact"], **common
                ),
                icon="check",
                is_main=True,
            )
        )
    acts.append(
        Act(
            code="inspection",
            button="Предложить другое время осмотра" if proposed else "Предложить время осмотра",
            title="Предложить время осмотра",
            lead="Другая сторона согласует его или предложит другое",
            done="Время предложено. Другой стороне отправлено письмо.",
            form=InspectionForm,
            do=lambda contract, form, files, common: services.propose_inspection(
                contract.case, at=form.at, text=form.cleaned_data["text"], **common
            ),
            icon="clock",
        )
    )
    return acts


def _slots(case: Case, codes: Sequence[str]) -> list[Slot]:
    return [Slot(code, title_of(case, code)) for code in codes]
