"""Letters to the company about what waits for a decision."""

from cabinet.cases.letters.notices import News, tell_company
from cabinet.cases.models import Case

from .models import Decision


def annulment_proposed(case: Case, proposal: Decision) -> None:
    text = (
        f"Срок заявителя истёк: «{proposal.reason}». Кабинет предлагает аннулировать заявку. Решает сотрудник: "
        "подтвердите или отклоните предложение в карточке."
    )
    tell_company(case, News("предложено аннулировать", text), event=f"proposal-{proposal.key}")
