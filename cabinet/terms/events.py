"""Sentences of the journal."""

from datetime import datetime
from typing import Any

from audit import texts, told
from ui import clock
from ui.words import with_time


def _moment(value: Any) -> str:
    moment = datetime.fromisoformat(str(value))
    return f"{with_time(clock.local(moment))} ({clock.zone_of(moment)})"


texts.register(
    {
        "case.complaint_drafted": "Скачан черновик жалобы",
        "case.evidence_downloaded": "Скачаны доказательства по заявке",
        "case.term_warned": "Предупреждение о сроке «{term}»: {mark}",
        "case.term_recounted": "Срок «{term}» пересчитан: был до {before}, стал до {after}",
    }
)
texts.register(
    {
        "case.outage_applied": "К сроку «{title}» применён перерыв в работе кабинета {began_at} – {ended_at}: {what}. "
        "Причина: {reason}",
        "case.outage_taken_back": "Применение перерыва в работе кабинета {began_at} – {ended_at} к сроку «{title}» "
        "отменено. Причина: {reason}",
    },
    said={"began_at": _moment, "ended_at": _moment},
)

_TOLD_TO_COMPANY = {
    "case.term_warned": "Предупреждение о сроке",
    "case.term_recounted": "Срок пересчитан",
    "case.outage_applied": "К сроку применён перерыв в работе кабинета",
    "case.outage_taken_back": "Применение перерыва к сроку отменено",
}
told.register(_TOLD_TO_COMPANY, group="Сроки", only_company=list(_TOLD_TO_COMPANY))
