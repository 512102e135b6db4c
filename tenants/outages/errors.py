from tenancy.errors import DomainError


class OutageRefused(DomainError):
    """The period cannot be written down; `field` is the one to be mended."""

    field = "ended"


class EndsBeforeItBegins(OutageRefused):
    code = "outage_ends_before_it_begins"
    message = "Конец перерыва раньше начала или совпадает с ним. Исправьте одно из двух"


class NotOverYet(OutageRefused):
    code = "outage_not_over_yet"
    message = "Это время ещё не наступило. Запишите перерыв, когда он кончится"


class BeginsTooEarly(OutageRefused):
    field = "began"
    code = "outage_begins_too_early"
    message = "Кабинетов тогда ещё не было. Проверьте год начала"


class Overlaps(OutageRefused):
    field = "began"
    code = "outage_overlaps"
    message = "На это время уже записан перерыв: {period}. Укажите другое время или исправьте ту запись"


class AlreadyWithdrawn(DomainError):
    code = "outage_already_withdrawn"
    message = "Эту запись уже исправили или отозвали. Посмотрите список перерывов ещё раз."
