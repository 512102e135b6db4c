"""Sentences of the journal."""

from audit import texts, told

texts.register(
    {
        "decision.refused": "Отказано, причина «{reason}»",
        "decision.proposed": "Предложено аннулировать, основание «{reason}»",
        "decision.voided": "Заявка аннулирована, основание «{reason}»",
        "decision.rejected": "Предложение аннулировать отклонено",
        "decision.undone": "Отказ или аннулирование отменены",
    }
)

told.register(
    {
        "decision.refused": "Отказано",
        "decision.proposed": "Предложено аннулировать",
        "decision.voided": "Заявка аннулирована",
        "decision.rejected": "Предложение аннулировать отклонено",
        "decision.undone": "Отказ или аннулирование отменены",
    },
    group="Решения",
    only_company=["decision.proposed", "decision.rejected"],
)
