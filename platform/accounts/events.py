from audit import texts

texts.register(
    {
        "user.registered": "Зарегистрирован заявитель",
        "user.confirmed_email": "Подтверждён e-mail",
        "user.changed_password": "Изменён пароль",
        "user.reset_password": "Пароль восстановлен по ссылке из письма",
        "operator.made": "Создан оператор платформы",
        "invitation.sent": "Отправлено приглашение, роль: {role}",
        "invitation.accepted": "Приглашение принято, роль: {role}",
        "consent_text.published": "Опубликован текст «{kind}», редакция {version}",
    }
)
