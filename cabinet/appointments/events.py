"""Sentences of the journal."""

from audit import texts

texts.register(
    {
        "appointment.booked": "Запись на приём: {title}",
        "appointment.moved": "Запись на приём перенесена: {title}",
        "appointment.cancelled": "Запись на приём отменена",
        "appointment.waited": "Просьба сообщить, когда появится время для записи",
        "appointment.told": "О свободном времени для записи сообщено",
        "appointment.attended": "Приём отмечен: {what}",
        "timetable.saved": "Расписание приёма изменено: {what}",
    }
)
