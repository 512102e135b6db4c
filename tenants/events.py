from audit import texts

texts.register(
    {
        "company.opened": "Организация подключена, схема {schema}",
        "company.suspended": "Кабинет приостановлен. Причина: {reason}",
        "company.resumed": "Работа кабинета возобновлена",
        "company.zone_changed": "Часовой пояс изменён: был «{before}», стал «{after}»",
        "company.storage_given": "Место для файлов: {gigabytes} ГБ",
        "company.administrator_invited": "Администратору отправлено новое приглашение",
        "outage.recorded": "Записан перерыв в работе кабинетов: {period}, {what}",
        "outage.corrected": "Запись о перерыве исправлена: было {before}, стало {after}, {what}. Причина: {reason}",
        "outage.withdrawn": "Запись о перерыве отозвана: {period}, {what}. Причина: {reason}",
    }
)
