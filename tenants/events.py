from audit import texts

texts.register(
    {
        "company.opened": "Организация подключена, схема {schema}",
        "company.suspended": "Кабинет приостановлен. Причина: {reason}",
        "company.resumed": "Работа кабинета возобновлена",
        "company.zone_changed": "Часовой пояс изменён: был «{before}», стал «{after}»",
        "company.storage_given": "Место для файлов: {gigabytes} ГБ",
        "company.administrator_invited": "Администратору отправлено новое приглашение",
    }
)
