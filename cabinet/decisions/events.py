"""Sentences of the journal."""

from audit import texts

texts.register(
    {
        "decision.refused": "Отказано, причина «{reason}»",
        "decision.proposed": "Предложено аннулировать, основание «{reason}»",
        "decision.voided": "Заявка аннулирована, основание «{reason}»",
        "decision.rejected": "Предложение аннулировать отклонено",
        "decision.undone": "Отказ или аннулирование отменены",
    }
)
