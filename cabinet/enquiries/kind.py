"""The message to the grid company as a kind of case."""

from cabinet.cases.kinds import Facts, Kind, ListTab, Start, Words
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from cabinet.rules.packs import Pack, Status

ENQUIRY = "enquiry"
# A letter and its answer: the same in every field.
NEXT = {
    Stage.DRAFT: frozenset({Stage.WAITING}),
    Stage.WAITING: frozenset({Stage.REVIEW, Stage.ANSWERED, Stage.WITHDRAWN}),
    Stage.REVIEW: frozenset({Stage.ANSWERED, Stage.WITHDRAWN}),
    Stage.ANSWERED: frozenset({Stage.WAITING, Stage.REVIEW}),
}


class EnquiryKind(Kind):
    code = ENQUIRY
    row = "enquiry"
    words = Words(
        name="Сообщение",
        about="О\u00a0сообщении",
        subject="Тема",
        submitted="Сообщение отправлено",
        submitted_already="Сообщение уже отправлено",
        received="Ваше сообщение получено",
        arrived="Новое сообщение",
        withdraw="Отозвать сообщение",
    )
    tab = ListTab("enquiries", "Сообщения")
    draft_route = "enquiry_draft"
    is_message = True
    answered_stage = Stage.ANSWERED

    def start(self, pack: Pack) -> Start:
        return Start("enquiry_new", "message", "Создать сообщение сетевой организации")

    def statuses(self, pack: Pack) -> tuple[Status, ...]:
        return pack.enquiry_statuses

    def next_stages(self, pack: Pack, stage: Stage) -> frozenset[Stage]:
        return NEXT.get(stage, frozenset())

    def facts(self, case: Case) -> Facts:
        return [("Тема", case.enquiry.get_topic_display())]

    def receipt(self, case: Case, moment: str) -> Facts:
        return [("Отправлено", moment), ("Тема", case.enquiry.get_topic_display())]
