"""Sentences of the journal."""

from audit import texts

texts.register(
    {
        "reports.downloaded": "Скачан отчёт «{title}» за {since} – {until}",
        "reports.letters_on": "Включён отчёт за месяц письмом",
        "reports.letters_off": "Выключен отчёт за месяц письмом",
    }
)
