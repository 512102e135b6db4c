"""Sentences of the journal."""

from audit import texts

texts.register(
    {
        "case.complaint_drafted": "Скачан черновик жалобы",
        "case.evidence_downloaded": "Скачаны доказательства по заявке",
        "case.term_warned": "Предупреждение о сроке «{term}»: {mark}",
        "case.term_recounted": "Срок «{term}» пересчитан: был до {before}, стал до {after}",
    }
)
