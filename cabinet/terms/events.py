"""Sentences of the journal."""

from audit import texts, told

texts.register(
    {
        "case.complaint_drafted": "Скачан черновик жалобы",
        "case.evidence_downloaded": "Скачаны доказательства по заявке",
        "case.term_warned": "Предупреждение о сроке «{term}»: {mark}",
        "case.term_recounted": "Срок «{term}» пересчитан: был до {before}, стал до {after}",
    }
)

told.register(
    {"case.term_warned": "Предупреждение о сроке", "case.term_recounted": "Срок пересчитан"},
    only_company=["case.term_warned", "case.term_recounted"],
)
