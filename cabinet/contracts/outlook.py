"""What is expected now, of whom and by when, in the words of the side that reads it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.timezone import localdate, localtime

from accounts.models import User
from cabinet.cases.stages import Stage
from cabinet.company.models import Profile
from cabinet.company.queries import profile
from ui.words import in_words, money, with_time

from .queries import Contract

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Notice:
    """What is to be known first."""

    title: str
    text: str
    tone: str = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Outlook:
    notices: Sequence[Notice]
    paying: Pairs = field(default_factory=tuple)  # how to pay, while there is something to pay
    signing: bool = False  # the applicant has something to sign


def outlook_of(contract: Contract, user: User) -> Outlook:
    for_staff = user.is_staff_of_company
    notices = list(filter(None, [_ended(contract), *(_for_staff(contract) if for_staff else _for_applicant(contract))]))
    if not notices:
        notices = [_quiet(contract, for_staff)]
    paying = () if for_staff or not _is_payable(contract) else _paying(contract, profile())
    return Outlook(notices, paying)


def _ended(contract: Contract) -> Notice | None:
    if contract.case.stage in {Stage.WITHDRAWN, Stage.VOIDED, Stage.REFUSED}:
        return Notice(contract.case.status, "Что было сделано по договору, осталось ниже.")
    return None


def _for_staff(contract: Contract) -> list[Notice]:
    case = contract.case
    found: list[Notice] = []
    for sent in contract.being_signed:
        found.append(Notice(sent.title, "Документы ждут подписи: откройте раздел «На подпись».", "wait"))
    for payment in contract.doubtful:
        reason = {"late": "поступила после срока", "partial": "неполная", "closed": "пришла по закрытой заявке"}
        words = reason.get(payment.detail("doubt"), "требует решения")
        found.append(Notice("Оплата ждёт решения", f"{payment.title}. Оплата {words}.", "wait"))
    if case.is_closed or contract.is_concluded:
        return found
    if contract.disagreement:
        found.append(Notice("Заявитель прислал разногласия", "Ответьте на протокол: примите его, предложите "
                            "согласованную редакцию или откажите с причиной.", "wait"))  # fmt: skip
    if contract.is_unpaid(localdate()):
        found.append(annulment_proposed(contract))
    elif contract.offer and contract.pay_until and not contract.doubtful:
        found.append(Notice("Оферта размещена", f"Ждём оплату {money(contract.invoice)} до "
                            f"{in_words(contract.pay_until)}.{_doubt(contract)}"))  # fmt: skip
    return found


def annulment_proposed(contract: Contract) -> Notice:
    """Nothing is annulled by itself: a person decides, because money may be on its way."""
    until = in_words(contract.pay_until) if contract.pay_until else ""
    return Notice(
        "Оферта не оплачена в срок: предлагаем аннулировать заявку",
        f"Срок оплаты истёк {until}, оплата не поступила. Сначала проверьте выписку банка.{_doubt(contract)}",
        "bad",
        reverse("case_annulment_proposal", args=[contract.case.pk]),
        "Предложить аннулировать",
    )


def _for_applicant(contract: Contract) -> list[Notice]:
    found: list[Notice] = []
    if contract.case.is_closed:
        return found
    if _is_payable(contract):
        until = f" до {in_words(contract.pay_until)}" if contract.pay_until else ""
        left = contract.invoice - contract.received
        found.append(
            Notice(
                f"Оплатите {money(left if left > 0 else contract.invoice)}{until}",
                "Это оферта: условия договора, технические условия, инструкция и счёт. Договор заключается оплатой, "
                "подписывать ничего не нужно. Оплата в срок — по дате поступления денег в банк сетевой организации. "
                "Если вы не согласны с условиями, не платите и напишите сетевой организации.",
                "wait",
            )
        )
    if contract.doubtful:
        text = (
            "Оплата неполная или поступила после срока. Сетевая организация решит, заключён ли договор, и сообщит вам."
        )
        found.append(Notice("Оплата проверяется", text, "wait"))
    if contract.draft and not contract.is_concluded:
        if contract.disagreement:
            found.append(
                Notice("Разногласия отправлены", "Сетевая организация рассматривает протокол и ответит здесь.")
            )
        else:
            until = f" до {in_words(contract.answer_until)}" if contract.answer_until else ""
            found.append(Notice(f"Ответьте на проект договора{until}", "Если согласны, подпишите договор: он ждёт "
                                "в карточке и в письме. Если нет, пришлите протокол разногласий.", "wait"))  # fmt: skip
    proposed = contract.inspection
    if proposed and proposed.moment and contract.is_agreed(proposed):
        found.append(Notice(f"Осмотр {with_time(localtime(proposed.moment))}", "Время согласовано обеими сторонами."))
    elif proposed and proposed.from_company:
        found.append(Notice(proposed.title, "Согласуйте его или предложите другое.", "wait"))
    return found


def _quiet(contract: Contract, for_staff: bool) -> Notice:
    if contract.case.stage == Stage.CONNECTED:
        return Notice(contract.case.status, "Договор исполнен. Все документы и даты — ниже.", "good")
    if contract.is_concluded:
        on = f" {in_words(contract.concluded_on)}" if contract.concluded_on else ""
        text = "Отмечайте ход работ и события с документами: по ним видно, что исполнено."
        return Notice(
            f"Договор заключён{on}", text if for_staff else "О ходе работ и документах мы пишем здесь.", "good"
        )
    if for_staff and not contract.ways:
        return Notice("Договор не нужен", "По порядку этой заявки договор не заключается.")
    if for_staff:
        text = "Разместите документы: порядок зависит от категории заявителя."
        return Notice("Договора пока нет", text)
    if contract.case.stage == Stage.PAYMENT:
        return Notice("Оплатите счёт", "Он среди документов в карточке заявки.", "wait")
    return Notice("Договора пока нет", "Сетевая организация готовит его. Когда он появится, мы пришлём письмо.")


def _is_payable(contract: Contract) -> bool:
    return bool(contract.offer) and not contract.is_concluded and not contract.case.is_closed and not contract.doubtful


def _paying(contract: Contract, about: Profile) -> Pairs:
    """The account stands in the invoice, which is one of the documents."""
    until = in_words(contract.pay_until) if contract.pay_until else ""
    pairs = [
        ("Сумма", money(contract.invoice)),
        ("Последний день оплаты", f"{until}{_doubt(contract)}"),
        ("Получатель", about.full_name),
        ("ИНН, КПП", f"{about.inn}, {about.kpp}"),
        ("Назначение платежа", f"Оплата по счёту, {contract.case.kind_name.lower()} {contract.case.name}"),
        ("Счёт банка", "в счёте на оплату: он среди документов оферты"),
    ]
    if contract.price > contract.invoice:
        pairs.insert(1, ("Вся плата", f"{money(contract.price)}, счёт — её первая часть"))
    return pairs


def _doubt(contract: Contract) -> str:
    """That the length of a term is not settled is never hidden."""
    term = contract.payment_term
    return " (расчётный срок, требует проверки)" if term and term[0].needs_lawyer else ""
